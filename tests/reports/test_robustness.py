"""Originals against variants, on cases counted by hand."""

import pytest

from clipo_bench.reports.robustness import process, robustness
from clipo_bench.reports.run import read_run


def variants(sample, problem, *right):
    return [
        sample(problem, right=r, kind="symbols", variant_id=f"v{i}") for i, r in enumerate(right)
    ]


def test_what_a_kind_does_is_paired_per_problem(write_run, sample):
    samples = [
        sample("p1"),
        sample("p2"),
        sample("p3", right=False),
        sample("alone", right=False),
        *variants(sample, "p1", True, True),
        *variants(sample, "p2", True, False),
        *variants(sample, "p3", False, True),
        *variants(sample, "orphan", False, False),
    ]
    (found,) = robustness(read_run(write_run("a", samples)))
    assert (found.problems, found.variants, found.originals_without) == (3, 6, 1)
    assert found.original.value == pytest.approx(2 / 3)
    assert found.variant.value == pytest.approx((1 + 0.5 + 0.5) / 3)
    assert found.change.value == pytest.approx(0)
    assert found.change.n == 3
    assert found.relative_drop.value == pytest.approx(0)
    assert found.worst.value == pytest.approx(1 / 3)
    assert found.consistency.value == pytest.approx(1 / 3)


def test_samples_of_a_text_make_a_chance(write_run, sample):
    samples = [sample("p1", right=i < 3, sample_index=i) for i in range(4)]
    samples += [sample("p1", right=i < 2, kind="symbols", sample_index=i) for i in range(4)]
    (found,) = robustness(read_run(write_run("a", samples)))
    assert found.consistency.value == pytest.approx(3 / 4 * 2 / 4)
    assert found.worst.value == pytest.approx(2 / 4)


def test_families_are_the_units(write_run, sample):
    samples = [
        sample(f"p{i}", right=kind == "original" or i == 4, kind=kind, family=family)
        for kind in ("original", "symbols")
        for i, family in enumerate("aaaab")
    ]
    (found,) = robustness(read_run(write_run("a", samples)))
    assert found.change.n == 2
    assert found.variant.value == pytest.approx(0.5)


def test_a_real_drop_is_found(write_run, population):
    run = read_run(write_run("a", population({"original": 0.9, "symbols": 0.6}, 300, seed=1)))
    (found,) = robustness(run)
    assert found.change.high < -0.2
    assert found.p_adjusted < 1e-6
    assert 0.2 < found.relative_drop.low < 0.33 < found.relative_drop.high


def test_nothing_right_has_no_relative_drop(write_run, sample):
    samples = [sample("p1", right=False), *variants(sample, "p1", True)]
    (found,) = robustness(read_run(write_run("a", samples)))
    assert found.relative_drop is None


def test_copying_counts_wrong_answers_where_the_golds_differ(write_run, sample):
    samples = [sample(f"p{i}") for i in range(4)]
    samples += [
        sample("p0", right=False, kind="symbols", copied=True),
        sample("p1", right=False, kind="symbols"),
        sample("p2", kind="symbols"),
        # Its gold is the original's, so a wrong answer cannot be a copy of it.
        sample("p3", right=False, kind="symbols", gold="3"),
    ]
    (found,) = robustness(read_run(write_run("a", samples)))
    assert (found.copied.part, found.copied.whole) == (1, 2)
    assert found.copied.estimate.value == pytest.approx(0.5)


def test_copying_is_not_counted_where_chance_copies_a_letter(write_run, sample):
    samples = [
        sample("p0"),
        sample("p0", right=False, kind="choices", gold="A", original_gold="B", copied=True),
    ]
    (found,) = robustness(read_run(write_run("a", samples)))
    assert found.copied is None


def test_right_for_the_wrong_reason_counts_checkable_right_answers(write_run, sample):
    samples = [
        sample("p0", process="fails", failed_step="2 + 2 = 5"),
        sample("p1", process="holds"),
        sample("p2", process="not_checkable"),
        sample("p3", right=False, process="fails"),
        sample("p0", kind="symbols"),
    ]
    original, symbols = process(read_run(write_run("a", samples)))
    assert original.correct == 3
    assert (original.failing.part, original.failing.whole) == (1, 2)
    assert (original.failing_wrong.part, original.failing_wrong.whole) == (1, 1)
    assert symbols.failing is None
