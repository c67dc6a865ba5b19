"""Rows of a parquet file, within limits: a file of two megabytes can expand to any size."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clipo_bench.tasks.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

MAX_BYTES = 2 * 2**30
"""The most that a file may expand to: ten times what 16 samples of MATH in long thoughts take."""
MAX_VALUES = 100_000_000
"""The most values, nulls among them: rows times columns, list items counted each."""

_BATCH_ROWS = 1024
_BATCH_BYTES = 256 * 2**20


def iterate_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read a parquet file's rows, a batch at a time.

    Raises:
        InputError: it would expand to more than `MAX_BYTES` or `MAX_VALUES`.
        pyarrow.ArrowException: it is damaged or no parquet file.
    """
    import pyarrow.parquet as pq

    # ParquetFile, since read_table would take a folder named kind=x for a column.
    with pq.ParquetFile(path) as file:
        largest = _require_modest(path, file)
        # Of a dictionary the metadata tell the size of each entry once, however many rows hold
        # it: a row is at most as large as its whole row group is there.
        rows = min(_BATCH_ROWS, max(1, _BATCH_BYTES // max(1, largest)))
        expanded = 0
        for batch in _batches(file, rows):  # all are measured before the first is handed out
            expanded += batch.nbytes
            _require(path, expanded, MAX_BYTES, "bytes")
        for batch in _batches(file, rows):
            yield from batch.to_pylist()


def _batches(file: "pq.ParquetFile", rows: int) -> Iterator["pa.RecordBatch"]:
    """Read so many rows at a time, each value in full: pandas writes categories as a dictionary."""
    import pyarrow as pa

    schema = pa.schema([_plain(field) for field in file.schema_arrow])
    for batch in file.iter_batches(batch_size=rows):
        yield batch if batch.schema == schema else batch.cast(schema)


def _require_modest(path: Path, file: "pq.ParquetFile") -> int:
    """Refuse a file by its metadata; else the bytes of its largest row group."""
    metadata = file.metadata
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    columns = [[group.column(i) for i in range(group.num_columns)] for group in groups]
    sizes = [sum(column.total_uncompressed_size for column in group) for group in columns]
    _require(path, sum(sizes), MAX_BYTES, "bytes")
    values = sum(column.num_values for group in columns for column in group)
    _require(path, max(values, metadata.num_rows), MAX_VALUES, "values")
    return max(sizes, default=0)


def _plain(field: "pa.Field") -> "pa.Field":
    """The same column without dictionaries, in lists and structures, too."""
    import pyarrow as pa

    kind = field.type
    if pa.types.is_dictionary(kind):
        return field.with_type(kind.value_type)
    if pa.types.is_large_list(kind):
        return field.with_type(pa.large_list(_plain(kind.value_field)))
    if pa.types.is_list(kind):
        return field.with_type(pa.list_(_plain(kind.value_field)))
    if pa.types.is_struct(kind):
        return field.with_type(pa.struct([_plain(one) for one in kind.fields]))
    if pa.types.is_map(kind):
        return field.with_type(pa.map_(_plain(kind.key_field), _plain(kind.item_field)))
    return field


def _require(path: Path, found: int, most: int, what: str) -> None:
    if found > most:
        raise InputError(
            f"{path} holds more than {most:,} {what} once it is unpacked, which is the most that "
            "is read: split it into several files, or leave out columns that are not needed"
        )
