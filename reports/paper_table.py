"""Paper table: methods by benchmarks, as the CLIPO paper lays out its two tracks.

Beside the paper's numbers stand what it does not give: intervals, and each method against the same
with the contrastive reward, paired by problem.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from clipo_bench.reports.compare import Accuracy, Paired, accuracy, pair_runs
from clipo_bench.reports.early_stop import early_stop_notes, planned_families
from clipo_bench.reports.macro import macro_difference, macro_mean
from clipo_bench.reports.method_pairs import pairs_by_name, pairs_given
from clipo_bench.reports.pairing import failed_requests, pairing_warnings, require_same_data
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import Difference, Estimate, benjamini_hochberg
from clipo_bench.tasks.benchmarks import BENCHMARKS, GROUPS
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL

Layout = Literal["track1", "track2"]


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A run as a row.

    Attributes:
        run: its name.
        model: what was evaluated.
        grader: by which rule of the grader.
        accuracies: by benchmark, in the columns' order; without those that it was not asked.
        average: over all columns, which weigh alike; None where it was not asked one of them, or
            could stop early: what it was asked then depends on how it went.
    """

    run: str
    model: str
    grader: str
    accuracies: Mapping[str, Accuracy]
    average: Estimate | None


@dataclass(frozen=True, slots=True)
class MethodPair:
    """A method beside the same with the contrastive reward, paired by problem.

    Attributes:
        base: the method's run.
        new: the run with the contrastive reward.
        differences: by benchmark, in the columns' order; of those that both were asked.
        average: their mean, benchmarks alike; None where one column is missing, or a run could
            stop early.
        p_adjusted: the average's p-value after Benjamini-Hochberg over the table's differences.
    """

    base: str
    new: str
    differences: Mapping[str, Paired]
    average: Difference | None
    p_adjusted: float | None


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Methods by benchmarks.

    Attributes:
        layout: ``track1`` or ``track2``.
        benchmarks: the columns: those of the track that a run was asked.
        left_out: the track's benchmarks that no run was asked.
        rows: a row per run, in the order given.
        pairs: each method with the same with the contrastive reward.
        warnings: what has to be known before the table is read.
    """

    layout: Layout
    benchmarks: tuple[str, ...]
    left_out: tuple[str, ...]
    rows: tuple[MethodRow, ...]
    pairs: tuple[MethodPair, ...]
    warnings: tuple[str, ...]


def paper_table(runs: Sequence[Run], layout: Layout, pairs: Sequence[str] = ()) -> PaperTable:
    """Lay runs out as a table of the paper; of originals, since its benchmarks are these.

    Args:
        runs: one or more; their names differ.
        layout: whose columns.
        pairs: as ``A:B``, the names of a method's run and of that with the contrastive reward;
            by default those whose names differ in the word "clipo" alone.

    Raises:
        InputError: a run was asked nothing of the layout, two hold different data under one
            name, or a pair is not of two runs.
    """
    columns = [item.name for item in GROUPS[layout]]
    runs = [_within(run, columns) for run in runs]
    for run in runs:
        if run.frame.empty:
            raise InputError(
                f"{run.name} has no responses to {layout}: expected some of {', '.join(columns)}"
            )
    for number, run in enumerate(runs):
        for other in runs[:number]:  # rows are compared by eye, whether they are a pair or not
            require_same_data(other, run)
    asked = {benchmark for run in runs for benchmark, _ in run.slices}
    benchmarks = [name for name in columns if name in asked]
    rows = [_row(run, benchmarks) for run in runs]
    chosen = pairs_given(runs, pairs) if pairs else pairs_by_name(runs)
    compared = tuple(_adjust([_pair(base, new, benchmarks) for base, new in chosen]))
    return PaperTable(
        layout=layout,
        benchmarks=tuple(benchmarks),
        left_out=tuple(name for name in columns if name not in asked),
        rows=tuple(rows),
        pairs=compared,
        warnings=tuple(_warnings(runs, rows, compared)),
    )


def _within(run: Run, benchmarks: Sequence[str]) -> Run:
    """A run's originals of these benchmarks."""
    frame = run.frame
    return replace(
        run, frame=frame[(frame["kind"] == ORIGINAL) & frame["benchmark"].isin(benchmarks)]
    )


