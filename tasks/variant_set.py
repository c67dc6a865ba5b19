"""VariantSet: a folder of verified variants with their originals, as all packages read it.

The folder is ``manifest.json``, ``originals.parquet``, ``variants.parquet``,
``certificates.jsonl`` (per variant its edits and how its gold is known) and
``refusals.jsonl`` (per problem and kind without variants the reason).
`perturbations` makes it; this file only knows how to read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.identity import file_sha256
from clipo_bench.tasks.storage.json_file import read_json
from clipo_bench.tasks.storage.run_schema import MANIFEST

ORIGINALS = "originals.parquet"
VARIANTS = "variants.parquet"
CERTIFICATES = "certificates.jsonl"
REFUSALS = "refusals.jsonl"
KEYS = {"identity", "fingerprint", "warnings"}
FILES = (ORIGINALS, VARIANTS, CERTIFICATES, REFUSALS)


@dataclass(frozen=True, slots=True)
class VariantSet:
    """Originals and their variants; a variant's `id` and `benchmark` are its original's.

    Attributes:
        originals: the problems that have at least one variant, in the benchmark's order.
        variants: the rewritten problems, in the order of their originals.
        fingerprint: the hash of the identity and of the files' contents.
        data: the fingerprint of the benchmark that the originals are from, by its name.
        warnings: about results on these problems.
        manifest: how the set was made: command, seed, kinds, coverage, refusals.
    """

    originals: tuple[Problem, ...]
    variants: tuple[Problem, ...]
    fingerprint: str
    data: Mapping[str, str]
    warnings: tuple[str, ...]
    manifest: Mapping[str, Any]


def read_variants(folder: str | Path) -> VariantSet:
    """Read a folder that ``clipo-bench perturb`` wrote.

    Raises:
        InputError: it is no such folder, or a file in it is missing or damaged.
    """
    from clipo_bench.tasks.storage.problem_table import read_problems

    folder = Path(folder)
    manifest = check_variants(folder)
    return VariantSet(
        originals=tuple(read_problems(folder / ORIGINALS)),
        variants=tuple(read_problems(folder / VARIANTS)),
        fingerprint=str(manifest["fingerprint"]),
        data=_data(manifest["identity"]),
        warnings=tuple(manifest["warnings"]),
        manifest=manifest,
    )


def _data(identity: Mapping[str, Any]) -> dict[str, str]:
    """The fingerprints by benchmark; a set of one benchmark has one, without the name."""
    data = identity["data"]
    return dict(data) if isinstance(data, dict) else {identity["benchmark"]: str(data)}


def check_variants(folder: Path) -> dict[str, Any]:
    """Read the manifest of a variant set, and check that its files are whole and unchanged.

    Raises:
        InputError: it is no such folder, or a file in it is missing or damaged.
    """
    if not folder.is_dir():
        raise InputError(f"no folder {folder}: expected one that `clipo-bench perturb` made")
    manifest: dict[str, Any] = read_json(folder / MANIFEST)
    hashes = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(hashes, dict) or set(hashes) != set(FILES) or not manifest.keys() >= KEYS:
        raise InputError(
            f"{folder / MANIFEST} is not the manifest of a variant set: expected a folder that "
            "`clipo-bench perturb` made"
        )
    for name, expected in hashes.items():
        path = folder / name
        if not path.is_file():
            raise InputError(f"{path} is missing: make the variants again")
        if (found := file_sha256(path)) != expected:
            raise InputError(
                f"{path} has sha256 {found}, but the manifest says {expected}: the file was "
                "changed or cut; remove the folder and make the variants again"
            )
    return manifest
