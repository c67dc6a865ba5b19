"""The journal of a set in the making: what came of each problem, on disk as soon as it is known.

It is a line of JSON per problem, in the problems' order, so that its length says where to
resume. A finished set is written from it alone, whether the work was stopped in between or not.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path
from typing import Any

from clipo_bench.perturbations.engine import RewriteOutcome
from clipo_bench.perturbations.variant import Reason, Refusal, Variant
from clipo_bench.perturbations.variant_set.certificate_record import from_record, to_record
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.journal import Journal, unseal
from clipo_bench.tasks.storage.problem_table import from_row, to_row


class OutcomeJournal:
    """The outcomes of the first so many of a list of problems.

    Attributes:
        path: the file.
        done: of how many problems the outcomes are there.
    """

    def __init__(self, journal: Journal, problems: Sequence[Problem]) -> None:
        """Keep the lines that are of these problems; what follows them is made again."""
        self.path = journal.path
        self._journal = journal
        self._problems = problems
        pairs = zip(problems, journal.lines(), strict=False)
        self.done = sum(1 for _ in takewhile(lambda pair: pair[0].id == _id(pair[1]), pairs))
        journal.keep(self.done)

    def append(self, outcomes: Sequence[RewriteOutcome]) -> None:
        """Write what came of the next problem through to the operating system."""
        made = [_outcome_json(outcome) for outcome in outcomes]
        self._journal.append({"id": outcomes[0].original.id, "outcomes": made})
        self.done += 1

    def read(self) -> Iterator[tuple[RewriteOutcome, ...]]:
        """Read the outcomes back, problem by problem."""
        return _read(self._problems, self._journal.lines())


@contextmanager
def open_outcomes(path: Path, problems: Sequence[Problem]) -> Iterator[OutcomeJournal]:
    """Open the journal of these very problems; the caller keeps other processes out."""
    with closing(Journal(path)) as journal:
        yield OutcomeJournal(journal, problems)


def read_outcomes(path: Path, problems: Sequence[Problem]) -> Iterator[tuple[RewriteOutcome, ...]]:
    """Read the whole journal of these problems, problem by problem."""
    with path.open("rb") as lines:
        yield from _read(problems, (line.removesuffix(b"\n") for line in lines))


def _read(
    problems: Sequence[Problem], lines: Iterable[bytes]
) -> Iterator[tuple[RewriteOutcome, ...]]:
    for problem, line in zip(problems, lines, strict=False):
        yield tuple(_outcome(problem, made) for made in unseal(line)["outcomes"])


def _id(line: bytes) -> str | None:
    try:
        return str(unseal(line)["id"])
    except (ValueError, LookupError):
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
