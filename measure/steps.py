"""How well the step checker tells wrong arithmetic from right.

    python measure/steps.py --data-dir DATA

- GSM8K's own worked solutions, which should hold: the flagged ones by row, and by a person's
  reading whether they state something false.
- Wrong solutions whose first wrong step people labelled (mr-gsm8k), where the labelled reason
  is a calculation error: how many are flagged at that step, and how many solutions of any
  reason are flagged before it. A person read those that are missed: where the labelled step
  states nothing false (the wrong thing is calculated, but rightly), there is nothing to find,
  so they are counted apart. Halves by a hash of the id.
- Right responses of four models to the held-out half of MATH's problems: the flagged ones by
  row, and by a person's reading whether they state something false.
- The solutions that people wrote for MATH's test problems, read the same way.
- Of all wrong solutions, whatever is wrong with them, how many are flagged at all.
- 300 right responses of all recordings, drawn by seed: the flagged ones.
- How many equations with an operation are checked, of each of these but the second.

What was read lies in `adjudicated/steps.json`; a flag that nobody read is `unread`.

Exits 1 if more than 0.5 % of the first are flagged, less than 90 % of what the second state
falsely, or less than 90 % of the flags on the third are true.
"""

import argparse
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from recorded import READ, fneval, gsm8k, gsm_plus, held_out, rows, sampled_math
from rich.console import Console
from rich.table import Table

from clipo_bench.reports.statistics import mean
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.extract import own_words
from clipo_bench.tasks.solution_steps import Step, read_steps
from clipo_bench.tasks.solution_steps.claims import annotations
from clipo_bench.tasks.solution_steps.notation import plain
from clipo_bench.tasks.solution_steps.values import OPERATION

MOST_FLAGGED = 0.005
LEAST_FOUND = 0.9
DRAWN = 300
SEED = 0
LEAST_TRUE = 0.9
RECORDINGS = ("gpt-3.5", "Qwen1.5-72B", "gemma-7b", "claude-3-opus-20240229_cot-False")

# The labels are in English and in Chinese.
_CALCULATION = re.compile(
    r"计算(?:结果)?错误|\bcalculation (?:result )?(?:is|was) (?:incorrect|wrong|also erroneous)"
    r"|\bcalculation error",
    re.IGNORECASE,
)
NEAR = 60


@dataclass(slots=True)
class Solutions:
    """Solutions that should hold, and what became of them.

    Attributes:
        count: how many there are.
        flagged: the first failed claim of each flagged one, by its name.
        checked: how many claims outside annotations were checked.
        equations: how many equations with an operation they hold.
    """

    count: int = 0
    flagged: dict[str, str] = field(default_factory=dict)
    checked: int = 0
    equations: int = 0

    def add(self, name: str, text: str) -> None:
        """Check one solution."""
        self.count += 1
        for step in read_steps(text):
            rest, annotated = annotations(step.text)
            equations = sum(_equations(line) for line in rest.splitlines())
            self.equations += equations
            self.checked += min(max(step.claims - len(annotated), 0), equations)
            if step.failed:
                self.flagged.setdefault(name, step.failed)

    def print(self, console: Console, title: str, read: dict[str, bool]) -> float:
        """Print the flags and what was read of them; return the share that is true."""
        words = {True: "false as stated", False: "false alarm", None: "unread"}
        verdicts = [read.get(name) for name in self.flagged]
        for (name, failed), verdict in zip(self.flagged.items(), verdicts, strict=True):
            console.print(f"{title} {name}: {failed} ({words[verdict]})", markup=False)
        console.print(
            f"{title}: {len(verdicts)} of {self.count} flagged, {len(verdicts) / self.count:.2%}; "
            f"{self.checked} of {self.equations} equations checked, "
            f"{self.checked / self.equations:.1%}"
        )
        true = mean(np.array([float(verdict is True) for verdict in verdicts]))
        console.print(
            f"{title}: {true.value:.1%} of the flags are true ({true.low:.1%} to {true.high:.1%}), "
            f"{verdicts.count(None)} unread"
        )
        return true.value


def _equations(line: str) -> int:
    """How many equations between numbers, one side with an operation, a line seems to state."""
    sides = re.split("[=≈]", plain(line))
    return sum(
        bool(re.search(r"\d", left[-NEAR:]) and re.search(r"\d", right[:NEAR]))
        and bool(OPERATION.search(left[-NEAR:]) or OPERATION.search(right[:NEAR]))
        for left, right in pairwise(sides)
    )


