"""Write a folder of variants, whole or not at all. `tasks.variant_set` reads it."""

import hashlib
import json
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from clipo_bench.perturbations.engine import Recipe, RewriteOutcome, distinct, rewrite
from clipo_bench.perturbations.variant import Refusal
from clipo_bench.perturbations.variant_set.certificate_record import to_record
from clipo_bench.perturbations.variant_set.coverage import Coverage, examples
from clipo_bench.perturbations.variant_set.doubted_golds import doubted_golds
from clipo_bench.perturbations.variant_set.fitting_kinds import other_kinds
from clipo_bench.perturbations.variant_set.outcome_journal import OutcomeJournal, open_outcomes
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.atomic import writing
from clipo_bench.tasks.storage.folder_claim import FolderClaim, is_free, open_folder, require_usable
from clipo_bench.tasks.storage.identity import digest, file_sha256
from clipo_bench.tasks.storage.json_file import read_json, write_json
from clipo_bench.tasks.storage.lock import LOCK
from clipo_bench.tasks.storage.problem_table import ProblemWriter, held_columns, to_row
from clipo_bench.tasks.storage.run_schema import MANIFEST
from clipo_bench.tasks.variant_set import (
    CERTIFICATES,
    FILES,
    ORIGINALS,
    REFUSALS,
    VARIANTS,
    check_variants,
)

JOURNAL = "journal.jsonl"
Made = Callable[[int], Generator[tuple[RewriteOutcome, ...], None, None]]
"""The outcomes of the problems from the given number on."""
_CAUSES = 3  # of each reason, in a message


def identity(
    benchmark: str,
    data: str | dict[str, str],
    problems: Sequence[Problem],
    recipe: Recipe,
    limit: int | None,
) -> dict[str, Any]:
    """What makes two variant sets the same set.

    Args:
        benchmark: the benchmark's name; several with commas between them.
        data: the fingerprint of all that was loaded; of several benchmarks by name.
        problems: those that are used.
        recipe: kinds, k and seed.
        limit: how many problems of each benchmark were used; None for all.
    """
    return {
        "benchmark": benchmark,
        "data": data,
        "problems": _content_hash(problems),
        "kinds": list(recipe.kinds),
        "k": recipe.k,
        "seed": recipe.seed,
        "limit": limit,
        "version": version("clipo-bench"),
    }


