"""Compare: one or more runs side by side, and paired on the problems that they share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from clipo_bench.reports.answer_places import Graded, grading
from clipo_bench.reports.by_problem import ProblemScore, by_problem
from clipo_bench.reports.early_stop import (
    difference_of,
    early_stop_notes,
    mean_of,
    planned_families,
)
from clipo_bench.reports.k_samples import (
    KSamples,
    PassCurve,
    k_samples,
    pass_at_k,
    pass_curve,
)
from clipo_bench.reports.memory import MemoryContrast, memory_contrast
from clipo_bench.reports.pairing import (
    PAIR,
    data_conflict,
    failed_requests,
    identical,
    pairing_warnings,
    require_same_data,
)
from clipo_bench.reports.response_ends import ResponseEnds, response_ends
from clipo_bench.reports.robustness import ProcessShares, Robustness, process, robustness
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import (
    Difference,
    Estimate,
    benjamini_hochberg,
    unit_scores,
)
from clipo_bench.tasks.answers.verdict import Outcome
from clipo_bench.tasks.problem import ORIGINAL

ALL_PAIRS = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run is, for a reader."""

    name: str
    model: str
    revision: str
    settings: dict[str, Any]
    grader: dict[str, Any]
    selection: dict[str, Any]
    benchmarks: dict[str, str]
    variants: str
    versions: dict[str, str]
    command: tuple[str, ...]
    warnings: tuple[str, ...]
    created: str
    responses: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One run on one benchmark and kind.

    Attributes:
        run: the run's name.
        benchmark: the benchmark's name.
        kind: ``original``, or the kind of rewrite.
        problems: how many texts were asked: problems, or variants of them.
        responses: how many responses they got.
        samples: responses per text, if all have the same number, else the smallest.
        estimate: the accuracy, averaged over samples ("avg@k"), over `estimate.n` families.
        pass_at_k: the chance that one of `samples` responses is right; None for 1.
        outcomes: how many responses ended in each `Outcome`.
        tokens: the mean length of a response in tokens, where known.
    """

    run: str
    benchmark: str
    kind: str
    problems: int
    responses: int
    samples: int
    estimate: Estimate
    pass_at_k: Estimate | None
    outcomes: dict[str, int]
    tokens: float | None


@dataclass(frozen=True, slots=True)
class Paired:
    """Two runs on what both were asked of one benchmark and kind.

    Attributes:
        base: the earlier run's name.
        new: the later run's name.
        benchmark: the benchmark's name.
        kind: ``original``, or the kind of rewrite.
        both: how many texts both were asked.
        only_base: how many only the base was asked.
        only_new: how many only the other was asked.
        identical: whether every response to what both were asked is the same text with
            the same outcome.
        difference: new minus base; None where they are not paired.
        p_adjusted: its p-value after Benjamini-Hochberg over the report's slices.
        note: why they are not paired; empty if they are.
    """

    base: str
    new: str
    benchmark: str
    kind: str
    both: int
    only_base: int
    only_new: int
    identical: bool = False
    difference: Difference | None = None
    p_adjusted: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a report shows but the samples themselves."""

    runs: tuple[Facts, ...]
    warnings: tuple[str, ...]
    accuracies: tuple[Accuracy, ...]
    differences: tuple[Paired, ...]
    memory: tuple[MemoryContrast, ...]
    response_ends: tuple[ResponseEnds, ...]
    k_samples: tuple[KSamples, ...]
    pass_curves: tuple[PassCurve, ...]
    robustness: tuple[Robustness, ...]
    problems: tuple[ProblemScore, ...]
    process: tuple[ProcessShares, ...]
    grading: tuple[Graded, ...]


def compare(runs: Sequence[Run], *, strict: bool) -> Comparison:
    """Compare runs, each with every earlier one, as `run_pairs` has it.

    Args:
        runs: one or more; their names differ.
        strict: whether slices of different data are an error, else they are left unpaired
            with a note.

    Raises:
        InputError: `strict`, and two runs hold different data under one name.
    """
    pairs = run_pairs(runs)
    if strict:
        for base, new in pairs:
            require_same_data(base, new)
    differences = [item for base, new in pairs for item in pair_runs(base, new)]
    return Comparison(
        runs=tuple(_facts(run) for run in runs),
        warnings=tuple(_warnings(runs, pairs)),
        accuracies=tuple(
            accuracy(run, benchmark, kind)
            for benchmark, kind in _slices(runs)
            for run in runs
            if (benchmark, kind) in run.slices
        ),
        differences=tuple(_adjust(differences)),
        memory=tuple(item for base, new in pairs for item in memory_contrast(base, new)),
        response_ends=tuple(item for run in runs for item in response_ends(run)),
        k_samples=tuple(item for run in runs for item in k_samples(run)),
        pass_curves=tuple(_pass_curves(runs, differences)),
        robustness=tuple(item for run in runs for item in robustness(run)),
        problems=tuple(item for run in runs for item in by_problem(run)),
        process=tuple(item for run in runs for item in process(run)),
        grading=tuple(item for run in runs for item in grading(run)),
    )


