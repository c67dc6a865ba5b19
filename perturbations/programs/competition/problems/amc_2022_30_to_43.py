"""AMC 12 of 2022, 30 to 43 in the order of `AI-MO/aimo-validation-amc`."""

import cmath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import acos, comb, factorial, floor, gcd, isqrt, pi, sin, sqrt

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    Surd,
    proper_m_plus_n,
    require_at_most,
    require_counts,
    square_root,
    surd,
    whole,
)


def _rhombus(p: int, q: int) -> Fraction:
    """The height BP is a leg of the right triangle ABP, whose hypotenuse is a side."""
    require_counts(p, q)
    side = p + q
    return side * square_root(side**2 - p**2)


def _rhombus_by_angle(p: int, q: int) -> float:
    """Find the angle at A from its cosine AP/AB, and the area from its sine."""
    side = p + q
    return side**2 * sin(acos(p / side))


def _rhombus_cases() -> Iterator[tuple[int, ...]]:
    """Sides and parts that are a hypotenuse and a leg of a Pythagorean triple."""
    for p, q in product(range(1, 20), repeat=2):
        square = (p + q) ** 2 - p**2
        if isqrt(square) ** 2 == square:
            yield p, q


def _remainders(c1: int, a: int, c2: int, m: int, n: int) -> Fraction:
    """Write P as (x^2 + x + c1)(u x + v) + x + a, and reduce it modulo x^2 + c2.

    There x^2 is -c2, so with d = c1 - c2 the remainder is
    (v + d u + 1) x + (d v - c2 u + a), which must be m x + n.
    """
    d = c1 - c2
    u = Fraction(d * (m - 1) - (n - a), d * d + c2)
    v = m - 1 - d * u
    return sum((part**2 for part in (u, u + v, c1 * u + v + 1, c1 * v + a)), Fraction(0))


def _remainders_by_interpolation(c1: int, a: int, c2: int, m: int, n: int) -> float:
    """Lay a cubic through the values of the remainders at the roots of both divisors."""
    root = cmath.sqrt(1 - 4 * c1)
    points = [(x, x + a) for x in ((-1 + root) / 2, (-1 - root) / 2)]
    points += [(x, m * x + n) for x in (cmath.sqrt(-c2), -cmath.sqrt(-c2))]
    coefficients = [0j] * 4
    for x, value in points:
        basis, scale = [1 + 0j], value
        for other, _ in points:
            if other != x:
                scale /= x - other
                # multiply by the factor of `other`, the lowest power first
                shifted, scaled = [0j, *basis], [*(-other * part for part in basis), 0j]
                basis = [first + second for first, second in zip(shifted, scaled, strict=True)]
        coefficients = [old + scale * part for old, part in zip(coefficients, basis, strict=True)]
    return sum(part.real**2 for part in coefficients)


def _remainders_cases() -> Iterator[tuple[int, ...]]:
    """Numbers for which the quotient u x + v has integers in it, and P has degree 3."""
    for c1, c2, m in product(range(1, 10), range(1, 10), range(2, 10)):
        d = c1 - c2
        for a, n in product(range(1, 13), repeat=2):
            top = d * (m - 1) - (n - a)
            if top and top % (d * d + c2) == 0:
                yield c1, a, c2, m, n


def _tangent_circles(inner: int, outer: int, h: int, s: int) -> Fraction:
    """Count the circles of each radius, and add up their areas over pi.

    With the radii a < b of the circles around 0, a circle that is tangent to both lies between them
    (radius (b - a)/2, center (a + b)/2 from 0), or has the smaller one inside (radius (a + b)/2,
    center (b - a)/2 from 0). Its center is t + r or |t - r| away from the third circle's. There are
    two such centers, if the triangle closes whose sides are that, the center's distance from 0
    and h; one, if it lies on a line.
    """
    a, b = sorted((square_root(inner), square_root(outer)))
    if not 0 < a < b or h <= 0 or s <= 0:
        raise NoAnswer("there are no three circles with different centers or radii")
    if any(_sign(h - other, sign, s) == 0 for other in (a, b, -a, -b) for sign in (1, -1)):
        raise NoAnswer("the third circle touches another one")
    total = Fraction(0)
    for radius, away in (((b - a) / 2, (a + b) / 2), ((a + b) / 2, (b - a) / 2)):
        # the triangle closes: |away - h| < |radius +- r| < away + h
        for sign in (1, -1):
            positive = _sign(radius, sign, s)
            over = _sign(positive * radius - abs(away - h), positive * sign, s)
            under = _sign(away + h - positive * radius, -positive * sign, s)
            total += radius**2 * (0 if min(over, under) < 0 else over + under)
    return total


