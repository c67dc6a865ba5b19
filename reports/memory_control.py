"""Memory control: does the contrast see what a model was trained on, and nothing else?

A model is trained on half of a pool of problems and asked all of them, with their variants, at
several doses. A memory test works if it tells the seen half from the other, family by family.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from clipo_bench.reports.contrast import Effect, family_contrasts, points_of
from clipo_bench.reports.date_split import DATE_SPLIT
from clipo_bench.reports.known_control import ANSWER_ONLY
from clipo_bench.reports.memory import changes_numbers, family_table
from clipo_bench.reports.memory_tests import DISTANCE, LESS_IS_MEMORY, family_scores
from clipo_bench.reports.run import Run
from clipo_bench.reports.statistics import CONFIDENCE, SEED, Estimate, Units
from clipo_bench.tasks.problem import ORIGINAL

RESAMPLES = 2000
SEEN, UNSEEN = "seen", "unseen"


@dataclass(frozen=True, slots=True)
class ControlRun:
    """A model at one dose of one training.

    Attributes:
        seed: of the training, and of what it saw.
        dose: steps of training.
        run: its run on all problems of the pool and their variants.
        seen: the ids of the problems that it was trained on.
        others: its runs on the same problems for the tests that need another one, by `OTHERS`.
    """

    seed: int
    dose: int
    run: Run
    seen: frozenset[str]
    others: Mapping[str, Run] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HalfContrast:
    """The contrast of one half of the pool.

    Attributes:
        half: ``seen`` or ``unseen``.
        dose: steps of training.
        seed: of the training; None for all seeds, over each family's mean.
        points: the contrast, below 0 where more is lost than by the base.
    """

    half: str
    dose: int
    seed: int | None
    points: Effect


@dataclass(frozen=True, slots=True)
class Separation:
    """How well a memory test tells seen families from others.

    Attributes:
        test: the test's name.
        dose: steps of training.
        auc: the chance that a seen family scores above another one, averaged over seeds; with an
            interval by resampling families. 0.5 is chance.
    """

    test: str
    dose: int
    auc: Estimate

    @property
    def works(self) -> bool:
        """Whether the interval lies above chance; else the test cannot tell."""
        return self.auc.low > 0.5


@dataclass(frozen=True, slots=True)
class MemoryControl:
    """A control of the memory tests.

    Attributes:
        seeds: of the trainings.
        doses: steps of training, rising.
        problems: how many problems each training saw.
        halves: the contrast per half, dose and seed, and over all seeds.
        trend: p of a loss on the seen half that grows with the dose, one-sided, by Page's test
            with seeds as units.
        trend_rho: the rank correlation of dose and loss on the seen half, averaged over seeds.
        tests: every memory test at every dose.
    """

    seeds: tuple[int, ...]
    doses: tuple[int, ...]
    problems: int
    halves: tuple[HalfContrast, ...]
    trend: float
    trend_rho: float
    tests: tuple[Separation, ...]

    def of(self, half: str, dose: int, seed: int | None = None) -> Effect:
        """The contrast of one half, dose and seed; without a seed that of all."""
        return next(
            item.points
            for item in self.halves
            if (item.half, item.dose, item.seed) == (half, dose, seed)
        )


def memory_control(
    base: Run, trained: Sequence[ControlRun], others: Mapping[str, Run] | None = None
) -> MemoryControl:
    """Put every memory test through the control.

    Args:
        base: the run of the model that all were trained from.
        trained: every seed at every dose.
        others: the base's other runs, as `ControlRun.others`.
    """
    seeds = tuple(dict.fromkeys(item.seed for item in trained))
    doses = tuple(sorted({item.dose for item in trained}))
    halves: list[HalfContrast] = []
    separations: list[Separation] = []
    for dose in doses:
        here = [item for item in trained if item.dose == dose]
        scored = [(item, _scores(base, item.run)) for item in here]
        for half in (SEEN, UNSEEN):
            own = [-table.loc[_half(table, item, half), "contrast"] for item, table in scored]
            halves += [
                HalfContrast(half, dose, item.seed, points_of(d.to_numpy(float)))
                for item, d in zip(here, own, strict=True)
            ]
            together = pd.concat(own).groupby(level=0).mean()
            halves.append(HalfContrast(half, dose, None, points_of(together.to_numpy(float))))
        for test in MEMORY_TESTS:
            groups = [(table[test], _half(table, item, SEEN)) for item, table in scored]
            separations.append(Separation(test, dose, auc(groups)))
        separations += _other_tests(others or {}, here)
    losses = [
        [-next(h.points.value for h in halves if (h.half, h.dose, h.seed) == (SEEN, dose, seed))
         for dose in doses]
        for seed in seeds
    ]  # fmt: skip
    return MemoryControl(
        seeds=seeds,
        doses=doses,
        problems=len(trained[0].seen),
        halves=tuple(halves),
        trend=float(stats.page_trend_test(losses).pvalue),
        trend_rho=float(np.mean([stats.spearmanr(doses, own).statistic for own in losses])),
        tests=tuple(separations),
    )


def _other_tests(base: Mapping[str, Run], trained: Sequence[ControlRun]) -> Iterator[Separation]:
    """The tests that need other runs, where every training has these."""
    groups: dict[str, list[tuple[pd.Series[float], pd.Series[bool]]]] = {}
    for item in trained:
        for run in base.keys() & item.others.keys():
            for test, scores in OTHERS[run](base[run], item.others[run]):
                groups.setdefault(test, []).append(
                    (scores, scores.index.to_series().isin(item.seen))
                )
    for test, found in sorted(groups.items()):
        if len(found) == len(trained):
            yield Separation(test, trained[0].dose, auc(found))


def _by_test(base: Run, new: Run) -> Iterator[tuple[str, "pd.Series[float]"]]:
    """How much more each family changed in the way of memory, by test; and as published."""
    for item in family_scores(base, new):
        sign = -1 if item.test in LESS_IS_MEMORY else 1
        yield item.control, sign * (item.new - item.base)
        if item.test == DISTANCE:
            yield f"{DISTANCE}, without a base", -item.new


def _answer_only(base: Run, new: Run) -> Iterator[tuple[str, "pd.Series[float]"]]:
    """The contrast, where the answer was asked for without reasoning."""
    scores = _scores(base, new)
    yield ANSWER_ONLY, scores.set_index("problem_id")["contrast"]


OTHERS: Mapping[str, Callable[[Run, Run], Iterator[tuple[str, "pd.Series[float]"]]]] = {
    "partial": _by_test,
    "samples": _by_test,
    "answer-only": _answer_only,
}
"""Runs beside the one on originals and variants, and the tests on each; families are problems."""


def auc(groups: Sequence[tuple["pd.Series[float]", "pd.Series[bool]"]]) -> Estimate:
    """The area under the ROC curve, averaged over trainings, with an interval over families.

    The area is the chance that a seen family scores above one that was not, ties counted half
    (Mann & Whitney 1947). The interval is by `RESAMPLES` seeded bootstrap resamples of families,
    each with its scores in all trainings.

    Args:
        groups: per training the families' scores, and which of them were seen.
    """
    families = groups[0][0].index
    scores = np.array([score.reindex(families).to_numpy(float) for score, _ in groups])
    seen = np.array([mask.reindex(families).to_numpy(bool) for _, mask in groups])
    rng = np.random.default_rng(SEED)
    n = len(families)
    draws = [rng.integers(0, n, n) for _ in range(RESAMPLES)]
    means = [_mean_auc(scores[:, draw], seen[:, draw]) for draw in draws]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(means, [tail, 1 - tail])
    return Estimate(_mean_auc(scores, seen), float(low), float(high), n)


def _mean_auc(scores: Units, seen: Any) -> float:
    mixed = [(s, m) for s, m in zip(scores, seen, strict=True) if m.any() and not m.all()]
    return float(np.mean([_auc(s[m], s[~m]) for s, m in mixed])) if mixed else math.nan


def _auc(positive: Units, negative: Units) -> float:
    above = positive[:, None] - negative[None, :]
    return float(((above > 1e-12).mean() + (above > -1e-12).mean()) / 2)


def _half(table: pd.DataFrame, item: ControlRun, half: str) -> "pd.Series[bool]":
    seen = table["problem_id"].isin(item.seen)
    return seen if half == SEEN else ~seen


def _scores(base: Run, new: Run) -> pd.DataFrame:
    """Every memory test's score of each family, and the problem that it is."""
    slices = [item for item in base.slices if item[1] != ORIGINAL and changes_numbers(base, *item)]
    table, responses = family_table(base, new, slices)
    responses = responses.assign(family=responses["benchmark"] + "\n" + responses["family"])
    made = {name: test(table, responses) for name, test in MEMORY_TESTS.items()}
    problems = responses.groupby("family")["problem_id"].first()
    return pd.DataFrame(made).assign(problem_id=problems)


