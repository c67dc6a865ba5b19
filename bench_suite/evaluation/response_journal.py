"""The journal of a run: each response is on disk as soon as it exists, so that a run can resume."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from clipo_bench.bench_suite.console import note
from clipo_bench.bench_suite.models.model import Response, SampleId
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.journal import Journal, unseal


@dataclass(frozen=True, slots=True)
class RecordedResponse:
    """One line of the journal: a response, which sample it is, and the prompt as sent."""

    benchmark: str
    problem_id: str
    variant_id: str
    sample_index: int
    prompt: str
    response: Response

    @property
    def sample(self) -> SampleId:
        """Which response of the run it is."""
        return SampleId(self.benchmark, self.problem_id, self.variant_id, self.sample_index)

    @classmethod
    def from_json(cls, line: bytes) -> Self:
        """Read a line of the journal.

        Raises:
            ValueError: it is damaged.
        """
        value = unseal(line)
        try:
            return cls(**{**value, "response": Response(**value["response"])})
        except (TypeError, KeyError) as error:
            raise ValueError(f"it is no response ({error})") from None

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
        """Read the responses of an interrupted run; damaged lines are set aside.

        Raises:
            InputError: two lines are of one sample, with different responses.
        """
        self._journal = journal
        self._by_key: dict[str, RecordedResponse] = {}
        damaged = [n for n, line in enumerate(journal.lines(), 1) if not self._read(n, line)]
        if damaged:
            aside = journal.set_aside(damaged)
            note(
                f"warning: {len(damaged)} damaged lines of {journal.path} are set aside in "
                f"{aside.name}; their responses are generated again"
            )

    def _read(self, number: int, line: bytes) -> bool:
        """Keep a line's response; whether it is one."""
        try:
            recorded = RecordedResponse.from_json(line)
        except ValueError:
            return False
        first = self._by_key.setdefault(recorded.response.key, recorded)
        if first != recorded:
            raise InputError(
                f"{self._journal.path} line {number} holds another response for "
                f"{recorded.sample}, which has one before: remove the one that is not of this run, "
                "or the folder"
            )
        return True

    def get(self, key: str) -> RecordedResponse | None:
        """Look up a response of the interrupted run."""
        return self._by_key.get(key)

    def __iter__(self) -> Iterator[RecordedResponse]:
        """Iterate over the responses that are there."""
        return iter(self._by_key.values())

    def append(self, recorded: RecordedResponse) -> None:
        """Append a response and flush it."""
        self._journal.append(recorded.to_json())
        self._by_key[recorded.response.key] = recorded


@contextmanager
def open_responses(path: Path) -> Iterator[ResponseJournal]:
    """Open the journal of a run; `tasks.storage.run_folder.open_run` keeps other processes out.

    The last line of a killed run may be cut: it is dropped, and that response is generated again,
    as are those of damaged lines.

    Raises:
        InputError: two lines are of one sample, with different responses.
    """
    with closing(Journal(path)) as journal:
        yield ResponseJournal(journal)
