"""Plain expressions among words, as in ``8 pens cost $3 + $4 = $7``."""

import re

from clipo_bench.perturbations.programs.worked_solution.expression import (
    Expression,
    NotArithmetic,
    parse,
)
from clipo_bench.perturbations.text.digits import NUMBER

# Numbers, units such as "pens" and "/hour", signs, parentheses, "$" and "%".
_PIECE = re.compile(
    rf"(?P<n>{NUMBER})|(?P<w>[-/]?(?![xX](?![A-Za-z'’]))[A-Za-z'’]+)|(?P<o>[-+*/×÷−–·xX])"
    r"|(?P<open>\()|(?P<close>\))|(?P<mark>[$%])|(?P<other>\S)"
)
_WITH_SPACE = re.compile(rf"{_PIECE.pattern}|\s+")
MAX_UNIT_WORDS = 5
# What may stand to the left of what, when a plain expression is read from its equality sign.
_LEFT_OF = {
    "": {"n", "w", "close", "mark"},
    "n": {"o", "open", "mark"},
    "o": {"n", "w", "close", "mark"},
    "w": {"n", "w", "close", "mark"},
    "open": {"o", "open", "n", "close", "mark"},
    "close": {"n", "w", "close", "mark"},
    "mark": {"n", "o", "open", "w", "close"},
}


def plain_span(prose: str) -> tuple[int, int] | None:
    """The bounds of the expression, with words for units, with which a text ends.

    Words may also part it from a number that does not belong to it: "8 pens cost $12 + $24".
    """
    pieces = list(_PIECE.finditer(prose))
    last, words, signs = "", 0, 0
    starts: list[int] = []
    for piece in reversed(pieces):
        kind = piece.lastgroup or ""
        words = words + 1 if kind == "w" else 0
        if kind not in _LEFT_OF[last] or words > MAX_UNIT_WORDS:
            break
        signs += kind == "o" or (last == "open" and kind in ("n", "close"))
        if kind in ("n", "open") and signs:
            # in "8 pens cost $12 + $24" both 12 and 8 may begin it
            starts.append(piece.start())
        last = kind
    end = len(prose.rstrip())
    readable = (start for start in reversed(starts) if parse_words(prose[start:end]) is not None)
    start = next(readable, starts[-1] if starts else None)
    return None if start is None else (start, end)


def parse_words(text: str) -> Expression | None:
    """Parse a plain expression with words among its numbers; None if it is none."""
    blank = "".join(
        # "4 pens * $3/pen" -> "4      * $3    "
        " " * len(piece[0]) if piece.lastgroup in ("w", None) else piece[0]
        for piece in _WITH_SPACE.finditer(text)
    )
    try:
        return parse(blank)
    except NotArithmetic:
        return None
