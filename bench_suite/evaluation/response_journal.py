"""The journal: every response on disk the moment it exists, so that a killed run goes on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from clipo_bench.bench_suite.models.model import Response
from clipo_bench.tasks.errors import InputError


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: a response, which sample it is, and the prompt as sent."""

    benchmark: str
    problem_id: str
    variant_id: str
    sample_index: int
    prompt: str
    response: Response

    def to_json(self) -> str:
        """One line of ASCII JSON: no line break and no broken character can get in."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read what `to_json` wrote."""
        value = json.loads(line)
        return cls(**{**value, "response": Response(**value["response"])})


class Journal:
    """Append-only responses, keyed by the samples' identity."""

    def __init__(self, path: Path, entries: dict[str, Entry]) -> None:
        self._entries = entries
        self._file = path.open("a", encoding="utf-8")

    def get(self, key: str) -> Entry | None:
        """Look up the response that an earlier start left."""
        return self._entries.get(key)

    def append(self, entry: Entry) -> None:
        """Write a response through to the operating system."""
        self._file.write(entry.to_json() + "\n")
        self._file.flush()
        self._entries[entry.response.key] = entry

    def close(self) -> None:
        """Close the file."""
        self._file.close()


@contextmanager
def open_journal(path: Path) -> Iterator[Journal]:
    """Open a journal; `tasks.storage.run_folder.open_run` keeps other processes out.

    The last line of a killed run may be cut: it is dropped, and that response is made anew.

    Raises:
        InputError: a line that is not the last is damaged.
    """
    journal = Journal(path, _read(path))
    try:
        yield journal
    finally:
        journal.close()


def _read(path: Path) -> dict[str, Entry]:
    if not path.exists():
        return {}
    content = path.read_bytes()
    whole, newline, _cut = content.rpartition(b"\n")
    if len(whole) + len(newline) < len(content):
        with path.open("rb+") as file:
            file.truncate(len(whole) + len(newline))
    entries = (_entry(path, number, line) for number, line in enumerate(whole.splitlines(), 1))
    return {entry.response.key: entry for entry in entries}


def _entry(path: Path, number: int, line: bytes) -> Entry:
    try:
        return Entry.from_json(line.decode())
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            f"{path} line {number} is damaged ({error}): remove the line, and its response is "
            "made anew, or remove the folder"
        ) from None
