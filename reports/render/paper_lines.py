"""Paper lines: what stands in a paper table, cell by cell, the same in every format."""

from collections.abc import Iterator
from dataclasses import dataclass

from clipo_bench.reports.paper_table import MethodPair, MethodRow, PaperTable
from clipo_bench.reports.render import words
from clipo_bench.reports.render.summary import ALPHA, CAVEAT
from clipo_bench.reports.statistics import CONFIDENCE
from clipo_bench.tasks.benchmarks import BENCHMARKS

AVERAGE = "average"
MARK = "*"
EMPTY = "–"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the table.

    Attributes:
        label: the method, or what is subtracted from what.
        cells: one per benchmark, then the average, then its interval.
        difference: whether it is a pair's difference, which stands below its two methods.
    """

    label: str
    cells: tuple[str, ...]
    difference: bool = False


def title(table: PaperTable) -> str:
    """What the table shows."""
    return f"Accuracy in percent, {table.layout} of the CLIPO paper"


def headings(table: PaperTable) -> list[str]:
    """The columns' headings, in the order of `PaperLine.cells`."""
    # "MMLU, a sample of 2000" heads its column as MMLU.
    titles = [BENCHMARKS[name].title.partition(",")[0] for name in table.benchmarks]
    return [*titles, AVERAGE, f"{words.level(CONFIDENCE)} interval"]


def lines(table: PaperTable) -> list[PaperLine]:
    """The lines: a method, then the same with the contrastive reward, then their difference."""
    rows = {row.run: row for row in table.rows}
    with_reward = {pair.new for pair in table.pairs}
    found: list[PaperLine] = []
    placed: set[str] = set()

    def place(run: str) -> None:
        if run in placed:
            return
        placed.add(run)
        found.append(_method(rows[run], table))
        for pair in table.pairs:
            if pair.base == run:
                fresh = pair.new not in placed
                place(pair.new)
                # Right below its two methods "difference" says it all.
                beside = fresh and [line.label for line in found[-2:]] == [pair.base, pair.new]
                label = "difference" if beside else f"{pair.new} − {pair.base}"
                found.append(_difference(pair, table, label))

    for run in [*(name for name in rows if name not in with_reward), *rows]:
        place(run)
    return found


def notes(table: PaperTable) -> list[str]:
    """What stands below the table: what each pair shows, how to read it, what to know of it."""
    return [*_pairs(table), *_reading(table), *(f"note: {text}" for text in table.warnings)]


def marked(p_adjusted: float | None) -> bool:
    """Whether a difference is shown."""
    return p_adjusted is not None and p_adjusted < ALPHA


def _method(row: MethodRow, table: PaperTable) -> PaperLine:
    known = row.accuracies
    cells = [
        words.number(known[name].estimate.value * 100) if name in known else EMPTY
        for name in table.benchmarks
    ]
    if row.average is None:
        return PaperLine(row.run, (*cells, EMPTY, EMPTY))
    average = words.number(row.average.value * 100)
    return PaperLine(row.run, (*cells, average, words.interval(row.average)))


def _difference(pair: MethodPair, table: PaperTable, label: str) -> PaperLine:
    cells = []
    for name in table.benchmarks:
        paired = pair.differences.get(name)
        if paired is None or paired.difference is None:
            cells.append(EMPTY)
        else:
            cells.append(_points(paired.difference.value, paired.p_adjusted))
    if pair.average is None:
        return PaperLine(label, (*cells, EMPTY, EMPTY), difference=True)
    average = _points(pair.average.value, pair.p_adjusted)
    return PaperLine(label, (*cells, average, words.signed_interval(pair.average)), difference=True)


def _points(value: float, p_adjusted: float | None) -> str:
    return words.points(value) + (MARK if marked(p_adjusted) else "")


def _pairs(table: PaperTable) -> Iterator[str]:
    for pair in table.pairs:
        change = pair.average
        if change is None or pair.p_adjusted is None:
            yield f"{pair.new} and {pair.base}: no average, since a benchmark is not paired."
            continue
        where = f"{words.points(change.value)} points {words.signed_interval(change)} on average"
        p = f"adjusted p {words.p_value(pair.p_adjusted)}"
        if marked(pair.p_adjusted):
            better = "better" if change.value > 0 else "worse"
            yield f"{pair.new} is {better} than {pair.base}: {where}, {p}."
        else:
            yield (
                f"{pair.new} and {pair.base}: no difference is shown, {where}, {p}; a true "
                f"difference of {change.detectable * 100:.1f} points would be detected 4 times "
                "in 5."
            )


def _reading(table: PaperTable) -> Iterator[str]:
    if table.left_out:
        yield (
            f"The average is over {len(table.benchmarks)} of {table.layout}'s "
            f"{len(table.benchmarks) + len(table.left_out)} benchmarks, which weigh alike; no run "
            f"was asked {', '.join(table.left_out)}."
        )
    else:
        yield f"The average is over the {len(table.benchmarks)} benchmarks, which weigh alike."
    if any(row.average is None for row in table.rows):
        yield "A run that was not asked every benchmark has no average."
    if table.pairs:
        yield (
            f"Differences are in points, paired by problem. {MARK} marks those whose p-value is "
            f"below {ALPHA:.2f} after Benjamini-Hochberg over all differences of the table."
        )
        yield CAVEAT
    else:
        yield (
            "No two runs are a pair: name them alike but for “clipo”, such as grpo and "
            "grpo+clipo, or say which are with --pairs A:B."
        )
    for mode in dict.fromkeys(row.grader for row in table.rows):
        of = [row.run for row in table.rows if row.grader == mode]
        whose = "" if len(of) == len(table.rows) else f": {', '.join(of)}"
        yield f"Graded by {words.rule(mode)}{whose}."
