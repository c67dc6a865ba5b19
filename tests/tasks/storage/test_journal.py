import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.storage.journal import Journal, seal, unseal

OBJECTS = st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.none()), max_size=3)


def read(path: Path) -> list[Any]:
    with closing(Journal(path)) as journal:
        return [unseal(line) for line in journal.lines()]


def write(path: Path, *values: dict[str, Any]) -> None:
    with closing(Journal(path)) as journal:
        for value in values:
            journal.append(value)


def test_lines_are_there_again_and_more_can_follow(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    write(path, {"a": 1})
    write(path, {"b": ["\u00fc\n"]})
    assert path.read_bytes().splitlines() == [
        b'{"a": 1, "crc32": "7aa88204"}',
        b'{"b": ["\\u00fc\\n"], "crc32": "%b"}' % path.read_bytes()[-11:-3],
    ]
    assert read(path) == [{"a": 1}, {"b": ["\u00fc\n"]}]


@given(OBJECTS)
def test_any_object_survives(value: dict[str, Any]) -> None:
    value.pop("crc32", None)
    line = seal(value)
    assert line.isascii()
    assert line.count(b"\n") == 1
    assert unseal(line.removesuffix(b"\n")) == value


def test_lines_of_older_journals_have_no_checksum() -> None:
    assert unseal(b'{"a": "7"}') == {"a": "7"}


@pytest.mark.parametrize("line", [b"", b"{", b"[1]", b'{"a": 1} {"b": 2}', b'{"a":' * 10000])
def test_what_is_no_object_is_damaged(line: bytes) -> None:
    with pytest.raises(ValueError):
        unseal(line)


def test_no_flipped_bit_changes_a_line_silently() -> None:
    value = {"key": "a1", "text": "so \\boxed{49}"}
    line = seal(value).removesuffix(b"\n")
    for place in range(8 * len(line)):
        flipped = bytearray(line)
        flipped[place // 8] ^= 1 << place % 8
        try:
            found = unseal(bytes(flipped))
        except ValueError:
            continue
        # The checksum's own name was hit: the rest is whole, and the stray key is seen.
        assert found != value
        assert {key: found[key] for key in value if key in found} == value, flipped


def test_an_edited_line_is_found() -> None:
    line = seal({"text": "so 49"}).removesuffix(b"\n").replace(b"49", b"48")
    with pytest.raises(ValueError, match="its checksum does not fit"):
        unseal(line)


@given(cut=st.integers(0, 200))
def test_wherever_a_killed_process_cut_it_whole_lines_stay(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "journal.jsonl"
    values = [{"n": 1}, {"n": 2}, {"n": [3, 4]}]
    content = b"".join(map(seal, values))
    path.write_bytes(content[:cut])
    whole = content[:cut].count(b"\n")
    assert read(path) == values[:whole]
    write(path, {"next": True})
    assert read(path) == [*values[:whole], {"next": True}]


def test_only_the_first_lines_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with closing(Journal(path)) as journal:
        for number in range(4):
            journal.append({"n": number})
        journal.keep(2)
        journal.append({"n": 9})
        journal.keep(sys.maxsize)
    assert read(path) == [{"n": 0}, {"n": 1}, {"n": 9}]


def test_damaged_lines_are_set_aside_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    write(path, {"n": 0}, {"n": 1}, {"n": 2})
    with closing(Journal(path)) as journal:
        aside = journal.set_aside([2])
        journal.append({"n": 3})
    assert read(path) == [{"n": 0}, {"n": 2}, {"n": 3}]
    assert aside.read_bytes() == seal({"n": 1})


def test_no_not_a_number_gets_in(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.jsonl")) as journal, pytest.raises(ValueError):
        journal.append({"n": float("nan")})
    assert read(tmp_path / "journal.jsonl") == []
