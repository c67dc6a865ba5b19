"""Memory tests beside the contrast: partial prompts, and how alike samples are.

Each gives a number per family and run, and is reported beside what it did in its control.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from clipo_bench.reports.contrast import Effect, points_of
from clipo_bench.reports.known_control import CONTROL_AUC, tells
from clipo_bench.reports.pairing import PAIR, data_conflict
from clipo_bench.reports.run import Run
from clipo_bench.reports.sample_distance import distances
from clipo_bench.reports.statistics import CONFIDENCE, Estimate, holm, mean, unit_scores
from clipo_bench.reports.verdict import MemoryVerdict
from clipo_bench.tasks.partial import PARTIAL_KINDS, completion
from clipo_bench.tasks.problem import ORIGINAL

COMPLETED, ROUGE_L, ANSWERED = "completed", "ROUGE-L", "answered"
DISTANCE = "Min-kNN distance"
LESS_IS_MEMORY = (DISTANCE,)


@dataclass(frozen=True, slots=True)
class FamilyScores:
    """What a test gives for each family of a slice, in two runs.

    Attributes:
        test: the test's name.
        benchmark: the benchmark's name.
        kind: ``original``, or which part of the text was given.
        base: the base's scores, by family.
        new: the new run's, of the same families.
    """

    test: str
    benchmark: str
    kind: str
    base: "pd.Series[float]"
    new: "pd.Series[float]"

    @property
    def control(self) -> str:
        """What the test is called in the control: ``completed, prefix60``."""
        return self.test if self.kind == ORIGINAL else f"{self.test}, {self.kind}"


@dataclass(frozen=True, slots=True)
class MemoryTest:
    """A memory test of a new run beside its base.

    Attributes:
        test: ``completed`` (the rest of the text word for word), ``ROUGE-L`` (of the rest),
            ``answered`` (rightly, from a part of the text), or ``Min-kNN distance``.
        base: the base's name.
        new: the new run's name.
        benchmark: the benchmark's name.
        kind: ``original``, or which part of the text was given, such as ``prefix60``.
        base_value: the base's mean over families.
        new_value: the new run's.
        change: new minus base, over families.
        p_adjusted: its p-value after Holm over the new run's tests.
        control: its AUC in the control; None if no control was run.
        verdict: shown where a change that memory makes is, and the test told in its control what
            was trained on; else nobody can tell.
    """

    test: str
    base: str
    new: str
    benchmark: str
    kind: str
    base_value: Estimate
    new_value: Estimate
    change: Effect
    p_adjusted: float
    control: Estimate | None
    verdict: MemoryVerdict


def memory_tests(base: Run, new: Run) -> tuple[MemoryTest, ...]:
    """Put two runs through every test whose samples both hold."""
    found = []
    for item in family_scores(base, new):
        before, after = item.base.to_numpy(float), item.new.to_numpy(float)
        change = points_of(after - before, bound=1.0)
        found.append(
            MemoryTest(
                test=item.test,
                base=base.name,
                new=new.name,
                benchmark=item.benchmark,
                kind=item.kind,
                base_value=mean(before),
                new_value=mean(after),
                change=change,
                p_adjusted=change.p,
                control=CONTROL_AUC.get(item.control),
                verdict=MemoryVerdict.CANNOT_TELL,
            )
        )
    return _judged(found)


def _judged(found: Sequence[MemoryTest]) -> tuple[MemoryTest, ...]:
    adjusted = holm([item.change.p for item in found])
    return tuple(
        replace(item, p_adjusted=p, verdict=_verdict(item, p))
        for item, p in zip(found, adjusted, strict=True)
    )


def _verdict(item: MemoryTest, p: float) -> MemoryVerdict:
    more = -item.change.value if item.test in LESS_IS_MEMORY else item.change.value
    works = item.control is not None and tells(item.control)
    if works and more > 0 and p < 1 - CONFIDENCE:
        return MemoryVerdict.SHOWN
    return MemoryVerdict.CANNOT_TELL


def family_scores(base: Run, new: Run) -> Iterator[FamilyScores]:
    """Every test's scores on the texts that both runs were asked."""
    for benchmark, kind in base.slices:
        if (benchmark, kind) not in new.slices or data_conflict(base, new, benchmark, kind):
            continue
        parts = _shared(base.part(benchmark, kind), new.part(benchmark, kind))
        if parts[0].empty:
            continue
        if kind in PARTIAL_KINDS and all((part["rest"] != "").all() for part in parts):
            completed = [_completed(part) for part in parts]
            for test, column in ((COMPLETED, "exact"), (ROUGE_L, "rouge_l"), (ANSWERED, "score")):
                before, after = (unit_scores(part, column) for part in completed)
                yield FamilyScores(test, benchmark, kind, before, after)
        samples = min(int(part.groupby(PAIR).size().min()) for part in parts)
        if kind == ORIGINAL and samples > 1:
            before, after = (unit_scores(distances(part, samples), "distance") for part in parts)
            yield FamilyScores(DISTANCE, benchmark, kind, before, after)


def _shared(one: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    first, second = (pd.MultiIndex.from_frame(part[PAIR]) for part in (one, other))
    return one[first.isin(second)], other[second.isin(first)]


def _completed(part: pd.DataFrame) -> pd.DataFrame:
    made = [
        completion(response, rest)
        for response, rest in zip(part["response"], part["rest"], strict=True)
    ]
    return part.assign(
        exact=[float(one.exact) for one in made], rouge_l=[one.rouge_l for one in made]
    )
