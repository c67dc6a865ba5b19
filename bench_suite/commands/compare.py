"""`clipo-bench compare`: compare runs in the terminal."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.commands.options import Json


def compare(
    runs: Annotated[
        list[Path],
        typer.Argument(help="Run folders; the first is the baseline. NAME=FOLDER names a run."),
    ],
    json: Json = False,
) -> None:
    """Compare runs in the terminal.

    Prints accuracies with confidence intervals, paired differences from the baseline, and
    the drop from originals to their variants.
    """
    from clipo_bench.reports.folders import compare as compare_folders
    from clipo_bench.reports.render import terminal
    from clipo_bench.reports.render.json import plain

    result = compare_folders(runs)
    if json:
        console.print_json(plain(result))
    else:
        console.print_tables(terminal.comparison(result))
