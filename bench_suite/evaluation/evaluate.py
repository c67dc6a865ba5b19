"""Evaluation: a model x tasks, through lm-eval, into a run folder that can be resumed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clipo_bench.bench_suite.evaluation.metrics import lm_eval_accuracies, summarise
from clipo_bench.bench_suite.evaluation.repeat_check import check_repeats
from clipo_bench.bench_suite.evaluation.response_journal import (
    ResponseJournal,
    open_responses,
    with_texts,
)
from clipo_bench.bench_suite.evaluation.sampling import Sampling
from clipo_bench.bench_suite.models.model import Model
from clipo_bench.tasks.answers.extract import Mode
from clipo_bench.tasks.answers.grader import allowed
from clipo_bench.tasks.benchmarks import (
    BENCHMARKS,
    OWN_SUFFIXES,
    PREFIX,
    Benchmark,
    expand,
    find_or_own,
    own,
    own_name,
)
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.harness import yaml_folder
from clipo_bench.tasks.harness.asked import Asked, asked
from clipo_bench.tasks.harness.shard import Shard
from clipo_bench.tasks.option import option
from clipo_bench.tasks.storage.run_folder import (
    finish_run,
    now,
    open_run,
    require_place_for_run,
    versions,
)
from clipo_bench.tasks.storage.run_schema import RESPONSES, Manifest, Sample
from clipo_bench.tasks.variant_set import read_variants

if TYPE_CHECKING:
    from clipo_bench.bench_suite.evaluation.harness_model import HarnessModel


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What to evaluate, independent of the model.

    Attributes:
        sampling: how each benchmark's responses are drawn; its keys are the benchmarks.
        data_dir: a folder of the benchmarks' files; the hub if there is none.
        variants: a folder that ``clipo-bench perturb`` wrote.
        files: of those benchmarks that are a user's own, the file.
        limit: only the first so many problems of each benchmark.
        shard: such as ``2/4``, the part of them that is asked; all without one.
        seed: of the sampling.
        grader: ``full``, or ``paper`` for what the paper's reward accepts.
    """

    sampling: Mapping[str, Sampling]
    data_dir: str | None = None
    variants: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None
    shard: str | None = None
    seed: int = 0
    grader: Mode = "full"

    @classmethod
    def of(
        cls,
        tasks: str = "",
        variants: str | Path | None = None,
        *,
        data_dir: str | Path | None = None,
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
    ) -> "Evaluation":
        """Create an evaluation from a user's arguments.

        Args:
            tasks: benchmarks, groups and own files, with commas: ``aime24,my.jsonl``.
            variants: in place of `tasks` a folder of variants.
            data_dir: see above, as `limit`, `seed` and `grader`.
            limit: see above.
            shard: see above; ``slurm/4`` is this job's place in its array.
            samples: see `Sampling`; None is each benchmark's own, as with the next.
            temperature: see `Sampling`.
            top_p: see `Sampling`.
            max_tokens: see `Sampling`.
            min_tokens: see `Sampling`.
            stop: see `Sampling`.
            seed: see above.
            grader: see above.

        Raises:
            InputError: a name is unknown, options contradict each other, or a setting is out
                of range.
        """
        if bool(tasks) == bool(variants):
            raise InputError(f"give either {option('tasks')} or {option('variants')}")
        if variants and data_dir:
            raise InputError(
                f"{option('data_dir')} has no effect with {option('variants')}, which contain "
                "their problems: leave it out"
            )
        files: dict[str, str] = {}
        if variants:
            originals = read_variants(variants).originals
            benchmarks = list(map(find_or_own, sorted({one.benchmark for one in originals})))
        else:
            benchmarks, files = _named(tasks)
        return cls(
            sampling={
                benchmark.name: Sampling.of(
                    benchmark,
                    samples=samples,
                    temperature=temperature,
                    top_p=top_p,
                    max_tokens=max_tokens,
                    min_tokens=min_tokens,
                    stop=stop,
                )
                for benchmark in benchmarks
            },
            data_dir=str(data_dir) if data_dir else None,
            variants=str(variants) if variants else None,
            files=files,
            limit=limit,
            shard=str(Shard.parse(shard)) if shard else None,
            seed=seed,
            grader=grader,
        )

    def asked(self, name: str) -> Asked:
        """Load the problems of one benchmark; cached.

        Raises:
            InputError: it cannot be loaded.
        """
        file = self.files.get(name)
        return asked(name, self.data_dir, self.variants, self.limit, file, self.shard)


