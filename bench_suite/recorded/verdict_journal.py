"""VerdictJournal: the verdicts of a `grade` that has not finished, so that it resumes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from clipo_bench.tasks.storage.identity import digest
from clipo_bench.tasks.storage.journal import Journal, unseal
from clipo_bench.tasks.storage.run_folder import GRADING, versions
from clipo_bench.tasks.storage.run_schema import VERDICTS, Manifest, Sample

JUDGED = ("outcome", "extracted", "found", "matched", "copied", "process", "failed_step")
"""The fields of a sample that grading decides."""


class VerdictJournal:
    """The verdicts on a run's samples, by their keys.

    A line is a verdict: ``{"by": "1f..", "key": "a3..", "outcome": "correct", ...}``, where ``by``
    hashes the run's identity and the installed versions. Lines of another version, like damaged
    ones, are not used.
    """

    def __init__(self, journal: Journal, manifest: Manifest) -> None:
        self._journal = journal
        self._by = digest([manifest.identity, versions(GRADING)])
        self._by_key: dict[str, dict[str, Any]] = {}
        for line in journal.lines():
            try:
                value = unseal(line)
            except ValueError:
                continue
            if value.keys() == {"by", "key", *JUDGED} and value["by"] == self._by:
                self._by_key[value["key"]] = {name: value[name] for name in JUDGED}

    def judge(self, sample: Sample) -> Sample | None:
        """The sample with the verdict that is known; None if there is none."""
        known = self._by_key.get(sample.key)
        return None if known is None else replace(sample, **known)

    def append(self, sample: Sample) -> None:
        """Write a verdict, and flush it."""
        fields = asdict(sample)
        judged = {name: fields[name] for name in JUDGED}
        self._journal.append({"by": self._by, "key": sample.key, **judged})


@contextmanager
def open_verdicts(folder: Path, manifest: Manifest) -> Iterator[VerdictJournal]:
    """Open the journal of a run folder, which is held."""
    with closing(Journal(folder / VERDICTS)) as journal:
        yield VerdictJournal(journal, manifest)
