"""Merge: the run folders of all shards into that of one run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, TypeVar

from clipo_bench.bench_suite.evaluation.metrics import lm_eval_figures, summarise
from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse, open_responses
from clipo_bench.reports.gate_integrity import require_untouched
from clipo_bench.reports.run import read_run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.harness.shard import Shard, require_whole
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.identity import differences
from clipo_bench.tasks.storage.problem_table import read_problems
from clipo_bench.tasks.storage.run_folder import (
    GRADING,
    finish_run,
    now,
    open_run,
    read_manifest,
    read_samples,
)
from clipo_bench.tasks.storage.run_schema import PROBLEMS, RESPONSES, Manifest, Sample

Item = TypeVar("Item", Sample, Problem)


@dataclass(frozen=True, slots=True)
class ShardRun:
    """The run of one shard."""

    folder: Path
    shard: Shard
    manifest: Manifest
    samples: list[Sample]
    problems: list[Problem]


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
    if Path(out).resolve() in [Path(folder).resolve() for folder in folders]:
        raise InputError(
            f"{out} is one of the shards, which merging leaves as they are: give {option('out')} "
            "the name of a new folder"
        )
    parts = [_read(Path(folder)) for folder in folders]
    parts.sort(key=lambda part: part.shard.number)
    _require_whole(parts)
    manifest = replace(
        _without_shard(parts[0].manifest),
        name=name,
        command=tuple(command),
        warnings=tuple(dict.fromkeys(chain(*(part.manifest.warnings for part in parts)))),
        created=now(),
        files={},
    )
    recorded = manifest.settings["backend"] == "recorded"
    samples = list(_ordered([part.samples for part in parts], lambda one: one.problem_id, recorded))
    problems = list(_ordered([part.problems for part in parts], lambda one: one.id, recorded))
    metrics: dict[str, Any] = {"slices": summarise(samples)}
    if not recorded:
        metrics["lm_eval"] = lm_eval_figures(samples)
    with open_run(Path(out), manifest) as lock:
        if not recorded:
            _merge_journals(parts, Path(out))
        grading = _graded_by(parts[0].manifest)
        finish_run(Path(out), lock, metrics, samples, problems, grading=grading)
    return metrics


def _read(folder: Path) -> ShardRun:
    require_untouched(read_run(folder))
    manifest = read_manifest(folder)
    shard = manifest.selection.get("shard")
    if shard is None:
        raise InputError(f"{folder} is a whole run, not a shard: merge what --shard made")
    samples, problems = read_samples(folder), read_problems(folder / PROBLEMS)
    return ShardRun(folder, Shard.parse(str(shard)), manifest, samples, problems)


def _without_shard(manifest: Manifest) -> Manifest:
    selection = {key: value for key, value in manifest.selection.items() if key != "shard"}
    return replace(manifest, selection=selection)


def _require_whole(parts: Sequence[ShardRun]) -> None:
    if not parts:
        raise InputError("no shards to merge: give the folder of each")
    first = parts[0]
    for part in parts[1:]:
        one, other = (_without_shard(p.manifest).identity for p in (first, part))
        if found := "; ".join(differences(one, other)):
            raise InputError(
                f"{first.folder} and {part.folder} are shards of different runs ({found})"
            )
    for part in parts[1:]:
        one, other = (_graded_by(p.manifest) for p in (first, part))
        if found := "; ".join(differences(one, other)):
            raise InputError(
                f"{first.folder} and {part.folder} were graded by different versions ({found}): "
                "run both shards' commands again with one version, in new folders"
            )
    recorded = first.manifest.settings["backend"] == "recorded"
    require_whole(
        [(part.folder, part.shard) for part in parts],
        "clipo-bench grade" if recorded else "clipo-bench eval",
    )


def _graded_by(manifest: Manifest) -> dict[str, str]:
    return {name: manifest.versions[name] for name in GRADING if name in manifest.versions}


def _ordered(
    parts: Sequence[Sequence[Item]], problem: Callable[[Item], str], recorded: bool
) -> Iterator[Item]:
    """The order in which one process would have asked, or read them from a recording."""
    return _in_one_turn(parts, problem) if recorded else _in_turn(parts, problem)


def _in_turn(parts: Sequence[Sequence[Item]], problem: Callable[[Item], str]) -> Iterator[Item]:
    """One run's order: benchmark by benchmark, the shards' problems in turn."""
    # Of each part: benchmark and problem to what belongs to the original and its variants.
    found: list[dict[str, dict[str, list[Item]]]] = []
    for part in parts:
        by_problem: dict[str, dict[str, list[Item]]] = {}
        for item in part:
            problems = by_problem.setdefault(item.benchmark, {})
            problems.setdefault(problem(item), []).append(item)
        found.append(by_problem)
    for benchmark in found[0]:
        columns = (by_problem.get(benchmark, {}).values() for by_problem in found)
        for row in zip_longest(*columns, fillvalue=()):
            yield from chain(*row)


def _in_one_turn(parts: Sequence[Sequence[Item]], problem: Callable[[Item], str]) -> Iterator[Item]:
    """The order of a recording: its problems and variants in turn, whatever benchmark's."""
    found: list[dict[tuple[str, ...], list[Item]]] = []
    for part in parts:
        texts: dict[tuple[str, ...], list[Item]] = {}
        for item in part:
            text = (item.benchmark, problem(item), item.kind, item.variant_id)
            texts.setdefault(text, []).append(item)
        found.append(texts)
    for row in zip_longest(*(texts.values() for texts in found), fillvalue=()):
        yield from chain(*row)


def _merge_journals(parts: Sequence[ShardRun], out: Path) -> None:
    """Write the shards' responses; what an interrupted merge wrote is among them.

    Raises:
        InputError: `out` holds responses of a run that is no merge of these, or a shard's journal
            is damaged.
    """
    with open_responses(out / RESPONSES) as journal:
        keys: set[str] = set()
        for one in _all_responses(parts):
            keys.add(one.response.key)
            _require_same(journal.get(one.response.key), one, out)
        for held in journal:
            if held.response.key not in keys:
                _require_same(held, None, out)
        for one in _all_responses(parts):
            if one.response.key not in journal:
                journal.append(one)


def _require_same(held: RecordedResponse | None, one: RecordedResponse | None, out: Path) -> None:
    if held is not None and held != one:
        raise InputError(
            f"{out} holds responses of another run of the same settings: give "
            f"{option('out')} another name"
        )


def _all_responses(parts: Sequence[ShardRun]) -> Iterator[RecordedResponse]:
    return chain.from_iterable(_responses(part.folder) for part in parts)


def _responses(folder: Path) -> Iterator[RecordedResponse]:
    path = folder / RESPONSES
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield RecordedResponse.from_json(line.removesuffix(b"\n"))
            except ValueError as error:
                raise InputError(
                    f"{path} line {number} is damaged ({error}): run this shard's command again"
                ) from None
