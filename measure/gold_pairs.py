"""Whether the golds of a benchmark are told apart: each against itself and every other.

    python measure/gold_pairs.py --data-dir ../shared/data

A gold must grade itself correct, and another gold only if the two are equal. Prints one row
per benchmark and one for all golds together that are no plain number, then every two different
texts of which one grades the other correct, for a person to read. Exits 1 if a gold does not
grade itself.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pyarrow.parquet as pq
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.normalise import normalise
from clipo_bench.tasks.answers.numbers import number

CONSOLE = Console(width=120, highlight=False)


def read_golds(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The distinct golds of each benchmark, in the layout of the CLIPO repository."""
    for path in sorted((folder / "clipo" / "test").glob("*.parquet")):
        column = pq.read_table(path, columns=["reward_model"])["reward_model"].to_pylist()
        yield path.stem, sorted({str(row["ground_truth"]) for row in column})


def not_itself(golds: list[str], grader: Grader) -> list[str]:
    """The golds that do not grade themselves correct when a response boxes them."""
    return [gold for gold in golds if not grader.grade(f"\\boxed{{{gold}}}", gold).correct]


def matches(
    name: str, golds: list[str], grader: Grader, progress: Progress
) -> Iterator[tuple[str, str]]:
    """Every two golds of which one, as an answer, is taken for the other."""
    bar = progress.add_task(name, total=len(golds) * (len(golds) - 1) // 2)
    for count, (one, other) in enumerate(combinations(golds, 2), start=1):
        if grader.equal(one, other):  # asks in both orders
            yield one, other
        if count % 1000 == 0:
            progress.update(bar, completed=count)
    progress.remove_task(bar)


def main() -> int:
    """Check all benchmarks and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--only", help="one row: a benchmark by the name of its file")
    arguments = parser.parse_args()
    benchmarks = dict(read_golds(arguments.data_dir))
    together = {gold for golds in benchmarks.values() for gold in golds}
    benchmarks["no numbers"] = sorted(gold for gold in together if not number(normalise(gold)))
    if arguments.only:
        benchmarks = {arguments.only: benchmarks[arguments.only]}
    table = Table("benchmark", "golds", "not themselves", "pairs", "matches", "s")
    found: list[tuple[str, str, str]] = []
    unequal: list[str] = []
    with Grader() as grader, Progress(console=Console(stderr=True)) as progress:
        for name, golds in benchmarks.items():
            start = time.monotonic()
            strange = not_itself(golds, grader)
            same = list(matches(name, golds, grader, progress))
            seconds = time.monotonic() - start
            pairs = len(golds) * (len(golds) - 1) // 2
            counts = (len(golds), len(strange), pairs, len(same))
            table.add_row(name, *(f"{count:,}" for count in counts), f"{seconds:.0f}")
            unequal += strange
            found += [(name, one, other) for one, other in same]
    CONSOLE.print(table)
    for name, one, other in found:
        CONSOLE.print(f"{name}: {one}  =  {other}", markup=False)
    for gold in unequal:
        CONSOLE.print(f"not itself: {gold}", markup=False)
    return 1 if unequal else 0


if __name__ == "__main__":
    sys.exit(main())
