"""AIME 2025 I, problems 9 to 15."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations, product
from math import cos, dist, gcd, isqrt, radians, sin, sqrt
from operator import le

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    Surd,
    require_at_most,
    require_counts,
    square_free,
    square_root,
    surd,
)
from clipo_bench.perturbations.programs.competition.exact_geometry import Point, cut, polygon_area

# 9: a parabola and its image

_COTANGENTS_SQUARED = {60: Fraction(3), 90: Fraction(1), 120: Fraction(1, 3)}
"""cot^2 of half the angle, for the angles up to 180 degrees that have a rational one."""


def _rotated_parabola(h: int, angle: int, quadrant: int) -> Surd:
    """Intersect ``y = x^2 - h`` with the line that mirrors it onto its image.

    The parabola is symmetric about the y-axis, its image about that axis turned, so it is mirrored
    about the line at 90 degrees + angle / 2, with the slope -m, m = cot(angle / 2). Its points on
    that line belong to both: x^2 + m x - h = 0, and y = (m^2 - sqrt(m^4 + 4 h m^2)) / 2 below the
    x-axis. The conics' other two points mirror each other: with t = 1 / m and
    r^2 = h - 1/2 - t^2 / 4 they are (t / 2 + r, -1/2 + t r) and (t / 2 - r, -1/2 - t r). They must
    not be in the fourth quadrant, too.
    """
    require_at_most(10**6, h)
    if angle not in _COTANGENTS_SQUARED or h <= 0 or quadrant != 4:
        raise NoAnswer("the intersection has no such form")
    square = _COTANGENTS_SQUARED[angle]
    r_squared = h - Fraction(1, 2) - 1 / (4 * square)
    if r_squared >= 0 and (4 * r_squared < square or 4 * square * r_squared < 1):
        raise NoAnswer("several points in the fourth quadrant")
    return surd(square / 2, Fraction(-1, 2), square**2 + 4 * h * square)


def _rotated_parabola_by_bisection(h: int, angle: int, quadrant: int) -> float:
    """Turn points of the parabola back and look where they change sides of it."""
    c, s = cos(radians(angle)), sin(radians(angle))

    def side(x: float) -> float:
        y = x * x - h
        u, v = x * c + y * s, y * c - x * s
        return v - (u * u - h)

    if quadrant != 4:
        raise NoAnswer("made for the fourth quadrant")
    found = _zeros(side, 1e-9, sqrt(h), 400)
    if len(found) != 1:
        raise NoAnswer(f"{len(found)} points in the quadrant")
    return found[0] ** 2 - h


def _zeros(function: Callable[[float], float], start: float, end: float, steps: int) -> list[float]:
    """Where a function changes its sign, by bisection between equally spaced places."""
    found = []
    places = [start + (end - start) * step / steps for step in range(steps + 1)]
    values = [function(place) for place in places]
    for step in range(steps):
        if (values[step] < 0) != (values[step + 1] < 0):
            low, high = places[step], places[step + 1]
            for _ in range(60):
                middle = (low + high) / 2
                if (function(middle) < 0) == (values[step] < 0):
                    low = middle
                else:
                    high = middle
            found.append(low)
    return found


def _a_minus_root(quantity: Surd) -> int:
    """The sum a + b + c of (a - sqrt(b)) / c, where a / c is in lowest terms."""
    if quantity.a <= 0 or quantity.b >= 0:
        raise NoAnswer("not a positive number less a root")
    ratio = Fraction(quantity.a, quantity.d)
    under = Fraction(quantity.b**2 * quantity.c * ratio.denominator**2, quantity.d**2)
    if under.denominator != 1:
        raise NoAnswer("no integer under the root")
    return ratio.numerator + under.numerator + ratio.denominator


# 11: a sawtooth and a parabola


def _sawtooth(top: int, k: int) -> Surd:
    """Solve a quadratic for each straight piece of the graph.

    The n-th piece passes through (2 top n, 0) and rises if n is even: y = s (x - 2 top n), s = 1
    or -1. With x = k y^2, y = (s +- sqrt(1 + 8 k top n)) / (2k). If both are on it, roots cancel.
    """
    require_counts(top, k)
    require_at_most(10**4, top * k)
    rational = Fraction(0)
    roots: dict[int, Fraction] = {}
    n = 0
    while 2 * top * n - top <= k * top * top:
        s = 1 if n % 2 == 0 else -1
        under = 1 + 8 * k * top * n
        signs = [e for e in (1, -1) if _on_piece(s, e, under, 2 * k * top)]
        rational += Fraction(s * len(signs), 2 * k)
        if len(signs) == 1:
            outside, inside = square_free(under)
            roots[inside] = roots.get(inside, Fraction(0)) + Fraction(signs[0] * outside, 2 * k)
        n += 1
    rational += roots.pop(1, Fraction(0))
    if len(roots) != 1:
        raise NoAnswer("no root, or several, in the sum")
    [(inside, factor)] = roots.items()
    return surd(rational, factor, inside)


def _on_piece(s: int, e: int, under: int, limit: int) -> bool:
    """Whether s + e sqrt(under) is from -limit to limit, one end excluded.

    A piece has its left end: the lower one if it rises, the upper one if it falls.
    """
    below_upper = _compared(e, under, limit - s)
    above_lower = -_compared(e, under, -limit - s)
    return below_upper <= -(s > 0) and above_lower <= -(s < 0)


def _compared(e: int, under: int, bound: int) -> int:
    """Negative, 0 or positive as e sqrt(under) is less than `bound`, equal or greater."""
    if e * bound <= 0:
        return e
    return e * ((under > bound**2) - (under < bound**2))


def _sawtooth_by_bisection(top: int, k: int) -> float:
    """Walk along the parabola and look where it changes sides of the graph, kink by kink."""

    def side(y: float) -> float:
        phase = (k * y * y + top) / (4 * top) % 1 * 4 * top - top
        return (phase if phase < top else 2 * top - phase) - y

    kinks = [sqrt(top * odd / k) for odd in range(1, k * top + 1, 2)] + [float(top)]
    total = sum(_zeros(side, -kinks[0], kinks[0], 32 * (isqrt(k * top) + 1)))
    for low, high in pairwise(kinks):
        total += sum(_zeros(side, low, high, 2)) + sum(_zeros(side, -high, -low, 2))
    return total


def _sawtooth_drawing(top: int, k: int) -> str:
    """The graph from -7 top to 7 top, with its axes and the height of a tooth."""
    corners = (f"({x * top},{top if x % 4 == 1 else -top})" for x in range(-7, 8, 2))
    axes = f"draw(({-7 * top},0)--({7 * top},0)); draw((0,{-2 * top})--(0,{2 * top}));"
    label = f'label("${top}$",({top},{top}),N);'
    return f"[asy] size(10cm); {axes} draw({'--'.join(corners)}); {label} [/asy]"


def _sawtooth_cases() -> Iterator[tuple[int, ...]]:
    """The parabola leaves in the middle of a falling piece: k top is 4 n + 2.

    There alone a root is left, of 1 + 4 (k top)^2, which squares must divide for a small answer.
    """
    for top, k in product(range(1, 20), range(10, 103)):
        if k * top % 4 == 2 and square_free(1 + 4 * (k * top) ** 2)[1] < 1000:
            yield top, k


def _a_b_c_d(quantity: Surd) -> int:
    """The sum a + b + c + d of (a + b sqrt(c)) / d, all positive."""
    if quantity.a <= 0 or quantity.b <= 0:
        raise NoAnswer("a or b is not positive")
    return quantity.a + quantity.b + quantity.c + quantity.d


# 12: a region in a plane


def _region(s: int) -> Surd:
    """Cut the plane by lines; the one bounded piece has sqrt(3) times its shadow's area.

    With z = s - x - y, x - yz < y - zx is (x - y)(1 + z) < 0, and y - zx < z - xy is
    (y - z)(1 + x) < 0: for each choice of signs four half planes in the coordinates x and y.
    """
    size = 10 * abs(s) + 100  # far beyond all crossings of the lines
    areas = []
    for i, j in product((1, -1), repeat=2):
        corners: list[Point] = [(-size, -size), (size, -size), (size, size), (-size, size)]
        for a, b, c in (
            (-i, -i, i * (1 + s)),  # i (1 + z) >= 0
            (-i, i, 0),  # i (x - y) <= 0
            (j, 0, j),  # j (1 + x) >= 0
            (-j, -2 * j, j * s),  # j (y - z) <= 0
        ):
            corners = cut(corners, a, b, c)
        bounded = all(-size < x < size and -size < y < size for x, y in corners)
        if bounded and polygon_area(corners):
            areas.append(polygon_area(corners))
    if len(areas) != 1:
        raise NoAnswer("no finite region, or several")
    return surd(0, areas[0], 3)


def _region_by_symmetry(s: int) -> float:
    """Take a sixth of the triangle that x, y, z > -1 leave of the plane: where x < y < z.

    The medians cut it in six such parts, one for each order of x, y, z; one point is tested.
    """
    corners = [(s + 2.0, -1.0, -1.0), (-1.0, s + 2.0, -1.0), (-1.0, -1.0, s + 2.0)]
    x, y, z = -1 + (s + 3) / 9, -1 + (s + 3) * 3 / 9, -1 + (s + 3) * 5 / 9
    if not x - y * z < y - z * x < z - x * y:
        raise NoAnswer("the finite region lies elsewhere")
    side = dist(corners[0], corners[1])
    height = dist(corners[2], [(a + b) / 2 for a, b in zip(*corners[:2], strict=True)])
    return side * height / 2 / 6


def _a_root_b(quantity: Surd) -> int:
    """The sum a + b of a sqrt(b), a an integer."""
    if quantity.a or quantity.b <= 0 or quantity.d != 1:
        raise NoAnswer("not an integer times a root")
    return quantity.b + quantity.c


# 13: regions of a disk


def _disk_regions(n: int) -> Fraction:
    """Add 1, the segments and the expected crossings: each adds a region.

    Two segments cross if their ends alternate around the circle. All choices of quadrants are
    listed, and all orders of points that share a quadrant.
    """
    require_counts(n)
    diameters = 1 + 2 + 1
    return diameters + n * (1 + _diameters_crossed()) + Fraction(n * (n - 1), 2) * _both_cross()


_CHORDS = tuple(permutations(range(4), 2))
"""The quadrants of a segment's two ends."""


