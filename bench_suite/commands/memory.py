"""`clipo-bench memory`: does a model lose more on variants than the one it was trained from?"""

from pathlib import Path
from typing import Annotated

import typer

from clipo_bench.bench_suite import console
from clipo_bench.bench_suite.commands.options import (
    NAME,
    PROMPT,
    SAMPLES,
    SERVED_MODEL,
    SYSTEM,
    TOP_P,
    AnswerOnly,
    DataDir,
    Grader,
    Json,
    Limit,
    Prompt,
    Seed,
)
from clipo_bench.bench_suite.models.load import Backend

OF_FINISHED_RUNS = {"runs", "margin", "after", "markdown", "json"}


def memory(
    context: typer.Context,
    runs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="BASE NEW...",
            help="Run folders of the base model and of the model trained from it; several NEW are "
            "seeds of one training. NAME=FOLDER names a run.",
            show_default=False,
        ),
    ] = None,
    margin: Annotated[
        float, typer.Option(help="Loss to be shown or excluded, in percentage points.")
    ] = 5.0,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a Markdown report to this file.")
    ] = None,
    base: Annotated[
        str, typer.Option(help="In place of runs: the base model, evaluated first.")
    ] = "",
    new: Annotated[
        list[str] | None,
        typer.Option(help="The model trained from it; repeatable, one for each training seed."),
    ] = None,
    tasks: Annotated[
        str,
        typer.Option(
            help="Comma-separated benchmarks, groups or problem files: aime24,track1,my.jsonl."
        ),
    ] = "",
    out: Annotated[Path, typer.Option(help="Output folder.")] = Path("memory"),
    kinds: Annotated[
        str,
        typer.Option(help="Comma-separated rewrites; `clipo-bench perturb kinds` lists them."),
    ] = "numbers",
    k: Annotated[
        int, typer.Option("-k", min=1, max=1000, help="Variants per problem and kind.")
    ] = 4,
    after: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Compare gains on problems dated before this day, such as 2024-06-01, with those "
            "since.",
        ),
    ] = None,
    answer_only: AnswerOnly = False,
    seed: Seed = 0,
    data_dir: DataDir = None,
    limit: Limit = None,
    backend: Annotated[
        Backend | None,
        typer.Option(
            help="Inference backend, of --base and every --new alike. Default: for each api if it "
            "is a URL, else hf; replay reads it as a file of recorded responses.",
            show_default=False,
        ),
    ] = None,
    samples: Annotated[int | None, SAMPLES] = None,
    temperature: Annotated[
        float | None, typer.Option(help="Sampling temperature; 0 is greedy.")
    ] = None,
    top_p: Annotated[float | None, TOP_P] = None,
    max_tokens: Annotated[
        int | None, typer.Option(help="Maximum length of a response, in tokens.")
    ] = None,
    prompt: Annotated[Prompt, PROMPT] = "auto",
    system: Annotated[str | None, SYSTEM] = None,
    batch_size: Annotated[
        int | None, typer.Option(min=1, help="Prompts per batch, 32 by default (hf backend only).")
    ] = None,
    served_model: Annotated[list[str] | None, SERVED_MODEL] = None,
    name: Annotated[list[str] | None, NAME] = None,
    grader: Grader = "full",
    json: Json = False,
) -> None:
    """Say whether NEW loses more on variants than BASE does.

    Contrasts (variants - originals) of NEW with the same of BASE, paired by problem. With
    --base, --new and --tasks it first makes variants and asks both models originals and
    variants; the same command resumes. --name and --served-model are then given once for --base
    and once for each --new. Runs of partial prompts, and of several samples, are put through the
    tests for these.
    """
    from clipo_bench.reports.folders import memory as contrast
    from clipo_bench.reports.render import memory_formats
    from clipo_bench.reports.render.json import plain
    from clipo_bench.tasks.errors import InputError
    from clipo_bench.tasks.storage.result_file import save_result

    if base or new or tasks:
        from clipo_bench.bench_suite.memory_run import run_memory
        from clipo_bench.bench_suite.study.evaluation import StudyEvaluation
        from clipo_bench.perturbations.rewrites.registry import expand

        if runs or not (base and new and tasks):
            raise InputError(
                "expected either run folders, BASE NEW, or all of --base, --new and --tasks"
            )
        asked = StudyEvaluation(
            benchmark=tasks,
            kinds=expand(kinds),
            k=k,
            seed=seed,
            limit=limit,
            data_dir=data_dir,
            backend=backend.value if backend else None,
            samples=samples,
            temperature=temperature,
            top_p=top_p,
            max_tokens=max_tokens,
            batch_size=batch_size,
        )
        runs = run_memory(
            base,
            new,
            asked,
            out,
            grader,
            names=name or (),
            served=served_model or (),
            prompt=prompt,
            system=system,
            answer_only=answer_only,
        )
    elif not runs or len(runs) < 2:
        raise InputError(
            f"{len(runs or [])} run folders: expected two or more, BASE NEW, or --base, --new and "
            "--tasks to make them"
        )
    elif unused := _given(context) - OF_FINISHED_RUNS:
        names = ", ".join(p.opts[0] for p in context.command.params if p.name in unused)
        raise InputError(
            f"{names}: beside finished runs nothing is asked: expected run folders alone, or "
            "--base, --new and --tasks in their place"
        )
    result = contrast(runs[0], runs[1:], margin / 100, after)
    if json:
        console.print_json(plain(result))
    else:
        console.print_tables(memory_formats.terminal(result))
    if markdown is not None:
        save_result(markdown, memory_formats.markdown(result))
        console.note(f"wrote {markdown}")


def _given(context: typer.Context) -> set[str]:
    """The parameters that stand on the command line."""
    return {
        name
        for name in context.params
        if (source := context.get_parameter_source(name)) and source.name == "COMMANDLINE"
    }
