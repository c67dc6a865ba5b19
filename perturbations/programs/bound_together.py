"""Numbers that other words of the question bind: they may not move alone, so they stay."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.text import number_words
from clipo_bench.perturbations.text.mentions import COUNTS, ORDINAL, SHARES

# "makes 20 red and 40 blue ones, if the ratio of red to blue is 1:2"
_RATIO = re.compile(r"(?<![\d:])(\d+)\s*(?::|\bto\b)\s*(\d+)(?![\d:])")
# "a friend helps with half of them: how many does each of them wash?"
_ALIKE = re.compile(
    r"\beach (?:person|one|child|friend|of (?:them|the (?:two|boys|girls)))\b|\bapiece\b"
    r"|\bdo they each\b|\bthey (?:each|both)\b",
    re.I,
)
# "four more balloons, two of each color"
_OF_EACH = re.compile(r"\s+(?:more\s+)?(?:\w+\s+)?of each\b", re.I)
# "19 of them ... the twentieth"
_ORDINAL = re.compile(
    r"\bthe (?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>[a-z-]+(?:th|first|second|third)))\b"
)
_ORDINALS = {
    **{number_words.write(number) + "th": number for number in range(4, 100)},
    "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50,
}  # fmt: skip
# "5 trees, one in each corner of the yard": how many there are, the corners say, too
_ONE_EACH = re.compile(r"\s+[\w' -]{1,40}?,?\s+one (?:for|in|on|at|to|per) (?:each|every)\b", re.I)
# "works 8 hours, from 9 am to 5 pm"; "the 15 pages from page 21 to page 35"
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s*[ap]\.?m\b", re.I)
_HOURS = re.compile(r"[\s-]*(?:hours?|hrs?|minutes?|mins?)\b", re.I)
_PAGES = re.compile(r"\bpages? \d+ (?:to|through|until|up to) (?:page )?\d+\b", re.I)
_OF_PAGES = re.compile(r"[\s-]*(?!to\b)(?:\w+ )?pages?\b", re.I)
_LEAST_IN_A_ROW = 3


def bound_together(question: str, slots: Sequence[Slot]) -> dict[str, str]:
    """Find the numbers that must stay, by the slots' names, with the reason."""
    found: dict[str, str] = {}
    for reason, names in (
        ("is a ratio that is said again", _said_as_ratio(question, slots)),
        ("makes equal shares", _equal_shares(question, slots)),
        ("is so many of each", _of_each(question, slots)),
        ("is counted by an ordinal", _by_ordinal(question, slots)),
        ("halves from one to the next", _halving(question, slots)),
        ("has one for each of something", _one_each(question, slots)),
        ("is a span that is said again", _spans(question, slots)),
    ):
        found |= {name: reason for name in names if name not in found}
    return found


def _said_as_ratio(question: str, slots: Sequence[Slot]) -> Iterator[str]:
    ratios = {
        Fraction(int(match[1]), int(match[2]))
        for match in _RATIO.finditer(question)
        if int(match[2])
    }
    spans = [match.span() for match in _RATIO.finditer(question)]
    outside = [one for one in slots if not any(a <= one.start < b for a, b in spans)]
    for one, other in combinations(outside, 2):
        if (
            one.value
            and other.value
            and {one.value / other.value, other.value / one.value} & ratios
        ):
            yield from (one.name, other.name)


def _equal_shares(question: str, slots: Sequence[Slot]) -> Iterator[str]:
    for slot in slots:
        is_half = slot.kind in SHARES and slot.value in (Fraction(1, 2), Fraction(50))
        if is_half and _ALIKE.search(question, slot.end):
            yield slot.name


def _of_each(question: str, slots: Sequence[Slot]) -> Iterator[str]:
    for before, slot in pairwise(slots):
        if slot.kind in COUNTS and _OF_EACH.match(question, slot.end):
            yield slot.name
            if before.kind in COUNTS and before.value % slot.value == 0:
                yield before.name


def _by_ordinal(question: str, slots: Sequence[Slot]) -> Iterator[str]:
    for match in _ORDINAL.finditer(question):
        number = (
            int(match["digits"]) if match["digits"] else _ORDINALS.get(match["word"].lower(), 0)
        )
        if number > 2:
            for slot in slots:
                if slot.kind in COUNTS and slot.value in (number, number - 1):
                    yield slot.name


def _halving(question: str, slots: Sequence[Slot]) -> Iterator[str]:
    """Three counts or more of which each is half of the one before: 8 games, then 4, then 2."""
    counts = [slot for slot in slots if slot.kind in COUNTS and slot.fixed != ORDINAL]
    row: list[Slot] = []
    for slot in counts:
        row = [*row, slot] if row and 2 * slot.value == row[-1].value else [slot]
        if len(row) >= _LEAST_IN_A_ROW:
            yield from (one.name for one in row)


def _one_each(question: str, slots: Sequence[Slot]) -> Iterator[str]:
    for slot in slots:
        if slot.kind in COUNTS and _ONE_EACH.match(question, slot.end):
            yield slot.name


def _spans(question: str, slots: Sequence[Slot]) -> Iterator[str]:
    clock, pages = len(_CLOCK.findall(question)) > 1, _PAGES.search(question)
    for slot in slots:
        is_span = (clock and _HOURS.match(question, slot.end)) or (
            pages and _OF_PAGES.match(question, slot.end)
        )
        if is_span and slot.value.denominator == 1:
            yield slot.name
