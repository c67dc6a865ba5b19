"""`clipo-bench grade`: responses recorded anywhere, into a run folder."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from clipo_bench.bench_suite.console import note, print_json, progress


def column(help: str) -> typer.models.OptionInfo:
    """An option that names a column."""
    option: typer.models.OptionInfo = typer.Option(help=help, metavar="PATH")
    return option


def grade(
    file: Annotated[
        Path, typer.Argument(help="Recorded responses: a file, or a folder of files of a format.")
    ],
    out: Annotated[Path, typer.Option(help="The run folder to make.")],
    format: Annotated[
        str | None,
        typer.Option(help="lm-eval, inspect, trl, ...; by default it is told by the first row."),
    ] = None,
    problems: Annotated[
        Path | None,
        typer.Option(help="Your problems' file: has questions and golds where FILE has none."),
    ] = None,
    filter: Annotated[
        str | None, typer.Option(help="Of lm-eval's filters, the one to read: the first.")
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(metavar="PATH=VALUE", help="Read only such rows, as in model_name=qwen."),
    ] = None,
    samples_by_order: Annotated[
        bool, typer.Option("--samples-by-order", help="Rows on one problem are its samples.")
    ] = False,
    benchmark: Annotated[
        str | None, typer.Option(help="A name for what was asked: that in FILE, else 'recorded'.")
    ] = None,
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
    id: Annotated[str | None, column("The problem; without one, what was asked tells it.")] = None,
    gold: Annotated[
        str | None, column("The right answer or its solution; in a list any is right.")
    ] = None,
    response: Annotated[
        str | None, column("The response, or a list of samples; messages; OpenAI's choices.")
    ] = None,
    question: Annotated[str | None, column("What was asked, without the instruction.")] = None,
    choices: Annotated[str | None, column("The options of a multiple choice.")] = None,
    sample: Annotated[str | None, column("Which of the problem's samples it is.")] = None,
    finish_reason: Annotated[str | None, column("How it ended: stop, length, ...")] = None,
    family: Annotated[
        str | None, column("What the problem is an instance of; averaged over first.")
    ] = None,
    prompt: Annotated[str | None, column("What the model was given.")] = None,
    pair: Annotated[str | None, column("Tells an original from its variants.")] = None,
    original: Annotated[
        str | None,
        typer.Option(help="The pair value of originals: 'original', else that of the first row."),
    ] = None,
) -> None:
    """Grade responses that were recorded anywhere.

    Files of lm-eval, inspect, lighteval, evalscope, OpenCompass, MathArena, TRL, verl and OpenAI,
    and rows of messages are read as they are; of others, name the columns. A column is a path:
    a.b is field b of a, a.0 the first and a.-1 the last of a list, a.*.b the fields b of all in
    it. Recordings of two models on the same ids and golds can be compared like any other runs.
    """
    from clipo_bench.bench_suite.evaluation.metrics import print_metrics
    from clipo_bench.bench_suite.recorded.formats import Columns
    from clipo_bench.bench_suite.recorded.grade import grade_recordings, recorded_manifest
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
        note(f"originals are the rows whose {pair or 'kind'} is {run.original!r}")
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
