"""AIME 2025 I, problems 1 to 8."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations, product
from math import cos, factorial, gcd, isqrt, pi, sin

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    proper_m_plus_n,
    require_at_most,
    require_counts,
)
from clipo_bench.perturbations.programs.competition.exact_geometry import (
    Point,
    is_simple,
    polygon_area,
)

# 1: bases in which one numeral divides another


def _numeral(digits: Sequence[int], base: int) -> int:
    value = 0
    for digit in digits:
        value = value * base + digit
    return value


def _bases(low: int, divisor: int, multiple: int) -> list[int]:
    """All bases over `low` in which `divisor`, read as a numeral, divides `multiple`.

    As polynomials of the base b, c^k * multiple = quotient * divisor + rest, c the first digit of
    `divisor`; so where divisor divides multiple it divides the rest, too. The rest has the lower
    degree: it is smaller than the divisor, and not 0, once b is over the sum of the absolute values
    of its coefficients. That many bases are tried. Empty if there is no base, or no last one.
    """
    divided = [int(digit) for digit in str(multiple)]
    by = [int(digit) for digit in str(divisor)]
    rest = divided
    while len(rest) >= len(by) and by[0]:
        first = rest[0]
        rest = [by[0] * coefficient for coefficient in rest]
        for place, digit in enumerate(by):
            rest[place] -= first * digit
        rest = rest[1:]
    least = max(low, *divided, *by) + 1
    return [
        base
        for base in range(least, sum(map(abs, rest)) + 1)
        if _numeral(divided, base) % _numeral(by, base) == 0
    ]


def _sum_of_bases(low: int, divisor: int, multiple: int) -> int:
    """Add up the bases; no base, or infinitely many, make no problem."""
    require_counts(low, divisor, multiple)
    require_at_most(10**4, divisor, multiple)
    bases = _bases(low, divisor, multiple)
    if not bases:
        raise NoAnswer("no base fits, or all do")
    return sum(bases)


def _sum_of_bases_by_quotient(low: int, divisor: int, multiple: int) -> int:
    """Solve ``a b + e = k (c b + d)`` for the base b, for each possible quotient k.

    k is at most a + e, as (a b + e) / (c b + d) <= (a b + e) / b.
    """
    (c, d), (a, e) = divmod(divisor, 10), divmod(multiple, 10)
    if not (0 < c < 10 and 0 < a < 10):
        raise NoAnswer("numerals of two digits only")
    found = set()
    for k in range(1, a + e + 1):
        if a != k * c and (k * d - e) % (a - k * c) == 0:
            found.add((k * d - e) // (a - k * c))
    return sum(base for base in found if base > max(low, a, c, d, e))


# 2: a heptagon with two reflected corners


def _heptagon(
    ad: int, de: int, eb: int, af: int, fg: int, gc: int, area: Fraction | int
) -> Fraction:
    """Coordinates along AB and AC from A: areas in them are to real ones as 1 to sin A.

    sin A follows from the area of DEGF; the heptagon's area from the shoelace formula.
    """
    b, c = ad + de + eb, af + fg + gc
    corners = _heptagon_corners(ad, ad + de, b, af, af + fg, c)
    if min(ad, de, eb, af, fg, gc, area) <= 0 or not is_simple(corners):
        raise NoAnswer("the heptagon crosses itself")
    sine = Fraction(area) / polygon_area([(ad, 0), (ad + de, 0), (0, af + fg), (0, af)])
    if sine > 1:
        raise NoAnswer("the area of DEGF is too large for its sides")
    return sine * polygon_area(corners)


def _heptagon_corners(d: int, e: int, b: int, f: int, g: int, c: int) -> list[Point]:
    """A, F, N, B, C, E, M: M is 2F - D, and N is 2E - G."""
    return [(0, 0), (0, f), (2 * e, -g), (b, 0), (0, c), (e, 0), (-d, 2 * f)]


def _heptagon_by_slabs(
    ad: int, de: int, eb: int, af: int, fg: int, gc: int, area: Fraction | int
) -> float:
    """Find the angle A by halving, so that DEGF has its area; cut the heptagon into slabs."""

    def placed(corners: Sequence[Point], angle: float) -> list[tuple[float, float]]:
        return [(float(u) + float(v) * cos(angle), float(v) * sin(angle)) for u, v in corners]

    quadrilateral: list[Point] = [(ad, 0), (ad + de, 0), (0, af + fg), (0, af)]
    low, high = 0.0, pi / 2
    for _ in range(60):
        angle = (low + high) / 2
        if _slab_area(placed(quadrilateral, angle)) < area:
            low = angle
        else:
            high = angle
    corners = _heptagon_corners(ad, ad + de, ad + de + eb, af, af + fg, af + fg + gc)
    return _slab_area(placed(corners, low))


def _slab_area(corners: Sequence[tuple[float, float]]) -> float:
    """Cut a polygon at the heights of its corners; a slab's area is its middle width times height.

    What is inside at a height: from the first side that is met to the second, third to fourth...
    """
    heights = sorted({y for _, y in corners})
    area = 0.0
    for low, high in pairwise(heights):
        middle = (low + high) / 2
        met = []
        for i, (x1, y1) in enumerate(corners):
            x0, y0 = corners[i - 1]
            if (y0 < middle) != (y1 < middle):
                met.append(x0 + (middle - y0) / (y1 - y0) * (x1 - x0))
        met.sort()
        area += (high - low) * sum(
            right - left for left, right in zip(met[::2], met[1::2], strict=True)
        )
    return area


def _heptagon_cases() -> Iterator[tuple[int, ...]]:
    """D, E and B divide AB as F, G and C divide AC; the angle A is neither flat nor right."""
    for x, y, z in product((1, 2, 3), (3, 4, 5, 6), (1, 2, 3, 4)):
        if gcd(x, y, z) > 1 or len({x, y, z}) < 3:
            continue
        for s, t in product((2, 3, 4, 5), range(5, 16)):
            largest = Fraction(s * t * ((x + y) ** 2 - x**2), 2)
            for area in range(120, 601, 12):
                whole = area * (x + y + z) ** 2 % ((x + y) ** 2 - x**2) == 0
                if whole and s < t and largest * 3 < area * 10 < largest * 9:
                    yield s * x, s * y, s * z, t * x, t * y, t * z, area


# 3: players choose flavors


def _flavors(n: int, modulus: int) -> int:
    """Add multinomial coefficients for chocolate > vanilla > strawberry >= 1."""
    require_counts(n, modulus)
    require_at_most(300, n)
    total = 0
    for strawberry in range(1, n // 3 + 1):
        for vanilla in range(strawberry + 1, n):
            chocolate = n - vanilla - strawberry
            if chocolate > vanilla:
                ways = factorial(chocolate) * factorial(vanilla) * factorial(strawberry)
                total += factorial(n) // ways
    require_counts(total)
    return total % modulus


def _flavors_by_players(n: int, modulus: int) -> int:
    """Let one player after the other choose, and count the ways to each state of the counts."""
    states = Counter({(0, 0, 0): 1})
    for _ in range(n):
        following: Counter[tuple[int, int, int]] = Counter()
        for (chocolate, vanilla, strawberry), ways in states.items():
            following[chocolate + 1, vanilla, strawberry] += ways
            following[chocolate, vanilla + 1, strawberry] += ways
            following[chocolate, vanilla, strawberry + 1] += ways
        states = following
    return sum(ways for (c, v, s), ways in states.items() if c > v > s > 0) % modulus


# 4: integer points on two lines


def _points_on_lines(low: int, high: int, a: int, c: int, k: int) -> int:
    """For each x, solve ``c y^2 + x y + (k - a x^2) = 0`` for integers y."""
    require_counts(1 + low, 1 + high, 1 + a, 1 + c, 1 + k)  # 0 will do
    require_at_most(10**5, low, high)
    count = 0
    for x in range(-low, high + 1):
        constant = k - a * x * x
        if c:
            discriminant = x * x - 4 * c * constant
            if discriminant < 0 or isqrt(discriminant) ** 2 != discriminant:
                continue
            tops = {-x + isqrt(discriminant), -x - isqrt(discriminant)}
            roots = {top // (2 * c) for top in tops if top % (2 * c) == 0}
            count += sum(-low <= y <= high for y in roots)
        elif x:
            count += constant % x == 0 and -low <= -constant // x <= high
        elif not constant:
            count += low + high + 1
    require_counts(count)
    return count


def _points_by_slopes(low: int, high: int, a: int, c: int, k: int) -> int:
    """Where the right side is 0, the points lie on lines y = (u / v) x: every v-th x has one."""
    if k or not c:
        raise NoAnswer("lines through the origin only")
    count = 1
    root = isqrt(1 + 4 * a * c)
    if root * root == 1 + 4 * a * c:
        for slope in {Fraction(-1 + root, 2 * c), Fraction(-1 - root, 2 * c)}:
            u, v = slope.numerator, slope.denominator
            right = min(high // v, (high if u > 0 else low) // abs(u) if u else high)
            left = min(low // v, (low if u > 0 else high) // abs(u) if u else low)
            count += right + left
    return count


def _lines_cases() -> Iterator[tuple[int, ...]]:
    """Forms a x^2 - x y - c y^2 with rational slopes, none of them an integer or 1/integer."""
    for a, c in product(range(4, 37), range(2, 19)):
        root = isqrt(1 + 4 * a * c)
        if root * root != 1 + 4 * a * c:
            continue
        slopes = Fraction(root - 1, 2 * c), Fraction(root + 1, 2 * c)
        if all(1 not in slope.as_integer_ratio() for slope in slopes):
            yield from ((n, n, a, c, 0) for n in range(50, 201, 10))


# 5: multiples among the rearrangements of eight digits


def _rearrangements(y: int, m: int, **digits: int) -> int:
    """How far the number of rearrangements that m divides is from y."""
    require_counts(m)
    require_at_most(10**4, m)
    count = _multiples_by_prefix(_digits(**digits), m)
    require_counts(count)
    return abs(count - y)


def _rearrangements_listed(y: int, m: int, **digits: int) -> int:
    """List all rearrangements and divide each."""
    return abs(_multiples_listed(_digits(**digits), m) - y)


def _digits(n: int, **digits: int) -> tuple[int, ...]:
    """The digits, which must be n different ones without 0, as n! numbers have n digits then."""
    values = tuple(sorted(digits.values()))
    require_counts(*values)
    if len(set(values)) != n or max(values) > 9:
        raise NoAnswer("the digits are not n different ones from 1 to 9")
    return values


def _all_rearrangements(n: int, **_: int) -> int:
    require_counts(n)
    require_at_most(9, n)
    return factorial(n)


@cache
def _multiples_by_prefix(digits: tuple[int, ...], m: int) -> int:
    """Count prefixes by the set of their digits and their remainder, one digit after the other."""
    prefixes = Counter({(0, 0): 1})
    for _ in digits:
        longer: Counter[tuple[int, int]] = Counter()
        for (used, rest), ways in prefixes.items():
            for place, digit in enumerate(digits):
                if not used >> place & 1:
                    longer[used | 1 << place, (10 * rest + digit) % m] += ways
        prefixes = longer
    return prefixes[(1 << len(digits)) - 1, 0]


@cache
def _multiples_listed(digits: tuple[int, ...], m: int) -> int:
    shown = permutations(map(str, digits))
    return sum(number % m == 0 for number in map(int, map("".join, shown)))


def _rearrangement_cases() -> Iterator[tuple[int, ...]]:
    """All sets of eight digits, with multiples of 11: they are what makes the count feasible."""
    for left_out, m, y in product(
        range(9, 0, -1), (11, 22, 33, 44, 55, 66), range(1025, 5000, 100)
    ):
        digits = [digit for digit in range(1, 10) if digit != left_out]
        if m != 55 or left_out != 5:
            yield 8, *digits, m, y


# 6: an isosceles trapezoid around a circle


def _trapezoid(rho: int, area: Fraction | int, e: int) -> Fraction:
    """Find r + s and r s exactly; powers add up by ``p(e) = (r + s) p(e - 1) - r s p(e - 2)``.

    The area is 2 rho (r + s) / 2. Tangents from a corner are equal, so both legs together are r + s
    as well; a leg's height is 2 rho and its run (r - s) / 2.
    """
    require_counts(e)
    require_at_most(100, e)
    total = Fraction(area) / rho
    difference_squared = 4 * ((total / 2) ** 2 - (2 * rho) ** 2)
    if rho <= 0 or difference_squared <= 0:
        raise NoAnswer("the parallel sides are equal, or there is no such trapezoid")
    rs = (total**2 - difference_squared) / 4
    powers = [Fraction(2), total]
    for _ in range(e - 1):
        powers.append(total * powers[-1] - rs * powers[-2])
    return powers[e]


def _trapezoid_by_tangent(rho: int, area: Fraction | int, e: int) -> float:
    """Turn the leg, a tangent of the circle, until the area is right.

    The leg touches at an angle t over the horizontal: x cos t + y sin t = rho, so the half sides at
    y = rho and y = -rho are rho (1 - sin t) / cos t and rho (1 + sin t) / cos t.
    """
    low, high = 0.0, pi / 2
    for _ in range(100):
        t = (low + high) / 2
        r, s = 2 * rho * (1 - sin(t)) / cos(t), 2 * rho * (1 + sin(t)) / cos(t)
        if (r + s) / 2 * 2 * rho < area:
            low = t
        else:
            high = t
    return float(r**e + s**e)


def _trapezoid_cases() -> Iterator[tuple[int, ...]]:
    for rho in range(2, 11):
        for total in range(4 * rho + 1, 40):
            if (
                24 <= rho * total <= 216
                and isqrt(total**2 - 16 * rho**2) ** 2 != total**2 - 16 * rho**2
            ):
                yield rho, rho * total, 2


# 7: the last of some words


def _last_word(n: int, g: int) -> Fraction:
    """Make the words in their order: the first letter left begins one, with any other.

    Only how many letters are left counts, and which of them in order the letter asked for is.
    """
    require_counts(n, g)
    require_at_most(100, n)
    if n % 2 or g > n:
        raise NoAnswer("letters without a pair, or not one of them")
    return _in_last_word(n, g)


@cache
def _in_last_word(left: int, place: int) -> Fraction:
    if left == 2:
        return Fraction(1)
    if place == 1:
        return Fraction(0)
    before, after = place - 2, left - place  # partners before and after it; itself would be lost
    total = Fraction(0)
    if before:
        total += before * _in_last_word(left - 2, place - 2)
    if after:
        total += after * _in_last_word(left - 2, place - 1)
    return total / (left - 1)


def _last_word_by_beginnings(n: int, g: int) -> Fraction:
    """Count by which letters begin words, going through the alphabet with the number of open words.

    If the s-th letter is the last to begin one, n - s words are open after it, and the letters
    after it end them in any order: (n - s)! ways, of which (n - s - 1)! give it one letter.
    """
    open_words = Counter({0: 1})
    everything, wanted = 0, 0
    for s in range(1, n + 1):
        begun = open_words[n - s - 1]
        everything += begun * factorial(n - s)
        if s == g:
            wanted += begun * factorial(n - s)
        elif s < g and begun:
            wanted += begun * factorial(n - s - 1)
        following: Counter[int] = Counter()
        for count, ways in open_words.items():
            following[count + 1] += ways
            if count:
                following[count - 1] += count * ways
        open_words = following
    return Fraction(wanted, everything)


# 8: a line tangent to a circle in the complex plane


def _tangents(a: int, b: int, r: int, p: int, q: int) -> Fraction:
    """Add the two k that make a line tangent to the circle.

    z = x + iy is as far from p + k as from qi + k where 2p (x - k) - p^2 = 2q y - q^2. That line is
    r away from (a, b) if (2p a - 2q b - p^2 + q^2 - 2p k)^2 = 4 r^2 (p^2 + q^2). So the k are two,
    r being positive, and their mean is where the left side is 0.
    """
    if p == 0 or r <= 0:
        raise NoAnswer("k does not move the line to and fro, or there is no circle")
    mean = Fraction(2 * p * a - 2 * q * b - p * p + q * q) / (2 * p)
    return 2 * mean


def _tangents_by_bisection(a: int, b: int, r: int, p: int, q: int) -> float:
    """Find by halving how far left and right the line goes until it leaves the circle."""
    centre = complex(a, b)

    def offset(k: float) -> float:
        """How far the centre is from the line, to the side of p + k counted as positive."""
        first, second = complex(p + k, 0), complex(k, q)
        across = (first - second) / abs(first - second)
        return ((centre - (first + second) / 2) * across.conjugate()).real

    def where(wanted: float) -> float:
        low, high = -1e6, 1e6
        rising = offset(high) > offset(low)
        for _ in range(100):
            k = (low + high) / 2
            if (offset(k) < wanted) == rising:
                low = k
            else:
                high = k
        return low

    return where(r) + where(-r)


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2025 I 1",
        texts=("8dae06c4517bfc34",),
        numbers="low=9 divisor=17 multiple=97",
        domains={"low": range(7, 13), "divisor": range(11, 30), "multiple": range(40, 100)},
        solve=_sum_of_bases,
        check=_sum_of_bases_by_quotient,
        ways=(
            "tries all bases up to a bound from division of polynomials",
            "solves a linear equation for each quotient",
        ),
        requires={
            "the bases are greater than the digits": lambda low, divisor, multiple: (
                low >= int(max(str(divisor) + str(multiple)))
            ),
            "at least two bases fit": lambda low, divisor, multiple: (
                len(_bases(low, divisor, multiple)) > 1
            ),
        },
    ),
    CompetitionEntry(
        "AIME 2025 I 2",
        texts=(
            "e37ef7f3575f83cb",
            "4aff11fad7579905",
            "e0cc95a9369fa016",
            "44e76ea77d97dccf",
            "1a211de477deb7d7",
            "8e6090018e7fde95",
        ),
        numbers="ad=4 de=16 eb=8 af=13 fg=52 gc=26 area=288 7",
        domains={
            "ad": range(2, 20),
            "de": range(6, 49),
            "eb": range(2, 21),
            "af": range(5, 40),
            "fg": range(15, 91),
            "gc": range(5, 61),
            "area": range(120, 601, 12),
        },
        solve=_heptagon,
        check=_heptagon_by_slabs,
        ways=("shoelace formula in skew coordinates", "slabs of a figure found by bisection"),
        cases=_heptagon_cases,
    ),
    CompetitionEntry(
        "AIME 2025 I 3",
        texts=("eaa6e85c8b006740", "c7ef8017e2d5eefa", "913b80428140ee55"),
        numbers="n=9 modulus=1000",
        # One number alone can change: 13 values, as less than 7 players leave a single division.
        domains={"n": range(7, 20), "modulus": (1000,)},
        solve=_flavors,
        check=_flavors_by_players,
        ways=("adds multinomial coefficients", "counts states player by player"),
    ),
    CompetitionEntry(
        "AIME 2025 I 4",
        texts=("9d69411427444dd3",),
        numbers="low=100 high=100 a=12 2 c=6 2 k=0",
        domains={
            "low": range(50, 201, 10),
            "high": range(50, 201, 10),
            "a": range(4, 37),
            "c": range(2, 19),
            "k": (0,),
        },
        solve=_points_on_lines,
        check=_points_by_slopes,
        ways=("solves a quadratic for each x", "counts the points of both lines by their slopes"),
        cases=_lines_cases,
    ),
    CompetitionEntry(
        "AIME 2025 I 5",
        texts=("b2c8ad5128a9e04d",),
        numbers="n=8 total=40320 n=8 d1=1 d2=2 d3=3 d4=4 d5=5 d6=6 d7=7 d8=8 m=22 y=2025",
        domains={
            "n": (8,),
            **{f"d{place}": (place, place + 1) for place in range(1, 9)},
            "m": (11, 22, 33, 44, 55, 66),
            "y": range(1025, 5000, 100),
        },
        derived={"total": _all_rearrangements},
        solve=_rearrangements,
        check=_rearrangements_listed,
        ways=("counts prefixes by digits used and remainder", "lists all rearrangements"),
        cases=_rearrangement_cases,
    ),
    CompetitionEntry(
        "AIME 2025 I 6",
        texts=("83ccd84a7e026108",),
        numbers="4 rho=3 area=72 e=2 e=2",
        domains={"rho": range(2, 11), "area": range(24, 217), "e": (2,)},
        solve=_trapezoid,
        check=_trapezoid_by_tangent,
        ways=("sum and product of the parallel sides", "turns a tangent until the area is right"),
        cases=_trapezoid_cases,
    ),
    CompetitionEntry(
        "AIME 2025 I 7",
        texts=("c27b7354e56e1a6b", "246c4c3cf71f06c3", "f5dd8020a8f3c549"),
        numbers="n=12 n=12 half=6 2 half=6 2 half=6 n=12 g=7",
        # A letter of the first half has no chance, and those of the last quarter the same.
        domains={"n": (8, 10, 12, 14), "g": range(4, 13)},
        derived={"half": lambda n, g: n // 2},
        solve=_last_word,
        form=proper_m_plus_n,
        check=_last_word_by_beginnings,
        ways=("makes one word after the other", "counts by the letters that begin words"),
    ),
    CompetitionEntry(
        "AIME 2025 I 8",
        texts=("670e6ad40ae983ac", "8e2d24c533514860"),
        numbers="a=25 b=20 r=5 p=4 q=3 1",
        domains={
            "a": range(10, 61),
            "b": range(10, 61),
            "r": range(2, 16),
            "p": (3, 4, 5, 6, 8, 9, 12, 15),
            "q": (3, 4, 5, 6, 8, 9, 12, 15),
        },
        solve=_tangents,
        form=proper_m_plus_n,
        check=_tangents_by_bisection,
        ways=("the quadratic of the tangency condition", "finds both tangents by bisection"),
        requires={
            "p and q are legs of a right triangle of integers": lambda p, q, **_: (
                isqrt(p * p + q * q) ** 2 == p * p + q * q
            ),
        },
    ),
)
