"""A difference of differences over families, in points and in log odds, with intervals.

Each family has four scores between 0 and 1: of the base and the new model, on its originals and
on its variants. docs/memory.md has the formulas, and how often the intervals cover the truth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from clipo_bench.reports.statistics import CONFIDENCE, POWER

SAME = 1e-12
FEWEST_CHANGED = 4
"""With fewer families that differ from the others, the spread says too little."""

CELLS = {"base_variant": -1.0, "base_original": 1.0, "new_variant": 1.0, "new_original": -1.0}
"""The columns of a table of families, each with its sign in the contrast."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A contrast with its two-sided interval, from `n` families.

    Attributes:
        value: the contrast; below 0 the new model loses more on variants than the base does.
        low: the interval's lower end.
        high: its upper end.
        n: how many families it is over.
        p: two-sided, of no contrast; below 0.05 if and only if the 95 % interval excludes 0.
        error: the standard error of the interval's middle.
        detectable: the true contrast that is found with power `POWER`.
    """

    value: float
    low: float
    high: float
    n: int
    p: float
    error: float
    detectable: float

    def shown(self, alpha: float = 1 - CONFIDENCE) -> bool:
        """Whether it differs from 0."""
        return self.p < alpha

    def families_for(self, effect: float) -> int:
        """How many families like these find a true contrast of `effect` with power `POWER`."""
        return ceil(self.n * (self.detectable / effect) ** 2)


def points(table: pd.DataFrame, confidence: float = CONFIDENCE) -> Effect:
    """The contrast of means, by Student's t over families.

    Where fewer than `FEWEST_CHANGED` families differ from the others, two families are added of
    which one gained 1 and one lost 1, as Agresti & Min (2005, Stat. Med. 24:729) do for
    pairs: else an interval of families that are all alike would have no width.

    Args:
        table: one row per family, with the columns `CELLS`.
        confidence: of the interval.

    Raises:
        ValueError: there are no families.
    """
    return points_of(family_contrasts(table), confidence)


def points_of(
    d: NDArray[np.floating[Any]], confidence: float = CONFIDENCE, bound: float = 2.0
) -> Effect:
    """As `points`, from each family's own contrast, or another change of up to `bound`."""
    centre, error, freedom = moments(d)
    return _effect(float(d.mean()), centre, error, len(d), freedom, bound, confidence)


def difference_of(
    one: NDArray[np.floating[Any]],
    other: NDArray[np.floating[Any]],
    confidence: float = CONFIDENCE,
) -> Effect:
    """The mean of some families minus that of others, each as in `points_of`.

    The degrees of freedom are those of Welch (1947, Biometrika 34:28) and Satterthwaite.
    """
    parts = moments(one), moments(other)
    centre, error, freedom = parts[0][0] - parts[1][0], *welch([part[1:] for part in parts])
    value = float(one.mean() - other.mean())
    return _effect(value, centre, error, len(one) + len(other), freedom, 2.0, confidence)


def welch(parts: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The standard error and the degrees of freedom of a sum of independent means.

    Args:
        parts: of each mean the standard error and the degrees of freedom.
    """
    variances = [error**2 for error, _ in parts]
    spread = sum(v**2 / freedom for v, (_, freedom) in zip(variances, parts, strict=True))
    return sqrt(sum(variances)), sum(variances) ** 2 / spread


def moments(d: NDArray[np.floating[Any]]) -> tuple[float, float, int]:
    """The middle of the interval of `points_of`, its standard error and degrees of freedom.

    Raises:
        ValueError: there are no families.
    """
    n = len(d)
    if n == 0:
        raise ValueError("no families to compare")
    few = int((np.abs(d - np.median(d)) > SAME).sum()) < FEWEST_CHANGED
    weight = n + 2 if few else n
    centre = float(d.sum()) / weight
    # (sum d^2 + 2) / N - m^2 over N where few differ; else the usual variance of a mean.
    variance = (float(np.square(d).sum()) + 2 * few) / weight - centre**2
    return centre, sqrt(variance / (weight if few else n - 1)), max(n - 1, 1)


def log_odds(
    table: pd.DataFrame, responses: dict[str, float], confidence: float = CONFIDENCE
) -> Effect:
    """The contrast of log odds: the log of a ratio of odds ratios, clustered by family.

    L = sum of s log(p / (1 - p)) over the four cells, p being a cell's mean over families after
    half a response is added at 0 and half at 1 (Haldane 1956; Anscombe 1956), s its sign. Its
    standard error is by linearisation over families, as generalised estimating equations with
    an independent working correlation have it (Liang & Zeger 1986, Biometrika 73:13).

    Args:
        table: one row per family, with the columns `CELLS`.
        responses: per column how many responses a family has there in the mean.
        confidence: of the interval.
    """
    n = len(table)
    value, variance = 0.0, 0.0
    influence = np.zeros(n)
    scores = table[list(CELLS)].to_numpy(float)
    for x, (cell, sign) in zip(scores.T, CELLS.items(), strict=True):
        weight = 1 / responses[cell]
        p = (x.sum() + weight / 2) / (n + weight)
        slope = p * (1 - p)
        value += sign * float(np.log(p / (1 - p)))
        influence += sign * (x - p) / slope
        variance += weight * (p**2 + (1 - p) ** 2) / (2 * slope**2)
    error = sqrt((float(np.square(influence).sum()) + variance) / n**2)
    return _effect(value, value, error, n, max(n - 1, 1), np.inf, confidence)


def family_contrasts(table: pd.DataFrame) -> NDArray[np.floating[Any]]:
    """(variants - originals) of the new model minus the same of the base, in [-2, 2]."""
    scores = table[list(CELLS)].to_numpy(float)
    change: NDArray[np.floating[Any]] = scores @ np.array(list(CELLS.values()))
    return change


def _effect(
    value: float,
    centre: float,
    error: float,
    n: int,
    freedom: float,
    bound: float,
    confidence: float,
) -> Effect:
    # scipy.stats.t gives the same, 50 times slower: simulations call this a million times.
    quantile = float(special.stdtrit(freedom, (1 + confidence) / 2))
    p = 1.0 if error == 0 else float(2 * special.stdtr(freedom, -abs(centre) / error))
    return Effect(
        value=value,
        low=max(-bound, centre - quantile * error),
        high=min(bound, centre + quantile * error),
        n=n,
        p=p,
        error=error,
        detectable=min(bound, (quantile + float(special.stdtrit(freedom, POWER))) * error),
    )