@cache
def _both_cross() -> Fraction:
    crossings = [
        _alternate(*zip((*first, *second), order, strict=True))
        for first, second in product(_CHORDS, repeat=2)
        for order in permutations(range(4))
    ]
    return Fraction(sum(crossings), len(crossings))


@cache
def _diameters_crossed() -> Fraction:
    """How many of the diameters, (0, 1 | 2, 3) and (1, 2 | 3, 0), a segment crosses on average."""
    crossed = [(i in (0, 1)) != (j in (0, 1)) for i, j in _CHORDS] + [
        (i in (1, 2)) != (j in (1, 2)) for i, j in _CHORDS
    ]
    return Fraction(sum(crossed), len(_CHORDS))


def _alternate(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]
) -> bool:
    """Whether one of c and d is between a and b, going around."""
    low, high = min(a, b), max(a, b)
    return (low < c < high) != (low < d < high)


def _disk_regions_by_arcs(n: int) -> Fraction:
    """Find how likely a segment crosses another from the parts of the quadrants on its one side.

    With a part w of each quadrant on one side, that is the sum of w(i) (1 - w(j)) over the 12
    ordered pairs of quadrants, twice, over 12. It is linear in each end's place, so on average
    the ends are in the middles of their quadrants.
    """
    half = Fraction(1, 2)

    def crossed(parts: Sequence[Fraction]) -> Fraction:
        return sum((parts[i] * (1 - parts[j]) for i, j in _CHORDS), Fraction(0)) / 6

    diameter = crossed([Fraction(1), Fraction(1), Fraction(0), Fraction(0)])
    neighbours = crossed([half, half, Fraction(0), Fraction(0)])
    opposite = crossed([half, Fraction(1), half, Fraction(0)])
    other = (2 * neighbours + opposite) / 3
    regions = Fraction(4)
    for drawn in range(n):
        regions += 1 + 2 * diameter + drawn * other
    return regions


