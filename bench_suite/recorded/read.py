"""Recordings: the rows of a recording, put together to problems and the responses to each."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.models.model import FinishReason
from clipo_bench.bench_suite.recorded.entries import Entry, open_source
from clipo_bench.bench_suite.recorded.formats import Columns
from clipo_bench.bench_suite.recorded.known_problems import KnownProblems
from clipo_bench.reports.early_stop import early_stop
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import ORIGINAL, Problem, problem_id
from clipo_bench.tasks.storage.run_folder import read_manifest
from clipo_bench.tasks.storage.run_schema import MANIFEST, RESPONSES, SAMPLES

RECORDED = "recorded"

Key = tuple[str, str, str, str]
"""A problem's benchmark, its id, its kind, and what tells variants of one kind apart."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A problem and the responses to it that were recorded, in the order of the samples.

    Attributes:
        problem: what was asked; its gold shows all of `golds`.
        golds: the answers of which any is right.
        prompt: what the model was given; empty where nobody recorded it.
        responses: what the model wrote; empty texts where it wrote nothing.
        finish_reasons: how each ended.
        tokens: how long each is; None where nobody recorded it.
    """

    problem: Problem
    golds: tuple[str, ...]
    prompt: str
    responses: tuple[str, ...]
    finish_reasons: tuple[FinishReason, ...]
    tokens: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """Recorded responses, read.

    Attributes:
        path: the file, or a folder of files.
        format: the name of its format.
        original: the value of the pair column that marks an original; None without one.
        recordings: one per problem or variant.
        warnings: what a reader of the results has to know.
        reading: how the file was read: the format, columns, filter, rows and their order.
    """

    path: Path
    format: str
    original: str | None
    recordings: tuple[Recording, ...]
    warnings: tuple[str, ...]
    reading: Mapping[str, Any]

    @property
    def responses(self) -> int:
        """How many responses there are."""
        return sum(len(recording.responses) for recording in self.recordings)


def read_recordings(
    path: Path,
    columns: Columns,
    *,
    benchmark: str | None = None,
    original: str | None = None,
    format: str | None = None,
    filter: str | None = None,
    only: str | None = None,
    problems: Path | None = None,
    samples_by_order: bool = False,
) -> RecordedRun:
    """Read recorded responses.

    Args:
        path: a file of any format of `formats.FORMATS`, or a folder of such files.
        columns: where what stands in a row, where the format does not say it or is wrong.
        benchmark: the name for what was asked; None is that in the file, else ``recorded``.
        original: the value of the pair column that marks an original; by default
            ``original`` if that occurs, else the first row's.
        format: a format's name; None tells it by the first row.
        filter: of lm-eval's filters, the one to read; None is the first.
        only: ``path=value``: which rows to read, such as ``step=100``; None reads all.
        problems: a file of your own problems that has the questions and right answers.
        samples_by_order: whether rows on one problem are its samples, in the file's order.

    Raises:
        InputError: the file cannot be read, or its rows contradict each other.
    """
    if benchmark is not None and not benchmark.strip():
        raise InputError(f"{option('benchmark')} is empty: expected a name, such as gsm8k")
    golds = problems is None
    source = open_source(path, columns, format=format, filter=filter, only=only, golds=golds)
    entries = list(source.entries(golds=golds))
    if not any(text for entry in entries for text in entry.responses) and len(entries) > 1:
        raise InputError(
            f"{path} has no response in any of its {len(entries)} rows, read as "
            f"{source.format.name}: name their column with {option('response')}"
        )
    if problems:
        known = KnownProblems(problems)
        entries = [known.complete(entry) for entry in entries]
    entries, warnings = _with_ids(entries, source.format.columns.id or "an id")
    if source.format.columns.pair:
        original = original_value([entry.kind for entry in entries], original)
    else:
        original = None
    entries = [
        replace(entry, kind=ORIGINAL, variant="") if entry.kind == (original or "") else entry
        for entry in entries
    ]
    groups: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        asked = benchmark or entry.benchmark or RECORDED
        groups[asked, entry.id, entry.kind, entry.variant].append(entry)
    by_order = samples_by_order or source.format.by_order
    answers = {key: _only_golds(group) for key, group in groups.items()}
    samples = {key: _in_order(group, by_order) for key, group in groups.items()}
    recordings = tuple(_recording(key, group, answers) for key, group in samples.items())
    warnings += _early_stop_warnings(path)
    reading = {**source.identity, "by_order": by_order}
    return RecordedRun(path, source.format.name, original, recordings, tuple(warnings), reading)


def _early_stop_warnings(path: Path) -> list[str]:
    """Say so where the file is that of a run which stopped early: its figures depend on that."""
    if path.name not in (SAMPLES, RESPONSES) or not (path.parent / MANIFEST).is_file():
        return []
    try:
        end = early_stop(read_manifest(path.parent))
    except InputError:
        return []  # some other tool's manifest
    if end is None:
        return []
    return [
        f"{path} is of a run that could stop early, {end}: how many problems it holds depends on "
        "how they went, so that intervals and p-values do not hold"
    ]


def original_value(values: Sequence[str], wanted: str | None) -> str:
    """The value of the pair column that marks an original: the one named, else a guess.

    Raises:
        InputError: the value does not occur, or a variant bears the name of originals.
    """
    found = sorted(set(values))
    value = wanted or (ORIGINAL if ORIGINAL in found else values[0])
    if value not in found:
        raise InputError(f"no row has the pair value {value!r}; there are {', '.join(found)}")
    if value != ORIGINAL and ORIGINAL in found:
        raise InputError(f"{value!r} cannot mark the originals where {ORIGINAL!r} occurs too")
    return value


def _with_ids(entries: Sequence[Entry], column: str) -> tuple[list[Entry], list[str]]:
    """Name problems without an id by what was asked, else let a row be a problem of its own."""
    named = [
        entry if entry.id else replace(entry, id=_asked_id(entry) or f"row {number}")
        for number, entry in enumerate(entries, start=1)
    ]
    alone = [entry.id for entry, old in zip(named, entries, strict=True) if not _known(old)]
    if not alone:
        return named, []
    return named, [f"{len(alone)} without {column}, first {alone[0]}: each is a problem of its own"]


def _known(entry: Entry) -> bool:
    return bool(entry.id or entry.question or entry.prompt)


def _asked_id(entry: Entry) -> str:
    asked = entry.question or entry.prompt
    return problem_id(asked, entry.choices) if asked else ""


def _in_order(group: Sequence[Entry], by_order: bool) -> list[Entry]:
    """The rows on one problem in the order of its samples."""
    first = group[0]
    numbers = [entry.sample for entry in group]
    if len(group) == 1 or (by_order and None in numbers):
        return list(group)
    if None in numbers:
        raise InputError(
            f"{first.place} and {group[1].place} are both of {first.id}: if they are samples of "
            f"one problem, name the column that numbers them with {option('sample')}, or pass "
            f"{option('samples_by_order', True)}; if a column tells its variants apart, name that "
            f"with {option('pair')}"
        )
    if len(set(numbers)) < len(numbers):
        again = next(number for number in numbers if numbers.count(number) > 1)
        raise InputError(
            f"{first.place}: {first.id} has sample {again} more than once: "
            f"of several models or steps in one file, read one with {option('only')}"
        )
    return sorted(group, key=lambda entry: entry.sample or 0)


def _only_golds(group: Sequence[Entry]) -> tuple[str, ...]:
    """The answers that are right for all rows on one problem."""
    first, *rest = [(entry, tuple(dict.fromkeys(entry.golds))) for entry in group]
    for entry, golds in rest:
        if golds != first[1]:
            raise InputError(
                f"{entry.place} has the gold {_shown(golds)!r}, but {first[0].place} with the same "
                f"id {entry.id!r} has {_shown(first[1])!r}: give each problem an id of its own; if "
                "one is a variant of the other, name the column that tells them apart with "
                f"{option('pair')}"
            )
    return first[1]


def _shown(golds: Sequence[str]) -> str:
    """The right answers as one text: the only one, or a JSON list where any of several is right."""
    return golds[0] if len(golds) == 1 else json.dumps(list(golds), ensure_ascii=False)


def _recording(
    key: Key,
    group: Sequence[Entry],
    answers: Mapping[Key, tuple[str, ...]],
) -> Recording:
    benchmark, name, kind, variant = key
    first, golds = group[0], answers[key]
    of_original = answers.get((benchmark, name, ORIGINAL, "")) if kind != ORIGINAL else None
    problem = Problem(
        benchmark=benchmark,
        id=name,
        question=first.question,
        gold=_shown(golds),
        choices=first.choices,
        instruction="",
        family=first.family or name,
        variant_id="" if kind == ORIGINAL else variant or kind,
        kind=kind,
        original_gold=_shown(of_original) if of_original else None,
        date=first.date,
    )
    return Recording(
        problem,
        golds,
        first.prompt,
        responses=tuple(text for entry in group for text in entry.responses),
        finish_reasons=tuple(reason for entry in group for reason in entry.finish_reasons),
        tokens=tuple(count for entry in group for count in entry.tokens),
    )
