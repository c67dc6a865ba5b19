"""AMC of 2022, 9 to 15 in the order of `AI-MO/aimo-validation-amc`."""

import cmath
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import accumulate, product
from math import acos, comb, cos, isqrt, lcm, pi, sin, sqrt

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    m_plus_n,
    radicand,
    require_at_most,
    require_counts,
)

_ANSWERS = range(-10_000, 10_000)


# 10: rotations and reflections


def _last_transformation(a: int, x: int, y: int) -> int:
    """Follow the point's angle as ``sign * angle + offset`` until it is the angle again.

    A reflection of an angle is 180 degrees less the angle. With the sign -1 that takes an angle
    of which twice is in whole degrees: on an axis or halfway between, as no other point with
    rational coordinates has one (Niven).
    """
    require_counts(a)
    if (x, y) == (0, 0):
        raise NoAnswer("the origin never moves")
    angle = None
    if x == 0 or y == 0 or abs(x) == abs(y):
        angle = round(cmath.phase(complex(x, y)) / pi * 4) * 45
    sign, offset = 1, 0
    for k in range(a, a + 720):
        sign, offset = -sign, (180 - offset - k) % 360
        back = offset == 0 if sign > 0 else angle is not None and (2 * angle - offset) % 360 == 0
        if back:
            return k
    raise NoAnswer("the point does not come back")


def _last_transformation_by_points(a: int, x: int, y: int) -> int:
    """Turn and reflect the point itself."""
    start = point = complex(x, y)
    for k in range(a, a + 1000):
        point = -(point * cmath.exp(1j * pi * k / 180)).conjugate()
        if abs(point - start) < 1e-6:
            return k
    raise NoAnswer("the point does not come back")


# 11: cards picked up in passes


def _passes(n: int, s: int, p: int) -> int:
    """Put one card after the other into the row, keeping where the last one lies.

    A card to the left of the card before it takes a new pass.
    """
    require_counts(n, p)
    require_at_most(30, n)
    rows = Counter({(0, 1): 1})  # by the place of the last card and the passes so far
    for length in range(1, n):
        longer: Counter[tuple[int, int]] = Counter()
        for (place, passes), ways in rows.items():
            for new in range(length + 1):
                longer[new, passes + (new <= place)] += ways
        rows = longer
    count = sum(ways for (_, passes), ways in rows.items() if passes == p)
    require_counts(count)
    return count


def _passes_by_exclusion(n: int, s: int, p: int) -> int:
    """Deal the cards to p passes in p^n ways, then exclude those with needless ends of a pass."""
    return sum((-1) ** i * comb(n + 1, i) * (p - i) ** n for i in range(p))


def _card(place: int) -> Callable[..., int]:
    return lambda s, **_: s + place


def _passes_cases() -> Iterator[tuple[int, int, int]]:
    """Few passes: the sum by exclusion has a term for each, of up to eleven digits for seven.

    Two passes have the original's answer, whatever the cards are called.
    """
    yield from product((13,), range(1, 10), (3, 4))


# 12: three numbers


def _three_numbers(s: int, m: int, d: int) -> Fraction:
    """Write all in the third number z: m z + (z + d) + z = s."""
    if m + 2 == 0:
        raise NoAnswer("the third number is not determined")
    z = Fraction(s - d, m + 2)
    return abs(m * z - (z + d))


def _three_numbers_by_trying(s: int, m: int, d: int) -> int:
    """Try integers for the third number."""
    found = [
        abs(m * z - (z + d)) for z in range(-abs(s) - d, abs(s) + d + 1) if m * z + z + d + z == s
    ]
    if len(found) != 1:
        raise NoAnswer("the third number is no integer")
    return found[0]


def _three_numbers_cases() -> Iterator[tuple[int, ...]]:
    for m, d, z in product(range(3, 15), range(20, 100), range(3, 16)):
        s = (m + 2) * z + d
        if abs(m * z - z - d) > 1 and s < 289:
            yield s, m, d


