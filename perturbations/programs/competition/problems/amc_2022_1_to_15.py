"""AMC of 2022, 1 to 15 in the order of `AI-MO/aimo-validation-amc`."""

import cmath
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise, product
from math import acos, comb, cos, gcd, isqrt, lcm, log, pi, sin, sqrt

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    m_plus_n,
    proper_m_plus_n,
    require_at_most,
    require_counts,
    whole,
)

_ANSWERS = range(-10_000, 10_000)


# 1: a continued fraction


def _continued_fraction(**terms: int) -> Fraction:
    """Compute from the innermost fraction outwards."""
    value = Fraction(terms["a3"])
    for place in (2, 1, 0):
        if value == 0:
            raise NoAnswer("a fraction has the denominator 0")
        value = terms[f"a{place}"] + terms[f"b{place + 1}"] / value
    return value


def _continued_fraction_by_convergents(**terms: int) -> Fraction:
    """Compute from the outermost term inwards: p(k) = a(k) p(k-1) + b(k) p(k-2), q alike."""
    before, now = (1, 0), (terms["a0"], 1)
    for place in (1, 2, 3):
        a, b = terms[f"a{place}"], terms[f"b{place}"]
        before, now = now, (a * now[0] + b * before[0], a * now[1] + b * before[1])
    return Fraction(*now)


# 2: pairs whose greater number is a multiple of the lesser, or more


def _pairings(low: int, n: int, k: int) -> int:
    """Pair the greatest number left with each number that is small enough."""
    require_counts(low, n, k)
    require_at_most(28 if k > 1 else 14, n)  # if all may be paired, there are too many ways
    if low > n or (n - low) % 2 == 0:
        raise NoAnswer("the numbers are not split into pairs")
    ways = _pairings_of(tuple(range(low, n + 1)), k)
    require_counts(ways)
    return ways


@cache
def _pairings_of(numbers: tuple[int, ...], k: int) -> int:
    if not numbers:
        return 1
    *rest, greatest = numbers
    return sum(
        _pairings_of(tuple(one for one in rest if one != lesser), k)
        for lesser in rest
        if k * lesser <= greatest
    )


def _pairings_by_product(low: int, n: int, k: int) -> int:
    """For the numbers from 1 and the factor 2: the lower half are the lesser ones.

    None of the upper half is a lesser number, so all of the lower half are. Pair these from the
    greatest down: x has the numbers from 2x, but for those that are taken, all of them above 2x.
    """
    if low != 1 or k != 2:
        raise NoAnswer("the lesser numbers are not known beforehand")
    half, ways = n // 2, 1
    for x in range(half, 0, -1):
        ways *= n - max(2 * x, half + 1) + 1 - (half - x)
    return ways


# 3: two numbers at a logarithmic distance


def _logarithmic_distance(b: int, c: int, d: int, e: int) -> Fraction:
    """``|log x - log c| = 2 |log d - e|`` to the base b: x is c times or over (d / b^e)^2."""
    require_at_most(100, e)
    if b <= 1 or c <= 0 or d <= 0:
        raise NoAnswer("such a logarithm is not defined")
    ratio = Fraction(d) / Fraction(b) ** e
    if ratio == 1:
        raise NoAnswer("the distance is 0, so there is one x only")
    return (c * ratio**2) * (c / ratio**2)


def _logarithmic_distance_by_bisection(b: int, c: int, d: int, e: int) -> float:
    """Halve towards the x below c and the x above c at twice the distance."""
    twice = 2 * abs(log(d, b) - e)

    def at_distance(factor: float) -> float:
        near, far = float(c), c * factor
        for _ in range(200):
            x = sqrt(near * far)
            if abs(log(x, b) - log(c, b)) < twice:
                near = x
            else:
                far = x
        return near

    return at_distance(1e9) * at_distance(1e-9)


def _is_power(number: int, base: int) -> bool:
    return any(base**exponent == number for exponent in range(10))


