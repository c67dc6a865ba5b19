"""Gate: whether a new run is worse than its base, per benchmark and kind.

Non-inferiority with three answers. A slice fails where a one-sided test shows a drop of
more than the margin, after Holm over the gated slices; it passes where a one-sided bound
excludes one. Data that show neither are inconclusive, and so is a slice that the new run was
asked only a part of. A drop that is smaller than the margin is no regression.
"""

from dataclasses import dataclass
from enum import StrEnum

from clipo_bench.reports.compare import Paired, pair_runs
from clipo_bench.reports.pairing import pairing_warnings, require_same_data
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import CONFIDENCE, holm, p_drop
from clipo_bench.tasks.errors import InputError


class Decision(StrEnum):
    """The result of the gate."""

    PASS = "pass"  # noqa: S105  # not a password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Check:
    """The gate's decision on one benchmark and kind.

    Attributes:
        benchmark: the benchmark's name.
        kind: ``original``, or the kind of rewrite.
        decision: pass, fail or inconclusive.
        paired: the paired difference with two one-sided bounds; None if the new run
            was not asked this slice at all.
        p_holm: the p-value of a drop of more than the margin, after Holm over the gate's
            slices.
        reason: one sentence.
    """

    benchmark: str
    kind: str
    decision: Decision
    paired: Paired | None
    p_holm: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Gate:
    """The whole gate.

    Attributes:
        base: the base run's name.
        new: the new run's name.
        margin: the drop that is still accepted, as a fraction of 1.
        confidence: of each one-sided bound.
        decision: fail if any check fails, else inconclusive if any is, else pass.
        checks: one per slice of the base.
        warnings: what a reader has to know.
        rule: the grader's mode by which both runs were scored; empty if nobody recorded it.
    """

    base: str
    new: str
    margin: float
    confidence: float
    decision: Decision
    checks: tuple[Check, ...]
    warnings: tuple[str, ...]
    rule: str


def gate(base: Run, new: Run, margin: float = 0.02, confidence: float = CONFIDENCE) -> Gate:
    """Decide whether `new` is not worse than `base` by more than `margin`.

    Args:
        base: what the new run has to keep up with.
        new: the run under test.
        margin: the accepted drop, as a fraction of 1.
        confidence: of each one-sided bound; the interval shown is two-sided at
            2 confidence - 1, that is 90 % for 95 %.

    Raises:
        InputError: the runs hold different data under one name, were scored by different
            rules of the grader, have nothing in common, or the margin or the confidence is
            out of range.
    """
    if not 0 <= margin < 1:
        raise InputError(f"a margin of {margin * 100:g} points: expected 0 up to less than 100")
    if not 0.5 < confidence < 1:
        raise InputError(f"a confidence of {confidence:g}: expected more than 0.5, less than 1")
    require_same_data(base, new)
    rule = _rule(base, new)
    paired = {(p.benchmark, p.kind): p for p in pair_runs(base, new, 2 * confidence - 1)}
    if not any(item.difference for item in paired.values()):
        raise InputError(
            f"{base.name} and {new.name} have no problem in common: expected two runs of the "
            "same benchmarks"
        )
    tested = [p for p in paired.values() if p.difference]
    adjusted = holm([p_drop(p.difference, margin) for p in tested if p.difference])
    p_holm = {(p.benchmark, p.kind): q for p, q in zip(tested, adjusted, strict=True)}
    checks = tuple(
        _check(slice_, paired.get(slice_), p_holm.get(slice_), margin, 1 - confidence)
        for slice_ in base.slices
    )
    decisions = {check.decision for check in checks}
    overall = next(
        (d for d in (Decision.FAIL, Decision.INCONCLUSIVE) if d in decisions), Decision.PASS
    )
    warnings = tuple(pairing_warnings(base, new))
    return Gate(base.name, new.name, margin, confidence, overall, checks, warnings, rule)


def _rule(base: Run, new: Run) -> str:
    """The rule of the grader by which both were scored: with two, a drop may be the rules' own."""
    first, second = (str(run.manifest.grader.get("mode", "")) for run in (base, new))
    if first != second:
        raise InputError(
            f"{base.name} was scored by the grader's rule {first!r}, {new.name} by {second!r}: "
            "expected one rule; eval and grade take it as --grader, and grade scores a run's "
            "samples.parquet again"
        )
    return first


def _check(
    slice_: tuple[str, str],
    paired: Paired | None,
    p_holm: float | None,
    margin: float,
    alpha: float,
) -> Check:
    decision, reason = decide(paired, p_holm, margin, alpha)
    if paired and paired.difference and paired.only_base:
        asked = paired.both + paired.only_base
        reason += f"; {paired.only_base:,} of the base's {asked:,} texts are missing"
    return Check(*slice_, decision, paired, p_holm, reason)


def decide(
    paired: Paired | None, p_holm: float | None, margin: float, alpha: float
) -> tuple[Decision, str]:
    """Decide on one slice, with the reason in words.

    Fails if a drop of more than the margin is significant after Holm. Passes if the lower
    one-sided bound lies above -margin, or if all responses are identical, however few they
    are. A slice of which the new run lacks a text cannot pass: nobody knows how it would
    have answered it.
    """
    if paired is None or paired.difference is None or p_holm is None:
        why = paired.note if paired else "the new run has no responses to it"
        return Decision.INCONCLUSIVE, why
    change = paired.difference
    allowed = f"{margin * 100:g} points"
    if p_holm < alpha:
        return Decision.FAIL, f"the drop is larger than {allowed}"
    best = Decision.INCONCLUSIVE if paired.only_base else Decision.PASS
    if paired.identical:
        return best, "every response is identical"
    if change.low > -margin:
        return best, f"a drop of {allowed} or more is ruled out"
    return (
        Decision.INCONCLUSIVE,
        f"a drop of {allowed} is neither shown nor ruled out: with {change.n} families a change "
        f"of {change.detectable * 100:.1f} points would be detected 4 times in 5",
    )
