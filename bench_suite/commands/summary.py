"""What a command prints when a run folder is complete."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench_suite.console import stdout


def print_summary(slices: Mapping[str, Mapping[str, Mapping[str, Any]]], folder: Path) -> None:
    """Print a table of a run: a row per benchmark and kind, and where the run is."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE)
    for name in ("benchmark", "kind"):
        table.add_column(name, no_wrap=True)
    for name in ("problems", "responses", "accuracy", "no answer", "truncated", "timeout"):
        table.add_column(name, justify="right")
    for benchmark, kinds in slices.items():
        for kind, facts in kinds.items():
            outcomes = facts["outcomes"]
            table.add_row(
                benchmark,
                kind,
                str(facts["problems"]),
                str(facts["samples"]),
                f"{facts['accuracy']:.1%}",
                *(str(outcomes.get(name, 0)) for name in ("no_answer", "truncated", "timeout")),
            )
    console = stdout()
    console.print(table)
    console.print(
        f"run: {folder}   (next: clipo-bench report {folder} -o report.html)",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
