"""Methods by benchmarks: nine runs, against plain pandas."""

import io
import itertools

import numpy as np
import pandas as pd
import pytest

from clipo_bench.reports.folders import table
from clipo_bench.reports.render.paper_formats import comma_separated
from clipo_bench.tasks.benchmarks import GROUPS
from clipo_bench.tasks.errors import InputError

TRACK2 = [item.name for item in GROUPS["track2"]]
METHODS = ("grpo", "gspo", "dapo", "gmpo")
NINE = ["base", *(name + end for name in METHODS for end in ("", "+clipo"))]


def by_pandas(folders):
    """Accuracy by run and benchmark, and per problem: without any of our code."""
    frames = []
    for folder in folders:
        frame = pd.read_parquet(folder / "samples.parquet")
        frames.append(frame.assign(run=folder.name, right=frame["outcome"] == "correct"))
    problems = (
        pd.concat(frames).groupby(["run", "benchmark", "problem_id"])["right"].mean().astype(float)
    )
    return problems, problems.groupby(["run", "benchmark"]).mean().unstack()


def test_nine_runs_are_the_track_2_table_and_equal_pandas(nine_table, nine_runs):
    problems, accuracy = by_pandas(nine_runs)
    assert nine_table.benchmarks == tuple(TRACK2)
    assert [row.run for row in nine_table.rows] == NINE
    for row in nine_table.rows:
        for name in TRACK2:
            found = row.accuracies[name].estimate.value
            assert abs(found - accuracy.loc[row.run, name]) < 1e-9
        assert abs(row.average.value - accuracy.loc[row.run, TRACK2].mean()) < 1e-9
    assert [(pair.base, pair.new) for pair in nine_table.pairs] == [
        (name, f"{name}+clipo") for name in METHODS
    ]
    for pair in nine_table.pairs:
        change = problems[pair.new] - problems[pair.base]
        centres, squares = [], []
        for name in TRACK2:
            d = change[name]
            found = pair.differences[name].difference
            assert abs(found.value - d.mean()) < 1e-9
            n = len(d) + 2  # Agresti & Min: two more pairs, of which one differs
            centre = d.sum() / n
            error = np.sqrt(((d**2).sum() + 1) / n - centre**2) / np.sqrt(n)
            assert abs(found.low - (centre - 1.959963984540054 * error)) < 1e-9
            centres.append(centre)
            squares.append(error**2)
        assert abs(pair.average.value - change.groupby("benchmark").mean().mean()) < 1e-9
        half = 1.959963984540054 * np.sqrt(sum(squares)) / len(TRACK2)
        assert abs(pair.average.high - (np.mean(centres) + half)) < 1e-9


def test_the_csv_holds_the_same_unrounded(nine_table, nine_runs):
    _, accuracy = by_pandas(nine_runs)
    read = pd.read_csv(io.StringIO(comma_separated(nine_table)))
    rows = read[read["against"].isna()].set_index("method")
    assert list(rows.index) == NINE
    for name, run in itertools.product(TRACK2, NINE):
        assert abs(rows.loc[run, name] - accuracy.loc[run, name]) < 1e-9
    changes = read[read["against"].notna()]
    assert list(zip(changes["against"], changes["method"], strict=True)) == [
        (name, f"{name}+clipo") for name in METHODS
    ]
    assert changes["average_p"].between(0, 1).all()


def test_pairs_can_be_given_in_place_of_names(nine_runs):
    (pair,) = table(nine_runs[:3], "track2", ["base:grpo"]).pairs
    assert (pair.base, pair.new) == ("base", "grpo")


def test_a_run_that_lacks_a_benchmark_has_no_average(write_run, sample):
    both = [sample(benchmark="aime24"), sample(benchmark="amc23")]
    folders = [write_run("grpo", both), write_run("grpo+clipo", both[:1])]
    result = table(folders, "track2")
    assert result.benchmarks == ("aime24", "amc23")
    assert set(result.left_out) == set(TRACK2) - {"aime24", "amc23"}
    first, second = result.rows
    assert first.average.value == 1
    assert second.average is None
    assert list(second.accuracies) == ["aime24"]
    (pair,) = result.pairs
    assert pair.average is None
    assert list(pair.differences) == ["aime24"]


def test_variants_and_other_benchmarks_do_not_count(write_run, sample):
    samples = [
        sample(benchmark="aime24"),
        sample(benchmark="aime24", kind="symbols", right=False),
        sample(benchmark="gsm8k", right=False),
    ]
    (row,) = table([write_run("a", samples)], "track2").rows
    assert {name: item.estimate.value for name, item in row.accuracies.items()} == {"aime24": 1}
    assert row.accuracies["aime24"].problems == 1


def test_a_run_of_nothing_in_the_layout_is_refused(write_run, sample):
    with pytest.raises(InputError, match="a has no responses to track1: expected some of gsm8k"):
        table([write_run("a", [sample(benchmark="aime24")])], "track1")


def test_rows_of_different_data_are_refused_though_they_are_no_pair(write_run, sample):
    one = sample(benchmark="aime24")
    folders = [
        write_run("a", [sample(benchmark="amc23")]),
        write_run("b", [one]),
        write_run("c", [one], benchmarks={"aime24": "f1"}),
    ]
    with pytest.raises(InputError, match="b and c were evaluated on different data for aime24"):
        table(folders, "track2")


def test_what_keeps_rows_from_being_alike_is_said(write_run, sample):
    first = [sample(f"p{i}", benchmark="aime24") for i in range(3)]
    folders = [
        write_run("grpo", first),
        write_run("grpo+clipo", first[:2], settings={"temperature": 1, "samples": 1, "seed": 1}),
    ]
    said = "\n".join(table(folders, "track2").warnings)
    assert "grpo: responses per problem are 1, in the paper 16, on aime24" in said
    assert "aime24: runs were not asked the same number of problems: 3 of grpo, 2 of" in said
    assert "paired on the 2 problems that both were asked" in said
    assert "every response is the same" in said
    assert "temperature is 1, not 0" in said


def test_p_values_are_adjusted_over_the_whole_table(nine_table):
    raw, adjusted = [], []
    for pair in nine_table.pairs:
        for item in pair.differences.values():
            raw.append(item.difference.p)
            adjusted.append(item.p_adjusted)
        raw.append(pair.average.p)
        adjusted.append(pair.p_adjusted)
    order = np.argsort(raw)
    steps = np.array(raw)[order] * len(raw) / np.arange(1, len(raw) + 1)
    expected = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1)
    assert np.array(adjusted)[order] == pytest.approx(expected)
