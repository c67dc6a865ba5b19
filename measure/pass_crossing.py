"""How often the interval of a crossing of two pass@k curves holds the true one.

    python measure/pass_crossing.py [--simulations 500]

Chances of problems are drawn from two Beta distributions, correlated, whose pass@k curves cross at
k = 32; 256 samples of each problem. Prints coverage and the median interval.
"""

import argparse

import numpy as np
from scipy.optimize import brentq
from scipy.special import betaln
from scipy.stats import beta, norm

from clipo_bench.reports.k_samples import crossing, pass_table

SAMPLES, CROSSING, SEED = 256, 32, 1
NEW = (0.35, 0.65)  # solves some problems nearly always, and others never
CORRELATION = 0.8


def pass_at(a: float, b: float, k: int) -> float:
    """The expected pass@k of chances from a Beta distribution."""
    return float(1 - np.exp(betaln(a, b + k) - betaln(a, b)))


def main() -> None:
    """Simulate, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=500)
    simulations = parser.parse_args().simulations
    base = (0.9, brentq(lambda b: pass_at(0.9, b, CROSSING) - pass_at(*NEW, CROSSING), 0.1, 1e3))
    generator = np.random.default_rng(SEED)
    print("| families | simulations | covers | median interval |\n|---:|---:|---:|---:|")
    for families in (30, 100):
        held, ends = 0, []
        for _ in range(simulations):
            z = generator.standard_normal(families)
            noise = generator.standard_normal(families)
            other = CORRELATION * z + np.sqrt(1 - CORRELATION**2) * noise
            chances = [beta.ppf(norm.cdf(u), *ab) for u, ab in ((z, NEW), (other, base))]
            new, old = (
                pass_table(generator.binomial(SAMPLES, p), [SAMPLES] * families, SAMPLES)
                for p in chances
            )
            found = crossing(new - old)
            # At the crossing itself both are equal: the last k where the new one is better is one
            # before it, or it.
            held += found.low <= CROSSING and found.high >= CROSSING - 1
            ends.append((found.low, found.high))
        low, high = np.median(np.array(ends), axis=0)
        print(
            f"| {families} | {simulations} | {held / simulations:.1%} | {low:g} to {high:g} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