def _sign(number: Fraction | int, factor: int, radicand: int) -> int:
    """The sign of number + factor sqrt(radicand)."""
    exact = Fraction(number)
    square = abs(exact) * exact + abs(factor) * factor * radicand
    return (square > 0) - (square < 0)


def _tangent_circles_by_turning(inner: int, outer: int, h: int, s: int) -> float:
    """Turn the circles around 0, and count how often one becomes tangent to the third.

    In each direction two circles are tangent to both: from the outer circle's point to the inner
    one's on the same side, and to the one on the other side.
    """
    a, b, r = sqrt(inner), sqrt(outer), sqrt(s)
    total = 0.0
    for near in (a, -a):
        radius, away = (b - near) / 2, (b + near) / 2
        steps = [2 * pi * (step + 0.3) / 90 for step in range(91)]
        distances = [abs(cmath.rect(away, angle) - h) for angle in steps]
        for wanted in (radius + r, abs(radius - r)):
            over = [distance > wanted for distance in distances]
            total += radius**2 * sum(1 for first, second in pairwise(over) if first != second)
    return total


def _tangent_circles_fit(inner: int, outer: int, h: int, s: int) -> bool:
    return sqrt(inner) + sqrt(s) < h < sqrt(outer) - sqrt(s)


def _ant(s: int, lo: int, hi: int, t: int, g: int) -> Fraction:
    """The probability of each number of steps, times that of being beyond g by then.

    The sums of times and of increments are independent; both are known by inclusion and exclusion.
    """
    if not 0 <= lo < hi or t <= 0:
        raise NoAnswer("there is no such interval or time")
    within = [_below(n, t, lo, hi) for n in range(3)]
    stops = within[0] - within[1], within[1] - within[2], within[2]
    return sum(
        (stop * (1 - _below(n, g - s, lo, hi)) for n, stop in enumerate(stops, start=1)),
        Fraction(0),
    )


def _below(n: int, limit: int, lo: int, hi: int) -> Fraction:
    """The probability that n numbers from (lo, hi) add up to less than the limit."""
    x = Fraction(limit - n * lo, hi - lo)
    parts = [(-1) ** k * comb(n, k) * (x - k) ** n for k in range(n + 1) if x > k]
    return Fraction(sum(parts)) / factorial(n)


def _ant_by_integrals(s: int, lo: int, hi: int, t: int, g: int) -> Fraction:
    """Look at the last step first: whether it is made, and whether it leads beyond g.

    The probabilities of sums are found by integrating over the last number. They are polynomials of
    degree 2 at most between integers, for which Simpson's rule is exact.
    """

    def below(n: int, x: Fraction) -> Fraction:
        if n == 1:
            return min(max(x, Fraction(0)), Fraction(1))
        ends = x - 1, Fraction(floor(x)), x
        return sum(
            (
                (right - left)
                * (below(n - 1, left) + 4 * below(n - 1, (left + right) / 2) + below(n - 1, right))
                / 6
                for left, right in pairwise(ends)
            ),
            Fraction(0),
        )

    def scaled(n: int, limit: int) -> Fraction:
        return below(n, Fraction(limit - n * lo, hi - lo))

    beyond = 1 - scaled(3, g - s)
    for n in (2, 1):  # a step after the n-th is made if n steps stay within the time
        # given that the step before was within the time
        before = scaled(n - 1, t) if n > 1 else Fraction(1)
        go_on = scaled(n, t) / before if before else Fraction(0)
        beyond = go_on * beyond + (1 - go_on) * (1 - scaled(n, g - s))
    return beyond