# 5: the sum of a segment and a disk

# Between 3.14159265358979323846 and what follows it in the last place.
_PI = Fraction(314159265358979323846, 10**20)
_PI_ERROR = Fraction(1, 10**20)


def _thick_segment(a: int, b: int, r: int) -> Fraction:
    """All points at most r away from a segment of length l: 2 r l for its sides, a disk's ends.

    The length and pi are rounded down in the 20th place, so the area is as good as that.
    """
    if r <= 0 or (a, b) == (0, 0):
        raise NoAnswer("there is no disk or no segment")
    require_at_most(10**4, abs(a), abs(b), r)
    length = Fraction(isqrt((a * a + b * b) * 10**40), 10**20)
    return 2 * r * length + _PI * r * r


def _nearest(area: Fraction) -> int:
    """The integer closest to an area that is known to some ten places."""
    nearest = round(area)
    if abs(abs(area - nearest) - Fraction(1, 2)) < Fraction(1, 10**10):
        raise NoAnswer("two integers are about as close")
    return nearest


def _thick_segment_by_outline(a: int, b: int, r: int) -> float:
    """Go around the region: in each direction an end of the segment, and r from there."""
    ends = complex(a, 0), complex(0, b)
    steps = 6000
    outline = []
    for step in range(steps):
        direction = cmath.exp(2j * pi * (step + 0.5) / steps)
        end = max(ends, key=lambda z: (z * direction.conjugate()).real)
        outline.append(end + r * direction)
    return sum((p.conjugate() * q).imag for p, q in pairwise([*outline, outline[0]])) / 2


def _thick_segment_cases() -> Iterator[tuple[int, ...]]:
    """Segments of integral length: the legs of right triangles of integers."""
    for a, b in product(range(3, 25), repeat=2):
        if isqrt(a * a + b * b) ** 2 == a * a + b * b:
            yield from ((a, b, r) for r in range(1, 6))


# 6: a sum of logarithms that is rational

_Polynomial = dict[tuple[int, ...], Fraction]
"""Coefficients by monomial; (2, 3) stands for log(2) log(3), and () for 1."""


def _log_sum(a: int, b: int, c: int, d: Fraction | int, base: int, e: int) -> Fraction:
    """Write all logarithms in those of primes and expand; what is left must be a number.

    The base's own logarithm is 1, which replaces that of one of its primes.
    """
    require_counts(base, e)
    require_at_most(10**6, a, b, c, Fraction(d).numerator, Fraction(d).denominator, base)
    require_at_most(6, e)
    if base == 1 or min(a, b, c, d) <= 0:
        raise NoAnswer("such a logarithm is not defined")
    logs = {number: _log(Fraction(number), base) for number in (a, b, c, d)}
    total: Counter[tuple[int, ...]] = Counter()
    for factors in ((a,) * e, (b,) * e, (c, d)):
        summand: _Polynomial = {(): Fraction(1)}
        for number in factors:
            summand = _times(summand, logs[number])
        total.update(summand)
    if any(total[monomial] for monomial in total if monomial):
        raise NoAnswer("logarithms are left")
    return Fraction(total[()])


def _log(number: Fraction, base: int) -> _Polynomial:
    exponents = _prime_exponents(number.numerator)
    exponents.subtract(_prime_exponents(number.denominator))
    of_base = _prime_exponents(base)
    replaced = min(of_base)
    part = Fraction(exponents[replaced], of_base[replaced])
    others = (exponents.keys() | of_base.keys()) - {replaced}
    return {(): part} | {(p,): exponents[p] - part * of_base[p] for p in others}


def _times(first: _Polynomial, second: _Polynomial) -> _Polynomial:
    found: _Polynomial = {}
    for (left, x), (right, y) in product(first.items(), second.items()):
        monomial = tuple(sorted(left + right))
        found[monomial] = found.get(monomial, Fraction(0)) + x * y
    return found


