import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clipo_bench.bench_suite.commands.tasks import app
from clipo_bench.tasks.benchmarks import BENCHMARKS
from clipo_bench.tasks.errors import InputError


def output(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_every_benchmark_is_listed_with_its_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    lines = output("list").splitlines()
    for benchmark in BENCHMARKS.values():
        (line,) = [line for line in lines if line.split()[0] == benchmark.name]
        assert str(benchmark.problems) in line
        assert benchmark.licence in line
        assert benchmark.source in line
    assert "track 1: 1 sample, greedy, at most 2048 tokens" in lines
    assert "track 2: 16 samples, temperature 0.6, top-p 0.95, at most 4096 tokens" in lines


def test_the_list_as_json() -> None:
    entries = {entry["name"]: entry for entry in json.loads(output("list", "--json"))}
    assert list(entries) == list(BENCHMARKS)
    assert entries["aime24"]["track"] == 2
    assert entries["aime24"]["settings"] == {
        "samples": 16, "temperature": 0.6, "top_p": 0.95, "max_tokens": 4096,
    }  # fmt: skip
    assert entries["gsm8k"]["hub"]["id"] == "openai/gsm8k"
    assert entries["word_problems"]["hub"] is None


def test_a_folder_with_none_of_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no benchmark found in"):
        output("list", "--data-dir", str(tmp_path))
    shown = " ".join(output("show", "aime24", "--data-dir", str(tmp_path)).split())
    assert f"error: no aime24 in {tmp_path}" in shown


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        output("list", "--data-dir", str(tmp_path / "nowhere"))


def test_the_path_holds_a_task_for_every_benchmark() -> None:
    folder = Path(output("path").rstrip("\n"))
    for name in BENCHMARKS:
        assert (folder / f"clipo_{name}.yaml").is_file()


def test_one_benchmark_is_shown_with_its_instruction() -> None:
    text = output("show", "mmlu2k")
    assert "cais/mmlu (all)" in text
    assert "output the final answer (eg, A, B, C, D) within \\boxed{}." in text
    assert json.loads(output("show", "mmlu2k", "--json"))["problems"] == 1999


def test_an_unknown_benchmark_gets_the_nearest_name() -> None:
    with pytest.raises(InputError, match="did you mean mmlu2k"):
        output("show", "mmlu")


@pytest.mark.real_data
def test_all_real_copies_are_known(real_data: Path) -> None:
    entries = json.loads(output("list", "--json", "--data-dir", str(real_data)))
    assert all(entry["found"]["known"] for entry in entries)
