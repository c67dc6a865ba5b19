"""Where the grader differs from two other graders, and which side is right.

    python measure/disagreements.py --data-dir ../shared/data --seed 0 -n 100 --out sample.txt

Six recorded runs of real models come with fneval's verdict and with Math-Verify's on the answer
that fneval extracted. One run lacks the latter: Math-Verify is then asked in the same way, which
gives the recorded verdicts of the others. Prints how often each run's verdicts differ from both,
draws a sample of such responses for a person to read (with ``--split``, of those on which the
others differ from each other), and rates both sides on those that were read: by run and row,
`adjudicated/fneval.json` says whether the response is right.

The grader was improved on the responses to one half of the problems, which ``--part development``
draws from. The other half is held out: what is found there rates the grader.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from math_verify import parse, verify
from recorded import Recorded, fneval, held_out, readings
from rich.console import Console
from rich.table import Table

from clipo_bench.reports.render.words import interval, percent
from clipo_bench.reports.statistics import mean
from clipo_bench.tasks.answers import Grader, Verdict

TAIL = 600
CONSOLE = Console(width=120, highlight=False)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A response of which the grader says something else than another does."""

    run: str
    response: Recorded
    verdict: Verdict
    flags: dict[str, bool]

    @property
    def split(self) -> bool:
        """Whether the others are of two minds."""
        return self.verdict.correct in self.flags.values()


def math_verify_flag(response: Recorded) -> bool:
    """What Math-Verify says of the answer that fneval extracted."""
    return bool(verify(parse(f"${response.gold}$"), parse(f"${response.extracted}$")))


def differing(run: str, responses: Iterable[Recorded], grader: Grader) -> list[Disagreement]:
    """The responses of a run of which at least one of the others says the opposite."""
    found = []
    for response in responses:
        verdict = grader.grade(response.text, response.gold)
        flags = dict(response.flags)
        if "math-verify" not in flags:
            flags["math-verify"] = math_verify_flag(response)
        if (not verdict.correct) in flags.values():
            found.append(Disagreement(run, response, verdict, flags))
    return found


def draw(population: Sequence[Disagreement], seed: int, n: int) -> list[Disagreement]:
    """A random sample; a row that no longer differs leaves the rest of it as it was."""

    def place(item: Disagreement) -> str:
        return hashlib.sha256(f"{seed} {item.run} {item.response.row}".encode()).hexdigest()

    return sorted(population, key=place)[:n]


def sheet(item: Disagreement) -> str:
    """One response, to be read."""
    response, verdict = item.response, item.verdict
    flags = ", ".join(f"{name} {flag}" for name, flag in sorted(item.flags.items()))
    return "\n".join(
        (
            f"=== {item.run} row {response.row} ({response.kind}, {response.problem})",
            f"ours       {verdict.outcome}, {flags}",
            f"found      {verdict.found}, matched {verdict.matched or 'not'}",
            f"extracted  {verdict.extracted!r}",
            f"gold       {response.gold!r}",
            f"question   {response.question}",
            f"response   ...{response.text[-TAIL:]}",
            "",
        )
    )


def rate(sample: Sequence[Disagreement]) -> str:
    """How often our side is wrong where a person has read the response, and the other side."""
    read = readings("fneval")
    wrong = [
        item.verdict.correct != truth
        for item in sample
        if (truth := read.get(item.run, {}).get(item.response.row)) is not None
    ]
    if not wrong:
        return f"of {len(sample)} drawn none is read yet"
    share = mean(np.array(wrong, dtype=float))
    return (
        f"of {len(sample)} drawn {len(wrong)} are read: we are wrong on {sum(wrong)}, "
        f"{percent(share.value)} {interval(share)}; the others on {len(wrong) - sum(wrong)}"
    )


def main() -> None:
    """Grade all runs, count, draw and rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--part", choices=("development", "held-out"), default="held-out")
    parser.add_argument("--split", action="store_true", help="where the others are of two minds")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-n", type=int, default=100)
    parser.add_argument("--out", type=Path, help="a file for the sample")
    arguments = parser.parse_args()
    table = Table("run", "responses", "only we say correct", "only we do not", "others are split")
    population: list[Disagreement] = []
    with Grader() as grader:
        for run, responses in fneval(arguments.data_dir):
            found = differing(run, responses, grader)
            counts = Counter((item.split, item.verdict.correct) for item in found)
            table.add_row(
                run,
                str(len(responses)),
                str(counts[False, True]),
                str(counts[False, False]),
                str(counts[True, True] + counts[True, False]),
            )
            population += [
                item
                for item in found
                if item.split == arguments.split
                and held_out(item.response.problem) == (arguments.part == "held-out")
            ]
    sample = draw(population, arguments.seed, arguments.n)
    CONSOLE.print(table)
    CONSOLE.print(f"{arguments.part}: {len(population)} responses, {rate(sample)}")
    if arguments.out:
        arguments.out.write_text("\n".join(map(sheet, sample)), encoding="utf-8")


if __name__ == "__main__":
    main()
