"""What holds if a consistent renaming keeps the gold. All by `perturbations.second_reading`."""

import re
from collections import Counter

from perturbations.checks.check import Check
from perturbations.second_reading import math_letters, prose_letters, rename
from perturbations.variant import Variant
from tasks.problem import Problem


def _texts(problem: Problem) -> tuple[str, ...]:
    return (problem.question, *problem.choices)


def _in_math(problem: Problem) -> Counter[str]:
    """How often each letter stands in math, the gold counted; an option's letter is no symbol."""
    letters = Counter(letter for text in _texts(problem) for letter in math_letters(text).values())
    if not problem.choices:
        letters.update(math_letters(problem.gold, all_math=True).values())
    return letters


def _in_prose(problem: Problem) -> set[str]:
    return {letter for text in _texts(problem) for letter in prose_letters(text)}


def _letters_to_letters(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    return bool(names) and all(
        re.fullmatch("[a-z]{2}|[A-Z]{2}", old + new) and len(old) == 1 for old, new in names.items()
    )


def _injective(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    return len(set(names.values())) == len(names)


def _constants_kept(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    return not {"e", "i"} & {*names, *names.values()}


def _nothing_captured(original: Problem, variant: Variant) -> bool:
    present = _in_math(original).keys() | _in_prose(original)
    return not present & set(variant.certificate.evidence.values())


def _nothing_left_over(original: Problem, variant: Variant) -> bool:
    present = _in_math(variant.problem).keys() | _in_prose(variant.problem)
    return not present & variant.certificate.evidence.keys()


def _same_counts(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    renamed = {names.get(one, one): count for one, count in _in_math(original).items()}
    return renamed == _in_math(variant.problem)


def _names_undone(original: Problem, variant: Variant) -> bool:
    back = {new: old for old, new in variant.certificate.evidence.items()}
    new = variant.problem
    gold = new.gold if new.choices else rename(new.gold, back, all_math=True)
    solution = None if new.solution is None else rename(new.solution, back)
    return (
        tuple(rename(text, back) for text in _texts(new)) == _texts(original)
        and gold == original.gold
        and solution in (None, original.solution)
    )


CHECKS: dict[str, Check] = {
    "letters to letters": _letters_to_letters,
    "no two symbols merged": _injective,
    "constants kept": _constants_kept,
    "no name captured": _nothing_captured,
    "no old name left over": _nothing_left_over,
    "each symbol as often": _same_counts,
    "names undone give the original": _names_undone,
}
