"""Problems on disk: one parquet file, one row per `Problem`."""

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from tasks.errors import InputError
from tasks.problem import Problem


def to_row(problem: Problem) -> dict[str, Any]:
    """Flatten a problem to columns; `Problem.program` becomes JSON text."""
    row = asdict(problem)
    if row["program"] is not None:
        row["program"] = json.dumps(row["program"], ensure_ascii=False)
    return row


def from_row(row: dict[str, Any]) -> Problem:
    """Rebuild the problem that `to_row` flattened; other columns are left out."""
    values = {item.name: row[item.name] for item in fields(Problem)}
    values["choices"] = tuple(values["choices"])
    if values["program"] is not None:
        values["program"] = json.loads(values["program"])
    return Problem(**values)


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write problems in order, whole or not at all. Same problems, same bytes.

    Args:
        path: the parquet file; its folder must exist.
        problems: originals or variants.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [to_row(problem) for problem in problems]
    columns = {item.name: pa.string() for item in fields(Problem)}
    columns["choices"] = pa.list_(pa.string())
    temporary = path.with_name(path.name + ".tmp")
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(columns)), temporary)
    temporary.replace(path)


def read_problems(path: Path) -> list[Problem]:
    """Read the problems that `write_problems` wrote.

    Raises:
        InputError: the file is missing, damaged, or does not hold problems.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        raise InputError(f"no file {path}: expected a parquet file of problems")
    try:
        # ParquetFile, since read_table would take a folder named kind=x for a column.
        return [from_row(row) for row in pq.ParquetFile(path).read().to_pylist()]
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path} is damaged or does not hold problems ({error}): make it again"
        ) from None
