"""Loaded: a benchmark's problems with the fingerprint of this copy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import BOXED, LETTERS, Problem, problem_id
from clipo_bench.tasks.rows import Row
from clipo_bench.tasks.storage.identity import digest


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded.

    Attributes:
        problems: each once, in the source's order.
        fingerprint: of all questions, options and golds: 16 hexadecimal digits.
        source: where they came from, for people.
        known: whether this copy is one that was seen and checked.
        warnings: about results on this data.
        benchmarks: the fingerprint of each benchmark, where several were loaded at once.
    """

    problems: tuple[Problem, ...]
    fingerprint: str
    source: str
    known: bool
    warnings: tuple[str, ...] = ()
    benchmarks: Mapping[str, str] = field(default_factory=dict)


def fingerprint(rows: Iterable[Row]) -> str:
    """Hash what is asked and the golds, whatever the order and the white space."""
    return digest(sorted({row.key for row in rows}))


def repetitions(rows: Iterable[Row]) -> list[tuple[Row, Row]]:
    """The rows whose question stands in an earlier row, which is asked once: both of each."""
    first: dict[str, Row] = {}
    pairs = ((first.setdefault(problem_id(r.question, r.choices), r), r) for r in rows)
    return [(earlier, row) for earlier, row in pairs if earlier is not row]


def distinct_problems(name: str, rows: Iterable[Row], instruction: str = BOXED) -> list[Problem]:
    """Make problems of rows; the same question again is no second problem.

    Raises:
        InputError: a question comes again with another gold, two questions have one id,
            or a gold is no option.
    """
    by_question: dict[str, Row] = {}
    for row in rows:
        first = by_question.setdefault(problem_id(row.question, row.choices), row)
        if first.gold != row.gold:
            raise InputError(
                f"{row.place} has the gold {row.gold!r}, but {first.place} has {first.gold!r} for "
                "the same question: fix the wrong one"
            )
    found: dict[str, Row] = {}
    for identity, row in by_question.items():
        first = found.setdefault(row.id or identity, row)
        if first is not row:
            raise InputError(
                f"{row.place} has the same id as {first.place}, {row.id!r}: ids must be unique"
            )
    return [_problem(name, identity, row, instruction) for identity, row in found.items()]


def _problem(name: str, identity: str, row: Row, instruction: str) -> Problem:
    if not row.question or not row.gold:
        raise InputError(f"{row.place} has an empty question or gold")
    if row.choices and row.gold not in list(LETTERS[: len(row.choices)]):
        raise InputError(
            f"{row.place} has the gold {row.gold!r}: expected the letter of one of its "
            f"{len(row.choices)} options"
        )
    if len(row.choices) > len(LETTERS):
        raise InputError(
            f"{row.place} has {len(row.choices)} options: expected at most {len(LETTERS)}"
        )
    return Problem(
        benchmark=name,
        id=identity,
        question=row.question,
        gold=row.gold,
        choices=row.choices,
        solution=row.solution,
        instruction=instruction,
        family=identity if row.template is None else f"template-{row.template:03d}",
        date=row.date,
    )
