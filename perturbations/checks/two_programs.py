"""What holds if one problem's gold is a number of the next: both are read back, and composed."""

import re
from fractions import Fraction

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.solved import number
from clipo_bench.perturbations.programs.of_problem import program_of
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.word_problems import split_of, templates

_FRAME = re.compile(
    r"First question: (?P<first>.*)\n\n"
    r"Second question, where X is the answer to the first one: (?P<second>[^\n]*)\n\n"
    r"Give the answer to the second question only\.",
    re.DOTALL,
)
_X = re.compile(r"(?<![A-Za-z])X(?![A-Za-z])")


def _parts(variant: Variant) -> re.Match[str]:
    match = _FRAME.fullmatch(variant.problem.question)
    if match is None:
        raise ValueError("the text is not two questions")
    return match


def _filled(original: Problem, variant: Variant) -> str:
    """The second question with the first one's gold for X."""
    second = _parts(variant)["second"]
    if not _X.search(second):
        raise ValueError("the second question has no X")
    return _X.sub(str(number(original.gold)), second)


def _first_kept(original: Problem, variant: Variant) -> bool:
    return _parts(variant)["first"] == original.question and not _X.search(original.question)


def _first_gold(original: Problem, variant: Variant) -> bool:
    """Where the first question has a program, it gives the gold."""
    # 40 % is not the 40 that X stands for
    if not set(original.gold.strip()) <= set("0123456789,."):
        return False
    found = program_of(original) if original.solution else None
    gold = number(original.gold)
    if isinstance(found, SolutionProgram):
        return found.gold == gold
    return gold.denominator == 1 and not (found and found.computed)


def _second_gold(original: Problem, variant: Variant) -> bool:
    """The one template that reads the second question gives the variant's gold."""
    text = _filled(original, variant)
    found = [
        (template, values)
        for template in templates().values()
        if (values := template.read(text)) is not None
    ]
    ((template, values),) = found
    return template.evaluate(values) == Fraction(variant.problem.gold)


def _depends(original: Problem, variant: Variant) -> bool:
    """Another answer to the first question would give another one to the second."""
    second = _parts(variant)["second"]
    gold = int(number(original.gold))
    answers = set()
    for other in (gold, gold + 1, gold + 2):
        text = _X.sub(str(other), second)
        ((template, values),) = (
            (one, found) for one in templates().values() if (found := one.read(text)) is not None
        )
        answers.add(template.evaluate(values))
    return len(answers) > 1


def _another_gold(original: Problem, variant: Variant) -> bool:
    return number(variant.problem.gold) != number(original.gold)


def _held_back(original: Problem, variant: Variant) -> bool:
    return split_of(_filled(original, variant)) == "test" and variant.problem.solution is None


CHECKS: dict[str, Check] = {
    "the first question is the original": _first_kept,
    "program gives the original gold": _first_gold,
    "the second program gives the gold": _second_gold,
    "the second answer depends on the first": _depends,
    "gold differs": _another_gold,
    "the second question is a test problem": _held_back,
}
