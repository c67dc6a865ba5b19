from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage import parquet
from clipo_bench.tasks.storage.parquet import iterate_rows

ROWS = 3000


def repeated(text: str, rows: int = ROWS) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), [text])


def bomb(path: Path, *, categories: bool, nested: bool) -> Path:
    """A file of a few kilobytes whose rows hold a megabyte each."""
    column = repeated("x" * 2**20)
    if nested:
        column = pa.ListArray.from_arrays(np.arange(ROWS + 1, dtype=np.int32), column)
    pq.write_table(pa.table({"question": column}), path, store_schema=categories)
    assert path.stat().st_size < 200_000
    return path


@pytest.mark.parametrize(("categories", "nested"), [(False, False), (True, False), (True, True)])
def test_a_file_that_expands_without_end_is_refused(
    categories: bool, nested: bool, tmp_path: Path
) -> None:
    path = bomb(tmp_path / "bomb.parquet", categories=categories, nested=nested)
    with pytest.raises(InputError, match=r"bomb.parquet holds more than 2,147,483,648 bytes"):
        sum(1 for _ in iterate_rows(path))


def test_what_the_metadata_tell_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.parquet"
    pq.write_table(pa.table({"question": ["a" * 1000, "b" * 1000]}), path, use_dictionary=False)
    monkeypatch.setattr(parquet, "MAX_BYTES", 1500)
    monkeypatch.setattr(pq.ParquetFile, "iter_batches", None)
    with pytest.raises(InputError, match=r"more than 1,500 bytes once it is unpacked"):
        next(iterate_rows(path))


def test_nulls_cost_no_bytes_and_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "nulls.parquet"
    count = parquet.MAX_VALUES + 1
    listed = pa.ListArray.from_arrays(pa.array([0, count], pa.int32()), pa.nulls(count))
    pq.write_table(pa.table({"question": listed}), path)
    assert path.stat().st_size < 10_000
    with pytest.raises(InputError, match=r"more than 100,000,000 values"):
        next(iterate_rows(path))


VALUES = st.none() | st.text(max_size=5)


@settings(max_examples=30, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries({"a": VALUES, "b": st.none() | st.lists(VALUES, max_size=3)}),
        min_size=1,
    ),
    categories=st.booleans(),
)
def test_rows_come_back_as_they_were(
    rows: list[dict], categories: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    schema = pa.schema({"a": pa.string(), "b": pa.list_(pa.string())})
    table = pa.Table.from_pylist(rows, schema=schema)
    if categories:
        table = table.set_column(0, "a", table["a"].dictionary_encode())
    path = tmp_path_factory.mktemp("rows") / "kind=x" / "some.parquet"
    path.parent.mkdir()
    pq.write_table(table, path, row_group_size=2)
    assert list(iterate_rows(path)) == rows
