"""A lock on a folder, so that two processes never write into it at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.storage.atomic import writing

LOCK = "lock"


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Hold a folder for this process. The lock ends with the process, however it ends.

    Yields:
        The lock's file descriptor: a child process that inherits it holds the folder, too.

    Raises:
        InputError: another process holds it, or it cannot be written.
        ExternalError: it was removed at that very moment.
    """
    with writing(folder):
        lock = (folder / LOCK).open("w")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"{folder} is in use by another process: wait for it, or give "
                f"{option('out')} another name"
            ) from None
        require_held(folder, lock.fileno())  # not removed before it was held
        yield lock.fileno()


def require_held(folder: Path, lock: int) -> None:
    """Before what ends the work is written: is the folder still the one that is held?

    It may have been removed and made again by another process, whose results would be mixed with
    ours: the lock is on the folder that is gone, the writes go by name.

    Args:
        folder: the one that `locked` holds.
        lock: what `locked` gave.

    Raises:
        ExternalError: it is another.
    """
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(lock), (folder / LOCK).stat()):
            return
    raise ExternalError(
        f"{folder} was removed or replaced while this command wrote into it: nothing more is "
        "written; start the command again"
    )
