"""Tasks by the names that a user types: benchmarks, groups and own files."""

from clipo_bench.tasks.benchmarks import OWN_SUFFIXES, Benchmark, expand, own, own_name
from clipo_bench.tasks.errors import InputError


def named_tasks(tasks: str) -> tuple[list[Benchmark], dict[str, str]]:
    """The benchmarks that a text names, and the paths of those that are the user's own files."""
    named = [name.strip() for name in tasks.split(",") if name.strip()]
    ours = [name for name in named if not name.endswith(OWN_SUFFIXES)]
    files: dict[str, str] = {}
    for path in dict.fromkeys(name for name in named if name.endswith(OWN_SUFFIXES)):
        other = files.setdefault(own_name(path), path)
        if other != path:
            raise InputError(
                f"{other} and {path} would have the same name in the results: rename one of them"
            )
    benchmarks = expand(",".join(ours)) if ours or not files else []
    return [*benchmarks, *map(own, files)], files
