"""Runs by plain arguments: a model evaluated, or recorded responses graded, into a folder."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypedDict, Unpack

from clipo_bench.bench_suite.evaluation.evaluate import Evaluation, require_place
from clipo_bench.bench_suite.evaluation.evaluate import evaluate as run_evaluation
from clipo_bench.bench_suite.models.load import (
    Backend,
    ModelOptions,
    backend_of,
    known_name,
    known_revision,
    load_model,
)
from clipo_bench.bench_suite.models.model import Model
from clipo_bench.bench_suite.models.named_model import named_model
from clipo_bench.bench_suite.recorded.formats import Columns
from clipo_bench.bench_suite.recorded.grade import grade_recordings, recorded_manifest
from clipo_bench.bench_suite.recorded.read import read_recordings
from clipo_bench.tasks.answers.extract import Mode
from clipo_bench.tasks.errors import InputError


def load_for_run(
    evaluation: Evaluation,
    out: Path,
    backend: Backend,
    model: str,
    **options: Unpack[ModelOptions],
) -> Model:
    """Load a model for a run folder; one that cannot be used is refused before that.

    Args:
        evaluation: what is asked.
        out: the run folder.
        backend: what runs the model.
        model: its name, see `bench_suite.models.load.load_model`, as for the options.
        options: how it is loaded.

    Raises:
        InputError: `out` holds another run or something else, or the model cannot be loaded.
    """
    place = partial(
        require_place, evaluation, out,
        backend=backend.value,
        model=known_name(backend, model, options),
        dtype=options.get("dtype") or "auto",
    )  # fmt: skip
    if backend is not Backend.REPLAY:
        options["prompt"] = evaluation.prompt_form(options.get("prompt"))
    place()
    weights = known_revision(backend, model, options.get("revision"))  # reads all of the weights
    place(revision=weights)
    return load_model(backend, model, weights=weights, **options)


def evaluate(
    model: str | Path,
    tasks: str = "",
    *,
    out: str | Path,
    name: str = "",
    variants: str | Path | None = None,
    data_dir: str | Path | None = None,
    backend: str | None = None,
    limit: int | None = None,
    shard: str | None = None,
    samples: int | None = None,
    temperature: float | None = None,
    top_p: float | None = None,
    max_tokens: int | None = None,
    min_tokens: int = 0,
    stop: Sequence[str] = (),
    seed: int = 0,
    grader: Mode = "full",
    until_decided: str | Path | None = None,
    margin: float | None = None,
    alpha: float | None = None,
    answer_only: bool = False,
    allow_failures: int = 0,
    max_tokens_total: int | None = None,
    repeat_check: int = 0,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    **options: Unpack[ModelOptions],
) -> dict[str, Any]:
    """Evaluate a model into a run folder, as ``clipo-bench eval`` does; the same call resumes it.

    Args:
        model: a folder in Hugging Face format or a hub id; the URL of a server; ``tiny``; for
            replay a file of responses.
        tasks: benchmarks, groups and own files, with commas: ``aime24,my.jsonl``; with
            ``partial_`` before a benchmark or ``partial:`` before a file, its partial prompts.
        out: the run folder.
        name: what reports call the run; empty for the folder's name.
        variants: in place of `tasks` a folder of variants, asked beside their originals.
        data_dir: a folder of the benchmarks' files; None loads from the hub.
        backend: ``hf``, ``vllm``, ``api`` or ``replay``; None is api for a URL, else hf.
        limit: only the first so many problems of each benchmark.
        shard: such as ``2/4``, the part of them that is asked; see `merge_runs`.
        samples: responses per problem; None is the benchmark's own setting, as with the next.
        temperature: 0 is greedy.
        top_p: the nucleus kept when sampling.
        max_tokens: the most tokens of a response.
        min_tokens: the fewest.
        stop: texts at which a response ends.
        seed: of the sampling.
        grader: ``full``, or ``paper`` for what the CLIPO paper's reward accepts.
        until_decided: the run folder of a base: problems are asked in a random order, until a drop
            from it is shown or ruled out.
        margin: the drop that is accepted, as a fraction of 1; None is 0.02.
        alpha: the largest chance of a wrong decision; None is 0.05.
        answer_only: ask for the answer without reasoning.
        allow_failures: how many requests may end without a response; they count as no answer.
        max_tokens_total: how many tokens the run's responses may have; None is no limit.
        repeat_check: how many requests are asked again, to measure how far they agree.
        on_progress: called with the responses there are and those wanted.
        options: how the model is loaded, such as ``device="cuda"`` or ``batch_size=64``.

    Returns:
        The metrics, as written to ``metrics.json``.

    Raises:
        InputError: something cannot be loaded, a setting is out of range, or `out` holds
            another run.
        ExternalError: a server failed, or the responses have too many tokens; those so far are
            kept.
    """
    if backend is not None and backend not in list(Backend):
        raise InputError(f"backend is {backend!r}: expected {', '.join(Backend)}")
    model = str(model) if backend == Backend.REPLAY else named_model(str(model))
    chosen = backend_of(model) if backend is None else Backend(backend)
    evaluation = Evaluation.of(
        tasks,
        variants,
        data_dir=data_dir,
        limit=limit,
        shard=shard,
        samples=samples,
        temperature=temperature,
        top_p=top_p,
        max_tokens=max_tokens,
        min_tokens=min_tokens,
        stop=stop,
        seed=seed,
        grader=grader,
        until_decided=until_decided,
        margin=margin,
        alpha=alpha,
        answer_only=answer_only,
    )
    loaded = load_for_run(evaluation, Path(out), chosen, model, **options)
    return run_evaluation(
        evaluation,
        loaded,
        Path(out),
        backend=chosen.value,
        name=name,
        allow_failures=allow_failures,
        max_tokens_total=max_tokens_total,
        repeat_check=repeat_check,
        on_progress=on_progress,
    )


class ColumnPaths(TypedDict, total=False):
    """Where in a row what stands, see `bench_suite.recorded.formats.Columns`."""

    id: str | None
    gold: str | None
    response: str | None
    pair: str | None
    prompt: str | None
    question: str | None
    choices: str | None
    family: str | None
    sample: str | None
    finish_reason: str | None


def grade(
    file: str | Path,
    out: str | Path,
    *,
    format: str | None = None,
    problems: str | Path | None = None,
    filter: str | None = None,
    only: str | None = None,
    samples_by_order: bool = False,
    original: str | None = None,
    benchmark: str | None = None,
    model: str | None = None,
    name: str = "",
    grader: Mode = "full",
    shard: str | None = None,
    on_progress: Callable[[int], None] = lambda count: None,
    **columns: Unpack[ColumnPaths],
) -> dict[str, Any]:
    """Grade responses that were recorded anywhere, as ``clipo-bench grade`` does.

    Args:
        file: a file that a tool wrote, or a folder of files.
        out: the run folder.
        format: the format's name, such as ``lm-eval``; None tells it by the first row.
        problems: a file of problems, for questions and golds where `file` has none.
        filter: of lm-eval's filters, the one to read; None is the first.
        only: ``path=value``: which rows to read, such as ``step=100``; None reads all.
        samples_by_order: whether rows on one problem are its samples, in the file's order.
        original: the value of the column `pair` which marks originals.
        benchmark: a name for what was asked; None is that in the file, else ``recorded``.
        model: whose responses; None is the file's name.
        name: what reports call the run; empty for the folder's name.
        grader: ``full``, or ``paper`` for what the CLIPO paper's reward accepts.
        shard: such as ``2/4``, the part that is graded; see `merge_runs`.
        on_progress: called with the number of responses just graded.
        columns: paths of columns, such as ``id="n"`` or ``response="choices.0.text"``, where the
            format does not say them.

    Returns:
        The metrics, as written to ``metrics.json``.

    Raises:
        InputError: the file cannot be read or contradicts itself, or `out` holds another run.
    """
    run = read_recordings(
        Path(file),
        Columns(**columns),
        benchmark=benchmark,
        original=original,
        format=format,
        filter=filter,
        only=only,
        problems=None if problems is None else Path(problems),
        samples_by_order=samples_by_order,
    )
    manifest = recorded_manifest(run, model=model, mode=grader, name=name, shard=shard)
    return grade_recordings(run, Path(out), manifest=manifest, on_progress=on_progress)
