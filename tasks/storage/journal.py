"""Journal: a file of JSON lines that only grows: a killed process loses one line at most."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from clipo_bench.tasks.storage.atomic import writing


class Journal:
    """Appends values as lines of JSON, each handed to the operating system at once.

    The last line of a killed process may be cut: it is dropped when the journal is opened. Another
    part of the program keeps other processes out, see `tasks.storage.folder_claim`.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path):
            self._file = path.open("a+b")
        self.keep(sys.maxsize)

    def append(self, value: Any) -> None:
        """Write a value as ASCII JSON: no line break and no broken character can get in.

        Raises:
            InputError: it cannot be written; the lines before it are kept.
        """
        with writing(self.path):
            self._file.write(json.dumps(value, allow_nan=False).encode() + b"\n")
            self._file.flush()

    def lines(self) -> Iterator[bytes]:
        """Read the lines from the first on, without their line breaks."""
        with self.path.open("rb") as file:
            for line in file:
                yield line.removesuffix(b"\n")

    def keep(self, count: int) -> None:
        """Cut off all after the first `count` whole lines."""
        self._file.seek(0)
        whole = (len(line) for line in self._file if line.endswith(b"\n"))
        self._file.truncate(sum(islice(whole, count)))

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):  # of a full disk the write that met it has told
            self._file.close()
