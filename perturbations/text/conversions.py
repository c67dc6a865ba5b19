"""Measures in other units: those of the text, and the one that a question asks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.prose import inside
from clipo_bench.perturbations.text.quantities import NOT_BEFORE, NUMBER_VALUES, WRITTEN
from clipo_bench.perturbations.variant import Edit


@dataclass(frozen=True, slots=True)
class Converted:
    """A text's measures of one dimension in another unit.

    Attributes:
        edits: what changes.
        times: what the answer is multiplied by: 60 where the text now asks for minutes.
    """

    edits: tuple[Edit, ...]
    times: Fraction


# Per dimension: how many of the next smaller unit each unit is.
_SMALLER = {
    "hour": (60, "minute"),
    "week": (7, "day"),
    "foot": (12, "inch"),
    "yard": (3, "foot"),
    "meter": (100, "centimeter"),
    "kilometer": (1000, "meter"),
    "kilogram": (1000, "gram"),
    "gallon": (4, "quart"),
    "liter": (1000, "milliliter"),
}
_LARGER = {small: (factor, large) for large, (factor, small) in _SMALLER.items()}
_PLURAL = {"foot": "feet", "inch": "inches"}
_UNITS = sorted(_SMALLER.keys() | _LARGER.keys())
_PLURALS = {_PLURAL.get(unit, unit + "s"): unit for unit in _UNITS}
_DIMENSIONS = (
    words("hour minute"),
    words("week day"),
    words("foot inch yard meter centimeter kilometer"),
    words("kilogram gram"),
    words("gallon quart liter milliliter"),
)
# A measure: "3 hours", "twelve inches"; not "3 feet tall".
_MEASURE = re.compile(
    rf"(?:(?<=\A)|(?<=[ \n]))(?P<number>[1-9]\d{{0,2}}|{WRITTEN})(?P<gap> )"
    rf"(?P<unit>{'|'.join(_PLURALS)})(?![\w'’/-])"
    r"(?! old| long| tall| wide| deep| high| apart| by| and \d| and [a-z]+ minutes| \d|, \d)"
)
# Where a measure is more than a measure, or a part of one.
_DOUBTFUL = (
    r"o.clock|[ap]\.?m|seconds?|until|overtime|long|time|limit|speed",
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|day|daily|week|weekly|weekends?|weekdays?|months?"
    r"|years?|annual\w*|school|shifts?|today|yesterday|tomorrow|time|long|rate",
    r"square|cubic|areas?|perimeter|volume|legs?|paws?|shoes?|socks?|toes?|animals?|long|miles?|tall"
    r"|scale|size|stor(?:y|ies)|foot",
    r"pounds?|ounces?|tons?|heav\w+",
    r"pints?|cups?|ounces?|barrels?|cubic|hat|mpg",
)
# Text before a unit that makes it a rate or a range: "$5 per ", "20 miles an ", "2 or ".
_A_RATE = re.compile(r"(?i)\b(?:per|each|an|a|every|half|by|x|and|to|or) \Z")
# The unit of the answer: "How many minutes", "how many more feet".
_ASKED_UNIT = re.compile(
    rf"(?i:\bhow many )(?:(?:more|total|additional) )?(?P<unit>{'|'.join(_PLURALS)})(?![\w'’/-])"
    r"(?! and\b)"
)
# Days and weeks begin and end at midnight, so a number of weeks may not be that of their days.
_WHOLE = words("week day")
# What is sold or counted in whole units, or rounded, is no exact measure.
_ROUNDED = re.compile(
    r"(?i)\b(?:round\w*|nearest|whole|full|complete|at least|at most|minimum|maximum|buys?|bought"
    r"|purchase\w*|sold|sells?|cans?|packs?|bottles?|containers?|parking|early|late)\b"
)
# What is counted: "How many apples", "how much money".
_ASKS_COUNT = re.compile(r"(?i)\bhow many (?P<noun>[a-z]{3,})|\bhow much (?:money|change)\b")
_NO_NOUN = words(
    "more less fewer total does did will are were can would should has have other times percent"
)
# A number by itself: "12", "1,200", "seven"; not "$12", "12%", "x2".
_NUMERIC = re.compile(rf"(?<![\w$€£.,])(?:\d[\d,]*(?:\.\d+)?|{WRITTEN})(?![\w%-]|[.,/:]\d)")
# The noun after a number: " apples", " more apples".
_COUNTED = re.compile(r" (?:(?:more|fewer|other|additional|extra) )?(?P<noun>[a-z]{3,})(?![\w-])")
_NO_CONVERSION = words("than more less fewer of in to by on at from with as if he she they it")
MOST = 2_000  # more would be arithmetic of another size


def conversions(
    text: str, bounds: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> Iterator[Converted]:
    """Write every measure of one dimension in another unit, where that is in no doubt.

    A measure means the same in either unit, so the answer is the same, unless a bare number
    ("3 hours on Monday and 2 on Friday") leans on it. Where the question asks for so many of that
    unit, it asks for the other one, too, and the answer is converted.

    Args:
        text: a question.
        bounds: where its sentences stand; the last one asks.
        spans: where its formulas stand.
    """
    if not bounds or len(re.findall(r"(?i)\bhow\b", text)) != 1:
        return
    counted = _ASKS_COUNT.findall(text, bounds[-1][0])
    asked = _ASKED_UNIT.search(text, bounds[-1][0])
    for dimension, doubtful in zip(_DIMENSIONS, _DOUBTFUL, strict=True):
        # "How many minutes" asks in this dimension; else a single other thing has to be counted.
        own = asked if asked and _PLURALS[asked["unit"]] in dimension else None
        if own is None and (len(counted) != 1 or counted[0] in _NO_NOUN):
            continue
        found = [m for m in _MEASURE.finditer(text) if _PLURALS[m["unit"]] in dimension]
        if own is not None and not _is_measured(text, own, found):
            continue
        if any(inside(spans, *match.span()) for match in found):
            continue
        converted = _converted(found, own)
        if converted and _only_measures(text, found, own, dimension, doubtful):
            yield converted


def _is_measured(text: str, asked: re.Match[str], found: Sequence[re.Match[str]]) -> bool:
    """Whether what is asked for is measured exactly: neither rounded, nor the feet of a dog."""
    unit = _PLURALS[asked["unit"]]
    rate = re.search(rf"(?i)(?:\b(?:per|an?|each|every) |/){unit}\b", text)
    exact = unit not in _WHOLE and not _ROUNDED.search(text)
    return exact and (bool(found) or rate is not None)


def _only_measures(
    text: str,
    found: Sequence[re.Match[str]],
    asked: re.Match[str] | None,
    dimension: frozenset[str],
    doubtful: str,
) -> bool:
    """Whether the text without these measures speaks of no other, and has no bare number."""
    rest = text
    for match in (*([asked] if asked else []), *reversed(found)):  # from the end
        if match is not asked and _A_RATE.search(text[: match.start()]):
            return False
        # "She works 3 hours on 2 days" -> "She works so on 2 days"
        rest = rest[: match.start()] + "so" + rest[match.end() :]
    plurals = "|".join(_PLURAL.get(unit, unit + "s") for unit in sorted(dimension))
    one = "|".join(sorted(dimension))
    if re.search(
        rf"(?i)\b(?:{plurals}|{doubtful})\b"
        rf"|(?<!per )(?<!an )(?<!a )(?<!each )(?<!every )(?<!/)\b(?:{one})\b",
        rest,
    ):
        return False
    for number in _NUMERIC.finditer(rest):
        counted = _COUNTED.match(rest, number.end())
        if counted is None or counted["noun"] in NOT_BEFORE | _NO_CONVERSION:
            return False
    return True


def _converted(found: Sequence[re.Match[str]], asked: re.Match[str] | None) -> Converted | None:
    """All of it in the next smaller unit, or in the larger one where there is none smaller."""
    units = {match["unit"] for match in (*found, *([asked] if asked else []))}
    if len(units) != 1:
        return None
    unit = _PLURALS[units.pop()]
    values = [_value(match["number"]) for match in found]
    if unit in _SMALLER:
        factor, other = _SMALLER[unit]
        times = Fraction(factor)
    else:
        # minutes have no smaller unit here: 120 minutes -> 2 hours
        factor, other = _LARGER[unit]
        times = Fraction(1, factor)
    new = [value * times for value in values]
    # "30 minutes" would be half an hour, and "60 minutes" 1 hour, which has no plural.
    if not all(2 <= value <= MOST and value.denominator == 1 for value in (*values, *new)):
        return None
    plural = _PLURAL.get(other, other + "s")
    edits = [
        Edit(match.start(), match.end(), match.group(), f"{value} {plural}")
        for match, value in zip(found, new, strict=True)
    ]
    if asked:
        edits.append(Edit(*asked.span("unit"), asked["unit"], plural))
    return Converted(tuple(edits), times if asked else Fraction(1))


def _value(number: str) -> Fraction:
    return Fraction(number if number.isdigit() else NUMBER_VALUES[number])
