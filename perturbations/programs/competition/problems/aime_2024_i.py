"""AIME 2024 I."""

from fractions import Fraction

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import NoAnswer, square_root


def _walk(d: int, h1: int, h2: int, m2: int, k: int, p: int, q: int) -> Fraction:
    """Solve d/s + t = first, d/(s + k) + t = second for s; then walk at s + p/q."""
    first, second = Fraction(60 * h1), Fraction(60 * h2 + m2)
    # 60 d / s - 60 d / (s + k) = first - second, so s^2 + k s = 60 d k / (first - second)
    if first <= second:
        raise NoAnswer("the faster walk takes no less time")
    product = Fraction(60 * d * k) / (first - second)
    s = (square_root(k * k + 4 * product) - k) / 2
    t = first - 60 * d / s
    if t <= 0:
        raise NoAnswer("no time is spent in the shop")
    return 60 * d / (s + Fraction(p, q)) + t


def _walk_by_bisection(d: int, h1: int, h2: int, m2: int, k: int, p: int, q: int) -> float:
    """Find the speed at which both walks leave the same time for the shop, by halving."""
    first, second = 60.0 * h1, 60.0 * h2 + m2
    low, high = 1e-9, 1e9
    for _ in range(200):
        s = (low + high) / 2
        saved = 60 * d / s - 60 * d / (s + k)
        low, high = (s, high) if saved > first - second else (low, s)
    t = first - 60 * d / low
    return 60 * d / (low + p / q) + t


def _walk_cases() -> list[tuple[int, ...]]:
    """Distances, speeds and stops that give whole hours and minutes."""
    found: list[tuple[int, ...]] = []
    for d in range(4, 25):
        for twice_s in range(2, 16):
            for k in (1, 2, 3):
                s = Fraction(twice_s, 2)
                for t in range(6, 60, 6):
                    first, second = 60 * d / s + t, 60 * d / (s + k) + t
                    if first % 60 == 0 and second.denominator == 1 and 60 < first <= 360:
                        hours, minutes = divmod(int(second), 60)
                        if hours > 1 and minutes:
                            found.append((d, int(first) // 60, hours, minutes, k, 1, 2))
    return found


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2024 I 1",
        texts=("92912b78f5979e01",),
        numbers="d=9 h1=4 k=2 h2=2 m2=24 p=1 q=2",
        domains={
            "d": range(4, 25),
            "h1": range(2, 7),
            "h2": range(2, 6),
            "m2": range(1, 60),
            "k": (1, 2, 3),
            "p": (1,),
            "q": (2,),
        },
        solve=_walk,
        check=_walk_by_bisection,
        ways=("solves the quadratic of the speed exactly", "finds the speed by bisection"),
        cases=_walk_cases,
    ),
)
