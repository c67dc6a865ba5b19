"""The arithmetic of a worked solution: which claims it makes, and whether they hold.

A claim is an equation between plain numbers: ``<<48/2=24>>``, ``48 / 2 = 24 eggs`` or a chain
``3 * 4 = 12 = 10 + 2``. What is no such equation is left alone: a wrong alarm is worse than
a claim not checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from tasks.arithmetic import ExpressionError, evaluate

Status = Literal["holds", "fails", "not_checkable"]

_ANNOTATION = re.compile(r"<<([^<>]*=[^<>]*)>>")
_SIDE = r"[-+*/×÷·^().,$%\d\sx]"
_EQUATION = re.compile(rf"(?<![\w.)\]}}]){_SIDE}{{1,200}}(?:[=≈]{_SIDE}{{1,200}})+")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*%")
_LEADING_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_DECIMALS = re.compile(r"\.(\d+)")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_SIGNS = str.maketrans({"×": "*", "x": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "^": "²"})


@dataclass(frozen=True, slots=True)
class Process:
    """What the claims of a solution amount to.

    Attributes:
        status: ``fails`` if one claim does not hold; ``not_checkable`` if there is none.
        failed: the first claim that does not hold, as it stands in the text.
        claims: how many claims were checked.
    """

    status: Status
    failed: str | None
    claims: int


def check_steps(text: str) -> Process:
    """Check all claims of a solution, exactly, allowing for the rounding that they show."""
    count = 0
    for claim in _claims(text):
        holds = _holds(claim)
        if holds is None:
            continue
        count += 1
        if not holds:
            return Process("fails", claim.strip(), count)
    return Process("holds" if count else "not_checkable", None, count)


def _claims(text: str) -> Iterator[str]:
    """The equations of a text, in order of the lines they stand in."""
    for line in text.splitlines():
        yield from (match[1] for match in _ANNOTATION.finditer(line))
        yield from (match[0] for match in _EQUATION.finditer(_ANNOTATION.sub("", line)))


def _holds(claim: str) -> bool | None:
    """Whether an equation holds; None if it says nothing that can be checked."""
    sides = re.split("[=≈]", claim)
    known = [pair for pair in pairwise(sides) if _values(pair[0]) and _values(pair[1])]
    if not any(_calculates(side) for pair in known for side in pair):
        return None
    return all(_agree(left, right) for left, right in known)


def _calculates(side: str) -> bool:
    return bool(re.search(r"\d\D*[-+*/×÷·x^]\D*\d", side))


def _agree(left: str, right: str) -> bool:
    return any(_close(a, b, left, right) for a in _values(left) for b in _values(right))


def _close(a: Fraction, b: Fraction, left: str, right: str) -> bool:
    """Whether two values agree to the decimals that either side shows."""
    return a == b or any(
        abs(a - b) < Fraction(1, 10 ** len(decimals))
        for side in (left, right)
        if not _calculates(side)
        for decimals in _DECIMALS.findall(side)
    )


def _values(side: str) -> set[Fraction]:
    """What a side may be worth: nothing if it is no arithmetic, two values if it has a %."""
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), side.replace("$", ""))
    text = text.strip().rstrip(".,").translate(_SIGNS).replace("²", "**")
    if not text or text[0] in "+*/)":
        return set()
    text = _LEADING_ZEROS.sub("", text)
    found: set[Fraction] = set()
    for reading in (r"\1", r"(\1/100)"):
        try:
            found.add(evaluate(_PER_CENT.sub(reading, text)))
        except ExpressionError:
            continue
    return found
