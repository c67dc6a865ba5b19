"""Macro averages: means over benchmarks that weigh alike, however many problems each has.

Benchmarks are independent samples, since their families are different problems. How often the
intervals hold the truth is in docs/statistics.md.
"""

from collections.abc import Sequence
from math import hypot

import numpy as np
from scipy import stats

from clipo_bench.reports.statistics import CONFIDENCE, POWER, Difference, Estimate


def macro_mean(parts: Sequence[Estimate]) -> Estimate:
    """Average benchmarks' accuracies, with the interval that follows from their own.

    Square-and-add (Newcombe 1998, Stat. Med. 17:873; for any number of parts Zou & Donner 2008,
    Stat. Med. 27:1693): the distances from each value to its lower end are added as the errors
    of independent parts are, and so are those to its upper end.

    Args:
        parts: one per benchmark, of one confidence.
    """
    value = float(np.mean([part.value for part in parts]))
    # 60 [50, 68] and 20 [14, 30] average 40, and reach down by sqrt(10^2 + 6^2) / 2 = 5.8.
    below = hypot(*(part.value - part.low for part in parts)) / len(parts)
    above = hypot(*(part.high - part.value for part in parts)) / len(parts)
    return Estimate(
        value, max(0.0, value - below), min(1.0, value + above), sum(part.n for part in parts)
    )


def macro_difference(parts: Sequence[Difference], confidence: float = CONFIDENCE) -> Difference:
    """Average benchmarks' paired differences, as the gate's macro level does.

    The centre is the mean of the parts' centres and its error that of independent parts; the
    interval, the p-value and the detectable difference are those of a normal with that error.

    Args:
        parts: one per benchmark, of the same two runs.
        confidence: of the two-sided interval.
    """
    quantile = float(stats.norm.ppf((1 + confidence) / 2))
    centre = float(np.mean([part.centre for part in parts]))
    error = hypot(*(part.error for part in parts)) / len(parts)
    return Difference(
        value=float(np.mean([part.value for part in parts])),
        low=max(-1.0, centre - quantile * error),
        high=min(1.0, centre + quantile * error),
        n=sum(part.n for part in parts),
        base=float(np.mean([part.base for part in parts])),
        new=float(np.mean([part.new for part in parts])),
        p=2 * float(stats.norm.sf(abs(centre) / error)),
        centre=centre,
        error=error,
        detectable=min(1.0, (quantile + float(stats.norm.ppf(POWER))) * error),
    )
