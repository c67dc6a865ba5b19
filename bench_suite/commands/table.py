"""`clipo-bench table`: runs as a table of the CLIPO paper."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.commands.options import Json


class Track(StrEnum):
    """Whose benchmarks are the columns."""

    TRACK1 = "track1"
    TRACK2 = "track2"


class TableFormat(StrEnum):
    """How a table is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    LATEX = "latex"
    CSV = "csv"


def table(
    runs: Annotated[list[Path], typer.Argument(help="Run folders. NAME=FOLDER names a run.")],
    layout: Annotated[
        Track, typer.Option(help="Which of the paper's two groups of benchmarks are the columns.")
    ],
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            metavar="A:B",
            help="Names of a method's run and of that with CLIPO; repeatable. Default: names that "
            "differ in the word clipo alone, such as grpo and grpo+clipo.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        TableFormat, typer.Option(help="Print plain text, or a table for Markdown, LaTeX or CSV.")
    ] = TableFormat.TEXT,
    json: Json = False,
) -> None:
    """Print runs as a table of the CLIPO paper.

    Methods are rows, benchmarks columns, with the average over benchmarks and its interval. Below
    each method stands the same with CLIPO and their difference, paired by problem.
    """
    from clipo_bench.reports.folders import table as table_of
    from clipo_bench.reports.render import paper_formats
    from clipo_bench.reports.render.json import plain
    from clipo_bench.reports.render.paper_lines import notes

    result = table_of(runs, layout.value, pairs or ())
    if json:
        console.print_json(plain(result))
    elif format is TableFormat.TEXT:
        console.print_tables(paper_formats.terminal(result))
    elif format is TableFormat.MARKDOWN:
        sys.stdout.write(paper_formats.markdown(result))
    elif format is TableFormat.LATEX:
        sys.stdout.write(paper_formats.latex(result))
    else:
        sys.stdout.write(paper_formats.comma_separated(result))
        for note in notes(result):  # CSV has no place for them
            console.note(note)
