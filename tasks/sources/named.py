"""Problems by one name, as a user gives it: a benchmark's, or the path of an own file."""

import os
from collections.abc import Sequence
from pathlib import Path

from clipo_bench.tasks.benchmarks import (
    GROUPS,
    OWN_SUFFIXES,
    PREFIX,
    Benchmark,
    expand,
    find,
    own,
    own_name,
)
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.sources.load import load
from clipo_bench.tasks.sources.loaded import Loaded
from clipo_bench.tasks.sources.own_file import load_file
from clipo_bench.tasks.storage.identity import digest


def load_problems(source: str | Path, data_dir: str | Path | None = None) -> Loaded:
    """Load a benchmark or several, or a file of your own problems.

    Args:
        source: a benchmark's name such as ``gsm8k``, several with commas between them, a group
            such as ``track1``, or a path such as ``my.jsonl``.
        data_dir: a folder with the benchmarks' files; None loads from the hub.

    Raises:
        InputError: there is no such benchmark or file, or it cannot be read.
    """
    name = str(source)
    folder = None if data_dir is None else Path(data_dir)
    if not (isinstance(source, Path) or name.endswith(OWN_SUFFIXES) or os.sep in name):
        several = "," in name or name.removeprefix(PREFIX) in GROUPS
        return _load_all(expand(name), folder) if several else load(find(name), folder)
    if data_dir is not None:
        raise InputError(
            f"{option('data_dir')} has no effect with {source}, which contains its problems: leave "
            "it out"
        )
    path = Path(source)
    own(own_name(path))  # raises for a benchmark's name
    return load_file(path)


def _load_all(benchmarks: Sequence[Benchmark], folder: Path | None) -> Loaded:
    if len(benchmarks) == 1:
        return load(benchmarks[0], folder)
    loaded = {benchmark.name: load(benchmark, folder) for benchmark in benchmarks}
    fingerprints = {name: one.fingerprint for name, one in loaded.items()}
    return Loaded(
        problems=tuple(problem for one in loaded.values() for problem in one.problems),
        fingerprint=digest(fingerprints),
        source=", ".join(one.source for one in loaded.values()),
        known=all(one.known for one in loaded.values()),
        warnings=tuple(warning for one in loaded.values() for warning in one.warnings),
        benchmarks=fingerprints,
    )
