"""The rows of a parquet or jsonl file, with damage told in the user's terms."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.rows import Columns, Reader, Row

Placed = tuple[str, Columns]
"""A row's columns, and where it stands, for messages."""


def parquet_rows(path: Path) -> Iterator[Placed]:
    """Read a parquet file's rows.

    Raises:
        InputError: the file is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # ParquetFile, since read_table would take a folder named kind=x for a column.
        with pq.ParquetFile(path) as file:
            rows = file.read().to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"{path} is damaged or no parquet file ({error}): it may be cut; get it again"
        ) from None
    for index, row in enumerate(rows):
        yield f"{path} row {index}", row


def jsonl_rows(path: Path) -> Iterator[Placed]:
    """Read a file of one JSON object per line; empty lines are skipped.

    Raises:
        InputError: the file cannot be read, or a line is not a JSON object.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as text ({error}): get it again") from None
    yield from json_lines(str(path), text.split("\n"))


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
            raise InputError(f"{place} holds {line[:40]!r}, expected a JSON object")
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
