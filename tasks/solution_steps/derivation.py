"""Linear equations that a step says follow from the one before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from clipo_bench.tasks.arithmetic import Number
from clipo_bench.tasks.solution_steps.claims import Claim
from clipo_bench.tasks.solution_steps.values import (
    OPERAND,
    at_point,
    expressions,
    letters,
    without_units,
)

# Decimals in an equation may be rounded, and so may its solution.
ROUGH = Fraction(1, 50)

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
    """A linear equation in one variable, and the only value that solves it.

    Attributes:
        claim: as it is stated.
        letter: the variable.
        solution: its value.
        operands: how many numbers and variables the equation has.
        solved: whether the variable stands alone on one side.
    """

    claim: Claim
    letter: str
    solution: Fraction
    operands: int
    solved: bool


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
    operands = len(OPERAND.findall(without_units(f"{claim.left} {claim.right}")))
    solved = any(side.strip(" $.,") == letter for side in (claim.left, claim.right))
    return Equation(claim, letter, solution, operands, solved)


def _at_points(side: str, letter: str) -> list[Number] | None:
    """What a side is worth where its variable is 0, 1 and 2."""
    found = []
    for point in range(3):
        value = at_point(side, (letter,), (point,))
        if value is None:
            return None
        found.append(value)
    return found


def _solution(left: list[Number] | None, right: list[Number] | None) -> Fraction | None:
    """Where two sides are equal, if both are linear, and at one point only."""
    if left is None or right is None:
        return None
    first, second, third = (a - b for a, b in zip(left, right, strict=True))
    slope = second - first
    return Fraction(-first) / slope if slope and third - second == slope else None


def may_follow(line: str) -> bool:
    """Whether a line's words allow that its equation follows from the one before."""
    return not _CASES.search(line) and bool(_FOLLOWS.search(line) or not _says_more(line))


def _says_more(line: str) -> bool:
    return bool(_PROSE.search(_LABEL.sub("", line)))


def _says_it_follows(line: str, earlier: Equation, later: Equation) -> bool:
    """Whether a line that `may_follow` gives an equation as what becomes of the one before.

    It does so in words ("Dividing both sides by 2, we get x = 4"), as a shorter formula, or as
    the solution: ``7x = 420`` and then ``x = 61``.
    """
    if earlier.letter != later.letter:
        return False
    if _FOLLOWS.search(line):
        return True
    shorter = later.operands < earlier.operands and earlier.operands > 3
    return shorter or (later.solved and not earlier.solved)


def follows(line: str, earlier: Equation, later: Equation) -> Iterator[tuple[Claim, bool]]:
    """A line's equation, if it is to follow from the one before, and whether it does."""
    if _says_it_follows(line, earlier, later):
        yield later.claim, _same_solution(earlier, later)


def _same_solution(earlier: Equation, later: Equation) -> bool:
    """Whether both have one solution, allowing for rounded decimals and whole parts."""
    gap = abs(earlier.solution - later.solution)
    if any("." in str(one.claim).replace(". ", "") for one in (earlier, later)):
        return gap <= abs(earlier.solution) * ROUGH + ROUGH
    return gap == 0 or (gap < 1 and later.solution.denominator == 1 and "≈" in str(later.claim))
