"""`clipo-bench report`: runs as one self-contained HTML file."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console


def report(
    runs: Annotated[
        list[Path], typer.Argument(help="Run folders, the base first; NAME=FOLDER names a run.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path(
        "report.html"
    ),
    samples: Annotated[
        int, typer.Option(min=0, help="About how many samples of each run to embed.")
    ] = 1000,
    json: Annotated[bool, typer.Option("--json", help="Also print the results as JSON.")] = False,
) -> None:
    """Write runs as one HTML file."""
    from clipo_bench.reports.folders import report as write_report
    from clipo_bench.reports.render.json import plain

    result = write_report(runs, output, samples)
    if json:
        console.print_json({"report": str(output), **plain(result)})
    else:
        console.stdout().print(str(output), soft_wrap=True, markup=False, highlight=False)