# 14: the point of least distances in a pentagon


def _least_distances(ab: int, bc: int, cd: int, de: int, ea: int, angle: int) -> Surd:
    """Add BE and the least AX + CX + DX, where one X serves both.

    X is the point that sees AC, CD and DA at 120 degrees. As the angle B is 60 degrees, B is on the
    circle through A, X and C, so AXB = ACB; likewise AXE = ADE. If these make 180 degrees together,
    X lies on BE, and no point has a smaller BX + EX. AX + CX + DX is known from the sides and the
    area of ACD; BE from the angle at A, the product of three numbers p + q sqrt(-3).
    """
    require_at_most(10**4, ab, bc, cd, de, ea)
    u, v, w = ab**2 + bc**2 - ab * bc, ea**2 + de**2 - ea * de, cd**2  # AC^2, AD^2, CD^2
    if angle != 60 or min(ab, bc, cd, de, ea) <= 0:
        raise NoAnswer("no such form but for angles of 60 degrees")
    at_c, at_d = u + bc**2 - ab**2, v + de**2 - ea**2  # 2 BC AC cos ACB, 2 DE AD cos ADE
    if at_c * at_d > 0 or at_c**2 * de**2 * v != at_d**2 * bc**2 * u:
        raise NoAnswer("the two points of least distances differ")
    if any(
        x + y - z <= 0 and (x + y - z) ** 2 >= x * y
        for x, y, z in ((u, v, w), (v, w, u), (w, u, v))
    ):
        raise NoAnswer("ACD has an angle of 120 degrees or more")
    root = square_root(3 * (4 * u * v - (u + v - w) ** 2))  # 4 sqrt(3) times the area of ACD
    least_squared = Fraction(u + v + w) / 2 + root / 2
    # each angle as a number p + q sqrt(-3) of that direction, times its length
    bac, dae = (ab**2 + u - bc**2, ab * bc), (ea**2 + v - de**2, ea * de)
    cad, acd, adc = (((x + y - z) * 3, root) for x, y, z in ((u, v, w), (u, w, v), (v, w, u)))
    acb, ade = (at_c, ab * bc), (at_d, ea * de)
    bad = _times(bac, cad)
    bae = _times(bad, dae)
    if min(turn[1] for turn in (bad, bae, _times(acb, acd), _times(adc, ade))) <= 0:
        raise NoAnswer("the pentagon is not convex")
    # lengths: |bac| = 2 AB AC, |dae| = 2 EA AD, |cad| = 6 AC AD
    be_squared = ab**2 + ea**2 - Fraction(2 * bae[0]) / (24 * u * v)
    try:
        return surd(square_root(be_squared), 1, least_squared)
    except NoAnswer:
        return surd(square_root(least_squared), 1, be_squared)


