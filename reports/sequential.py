"""Tests and intervals that hold at any stop: of the mean of bounded units, looked at as they come.

For H: mean <= m of units x in [low, high] the capital of a gambler who bets the share f against it,

    K(f) = product over units of  1 - f + f (x - low) / (m - low),    0 < f < 1,

is a non-negative supermartingale under H that starts at 1, whatever the distribution (Waudby-Smith
& Ramdas 2024, JRSS B 86:1, sec. 4). So is its mean over several f that were fixed beforehand
(Robbins 1970, Ann. Math. Stat. 41:1397, the method of mixtures). By Ville's inequality (1939) it
ever reaches 1 / a with a chance of at most a: that is the whole proof, and the number of looks does
not matter. The interval is every m that neither this test nor its mirror image rejects at a / 2.

What is claimed is about the population: problems like these, asked in a random order, and responses
like these, as in `reports.statistics`. A claim about this benchmark alone, by sampling without
replacement, would be decided sooner, but says only what this run would have shown to its end.

The mean over f is symmetric in the units: at a stop the interval needs no order.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clipo_bench.reports.statistics import Estimate, Units

BETS = 6
MOST_BET = 0.95
HALVINGS = 60


class DropVerdict(StrEnum):
    """What is known of a drop beyond a margin."""

    SHOWN = "shown"
    EXCLUDED = "excluded"
    UNDECIDED = "undecided"


def bets(planned: int) -> NDArray[np.floating[Any]]:
    """The shares f, all with the same weight: from what would decide last to what decides at once.

    Args:
        planned: the most units there can be, known before the first: with 500, 0.13 to 0.95.
    """
    # The best f for a decision at n units is about sqrt(2 log(40) / (n variance)): with n = 500 and
    # a variance of 1 in a range of 2, about 3 / sqrt(n) of the most that can be bet.
    return np.geomspace(min(0.5, 3 / sqrt(max(planned, 1))), MOST_BET, BETS)


def log_capital(
    units: Units, mean: float, planned: int, limits: tuple[float, float] = (-1.0, 1.0)
) -> NDArray[np.floating[Any]]:
    """The log capital against H: mean <= `mean` after each unit.

    Args:
        units: shape (..., units), in the order in which they came.
        mean: above the lower limit.
        planned: see `bets`.
        limits: what a unit can be.

    Returns:
        The same shape. Negate units, mean and limits for the opposite H.
    """
    low = limits[0]
    odds = np.asarray((np.asarray(units, float) - low) / (mean - low))
    logs = np.stack([np.cumsum(np.log1p(f * (odds - 1)), axis=-1) for f in bets(planned)])
    most = logs.max(axis=0)
    return np.asarray(most + np.log(np.exp(logs - most).mean(axis=0)))


def p_above(
    units: Units, mean: float, planned: int, limits: tuple[float, float] = (-1.0, 1.0)
) -> float:
    """Test of H: mean <= `mean`, valid at any stop: small where the mean is larger."""
    if not limits[0] < mean < limits[1]:  # at a limit H is certain, or impossible
        return 1.0 if mean >= limits[1] else float(np.all(np.asarray(units) <= mean))
    return float(min(1.0, np.exp(-log_capital(units, mean, planned, limits)[-1])))


def p_below(
    units: Units, mean: float, planned: int, limits: tuple[float, float] = (-1.0, 1.0)
) -> float:
    """Test of H: mean >= `mean`, valid at any stop: small where the mean is smaller."""
    return p_above(-np.asarray(units), -mean, planned, (-limits[1], -limits[0]))


def p_two_sided(units: Units, mean: float, planned: int) -> float:
    """Test of H: mean = `mean`, valid at any stop."""
    one = min(p_above(units, mean, planned), p_below(units, mean, planned))
    return min(1.0, 2 * one)


def lower_bound(
    units: Units, alpha: float, planned: int, limits: tuple[float, float] = (-1.0, 1.0)
) -> float:
    """The lower bound of the mean that errs at any stop with a chance of at most alpha."""
    low, high = limits
    if p_above(units, low, planned, limits) >= 1:  # all units are at the limit
        return low
    # The capital falls as the mean rises.
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if p_above(units, middle, planned, limits) <= alpha:
            low = middle
        else:
            high = middle
    return low


def interval(
    units: Units, alpha: float, planned: int, limits: tuple[float, float] = (-1.0, 1.0)
) -> Estimate:
    """The mean with its interval of a confidence sequence, alpha / 2 on each side.

    Raises:
        ValueError: there are no units.
    """
    if not len(units):
        raise ValueError("no units to average")
    units = np.asarray(units, float)
    mirrored = (-limits[1], -limits[0])
    return Estimate(
        float(units.mean()),
        lower_bound(units, alpha / 2, planned, limits),
        -lower_bound(-units, alpha / 2, planned, mirrored),
        len(units),
    )


class DropTest:
    """Both tests of a drop beyond a margin, unit by unit.

    Whatever the true change is, the chance that it ever says what is wrong is at most alpha: each
    of the two tests has half of it, so also where the drop is exactly the margin.

    Attributes:
        verdict: what the units so far say.
    """

    def __init__(self, margin: float, alpha: float, planned: int) -> None:
        """Start without any unit.

        Args:
            margin: the drop that is accepted, as a fraction of 1.
            alpha: see above.
            planned: how many units there are.
        """
        self.verdict = DropVerdict.UNDECIDED
        self._threshold = log(2 / alpha)
        self._bets = bets(planned)
        self._ends = 1 + margin, 1 - margin  # from the limit at which a bet is lost to the margin
        self._logs = np.zeros((2, BETS))

    def add(self, change: float) -> None:
        """Look at one more unit: new minus base of a family."""
        # A drop, 0 to 2, at odds against 1 + margin; and the change, 0 to 2, against 1 - margin.
        odds = np.array([(1 - change) / self._ends[0], (1 + change) / self._ends[1]])
        self._logs += np.log1p(self._bets * (odds[:, None] - 1))
        most = self._logs.max(axis=1, keepdims=True)
        shown, excluded = (most[:, 0] + np.log(np.exp(self._logs - most).mean(axis=1))) >= (
            self._threshold
        )
        self.verdict = (
            DropVerdict.SHOWN if shown
            else DropVerdict.EXCLUDED if excluded
            else DropVerdict.UNDECIDED
        )  # fmt: skip


def first_decision(
    changes: Units, margin: float, alpha: float, planned: int
) -> tuple[DropVerdict, int]:
    """The first verdict of a `DropTest`, and how many units it took; all where undecided."""
    test = DropTest(margin, alpha, planned)
    for count, change in enumerate(changes, 1):
        test.add(float(change))
        if test.verdict is not DropVerdict.UNDECIDED:
            return test.verdict, count
    return DropVerdict.UNDECIDED, len(changes)


def random_order(families: Iterable[tuple[str, str]], seed: int) -> list[tuple[str, str]]:
    """Families as (benchmark, family) in the random order of a seed; input order does not matter.

    Hashed, so that the order of some is the same with and without others.
    """

    def place(family: tuple[str, str]) -> bytes:
        return hashlib.sha256(repr(("order", seed, *family)).encode()).digest()

    return sorted(set(families), key=place)
