"""Evaluation: a model x tasks, through lm-eval, into a run folder that can be resumed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clipo_bench.bench_suite.evaluation.metrics import lm_eval_accuracies, summarise
from clipo_bench.bench_suite.evaluation.named_tasks import named_tasks
from clipo_bench.bench_suite.evaluation.repeat_check import check_repeats
from clipo_bench.bench_suite.evaluation.response_journal import (
    ResponseJournal,
    open_responses,
    with_texts,
)
from clipo_bench.bench_suite.evaluation.sampling import Sampling
from clipo_bench.bench_suite.evaluation.until_decided import SELECTED, Decider, StopRule
from clipo_bench.bench_suite.models.model import Model
from clipo_bench.bench_suite.models.prompts import PromptForm
from clipo_bench.tasks.answers.extract import Mode
from clipo_bench.tasks.answers.grader import allowed
from clipo_bench.tasks.benchmarks import BENCHMARKS, PARTIAL, PREFIX, find_or_own
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.harness import yaml_folder
from clipo_bench.tasks.harness.asked import Asked, asked, is_partial
from clipo_bench.tasks.harness.shard import Shard
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import Problem
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
        stop_rule: ends the run as soon as it is decided; None asks all.
        answer_only: whether the answer is asked for without reasoning.
    """

    sampling: Mapping[str, Sampling]
    data_dir: str | None = None
    variants: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None
    shard: str | None = None
    seed: int = 0
    grader: Mode = "full"
    stop_rule: StopRule | None = None
    answer_only: bool = False

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
        until_decided: str | Path | None = None,
        margin: float | None = None,
        alpha: float | None = None,
        answer_only: bool = False,
    ) -> "Evaluation":
        """Create an evaluation from a user's arguments.

        Args:
            tasks: benchmarks, groups and own files, with commas: ``aime24,my.jsonl``; with
                ``partial_`` before a benchmark or ``partial:`` before a file, its partial prompts.
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
            until_decided: the run folder of a base: problems are asked in a random order, until a
                drop from it is shown or ruled out.
            margin: the drop that is accepted, as a fraction of 1; None is 0.02.
            alpha: the largest chance of a wrong decision; None is 0.05.
            answer_only: see above.

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
        if until_decided is None and (margin is not None or alpha is not None):
            name = "margin" if margin is not None else "alpha"
            raise InputError(f"{option(name)} has no effect without {option('until_decided')}")
        if until_decided is not None and shard:
            raise InputError(
                f"{option('shard', shard)} cannot be given with {option('until_decided')}: each "
                "part would stop by itself"
            )
        files: dict[str, str] = {}
        if variants:
            originals = read_variants(variants).originals
            benchmarks = list(map(find_or_own, sorted({one.benchmark for one in originals})))
        else:
            benchmarks, files = named_tasks(tasks)
        partial = [one.name for one in benchmarks if is_partial(one.name, files.get(one.name))]
        if answer_only and partial:
            raise InputError(
                f"{option('answer_only', value=True)} has no effect on {partial[0]}, whose prompts "
                "have no instruction: leave it out"
            )
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
            stop_rule=StopRule.read(until_decided, margin, alpha) if until_decided else None,
            answer_only=answer_only,
        )

    def prompt_form(self, given: PromptForm | None) -> PromptForm:
        """How questions become prompts: partial prompts have no chat template.

        Args:
            given: what the user asked for; None or ``auto`` leaves it to this.

        Raises:
            InputError: what is asked needs two forms, or partial prompts another one.
        """
        chosen = given or "auto"
        partial = [name for name in self.sampling if is_partial(name, self.files.get(name))]
        if not partial or chosen == "raw":
            return chosen
        if chosen == "chat" or len(partial) < len(self.sampling):
            raise InputError(
                f"{partial[0]} is continued without a chat template: ask partial prompts alone, "
                f"or give {option('prompt', 'raw')} for all"
            )
        return "raw"

    def asked(self, name: str) -> Asked:
        """Load the problems of one benchmark; cached.

        Raises:
            InputError: it cannot be loaded.
        """
        file = self.files.get(name)
        return asked(
            name, self.data_dir, self.variants, self.limit, file, self.shard, self.answer_only
        )

    @property
    def problems(self) -> list[Problem]:
        """All that may be asked, variants too."""
        return [one for name in self.sampling for one in self.asked(name).problems]


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
    if rule := evaluation.stop_rule:
        rule.require_same(manifest.identity, whole=True)
        rule.require_texts(evaluation.problems, _samples(evaluation))
    with open_run(out, manifest) as lock, open_responses(out / RESPONSES) as journal:
        samples, harness_model, lm_eval_metrics, end = _run(
            evaluation, model, journal, allow_failures, max_tokens_total, on_progress
        )
        summary = summarise(samples, lambda one: with_texts(harness_model.recorded, one))
        metrics = {"slices": summary, "lm_eval": lm_eval_metrics}
        if end:
            metrics["early_stop"] = end
        if repeat_check:
            again = harness_model.repeat(repeat_check)
            metrics["repeat_check"] = check_repeats(evaluation.grader, again).as_json()
        asked = {(one.benchmark, one.problem_id, one.variant_id) for one in samples}
        problems = [
            one for one in evaluation.problems if (one.benchmark, one.id, one.variant_id) in asked
        ]
        whole = (with_texts(harness_model.recorded, sample) for sample in samples)
        finish_run(out, lock, metrics, whole, problems, early_stop=end)
    return metrics


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
    if rule := evaluation.stop_rule:
        rule.require_same(known, whole=False)
        rule.require_texts(evaluation.problems, _samples(evaluation))
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
    most = "at most " if evaluation.stop_rule else ""
    return f"{most}{total:,} response{'s' * (total != 1)}: {', '.join(parts)}"


def _samples(evaluation: Evaluation) -> dict[str, int]:
    return {name: sampling.samples for name, sampling in evaluation.sampling.items()}


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
            **_instruction(evaluation),
            "sampling": {name: s.identity for name, s in evaluation.sampling.items()},
        },
        "grader": {"mode": evaluation.grader, "tolerance": tolerances},
        "benchmarks": {name: found.fingerprint for name, found in loaded.items()},
        "variants": next(iter(loaded.values())).variants,
        "selection": {
            "limit": evaluation.limit,
            **({"shard": evaluation.shard} if evaluation.shard else {}),
            **({SELECTED: evaluation.stop_rule.identity} if evaluation.stop_rule else {}),
        },
    }


def _instruction(evaluation: Evaluation) -> dict[str, Any]:
    """What is asked beside the question; only where it was named, as in older runs."""
    return {"answer_only": True} if evaluation.answer_only else {}


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
) -> tuple[list[Sample], "HarnessModel", dict[str, dict[str, float]], dict[str, Any]]:
    """Ask and grade: the samples, what asked them, lm-eval's figures, and an early stop."""
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
    decider = None
    if rule := evaluation.stop_rule:
        decider = Decider(
            rule, evaluation.problems, _samples(evaluation), evaluation.seed, scorer.score
        )
    harness_model = HarnessModel(
        model,
        journal,
        seed=evaluation.seed,
        allow_failures=allow_failures,
        max_tokens_total=max_tokens_total,
        on_progress=on_progress,
        on_responses=lambda answered: scorer.grade(harness_model.recorded, answered),
        decider=decider,
        asked_as=_instruction(evaluation),
    )
    results = lm_eval_evaluate(
        harness_model,
        loaded,
        bootstrap_iters=0,
        log_samples=False,
        apply_chat_template=model.has_chat_template,
    )
    end = decider.result().to_json() if decider else {}
    return scorer.samples, harness_model, lm_eval_accuracies(results["results"]), end


def _task(name: str, task_class: type, file: str | None) -> str | dict[str, Any]:
    """The task for lm-eval's manager: a registered one, or an equivalent one for own problems."""
    if name.removeprefix(PARTIAL) in BENCHMARKS:
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
        "answer_only": evaluation.answer_only,
    }
