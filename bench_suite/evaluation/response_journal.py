"""The journal of a run: each response is on disk as soon as it exists, so that a run can resume."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from clipo_bench.bench_suite.console import note
from clipo_bench.bench_suite.models.model import Response, SampleId
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.journal import Journal, unseal
from clipo_bench.tasks.storage.run_schema import Sample

CACHED_BYTES = 2**26
"""Of lines whose responses stay in memory, where they take about twice that."""


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
        said = self.response
        response: dict[str, Any] = {
            "key": said.key,
            "text": said.text,
            "finish_reason": said.finish_reason,
            "tokens": said.tokens,
        }
        if said.reasoning:
            response["reasoning"] = said.reasoning
        if said.served_by:
            response["served_by"] = said.served_by
        return {
            "benchmark": self.benchmark,
            "problem_id": self.problem_id,
            "variant_id": self.variant_id,
            "sample_index": self.sample_index,
            "prompt": self.prompt,
            "response": response,
        }


Lookup = Callable[[str], RecordedResponse]
"""Finds a response by its key."""


def without_texts(sample: Sample) -> Sample:
    """A sample without what its response in the journal says, which would fill the memory."""
    return replace(sample, prompt="", response="", reasoning="")


def with_texts(lookup: Lookup, sample: Sample) -> Sample:
    """The whole sample again."""
    recorded = lookup(sample.key)
    said = recorded.response
    return replace(sample, prompt=recorded.prompt, response=said.text, reasoning=said.reasoning)


class ResponseJournal:
    """The responses of a run, by the key of their sample.

    Memory holds where each stands; the responses themselves as long as they are few.
    """

    def __init__(self, journal: Journal) -> None:
        """Read the responses of an interrupted run; damaged lines are set aside.

        Raises:
            InputError: two lines are of one sample, with different responses.
        """
        self._journal = journal
        if damaged := self._index():
            aside = journal.set_aside(damaged)
            note(
                f"warning: {len(damaged)} damaged lines of {journal.path} are set aside in "
                f"{aside.name}; their responses are generated again"
            )
            self._index()

    def _index(self) -> list[int]:
        """Note where each response stands; the numbers of lines that are none."""
        self._places: dict[str, tuple[int, int]] = {}
        self._cached: dict[str, RecordedResponse] = {}
        self._room = CACHED_BYTES
        damaged: list[int] = []
        start = 0
        for number, line in enumerate(self._journal.lines(), 1):
            if not self._read(number, line, start):
                damaged.append(number)
            start += len(line) + 1
        return damaged

    def _read(self, number: int, line: bytes, start: int) -> bool:
        """Note where a line's response stands; whether it is one."""
        try:
            recorded = RecordedResponse.from_json(line)
        except ValueError:
            return False
        first = self.get(recorded.response.key)
        if first is None:
            self._keep(recorded, (start, len(line)))
        elif first != recorded:
            raise InputError(
                f"{self._journal.path} line {number} holds another response for "
                f"{recorded.sample}, which has one before: remove the one that is not of this run, "
                "or the folder"
            )
        return True

    def _keep(self, recorded: RecordedResponse, place: tuple[int, int]) -> None:
        key, size = recorded.response.key, place[1]
        self._places[key] = place
        if size <= self._room:
            self._room -= size
            self._cached[key] = recorded

    def get(self, key: str) -> RecordedResponse | None:
        """Look up a response.

        Raises:
            InputError: its line was changed while the run went on.
        """
        if key in self._cached:
            return self._cached[key]
        if (place := self._places.get(key)) is None:
            return None
        try:
            return RecordedResponse.from_json(self._journal.line_at(*place))
        except ValueError as error:
            raise InputError(
                f"{self._journal.path} was changed while the run went on ({error}): run the same "
                "command again"
            ) from None

    def __contains__(self, key: str) -> bool:
        """Whether the response is there."""
        return key in self._places

    def __iter__(self) -> Iterator[RecordedResponse]:
        """Iterate over the responses that are there."""
        for key in self._places:
            if (recorded := self.get(key)) is not None:
                yield recorded

    def append(self, recorded: RecordedResponse) -> None:
        """Append a response and flush it."""
        self._keep(recorded, self._journal.append(recorded.to_json()))


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
