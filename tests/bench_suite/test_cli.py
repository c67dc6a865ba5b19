import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clipo_bench.bench_suite import cli
from clipo_bench.bench_suite.trainer import policy_path
from clipo_bench.tasks.errors import InputError

HEAVY = (
    "torch",
    "transformers",
    "datasets",
    "vllm",
    "lm_eval",
    "pandas",
    "pyarrow",
    "sympy",
    "rich",
)
COMMANDS = (
    "quickstart", "tasks", "perturb", "train", "eval", "grade", "report", "compare", "table",
    "power", "gate",
)  # fmt: skip


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "clipo_bench", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_names_every_command() -> None:
    result = run("--help")
    assert result.returncode == 0
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)


def test_the_start_imports_nothing_heavy() -> None:
    code = (
        "import sys, clipo_bench.bench_suite.cli\n"
        "sys.argv[1:] = ['--help']\n"
        "try: clipo_bench.bench_suite.cli.main()\n"
        f"finally: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--tasks", "aime42"], "unknown task 'aime42': did you mean aime2"),
        (["--tasks", "aime24", "--data-dir", "nowhere"], "no folder nowhere"),
        (["--tasks", "word_problems", "--samples", "2"], "give --temperature above 0"),
        (["--tasks", "word_problems", "--limit", "0"], "--limit"),
        (["--variants", "nowhere"], "no folder nowhere"),
        (["--tasks", "word_problems", "--backend", "replay", "--batch-size", "4"], "--batch-size"),
        (["--tasks", "word_problems", "--dtype", "int3"], "--dtype"),
        ([], "give either --tasks or --variants"),
    ],
)
def test_bad_input_is_named_and_exits_2(arguments: list[str], message: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    result = run("eval", "--model", str(policy_path()), "--out", str(out), *arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert not out.exists()


def test_a_model_that_is_none_exits_2(tmp_path: Path) -> None:
    result = run(
        "eval", "--model", str(tmp_path), "--tasks", "word_problems", "--out", str(tmp_path / "r")
    )
    assert result.returncode == 2
    assert "is not a model: it has no config.json" in result.stderr


def test_damaged_weights_exit_2(tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(policy_path(), model)
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    out = str(tmp_path / "run")
    result = run("eval", "--model", str(model), "--tasks", "word_problems", "--out", out)
    assert result.returncode == 2
    assert "cannot load" in result.stderr


def test_a_bug_is_no_failed_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 70


def test_an_interrupt_exits_130_and_says_how_to_go_on(tmp_path: Path) -> None:
    out = tmp_path / "run"
    command = [
        sys.executable, "-P", "-m", "clipo_bench", "eval", "--model", str(policy_path()),
        "--tasks", "word_problems", "--batch-size", "1", "--out", str(out),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    while not (out / "responses.jsonl").exists() or not (out / "responses.jsonl").stat().st_size:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert "run the same command again" in errors
    assert "Traceback" not in errors


@pytest.mark.real_data
def test_the_papers_benchmarks_run_through_lm_eval(real_data: Path, tmp_path: Path) -> None:
    result = run(
        "eval", "--model", str(policy_path()), "--tasks", "aime24", "--data-dir", str(real_data),
        "--limit", "5", "--samples", "2", "--max-tokens", "32", "--out", str(tmp_path / "r"),
        "--json",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    metrics = json.loads(result.stdout)
    assert metrics["slices"]["aime24"]["original"]["samples"] == 10
    assert set(metrics["lm_eval"]) == {"clipo_aime24"}


def test_errors_hold_no_escapes(capsys, monkeypatch):
    def refuse(prog_name):
        raise InputError("a\x1b[2J\nb")

    monkeypatch.setattr(cli, "app", refuse)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "error: a\N{REPLACEMENT CHARACTER}[2J\nb\n"
