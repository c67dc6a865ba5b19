"""What the command line answers before any command runs: its version, its help, completion."""

import os
import subprocess
import sys

import pytest

import clipo_bench


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "clipo_bench", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


def test_the_version_is_printed() -> None:
    result = run("--version")
    assert (result.returncode, result.stdout) == (0, f"clipo-bench {clipo_bench.__version__}\n")


@pytest.mark.parametrize("command", [[], ["eval"], ["perturb", "make"], ["tasks"]])
def test_help_has_a_short_name(command: list[str]) -> None:
    short, long = run(*command, "-h"), run(*command, "--help")
    assert short.returncode == 0
    assert short.stdout == long.stdout
    assert "-h, --help" in short.stdout


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("clipo-bench ev", "eval"), ("clipo-bench eval --tem", "--temperature")],
)
def test_the_shell_completes_commands_and_options(typed: str, expected: str) -> None:
    words = typed.split()
    result = run(
        _CLIPO_BENCH_COMPLETE="complete_bash", COMP_WORDS=typed, COMP_CWORD=str(len(words) - 1)
    )
    assert result.stdout.split() == [expected]
