"""The training splits, from the CLIPO paper's files and from the hub's columns."""

import json
from pathlib import Path

import pytest

from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.sources import load
from clipo_bench.tasks.training_sets import TRAINING_SETS


@pytest.mark.real_data
@pytest.mark.parametrize("training", TRAINING_SETS.values(), ids=list(TRAINING_SETS))
def test_the_real_copy_is_whole_and_known(real_data: Path, training) -> None:
    loaded = load(training, real_data)
    assert len(loaded.problems) == training.problems
    assert loaded.known
    assert all("\\boxed" not in p.gold or p.gold.endswith(".") for p in loaded.problems)


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "test"), [("gsm8k", "gsm8k"), ("math", "math500")])
def test_no_training_problem_is_a_test_problem(real_data: Path, name: str, test: str) -> None:
    training = {p.id for p in load(TRAINING_SETS[name], real_data).problems}
    assert not training & {p.id for p in load(find(test), real_data).problems}


@pytest.mark.real_data
def test_gsm8k_has_its_worked_solutions(real_data: Path) -> None:
    loaded = load(TRAINING_SETS["gsm8k"], real_data)
    assert all(p.solution for p in loaded.problems)


def test_maths_gold_is_the_last_box_of_its_solution(tmp_path: Path) -> None:
    from clipo_bench.tasks.sources.files import jsonl_rows, read_rows

    file = tmp_path / "rows.jsonl"
    row = {"problem": "What?", "solution": "It is \\boxed{1}, so \\boxed{\\frac{1}{2}}."}
    file.write_text(json.dumps(row))
    training = TRAINING_SETS["math"]
    (read,) = read_rows(jsonl_rows(file), training.read, training.clean)
    assert (read.gold, read.solution) == ("\\frac{1}{2}", row["solution"])
