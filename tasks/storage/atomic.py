"""Atomic writes: a file or a folder is there whole, or what was there before still is."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clipo_bench.tasks.errors import InputError

TEMPORARY = ".clipo-bench.tmp"
"""How the names of files end that are being written."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Name the place that cannot be written: a full disk, a folder that is read-only.

    Raises:
        InputError: in place of an `OSError` from within.
    """
    try:
        yield
    except OSError as error:
        advice = "free some space or choose" if error.errno in _NO_ROOM else "choose"
        raise InputError(
            f"cannot write {path} ({error.strerror or error}): {advice} another place; to resume "
            "from what was saved, run the same command again"
        ) from error


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Write a file whole or not at all.

    Args:
        path: the file; its folder must exist.

    Yields:
        The path to write to. It is renamed to `path` at the end, and removed after an error.

    Raises:
        InputError: it cannot be written.
    """
    # With the process's number: two that write the same report do not share it.
    temporary = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        with writing(path):
            yield temporary
            temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(final: Path) -> Iterator[Path]:
    """Write a folder whole or not at all.

    Args:
        final: the folder; the one before stays until the new one is whole.

    Yields:
        An empty folder to write into.

    Raises:
        InputError: it cannot be written.
    """
    new, old = _beside(final, "new"), _beside(final, "old")
    try:
        with writing(final):
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            yield new
            shutil.rmtree(old, ignore_errors=True)
            if final.exists():
                final.rename(old)
            new.rename(final)
    finally:
        shutil.rmtree(new, ignore_errors=True)
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
