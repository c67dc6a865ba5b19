"""Words: how numbers and results read, the same in every format."""

import math
from collections.abc import Mapping
from typing import Any

from clipo_bench.reports.gate import Decision
from clipo_bench.reports.response_ends import ResponseEnds
from clipo_bench.reports.robustness import Share
from clipo_bench.reports.statistics import Difference, Estimate
from clipo_bench.tasks.kinds import Behaviour

RULES = {
    "full": "rule “full” (an answer counts in a box or in words)",
    "paper": "rule “paper” (only the last box counts)",
    "reward": "rule “reward” (only the last box outside of thoughts counts)",
}
"""The grader's modes, in words."""

_VARIANTS = {
    Behaviour.INVARIANCE: "variants with the same answer",
    Behaviour.SENSITIVITY: "variants with another answer",
    Behaviour.ABSTENTION: "variants that cannot be determined",
}

MARKS = {Decision.PASS: "✓", Decision.FAIL: "✗", Decision.INCONCLUSIVE: "?"}


def percent(value: float) -> str:
    """A share of 1 as a percentage: ``51.3 %``."""
    return f"{_number(value)} %"


def level(confidence: float) -> str:
    """A confidence level: ``95 %``."""
    return f"{confidence * 100:g} %"


def points(value: float) -> str:
    """A difference in percentage points, with its sign: ``−14.6``."""
    number = _number(value)
    return number if number.startswith("−") or number == "0.0" else f"+{number}"


def interval(estimate: Estimate) -> str:
    """The interval of an accuracy: ``[49.9, 52.7]``."""
    return f"[{_number(estimate.low)}, {_number(estimate.high)}]"


def signed_interval(change: Difference | Estimate) -> str:
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


def tally(values: Mapping[str, int]) -> str:
    """Counts in one line: ``boxed 1,204, announced 31``; a dash where nothing is counted."""
    return ", ".join(f"{name} {number:,}" for name, number in values.items()) or "–"


def settings(values: Mapping[str, Any]) -> str:
    """Settings in one line: ``temperature 0.6, tolerance (gsm8k 0.0)``."""
    parts = [
        f"{name} ({settings(value)})" if isinstance(value, Mapping) else f"{name} {value}"
        for name, value in values.items()
    ]
    return ", ".join(parts) or "–"


def rule(mode: str) -> str:
    """What a grader's mode is: ``rule “paper” (only the last box counts)``."""
    return RULES.get(mode, f"rule “{mode}”" if mode else "a rule that was not recorded")


def name(benchmark: str, kind: str) -> str:
    """A slice's name: ``gsm8k · symbols``."""
    return f"{benchmark} · {kind}"


def behaviour(value: Behaviour) -> str:
    """What is right for variants: ``invariance: the same answer is right``."""
    return f"{value.value}: {value.right} is right"


def variants_of(value: Behaviour) -> str:
    """Variants by what is right for them: ``variants with the same answer``."""
    return _VARIANTS[value]


def reach(change: Difference) -> float:
    """How far from 0 a drawing of this difference has to reach, in steps of 5 points."""
    return math.ceil(max(abs(change.low), abs(change.high)) * 20) / 20


def number(value: float) -> str:
    """A number with one decimal, a true minus sign and no negative zero: ``−14.6``."""
    return f"{round(value, 1) + 0.0:.1f}".replace("-", "−")


def _number(value: float) -> str:
    """A fraction of 1 in hundredths."""
    return number(value * 100)


ENDS = ("benchmark", "kind", "run", "responses", "truncated", "no answer", "tokens")


def ends(item: ResponseEnds) -> list[str]:
    """How a run's responses to a slice ended, as cells in the order of `ENDS`."""
    tokens = item.tokens
    known = tokens is not None and math.isfinite(tokens.high)
    return [
        item.benchmark,
        item.kind,
        item.run,
        f"{item.responses:,}",
        *(f"{percent(one.value)} {interval(one)}" for one in (item.truncated, item.no_answer)),
        "–"
        if tokens is None
        else f"{tokens.value:,.0f} [{tokens.low:,.0f}, {tokens.high:,.0f}]"
        if known
        else f"{tokens.value:,.0f}",
    ]