def _ant_cases() -> Iterator[tuple[int, ...]]:
    """Positions that can be reached and missed."""
    for hi in range(1, 6):
        for beyond, s in product(range(1, 3 * hi), range(6)):
            yield s, 0, hi, 1, s + beyond


def _binary_digits(m: int, c: int, k: int) -> int:
    """Divide c by m modulo a power of 2, and read four binary digits."""
    if m % 2 == 0 or k < 0:
        raise NoAnswer("an even number has no inverse modulo 2")
    require_at_most(10**5, k)
    modulus = 1 << (k + 4)
    return (c * pow(m, -1, modulus) % modulus) >> k


def _binary_digits_one_by_one(m: int, c: int, k: int) -> int:
    """Choose each digit so that m S_n - c is divisible by 2^n; keep what it is over 2^n."""
    rest, result = -c, 0
    for n in range(k + 4):
        digit = rest % 2
        rest = (rest + m * digit) // 2
        result += digit << (n - k) if n >= k else 0
    return result


def _chords(n: int, p: int) -> Fraction:
    """Expand the power of a chord's square, 2 - w^k - w^-k, for the n-th root of unity w.

    The coefficient of w^(jk) is (-1)^j C(p, p/2 + j); summed over all k, only multiples j of n
    stay, n times. Each corner has n chords (one of length 0), and each chord two ends.
    """
    require_counts(n, p)
    if n < 3 or p % 2:
        raise NoAnswer("there is no such polygon, or the sum is irrational")
    require_at_most(1000, n, p)
    half = p // 2
    around = sum((-1) ** abs(j) * comb(p, half + j) for j in range(-half, half + 1) if j % n == 0)
    return Fraction(n * n * around, 2)


def _chords_by_pairs(n: int, p: int) -> float:
    """Measure every edge and diagonal."""
    corners = [cmath.rect(1, 2 * pi * k / n) for k in range(n)]
    return sum(abs(first - second) ** p for first, second in combinations(corners, 2))


def _chords_drawing(n: int, p: int) -> str:
    """The polygon with all its diagonals."""
    corner = f"360/{n}"
    return (
        "[asy] import geometry; unitsize(3cm); draw(circle((0,0),1),linewidth(1.5)); "
        f"for (int i = 0; i < {n}; ++i) {{ for (int j = 0; j < i; ++j) {{ "
        f"draw(dir(i * {corner}) -- dir(j * {corner}),linewidth(1.5)); }} }} "
        f"for(int i = 0; i < {n}; ++i) {{ dot(dir(i * {corner}),5+black); }} [/asy]"
    )


def _last_two_digits(number: Fraction) -> int:
    return whole(number) % 100


_Root3 = tuple[Fraction, Fraction]
"""a + b sqrt(3) as (a, b)."""


def _four_hexagons(side: int) -> Surd:
    """The shoelace formula in coordinates with sqrt(3), the square's center at 0.

    Each hexagon lies over the square. The one that shares the upper edge, from (-1/2, 1/2) to
    (1/2, 1/2), has the corner (1/2, b) with b = 1/2 - sqrt(3). From there it goes to
    (1/2 + t/2, b + t sqrt(3)/2) until it meets its neighbor on the diagonal y = -x, at
    t = 2 (sqrt(3) - 1)/(sqrt(3) + 1) = (sqrt(3) - 1)^2.
    """
    require_counts(side)
    half, b = (Fraction(1, 2), Fraction(0)), (Fraction(1, 2), Fraction(-1))
    t = _times((Fraction(-1), Fraction(1)), (Fraction(-1), Fraction(1)))
    x = half[0] + t[0] / 2, half[1] + t[1] / 2
    corners = [(_minus(half), b), (half, b), (x, _minus(x))]
    for _ in range(9):  # the same again after a quarter turn
        before, after = corners[-3]
        corners.append((_minus(after), before))
    doubled = Fraction(0), Fraction(0)
    for i, (x1, y1) in enumerate(corners):
        x0, y0 = corners[i - 1]
        ahead, back = _times(x0, y1), _times(x1, y0)
        doubled = doubled[0] + ahead[0] - back[0], doubled[1] + ahead[1] - back[1]
    return surd(doubled[0] * side**2 / 2, doubled[1] * side**2 / 2, 3)


