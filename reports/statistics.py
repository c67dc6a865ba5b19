"""Intervals, paired tests, multiplicity and power; thin over scipy and statsmodels.

The unit of inference is the family. Every function here takes one number per family,
between 0 and 1, as `unit_scores` makes them; k samples or 50 instances of a template
make one number first. The formulas, and how well they do, are in docs/statistics.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE = 0.95
POWER = 0.8
RESAMPLES = 9999
SEED = 0

Units = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its two-sided interval, from `n` units."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired difference of means, new minus base, from `n` units.

    Attributes:
        value: the mean difference.
        low: the interval's lower end.
        high: its upper end.
        n: how many units both have.
        base: the base's mean over these units.
        new: the new one's mean over them.
        p: two-sided, of no difference; unadjusted.
        centre: the interval's middle, the difference shrunk a little towards 0.
        error: the standard error of `centre`.
        detectable: the true difference that such a test finds with power `POWER`.
    """

    value: float
    low: float
    high: float
    n: int
    base: float
    new: float
    p: float
    centre: float
    error: float
    detectable: float


def unit_scores(frame: pd.DataFrame, column: str = "score") -> "pd.Series[float]":
    """Average samples over a text, texts over a problem, problems over a family.

    Args:
        frame: samples of one benchmark, with `family`, `problem_id` and `variant_id`.
        column: what to average.

    Returns:
        One mean per family, indexed by family, sorted.
    """
    # 50 instances of one template with 4 samples each: 200 rows become one number.
    text = frame.groupby(["family", "problem_id", "variant_id"], sort=True)[column].mean()
    problem = text.groupby(level=["family", "problem_id"]).mean()
    return problem.groupby(level="family").mean()


def mean(units: Units, confidence: float = CONFIDENCE) -> Estimate:
    """Estimate a mean of unit scores.

    Wilson's score interval (Wilson 1927, JASA 22:209) where every unit is 0 or 1. Else
    Student's t after half a unit is added at 0 and half a unit at 1, clipped to [0, 1]:
    the continuity that Agresti & Coull (1998, Am. Stat. 52:119) give proportions, so that
    the interval neither collapses where all units are equal nor falls short near the ends.

    Raises:
        ValueError: there are no units.
    """
    n = len(units)
    if n == 0:
        raise ValueError("no units to average")
    value = float(units.mean())
    if _binary(units):
        wilson = stats.binomtest(round(units.sum()), n).proportion_ci(confidence, "wilson")
        return Estimate(value, float(wilson.low), float(wilson.high), n)
    weight = n + 1
    centre = (units.sum() + 0.5) / weight
    variance = (np.square(units).sum() + 0.5) / weight - centre**2
    quantile = float(stats.t.ppf((1 + confidence) / 2, max(n - 1, 1)))
    half = quantile * sqrt(variance / weight)
    return Estimate(value, max(0.0, float(centre - half)), min(1.0, float(centre + half)), n)


def difference(base: Units, new: Units, confidence: float = CONFIDENCE) -> Difference:
    """Compare two means of the same units, paired: new minus base.

    The detectable difference is (z_{1 - a/2} + z_{power}) times the standard error of
    `paired_interval`.

    Args:
        base: shape (n,), one score per unit.
        new: shape (n,), the same units in the same order.
        confidence: of the two-sided interval, and 1 - a of the detectable difference.

    Raises:
        ValueError: there are no units, or not the same number.
    """
    if len(base) != len(new) or len(base) == 0:
        raise ValueError(f"{len(base)} and {len(new)} units cannot be paired")
    d = new - base
    low, high = paired_interval(d, confidence)
    centre, error = map(float, adjusted_mean(d))
    return Difference(
        value=float(d.mean()),
        low=low,
        high=high,
        n=len(d),
        base=float(base.mean()),
        new=float(new.mean()),
        p=p_value(base, new),
        centre=centre,
        error=error,
        detectable=min(1.0, (_z(confidence) + float(stats.norm.ppf(POWER))) * error),
    )


