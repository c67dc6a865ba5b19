r"""The arithmetic of a worked solution: which claims it makes, and whether they hold.

A claim is an equation between plain numbers: ``<<48/2=24>>``, ``48 / 2 = 24 eggs`` or a chain
``3 \times 4 = 12 = 10 + 2``. What reaches into words, variables or functions is left alone: a
wrong alarm is worse than a claim that is not checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from tasks.arithmetic import MAX_LENGTH, ExpressionError, evaluate

Status = Literal["holds", "fails", "not_checkable"]

_ANNOTATION = re.compile(r"<<([^<>]{1,200})>>")
_NOTATION: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[−–]", "-"),
        (r"\\[()\[\]]", " "),
        (r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
        (r"\\(?:times|cdot)(?![A-Za-z])|[×·]", "*"),
        (r"\\div(?![A-Za-z])|÷", "/"),
        (r"\\([$%])", r"\1"),
        (r"(?<=[\d)])\s*x\s*(?=[\d(.$])", " * "),
    )
)
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_SENTENCE_END = re.compile(r"(?<=[\w)])[.;]\s+")
_CLAUSE = re.compile(r"\s*[,.]\s+")
_RUN = re.compile(r"[-+*/^().,$%\d\s=≈]+")

MAX_CHARACTERS = 20_000
CONTEXT = 40
NOISY_PLACES = 9
# What stands before a number and makes it part of something larger, and what may follow.
_OPEN_LEFT = re.compile(
    r"""(?: [\w:!|}\]]
        | [^\x00-\x7f]\s*
        | \b(?:of|by|over|times|plus|minus|twice|double|half|mod|choose|x
              |log|ln|sqrt|sin|cos|tan
              |(?:day|week|month|year|page|chapter|step|part|question|problem|row|level|grade)s?)\s+
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_OPEN_RIGHT = re.compile(
    r"""[\w:!|{\\]
    | \s*[^\x00-\x7f]
    | \s*[A-Za-z]\s*\(
    | \s*[A-Za-z]+\s*[-+*/]\s*[\d$(]
    | \s*(?:of|cents?|in\ base|and\s+\(?\d+\s*/\s*\d+)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MODULO = re.compile(r"\s*[,(]?\s*\\?p?mod\b")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_OPERATION = re.compile(r"\d[^\d]*[-+*/^][^\d]*\d")
_PLACES = re.compile(r"\.(\d+)")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*%")
_BY_FRACTION = re.compile(r"/\s*(\d+)\s*/\s*(\d+)")
_FRACTION = re.compile(r"(?<![\d./^*])(\d+/\d+)(?![\d./(])")
_CHANGE = re.compile(r"(?P<base>[^%]+?)\s*(?P<sign>[+-])\s*(?P<rate>\d+(?:\.\d+)?)\s*%")


@dataclass(frozen=True, slots=True)
class Process:
    """What the claims of a solution amount to.

    Attributes:
        status: ``fails`` if one claim does not hold and is not corrected later;
            ``not_checkable`` if there is none.
        failed: the first such claim, in plain notation.
        claims: how many claims were checked.
    """

    status: Status
    failed: str | None
    claims: int


def check_steps(text: str) -> Process:
    """Check all claims of a solution, exactly, allowing for the rounding that they show.

    A claim is corrected where its left side is stated again and then holds. Only whole lines
    among the first `MAX_CHARACTERS` are read.
    """
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS].rpartition("\n")[0]
    count = 0
    failed: dict[str, str] = {}
    for sides in _claims(text):
        holds = _holds(sides)
        if holds is None:
            continue
        count += 1
        left = re.sub(r"[\s$]", "", sides[0])
        if holds:
            failed.pop(left, None)
        else:
            failed.setdefault(left, " = ".join(side.strip().rstrip(".,") for side in sides))
    if failed:
        return Process("fails", next(iter(failed.values())), count)
    return Process("holds" if count else "not_checkable", None, count)


def _claims(text: str) -> Iterator[list[str]]:
    """The sides of each equation of a text, line by line."""
    for line in text.splitlines():
        if "=" not in line and "≈" not in line:
            continue
        yield from (match[1].split("=") for match in _ANNOTATION.finditer(line))
        plain = _BULLET.sub("", _ANNOTATION.sub("", line))
        for pattern, replacement in _NOTATION:
            plain = pattern.sub(replacement, plain)
        for sentence in _SENTENCE_END.split(plain):
            yield from _equations(sentence)


def _equations(sentence: str) -> Iterator[list[str]]:
    for run in _RUN.finditer(sentence):
        sides = re.split("[=≈]", run[0])
        before = sentence[max(0, run.start() - CONTEXT) : run.start()]
        after = sentence[run.end() : run.end() + CONTEXT]
        if _MODULO.match(after):
            continue
        if clause := _CLAUSE.match(sides[0]):
            before, sides[0] = "", sides[0][clause.end() :]
        operator = re.match(r"\s*[-+*/^)]" if before.strip() else r"\s*[+*/^)]", sides[0])
        if operator or _OPEN_LEFT.search(before + _indent(sides[0])):
            sides = sides[1:]
        if sides and _OPEN_RIGHT.match(_outdent(sides[-1]) + after):
            sides = sides[:-1]
        yield sides


def _indent(side: str) -> str:
    return side[: len(side) - len(side.lstrip())]


def _outdent(side: str) -> str:
    return side[len(side.rstrip()) :]


def _holds(sides: list[str]) -> bool | None:
    """Whether an equation holds; None if it says nothing that can be checked."""
    checkable = [
        pair
        for pair in pairwise(sides)
        if all(_values(side) for side in pair) and any(_OPERATION.search(side) for side in pair)
    ]
    return all(_agree(left, right) for left, right in checkable) if checkable else None


def _agree(left: str, right: str) -> bool:
    return any(
        a == b or _rounds(a, b, left) or _rounds(b, a, right)
        for a in _values(left)
        for b in _values(right)
    )


def _rounds(shown: Fraction, exact: Fraction, side: str) -> bool:
    """Whether a value is another one to the places that its side shows, or its whole part."""
    if _OPERATION.search(side):
        return False
    places = max((len(digits) for digits in _PLACES.findall(side)), default=0)
    gap = abs(shown - exact)
    noise = places >= NOISY_PLACES and gap <= abs(exact) / 10**9
    return noise or (gap < Fraction(1, 10**places) and exact.denominator != 1)


@lru_cache(maxsize=4096)
def _values(side: str) -> frozenset[Fraction]:
    """What a side may be worth: nothing if it is no arithmetic, several if it is ambiguous."""
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), side.replace("$", ""))
    text = text.strip().rstrip(".,").replace("^", "**")
    if len(text) > MAX_LENGTH:
        return frozenset()
    readings = {_PER_CENT.sub(r"\1", text), _PER_CENT.sub(r"(\1/100)", text)}
    if change := _CHANGE.fullmatch(text):
        readings.add("({base}) * (1 {sign} {rate}/100)".format(**change.groupdict()))
    readings |= {_BY_FRACTION.sub(r"/(\1/\2)", reading) for reading in readings}
    readings |= {_FRACTION.sub(r"(\1)", reading) for reading in readings}
    found: set[Fraction] = set()
    for reading in readings:
        try:
            found.add(evaluate(reading))
        except ExpressionError:
            continue
    return frozenset(found)
