import json
from pathlib import Path
from typing import Any

import pytest

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import TEMPORARY
from clipo_bench.tasks.storage.folder_claim import FolderClaim, is_free, open_folder
from clipo_bench.tasks.storage.json_file import read_json, write_json


def claim(**identity: Any) -> FolderClaim:
    return FolderClaim(
        what="survey",
        marker="survey.json",
        identity=identity,
        held=lambda folder: dict(read_json(folder / "survey.json")),
        begun=lambda folder: (folder / "work").exists(),
        mark=lambda folder: write_json(folder / "survey.json", identity),
    )


def use(folder: Path, *, work: bool = True, **identity: Any) -> None:
    with open_folder(folder, claim(**identity)):
        assert json.loads((folder / "survey.json").read_text()) == identity
        if work:
            (folder / "work").touch()


def test_a_new_folder_is_made_and_marked(tmp_path: Path) -> None:
    use(tmp_path / "surveys" / "a", seed=0)
    use(tmp_path / "surveys" / "a", seed=0)


def test_an_empty_folder_is_free(tmp_path: Path) -> None:
    assert is_free(tmp_path)
    # Of a process that ended before it wrote anything, or in the midst of its first file.
    (tmp_path / "lock").touch()
    (tmp_path / f"survey.json.7{TEMPORARY}").touch()
    assert is_free(tmp_path)
    use(tmp_path, seed=0)
    assert not is_free(tmp_path)


def test_other_work_is_refused_with_what_differs(tmp_path: Path) -> None:
    use(tmp_path / "a", seed=0, model={"name": "m", "layers": 2})
    with pytest.raises(InputError, match=r"another survey \(seed was 0, is 1; model\.layers was 2"):
        use(tmp_path / "a", seed=1, model={"name": "m", "layers": 3})
    assert read_json(tmp_path / "a" / "survey.json")["seed"] == 0


def test_work_that_was_never_begun_makes_room(tmp_path: Path) -> None:
    use(tmp_path / "a", seed=0, work=False)
    use(tmp_path / "a", seed=1)


@pytest.mark.parametrize("name", ["survey.json", "thesis.txt"])
def test_what_somebody_else_made_stays(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("precious")
    with pytest.raises(InputError, match="not JSON" if name == "survey.json" else "not the folder"):
        use(tmp_path, seed=0)
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert path.read_text() == "precious"


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    with (
        open_folder(tmp_path / "a", claim(seed=0)),
        pytest.raises(InputError, match="in use by another process"),
    ):
        use(tmp_path / "a", seed=1)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"cannot write .*file/a \(Not a directory\)"):
        use(tmp_path / "file" / "a", seed=0)
