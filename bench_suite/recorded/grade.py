"""Recorded responses, graded: a file that anyone made becomes a run folder like any other."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.evaluation.metrics import summarise
from clipo_bench.bench_suite.recorded.read import RecordedRun, Recording
from clipo_bench.bench_suite.recorded.rows import READERS, recording_sha256
from clipo_bench.bench_suite.recorded.verdict_journal import VerdictJournal, open_verdicts
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.extract import Mode, own_words
from clipo_bench.tasks.answers.grader import allowed
from clipo_bench.tasks.benchmarks import BENCHMARKS
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.harness.shard import Shard
from clipo_bench.tasks.option import option
from clipo_bench.tasks.scoring import score_any, unjudged
from clipo_bench.tasks.solution_steps import Process
from clipo_bench.tasks.sources.files import COMPRESSED
from clipo_bench.tasks.storage.identity import digest
from clipo_bench.tasks.storage.run_folder import finish_run, now, open_run, versions
from clipo_bench.tasks.storage.run_schema import VERDICTS, Manifest, Sample, sample_key

BATCH = 32
READING = "reading"
"""The key of a run's settings that says how its file was read."""


def grade_recordings(
    run: RecordedRun,
    out: Path,
    *,
    manifest: Manifest,
    on_progress: Callable[[int], None] = lambda count: None,
) -> dict[str, Any]:
    """Grade recorded responses into a run folder; resumes a grading that was stopped.

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
    recordings = recordings_of(run, manifest)
    with open_run(out, manifest) as lock:
        with open_verdicts(out, manifest) as journal, Grader(manifest.grader["mode"]) as grader:
            judged = _judge(grader, manifest, recordings, journal, on_progress)
        metrics = {"slices": summarise(judged)}
        finish_run(out, lock, metrics, judged, [one.problem for one in recordings])
        (out / VERDICTS).unlink()
    return metrics


def recordings_of(run: RecordedRun, manifest: Manifest) -> Sequence[Recording]:
    """The recordings of the manifest's shard; all without one.

    Raises:
        InputError: it has none.
    """
    shard = manifest.selection.get("shard")
    if shard is None:
        return run.recordings
    part = Shard.parse(shard).of(run.recordings)
    if not part:
        raise InputError(
            f"{option('shard', shard)}: {run.path} has {len(run.recordings)} problems, so this "
            "part has none: use fewer shards"
        )
    return part


def _judge(
    grader: Grader,
    manifest: Manifest,
    recordings: Sequence[Recording],
    journal: VerdictJournal,
    on_progress: Callable[[int], None],
) -> list[Sample]:
    """All samples, in order; those that an interrupted run judged are not judged again.

    Raises:
        InputError: two variants have the same key.
    """
    samples: dict[str, Sample] = {}
    judged_on: dict[str, str] = {}
    for recording in recordings:
        for one in _unjudged(manifest, recording):
            if one.key in samples:
                raise InputError(
                    f"{one.problem_id} has two variants called {one.variant_id!r}, of different "
                    f"kinds: name a column that tells them apart with {option('pair')}"
                )
            judged_on[one.key] = _judged_on(recording, one)
            samples[one.key] = journal.judge(one, judged_on[one.key]) or one
    missing = [
        recording
        for recording in recordings
        if not all(samples[one.key].outcome for one in _unjudged(manifest, recording))
    ]
    left = sum(len(recording.responses) for recording in missing)
    on_progress(len(samples) - left)
    for judged in grader.map(partial(_grade, grader, manifest), _batches(missing)):
        for sample in judged:
            journal.append(sample, judged_on[sample.key])
            samples[sample.key] = sample
        on_progress(len(judged))
    return list(samples.values())


def _judged_on(recording: Recording, sample: Sample) -> str:
    """Hash what a verdict depends on, beside the grader."""
    problem = recording.problem
    golds, choices = list(recording.golds), list(problem.choices)
    asked = [problem.question, choices, golds, problem.original_gold]
    return digest([asked, sample.prompt, sample.response, sample.finish_reason])


def _batches(recordings: Sequence[Recording]) -> Iterator[Sequence[Recording]]:
    """So many at once that a worker process is busy for longer than it takes to ask it."""
    for start in range(0, len(recordings), BATCH):
        yield recordings[start : start + BATCH]


def _grade(grader: Grader, manifest: Manifest, recordings: Sequence[Recording]) -> list[Sample]:
    asked = [(one, sample) for one in recordings for sample in _unjudged(manifest, one)]
    said = [own_words(sample.response) for _, sample in asked]
    return [
        _score(grader, manifest, recording, sample, process)
        for (recording, sample), process in zip(asked, grader.check_steps(said), strict=True)
    ]


def _unjudged(manifest: Manifest, recording: Recording) -> Iterator[Sample]:
    """The samples of a recording, before they are judged."""
    problem = recording.problem
    # How it was read is no part of a sample's key: keys are those of older folders.
    settings = {name: value for name, value in manifest.settings.items() if name != READING}
    for index, response in enumerate(recording.responses):
        yield unjudged(
            problem,
            sample_index=index,
            prompt=recording.prompt,
            response=response,
            finish_reason=recording.finish_reasons[index],
            tokens=recording.tokens[index],
            key=sample_key(
                benchmark=problem.benchmark,
                problem_id=problem.id,
                variant_id=problem.variant_id,
                sample_index=index,
                model=manifest.model,
                revision=manifest.revision,
                settings=settings,
            ),
        )


def _score(
    grader: Grader, manifest: Manifest, recording: Recording, sample: Sample, process: Process
) -> Sample:
    """Grade one response by all of its golds."""
    return score_any(
        grader,
        golds=recording.golds,
        problem=recording.problem,
        sample_index=sample.sample_index,
        prompt=sample.prompt,
        response=sample.response,
        finish_reason=sample.finish_reason,
        tokens=sample.tokens,
        key=sample.key,
        tolerance=manifest.grader["tolerance"][sample.benchmark],
        process=process,
    )


def recorded_manifest(
    run: RecordedRun,
    *,
    model: str | None,
    mode: Mode,
    name: str = "",
    command: Sequence[str] = (),
    shard: str | None = None,
) -> Manifest:
    """The manifest of a run whose responses were recorded in a file, after which it is named.

    A benchmark's fingerprint is that of the ids, kinds and golds, so that recordings of
    several models on the same data can be paired.

    Args:
        run: the recording.
        model: whose responses; None is the file's name.
        mode: how they are graded.
        name: what reports call the run.
        command: the command line.
        shard: such as ``2/4``, the part that is graded; all without one.

    Raises:
        InputError: `shard` is none.
    """
    asked: dict[str, list[list[str]]] = {}
    for recording in run.recordings:
        problem = recording.problem
        asked.setdefault(problem.benchmark, []).append([problem.id, problem.kind, problem.gold])
    return Manifest(
        model=model or _name(run.path),
        revision=recording_sha256(run.path)[:16],
        settings={"backend": "recorded", READING: dict(run.reading)},
        grader={"mode": mode, "tolerance": {name: _tolerance(name, mode) for name in asked}},
        benchmarks={name: digest(sorted(problems)) for name, problems in asked.items()},
        selection={"shard": str(Shard.parse(shard))} if shard else {},
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
