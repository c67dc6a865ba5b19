from pathlib import Path

import pytest

from clipo_bench.tasks.storage.atomic import (
    atomic_file,
    atomic_folder,
    recover_folder,
    write_text,
)


class DiskFullError(Exception):
    """Ends a write from within."""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with atomic_file(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert names(tmp_path) == ["a.txt"]


def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with pytest.raises(DiskFullError), atomic_file(path) as temporary:
        temporary.write_text("ne")
        raise DiskFullError
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def test_a_folder_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    final = tmp_path / "last"
    for text in ("old", "new"):
        with atomic_folder(final) as folder:
            (folder / text).touch()
    assert names(final) == ["new"]
    assert names(tmp_path) == ["last"]
    with pytest.raises(DiskFullError), atomic_folder(final) as folder:
        raise DiskFullError
    assert names(final) == ["new"]


def test_a_folder_comes_back_after_a_kill_between_the_two_renames(tmp_path: Path) -> None:
    final = tmp_path / "last"
    with atomic_folder(final) as folder:
        (folder / "old").touch()
    final.rename(tmp_path / ".last.old")
    recover_folder(final)
    assert names(final) == ["old"]
    recover_folder(final)  # nothing to do
    assert names(tmp_path) == ["last"]
