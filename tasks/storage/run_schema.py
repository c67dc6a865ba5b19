"""Sample and Manifest: what a run folder holds. The only schema that crosses rooms on disk.

A run folder is ``manifest.json`` (written first), ``responses.jsonl`` (the journal of
an evaluation, append-only), ``samples.parquet`` (one row per `Sample`) and
``metrics.json``. A folder without samples is a run that has not finished.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL

MANIFEST = "manifest.json"
RESPONSES = "responses.jsonl"
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
        gold: the right answer.
        original_gold: of a variant, its original's gold.
        response: what the model wrote.
        finish_reason: ``stop``, ``length`` or ``unknown``.
        tokens: the response's length in tokens, where known.
        outcome: a `tasks.answers.verdict.Outcome`, as text.
        extracted: the answer found in the response.
        found: where it was found.
        matched: how it equals the gold.
        copied: a wrong answer to a variant that equals the original's gold.
        process: ``holds``, ``fails`` or ``not_checkable``: the steps' verdict.
        failed_step: the first claim that does not hold.
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

    @property
    def correct(self) -> bool:
        """Whether the response scores."""
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
        warnings: what a reader of the results has to know.
        created: ISO 8601 time in UTC.
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

    @property
    def identity(self) -> dict[str, Any]:
        """The part that must be equal for two runs' responses to be mixed."""
        names = ("model", "revision", "settings", "grader", "benchmarks", "variants", "selection")
        return {name: _plain(getattr(self, name)) for name in names}


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, sort_keys=True))


def digest(value: Any) -> str:
    """Hash a JSON-able value: 16 hexadecimal digits, the same on every machine."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


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


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all: to a temporary name first, then renamed."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def write_json(path: Path, value: Any) -> None:
    """Write a value as indented JSON, whole or not at all."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Raises:
        InputError: the file is missing or is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"no file {path}: is {path.parent} the right folder?") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not JSON ({error}): it may be cut; make it again") from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest.json`` into a run folder."""
    write_json(folder / MANIFEST, asdict(manifest))


def read_manifest(folder: Path) -> Manifest:
    """Read a run folder's manifest.

    Raises:
        InputError: there is none, or it is not one of this format.
    """
    value = read_json(folder / MANIFEST)
    names = {item.name for item in fields(Manifest)}
    if not isinstance(value, dict) or not names >= value.keys():
        raise InputError(f"{folder / MANIFEST} is not the manifest of a run")
    try:
        value |= {name: tuple(value.get(name, ())) for name in ("command", "warnings")}
        return Manifest(**value)
    except TypeError as error:
        raise InputError(f"{folder / MANIFEST} is not the manifest of a run: {error}") from None


def write_samples(folder: Path, samples: Iterable[Sample]) -> None:
    """Write ``samples.parquet`` into a run folder, whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    text = [f.name for f in fields(Sample) if f.name not in ("sample_index", "tokens", "copied")]
    types = {name: pa.string() for name in text}
    types |= {"sample_index": pa.int32(), "tokens": pa.int32(), "copied": pa.bool_()}
    schema = pa.schema([(f.name, types[f.name]) for f in fields(Sample)])
    table = pa.Table.from_pylist([asdict(sample) for sample in samples], schema=schema)
    temporary = folder / (SAMPLES + ".tmp")
    pq.write_table(table, temporary)
    temporary.replace(folder / SAMPLES)


def read_samples(folder: Path) -> list[Sample]:
    """Read a run folder's samples.

    Raises:
        InputError: the run has none yet, or the file is damaged or of another format.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / SAMPLES
    if not path.exists():
        raise InputError(
            f"{folder} holds no {SAMPLES}: the run has not finished; "
            "start the command that made it again, and it goes on where it was"
        )
    try:
        rows = pq.read_table(path).to_pylist()
        return [Sample(**row) for row in rows]
    except (pa.ArrowInvalid, OSError, TypeError) as error:
        raise InputError(f"{path} is damaged or not a run's samples: {error}") from None
