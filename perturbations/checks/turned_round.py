"""What holds if a number is asked for and the answer is stated: only that number gives it."""

import re
from fractions import Fraction
from itertools import pairwise

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.solved import number, solved_program
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

_ASKED = re.compile(
    r" The answer to this question is (?P<gold>[^?]+)\. What is the value of (?P<letter>[a-z])\?\Z"
)
# Units of amounts, which are not rounded.
_MEASURES = (
    *(
        "pound",
        "ounce",
        "gram",
        "kg",
        "kilo",
        "mile",
        "km",
        "meter",
        "metre",
        "feet",
        "yard",
        "inch",
    ),
    *(
        "gallon",
        "liter",
        "litre",
        "ml",
        "cups of",
        "hour",
        "minute",
        "second",
        "dollar",
        "cent",
        "degree",
    ),
    *("calorie", "acre", "ton", "square", "cubic", "lbs", "additional", "fewer", "less"),
)
# "How far apart", "the difference between": either number may be the larger one.
_EITHER_WAY = re.compile(
    r"\b(?:differ(?:s|ences?)?|apart|gaps?|change[ds]?|away from|distances? between|off by)\b"
)
# "45 - 20", "(45)-$20"
_MINUS = re.compile(r"[\d)%]\s*[-−–]\s*[($]*\.?\d")
# "for each full hour", "3 full days": what is left over is not counted.
_WHOLE_ONES = re.compile(
    r"\b(?:each|every|per) (?:full|whole|complete)\b|\bfull (?:day|week|month|year|foot|"
    + "|".join(_MEASURES)
    + r")"
)
_GRID = 200
_FINER = 4


def _asked(variant: Variant) -> re.Match[str]:
    match = _ASKED.search(variant.problem.question)
    if match is None:
        raise ValueError("the variant does not ask for a letter")
    return match


def _slot(original: Problem, variant: Variant) -> Slot:
    place = variant.edits[0].start
    (slot,) = (one for one in solved_program(original).slots if one.start == place)
    return slot


def _letter_undone(original: Problem, variant: Variant) -> bool:
    """With the number put back for the letter, and what is asked cut off, it is the original."""
    asked, gap = _asked(variant), variant.edits[0]
    kept = variant.problem.question[: asked.start()]
    letter = asked["letter"]
    back = kept[: gap.start] + gap.before + kept[gap.start + len(letter) :]
    once = len(re.findall(rf"(?<![A-Za-z]){letter}(?![A-Za-z])", kept)) == 1
    return (
        back == original.question and kept[gap.start : gap.start + len(letter)] == letter and once
    )


def _answer_stated(original: Problem, variant: Variant) -> bool:
    return _asked(variant)["gold"] == original.gold.strip()


def _worth_the_gold(original: Problem, variant: Variant) -> bool:
    """The program gives the stated answer where the letter is worth the variant's gold."""
    program, slot = solved_program(original), _slot(original, variant)
    stated = number(_asked(variant)["gold"])
    worth = Fraction(variant.problem.gold)
    return worth == slot.value and program.evaluate({slot.name: worth}) == stated


def _only_that(original: Problem, variant: Variant) -> bool:
    """No other value gives the answer: it only rises with the number, or only falls."""
    said = original.question.lower()
    # the program has one sign, but |a - b| may be meant
    if _EITHER_WAY.search(said) and _MINUS.search(original.solution or ""):
        return False
    program, slot = solved_program(original), _slot(original, variant)
    worth = Fraction(variant.problem.gold)
    points = sorted({Fraction(n, _FINER) for n in range(1, _GRID)} | {worth, worth * 2, worth / 2})
    found: list[Fraction] = []
    for value in points:
        try:
            found.append(program.evaluate({slot.name: value}))
        except ArithmeticError:
            return False
    pairs = list(pairwise(found))
    return all(a < b for a, b in pairs) or all(a > b for a, b in pairs)


def _not_rounded(original: Problem, variant: Variant) -> bool:
    """What is counted in whole things is no quotient, which a text may mean rounded."""
    if _WHOLE_ONES.search(original.question.lower()):
        return False
    asked = original.question.lower().rpartition("how many")
    measured = re.match(r"(?: more| total)? (?:" + "|".join(_MEASURES) + ")", asked[2])
    if not asked[1] or measured:
        return True
    program, slot = solved_program(original), _slot(original, variant)
    return program.evaluate({slot.name: slot.value + 1}).denominator == 1


def _no_solution(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    return new.solution is None and not new.choices and new.original_gold == original.gold


CHECKS: dict[str, Check] = {
    "number put back gives the original": _letter_undone,
    "the stated answer is the original's gold": _answer_stated,
    "the gold gives the stated answer": _worth_the_gold,
    "no other value gives it": _only_that,
    "no count that may be rounded": _not_rounded,
    "no worked solution": _no_solution,
}
