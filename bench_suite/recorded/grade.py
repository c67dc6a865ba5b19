"""Recorded responses, graded: a file that anyone made becomes a run folder like any other."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.evaluation.metrics import summarise
from clipo_bench.bench_suite.recorded.read import RecordedRun, Recording
from clipo_bench.bench_suite.recorded.rows import READERS, recording_sha256
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.extract import Mode, own_words
from clipo_bench.tasks.answers.grader import allowed
from clipo_bench.tasks.benchmarks import BENCHMARKS
from clipo_bench.tasks.scoring import score_any
from clipo_bench.tasks.solution_steps import Process
from clipo_bench.tasks.sources.files import COMPRESSED
from clipo_bench.tasks.storage.identity import digest
from clipo_bench.tasks.storage.run_folder import finish_run, now, open_run, versions
from clipo_bench.tasks.storage.run_schema import Manifest, Sample, sample_key

BATCH = 32


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
        for graded in grader.map(partial(_grade, grader, manifest), _batches(run.recordings)):
            samples += graded
            on_progress(len(graded))
        metrics = {"slices": summarise(samples)}
        finish_run(out, lock, metrics, samples, [one.problem for one in run.recordings])
    return metrics


def _batches(recordings: Sequence[Recording]) -> Iterator[Sequence[Recording]]:
    """So many at once that a worker process is busy for longer than it takes to ask it."""
    for start in range(0, len(recordings), BATCH):
        yield recordings[start : start + BATCH]


def _grade(grader: Grader, manifest: Manifest, recordings: Sequence[Recording]) -> list[Sample]:
    asked = [
        (recording, index) for recording in recordings for index in range(len(recording.responses))
    ]
    said = [own_words(recording.responses[index]) for recording, index in asked]
    return [
        _score(grader, manifest, recording, index, process)
        for (recording, index), process in zip(asked, grader.check_steps(said), strict=True)
    ]


def _score(
    grader: Grader, manifest: Manifest, recording: Recording, index: int, process: Process
) -> Sample:
    """Grade one response by all of its golds."""
    problem = recording.problem
    key = sample_key(
        benchmark=problem.benchmark,
        problem_id=problem.id,
        variant_id=problem.variant_id,
        sample_index=index,
        model=manifest.model,
        revision=manifest.revision,
        settings=manifest.settings,
    )
    return score_any(
        grader,
        golds=recording.golds,
        problem=problem,
        sample_index=index,
        prompt=recording.prompt,
        response=recording.responses[index],
        finish_reason=recording.finish_reasons[index],
        tokens=recording.tokens[index],
        key=key,
        tolerance=manifest.grader["tolerance"][problem.benchmark],
        process=process,
    )


def recorded_manifest(
    run: RecordedRun,
    *,
    model: str | None,
    mode: Mode,
    name: str = "",
    command: Sequence[str] = (),
) -> Manifest:
    """The manifest of a run whose responses were recorded in a file, after which it is named.

    A benchmark's fingerprint is that of the ids, kinds and golds, so that recordings of
    several models on the same data can be paired.
    """
    asked: dict[str, list[list[str]]] = {}
    for recording in run.recordings:
        problem = recording.problem
        asked.setdefault(problem.benchmark, []).append([problem.id, problem.kind, problem.gold])
    return Manifest(
        model=model or _name(run.path),
        revision=recording_sha256(run.path)[:16],
        settings={"backend": "recorded"},
        grader={"mode": mode, "tolerance": {name: _tolerance(name, mode) for name in asked}},
        benchmarks={name: digest(sorted(problems)) for name, problems in asked.items()},
        command=tuple(command),
        versions=versions(),
        warnings=run.warnings,
        created=now(),
        name=name,
    )


def _tolerance(benchmark: str, mode: Mode) -> float:
    known = BENCHMARKS.get(benchmark)
    return allowed(mode, known.tolerance) if known else 0.0


def _name(path: Path) -> str:
    """A recording's name: ``gpt`` for ``gpt.jsonl.gz``, and for a folder its own."""
    name = path.resolve().name
    for ending in (*COMPRESSED, *READERS):
        name = name.removesuffix(ending)
    return name
