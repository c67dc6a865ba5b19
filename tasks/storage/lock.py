"""A lock on a folder, so that two processes never write into it at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import writing

LOCK = "lock"


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Hold a folder for this process. The lock ends with the process, however it ends.

    Yields:
        The lock's file descriptor: a child process that inherits it holds the folder, too.

    Raises:
        InputError: another process holds it, or it cannot be written.
    """
    with writing(folder):
        lock = (folder / LOCK).open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"{folder} is in use by another process: wait for it, or give --out another name"
            ) from None
        yield lock.fileno()
