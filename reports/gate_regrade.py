"""Verdicts graded again, by what is installed, from the responses that a run recorded."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from clipo_bench.reports.gate_integrity import problems_of
from clipo_bench.reports.run import Run
from clipo_bench.tasks.answers import Grader, Outcome
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.scoring import score_any
from clipo_bench.tasks.solution_steps import Process
from clipo_bench.tasks.storage.run_folder import GRADING, versions
from clipo_bench.tasks.storage.run_schema import Sample

MODES = ("full", "paper", "reward")
ALLOWED = "verdicts"
VERDICT = ("outcome", "extracted", "found", "matched", "copied")


@dataclass(frozen=True, slots=True)
class Regraded:
    """A run with the verdicts of the installed version.

    Attributes:
        run: the run.
        changed: how many outcomes differ from those recorded, timeouts aside.
        first: the key of the first such sample; empty if there is none.
        same_version: whether the versions that graded it are those installed.
        whole: whether questions and options were at hand; older folders lack them.
    """

    run: Run
    changed: int
    first: str
    same_version: bool
    whole: bool


def regrade(run: Run) -> Regraded:
    """Grade a run's responses again, by the rule and the tolerances of its manifest.

    Raises:
        InputError: the manifest names no rule of the grader that is known.
    """
    mode = run.manifest.grader.get("mode")
    if mode not in MODES:
        raise InputError(
            f"{run.name} was graded by the rule {mode!r}: expected one of {', '.join(MODES)}"
        )
    problems = problems_of(run)
    rows: list[dict[str, Any]] = run.frame.to_dict("records")  # type: ignore[assignment]
    with Grader(mode) as grader:
        tolerances: Mapping[str, float] = run.manifest.grader.get("tolerance", {})
        graded = list(
            grader.map(lambda row: _again(grader, row, problems, tolerances, run.recorded), rows)
        )
    frame = run.frame.copy()
    for name in VERDICT:
        frame[name] = [getattr(one, name) for one in graded]
    frame["score"] = (frame["outcome"] == Outcome.CORRECT.value).astype(float)
    changed = _changed(run.frame, frame)
    recorded, installed = run.manifest.versions, versions(GRADING)
    return Regraded(
        run=replace(run, frame=frame),
        changed=len(changed),
        first=str(changed["key"].iloc[0]) if len(changed) else "",
        same_version=all(recorded.get(name) == version for name, version in installed.items()),
        whole=bool(problems),
    )


def require_same_verdicts(graded: Iterable[Regraded], allow: Collection[str]) -> list[str]:
    """Refuse verdicts that the version that recorded them does not give.

    Args:
        graded: the runs, graded again.
        allow: names of differences that are allowed.

    Returns:
        What has to be known of the new verdicts, as sentences.

    Raises:
        InputError: the installed version is the one that graded a run, and says otherwise.
    """
    notes = []
    for one in graded:
        name, count = one.run.name, f"{one.changed:,} of {len(one.run.frame):,}"
        if one.changed and one.same_version and one.whole and ALLOWED not in allow:
            raise InputError(
                f"{name}: {count} verdicts are not what the installed version gives, which graded "
                f"them, first that of sample {one.first}: they were edited, or another build of "
                "the same version gave them; evaluate or grade it again, or name it: allow: "
                f"[{ALLOWED}]"
            )
        if one.changed:
            notes.append(f"{name}: graded again, {count} verdicts are others than recorded")
        if not one.whole:
            notes.append(
                f"{name}: graded again by the golds alone, since an older version wrote it without "
                "questions and options"
            )
    return notes


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    timeout = Outcome.TIMEOUT.value
    timed = (before["outcome"] == timeout) | (after["outcome"] == timeout)
    return before[(before["outcome"] != after["outcome"]) & ~timed]


def _again(
    grader: Grader,
    row: Mapping[str, Any],
    problems: Mapping[tuple[str, str, str], Problem],
    tolerances: Mapping[str, float],
    recorded: bool,
) -> Sample:
    asked = (row["benchmark"], row["problem_id"], row["variant_id"])
    problem = problems.get(asked) or Problem(
        benchmark=row["benchmark"],
        id=row["problem_id"],
        question="",
        gold=row["gold"],
        family=row["family"],
        variant_id=row["variant_id"],
        kind=row["kind"],
        original_gold=row["original_gold"],
    )
    return score_any(
        grader,
        golds=_golds(problem.gold) if recorded else (problem.gold,),
        problem=problem,
        sample_index=row["sample_index"],
        prompt=row["prompt"],
        response=row["response"],
        finish_reason=row["finish_reason"],
        tokens=row["tokens"],
        key=row["key"],
        tolerance=float(tolerances.get(row["benchmark"], 0.0)),
        process=Process(row["process"], row["failed_step"], claims=0),  # the recorded ones
    )


def _golds(text: str) -> tuple[str, ...]:
    """Take a recording's gold apart: ``["2", "two"]`` is any of the two."""
    try:
        values = json.loads(text)
    except ValueError:
        return (text,)
    if isinstance(values, list) and len(values) > 1 and all(isinstance(one, str) for one in values):
        return tuple(values)
    return (text,)
