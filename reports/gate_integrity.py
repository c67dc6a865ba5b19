"""Whether a run is as it was written: counts, hashes, golds and responses held to each other.

What is found here are edits. Somebody who writes a whole folder, with all its hashes, can claim
anything; what a gate can do about that is to grade the responses again (`reports.gate_regrade`).
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clipo_bench.reports.run import Run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL, Problem
from clipo_bench.tasks.rows import Row
from clipo_bench.tasks.storage.identity import digest, file_sha256
from clipo_bench.tasks.storage.journal import unseal
from clipo_bench.tasks.storage.json_file import read_json
from clipo_bench.tasks.storage.problem_table import read_problems
from clipo_bench.tasks.storage.run_folder import read_seal
from clipo_bench.tasks.storage.run_schema import MANIFEST, METRICS, PROBLEMS, RESPONSES, SAMPLES

AGAIN = "evaluate or grade it again"


def require_untouched(run: Run) -> list[str]:
    """Refuse a run whose files were edited or cut after it had finished.

    Returns:
        What could not be checked, as sentences.

    Raises:
        InputError: names the file, and what is wrong with it.
    """
    _require_hashes(run)
    _require_counts(run)
    _require_samples(run)
    _require_golds(run)
    _require_journal(run)
    if run.manifest.files:
        return []
    return [
        f"{run.name} has no hashes of its files, since an older version wrote it: an edit that "
        "keeps all counts would not be seen"
    ]


def _require_hashes(run: Run) -> None:
    folder, files = run.folder, run.manifest.files
    if not files:
        if (folder / PROBLEMS).exists() or read_seal(folder):
            raise InputError(
                f"{folder / MANIFEST} has no hashes of the folder's files, which were written with "
                f"them: it was edited; {AGAIN}"
            )
        return
    for name in dict.fromkeys((SAMPLES, METRICS, PROBLEMS, *files)):
        path = folder / name
        if name not in files or not path.is_file():
            raise InputError(f"{path} is missing: {AGAIN}")
        if file_sha256(path) != files[name]:
            raise InputError(
                f"{path} is not what it was when the run finished: its sha256 is not that in "
                f"{MANIFEST}; {AGAIN}"
            )
    if read_seal(folder) != run.manifest.seal:
        raise InputError(
            f"{folder / MANIFEST} is not the one that {SAMPLES} was written for: the model, the "
            f"settings, the grader or the versions were edited; {AGAIN}"
        )


def _require_counts(run: Run) -> None:
    """The counts of ``metrics.json``, which older folders have as well."""
    path = run.folder / METRICS
    if not path.exists():
        return
    written = read_json(path).get("slices", {})
    for benchmark, kind in {*run.slices, *((b, k) for b, kinds in written.items() for k in kinds)}:
        part = run.part(benchmark, kind)
        found: dict[str, Any] = {
            "samples": len(part),
            "problems": len(part[["problem_id", "variant_id"]].drop_duplicates()),
            "outcomes": dict(sorted(Counter(part["outcome"]).items())),
        }
        said = written.get(benchmark, {}).get(kind, {})
        for name, value in found.items():
            if said.get(name) != value:
                raise InputError(
                    f"{run.folder / SAMPLES} holds {name} of {benchmark} ({kind}) as {value}, but "
                    f"{METRICS} counted {said.get(name)}: samples were removed or edited; {AGAIN}"
                )


def _require_samples(run: Run) -> None:
    """So many samples of each text as the settings say."""
    for benchmark, sampling in run.manifest.settings.get("sampling", {}).items():
        part = run.frame[run.frame["benchmark"] == benchmark]
        wanted = list(range(int(sampling["samples"])))
        for text, indices in part.groupby(["problem_id", "variant_id"])["sample_index"]:
            if sorted(indices) != wanted:
                raise InputError(
                    f"{run.folder / SAMPLES} has {len(indices)} samples of {benchmark} {text[0]}, "
                    f"but the run was made with {len(wanted)}: samples were removed; {AGAIN}"
                )


def _require_golds(run: Run) -> None:
    """The golds of the samples are those of the problems, and those the data's fingerprint."""
    problems = problems_of(run)
    if not problems:
        return
    asked = run.frame.drop_duplicates(["benchmark", "problem_id", "variant_id"])
    columns = asked[["benchmark", "problem_id", "variant_id", "gold"]]
    for benchmark, problem_id, variant_id, gold in columns.itertuples(index=False):
        known = problems.get((benchmark, problem_id, variant_id))
        if known is None or known.gold != gold:
            raise InputError(
                f"{run.folder / SAMPLES} has the gold {gold!r} for {problem_id} of {benchmark}, "
                f"{PROBLEMS} has {known and known.gold!r}: one of them was edited; {AGAIN}"
            )
    held = set(columns.drop(columns="gold").itertuples(index=False, name=None))
    if lost := [text for text in problems if text not in held]:
        raise InputError(
            f"{run.folder / SAMPLES} has no sample of {len(lost):,} problems that were asked, "
            f"first {lost[0][1]} of {lost[0][0]}: samples were removed; {AGAIN}"
        )
    for benchmark, fingerprint in run.manifest.benchmarks.items():
        found = _fingerprint(run, [one for one in problems.values() if one.benchmark == benchmark])
        if found and found != fingerprint:
            raise InputError(
                f"{run.folder / PROBLEMS} is not the data that the run names: the fingerprint of "
                f"{benchmark} is {found!r}, {MANIFEST} has {fingerprint!r}; {AGAIN}"
            )


def problems_of(run: Run) -> dict[tuple[str, str, str], Problem]:
    """What a run was asked, by benchmark, id and variant id; empty for older folders."""
    path = run.folder / PROBLEMS
    if not path.exists():
        return {}
    return {(one.benchmark, one.id, one.variant_id): one for one in read_problems(path)}


def _fingerprint(run: Run, problems: Sequence[Problem]) -> str:
    """The data's fingerprint from a benchmark's problems; empty where only a part was asked."""
    if run.recorded and "shard" not in run.manifest.selection:
        return digest(sorted([one.id, one.kind, one.gold] for one in problems))
    selection = run.manifest.selection.values()
    if run.manifest.variants or any(one is not None for one in selection):
        return ""
    asked = [one for one in problems if one.kind == ORIGINAL]
    return digest(sorted({Row(one.question, one.gold, one.choices).key for one in asked}))


def _require_journal(run: Run) -> None:
    """The responses are those that were written down as they came."""
    path = run.folder / RESPONSES
    if not path.exists():
        return
    recorded = _journal(path)
    frame = run.frame[run.frame["finish_reason"] != "failed"]  # those never came
    for key, response in frame[["key", "response"]].itertuples(index=False):
        if recorded.get(key) != response:
            raise InputError(
                f"{run.folder / SAMPLES} has another response for the sample {key} than {path}: "
                f"one of them was edited; {AGAIN}"
            )


def _journal(path: Path) -> dict[str, str]:
    found = {}
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                response = unseal(line.removesuffix(b"\n"))["response"]
                found[str(response["key"])] = str(response["text"])
            except (ValueError, TypeError, KeyError):
                raise InputError(f"{path} line {number} is damaged: {AGAIN}") from None
    return found
