"""Problems by one name, as a user gives it: a benchmark's, or the path of an own file."""

import os
from pathlib import Path

from clipo_bench.tasks.benchmarks import OWN_SUFFIXES, find, own
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.sources.load import load
from clipo_bench.tasks.sources.loaded import Loaded
from clipo_bench.tasks.sources.own_file import load_file


def load_problems(source: str | Path, data_dir: str | Path | None = None) -> Loaded:
    """Load a benchmark, or a file of your own problems.

    Args:
        source: a benchmark's name such as ``gsm8k``, or a path such as ``my.jsonl``.
        data_dir: a folder with the benchmark's files; None loads from the hub.

    Raises:
        InputError: there is no such benchmark or file, or it cannot be read.
    """
    name = str(source)
    if not (isinstance(source, Path) or name.endswith(OWN_SUFFIXES) or os.sep in name):
        return load(find(name), None if data_dir is None else Path(data_dir))
    if data_dir is not None:
        raise InputError(f"--data-dir does nothing with {source}, which holds its problems")
    path = Path(source)
    own(path.stem)  # raises for a benchmark's name
    return load_file(path)
