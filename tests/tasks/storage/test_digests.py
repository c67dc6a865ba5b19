"""Files that a manifest holds by their digests."""

import json
from pathlib import Path

import pytest

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.digests import require_digests, write_digests


def test_a_folder_as_written_is_taken_and_a_changed_file_named(tmp_path: Path) -> None:
    (tmp_path / "state.pt").write_bytes(b"state")
    require_digests(tmp_path)  # of an older version
    write_digests(tmp_path, ["state.pt"])
    require_digests(tmp_path)
    (tmp_path / "state.pt").write_bytes(b"stage")
    with pytest.raises(InputError, match=r"state\.pt is not what it was"):
        require_digests(tmp_path)
    (tmp_path / "state.pt").unlink()
    with pytest.raises(InputError, match=r"state\.pt is missing"):
        require_digests(tmp_path)


@pytest.mark.parametrize("value", [[], {}, {"files": []}, {"filer": {"state.pt": "a"}}])
def test_a_damaged_manifest_is_named(tmp_path: Path, value: object) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(value))
    with pytest.raises(InputError, match=r"manifest\.json is damaged"):
        require_digests(tmp_path)


def test_no_other_folders_file_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (tmp_path / "b").write_text("b")
    (folder / "manifest.json").write_text('{"files": {"../b": "0"}}')
    with pytest.raises(InputError, match="is missing"):
        require_digests(folder)
