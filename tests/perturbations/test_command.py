"""`clipo-bench perturb` as a user runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROBLEMS = ("word_problems", "--limit", 20, "--kinds", "symbols,numbers")


def run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench_suite.cli", "perturb", *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == code, done.stderr
    return done


def test_a_benchmark_becomes_a_variant_set(tmp_path: Path) -> None:
    out = tmp_path / "set"
    done = run(*PROBLEMS, "-k", 2, "--out", out, "--show", 1)
    assert "nothing to rewrite" in done.stdout
    assert "numbers-" in done.stdout
    assert str(out) in done.stderr.replace("\n", "")

    again = run(*PROBLEMS, "-k", 2, "--out", out, "--json")
    manifest = json.loads(again.stdout)
    assert "already holds" in again.stderr
    assert manifest["coverage"]["numbers"]["variants"] == 40
    assert manifest["command"] == [
        "clipo-bench", "perturb", "word_problems", "--kinds", "symbols,numbers",
        "-k", "2", "--seed", "0", "--limit", "20",
    ]  # fmt: skip


def test_bad_input_has_exit_code_2(tmp_path: Path) -> None:
    out = tmp_path / "set"
    unknown = run("word_problems", "--kinds", "symbol", "--out", out, code=2)
    assert "did you mean symbols?" in unknown.stderr
    assert "did you mean math500?" in run("math50", "--out", out, code=2).stderr
    assert not out.exists()
    run(*PROBLEMS, "--out", out)
    assert "seed" in run(*PROBLEMS, "--seed", 1, "--out", out, code=2).stderr


@pytest.mark.real_data
def test_every_multiple_choice_benchmark_is_covered(real_data: Path, tmp_path: Path) -> None:
    least = {"commonsense_qa": 1200, "mmlu2k": 1820, "truthfulqa": 805}
    for name, expected in least.items():
        done = run(name, "--data-dir", real_data, "--kinds", "choices", "--json",
                   "--out", tmp_path / name)  # fmt: skip
        assert json.loads(done.stdout)["coverage"]["choices"]["rewritten"] >= expected
