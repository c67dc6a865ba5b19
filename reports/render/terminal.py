"""Terminal: a comparison as rich tables."""

from collections.abc import Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from clipo_bench.reports.compare import Comparison, Paired
from clipo_bench.reports.render import k_samples_words, memory_formats, summary, words
from clipo_bench.reports.render.tables import FittedTable, interval_heading
from clipo_bench.reports.robustness import ProcessShares, Robustness
from clipo_bench.reports.statistics import CONFIDENCE

SLICE = ("benchmark", "kind")
SLICE_OF_RUN = (*SLICE, "run")


def comparison(result: Comparison) -> Group:
    """Lay out what `compare` found."""
    return Group(*_sections(result))


def _sections(result: Comparison) -> Iterator[RenderableType]:
    interval = interval_heading(CONFIDENCE)
    table = FittedTable("Accuracy", SLICE_OF_RUN, ["accuracy", interval, "pass@k", "n", "k"])
    for item in result.accuracies:
        table.add_row(
            *map(escape, (item.benchmark, item.kind, item.run)),
            words.percent(item.estimate.value),
            escape(words.interval(item.estimate)),
            words.percent(item.pass_at_k.value) if item.pass_at_k else "–",
            f"{item.problems:,}",
            str(item.samples),
        )
    yield table
    for (run, right), rewrites in groupby(
        result.robustness, lambda item: (item.run, item.behaviour)
    ):
        table = FittedTable(
            f"{run}: originals and their variants ({words.behaviour(right)})",
            SLICE,
            ["original", "variant", "points", interval, "p (BH)", "pairs"],
        )
        for change in rewrites:
            table.add_row(*_rewrite(change))
        yield table
    if result.robustness:
        table = FittedTable(
            "All variants of a problem correct, and answers copied from the original",
            SLICE_OF_RUN,
            ["variants", "with original", "copied"],
        )
        for change in result.robustness:
            table.add_row(*_texts(change))
        yield table
    for (base, new), pair in groupby(result.differences, lambda item: (item.base, item.new)):
        table = FittedTable(
            f"{new} against {base}",
            SLICE,
            ["base", "new", "points", interval, "p (BH)", "pairs", "seen"],
        )
        for paired in pair:
            table.add_row(*_paired(paired))
        yield table
    if result.memory:
        yield memory_formats.terminal_table(result.memory)
    table = FittedTable("How responses end", words.ENDS[:3], words.ENDS[3:])
    for ends in result.response_ends:
        table.add_row(*map(escape, words.ends(ends)))
    yield table
    yield from _k_samples(result)
    checked = [item for item in result.process if item.failing]
    if checked:
        table = FittedTable(
            "Answers with a wrong step, of those whose steps can be checked (a lower bound): "
            "correct answers, and others",
            SLICE_OF_RUN,
            ["correct", interval, "others"],
        )
        for row in checked:
            table.add_row(*_process(row))
        yield table
    yield from _prose(result)


def _k_samples(result: Comparison) -> Iterator[RenderableType]:
    if result.k_samples:
        headings = k_samples_words.HEADINGS
        table = FittedTable("What several samples tell", headings[:3], headings[3:])
        for item in result.k_samples:
            table.add_row(*map(escape, k_samples_words.row(item)))
        yield table
    for curve in result.pass_curves:
        table = FittedTable(
            f"pass@k on {curve.benchmark} ({curve.kind}): {curve.new} against {curve.base}",
            ["k"],
            ["points", interval_heading(CONFIDENCE)],
        )
        for cells in k_samples_words.curve(curve):
            table.add_row(*cells)
        yield table
        since = k_samples_words.crossing(curve.crossing, curve.samples)
        yield Text(f"{curve.base} is as good from k = {since} on")


def _prose(result: Comparison) -> Iterator[RenderableType]:
    lines = summary.headlines(result)
    yield Text("\n".join(line.text for line in lines[: summary.LEAD]))
    if more := lines[summary.LEAD :]:
        sentences = words.count(len(more), "more sentence")
        yield Text(f"{sentences} like these: see the tables, or `clipo-bench report`.")
    yield from (Text(text) for text in summary.truncations(result) + summary.caveats(result))
    yield from (Text(text) for text in summary.rules(result))
    yield from (Text(text) for text in summary.tolerances(result))
    if result.differences:
        yield Text("“Seen” is the true difference that would be detected 4 times in 5.")
    yield from (Text(f"note: {text}") for text in result.warnings)


def _rewrite(item: Robustness) -> list[str]:
    return [
        *map(escape, (item.benchmark, item.kind)),
        words.percent(item.original.value),
        words.percent(item.variant.value),
        words.points(item.change.value),
        escape(words.signed_interval(item.change)),
        words.p_value(item.p_adjusted),
        f"{item.change.n:,}",
    ]


def _texts(item: Robustness) -> list[str]:
    return [
        *map(escape, (item.benchmark, item.kind, item.run)),
        words.percent(item.worst.value),
        words.percent(item.consistency.value),
        words.share(item.copied),
    ]


def _paired(item: Paired) -> list[str]:
    labels = [escape(text) for text in (item.benchmark, item.kind)]
    if item.difference is None or item.p_adjusted is None:
        return [*labels, "–", "–", "–", "not paired"]
    change = item.difference
    return [
        *labels,
        words.percent(change.base),
        words.percent(change.new),
        words.points(change.value),
        escape(words.signed_interval(change)),
        words.p_value(item.p_adjusted),
        f"{change.n:,}",
        f"{change.detectable * 100:.1f}",
    ]


def _process(item: ProcessShares) -> list[str]:
    labels = [escape(text) for text in (item.benchmark, item.kind, item.run)]
    interval = escape(words.interval(item.failing.estimate)) if item.failing else "–"
    return [*labels, words.share(item.failing), interval, words.share(item.failing_wrong)]
