"""Summary: a comparison in few sentences, what matters first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from clipo_bench.reports.compare import Accuracy, Comparison, Paired
from clipo_bench.reports.memory import POOLED, MemoryContrast
from clipo_bench.reports.render import memory_words, words
from clipo_bench.reports.robustness import ProcessShares, Robustness
from clipo_bench.reports.statistics import CONFIDENCE, Difference
from clipo_bench.reports.verdict import MemoryVerdict
from clipo_bench.tasks.answers.verdict import Outcome
from clipo_bench.tasks.problem import ORIGINAL

T = TypeVar("T", Paired, Robustness)

ALPHA = 1 - CONFIDENCE
LEAD = 8
LISTED = 3
MOST_TRUNCATED = 0.05
CAVEAT = (
    "Intervals and p-values are over problems, for these weights only. With one training run per "
    "method, a difference between trained models does not show which method is better: another "
    "training seed could reverse it."
)


class Tone(StrEnum):
    """What a sentence says was seen."""

    LOSS = "loss"
    GAIN = "gain"
    NONE = ""
    SAME = "same"
    FLOOR = "floor"
    UNPAIRED = "unpaired"


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence of the summary."""

    text: str
    tone: Tone = Tone.NONE


def headlines(comparison: Comparison) -> list[Headline]:
    """The report in sentences, about `LEAD` of which are meant to be read at once.

    First the differences between runs, the latest pair first, then whether a run loses more on
    variants than its base, then what the rewrites do to each run, then what its right answers
    rest on, then the scores. Slices of which the same is said share a sentence.
    """
    lines: list[Headline] = []
    for _, pair in groupby(comparison.differences, lambda item: (item.base, item.new)):
        lines += _lines(list(pair), paired_tone, difference_sentence, differences_sentence)
    lines += map(memory_headline, [item for item in comparison.memory if item.benchmark == POOLED])
    for _, run in groupby(comparison.robustness, lambda item: (item.run, item.behaviour)):
        lines += _lines(list(run), rewrite_tone, rewrite_sentence, rewrites_sentence)
    checked = [item for item in comparison.process if item.failing and item.failing.part]
    for _, own in groupby(checked, lambda item: item.run):
        lines.append(Headline(process_sentence(list(own))))
    originals = [item for item in comparison.accuracies if item.kind == ORIGINAL]
    for _, rows in groupby(originals, lambda item: item.benchmark):
        lines.append(Headline(accuracy_sentence(list(rows))))
    return lines


def caveats(comparison: Comparison) -> list[str]:
    """What the intervals do not cover, where different weights are compared."""
    weights = {run.name: (run.model, run.revision) for run in comparison.runs}
    compared = [item for item in comparison.differences if item.difference]
    return [CAVEAT] if any(weights[d.base] != weights[d.new] for d in compared) else []


def truncations(comparison: Comparison) -> list[str]:
    """Of which runs a part was cut that is large enough to pass for a drop."""
    sentences = []
    for run in comparison.runs:
        own = [item for item in comparison.accuracies if item.run == run.name]
        cut = sum(item.outcomes[Outcome.TRUNCATED] for item in own)
        if cut > MOST_TRUNCATED * run.responses:
            sentences.append(
                f"{run.name}: {cut:,} of {run.responses:,} responses "
                f"({words.percent(cut / run.responses)}) were cut at the token limit before an "
                "answer and count as not correct. A higher limit (--max-tokens) may change the "
                "results."
            )
    return sentences


def rules(comparison: Comparison) -> list[str]:
    """By which rule of the grader which runs were scored."""
    runs: dict[str, list[str]] = {}
    for run in comparison.runs:
        runs.setdefault(str(run.grader.get("mode", "")), []).append(run.name)
    if len(runs) == 1:
        return [f"Graded by {words.rule(mode)}." for mode in runs]
    return [f"Graded by {words.rule(mode)}: {', '.join(names)}." for mode, names in runs.items()]


