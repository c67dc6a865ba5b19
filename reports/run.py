"""Run: a finished run folder, read into one table of samples."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pandas as pd

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import ORIGINAL
from clipo_bench.tasks.storage.run_folder import read_manifest, read_samples
from clipo_bench.tasks.storage.run_schema import Manifest, Sample


@dataclass(frozen=True)
class Run:
    """What one run asked and got.

    Attributes:
        name: how reports call it; the manifest's or the folder's, made unique by `read_runs`.
        folder: where it lies.
        manifest: what it is.
        frame: one row per sample: the fields of `Sample`, and `score` (1.0 or 0.0).
    """

    name: str
    folder: Path
    manifest: Manifest
    frame: pd.DataFrame

    @property
    def slices(self) -> list[tuple[str, str]]:
        """The (benchmark, kind) pairs that it holds; a benchmark's original first."""
        held = self.frame[["benchmark", "kind"]].drop_duplicates()
        pairs = [(str(b), str(k)) for b, k in held.itertuples(index=False)]
        return sorted(pairs, key=lambda pair: (pair[0], pair[1] != ORIGINAL, pair[1]))

    def part(self, benchmark: str, kind: str) -> pd.DataFrame:
        """The samples of one benchmark and one kind."""
        frame = self.frame
        return frame[(frame["benchmark"] == benchmark) & (frame["kind"] == kind)]

    @property
    def recorded(self) -> bool:
        """Whether others recorded the responses, so that the questions are not known here."""
        return self.manifest.settings.get("backend") == "recorded"

    def fingerprint(self, benchmark: str, kind: str) -> str:
        """What tells the data behind a slice from other data of the same name."""
        own, variants = self.manifest.benchmarks.get(benchmark, ""), self.manifest.variants
        return own if kind == ORIGINAL or not variants else f"{own}+{variants}"


def visible(text: str) -> str:
    """Make a name from a file safe to show: without control characters, which a terminal obeys."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def read_run(folder: str | Path) -> Run:
    """Read a run folder.

    Raises:
        InputError: it is not a run folder, has not finished, is damaged, or holds no sample.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(
            f"no run folder {folder}: expected a folder that `clipo-bench eval` or `grade` wrote"
        )
    manifest = read_manifest(folder)
    samples = read_samples(folder)
    if not samples:
        raise InputError(f"{folder} holds no samples: nothing was asked; make the run again")
    names = [field.name for field in fields(Sample)]
    frame = pd.DataFrame([[getattr(s, name) for name in names] for s in samples], columns=names)
    if frame["key"].duplicated().any():
        key = frame.loc[frame["key"].duplicated(), "key"].iloc[0]
        raise InputError(f"{folder} holds sample {key} twice: make the run again")
    for name in ("benchmark", "kind"):  # they head tables and sentences
        frame[name] = frame[name].map(visible)
    frame["family"] = frame["family"].where(frame["family"] != "", frame["problem_id"])
    frame["score"] = (frame["outcome"] == "correct").astype(float)
    return Run(visible(manifest.name or folder.resolve().name), folder, manifest, frame)


def read_runs(runs: Sequence[str | Path]) -> list[Run]:
    """Read several run folders, under names that differ.

    Names that are alike, but were not given here, become those of the folder with its parent:
    ``a/run`` and ``b/run``; a folder that is given twice gets a number.

    Args:
        runs: folders, or ``NAME=FOLDER`` where a run is to be called otherwise.

    Raises:
        InputError: as `read_run`; or one name is given to two folders.
    """
    given = [_named(str(run)) for run in runs]
    read = [read_run(folder) for _, folder in given]
    names = [name or run.name for (name, _), run in zip(given, read, strict=True)]
    if len(set(names)) < len({run.folder.resolve() for run in read}):
        names = [
            name or "/".join(run.folder.resolve().parts[-2:])
            for (name, _), run in zip(given, read, strict=True)
        ]
    seen: Counter[str] = Counter()
    folder_of: dict[str, Path] = {}
    named = []
    for run, name in zip(read, names, strict=True):
        seen[name] += 1
        first = folder_of.setdefault(name, run.folder)
        if first.resolve() != run.folder.resolve():
            raise InputError(
                f"{first} and {run.folder} are both called {name!r}: name one otherwise"
            )
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        named.append(replace(run, name=unique))
    return named


def _named(run: str) -> tuple[str, Path]:
    """Take ``NAME=FOLDER`` apart; a folder with such a name, as ``kind=x``, stays a folder."""
    name, equals, folder = run.partition("=")
    if not (name and equals and folder) or "/" in name or Path(run).exists():
        return "", Path(run)
    return visible(name), Path(folder)
