"""All competition problems that are known, found by the wording of their texts."""

import importlib
from functools import cache

from clipo_bench.perturbations.programs.competition.competition_program import CompetitionProgram
from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.wording import fingerprint

COMPETITIONS = (
    "aime_2024_i_1_to_8",
    "aime_2024_i_9_to_15",
    "aime_2024_ii_1_to_8",
    "aime_2024_ii_9_to_15",
    "aime_2025_i_1_to_8",
    "aime_2025_i_9_to_15",
    "aime_2025_ii_1_to_8",
    "aime_2025_ii_9_to_15",
    "amc_2022_1_to_8",
    "amc_2022_9_to_15",
    "amc_2022_16_to_22",
    "amc_2022_23_to_29",
    "amc_2022_30_to_43",
    "amc_2023_1_to_13",
    "amc_2023_14_to_27",
    "amc_2023_28_to_40",
)
"""The files of entries, one a competition."""

_HERE = "clipo_bench.perturbations.programs.competition.problems"


def entries_of(competition: str) -> tuple[CompetitionEntry | Immovable, ...]:
    """The entries of one file, such as ``aime_2024_ii_1_to_8``."""
    found: tuple[CompetitionEntry | Immovable, ...] = importlib.import_module(
        f"{_HERE}.{competition}"
    ).PROBLEMS
    return found


def texts_of(entry: CompetitionEntry | Immovable) -> tuple[str, ...]:
    """The fingerprints of all wordings of a problem that are known."""
    others = entry.other_wordings if isinstance(entry, CompetitionEntry) else ()
    return (*entry.texts, *others)


def find_entry(question: str) -> CompetitionEntry | Immovable | None:
    """Find the entry of a problem by its text, whatever its layout; None if it is not known."""
    return entry_of(fingerprint(question))


def entry_of(text: str) -> CompetitionEntry | Immovable | None:
    """Find the entry of a wording by its fingerprint; None if it is not known."""
    return _by_text().get(text)


def competition_program(question: str) -> CompetitionProgram | None:
    """Find the program of a competition problem by its original text.

    None if the problem is not known, or if none of its numbers can change.
    """
    entry = find_entry(question)
    return CompetitionProgram.of(question, entry) if isinstance(entry, CompetitionEntry) else None


@cache
def _by_text() -> dict[str, CompetitionEntry | Immovable]:
    return {
        text: one for name in COMPETITIONS for one in entries_of(name) for text in texts_of(one)
    }
