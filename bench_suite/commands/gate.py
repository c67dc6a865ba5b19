"""`clipo-bench gate`: the regression report for CI."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console


def gate(
    base: Annotated[Path, typer.Argument(help="The run to keep up with, or NAME=FOLDER.")],
    new: Annotated[Path, typer.Argument(help="The run under test, or NAME=FOLDER.")],
    margin: Annotated[float, typer.Option(help="The accepted drop, in percentage points.")] = 2.0,
    confidence: Annotated[float, typer.Option(help="Of each one-sided bound.")] = 0.95,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write JUnit XML there.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write Markdown there.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Fail if NEW is worse than BASE.

    Compares them paired by problem; exits 0 if NEW kept up, 1 if it regressed, 3 if what
    NEW was asked is too little to tell.
    """
    from clipo_bench.reports.folders import gate as gate_folders
    from clipo_bench.reports.gate import Decision
    from clipo_bench.reports.render import terminal
    from clipo_bench.reports.render.json import plain
    from clipo_bench.reports.render.junit import junit as junit_xml
    from clipo_bench.reports.render.markdown import markdown as as_markdown
    from clipo_bench.tasks.storage.result_file import save_result

    result = gate_folders(base, new, margin / 100, confidence)
    # The verdict first: a file that cannot be written must not hide it.
    if json:
        console.print_json(plain(result))
    else:
        console.print_tables(terminal.gate(result))
    for path, render in ((junit, junit_xml), (markdown, as_markdown)):
        if path is not None:
            save_result(path, render(result))
            console.note(f"wrote {path}")
    codes = {
        Decision.PASS: console.Exit.OK,
        Decision.FAIL: console.Exit.GATE_FAILED,
        Decision.INCONCLUSIVE: console.Exit.INCONCLUSIVE,
    }
    raise typer.Exit(codes[result.decision])
