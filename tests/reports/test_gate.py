"""The gate's three answers."""

import numpy as np
import pytest

from clipo_bench.reports.gate import Decision, gate
from clipo_bench.reports.run import read_runs
from clipo_bench.reports.statistics import difference, p_drop
from clipo_bench.tasks.errors import InputError


@pytest.fixture
def decide(write_run):
    """Gates two lists of samples."""

    def build(base, new, margin=0.02, **changes):
        folders = [write_run("base", base), write_run("new", new, **changes)]
        return gate(*read_runs(folders), margin)

    return build


def test_a_run_against_itself_passes_however_small(decide, sample):
    samples = [sample("p1"), sample("p2", right=False)]
    result = decide(samples, samples)
    assert result.decision is Decision.PASS
    assert "identical" in result.checks[0].reason


def test_equal_scores_of_few_problems_are_inconclusive(decide, sample):
    result = decide([sample("p1")], [sample("p1", response="4")])
    assert result.decision is Decision.INCONCLUSIVE
    assert "would be detected 4 times in 5" in result.checks[0].reason


def test_runs_that_different_rules_scored_are_refused(decide, sample):
    with pytest.raises(InputError, match=r"base was scored .* 'full', new by 'paper'.*--grader"):
        decide([sample()], [sample()], grader={"mode": "paper"})


def test_the_rule_that_scored_is_told(decide, sample):
    assert decide([sample()], [sample()]).rule == "full"


def test_a_large_drop_fails(decide, population):
    result = decide(population({"original": 0.9}, 300, 1), population({"original": 0.6}, 300, 2))
    assert result.decision is Decision.FAIL
    assert result.checks[0].paired.difference.high < -0.02


def test_a_significant_drop_that_may_be_within_the_margin_is_inconclusive(decide, sample):
    base = [sample(f"p{i}") for i in range(300)]
    new = [sample(f"p{i}", right=i >= 9) for i in range(300)]
    result = decide(base, new)
    (check,) = result.checks
    assert check.paired.difference.p < 0.01
    assert check.paired.difference.value < -0.02 < check.paired.difference.high
    assert result.decision is Decision.INCONCLUSIVE


@pytest.mark.parametrize(("others", "decision"), [(0, Decision.FAIL), (5, Decision.INCONCLUSIVE)])
def test_failing_is_adjusted_for_the_number_of_slices(decide, sample, others, decision):
    kinds = ["original", *"abcde"[:others]]
    base = [sample(f"p{i}", kind=kind) for kind in kinds for i in range(300)]
    new = [sample(f"p{i}", right=i >= 13) for i in range(300)] + base[300:]
    check = decide(base, new).checks[0]
    assert check.paired.difference.high < -0.02
    assert check.decision is decision


def test_a_drop_within_the_margin_rarely_fails():
    """A true drop of 1.5 points of 5,000 problems, where 2 are accepted."""
    rng = np.random.default_rng(3)
    failed = 0
    for _ in range(300):
        chances = rng.beta(2.7, 0.9, 5000) * 0.985 + 0.015
        base, new = rng.binomial(1, chances), rng.binomial(1, chances - 0.015)
        failed += p_drop(difference(base / 1.0, new / 1.0), 0.02) < 0.05
    assert failed <= 6


def test_a_significant_drop_smaller_than_the_margin_passes(decide, sample):
    base = [sample(f"p{i}") for i in range(3000)]
    new = [sample(f"p{i}", right=i >= 12) for i in range(3000)]
    result = decide(base, new)
    assert result.checks[0].paired.difference.p < 0.05
    assert result.decision is Decision.PASS


def test_enough_problems_exclude_a_drop(decide, population):
    result = decide(
        population({"original": 0.97}, 2000, 1), population({"original": 0.97}, 2000, 2)
    )
    assert result.decision is Decision.PASS
    assert "ruled out" in result.checks[0].reason


def test_one_failing_slice_fails_the_gate(decide, population):
    base = population({"original": 0.97, "symbols": 0.9}, 2000, 1)
    new = population({"original": 0.97, "symbols": 0.6}, 2000, 2)
    result = decide(base, new)
    assert [c.decision for c in result.checks] == [Decision.PASS, Decision.FAIL]
    assert result.decision is Decision.FAIL


def test_what_the_new_run_was_not_asked_is_inconclusive(decide, sample):
    samples = [sample("p1"), sample("p1", kind="symbols")]
    result = decide(samples, samples[:1])
    assert [c.decision for c in result.checks] == [Decision.PASS, Decision.INCONCLUSIVE]
    assert "no responses" in result.checks[1].reason
    assert result.decision is Decision.INCONCLUSIVE


def test_a_run_that_was_asked_a_part_cannot_pass(decide, sample):
    base = [sample(f"p{i}") for i in range(1000)]
    result = decide(base, base[:3], selection={"limit": 3})
    assert result.decision is Decision.INCONCLUSIVE
    assert "997 of the base's 1,000 texts are missing" in result.checks[0].reason
    assert "limit is 3, not None" in result.warnings[0]


def test_one_missing_problem_keeps_a_large_run_from_passing(decide, population):
    samples = population({"original": 0.97}, 3000, 1)
    result = decide(samples, samples[1:])
    assert result.checks[0].paired.difference.low > -0.02
    assert result.decision is Decision.INCONCLUSIVE


def test_missing_problems_excuse_no_regression(decide, population):
    result = decide(
        population({"original": 0.9}, 400, 1), population({"original": 0.5}, 400, 2)[100:]
    )
    assert result.decision is Decision.FAIL
    assert "100 of the base's 400 texts are missing" in result.checks[0].reason


def test_more_than_the_base_was_asked_may_pass(decide, sample):
    samples = [sample("p1"), sample("p2")]
    assert decide(samples[:1], samples).decision is Decision.PASS


def test_what_cannot_be_gated_is_refused(decide, sample):
    with pytest.raises(InputError, match="no problem in common"):
        decide([sample("p1")], [sample("p2")])


def test_different_data_is_refused(decide, sample):
    with pytest.raises(InputError, match="fingerprint"):
        decide([sample()], [sample()], benchmarks={"made_up": "f1"})


@pytest.mark.parametrize("margin", [-0.01, 1.0])
def test_a_margin_out_of_range_is_refused(decide, sample, margin):
    with pytest.raises(InputError, match="margin"):
        decide([sample()], [sample()], margin=margin)


def test_the_gate_rarely_fails_a_run_that_kept_up(write_run, population):
    """12 redraws of one policy: none of them is worse, so hardly any may fail."""
    base, *others = read_runs(
        [write_run(f"r{seed}", population({"original": 0.7}, 200, seed)) for seed in range(13)]
    )
    failed = sum(gate(base, new).decision is Decision.FAIL for new in others)
    # Against one base the 12 are not independent; 5 % each would make 0.6.
    assert failed <= 3
