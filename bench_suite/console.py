"""Shared by all commands: messages, progress bars, JSON output, exit codes."""

import json
import logging
import os
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.progress import Progress


class Exit(IntEnum):
    """The exit codes that a script can rely on."""

    OK = 0
    GATE_FAILED = 1
    BAD_INPUT = 2
    INCONCLUSIVE = 3
    INTERNAL_ERROR = 70
    UNAVAILABLE = 75
    INTERRUPTED = 130


def stdout() -> "Console":
    """The console for results; `--json` output never goes through it."""
    from rich.console import Console

    return Console()


def stderr() -> "Console":
    """The console for messages and progress, so that piped results stay clean."""
    from rich.console import Console

    return Console(stderr=True)


def progress() -> "Progress":
    """Progress on stderr: bars on a terminal, else plain lines."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = stderr()
    if not console.is_terminal:
        from clipo_bench.bench_suite.line_progress import LineProgress

        return LineProgress(console)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    )


def note(message: str) -> None:
    """Print a message to stderr."""
    stderr().print(message, highlight=False, markup=False, soft_wrap=True)


def typed_command() -> list[str]:
    """The command line that was typed, for manifests: it runs again wherever it was run."""
    return ["clipo-bench", *sys.argv[1:]]


def quiet_libraries() -> None:
    """Silence the libraries' own progress bars and hints; call before importing them."""
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    for name in ("lm_eval", "huggingface_hub", "httpx"):
        logging.getLogger(name).setLevel(logging.ERROR)


def print_tables(tables: "RenderableType") -> None:
    """Print tables to stdout; not folded in a pipe or a log, where no terminal sets the width."""
    out = stdout()
    if not out.is_terminal and "COLUMNS" not in os.environ:
        out.width = 160
    out.print(tables)


def print_json(value: Any) -> None:
    """Print a value as JSON on stdout, for scripts."""
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
