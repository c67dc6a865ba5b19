"""What the default gate says, by simulation: the tables of docs/gate.md.

    python measure/gate.py

10,000 comparisons a row, each seeded. A policy is drawn as the chance to be right on each problem,
from a Beta distribution per benchmark around the accuracy below; of the new policy a share of the
chances is drawn again. The decisions are the gate's own (`reports.gate_power`). It takes about
half an hour.
"""

from collections.abc import Iterator

import numpy as np
from scipy import stats

from clipo_bench.reports.gate_power import (
    Assumed,
    Chances,
    Shape,
    outcomes,
    scores,
    shapes_of,
    simulate,
)
from clipo_bench.reports.render.words import percent

DRAWS = 10_000
SEED = 20261128
MARGIN = 0.02
ALPHA = 0.05
DROPS = (0.0, MARGIN, 0.05)
# About what models of 7 billion parameters score.
ACCURACY = {
    "gsm8k": 0.85,
    "gsm_symbolic": 0.80,
    "gsm_p1": 0.70,
    "gsm_p2": 0.50,
    "theoremqa": 0.35,
    "mmlu2k": 0.70,
    "truthfulqa": 0.60,
    "commonsense_qa": 0.80,
    "math500": 0.75,
    "aime24": 0.15,
    "aime25": 0.12,
    "amc23": 0.50,
    "math_perturb_simple": 0.60,
    "math_perturb_hard": 0.35,
}
# track, samples (None is the benchmarks' own), what is assumed
CELLS = (
    ("track2", None, Assumed(consistency=0.2, reshuffled=0.0)),
    ("track2", None, Assumed(consistency=0.6, reshuffled=0.1)),
    ("track2", 1, Assumed(consistency=0.6, reshuffled=0.1)),
    ("track1", None, Assumed(consistency=0.2, reshuffled=0.0)),
    ("track1", None, Assumed(consistency=0.6, reshuffled=0.1)),
)


def rows() -> Iterator[str]:
    """The table, a row as soon as it is there."""
    yield "| track | k | consistency | reshuffled | true drop | passes | fails | inconclusive |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for number, (track, samples, assumed) in enumerate(CELLS):
        shapes = shapes_of(track, samples, ACCURACY)
        for drop in DROPS:
            said = simulate(
                shapes, assumed, drop=drop, margin=MARGIN, alpha=ALPHA, draws=DRAWS,
                seed=SEED + number,
            )  # fmt: skip
            yield _row(track, shapes, assumed, drop, said)


def one_benchmark() -> Iterator[str]:
    """What the gate says where a drop is on one of track 2's benchmarks alone."""
    yield "| only this drops | families | by | passes | fails | inconclusive |"
    yield "|---|---:|---:|---:|---:|---:|"
    shapes, assumed = shapes_of("track2", None, ACCURACY), Assumed(0.6, 0.1)
    for name, drop in (("amc23", 0.1), ("amc23", 0.2), ("amc23", 0.3), ("math500", 0.1)):
        rng = np.random.default_rng(SEED)
        drawn = [
            scores(rng, shape, assumed, drop if shape.name == name else 0.0, DRAWS)
            for shape in shapes
        ]
        passes, fails = outcomes([new - base for base, new in drawn], MARGIN, ALPHA)
        said = [float(passes.mean()), float(fails.mean())]
        shares = " | ".join(map(_share, (*said, 1 - sum(said))))
        families = next(shape.families for shape in shapes if shape.name == name)
        yield f"| {name} | {families} | {drop * 100:g} | {shares} |"


def _row(track: str, shapes: list[Shape], assumed: Assumed, drop: float, said: Chances) -> str:
    shares = " | ".join(map(_share, (said.passes, said.fails, said.inconclusive)))
    settings = f"{assumed.consistency:g} | {assumed.reshuffled:g} | {drop * 100:g}"
    return f"| {track} | {shapes[0].samples} | {settings} | {shares} |"


def _share(value: float) -> str:
    """A share with its 95 % interval, Wilson's: ``4.7 % (4.3 to 5.1)``."""
    wilson = stats.binomtest(round(value * DRAWS), DRAWS).proportion_ci(0.95, "wilson")
    return f"{percent(value)} ({wilson.low * 100:.1f} to {wilson.high * 100:.1f})"


def main() -> None:
    """Print the tables."""
    for table in (rows, one_benchmark):
        for row in table():
            print(row, flush=True)
        print()


if __name__ == "__main__":
    main()
