"""The figures of ``metrics.json``: counts and plain accuracies. Intervals are for reports."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

from clipo_bench.bench_suite.console import note, stdout
from clipo_bench.tasks.answers.verdict import Outcome
from clipo_bench.tasks.benchmarks import PREFIX, metric_name
from clipo_bench.tasks.harness.shard import Shard
from clipo_bench.tasks.partial import COMPLETED, ROUGE_L, completion
from clipo_bench.tasks.storage.run_schema import Sample

MOST_TRUNCATED = 0.1
Slices = dict[str, dict[str, dict[str, Any]]]


def summarise(
    samples: Iterable[Sample], whole: Callable[[Sample], Sample] = lambda sample: sample
) -> Slices:
    """Count a run's outcomes.

    Args:
        samples: all of the run, with or without their texts.
        whole: gives a sample its texts, which partial prompts need.

    Returns:
        Per benchmark and kind the number of problems and samples, the accuracy (mean
        over problems of each problem's mean, 0 to 1), the count of each outcome, how many
        requests failed, if any did, and of partial prompts what was completed.
    """
    groups: dict[tuple[str, str], list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[sample.benchmark, sample.kind].append(sample)
    summary: Slices = {}
    for (benchmark, kind), group in groups.items():
        summary.setdefault(benchmark, {})[kind] = _summary(group, whole)
    return summary


def _summary(samples: list[Sample], whole: Callable[[Sample], Sample]) -> dict[str, Any]:
    problems: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for sample in samples:
        problems[sample.problem_id, sample.variant_id].append(sample.correct)
    failed = sum(sample.finish_reason == "failed" for sample in samples)
    return {
        "problems": len(problems),
        "samples": len(samples),
        "accuracy": fmean(fmean(marks) for marks in problems.values()),
        "outcomes": dict(sorted(Counter(sample.outcome for sample in samples).items())),
        **_completions([one for one in samples if one.rest], whole),
        **({"failed": failed} if failed else {}),
    }


def _completions(samples: list[Sample], whole: Callable[[Sample], Sample]) -> dict[str, float]:
    """Of partial prompts, how much of the rest of the text the responses are."""
    made = [completion(whole(sample).response, sample.rest) for sample in samples]
    if not made:
        return {}
    return {
        COMPLETED: fmean(one.exact for one in made),
        ROUGE_L: fmean(one.rouge_l for one in made),
    }


def lm_eval_figures(samples: Iterable[Sample]) -> dict[str, dict[str, float]]:
    """What lm-eval makes of a run's verdicts: per task the mean over texts, kind by kind.

    Computed as lm-eval does it, to the last bit, for runs that were put together.
    """
    texts: dict[tuple[str, str], dict[tuple[str, str], list[bool]]] = {}
    for sample in samples:
        kind = texts.setdefault((PREFIX + sample.benchmark, metric_name(sample.kind)), {})
        kind.setdefault((sample.problem_id, sample.variant_id), []).append(sample.correct)
    figures: dict[str, dict[str, float]] = {}
    for (task, metric), marks in texts.items():
        scores = [sum(right) / len(right) for right in marks.values()]
        figures.setdefault(task, {})[metric] = sum(scores) / len(scores)
    return figures


def lm_eval_accuracies(results: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Keep of lm-eval's results what it scored: per task ``acc`` and ``acc_<kind>``."""
    return {
        task: {
            name.removesuffix(",none"): value
            for name, value in values.items()
            if name.startswith("acc") and name.endswith(",none") and "_stderr" not in name
        }
        for task, values in results.items()
    }


def truncation_warning(slices: Slices) -> str | None:
    """Say that many responses were cut at their token limit; None if hardly any were."""
    every = [summary for kinds in slices.values() for summary in kinds.values()]
    samples = sum(summary["samples"] for summary in every)
    cut = sum(summary["outcomes"].get(Outcome.TRUNCATED, 0) for summary in every)
    if cut <= MOST_TRUNCATED * samples:
        return None
    return (
        f"{cut:,} of {samples:,} responses were cut at the token limit before an answer, and count "
        "as not correct: accuracies say little; raise --max-tokens"
    )


def failure_warning(slices: Slices) -> str | None:
    """Say that requests had no response; None if all had one."""
    every = [summary for kinds in slices.values() for summary in kinds.values()]
    failed = sum(summary.get("failed", 0) for summary in every)
    if not failed:
        return None
    return (
        f"{failed:,} of {sum(s['samples'] for s in every):,} requests had no response and count as "
        "no answer: every accuracy is lower for them"
    )


def print_metrics(slices: Slices, out: Path, *, shard: str | None = None) -> None:
    """Print what `summarise` counted, where the run is, and what can be done with it."""
    from rich.table import Table
    from rich.text import Text

    from clipo_bench.reports.run import visible

    partial = any(COMPLETED in summary for kinds in slices.values() for summary in kinds.values())
    last = ("completed", "ROUGE-L") if partial else ("outcomes",)
    table = Table("benchmark", "kind", "problems", "responses", "accuracy", *last)
    for benchmark, kinds in slices.items():
        for kind, summary in kinds.items():
            counted = ", ".join(f"{name} {count}" for name, count in summary["outcomes"].items())
            shares = [f"{summary[n]:.2%}" if n in summary else "" for n in (COMPLETED, ROUGE_L)]
            table.add_row(
                Text(visible(benchmark)),
                Text(visible(kind)),
                str(summary["problems"]),
                str(summary["samples"]),
                f"{summary['accuracy']:.2%}",
                *(shares if partial else [counted]),
            )
    stdout().print(table)
    for warning in (truncation_warning(slices), failure_warning(slices)):
        if warning is not None:
            note(f"warning: {warning}")
    step = f"clipo-bench compare {out}, or clipo-bench report {out}"
    if shard is not None:
        count = Shard.parse(shard).count
        step = f"when all {count} shards are done, clipo-bench merge {out} OTHERS --out FOLDER"
    note(f"wrote {out}; next: {step}")