def golds(data: Path) -> Solutions:
    """GSM8K's training solutions."""
    solutions = Solutions()
    for number, row in enumerate(rows(data / "gsm8k" / "train.jsonl")):
        solutions.add(str(number), row["answer"])
    return solutions


def people(data: Path) -> Solutions:
    """The solutions that people wrote for MATH's test problems."""
    solutions = Solutions()
    for number, row in enumerate(rows(data / "math" / "MATH_test_5000.jsonl")):
        solutions.add(str(number), row["solution"])
    return solutions


def right_responses(data: Path) -> Solutions:
    """Right responses to the held-out half of MATH's problems."""
    solutions = Solutions()
    with Grader() as grader:
        for name, responses in fneval(data):
            model = next((model for model in RECORDINGS if model in name), None)
            for response in responses if model else ():
                if (
                    held_out(response.problem)
                    and grader.grade(response.text, response.gold).correct
                ):
                    solutions.add(f"{model} {response.row}", response.text)
    return solutions


def drawn(data: Path) -> Solutions:
    """Right responses of all recordings, as recorded, drawn by seed."""
    right = [
        (f"{name} {response.row}", response.text)
        for recordings in (fneval, sampled_math, gsm8k, gsm_plus)
        for name, responses in recordings(data)
        for response in responses
        if any(response.flags.values())
    ]
    solutions = Solutions()
    for name, text in random.Random(SEED).sample(right, DRAWN):  # noqa: S311  no secret
        solutions.add(name, own_words(text))
    return solutions


Labelled = tuple[int, bool, str, int, list[Step]]


def labelled(data: Path) -> Iterator[Labelled]:
    """Per wrong solution: half, whether it miscalculates, id, first wrong step, our steps."""
    for row in rows(data / "mr-gsm8k" / "human_labelled_wrong_solutions_even.jsonl"):
        half = int(hashlib.sha256(row["uuid"].encode()).hexdigest(), 16) % 2
        reason = row["model_output_solution_first_error_reason"]
        place = row["model_output_solution_first_error_step"]
        texts = [" ".join(step.split()) or "." for step in row["model_output_steps"]]
        steps = read_steps("\n".join(texts))
        yield half, bool(_CALCULATION.search(reason)), row["uuid"], place, steps


def print_found(console: Console, solutions: Iterable[Labelled], true: set[str]) -> float:
    """Print how many labelled steps are flagged; return the share, of those that are false."""
    table = Table(
        "half", "solutions", "flagged", "flagged before", "labelled", "flagged there", "share",
        "that state something false", "share",
    )  # fmt: skip
    solutions = list(solutions)
    share = 0.0
    for name, halves in (("first", (0,)), ("second", (1,)), ("both", (0, 1))):
        part = [item for item in solutions if item[0] in halves]
        flagged = sum(any(step.failed for step in steps) for *_, steps in part)
        early = sum(any(s.failed for s in steps[: place - 1]) for *_, place, steps in part)
        wrong = [item for item in part if item[1]]
        hits = sum(bool(steps[place - 1].failed) for *_, place, steps in wrong)
        false = sum(uuid not in true for _, _, uuid, _, _ in wrong)
        share = sum(bool(steps[n - 1].failed) and uuid not in true for *_, uuid, n, steps in wrong)
        share /= false
        counts = (len(part), flagged, early, len(wrong), hits)
        table.add_row(
            name, *map(str, counts), f"{hits / len(wrong):.1%}", str(false), f"{share:.1%}"
        )
    console.print(table)
    for _, miscalculated, uuid, place, steps in solutions:
        if miscalculated and not steps[place - 1].failed and uuid not in true:
            console.print(f"missed: {uuid} step {place}, {steps[place - 1].status}", markup=False)
    return share


def main() -> int:
    """Measure all and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    data = parser.parse_args().data_dir
    console = Console(width=110, highlight=False, soft_wrap=True)
    read: dict[str, Any] = json.loads((READ / "steps.json").read_text())

    worked = golds(data)
    worked.print(console, "gsm8k train", read["gsm8k train"])
    found = print_found(console, labelled(data), set(read["no_false_statement"]))
    people(data).print(console, "math test", read["math test"])
    drawn(data).print(console, "drawn", read["drawn"])
    true = right_responses(data).print(console, "right responses", read["right responses"])
    few = len(worked.flagged) <= MOST_FLAGGED * worked.count
    return int(not (few and found >= LEAST_FOUND and true >= LEAST_TRUE))


if __name__ == "__main__":
    sys.exit(main())
