"""`clipo-bench eval`: evaluate a model on benchmarks or variants."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from clipo_bench.bench_suite.commands.options import (
    DataDir,
    Grader,
    Json,
    Limit,
    Model,
    Name,
    Out,
    Seed,
)
from clipo_bench.bench_suite.console import (
    note,
    print_json,
    progress,
    quiet_libraries,
    typed_command,
)
from clipo_bench.bench_suite.models.load import Backend


def evaluate(
    model: Model,
    out: Out,
    tasks: Annotated[
        str,
        typer.Option(
            help="Comma-separated benchmarks, groups or problem files: aime24,track1,my.jsonl."
        ),
    ] = "",
    name: Name = "",
    backend: Annotated[
        Backend,
        typer.Option(
            help="Inference backend; replay reads --model as a file of recorded responses."
        ),
    ] = Backend.HF,
    variants: Annotated[
        Path | None,
        typer.Option(help="Folder from `clipo-bench perturb`, evaluated with its originals."),
    ] = None,
    data_dir: DataDir = None,
    limit: Limit = None,
    samples: Annotated[int | None, typer.Option(min=1, help="Responses per problem.")] = None,
    temperature: Annotated[
        float | None, typer.Option(help="Sampling temperature; 0 is greedy.")
    ] = None,
    top_p: Annotated[
        float | None, typer.Option(help="Nucleus sampling: total probability of the tokens kept.")
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(help="Maximum length of a response, in tokens.")
    ] = None,
    seed: Seed = 0,
    grader: Grader = "full",
    revision: Annotated[
        str | None, typer.Option(help="Branch, tag or commit of a hub model.")
    ] = None,
    dtype: Annotated[
        Literal["auto", "float32", "bfloat16", "float16"],
        typer.Option(help="Data type of the weights."),
    ] = "auto",
    device: Annotated[
        Literal["cuda", "cpu"] | None,
        typer.Option(help="Default: the GPU if there is one (hf backend only)."),
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(min=1, help="Prompts per batch, 32 by default (hf backend only).")
    ] = None,
    tensor_parallel: Annotated[
        int | None, typer.Option(min=1, help="GPUs to split the model over (vllm backend only).")
    ] = None,
    max_model_len: Annotated[
        int | None,
        typer.Option(min=1, help="Context: prompt and response, in tokens (vllm backend only)."),
    ] = None,
    json: Json = False,
) -> None:
    """Evaluate a model on benchmarks or variants.

    Each response is saved as soon as it is generated; to resume an interrupted run, run the
    same command again. By default each benchmark uses the CLIPO paper's settings (track 1:
    greedy; track 2: 16 samples at temperature 0.6, top-p 0.95).
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
            command=typed_command(),
            on_progress=lambda done, total: bar.update(responses, completed=done, total=total),
        )
    if json:
        print_json(metrics)
    else:
        print_metrics(metrics["slices"], out)
