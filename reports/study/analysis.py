"""Study: arms of training compared over seeds, so that a method is judged and not its weights.

The unit of inference is the training seed: arms are paired by it, since with one seed they
share the problems, their order and the first rollouts. The formulas, and how often each
verdict is given where nothing differs, are in docs/study.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from scipy import optimize, stats

from clipo_bench.reports.statistics import (
    CONFIDENCE,
    POWER,
    Estimate,
    Units,
    benjamini_hochberg,
    holm,
    p_value,
)

EFFECTS = (0.03, 0.05)
MOST_SEEDS = 10_000
_LARGEST_EFFECT = 20.0  # in standard deviations; the fewest seeds always find it
_ROUNDING = 1e-12
_EXACT = 30  # from here on the steps between attainable p-values do not matter

Values = Mapping[str, tuple[float, ...]]


class StudyVerdict(StrEnum):
    """The verdict of a study on its treatment."""

    HELPS = "helps"
    PARTLY = "partly"
    NOT_SHOWN = "not shown"
    HURTS = "hurts"


class MeasureUnit(StrEnum):
    """What a measure is counted in."""

    SHARE = "share"
    POINTS = "points"
    TOKENS = "tokens"


@dataclass(frozen=True, slots=True)
class Design:
    """The design of a study, fixed before anything ran.

    Attributes:
        title: what the study asks.
        arms: their names, in the order of the report.
        seeds: of the trainings; each arm has them all.
        base: the arm without the treatment.
        treatment: the arm that is judged.
        placebo: the arm that is treated in the same way, without the information.
        primary: the name of the measure that decides; more is better.
        alpha: how often at most the treatment may be said to help when it does not.
    """

    title: str
    arms: tuple[str, ...]
    seeds: tuple[int, ...]
    base: str
    treatment: str
    placebo: str
    primary: str
    alpha: float = 1 - CONFIDENCE


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured of every training.

    Attributes:
        name: how the report calls it.
        unit: what it is counted in.
        meaning: what it is, in a sentence's part.
    """

    name: str
    unit: MeasureUnit
    meaning: str


@dataclass(frozen=True, slots=True)
class ArmMean:
    """One arm on one measure: each seed's value, their mean and its interval over seeds."""

    measure: str
    arm: str
    values: tuple[float, ...]
    mean: Estimate


@dataclass(frozen=True, slots=True)
class Contrast:
    """One arm minus another on one measure, paired by seed.

    Attributes:
        measure: its name.
        arm: the first arm.
        against: the one that is taken away.
        differences: one for each seed.
        mean: of the differences, with its interval over seeds.
        p: two-sided, of no difference; unadjusted.
        p_adjusted: Holm's where it decides, else Benjamini and Hochberg's.
    """

    measure: str
    arm: str
    against: str
    differences: tuple[float, ...]
    mean: Estimate
    p: float
    p_adjusted: float


