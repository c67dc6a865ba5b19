"""The journal of a run: each response is on disk as soon as it exists, so that a run can resume."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from clipo_bench.bench_suite.models.model import Response
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.journal import Journal


@dataclass(frozen=True, slots=True)
class RecordedResponse:
    """One line of the journal: a response, which sample it is, and the prompt as sent."""

    benchmark: str
    problem_id: str
    variant_id: str
    sample_index: int
    prompt: str
    response: Response

    @classmethod
    def from_json(cls, line: bytes) -> Self:
        """Read a line of the journal."""
        value = json.loads(line)
        return cls(**{**value, "response": Response(**value["response"])})

    def to_json(self) -> dict[str, Any]:
        """The line's value; what only a server says is left out where it said nothing."""
        value = asdict(self)
        for name in ("reasoning", "served_by"):
            if not value["response"][name]:
                del value["response"][name]
        return value


class ResponseJournal:
    """The responses of a run, by the key of their sample."""

    def __init__(self, journal: Journal) -> None:
        """Read the responses of an interrupted run.

        Raises:
            InputError: a line that is not the last is damaged.
        """
        self._journal = journal
        recorded = (_recorded(journal.path, n, line) for n, line in enumerate(journal.lines(), 1))
        self._by_key = {one.response.key: one for one in recorded}

    def get(self, key: str) -> RecordedResponse | None:
        """Look up a response of the interrupted run."""
        return self._by_key.get(key)

    def append(self, recorded: RecordedResponse) -> None:
        """Append a response and flush it."""
        self._journal.append(recorded.to_json())
        self._by_key[recorded.response.key] = recorded


@contextmanager
def open_responses(path: Path) -> Iterator[ResponseJournal]:
    """Open the journal of a run; `tasks.storage.run_folder.open_run` keeps other processes out.

    The last line of a killed run may be cut: it is dropped, and that response is generated again.

    Raises:
        InputError: a line that is not the last is damaged.
    """
    with closing(Journal(path)) as journal:
        yield ResponseJournal(journal)


def _recorded(path: Path, number: int, line: bytes) -> RecordedResponse:
    try:
        return RecordedResponse.from_json(line)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(
            f"{path} line {number} is damaged ({error}): remove the line, and its response is "
            "generated again, or remove the folder"
        ) from None
