"""The journal of a set in the making: what came of each problem, on disk as soon as it is known.

It is a line of JSON per problem, in the problems' order, so that its length says where to go
on. A finished set is written from it alone, whether the work was stopped in between or not.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from clipo_bench.perturbations.engine import RewriteOutcome
from clipo_bench.perturbations.variant import Reason, Refusal, Variant
from clipo_bench.perturbations.variant_set.certificate_record import from_record, to_record
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.problem_table import from_row, to_row


class Journal:
    """Append-only outcomes of the first so many of a list of problems.

    Attributes:
        path: the file.
        done: of how many problems the outcomes are there.
    """

    def __init__(self, path: Path, file: BinaryIO, problems: Sequence[Problem]) -> None:
        self.path = path
        self._file = file
        self._problems = problems
        self.done = self._keep_whole_lines()

    def append(self, outcomes: Sequence[RewriteOutcome]) -> None:
        """Write what came of the next problem through to the operating system."""
        made = [_outcome_json(outcome) for outcome in outcomes]
        line = json.dumps({"id": outcomes[0].original.id, "outcomes": made})
        self._file.write(line.encode() + b"\n")
        self._file.flush()
        self.done += 1

    def read(self) -> Iterator[tuple[RewriteOutcome, ...]]:
        """Read the outcomes back, problem by problem."""
        with self.path.open("rb") as file:
            for problem, line in zip(self._problems, file, strict=False):
                yield tuple(_outcome(problem, made) for made in json.loads(line)["outcomes"])

    def _keep_whole_lines(self) -> int:
        """Cut off all from the first line that is not whole: it is made anew."""
        good = count = 0
        self._file.seek(0)
        for problem, line in zip(self._problems, self._file, strict=False):
            if not line.endswith(b"\n") or _id(line) != problem.id:
                break
            good += len(line)
            count += 1
        self._file.truncate(good)
        return count


@contextmanager
def open_journal(path: Path, problems: Sequence[Problem]) -> Iterator[Journal]:
    """Open the journal of these very problems; the caller keeps other processes out."""
    file = path.open("a+b")
    try:
        yield Journal(path, file, problems)
    finally:
        with suppress(OSError):  # a full disk is told of by the write that met it
            file.close()


def _id(line: bytes) -> str | None:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, LookupError, TypeError):
        return None


def _outcome_json(outcome: RewriteOutcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "variants": [
            {"problem": to_row(variant.problem), **to_record(variant)}
            for variant in outcome.variants
        ],
        "refusal": None if outcome.refusal is None else asdict(outcome.refusal),
    }


def _outcome(problem: Problem, value: dict[str, Any]) -> RewriteOutcome:
    refusal = value["refusal"]
    if refusal is not None:
        refusal = Refusal(**{**refusal, "reason": Reason(refusal["reason"])})
    return RewriteOutcome(problem, value["kind"], tuple(map(_variant, value["variants"])), refusal)


def _variant(value: dict[str, Any]) -> Variant:
    return from_record(from_row(value["problem"]), value)