_Pair = tuple[Fraction | int, Fraction | int]


def _times(first: _Pair, second: _Pair) -> _Pair:
    """Multiply two numbers p + q sqrt(-3)."""
    (a, b), (c, d) = first, second
    return a * c - 3 * b * d, a * d + b * c


def _least_distances_by_descent(ab: int, bc: int, cd: int, de: int, ea: int, angle: int) -> float:
    """Place the pentagon and go down to the least sum of distances by Newton's method."""
    turn = radians(angle)
    ac, ad = (sqrt(x * x + y * y - 2 * x * y * cos(turn)) for x, y in ((ab, bc), (ea, de)))
    a, c = 0j, complex(ac, 0)
    d = _apex(ac, ad, cd)
    b = _apex(ac, ab, bc).conjugate()
    e = _apex(ad, ea, de) * d / ad
    corners = (a, b, c, d, e)
    x = sum(corners) / 5
    for _ in range(100):
        away = [x - corner for corner in corners]
        slope = sum(one / abs(one) for one in away)
        xx = sum(one.imag**2 / abs(one) ** 3 for one in away)
        yy = sum(one.real**2 / abs(one) ** 3 for one in away)
        xy = -sum(one.real * one.imag / abs(one) ** 3 for one in away)
        step = complex(yy * slope.real - xy * slope.imag, xx * slope.imag - xy * slope.real) / (
            xx * yy - xy * xy
        )
        before = sum(map(abs, away))
        while sum(abs(x - step - corner) for corner in corners) > before and abs(step) > 1e-12:
            step /= 2
        x -= step
    return sum(abs(x - corner) for corner in corners)


