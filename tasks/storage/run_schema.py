"""Sample and Manifest: the schema of a run folder, shared by all packages.

A run folder is ``manifest.json`` (written first), ``responses.jsonl`` (the journal of
an evaluation, append-only), ``problems.parquet`` (what was asked), ``samples.parquet`` (one row
per `Sample`) and ``metrics.json``. A folder without samples is a run that has not finished.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clipo_bench.tasks.problem import ORIGINAL
from clipo_bench.tasks.storage.identity import digest

MANIFEST = "manifest.json"
RESPONSES = "responses.jsonl"
VERDICTS = "verdicts.jsonl"
"""The journal of a `grade` that has not finished."""
PROBLEMS = "problems.parquet"
SAMPLES = "samples.parquet"
METRICS = "metrics.json"


@dataclass(frozen=True, slots=True)
class Sample:
    """One scored response.

    Attributes:
        key: the hash of the sample's identity, see `sample_key`.
        benchmark: the benchmark's name.
        problem_id: the original problem's id, for variants too.
        family: the unit of inference; problems of one family are averaged first.
        variant_id: empty for an original.
        kind: ``original``, or the kind of rewrite.
        sample_index: 0 to k - 1 of the k samples for this prompt.
        prompt: the text that the model was given; empty where nobody recorded it.
        gold: the reference answer.
        original_gold: of a variant, its original's gold.
        response: what the model wrote.
        finish_reason: ``stop``, ``length``, ``unknown``, or ``failed`` for a request without a
            response.
        tokens: the response's length in tokens, where known.
        outcome: a `tasks.answers.verdict.Outcome`, as text.
        extracted: the answer found in the response.
        found: where it was found.
        matched: how it equals the gold.
        copied: a wrong answer to a variant that equals the original's gold.
        process: ``holds``, ``fails`` or ``not_checkable``: the steps' verdict.
        failed_step: the first claim that does not hold.
        reasoning: what a server kept apart from the response; never graded.
        date: when the problem was published; empty where that is not known.
        rest: of a partial prompt, what follows it in the whole text.
    """

    key: str
    benchmark: str
    problem_id: str
    family: str
    variant_id: str
    kind: str
    sample_index: int
    prompt: str
    gold: str
    original_gold: str | None
    response: str
    finish_reason: str
    tokens: int | None
    outcome: str
    extracted: str | None
    found: str
    matched: str
    copied: bool
    process: str
    failed_step: str | None
    reasoning: str = ""
    date: str = ""
    rest: str = ""

    @property
    def correct(self) -> bool:
        """Whether the response is correct."""
        return self.outcome == "correct"

    @property
    def is_original(self) -> bool:
        """Whether the problem is the benchmark's own, not a variant."""
        return self.kind == ORIGINAL


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is, written before its first response.

    Attributes:
        model: the model's name or path as given, or what the responses were recorded from.
        revision: the hub commit, or a hash of the local weights.
        settings: how responses were made, such as temperature, top_p, max_tokens, seed.
        grader: how they were judged: mode, and the tolerance per benchmark.
        benchmarks: per benchmark the fingerprint of what was asked.
        variants: the hash of the variant set; empty if only originals were asked.
        selection: what part was asked, such as the limit.
        command: the command line that made the run.
        versions: the packages that matter.
        warnings: about the results.
        created: ISO 8601 time in UTC.
        name: what reports call the run; empty for its folder's name.
        files: the sha256 of the folder's other files, once the run has finished.
        early_stop: of a run that asked only until a test had decided, once it has finished: how it
            ended, see `reports.early_stop`; else empty.
    """

    model: str
    revision: str
    settings: Mapping[str, Any]
    grader: Mapping[str, Any]
    benchmarks: Mapping[str, str]
    variants: str = ""
    selection: Mapping[str, Any] = field(default_factory=dict)
    command: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    created: str = ""
    name: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    early_stop: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> dict[str, Any]:
        """The part that must be equal for two runs' responses to be mixed."""
        names = ("model", "revision", "settings", "grader", "benchmarks", "variants", "selection")
        return {name: _plain(getattr(self, name)) for name in names}

    @property
    def seal(self) -> str:
        """The hash of what the samples depend on, which ``samples.parquet`` repeats.

        So neither file can be changed without the other: it names this, and `files` names it.
        """
        stopped = [_plain(self.early_stop)] if self.early_stop else []  # older runs have none
        return digest([self.identity, _plain(self.versions), self.created, *stopped])


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, sort_keys=True))


def sample_key(
    *,
    benchmark: str,
    problem_id: str,
    variant_id: str,
    sample_index: int,
    model: str,
    revision: str,
    settings: Mapping[str, Any],
) -> str:
    """Hash a sample's identity. The prompt is no part of it, by design."""
    identity = [
        benchmark, problem_id, variant_id, sample_index, model, revision, dict(settings),
    ]  # fmt: skip
    return digest(identity)