def _pass_curves(runs: Sequence[Run], differences: Sequence[Paired]) -> Iterator[PassCurve]:
    """pass@k of each two runs, on the slices that are paired and have several samples."""
    named = {run.name: run for run in runs}
    for item in differences:
        if item.difference is not None:
            base, new = named[item.base], named[item.new]
            curve = pass_curve(base, new, item.benchmark, item.kind)
            if curve.samples > 1:
                yield curve


def run_pairs(runs: Sequence[Run]) -> list[tuple[Run, Run]]:
    """Choose which runs are compared with which: (base, new), the latest first.

    Up to `ALL_PAIRS` runs are each compared with every earlier one; more only with the first.
    """
    bases = runs if len(runs) <= ALL_PAIRS else runs[:1]
    return [
        (base, runs[index])
        for index in reversed(range(len(runs)))
        for base in reversed(bases[:index])
    ]


def pair_runs(base: Run, new: Run, confidence: float = 0.95) -> Iterator[Paired]:
    """Pair every slice that both runs hold, on the texts that both were asked."""
    shared = set(base.slices) & set(new.slices)
    for benchmark, kind in base.slices:
        if (benchmark, kind) in shared:
            yield _pair(base, new, benchmark, kind, confidence)


def _warnings(runs: Sequence[Run], pairs: Sequence[tuple[Run, Run]]) -> Iterator[str]:
    if len(runs) > ALL_PAIRS:
        yield (
            f"with {len(runs)} runs, each is compared with the first, {runs[0].name}; up to "
            f"{ALL_PAIRS} runs are all compared with each other"
        )
    for run in runs:
        yield from failed_requests(run)
        yield from early_stop_notes(run)
    for base, new in pairs:
        yield from pairing_warnings(base, new)


def _slices(runs: Sequence[Run]) -> list[tuple[str, str]]:
    held = {item for run in runs for item in run.slices}
    return sorted(held, key=lambda pair: (pair[0], pair[1] != ORIGINAL, pair[1]))


def _facts(run: Run) -> Facts:
    manifest = run.manifest
    return Facts(
        name=run.name,
        model=manifest.model,
        revision=manifest.revision,
        settings=dict(manifest.settings),
        grader=dict(manifest.grader),
        selection=dict(manifest.selection),
        benchmarks=dict(manifest.benchmarks),
        variants=manifest.variants,
        versions=dict(manifest.versions),
        command=tuple(manifest.command),
        warnings=tuple(manifest.warnings),
        created=manifest.created,
        responses=len(run.frame),
    )


def accuracy(run: Run, benchmark: str, kind: str) -> Accuracy:
    """Score one run on a slice that it holds."""
    part = run.part(benchmark, kind)
    texts = part.groupby(PAIR)["score"].agg(["count", "sum"])
    samples = int(texts["count"].min())
    counts = part["outcome"].value_counts()
    tokens = part["tokens"].mean()
    planned = planned_families(run)
    return Accuracy(
        run=run.name,
        benchmark=benchmark,
        kind=kind,
        problems=len(texts),
        responses=len(part),
        samples=samples,
        estimate=mean_of(unit_scores(part).to_numpy(float), planned),
        pass_at_k=(
            mean_of(pass_at_k(part, samples).to_numpy(float), planned) if samples > 1 else None
        ),
        outcomes={str(outcome): int(counts.get(outcome, 0)) for outcome in Outcome},
        tokens=None if pd.isna(tokens) else float(tokens),
    )


def _pair(base: Run, new: Run, benchmark: str, kind: str, confidence: float) -> Paired:
    first, second = base.part(benchmark, kind), new.part(benchmark, kind)
    asked, asked_too = (pd.MultiIndex.from_frame(part[PAIR]) for part in (first, second))
    first_only, second_only = ~asked.isin(asked_too), ~asked_too.isin(asked)
    paired = Paired(
        base=base.name,
        new=new.name,
        benchmark=benchmark,
        kind=kind,
        both=len(asked[~first_only].unique()),
        only_base=len(asked[first_only].unique()),
        only_new=len(asked_too[second_only].unique()),
    )
    if conflict := data_conflict(base, new, benchmark, kind):
        return replace(paired, note=f"not paired: {conflict}")
    if not paired.both:
        return replace(paired, note="not paired: the two runs have no problem in common")
    first, second = first[~first_only], second[~second_only]
    before, after = unit_scores(first).align(unit_scores(second), join="inner")
    return replace(
        paired,
        identical=identical(first, second),
        difference=difference_of(
            before.to_numpy(float),
            after.to_numpy(float),
            planned_families(base, new),
            confidence,
        ),
    )


def _adjust(differences: Sequence[Paired]) -> Iterator[Paired]:
    tested = [item.difference.p for item in differences if item.difference]
    adjusted = iter(benjamini_hochberg(tested))
    for item in differences:
        yield replace(item, p_adjusted=next(adjusted)) if item.difference else item
