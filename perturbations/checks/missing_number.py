"""What holds if an answer cannot be determined: two ways to fill the gap give two answers."""

import json
import re
from fractions import Fraction

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.solved import number, solved_program
from clipo_bench.perturbations.programs.of_problem import program_from
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

# As GSM-Plus writes the gold of what cannot be answered.
_NOT_DETERMINED = "None"
_OFFER = (
    " If what is given does not determine the answer, say that the answer cannot be determined."
)
# "5", "1,200", "five", "twenty-one".
_ONE_NUMBER = re.compile(r"\d[\d,]*|[A-Za-z]+(?:-[a-z]+)?")
# "5 pens, one for each cousin": as many as there are cousins.
_ONE_EACH = re.compile(r"\bone (?:for|in|on|at|to) (?:each|every)\b")
_NAMES = re.compile(r"\b[A-Z][a-z]+(?:\W+(?:and )?[A-Z][a-z]+)*")


def _fills(variant: Variant) -> list[dict[str, Fraction]]:
    texts = variant.certificate.evidence["fills"].split(";")
    return [{name: Fraction(value) for name, value in json.loads(text).items()} for text in texts]


def _one_number_gone(original: Problem, variant: Variant) -> bool:
    """One number has become "some", and the offer stands at the end."""
    gap, offer = variant.edits
    text = original.question
    return (
        gap.after.lower() == "some"
        and _ONE_NUMBER.fullmatch(gap.before) is not None
        and offer.start == len(text)
        and variant.problem.question == f"{text[: gap.start]}{gap.after}{text[gap.end :]}{_OFFER}"
    )


def _two_golds(original: Problem, variant: Variant) -> bool:
    """Each filled text is a problem with a program of its own, and these give two answers."""
    gap = variant.edits[0]
    program = solved_program(original)
    found = set()
    for fill in _fills(variant):
        text = program.render(fill)
        before, after = original.question[: gap.start], original.question[gap.end :]
        # outside of the gap, the filled text is the variant's
        if not (text.startswith(before) and text.endswith(after)):
            return False
        again = program_from(text, program.solution(fill), str(program.evaluate(fill)))
        if not isinstance(again, SolutionProgram):
            return False
        found.add(again.gold)
    claimed = {Fraction(text) for text in variant.certificate.evidence["golds"].split(";")}
    return len(found) == len(_fills(variant)) > 1 and found == claimed


def _nothing_else_says_it(original: Problem, variant: Variant) -> bool:
    """The answer depends on every number of the text, so none of them is there to restate."""
    program = solved_program(original)
    gap = variant.edits[0]
    gone = next(slot.value for slot in program.slots if slot.start == gap.start)
    if _ONE_EACH.search(original.question) or _names_count(original.question, int(gone)):
        return False
    for slot in program.slots:
        if slot.value in (0, 1):
            continue
        try:
            moved = program.evaluate({slot.name: slot.value + Fraction(1, 7)})
        except ArithmeticError:
            continue
        if moved == program.gold:
            return False
        # "5 apples ... the 5 apples"
        if slot.start != gap.start and slot.text.lower() == gap.before.lower():
            return False
    return True


def _names_count(text: str, count: int) -> bool:
    """Whether so many names stand side by side: "3 gifts for Ann, Bob and Cid"."""
    beside = (
        re.findall("[A-Z][a-z]+", one) for one in _NAMES.findall(re.sub(r"[.?!] ", " x ", text))
    )
    return any(len(names) == count > 1 for names in beside)


def _not_determined(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    return new.gold == _NOT_DETERMINED and new.solution is None and not new.choices


def _only_the_offer(original: Problem, variant: Variant) -> bool:
    return variant.problem.question == original.question + _OFFER


def _rest_kept(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    same = (new.gold, new.choices, new.solution)
    return same == (original.gold, original.choices, original.solution)


def _determined(original: Problem, variant: Variant) -> bool:
    return solved_program(original).gold == number(original.gold)


CHECKS: dict[str, Check] = {
    "one number gone, and the offer": _one_number_gone,
    "two fills give two golds": _two_golds,
    "nothing else says it": _nothing_else_says_it,
    "gold is that nothing is determined": _not_determined,
}
CONTROL_CHECKS: dict[str, Check] = {
    "the offer and nothing else": _only_the_offer,
    "gold, options and solution kept": _rest_kept,
    "the answer is determined": _determined,
}
