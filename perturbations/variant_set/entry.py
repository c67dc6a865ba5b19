"""ProblemEntry: what a variant set holds on one problem: original, variants, refusals."""

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clipo_bench.perturbations.programs.competition.catalogue import (
    find_entry as find_competition,
)
from clipo_bench.perturbations.rewrites.numbers import COMPETITION_BENCHMARKS
from clipo_bench.perturbations.variant import Variant
from clipo_bench.perturbations.variant_set.certificate_record import from_record, to_record
from clipo_bench.perturbations.variant_set.one_line import one_line
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources.files import json_lines
from clipo_bench.tasks.storage.problem_table import iterate_problems, to_row
from clipo_bench.tasks.variant_set import (
    CERTIFICATES,
    ORIGINALS,
    REFUSALS,
    VARIANTS,
    check_variants,
)

_NEAR = 5


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    """One problem of a set.

    Attributes:
        id: the problem's.
        original: the problem; None where every kind refused it.
        variants: those asked for.
        refusals: the lines of ``refusals.jsonl`` on it, one per kind that refused.
    """

    id: str
    original: Problem | None
    variants: tuple[Variant, ...]
    refusals: tuple[Mapping[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {
            "id": self.id,
            "original": None if self.original is None else to_row(self.original),
            "variants": [{**to_row(one.problem), **to_record(one)} for one in self.variants],
            "refusals": [dict(one) for one in self.refusals],
        }


@dataclass(slots=True)
class ListedProblem:
    """A line about one problem of a set.

    Attributes:
        id: the problem's.
        benchmark: the problem's; empty where several are in the set and all kinds refused it.
        name: the competition problem's, such as ``AIME 2024 I 1``; else empty.
        question: its beginning, on one line, without control characters.
        variants: how many it has, of all kinds.
        kinds: how many it has of each kind.
        refused: the reason of each kind that refused it.
    """

    id: str
    benchmark: str
    name: str
    question: str
    variants: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def listed(folder: Path) -> list[ListedProblem]:
    """List the problems of a set: those with variants first, then those that all kinds refused.

    Raises:
        InputError: the folder is no variant set.
    """
    benchmarks = check_variants(folder)["identity"]["benchmark"].split(",")
    alone = benchmarks[0] if len(benchmarks) == 1 else ""
    found: dict[str, ListedProblem] = {}
    for original, new, _ in read_pairs(folder):
        if new.id not in found:
            found[new.id] = _listed(new.id, original.benchmark, original.question)
        line = found[new.id]
        line.variants += 1
        line.kinds[new.kind] = line.kinds.get(new.kind, 0) + 1
    for refusal in _refusals(folder):
        name = refusal["problem_id"]
        if name not in found:
            found[name] = _listed(name, alone, refusal["question"])
        found[name].refused[refusal["kind"]] = refusal["reason"]
    return list(found.values())


def _listed(problem_id: str, benchmark: str, question: str) -> ListedProblem:
    may_be_known = benchmark in COMPETITION_BENCHMARKS or not benchmark
    entry = find_competition(question) if may_be_known else None
    name = entry.name if entry else ""
    return ListedProblem(problem_id, benchmark, name, one_line(question))


def find_entry(folder: Path, name: str) -> ProblemEntry:
    """Look up a problem, or one of its variants.

    Args:
        folder: a variant set.
        name: a problem's id, which gives all its variants, or a variant's.

    Raises:
        InputError: the folder is no variant set, or holds nothing of that name.
    """
    check_variants(folder)
    found = [
        (original, _variant(new, line))
        for original, new, line in read_pairs(folder)
        if name in (new.id, new.variant_id)
    ]
    variants = tuple(variant for _, variant in found)
    problem = variants[0].problem.id if variants else name
    refusals = tuple(one for one in _refusals(folder) if one["problem_id"] == problem)
    if not found and not refusals:
        raise _unknown(folder, name)
    return ProblemEntry(problem, found[0][0] if found else None, variants, refusals)


def spread(folder: Path, count: int) -> Iterator[tuple[Problem, Variant]]:
    """Pick variants with their originals, at equal distances through the whole set."""
    manifest = check_variants(folder)
    total = sum(counts["variants"] for counts in manifest["coverage"].values())
    count = min(count, total)
    wanted = {index * total // count for index in range(count)}
    for index, (original, new, line) in enumerate(read_pairs(folder)):
        if index in wanted:
            yield original, _variant(new, line)


def read_pairs(folder: Path) -> Iterator[tuple[Problem, Problem, str]]:
    """Stream each variant with its original and its line of ``certificates.jsonl``."""
    originals = iterate_problems(folder / ORIGINALS)
    original = next(originals)
    with (folder / CERTIFICATES).open(encoding="utf-8") as lines:
        for new, line in zip(iterate_problems(folder / VARIANTS), lines, strict=True):
            while original.id != new.id:  # both are in the same order
                original = next(originals)
            yield original, new, line


def _variant(problem: Problem, line: str) -> Variant:
    try:
        return from_record(problem, json.loads(line))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise InputError(
            f"the line of {problem.variant_id} in {CERTIFICATES} is damaged ({error!r}): make the "
            "variants again"
        ) from None


def _refusals(folder: Path) -> Iterator[Mapping[str, Any]]:
    path = folder / REFUSALS
    with path.open(encoding="utf-8") as lines:
        yield from (line for _, line in json_lines(str(path), lines))


def _unknown(folder: Path, name: str) -> InputError:
    known = dict.fromkeys(one["problem_id"] for one in _refusals(folder))
    for original, new, _ in read_pairs(folder):
        known |= {original.id: None, new.variant_id: None}
    near = [one for one in known if one.startswith(name)] if name else []
    near = near or difflib.get_close_matches(name, known, n=_NEAR, cutoff=0.5)
    hint = f"did you mean {' or '.join(near[:_NEAR])}?" if near else "leave out the id to list all"
    return InputError(f"{folder} has no problem and no variant {name!r}: {hint}")
