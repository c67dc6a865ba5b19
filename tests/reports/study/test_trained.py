"""A training of a study, read from made-up folders."""

import json

import pytest

from clipo_bench.reports.study.analysis import MeasureUnit
from clipo_bench.reports.study.trained import (
    comparability_warnings,
    measured_slices,
    measures,
    read_curve,
    read_trained,
)
from clipo_bench.tasks.errors import InputError


@pytest.fixture
def write_metrics(tmp_path):
    def write(name, rewards):
        folder = tmp_path / name
        folder.mkdir()
        lines = [{"phase": "warmup", "step": 0, "reward": 0.9}]
        lines += [{"phase": "train", "step": i, "reward": r} for i, r in enumerate(rewards)]
        (folder / "metrics.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines))
        return folder

    return write


def test_the_curve_leaves_out_the_warm_up_and_ends_with_its_last_fifth(write_metrics):
    curve = read_curve(write_metrics("a", [0.1] * 8 + [0.4, 0.6]))
    assert curve.steps == tuple(range(10))
    assert curve.rewards[0] == 0.1
    assert curve.late == pytest.approx(0.5)
    assert read_curve(write_metrics("b", [0.1, 0.2, 0.4])).late == 0.4


def test_a_training_without_a_step_has_not_finished(write_metrics):
    with pytest.raises(InputError, match="no training step"):
        read_curve(write_metrics("a", []))


def test_no_metrics_are_named(tmp_path):
    with pytest.raises(InputError, match="cannot read the metrics"):
        read_curve(tmp_path)


def test_measures_by_hand(write_metrics, write_run, sample):
    # Originals p1 to p4: 3 of 4 right. Numbers: p1 right twice of two, p2 once of two: 0.75.
    # Symbols: p1 alone, wrong: 0. Perturbed: (0.75 + 0) / 2.
    # Drop: numbers (1 + 1) / 2 - 0.75 = 0.25, symbols 1 - 0 = 1; together 0.625.
    samples = [sample(f"p{i}", right=i < 4) for i in (1, 2, 3, 4)]
    samples += [
        sample("p1", kind="numbers", variant_id="numbers-0"),
        sample("p1", kind="numbers", variant_id="numbers-1"),
        sample("p2", kind="numbers", variant_id="numbers-0"),
        sample("p2", kind="numbers", variant_id="numbers-1", right=False),
        sample("p1", kind="symbols", right=False, tokens=29),
    ]
    run = write_run("run", samples)
    one = read_trained("clipo", 3, write_metrics("a", [0.2, 0.5]), [run])
    assert one.values == pytest.approx(
        {
            "perturbed": 0.375,
            "drop": 0.625,
            "original": 0.75,
            "made_up/numbers": 0.75,
            "made_up/symbols": 0.0,
            "tokens": (8 * 9 + 29) / 9,
            "reward": 0.5,
        }
    )
    units = {measure.name: measure.unit for measure in measures([one])}
    assert list(units) == list(one.values)
    assert [name for name, unit in units.items() if unit is MeasureUnit.TOKENS] == ["tokens"]


def test_what_only_some_were_measured_on_is_left_out(write_metrics, write_run, sample):
    known = read_trained("a", 0, write_metrics("a", [0.5]), [write_run("x", [sample()])])
    unknown = read_trained(
        "b", 0, write_metrics("b", [0.5]), [write_run("y", [sample(tokens=None)])]
    )
    assert [measure.name for measure in measures([known, unknown])] == ["original", "reward"]


def test_single_slices_have_one_name():
    assert measured_slices([("a", "original"), ("a", "numbers")]) == []
    assert measured_slices([("a", "original"), ("a", "numbers"), ("a", "symbols")]) == [
        ("a", "numbers"),
        ("a", "symbols"),
    ]
    assert measured_slices([("a", "original"), ("b", "original"), ("b", "numbers")]) == [
        ("a", "original"),
        ("b", "original"),
    ]


def test_what_was_asked_must_be_the_same(write_metrics, write_run, sample):
    one = read_trained("a", 0, write_metrics("a", [0.5]), [write_run("x", [sample()])])
    other = write_run("y", [sample()], benchmarks={"made_up": "f1"})
    with pytest.raises(InputError, match="a 0 and b 0 were evaluated on different data"):
        comparability_warnings([one, read_trained("b", 0, write_metrics("b", [0.5]), [other])])


def test_arms_of_one_seed_start_alike(write_metrics, write_run, sample):
    run = write_run("x", [sample()])
    trained = [
        read_trained(arm, seed, write_metrics(f"{arm}{seed}", [reward]), [run])
        for arm, seed, reward in (("a", 0, 0.5), ("b", 0, 0.5), ("a", 1, 0.6), ("b", 1, 0.7))
    ]
    (told,) = comparability_warnings(trained)
    assert "already differ in the first step for seed 1," in told
