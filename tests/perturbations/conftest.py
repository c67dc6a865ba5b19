"""A competition problem of our own, known to the catalogue while a test runs."""

from dataclasses import dataclass

import pytest

from clipo_bench.perturbations.programs.competition import catalogue
from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import NoAnswer
from clipo_bench.perturbations.programs.competition.wording import fingerprint

QUESTION = (
    "A path of $12$ tiles has an $8$-tile stretch of gravel and $4$ tiles of sand. Eight of the "
    "gravel tiles are wet. Find the number of ways to paint two tiles of the $12$."
)
FIXED = "In the year $2024$ a clock strikes $3$ times. Find the number of strokes."


def _pairs(n: int, g: int, s: int) -> int:
    if g + s != n:
        raise NoAnswer("gravel and sand are not the path")
    return n * (n - 1) // 2


def _pairs_by_counting(n: int, g: int, s: int) -> int:
    return sum(1 for first in range(n) for second in range(first))


ENTRY = CompetitionEntry(
    "Own 1",
    texts=(fingerprint(QUESTION),),
    numbers="n=12 g=8 s=4 g=8 2 n=12",
    domains={"n": range(9, 25), "g": range(5, 12), "s": range(2, 10)},
    derived={},
    requires={"gravel and sand are the path": lambda n, g, s: g + s == n},
    solve=_pairs,
    check=_pairs_by_counting,
    ways=("a formula", "counts"),
)
IMMOVABLE = Immovable("Own 2", (fingerprint(FIXED),), "a clock is a clock")


@dataclass(frozen=True)
class OwnCompetition:
    """A problem of our own with its entry, and another whose numbers cannot change."""

    question: str
    entry: CompetitionEntry
    immovable_question: str


@pytest.fixture
def own_competition(monkeypatch: pytest.MonkeyPatch) -> OwnCompetition:
    """Let the catalogue know our own problems, and no others."""
    known = {text: one for one in (ENTRY, IMMOVABLE) for text in one.texts}
    monkeypatch.setattr(catalogue, "_by_text", lambda: known)
    return OwnCompetition(QUESTION, ENTRY, FIXED)
