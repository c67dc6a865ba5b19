"""Problems on disk: one parquet file, one row per `Problem`."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Self

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.atomic import atomic_file
from clipo_bench.tasks.storage.parquet import iterate_rows

ROW_GROUP = 1024
OPTIONAL = ("date", "rest")
"""Columns that are there only where a problem has one, so that all other files keep their bytes."""
COLUMNS = tuple(item.name for item in fields(Problem))


def to_row(problem: Problem) -> dict[str, Any]:
    """Flatten a problem to columns; `Problem.program` becomes JSON text."""
    values = ((name, getattr(problem, name)) for name in COLUMNS)
    row = {name: value for name, value in values if value or name not in OPTIONAL}
    if row["program"] is not None:
        row["program"] = json.dumps(row["program"], ensure_ascii=False)
    return row


def from_row(row: dict[str, Any]) -> Problem:
    """Rebuild the problem that `to_row` flattened; other columns are left out."""
    values = {name: row[name] for name in COLUMNS if name not in OPTIONAL}
    values |= {name: row.get(name) or "" for name in OPTIONAL}
    values["choices"] = tuple(values["choices"])
    if values["program"] is not None:
        values["program"] = json.loads(values["program"])
    return Problem(**values)


class ProblemWriter:
    """Adds problems to a parquet file in row groups, so that memory stays flat.

    Same problems, same bytes. The file is whole once the writer is closed.

    Args:
        path: the parquet file.
        optional: which of the columns `OPTIONAL` it has.
    """

    def __init__(self, path: Path, optional: Collection[str] = ()) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        names = [name for name in COLUMNS if name not in OPTIONAL or name in optional]
        columns = dict.fromkeys(names, pa.string())
        columns["choices"] = pa.list_(pa.string())
        self._writer = pq.ParquetWriter(path, pa.schema(columns))
        self._rows: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._write_group()
        finally:
            self._writer.close()

    def write(self, problem: Problem) -> None:
        """Add a problem."""
        self._rows.append(to_row(problem))
        if len(self._rows) == ROW_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        import pyarrow as pa

        if self._rows:
            table = pa.Table.from_pylist(self._rows, schema=self._writer.schema)
            self._writer.write_table(table)
            self._rows.clear()


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write problems in order, whole or not at all. Same problems, same bytes.

    Args:
        path: the parquet file; its folder must exist.
        problems: originals or variants.
    """
    problems = list(problems)
    with atomic_file(path) as temporary, ProblemWriter(temporary, held_columns(problems)) as writer:
        for problem in problems:
            writer.write(problem)


def held_columns(problems: Collection[Problem]) -> list[str]:
    """Which of the columns `OPTIONAL` some of the problems have."""
    return [name for name in OPTIONAL if any(getattr(problem, name) for problem in problems)]


def read_problems(path: Path) -> list[Problem]:
    """Read the problems that `write_problems` wrote.

    Raises:
        InputError: the file is missing, damaged, or does not hold problems.
    """
    return list(iterate_problems(path))


def iterate_problems(path: Path) -> Iterator[Problem]:
    """Read problems like `read_problems`, a row group at a time.

    Raises:
        InputError: the file is missing, damaged, or does not hold problems.
    """
    import pyarrow as pa

    if not path.is_file():
        raise InputError(f"no file {path}: expected a parquet file of problems")
    try:
        yield from map(from_row, iterate_rows(path))
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"{path} is damaged or does not hold problems ({error}): make it again"
        ) from None
