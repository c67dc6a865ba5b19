"""How often `eval --until-decided` errs and what it saves, simulated: the table of docs/gate.md.

    python measure/until_decided.py [--runs 2000]

Policies are drawn as `measure/gate.py` draws them: a chance to be right on each problem from a Beta
distribution, of which the new policy draws a share again. After every problem the rule looks
(`reports.sequential`), with MATH-500's and AIME's number of problems, a margin of 2 points and an
alpha of 5 %. Where the true drop is the margin itself, both verdicts are wrong. For comparison: how
often a plain one-sided 95 % interval errs that is looked at as often from the tenth problem on. It
takes about two minutes.
"""

import argparse
from collections.abc import Iterator

import numpy as np
from scipy import stats

from clipo_bench.reports.gate_power import Assumed, Shape, scores
from clipo_bench.reports.render.words import percent
from clipo_bench.reports.sequential import log_capital
from clipo_bench.reports.statistics import Units

SEED = 20261128
MARGIN = 0.02
ALPHA = 0.05
CHUNK = 250
DROPS = (0.0, MARGIN, 0.05, 0.1)
ACCURACY = 0.6
# name, problems, samples, what is assumed
CELLS = (
    ("MATH-500", 500, 16, Assumed(consistency=0.2, reshuffled=0.0)),
    ("MATH-500", 500, 16, Assumed(consistency=0.6, reshuffled=0.1)),
    ("MATH-500", 500, 1, Assumed(consistency=0.8, reshuffled=0.1)),
    ("MATH-500", 500, 1, Assumed(consistency=0.6, reshuffled=0.1)),
    ("MATH-500", 500, 1, Assumed(consistency=0.2, reshuffled=0.0)),
    ("MATH-500", 500, 1, Assumed(consistency=0.0, reshuffled=0.0)),
    ("AIME", 30, 16, Assumed(consistency=0.6, reshuffled=0.1)),
)


def looks(changes: Units) -> tuple[Units, Units]:
    """At which unit a drop was first shown, and first excluded; one past the last if never."""
    threshold = np.log(2 / ALPHA)
    planned = changes.shape[-1]
    return (
        _first(log_capital(-changes, MARGIN, planned) >= threshold),
        _first(log_capital(changes, -MARGIN, planned) >= threshold),
    )


def plain_looks(changes: Units) -> tuple[Units, Units]:
    """The same by the gate's test for a fixed number of units."""
    count = np.arange(1, changes.shape[-1] + 1)
    centre = changes.cumsum(axis=-1) / (count + 2)
    variance = ((changes**2).cumsum(axis=-1) + 1) / (count + 2) - centre**2
    z = (centre + MARGIN) / np.sqrt(variance / (count + 2))
    z[..., :9] = 0
    quantile = stats.norm.ppf(1 - ALPHA)
    return _first(z < -quantile), _first(z > quantile)


def _first(hit: Units) -> Units:
    return np.where(hit.any(axis=-1), hit.argmax(axis=-1) + 1, hit.shape[-1] + 1)


def rows(runs: int) -> Iterator[str]:
    """The table, a row as soon as it is there."""
    yield (
        "| size | k | consistency | reshuffled | true drop | shown | excluded | wrong | "
        "problems saved | wrong by plain looks |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for number, (name, problems, samples, assumed) in enumerate(CELLS):
        shape = Shape(name, problems, problems, 1, samples, ACCURACY)
        for drop in DROPS:
            rng = np.random.default_rng([SEED, number, round(drop * 100)])
            found: list[tuple[Units, Units]] = []
            plain: list[tuple[Units, Units]] = []
            for start in range(0, runs, CHUNK):
                base, new = scores(rng, shape, assumed, drop, min(CHUNK, runs - start))
                found.append(looks(new - base))
                plain.append(plain_looks(new - base))
            shown, excluded = (np.concatenate(one) for one in zip(*found, strict=True))
            naive = [np.concatenate(one) for one in zip(*plain, strict=True)]
            asked = np.minimum(np.minimum(shown, excluded), problems)
            settings = f"{samples} | {assumed.consistency:g} | {assumed.reshuffled:g}"
            yield (
                f"| {name} | {settings} | {drop * 100:g} | {percent((shown < excluded).mean())} | "
                f"{percent((excluded < shown).mean())} | {_share(wrong(shown, excluded, drop))} | "
                f"{percent(1 - asked.mean() / problems)} | "
                f"{_share(wrong(naive[0], naive[1], drop))} |"
            )


def wrong(shown: Units, excluded: Units, drop: float) -> Units:
    """Which runs ended with what is not true."""
    never = np.zeros(len(shown), bool)
    # Shown is a drop of more than the margin; excluded one of the margin or more.
    return ((shown < excluded) if drop <= MARGIN else never) | (
        (excluded < shown) if drop >= MARGIN else never
    )


def _share(hits: Units) -> str:
    """A share with its 95 % interval, Wilson's: ``1.2 % (0.8 to 1.8)``."""
    wilson = stats.binomtest(int(hits.sum()), len(hits)).proportion_ci(0.95, "wilson")
    return f"{percent(hits.mean())} ({wilson.low * 100:.1f} to {wilson.high * 100:.1f})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=2000)
    for row in rows(parser.parse_args().runs):
        print(row, flush=True)


if __name__ == "__main__":
    main()
