"""A disk that is full: a command names the place, ends with 2 and leaves no half file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from clipo_bench.bench_suite.trainer import policy_path

# As many bytes as a file may have, which ends a write as a full disk does.
LIMIT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, -1))
from clipo_bench.bench_suite.cli import main
sys.exit(main())
"""


def run(size: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    code = LIMIT.format(size=size)
    command = [sys.executable, "-P", "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recording.jsonl"
    rows = [{"id": n, "gold": "4", "text": f"{n}: " + r"\boxed{4}"} for n in range(200)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def grade(size: int, recording: Path, out: Path) -> subprocess.CompletedProcess[str]:
    names = ("--id", "id", "--gold", "gold", "--response", "text")
    return run(size, "grade", recording, *names, "--out", out)


def expect_named(result: subprocess.CompletedProcess[str], folder: Path) -> None:
    assert result.returncode == 2, result.stderr
    assert "cannot write" in result.stderr
    assert "File too large" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(folder.rglob("*.tmp"))


def test_grade(recording: Path, tmp_path: Path) -> None:
    expect_named(grade(1000, recording, tmp_path / "run"), tmp_path)
    assert grade(10**9, recording, tmp_path / "run").returncode == 0


def test_eval(tmp_path: Path) -> None:
    asked = ("--model", policy_path(), "--tasks", "word_problems", "--limit", 40)
    command = ("eval", *asked, "--max-tokens", 8, "--out", tmp_path / "run")
    expect_named(run(2000, *command), tmp_path)
    assert run(10**9, *command).returncode == 0


def test_report(recording: Path, tmp_path: Path) -> None:
    grade(10**9, recording, tmp_path / "run")
    expect_named(run(1000, "report", tmp_path / "run", "-o", tmp_path / "a.html"), tmp_path)
    assert not (tmp_path / "a.html").exists()


@pytest.mark.parametrize("size", [100, 3000, 100_000, 1_500_000])
def test_train(size: int, tmp_path: Path) -> None:
    """Whatever is written first that does not fit: settings, the card, weights, the state."""
    settings = (
        "--set",
        "prompts_per_batch=2",
        "--set",
        "group_size=2",
        "--set",
        "max_response_tokens=4",
    )
    command = ("train", "--method", "grpo", "--preset", "tiny", *settings, "--set", "steps=1")
    result = run(size, *command, "--out", tmp_path / "run")
    expect_named(result, tmp_path)
    assert not (tmp_path / "run" / "last").exists()
