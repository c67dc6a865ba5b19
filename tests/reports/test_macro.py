"""Averages over benchmarks, against closed forms and simulation."""

import numpy as np
import pytest
from scipy import stats

from clipo_bench.reports.gate_tests import Level, pooled
from clipo_bench.reports.macro import macro_difference, macro_mean
from clipo_bench.reports.statistics import Estimate, difference, mean


def test_a_mean_of_means_with_squares_added():
    parts = [Estimate(0.6, 0.5, 0.68, 10), Estimate(0.2, 0.14, 0.35, 40)]
    result = macro_mean(parts)
    assert result.value == pytest.approx(0.4)
    assert result.low == pytest.approx(0.4 - np.sqrt(0.10**2 + 0.06**2) / 2)
    assert result.high == pytest.approx(0.4 + np.sqrt(0.08**2 + 0.15**2) / 2)
    assert result.n == 50


def test_one_benchmark_is_its_own_average():
    rng = np.random.default_rng(1)
    base, new = rng.random((2, 40))
    one, only = mean(base), macro_mean([mean(base)])
    assert (only.value, only.low, only.high) == pytest.approx((one.value, one.low, one.high))
    one, only = difference(base, new), macro_difference([difference(base, new)])
    for name in ("value", "low", "high", "n", "base", "new", "centre", "error", "detectable"):
        assert getattr(only, name) == pytest.approx(getattr(one, name))


def test_differences_are_pooled_as_the_gate_pools_benchmarks():
    rng = np.random.default_rng(2)
    pairs = [rng.integers(0, 2, (2, n)).astype(float) for n in (30, 200, 80)]
    result = macro_difference([difference(base, new) for base, new in pairs])
    centre, error = pooled(Level.MACRO, [new - base for base, new in pairs])
    assert (result.centre, result.error) == pytest.approx((centre, error))
    assert result.value == pytest.approx(np.mean([(new - base).mean() for base, new in pairs]))
    assert result.p == pytest.approx(2 * stats.norm.cdf(-abs(centre) / error))
    assert result.low == pytest.approx(centre - stats.norm.ppf(0.975) * error)
    assert (result.low > 0 or result.high < 0) == (result.p < 0.05)


def test_the_average_s_interval_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(3)
    sizes, held, rounds = (30, 30, 80, 300), 0, 150
    for _ in range(rounds):
        parts = [mean(rng.binomial(1, 0.3, n).astype(float)) for n in sizes]
        average = macro_mean(parts)
        held += average.low <= 0.3 <= average.high
    # Seeded. 150 rounds at 95 % lie between 90 and 99 % but for 1 in 50.
    assert 0.90 <= held / rounds <= 0.99
