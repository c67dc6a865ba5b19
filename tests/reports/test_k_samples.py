from itertools import combinations
from math import inf

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.reports.k_samples import crossing, k_samples, pass_curve, pass_table, powers
from clipo_bench.reports.run import Run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.run_schema import Manifest


def run(name: str, marks: dict[str, str]) -> Run:
    """A run of one benchmark: per problem a mark for each sample, 1 right, 0 wrong, - none."""
    rows = [
        {
            "benchmark": "b", "kind": "original", "family": problem, "problem_id": problem,
            "variant_id": "", "sample_index": index, "score": float(mark == "1"),
            "outcome": {"1": "correct", "0": "wrong", "-": "no_answer"}[mark],
            "extracted": None if mark == "-" else "4" if mark == "1" else "5",
        }
        for problem, all_marks in marks.items()
        for index, mark in enumerate(all_marks)
    ]  # fmt: skip
    manifest = Manifest(name, "", {}, {}, {"b": "f"})
    return Run(name, None, manifest, pd.DataFrame(rows))  # type: ignore[arg-type]


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_pass_at_k_is_what_all_subsets_say(counts: tuple[int, int]) -> None:
    n, c = counts
    marks = [1] * c + [0] * (n - c)
    for k, value in enumerate(pass_table([c], [n], n)[0], 1):
        subsets = list(combinations(marks, k))
        assert value == pytest.approx(sum(any(one) for one in subsets) / len(subsets))


def test_every_figure_of_a_small_run() -> None:
    (found,) = k_samples(run("a", {"p": "1100", "q": "0000", "r": "1111", "s": "100-"}))
    assert (found.samples, found.texts) == (4, 4)
    assert found.pass_at_k[1].value == pytest.approx((2 + 0 + 4 + 1) / 16)
    assert found.pass_at_k[2].value == pytest.approx((5 / 6 + 0 + 1 + 1 / 2) / 4)
    assert found.pass_at_k[4].value == 3 / 4
    assert found.all_right[2].value == pytest.approx((1 / 6 + 0 + 1 + 0) / 4)
    assert found.cover[0.5].value == 2 / 4
    assert found.cover[1.0].value == 1 / 4
    assert found.majority.value == (0.5 + 0 + 1 + 0) / 4  # p is a tie
    assert found.share.value == (0.5 + 1 + 1 + 0.5) / 4
    assert found.brier.value == (0 + 1 + 0 + 0.25) / 4
    # Bins of the shares .5 (p, s) and 1 (q, r): gaps of (0 + .5) / 4 and (1 + 0) / 4 are seen, of
    # which chance may have made a part.
    assert found.calibration_error.low <= found.calibration_error.value <= 0.125 + 0.25
    assert found.pass_at_k[1].low < found.pass_at_k[1].value < found.pass_at_k[1].high


def test_one_sample_a_text_says_nothing_more() -> None:
    assert k_samples(run("a", {"p": "1", "q": "0"})) == ()


def test_two_runs_are_paired() -> None:
    base = run("base", {"p": "1000", "q": "1000", "only": "1111"})
    new = run("new", {"p": "1111", "q": "0000"})
    curve = pass_curve(base, new, "b", "original")
    assert list(curve.differences) == [1, 2, 4]
    assert curve.differences[1].value == pytest.approx(0.5 - 0.25)
    assert curve.differences[4].value == pytest.approx(0.5 - 1)
    assert curve.crossing.value == 1  # at 2 both are 1/2
    with pytest.raises(InputError, match=r"no problem of b .original. in common"):
        pass_curve(run("x", {"z": "11"}), new, "b", "original")


def test_crossings_at_the_ends() -> None:
    better = np.full((20, 8), 0.1)
    assert crossing(better).value == inf
    assert (crossing(-better).value, crossing(-better).high) == (0, 0)
    planted = np.tile(np.array([1.0, 1, 1, -1, -1, -1, -1, -1]), (20, 1))
    found = crossing(planted)
    assert (found.value, found.low, found.high) == (3, 3, 3)


def test_the_interval_of_a_crossing_is_that_of_resampled_means() -> None:
    generator = np.random.default_rng(3)
    d = np.linspace(1, -1, 9) + generator.normal(0, 1.5, (25, 9))
    found = crossing(d)
    means = [d[generator.integers(0, 25, 25)].mean(axis=0) for _ in range(4000)]
    ends = [max((k for k, one in enumerate(curve, 1) if one > 0), default=0) for curve in means]
    low, high = np.quantile([inf if end == 9 else end for end in ends], [0.025, 0.975])
    assert abs(found.low - low) <= 1  # a little wider, for few families
    assert found.high >= high - 1
    assert found.low < found.value < found.high


def test_a_calibrated_run_has_no_shown_calibration_error() -> None:
    generator = np.random.default_rng(0)
    covered = 0
    for _ in range(40):
        marks = {}
        for problem in range(100):
            right = generator.random() < 0.75  # three in four agree, and are right as often
            marks[str(problem)] = "1110" if right else "0001"
        (found,) = k_samples(run("a", marks))
        covered += found.calibration_error.low == 0
    assert covered >= 35


def test_powers() -> None:
    assert powers(1) == [1]
    assert powers(16) == [1, 2, 4, 8, 16]
    assert powers(20) == [1, 2, 4, 8, 16, 20]
