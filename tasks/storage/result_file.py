"""Result files: written where the user asked, over nothing but an earlier result."""

from pathlib import Path

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import write_text, writing

_HEAD = 4096  # characters


def save_result(path: Path, text: str) -> None:
    """Write a result where the user asked for it, whole or not at all; its folder is made.

    Raises:
        InputError: it cannot be written there, or a file is there that is no result of ours.
    """
    if path.is_file() and not _is_ours(path, text):
        raise InputError(
            f"{path} exists and was not written by clipo-bench: choose another file, or remove it"
        )
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, text)


def _is_ours(path: Path, text: str) -> bool:
    """Whether a file is empty, or a result of the same format as `text`: its head names us."""
    with path.open(encoding="utf-8", errors="replace") as file:
        head = file.read(_HEAD)
    return not head or (head[:3] == text[:3] and "clipo-bench" in head)
