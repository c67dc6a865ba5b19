"""What a user is told who gives a command the wrong thing, or does not see what it will do."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clipo_bench import InputError
from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.evaluation.evaluate import Evaluation, asked_for

PROBLEMS = [
    {"question": "Let $x + 1 = 3$. Find $x$.", "answer": "2"},
    {"question": "Let $y + 2 = 7$. Find $y$.", "answer": "5"},
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in PROBLEMS))
    return path


@pytest.fixture
def variants(own: Path, tmp_path: Path) -> Path:
    run("perturb", own, "--out", tmp_path / "variants")
    return tmp_path / "variants"


def run(*arguments: object) -> Result:
    """Run a command; what it refuses is raised."""
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


@pytest.mark.parametrize("command", ["compare", "report"])
def test_a_variant_set_is_no_run(command: str, variants: Path) -> None:
    with pytest.raises(InputError, match=r"holds variants, not a run: .* eval --variants"):
        run(command, variants)


@pytest.mark.parametrize("arguments", [["perturb"], ["eval", "--model", "m", "--tasks"]])
def test_a_variant_set_is_no_benchmark(
    arguments: list[str], variants: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(variants.parent)
    with pytest.raises(InputError, match=r"is not a (benchmark|task) but a folder of variants"):
        run(*arguments, "variants", "--out", "out")


@pytest.mark.parametrize("arguments", [["perturb", "show"], ["eval", "--model", "m", "--variants"]])
def test_a_file_is_no_variant_set(arguments: list[str], own: Path, tmp_path: Path) -> None:
    out = [] if "show" in arguments else ["--out", tmp_path / "out"]
    with pytest.raises(InputError, match=r"no folder .*own\.jsonl: expected one that"):
        run(*arguments, own, *out)


def test_a_file_with_other_columns_names_them(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("problem,answer\nHow many?,3\n")
    with pytest.raises(InputError, match=r"no column 'question': it has 'problem', 'answer'\. Re"):
        run("perturb", file, "--out", tmp_path / "out")


def test_wrong_options_of_perturb_name_the_command_that_was_typed() -> None:
    said = run("perturb", "gsm8k", "--ou", "x").output
    assert "Try 'clipo-bench perturb -h' for help." in said
    assert "[[" not in run("perturb", "show", "-h").output


def test_the_number_of_responses_is_told(own: Path, variants: Path) -> None:
    asked = Evaluation.of(f"{own},word_problems", limit=1, samples=16, temperature=1)
    assert asked_for(asked) == (
        "32 responses: word_problems 1 problem x 16 samples, own 1 problem x 16 samples"
    )
    made = Evaluation.of(variants=variants)
    assert asked_for(made) == "4 responses: own 4 problems and variants"


@pytest.mark.real_data
def test_a_benchmarks_own_file_is_recognised(real_data: Path, tmp_path: Path) -> None:
    arguments = ("--kinds", "names", "--limit", "3", "--out", tmp_path / "out")
    said = run("perturb", real_data / "gsm8k" / "test.jsonl", *arguments).stderr
    assert "test.jsonl is the data of the benchmark gsm8k: to compare" in " ".join(said.split())
    with pytest.raises(InputError, match="for a benchmark's own file, give the benchmark's name"):
        run("perturb", real_data / "clipo" / "test" / "aime.parquet", *arguments)
