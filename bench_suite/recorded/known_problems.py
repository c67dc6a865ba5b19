"""KnownProblems: the right answers of a recording that has none, from a file of problems."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from clipo_bench.bench_suite.recorded.entries import Entry
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem, normalise_text
from clipo_bench.tasks.sources import load_file


class KnownProblems:
    """Completes entries by the problems that they answer.

    A problem is known by its id, else by its question, which has to stand in what the model was
    given; of several the longest, since a question may be a part of another.

    Args:
        path: a file of problems of one's own: ``question``, ``answer``, and so on.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._by_id = {problem.id: problem for problem in load_file(path).problems}
        by_length = sorted(self._by_id.values(), key=lambda one: len(one.question), reverse=True)
        questions = [(normalise_text(one.question), one) for one in by_length]

        @cache
        def find(prompt: str) -> Problem | None:
            text = normalise_text(prompt)
            return next((one for question, one in questions if question in text), None)

        self._find = find

    def complete(self, entry: Entry) -> Entry:
        """Put in what the file knows of the problem: its id, question, options, gold and family.

        Raises:
            InputError: the file does not have the problem.
        """
        problem = self._by_id.get(entry.id) or self._find(entry.prompt or entry.question)
        if problem is None:
            asked = normalise_text(entry.prompt or entry.question)
            raise InputError(
                f"{entry.place} answers no problem of {self._path}: it has the id {entry.id!r} and "
                f"was asked {asked[-80:]!r}; add the problem, or name the right columns"
            )
        return replace(
            entry,
            id=problem.id,
            question=problem.question,
            choices=problem.choices,
            golds=(problem.gold,),
            family=problem.family,
            date=problem.date,
        )
