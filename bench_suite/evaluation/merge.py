"""Merge: the run folders of all shards into that of one run."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.evaluation.metrics import lm_eval_figures, summarise
from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.harness.shard import Shard
from clipo_bench.tasks.storage.identity import differences
from clipo_bench.tasks.storage.journal import Journal
from clipo_bench.tasks.storage.run_folder import (
    finish_run,
    now,
    open_run,
    read_manifest,
    read_samples,
)
from clipo_bench.tasks.storage.run_schema import RESPONSES, Manifest, Sample


@dataclass(frozen=True, slots=True)
class ShardRun:
    """The run of one shard."""

    folder: Path
    shard: Shard
    manifest: Manifest
    samples: list[Sample]


def merge_runs(
    folders: Sequence[str | Path], out: str | Path, *, name: str = "", command: Sequence[str] = ()
) -> dict[str, Any]:
    """Merge the finished runs of all shards, as ``clipo-bench merge`` does.

    The result is what one run would have written: the same journal lines, and the same samples
    in the same order.

    Args:
        folders: one run folder per shard, in any order.
        out: the run folder to write.
        name: what reports call the run; empty for the folder's name.
        command: the command line, for the manifest.

    Returns:
        The metrics, as written to ``metrics.json``.

    Raises:
        InputError: a shard is missing, is there twice, has not finished or is of another run, or
            `out` holds another run.
    """
    parts = [_read(Path(folder)) for folder in folders]
    parts.sort(key=lambda part: part.shard.number)
    _require_whole(parts)
    manifest = replace(
        _without_shard(parts[0].manifest),
        name=name,
        command=tuple(command),
        warnings=tuple(dict.fromkeys(chain(*(part.manifest.warnings for part in parts)))),
        created=now(),
    )
    samples = list(_in_order(parts))
    metrics = {"slices": summarise(samples), "lm_eval": lm_eval_figures(samples)}
    with open_run(Path(out), manifest) as lock:
        _merge_journals(parts, Path(out))
        finish_run(Path(out), lock, metrics, samples)
    return metrics


def _read(folder: Path) -> ShardRun:
    manifest = read_manifest(folder)
    shard = manifest.selection.get("shard")
    if shard is None:
        raise InputError(f"{folder} is a whole run, not a shard: merge what --shard made")
    return ShardRun(folder, Shard.parse(str(shard)), manifest, read_samples(folder))


def _without_shard(manifest: Manifest) -> Manifest:
    selection = {key: value for key, value in manifest.selection.items() if key != "shard"}
    return replace(manifest, selection=selection)


def _require_whole(parts: Sequence[ShardRun]) -> None:
    if not parts:
        raise InputError("no shards to merge: give the run folder of each")
    first = parts[0]
    for part in parts[1:]:
        one, other = (_without_shard(p.manifest).identity for p in (first, part))
        if found := "; ".join(differences(one, other)):
            raise InputError(
                f"{first.folder} and {part.folder} are shards of different runs ({found})"
            )
    count = first.shard.count
    numbers = [part.shard.number for part in parts if part.shard.count == count]
    if len(numbers) < len(parts):
        raise InputError("the shards are of different counts: " + _listed(parts))
    if len(set(numbers)) < len(numbers):
        raise InputError("a shard is given twice: " + _listed(parts))
    if missing := [str(Shard(n, count)) for n in range(1, count + 1) if n not in numbers]:
        raise InputError(f"of {count} shards, {', '.join(missing)} are missing: {_listed(parts)}")


def _listed(parts: Sequence[ShardRun]) -> str:
    return ", ".join(f"{part.folder} is {part.shard}" for part in parts)


def _in_order(parts: Sequence[ShardRun]) -> Iterator[Sample]:
    """One run's order: benchmark by benchmark, the shards' problems in turn."""
    by_problem = [_by_problem(part.samples) for part in parts]
    for benchmark in by_problem[0]:
        columns = (problems.get(benchmark, {}).values() for problems in by_problem)
        for row in zip_longest(*columns, fillvalue=()):
            yield from chain(*row)


def _by_problem(samples: Sequence[Sample]) -> Mapping[str, Mapping[str, list[Sample]]]:
    """Benchmark and problem to the samples of its original and variants, in their order."""
    found: dict[str, dict[str, list[Sample]]] = {}
    for sample in samples:
        found.setdefault(sample.benchmark, {}).setdefault(sample.problem_id, []).append(sample)
    return found


def _merge_journals(parts: Sequence[ShardRun], out: Path) -> None:
    with closing(Journal(out / RESPONSES)) as journal:
        journal.keep(0)  # what an interrupted merge wrote
        for part in parts:
            with closing(Journal(part.folder / RESPONSES)) as source:
                for line in source.lines():
                    journal.append(RecordedResponse.from_json(line).to_json())
