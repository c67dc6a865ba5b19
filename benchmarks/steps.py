"""How well the step checker tells wrong arithmetic from right.

    python benchmarks/steps.py --data-dir DATA

- GSM8K's own worked solutions, which should hold: the flagged ones by row, to be read.
- Wrong solutions whose first wrong step people labelled (mr-gsm8k), where the labelled reason
  is a calculation error: how many are flagged at that step, and how many solutions of any
  reason are flagged before it. A person read those that are missed: where the labelled step
  states nothing false (the wrong thing is calculated, but rightly), there is nothing to find,
  so they are counted apart. Halves by a hash of the id.

Exits 1 if more than 0.5 % of the former are flagged, or less than 90 % of what the latter
state falsely.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tasks.steps import Step, check_steps, read_steps

ADJUDICATED = Path(__file__).parent / "adjudicated" / "steps.json"
MOST_FLAGGED = 0.005
LEAST_FOUND = 0.9

# The labels are in English and in Chinese.
_CALCULATION = re.compile(
    r"计算(?:结果)?错误|\bcalculation (?:result )?(?:is|was) (?:incorrect|wrong|also erroneous)"
    r"|\bcalculation error",
    re.IGNORECASE,
)


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def flagged_golds(data: Path) -> tuple[list[tuple[int, str]], int]:
    """The rows and failed claims of GSM8K's training solutions, and how many there are."""
    rows = read(data / "gsm8k" / "train.jsonl")
    found = [(number, check_steps(row["answer"]).failed) for number, row in enumerate(rows)]
    return [(number, failed) for number, failed in found if failed], len(rows)


def labelled(data: Path) -> Iterator[tuple[int, bool, str, int, list[Step]]]:
    """Per wrong solution: half, whether it miscalculates, id, first wrong step, our steps."""
    for row in read(data / "mr-gsm8k" / "human_labelled_wrong_solutions_even.jsonl"):
        half = int(hashlib.sha256(row["uuid"].encode()).hexdigest(), 16) % 2
        reason = row["model_output_solution_first_error_reason"]
        place = row["model_output_solution_first_error_step"]
        texts = [" ".join(step.split()) or "." for step in row["model_output_steps"]]
        steps = read_steps("\n".join(texts))
        yield half, bool(_CALCULATION.search(reason)), row["uuid"], place, steps


def main() -> int:
    """Measure both and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    data = parser.parse_args().data_dir
    console = Console(width=110, highlight=False)

    flagged, golds = flagged_golds(data)
    for number, failed in flagged:
        console.print(f"gsm8k train {number}: {failed}", markup=False)
    console.print(f"{len(flagged)} of {golds} solutions flagged, {len(flagged) / golds:.2%}")

    true = set(json.loads(ADJUDICATED.read_text())["no_false_statement"])
    table = Table(
        "half", "solutions", "flagged before", "labelled", "flagged there", "share",
        "that state something false", "share",
    )  # fmt: skip
    solutions = list(labelled(data))
    for name, halves in (("development", (0,)), ("held out", (1,)), ("both", (0, 1))):
        part = [item for item in solutions if item[0] in halves]
        early = sum(any(s.failed for s in steps[: place - 1]) for *_, place, steps in part)
        wrong = [item for item in part if item[1]]
        hits = sum(bool(steps[place - 1].failed) for *_, place, steps in wrong)
        false = sum(uuid not in true for _, _, uuid, _, _ in wrong)
        share = hits / false
        counts = (len(part), early, len(wrong), hits)
        table.add_row(
            name, *map(str, counts), f"{hits / len(wrong):.1%}", str(false), f"{share:.1%}"
        )
    console.print(table)
    for half, miscalculated, uuid, place, steps in solutions:
        if miscalculated and not steps[place - 1].failed and uuid not in true:
            where = "held out" if half else "development"
            status = steps[place - 1].status
            console.print(f"missed ({where}): {uuid} step {place}, {status}", markup=False)
    return int(len(flagged) > MOST_FLAGGED * golds or share < LEAST_FOUND)


if __name__ == "__main__":
    sys.exit(main())
