r"""The formulas of a text: what stands in ``$..$``, ``\(..\)`` and the like."""

import re
from collections.abc import Iterator

_MATH = re.compile(
    r"\$(?:\$(?P<a>.{1,1000}?)\$\$"
    r"|(?<![\\$\w]\$)(?!\$)(?P<dollars>(?:[^$\\\n]|\\[^\n]){1,1000}?)\$(?![\d$]))"
    r"|\\(?:\((?P<b>.{1,1000}?)\\\)|\[(?P<c>.{1,1000}?)\\\])",
    re.DOTALL,
)
PROSE = re.compile(r"(?<![\\A-Za-z{])[^\W\d_]{2,}[ ,]+[^\W\d_]{2,}")
# The dollar sign of an amount, and prose behind it up to the next one: "$20 or more is $".
_AMOUNT = re.compile(r"\d[\d,.]*\s[^\\]*[A-Za-z]{2}[^\\]*\s\Z")


def formulas(text: str) -> Iterator[re.Match[str]]:
    r"""The formulas of a text, in ``$..$``, ``\(..\)`` and the like."""
    start = 0
    while match := _MATH.search(text, start):
        if match["dollars"] and _AMOUNT.match(match["dollars"]):
            start = match.start() + 1
        else:
            start = match.end()
            yield match


def formula_at(text: str, position: int = 0) -> re.Match[str] | None:
    """The formula that starts at a position of a text; None if none does."""
    return _MATH.match(text, position)


def whole_formula(text: str) -> str | None:
    """The content of a text that is one formula."""
    match = _MATH.fullmatch(text)
    return content(match) if match else None


def content(formula: re.Match[str]) -> str:
    """What a formula holds."""
    return next(group for group in formula.groups() if group is not None).strip()