def tolerances(comparison: Comparison) -> list[str]:
    """What counts as right although it differs from the gold, per benchmark."""
    known = {item.benchmark: item.tolerance for item in comparison.grading if item.tolerance}
    return [
        f"On {benchmark} a number within {words.percent(tolerance)} of a gold that is written "
        "with a decimal point or an exponent counts as correct."
        for benchmark, tolerance in known.items()
    ]


def accuracy_sentence(rows: Sequence[Accuracy]) -> str:
    """What runs score on one slice."""
    sizes = {(item.problems, item.samples) for item in rows}
    asked = ""
    if len(sizes) == 1:
        problems, samples = sizes.pop()
        times = f", {samples} samples each" if samples > 1 else ""
        asked = f" ({words.count(problems, 'problem')}{times})"
    scores = [
        f"{item.run} {words.percent(item.estimate.value)} {words.interval(item.estimate)}"
        for item in rows
    ]
    return f"Accuracy on {words.name(rows[0].benchmark, rows[0].kind)}{asked}: {', '.join(scores)}."


def memory_headline(item: MemoryContrast) -> Headline:
    """Whether a run loses more on variants than its base."""
    shown = item.verdict is MemoryVerdict.SHOWN
    return Headline(memory_words.verdict(item), Tone.LOSS if shown else Tone.NONE)


def paired_tone(item: Paired) -> Tone:
    """What was seen between two runs."""
    if item.difference is None or item.p_adjusted is None:
        return Tone.UNPAIRED
    return Tone.SAME if item.identical else _tone(item.difference, item.p_adjusted)


def difference_sentence(item: Paired, tone: Tone) -> str:
    """What two runs differ by on one slice, or that no difference was seen."""
    where = words.name(item.benchmark, item.kind)
    if item.difference is None or item.p_adjusted is None:
        return f"{item.new} and {item.base} on {where}: {item.note}."
    on = f"{where} ({words.count(item.difference.n, 'pair')})"
    if tone is Tone.SAME:
        return f"{item.new} gave the same responses as {item.base} on {on}."
    text = f"{_claim(item, tone)} on {on}: {_moved(item.difference)}"
    if tone:
        return f"{text}."
    return f"{text}, adjusted p {words.p_value(item.p_adjusted)}. {detectable([item.difference])}"


def differences_sentence(items: Sequence[Paired], tone: Tone) -> str:
    """The same of several slices."""
    first = items[0]
    if tone is Tone.UNPAIRED:
        text = f"{first.new} and {first.base} are not paired"
    elif tone is Tone.SAME:
        text = f"{first.new} gave the same responses as {first.base}"
    else:
        text = _claim(first, tone)
    changes = [item.difference for item in items if item.difference]
    end = "" if tone else f" {detectable(changes)}"
    listed = [(words.name(item.benchmark, item.kind), item.difference) for item in items]
    return f"{text} on {len(items)} slices: {_list(listed)}.{end}"


def rewrite_tone(item: Robustness) -> Tone:
    """What a kind of rewrite was seen to do."""
    tone = _tone(item.change, item.p_adjusted)
    # 2 of 32 originals solved: losing both is a drop of 6 points, and 15 would be detected.
    return Tone.FLOOR if not tone and item.original.value < item.change.detectable else tone


def rewrite_sentence(item: Robustness, tone: Tone) -> str:
    """What a kind of rewrite does to a run, or that no effect was seen."""
    change = item.change
    if tone is Tone.FLOOR:
        return _floor_sentence(item)
    where = f"{words.count(item.variants, 'variant')} ({words.name(item.benchmark, item.kind)})"
    if not tone:
        return (
            f"{item.run} was not shown to do better or worse on {where} of "
            f"{words.count(item.problems, 'problem')}: {_moved(change)}, adjusted p "
            f"{words.p_value(item.p_adjusted)}. {detectable([change])}"
        )
    verb = "falls" if tone is Tone.LOSS else "rises"
    relative = ""
    if item.relative_drop is not None and tone is Tone.LOSS:
        relative = f", a relative drop of {words.percent(item.relative_drop.value)}"
        relative += f" {words.interval(item.relative_drop)}"
    return (
        f"{item.run} {verb} from {words.percent(item.original.value)} on "
        f"{words.count(item.problems, 'original')} to {words.percent(item.variant.value)} on "
        f"their {where}: {_moved(change)}{relative}."
    )


