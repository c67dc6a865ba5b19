"""Run our own commands in child processes, as a user would type them."""

import subprocess
import sys
from collections.abc import Sequence
from typing import IO

from clipo_bench.bench_suite.console import Exit


def child_command(arguments: Sequence[str]) -> list[str]:
    """The command line that runs ``clipo-bench ARGUMENTS`` with this Python and this package.

    ``-P`` keeps the working folder off the module path: a user's `types.py` there is not ours.
    """
    return [sys.executable, "-P", "-m", "clipo_bench", *arguments]


def run_command(arguments: Sequence[str], stdout: IO[str] | None = None) -> None:
    """Run a command of ours and wait for its end.

    Args:
        arguments: what follows ``clipo-bench``.
        stdout: where its results go, if not to this process's own.

    Raises:
        SystemExit: it failed, with its exit code; it has said why.
    """
    code = subprocess.run(child_command(arguments), check=False, stdout=stdout).returncode  # noqa: S603
    if code:
        raise SystemExit(exit_code(code))


def exit_code(returncode: int) -> int:
    """Map a child's exit code: 75 if a signal ended it, as when memory runs out."""
    return returncode if returncode > 0 else Exit.UNAVAILABLE
