"""The digests of files, kept in a manifest beside them: a damaged file is found on reading."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.identity import file_sha256
from clipo_bench.tasks.storage.json_file import read_json, write_json
from clipo_bench.tasks.storage.run_schema import MANIFEST


def require_digest(path: Path, files: Mapping[str, str], source: str) -> None:
    """Refuse a file that is not the one that was written.

    Args:
        path: the file.
        files: names and sha256; one of an older version lacks the name, and is taken as it is.
        source: where `files` stands.

    Raises:
        InputError: its sha256 is another.
    """
    expected = files.get(path.name)
    if expected is not None and file_sha256(path) != expected:
        raise InputError(
            f"{path} is not what it was when it was written: its sha256 is not that in {source}; "
            "restore both from a copy, or make them again with the same command"
        )


def write_digests(folder: Path, names: Iterable[str]) -> None:
    """Write a folder's ``manifest.json``: ``{"files": {"state.pt": "<sha256>"}}``."""
    write_json(folder / MANIFEST, {"files": {name: file_sha256(folder / name) for name in names}})


def require_digests(folder: Path) -> None:
    """Refuse a folder with a file that is not the one for which `write_digests` was called.

    A folder of an older version has no manifest, and is taken as it is.

    Raises:
        InputError: names the file.
    """
    manifest = folder / MANIFEST
    if not manifest.exists():
        return
    value = read_json(manifest)
    files = value.get("files") if isinstance(value, dict) else None
    if not isinstance(files, dict) or not files:
        raise InputError(f"{manifest} is damaged: it has no digests of the folder's files")
    for name in files:
        path = folder / name
        if path.name != name or not path.is_file():
            raise InputError(f"{path} is missing, but {manifest} names it: restore both")
        require_digest(path, files, str(manifest))
