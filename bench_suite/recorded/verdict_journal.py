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

    A line is a verdict: ``{"by": "1f..", "on": "7c..", "key": "a3..", "outcome": "correct", ...}``,
    where ``by`` hashes the run's identity and the installed versions, and ``on`` the response and
    what else was judged. Lines of another version or response, like damaged ones, are not used.
    """

    def __init__(self, journal: Journal, manifest: Manifest) -> None:
        self._journal = journal
        self._by = digest([manifest.identity, versions(GRADING)])
        self._known: dict[tuple[str, str], dict[str, Any]] = {}
        for line in journal.lines():
            try:
                value = unseal(line)
            except ValueError:
                continue
            if value.keys() == {"by", "on", "key", *JUDGED} and value["by"] == self._by:
                verdict = {name: value[name] for name in JUDGED}
                self._known[value["key"], value["on"]] = verdict

    def judge(self, sample: Sample, on: str) -> Sample | None:
        """The sample with the verdict that is known.

        Args:
            sample: what is to be judged.
            on: the hash of what its verdict depends on.

        Returns:
            None if there is no verdict, or it is on something else.
        """
        known = self._known.get((sample.key, on))
        return None if known is None else replace(sample, **known)

    def append(self, sample: Sample, on: str) -> None:
        """Write a verdict on what hashes to `on`, and flush it."""
        fields = asdict(sample)
        judged = {name: fields[name] for name in JUDGED}
        self._journal.append({"by": self._by, "on": on, "key": sample.key, **judged})


@contextmanager
def open_verdicts(folder: Path, manifest: Manifest) -> Iterator[VerdictJournal]:
    """Open the journal of a run folder, which is held."""
    with closing(Journal(folder / VERDICTS)) as journal:
        yield VerdictJournal(journal, manifest)
