"""Let one problem's answer be a number of the next, which one of our templates makes."""

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from clipo_bench.perturbations.programs.no_program import NoProgram
from clipo_bench.perturbations.programs.of_problem import gold_value, program_of
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.arithmetic import ExpressionError, evaluate
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.word_problems import Template, split_of, templates

METHOD = "two programs"
FIRST = "First question: "
SECOND = "\n\nSecond question, where X is the answer to the first one: "
LAST = "\n\nGive the answer to the second question only."
MOST = 999
TRIES = 200
# "1,080", "12.0"
_NO_SIGN = re.compile(r"[\d,]+(?:\.0+)?")


class Chained:
    """Proposes a second question that needs the first one's answer."""

    kind = "chained"
    changes = "a second question that uses the answer to the first, and is the one to answer"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Add a question of a template, in which the gold is a number; or refuse."""
        if problem.choices or problem.program is not None:
            detail = "multiple-choice options" if problem.choices else "made by a template itself"
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, detail)
        gold = gold_value(problem.gold)
        # X = 40 is not 40 %, nor $40
        plain = _NO_SIGN.fullmatch(problem.gold.strip())
        if gold is None or not plain or gold.denominator != 1 or not 1 < gold <= MOST:
            detail = f"the gold {problem.gold[:40]!r} is no whole number from 2 to {MOST}"
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, detail)
        if re.search(r"(?<![A-Za-z])X(?![A-Za-z])", problem.question):
            detail = "the text has an X of its own"
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, detail)
        found = program_of(problem) if problem.solution else None
        if isinstance(found, NoProgram) and found.computed:
            reason = Reason.GOLD_UNCERTAIN
            return Refusal.of(problem, self.kind, reason, found.detail, found.computed)
        for _ in range(TRIES):
            template = rng.choice(list(templates().values()))
            slot = rng.choice([n for n, one in template.slots.items() if one.kind == "number"])
            values = {**template.sample(rng), slot: str(gold)}
            asked = _second(template, slot, values)
            # 18 - 9 = 9 would not show which question was answered
            if asked is not None and template.evaluate(values) != gold:
                return _chained(problem, template, slot, values, asked, self.kind)
        detail = f"no second question for {problem.gold} in {TRIES} draws"
        return Refusal.of(problem, self.kind, Reason.NO_NEW_VALUES, detail)


def _second(template: Template, slot: str, values: Mapping[str, str]) -> str | None:
    """The template's question with an X for a slot; None if the values make no sense."""
    # beside X a letter x would be confused with it
    if "x" in values.values() or not _makes_sense(template, values):
        return None
    text = re.sub(
        r"\{(\w+)\}", lambda one: "X" if one[1] == slot else values[one[1]], template.question
    )
    # "$Xn = 25$" would be read as one name
    if len(re.findall(r"(?<![A-Za-z])X(?![A-Za-z])", text)) != text.count("X"):
        return None
    # a model may have been trained on the others
    whole = text.replace("X", values[slot])
    return text if split_of(whole) == "test" else None


def _makes_sense(template: Template, values: Mapping[str, str]) -> bool:
    """Whether each step gives a positive whole number; ranges are for the template's own draws."""
    known = {
        name: Fraction(values[name]) for name, one in template.slots.items() if one.kind == "number"
    }
    try:
        positive = all(evaluate(one, known) > 0 for one in template.positive)
        for name, expression in template.steps:
            known[name] = evaluate(expression, known)
            if known[name] <= 0 or known[name].denominator != 1:
                return False
    except ExpressionError:
        return False
    return positive


def _chained(
    problem: Problem,
    template: Template,
    slot: str,
    values: Mapping[str, str],
    asked: str,
    kind: str,
) -> Variant:
    end = len(problem.question)
    after = f"{SECOND}{asked}{LAST}"
    gold = str(template.evaluate(values))
    variant = replace(
        problem,
        question=f"{FIRST}{problem.question}{after}",
        gold=gold,
        solution=None,
        program=None,
        original_gold=problem.gold,
        kind=kind,
    )
    edits = (Edit(0, 0, "", FIRST), Edit(end, end, "", after))
    evidence = {
        "first program's gold": problem.gold,
        "second program": template.name,
        "X stands for": slot,
        "second program on the first one's gold": gold,
    }
    return Variant(variant, edits, Certificate(METHOD, evidence))