def write_variants(
    folder: Path,
    problems: Sequence[Problem],
    recipe: Recipe,
    wanted: Mapping[str, Any],
    *,
    command: Sequence[str] = (),
    warnings: Sequence[str] = (),
    workers: int = 1,
    made: Made | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Make a variant set, or resume one that was stopped. Same set, same bytes.

    What came of each problem goes into a journal beside the folder's final name at once. From
    that the set is written, and renamed when it is whole.

    Args:
        folder: output folder; must not exist, be empty, or contain the same set.
        problems: the originals.
        recipe: kinds, k and seed.
        wanted: the set's `identity`.
        command: the command line, for the manifest.
        warnings: about results on these problems.
        workers: processes to use; the set does not depend on it.
        made: where the outcomes come from, if they were made before.
        on_progress: called with the problems that are done and their total.

    Returns:
        The manifest. Beside the command, it holds nothing of the machine or the hour.

    Raises:
        InputError: there is no variant at all, the folder holds something else, it is in use,
            or it cannot be written.
    """
    folder = folder.resolve()
    partial = folder.with_name(f".{folder.name}.partial")
    if (held := read_existing(folder, wanted)) is not None:
        shutil.rmtree(partial, ignore_errors=True)  # of a start that was killed at its very end
        return held
    with ExitStack() as stack:
        stack.enter_context(open_folder(partial, _unfinished(wanted)))
        journal = stack.enter_context(open_outcomes(partial / JOURNAL, problems))
        made = made or (lambda done: rewrite(problems[done:], recipe, workers))
        _resume(journal, made, len(problems), on_progress)
        with writing(partial):
            outcomes = distinct(problems, journal.read())
            columns = held_columns(problems)
            manifest = _write_set(partial / "set", outcomes, wanted, command, warnings, columns)
            any_made = any(counts["variants"] for counts in manifest["coverage"].values())
            doubt = doubted_golds(partial / "set", manifest)
            if any_made:
                (folder / LOCK).unlink(missing_ok=True)  # of a command that ended at its start
                (partial / "set").replace(folder)
        shutil.rmtree(partial, ignore_errors=True)
    if not any_made:
        raise InputError(_nothing_made(manifest, problems, doubt))
    return manifest


def read_existing(folder: Path, wanted: Mapping[str, Any]) -> dict[str, Any] | None:
    """The manifest of this very set, if the folder already holds it whole; None if it is free.

    Raises:
        InputError: the folder holds something else, or is damaged.
    """
    if is_free(folder):
        return None
    require_usable(folder, _finished(wanted))
    return check_variants(folder)


def _finished(wanted: Mapping[str, Any]) -> FolderClaim:
    """A folder that holds the whole set, or will."""
    return FolderClaim(
        what="variant set",
        marker=MANIFEST,
        identity=wanted,
        held=held_identity,
        begun=lambda folder: True,
        mark=lambda folder: None,  # the manifest comes with the set
    )


def held_identity(folder: Path) -> dict[str, Any]:
    """The identity that a folder's manifest states.

    Raises:
        InputError: it states none.
    """
    manifest = read_json(folder / MANIFEST)
    identity = manifest.get("identity") if isinstance(manifest, dict) else None
    if not isinstance(identity, dict):
        raise InputError(f"{folder / MANIFEST} is not the manifest of a variant set")
    return identity


def _unfinished(wanted: Mapping[str, Any]) -> FolderClaim:
    """The folder beside it, where the set is made; what another command left is not mixed in."""

    def begun(folder: Path) -> bool:
        journal = folder / JOURNAL
        return journal.exists() and journal.stat().st_size > 0

    return FolderClaim(
        what="unfinished variant set",
        marker=MANIFEST,
        identity=wanted,
        held=held_identity,
        begun=begun,
        mark=lambda folder: write_json(folder / MANIFEST, {"identity": dict(wanted)}),
        advice=f"give {option('out')} another name, or remove that folder",
    )


def _resume(
    journal: OutcomeJournal,
    made: Made,
    total: int,
    on_progress: Callable[[int, int], None],
) -> None:
    on_progress(journal.done, total)
    with closing(made(journal.done)) as rest:
        for outcomes in rest:
            journal.append(outcomes)
            on_progress(journal.done, total)


def _write_set(
    folder: Path,
    outcomes: Iterable[RewriteOutcome],
    wanted: Mapping[str, Any],
    command: Sequence[str],
    warnings: Sequence[str],
    optional: Sequence[str],
) -> dict[str, Any]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    coverage = {kind: Coverage() for kind in wanted["kinds"]}
    content = _write_files(folder, _counted(outcomes, coverage, wanted["k"]), optional)
    manifest = {
        "identity": dict(wanted),
        "fingerprint": digest([dict(wanted), content]),
        "command": list(command),
        "versions": {"clipo-bench": version("clipo-bench"), "pyarrow": version("pyarrow")},
        "warnings": list(warnings),
        "coverage": {kind: counts.as_json() for kind, counts in coverage.items()},
        "files": {name: file_sha256(folder / name) for name in FILES},
    }
    write_json(folder / MANIFEST, manifest)
    return manifest


def _counted(
    outcomes: Iterable[RewriteOutcome], coverage: Mapping[str, Coverage], k: int
) -> Iterator[RewriteOutcome]:
    for outcome in outcomes:
        coverage[outcome.kind].add(outcome, k)
        yield outcome


def _write_files(folder: Path, outcomes: Iterable[RewriteOutcome], optional: Sequence[str]) -> str:
    """Stream originals, variants, certificates and refusals; hash what the first two hold."""
    content = hashlib.sha256()
    last = ""
    with (
        ProblemWriter(folder / ORIGINALS, optional) as originals,
        ProblemWriter(folder / VARIANTS, optional) as variants,
        (folder / CERTIFICATES).open("w", encoding="utf-8") as certificates,
        (folder / REFUSALS).open("w", encoding="utf-8") as refusals,
    ):
        for outcome in outcomes:
            if outcome.refusal is not None:
                refusals.write(_line(_refusal(outcome.original, outcome.refusal)))
            if outcome.variants and outcome.original.id != last:
                last = outcome.original.id
                originals.write(outcome.original)
                content.update(_row_bytes(outcome.original))
            for variant in outcome.variants:
                variants.write(variant.problem)
                content.update(_row_bytes(variant.problem))
                certificates.write(_line(to_record(variant)))
    return content.hexdigest()


def _refusal(original: Problem, refusal: Refusal) -> dict[str, str]:
    """The question too: without it an id would not tell a reader what was refused."""
    doubt = {"gold": original.gold, "computed": refusal.computed} if refusal.computed else {}
    return {
        "problem_id": original.id,
        "kind": refusal.kind,
        "reason": refusal.reason.value,
        "detail": refusal.detail,
        **doubt,
        "question": original.body,
    }


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _content_hash(problems: Iterable[Problem]) -> str:
    content = hashlib.sha256()
    for problem in problems:
        content.update(_row_bytes(problem))
    return content.hexdigest()[:16]


def _row_bytes(problem: Problem) -> bytes:
    return json.dumps(to_row(problem)).encode() + b"\n"


def _nothing_made(manifest: Mapping[str, Any], problems: Sequence[Problem], doubt: str) -> str:
    coverage = manifest["coverage"]
    found = [
        f"{kind}: {count} {reason} ({', '.join(texts[:_CAUSES])})"
        for kind, counts in coverage.items()
        for reason, count in counts["refusals"].items()
        if (texts := [text for _, text in examples(counts, reason)])
    ]
    name = manifest["identity"]["benchmark"]
    # Other kinds would copy a wrong gold: it has to be corrected first.
    advice = doubt or other_kinds(coverage, problems) or f"try other {option('kinds')}"
    return (
        f"no problem of {name} could be rewritten, so nothing was written; {advice}. "
        f"Refused: {'; '.join(found)}"
    )
