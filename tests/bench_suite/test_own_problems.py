"""A user's own problems: from a jsonl file to variants, and both through an evaluation."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from clipo_bench.bench_suite.cli import app
from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.tasks.benchmarks import own
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.sources import load_file
from clipo_bench.tasks.storage.run_folder import read_manifest, read_samples

OWN = [
    {"id": "ducks", "question": "If $n = 3$ ducks have $m = n + 4$ eggs, what is $m$?",
     "answer": 7, "solution": "$m = 3 + 4 = 7$."},
    {"id": "cats", "question": "How many legs have 2 cats?", "answer": "8"},
]  # fmt: skip


@pytest.fixture
def farm(tmp_path: Path) -> Path:
    path = tmp_path / "farm.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in OWN))
    return path


def run(*arguments: object) -> None:
    CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)


def evaluate(out: Path, *asked: object) -> list[tuple[str, str]]:
    model = ("--model", policy_path(), "--max-tokens", 8)
    run("eval", *model, *asked, "--out", out)
    return [(sample.problem_id, sample.kind) for sample in read_samples(out)]


def test_a_file_and_its_variants_are_evaluated_as_one_benchmark(farm: Path, tmp_path: Path) -> None:
    run("perturb", farm, "--kinds", "symbols", "--out", tmp_path / "set")
    asked = evaluate(tmp_path / "variants", "--variants", tmp_path / "set")
    assert asked == [("ducks", "original"), ("ducks", "symbols")]
    asked = evaluate(tmp_path / "file", "--tasks", f"word_problems,{farm}", "--limit", 2)
    assert asked[2:] == [("ducks", "original"), ("cats", "original")]
    alone, both = (read_manifest(tmp_path / name) for name in ("variants", "file"))
    assert alone.benchmarks == {"farm": both.benchmarks["farm"]}


def test_answers_as_gsm8k_has_them_are_taken_apart(tmp_path: Path) -> None:
    path = tmp_path / "shop.jsonl"
    worked = "They cost 3*400=<<3*400=1200>>1200 dollars."
    answer = {"question": "What do 3 beds of $400 cost?", "answer": f"{worked}\n#### 1,200"}
    path.write_text(json.dumps(answer) + "\n")
    (problem,) = load_file(path).problems
    assert (problem.gold, problem.solution) == ("1200", worked)
    given = {**answer, "solution": "3*400"}
    path.write_text(json.dumps(given) + "\n")
    (problem,) = load_file(path).problems
    assert (problem.gold, problem.solution) == (answer["answer"], "3*400")


def test_names_that_are_taken_are_refused(farm: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be called track1"):
        own("track1")
    other = tmp_path / "other" / farm.name
    other.parent.mkdir()
    other.write_bytes(farm.read_bytes())
    with pytest.raises(InputError, match=r"farm\.jsonl would have one name"):
        evaluate(tmp_path / "run", "--tasks", f"{farm},{other}")
    assert not (tmp_path / "run").exists()
