"""Linear equations that a step says follow from the one before."""

import re
from dataclasses import dataclass
from fractions import Fraction

from clipo_bench.tasks.solution_steps.claims import Claim
from clipo_bench.tasks.solution_steps.values import (
    OPERAND,
    POINTS,
    UNIT,
    at_point,
    expressions,
    letters,
)

# Decimals in an equation may be rounded, and so may its solution.
ROUGH = Fraction(1, 50)
_AT = [point[0] for point in POINTS[:3]]

_FOLLOWS = re.compile(
    r"\b(?:both sides|simplif\w+|solving|divid\w+|subtract\w+|adding|multiply\w+|isolat\w+"
    r"|combin\w+|distribut\w+|expand\w+)\b",
    re.IGNORECASE,
)
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_LABEL = re.compile(r"^\W*Step \d+\W*", re.IGNORECASE)
_CASES = re.compile(
    r"\b(?:or|either|case|if|when|suppose|assume|let|substitut\w+|plug\w*|check\w*|try"
    r"|mod|instead|original)\b|\\pm|±",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Equation:
    """A linear equation in one variable, and the only value that solves it."""

    claim: Claim
    letter: str
    solution: Fraction
    operands: int


def equation(claim: Claim) -> Equation | None:
    """Read a claim as a linear equation; None if it is another kind, or ambiguous."""
    names = letters(claim.left + claim.right)
    if len(names) != 1:
        return None
    letter = names.pop()
    lefts, rights = (
        [_at_points(side, letter) for side in expressions(text)]
        for text in (claim.left, claim.right)
    )
    solutions = {_solution(left, right) for left in lefts for right in rights}
    solution = solutions.pop() if len(solutions) == 1 else None
    if solution is None:
        return None
    operands = len(OPERAND.findall(UNIT.sub(" ", f"{claim.left} {claim.right}")))
    return Equation(claim, letter, solution, operands)


def _at_points(side: str, letter: str) -> list[Fraction] | None:
    """What a side is worth at three values of its variable."""
    found = [at_point(side, (letter,), number) for number in range(len(_AT))]
    known = [value for value in found if value is not None]
    return known if len(known) == len(found) else None


def _solution(left: list[Fraction] | None, right: list[Fraction] | None) -> Fraction | None:
    """Where two sides are equal, if both are linear, and at one point only."""
    if left is None or right is None:
        return None
    first, second, third = (a - b for a, b in zip(left, right, strict=True))
    slope = (second - first) / (_AT[1] - _AT[0])
    straight = third - second == slope * (_AT[2] - _AT[1])
    return _AT[0] - first / slope if slope and straight else None


def says_it_follows(line: str, earlier: Equation, later: Equation) -> bool:
    """Whether a line gives an equation as what becomes of the one before."""
    if earlier.letter != later.letter or _CASES.search(line):
        return False
    if _FOLLOWS.search(line):
        return True
    formula_only = not _PROSE.search(_LABEL.sub("", line))
    return formula_only and later.operands < earlier.operands and earlier.operands > 3


def same_solution(earlier: Equation, later: Equation) -> bool:
    """Whether both have one solution, allowing for rounded decimals and whole parts."""
    gap = abs(earlier.solution - later.solution)
    if any("." in str(one.claim).replace(". ", "") for one in (earlier, later)):
        return gap <= abs(earlier.solution) * ROUGH + ROUGH
    return gap == 0 or (gap < 1 and later.solution.denominator == 1 and "≈" in str(later.claim))