def _minus(number: _Root3) -> _Root3:
    return -number[0], -number[1]


def _times(first: _Root3, second: _Root3) -> _Root3:
    return (
        first[0] * second[0] + 3 * first[1] * second[1],
        first[0] * second[1] + first[1] * second[0],
    )


def _four_hexagons_by_overlaps(side: int) -> float:
    """Add up the hexagons, and take off what they have in common (inclusion and exclusion)."""
    center = side * (1 - sqrt(3)) / 2
    upright = [cmath.rect(side, pi * k / 3) - center * 1j for k in range(6)]
    hexagons = [[1j**turn * corner for corner in upright] for turn in range(4)]
    total = 0.0
    for count in range(1, 5):
        for some in combinations(hexagons, count):
            common = some[0]
            for other in some[1:]:
                for i, end in enumerate(other):
                    common = _left_of(common, other[i - 1], end)
            total -= (-1) ** count * _area(common)
    return total


def _left_of(corners: Sequence[complex], start: complex, end: complex) -> list[complex]:
    """The part of a convex polygon that is to the left of a line."""
    kept: list[complex] = []
    sides = [((corner - start) / (end - start)).imag for corner in corners]
    for i, corner in enumerate(corners):
        if sides[i - 1] * sides[i] < 0:
            part = sides[i - 1] / (sides[i - 1] - sides[i])
            kept.append(corners[i - 1] + part * (corner - corners[i - 1]))
        if sides[i] >= 0:
            kept.append(corner)
    return kept


def _area(corners: Sequence[complex]) -> float:
    pairs = ((corners[i - 1], corner) for i, corner in enumerate(corners))
    return sum((before.conjugate() * corner).imag for before, corner in pairs) / 2


def _absolute_sum(area: Surd) -> int:
    """Read |m + n + p| off m sqrt(n) + p."""
    if area.d != 1:
        raise NoAnswer("the area is not of the form m sqrt(n) + p")
    return abs(area.a + area.b + area.c)


def _integer_roots(c: int) -> int:
    """Try all k: the roots are integers and differ if k^2 - 4c is a positive square.

    With |k| > |c| + 1, k^2 - 4c lies between neighboring squares of k's parity.
    """
    if c == 0:
        raise NoAnswer("every k will do")
    require_at_most(10**5, abs(c))
    squares = (k * k - 4 * c for k in range(-abs(c) - 1, abs(c) + 2))
    return sum(1 for square in squares if square > 0 and isqrt(square) ** 2 == square)


