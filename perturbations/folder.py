"""Write a folder of variants, whole or not at all. `tasks.variant_set` reads it."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from perturbations.engine import Outcome, Recipe
from perturbations.variant import Variant
from tasks.errors import InputError
from tasks.problem import Problem
from tasks.problem_table import to_row, write_problems
from tasks.records import MANIFEST, digest, write_json, write_text
from tasks.variant_set import CERTIFICATES, FILES, ORIGINALS, VARIANTS, file_sha256, read_variants


@dataclass(slots=True)
class Coverage:
    """How far one kind of rewrite reached: refusals are part of the result.

    Attributes:
        problems: how many were asked for.
        rewritten: how many got at least one variant.
        variants: how many variants there are.
        fewer_than_k: how many of the rewritten got fewer than asked.
        refusals: how many got none, by `Reason`.
    """

    problems: int = 0
    rewritten: int = 0
    variants: int = 0
    fewer_than_k: int = 0
    refusals: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, Any]:
        """The counts, with refusals in a fixed order."""
        counts = {name: getattr(self, name) for name in ("problems", "rewritten", "variants")}
        refusals = dict(sorted(self.refusals.items()))
        return {**counts, "fewer_than_k": self.fewer_than_k, "refusals": refusals}


def count_coverage(outcomes: Iterable[Outcome], wanted: Mapping[str, Any]) -> dict[str, Coverage]:
    """Count what became of each problem, per kind, against the k of the set's `identity`."""
    found: dict[str, Coverage] = {}
    for outcome in outcomes:
        coverage = found.setdefault(outcome.kind, Coverage())
        coverage.problems += 1
        coverage.rewritten += bool(outcome.variants)
        coverage.variants += len(outcome.variants)
        coverage.fewer_than_k += 0 < len(outcome.variants) < wanted["k"]
        if outcome.refusal is not None:
            coverage.refusals[outcome.refusal.reason.value] += 1
    return found


def identity(benchmark: str, data: str, recipe: Recipe, limit: int | None) -> dict[str, Any]:
    """What makes two variant sets the same set.

    Args:
        benchmark: the benchmark's name.
        data: the fingerprint of the problems that were loaded.
        recipe: kinds, k and seed.
        limit: how many of the problems were used; None for all.
    """
    return {
        "benchmark": benchmark,
        "data": data,
        "kinds": list(recipe.kinds),
        "k": recipe.k,
        "seed": recipe.seed,
        "limit": limit,
        "version": version("clipo-bench"),
    }


def read_existing(folder: Path, wanted: Mapping[str, Any]) -> dict[str, Any] | None:
    """The manifest of this very set, if the folder already holds it whole; None if it is free.

    Raises:
        InputError: the folder holds something else, or is damaged.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    if not (folder / MANIFEST).is_file():
        raise InputError(f"{folder} exists and is no variant set: give --out another name")
    manifest = dict(read_variants(folder).manifest)
    held = manifest.get("identity", {})
    if differing := [name for name in wanted if held.get(name) != wanted[name]]:
        raise InputError(
            f"{folder} holds another variant set ({', '.join(differing)} differ): "
            "give --out another name, or remove the folder"
        )
    return manifest


def write_variants(
    folder: Path,
    outcomes: Sequence[Outcome],
    wanted: Mapping[str, Any],
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    """Write a variant set beside its final name, then rename it. Same set, same bytes.

    Args:
        folder: where it shall be; must not exist, or be empty.
        outcomes: what the engine made, in its order.
        wanted: the set's `identity`.
        warnings: what a reader of results on these problems has to know.

    Returns:
        The manifest that was written. It holds nothing of the machine or the hour.

    Raises:
        InputError: there is no variant at all.
    """
    coverage = {kind: counts.as_json() for kind, counts in count_coverage(outcomes, wanted).items()}
    variants = [variant for outcome in outcomes for variant in outcome.variants]
    if not variants:
        reasons = {kind: counts["refusals"] for kind, counts in coverage.items()}
        raise InputError(
            f"no problem of {wanted['benchmark']} could be rewritten ({reasons}): "
            "nothing was written; try other --kinds"
        )
    originals = _originals(outcomes)
    problems = [variant.problem for variant in variants]
    folder = folder.resolve()
    partial = folder.with_name(f".{folder.name}.partial")
    if partial.exists():  # left by a run that was interrupted
        shutil.rmtree(partial)
    partial.mkdir(parents=True)
    write_problems(partial / ORIGINALS, originals)
    write_problems(partial / VARIANTS, problems)
    write_text(partial / CERTIFICATES, "".join(map(_certificate_line, variants)))
    files = {name: file_sha256(partial / name) for name in FILES}
    manifest = {
        "identity": dict(wanted),
        "fingerprint": digest([dict(wanted), *map(to_row, (*originals, *problems))]),
        "command": _command(wanted),
        "versions": {"clipo-bench": version("clipo-bench"), "pyarrow": version("pyarrow")},
        "warnings": list(warnings),
        "coverage": coverage,
        "files": files,
    }
    write_json(partial / MANIFEST, manifest)
    partial.replace(folder)
    return manifest


def _command(wanted: Mapping[str, Any]) -> list[str]:
    """The command that makes the set anywhere: without paths and workers."""
    limit = [] if wanted["limit"] is None else ["--limit", str(wanted["limit"])]
    kinds, k, seed = ",".join(wanted["kinds"]), str(wanted["k"]), str(wanted["seed"])
    start = ["clipo-bench", "perturb", wanted["benchmark"]]
    return [*start, "--kinds", kinds, "-k", k, "--seed", seed, *limit]


def _originals(outcomes: Iterable[Outcome]) -> list[Problem]:
    return list({one.original.id: one.original for one in outcomes if one.variants}.values())


def _certificate_line(variant: Variant) -> str:
    record = {
        "problem_id": variant.problem.id,
        "variant_id": variant.problem.variant_id,
        "method": variant.certificate.method,
        "evidence": dict(variant.certificate.evidence),
        "checks": list(variant.certificate.checks),
        "edits": [[edit.start, edit.end, edit.before, edit.after] for edit in variant.edits],
    }
    return json.dumps(record, ensure_ascii=False) + "\n"
