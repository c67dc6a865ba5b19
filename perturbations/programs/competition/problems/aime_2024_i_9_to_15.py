"""AIME 2024 I, problems 9 to 15."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise, permutations
from math import cos, gcd, isqrt, pi, sin, sqrt
from typing import TYPE_CHECKING

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    Surd,
    proper_m_plus_n,
    require_at_most,
    require_counts,
    square_root,
    surd,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_LARGEST_PRIME = 300
_LARGEST_POWER = 200_000
_MOST_COLOURED = 14
_CORNER = 1e-12


def _rhombi(a: int, b: int) -> Fraction:
    """Take the diagonals y = mx and y = -x/m, and what BD^2 tends to for the least m.

    y = mx meets the hyperbola for m^2 < b/a, and BD^2 is 4 a b (1 + m^2) / (b - a m^2), which grows
    with m^2. The other diagonal must meet it, too: m^2 > a/b. So the bound is never reached.
    """
    if a <= 0 or b <= a:
        raise NoAnswer("no two perpendicular lines through the origin meet the hyperbola")
    square = Fraction(a, b)
    return 4 * a * b * (1 + square) / (b - a * square)


def _rhombi_by_search(a: int, b: int) -> float:
    """Turn the cross of diagonals, in steps that shrink, towards the shortest BD."""

    def diagonal(angle: float) -> float:
        one = cos(angle) ** 2 / a - sin(angle) ** 2 / b
        other = sin(angle) ** 2 / a - cos(angle) ** 2 / b
        return 4 / one if one > 0 and other > 0 else float("inf")

    best = pi / 4
    step = pi / 16
    while step > 1e-11:
        best = min((best + step * turn for turn in range(-4, 5)), key=diagonal)
        step /= 2
    return diagonal(best)


def _symmedian(c: int, a: int, b: int) -> Fraction:
    """AD is the median AM, reflected in the bisector of A, as D is where the tangents meet.

    The inversion around A with radius sqrt(bc), followed by that reflection, swaps B and C, and the
    circle with the line BC; so it swaps P with M, and AP is bc/AM.
    """
    if not abs(b - c) < a < b + c:
        raise NoAnswer("there is no such triangle")
    if a * a == b * b + c * c:
        raise NoAnswer("the tangents are parallel")
    return 2 * b * c / square_root(2 * b * b + 2 * c * c - a * a)


def _symmedian_in_coordinates(c: int, a: int, b: int) -> float:
    """Compute the circle, D and P in the complex plane, with B = 0 and C = a."""
    x = (a * a + c * c - b * b) / (2 * a)
    apex = complex(x, sqrt(c * c - x * x))
    centre = complex(a / 2, (apex.imag**2 + x * x - a * x) / (2 * apex.imag))
    radius = abs(centre)
    down = complex(a / 2) - centre
    meeting = centre + down * radius**2 / abs(down) ** 2
    towards = (meeting - apex) / abs(meeting - apex)
    # the chord from A in this direction
    return abs(2 * ((apex - centre) * towards.conjugate()).real)


def _symmedian_cases() -> Iterator[tuple[int, ...]]:
    """Different sides, an acute angle at A, and a rational median."""
    for c in _SYMMEDIANS["c"]:
        for a in _SYMMEDIANS["a"]:
            for b in _SYMMEDIANS["b"]:
                square = 2 * b * b + 2 * c * c - a * a
                triangle = abs(b - c) < a < b + c and a * a < b * b + c * c
                if triangle and len({a, b, c}) == 3 and isqrt(square) ** 2 == square:
                    yield c, a, b


_SYMMEDIANS = {"c": range(4, 20), "a": range(4, 20), "b": range(4, 31)}


def _colourings(n: int) -> Fraction:
    """Try all colourings and rotations: as bits, the turned blue ones must miss the blue ones."""
    require_counts(n)
    if not 3 <= n <= _MOST_COLOURED:
        raise NoAnswer("it is no polygon, or there are too many colourings to try")
    every = (1 << n) - 1

    def turns(blue: int) -> bool:
        return any(not blue & ((blue << k | blue >> (n - k)) & every) for k in range(n))

    return Fraction(sum(map(turns, range(1 << n))), 1 << n)


def _colourings_by_exclusion(n: int) -> Fraction:
    """Include and exclude by the rotations that work.

    Turning by k works if no two blue vertices lie k apart, so k and n - k work together. How many
    colourings all of some rotations work for is a count of sets without neighbours.
    """
    total = 0
    for size in range(1, n // 2 + 1):
        for steps in combinations(range(1, n // 2 + 1), size):
            total -= (-1) ** size * _apart(n, frozenset(steps))
    return Fraction(total, 2**n)


@cache
def _apart(n: int, steps: frozenset[int]) -> int:
    """How many sets of vertices hold no two that lie one of these steps apart."""
    near = [{(v + k) % n for k in steps} | {(v - k) % n for k in steps} for v in range(n)]

    def sets(free: frozenset[int]) -> int:
        if not free:
            return 1
        first = min(free)
        return sets(free - {first}) + sets(free - {first} - near[first])

    return sets(frozenset(range(n)))


def _folds(a1: int, a2: int, b1: int, b2: int, c: int, p: int, q: int) -> int:
    """Count the monotone pieces of both graphs, which meet once each, but for one pair.

    With h = c g(f), let |u| go from 0 to 1: h(u) goes straight up and down. If it goes from 0 to 1
    or back L times, y = h(sin(p pi x)) has 2 p L pieces over 0 <= x <= 1, each from the bottom of
    the unit square to its top; x = h(cos(q pi y)) has 2 q L, each from side to side. So each pair
    of pieces meets, and outside of the square no point is on both graphs. x -> h(cos(q pi h(sin(p
    pi x)))) is steeper than 1 where it meets x, as it is flat only for x at the middle of a wave
    (where it is 0 or 1), and for x near 0 or 1, so they meet once. The corner (h(1), h(0)) is an
    exception: it is on both graphs; the first is straight there, as its sine is 0, and the second
    touches the square's side, as its cosine is 1 or -1. So this pair of pieces meets once more.
    """
    require_counts(a1, a2, b1, b2, c, p, q)
    a, b = Fraction(a1, a2), Fraction(b1, b2)

    def height(u: Fraction) -> Fraction:
        return c * abs(abs(u - a) - b)

    bends = sorted(u for u in {a, a - b, a + b} if 0 < u < 1)
    heights = [height(u) for u in (Fraction(0), *bends, Fraction(1))]
    if any({low, high} != {0, 1} for low, high in pairwise(heights)):
        raise NoAnswer("the graphs do not go all through the unit square")
    pieces = len(heights) - 1
    return (2 * p * pieces) * (2 * q * pieces) + 1


def _folds_by_sampling(a1: int, a2: int, b1: int, b2: int, c: int, p: int, q: int) -> float:
    """Follow the first graph, count how often it crosses the second, and add the corner.

    The samples of each piece are taken at the heights of the other graph's bends, and at others
    between them that lie close near a bend, where two points may be near each other.
    """
    import numpy as np

    a, b = a1 / a2, b1 / b2

    def height(u: "Array") -> "Array":
        return c * np.abs(np.abs(np.abs(u) - a) - b)

    levels = np.unique([0.0, *(u for u in (a - b, a, a + b) if 0 < u < 1), 1.0])
    quarter = np.arccos(levels) / (q * pi)
    bends = np.unique([(k / q + quarter, (k + 1) / q - quarter) for k in range(q)])
    close_to_ends = np.sin(pi / 2 * np.sin(pi / 2 * np.arange(31) / 30) ** 2) ** 2
    y = _between(bends, close_to_ends)
    sines = _between(levels, np.concatenate([y, 1 - y]))
    quarter = np.arcsin(np.unique(sines)) / (p * pi)
    x = np.unique([(k / p + quarter, (k + 1) / p - quarter) for k in range(p)])
    x = x[(x > _CORNER) & (x < 1 - _CORNER)]
    side = np.sign(x - height(np.cos(q * pi * height(np.sin(p * pi * x)))))
    return float(np.count_nonzero(np.diff(side)) + 1)


def _between(ends: "Array", parts: "Array") -> "Array":
    """The points at these parts of each way from one end to the next."""
    return (ends[:-1, None] + (ends[1:] - ends[:-1])[:, None] * parts).ravel()


def _folds_cases() -> Iterator[tuple[int, ...]]:
    """Halves and quarters, or thirds, that fill the square."""
    for shape in ((1, 2, 1, 4, 4), (1, 3, 1, 3, 3), (2, 3, 1, 3, 3)):
        for p in range(2, 14):
            yield from ((*shape, p, q) for q in range(2, 14) if q != p)


def _prime_power(e: int, c: int, s: int) -> tuple[int, int]:
    """Go through the primes, and through all n up to p^s that p divides n^e + c for."""
    require_counts(e, c, s)
    require_at_most(20, s)
    for p in _primes():
        if p**s > _LARGEST_POWER:
            break
        roots = [n for n in range(1, p + 1) if (pow(n, e, p) + c) % p == 0]
        multiples = (n + p * k for k in range(p ** (s - 1)) for n in roots)
        least = next((n for n in multiples if (pow(n, e, p**s) + c) % p**s == 0), None)
        if least is not None:
            return p, least
    raise NoAnswer("no small prime is of this kind")


def _prime_power_by_lifting(e: int, c: int, s: int) -> tuple[int, int]:
    """Decide by Euler's criterion whether -c is a power modulo p, and lift its roots by Newton."""
    for p in _primes():
        if (c * e) % p == 0:
            roots = [n for n in range(1, p**s + 1) if (pow(n, e, p**s) + c) % p**s == 0]
        elif pow(-c, (p - 1) // gcd(e, p - 1), p) == 1:
            roots = [_lifted(n, e, c, p**s) for n in range(1, p) if (pow(n, e, p) + c) % p == 0]
        else:
            continue
        if roots:
            return p, min(roots)
    raise NoAnswer("no small prime is of this kind")


def _lifted(n: int, e: int, c: int, modulus: int) -> int:
    """The root of n^e + c modulo a prime's power that this root modulo the prime belongs to."""
    while value := (pow(n, e, modulus) + c) % modulus:
        n = (n - value * pow(e * pow(n, e - 1, modulus), -1, modulus)) % modulus
    return n


def _primes() -> Iterator[int]:
    return (p for p in range(2, _LARGEST_PRIME) if all(p % q for q in range(2, isqrt(p) + 1)))


def _least_root(found: tuple[int, int]) -> int:
    return found[1]


def _prime_power_is_hard(e: int, c: int, s: int) -> bool:
    try:
        p, least = _prime_power(e, c, s)
    except NoAnswer:
        return False
    return p >= 7 and least >= 20


def _insphere(ab: int, ac: int, bc: int) -> Surd:
    """Put the tetrahedron into a box, whose faces have the edges as diagonals.

    With the box's edges x, y, z, its volume is xyz/3 (the box without four corners of xyz/6), and
    r = 3 V / S = xyz / (4 T) for the area T of a face, which Heron's formula gives.
    """
    squares = [Fraction(ab + ac + bc, 2) - edge for edge in (ab, ac, bc)]
    if min(squares) <= 0:
        raise NoAnswer("the faces are no acute triangles, so there is no such tetrahedron")
    heron = 2 * (ab * ac + ac * bc + bc * ab) - ab * ab - ac * ac - bc * bc  # 16 T^2
    return surd(0, 1, squares[0] * squares[1] * squares[2] / heron)


def _insphere_in_coordinates(ab: int, ac: int, bc: int) -> float:
    """Build the vertices from the six distances, and measure how far the faces are from the centre.

    Raises:
        ValueError: the mean of the vertices is not as far from each face.
    """
    b = sqrt(ab), 0.0, 0.0
    c_x = (ab + ac - bc) / (2 * b[0])
    c = c_x, sqrt(ac - c_x**2), 0.0
    # D is at AD = BC from A, BD = AC from B, CD = AB from C
    d_x = (ab + bc - ac) / (2 * b[0])
    d_y = (bc + ac - ab - 2 * c_x * d_x) / (2 * c[1])
    d = d_x, d_y, sqrt(bc - d_x**2 - d_y**2)
    corners = [(0.0, 0.0, 0.0), b, c, d]
    centre = tuple(sum(place) / 4 for place in zip(*corners, strict=True))
    distances = []
    for one, two, three in combinations(corners, 3):
        normal = _cross(_minus(two, one), _minus(three, one))
        away = _minus(centre, one)
        distances.append(abs(_dot(normal, away)) / sqrt(_dot(normal, normal)))
    if max(distances) - min(distances) > 1e-9 * max(distances):
        raise ValueError("the faces are not equally far")
    return distances[0]


def _minus(u: Sequence[float], v: Sequence[float]) -> list[float]:
    return [a - b for a, b in zip(u, v, strict=True)]


def _dot(u: Sequence[float], v: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(u, v, strict=True))


def _cross(u: Sequence[float], v: Sequence[float]) -> list[float]:
    return [u[i - 2] * v[i - 1] - u[i - 1] * v[i - 2] for i in range(3)]


def _surd_sum(distance: Surd) -> int:
    """Read m + n + p off m sqrt(n) / p.

    Raises:
        NoAnswer: p is 1, and the text has a fraction.
    """
    if distance.d == 1:
        raise NoAnswer("the distance is no fraction")
    return distance.b + distance.c + distance.d


def _insphere_cases() -> Iterator[tuple[int, ...]]:
    """Boxes with integer edges, whose faces have irrational diagonals."""
    for x, y, z in permutations(range(2, 15), 3):
        edges = x * x + y * y, x * x + z * z, y * y + z * z
        if all(isqrt(edge) ** 2 != edge for edge in edges):
            yield edges


def _boxes(surface: int, volume: int) -> Fraction:
    """Find the box with the longest diagonal: two edges t are equal, and the third z is longer.

    The diagonal's square is the square of w = x + y + z, less the surface. The edges are the roots
    of u^3 - w u^2 + (surface/2) u - volume, so w is extreme where two are equal: t^2 z = volume and
    2 t^2 + 4 t z = surface, that is t^3 - (surface/2) t + 2 volume = 0. The least positive t has
    the largest w. A double root means that the discriminant is zero, which is a cubic equation for
    w^2; its rational root that is nearest the value in floats is the exact one.
    """
    if min(surface, volume) <= 0 or Fraction(volume) ** 2 >= Fraction(surface, 6) ** 3:
        raise NoAnswer("there are no such boxes")
    low, high = 0.0, sqrt(surface / 6)
    for _ in range(100):
        t = (low + high) / 2
        low, high = (t, high) if t**3 - surface / 2 * t + 2 * volume > 0 else (low, t)
    half = Fraction(surface, 2)
    near = (2 * low + volume / low**2) ** 2
    square = Fraction(near).limit_denominator(100_000)
    rest = square * half**2 - 4 * half**3 - 27 * volume**2
    if rest**2 != square * (4 * square * volume - 18 * half * volume) ** 2:
        raise NoAnswer("the square of the radius is irrational")
    return (square - surface) / 4


def _boxes_by_search(surface: int, volume: int) -> float:
    """Go through one edge in steps that shrink: surface and volume give the two others."""

    def diagonal(x: float) -> float:
        if surface * x <= 2 * volume:
            return 0.0  # there is nothing left for the edges' sum
        total, product = (surface / 2 - volume / x) / x, volume / x
        return x * x + total**2 - 2 * product if total**2 >= 4 * product else 0.0

    best, width = max((diagonal(i / 100), i / 100) for i in range(1, 5000))[1], 0.01
    while width > 1e-12:
        best = max((best + width * i / 10 for i in range(-10, 11)), key=diagonal)
        width /= 4
    return diagonal(best) / 4


def _boxes_cases() -> Iterator[tuple[int, ...]]:
    """Two equal edges that are integers over 1, and a longer third."""
    for t in range(2, 6):
        for volume in range(8, 70):
            surface = 2 * t * t + Fraction(4 * volume, t)
            if volume > t**3 and surface.denominator == 1 and 18 <= surface <= 162:
                yield int(surface), volume


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2024 I 9",
        texts=("282124de9eb6e77b", "432700f9985062bc", "ef2e438399bae973"),
        numbers="2 a=20 2 b=24 1 2",
        domains={"a": range(10, 61), "b": range(11, 73)},
        solve=_rhombi,
        check=_rhombi_by_search,
        ways=("the limit over the slopes, exactly", "turns the diagonals step by step"),
        requires={"the bound has three digits": lambda a, b: 4 * a * b >= 100 * (b - a)},
    ),
    CompetitionEntry(
        "AIME 2024 I 10",
        texts=("bf41d7c1f1c8c2d9",),
        numbers="c=5 a=9 b=10",
        domains=_SYMMEDIANS,
        solve=_symmedian,
        check=_symmedian_in_coordinates,
        ways=("an inversion that swaps P and the middle of BC", "coordinates of circle, D and P"),
        form=proper_m_plus_n,
        cases=_symmedian_cases,
    ),
    CompetitionEntry(
        "AIME 2024 I 11",
        texts=("411f7ce0d557dcf5",),
        numbers="n=8 n=8",
        # 11 has no name, and from 11 on the fraction is too long
        domains={"n": range(5, 11)},
        solve=_colourings,
        check=_colourings_by_exclusion,
        ways=("tries all colourings and rotations", "inclusion and exclusion over the rotations"),
        form=proper_m_plus_n,
    ),
    CompetitionEntry(
        "AIME 2024 I 12",
        texts=("0c5222ed213ccda5",),
        numbers="a1=1 a2=2 b1=1 b2=4 c=4 p=2 c=4 q=3",
        domains={
            "a1": (1, 2),
            "a2": (2, 3),
            "b1": (1,),
            "b2": (3, 4),
            "c": (3, 4),
            "p": range(2, 14),
            "q": range(2, 14),
        },
        drawing=lambda **_: "",  # the graph of the original
        solve=_folds,
        check=_folds_by_sampling,
        ways=("counts pieces that meet once, and a corner", "samples a graph and counts crossings"),
        cases=_folds_cases,
    ),
    CompetitionEntry(
        "AIME 2024 I 13",
        texts=("8edca5556a0ea978",),
        numbers="e=4 c=1 s=2 e=4 c=1 s=2",
        domains={"e": range(3, 17), "c": range(1, 20), "s": (2, 3)},
        solve=_prime_power,
        check=_prime_power_by_lifting,
        ways=("tries primes and numbers in order", "Euler's criterion and Hensel's lemma"),
        form=_least_root,
        requires={"neither prime nor root is found at once": _prime_power_is_hard},
    ),
    CompetitionEntry(
        "AIME 2024 I 14",
        texts=("14dabcd146a1a829", "28f7eb26644857ea"),
        numbers="ab=41 ac=80 bc=89",
        domains={"ab": range(14, 124), "ac": range(27, 241), "bc": range(30, 268)},
        solve=_insphere,
        check=_insphere_in_coordinates,
        ways=("volume and surface from the box around it", "vertices and distances in floats"),
        form=_surd_sum,
        cases=_insphere_cases,
    ),
    CompetitionEntry(
        "AIME 2024 I 15",
        texts=("e6fb7021eca7b76e",),
        numbers="surface=54 volume=23 2",
        domains={"surface": range(18, 163), "volume": range(8, 70)},
        solve=_boxes,
        check=_boxes_by_search,
        ways=("the discriminant of the edges' cubic", "goes through one edge in small steps"),
        form=proper_m_plus_n,
        cases=_boxes_cases,
    ),
)
