"""A shard of a variant set: what came of every n-th problem, until `merge` writes the set.

What is made of a problem depends on no other, but which variants repeat a text of their family
does: so a shard holds a journal of outcomes, not a set. Its folder is ``manifest.json`` (the
identity of the whole set, and which shard it is), ``journal.jsonl`` and ``problems.parquet``.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any

from clipo_bench.perturbations.engine import Recipe, RewriteOutcome, rewrite
from clipo_bench.perturbations.variant_set.outcome_journal import open_outcomes, read_outcomes
from clipo_bench.perturbations.variant_set.writer import JOURNAL, held_identity, write_variants
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.harness.shard import Shard, require_whole
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.digests import require_digests
from clipo_bench.tasks.storage.folder_claim import FolderClaim, open_folder
from clipo_bench.tasks.storage.identity import differences, file_sha256
from clipo_bench.tasks.storage.json_file import read_json, write_json
from clipo_bench.tasks.storage.problem_table import iterate_problems, write_problems
from clipo_bench.tasks.storage.run_schema import MANIFEST, PROBLEMS


def write_shard(
    folder: Path,
    problems: Sequence[Problem],
    recipe: Recipe,
    wanted: Mapping[str, Any],
    shard: Shard,
    *,
    command: Sequence[str] = (),
    warnings: Sequence[str] = (),
    workers: int = 1,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Make the variants of one shard, or resume that.

    Args:
        folder: output folder; must not exist, be empty, or hold the same shard.
        problems: the originals of the whole set.
        recipe: kinds, k and seed.
        wanted: the whole set's identity, see `perturbations.variant_set.writer.identity`.
        shard: which of them.
        command: the command line, for the manifest.
        warnings: about results on these problems.
        workers: processes to use.
        on_progress: called with the problems that are done and their total.

    Returns:
        The shard's manifest.

    Raises:
        InputError: the shard has no problems, or the folder cannot be used.
    """
    part = shard.of(problems)
    if not part:
        raise InputError(
            f"{option('shard', str(shard))}: there are {len(problems)} problems, so this part has "
            "none: use fewer shards"
        )
    begun = {
        "identity": {**wanted, "shard": str(shard)},
        "command": list(command),
        "warnings": list(warnings),
    }
    with open_folder(folder, _claim(begun)):
        with open_outcomes(folder / JOURNAL, part) as journal:
            on_progress(journal.done, len(part))
            for outcomes in rewrite(part[journal.done :], recipe, workers):
                journal.append(outcomes)
                on_progress(journal.done, len(part))
        write_problems(folder / PROBLEMS, part)
        files = {name: file_sha256(folder / name) for name in (JOURNAL, PROBLEMS)}
        write_json(folder / MANIFEST, manifest := {**begun, "files": files})
    return manifest


def _claim(begun: Mapping[str, Any]) -> FolderClaim:
    def has_begun(folder: Path) -> bool:
        journal = folder / JOURNAL
        return journal.exists() and journal.stat().st_size > 0

    return FolderClaim(
        what="shard of a variant set",
        marker=MANIFEST,
        identity=begun["identity"],
        held=held_identity,
        begun=has_begun,
        mark=lambda folder: write_json(folder / MANIFEST, begun),
    )


@dataclass(frozen=True, slots=True)
class VariantShard:
    """A shard that has finished.

    Attributes:
        folder: where it lies.
        shard: which it is.
        manifest: its manifest.
        problems: its originals.
    """

    folder: Path
    shard: Shard
    manifest: Mapping[str, Any]
    problems: tuple[Problem, ...]

    @property
    def identity(self) -> dict[str, Any]:
        """That of the whole set."""
        return {n: v for n, v in self.manifest["identity"].items() if n != "shard"}


def is_shard(folder: Path) -> bool:
    """Whether a folder holds a shard of a variant set."""
    path = folder / MANIFEST
    value = read_json(path) if path.is_file() else None
    identity = value.get("identity") if isinstance(value, dict) else None
    return isinstance(identity, dict) and "shard" in identity


def read_shard(folder: Path) -> VariantShard:
    """Read a shard.

    Raises:
        InputError: it has not finished, or is damaged.
    """
    if not is_shard(folder):
        raise InputError(f"{folder} is no shard of a variant set: merge what --shard made")
    manifest = read_json(folder / MANIFEST)
    if "files" not in manifest:
        raise InputError(
            f"{folder} has not finished: run the command that made it again, and it resumes"
        )
    require_digests(folder)
    shard = Shard.parse(str(manifest["identity"]["shard"]))
    return VariantShard(folder, shard, manifest, tuple(iterate_problems(folder / PROBLEMS)))


def merge_variants(
    folders: Sequence[str | Path], out: str | Path, *, command: Sequence[str] = ()
) -> dict[str, Any]:
    """Merge the shards of a variant set into the set that one process would have written.

    Args:
        folders: those of all shards, in any order.
        out: the folder of the set.
        command: the command line, for the manifest.

    Returns:
        The set's manifest.

    Raises:
        InputError: a shard is missing, is there twice, has not finished or is of another set, or
            `out` holds something else.
    """
    parts = [read_shard(Path(folder)) for folder in folders]
    parts.sort(key=lambda part: part.shard.number)
    require_whole([(part.folder, part.shard) for part in parts], "clipo-bench perturb")
    for part in parts[1:]:
        if found := "; ".join(differences(parts[0].identity, part.identity)):
            raise InputError(
                f"{parts[0].folder} and {part.folder} are shards of different sets ({found})"
            )
    wanted = parts[0].identity
    rows = zip_longest(*(part.problems for part in parts))
    problems = [problem for problem in chain(*rows) if problem is not None]

    def made(done: int) -> Generator[tuple[RewriteOutcome, ...], None, None]:
        yield from islice(_outcomes(parts), done, None)

    return write_variants(
        Path(out),
        problems,
        Recipe(tuple(wanted["kinds"]), wanted["k"], wanted["seed"]),
        wanted,
        command=command,
        warnings=parts[0].manifest["warnings"],
        made=made,
    )


def _outcomes(parts: Sequence[VariantShard]) -> Iterator[tuple[RewriteOutcome, ...]]:
    """The outcomes of all shards, problem by problem in the set's order."""
    journals = (read_outcomes(part.folder / JOURNAL, part.problems) for part in parts)
    for row in zip_longest(*journals):
        yield from (outcomes for outcomes in row if outcomes is not None)