def paired_interval(d: Units, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of a mean difference from the units' differences d in [-1, 1].

    That of Agresti & Min (2005, Stat. Med. 24:729) for matched pairs, half a pair added to
    each cell of the table, written for real d: N = n + 2, m = sum(d) / N,
    v = (sum(d^2) + 1) / N - m^2, m -+ z sqrt(v / N). It keeps a width where nothing differed.
    """
    centre, error = map(float, adjusted_mean(d))
    half = _z(confidence) * error
    return max(-1.0, centre - half), min(1.0, centre + half)


def adjusted_mean(d: Units) -> tuple[Units, Units]:
    """The adjusted mean of d in [-1, 1] and its standard error, see `paired_interval`.

    Args:
        d: differences, units along the last axis; any axes before it are draws.
    """
    # Half a pair in each of the four cells: two more pairs, one of which differs.
    weight = d.shape[-1] + 2
    centre = d.sum(axis=-1) / weight
    variance = (np.square(d).sum(axis=-1) + 1) / weight - np.square(centre)
    return centre, np.sqrt(variance / weight)


def p_value(base: Units, new: Units) -> float:
    """Test that two runs do equally well on the same units, two-sided.

    Exact McNemar (1947, Psychometrika 12:153) where every score is 0 or 1; else the
    sign-flip permutation test of the mean difference (Fisher 1935, The Design of
    Experiments, ch. 3), exact for few units, else from `RESAMPLES` seeded resamples.
    """
    d = new - base
    d = d[np.abs(d) > 1e-12]
    if len(d) <= 1:  # a single unit that differs is never significant
        return 1.0
    if _binary(base) and _binary(new):
        from statsmodels.stats.contingency_tables import mcnemar

        # 8 gained and 2 lost: p = 0.11, however many did not change.
        gained, lost = int((d > 0).sum()), int((d < 0).sum())
        return min(1.0, float(mcnemar([[0, lost], [gained, 0]], exact=True).pvalue))
    # Units that do not differ are dropped above: flipping the sign of 0 changes nothing.
    test = stats.permutation_test(
        (d,),
        lambda x, axis: np.sum(x, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=max(1, 5_000_000 // len(d)),
        rng=np.random.default_rng(SEED),
    )
    return min(1.0, float(test.pvalue))


def relative_drop(base: Units, new: Units, confidence: float = CONFIDENCE) -> Estimate | None:
    """Estimate the part of the base's mean that is lost, 1 - mean(new) / mean(base), paired.

    The interval is by linearisation of the ratio r = mean(new) / mean(base) (Cochran 1977,
    Sampling Techniques, sec. 6.3): the residuals new - r base take the place of the
    differences in `paired_interval`, with its adjustment. It is clipped to what mean(new)
    between 0 and 1 allows.

    Returns:
        The estimate; None where the base's mean is less than z standard errors above 0: there no
        interval of the ratio is bounded (Fieller 1954, JRSS B 16:175).
    """
    total, n = float(base.sum()), len(base)
    if total <= 0 or total / n < _z(confidence) * float(base.std()) / sqrt(n):
        return None  # 2 of 32 solved: 6.2 %, with a standard error of 4.3
    kept = float(new.sum()) / total  # 0.75 from 80 % to 60 %: a relative drop of 25 %
    error = float(adjusted_mean(new - kept * base)[1])
    half = _z(confidence) * error * n / total
    low, high = max(1 - n / total, 1 - kept - half), min(1.0, 1 - kept + half)
    return Estimate(1 - kept, low, high, n)


def holm(p: Sequence[float]) -> list[float]:
    """Adjust p-values for a family-wise error rate (Holm 1979, Scand. J. Stat. 6:65)."""
    return _adjust(p, "holm")


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Adjust p-values for a false discovery rate (Benjamini & Hochberg 1995, JRSS B 57:289)."""
    return _adjust(p, "fdr_bh")


def _adjust(p: Sequence[float], method: str) -> list[float]:
    if not p:
        return []
    from statsmodels.stats.multitest import multipletests

    return [float(value) for value in multipletests(p, method=method)[1]]


def _binary(units: Units) -> bool:
    return bool(np.isin(units, (0.0, 1.0)).all())


def _z(confidence: float) -> float:
    """The normal quantile of a two-sided interval."""
    return float(stats.norm.ppf((1 + confidence) / 2))
