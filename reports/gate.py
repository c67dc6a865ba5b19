"""Gate: whether a new run is worse than its base, with three answers.

By default one decision over all benchmarks of a kind: it passes where a one-sided test rules out a
drop beyond the margin over all families (micro), and fails where such a drop is shown, over the
families or over the benchmarks (macro), after Holm over what gates. Else it is inconclusive. Single
slices are shown; a policy says what else gates. Runs that differ in what scores depend on are
refused, and so are runs that were edited (`reports.gate_integrity`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from clipo_bench.reports.compare import Paired
from clipo_bench.reports.early_stop import planned_families, require_first_families
from clipo_bench.reports.gate_check import Check, Decision, decide
from clipo_bench.reports.gate_differences import notes, require_comparable
from clipo_bench.reports.gate_metrics import SHIFTS
from clipo_bench.reports.gate_policy import EVERYTHING, GatePolicy, Tier, load_policy
from clipo_bench.reports.gate_questions import questions
from clipo_bench.reports.gate_tests import Level
from clipo_bench.reports.pairing import TEXT, identical
from clipo_bench.reports.robustness import behaviour
from clipo_bench.reports.run import Run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL

__all__ = ["Check", "Decision", "Gate", "gate"]


@dataclass(frozen=True, slots=True)
class Gate:
    """The whole gate.

    Attributes:
        base: the base run's name.
        new: the new run's name.
        margin: the drop that is still accepted, as a fraction of 1, where a check names none.
        confidence: of each one-sided bound, where a check names none.
        decision: of the blocking checks: fail if any fails, else inconclusive if any is.
        checks: what decides first, then what is advisory, then each slice of the base.
        warnings: what a reader has to know.
        rule: the grader's mode by which both runs were scored; empty if nobody recorded it.
        base_model: the base's model and revision.
        new_model: the new run's.
        allowed: the differences that the policy allowed, as sentences.
        policy: the policy's file; empty without one.
        regraded: whether both runs were graded again by the installed version.
    """

    base: str
    new: str
    margin: float
    confidence: float
    decision: Decision
    checks: tuple[Check, ...]
    warnings: tuple[str, ...]
    rule: str
    base_model: str = ""
    new_model: str = ""
    allowed: tuple[str, ...] = ()
    policy: str = ""
    regraded: bool = False


def gate(
    base: Run,
    new: Run,
    margin: float | None = None,
    *,
    policy: GatePolicy | None = None,
    allow: Iterable[str] = (),
    each_slice: bool = False,
    regraded: bool = False,
) -> Gate:
    """Decide whether `new` is not worse than `base` by more than a margin.

    Args:
        base: what the new run has to keep up with.
        new: the run under test.
        margin: the accepted drop, as a fraction of 1, where there is no policy.
        policy: what is checked; None for the default checks.
        allow: differences that are no reason to refuse the runs, beside the policy's.
        each_slice: whether each slice gates as well.
        regraded: whether both were graded again by the installed version.

    Raises:
        InputError: the runs differ in what scores depend on, or a value is out of range.
    """
    policy = policy or load_policy(None, margin)
    policy = policy.with_options(allow, each_slice=each_slice)
    allowed = require_comparable(base, new, policy, regraded=regraded)
    require_first_families(base, new)
    planned = planned_families(base, new)
    remarks = notes(base, new)
    first, second = _shared(base, new)
    if first.frame.empty:
        raise InputError(
            f"{base.name} and {new.name} have no problem in common: expected two runs of the "
            "same benchmarks"
        )
    checks = tuple(
        replace(_with_behaviour(base, check), paired=_paired(base, new, check))
        if _is_slice(check)
        else _with_behaviour(base, check)
        for check in decide(questions(policy, first, second), planned)
    )
    found = {check.decision for check in checks if check.tier == Tier.BLOCKING}
    decision = next(
        (d for d in (Decision.FAIL, Decision.INCONCLUSIVE) if d in found), Decision.PASS
    )
    return Gate(
        base=base.name,
        new=new.name,
        margin=policy.margin,
        confidence=1 - policy.alpha,
        decision=decision,
        checks=checks,
        warnings=(*remarks, *allowed, *_named_shifts(checks)),
        rule=str(base.manifest.grader.get("mode", "")),
        base_model=_model(base),
        new_model=_model(new),
        allowed=tuple(allowed),
        policy=policy.source,
        regraded=regraded,
    )


def _with_behaviour(base: Run, check: Check) -> Check:
    """Say of a check on variants what is right for them."""
    if check.kind in (ORIGINAL, EVERYTHING) or not check.benchmarks:
        return check
    return replace(check, behaviour=behaviour(base, check.benchmarks[0], check.kind).value)


def _model(run: Run) -> str:
    return f"{run.manifest.model} ({run.manifest.revision})"


def _shared(base: Run, new: Run) -> tuple[Run, Run]:
    """The two runs on the texts that both were asked."""
    mine, theirs = (pd.MultiIndex.from_frame(run.frame[TEXT]) for run in (base, new))
    return (
        replace(base, frame=base.frame[mine.isin(theirs)]),
        replace(new, frame=new.frame[theirs.isin(mine)]),
    )


def _is_slice(check: Check) -> bool:
    return check.level == Level.SLICE and check.metric == "accuracy"


def _paired(base: Run, new: Run, check: Check) -> Paired:
    """How two runs were paired on a slice."""
    parts = [run.part(check.benchmark, check.kind) for run in (base, new)]
    mine, theirs = (pd.MultiIndex.from_frame(part[TEXT].drop_duplicates()) for part in parts)
    return Paired(
        base=base.name,
        new=new.name,
        benchmark=check.benchmark,
        kind=check.kind,
        both=len(mine.intersection(theirs)),
        only_base=len(mine.difference(theirs)),
        only_new=len(theirs.difference(mine)),
        identical=identical(*parts),
        difference=check.difference,
    )


def _named_shifts(checks: Sequence[Check]) -> Iterator[str]:
    """Each shift in how answers were found, in words: a pass must not hide it."""
    what = {
        "guessed": "answers were guessed from what the response says last, not stated",
        "truncation": "responses were cut at their limit",
        "no_answer": "responses hold no answer",
    }
    for check in checks:
        change = check.difference
        if check.metric in SHIFTS and check.decision is Decision.FAIL and change is not None:
            yield (
                f"how answers were found has changed: {change.new * 100:.1f} % of "
                f"{what[check.metric]}, {change.base * 100:.1f} % in the base; a change in format "
                "can look like one in ability"
            )
