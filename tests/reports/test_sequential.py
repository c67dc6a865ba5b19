"""The tests that hold at any stop: by hand, by enumeration, and against their bounds."""

from itertools import product

import numpy as np
import pytest

from clipo_bench.reports.sequential import (
    DropTest,
    DropVerdict,
    bets,
    first_decision,
    interval,
    log_capital,
    lower_bound,
    p_above,
    p_below,
    p_two_sided,
    random_order,
)


def test_the_capital_is_what_the_bets_make_of_the_units() -> None:
    # A unit of 1 doubles what is bet against a mean of 0, a unit of -1 loses it.
    shares = bets(500)
    expected = [np.mean(1 + shares), np.mean((1 + shares) * (1 - shares))]
    assert np.exp(log_capital(np.array([1.0, -1.0]), 0.0, 500)) == pytest.approx(expected)


def test_bets_are_made_for_the_most_units_there_can_be() -> None:
    assert bets(500)[0] == pytest.approx(3 / 500**0.5)
    assert bets(10)[0] == 0.5
    assert bets(500)[-1] == bets(10)[-1] == 0.95


@pytest.mark.parametrize("mean", [-0.02, -0.4, 0.3])
def test_the_capital_is_a_martingale_and_keeps_villes_bound(mean: float) -> None:
    """All 4,096 paths of 12 units of -1 or 1 with that mean, with their exact chances."""
    up = (1 + mean) / 2
    paths = np.array(list(product((-1.0, 1.0), repeat=12)))
    chances = np.where(paths > 0, up, 1 - up).prod(axis=1)
    capital = np.exp(log_capital(paths, mean, 12))
    assert chances @ capital == pytest.approx(np.ones(12))
    for alpha in (0.5, 0.2, 0.05):
        assert chances @ (capital.max(axis=1) >= 1 / alpha) <= alpha


def test_with_a_smaller_mean_the_capital_falls() -> None:
    paths = np.array(list(product((-1.0, 0.0, 1.0), repeat=5)))
    chances = np.where(paths > 0, 0.2, np.where(paths < 0, 0.3, 0.5)).prod(axis=1)  # mean -0.1
    assert chances @ np.exp(log_capital(paths, 0.0, 5))[:, -1] < 1


def test_both_tests_mirror_each_other() -> None:
    units = np.array([0.25, -0.5, 0.0, 1.0, 0.75])
    assert p_above(units, 0.1, 50) == p_below(-units, -0.1, 50)
    found, mirrored = interval(units, 0.05, 50), interval(-units, 0.05, 50)
    assert (found.low, found.high) == pytest.approx((-mirrored.high, -mirrored.low))


def test_the_interval_holds_what_the_tests_do_not_reject() -> None:
    units = np.random.default_rng(3).choice([-1.0, 0.0, 1.0], 300, p=[0.3, 0.55, 0.15])
    found = interval(units, 0.05, 300)
    assert found.low < units.mean() < found.high
    assert p_below(units, found.high, 300) == pytest.approx(0.025, rel=1e-6)
    assert p_above(units, found.low, 300) == pytest.approx(0.025, rel=1e-6)
    assert lower_bound(units, 0.2, 300) > found.low


def test_it_does_not_depend_on_the_order_of_the_units() -> None:
    rng = np.random.default_rng(4)
    units = rng.choice([-1.0, 0.0, 1.0], 100)
    one, other = (interval(u, 0.05, 100) for u in (units, rng.permutation(units)))
    assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=1e-12)


def test_units_at_a_limit() -> None:
    every = interval(np.ones(50), 0.05, 50, (0.0, 1.0))
    none = interval(np.zeros(50), 0.05, 50, (0.0, 1.0))
    assert every.high == 1 and 0.8 < every.low < 1
    assert none.low == 0 and none.high == pytest.approx(1 - every.low)
    assert p_above(np.array([0.0, 0.5]), 0.0, 5, (0.0, 1.0)) == 0
    assert p_above(np.zeros(2), 0.0, 5, (0.0, 1.0)) == 1
    assert p_above(np.ones(2), 1.0, 5, (0.0, 1.0)) == 1


def test_no_change_at_all_is_no_evidence() -> None:
    assert p_two_sided(np.zeros(40), 0.0, 40) == 1
    with pytest.raises(ValueError, match="no units"):
        interval(np.array([]), 0.05, 5)


def test_a_drop_is_shown_excluded_or_neither() -> None:
    assert first_decision(np.full(100, -1.0), 0.02, 0.05, 100) == (DropVerdict.SHOWN, 8)
    assert first_decision(np.full(100, 1.0), 0.02, 0.05, 100)[0] is DropVerdict.EXCLUDED
    assert first_decision(np.zeros(100), 0.02, 0.05, 100) == (DropVerdict.UNDECIDED, 100)
    # A margin of 20 points is excluded by 30 families without any change.
    assert first_decision(np.zeros(100), 0.2, 0.05, 100)[0] is DropVerdict.EXCLUDED


def test_the_decision_is_when_the_interval_leaves_the_margin() -> None:
    rng = np.random.default_rng(5)
    for drop in (0.0, 0.1, 0.4):
        changes = rng.choice([-1.0, 0.0, 1.0], 200, p=[0.1 + drop, 0.8 - drop, 0.1])
        verdict, count = first_decision(changes, 0.02, 0.05, 200)
        looks = [interval(changes[:n], 0.05, 200) for n in range(1, 201)]
        out = [n for n, one in enumerate(looks, 1) if one.high < -0.02 or one.low > -0.02]
        assert (out[0] if out else 200) == count
        assert (verdict is DropVerdict.UNDECIDED) == (not out)


def test_looking_at_each_unit_errs_no_more_than_it_may() -> None:
    """2,000 runs of 60 families at a drop of exactly the margin, where either verdict is wrong."""
    rng = np.random.default_rng(6)
    changes = rng.choice([-1.0, 0.0, 1.0], (2000, 60), p=[0.35, 0.45, 0.2])  # a drop of 15 points
    shown = log_capital(-changes, 0.15, 60).max(axis=1) >= np.log(40)
    excluded = log_capital(changes, -0.15, 60).max(axis=1) >= np.log(40)
    assert 0.002 < (shown | excluded).mean() < 0.05
    # Looking as often at a plain 95 % interval errs far more often.
    count = np.arange(1, 61)
    mean = changes.cumsum(axis=1) / count
    error = np.sqrt(((changes**2).cumsum(axis=1) / count - mean**2) / count)
    with np.errstate(divide="ignore", invalid="ignore"):
        outside = np.abs(mean + 0.15) > 1.96 * error
    assert outside[:, 9:].any(axis=1).mean() > 0.2


def test_a_test_starts_undecided() -> None:
    test = DropTest(0.02, 0.05, 30)
    assert test.verdict is DropVerdict.UNDECIDED
    test.add(-1.0)
    assert test.verdict is DropVerdict.UNDECIDED


def test_the_random_order_is_that_of_the_seed_alone() -> None:
    families = [("sums", str(n)) for n in range(40)]
    order = random_order(families, 7)
    assert order == random_order(reversed(families), 7)
    assert sorted(order) == sorted(families)
    assert order != random_order(families, 8)
    assert [one for one in order if int(one[1]) < 20] == random_order(families[:20], 7)
