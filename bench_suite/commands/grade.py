"""`clipo-bench grade`: grade responses that were recorded elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite.commands.options import Grader, Json, Name, Out, Shard
from clipo_bench.bench_suite.console import note, print_json, progress, typed_command


def column(help: str) -> typer.models.OptionInfo:
    """An option that names a column."""
    option: typer.models.OptionInfo = typer.Option(help=help, metavar="PATH")
    return option


def grade(
    file: Annotated[
        Path, typer.Argument(help="Recorded responses: a file, or a folder of files of a format.")
    ],
    out: Out,
    format: Annotated[
        str | None,
        typer.Option(help="Format: lm-eval, inspect, trl... Default: detected from the first row."),
    ] = None,
    problems: Annotated[
        Path | None,
        typer.Option(help="Your problem file, for questions and answers that FILE lacks."),
    ] = None,
    filter: Annotated[
        str | None, typer.Option(help="The lm-eval filter to read. Default: the first.")
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(metavar="PATH=VALUE", help="Read only these rows: model_name=qwen."),
    ] = None,
    samples_by_order: Annotated[
        bool,
        typer.Option("--samples-by-order", help="Rows of one problem are its samples, in order."),
    ] = False,
    benchmark: Annotated[
        str | None,
        typer.Option(help="Name of the benchmark, for reports. Default: FILE's, or 'recorded'."),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Name of the model, for reports. Default: the file's name.")
    ] = None,
    name: Name = "",
    grader: Grader = "full",
    shard: Shard = None,
    json: Json = False,
    id: Annotated[
        str | None, column("Column of the problem's id. Default: told by the question.")
    ] = None,
    gold: Annotated[
        str | None,
        column(
            "Column of the reference answer: the answer, a solution that ends in it, or a list."
        ),
    ] = None,
    response: Annotated[
        str | None, column("Column of the response: text, a list of samples, or chat messages.")
    ] = None,
    question: Annotated[
        str | None, column("Column of the question, without the instruction.")
    ] = None,
    choices: Annotated[str | None, column("Column of the options of a multiple choice.")] = None,
    sample: Annotated[str | None, column("Column of the sample's index.")] = None,
    finish_reason: Annotated[
        str | None, column("Column of how generation ended: stop, length...")
    ] = None,
    family: Annotated[
        str | None,
        column("Column of the family, such as the template that the problem comes from."),
    ] = None,
    prompt: Annotated[str | None, column("Column of the prompt.")] = None,
    pair: Annotated[
        str | None, column("Column that distinguishes originals from their variants.")
    ] = None,
    original: Annotated[
        str | None,
        typer.Option(
            help="Value of the --pair column for originals. Default: 'original' if it occurs, "
            "else the first row's."
        ),
    ] = None,
) -> None:
    """Grade responses that were recorded elsewhere.

    Reads the files of lm-eval, inspect, lighteval, evalscope, OpenCompass, MathArena, TRL, verl
    and OpenAI, and rows of messages; for others, name the columns. A column is a path: a.b is
    field b of a, a.0 the first and a.-1 the last of a list, a.*.b the fields b of all in it. The
    output is a run folder like that of eval, so recordings of several models can be compared. To
    resume an interrupted run, run the same command again.
    """
    from clipo_bench.bench_suite.evaluation.metrics import print_metrics
    from clipo_bench.bench_suite.recorded.formats import Columns
    from clipo_bench.bench_suite.recorded.grade import (
        grade_recordings,
        recorded_manifest,
        recordings_of,
    )
    from clipo_bench.bench_suite.recorded.read import read_recordings

    run = read_recordings(
        file,
        Columns(
            id=id,
            gold=gold,
            response=response,
            pair=pair,
            prompt=prompt,
            question=question,
            choices=choices,
            family=family,
            sample=sample,
            finish_reason=finish_reason,
        ),
        benchmark=benchmark,
        original=original,
        format=format,
        filter=filter,
        only=only,
        problems=problems,
        samples_by_order=samples_by_order,
    )
    note(f"read as {run.format}: {run.responses:,} responses to {len(run.recordings):,} problems")
    if run.original is not None:
        note(f"originals: rows with {pair or 'kind'} = {run.original!r}")
    for warning in run.warnings:
        note(f"warning: {warning}")
    manifest = recorded_manifest(
        run, model=model, mode=grader, name=name, command=typed_command(), shard=shard
    )
    total = sum(len(one.responses) for one in recordings_of(run, manifest))
    with progress() as bar:
        task = bar.add_task("graded", total=total)
        metrics = grade_recordings(
            run, out, manifest=manifest, on_progress=lambda done: bar.advance(task, done)
        )
    if json:
        print_json(metrics)
    else:
        print_metrics(metrics["slices"], out, shard=manifest.selection.get("shard"))
