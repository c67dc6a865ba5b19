"""The questions of a gate: a policy's rules, applied to what two runs hold."""

from collections.abc import Iterator, Sequence

from clipo_bench.reports.gate_check import GateQuestion
from clipo_bench.reports.gate_metrics import OF_VARIANTS, SHIFTS, applies, measure, measure_shift
from clipo_bench.reports.gate_policy import (
    EVERYTHING,
    SHIFT_MARGIN,
    GatePolicy,
    GateRule,
    Require,
    Tier,
    benchmarks_of,
)
from clipo_bench.reports.gate_tests import Level
from clipo_bench.reports.pairing import identical
from clipo_bench.reports.run import Run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL


def questions(policy: GatePolicy, base: Run, new: Run) -> list[GateQuestion]:
    """All questions: what the policy checks, how answers were found, and each slice.

    Args:
        policy: what is checked.
        base: the base, with the texts that both runs hold.
        new: the new run, with the same.

    Raises:
        InputError: a check of the policy fits nothing that the runs hold, or none is blocking.
    """
    checked = [one for rule in policy.checks() for one in _ask(rule, base, new)]
    found = [*checked, *_shifts(policy, base, new), *_slices(policy, base, new, checked)]
    if not any(one.rule.tier is Tier.BLOCKING for one in found):
        raise InputError(
            f"{policy.source or 'policy'}: no check is blocking, so that any run would pass: "
            "expected at least one with tier: blocking, such as {tasks: all}"
        )
    return found


def _ask(rule: GateRule, base: Run, new: Run) -> Iterator[GateQuestion]:
    """The questions of a rule: one per kind, and of slices one per benchmark, too."""
    held = list(dict.fromkeys(benchmark for benchmark, _ in base.slices))
    chosen = benchmarks_of(rule, held)
    kinds = [
        kind
        for kind in dict.fromkeys(kind for _, kind in base.slices)
        if applies(rule.metric, kind, ORIGINAL) and rule.kind in ("", kind)
    ]
    asked = False
    for kind in kinds:
        here = [benchmark for benchmark in chosen if (benchmark, kind) in base.slices]
        if rule.level is Level.MACRO and len(here) < 2 and not rule.place:
            continue  # of the default checks, micro says the same
        for names in [[one] for one in here] if rule.level is Level.SLICE else [here]:
            question = _question(rule, base, new, names, kind)
            if question is not None:
                asked = True
                yield question
    if not asked and rule.place:
        raise InputError(
            f"{rule.place}: nothing to measure {rule.metric} of {', '.join(rule.tasks)}"
            + (f" ({rule.kind})" if rule.kind else "")
            + f": the runs hold {', '.join(f'{b} ({k})' for b, k in base.slices)}"
        )


def _question(
    rule: GateRule, base: Run, new: Run, names: Sequence[str], kind: str
) -> GateQuestion | None:
    measured = {name: measure(rule.metric, base, new, name, kind) for name in names}
    found = {name: one for name, one in measured.items() if one is not None}
    if not found:
        return None
    alone = len(rule.tasks) == 1 and rule.tasks[0] == EVERYTHING and rule.level is not Level.SLICE
    label = EVERYTHING if alone else ", ".join(rule.tasks)
    return GateQuestion(
        rule,
        next(iter(found)) if rule.level is Level.SLICE else label,
        kind,
        tuple(found),
        tuple(found.values()),
        all(_unchanged(rule.metric, base, new, name, kind) for name in found),
    )


def _unchanged(metric: str, base: Run, new: Run, benchmark: str, kind: str) -> bool:
    """Whether a metric is the same in both runs, since all responses that it rests on are."""
    if metric == "drop":
        return False  # within the new run: equal variants may be far below their originals
    kinds = (ORIGINAL, kind) if metric in OF_VARIANTS else (kind,)
    return all(identical(base.part(benchmark, one), new.part(benchmark, one)) for one in kinds)


def _shifts(policy: GatePolicy, base: Run, new: Run) -> Iterator[GateQuestion]:
    """How answers were found, over all texts: one question per metric."""
    for metric in SHIFTS:
        rule = GateRule(
            (EVERYTHING,), EVERYTHING, metric, Level.MICRO, SHIFT_MARGIN, policy.alpha,
            policy.shifts[metric], Require.NOT_SHOWN,
        )  # fmt: skip
        names = tuple(dict.fromkeys(benchmark for benchmark, _ in base.slices))
        found = [measure_shift(metric, base, new, name) for name in names]
        parts = tuple(one for one in found if one is not None)
        yield GateQuestion(rule, EVERYTHING, EVERYTHING, names, parts, identical=False)


def _slices(
    policy: GatePolicy, base: Run, new: Run, checked: Sequence[GateQuestion]
) -> Iterator[GateQuestion]:
    """Each slice by itself, shown: those that a check is about already are not shown again."""
    seen = {
        (one.benchmark, one.kind)
        for one in checked
        if one.rule.level is Level.SLICE and one.rule.metric == "accuracy"
    }
    shown = GateRule(
        (EVERYTHING,), "", "accuracy", Level.SLICE, policy.margin, policy.alpha,
        Tier.SHOWN, Require.EXCLUDED,
    )  # fmt: skip
    asked = _ask(shown, base, new)
    yield from (one for one in asked if (one.benchmark, one.kind) not in seen)
