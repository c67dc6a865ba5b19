"""Pooled tests: draws at once are what one comparison gives, and sizes are kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clipo_bench.reports.gate_tests import (
    Level,
    holm_adjusted,
    p_beyond,
    p_within,
    pooled,
    pooled_contrast,
)
from clipo_bench.reports.statistics import difference, holm


@pytest.fixture
def parts():
    rng = np.random.default_rng(0)
    return [rng.choice([-1.0, 0.0, 0.5, 1.0], (20, n)) for n in (5, 40, 300)]


@pytest.mark.parametrize("level", [Level.MICRO, Level.MACRO])
def test_many_draws_are_each_what_one_is(parts, level):
    centres, errors = pooled(level, parts)
    for draw in range(20):
        assert pooled(level, [part[draw] for part in parts]) == pytest.approx(
            (centres[draw], errors[draw])
        )


def test_micro_of_one_slice_is_its_interval(parts):
    change = difference(np.zeros(300), parts[2][0])
    assert pooled(Level.MICRO, parts[2:])[0][0] == pytest.approx(change.centre)
    centre, error = pooled(Level.MACRO, [parts[2][0]])
    for margin in (0.0, 0.02, 0.3):
        assert (p_beyond(centre, error, margin) < 0.025) == (change.high < -margin)


def test_macro_weighs_benchmarks_alike():
    centre, error = pooled(Level.MACRO, [np.full(1000, -0.5), np.zeros(1000)])
    assert float(centre) == pytest.approx(-0.25, abs=1e-3)
    assert 0 < float(error) < 0.01


def test_shown_and_ruled_out_are_opposites(parts):
    pool = pooled(Level.MICRO, parts)
    assert p_beyond(*pool, 0.02) + p_within(*pool, 0.02) == pytest.approx(np.ones(20))


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_of_draws_is_holm(values):
    found = holm_adjusted([np.array([value, 1.0]) for value in values])
    assert found[:, 0] == pytest.approx(holm(values))


def test_a_contrast_of_benchmarks_alike_has_the_freedom_of_welch():
    """Against scipy's own test of two means: the mean of two is their difference, one negated."""
    one, other = np.random.default_rng(3).normal(0.1, 0.4, 30), np.linspace(-0.5, 0.3, 9)
    centre, error, freedom = pooled_contrast(Level.MACRO, [one, other])
    known = stats.ttest_ind(one, -other, equal_var=False)
    assert centre / error == pytest.approx(known.statistic)
    assert freedom == pytest.approx(known.df)
    assert float(p_beyond(centre, error, 0.0, freedom)) == pytest.approx(1 - known.pvalue / 2)
