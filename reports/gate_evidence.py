"""Evidence: what a gate's question rests on, tested for a fixed sample or for any stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from clipo_bench.reports.gate_metrics import LIMITS, Measured
from clipo_bench.reports.gate_policy import GateRule
from clipo_bench.reports.gate_tests import (
    Level,
    deviate,
    p_beyond,
    p_within,
    pooled,
    pooled_contrast,
)
from clipo_bench.reports.sequential import lower_bound, p_above, p_below
from clipo_bench.reports.statistics import POWER
from clipo_bench.tasks.errors import InputError


@dataclass(frozen=True, slots=True)
class Evidence:
    """By how much the new run is better, with two tests of the margin.

    Attributes:
        centre: the mean gain, adjusted.
        error: its standard error.
        low: its lower one-sided bound.
        high: its upper one-sided bound.
        p_beyond: small where a loss beyond the margin is shown.
        p_within: small where such a loss is ruled out.
        p: two-sided, of no change.
        detectable: the change that is found 4 times in 5.
    """

    centre: float
    error: float
    low: float
    high: float
    p_beyond: float
    p_within: float
    p: float
    detectable: float


def evidence(rule: GateRule, measured: Sequence[Measured], planned: int | None) -> Evidence:
    """Weigh a question.

    Args:
        rule: what is asked.
        measured: the metric on each slice.
        planned: the most families that a run which could stop early would have asked; None where
            it was known beforehand how many there are.
    """
    gains = [one.gain for one in measured]
    freedom = inf
    if rule.metric == "memory_contrast":
        centre, error, freedom = pooled_contrast(rule.level, gains)
    else:
        centre, error = map(float, pooled(rule.level, gains))
    spread = deviate(freedom)
    power = float(spread.ppf(POWER))
    if planned is None:
        quantile = float(spread.ppf(1 - rule.alpha))
        pool = np.asarray(centre), np.asarray(error)
        return Evidence(
            centre,
            error,
            low=centre - quantile * error,
            high=centre + quantile * error,
            p_beyond=float(p_beyond(*pool, rule.margin, freedom)),
            p_within=float(p_within(*pool, rule.margin, freedom)),
            p=min(1.0, 2 * float(spread.sf(abs(centre) / error))),
            detectable=(quantile + power) * error,
        )
    units, limits = np.concatenate(gains), LIMITS.get(rule.metric, (-1.0, 1.0))
    low = lower_bound(units, rule.alpha, planned, limits)
    high = -lower_bound(-units, rule.alpha, planned, (-limits[1], -limits[0]))
    below, above = (test(units, 0.0, planned, limits) for test in (p_below, p_above))
    return Evidence(
        centre,
        error,
        low=low,
        high=high,
        p_beyond=p_below(units, -rule.margin, planned, limits),
        p_within=p_above(units, -rule.margin, planned, limits),
        p=min(1.0, 2 * below, 2 * above),
        detectable=(high - low) / 2 + power * error,
    )


def require_any_stop(rule: GateRule) -> bool:
    """Whether a test of a rule holds at any stop; default rules without one are left out.

    Raises:
        InputError: a policy asks for it, but there is none.
    """
    if rule.level is not Level.MACRO and rule.metric != "tokens":
        return True
    if not rule.place:
        return False
    what = f"pool: {Level.MACRO}" if rule.level is Level.MACRO else f"metric: {rule.metric}"
    raise InputError(
        f"{rule.place}: {what} has no test that holds for a run that stopped early: leave the "
        "check out, or evaluate all problems"
    )
