"""The rows of a recording: a file of any format that tools write, or a folder of such files."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.recorded.inspect_log import eval_rows
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.sources.files import ROWS_OF, Placed, file_rows, format_suffix, json_rows
from clipo_bench.tasks.storage.identity import file_sha256


def recorded_files(path: Path) -> list[Path]:
    """The files of a recording: the file itself, or those in a folder, by name.

    Raises:
        InputError: there is none.
    """
    if not path.is_dir():
        return [path]
    files = sorted(one for one in path.iterdir() if format_suffix(one) in READERS)
    if not files:
        raise InputError(f"{path} has no file in it that ends in {', '.join(READERS)}")
    return files


def recording_sha256(path: Path) -> str:
    """Hash a recording: the bytes of its file, or the hashes of its files."""
    hashes = [file_sha256(file) for file in recorded_files(path)]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def recorded_rows(path: Path) -> Iterator[Placed]:
    """Read the rows of a recording.

    Raises:
        InputError: a file is missing, damaged or empty.
    """
    for file in recorded_files(path):
        empty = True
        for placed in file_rows(file, expected="recorded responses", readers=READERS):
            empty = False
            yield placed
        if empty:
            raise InputError(f"{file} holds no rows: was it written to its end?")


def _json_rows(path: Path) -> Iterator[Placed]:
    return json_rows(path, partial(_listed, path=path))


def _listed(value: Any, path: Path) -> Any:
    """The rows in what a JSON file holds.

    An array; the samples of an inspect log; OpenCompass's object of rows by their numbers,
    ``{"0": {"prediction": ...}, "1": ...}``; or an object that is a row itself.
    """
    if not isinstance(value, dict):
        return value
    if "eval" in value and "status" in value:
        if not value.get("samples"):
            raise InputError(f"{path} is a log of inspect without samples: nothing to grade")
        return value["samples"]
    if value and all(name.isdecimal() and isinstance(row, dict) for name, row in value.items()):
        return [{"idx": name, **row} for name, row in value.items()]
    return [value]


READERS: Mapping[str, Callable[[Path], Iterator[Placed]]] = {
    **ROWS_OF,
    ".json": _json_rows,
    ".eval": eval_rows,
}
"""What reads a file of a recording, by the end of its name."""
