"""Whether number variants are as hard to calculate as their originals: the drift of each measure.

    python measure/hardness.py --data-dir DATA

Makes k variants of each problem of GSM8K test, measures the arithmetic of each one's program, and
prints by how much a variant differs from its original: the sum over all problems, each problem's
variants averaged, and the 95 % interval of the relative difference over problems. Also the digits
of the texts, as `reports/hardness.py` counts them. Exits 1 if a measure with a bar misses it.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy import stats

from clipo_bench.perturbations.engine import Recipe, RewriteOutcome, perturb
from clipo_bench.perturbations.programs.of_problem import program_of
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.reports.hardness import hardness as digits_of_texts
from clipo_bench.reports.hardness import no_harder
from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources.load import load

BAR = 0.03
# The measures that have a bar: what is written on paper, products of two long numbers, golds.
BARRED = ("digits", "significant", "long_products", "significant_products", "round_gold")


def measured(
    outcomes: Iterable[RewriteOutcome],
) -> tuple[list[dict[str, float]], list[dict[str, float]], Counter[str]]:
    """The measures of each original that has variants, and the mean of its variants'."""
    originals: list[dict[str, float]] = []
    variants: list[dict[str, float]] = []
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts["problems"] += 1
        program = program_of(outcome.original) if outcome.variants else None
        if not isinstance(program, SolutionProgram):
            continue
        counts["rewritten"] += 1
        original = program.hardness({})._asdict()
        before = _texts(outcome.original)
        found = []
        for variant in outcome.variants:
            counts["variants"] += 1
            values = json.loads(variant.certificate.evidence["new values"])
            new = program.hardness({name: Fraction(text) for name, text in values.items()})
            counts["the same in every measure"] += new._asdict() == original
            after = _texts(variant.problem)
            counts["no more digits in text and gold"] += no_harder(after, before)
            found.append(new._asdict() | dict(zip(_TEXTS, after, strict=True)))
        originals.append(original | dict(zip(_TEXTS, before, strict=True)))
        variants.append({name: float(np.mean([one[name] for one in found])) for name in found[0]})
    return originals, variants, counts


_TEXTS = ("digits of the text", "digits of the gold")


def _texts(problem: Problem) -> tuple[int, int]:
    return digits_of_texts(problem.question, problem.gold)


def drift(old: Sequence[float], new: Sequence[float]) -> tuple[float, float, float]:
    """The relative difference of two sums, paired by problem, and its 95 % interval."""
    before, after = np.array(old, float), np.array(new, float)
    ratio = after.sum() / before.sum()
    # the ratio's linear part: what each problem adds to it
    parts = (after - ratio * before) / before.sum()
    half = stats.t.ppf(0.975, len(parts) - 1) * np.sqrt(len(parts)) * parts.std(ddof=1)
    return ratio - 1, ratio - 1 - half, ratio - 1 + half


def main() -> None:
    """Make the variants and print the drift of each measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("-k", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=int, help="only the first problems, while developing")
    arguments = parser.parse_args()
    problems = load(find("gsm8k"), arguments.data_dir).problems[: arguments.limit]
    recipe = Recipe(("numbers",), arguments.k, arguments.seed)
    start = time.process_time()
    originals, variants, counts = measured(perturb(problems, recipe, arguments.workers))
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    print(f"{time.process_time() - start:.1f} s of processor time here")
    print("| measure | originals, mean | variants, mean | drift | 95 % interval |")
    print("|---|---:|---:|---:|---:|")
    good = True
    for name in originals[0]:
        old, new = ([row[name] for row in rows] for rows in (originals, variants))
        if not sum(old):
            continue
        found, low, high = drift(old, new)
        bar = " *" if name in BARRED else ""
        good = good and not (bar and abs(found) > BAR)
        print(
            f"| {name.replace('_', ' ')}{bar} | {np.mean(old):.3f} | {np.mean(new):.3f} "
            f"| {found:+.1%} | {low:+.1%} to {high:+.1%} |"
        )
    print(f"* has to be within {BAR:.0%}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
