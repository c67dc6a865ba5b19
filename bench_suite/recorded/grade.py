"""Recorded responses, graded: a file that anyone made becomes a run folder like any other."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.evaluation.metrics import summarise
from clipo_bench.bench_suite.evaluation.scoring import score
from clipo_bench.bench_suite.recorded.rows import Row, read_rows
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.extract import Mode, golds
from clipo_bench.tasks.answers.grader import allowed
from clipo_bench.tasks.benchmarks import BENCHMARKS
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import ORIGINAL, Problem
from clipo_bench.tasks.storage.identity import digest
from clipo_bench.tasks.storage.run_folder import finish_run, now, open_run, versions
from clipo_bench.tasks.storage.run_schema import Manifest, Sample, sample_key

_NESTED = (list, dict, bytes)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a recording are called.

    Attributes:
        id: tells problems apart; a variant has its original's.
        gold: the right answer, or a solution that ends in it.
        response: what the model wrote, or a list of its samples.
        pair: tells an original from its variants.
        prompt: what the model was given.
    """

    id: str
    gold: str
    response: str
    pair: str | None = None
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A problem and the responses to it that were recorded, in the order of the file."""

    problem: Problem
    prompt: str
    responses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A file of recorded responses, read.

    Attributes:
        path: the file.
        benchmark: the name for what was asked.
        original: the value of the pair column that marks an original; None without one.
        recordings: one per problem or variant.
        warnings: what a reader of the results has to know.
    """

    path: Path
    benchmark: str
    original: str | None
    recordings: tuple[Recording, ...]
    warnings: tuple[str, ...]

    @property
    def responses(self) -> int:
        """How many responses there are."""
        return sum(len(recording.responses) for recording in self.recordings)


def read_recordings(
    path: Path, columns: Columns, *, benchmark: str, original: str | None = None
) -> RecordedRun:
    """Read a file of recorded responses.

    Args:
        path: JSON lines, gzipped or not, or parquet.
        columns: what its columns are called.
        benchmark: the name for what was asked.
        original: the value of the pair column that marks an original; by default
            ``original`` if that occurs, else the first row's.

    Raises:
        InputError: the file cannot be read, or its rows contradict each other.
    """
    if not benchmark.strip():
        raise InputError(f"{option('benchmark')} is empty: expected a name, such as gsm8k")
    names = (columns.id, columns.gold, columns.response, columns.pair, columns.prompt)
    rows = read_rows(path, [name for name in names if name], nullable={columns.id})
    warnings = _name_rows_without_id(rows, columns.id)
    _refuse_what_is_no_text(rows, columns, path)
    if columns.pair:
        original = original_value([_text(row[columns.pair]) for row in rows], original)
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        kind = _text(row[columns.pair]) if columns.pair else ORIGINAL
        groups[_text(row[columns.id]), ORIGINAL if kind == original else kind].append(row)
    answers = {
        key: _only_gold(
            [_text(row[columns.gold]) for row in group], f"{path}: {columns.id} {key[0]}"
        )
        for key, group in groups.items()
    }
    recordings = tuple(
        Recording(
            problem=Problem(
                benchmark=benchmark,
                id=name,
                question="",
                gold=answers[name, kind],
                instruction="",
                family=name,
                variant_id="" if kind == ORIGINAL else kind,
                kind=kind,
                original_gold=None if kind == ORIGINAL else answers.get((name, ORIGINAL)),
            ),
            prompt=_text(group[0][columns.prompt]) if columns.prompt else "",
            responses=tuple(text for row in group for text in _texts(row[columns.response])),
        )
        for (name, kind), group in groups.items()
    )
    return RecordedRun(
        path, benchmark, original if columns.pair else None, recordings, tuple(warnings)
    )


def _name_rows_without_id(rows: list[Row], column: str) -> list[str]:
    """Let a row without an id be a problem of its own, and say so."""
    nameless = [(number, row) for number, row in enumerate(rows, start=1) if row[column] is None]
    for number, row in nameless:
        row[column] = f"row {number}"
    if not nameless:
        return []
    first = nameless[0][1][column]
    return [f"{len(nameless)} without {column}, first {first}: each is a problem of its own"]


