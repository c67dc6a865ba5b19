from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.problem_table import read_problems, write_problems

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
OPTIONAL = st.none() | TEXT
PROBLEMS = st.lists(
    st.builds(
        Problem,
        benchmark=TEXT,
        id=TEXT,
        question=TEXT,
        gold=TEXT,
        choices=st.lists(TEXT).map(tuple),
        solution=OPTIONAL,
        instruction=TEXT,
        family=TEXT,
        variant_id=TEXT,
        kind=TEXT,
        original_gold=OPTIONAL,
        program=st.none() | st.dictionaries(TEXT, TEXT),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(problems=PROBLEMS)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, problems: list) -> None:
    path = tmp_path_factory.mktemp("table") / "problems.parquet"
    write_problems(path, problems)
    assert read_problems(path) == problems


def test_a_slots_order_is_kept(tmp_path: Path) -> None:
    problem = Problem("own", "1", "How many?", "2", program={"z": "1", "a": "2"})
    write_problems(tmp_path / "p.parquet", [problem])
    (read,) = read_problems(tmp_path / "p.parquet")
    assert list(read.program or {}) == ["z", "a"]


def test_a_missing_file_names_itself(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file .*variants\.parquet"):
        read_problems(tmp_path / "variants.parquet")


def test_a_truncated_file_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "variants.parquet"
    write_problems(path, [Problem("own", str(i), "How many?", "2") for i in range(50)])
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match=r"variants\.parquet is damaged"):
        read_problems(path)


def test_a_file_of_other_columns_is_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "other.parquet"
    pq.write_table(pa.table({"answer": ["2"]}), path)
    with pytest.raises(InputError, match="does not hold problems"):
        read_problems(path)
