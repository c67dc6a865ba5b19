"""A problem's body: where its question and options stand in it, and edits applied to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from clipo_bench.perturbations.variant import Edit
from clipo_bench.tasks.problem import LETTERS, Problem


@dataclass(frozen=True, slots=True)
class Part:
    """The question or one option, with its place in the body."""

    start: int
    text: str


def parts(problem: Problem) -> tuple[Part, ...]:
    """The question, then every option in order.

    Raises:
        ValueError: there are more options than letters, so the body does not hold them all.
    """
    if len(problem.choices) > len(LETTERS):
        raise ValueError(f"{len(problem.choices)} options, more than {len(LETTERS)} letters")
    found = [Part(0, problem.question)]
    start = len(problem.body)
    for text in reversed(problem.choices):
        start -= len(text)
        found.insert(1, Part(start, text))
        start -= len("\nA. ")
    return tuple(found)


def apply_edits(body: str, edits: Iterable[Edit]) -> str:
    """Replace what each edit names.

    Raises:
        ValueError: edits overlap, are out of order, or do not find what they replace.
    """
    pieces: list[str] = []
    position = 0
    for edit in edits:
        if not position <= edit.start <= edit.end <= len(body):
            raise ValueError(f"the edit at {edit.start} is out of order or out of the text")
        if body[edit.start : edit.end] != edit.before:
            raise ValueError(f"the text at {edit.start} is not {edit.before!r}")
        pieces += body[position : edit.start], edit.after
        position = edit.end
    return "".join((*pieces, body[position:]))
