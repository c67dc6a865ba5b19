"""How often the intervals of the memory contrast cover the truth.

    python measure/memory_statistics.py [--draws 10000] [--json FILE]

Families have a log odds of their own; the new model gains, and remembers originals in some cells.
About five minutes of processor time. Exits 1 if an interval of points covers less than 93.5 or
more than 96.5 % in a cell; sparse memory, where it covers less, is printed below the cells.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from clipo_bench.reports.contrast import CELLS, Effect, log_odds, points_of

Scores = NDArray[np.floating[Any]]
BAR = (0.935, 0.965)
FAMILIES = (30, 100, 500)
ASKED = ((1, 1), (4, 1), (1, 4), (4, 4), (4, 16))  # variants of a problem, samples of a text
SPARSE = ((100, 0.1), (500, 0.02), (500, 0.05), (500, 0.1))  # families, share that remembers
SPARSE_DRAWS = 4000
TRUTH = 2_000_000
MOST_TABLES = 2000  # of log odds, which take ten times as long


@dataclass(frozen=True, slots=True)
class Population:
    """Families and two models.

    Attributes:
        name: what is special about it.
        level: mean log odds of the base on originals.
        spread: their standard deviation over families.
        memory: log odds that the new model gains on remembered originals alone.
        share: share of families that it remembers.
    """

    name: str
    level: float
    spread: float
    memory: float
    share: float


POPULATIONS = (
    Population("middle, no memory", 0.0, 1.5, 0.0, 0.0),
    Population("middle, memory", 0.0, 1.5, 3.0, 0.5),
    Population("ceiling, no memory", 2.7, 1.2, 0.0, 0.0),
    Population("ceiling, memory", 2.7, 1.2, 2.0, 0.5),
    Population("floor, no memory", -2.7, 1.2, 0.0, 0.0),
    Population("floor, memory", -2.7, 1.2, 3.0, 0.5),
)


def draw(
    population: Population, shape: tuple[int, int], variants: int, samples: int,
    rng: np.random.Generator,
) -> dict[str, Scores]:  # fmt: skip
    """Scores per cell, shape (draws, families)."""
    easy = rng.normal(population.level, population.spread, shape)
    gain = rng.normal(0.5, 0.5, shape)
    kept = population.memory * (rng.random(shape) < population.share)

    def asked(odds: Scores) -> Scores:
        scores: Scores = rng.binomial(samples, 1 / (1 + np.exp(-odds))) / samples
        return scores

    found = {"base_original": asked(easy), "new_original": asked(easy + gain + kept)}
    found |= {"base_variant": np.zeros(shape), "new_variant": np.zeros(shape)}
    for _ in range(variants):
        other = easy - 0.3 + rng.normal(0, 0.7, shape)
        found["base_variant"] += asked(other) / variants
        found["new_variant"] += asked(other + gain) / variants
    return found


def covers(effect: Effect, truth: float) -> bool:
    """Whether an interval holds the truth."""
    return effect.low <= truth <= effect.high


def cells(draws: int) -> Iterator[dict[str, Any]]:
    """Coverage and mean width in every cell."""
    for population, (variants, samples) in product(POPULATIONS, ASKED):
        rng = np.random.default_rng(zlib.crc32(f"{population.name}/{variants}/{samples}".encode()))
        whole = draw(population, (1, TRUTH), variants, 1, rng)
        means = {cell: float(scores.mean()) for cell, scores in whole.items()}
        truth = sum(sign * means[cell] for cell, sign in CELLS.items())
        odds = sum(sign * np.log(means[c] / (1 - means[c])) for c, sign in CELLS.items())
        responses = {c: float(samples * (variants if "variant" in c else 1)) for c in CELLS}
        for families in FAMILIES:
            drawn = draw(population, (draws, families), variants, samples, rng)
            own = sum(sign * drawn[cell] for cell, sign in CELLS.items())
            effects = [points_of(d) for d in own]
            tables = (
                pd.DataFrame({cell: scores[index] for cell, scores in drawn.items()})
                for index in range(min(draws, MOST_TABLES))
            )
            scaled = [log_odds(table, responses) for table in tables]
            yield {
                "population": population.name,
                "base": round(means["base_original"], 3),
                "contrast": round(truth, 4),
                "variants": variants,
                "samples": samples,
                "families": families,
                "draws": draws,
                "points": float(np.mean([covers(one, truth) for one in effects])),
                "width": round(float(np.mean([one.high - one.low for one in effects])), 4),
                "log_odds": float(np.mean([covers(one, float(odds)) for one in scaled])),
            }


def sparse(families: int, share: float) -> float:
    """The exact coverage where some families lose all that they remember, and no other moves."""
    found = 0.0
    for lost in range(families + 1):
        one = points_of(np.repeat([-1.0, 0.0], [lost, families - lost]))
        found += covers(one, -share) * float(stats.binom.pmf(lost, families, share))
    return found


def sparse_in_part(families: int, share: float) -> float:
    """The same where each loses any of four variants with a chance of a half, drawn."""
    rng = np.random.default_rng(0)
    size = (SPARSE_DRAWS, families)
    lost = -rng.binomial(4, 0.5, size) / 4 * (rng.random(size) < share)
    return float(np.mean([covers(points_of(d), -share / 2) for d in lost]))


def main() -> int:
    """Draw all cells and print them as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = []
    print(
        "| families | base right | contrast | variants | samples | n | covers | width | log odds |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for cell in cells(options.draws):
        found.append(cell)
        print(
            f"| {cell['population']} | {cell['base']:.0%} | {cell['contrast'] * 100:.1f} "
            f"| {cell['variants']} | {cell['samples']} | {cell['families']} "
            f"| {cell['points']:.1%} | {cell['width'] * 100:.1f} | {cell['log_odds']:.1%} |",
            flush=True,
        )
    print("\n| families that remember | n | all is lost, exact | a part is lost |")
    print("|---:|---:|---:|---:|")
    for families, share in SPARSE:
        print(
            f"| {share:.0%} | {families} | {sparse(families, share):.1%} "
            f"| {sparse_in_part(families, share):.1%} |"
        )
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if all(BAR[0] <= cell["points"] <= BAR[1] for cell in found) else 1


if __name__ == "__main__":
    sys.exit(main())
