"""Files that tools wrote go in with one command each; files/README.md says how they were made."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.recorded.formats import FORMATS
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.run_folder import read_manifest, read_samples

FILES = Path(__file__).parent / "files"
PROBLEMS = ("--problems", FILES / "problems.jsonl")

# The last of six ends within a formula, so it was cut, whether the tool recorded that or not.
OUTCOMES = {"correct": 4, "truncated": 1, "wrong": 1}

COMMANDS = [
    ("columns.csv", (), "columns", OUTCOMES),
    ("evalscope_predictions.jsonl", PROBLEMS, "evalscope-predictions", OUTCOMES),
    ("evalscope_reviews.jsonl", (), "evalscope-reviews", OUTCOMES),
    ("inspect.eval", (), "inspect", OUTCOMES),
    ("inspect.json", (), "inspect", OUTCOMES),
    ("lighteval.parquet", (), "lighteval", OUTCOMES),
    ("lighteval_old.parquet", (), "lighteval-old", OUTCOMES),
    ("lm_eval.jsonl", (), "lm-eval", OUTCOMES),
    ("lm_eval.jsonl", ("--filter", "flexible"), "lm-eval", OUTCOMES),
    ("lm_eval_clipo.jsonl", (), "lm-eval-clipo", {"correct": 6}),
    ("matharena", (), "matharena", OUTCOMES),
    ("matharena_outputs.jsonl", (), "matharena-outputs", OUTCOMES),
    ("messages.json", ("--gold", "answer", "--sample", "sample"), "messages", OUTCOMES),
    ("openai.jsonl", ("--gold", "answer"), "openai", OUTCOMES),
    ("openai_batch.jsonl", PROBLEMS, "openai-batch", OUTCOMES),
    ("opencompass.json", (), "opencompass", OUTCOMES),
    ("trl.parquet", ("--gold", "answer"), "trl", OUTCOMES),
    ("trl.parquet", PROBLEMS, "trl", OUTCOMES),
    ("verl.jsonl", (), "verl", OUTCOMES),
]


def grade(file: Path, out: Path, *options: object) -> str:
    """Run the command; what it says on stderr comes first, then its JSON."""
    arguments = ["grade", file, *options, "--out", out, "--json"]
    result = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(("name", "options", "format", "outcomes"), COMMANDS)
def test_one_command_grades_a_file(tmp_path, name, options, format, outcomes):
    output = grade(FILES / name, tmp_path / "run", *options)
    assert f"read as {format}: 6 responses to 3 problems" in output
    slices = json.loads(output[output.index("{") :])["slices"]
    ((benchmark, kinds),) = slices.items()
    assert benchmark == ("word_problems" if format == "lm-eval-clipo" else "recorded")
    metrics = kinds["original"]
    assert (metrics["problems"], metrics["samples"]) == (3, 6)
    assert metrics["outcomes"] == outcomes
    samples = read_samples(tmp_path / "run")
    assert sorted(sample.sample_index for sample in samples) == [0, 0, 0, 1, 1, 1]


def test_every_format_but_our_own_has_a_file():
    own = {"clipo-bench", "clipo-bench-journal"}
    assert {format for _, _, format, _ in COMMANDS} | own == {one.name for one in FORMATS}


def test_the_docs_have_a_command_for_each_format():
    page = (Path(__file__).parents[3] / "docs" / "recordings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| .* \| `clipo-bench grade .*` \|$", page, re.MULTILINE)
    assert set(rows) == {one.name for one in FORMATS}


def test_a_run_of_ours_is_graded_again_by_another_rule(tmp_path):
    grade(FILES / "columns.csv", tmp_path / "run", "--benchmark", "sums")
    output = grade(tmp_path / "run" / "samples.parquet", tmp_path / "paper", "--grader", "paper")
    assert "read as clipo-bench: 6 responses to 3 problems" in output
    outcomes = sorted(sample.outcome for sample in read_samples(tmp_path / "paper"))
    assert (
        read_manifest(tmp_path / "paper").benchmarks == read_manifest(tmp_path / "run").benchmarks
    )
    assert outcomes == ["correct"] * 3 + ["no_answer"] * 2 + ["truncated"]


def test_golds_that_a_list_holds_are_all_right(tmp_path):
    grade(FILES / "inspect.eval", tmp_path / "run")
    half = [sample for sample in read_samples(tmp_path / "run") if sample.problem_id == "half"]
    assert [sample.outcome for sample in half] == ["correct", "correct"]
    assert {sample.gold for sample in half} == {'["4.5", "9/2"]'}


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("evalscope_predictions.jsonl", (), "line 1 has no right answer: they lie in its reviews/"),
        ("trl.parquet", (), "row 0 has no right answer: have a reward function log one"),
        ("openai_batch.jsonl", (), "line 1 has no right answer: a batch's output has none"),
        ("lm_eval_choice.jsonl", (), "holds likelihoods of options and no generated text"),
        ("lm_eval.jsonl", ("--filter", "none"), "no filter 'none'; it has flexible, strict-match"),
        ("verl.jsonl", ("--filter", "none"), "is read as verl, which has no filters"),
        ("verl.jsonl", ("--format", "trl"), "line 1 has no prompt, completion, which"),
        ("verl.jsonl", ("--format", "sql"), "unknown format 'sql': expected one of clipo-bench, "),
        ("verl.jsonl", ("--sample", "n"), "line 1 has no column 'n'; it has input, output"),
        ("problems.jsonl", (), "of no known format: it has id, question, answer; `clipo"),
        ("made_by", (), "has no file in it that ends in .jsonl"),
    ],
)
def test_what_cannot_be_read_says_what_is_missing(tmp_path, name, options, message):
    arguments = ["grade", FILES / name, *options, "--out", tmp_path / "run"]
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert isinstance(result.exception, InputError)
    assert message in str(result.exception)
    assert not (tmp_path / "run").exists()
