"""`clipo-bench compare`: runs side by side, in the terminal."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console


def compare(
    runs: Annotated[
        list[Path], typer.Argument(help="Run folders, the base first; NAME=FOLDER names a run.")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Print how runs compare.

    Accuracies with intervals, paired differences, and originals against their variants.
    """
    from clipo_bench.reports.folders import compare as compare_folders
    from clipo_bench.reports.render import terminal
    from clipo_bench.reports.render.json import plain

    result = compare_folders(runs)
    if json:
        console.print_json(plain(result))
    else:
        console.print_tables(terminal.comparison(result))
