"""Quantities of one claim in several units: which convert to each other, and a sum in one unit."""

import re
from fractions import Fraction
from itertools import combinations

from clipo_bench.tasks.answers.units import Unit, conversion, unit
from clipo_bench.tasks.solution_steps.values import terms

# Words that convert to each other, though `tasks.answers.units` has no exact size for some.
_KINDRED = tuple(
    frozenset(words.split())
    for words in (
        "minute min hour hr day week month year decade century",
        "ml liter cup pint quart gallon ounce tablespoon teaspoon",
        "kilogram kg pound lb ton",
        "cent dollar quarter dime nickel penny pennie buck",
        "degree radian revolution rotation",
    )
)
_QUANTITY = re.compile(
    r"\s*(?P<sign>[-+]?)\s*(?P<money>\$?)\s*(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"\s*(?:⟨(?P<unit>[A-Za-z]+)(?: (?:to|of|for) [^⟩]*)?⟩)?[\s.,]*"
)


def is_measure(word: str) -> bool:
    """Whether a word is a unit of measurement, in the singular or plural."""
    return unit(word) is not None or any(word.removesuffix("s") in words for words in _KINDRED)


def may_convert(words: set[str]) -> bool:
    """Whether two of the words are units of which one converts to the other."""
    if len(words) < 2:
        return False
    names = {word.removesuffix("s") for word in words}
    known = {found for word in words if (found := unit(word))}
    return any(len(names & kindred) > 1 for kindred in _KINDRED) or any(
        one.size != other.size and conversion(one, other) for one, other in combinations(known, 2)
    )


def in_one_unit(left: str, right: str) -> tuple[str, str] | None:
    """A sum of quantities and its result, all in the unit of the result.

    ``4⟨feet⟩ - 40⟨inches⟩ = 8⟨inches⟩`` becomes ``4*48 - 40*1 = 8*1``; None if a term has no
    unit, or the units are no two sizes of one kind.
    """
    *parts, result = [_QUANTITY.fullmatch(term) for term in (*terms(left), right)]
    if len(parts) < 2 or not result or not (whole := _unit(result)):
        return None
    converted = []
    for part in parts:
        one = _unit(part) if part else None
        size = conversion(one, whole) if one else None
        if part is None or size is None:
            return None
        converted.append((part, size))
    if {size for _, size in converted} == {Fraction(1)}:
        return None
    return "".join(
        f"{part['sign']} {part['number']} * ({size})" for part, size in converted
    ), result["number"]


def _unit(quantity: re.Match[str]) -> Unit | None:
    if quantity["money"]:
        return None if quantity["unit"] else unit("dollar")
    return unit(quantity["unit"].lower()) if quantity["unit"] else None