def _integer_roots_by_pairs(c: int) -> int:
    """Take all pairs of divisors, of either sign, and collect the sums."""
    divisors = [d for d in range(1, c + 1) if c % d == 0]
    return len({sign * (d + c // d) for d in divisors for sign in (1, -1) if d * d != c})


def _integer_roots_cases() -> Iterator[tuple[int, ...]]:
    """Composite numbers that have not as many pairs of divisors as 36, which many have."""
    for c in range(12, 109):
        composite = any(c % d == 0 for d in range(2, c))
        if composite and _integer_roots_by_pairs(c) != _integer_roots_by_pairs(36):
            yield (c,)


def _rotation(a: int, b: int, t: int, u: int, v: int) -> int:
    """Turn the vector from (u, v) to (-a, -b) by right angles: (x, y) becomes (-y, x)."""
    if t % 90:
        raise NoAnswer("the new position has roots in it")
    x, y = -a - u, -b - v
    for _ in range(t // 90 % 4):
        x, y = -y, x
    return x + u + y + v


def _rotation_by_complex_numbers(a: int, b: int, t: int, u: int, v: int) -> float:
    """Multiply by e^(it)."""
    center = complex(u, v)
    new = center + (complex(-a, -b) - center) * cmath.rect(1, pi * t / 180)
    return new.real + new.imag


def _multiples(n: int, size: int, w: int, d: int) -> int:
    """Count the multiples in each set from how many there are up to its ends."""
    require_counts(n, size, d)
    if n < 4 or size < 4:
        raise NoAnswer("there are fewer sets or elements than the text shows")
    require_at_most(10**5, n)
    return sum(1 for i in range(n) if (i + 1) * size // d - i * size // d == w)


def _multiples_one_by_one(n: int, size: int, w: int, d: int) -> int:
    """Put each multiple into its set, and count the sets of w."""
    found = Counter((multiple - 1) // size for multiple in range(d, n * size + 1, d))
    return sum(1 for i in range(n) if found[i] == w)


def _multiples_cases() -> Iterator[tuple[int, ...]]:
    """Numbers of multiples that some of the sets have, but not all."""
    for size, d in product(range(10, 31, 5), range(3, 20)):
        for w in {size // d, size // d + 1}:
            if gcd(size, d) == 1 and w > 1:
                yield from ((n, size, w, d) for n in range(50, 301, 10))


def _camila(n: int, a: int, b: int) -> int:
    """Try one mode after another, with the median a below and the mean b below that.

    Half of the numbers are at most the median. The other half holds the mode, c times, and others
    that are not below the median. No other number may be there c times.
    """
    require_counts(n, a, b)
    require_at_most(9, n)
    require_at_most(200, a, b)
    if n % 2 == 0 or n == 1:
        raise NoAnswer("no number is in the middle, or none is above it")
    half = n // 2
    # A median of 3 b + a + 2 half will do. With the mode as the whole upper half, the lower half
    # must add up to half median - n b - half a, and different numbers below the median can: that is
    # over half^2, and as n is at most 9, it is below the sum of the largest ones.
    for mode in range(a + b + 1, 3 * b + 2 * a + 2 * n):
        median = mode - a
        for c in range(2, half + 1):
            rest = n * (median - b) - median - c * mode
            if rest > 0 and _is_sum(rest, half, half - c, median, mode, c - 1):
                return mode
    raise NoAnswer("no such numbers are found")


def _is_sum(rest: int, low: int, high: int, median: int, mode: int, most: int) -> bool:
    """Whether `low` numbers up to the median and `high` from it add up to `rest`, none the mode.

    No number may be there more than `most` times, the median itself counted.
    """
    above = [(value, most) for value in range(median + 1, rest + 1) if value != mode]
    below = [(value, most) for value in range(1, median)]
    for equal in range(min(high, most - 1) + 1):  # medians in the upper half
        first = _sums([*below, (median, most - 1 - equal)], low, rest)
        second = _sums(above, high - equal, rest) << (equal * median)
        if any(first >> part & 1 and second >> (rest - part) & 1 for part in range(rest + 1)):
            return True
    return False


def _sums(values: Iterable[tuple[int, int]], count: int, largest: int) -> int:
    """The sums of `count` of the values, each at most as often as it says, as bits."""
    reached = [1] + [0] * count
    for value, times in values if count else ():
        for i in range(count, 0, -1):
            for j in range(1, min(times, i) + 1):
                reached[i] |= reached[i - j] << (value * j)
    return reached[count] & ((1 << (largest + 1)) - 1)


def _camila_of_five(n: int, a: int, b: int) -> int:
    """Try all lower pairs: of five numbers, both of those above the median are the mode."""
    if n != 5:
        raise NoAnswer("more numbers may be above the median than the mode")
    mode = a + 1
    while True:
        median = mode - a
        for low in range(1, median):
            for other in range(low + 1, median):
                if low + other + median + 2 * mode == n * (median - b):
                    return mode
        mode += 1


def _power(base: int, i: int, e: int, j: int) -> int:
    """a_i is a power of the base, base^f with base^f = e + f; f is no more than e.

    a_j grows or falls with the difference of the terms, so that it is least with the smallest or
    the largest one.
    """
    require_counts(base, i, e)
    if base < 2:
        raise NoAnswer("every sequence will do")
    require_at_most(10**9, base, i, e)
    terms = [e + f for f in range((2 * e).bit_length() + 1) if base**f == e + f]
    return min(term + (j - i) * step for term in terms if term > i for step in (1, (term - 1) // i))


def _power_by_sequences(base: int, i: int, e: int, j: int) -> int:
    """Try all sequences whose a_i is not too large for the equation."""
    found = []
    for first in range(1, 2 * e + 3):
        for step in range(1, (2 * e + 2 - first) // i + 1):
            term = first + i * step
            if term >= e and base ** (term - e) == term:
                found.append(first + j * step)
    return min(found)


def _power_cases() -> Iterator[tuple[int, ...]]:
    """Bases and exponents that give an a_i, with more than one difference."""
    for base, f in product(range(2, 10), range(1, 7)):
        term = base**f
        e = term - f
        if 9 <= e <= 81:
            for i in range(4, min(19, (term - 1) // 2) + 1):
                yield from ((base, i, e, j) for j in range(1, min(i, 10)))


_ANSWERS = range(-10_000, 10_000)

PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    Immovable(
        "AMC 2022, no. 30 of the data set",
        texts=("890f25c6440076ac",),
        reason="the text has no number",
    ),
    CompetitionEntry(
        "AMC 2022, no. 31 of the data set",
        texts=("64e450e848bfdc84",),
        numbers="p=3 q=2",
        domains={"p": range(1, 20), "q": range(1, 20)},
        solve=_rhombus,
        check=_rhombus_by_angle,
        ways=("the height by Pythagoras", "the angle, in floats"),
        cases=_rhombus_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 32 of the data set",
        texts=("1ca8285f4ac328a8",),
        numbers="2 c1=1 a=2 2 c2=1 m=2 n=1 2",
        domains={
            "c1": range(1, 10),
            "a": range(1, 13),
            "c2": range(1, 10),
            "m": range(2, 10),
            "n": range(1, 13),
        },
        solve=_remainders,
        check=_remainders_by_interpolation,
        ways=("compares coefficients of the remainder", "interpolates at the divisors' roots"),
        cases=_remainders_cases,
    ),
    CompetitionEntry(
        "AMC 2022, no. 33 of the data set",
        texts=("0b7027bb95f46ee3",),
        numbers="3 2 2 inner=4 2 2 outer=64 h=5 2 2 s=3 100",
        domains={
            "inner": (1, 4, 9, 16),
            "outer": tuple(b * b for b in range(5, 14)),
            "h": range(2, 20),
            "s": (2, 3, 5, 6, 7, 8, 10, 11, 12, 13),
        },
        solve=_tangent_circles,
        check=_tangent_circles_by_turning,
        ways=("triangles of the centers that close", "turns the circles around the origin"),
        form=_last_two_digits,
        requires={"the third circle is between the others": _tangent_circles_fit},
    ),
    CompetitionEntry(
        "AMC 2022, no. 34 of the data set",
        texts=("1092eda71ca67410",),
        # "1 minute"
        numbers="s=0 1 2 3 lo=0 hi=1 t=1 3 g=1",
        domains={"s": range(6), "lo": (0,), "hi": range(1, 6), "t": (1,), "g": range(1, 20)},
        solve=_ant,
        check=_ant_by_integrals,
        ways=("inclusion and exclusion", "integrals by Simpson's rule, step by step"),
        form=proper_m_plus_n,
        cases=_ant_cases,
    ),
    CompetitionEntry(
        "AMC 2022, no. 35 of the data set",
        texts=("265b21d3ed1ff2bb",),
        numbers="0 1 2 0 1 0 1 2 m=7 c=1 2 1 k=2019 2 k1=2020 4 k2=2021 8 k3=2022",
        domains={"m": range(3, 20, 2), "c": range(1, 10), "k": range(1000, 3000)},
        derived={
            "k1": lambda m, c, k: k + 1,
            "k2": lambda m, c, k: k + 2,
            "k3": lambda m, c, k: k + 3,
        },
        solve=_binary_digits,
        check=_binary_digits_one_by_one,
        ways=("the inverse modulo a power of 2", "chooses digit after digit"),
        requires={"the fraction is in lowest terms": lambda m, c, k: gcd(m, c) == 1},
    ),
    CompetitionEntry(
        "AMC 2022, no. 36 of the data set",
        texts=("ca39a57ac607d5ff",),
        numbers="n=7 p=4 total=21 100",
        domains={"n": range(5, 21), "p": (4, 6, 8)},
        derived={"total": lambda n, p: n * (n - 1) // 2},
        drawing=_chords_drawing,
        solve=_chords,
        check=_chords_by_pairs,
        ways=("sums of roots of unity", "measures every chord"),
        form=_last_two_digits,
    ),
    CompetitionEntry(
        "AMC 2022, no. 37 of the data set",
        texts=("5440262c9cb9422d",),
        numbers="4 6 side=1 12",
        domains={"side": range(1, 20)},
        solve=_four_hexagons,
        check=_four_hexagons_by_overlaps,
        ways=("shoelace in coordinates with sqrt(3)", "overlaps of the hexagons in floats"),
        form=_absolute_sum,
        answers=_ANSWERS,
    ),
    Immovable(
        "AMC 2022, no. 38 of the data set",
        texts=("b4367b1fb0824370",),
        reason="the count is 0 for any length, and with other digits the numbers do not factor",
    ),
    CompetitionEntry(
        "AMC 2022, no. 39 of the data set",
        texts=("3afc1f38bd51e92a",),
        numbers="2 c=36 2",
        domains={"c": range(12, 109)},
        solve=_integer_roots,
        check=_integer_roots_by_pairs,
        ways=("tries all k", "pairs of divisors"),
        cases=_integer_roots_cases,
    ),
    CompetitionEntry(
        "AMC 2022, no. 40 of the data set",
        texts=("bcc6213c9277088c",),
        numbers="a=1 b=2 t=270 u=3 v=1",
        domains={
            "a": range(1, 13),
            "b": range(1, 13),
            "t": (90, 270),
            "u": range(1, 13),
            "v": range(1, 13),
        },
        solve=_rotation,
        check=_rotation_by_complex_numbers,
        ways=("turns by right angles", "complex numbers in floats"),
        requires={"the coordinates differ": lambda a, b, t, u, v: a != b and u != v},
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 41 of the data set",
        texts=("4e381a41578f5a7f",),
        numbers="n=100 size=10 1 2 3 size=10 a1=11 a2=12 a3=13 a=20 b1=21 b2=22 b3=23 b=30 "
        "z1=991 z2=992 z3=993 z=1000 w=2 d=7",
        domains={
            "n": range(50, 301, 10),
            "size": range(10, 31, 5),
            "w": range(2, 12),
            "d": range(3, 20),
        },
        derived={
            "a1": lambda n, size, w, d: size + 1,
            "a2": lambda n, size, w, d: size + 2,
            "a3": lambda n, size, w, d: size + 3,
            "a": lambda n, size, w, d: 2 * size,
            "b1": lambda n, size, w, d: 2 * size + 1,
            "b2": lambda n, size, w, d: 2 * size + 2,
            "b3": lambda n, size, w, d: 2 * size + 3,
            "b": lambda n, size, w, d: 3 * size,
            "z1": lambda n, size, w, d: (n - 1) * size + 1,
            "z2": lambda n, size, w, d: (n - 1) * size + 2,
            "z3": lambda n, size, w, d: (n - 1) * size + 3,
            "z": lambda n, size, w, d: n * size,
        },
        solve=_multiples,
        check=_multiples_one_by_one,
        ways=("differences of floors", "puts each multiple into its set"),
        cases=_multiples_cases,
    ),
    CompetitionEntry(
        "AMC 2022, no. 42 of the data set",
        texts=("c9de9e2c5f803d9c",),
        # with more numbers the mode may be there more than twice
        numbers="n=5 a=2 b=2",
        domains={"n": (5,), "a": range(1, 13), "b": range(1, 13)},
        solve=_camila,
        check=_camila_of_five,
        ways=("sums that can be reached, for each mode", "tries all pairs below the median"),
    ),
    CompetitionEntry(
        "AMC 2022, no. 43 of the data set",
        texts=("e989541b8b970425",),
        numbers="0 1 2 base=2 i=7 base=2 e=27 i=7 j=2",
        domains={
            "base": range(2, 10),
            "i": range(4, 20),
            "e": range(9, 82),
            "j": range(1, 10),
        },
        solve=_power,
        check=_power_by_sequences,
        ways=("solves the equation for powers of the base", "tries all sequences"),
        cases=_power_cases,
    ),
)
