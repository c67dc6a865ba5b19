r"""The golds of competition problems: integers, at times with a degree sign (``336^\circ``)."""

import re
from fractions import Fraction

_GOLD = re.compile(r"(?P<number>-?\d+)(?P<unit>\s*\^\{?\\circ\}?)?")


def read_gold(gold: str) -> int:
    """The integer that a gold shows.

    Raises:
        ValueError: it shows anything else.
    """
    return int(_parts(gold)["number"])


def gold_like(gold: str, answer: Fraction) -> str:
    """Write an answer as another gold is written.

    Raises:
        ValueError: the gold or the answer is no integer.
    """
    if answer.denominator != 1:
        raise ValueError(f"the answer {answer} is no integer")
    return f"{answer}{_parts(gold)['unit'] or ''}"


def _parts(gold: str) -> re.Match[str]:
    match = _GOLD.fullmatch(gold.strip())
    if match is None:
        raise ValueError(f"the gold {gold[:40]!r} is no integer")
    return match