# 13: a point and an isosceles trapezoid


def _trapezoid(a: int, b: int, c: int, d: int) -> Fraction:
    """Put the axis at x = 0, with half sides u and v: d^2 - a^2 = -4 u x, c^2 - b^2 = -4 v x.

    Then x = -t with 4 u t = d^2 - a^2 and so on. A y for A and D exists if |u - t| <= a, that is
    d - a <= 2 t <= d + a; likewise for B and C. Some t within both ranges is needed.
    """
    if min(a, b, c, d) <= 0:
        raise NoAnswer("P is a vertex")
    below, above = d * d - a * a, c * c - b * b
    if below == 0 or above == 0 or not 0 < Fraction(above, below) < 1:
        raise NoAnswer("BC is not shorter than AD, or P is on the axis")
    if max(abs(d - a), abs(c - b)) >= min(d + a, c + b):
        raise NoAnswer("P is too far from a vertex")
    return Fraction(above, below)


def _trapezoid_by_circles(a: int, b: int, c: int, d: int) -> float:
    """Draw AD of several lengths; B is b from P and c from the mirror image of P."""
    found = []
    for part in range(1, 1000):
        base = abs(d - a) + (d + a - abs(d - a)) * part / 1000
        left = a * (a * a + base * base - d * d) / (2 * a * base)  # of P, from A
        apart = base - 2 * left  # from P to its mirror image
        if not abs(c - b) < abs(apart) < c + b:
            continue
        angle = acos((b * b + apart * apart - c * c) / (2 * b * apart))
        from_p = b * cos(angle), b * sin(angle)
        found.append(abs(base / 2 - (left + from_p[0])) * 2 / base)
    if not found:
        raise NoAnswer("there is no such trapezoid")
    return found[len(found) // 2]


# 14: roots and their inverses as a quadrilateral


def _largest_quadrilateral(q: int) -> Fraction:
    """Conjugate roots x + iy and x - iy have the product x^2 + y^2 = q, and their sum is c = 2x.

    Their inverses are the conjugates over q. All four make a trapezoid of area x y (1 - 1/q^2),
    up to its sign, which is greatest if x = y: then x^2 = q/2. Real roots would all be in a line.
    """
    if q <= 0 or q == 1:
        raise NoAnswer("no quadrilateral")
    return Fraction(4 * q, 2)


def _largest_quadrilateral_by_search(q: int) -> float:
    """Narrow the range of c down by thirds, with areas of the four points."""

    def area(c: float) -> float:
        z = (c + cmath.sqrt(c * c - 4 * q)) / 2
        corners = [z, 1 / z.conjugate(), 1 / z, z.conjugate()]
        pairs = zip(corners, corners[1:] + corners[:1], strict=True)
        return abs(sum((first.conjugate() * second).imag for first, second in pairs)) / 2

    low, high = 0.0, 2 * sqrt(q)
    for _ in range(100):
        third = (high - low) / 3
        if area(low + third) < area(high - third):
            low += third
        else:
            high -= third
    return low * low


# 15: denominators of harmonic numbers


def _small_denominators(lo: int, hi: int) -> int:
    """Add up the fractions."""
    require_counts(lo, hi)
    require_at_most(300, hi)
    sums = accumulate(Fraction(1, n) for n in range(1, hi + 1))
    multiples = accumulate(range(1, hi + 1), lcm)
    small = [
        n
        for n, (harmonic, multiple) in enumerate(zip(sums, multiples, strict=True), start=1)
        if harmonic.denominator < multiple
    ]
    count = sum(n >= lo for n in small)
    require_counts(count)
    return count


def _small_denominators_by_primes(lo: int, hi: int) -> int:
    """A prime power p^e up to n falls out if the terms 1 / (j p^e) add up to a multiple of p.

    These are for j from 1 to n / p^e, which is below p, so that 1/j is taken modulo p.
    """

    def falls_out(p: int, n: int) -> bool:
        power = p
        while power * p <= n:
            power *= p
        return sum(pow(j, -1, p) for j in range(1, n // power + 1)) % p == 0

    primes = [p for p in range(2, hi + 1) if all(p % q for q in range(2, isqrt(p) + 1))]
    return sum(any(falls_out(p, n) for p in primes if p <= n) for n in range(lo, hi + 1))


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    Immovable(
        "AMC 2022, no. 9 of the data set",
        texts=("8bea39371db2c823",),
        reason="with other multiples of x the set is not of the form that the text gives",
    ),
    CompetitionEntry(
        "AMC 2022, no. 10 of the data set",
        texts=("cd2dcd357d7a4f80",),
        numbers="a=1 a1=2 a2=3 x=1 y=0",
        domains={"a": range(1, 31), "x": range(10), "y": range(10)},
        derived={"a1": lambda a, **_: a + 1, "a2": lambda a, **_: a + 2},
        solve=_last_transformation,
        check=_last_transformation_by_points,
        ways=("follows the angle exactly", "turns and reflects the point"),
        requires={
            "the point is on an axis or a diagonal": lambda a, x, y: (
                (x, y) != (0, 0) and (x == 0 or y in (0, x))
            ),
        },
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 11 of the data set",
        texts=("bd74c391f5ac975f",),
        numbers="n=13 s=1 s1=2 s2=3 s12=13 s=1 s1=2 s2=3 s3=4 s4=5 s5=6 3 s6=7 s7=8 s8=9 s9=10 4"
        " s10=11 s11=12 s12=13 5 n=13 n=13 p=2",
        # The example lists 13 cards, so that their number stays.
        domains={"n": (13,), "s": range(1, 10), "p": range(2, 8)},
        derived={f"s{place}": _card(place) for place in range(1, 13)},
        solve=_passes,
        check=_passes_by_exclusion,
        ways=("puts in card after card", "inclusion and exclusion"),
        cases=_passes_cases,
        requires={
            "two passes are asked for cards from 1 on only": lambda s, p, **_: s == 1 or p != 2,
        },
        answers=range(10**10),
    ),
    CompetitionEntry(
        "AMC 2022, no. 12 of the data set",
        texts=("2a2a939534463f6c",),
        numbers="3 s=96 m=6 3 3 d=40",
        domains={"s": range(30, 289), "m": range(3, 15), "d": range(20, 100)},
        solve=_three_numbers,
        check=_three_numbers_by_trying,
        ways=("a linear equation", "tries integers"),
        cases=_three_numbers_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 13 of the data set",
        texts=("a05ae242d3de4539",),
        numbers="a=1 b=2 c=3 d=4",
        domains=dict.fromkeys("abcd", range(1, 13)),
        solve=_trapezoid,
        form=m_plus_n,
        check=_trapezoid_by_circles,
        ways=("differences of squares in coordinates", "draws trapezoids by their circles"),
        requires={
            "the distances are different and increase": lambda a, b, c, d: a < b < c < d,
        },
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 14 of the data set",
        texts=("24e686dd194f84db",),
        numbers="1 2 2 2 q=10 0 1 2 1 1 1 2",
        domains={"q": range(4, 31)},
        solve=_largest_quadrilateral,
        form=radicand,
        check=_largest_quadrilateral_by_search,
        ways=("a trapezoid's area", "searches the greatest area of four points"),
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 15 of the data set",
        texts=("0c8edd90f2a9e84d",),
        numbers="1 1 1 2 1 3 1 1 2 3 lo=1 hi=22",
        domains={"lo": range(1, 11), "hi": range(15, 67)},
        solve=_small_denominators,
        check=_small_denominators_by_primes,
        ways=("adds the fractions", "primes that fall out of the denominator"),
        answers=_ANSWERS,
    ),
)
