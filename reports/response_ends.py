"""ResponseEnds: how often responses were cut or had no answer, and how long they are."""

from dataclasses import dataclass
from math import sqrt

import pandas as pd
from scipy import stats

from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import CONFIDENCE, Estimate, Units, mean, unit_scores
from clipo_bench.tasks.answers.verdict import Outcome


@dataclass(frozen=True, slots=True)
class ResponseEnds:
    """How one run's responses to a benchmark and kind ended; all are means over families.

    Attributes:
        run: the run's name.
        benchmark: the benchmark's name.
        kind: ``original``, or the kind of rewrite.
        responses: how many.
        truncated: the share that was cut at the token limit before an answer.
        no_answer: the share that ended without an answer.
        tokens: the mean length in tokens; None where it is not known of every response.
    """

    run: str
    benchmark: str
    kind: str
    responses: int
    truncated: Estimate
    no_answer: Estimate
    tokens: Estimate | None


def response_ends(run: Run, *, confidence: float = CONFIDENCE) -> tuple[ResponseEnds, ...]:
    """Describe how a run's responses ended, slice by slice.

    Args:
        run: the run.
        confidence: of the intervals.
    """
    found = []
    for benchmark, kind in run.slices:
        part = run.part(benchmark, kind).copy()
        known = "tokens" in part and part["tokens"].notna().all()
        found.append(
            ResponseEnds(
                run=run.name,
                benchmark=benchmark,
                kind=kind,
                responses=len(part),
                truncated=_share(part, Outcome.TRUNCATED, confidence),
                no_answer=_share(part, Outcome.NO_ANSWER, confidence),
                tokens=_length(part, confidence) if known else None,
            )
        )
    return tuple(found)


def _share(part: pd.DataFrame, outcome: Outcome, confidence: float) -> Estimate:
    part["value"] = (part["outcome"] == outcome.value).astype(float)
    return mean(unit_scores(part, "value").to_numpy(float), confidence)


def _length(part: pd.DataFrame, confidence: float) -> Estimate:
    """The mean length with Student's interval, which for one family is as wide as can be."""
    part["value"] = part["tokens"].astype(float)
    units: Units = unit_scores(part, "value").to_numpy(float)
    n, value = len(units), float(units.mean())
    if n == 1:
        return Estimate(value, 0.0, float("inf"), n)
    half = float(stats.t.ppf((1 + confidence) / 2, n - 1)) * float(units.std(ddof=1)) / sqrt(n)
    return Estimate(value, max(0.0, value - half), value + half, n)
