"""The rows of a jsonl, json, csv or parquet file, with damage told in the user's terms.

Problems of one's own and recorded responses are both read by `file_rows`.
"""

import csv
import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.rows import Columns, Reader, Row
from clipo_bench.tasks.storage.parquet import MAX_BYTES, iterate_rows

Placed = tuple[str, Columns]
"""A row's columns, and where it stands, for messages."""

LONGEST_CELL = 2**31 - 1  # of a csv; the default of 131,072 cuts long chains of thought
COMPRESSED = (".gz", ".zst")


def parquet_rows(path: Path) -> Iterator[Placed]:
    """Read a parquet file's rows.

    Raises:
        InputError: the file is damaged, or expands to more than is read.
    """
    import pyarrow as pa

    try:
        for index, row in enumerate(iterate_rows(path)):
            yield f"{path} row {index}", row
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"{path} is damaged or no parquet file ({error}): it may be cut; get it again"
        ) from None


def jsonl_rows(path: Path) -> Iterator[Placed]:
    """Read a file of one JSON object per line; empty lines are skipped.

    Raises:
        InputError: the file cannot be read, or a line is not a JSON object.
    """
    yield from json_lines(str(path), _lines(path))


def json_rows(path: Path, unwrap: Callable[[Any], Any] = lambda value: value) -> Iterator[Placed]:
    """Read a file that holds one JSON array of objects.

    Args:
        path: the file.
        unwrap: finds the array in what the file holds, where it is not the whole of it.

    Raises:
        InputError: the file cannot be read, or is not such an array.
    """
    try:
        values: Any = unwrap(json.loads("".join(_lines(path))))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{path} is not JSON ({error}): it may be cut; or is it a .jsonl file?"
        ) from None
    if not isinstance(values, list):
        raise InputError(f"{path} holds a {type(values).__name__}, expected an array of objects")
    for index, value in enumerate(values):
        if not isinstance(value, dict):
            raise InputError(f"{path} item {index} is {value!r:.40}, expected a JSON object")
        yield f"{path} item {index}", value


def csv_rows(path: Path) -> Iterator[Placed]:
    """Read a file of comma-separated values whose first line names the columns.

    An empty cell is a null.

    Raises:
        InputError: the file cannot be read, or a row has more cells than there are columns.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.DictReader(_lines(path), strict=True)
    try:
        for row in reader:
            place = f"{path} line {reader.line_num}"
            if None in row:
                raise InputError(f"{place} has more cells than the first line names columns")
            yield place, {name: text or None for name, text in row.items()}
    except csv.Error as error:
        raise InputError(f"{path} line {reader.line_num} is not csv: {error}") from None


ROWS_OF: Mapping[str, Callable[[Path], Iterator[Placed]]] = {
    ".jsonl": jsonl_rows,
    ".json": json_rows,
    ".csv": csv_rows,
    ".parquet": parquet_rows,
}
"""What reads a file, by the end of its name."""


def format_suffix(path: Path) -> str:
    """The ending that tells a file's format: ``.jsonl`` of ``my.jsonl`` and ``my.jsonl.gz``."""
    return Path(path.stem).suffix if path.suffix in COMPRESSED else path.suffix


def file_rows(
    path: Path,
    *,
    expected: str = "problems",
    readers: Mapping[str, Callable[[Path], Iterator[Placed]]] = ROWS_OF,
) -> Iterator[Placed]:
    """Read a file of any of these formats, by the end of its name; ``.gz`` and ``.zst`` may follow.

    Args:
        path: the file.
        expected: what it holds, for messages.
        readers: what reads a file, by the end of its name.

    Raises:
        InputError: there is no such file, its name ends otherwise, or it is damaged.
    """
    known = ", ".join(readers)
    if not path.is_file():
        raise InputError(f"no file {path}: expected {expected} as {known}")
    if format_suffix(path) not in readers:
        raise InputError(f"{path} is of no known format: expected a name ending in {known}")
    yield from readers[format_suffix(path)](path)


def _lines(path: Path) -> Iterator[str]:
    """The lines of a text with their ends; packed ones only as far as `MAX_BYTES`."""
    left = MAX_BYTES if path.suffix in COMPRESSED else None
    try:
        with _opened(path) as file:
            if left is None:
                yield from file
                return
            while line := file.readline(left + 1):
                left -= len(line)
                if left < 0:
                    raise InputError(
                        f"{path} holds more than {MAX_BYTES:,} characters once it is unpacked, "
                        "which is the most that is read: split it into several files"
                    )
                yield line
    except UnicodeDecodeError as error:
        raise InputError(f"{path} cannot be read as text in UTF-8 ({error}): save it so") from None
    except (EOFError, OSError, zlib.error) as error:
        raise InputError(f"{path} is damaged or cut ({error}): get it again") from None


def _opened(path: Path) -> TextIO:
    encoding = "utf-8-sig"  # with the mark that Excel puts first
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=encoding)
    if path.suffix == ".zst":
        import pyarrow as pa

        return TextIOWrapper(pa.input_stream(path, compression="zstd"), encoding)
    return path.open(encoding=encoding)


def json_lines(source: str, lines: Iterable[str]) -> Iterator[Placed]:
    """Decode lines of JSON objects; empty ones are skipped.

    Raises:
        InputError: a line is not a JSON object.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{source} line {number}"
        try:
            value: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"{place} is not JSON ({error}): the file may be cut; get it again"
            ) from None
        if not isinstance(value, dict):
            raise InputError(f"{place} holds {line.strip()[:40]!r}, expected a JSON object")
        yield place, value


def read_rows(
    placed: Iterable[Placed], read: Reader, clean: Callable[[str], str] = str.strip
) -> list[Row]:
    """Read every row with `read`; those that it leaves out are not in the list.

    Args:
        placed: the rows' columns and places.
        read: what makes a row of its columns.
        clean: what makes a gold plain, once the white space around it is gone.

    Raises:
        InputError: a row has other columns or values than `read` expects.
    """
    found = []
    for place, columns in placed:
        try:
            row = read(columns)
            if row is not None:
                gold = clean(row.gold.strip())
                found.append(replace(row, question=row.question.strip(), gold=gold, place=place))
        except KeyError as error:
            raise InputError(f"{place} has no column {error}: found {sorted(columns)}") from None
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            raise InputError(f"{place} is not what was expected: {error}") from None
    return found


def expect_count(source: str, what: str, found: int, expected: int) -> None:
    """Compare a count with the one that the benchmark has.

    Raises:
        InputError: they differ.
    """
    if found != expected:
        raise InputError(
            f"{source} has {found} {what}, expected {expected}: "
            "it is cut or another version; get it again"
        )