def _contrast(table: pd.DataFrame, responses: pd.DataFrame) -> "pd.Series[float]":
    return pd.Series(-family_contrasts(table), table.index)


def _drop(table: pd.DataFrame, responses: pd.DataFrame) -> "pd.Series[float]":
    return table["new_original"] - table["new_variant"]


def _gain(table: pd.DataFrame, responses: pd.DataFrame) -> "pd.Series[float]":
    """New minus base on the original: what a date split compares."""
    return table["new_original"] - table["base_original"]


def _copied(table: pd.DataFrame, responses: pd.DataFrame) -> "pd.Series[float]":
    """The share of answers to variants that are the original's."""
    variants = responses[responses["cell"] == "new_variant"]
    return variants.groupby("family")["copied"].mean().reindex(table.index)


def _inconsistency(table: pd.DataFrame, responses: pd.DataFrame) -> "pd.Series[float]":
    """The chance that the original and all its variants are not all right."""
    new = responses[responses["cell"].str.startswith("new")]
    return 1 - _all_right(new).reindex(table.index)


def _worst(table: pd.DataFrame, responses: pd.DataFrame) -> "pd.Series[float]":
    """The chance that not all variants are right."""
    return 1 - _all_right(responses[responses["cell"] == "new_variant"]).reindex(table.index)


def _all_right(responses: pd.DataFrame) -> "pd.Series[float]":
    texts = responses.groupby(["family", "problem_id", "variant_id"])["score"].mean()
    return texts.groupby(level=["family", "problem_id"]).prod().groupby(level="family").mean()


MEMORY_TESTS: Mapping[str, Callable[[pd.DataFrame, pd.DataFrame], "pd.Series[float]"]] = {
    "contrast": _contrast,
    "drop": _drop,
    "copied": _copied,
    "inconsistency": _inconsistency,
    "worst of k": _worst,
    DATE_SPLIT: _gain,
}
"""Each test's score of a family, from its four accuracies and all responses; higher is memory."""
