r"""Whether two linear equations are the same, without SymPy: ``2x - y = 1`` is ``y = 2x - 1``."""

import re
from collections import defaultdict
from fractions import Fraction

# 5x, -\frac{3}{4}y, 7; no e or i, which are numbers
_TERM = re.compile(
    r"\s*(?P<sign>[-+]?)\s*"
    r"(?:(?P<size>\d+(?:\.\d+)?)|\\frac\{(?P<top>\d+)\}\{(?P<bottom>0*[1-9]\d*)\})?"
    r"\s*(?P<name>[A-DF-HJ-Za-df-hj-z](?![A-Za-z_']))?\s*"
)
MAX_LENGTH = 200

Coefficients = dict[str, Fraction]
"""What each variable is multiplied with; of the empty name, what is added."""


def same_equation(one: str, other: str) -> bool | None:
    """Whether each of two linear equations is a multiple of the other.

    Args:
        one: LaTeX, as `tasks.answers.normalise` writes it.
        other: as well.

    Returns:
        None where they are not both linear in the same variables, two at least.
    """
    a, b = _read(one), _read(other)
    if a is None or b is None or len(a) < 3 or a.keys() != b.keys():
        return None
    return len({a[name] * b[key] == a[key] * b[name] for name in a for key in a}) == 1


def _read(text: str) -> Coefficients | None:
    """The coefficients of a linear equation with all of it on its left side."""
    left, sign, right = text.partition("=")
    if not sign or len(text) > MAX_LENGTH:
        return None
    total: Coefficients = defaultdict(Fraction, {"": Fraction()})
    for side, factor in ((left, 1), (right, -1)):
        place = 0
        while place < len(side):
            term = _TERM.match(side, place)
            number = term and (term["size"] or term["top"])
            if not term or not (number or term["name"]) or (place and not term["sign"]):
                return None
            size = Fraction(number or 1) / Fraction(term["bottom"] or 1)
            total[term["name"] or ""] += factor * (-size if term["sign"] == "-" else size)
            place = term.end()
        if not place:
            return None
    return {name: size for name, size in total.items() if size or not name}
