"""A run folder that cannot be used is refused before a model is loaded for it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clipo_bench.bench_suite import runs
from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.lock import locked

ASKED = {"tasks": "word_problems", "limit": 2, "max_tokens": 8}


class LoadedError(Exception):
    """A model would have been loaded."""


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A finished run of the tiny policy."""
    runs.evaluate(policy_path(), out=tmp_path / "run", **ASKED)
    return tmp_path / "run"


@pytest.fixture
def evaluate(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    def load(*_: object, **__: object) -> None:
        raise LoadedError

    monkeypatch.setattr(runs, "load_model", load)
    return runs.evaluate


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"seed": 5}, r"settings\.seed was 0, is 5"),
        ({"max_tokens": 9}, r"settings\.sampling\.word_problems\.max_tokens was 8, is 9"),
        ({"limit": 3}, r"selection\.limit was 2, is 3"),
        ({"tasks": "word_problems,gsm8k"}, r"gsm8k was none"),
        ({"grader": "paper"}, r"grader\.mode was 'full', is 'paper'"),
        ({"backend": "vllm"}, r"settings\.backend was 'hf', is 'vllm'"),
        ({"dtype": "bfloat16"}, r"settings\.dtype was 'float32', is 'bfloat16'"),
    ],
)
def test_another_run(
    run: Path, evaluate: Callable[..., Any], changes: dict, message: str, tmp_path: Path
) -> None:
    if "gsm8k" in changes.get("tasks", ""):
        own = tmp_path / "sums.jsonl"
        own.write_text('{"question": "2 + 2?", "answer": "4"}\n')
        changes, message = {"tasks": f"word_problems,{own}"}, message.replace("gsm8k", "sums")
    with pytest.raises(InputError, match=rf"holds another run \(.*{message}"):
        evaluate(policy_path(), out=run, **ASKED | changes)


def test_other_weights_under_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = shutil.copytree(policy_path(), tmp_path / "model")
    runs.evaluate(model, out=tmp_path / "run", **ASKED)
    with (model / "model.safetensors").open("r+b") as weights:
        weights.seek(-1, 2)
        weights.write(b"\x01")
    monkeypatch.setattr(runs, "load_model", None)
    with pytest.raises(InputError, match=r"holds another run \(revision was \w{8}, is \w{8}\)"):
        runs.evaluate(model, out=tmp_path / "run", **ASKED)


def test_a_folder_of_somebody_else(evaluate: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(InputError, match="is not the folder of a run"):
        evaluate(policy_path(), out=tmp_path, **ASKED)
    with pytest.raises(InputError, match=r"cannot write .*thesis.txt/run \(Not a directory\)"):
        evaluate(policy_path(), out=tmp_path / "thesis.txt" / "run", **ASKED)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_in_use(run: Path, evaluate: Callable[..., Any]) -> None:
    with locked(run), pytest.raises(InputError, match="in use by another process"):
        evaluate(policy_path(), out=run, **ASKED)


@pytest.mark.parametrize("changes", [{}, {"dtype": "float32"}])
def test_the_same_run_loads_its_model(
    run: Path, evaluate: Callable[..., Any], changes: dict
) -> None:
    with pytest.raises(LoadedError):
        evaluate(policy_path(), out=run, **ASKED | changes)


def test_nothing_is_left_of_a_model_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no model at"):
        runs.evaluate("./nowhere", out=tmp_path / "runs" / "a", **ASKED)
    assert list(tmp_path.iterdir()) == []
