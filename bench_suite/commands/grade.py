"""`clipo-bench grade`: grade responses that were recorded elsewhere."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite.commands.options import Grader, Json, Name, Out
from clipo_bench.bench_suite.console import note, print_json, progress


def grade(
    file: Annotated[
        Path, typer.Argument(help="Recorded responses: .jsonl, .jsonl.gz or .parquet.")
    ],
    id: Annotated[
        str, typer.Option(help="Column of the problem's id; a.b means field b of column a.")
    ],
    gold: Annotated[
        str, typer.Option(help="Column of the reference answer, or of a solution that ends in it.")
    ],
    response: Annotated[
        str, typer.Option(help="Column of the response, or of a list of responses.")
    ],
    out: Out,
    pair: Annotated[
        str | None, typer.Option(help="Column that distinguishes originals from their variants.")
    ] = None,
    original: Annotated[
        str | None,
        typer.Option(
            help="Value of the --pair column for originals. Default: 'original' if it occurs, "
            "else the first row's."
        ),
    ] = None,
    prompt: Annotated[str | None, typer.Option(help="Column of the prompt.")] = None,
    benchmark: Annotated[
        str, typer.Option(help="Name of the benchmark, for reports.")
    ] = "recorded",
    model: Annotated[
        str | None, typer.Option(help="Name of the model, for reports. Default: the file's name.")
    ] = None,
    name: Name = "",
    grader: Grader = "full",
    json: Json = False,
) -> None:
    """Grade responses that were recorded elsewhere.

    Rows with the same id (and --pair value) are samples of one problem. The output is a run
    folder like that of eval, so recordings of several models can be compared.
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
        note(f"originals: rows with {pair} = {run.original!r}")
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
