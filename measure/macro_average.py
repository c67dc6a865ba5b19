"""How often the interval of an average over a track's benchmarks holds the true one.

    python measure/macro_average.py [--simulations 2000]

Chances of problems are drawn from a Beta distribution per benchmark. Prints coverage and mean width
of the average's interval, and of that of the paired difference of two equally good policies, which
share the chances of 9 problems in 10.
"""

import argparse

import numpy as np

from clipo_bench.reports.gate_tests import Level, pooled
from clipo_bench.reports.macro import macro_mean
from clipo_bench.reports.statistics import mean
from clipo_bench.tasks.benchmarks import GROUPS

SEED, SPREAD, RESHUFFLED, Z = 1, 0.6, 0.1, 1.959964
MEANS = {"in the middle": (0.3, 0.7), "near the ends": (0.03, 0.95)}


def main() -> None:
    """Simulate, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=2000)
    simulations = parser.parse_args().simulations
    generator = np.random.default_rng(SEED)
    print("| track | k | accuracies | average covers | width | difference covers | width |")
    print("|---|---:|---|---:|---:|---:|---:|")
    # The benchmarks of a track, and their families: 50 instances of a template are one.
    for track, samples in (("track1", 1), ("track2", 1), ("track2", 16)):
        sizes = [item.problems // item.instances for item in GROUPS[track]]
        for name, (low, high) in MEANS.items():
            truths = np.linspace(low, high, len(sizes))
            held, wide = np.zeros(2), np.zeros(2)
            for _ in range(simulations):
                base, other = [], []
                for size, truth in zip(sizes, truths, strict=True):
                    a, b = truth * SPREAD, (1 - truth) * SPREAD
                    chances, again = generator.beta(a, b, (2, size))
                    new = np.where(generator.random(size) < RESHUFFLED, again, chances)
                    base.append(generator.binomial(samples, chances) / samples)
                    other.append(generator.binomial(samples, new) / samples)
                average = macro_mean([mean(units) for units in base])
                centre, error = pooled(
                    Level.MACRO, [n - o for n, o in zip(other, base, strict=True)]
                )
                held += (average.low <= truths.mean() <= average.high, abs(centre) <= Z * error)
                wide += (average.high - average.low, 2 * Z * error)
            covers, width = held / simulations, wide / simulations * 100
            print(
                f"| {track} | {samples} | {name} | {covers[0]:.1%} | {width[0]:.1f} | "
                f"{covers[1]:.1%} | {width[1]:.1f} |".replace("%", " %"),
                flush=True,
            )


if __name__ == "__main__":
    main()
