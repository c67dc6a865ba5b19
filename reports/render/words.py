"""Words: how numbers and results read, the same in every format."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.compare import Accuracy, Comparison, Paired
from reports.gate import Check, Decision, Gate
from reports.robustness import Robustness, Share
from reports.statistics import CONFIDENCE, Difference, Estimate
from tasks.problem import ORIGINAL

MARKS = {Decision.PASS: "✓", Decision.FAIL: "✗", Decision.INCONCLUSIVE: "?"}
ALPHA = 1 - CONFIDENCE


def percent(value: float) -> str:
    """A share of 1 as a percentage: ``51.3 %``."""
    return f"{_number(value)} %"


def points(value: float) -> str:
    """A difference in percentage points, with its sign: ``−14.6``."""
    number = _number(value)
    return number if number.startswith("−") or number == "0.0" else f"+{number}"


def interval(estimate: Estimate) -> str:
    """The interval of an accuracy: ``[49.9, 52.7]``."""
    return f"[{_number(estimate.low)}, {_number(estimate.high)}]"


def signed_interval(change: Difference) -> str:
    """The interval of a difference: ``[−17.0, −12.2]``."""
    return f"[{points(change.low)}, {points(change.high)}]"


def p_value(p: float) -> str:
    """A p-value, never rounded to nothing: ``0.031``, ``< 0.001``."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def count(number: int, noun: str) -> str:
    """A count with its noun: ``1 problem``, ``1,745 problems``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def share(value: Share | None) -> str:
    """A share with its counts: ``4.1 % (31 of 756)``; a dash where nothing is counted."""
    if value is None:
        return "–"
    return f"{percent(value.estimate.value)} ({value.part:,} of {value.whole:,})"


def settings(values: Mapping[str, Any]) -> str:
    """Settings in one line: ``temperature 0.6, tolerance (gsm8k 0.0)``."""
    parts = [
        f"{name} ({settings(value)})" if isinstance(value, Mapping) else f"{name} {value}"
        for name, value in values.items()
    ]
    return ", ".join(parts) or "–"


def name(benchmark: str, kind: str) -> str:
    """A slice's name: ``gsm8k · symbols``."""
    return f"{benchmark} · {kind}"


def accuracy_sentence(item: Accuracy) -> str:
    """What a run scores on a slice."""
    asked = count(item.problems, "problem" if item.kind == ORIGINAL else "variant")
    times = f", {item.samples} samples each" if item.samples > 1 else ""
    return (
        f"{item.run} is right on {percent(item.estimate.value)} {interval(item.estimate)} of "
        f"{name(item.benchmark, item.kind)} ({asked}{times})."
    )


def difference_sentence(item: Paired) -> str:
    """What two runs differ by on a slice, or that no difference was seen."""
    where = name(item.benchmark, item.kind)
    if item.difference is None or item.p_adjusted is None:
        return f"{item.new} and {item.base} on {where}: {item.note}."
    change = item.difference
    on = f"{where} ({count(change.n, 'pair')})"
    if item.identical:
        return f"{item.new} gave the same responses as {item.base} on {on}."
    if item.p_adjusted < ALPHA:
        than = "better" if change.value > 0 else "worse"
        return (
            f"{item.new} is {than} than {item.base} on {on}: {points(change.value)} points "
            f"{signed_interval(change)}."
        )
    return (
        f"No difference between {item.new} and {item.base} was shown on {on}: "
        f"{points(change.value)} points {signed_interval(change)}, adjusted p "
        f"{p_value(item.p_adjusted)}. {detectable(change)}"
    )


def robustness_sentence(item: Robustness) -> str:
    """What a kind of rewrite does to a run, or that no effect was seen."""
    change = item.change
    where = f"{count(item.variants, 'variant')} ({name(item.benchmark, item.kind)})"
    if item.p_adjusted >= ALPHA:
        return (
            f"{item.run} was not shown to do better or worse on {where} of "
            f"{count(item.problems, 'problem')}: {points(change.value)} points "
            f"{signed_interval(change)}, adjusted p {p_value(item.p_adjusted)}. "
            f"{detectable(change)}"
        )
    verb = "falls" if change.value < 0 else "rises"
    relative = ""
    if item.relative_drop is not None and change.value < 0:
        relative = f", a relative drop of {percent(item.relative_drop.value)}"
        relative += f" {interval(item.relative_drop)}"
    return (
        f"{item.run} {verb} from {percent(item.original.value)} on "
        f"{count(item.problems, 'original')} to {percent(item.variant.value)} on their {where}: "
        f"{points(change.value)} points {signed_interval(change)}{relative}."
    )


def detectable(change: Difference) -> str:
    """What a null result could have seen."""
    return (
        f"A true difference of {change.detectable * 100:.1f} points would have been found "
        "4 times in 5."
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """A sentence of the summary; its tone is ``loss`` or ``gain`` where one was shown."""

    text: str
    tone: str = ""


def headlines(comparison: Comparison) -> list[Headline]:
    """The report in sentences: what was shown first, then what was not, then the scores."""
    effects = [
        Headline(robustness_sentence(item), _tone(item.change, item.p_adjusted))
        for item in comparison.robustness
    ] + [
        Headline(difference_sentence(item), _tone(item.difference, item.p_adjusted))
        for item in comparison.differences
    ]
    scores = [Headline(accuracy_sentence(i)) for i in comparison.accuracies if i.kind == ORIGINAL]
    return sorted(effects, key=lambda line: not line.tone) + scores


def reach(change: Difference) -> float:
    """How far from 0 a drawing of this difference has to reach, in steps of 5 points."""
    return math.ceil(max(abs(change.low), abs(change.high)) * 20) / 20


def _number(value: float) -> str:
    """A fraction of 1 in hundredths, one decimal, a true minus sign and no negative zero."""
    return f"{round(value * 100, 1) + 0.0:.1f}".replace("-", "−")


def _tone(change: Difference | None, p: float | None) -> str:
    if change is None or p is None or p >= ALPHA:
        return ""
    return "loss" if change.value < 0 else "gain"


def check_sentence(check: Check) -> str:
    """What the gate says of one slice: ``math (original) dropped 14.6 points [...]: ...``."""
    where = f"{check.benchmark} ({check.kind})"
    if check.paired is None or check.paired.difference is None:
        return f"{where}: {check.reason}"
    change = check.paired.difference
    verb = "dropped" if change.value < 0 else "gained"
    if round(change.value, 3) == 0:
        moved = "did not change"
    else:
        moved = f"{verb} {abs(change.value) * 100:.1f} points"
    return f"{where} {moved} {signed_interval(change)}, {count(change.n, 'pair')}: {check.reason}"


def gate_sentence(result: Gate) -> str:
    """The gate's verdict in one sentence."""
    margin = f"{result.margin * 100:g} points"
    named = [name(c.benchmark, c.kind) for c in result.checks if c.decision is result.decision]
    match result.decision:
        case Decision.PASS:
            return f"{result.new} is not worse than {result.base} by {margin} on any slice."
        case Decision.FAIL:
            return f"{result.new} is worse than {result.base} on {', '.join(named)}."
        case Decision.INCONCLUSIVE:
            return (
                f"The data do not show whether {result.new} is worse than {result.base} by "
                f"{margin} on {', '.join(named)}."
            )
