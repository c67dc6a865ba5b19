"""Runs side by side: what is paired, what is not, and what is said of it."""

import pytest

from clipo_bench.reports.compare import compare
from clipo_bench.reports.run import read_run, read_runs
from clipo_bench.tasks.errors import InputError


@pytest.fixture
def runs(write_run):
    """Reads runs from (samples, manifest changes)."""

    def build(*parts):
        return read_runs(
            [write_run(f"run{i}", samples, **changes) for i, (samples, changes) in enumerate(parts)]
        )

    return build


def test_accuracy_counts_and_averages(runs, sample):
    samples = [
        sample("p1", sample_index=0),
        sample("p1", right=False, sample_index=1, outcome="truncated"),
        sample("p2", right=False, sample_index=0),
        sample("p2", right=False, sample_index=1),
    ]
    (accuracy,) = compare(runs((samples, {})), strict=True).accuracies
    assert accuracy.estimate.value == pytest.approx(0.25)
    assert accuracy.pass_at_k.value == pytest.approx(0.5)
    assert (accuracy.problems, accuracy.responses, accuracy.samples) == (2, 4, 2)
    assert accuracy.outcomes == {
        "correct": 1, "wrong": 2, "no_answer": 0, "truncated": 1, "timeout": 0,
    }  # fmt: skip


def test_unequal_sets_are_paired_on_what_both_were_asked(runs, sample):
    first = [sample(f"p{i}") for i in range(5)]
    second = [sample(f"p{i}", right=False) for i in range(3, 9)]
    (paired,) = compare(runs((first, {}), (second, {})), strict=True).differences
    assert (paired.both, paired.only_base, paired.only_new) == (2, 3, 4)
    assert paired.difference.value == -1
    assert paired.difference.n == 2


def test_runs_of_nothing_in_common_are_not_paired(runs, sample):
    (paired,) = compare(runs(([sample("p1")], {}), ([sample("p2")], {})), strict=True).differences
    assert paired.difference is None
    assert "no problem" in paired.note


def test_different_data_is_never_paired(runs, sample):
    both = runs(([sample()], {}), ([sample()], {"benchmarks": {"made_up": "f1"}}))
    with pytest.raises(InputError, match=r"'f0'.*'f1'"):
        compare(both, strict=True)
    (paired,) = compare(both, strict=False).differences
    assert paired.difference is None
    assert paired.note.startswith("not paired")
    assert "'f0'" in paired.note


def test_different_variants_spare_the_originals(runs, sample):
    samples = [sample(), sample(kind="symbols")]
    both = runs((samples, {}), (samples, {"variants": "v1"}))
    original, symbols = compare(both, strict=False).differences
    assert original.difference is not None
    assert symbols.difference is None
    with pytest.raises(InputError, match=r"made_up \(symbols\).*'f0\+v0'.*'f0\+v1'"):
        compare(both, strict=True)


RECORDED = {"settings": {"backend": "recorded"}}


def test_recordings_of_different_sets_pair_on_equal_golds_and_say_so(runs, sample):
    first = ([sample("p1"), sample("p2")], RECORDED)
    second = ([sample("p2", right=False)], RECORDED | {"benchmarks": {"made_up": "f1"}})
    result = compare(runs(first, second), strict=True)
    assert result.differences[0].both == 1
    (warning,) = result.warnings
    assert "'f0'" in warning
    assert "'f1'" in warning


def test_recordings_with_other_golds_are_refused(runs, sample):
    first = ([sample("p1"), sample("p2")], RECORDED)
    second = ([sample("p2", gold="9")], RECORDED | {"benchmarks": {"made_up": "f1"}})
    with pytest.raises(InputError, match="1 golds differ, first p2's"):
        compare(runs(first, second), strict=True)


def test_identical_responses_are_recognised(runs, sample):
    one = [sample("p1"), sample("p2", right=False)]
    other = [sample("p2", right=False), sample("p1")]
    changed = [sample("p1"), sample("p2", right=False, response="Another text.")]
    differences = compare(runs((one, {}), (other, {}), (changed, {})), strict=True).differences
    assert [item.identical for item in differences] == [False, False, True]


def test_every_run_is_compared_with_every_earlier_one_the_latest_first(runs, sample):
    three = runs(*[([sample()], {})] * 3)
    pairs = [(d.base, d.new) for d in compare(three, strict=True).differences]
    assert pairs == [("run1", "run2"), ("run0", "run2"), ("run0", "run1")]


def test_many_runs_are_compared_with_the_first_only(runs, sample):
    result = compare(runs(*[([sample()], {})] * 5), strict=True)
    assert {item.base for item in result.differences} == {"run0"}
    assert len(result.differences) == 4
    assert "with 5 runs, each is compared with the first, run0" in result.warnings[0]


def test_settings_that_differ_are_named_but_for_the_seed(runs, sample):
    settings = {"temperature": 0.6, "samples": 1, "seed": 2}
    both = runs(([sample()], {}), ([sample()], {"settings": settings, "grader": {"mode": "paper"}}))
    temperature, grader = compare(both, strict=True).warnings
    assert "temperature is 0.6, not 0" in temperature
    assert "'paper', not 'full'" in grader


def test_settings_of_a_benchmark_that_one_run_lacks_are_no_difference(runs, sample):
    def part(temperature, *benchmarks):
        sampling = {name: {"temperature": temperature} for name in benchmarks}
        return [sample(benchmark=name) for name in benchmarks], {"settings": {"sampling": sampling}}

    assert compare(runs(part(0, "a"), part(0, "a", "b")), strict=True).warnings == ()


def test_nested_settings_are_named_by_their_path(runs, sample):
    def part(temperature):
        return [sample()], {"settings": {"sampling": {"made_up": {"temperature": temperature}}}}

    (warning,) = compare(runs(part(0), part(0.6)), strict=True).warnings
    assert "temperature of made_up is 0.6, not 0" in warning


def test_p_values_are_adjusted_over_the_slices(runs, population):
    kinds = {"original": 0.6, "symbols": 0.6, "choices": 0.6}
    both = runs((population(kinds, 80, seed=1), {}), (population(kinds, 80, seed=2), {}))
    differences = compare(both, strict=True).differences
    assert len(differences) == 3
    assert all(item.p_adjusted >= item.difference.p for item in differences)
    assert any(item.p_adjusted > item.difference.p for item in differences)


def test_runs_that_have_nothing_in_common_say_so(write_run, sample) -> None:
    one = read_run(write_run("one", [sample("p1")]))
    other = read_run(write_run("other", [sample("p1", benchmark="elsewhere")]))
    assert compare([one, other], strict=False).warnings == (
        "one and other have no benchmark and kind in common: nothing is compared",
    )
