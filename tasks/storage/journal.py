"""Journal: a file of JSON lines that only grows: a killed process loses one line at most.

Each line ends with its own checksum, ``"crc32": "89ab12cd"``, so that a line that was damaged or
edited is found. Lines of older journals have none and are taken as they are.
"""

import json
import os
import re
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

from clipo_bench.tasks.storage.atomic import atomic_file, writing

CHECKSUM = "crc32"
SYNC_SECONDS = 5.0  # A machine that loses its power loses the lines of so long at most.
DAMAGED = ".damaged"
"""How the file's name ends that takes the damaged lines."""
# ..., "crc32": "89ab12cd"}
_SEALED = re.compile(rb'(.*?)(?:, )?"crc32": "([0-9a-f]{8})"\}', re.DOTALL)


def seal(value: Mapping[str, Any]) -> bytes:
    """Write an object as a line of ASCII JSON that ends with its checksum.

    Raises:
        ValueError: it holds a number that is none.
    """
    text = _text(value)
    comma = ", " if value else ""
    return f'{text}{comma}"{CHECKSUM}": "{crc32(text.encode()):08x}"}}\n'.encode()


def checksum(value: Mapping[str, Any]) -> str:
    """The checksum that `seal` writes for an object, whose keys are in the line's order."""
    return f"{crc32(_text(value).encode()):08x}"


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value), allow_nan=False)[:-1]


def unseal(line: bytes) -> dict[str, Any]:
    """Read a line that `seal` wrote, or one of an older journal.

    Raises:
        ValueError: it is damaged.
    """
    sealed = _SEALED.fullmatch(line)
    if sealed and crc32(sealed[1]) != int(sealed[2], 16):
        raise ValueError("its checksum does not fit")
    try:
        value = json.loads(line)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("it is not a JSON object")
    if sealed:
        del value[CHECKSUM]
    return value


class Journal:
    """Appends objects as lines of JSON, each handed to the operating system at once.

    Every `SYNC_SECONDS` they are written through to the disk. The last line of a killed process
    may be cut: it is dropped when the journal is opened. Another part of the program keeps other
    processes out, see `tasks.storage.folder_claim`.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open()
        self.keep(sys.maxsize)

    def _open(self) -> None:
        self._synced = time.monotonic()
        with writing(self.path):
            self._file = self.path.open("a+b")

    def append(self, value: Mapping[str, Any]) -> tuple[int, int]:
        """Write an object as ASCII JSON: no line break and no broken character can get in.

        Returns:
            Where its line begins, in bytes, and its length without the line break.

        Raises:
            InputError: it cannot be written; the lines before it are kept.
        """
        line = seal(value)
        with writing(self.path):
            self._file.write(line)
            self._file.flush()
            if time.monotonic() - self._synced >= SYNC_SECONDS:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        return self._file.tell() - len(line), len(line) - 1

    def line_at(self, start: int, length: int) -> bytes:
        """Read one line again, without its line break."""
        return os.pread(self._file.fileno(), length, start)

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

    def set_aside(self, numbers: Collection[int]) -> Path:
        """Move damaged lines out of the way, into a file beside the journal.

        Args:
            numbers: which ones, from 1.

        Returns:
            That file.

        Raises:
            InputError: it cannot be written; the journal is as it was then.
        """
        aside = self.path.with_name(self.path.name + DAMAGED)
        with writing(aside), aside.open("ab") as damaged:
            damaged.writelines(
                line + b"\n" for number, line in enumerate(self.lines(), 1) if number in numbers
            )
        with atomic_file(self.path) as temporary, temporary.open("wb") as kept:
            kept.writelines(
                line + b"\n" for number, line in enumerate(self.lines(), 1) if number not in numbers
            )
            kept.flush()
            os.fsync(kept.fileno())
        self._file.close()
        self._open()
        return aside

    def close(self) -> None:
        """Write all of it through to the disk, and close the file."""
        with suppress(OSError, ValueError):  # of a full disk the write that met it has told
            os.fsync(self._file.fileno())
        with suppress(OSError):
            self._file.close()
