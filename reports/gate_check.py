"""Check: one question that the gate asks, and how it is decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from clipo_bench.reports.compare import Paired
from clipo_bench.reports.gate_evidence import Evidence, evidence, require_any_stop
from clipo_bench.reports.gate_metrics import LESS_IS_BETTER, LIMITS, Measured
from clipo_bench.reports.gate_policy import GateRule, Require, Tier
from clipo_bench.reports.gate_tests import Level, holm_adjusted
from clipo_bench.reports.statistics import Difference, difference


class Decision(StrEnum):
    """The result of the gate."""

    PASS = "pass"  # noqa: S105  # not a password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Check:
    """One question that the gate asks, and its decision.

    Attributes:
        benchmark: the benchmark's name; of several ``all``, or what the policy names.
        kind: ``original``, or the kind of rewrite; ``all`` for how answers were found.
        decision: pass, fail or inconclusive.
        paired: of accuracy on a single slice, how the runs were paired on it.
        p_holm: the p-value of a change for the worse beyond the margin, after Holm over the
            checks of its tier.
        reason: one sentence.
        metric: what is compared, such as ``accuracy``.
        level: ``slice``, ``micro`` or ``macro``.
        tier: ``blocking``, ``advisory`` or ``shown``: only the first decides the gate.
        margin: the change for the worse that is accepted, as a fraction of 1.
        alpha: of each one-sided test.
        benchmarks: the benchmarks that were pooled.
        difference: new minus base with two one-sided bounds; None if nothing can be paired.
        behaviour: of variants, what is right for them, such as ``invariance``; else empty.
    """

    benchmark: str
    kind: str
    decision: Decision
    paired: Paired | None
    p_holm: float | None
    reason: str
    metric: str = "accuracy"
    level: str = Level.SLICE.value
    tier: str = Tier.BLOCKING.value
    margin: float = 0.0
    alpha: float = 0.05
    benchmarks: tuple[str, ...] = ()
    difference: Difference | None = None
    behaviour: str = ""


@dataclass(frozen=True, slots=True)
class GateQuestion:
    """A check before its decision.

    Attributes:
        rule: what is asked.
        benchmark: what reports call the benchmarks.
        kind: the kind.
        benchmarks: the benchmarks.
        measured: the metric on each slice.
        identical: whether every response that the metric rests on is the same in both runs, with
            the same outcome.
    """

    rule: GateRule
    benchmark: str
    kind: str
    benchmarks: tuple[str, ...]
    measured: tuple[Measured, ...]
    identical: bool


def decide(questions: Sequence[GateQuestion], planned: int | None = None) -> Iterator[Check]:
    """Decide all questions: p-values of one tier are adjusted together.

    Args:
        questions: what is asked.
        planned: of runs that could stop early the most families, see `evidence`.

    Raises:
        InputError: a policy asks what cannot be tested of a run that stopped early.
    """
    if planned is not None:
        questions = [one for one in questions if require_any_stop(one.rule)]
    found = [evidence(one.rule, one.measured, planned) for one in questions]
    adjusted: dict[int, float] = {}
    for tier in Tier:
        places = [place for place, one in enumerate(questions) if one.rule.tier is tier]
        if places:
            values = holm_adjusted([np.asarray(found[place].p_beyond) for place in places])
            adjusted |= dict(zip(places, map(float, values), strict=True))
    order = sorted(range(len(questions)), key=lambda n: list(Tier).index(questions[n].rule.tier))
    for place in order:
        yield _check(questions[place], found[place], adjusted[place], planned)


def _check(question: GateQuestion, found: Evidence, p_holm: float, planned: int | None) -> Check:
    rule = question.rule
    difference = _difference(question, found, planned)
    decision, reason = _decision(question, difference, found, p_holm)
    return Check(
        benchmark=question.benchmark,
        kind=question.kind,
        decision=decision,
        paired=None,
        p_holm=p_holm,
        reason=reason,
        metric=rule.metric,
        level=rule.level.value,
        tier=rule.tier.value,
        margin=rule.margin,
        alpha=rule.alpha,
        benchmarks=question.benchmarks,
        difference=difference,
    )


def _decision(
    question: GateQuestion, change: Difference, found: Evidence, p_holm: float
) -> tuple[Decision, str]:
    rule = question.rule
    worse = "drop" if rule.metric not in LESS_IS_BETTER else "rise"
    unit = "%" if rule.metric == "tokens" else "points"
    allowed = f"{worse} of {rule.margin * 100:g} {unit}"
    if p_holm < rule.alpha:
        return Decision.FAIL, f"the {worse} is larger than {rule.margin * 100:g} {unit}"
    if question.identical:
        return Decision.PASS, "both runs gave the same responses, so nothing has changed"
    if found.p_within < rule.alpha:
        return Decision.PASS, f"a {allowed} or more is ruled out"
    if rule.require is Require.NOT_SHOWN:
        return Decision.PASS, f"no {worse} of more than {rule.margin * 100:g} {unit} is shown"
    return (
        Decision.INCONCLUSIVE,
        f"a {allowed} is neither shown nor ruled out: with {change.n:,} families a change of "
        f"{change.detectable * 100:.1f} {unit} would be detected 4 times in 5",
    )


def _difference(question: GateQuestion, found: Evidence, planned: int | None) -> Difference:
    """The change as new minus base, with two one-sided bounds."""
    rule, parts = question.rule, question.measured
    if rule.level is Level.SLICE and rule.metric == "accuracy" and planned is None:
        return difference(parts[0].base, parts[0].new, 1 - 2 * rule.alpha)
    macro = rule.level is Level.MACRO
    base, new, gain = (
        _mean([getattr(part, name) for part in parts], macro) for name in ("base", "new", "gain")
    )
    sign = 1.0 if rule.metric not in LESS_IS_BETTER else -1.0
    ends = sorted((sign * found.low, sign * found.high))
    least, most = LIMITS.get(rule.metric, (-1.0, 1.0))
    return Difference(
        value=sign * gain,
        low=max(least, ends[0]),
        high=min(most, ends[1]),
        n=sum(len(part.gain) for part in parts),
        base=base,
        new=new,
        p=found.p,
        centre=sign * found.centre,
        error=found.error,
        detectable=min(most, found.detectable),
    )


def _mean(parts: Sequence[Any], macro: bool) -> float:
    """Over benchmarks, or over all of their families."""
    return float(np.mean([np.mean(one) for one in parts] if macro else np.concatenate(parts)))
