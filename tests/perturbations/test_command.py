"""`clipo-bench perturb` as a user runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LINES = [
    {"question": "If $x = 2$ and $y = x + 1$, what is $xy$?", "answer": "6"},
    {"question": "Which fruit?", "answer": "B", "choices": ["fig", "plum", "pear"]},
    {"question": "How many nuts are 3 nuts?", "answer": "3"},
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench_suite.cli", "perturb", *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == code, done.stderr
    return done


def test_a_file_becomes_a_variant_set(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    done = run(own, "-k", 2, "--out", out, "--show", 1)
    assert "nothing to rewrite" in done.stdout
    assert "symbols-0" in done.stdout
    assert str(out) in done.stderr.replace("\n", "")

    again = run(own, "-k", 2, "--out", out, "--json")
    manifest = json.loads(again.stdout)
    assert "already holds" in again.stderr
    assert manifest["coverage"]["choices"]["variants"] == 2
    assert manifest["command"] == [
        "clipo-bench",
        "perturb",
        "own",
        "--kinds",
        "symbols,choices",
        "-k",
        "2",
        "--seed",
        "0",
    ]


def test_bad_input_has_exit_code_2(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    assert "did you mean symbols?" in run(own, "--kinds", "symbol", "--out", out, code=2).stderr
    assert "no file" in run(tmp_path / "no.jsonl", "--out", out, code=2).stderr
    assert "did you mean math500?" in run("math50", "--out", out, code=2).stderr
    assert not out.exists()
    run(own, "--out", out)
    assert "seed" in run(own, "--seed", 1, "--out", out, code=2).stderr


@pytest.mark.real_data
def test_every_multiple_choice_benchmark_is_covered(real_data: Path, tmp_path: Path) -> None:
    least = {"commonsense_qa": 1200, "mmlu2k": 1820, "truthfulqa": 805}
    for name, expected in least.items():
        done = run(name, "--data-dir", real_data, "--kinds", "choices", "--json",
                   "--out", tmp_path / name)  # fmt: skip
        assert json.loads(done.stdout)["coverage"]["choices"]["rewritten"] >= expected
