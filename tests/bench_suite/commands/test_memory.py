"""`clipo-bench memory`, with run folders and end to end."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clipo_bench import policy_path
from clipo_bench.bench_suite.cli import main
from clipo_bench.bench_suite.memory_run import run_memory
from clipo_bench.bench_suite.study.evaluation import StudyEvaluation
from clipo_bench.tasks.errors import InputError

Command = Callable[..., tuple[int, str, str]]

QUESTIONS = [
    {
        "question": f"Ada has {a} boxes of {b} pens. She gives {c} pens away. "
        "How many pens does Ada have left?",
        "answer": str(a * b - c),
        "solution": f"{a} * {b} = {a * b}\n{a * b} - {c} = {a * b - c}\n\\boxed{{{a * b - c}}}",
    }
    for a, b, c in ((3, 4, 5), (6, 7, 8), (5, 9, 4))
]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs the command; returns its exit code, its standard output and standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["clipo-bench", "memory", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        return int(stop.value.code or 0), *capfd.readouterr()

    return run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in QUESTIONS), encoding="utf-8")
    return path


def test_end_to_end_asks_both_models_the_same_and_resumes(
    memory: Command, own: Path, tmp_path: Path
) -> None:
    asked = ("--base", policy_path(), "--new", policy_path(), "--tasks", own, "-k", "2",
             "--max-tokens", "24", "--out", tmp_path / "out", "--json")  # fmt: skip
    _, first, _ = memory(*asked, "--markdown", tmp_path / "memory.md")
    result = json.loads(first)
    pooled = result["contrasts"][0]
    assert (pooled["benchmark"], pooled["kind"]) == ("all", "numbers")
    assert (pooled["problems"], pooled["variants"], pooled["points"]["n"]) == (3, 6, 3)
    assert pooled["points"]["value"] == 0  # it is the same model
    assert "clipo-bench memory" in (tmp_path / "memory.md").read_text(encoding="utf-8")
    journal = tmp_path / "out" / "runs" / "new" / "responses.jsonl"
    before = journal.read_bytes()
    assert json.loads(memory(*asked)[1]) == result
    assert journal.read_bytes() == before
    _, again, _ = memory(*(tmp_path / "out" / "runs" / name for name in ("base", "new")), "--json")
    assert json.loads(again)["contrasts"] == result["contrasts"]


def test_several_trained_models_are_seeds(memory: Command, own: Path, tmp_path: Path) -> None:
    _, printed, _ = memory(
        "--base", policy_path(), "--new", policy_path(), "--new", policy_path(), "--tasks", own,
        "-k", "1", "--max-tokens", "8", "--out", tmp_path / "out", "--json",
    )  # fmt: skip
    found = json.loads(printed)
    assert found["runs"] == ["new-1", "new-2"]
    assert found["seeds"]["n"] == 2


@pytest.mark.parametrize(
    "arguments",
    [(), ("base",), ("--base", "m"), ("base", "new", "--base", "m", "--new", "m", "--tasks", "t")],
)
def test_incomplete_arguments_are_refused(memory: Command, arguments: tuple[str, ...]) -> None:
    code, _, error = memory(*arguments)
    assert code == 2
    assert "BASE NEW" in error


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--limit", 5), "--limit:"),
        (("--samples", 4, "-k", 4, "--grader", "paper"), "-k, --samples, --grader:"),
        (("--out", "place"), "--out:"),
    ],
)
def test_options_of_new_runs_are_refused_beside_finished_ones(
    memory: Command, options: tuple[object, ...], names: str
) -> None:
    code, _, error = memory("base", "new", *options, "--margin", 3)
    assert code == 2
    assert f"{names} beside finished runs" in error


def test_a_failed_step_ends_with_its_code(memory: Command, own: Path, tmp_path: Path) -> None:
    code, _, error = memory(
        "--base", tmp_path / "no_model", "--new", policy_path(), "--tasks", own,
        "--out", tmp_path / "out",
    )  # fmt: skip
    assert code == 2
    assert "no_model" in error


def test_what_eval_takes_is_passed_on(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: list[list[str]] = []
    monkeypatch.setattr(
        "clipo_bench.bench_suite.memory_run.run_command",
        lambda command, **_: typed.append([str(one) for one in command]),
    )
    asked = StudyEvaluation(benchmark=str(own), kinds=("numbers",), backend="api", top_p=0.5)
    ways = {"prompt": "raw", "system": "Be brief.", "names": ["old", "now"]}
    urls = "http://localhost:1", ["http://localhost:2"]
    run_memory(*urls, asked, tmp_path, "full", served=["a", "b"], **ways)
    shared = "--top-p 0.5 --out {} --prompt raw --system Be brief. --served-model {} --grader full"
    for command, folder, served, name in zip(
        typed[1:], ("base", "new"), "ab", ("old", "now"), strict=True
    ):
        end = shared.format(tmp_path / "runs" / folder, served) + f" --name {name}"
        assert " ".join(command).endswith(end)
    run_memory(*urls, asked, tmp_path, "full", served=["a"])
    assert [one[one.index("--served-model") + 1] for one in typed[4:]] == ["a", "a"]
    for wrong, message in (
        ({"served": ["a", "b", "c"]}, "served_model is given 3 times for 2 models"),
        ({"names": ["a"]}, "name is given 1 times for 2 models"),
        ({"names": ["a", "a"]}, "name is a, a: expected different names"),
    ):
        with pytest.raises(InputError, match=message):
            run_memory(*urls, asked, tmp_path, "full", **wrong)
