"""`clipo-bench gate`: check a run for regressions in CI."""

import os
from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.commands.options import CONFIDENCE, MARGIN, Json


def gate(
    base: Annotated[
        Path, typer.Argument(metavar="BASE", help="Run folder of the baseline, or NAME=FOLDER.")
    ],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", help="Run folder to check, or NAME=FOLDER.")
    ],
    margin: Annotated[float | None, MARGIN] = None,
    confidence: Annotated[float | None, CONFIDENCE] = None,
    policy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What to check, in YAML: see docs/gate.md."),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Compare the runs although they differ in this: temperature, versions... "
            "Repeatable.",
        ),
    ] = None,
    each_slice: Annotated[
        bool,
        typer.Option("--each-slice", help="Let each benchmark and kind gate as well."),
    ] = False,
    regrade: Annotated[
        bool | None,
        typer.Option(
            "--regrade/--no-regrade",
            help="Grade the responses of both runs again. Default: only where CI=true.",
            show_default=False,
        ),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a JUnit XML report to this file.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a Markdown report to this file.")
    ] = None,
    json: Json = False,
) -> None:
    """Fail if NEW is worse than BASE.

    Compares the runs paired by problem, over all benchmarks of a kind. Exits with 0 if a drop of
    more than --margin (2 points, or what the policy says) is ruled out, 1 if there is one, 3 if
    the data are too few to tell, and 2 if the runs cannot be compared or were edited.
    """
    from clipo_bench.reports.folders import gate as gate_folders
    from clipo_bench.reports.gate import Decision
    from clipo_bench.reports.render.gate_table import gate_table
    from clipo_bench.reports.render.json import plain
    from clipo_bench.reports.render.junit import junit as junit_xml
    from clipo_bench.reports.render.markdown import markdown as as_markdown
    from clipo_bench.tasks.storage.result_file import save_result

    result = gate_folders(
        base,
        new,
        None if margin is None else margin / 100,
        confidence,
        policy=policy,
        allow=allow or (),
        each_slice=each_slice,
        regrade=os.environ.get("CI") == "true" if regrade is None else regrade,
    )
    # The verdict first: a file that cannot be written must not hide it.
    if json:
        console.print_json(plain(result))
    else:
        console.print_tables(gate_table(result))
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
