import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clipo_bench.bench_suite import cli
from clipo_bench.bench_suite.process import is_out_of_memory

COMMAND = [sys.executable, "-P", "-m", "clipo_bench"]


def test_a_reader_that_has_gone_is_no_failed_gate() -> None:
    """`| true`: whatever is printed, the exit code is the command's own."""
    reading, writing = os.pipe()
    os.close(reading)
    for arguments in (["tasks", "list"], ["perturb", "kinds", "--json"], ["--help"]):
        result = subprocess.run(
            [*COMMAND, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False
        )
        assert (result.returncode, result.stderr) == (0, b"")
    os.close(writing)


@pytest.mark.parametrize("arguments", [["gate", "none", "none"], ["gate"], ["--nope"]])
def test_a_reader_of_messages_that_has_gone_changes_no_exit_code(arguments: list[str]) -> None:
    """`2>&1 | head -1`: bad input stays 2, never 1."""
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run([*COMMAND, *arguments], stdout=writing, stderr=writing, check=False)
    os.close(writing)
    assert result.returncode == 2


@pytest.mark.parametrize("arguments", [["tasks", "list", "--json"], ["perturb", "kinds", "--json"]])
def test_results_that_cannot_be_printed_are_no_success(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 2
    assert "cannot write standard output (No space left on device)" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_encoding_without_our_characters_replaces_them(tmp_path: Path) -> None:
    problems = tmp_path / "own.jsonl"
    problems.write_text('{"question": "Let $x = 3$ be α. What is $x + 1$?", "answer": "4"}\n')
    command = ["perturb", str(problems), "--kinds", "symbols", "--out", str(tmp_path / "v")]
    result = subprocess.run(
        [*COMMAND, *command, "--show", "1"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert b"?" in result.stdout
    assert result.stdout.isascii()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_training_that_is_ended_saves_its_step_and_resumes(
    how: signal.Signals, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    settings = [
        "prompts_per_batch=2",
        "group_size=2",
        "max_response_tokens=8",
        "steps=100000",
        "save_every=100000",
    ]
    command = [
        *COMMAND, "train", "--method", "grpo", "--preset", "tiny", "--out", str(out),
        *(word for one in settings for word in ("--set", one)),
    ]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    metrics = out / "metrics.jsonl"
    while not (metrics.exists() and metrics.read_text().count("\n") >= 3):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(how)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert (out / "last" / "state.pt").exists()


class OutOfMemoryError(RuntimeError):
    """As torch calls its own."""


@pytest.mark.parametrize("error", [MemoryError("all gone"), OutOfMemoryError("CUDA: all gone")])
def test_short_memory_is_no_bug(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run_out(**_: object) -> None:
        raise error

    assert is_out_of_memory(error)
    monkeypatch.setattr(cli, "app", run_out)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 75
    assert "out of memory" in (said := capsys.readouterr().err)
    assert "all gone" in said
    assert "Traceback" not in said