def _refuse_what_is_no_text(rows: Sequence[Row], columns: Columns, path: Path) -> None:
    """Let an id, kind or gold be text or a number, and a response be one of these or a list."""
    for number, row in enumerate(rows, start=1):
        for column in filter(None, (columns.id, columns.gold, columns.pair, columns.response)):
            listed = column == columns.response and isinstance(row[column], list)
            values = row[column] if listed else [row[column]]
            wrong = [value for value in values if value is None or isinstance(value, _NESTED)]
            if wrong or not values:
                verb = "holds" if listed and wrong else "is"
                expected = "text or a number" + (", or a list of these" if listed else "")
                raise InputError(
                    f"{path}, row {number}: column {column!r} {verb} "
                    f"{(wrong or [values])[0]!r:.80}, expected {expected}; fix or remove the row"
                )


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


def _only_gold(texts: Sequence[str], place: str) -> str:
    different = sorted(set(texts))
    if len(different) > 1:
        raise InputError(
            f"{place} has several golds ({', '.join(different[:3])}): an id must name one "
            f"problem; if a column tells its variants apart, name that with {option('pair')}"
        )
    return golds(different[0])[-1]


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in value] if isinstance(value, list) else [_text(value)]


def _text(value: Any) -> str:
    """A value as text that can be stored: JSON may hold halves of characters, files may not."""
    return str(value).encode(errors="replace").decode()


def grade_recordings(
    run: RecordedRun,
    out: Path,
    *,
    manifest: Manifest,
    on_progress: Callable[[int], None] = lambda count: None,
) -> dict[str, Any]:
    """Grade recorded responses into a run folder.

    Args:
        run: what was asked and answered.
        out: the run folder.
        manifest: the run's, see `recorded_manifest`.
        on_progress: called with the number of responses just graded.

    Returns:
        The metrics, as written to ``metrics.json``.

    Raises:
        InputError: the folder holds another run.
    """
    samples: list[Sample] = []
    with open_run(out, manifest) as lock, Grader(manifest.grader["mode"]) as grader:
        for graded in grader.map(partial(_grade, grader, manifest), run.recordings):
            samples += graded
            on_progress(len(graded))
        metrics = {"slices": summarise(samples)}
        finish_run(out, lock, metrics, samples)
    return metrics


def _grade(grader: Grader, manifest: Manifest, recording: Recording) -> list[Sample]:
    problem = recording.problem
    return [
        score(
            grader,
            problem=problem,
            sample_index=index,
            prompt=recording.prompt,
            response=response,
            finish_reason="unknown",
            tokens=None,
            key=sample_key(
                benchmark=problem.benchmark,
                problem_id=problem.id,
                variant_id=problem.variant_id,
                sample_index=index,
                model=manifest.model,
                revision=manifest.revision,
                settings=manifest.settings,
            ),
            tolerance=manifest.grader["tolerance"][problem.benchmark],
        )
        for index, response in enumerate(recording.responses)
    ]


def recorded_manifest(
    run: RecordedRun,
    *,
    model: str | None,
    mode: Mode,
    name: str = "",
    command: Sequence[str] = (),
) -> Manifest:
    """The manifest of a run whose responses were recorded in a file, after which it is named.

    The benchmark's fingerprint is that of the ids, kinds and golds, so that recordings of
    several models on the same data can be paired.
    """
    problems = [recording.problem for recording in run.recordings]
    asked = sorted([problem.id, problem.kind, problem.gold] for problem in problems)
    known = BENCHMARKS.get(run.benchmark)
    return Manifest(
        model=model or run.path.name.partition(".jsonl")[0].removesuffix(".parquet"),
        revision=hashlib.sha256(run.path.read_bytes()).hexdigest()[:16],
        settings={"backend": "recorded"},
        grader={
            "mode": mode,
            "tolerance": {run.benchmark: allowed(mode, known.tolerance) if known else 0.0},
        },
        benchmarks={run.benchmark: digest(asked)},
        command=tuple(command),
        versions=versions(),
        warnings=run.warnings,
        created=now(),
        name=name,
    )