def _row(run: Run, benchmarks: Sequence[str]) -> MethodRow:
    held = {benchmark for benchmark, _ in run.slices}
    found = {name: accuracy(run, name, ORIGINAL) for name in benchmarks if name in held}
    complete = len(found) == len(benchmarks) and planned_families(run) is None
    estimates = [item.estimate for item in found.values()]
    return MethodRow(
        run=run.name,
        model=run.manifest.model,
        grader=str(run.manifest.grader.get("mode", "")),
        accuracies=found,
        average=macro_mean(estimates) if complete else None,
    )


def _pair(base: Run, new: Run, benchmarks: Sequence[str]) -> MethodPair:
    paired = {item.benchmark: item for item in pair_runs(base, new)}
    differences = {name: paired[name] for name in benchmarks if name in paired}
    found = [item.difference for item in differences.values() if item.difference]
    complete = len(found) == len(benchmarks) and planned_families(base, new) is None
    average = macro_difference(found) if complete else None
    return MethodPair(base.name, new.name, differences, average, None)


def _adjust(pairs: Sequence[MethodPair]) -> Iterator[MethodPair]:
    """Adjust p-values over all differences that the table shows."""
    tested = [
        change.p
        for pair in pairs
        for change in (*(item.difference for item in pair.differences.values()), pair.average)
        if change
    ]
    adjusted = iter(benjamini_hochberg(tested))
    for pair in pairs:
        differences = {
            name: replace(item, p_adjusted=next(adjusted)) if item.difference else item
            for name, item in pair.differences.items()
        }
        p_adjusted = next(adjusted) if pair.average else None
        yield replace(pair, differences=differences, p_adjusted=p_adjusted)


def _warnings(
    runs: Sequence[Run], rows: Sequence[MethodRow], pairs: Sequence[MethodPair]
) -> Iterator[str]:
    for run in runs:
        yield from failed_requests(run)
        yield from early_stop_notes(run)
    for run in runs[1:]:
        yield from pairing_warnings(runs[0], run)
    for row in rows:
        yield from _other_samples(row)
    for name in dict.fromkeys(name for row in rows for name in row.accuracies):
        asked = {row.run: row.accuracies[name].problems for row in rows if name in row.accuracies}
        if len(set(asked.values())) > 1:
            listed = ", ".join(f"{number:,} of {run}" for run, number in asked.items())
            yield f"{name}: runs were not asked the same number of problems: {listed}"
    for pair in pairs:
        for item in pair.differences.values():
            yield from _unlike(item)


def _other_samples(row: MethodRow) -> Iterator[str]:
    """Name the benchmarks that were sampled more or less often than in the paper."""
    found: dict[tuple[int, int], list[str]] = {}
    for name, item in row.accuracies.items():
        papers = BENCHMARKS[name].samples
        if item.samples != papers:
            found.setdefault((item.samples, papers), []).append(name)
    for (samples, papers), names in found.items():
        yield (
            f"{row.run}: responses per problem are {samples}, in the paper {papers}, on "
            f"{', '.join(names)}"
        )


def _unlike(item: Paired) -> Iterator[str]:
    """What keeps a difference from being that of the two accuracies, or from being one."""
    which = f"{item.new} and {item.base} on {item.benchmark}"
    if item.difference is None:
        yield f"{which}: {item.note}"
        return
    if item.identical:
        yield f"{which}: every response is the same"
    if item.only_base or item.only_new:
        yield (
            f"{which}: paired on the {item.both:,} problems that both were asked, so the "
            "difference is not that of the two accuracies"
        )
