"""AMC of 2022, 1 to 8 in the order of `AI-MO/aimo-validation-amc`."""

import cmath
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from math import gcd, isqrt, log, pi, sqrt

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    digit_sum,
    proper_m_plus_n,
    require_at_most,
    require_counts,
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


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AMC 2022, no. 1 of the data set",
        texts=("14a9a051f563df1a",),
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
        "AMC 2022, no. 2 of the data set",
        texts=("ddc6099760545fdd",),
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
        "AMC 2022, no. 3 of the data set",
        texts=("4be47e32c879629b",),
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
    Immovable(
        "AMC 2022, no. 4 of the data set",
        texts=("856a55dc3e07b429",),
        reason="the text has no number",
    ),
    CompetitionEntry(
        "AMC 2022, no. 5 of the data set",
        texts=("f02a4f225edfd099",),
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
        "AMC 2022, no. 6 of the data set",
        texts=("95105ae0d2295960",),
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
        "AMC 2022, no. 7 of the data set",
        texts=("8aa05ee4b6d0346b",),
        numbers="a=10 3 b=39 2 c=29 d=6 k=2",
        domains=_BOX,
        solve=_longer_box,
        check=_longer_box_by_roots,
        ways=("evaluates the polynomial", "finds the rational roots"),
        cases=_longer_box_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 8 of the data set",
        texts=("e312f534fed12c6d", "ebb5300bee2e1f49"),
        numbers="1 2 3 3 1 1 1 2 8 36 6 2 49 1225 35 2 n=4",
        # 10 variants: one number alone can change.
        domains={"n": range(4, 15)},
        solve=_square_triangular,
        form=digit_sum,
        check=_square_triangular_by_factors,
        ways=("powers of 3 + sqrt(8)", "convergents of sqrt(2)"),
        answers=_ANSWERS,
    ),
)
