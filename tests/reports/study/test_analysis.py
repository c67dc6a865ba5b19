"""The statistics of a study, against hand computations and scipy."""

import gc
import itertools

import numpy as np
import pytest
from scipy import stats

from clipo_bench.reports.study.analysis import (
    Contrast,
    Design,
    Measure,
    MeasureUnit,
    StudyVerdict,
    analyse,
    decide,
    fewest_seeds,
    power,
    reach,
    seeds_mean,
    seeds_needed,
    spread,
)

ARMS = ("grpo", "clipo", "placebo", "frozen")
MEASURE = Measure("perturbed", MeasureUnit.SHARE, "accuracy on variants")


def design(seeds, **changes):
    values = {"title": "Made up", "arms": ARMS, "seeds": tuple(range(seeds)), "base": "grpo"}
    values |= {"treatment": "clipo", "placebo": "placebo", "primary": "perturbed"}
    return Design(**(values | changes))


def study(values, **changes):
    seeds = len(values["grpo"])
    return analyse(design(seeds, **changes), [MEASURE], {"perturbed": values})


def made_up(gains, seeds=8, noise=0.01, seed=1):
    """Values of arms that differ from each seed's own by a gain and noise."""
    rng = np.random.default_rng(seed)
    own = rng.normal(0.5, 0.1, seeds)
    return {arm: tuple(own + gains.get(arm, 0.0) + rng.normal(0, noise, seeds)) for arm in ARMS}


def contrast(value, p):
    return Contrast("perturbed", "a", "b", (value,), seeds_mean([value, value]), p, p)


def test_the_mean_over_seeds_by_hand():
    # Mean 4, variance ((-2)^2 + 0 + 2^2) / 2 = 4, error 2 / sqrt(3), t(2; 97.5 %) = 4.302653.
    found = seeds_mean([2.0, 4.0, 6.0])
    half = 4.3026527 * 2 / 3**0.5
    assert (found.value, found.n) == (4.0, 3)
    assert (found.low, found.high) == pytest.approx((4 - half, 4 + half), abs=1e-6)


def test_the_mean_over_seeds_is_scipys():
    values = np.random.default_rng(1).normal(0.4, 0.1, 9)
    found = seeds_mean(values, 0.9)
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.9)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_the_spread_by_hand():
    # Chi-square with 4 degrees of freedom: 0.4844 and 11.1433 at 2.5 and 97.5 %.
    found = spread([1.0, 2.0, 3.0, 4.0, 5.0])
    assert found.value == pytest.approx(2.5**0.5)
    assert found.low == pytest.approx((2.5 * 4 / 11.143287) ** 0.5)
    assert found.high == pytest.approx((2.5 * 4 / 0.484419) ** 0.5, rel=1e-5)


@pytest.mark.parametrize("function", [seeds_mean, spread])
def test_one_seed_has_no_spread(function):
    with pytest.raises(ValueError, match="1 seed"):
        function([0.5])


def test_p_counts_every_flip_of_signs():
    values = made_up({"clipo": 0.01}, seeds=7)
    first, _ = study(values).deciding
    d = np.array(first.differences)
    sums = np.abs(np.array(list(itertools.product((1, -1), repeat=7))) @ d)
    assert first.p == pytest.approx((sums >= abs(d.sum()) - 1e-12).mean())
    assert first.mean.value == pytest.approx(d.mean())
    assert first.mean.value == pytest.approx(np.mean(values["clipo"]) - np.mean(values["grpo"]))


def test_holm_over_the_deciding_pair_and_no_other():
    found = study(made_up({"clipo": 0.02}, seeds=9, noise=0.02))
    p = sorted(c.p for c in found.deciding)
    adjusted = sorted(c.p_adjusted for c in found.deciding)
    assert adjusted == pytest.approx([min(1, 2 * p[0]), max(2 * p[0], p[1])])
    pairs = [(c.arm, c.against) for c in found.others]
    assert pairs == [("placebo", "grpo"), ("frozen", "grpo"), ("frozen", "placebo")]


def test_the_primary_measure_comes_first_and_the_others_decide_nothing():
    more = Measure("original", MeasureUnit.SHARE, "accuracy on originals")
    values = {"perturbed": made_up({}), "original": made_up({"clipo": 0.3})}
    found = analyse(design(8), [more, MEASURE], values)
    assert [measure.name for measure in found.measures] == ["perturbed", "original"]
    assert found.verdict is StudyVerdict.NOT_SHOWN
    assert ("original", "clipo", "grpo") in [(c.measure, c.arm, c.against) for c in found.others]


@pytest.mark.parametrize(
    ("gains", "verdict"),
    [
        ({"clipo": 0.05}, StudyVerdict.HELPS),
        ({"clipo": 0.05, "placebo": 0.05}, StudyVerdict.PARTLY),
        ({"placebo": -0.05}, StudyVerdict.PARTLY),
        ({}, StudyVerdict.NOT_SHOWN),
        ({"placebo": 0.05}, StudyVerdict.NOT_SHOWN),
        ({"clipo": -0.05}, StudyVerdict.HURTS),
        ({"clipo": -0.05, "placebo": -0.1}, StudyVerdict.HURTS),
    ],
)
def test_helps_needs_the_base_and_the_placebo(gains, verdict):
    assert study(made_up(gains)).verdict is verdict


