"""Power: draws are of what is assumed, and decisions are the gate's."""

import json

import numpy as np
import pytest

from clipo_bench.reports.gate import Decision, gate
from clipo_bench.reports.gate_power import Assumed, Shape, outcomes, plan, scores, shapes_of
from clipo_bench.reports.run import read_runs
from clipo_bench.tasks.errors import InputError

PLAN = {
    "samples": 16, "drop": 0.03, "margin": 0.02, "alpha": 0.05, "accuracy": 0.5,
    "assumed": Assumed(), "draws": 200, "seed": 0,
}  # fmt: skip


@pytest.mark.parametrize("consistency", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("drop", [0.0, 0.05])
def test_draws_have_the_means_that_are_assumed(consistency, drop):
    shape = Shape("a", 2000, 2000, 1, 4, 0.6)
    base, new = scores(np.random.default_rng(0), shape, Assumed(consistency, 0.2), drop, 40)
    assert base.mean() == pytest.approx(0.6, abs=0.01)
    assert new.mean() == pytest.approx(0.6 - drop, abs=0.01)


def test_decisions_are_those_of_the_gate(write_run, sample):
    """On 12 draws of two benchmarks, as run folders."""
    rng = np.random.default_rng(5)
    shapes = [Shape("a", 150, 150, 1, 1, 0.9), Shape("b", 60, 60, 1, 1, 0.8)]
    drawn = [scores(rng, shape, Assumed(), 0.03, 12) for shape in shapes]
    passes, fails = outcomes([new - base for base, new in drawn], 0.03, 0.05)
    said = []
    for draw in range(12):
        runs = [
            write_run(
                f"{name}{draw}",
                [
                    sample(f"p{n}", right=right == 1, benchmark=shape.name, response=name)
                    for shape, pair in zip(shapes, drawn, strict=True)
                    for n, right in enumerate(pair[side][draw])
                ],
            )
            for side, name in enumerate(("base", "new"))
        ]
        said.append(gate(*read_runs(runs), 0.03).decision)
    assert [one is Decision.PASS for one in said] == list(passes)
    assert [one is Decision.FAIL for one in said] == list(fails)
    assert len(set(said)) > 1


def test_families_are_templates():
    shapes = {shape.name: shape for shape in shapes_of("track1", None, 0.5)}
    assert (shapes["gsm_symbolic"].families, shapes["gsm_symbolic"].instances) == (100, 50)
    assert (shapes["gsm8k"].families, shapes["gsm8k"].samples) == (1319, 1)


def test_own_files_are_counted(tmp_path):
    path = tmp_path / "mine.jsonl"
    rows = [{"question": f"What is {n} + 1?", "answer": str(n + 1)} for n in range(7)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    own, known = shapes_of(f"aime24,{path}", 2, 0.5)
    assert (own.name, own.problems, own.samples) == ("mine", 7, 2)
    assert known.name == "aime24"


@pytest.mark.parametrize("tasks", ["", " ", ",", " , "])
def test_no_benchmark_at_all_is_refused(tasks):
    with pytest.raises(InputError, match="no benchmark is given"):
        plan(tasks, **PLAN)


def test_more_samples_show_smaller_drops():
    few, many = (plan("track2", **PLAN | {"samples": k}) for k in (1, 16))
    for one, other in zip(few.detectable, many.detectable, strict=True):
        assert one.detectable > other.detectable
    assert [row.name for row in many.detectable[-2:]] == ["micro", "macro"]
    assert many.equal.passes > few.equal.passes > 0
    assert many.worse.fails > many.equal.fails


def test_the_same_seed_gives_the_same():
    assert plan("aime24,amc23", **PLAN) == plan("aime24,amc23", **PLAN)


@pytest.mark.parametrize(
    ("name", "value"),
    [("accuracy", 1.0), ("drop", 0.6), ("margin", -0.1), ("alpha", 0.5), ("assumed", Assumed(2.0))],
)
def test_what_is_out_of_range_is_refused(name, value):
    with pytest.raises(InputError, match="expected"):
        plan("aime24", **PLAN | {name: value})
