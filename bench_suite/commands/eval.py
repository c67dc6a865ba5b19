"""`clipo-bench eval`: evaluate a model on benchmarks or variants."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from clipo_bench.bench_suite.commands.options import (
    ALPHA,
    MARGIN,
    PROMPT,
    SAMPLES,
    SERVED_MODEL,
    SYSTEM,
    TASKS,
    TOP_P,
    AnswerOnly,
    DataDir,
    Grader,
    Json,
    Limit,
    Model,
    Name,
    Out,
    Prompt,
    Seed,
    Shard,
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
    tasks: Annotated[str, TASKS] = "",
    name: Name = "",
    backend: Annotated[
        Backend | None,
        typer.Option(
            help="Inference backend. Default: api if --model is a URL, else hf; replay reads "
            "--model as a file of recorded responses.",
        ),
    ] = None,
    variants: Annotated[
        Path | None,
        typer.Option(help="Folder from `clipo-bench perturb`, evaluated with its originals."),
    ] = None,
    data_dir: DataDir = None,
    limit: Limit = None,
    shard: Shard = None,
    samples: Annotated[int | None, SAMPLES] = None,
    temperature: Annotated[
        float | None, typer.Option(help="Sampling temperature; 0 is greedy.")
    ] = None,
    top_p: Annotated[float | None, TOP_P] = None,
    max_tokens: Annotated[
        int | None, typer.Option(help="Maximum length of a response, in tokens.")
    ] = None,
    min_tokens: Annotated[
        int, typer.Option(min=0, help="Minimum length of a response, in tokens.")
    ] = 0,
    stop: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="End a response at this text; may be repeated."),
    ] = None,
    prompt: Annotated[Prompt, PROMPT] = "auto",
    answer_only: AnswerOnly = False,
    system: Annotated[str | None, SYSTEM] = None,
    chat_template_kwargs: Annotated[
        str | None,
        typer.Option(
            metavar="JSON",
            help="Arguments of the chat template, such as '{\"enable_thinking\": false}'.",
        ),
    ] = None,
    seed: Seed = 0,
    grader: Grader = "full",
    until_decided: Annotated[
        Path | None,
        typer.Option(
            metavar="BASE",
            help="Run folder of a baseline: ask problems in a random order, and stop as soon as a "
            "drop of more than --margin (2 points) from it is shown or ruled out.",
        ),
    ] = None,
    margin: Annotated[float | None, MARGIN] = None,
    alpha: Annotated[float | None, ALPHA] = None,
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
    batch_tokens: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Most tokens of a batch, prompts with responses at their longest; 262144 by "
            "default (hf backend only).",
        ),
    ] = None,
    continuous_batching: Annotated[
        bool,
        typer.Option(
            "--continuous-batching",
            help="Generate greedy responses by transformers' continuous batching, which gives each "
            "back as soon as it is finished (hf backend only).",
        ),
    ] = False,
    tensor_parallel: Annotated[
        int | None, typer.Option(min=1, help="GPUs to split the model over (vllm backend only).")
    ] = None,
    pipeline_parallel_size: Annotated[
        int | None,
        typer.Option(min=1, help="Stages to split the model into (vllm backend only)."),
    ] = None,
    data_parallel_size: Annotated[
        int | None,
        typer.Option(min=1, help="Copies of the model, each on its own GPUs (vllm backend only)."),
    ] = None,
    data_parallel_backend: Annotated[
        Literal["mp", "ray"] | None,
        typer.Option(
            help="How copies are started: mp on this node, ray over several (vllm backend only)."
        ),
    ] = None,
    max_model_len: Annotated[
        int | None,
        typer.Option(min=1, help="Context: prompt and response, in tokens (vllm backend only)."),
    ] = None,
    engine_args: Annotated[
        str | None,
        typer.Option(
            metavar="JSON", help="Further arguments of vLLM's engine (vllm backend only)."
        ),
    ] = None,
    served_model: Annotated[str | None, SERVED_MODEL] = None,
    extra_body: Annotated[
        str | None,
        typer.Option(metavar="JSON", help="Further keys of every request (api backend only)."),
    ] = None,
    concurrency: Annotated[
        int | None,
        typer.Option(min=1, help="Requests at once, 64 by default (api backend only)."),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=1,
            help="Longest silence of the server within a response, in seconds, 600 by default "
            "(api backend only).",
        ),
    ] = None,
    allow_failures: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Finish with up to N failed requests, counted as no answer."
        ),
    ] = 0,
    max_tokens_total: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Stop with exit code 75 once the run's responses have so many tokens; the same "
            "command with more resumes.",
        ),
    ] = None,
    repeat_check: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Ask N requests again, and say how often answers agree."
        ),
    ] = 0,
    plan: Annotated[
        bool,
        typer.Option("--plan", help="Only print what would be asked, and at most cost."),
    ] = False,
    price_in: Annotated[
        float | None, typer.Option(min=0, help="Price of a million tokens of prompts, for --plan.")
    ] = None,
    price_out: Annotated[
        float | None,
        typer.Option(min=0, help="Price of a million tokens of responses, for --plan."),
    ] = None,
    json: Json = False,
) -> None:
    """Evaluate a model on benchmarks or variants.

    Each response is saved as soon as it is generated; to resume an interrupted run, run the
    same command again. By default each benchmark uses the CLIPO paper's settings (track 1:
    greedy; track 2: 16 samples at temperature 0.6, top-p 0.95). The tasks partial_aime24 and
    partial:my.jsonl ask to continue the first part of each problem.
    """
    quiet_libraries()
    from clipo_bench.bench_suite.evaluation.evaluate import (
        Evaluation,
        asked_for,
        context_warnings,
        require_place,
    )
    from clipo_bench.bench_suite.evaluation.evaluate import evaluate as run
    from clipo_bench.bench_suite.evaluation.metrics import print_metrics
    from clipo_bench.bench_suite.evaluation.plan import as_json as plan_json
    from clipo_bench.bench_suite.evaluation.plan import plan as make_plan
    from clipo_bench.bench_suite.evaluation.plan import print_plan
    from clipo_bench.bench_suite.evaluation.repeat_check import repeat_words
    from clipo_bench.bench_suite.models.load import backend_of, known_name
    from clipo_bench.bench_suite.models.named_model import named_model
    from clipo_bench.bench_suite.models.prompts import json_option
    from clipo_bench.bench_suite.runs import load_for_run
    from clipo_bench.reports.early_stop import EarlyStop
    from clipo_bench.tasks.benchmarks import find_or_own
    from clipo_bench.tasks.errors import InputError
    from clipo_bench.tasks.option import option

    for price, value in (("price_in", price_in), ("price_out", price_out)):
        if value is not None and not plan:
            raise InputError(
                f"{option(price, value)} has no effect: it is only for {option('plan', True)}"
            )
    evaluation = Evaluation.of(
        tasks,
        variants,
        data_dir=data_dir,
        samples=samples,
        temperature=temperature,
        top_p=top_p,
        max_tokens=max_tokens,
        min_tokens=min_tokens,
        stop=stop or (),
        limit=limit,
        shard=shard,
        seed=seed,
        grader=grader,
        until_decided=until_decided,
        margin=None if margin is None else margin / 100,
        alpha=alpha,
        answer_only=answer_only,
    )
    for benchmark in map(find_or_own, evaluation.sampling):
        if not (data_dir or variants) and benchmark.hub:
            note(f"loading {benchmark.name} from the hub ({benchmark.source})")
        for warning in evaluation.asked(benchmark.name).warnings:
            note(f"warning: {warning}")
    chosen = backend or backend_of(model)
    model = model if chosen is Backend.REPLAY else named_model(model)
    if plan:
        require_place(
            evaluation,
            out,
            backend=chosen.value,
            model=known_name(chosen, model, {"served_model": served_model}),
            dtype=dtype,
        )
        plans = make_plan(evaluation, out, price_in=price_in, price_out=price_out)
        if json:
            print_json(plan_json(plans))
        else:
            print_plan(plans)
        return
    asked = asked_for(evaluation)
    loaded = load_for_run(
        evaluation,
        out,
        chosen,
        model,
        revision=revision,
        dtype=dtype,
        device=device,
        batch_size=batch_size,
        batch_tokens=batch_tokens,
        continuous_batching=continuous_batching or None,
        tensor_parallel=tensor_parallel,
        pipeline_parallel_size=pipeline_parallel_size,
        data_parallel_size=data_parallel_size,
        data_parallel_backend=data_parallel_backend,
        max_model_len=max_model_len,
        engine_args=json_option("engine_args", engine_args),
        served_model=served_model,
        extra_body=json_option("extra_body", extra_body),
        concurrency=concurrency,
        timeout=timeout,
        prompt=prompt,
        system=system,
        chat_template_kwargs=json_option("chat_template_kwargs", chat_template_kwargs),
    )
    note(f"asking for {asked}")  # now that nothing refuses it
    for warning in context_warnings(evaluation, loaded):
        note(f"warning: {warning}")
    with progress() as bar:
        responses = bar.add_task("responses", total=None)
        metrics = run(
            evaluation,
            loaded,
            out,
            backend=chosen.value,
            name=name,
            command=typed_command(),
            allow_failures=allow_failures,
            max_tokens_total=max_tokens_total,
            repeat_check=repeat_check,
            on_progress=lambda done, total: bar.update(responses, completed=done, total=total),
        )
    if json:
        print_json(metrics)
        return
    print_metrics(metrics["slices"], out, shard=evaluation.shard)
    if repeat_check:
        note(repeat_words(metrics["repeat_check"]))
    if end := metrics.get("early_stop"):
        note(str(EarlyStop.from_json(end)))