def _prime_exponents(number: int) -> Counter[int]:
    found: Counter[int] = Counter()
    p = 2
    while p * p <= number:
        while number % p == 0:
            found[p] += 1
            number //= p
        p += 1
    if number > 1:
        found[number] += 1
    return found


def _log_sum_by_floats(a: int, b: int, c: int, d: Fraction | int, base: int, e: int) -> float:
    """Use a table of logarithms, as a machine does."""
    return log(a, base) ** e + log(b, base) ** e + log(c, base) * log(float(d), base)


_BASES = (6, 10, 12, 14, 15, 18, 20)
_DECIMALS = tuple(Fraction(1, p**j) for p in (2, 5) for j in range(1, 5))  # of four places


def _log_sum_cases() -> Iterator[tuple[int | Fraction, ...]]:
    """Numbers for which the product of logarithms makes the sum of cubes rational.

    With a b = base^k, x = log a and y = log b: x^3 + y^3 = k^3 - 3 k x y. So the product may be
    3 k x y, with powers of a and b. Or it may be - 3 k (y - x)^2 / 4, which makes k^3 / 4 of the
    sum, with powers of t where b = a t^2; for k = 2 that is the original's 2, so in its base only.
    """
    for base, k in product(_BASES, range(1, 7)):
        for a in range(2, min(isqrt(base**k), 500)):
            b, rest = divmod(base**k, a)
            if rest or b > 500 or {_is_power(a, base), _is_power(b, base)} == {True}:
                continue
            for i in range(1, 3 * k + 1):
                j = 3 * k // i
                if i * j != 3 * k:
                    continue
                if max(a**i, b**j) <= 1000:
                    yield a, b, a**i, Fraction(b**j), base, 3
                t = isqrt(b // a)
                small = Fraction(1, t**j)
                if k % 2 or (k == 2 and base != 10) or a * t * t != b:
                    continue
                if t**i <= 1000 and small in _DECIMALS:
                    yield a, b, t**i, small, base, 3


# 7: a box whose edges are the roots of a cubic


def _longer_box(a: int, b: int, c: int, d: int, k: int) -> Fraction:
    """``P(x) = a (x - r) (x - s) (x - t)``, so (r + k)(s + k)(t + k) is - P(-k) / a.

    No root is negative where the signs alternate; all are real if the discriminant is not negative.
    """
    if min(a, b, c, d) <= 0 or k <= 0:
        raise NoAnswer("the roots are no lengths")
    discriminant = (
        18 * a * b * c * d - 4 * b**3 * d + b * b * c * c - 4 * a * c**3 - 27 * a * a * d * d
    )
    if discriminant < 0:
        raise NoAnswer("two roots are not real")
    return Fraction(a * k**3 + b * k * k + c * k + d, a)


def _longer_box_by_roots(a: int, b: int, c: int, d: int, k: int) -> Fraction:
    """Try all fractions that can be roots, and multiply the new edges."""
    roots = {
        Fraction(p, q)
        for p, q in product(range(1, d + 1), range(1, a + 1))
        if d % p == 0 and a % q == 0 and a * p**3 - b * p * p * q + c * p * q * q - d * q**3 == 0
    }
    if len(roots) != 3:
        raise NoAnswer("the roots are not three fractions")
    r, s, t = roots
    return (r + k) * (s + k) * (t + k)


def _longer_box_cases() -> Iterator[tuple[int, ...]]:
    """Cubics with the roots r, s / m and t / n, which make an integral volume."""
    fractions = [Fraction(s, m) for m in range(2, 7) for s in range(1, 6) if gcd(s, m) == 1]
    for r in range(1, 7):
        for i, first in enumerate(fractions):
            for second in fractions[:i]:
                a = first.denominator * second.denominator
                b = int(a * (r + first + second))
                c = int(a * (r * first + r * second + first * second))
                d = int(a * r * first * second)
                for k in range(2, 6):
                    volume = (r + k) * (first + k) * (second + k)
                    fits = a in _BOX["a"] and b in _BOX["b"] and c in _BOX["c"] and d in _BOX["d"]
                    if fits and volume.denominator == 1:
                        yield a, b, c, d, k


_BOX = {
    "a": range(4, 31),
    "b": range(13, 118),
    "c": range(10, 88),
    "d": range(2, 19),
    "k": range(2, 6),
}


# 8: triangular numbers that are squares


def _square_triangular(n: int) -> int:
    """``8 t + 1 = (2 i + 1)^2`` for a triangular t: solve x^2 - 8 y^2 = 1, where t = y^2.

    The solutions are the powers of the least one, 3 + sqrt(8).
    """
    require_counts(n)
    require_at_most(100, n)
    x, y = 1, 0
    for _ in range(n):
        x, y = 3 * x + 8 * y, x + 3 * y
    return y * y


def _square_triangular_by_factors(n: int) -> int:
    """One of i, i + 1 is a square and the other twice a square: walk through such pairs.

    If p^2 - 2 q^2 is 1 or -1, the larger of p^2 and 2 q^2 is i + 1, and the next p is p + 2 q, the
    next q p + q: the convergents of sqrt(2). The triangular number is (p q)^2.
    """
    p, q = 1, 1
    for _ in range(n - 1):
        p, q = p + 2 * q, p + q
    i = min(p * p, 2 * q * q)
    return i * (i + 1) // 2


def _digit_sum(number: int) -> int:
    return sum(map(int, str(number)))


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


def _radicand(c_squared: Fraction) -> int:
    """What stands under the root of c."""
    m = whole(c_squared)
    if isqrt(m) ** 2 == m:
        raise NoAnswer("c is an integer")
    return m


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
    CompetitionEntry(
        "AMC 2022 1",
        texts=("e89cfce5b12b8494",),
        numbers="a0=3 b1=1 a1=3 b2=1 a2=3 b3=1 a3=3",
        domains={
            **{f"a{place}": range(2, 10) for place in range(4)},
            **{f"b{place}": (1,) for place in range(1, 4)},
        },
        solve=_continued_fraction,
        form=proper_m_plus_n,
        check=_continued_fraction_by_convergents,
        ways=("from the innermost fraction outwards", "convergents from the first term inwards"),
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 2",
        texts=("44ddd78dc2d346f6",),
        numbers="low=1 n=14 half=7 k=2",
        # 10 variants: with a factor of 3 or without 1 there are too few lesser numbers.
        domains={"low": (1,), "n": range(6, 27, 2), "k": (2,)},
        derived={"half": lambda low, n, k: (n - low + 1) // 2},
        solve=_pairings,
        check=_pairings_by_product,
        ways=("pairs the greatest number left with all that fit", "a product, lower half first"),
        answers=range(10**8),
    ),
    CompetitionEntry(
        "AMC 2022 3",
        texts=("546b4e53eebacaeb",),
        numbers="b=6 b=6 c=9 b=6 d=10 e=1",
        domains={"b": range(3, 14), "c": range(4, 26), "d": range(4, 26), "e": (1,)},
        solve=_logarithmic_distance,
        check=_logarithmic_distance_by_bisection,
        ways=("solves for both numbers as fractions", "finds both numbers by bisection"),
        requires={
            "c and d are different, and no powers of the base": lambda b, c, d, e: (
                c != d and not _is_power(c, b) and not _is_power(d, b)
            ),
        },
        answers=_ANSWERS,
    ),
    Immovable("AMC 2022 4", texts=("3c2b43af6c1d19ee",), reason="the text has no number"),
    CompetitionEntry(
        "AMC 2022 5",
        texts=("cb47ed47c6c3f2ad",),
        numbers="1 2 1 a=3 b=4 2 r=1",
        domains={"a": range(3, 25), "b": range(3, 25), "r": range(1, 6)},
        solve=_thick_segment,
        form=_nearest,
        check=_thick_segment_by_outline,
        ways=("a rectangle and two half disks", "the outline as a polygon of many sides"),
        cases=_thick_segment_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 6",
        texts=("b1419a39258f2594",),
        numbers="a=5 e=3 b=20 e=3 c=8 d=1/4 base=10",
        domains={
            "a": range(2, 501),
            "b": range(2, 501),
            "c": range(2, 1001),
            "d": (*_DECIMALS, *map(Fraction, range(2, 1001))),
            "base": _BASES,
            "e": (3,),
        },
        solve=_log_sum,
        check=_log_sum_by_floats,
        ways=("expands in the logarithms of primes", "logarithms in floats"),
        cases=_log_sum_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 7",
        texts=("0c51772bbde29627",),
        numbers="a=10 3 b=39 2 c=29 d=6 k=2",
        domains=_BOX,
        solve=_longer_box,
        check=_longer_box_by_roots,
        ways=("evaluates the polynomial", "finds the rational roots"),
        cases=_longer_box_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 8",
        texts=("e072583c0a3bd526",),
        numbers="1 2 3 3 1 1 1 2 8 36 6 2 49 1225 35 2 n=4",
        # 10 variants: one number alone can change.
        domains={"n": range(4, 15)},
        solve=_square_triangular,
        form=_digit_sum,
        check=_square_triangular_by_factors,
        ways=("powers of 3 + sqrt(8)", "convergents of sqrt(2)"),
        answers=_ANSWERS,
    ),
    Immovable(
        "AMC 2022 9",
        texts=("06fb87438042bc42",),
        reason="with other multiples of x the set is not of the form that the text gives",
    ),
    CompetitionEntry(
        "AMC 2022 10",
        texts=("020893466ee2cbf5",),
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
        "AMC 2022 11",
        texts=("08cfc03fd8f2bf3a",),
        numbers="n=13 s=1 s1=2 s2=3 s12=13 s=1 s1=2 s2=3 s3=4 s4=5 s5=6 3 s6=7 s7=8 s8=9 s9=10 4"
        " s10=11 s11=12 s12=13 5 n=13 n=13 p=2",
        # The example lists 13 cards, so that their number stays.
        domains={"n": (13,), "s": range(1, 10), "p": range(2, 8)},
        derived={f"s{place}": _card(place) for place in range(1, 13)},
        solve=_passes,
        check=_passes_by_exclusion,
        ways=("puts in card after card", "inclusion and exclusion"),
        requires={
            "the passes are not two as well if the cards are others": lambda s, p, **_: (
                s == 1 or p != 2
            ),
        },
        answers=range(10**10),
    ),
    CompetitionEntry(
        "AMC 2022 12",
        texts=("b467db6efa75f078",),
        numbers="3 s=96 m=6 3 3 d=40",
        domains={"s": range(30, 289), "m": range(3, 15), "d": range(20, 100)},
        solve=_three_numbers,
        check=_three_numbers_by_trying,
        ways=("a linear equation", "tries integers"),
        cases=_three_numbers_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 13",
        texts=("0a1ecb970aba76eb",),
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
        "AMC 2022 14",
        texts=("24e686dd194f84db",),
        numbers="1 2 2 2 q=10 0 1 2 1 1 1 2",
        domains={"q": range(4, 31)},
        solve=_largest_quadrilateral,
        form=_radicand,
        check=_largest_quadrilateral_by_search,
        ways=("a trapezoid's area", "searches the greatest area of four points"),
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 15",
        texts=("27182c4042e782ea",),
        numbers="1 1 1 2 1 3 1 1 2 3 lo=1 hi=22",
        domains={"lo": range(1, 11), "hi": range(15, 67)},
        solve=_small_denominators,
        check=_small_denominators_by_primes,
        ways=("adds the fractions", "primes that fall out of the denominator"),
        answers=_ANSWERS,
    ),
)
