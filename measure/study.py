"""How often a study says "helps", by simulation: the tables of docs/study.md.

    python measure/study.py

Every draw is seeded; it takes about two minutes. An arm's value is what its seed gives (standard
deviation 3 points), the arm's own effect and noise; differences then have the standard
deviation 1.4 x the noise.
"""

import gc
from collections.abc import Iterator

import numpy as np
from scipy import optimize

from clipo_bench.reports.render.words import percent
from clipo_bench.reports.statistics import POWER
from clipo_bench.reports.study.analysis import (
    Design,
    Measure,
    MeasureUnit,
    StudyVerdict,
    analyse,
    power,
)

DRAWS = 500
SEED = 20261126
ALPHA = 0.05
LEVEL = ALPHA / 2  # that Holm asks of the clearer of two
NOISE = 0.02
ARMS = ("base", "treatment", "placebo")
MEASURE = Measure("perturbed", MeasureUnit.SHARE, "made up")
CASES = {
    "nothing does anything": (0.0, 0.0),
    "the placebo does as well": (0.05, 0.05),
    "the placebo does harm": (0.0, -0.05),
}


def draw(
    rng: np.random.Generator, seeds: int, treatment: float, placebo: float
) -> tuple[StudyVerdict, tuple[float, float]]:
    """One study: its verdict, and its two p-values before Holm."""
    own = rng.normal(0.5, 0.03, seeds)
    values = {
        arm: tuple(own + effect + rng.normal(0, NOISE, seeds))
        for arm, effect in zip(ARMS, (0.0, treatment, placebo), strict=True)
    }
    design = Design("made up", ARMS, tuple(range(seeds)), *ARMS, MEASURE.name, ALPHA)
    study = analyse(design, [MEASURE], {MEASURE.name: values})
    first, second = study.deciding
    return study.verdict, (first.p, second.p)


def level_rows(rng: np.random.Generator) -> Iterator[str]:
    """What is said where the treatment does not help."""
    yield "| truth | seeds | helps | partly | hurts |"
    yield "|---|---:|---:|---:|---:|"
    for case, effects in CASES.items():
        for seeds in (7, 10):
            said = [draw(rng, seeds, *effects)[0] for _ in range(DRAWS)]
            shares = [
                percent(said.count(verdict) / DRAWS)
                for verdict in (StudyVerdict.HELPS, StudyVerdict.PARTLY, StudyVerdict.HURTS)
            ]
            yield f"| {case} | {seeds} | {' | '.join(shares)} |"


def power_rows(rng: np.random.Generator) -> Iterator[str]:
    """What is found of a treatment that is better than both by what is called detectable."""
    yield "| seeds | detectable, in standard deviations | one contrast found | helps |"
    yield "|---:|---:|---:|---:|"
    for seeds in (7, 8, 10, 12):
        size = optimize.brentq(lambda d, n=seeds: power(d, n, LEVEL) - POWER, 0.0, 20.0)
        gain = size * NOISE * np.sqrt(2)
        drawn = [draw(rng, seeds, gain, 0.0) for _ in range(DRAWS)]
        found = np.mean([p <= LEVEL for _, pair in drawn for p in pair])
        helps = np.mean([verdict is StudyVerdict.HELPS for verdict, _ in drawn])
        yield f"| {seeds} | {size:.2f} | {percent(found)} | {percent(helps)} |"


def main() -> None:
    """Print the tables."""
    gc.freeze()  # statsmodels collects garbage at each adjustment, most of the time spent
    for rows in (level_rows, power_rows):
        print("\n".join(rows(np.random.default_rng(SEED))), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
