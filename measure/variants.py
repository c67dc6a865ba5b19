"""GSM8K's number variants: how many, how large their numbers, whether they read back, how fast.

    python measure/variants.py --data-dir ../shared/data

Makes k verified variants of each test problem and prints the time, the memory, the refusals by
reason, how large the largest numbers are beside the originals', and how many golds keep their
digits. Then proposes some variants of each problem, and of SVAMP's, and checks them one by one, to
say how many fail and at which check. Exits 1 if a bar is missed (the time is only printed: it is
the machine's).
"""

import argparse
import json
import re
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from clipo_bench.perturbations.engine import Outcome, Recipe, item_rng, perturb
from clipo_bench.perturbations.programs.of_problem import gold_value
from clipo_bench.perturbations.rewrites.numbers import Numbers
from clipo_bench.perturbations.text.mentions import find as find_numbers
from clipo_bench.perturbations.variant import Refusal
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.benchmarks import find
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources.load import load

SEED = 0
PROPOSALS = 2
MEDIAN_BAR = 1.0
HIGH_BAR = 3.0
DIGITS_BAR = 0.9


@lru_cache(maxsize=64)
def largest(text: str) -> Fraction:
    """The largest number of a question, words included; 0 if it has none."""
    return max((mention.value for mention in find_numbers(text)), default=Fraction(0))


@lru_cache(maxsize=64)
def largest_in_digits(text: str) -> Fraction:
    """The largest number of a worked solution; 0 if it has none."""
    shown = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    return max((Fraction(one.replace(",", "")) for one in shown), default=Fraction(0))


@lru_cache(maxsize=64)
def significant(text: str) -> tuple[int, int]:
    """How many digits the numbers of a text have without the zeros at their ends, and how many."""
    shown = [one.replace(",", "") for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
    return sum(len(one.replace(".", "").strip("0")) for one in shown), len(shown)


def digits(value: Fraction) -> int:
    """How many digits a number has before its decimal point."""
    return len(str(int(abs(value))))


class Magnitude:
    """Collects how large numbers are beside the originals'."""

    def __init__(self) -> None:
        self.question: list[float] = []
        self.solution: list[float] = []
        self.gold: list[float] = []
        self.same_digits = 0
        self.load: Counter[str] = Counter()

    def add(self, original: Problem, variant: Problem) -> None:
        """Compare a variant with its original."""
        self._add(self.question, largest(original.question), largest(variant.question))
        before, after = original.solution or "", variant.solution or ""
        self._add(self.solution, largest_in_digits(before), largest_in_digits(after))
        for name, text in (("before", before), ("after", after)):
            told, numbers = significant(text)
            self.load.update({name: told, f"numbers {name}": numbers})
        old, new = gold_value(original.gold), gold_value(variant.gold)
        assert old is not None and new is not None
        self._add(self.gold, old, new)
        self.same_digits += digits(old) == digits(new)

    def report(self) -> bool:
        """Print the ratios; whether they meet the bars."""
        for name in ("question", "solution", "gold"):
            ratios = sorted(getattr(self, name))
            middle, high = statistics.median(ratios), ratios[int(0.95 * len(ratios))]
            print(
                f"  largest number, {name}: median ratio {middle:.2f}, 95th percentile {high:.2f}"
            )
        told = [self.load[name] / self.load[f"numbers {name}"] for name in ("before", "after")]
        print(f"  significant digits of a solution's number: {told[0]:.2f}, now {told[1]:.2f}")
        count = len(self.question)
        share = self.same_digits / count
        print(f"  golds with as many digits: {self.same_digits} of {count} ({share:.1%})")
        middle, high = statistics.median(self.question), sorted(self.question)[int(0.95 * count)]
        return round(middle, 2) == MEDIAN_BAR and high <= HIGH_BAR and share >= DIGITS_BAR

    @staticmethod
    def _add(ratios: list[float], old: Fraction, new: Fraction) -> None:
        if old:
            ratios.append(float(new / old))


def made(outcomes: Iterable[Outcome], k: int) -> Iterator[tuple[Problem, Problem]]:
    """Stream the variants with their originals; print what became of the problems."""
    counts: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for outcome in outcomes:
        counts["problems"] += 1
        counts["rewritten"] += bool(outcome.variants)
        counts["with all"] += len(outcome.variants) == k
        counts["variants"] += len(outcome.variants)
        if outcome.refusal is not None:
            cause = outcome.refusal.detail.partition(":")[0]
            refused[f"{outcome.refusal.reason.value}: {cause}"] += 1
        for variant in outcome.variants:
            yield outcome.original, variant.problem
    share = counts["rewritten"] / counts["problems"]
    print(f"{counts['problems']} problems, {counts['rewritten']} rewritten ({share:.1%}), ", end="")
    print(f"{counts['with all']} of them {k} times; {counts['variants']} variants")
    for cause, count in refused.most_common():
        print(f"  {count:5} {cause}")


def svamp(data: Path) -> list[Problem]:
    """SVAMP's problems, whose worked solutions are lone equations."""
    rows = json.loads((data / "svamp" / "SVAMP.json").read_text(encoding="utf-8"))
    return [
        Problem(
            benchmark="svamp",
            id=str(index),
            question=f"{row['Body'].rstrip(' .,')}. {row['Question']}",
            gold=str(row["Answer"]),
            solution=row["Equation"],
        )
        for index, row in enumerate(rows)
    ]


def check_proposals(name: str, problems: Sequence[Problem]) -> None:
    """Print how many proposals fail, and at which checks."""
    rewrite = Numbers()
    failed: Counter[str] = Counter()
    count = sound = 0
    with_sound: set[str] = set()
    for problem in problems:
        for index in range(PROPOSALS):
            rng = item_rng(SEED + 1, rewrite.kind, problem.id, index)
            proposed = rewrite.propose(problem, rng)
            if isinstance(proposed, Refusal):
                continue
            verification = verify(problem, proposed)
            count += 1
            if not verification.failed:
                sound += 1
                with_sound.add(problem.id)
            failed.update(verification.failed)
    print(f"{name}: {sound} of {count} proposals pass every check, the round trip among them")
    print(f"  problems with one that passes: {len(with_sound)} of {len(problems)}")
    for check, times in failed.most_common():
        print(f"  {times:5} failed: {check}")


def usage() -> str:
    """Processor time and the most memory of this process and of its workers."""
    own, workers = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (
        f"processor {own.ru_utime:.0f} s here, {workers.ru_utime:.0f} s in the workers; "
        f"memory {own.ru_maxrss / 1024:.0f} MiB here, "
        f"{workers.ru_maxrss / 1024:.0f} MiB in the largest worker"
    )


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("-k", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=int, help="only the first problems, while developing")
    arguments = parser.parse_args()
    problems = load(find("gsm8k"), arguments.data_dir).problems[: arguments.limit]
    recipe = Recipe(("numbers",), arguments.k, SEED)
    magnitude = Magnitude()
    start = time.monotonic()
    for original, variant in made(perturb(problems, recipe, arguments.workers), arguments.k):
        magnitude.add(original, variant)
    seconds = time.monotonic() - start
    print(f"  {seconds:.1f} s with {arguments.workers} workers; {usage()}")
    good = magnitude.report()
    check_proposals("gsm8k", problems)
    check_proposals("svamp", svamp(arguments.data_dir)[: arguments.limit])
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
