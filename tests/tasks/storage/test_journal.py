from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.storage.journal import Journal


def read(path: Path) -> list[bytes]:
    with closing(Journal(path)) as journal:
        return list(journal.lines())


def test_lines_are_there_again_and_more_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    for value in ({"a": 1}, ["ü\n"]):
        with closing(Journal(path)) as journal:
            journal.append(value)
    assert read(path) == [b'{"a": 1}', b'["\\u00fc\\n"]']


@given(cut=st.integers(0, 24))
def test_wherever_a_killed_process_cut_it_whole_lines_stay(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "journal.jsonl"
    content = b'{"n": 1}\n{"n": 2}\n[3, 4]\n'
    path.write_bytes(content[:cut])
    whole = content[:cut].count(b"\n")
    assert read(path) == content.splitlines()[:whole]
    with closing(Journal(path)) as journal:
        journal.append("next")
    assert read(path) == [*content.splitlines()[:whole], b'"next"']


def test_only_the_first_lines_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with closing(Journal(path)) as journal:
        for number in range(4):
            journal.append(number)
        journal.keep(2)
        journal.append(9)
    assert read(path) == [b"0", b"1", b"9"]


def test_no_not_a_number_gets_in(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.jsonl")) as journal, pytest.raises(ValueError):
        journal.append(float("nan"))
    assert read(tmp_path / "journal.jsonl") == []