def rewrites_sentence(items: Sequence[Robustness], tone: Tone) -> str:
    """The same of several kinds or benchmarks."""
    run, variants = items[0].run, words.variants_of(items[0].behaviour)
    if tone is Tone.FLOOR:
        if not any(item.original.value for item in items):
            where = [
                f"{words.name(item.benchmark, item.kind)} (0 of {item.problems:,})"
                for item in items
            ]
            return f"{run} solved no original, so nothing can drop: {_some(where)}."
        scores = [
            f"{words.name(item.benchmark, item.kind)} {words.percent(item.original.value)} of "
            f"{item.problems:,}"
            for item in items
        ]
        return f"{run} solved too few originals for a drop to be detected: {_some(scores)}."
    listed = _list([(words.name(item.benchmark, item.kind), item.change) for item in items])
    if not tone:
        seen = detectable([item.change for item in items])
        return f"{run} was not shown to do better or worse on {variants}: {listed}. {seen}"
    verb = "falls" if tone is Tone.LOSS else "rises"
    return f"{run} {verb} from originals to {variants}: {listed}."


def process_sentence(items: Sequence[ProcessShares]) -> str:
    """How many of a run's right answers have a step that fails, on one slice or several."""
    listed = [
        f"{words.name(item.benchmark, item.kind)} {words.share(item.failing)} "
        f"{words.interval(item.failing.estimate)}"
        for item in items
        if item.failing
    ]
    return f"Correct answers of {items[0].run} with a failing step, a lower bound: {_some(listed)}."


def detectable(changes: Sequence[Difference]) -> str:
    """What null results could have seen."""
    seen = sorted({f"{change.detectable * 100:.1f}" for change in changes}, key=float)
    if len(seen) == 1:
        return f"A true difference of {seen[0]} points would be detected 4 times in 5."
    return f"True differences of {seen[0]} to {seen[-1]} points would be detected 4 times in 5."


def _floor_sentence(item: Robustness) -> str:
    """Why a drop cannot show: ``r solved 0 of 32 originals of ..., so nothing can drop ...``."""
    of = f"{words.count(item.problems, 'original')} of {words.name(item.benchmark, item.kind)}"
    on = f"{words.percent(item.variant.value)} on {words.count(item.variants, 'variant')}"
    if not item.original.value:
        return f"{item.run} solved 0 of {of}, so nothing can drop there ({on})."
    return (
        f"{item.run} scores {words.percent(item.original.value)} on {of} and {on}. Even a drop to "
        f"0 would hardly be detected: that takes {item.change.detectable * 100:.1f} points."
    )


def _lines(
    items: Sequence[T],
    tone_of: Callable[[T], Tone],
    one: Callable[[T, Tone], str],
    several: Callable[[Sequence[T], Tone], str],
) -> Iterator[Headline]:
    """One sentence per tone."""
    for tone in Tone:
        of_tone = [item for item in items if tone_of(item) is tone]
        if len(of_tone) == 1:
            yield Headline(one(of_tone[0], tone), tone)
        elif of_tone:
            yield Headline(several(of_tone, tone), tone)


def _claim(item: Paired, tone: Tone) -> str:
    if not tone:
        return f"No difference between {item.new} and {item.base} was shown"
    return f"{item.new} is {'better' if tone is Tone.GAIN else 'worse'} than {item.base}"


def _list(items: Sequence[tuple[str, Difference | None]]) -> str:
    """The first slices with what changed there, and how many more there are."""
    return _some([f"{name} {_moved(change)}" if change else name for name, change in items])


def _some(parts: Sequence[str]) -> str:
    """The first parts, and how many more there are."""
    more = len(parts) - LISTED
    return "; ".join(parts[:LISTED]) + (f"; and {more} more" if more > 0 else "")


def _moved(change: Difference) -> str:
    return f"{words.points(change.value)} points {words.signed_interval(change)}"


def _tone(change: Difference, p: float) -> Tone:
    if p >= ALPHA:
        return Tone.NONE
    return Tone.LOSS if change.value < 0 else Tone.GAIN
