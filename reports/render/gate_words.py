"""How a gate's checks read, the same in every format."""

from clipo_bench.reports.gate import Check, Decision, Gate
from clipo_bench.reports.gate_metrics import LESS_IS_BETTER, SHIFTS
from clipo_bench.reports.gate_policy import Tier
from clipo_bench.reports.gate_tests import Level
from clipo_bench.reports.render import words
from clipo_bench.reports.statistics import Difference
from clipo_bench.tasks.kinds import Behaviour

METRICS = {
    "accuracy": "accuracy",
    "drop": "change on variants",
    "memory_contrast": "memory contrast",
    "truncation": "cut at their limit",
    "no_answer": "without an answer",
    "guessed": "guessed answers",
    "copied": "copied answers",
    "tokens": "tokens",
}
NOT_DECIDING = "shown, deciding nothing"


def metric(check: Check) -> str:
    """What a check compares: ``accuracy``, ``pass@8``."""
    return METRICS.get(check.metric, check.metric)


def pooling(check: Check) -> str:
    """What weighs alike: ``families alike`` (micro), ``benchmarks alike`` (macro)."""
    named = {Level.MICRO: "families alike", Level.MACRO: "benchmarks alike"}
    return named.get(Level(check.level), "") if len(check.benchmarks) > 1 else ""


def what(check: Check) -> str:
    """A check's metric with its pooling: ``accuracy, families alike``."""
    return ", ".join(filter(None, (metric(check), pooling(check))))


def where(check: Check) -> str:
    """What a check is about: ``math500 (original)``, ``all benchmarks (original)``."""
    named = "all benchmarks" if check.benchmark == "all" else check.benchmark
    return named if check.kind == "all" else f"{named} ({check.kind})"


def values(check: Check) -> tuple[str, str]:
    """The base's and the new run's value: percentages, of tokens their number."""
    change = check.difference
    if change is None:
        return "–", "–"
    if check.metric == "tokens":
        return f"{change.base:,.0f}", f"{change.new:,.0f}"
    return words.percent(change.base), words.percent(change.new)


def verdict(check: Check) -> str:
    """The decision with its mark, and its tier where it does not decide: ``✗ fail (advisory)``."""
    tier = f" ({check.tier})" if check.tier == Tier.ADVISORY and not _only_shift(check) else ""
    return f"{words.MARKS[check.decision]} {check.decision.value}{tier}"


def deciding(result: Gate) -> list[Check]:
    """The checks of the policy, blocking and advisory, without how answers were found."""
    return [c for c in result.checks if c.tier != Tier.SHOWN and not _only_shift(c)]


def shifts(result: Gate) -> list[Check]:
    """How answers were found, where it decides nothing."""
    return [c for c in result.checks if _only_shift(c)]


def slices(result: Gate) -> list[Check]:
    """Each slice, shown."""
    return [c for c in result.checks if c.tier == Tier.SHOWN and not _only_shift(c)]


def slices_apart(result: Gate) -> list[tuple[str, list[Check]]]:
    """Each slice, shown: originals, then variants by what is right for them, each with a title."""
    title, found = f"Each slice, {NOT_DECIDING}", slices(result)
    groups = [(title, [check for check in found if not check.behaviour])]
    for right in Behaviour:
        groups.append(
            (f"{title} ({words.behaviour(right)})", [c for c in found if c.behaviour == right])
        )
    return [(name, checks) for name, checks in groups if checks]


def _only_shift(check: Check) -> bool:
    return check.metric in SHIFTS and check.kind == "all" and check.tier != Tier.BLOCKING


def check_sentence(check: Check) -> str:
    """What the gate says of one check: ``math500 (original): accuracy dropped 14.6 points ...``."""
    change = check.difference
    if change is None:
        return f"{where(check)}: {check.reason}"
    pairs = words.count(change.n, "pair")
    return f"{where(check)}: {what(check)} {_moved(check, change)}, {pairs}: {check.reason}"


def _moved(check: Check, change: Difference) -> str:
    interval = words.signed_interval(change)
    if check.metric in ("drop", "memory_contrast"):  # differences themselves
        return f"is {words.points(change.value)} points {interval}"
    if round(change.value, 3) == 0:
        return f"did not change {interval}"
    down = "fell" if check.metric in LESS_IS_BETTER else "dropped"
    up = "rose" if check.metric in LESS_IS_BETTER else "gained"
    unit = "%" if check.metric == "tokens" else "points"
    verb = down if change.value < 0 else up
    return f"{verb} {abs(change.value) * 100:.1f} {unit} {interval}"


def gate_sentence(result: Gate) -> str:
    """The gate's verdict in one sentence."""
    chosen = [c for c in result.checks if c.tier == Tier.BLOCKING and c.decision is result.decision]
    named = "; ".join(f"{where(c)}, {what(c)}" for c in chosen)
    match result.decision:
        case Decision.PASS if not chosen:
            return f"No check blocks {result.new}."
        case Decision.PASS:
            return f"{result.new} passes every blocking check against {result.base}."
        case Decision.FAIL:
            return f"{result.new} is worse than {result.base}: {named}."
        case Decision.INCONCLUSIVE:
            return (
                f"The data do not show whether {result.new} is worse than {result.base} by more "
                f"than is accepted: {named}."
            )


def failing_slices(result: Gate) -> str:
    """Names slices that fell although they decide nothing; empty if none did, or the gate fails."""
    if result.decision is Decision.FAIL:
        return ""
    fell = [where(c) for c in slices(result) if c.decision is Decision.FAIL]
    if not fell:
        return ""
    return f"Single slices that dropped by more than the margin, {NOT_DECIDING}: {', '.join(fell)}."


def conditions(result: Gate) -> str:
    """Under which conditions the gate decided."""
    again = ", both runs graded again by the installed version" if result.regraded else ""
    policy = f" Policy: {result.policy}." if result.policy else ""
    return (
        f"Where a check names no other, a drop of up to {result.margin * 100:g} points is "
        f"accepted, and each bound is one-sided at {words.level(result.confidence)}. Graded by "
        f"{words.rule(result.rule)}{again}.{policy}"
    )
