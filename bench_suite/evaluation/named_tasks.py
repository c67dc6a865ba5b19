"""The tasks that a user names: benchmarks, groups, own files, and partial prompts of these."""

from clipo_bench.tasks.benchmarks import (
    OWN_SUFFIXES,
    PARTIAL,
    PREFIX,
    Benchmark,
    expand,
    find,
    own,
    own_name,
    partial,
)
from clipo_bench.tasks.errors import InputError

PARTIAL_FILE = "partial:"
"""Before the path of a file of one's own: its partial prompts."""


def named_tasks(tasks: str) -> tuple[list[Benchmark], dict[str, str]]:
    """The benchmarks that a text names, and the paths of those that are the user's own files.

    Raises:
        InputError: a name is unknown, or two files have one name.
    """
    named = [name.strip() for name in tasks.split(",") if name.strip()]
    ours = [name for name in named if not name.endswith(OWN_SUFFIXES)]
    parts = [name.removeprefix(PREFIX) for name in ours]
    parts = [name.removeprefix(PARTIAL) for name in parts if name.startswith(PARTIAL)]
    ours = [name for name in ours if not name.removeprefix(PREFIX).startswith(PARTIAL)]
    files: dict[str, str] = {}
    for task in dict.fromkeys(name for name in named if name.endswith(OWN_SUFFIXES)):
        path = task.removeprefix(PARTIAL_FILE)
        other = files.setdefault((PARTIAL if path != task else "") + own_name(path), path)
        if other != path:
            raise InputError(
                f"{other} and {path} would have the same name in the results: rename one of them"
            )
    benchmarks = expand(",".join(ours)) if ours or not (files or parts) else []
    partial_prompts = [partial(find(name)) for name in dict.fromkeys(parts)]
    return [*benchmarks, *partial_prompts, *map(own, files)], files
