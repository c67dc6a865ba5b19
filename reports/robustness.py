"""Robustness: originals against their variants within one run, paired per family."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import (
    Difference,
    Estimate,
    benjamini_hochberg,
    difference,
    mean,
    relative_drop,
    unit_scores,
)
from clipo_bench.tasks.kinds import BEHAVIOUR, LETTERS_MOVE, Behaviour
from clipo_bench.tasks.problem import ORIGINAL

TEXT = ["family", "problem_id", "variant_id"]
PROBLEM = ["family", "problem_id"]

# Of n options a wrong letter is by chance the original's 1 time in n - 1, so equality says
# nothing of memory, and samples do not tell n.
SHUFFLED = LETTERS_MOVE
_BY_GOLDS = 0.5


@dataclass(frozen=True, slots=True)
class Share:
    """A share of responses: how many of how many, and its estimate over families.

    `estimate` weighs families alike, so where they differ in size it is not `part / whole`.
    """

    part: int
    whole: int
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Robustness:
    """What one kind of rewrite does to one run on one benchmark.

    Attributes:
        run: the run's name.
        benchmark: the benchmark's name.
        kind: the kind of rewrite.
        behaviour: whether the right answer is the original's, another one, or that there is none.
        problems: how many problems have both an original and a variant.
        variants: how many variants these have.
        originals_without: how many originals have no variant of this kind.
        original: accuracy on the originals of these problems.
        variant: accuracy on their variants.
        change: variants minus originals, paired; a drop is negative.
        p_adjusted: its p-value after Benjamini-Hochberg over the run's slices.
        relative_drop: the drop as a part of the originals' accuracy; None if too few of them were
            solved for an interval.
        consistency: the chance that an original and all its variants are right.
        worst: the chance that all variants of a problem are right ("worst of k").
        copied: wrong variant answers that equal the original's gold, of those for which
            the two golds differ; None if there are none, and for shuffled choices.
    """

    run: str
    benchmark: str
    kind: str
    behaviour: Behaviour
    problems: int
    variants: int
    originals_without: int
    original: Estimate
    variant: Estimate
    change: Difference
    p_adjusted: float
    relative_drop: Estimate | None
    consistency: Estimate
    worst: Estimate
    copied: Share | None


@dataclass(frozen=True, slots=True)
class ProcessShares:
    """Right for the wrong reason, a lower bound: right answers of which a checked step fails.

    More are, since what is checked is arithmetic, and what units and words say of it.

    Attributes:
        run: the run's name.
        benchmark: the benchmark's name.
        kind: ``original``, or the kind of rewrite.
        correct: how many responses are right.
        failing: those with a step that fails, of those whose steps can be checked;
            None if no right response has steps that can be checked.
        failing_wrong: the same of the responses that are not right, to compare with.
    """

    run: str
    benchmark: str
    kind: str
    correct: int
    failing: Share | None
    failing_wrong: Share | None


def robustness(run: Run) -> list[Robustness]:
    """Compare originals and variants of every benchmark and kind that has both.

    Those of one behaviour stand together: what should keep the answer, then what should change it.
    """
    rows = [
        _compare(run, benchmark, kind)
        for benchmark, kind in run.slices
        if kind != ORIGINAL and paired(run, benchmark, kind)[0].size
    ]
    rows.sort(key=lambda row: list(Behaviour).index(row["behaviour"]))
    adjusted = benjamini_hochberg([row["change"].p for row in rows])
    return [Robustness(**row, p_adjusted=p) for row, p in zip(rows, adjusted, strict=True)]


def process(run: Run) -> list[ProcessShares]:
    """Count responses with a failing step, per benchmark and kind."""
    found = []
    for benchmark, kind in run.slices:
        part = run.part(benchmark, kind)
        right = part["score"] == 1
        shares = [_failing(part[chosen]) for chosen in (right, ~right)]
        found.append(ProcessShares(run.name, benchmark, kind, int(right.sum()), *shares))
    return found


def _failing(part: pd.DataFrame) -> Share | None:
    """How many of the responses whose steps can be checked have one that fails."""
    checkable = part[part["process"].isin(["holds", "fails"])]
    return _share(checkable.assign(failing=checkable["process"] == "fails"), "failing")


def behaviour(run: Run, benchmark: str, kind: str) -> Behaviour:
    """What is right for a kind's variants: as it declares, else as most of their golds say."""
    if kind in BEHAVIOUR:
        return BEHAVIOUR[kind]
    texts = run.part(benchmark, kind).drop_duplicates(TEXT)
    same = (texts["gold"] == texts["original_gold"]).mean() >= _BY_GOLDS
    return Behaviour.INVARIANCE if same else Behaviour.SENSITIVITY


def paired(run: Run, benchmark: str, kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The samples of originals and of variants, of the problems that have both."""
    originals, variants = run.part(benchmark, ORIGINAL), run.part(benchmark, kind)
    return (
        originals[originals["problem_id"].isin(variants["problem_id"])],
        variants[variants["problem_id"].isin(originals["problem_id"])],
    )


def _compare(run: Run, benchmark: str, kind: str) -> dict[str, Any]:
    originals, variants = paired(run, benchmark, kind)
    base, new = unit_scores(originals).align(unit_scores(variants), join="inner")
    before, after = base.to_numpy(float), new.to_numpy(float)
    return {
        "run": run.name,
        "benchmark": benchmark,
        "kind": kind,
        "behaviour": behaviour(run, benchmark, kind),
        "problems": originals["problem_id"].nunique(),
        "variants": len(variants[["problem_id", "variant_id"]].drop_duplicates()),
        "originals_without": run.part(benchmark, ORIGINAL)["problem_id"].nunique()
        - originals["problem_id"].nunique(),
        "original": mean(before),
        "variant": mean(after),
        "change": difference(before, after),
        "relative_drop": relative_drop(before, after),
        "consistency": _all_right(pd.concat([originals, variants])),
        "worst": _all_right(variants),
        "copied": None if kind in SHUFFLED else _copied(variants),
    }


def _all_right(frame: pd.DataFrame) -> Estimate:
    """The chance that one response to each text of a problem are all right.

    Responses to different texts are independent given the problem, so the product of the
    texts' means estimates it without bias; for one response each it is 1 or 0.
    """
    # Two variants with means 0.5 and 0.8: one response to each is right in 0.4 of cases.
    text = frame.groupby(TEXT)["score"].mean()
    family = text.groupby(level=PROBLEM).prod().groupby(level="family").mean()
    return mean(family.to_numpy(float))


def _copied(variants: pd.DataFrame) -> Share | None:
    # The gold 12 became 15, and the answer is 12. Equal golds would show nothing.
    known = variants[variants["original_gold"].notna()]
    tempting = known[known["gold"] != known["original_gold"]]
    return _share(tempting[tempting["score"] == 0], "copied")


def _share(frame: pd.DataFrame, column: str) -> Share | None:
    """How many of the samples in `frame` have `column` set; None if it is empty."""
    if frame.empty:
        return None
    marked = frame.assign(marked=frame[column].astype(float))
    estimate = mean(unit_scores(marked, "marked").to_numpy(float))
    return Share(int(marked["marked"].sum()), len(marked), estimate)
