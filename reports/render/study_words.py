"""Study words: how a study's numbers and results read, the same in every format."""

from collections.abc import Iterator

from clipo_bench.reports.render import words
from clipo_bench.reports.statistics import Estimate
from clipo_bench.reports.study.analysis import (
    EFFECTS,
    MOST_SEEDS,
    Contrast,
    Measure,
    MeasureUnit,
    Needed,
    Reach,
    Study,
    StudyVerdict,
)

MARKS = {
    StudyVerdict.HELPS: "✓",
    StudyVerdict.PARTLY: "?",
    StudyVerdict.NOT_SHOWN: "?",
    StudyVerdict.HURTS: "✗",
}
TONES = {
    StudyVerdict.HELPS: "gain",
    StudyVerdict.PARTLY: "",
    StudyVerdict.NOT_SHOWN: "",
    StudyVerdict.HURTS: "loss",
}


def value(measure: Measure, estimate: Estimate | float) -> str:
    """A value of a measure: ``51.3 %``, ``4.7`` points or ``31.4`` tokens."""
    number = estimate.value if isinstance(estimate, Estimate) else estimate
    if measure.unit is MeasureUnit.SHARE:
        return words.percent(number)
    return words.number(number * 100 if measure.unit is MeasureUnit.POINTS else number)


def interval(measure: Measure, estimate: Estimate) -> str:
    """The interval of a value: ``[49.9, 52.7]``; a dash where seeds do not differ."""
    if estimate.low == estimate.high:
        return "–"
    return words.interval(_hundredths(measure, estimate))


def change(measure: Measure, number: float) -> str:
    """A difference with its sign, in points or tokens: ``−1.4``."""
    return words.points(number / 100 if measure.unit is MeasureUnit.TOKENS else number)


def changes(measure: Measure, estimate: Estimate) -> str:
    """The interval of a difference: ``[−1.4, +3.0]``; a dash where seeds do not differ."""
    if estimate.low == estimate.high:
        return "–"
    return words.signed_interval(_hundredths(measure, estimate))


def seeds(number: int | None) -> str:
    """A number of seeds; None is more than were looked at."""
    return f"over {MOST_SEEDS:,}" if number is None else f"{number:,}"


def needed(item: Needed) -> str:
    """How many seeds a difference takes: ``14 (8 to 41)``."""
    return f"{seeds(item.seeds)} ({seeds(item.low)} to {seeds(item.high)})"


def verdict(study: Study) -> str:
    """The verdict in a sentence."""
    design = study.design
    name, base, placebo = design.treatment, design.base, design.placebo
    better = study.deciding[0].p_adjusted <= design.alpha
    match study.verdict:
        case StudyVerdict.HELPS:
            return f"{name} helps: it is better than {base}, and better than {placebo}."
        case StudyVerdict.HURTS:
            return f"{name} hurts: it is worse than {base}."
        case StudyVerdict.PARTLY if better:
            return (
                f"{name} was not shown to help: it is better than {base}, but was not shown to "
                f"be better than {placebo}, so rewards without information may do as well."
            )
        case StudyVerdict.PARTLY:
            return (
                f"{name} was not shown to help: it is better than {placebo}, but was not shown "
                f"to be better than {base}."
            )
        case StudyVerdict.NOT_SHOWN:
            return f"{name} was not shown to help."


def sentences(study: Study) -> Iterator[str]:
    """What stands behind the verdict: both contrasts, and what they could have seen."""
    design = study.design
    measure = study.measures[0]
    pairs = list(zip(study.deciding, study.reach, strict=True))
    for contrast, seen in pairs:
        yield _contrast(contrast, measure, design.alpha)
        if contrast.p_adjusted > design.alpha and seen and seen.detectable is not None:
            yield _reach(contrast, seen, seen.detectable)
    if len(design.seeds) < study.fewest_seeds:
        yield (
            f"With {words.count(len(design.seeds), 'seed')} no difference can be significant, "
            f"however large: the smallest possible p-value is {2 / 2 ** len(design.seeds):.3g}, "
            f"doubled by Holm's adjustment. At least {study.fewest_seeds} seeds are needed at "
            f"alpha {design.alpha:g}. So this is evidence neither for the treatment nor against "
            "it."
        )
    if study.verdict is not StudyVerdict.HELPS:
        yield from (
            _needed(contrast, seen) if seen else _same(contrast) for contrast, seen in pairs
        )


def _contrast(contrast: Contrast, measure: Measure, alpha: float) -> str:
    arm, against = contrast.arm, contrast.against
    if contrast.p_adjusted > alpha:
        claim = f"No difference between {arm} and {against} was shown"
    else:
        claim = f"{arm} is {'better' if contrast.mean.value > 0 else 'worse'} than {against}"
    return (
        f"{claim} on {measure.name}: {change(measure, contrast.mean.value)} points "
        f"{changes(measure, contrast.mean)} over {words.count(contrast.mean.n, 'seed')}, p "
        f"{words.p_value(contrast.p)}, after Holm {words.p_value(contrast.p_adjusted)}."
    )


def _reach(contrast: Contrast, seen: Reach, detectable: float) -> str:
    return (
        f"Between {contrast.arm} and {contrast.against} a true difference of "
        f"{words.number(detectable * 100)} points would be detected about 4 times in 5, given the "
        "spread of the seeds' differences: standard deviation "
        f"{words.number(seen.spread.value * 100)} points {words.interval(seen.spread)}."
    )


def _needed(contrast: Contrast, seen: Reach) -> str:
    told = " and ".join(
        f"{needed(item)} for {words.points(item.effect)} points" for item in seen.needed
    )
    return (
        f"Seeds needed to detect a difference to {contrast.against} about 4 times in 5: {told}; "
        "in brackets for the ends of the spread's interval."
    )


def _same(contrast: Contrast) -> str:
    return (
        f"{contrast.arm} and {contrast.against} differ by the same amount in every seed, so the "
        "spread between seeds is unknown."
    )


def spread(seen: Reach | None) -> str:
    """The spread between seeds: ``2.9 [2.0, 5.2]``; a dash where there is none."""
    if seen is None:
        return "–"
    return f"{words.number(seen.spread.value * 100)} {words.interval(seen.spread)}"


def could_see(seen: Reach | None) -> str:
    """The detectable difference: ``3.3``; "nothing" where the seeds are too few for any."""
    if seen is None:
        return "–"
    return "nothing" if seen.detectable is None else words.number(seen.detectable * 100)


def seeds_for(seen: Reach | None) -> list[str]:
    """The seeds that differences of `EFFECTS` take."""
    return [needed(item) for item in seen.needed] if seen else ["–"] * len(EFFECTS)


def _hundredths(measure: Measure, estimate: Estimate) -> Estimate:
    """An estimate as `words` takes it, which writes all numbers in hundredths."""
    if measure.unit is not MeasureUnit.TOKENS:
        return estimate
    return Estimate(estimate.value / 100, estimate.low / 100, estimate.high / 100, estimate.n)
