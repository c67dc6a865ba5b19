"""`clipo-bench eval`: a model on benchmarks or variants, into a run folder."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from clipo_bench.bench_suite.console import note, print_json, progress, quiet_libraries
from clipo_bench.bench_suite.models.load import Backend


def evaluate(
    model: Annotated[
        str,
        typer.Option(
            help="A model's folder or hub id; with --backend replay a file of recorded responses."
        ),
    ],
    out: Annotated[Path, typer.Option(help="The run folder; if it is there, it goes on.")],
    tasks: Annotated[
        str,
        typer.Option(
            help="Benchmarks, groups or files of your own: aime24,gsm8k, track1, my.jsonl, my.csv."
        ),
    ] = "",
    name: Annotated[
        str,
        typer.Option(
            help="What reports call the run; by default its folder's name.", show_default=False
        ),
    ] = "",
    backend: Annotated[Backend, typer.Option(help="What runs the model.")] = Backend.HF,
    variants: Annotated[
        Path | None,
        typer.Option(help="A folder of `clipo-bench perturb`: its originals and variants."),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="A folder of the benchmarks' files, in place of the hub."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only the first N problems of each.")
    ] = None,
    samples: Annotated[int | None, typer.Option(min=1, help="Responses per problem.")] = None,
    temperature: Annotated[float | None, typer.Option(help="0 is greedy.")] = None,
    top_p: Annotated[float | None, typer.Option(help="The nucleus kept when sampling.")] = None,
    max_tokens: Annotated[int | None, typer.Option(help="Longest response, in tokens.")] = None,
    seed: Annotated[int, typer.Option(help="Of the sampling.")] = 0,
    grader: Annotated[
        Literal["full", "paper"],
        typer.Option(help="paper accepts only what the paper's reward does: the last box."),
    ] = "full",
    revision: Annotated[str | None, typer.Option(help="A hub model's branch or commit.")] = None,
    dtype: Annotated[
        Literal["auto", "float32", "bfloat16", "float16"], typer.Option(help="Of the weights.")
    ] = "auto",
    device: Annotated[
        Literal["cuda", "cpu"] | None, typer.Option(help="By default a GPU if any (hf backend).")
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(min=1, help="Prompts at once, 32 by default (hf backend).")
    ] = None,
    tensor_parallel: Annotated[
        int | None, typer.Option(min=1, help="GPUs that share the model (vllm backend).")
    ] = None,
    max_model_len: Annotated[
        int | None, typer.Option(min=1, help="Longest prompt with response (vllm backend).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the metrics as JSON.")] = False,
) -> None:
    """Evaluate a model on benchmarks or variants.

    Variants are asked beside their originals.

    Every response is on disk the moment it exists: a run that was stopped resumes when
    the same command is started again. Without further options each benchmark is run as in
    the CLIPO paper (track 1 greedy; track 2 with 16 samples at temperature 0.6, top-p 0.95).
    """
    quiet_libraries()
    from clipo_bench.bench_suite.evaluation.evaluate import Evaluation, context_warnings
    from clipo_bench.bench_suite.evaluation.evaluate import evaluate as run
    from clipo_bench.bench_suite.evaluation.metrics import print_metrics
    from clipo_bench.bench_suite.runs import load_for_run
    from clipo_bench.tasks.benchmarks import find_or_own

    evaluation = Evaluation.of(
        tasks,
        variants,
        data_dir=data_dir,
        samples=samples,
        temperature=temperature,
        top_p=top_p,
        max_tokens=max_tokens,
        limit=limit,
        seed=seed,
        grader=grader,
    )
    for benchmark in map(find_or_own, evaluation.sampling):
        if not (data_dir or variants) and benchmark.hub:
            note(f"loading {benchmark.name} from the hub ({benchmark.source})")
        for warning in evaluation.asked(benchmark.name).warnings:
            note(f"warning: {warning}")
    loaded = load_for_run(
        evaluation,
        out,
        backend,
        model,
        revision=revision,
        dtype=dtype,
        device=device,
        batch_size=batch_size,
        tensor_parallel=tensor_parallel,
        max_model_len=max_model_len,
    )
    for warning in context_warnings(evaluation, loaded):
        note(f"warning: {warning}")
    with progress() as bar:
        responses = bar.add_task("responses", total=None)
        metrics = run(
            evaluation,
            loaded,
            out,
            backend=backend.value,
            name=name,
            command=sys.argv,
            on_progress=lambda done, total: bar.update(responses, completed=done, total=total),
        )
    if json:
        print_json(metrics)
    else:
        print_metrics(metrics["slices"], out)
