r"""Unions of intervals with plain ends, such as ``(-\infty, 2) \cup [\frac{3}{4}, 5)``."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from clipo_bench.tasks.answers.structure import parts
from clipo_bench.tasks.answers.value import CLEARLY, read

MAX_LENGTH = 300

_CUP = re.compile(r"\\cup(?![A-Za-z])")
_VARIABLE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]")
_INFINITE = re.compile(r"(?P<sign>[+-]?)\s*\\infty")


@dataclass(frozen=True, slots=True)
class _Range:
    opening: str
    start: float
    end: float
    closing: str


def clearly_other_ranges(one: str, other: str) -> bool:
    """Whether two normalised texts are unions of intervals that end at clearly other places.

    How they are bracketed is not looked at.
    """
    a, b = _ranges(one), _ranges(other)
    if not a or not b:
        return False
    return len(a) != len(b) or any(
        _differ(left.start, right.start) or _differ(left.end, right.end)
        for left, right in zip(a, b, strict=True)
    )


def _differ(one: float, other: float) -> bool:
    if math.isinf(one) or math.isinf(other):
        return one != other
    return abs(one - other) > CLEARLY * (abs(other) or 1)


@lru_cache(2**12)
def _ranges(text: str) -> tuple[_Range, ...]:
    """The intervals of a union in order; none where a text is no union, or two have no gap."""
    if len(text) > MAX_LENGTH or text[:1] not in ("(", "[") or _VARIABLE.search(text):
        return ()
    found = [_range(piece.strip()) for piece in _CUP.split(text)]
    ranges = sorted((one for one in found if one), key=lambda one: one.start)
    apart = all(
        before.end < after.start
        or (before.end == after.start and (before.closing, after.opening) == (")", "("))
        for before, after in pairwise(ranges)
    )
    return tuple(ranges) if apart and len(ranges) == len(found) else ()


def _range(text: str) -> _Range | None:
    found = parts(text)
    if found.opening not in ("(", "[") or found.closing not in (")", "]") or len(found.items) != 2:
        return None
    start, end = map(_end, found.items)
    if start is None or end is None or start >= end:
        return None
    return _Range(found.opening, start, end, found.closing)


def _end(text: str) -> float | None:
    if infinite := _INFINITE.fullmatch(text):
        return -math.inf if infinite["sign"] == "-" else math.inf
    value = read(text, 0)
    return value.size.real if value and not value.size.imag else None
