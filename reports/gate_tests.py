"""Pooled tests of the gate: one decision over the slices of a group.

Two ways to pool: *micro*, where families weigh alike, and *macro*, where benchmarks do. Each
gives an adjusted mean and its standard error, as `statistics.paired_interval` has them for one
slice, and a decision is a one-sided test of these. Every function takes draws along the axes
before the last, so that simulations run what the gate runs.
"""

from collections.abc import Sequence
from enum import StrEnum
from math import inf, isinf
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from clipo_bench.reports.contrast import moments, welch
from clipo_bench.reports.statistics import Units, adjusted_mean


class Level(StrEnum):
    """What weighs alike where slices are pooled."""

    MICRO = "micro"
    MACRO = "macro"
    SLICE = "slice"


def pooled(level: Level, parts: Sequence[Units]) -> tuple[Units, Units]:
    """The adjusted mean of differences over several slices, and its standard error.

    Micro takes all families for one sample, so differences between benchmarks count as noise:
    where a drop is in one benchmark alone, its error is rather too large. Macro is the plain
    mean of the benchmarks' own, which are independent: their families are different problems.

    Args:
        level: micro, or macro.
        parts: the differences of each slice, families along the last axis.
    """
    if level is not Level.MACRO:
        return adjusted_mean(np.concatenate(parts, axis=-1))
    means, errors = zip(*map(adjusted_mean, parts), strict=True)
    total = np.sqrt(np.sum(np.square(errors), axis=0))
    return np.mean(means, axis=0), total / len(parts)


def pooled_contrast(level: Level, parts: Sequence[Units]) -> tuple[float, float, float]:
    """As `pooled`, of memory contrasts: as `clipo-bench memory` has them, by Student's t.

    Args:
        level: micro, or macro.
        parts: each family's own contrast, in [-2, 2], for each slice.

    Returns:
        The middle of the interval, its standard error and the degrees of freedom: of benchmarks
        alike those of Welch (1947, Biometrika 34:28) and Satterthwaite.
    """
    if level is not Level.MACRO:
        return moments(np.concatenate(parts))
    made = list(map(moments, parts))
    error, freedom = welch([one[1:] for one in made])
    return float(np.mean([one[0] for one in made])), error / len(parts), freedom


def deviate(freedom: float) -> Any:
    """The distribution of a mean over its standard error: Student's t, or the normal one."""
    return stats.norm if isinf(freedom) else stats.t(freedom)


def p_beyond(
    centre: Units, error: Units, margin: float, freedom: float = inf
) -> NDArray[np.floating[Any]]:
    """Test for a change of less than -margin: small where a drop beyond the margin is shown."""
    return np.asarray(deviate(freedom).cdf((centre + margin) / error))


def p_within(
    centre: Units, error: Units, margin: float, freedom: float = inf
) -> NDArray[np.floating[Any]]:
    """Test for a change of more than -margin: small where such a drop is ruled out."""
    return np.asarray(deviate(freedom).sf((centre + margin) / error))


def holm_adjusted(p: Sequence[NDArray[np.floating[Any]]]) -> NDArray[np.floating[Any]]:
    """Holm's adjustment (1979, Scand. J. Stat. 6:65) of several tests, each with draws.

    Returns:
        Shape (tests, ...), in the order of `p`.
    """
    values = np.asarray(p)
    order = np.argsort(values, axis=0)
    factors = np.arange(len(values), 0, -1).reshape(-1, *[1] * (values.ndim - 1))
    # 0.01 and 0.03 become 0.02 and 0.03; 0.01 and 0.015 both 0.02.
    stepped = np.maximum.accumulate(np.take_along_axis(values, order, axis=0) * factors, axis=0)
    adjusted = np.empty_like(stepped)
    np.put_along_axis(adjusted, order, np.minimum(stepped, 1.0), axis=0)
    return adjusted