@dataclass(frozen=True, slots=True)
class Needed:
    """How many seeds find a true difference of `effect` with power `POWER`.

    Attributes:
        effect: the difference.
        seeds: by the spread that was seen; None for more than `MOST_SEEDS`.
        low: by the lower end of the spread's interval.
        high: by its upper end; None for more than `MOST_SEEDS`.
    """

    effect: float
    seeds: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """The differences that a contrast could have detected.

    Attributes:
        spread: the standard deviation of the seeds' differences, with its interval.
        detectable: the true difference that is found with power `POWER`; None where the
            seeds are too few for any.
        needed: the seeds for differences of interest.
    """

    spread: Estimate
    detectable: float | None
    needed: tuple[Needed, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """The results of a study.

    Attributes:
        design: what was settled beforehand.
        verdict: of the treatment, on the primary measure.
        deciding: treatment against base and against placebo, on the primary measure.
        reach: of these two; None where all seeds differ by the same, so that nothing is known
            of their spread.
        fewest_seeds: with fewer than these no result can show that the treatment helps.
        measures: what was measured, the primary first.
        levels: every arm on every measure.
        others: all further contrasts. They decide nothing.
    """

    design: Design
    verdict: StudyVerdict
    deciding: tuple[Contrast, Contrast]
    reach: tuple[Reach | None, Reach | None]
    fewest_seeds: int
    measures: tuple[Measure, ...]
    levels: tuple[ArmMean, ...]
    others: tuple[Contrast, ...]


def analyse(design: Design, measures: Sequence[Measure], values: Mapping[str, Values]) -> Study:
    """Compare the arms of a study.

    Args:
        design: what was settled beforehand.
        measures: what was measured.
        values: by measure and arm, one for each seed in the design's order.

    Raises:
        KeyError: the primary measure, or an arm of one, is missing.
    """
    measures = sorted(measures, key=lambda measure: measure.name != design.primary)
    confidence = 1 - design.alpha
    base, treatment, placebo = design.base, design.treatment, design.placebo
    primary = values[design.primary]
    pairs = [(treatment, base), (treatment, placebo)]
    first, second = _contrasts([(design.primary, primary, pair) for pair in pairs], design, holm)
    fewest = fewest_seeds(design.alpha)
    rows = [
        (measure.name, values[measure.name], pair)
        for measure in measures
        for pair in _pairs(design)
        if measure.name != design.primary or pair not in pairs
    ]
    return Study(
        design=design,
        verdict=decide(first, second, design.alpha),
        deciding=(first, second),
        reach=(reach(first, design.alpha), reach(second, design.alpha)),
        fewest_seeds=fewest,
        measures=tuple(measures),
        levels=tuple(
            ArmMean(measure.name, arm, values[measure.name][arm], mean)
            for measure in measures
            for arm in design.arms
            for mean in [_level(measure, values[measure.name][arm], confidence)]
        ),
        others=tuple(_contrasts(rows, design, benjamini_hochberg)),
    )


def decide(over_base: Contrast, over_placebo: Contrast, alpha: float) -> StudyVerdict:
    """Judge the treatment by its two contrasts, adjusted by Holm.

    It helps only if it is better than the base and than the placebo: what rewards without
    information do as well is not the treatment's doing.
    """
    shown = [
        contrast.mean.value
        for contrast in (over_base, over_placebo)
        if contrast.p_adjusted <= alpha
    ]
    if over_base.p_adjusted <= alpha and over_base.mean.value < 0:
        return StudyVerdict.HURTS
    if not shown or min(shown) < 0:
        return StudyVerdict.NOT_SHOWN
    return StudyVerdict.HELPS if len(shown) == 2 else StudyVerdict.PARTLY


def seeds_mean(values: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """Estimate a mean over seeds with Student's t interval.

    Raises:
        ValueError: there are fewer than two values, which say nothing of their spread.
    """
    data = _two_or_more(values)
    n = len(data)
    centre, error = float(data.mean()), _deviation(data) / sqrt(n)
    half = float(stats.t.ppf((1 + confidence) / 2, n - 1)) * error
    return Estimate(centre, centre - half, centre + half, n)


def spread(values: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """Estimate a standard deviation over seeds, with its chi-square interval.

    Raises:
        ValueError: there are fewer than two values.
    """
    data = _two_or_more(values)
    free = len(data) - 1
    value = _deviation(data)
    low, high = (
        value * sqrt(free / float(stats.chi2.ppf(q, free)))
        for q in ((1 + confidence) / 2, (1 - confidence) / 2)
    )
    return Estimate(value, low, high, len(data))


def fewest_seeds(alpha: float) -> int:
    """With fewer seeds than this, both of two sign-flip tests can't pass Holm's at `alpha`.

    The smallest two-sided p-value of n seeds is 2 / 2^n, and Holm doubles it.
    """
    n = 2  # 7 seeds at 5 %: 4 / 2^7 = 0.031, but 4 / 2^6 = 0.063
    while 2 * 2 / 2**n > alpha:
        n += 1
    return n


def reach(contrast: Contrast, alpha: float) -> Reach | None:
    """Compute what a deciding contrast could have detected, from the spread of its differences.

    None where they have no spread.

    Each test is planned at alpha / 2, the level that Holm asks of the clearer of the two.
    """
    seen = spread(contrast.differences, 1 - alpha)
    if seen.value == 0:
        return None
    n = len(contrast.differences)
    found = None
    if n >= fewest_seeds(alpha):
        found = seen.value * float(
            optimize.brentq(lambda d: power(d, n, alpha / 2) - POWER, 0.0, _LARGEST_EFFECT)
        )
    return Reach(
        spread=seen,
        detectable=found,
        needed=tuple(
            Needed(
                effect,
                *(seeds_needed(effect, s, alpha) for s in (seen.value, seen.low, seen.high)),
            )
            for effect in EFFECTS
        ),
    )


def seeds_needed(effect: float, spread: float, alpha: float) -> int | None:
    """The fewest seeds that find a true difference `effect` with power `POWER`.

    Args:
        effect: the difference.
        spread: the standard deviation of the seeds' differences, in the same unit.
        alpha: of the study, see `reach`.

    Returns:
        A number of at least `fewest_seeds`, or None for more than `MOST_SEEDS`.
    """
    size = min(_LARGEST_EFFECT, effect / spread)
    low, high = fewest_seeds(alpha), MOST_SEEDS
    if power(size, high, alpha / 2) < POWER:
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if power(size, middle, alpha / 2) >= POWER else (middle + 1, high)
    return low


def power(size: float, n: int, level: float) -> float:
    """The chance that n seeds show a true difference of `size` standard deviations.

    That of the two-sided t test (noncentral t; Cohen 1988, Statistical Power Analysis, sec.
    2.5), its far tail left out, at the largest level up to `level` that sign flips of n seeds
    attain: their p-values are multiples of 2 / 2^n. docs/study.md has what it is worth.
    """
    if n <= _EXACT:
        step = 2 / 2**n  # 7 seeds: 1/64, so that 0.025 becomes 1/64
        level = step * int(level / step)
    if level <= 0:
        return 0.0
    return float(stats.nct.sf(stats.t.isf(level / 2, n - 1), n - 1, size * sqrt(n)))


def _level(measure: Measure, values: tuple[float, ...], confidence: float) -> Estimate:
    """An arm's mean; no share is below 0 or above 1, whatever the interval of few seeds says."""
    mean = seeds_mean(values, confidence)
    if measure.unit is not MeasureUnit.SHARE:
        return mean
    return Estimate(mean.value, max(0.0, mean.low), min(1.0, mean.high), mean.n)


def _pairs(design: Design) -> list[tuple[str, str]]:
    """All arms against the base, and all but the base against the placebo."""
    base, placebo = design.base, design.placebo
    return [(arm, base) for arm in design.arms if arm != base] + [
        (arm, placebo) for arm in design.arms if arm not in (base, placebo)
    ]


def _contrasts(
    rows: Sequence[tuple[str, Values, tuple[str, str]]],
    design: Design,
    adjust: Callable[[Sequence[float]], list[float]],
) -> list[Contrast]:
    p = [
        p_value(np.array(values[other]), np.array(values[arm])) for _, values, (arm, other) in rows
    ]
    found = []
    for (name, values, (arm, other)), raw, adjusted in zip(rows, p, adjust(p), strict=True):
        d = tuple(new - old for new, old in zip(values[arm], values[other], strict=True))
        mean = seeds_mean(d, 1 - design.alpha)
        found.append(Contrast(name, arm, other, d, mean, raw, adjusted))
    return found


def _deviation(data: Units) -> float:
    """The standard deviation; none where the values differ by rounding alone."""
    return float(data.std(ddof=1)) if np.ptp(data) > _ROUNDING else 0.0


def _two_or_more(values: Sequence[float]) -> Units:
    if len(values) < 2:
        raise ValueError(f"{len(values)} seed: expected at least 2, to estimate the variance")
    return np.array(values, float)
