"""Make a folder of variants from what was loaded: all that a user has to choose, and no more."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from clipo_bench.perturbations.engine import Recipe
from clipo_bench.perturbations.variant_set.shard import write_shard
from clipo_bench.perturbations.variant_set.writer import identity, write_variants
from clipo_bench.tasks.harness.shard import Shard
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources.loaded import Loaded


def make_variants(
    loaded: Loaded,
    folder: str | Path,
    recipe: Recipe,
    *,
    limit: int | None = None,
    workers: int = 1,
    shard: str | None = None,
    command: Sequence[str] = (),
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Write the verified variants of problems into a folder, or resume that.

    Args:
        loaded: from `tasks.sources.named.load_problems`.
        folder: output folder; must not exist, be empty, or contain the same set.
        recipe: kinds, k and seed.
        limit: only the first so many problems of each benchmark.
        workers: processes to use; the set does not depend on it.
        shard: such as ``2/4``: only this part of the problems, into a folder that
            `merge_variants` joins with the others.
        command: the command line, for the manifest.
        on_progress: called with the problems that are done and their total.

    Returns:
        The set's manifest, or the shard's; `tasks.variant_set.read_variants` reads the set itself.

    Raises:
        InputError: there is no variant at all, or the folder cannot be used.
    """
    by_benchmark: dict[str, list[Problem]] = {}
    for problem in loaded.problems:
        by_benchmark.setdefault(problem.benchmark, []).append(problem)
    chosen = [problem for problems in by_benchmark.values() for problem in problems[:limit]]
    name = ",".join(by_benchmark)
    data = dict(loaded.benchmarks) or loaded.fingerprint
    wanted = identity(name, data, chosen, recipe, limit)
    if shard is not None:
        return write_shard(
            Path(folder),
            chosen,
            recipe,
            wanted,
            Shard.parse(shard),
            command=command,
            warnings=loaded.warnings,
            workers=workers,
            on_progress=on_progress,
        )
    return write_variants(
        Path(folder),
        chosen,
        recipe,
        wanted,
        command=command,
        warnings=loaded.warnings,
        workers=workers,
        on_progress=on_progress,
    )
