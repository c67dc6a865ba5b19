"""`clipo-bench grade`: responses recorded anywhere, into a run folder."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from clipo_bench.bench_suite.console import note, print_json, progress


def grade(
    file: Annotated[
        Path, typer.Argument(help="Recorded responses: .jsonl, .jsonl.gz or .parquet.")
    ],
    id: Annotated[
        str, typer.Option(help="The column that names the problem; a.b is field b of a.")
    ],
    gold: Annotated[str, typer.Option(help="The column of the right answer or its solution.")],
    response: Annotated[str, typer.Option(help="The column of the response, or of a list of k.")],
    out: Annotated[Path, typer.Option(help="The run folder to make.")],
    pair: Annotated[
        str | None, typer.Option(help="The column that tells an original from its variants.")
    ] = None,
    original: Annotated[
        str | None,
        typer.Option(help="The pair value of originals: 'original', else that of the first row."),
    ] = None,
    prompt: Annotated[str | None, typer.Option(help="The column of the prompt.")] = None,
    benchmark: Annotated[str, typer.Option(help="A name for what was asked.")] = "recorded",
    model: Annotated[str | None, typer.Option(help="Whose responses: the file's name.")] = None,
    name: Annotated[
        str,
        typer.Option(
            help="What reports call the run; by default its folder's name.", show_default=False
        ),
    ] = "",
    grader: Annotated[
        Literal["full", "paper"],
        typer.Option(help="paper accepts only what the paper's reward does: the last box."),
    ] = "full",
    json: Annotated[bool, typer.Option("--json", help="Print the metrics as JSON.")] = False,
) -> None:
    """Grade responses that were recorded anywhere.

    Rows with the same id (and pair value) are samples of one problem. Recordings of two
    models on the same ids and golds can be compared like any other runs.
    """
    from clipo_bench.bench_suite.evaluation.metrics import print_metrics
    from clipo_bench.bench_suite.recorded.grade import (
        Columns,
        grade_recordings,
        read_recordings,
        recorded_manifest,
    )

    columns = Columns(id=id, gold=gold, response=response, pair=pair, prompt=prompt)
    run = read_recordings(file, columns, benchmark=benchmark, original=original)
    if pair:
        note(f"originals are the rows whose {pair} is {run.original!r}")
    for warning in run.warnings:
        note(f"warning: {warning}")
    manifest = recorded_manifest(run, model=model, mode=grader, name=name, command=sys.argv)
    with progress() as bar:
        task = bar.add_task("graded", total=run.responses)
        metrics = grade_recordings(
            run, out, manifest=manifest, on_progress=lambda done: bar.advance(task, done)
        )
    if json:
        print_json(metrics)
    else:
        print_metrics(metrics["slices"], out)
