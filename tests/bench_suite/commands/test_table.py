"""`clipo-bench table`, as a shell runs it."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from clipo_bench import evaluate, load_problems
from clipo_bench.bench_suite.cli import main
from clipo_bench.tasks.benchmarks import GROUPS

Command = Callable[..., tuple[int, str, str]]

METHODS = ("grpo", "gspo", "dapo", "gmpo")
NINE = ["base", *(name + end for name in METHODS for end in ("", "+clipo"))]
TRACK2 = [item.name for item in GROUPS["track2"]]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs the command; returns its exit code, its standard output and standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr("sys.argv", ["clipo-bench", "table", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        return int(stop.value.code or 0), *capfd.readouterr()

    return run


@pytest.fixture
def recorded(tmp_path: Path) -> Callable[[str, Sequence[bool]], Path]:
    """Grades recorded answers to made-up problems, which stand in for a benchmark of track 2."""
    from clipo_bench import grade

    def make(name: str, right: Sequence[bool]) -> Path:
        file = tmp_path / f"{name}.jsonl"
        rows = [
            {"id": str(i), "gold": "4", "response": f"\\boxed{{{4 if good else 5}}}"}
            for i, good in enumerate(right)
        ]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        grade(file, out=tmp_path / "runs" / name, benchmark="aime24")
        return tmp_path / "runs" / name

    return make


def test_every_format_goes_to_standard_output(table: Command, recorded) -> None:
    runs = [recorded("grpo", [False] * 12), recorded("grpo+clipo", [True] * 12)]
    for format, begins in (
        ("text", "Accuracy in percent"),
        ("markdown", "**Accuracy in percent"),
        ("latex", "% Accuracy in percent"),
        ("csv", "method,against,aime24,"),
    ):
        code, out, err = table("--layout", "track2", *runs, "--format", format)
        assert code == 0
        assert out.startswith(begins)
        assert "100" in out or "1.0" in out
        assert ("is better than grpo" in err) == (format == "csv")
    code, out, _ = table("--layout", "track2", *runs, "--json")
    assert json.loads(out)["pairs"][0]["average"]["value"] == 1


def test_pairs_are_named_as_the_runs_are(table: Command, recorded) -> None:
    runs = [f"A={recorded('one', [True] * 4)}", f"B={recorded('two', [True] * 4)}"]
    code, out, _ = table("--layout", "track2", *runs, "--pairs", "A:B")
    assert code == 0
    assert "B and A: no difference is shown" in out
    code, _, err = table("--layout", "track2", *runs, "--pairs", "A:C")
    assert code == 2
    assert "error: --pairs A:C: expected A:B with the names of two runs, of A, B" in err


def test_a_layout_is_needed(table: Command, recorded) -> None:
    assert table(recorded("one", [True]))[0] == 2
    code, _, err = table("--layout", "track3", recorded("two", [True]))
    assert code == 2
    assert "track3" in err


@pytest.mark.real_data
def test_nine_replayed_runs_have_four_pairs(
    table: Command, real_data: Path, tmp_path: Path
) -> None:
    problems = [
        problem
        for name in TRACK2
        for problem in load_problems(name, data_dir=real_data).problems[:2]
    ]
    for place, run in enumerate(NINE):
        # The base solves no problem, grpo the first, grpo+clipo the first two, and so on.
        rows = [
            {"prompt": item.prompt, "response": f"\\boxed{{{item.gold if i < place else 'no'}}}"}
            for i, item in enumerate(problems)
        ]
        file = tmp_path / f"{run}.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        evaluate(
            file, ",".join(TRACK2), out=tmp_path / "runs" / run, backend="replay",
            data_dir=real_data, limit=2, samples=1,
        )  # fmt: skip
    code, out, _ = table(
        "--layout", "track2", *(tmp_path / "runs" / run for run in NINE), "--format", "csv"
    )
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["method"] for row in rows] == [*NINE, *NINE[2::2]]
    assert [row["against"] for row in rows[9:]] == list(METHODS)
    for place, row in enumerate(rows[:9]):
        assert float(row["average"]) == pytest.approx(place / 12, abs=1e-9)
    assert [float(row["average"]) for row in rows[9:]] == pytest.approx([1 / 12] * 4, abs=1e-9)
