"""Files of recorded responses: rows from JSON lines, gzipped or not, or from parquet."""

import gzip
import json
import zlib
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.parquet import MAX_BYTES, iterate_rows

Row = dict[str, Any]
SUFFIXES = (".jsonl", ".jsonl.gz", ".parquet")


def read_rows(path: Path, columns: Sequence[str], *, nullable: Container[str] = ()) -> list[Row]:
    """Read some columns of a file; ``a.b`` names the field b of a column a.

    Args:
        path: JSON lines, gzipped or not, or parquet.
        columns: the names of those wanted; a row must have a value in each.
        nullable: those of them that may be null.

    Raises:
        InputError: the file is missing, empty, damaged or of another format, or a row
            lacks a value.
    """
    if not path.is_file():
        raise InputError(f"no file {path}: expected recorded responses ({', '.join(SUFFIXES)})")
    rows = [
        {column: _pick(row, column, f"{path}, {place}") for column in columns}
        for place, row in _rows(path)
    ]
    for number, row in enumerate(rows, start=1):
        for column, value in row.items():
            if value is None and column not in nullable:
                raise InputError(
                    f"{path}, row {number}: column {column!r} is null; fill it in or remove the row"
                )
    if not rows:
        raise InputError(f"{path} holds no rows: was it written to its end?")
    return rows


def _rows(path: Path) -> Iterator[tuple[str, Row]]:
    """Each row with its place in the file, in words."""
    if path.suffix == ".parquet":
        yield from _parquet_rows(path)
    elif path.name.endswith((".jsonl", ".jsonl.gz")):
        yield from _json_rows(path)
    else:
        raise InputError(
            f"{path} is of no known format: expected a name ending in {', '.join(SUFFIXES)}"
        )


def _parquet_rows(path: Path) -> Iterator[tuple[str, Row]]:
    import pyarrow as pa

    try:
        for number, row in enumerate(iterate_rows(path), start=1):
            yield f"row {number}", row
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{path} is damaged or no parquet file ({error}): get it again") from None


def _json_rows(path: Path) -> Iterator[tuple[str, Row]]:
    number = 0
    try:
        for number, line in enumerate(_lines(path), start=1):
            if line.strip():
                yield f"line {number}", _json_row(line, f"{path}, line {number}")
    except (EOFError, OSError, zlib.error, UnicodeDecodeError) as error:
        raise InputError(f"{path} is damaged after line {number} ({error}): get it again") from None


def _lines(path: Path) -> Iterator[str]:
    """The lines of a text; packed ones only as far as `MAX_BYTES`, which no recording reaches."""
    encoding = "utf-8-sig"  # with the mark that Excel puts first
    if path.suffix != ".gz":
        with path.open(encoding=encoding) as lines:
            yield from lines
        return
    left = MAX_BYTES
    with gzip.open(path, "rt", encoding=encoding) as packed:
        while line := packed.readline(left + 1):
            left -= len(line)
            if left < 0:
                raise InputError(
                    f"{path} holds more than {MAX_BYTES:,} characters once it is unpacked, which "
                    "is the most that is read: split it into several files"
                )
            yield line


def _json_row(line: str, place: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place} is not JSON ({error}): it may be cut; get it again") from None
    if not isinstance(row, dict):
        raise InputError(f"{place} is {type(row).__name__}, expected a JSON object per line")
    return row


def _pick(row: Row, column: str, place: str) -> Any:
    value: Any = row
    for name in [column] if column in row else column.split("."):
        if not isinstance(value, dict) or name not in value:
            raise InputError(f"{place} has no column {column!r}; it has {', '.join(sorted(row))}")
        value = value[name]
    return value
