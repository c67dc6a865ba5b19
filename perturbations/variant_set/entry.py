"""ProblemEntry: what a variant set holds on one problem: original, variants, refusals."""

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """A line about one problem of a set.

    Attributes:
        id: the problem's.
        variants: how many it has, of all kinds.
        question: its beginning, on one line, without control characters.
    """

    id: str
    variants: int
    question: str


def listed(folder: Path) -> list[ListedProblem]:
    """List the problems of a set: those with variants first, then those that all kinds refused.

    Raises:
        InputError: the folder is no variant set.
    """
    check_variants(folder)
    questions: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for original, new, _ in read_pairs(folder):
        questions[new.id] = original.question
        counts[new.id] += 1
    for refusal in _refusals(folder):
        questions.setdefault(refusal["problem_id"], refusal["question"])
    return [ListedProblem(name, counts[name], one_line(text)) for name, text in questions.items()]


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
    hint = f"did you mean {' or '.join(near[:_NEAR])}?" if near else "without an id all are listed"
    return InputError(f"{folder} has no problem and no variant {name!r}: {hint}")
