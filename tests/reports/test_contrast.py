"""The contrast against scipy, statsmodels, closed forms and simulation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from clipo_bench.reports.contrast import CELLS, family_contrasts, log_odds, points, points_of

ONE_RESPONSE = dict.fromkeys(CELLS, 1.0)
tables = st.integers(1, 40).flatmap(
    lambda n: arrays(float, (n, 4), elements=st.integers(0, 4).map(lambda k: k / 4))
)


def as_table(values):
    return pd.DataFrame(values, columns=list(CELLS))


def drawn(n, *chances, seed=0):
    """One response per family and cell, with these chances."""
    return as_table(np.random.default_rng(seed).random((n, 4)) < chances).astype(float)


def test_a_contrast_is_what_the_new_run_loses_beyond_the_base():
    table = as_table([[0.5, 1.0, 0.25, 1.0]])  # the base loses 0.5, the new run 0.75
    assert list(CELLS) == ["base_variant", "base_original", "new_variant", "new_original"]
    assert family_contrasts(table) == pytest.approx([-0.25])


def test_points_are_the_t_test_of_family_contrasts():
    table = drawn(80, 0.5, 0.6, 0.4, 0.8)
    found = points(table)
    test = stats.ttest_1samp(family_contrasts(table), 0)
    interval = test.confidence_interval(0.95)
    assert found.value == pytest.approx(family_contrasts(table).mean(), abs=1e-12)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-12)
    assert found.p == pytest.approx(test.pvalue, abs=1e-12)


def test_log_odds_are_those_of_generalised_estimating_equations():
    import statsmodels.api as sm

    table = drawn(400, 0.5, 0.6, 0.4, 0.8)
    n = len(table)
    rows = [
        (family, table[cell].iloc[family], cell.startswith("new"), cell.endswith("variant"))
        for cell in CELLS
        for family in range(n)
    ]
    long = pd.DataFrame(rows, columns=["family", "y", "new", "variant"]).astype(float)
    design = sm.add_constant(long[["new", "variant"]].assign(both=long["new"] * long["variant"]))
    fit = sm.GEE(long["y"], design, groups=long["family"], family=sm.families.Binomial()).fit()
    found = log_odds(table, ONE_RESPONSE)
    # Half a response more in each cell, which the other does not add.
    assert found.value == pytest.approx(fit.params["both"], rel=0.02)
    assert found.error == pytest.approx(fit.bse["both"], rel=0.02)


@given(tables)
def test_interval_and_p_value_agree_and_have_a_width(values):
    table = as_table(values)
    for found, inside in ((points(table), 2), (log_odds(table, ONE_RESPONSE), np.inf)):
        assert found.low < found.high
        assert -inside <= found.low
        assert found.high <= inside
        assert found.shown() == (not found.low <= 0 <= found.high)
        assert found.n == len(table)


@given(tables)
def test_swapping_the_runs_turns_the_contrast(values):
    table = as_table(values)
    swapped = as_table(values[:, [2, 3, 0, 1]])
    for scale in (points, lambda t: log_odds(t, ONE_RESPONSE)):
        there, back = scale(table), scale(swapped)
        assert there.value == pytest.approx(-back.value, abs=1e-9)
        assert there.low == pytest.approx(-back.high, abs=1e-9)


@pytest.mark.parametrize("contrast", [0.0, -1.0, 2.0])
def test_families_that_are_all_alike_show_little(contrast):
    found = points_of(np.full(20, contrast))
    assert found.value == contrast
    assert found.high - found.low > 0.1
    assert found.shown() == (contrast != 0)


def test_one_family_that_differs_shows_nothing():
    assert not points_of(np.array([-2.0] + [0.0] * 99)).shown()


def test_no_family_is_refused():
    with pytest.raises(ValueError, match="no families"):
        points_of(np.array([]))


@pytest.mark.parametrize("chances", [(0.5, 0.6, 0.4, 0.8), (0.85, 0.9, 0.8, 0.95)])
def test_the_interval_covers_the_truth(chances):
    truth = float(family_contrasts(as_table([chances]))[0])
    found = [points(drawn(100, *chances, seed=seed)) for seed in range(1000)]
    covered = np.mean([one.low <= truth <= one.high for one in found])
    assert 0.93 <= covered <= 0.97


def test_what_is_detectable_is_found_four_times_in_five():
    table = drawn(200, 0.5, 0.5, 0.5, 0.5, seed=5)
    effect = points(table).detectable
    shifted = (0.5, 0.5, 0.5, 0.5 + effect)
    found = [points(drawn(200, *shifted, seed=seed)).shown() for seed in range(600)]
    assert 0.74 <= np.mean(found) <= 0.88


def test_four_times_the_families_find_half_the_effect():
    found = points(drawn(100, 0.5, 0.5, 0.5, 0.5))
    assert found.families_for(found.detectable / 2) == 400
