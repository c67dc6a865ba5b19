"""Atomic writes: a file or a folder is there whole, or what was there before still is."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Write a file whole or not at all.

    Args:
        path: the file; its folder must exist.

    Yields:
        The path to write to. It is renamed to `path` at the end, and removed after an error.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def atomic_folder(final: Path) -> Iterator[Path]:
    """Write a folder whole or not at all.

    Args:
        final: the folder; the one before stays until the new one is whole.

    Yields:
        An empty folder to write into.
    """
    new, old = _beside(final, "new"), _beside(final, "old")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    yield new
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def recover_folder(final: Path) -> None:
    """Bring a folder back whose process ended between the two renames of `atomic_folder`."""
    old = _beside(final, "old")
    if old.exists() and not final.exists():
        old.rename(final)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    with atomic_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _beside(final: Path, age: str) -> Path:
    return final.with_name(f".{final.name}.{age}")
