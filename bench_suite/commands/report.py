"""`clipo-bench report`: compare runs in one self-contained HTML file."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.commands.options import Json


def report(
    runs: Annotated[
        list[Path],
        typer.Argument(help="Run folders; the first is the baseline. NAME=FOLDER names a run."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Output file.")] = Path(
        "report.html"
    ),
    samples: Annotated[
        int, typer.Option(min=0, help="Samples to embed per run, approximately.")
    ] = 1000,
    figures: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also write every figure as SVG, PDF and PNG, and every table as LaTeX and CSV, "
            "into this folder.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Write a self-contained HTML report that compares runs."""
    from clipo_bench.reports.folders import report as write_report
    from clipo_bench.reports.render.json import plain

    result = write_report(runs, output, samples, figures)
    if json:
        console.print_json({"report": str(output), **plain(result)})
    else:
        console.stdout().print(str(output), soft_wrap=True, markup=False, highlight=False)