def _apex(base: float, left: float, right: float) -> complex:
    """The third corner of a triangle over the base from 0 to `base`."""
    x = (base**2 + left**2 - right**2) / (2 * base)
    return complex(x, sqrt(left**2 - x**2))


def _pentagon_cases() -> Iterator[tuple[int, ...]]:
    """BC / AB and DE / EA add up to 1: that is when ACB and ADE make 180 degrees together.

    For, with C = ACB, BC / AB = sin(120 - C) / sin C and DE / EA = sin(C - 60) / sin C. Those that
    an integer and a root come out of, and their multiples, as far as the sides stay small.
    """
    for bottom in range(2, 14):
        for top in range(1, bottom // 2 + 1):
            if gcd(top, bottom) == 1:
                yield from _pentagon_sides(top, bottom)


_LONGEST = (30, 39, 42, 72, 78)
"""The sides in order are at most three times the original's, or 30."""


def _pentagon_sides(top: int, bottom: int) -> Iterator[tuple[int, ...]]:
    """BC / AB is top / bottom, or DE / EA is."""
    for ab, ea, cd in product(range(bottom, 79, bottom), range(bottom, 79, bottom), range(8, 73)):
        bc, de = ab * top // bottom, ea - ea * top // bottom
        u, v = ab**2 + bc**2 - ab * bc, ea**2 + de**2 - ea * de
        three_areas = 3 * (4 * u * v - (u + v - cd**2) ** 2)
        if (
            ab == ea
            or (ab > ea and 2 * top == bottom)
            or three_areas <= 0
            or isqrt(three_areas) ** 2 != three_areas
        ):
            continue
        if gcd(ab, bc, cd, de, ea) > 1:
            continue
        try:
            _m_n_p(_least_distances(ab, bc, cd, de, ea, 60))
        except NoAnswer:
            continue
        for times in (1, 2, 3):
            sides = [times * side for side in (ab, bc, cd, de, ea)]
            if all(map(le, sorted(sides), _LONGEST)):
                yield (*sides, 60)
                yield (*reversed(sides), 60)


def _m_n_p(quantity: Surd) -> int:
    """The sum m + n + p of m + n sqrt(p), all positive integers."""
    if quantity.a <= 0 or quantity.b <= 0 or quantity.d != 1:
        raise NoAnswer("not an integer and a multiple of a root")
    return quantity.a + quantity.b + quantity.c


# 15: sums of three cubes


def _power_triples(base: int, e: int, k: int, f: int, modulus: int) -> int:
    """Count the triples, but for whole multiples of the modulus."""
    require_counts(base, e, k, f, modulus)
    require_at_most(30, e, f)
    require_at_most(20_000, base**f)
    return _triples_by_remainders(base**e, k, base**f) % modulus


@cache
def _triples_by_remainders(limit: int, k: int, power: int) -> int:
    """Count how often each remainder of a^k occurs, then of a^k + b^k, then of all three.

    The counts of sums are the product of the polynomial of counts with itself. It is multiplied
    as one large number: each count in a field that no sum fills.
    """
    full, part = divmod(limit, power)
    counts = [0] * power
    for a in range(1, power + 1):
        counts[pow(a, k, power)] += full + (a <= part)
    width = (limit**2).bit_length() // 8 + 1
    packed = int.from_bytes(b"".join(count.to_bytes(width, "little") for count in counts), "little")
    sums = (packed**2).to_bytes(2 * power * width, "little")
    return sum(
        int.from_bytes(sums[place * width : (place + 1) * width], "little") * counts[-place % power]
        for place in range(2 * power)
    )


def _cube_triples(base: int, e: int, k: int, f: int, modulus: int) -> int:
    """Count triples of cubes by what 3 divides; e is at least f - 1.

    Cubes are 0, 1 or -1 modulo 9, so for f > 1 all of a, b, c are multiples of 3, or one is. One:
    3 ways to say which, 3^(e - 1) multiples, 2 * 3^(e - 1) others for the next; then the cube of
    the last is known, which is 1 or -1 modulo 9, and so the last modulo 3^(f - 1). All: cubes of
    thirds, e and f less by 1 and 3.
    """
    if base != 3 or k != 3 or e < f - 1:
        raise NoAnswer("cubes and powers of 3 only")

    count = 0
    while f > 1:
        count += 6 * 9 ** (e - 1) * 3 ** (e - f + 1)
        e, f = e - 1, f - 3
    count += 27**e // (3 if f == 1 else 1)
    return int(count % modulus)


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2025 I 9",
        texts=("c6a13d689383ba5e",),
        numbers="2 h=4 angle=60 quadrant=4",
        domains={"h": range(2, 20), "angle": (60, 90, 120), "quadrant": (4,)},
        solve=_rotated_parabola,
        form=_a_minus_root,
        check=_rotated_parabola_by_bisection,
        ways=("intersects with the axis of symmetry", "turns points back and bisects"),
    ),
    Immovable(
        "AIME 2025 I 10",
        texts=("1e041e81bbe6e852", "ff04cb0817d81c98", "aa014e58376e5f6f", "92d1c667df7496af"),
        reason="the example in the text is a filled grid of this size",
    ),
    CompetitionEntry(
        "AIME 2025 I 11",
        texts=(
            "2c7095c5c81cb5b3",
            "a9f8503bba66b64f",
            "14263270f885d2a6",
            "027cf9ecc15e7da3",
            "e32c32740a37d68f",
        ),
        numbers="top=1 top=1 twice=2 top=1 thrice=3 period=4 k=34 2 1",
        domains={"top": range(1, 20), "k": range(10, 103)},
        derived={
            "twice": lambda top, k: 2 * top,
            "thrice": lambda top, k: 3 * top,
            "period": lambda top, k: 4 * top,
        },
        solve=_sawtooth,
        form=_a_b_c_d,
        check=_sawtooth_by_bisection,
        ways=("solves a quadratic for each piece", "finds crossings by bisection"),
        drawing=_sawtooth_drawing,
        cases=_sawtooth_cases,
    ),
    CompetitionEntry(
        "AIME 2025 I 12",
        texts=("5f932ac74257d18b",),
        numbers="3 s=75 3",
        # One number alone can change: 14 values, as the area is (s + 3)^2 / 12 times a root.
        domains={"s": range(27, 106, 6)},
        solve=_region,
        form=_a_root_b,
        check=_region_by_symmetry,
        ways=("cuts the plane by lines exactly", "a sixth of an equilateral triangle"),
    ),
    CompetitionEntry(
        "AIME 2025 I 13",
        texts=("43bff41b4480f6a8", "bf421fc1c35557ec", "554a930f98dba3f5", "cda885a3cbe74216"),
        numbers="4 2 n=25 2 2 total=27",
        # The only numbers that give an integer below 1000.
        domains={"n": (9, 16, 25)},
        derived={"total": lambda n: n + 2},
        solve=_disk_regions,
        check=_disk_regions_by_arcs,
        ways=("lists the orders of four ends", "averages over the places of the ends"),
    ),
    CompetitionEntry(
        "AIME 2025 I 14",
        texts=("05b2cf9f5ada11b1",),
        numbers="5 ab=14 bc=7 cd=24 de=13 ea=26 angle=60",
        domains={
            "ab": range(9, 79),
            "bc": range(3, 40),
            "cd": range(8, 73),
            "de": range(3, 40),
            "ea": range(9, 79),
            "angle": (60,),
        },
        solve=_least_distances,
        form=_m_n_p,
        check=_least_distances_by_descent,
        ways=("Fermat's point of a triangle, on a diagonal", "Newton's method"),
        cases=_pentagon_cases,
    ),
    CompetitionEntry(
        "AIME 2025 I 15",
        texts=("07dfa846098381e8", "880e2ff83be55120"),
        numbers="base=3 e=6 k=3 k=3 k=3 base=3 f=7 modulus=1000",
        domains={
            "base": (3,),
            "e": range(4, 12),
            "k": (3,),
            "f": range(4, 9),
            "modulus": (1000,),
        },
        solve=_power_triples,
        check=_cube_triples,
        ways=("counts remainders of all cubes", "counts by multiples of 3 and unique cube roots"),
        requires={"all remainders of cubes occur equally often": lambda e, f, **_: f <= e + 1},
    ),
)