def test_better_than_the_base_and_worse_than_the_placebo_is_no_help():
    assert decide(contrast(0.1, 0.01), contrast(-0.1, 0.01), 0.05) is StudyVerdict.NOT_SHOWN


def test_alpha_is_kept_to():
    values = made_up({"clipo": 0.05})  # eight seeds: p is 2 / 256, after Holm 4 / 256
    assert study(values, alpha=4 / 256).verdict is StudyVerdict.HELPS
    assert study(values, alpha=3.9 / 256).verdict is StudyVerdict.NOT_SHOWN


@pytest.mark.parametrize(("alpha", "fewest"), [(0.05, 7), (0.0625, 6), (0.01, 9)])
def test_too_few_seeds_show_nothing_whatever_they_are(alpha, fewest):
    assert fewest_seeds(alpha) == fewest
    for seeds, verdict in ((fewest - 1, StudyVerdict.NOT_SHOWN), (fewest, StudyVerdict.HELPS)):
        found = study(made_up({"clipo": 0.3}, seeds=seeds), alpha=alpha)
        assert found.verdict is verdict
        assert (found.reach[0].detectable is None) == (verdict is StudyVerdict.NOT_SHOWN)


def test_the_interval_of_a_share_ends_with_what_a_share_can_be():
    two = {"grpo": (0.9, 1.0), "clipo": (0.1, 0.0), "placebo": (0.4, 0.6), "frozen": (0.5, 0.52)}
    drop = Measure("drop", MeasureUnit.POINTS, "lost")
    found = analyse(design(2), [MEASURE, drop], {"perturbed": two, "drop": two})
    levels = {(row.measure, row.arm): row.mean for row in found.levels}
    assert levels["perturbed", "grpo"].high == 1
    assert levels["perturbed", "clipo"].low == 0
    assert levels["drop", "clipo"].low < 0
    assert found.deciding[0].mean.low < -1  # a difference's interval is as t has it


def test_rounding_is_no_spread():
    found = seeds_mean([0.1 + 0.2, 0.3, 0.3])
    assert found.low == found.high
    assert spread([0.1 + 0.2, 0.3, 0.3]).value == 0


def test_power_is_statsmodels_at_the_level_that_flips_attain():
    from statsmodels.stats.power import TTestPower

    # 8 seeds: p-values are multiples of 1/128, so at 0.025 the test rejects up to 3/128.
    expected = TTestPower().power(1.2, 8, 3 / 128)
    assert power(1.2, 8, 0.025) == pytest.approx(expected, abs=1e-6)
    assert power(0.5, 40, 0.025) == pytest.approx(TTestPower().power(0.5, 40, 0.025), abs=1e-6)
    assert power(5.0, 5, 0.025) == 0


def test_what_was_found_detectable_needs_the_seeds_there_are():
    first, _ = study(made_up({}, seeds=12, noise=0.02)).deciding
    seen = reach(first, 0.05)
    assert power(seen.detectable / seen.spread.value, 12, 0.025) == pytest.approx(0.8)
    assert seeds_needed(seen.detectable * 1.0001, seen.spread.value, 0.05) == 12


def test_seeds_needed():
    # Normal theory: ((2.2414 + 0.8416) 1 / 0.3)^2 = 105.6, and a few more for t.
    assert seeds_needed(0.3, 1.0, 0.05) == pytest.approx(108, abs=2)
    assert seeds_needed(0.03, 1e-9, 0.05) == 7
    assert seeds_needed(0.03, 100.0, 0.05) is None
    assert power(0.3, seeds_needed(0.3, 1.0, 0.05) - 1, 0.025) < 0.8


def test_arms_that_do_the_same_differ_by_nothing():
    same = (0.4, 0.5, 0.6, 0.4, 0.5, 0.6, 0.7)
    found = study(dict.fromkeys(ARMS, same))
    assert found.verdict is StudyVerdict.NOT_SHOWN
    assert all(c.p_adjusted == 1 and c.mean.value == 0 for c in (*found.deciding, *found.others))
    assert found.reach == (None, None)


@pytest.mark.parametrize("gains", [{}, {"clipo": 0.1, "placebo": 0.1}, {"placebo": -0.1}])
def test_help_is_seldom_seen_where_there_is_none(gains):
    """Over base and placebo nothing, over the placebo nothing, over the base nothing.

    measure/study.py draws many more.
    """
    arms, studies, said = ("grpo", "clipo", "placebo"), 60, 0
    gc.freeze()  # statsmodels collects garbage at each adjustment, most of the time spent
    for seed in range(studies):
        values = {"perturbed": made_up(gains, seeds=7, noise=0.03, seed=seed)}
        said += analyse(design(7, arms=arms), [MEASURE], values).verdict is StudyVerdict.HELPS
    gc.unfreeze()
    # If it were said of 5 % of such studies, more would be seen less often than 1 time in 1000.
    assert said <= stats.binom.ppf(0.999, studies, 0.05)
