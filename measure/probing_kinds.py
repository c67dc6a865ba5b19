"""What the probing kinds make of the benchmarks, how fast, and variants to read.

    python measure/probing_kinds.py --data-dir ../shared/data
    python measure/probing_kinds.py --data-dir ../shared/data --kinds missing --read 40 --seed 1

Prints, per kind and benchmark, how many problems get a variant, the processor time per variant
beside that of `numbers` or `choices`, and why others were refused. `--read` prints variants
instead, of problems drawn with the seed, for a person to read.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from clipo_bench.perturbations.engine import Recipe, perturb
from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.problem import Problem, problem_id
from clipo_bench.tasks.rows import gsm8k_row
from clipo_bench.tasks.sources import load

TRAINING = "gsm8k_train"
OF_OPTIONS = ("choices", "none_of_the_others", "none_of_the_others_decoy")
OF_WORD_PROBLEMS = (
    *("numbers", "irrelevant_number", "numbers_larger", "numbers_larger_2", "numbers_decimal"),
    *("missing", "missing_control", "reversal", "chained", "typos_10", "typos_30", "typos_50"),
)


def problems_of(benchmark: str, data: Path) -> list[Problem]:
    """The problems of a benchmark, or of GSM8K's training set."""
    if benchmark != TRAINING:
        return list(load(find(benchmark), data).problems)
    lines = (data / "gsm8k" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [gsm8k_row(json.loads(line)) for line in lines]
    return [
        Problem(TRAINING, name, row.question, row.gold, solution=row.solution, family=name)
        for row in rows
        for name in [problem_id(row.question)]
    ]


def measure(kind: str, problems: Sequence[Problem], seed: int) -> str:
    """Make a variant of each problem, and count: a row of a table."""
    began, refusals = time.process_time(), Counter[str]()
    made = 0
    for outcome in perturb(problems, Recipe((kind,), 1, seed)):
        made += len(outcome.variants)
        if outcome.refusal:
            refusals[outcome.refusal.reason.value] += 1
    spent = (time.process_time() - began) / max(1, made) * 1000
    why = ", ".join(f"{name} {count}" for name, count in refusals.most_common())
    share = made / len(problems)
    return f"| {kind} | {len(problems)} | {made} ({share:.1%}) | {spent:.1f} | {why or 'none'} |"


def read(kind: str, problems: Sequence[Problem], count: int, seed: int) -> None:
    """Print so many variants, of problems in the order that a seed gives."""
    order = list(problems)
    random.Random(seed).shuffle(order)  # noqa: S311
    shown = 0
    for outcome in perturb(order, Recipe((kind,), 1, seed)):
        for variant in outcome.variants:
            shown += 1
            gold = f"{outcome.original.gold.strip()} -> {variant.problem.gold.strip()}"
            print(f"--- {shown} {variant.problem.id} {gold}\n{variant.problem.body}")
        if shown >= count:
            return


def main() -> None:
    """Measure, or print variants to read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--kinds", default=",".join((*OF_WORD_PROBLEMS, *OF_OPTIONS)))
    parser.add_argument("--benchmark", default="", help="default: gsm8k, and mmlu2k for options")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--read", type=int, default=0)
    given = parser.parse_args()
    for kind in given.kinds.split(","):
        benchmark = given.benchmark or ("mmlu2k" if kind in OF_OPTIONS else "gsm8k")
        problems = problems_of(benchmark, given.data_dir)
        if given.read:
            read(kind, problems, given.read, given.seed)
        else:
            print(measure(kind, problems[: given.limit], given.seed), flush=True)


if __name__ == "__main__":
    main()
