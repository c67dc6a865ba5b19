"""FolderClaim: whether a folder may be used, new or resumed, and holding it while it is.

Every folder that a command makes says in one file, its marker, what it is for. The same work is
resumed in it; other work, and a folder that somebody else made, are refused.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EACCES, ENOTDIR
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.storage.atomic import TEMPORARY, writing
from clipo_bench.tasks.storage.identity import differences
from clipo_bench.tasks.storage.lock import LOCK, locked


@dataclass(frozen=True, slots=True)
class FolderClaim:
    """What a folder is to be used for.

    Attributes:
        what: how messages call it, such as ``run`` in ``holds another run``.
        marker: the name of the file that says what a folder is for.
        identity: what must be equal for the work to be resumed.
        held: reads the identity that a folder's marker states.
        begun: whether a folder holds work already, which other work would be mixed with.
        mark: writes the marker; called whenever the folder may be used.
        advice: what to do about a folder that holds other work, if not the usual.
    """

    what: str
    marker: str
    identity: Mapping[str, Any]
    held: Callable[[Path], Mapping[str, Any]]
    begun: Callable[[Path], bool]
    mark: Callable[[Path], None]
    advice: str = ""


def is_free(folder: Path) -> bool:
    """Whether nothing is there, or an empty folder.

    A lock, and a file that was being written, are left by a start that was killed.
    """
    if not folder.exists():
        return True
    return folder.is_dir() and all(
        path.name == LOCK or path.name.endswith(TEMPORARY) for path in folder.iterdir()
    )


def require_usable(folder: Path, claim: FolderClaim) -> None:
    """Refuse a folder that holds something else.

    Raises:
        InputError: it holds other work of this kind, or none of this kind.
    """
    if is_free(folder):
        return
    if not (folder / claim.marker).is_file():
        raise InputError(
            f"{folder} exists and is not the folder of a {claim.what} "
            f"(it has no {claim.marker}): give {option('out')} another name"
        )
    try:
        held = claim.held(folder)
    except InputError as error:
        raise InputError(
            f"{error}. To leave {folder} as it is, give {option('out')} another name"
        ) from None
    if not claim.begun(folder):
        return
    if found := "; ".join(differences(dict(held), dict(claim.identity))):
        advice = claim.advice or f"give {option('out')} another name"
        raise InputError(f"{folder} holds another {claim.what} ({found}): {advice}")


def require_place(folder: Path, claim: FolderClaim) -> None:
    """Refuse a folder that `open_folder` would refuse, before the work that ends in it.

    Raises:
        InputError: it holds something else, is in use, or cannot be written.
    """
    require_usable(folder, claim)
    if folder.exists():
        with locked(folder):
            return
    place = next(parent for parent in folder.absolute().parents if parent.exists())
    with writing(folder):
        if not place.is_dir():
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR))
        if not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))


@contextmanager
def open_folder(folder: Path, claim: FolderClaim) -> Iterator[int]:
    """Hold a folder for this process: a new one, or the one of the same work.

    Yields:
        The lock's file descriptor: a child process that inherits it holds the folder, too.

    Raises:
        InputError: the folder holds something else, is in use, or cannot be written.
    """
    require_usable(folder, claim)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder) as lock:
        require_usable(folder, claim)  # another process may have used it in between
        claim.mark(folder)
        yield lock
