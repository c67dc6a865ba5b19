"""Plain numbers of a text, in digits or in words, and why some of them can't be exchanged."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from clipo_bench.perturbations.rule import Rule, first
from clipo_bench.perturbations.text import number_words as words

ONE_OR_NOTHING = "one or nothing"
OF_A_SIZE = "written with a word for its size"
PART_OF_A_NAME = "part of a name"
A_NAME = "the name of something"
A_YEAR = "a year"
_IN_WORDS = "in words"

# "5%", "5 %", "5 percent", "5-percent".
PER_CENT = re.compile(r"\s?%|[\s-](?:percent|per cent|percents)\b", re.IGNORECASE)
# "5 dollars", "5-dollar", "5 US dollars".
DOLLARS_AFTER = re.compile(r"[\s-](?:US\s)?(?:dollars?|bucks)\b", re.IGNORECASE)
_SCALE = "|".join([*words.SCALES, "dozen", "trillion"])
# "5 million", "5-dozen".
_SCALED = re.compile(rf"[\s-]+(?:{_SCALE})\b", re.IGNORECASE)
# "5th", "2nd".
_ENDING = re.compile(r"\s?(?:st|nd|rd|th)\b")
_LETTER = re.compile("[a-zA-Z]")
# "Seven's".
_OWN = re.compile(r"['’]s\b")
# "#5", "@5": the sign before the number.
_SIGN = re.compile(r"[#@]\n?\Z")
# A line that goes on without punctuation: "boxes" and a line break.
_OPEN_LINE = re.compile(r"\w\n\Z")
_NOT_NAMED = (
    "first",
    "second",
    "third",
    "next",
    "last",
    "each",
    "every",
    "per",
    "same",
    "a",
    "one",
)
# A number that is a name: "grade 5", "room #5"; not "first grade".
_NAMED = re.compile(
    "".join(f"(?<!{word} )" for word in _NOT_NAMED)
    + r"\b(?:number|no\.|grade|level|chapter|room|route|highway|day|week|hour|year|page|question"
    r"|lap|round|part|step|game|quarter|floor|size|channel|section|bus|class|month|phase|problem|hole"
    r"|student|person|team|group|line|block|building|house|version|type)\s*#?$",
    re.IGNORECASE,
)
# Text before a year: "in 1990", "since 1990".
_OF_TIME = re.compile(r"\b(?:in|since|by|year|until|from|of|and|to|before|after|during)\s*$")


@dataclass(frozen=True, slots=True)
class PlainNumber:
    """A plain number and the text that it stands in.

    Attributes:
        start: where it begins, without a sign; `end` likewise.
        shown: how it is written, without a sign.
        in_words: whether it is written in words.
        whole: whether it is whole, in digits, and neither dollars nor per cent.
        units: the words that say what it counts.
    """

    text: str
    start: int
    end: int
    shown: str
    value: Fraction
    in_words: bool
    whole: bool
    units: frozenset[str]

    def before(self, most: int) -> str:
        """At most so many characters before the number."""
        return self.text[max(0, self.start - most) : self.start]


def why_kept(number: PlainNumber) -> str:
    """Why a number can't be exchanged; empty if it can."""
    rule = first(KEPT, number)
    return rule.why if rule else ""


def _followed_by(pattern: re.Pattern[str]) -> Callable[[PlainNumber], object]:
    return lambda number: pattern.match(number.text, number.end)


def _words_followed_by(pattern: re.Pattern[str]) -> Callable[[PlainNumber], object]:
    return lambda number: number.in_words and pattern.match(number.text, number.end)


def _is_year(number: PlainNumber) -> bool:
    if not (number.whole and 1500 <= number.value <= 2100) or "," in number.shown:
        return False
    return not number.units and _OF_TIME.search(number.text[: number.start]) is not None


def _has_leading_zero(number: PlainNumber) -> bool:
    return number.shown.isdigit() and len(number.shown) > 1 and number.shown.startswith("0")


KEPT: tuple[Rule[PlainNumber], ...] = (
    Rule(ONE_OR_NOTHING, "1 nut", lambda number: number.value in (0, 1)),
    Rule(_IN_WORDS, "twenty percent of it", _words_followed_by(PER_CENT)),
    Rule(_IN_WORDS, "seven dollars", _words_followed_by(DOLLARS_AFTER)),
    Rule(OF_A_SIZE, "3 thousand nuts", _followed_by(_SCALED)),
    Rule(
        _IN_WORDS,
        "two hundred nuts",
        lambda number: number.in_words and number.value > words.MAX_WRITTEN,
    ),
    Rule(PART_OF_A_NAME, "the 3 rd day", _followed_by(_ENDING)),
    Rule(PART_OF_A_NAME, "a 3D film", _followed_by(_LETTER)),
    Rule(PART_OF_A_NAME, "a man in his 40's", _followed_by(_OWN)),
    Rule(PART_OF_A_NAME, "@7 he sleeps", lambda number: _SIGN.search(number.before(2))),
    # the line before it breaks off, as in a table
    Rule(PART_OF_A_NAME, "a pack of\n7 nuts", lambda number: _OPEN_LINE.search(number.before(2))),
    Rule(A_NAME, "Route 66", lambda number: _NAMED.search(number.before(24))),
    Rule(A_YEAR, "since 1987", _is_year),
    Rule("written with a leading zero", "agent 007", _has_leading_zero),
)