def evaluate(
    evaluation: Evaluation,
    model: Model,
    out: Path,
    *,
    backend: str,
    name: str = "",
    command: Sequence[str] = (),
    allow_failures: int = 0,
    max_tokens_total: int | None = None,
    repeat_check: int = 0,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Evaluate a model into the run folder `out`; resumes a run that was stopped.

    Args:
        evaluation: what is asked.
        model: what answers.
        out: the run folder, made if it is not there.
        backend: what runs the model; part of the run's identity.
        name: what reports call the run; empty for the folder's name.
        command: the command line, for the manifest.
        allow_failures: how many requests may end without a response; they count as no answer.
        max_tokens_total: how many tokens the run's responses may have; None is no limit.
        repeat_check: how many requests are asked again, to measure how far they agree.
        on_progress: called with the responses there are and those wanted.

    Returns:
        The metrics, as written to ``metrics.json``.

    Raises:
        InputError: something cannot be loaded, or `out` holds another run.
        ExternalError: more requests failed, or have more tokens; the responses so far are kept.
    """
    manifest = replace(_manifest(evaluation, model, backend, command), name=name)
    with open_run(out, manifest) as lock, open_responses(out / RESPONSES) as journal:
        samples, harness_model, lm_eval_metrics = _run(
            evaluation, model, journal, allow_failures, max_tokens_total, on_progress
        )
        metrics = {"slices": summarise(samples), "lm_eval": lm_eval_metrics}
        if repeat_check:
            again = harness_model.repeat(repeat_check)
            metrics["repeat_check"] = check_repeats(evaluation.grader, again).as_json()
        problems = [
            one for asked in map(evaluation.asked, evaluation.sampling) for one in asked.problems
        ]
        whole = (with_texts(harness_model.recorded, sample) for sample in samples)
        finish_run(out, lock, metrics, whole, problems)
    return metrics


def _named(tasks: str) -> tuple[list[Benchmark], dict[str, str]]:
    """The benchmarks that a text names, and the paths of those that are the user's own files."""
    named = [name.strip() for name in tasks.split(",") if name.strip()]
    ours = [name for name in named if not name.endswith(OWN_SUFFIXES)]
    files: dict[str, str] = {}
    for path in dict.fromkeys(name for name in named if name.endswith(OWN_SUFFIXES)):
        other = files.setdefault(own_name(path), path)
        if other != path:
            raise InputError(
                f"{other} and {path} would have the same name in the results: rename one of them"
            )
    benchmarks = expand(",".join(ours)) if ours or not files else []
    return [*benchmarks, *map(own, files)], files


def require_place(
    evaluation: Evaluation,
    out: Path,
    *,
    backend: str,
    model: str | None,
    revision: str | None = None,
    dtype: str = "auto",
) -> None:
    """Refuse a run folder before a model is loaded for it.

    Args:
        evaluation: what is asked.
        out: the run folder.
        backend: what will run the model.
        model: its name; None where only the loaded model can tell.
        revision: of its weights, if that is known already.
        dtype: of its weights; ``auto`` where only the loaded model can tell.

    Raises:
        InputError: `out` holds another run or something else, or cannot be written.
    """
    known = _asked(evaluation, backend)
    if model is not None:
        known["model"] = model
    if revision is not None:
        known["revision"] = revision
    if dtype != "auto":
        known["settings"]["dtype"] = dtype
    require_place_for_run(out, known)


def asked_for(evaluation: Evaluation) -> str:
    """How many responses it takes: ``48 responses: aime24 3 problems x 16 samples``."""
    total, parts = 0, []
    for name, sampling in evaluation.sampling.items():
        count = len(evaluation.asked(name).problems)
        total += count * sampling.samples
        asked = "problem" if count == 1 else "problems"
        asked = "problems and variants" if evaluation.variants else asked
        times = f" x {sampling.samples} samples" if sampling.samples > 1 else ""
        parts.append(f"{name} {count:,} {asked}{times}")
    return f"{total:,} response{'s' * (total != 1)}: {', '.join(parts)}"


def context_warnings(evaluation: Evaluation, model: Model) -> list[str]:
    """Name the benchmarks whose responses may be longer than the model's context.

    They are asked all the same: a benchmark's own limit is for models of any size.
    """
    context = model.settings.get("context")
    return [
        f"{name}: the limit of {sampling.max_tokens} tokens for a response is above the context of "
        f"{model.name}, {context} tokens with the prompt: a response ends where the context does, "
        "and then counts as truncated"
        for name, sampling in evaluation.sampling.items()
        if context is not None and sampling.max_tokens > context
    ]


def _asked(evaluation: Evaluation, backend: str) -> dict[str, Any]:
    """What of a run's identity does not depend on the model."""
    loaded = {name: evaluation.asked(name) for name in evaluation.sampling}
    tolerances = {
        name: allowed(evaluation.grader, find_or_own(name).tolerance)
        for name in evaluation.sampling
    }
    return {
        "settings": {
            "backend": backend,
            "seed": evaluation.seed,
            "sampling": {name: s.identity for name, s in evaluation.sampling.items()},
        },
        "grader": {"mode": evaluation.grader, "tolerance": tolerances},
        "benchmarks": {name: found.fingerprint for name, found in loaded.items()},
        "variants": next(iter(loaded.values())).variants,
        "selection": {
            "limit": evaluation.limit,
            **({"shard": evaluation.shard} if evaluation.shard else {}),
        },
    }


def _manifest(
    evaluation: Evaluation, model: Model, backend: str, command: Sequence[str]
) -> Manifest:
    warnings = [w for name in evaluation.sampling for w in evaluation.asked(name).warnings]
    warnings += context_warnings(evaluation, model)
    asked = _asked(evaluation, backend)
    settings = asked.pop("settings")
    sampling = settings.pop("sampling")
    return Manifest(
        model=model.name,
        revision=model.revision,
        settings={
            **settings,
            "chat_template": model.has_chat_template,
            **model.settings,
            "sampling": sampling,
        },
        **asked,
        command=tuple(command),
        versions=versions(),
        warnings=tuple(warnings),
        created=now(),
    )


def _run(
    evaluation: Evaluation,
    model: Model,
    journal: ResponseJournal,
    allow_failures: int,
    max_tokens_total: int | None,
    on_progress: Callable[[int, int], None],
) -> tuple[list[Sample], "HarnessModel", dict[str, dict[str, float]]]:
    from lm_eval.evaluator import evaluate as lm_eval_evaluate
    from lm_eval.tasks import TaskManager

    from clipo_bench.bench_suite.evaluation.harness_model import HarnessModel
    from clipo_bench.bench_suite.evaluation.scorer import Scorer
    from clipo_bench.tasks.harness.task import BenchmarkTask, grader

    manager = TaskManager(
        include_defaults=False, include_path=str(yaml_folder()), metadata=_metadata(evaluation)
    )
    loaded = manager.load(
        [_task(name, BenchmarkTask, evaluation.files.get(name)) for name in evaluation.sampling]
    )
    scorer = Scorer(grader(evaluation.grader))
    for task in loaded["tasks"].values():
        sampling = evaluation.sampling[task.benchmark.name]
        task.samples = sampling.samples
        task.judge = scorer
        task.set_config("generation_kwargs", sampling.to_lm_eval())
    harness_model = HarnessModel(
        model,
        journal,
        seed=evaluation.seed,
        allow_failures=allow_failures,
        max_tokens_total=max_tokens_total,
        on_progress=on_progress,
        on_responses=lambda answered: scorer.grade(harness_model.recorded, answered),
    )
    results = lm_eval_evaluate(
        harness_model,
        loaded,
        bootstrap_iters=0,
        log_samples=False,
        apply_chat_template=model.has_chat_template,
    )
    return scorer.samples, harness_model, lm_eval_accuracies(results["results"])


def _task(name: str, task_class: type, file: str | None) -> str | dict[str, Any]:
    """The task for lm-eval's manager: a registered one, or an equivalent one for own problems."""
    if name in BENCHMARKS:
        return PREFIX + name
    own = {"benchmark": name, "file": file}
    return {"task": PREFIX + name, "class": task_class, "metadata": own}


def _metadata(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "data_dir": evaluation.data_dir,
        "variants": evaluation.variants,
        "limit": evaluation.limit,
        "shard": evaluation.shard,
        "grader": evaluation.grader,
    }
