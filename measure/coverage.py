"""How well the intervals and the gate do, by simulation: the tables of docs/statistics.md.

    python measure/coverage.py

Every draw is seeded; it takes about two minutes. Policies are drawn as chances to be right
on each problem, k samples each; "breaks" are problems that the new policy never solves.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from clipo_bench.reports.gate_power import outcomes
from clipo_bench.reports.render.words import percent
from clipo_bench.reports.statistics import (
    mean,
    p_value,
    paired_interval,
)

DRAWS = 2000
SEED = 20240601
Array = NDArray[np.float64]

# name: the chances' Beta parameters, the change in each chance, the share that breaks
CHANGES = {
    "the same policy": ((2.7, 0.9), 0.0, 0.0),
    "5 points worse": ((2.7, 0.9), -0.05, 0.0),
    "2 % of problems break": ((20.0, 0.5), 0.0, 0.02),
    "5 % of problems break": ((20.0, 0.5), 0.0, 0.05),
}
SIZES = [(30, 1), (100, 1), (30, 16), (100, 16)]


def pairs(rng: np.random.Generator, change: str, n: int, k: int) -> tuple[Array, Array, float]:
    """Draw base and new scores, each of shape (DRAWS, n), and the true difference."""
    (a, b), shift, breaks = CHANGES[change]
    chances = rng.beta(a, b, (DRAWS, n))
    shifted = np.clip(chances + shift, 0, 1)
    shifted[rng.random((DRAWS, n)) < breaks] = 0
    many = rng.beta(a, b, 1_000_000)
    truth = float(np.mean(np.clip(many + shift, 0, 1) * (1 - breaks) - many))
    return rng.binomial(k, chances) / k, rng.binomial(k, shifted) / k, truth


def paired_rows(rng: np.random.Generator) -> Iterator[str]:
    """Coverage and width of the paired interval, beside Student's t; the tests' level."""
    yield "| change | n | k | covers | width | t covers | t width |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for change in CHANGES:
        for n, k in SIZES:
            base, new, truth = pairs(rng, change, n, k)
            low, high = np.transpose([paired_interval(row) for row in new - base])
            covers, width = np.mean((low <= truth) & (truth <= high)), np.mean(high - low)
            d = new - base
            half = stats.t.ppf(0.975, n - 1) * d.std(1, ddof=1) / np.sqrt(n)
            plain = np.mean(np.abs(d.mean(1) - truth) <= half)
            yield (
                f"| {change} | {n} | {k} | {percent(covers)} | {width * 100:.1f} "
                f"| {percent(plain)} | {np.mean(2 * half) * 100:.1f} |"
            )


def mean_rows(rng: np.random.Generator) -> Iterator[str]:
    """Coverage and width of an accuracy's interval, beside Student's t."""
    yield "| chances | n | k | covers | width | t covers |"
    yield "|---|---:|---:|---:|---:|---:|"
    for a, b in ((0.3, 0.3), (2.7, 0.3), (9.7, 0.3)):
        for n, k in SIZES:
            units = rng.binomial(k, rng.beta(a, b, (DRAWS, n))) / k
            truth = a / (a + b)
            estimates = [mean(row) for row in units]
            covers = np.mean([e.low <= truth <= e.high for e in estimates])
            width = np.mean([e.high - e.low for e in estimates])
            half = stats.t.ppf(0.975, n - 1) * units.std(1, ddof=1) / np.sqrt(n)
            plain = np.mean(np.abs(units.mean(1) - truth) <= half)
            yield (
                f"| Beta({a}, {b}), mean {truth:.2f} | {n} | {k} | {percent(covers)} "
                f"| {width * 100:.1f} | {percent(plain)} |"
            )


def level_rows(rng: np.random.Generator) -> Iterator[str]:
    """How often the tests reject at 5 % where nothing differs."""
    yield "| test | n | k | rejects |"
    yield "|---|---:|---:|---:|"
    for n, k in SIZES:
        base, new, _ = pairs(rng, "the same policy", n, k)
        rows = zip(base[:1000], new[:1000], strict=True)
        rejected = np.mean([p_value(a, b) < 0.05 for a, b in rows])
        yield f"| {'McNemar' if k == 1 else 'sign flips'} | {n} | {k} | {percent(rejected)} |"


def gate_rows(rng: np.random.Generator) -> Iterator[str]:
    """What the gate says of one benchmark at a margin of 2 points, one sample per problem."""
    yield "| true drop | n | passes | fails | inconclusive |"
    yield "|---:|---:|---:|---:|---:|"
    for drop in (0.0, 0.01, 0.015, 0.018, 0.02, 0.03, 0.05):
        for n in (300, 1319, 5000):
            passes = fails = 0
            draws = 1000
            for _ in range(draws):
                chances = rng.beta(2.7, 0.9, n) * (1 - drop) + drop
                base, new = rng.binomial(1, chances), rng.binomial(1, chances - drop)
                passed, failed = outcomes([(new - base) / 1.0], 0.02, 0.05)
                passes, fails = passes + int(passed), fails + int(failed)
            said = (passes, fails, draws - passes - fails)
            shares = " | ".join(percent(count / draws) for count in said)
            yield f"| {drop * 100:g} | {n} | {shares} |"


def main() -> None:
    """Print the tables."""
    for rows in (paired_rows, mean_rows, level_rows, gate_rows):
        print("\n".join(rows(np.random.default_rng(SEED))), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
