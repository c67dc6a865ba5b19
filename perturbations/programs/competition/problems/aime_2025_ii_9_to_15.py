"""AIME 2025 II, problems 9 to 15."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, pairwise, product

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    Surd,
    require_at_most,
    square_root,
    surd,
)


def _zeros_and_tangents(c: int, a: int, b: int) -> int:
    """Go through the values k/a of the inner sine, and through the x where it takes each.

    The sine of b x is k/a at one angle in (-pi/2, pi/2), at its mirror image in pi/2, and full
    turns later. There the outer sine crosses zero. For k = a and k = -a both angles are one: the
    inner sine turns back, and the graph touches. Only angles of k = 0 can be at an end of the
    interval; they are counted as multiples of pi, the others compared as floats.
    """
    if min(a, b, c) < 1:
        raise NoAnswer("the function or the interval is empty")
    require_at_most(10**4, a)
    require_at_most(10**6, b, c)
    end = b * c  # b x goes from 0 to this many pi
    zeros, tangents = end - 1, 0
    for k in range(1, a):
        angle = math.asin(k / a) / math.pi
        for first in (angle, 1 - angle, 1 + angle, 2 - angle):  # k/a twice, -k/a twice
            zeros += len(range(0, math.ceil(end - first), 2))
    for peak in (0.5, 1.5):
        tangents += len(range(0, math.ceil(end - peak), 2))
    return zeros + 2 * tangents


def _zeros_and_tangents_on_a_grid(c: int, a: int, b: int) -> int:
    """Follow the graph: count changes of sign, and where it comes near the axis and turns back.

    The graph turns back without a change of sign only where it touches: where the outer sine has
    an extremum it is 1 or -1, and those of the inner one are zeros of the outer one.
    """
    steps = 16 * a * b * c
    graph = [
        math.sin(a * math.pi * math.sin(b * c * math.pi * (step + 0.5) / steps))
        for step in range(steps)
    ]
    crossings = sum(left * right < 0 for left, right in pairwise(graph))
    touching = sum(
        left * middle > 0 and middle * right > 0 and abs(left) >= abs(middle) < abs(right)
        for left, middle, right in zip(graph, graph[1:], graph[2:], strict=False)
    )
    return crossings + 2 * touching


def _chairs(n: int, k: int) -> int:
    """Go chair by chair, knowing how many are taken and how many in a row at the end."""
    require_at_most(200, n)
    states = Counter({(0, 0): 1})
    for _ in range(n):
        following: Counter[tuple[int, int]] = Counter()
        for (taken, last), count in states.items():
            following[taken, 0] += count
            if last < 2 and taken < k:
                following[taken + 1, last + 1] += count
        states = following
    found = sum(count for (taken, _), count in states.items() if taken == k)
    if not found:
        raise NoAnswer("so many people do not fit")
    return found


def _chairs_by_gaps(n: int, k: int) -> int:
    """Put singles and pairs of people into the gaps between the n - k empty chairs."""
    gaps = n - k + 1
    return sum(
        math.comb(gaps, pairs) * math.comb(gaps - pairs, k - 2 * pairs)
        for pairs in range(min(k // 2, gaps) + 1)
    )


def _equal_segments(n: int) -> int:
    """Segments over d sides make gcd(n, d) rings of n / gcd(n, d) vertices.

    A ring of even length has two matchings, one of odd length none; diameters are no rings.
    """
    if n < 4 or n % 2:
        raise NoAnswer("the vertices cannot be paired")
    require_at_most(10**4, n)
    rings = [math.gcd(n, d) for d in range(1, n // 2)]
    return 1 + sum(1 << number for number in rings if n // number % 2 == 0)


def _equal_segments_by_search(n: int) -> int:
    """Match in each part of each graph of equal segments, by search."""

    def matchings(vertices: frozenset[int], d: int) -> int:
        if not vertices:
            return 1
        # the vertex with the fewest partners first, so that dead ends show early
        partners = {v: {(v + d) % n, (v - d) % n} & vertices for v in vertices}
        v = min(vertices, key=lambda vertex: len(partners[vertex]))
        return sum(matchings(vertices - {v, partner}, d) for partner in partners[v])

    def parts(d: int) -> Iterator[frozenset[int]]:
        left = set(range(n))
        while left:
            part, new = set(), {min(left)}
            while new:
                part |= new
                new = {(v + step) % n for v in new for step in (d, -d)} - part
            left -= part
            yield frozenset(part)

    return sum(math.prod(matchings(part, d) for part in parts(d)) for d in range(1, n // 2 + 1))


def _star_polygon(n: int, area: int, p: int, q: int, perimeter: int) -> Surd:
    """The distances from A1 alternate between x and y, as x y = 2 area / sin is the same for all.

    The n - 2 sides away from A1 are all L = sqrt(x^2 + y^2 - 2 x y cos). With n odd the first and
    last distance are x and y, S = x + y, and L^2 = S^2 - K with K = 2 x y (1 + cos), which is
    4 area sqrt((1 + cos) / (1 - cos)). So (n - 2)^2 (S^2 - K) = (perimeter - S)^2.
    """
    cosine = Fraction(p, q)
    if n < 5 or n % 2 == 0 or not 0 < cosine < 1:
        raise NoAnswer("the distances are not of this form")
    if (n - 2) * math.acos(cosine) >= 2 * math.pi:
        raise NoAnswer("the polygon goes around its first point")
    big_k = 4 * area * square_root((1 + cosine) / (1 - cosine))
    sides = (n - 2) ** 2 - 1
    root = perimeter**2 + sides * big_k
    found = surd(Fraction(-perimeter, sides), Fraction(n - 2, sides), root)
    product_xy = big_k / (2 + 2 * cosine)
    if float(found) >= perimeter or float(found) ** 2 <= 4 * product_xy:
        raise NoAnswer("the perimeter is too short for two different distances")
    return found


def _star_polygon_by_bisection(n: int, area: int, p: int, q: int, perimeter: int) -> float:
    """Build the polygon point by point from its first distance, and stretch that until it fits."""
    angle = math.acos(p / q)

    def points(first: float) -> list[complex]:
        distances = [first]
        while len(distances) < n - 1:
            distances.append(2 * area / (distances[-1] * math.sin(angle)))
        return [
            distance * complex(math.cos(turn * angle), math.sin(turn * angle))
            for turn, distance in enumerate(distances)
        ]

    def around(corners: list[complex]) -> float:
        closed = [0j, *corners, 0j]
        return sum(abs(right - left) for left, right in pairwise(closed))

    low, high = math.sqrt(2 * area / math.sin(angle)), float(perimeter)
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if around(points(middle)) < perimeter else (low, middle)
    corners = points(low)
    return abs(corners[0]) + abs(corners[-1])


def _star_polygon_cases() -> Iterator[tuple[int, ...]]:
    """Cosines of Pythagorean triangles, and as many sides as make a reflex angle at A1."""
    cosines = [
        (leg, hypotenuse)
        for hypotenuse, leg in product(range(5, 40), range(4, 37))
        if leg < hypotenuse < 2 * leg
        and math.gcd(leg, hypotenuse) == 1
        and math.isqrt(hypotenuse**2 - leg**2) ** 2 == hypotenuse**2 - leg**2
    ]
    for (p, q), n, area in product(cosines, range(7, 22, 2), (1, 2, 3)):
        if math.pi < (n - 2) * math.acos(p / q) < 2 * math.pi:
            yield from ((n, area, p, q, perimeter) for perimeter in range(10, 61))


def _surd_letters(quantity: Surd) -> int:
    """The sum m + n + p + q of (m sqrt(n) - p) / q."""
    if quantity.a >= 0 or quantity.b <= 0:
        raise NoAnswer("the root is not less an integer")
    return quantity.b + quantity.c - quantity.a + quantity.d


def _rational_sequence(p: int, q: int, bottom: int, less: int, index: int) -> int:
    """Where bottom = less + 2, the next m + n is the square of this one, or that over a factor.

    With x = m/n the next one is (m^2 + n^2 - less m n) / (bottom m n), whose numerator and
    denominator have the sum (m + n)^2. As m and n have no common factor, what cancels is what
    (m + n)^2 and `bottom` have in common.
    """
    require_at_most(10**5, index)
    if bottom != less + 2:
        return _rational_sequence_modulo_a_power(p, q, bottom, less, index)
    x = Fraction(p, q)
    if min(p, q, bottom, index) < 1 or less > 2 or (less == 2 and x == 1):
        raise NoAnswer("the values need not be positive")
    rest = x.numerator + x.denominator
    # The exponent of each prime of `bottom`, which is 4 at most, in the sum and in `bottom`.
    exponents: dict[int, tuple[int, int]] = {}
    for prime in (2, 3):
        if bottom % prime == 0:
            exponents[prime] = _exponent(prime, rest), _exponent(prime, bottom)
            rest //= prime ** exponents[prime][0]
    for _ in range(index - 1):
        rest = rest * rest % 1000
        exponents = {
            prime: (2 * here - min(2 * here, most), most)
            for prime, (here, most) in exponents.items()
        }
    for prime, (here, _) in exponents.items():
        rest = rest * pow(prime, here, 1000) % 1000
    return rest % 1000


# A factor of the modulus, so that m and n are hardly ever equal by accident.
_SPARE = 10**30


def _rational_sequence_modulo_a_power(p: int, q: int, bottom: int, less: int, index: int) -> int:
    """Follow numerator and denominator modulo a high power of `bottom`.

    Only a factor of `bottom` can cancel, so each step loses no more than one factor `bottom` of
    the modulus. The values stay positive as x + 1/x is 2 at least.
    """
    if min(p, q, bottom, index) < 1 or less > 2:
        raise NoAnswer("the values need not be positive")
    require_at_most(3000, index)
    require_at_most(100, bottom)
    x = Fraction(p, q)
    m, n = x.numerator, x.denominator
    modulus = 1000 * _SPARE * bottom**index
    for _ in range(index - 1):
        if m == n and less == 2:
            raise NoAnswer("a value is 0")
        both = m * n
        top, low = m * m + n * n - less * both, bottom * both
        common = math.gcd(top, bottom)
        modulus //= bottom
        m, n = top // common % modulus, low // common % modulus
    return (m + n) % 1000


def _exponent(prime: int, number: int) -> int:
    """How often the prime divides the number."""
    exponent = 0
    while number % prime == 0:
        number //= prime
        exponent += 1
    return exponent


def _two_isosceles(a: int, s: int) -> Fraction:
    """The area over the root of 3, from the angles v = BAK and w = CAL, which are 30 together.

    AB is 2s cos v and AC is 2s cos w, so a^2 / (4 s^2) = 1 + cos 30 cos(v - w). What ABK, ACL and
    AKL leave of ABC is s^2 (sqrt(3)/4 + cos(v - w) / 2), which is sqrt(3) (a^2 - s^2) / 12. K and L
    are inside if v and w are positive. In any other place both legs would be shorter than s.
    """
    if not _has_points_inside(a, s):
        raise NoAnswer("there are no such points in the triangle")
    return Fraction(a * a - s * s, 12)


def _has_points_inside(a: int, s: int) -> bool:
    """Whether |v - w| < 30 for cos 30 cos(v - w) = a^2 / (4 s^2) - 1."""
    product_of_cosines = Fraction(a * a, 4 * s * s) - 1
    return product_of_cosines > Fraction(3, 4) and product_of_cosines**2 <= Fraction(3, 4)


def _two_isosceles_by_bisection(a: int, s: int) -> float:
    """Turn AK until BC has its length, then take the area of BKLC from coordinates."""

    def points(v: float) -> tuple[complex, complex, complex, complex]:
        k = s * complex(math.cos(v), math.sin(v))
        l = k * complex(0.5, math.sqrt(0.75))  # noqa: E741 - the problem's name
        return complex(2 * k.real, 0), k, l, complex(0, 2 * l.imag)

    low, high = 0.0, math.pi / 12
    for _ in range(60):
        v = (low + high) / 2
        b, _, _, c = points(v)
        low, high = (v, high) if abs(b - c) < a else (low, v)
    corners = points(low)
    twice = sum(
        (left.conjugate() * right).imag
        for left, right in zip(corners, (*corners[1:], corners[0]), strict=True)
    )
    return abs(twice) / 2 / math.sqrt(3)


def _two_isosceles_cases() -> Iterator[tuple[int, int]]:
    """Lengths that fit with a whole number of roots of 3."""
    for s, a in product(range(5, 43), range(13, 115)):
        if (a * a - s * s) % 12 == 0 and _has_points_inside(a, s):
            yield a, s


def _two_minima(a: int, b: int, c: int) -> Fraction:
    """The function less its minimum is (x^2 - s x + t)^2 / x, with two positive roots.

    So t = sqrt(abck), 2s is the sum of a, b, c and k, and s^2 + 2t the sum of their products by
    pairs. With their square roots a', b', c', k' that is
    (a'+b'+c'+k') (a'+b'-c'-k') (a'-b'+c'-k') (a'-b'-c'+k') = 0. So k' is a'+b'-c', a'-b'+c' or
    -a'+b'+c'. There are two roots by the inequality of the means, as a, b, c, k are not all equal.
    Three values of k need a triangle of a', b' and c', all different. Their squares have the sum
    3 (a + b + c) - 2 (a'b' + a'c' + b'c').
    """
    if min(a, b, c) <= 0 or len({a, b, c}) < 3:
        raise NoAnswer("there are not three values of k")
    pairs = [square_root(first * second) for first, second in combinations((a, b, c), 2)]
    # a', b', c' in a common unit
    roots = sorted((Fraction(a), pairs[0], pairs[1]))
    if roots[2] >= roots[0] + roots[1]:
        raise NoAnswer("there are not three positive values of k")
    return 3 * (a + b + c) - 2 * sum(pairs, Fraction(0))


def _two_minima_by_bisection(a: int, b: int, c: int) -> float:
    """Find the k for which the minima in both valleys are equal.

    Valleys lie between the first two zeros and between the last two. For k = a the first one has
    depth 0, for k = c the second one, for a large k that is the deeper one. So the depths are equal
    somewhere below a, between a and c, and over c; once each, as there are three values.
    """

    def difference(k: float) -> float:
        zeros = sorted((a, b, c, k))

        def f(x: float) -> float:
            return (x - a) * (x - b) * (x - c) * (x - k) / x

        return _least(f, zeros[0], zeros[1]) - _least(f, zeros[2], zeros[3])

    a, b, c = sorted((a, b, c))
    total = 0.0
    for start, end in ((0.0, a), (a, c), (c, 10.0 * (a + b + c))):
        low, high = float(start), float(end)
        rises = difference(high) > 0
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if (difference(middle) < 0) == rises else (low, middle)
        total += low
    return total


def _least(f: Callable[[float], float], low: float, high: float) -> float:
    """The least value between two zeros by the golden section."""
    ratio = (math.sqrt(5) - 1) / 2
    left, right = high - ratio * (high - low), low + ratio * (high - low)
    at_left, at_right = f(left), f(right)
    for _ in range(35):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - ratio * (high - low)
            at_left = f(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + ratio * (high - low)
            at_right = f(right)
    return min(at_left, at_right)


def _two_minima_cases() -> Iterator[tuple[int, ...]]:
    """Triangles of different sides, squared and multiplied."""
    for factor, sides in product((2, 3, 5, 6, 7), combinations(range(2, 15), 3)):
        a, b, c = (factor * side * side for side in sides)
        if sides[2] < sides[0] + sides[1] and 6 <= a <= 54 and 24 <= b <= 216 and c <= 294:
            yield a, b, c


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2025 II 9",
        texts=("5b500648c951fbad", "b20d38d6764a49be"),
        numbers="0 c=2 a=7 b=5 0",
        domains={"c": (2, 4), "a": range(3, 16), "b": range(3, 16)},
        solve=_zeros_and_tangents,
        check=_zeros_and_tangents_on_a_grid,
        ways=("each value of the inner sine", "signs and turns of the graph on a grid"),
        requires={"the factors are different": lambda c, a, b: a != b},
    ),
    CompetitionEntry(
        "AIME 2025 II 10",
        texts=("db37da9dd6654467", "435187919c6b4349", "745e8790708708ec"),
        numbers="n=16 k=8 2 n=16 1000",
        domains={"n": range(12, 31), "k": range(5, 17)},
        solve=_chairs,
        form=lambda subsets: subsets % 1000,
        check=_chairs_by_gaps,
        ways=("chair by chair", "singles and pairs in gaps"),
        requires={
            "there are a thousand subsets or more": lambda n, k: _chairs_by_gaps(n, k) >= 1000
        },
    ),
    CompetitionEntry(
        "AIME 2025 II 11",
        texts=("c230636108bb26ed",),
        numbers="n=24 half=12 half=12",
        # 13 variants: most other answers are above 999.
        domains={"n": range(8, 73, 2)},
        solve=_equal_segments,
        check=_equal_segments_by_search,
        ways=("rings of equal segments", "matchings by search"),
        derived={"half": lambda n: Fraction(n, 2)},
        requires={
            "half of the vertices are no prime number, which would be the answer": lambda n: any(
                n // 2 % factor == 0 for factor in range(2, n // 2)
            )
        },
    ),
    CompetitionEntry(
        "AIME 2025 II 12",
        texts=("53a0a22faccb8a32",),
        other_wordings={
            "544b16dfea0b5081": "1 2 n=11 n=11 2 last=10 1 1 area=1 2 last=10 1 1 p=12 q=13 n=11"
            " 1 2 n=11 perimeter=20 1 2 1 n=11",
            "ae71e89573505f61": "1 2 3 n=11 n=11 2 last=10 1 1 area=1 2 last=10 1 1 p=12 q=13"
            " n=11 1 2 3 n=11 perimeter=20 1 2 1 n=11",
            "eaeaf59f25209c5c": "1 2 n=11 n=11 1 1 area=1 2 last=10 1 1 p=12 q=13 2 last=10 1 2"
            " n=11 perimeter=20 1 2 1 n=11 1",
        },
        numbers="1 2 n=11 n=11 1 1 area=1 2 last=10 1 1 p=12 q=13 2 last=10 1 2 n=11 perimeter=20"
        " 1 2 1 n=11",
        domains={
            "n": range(7, 22, 2),
            "area": range(1, 4),
            "p": range(4, 37),
            "q": range(5, 40),
            "perimeter": range(10, 61),
        },
        solve=_star_polygon,
        form=_surd_letters,
        check=_star_polygon_by_bisection,
        ways=("a quadratic of the sum of two distances", "the polygon built by bisection"),
        derived={"last": lambda n, **_: n - 1},
        cases=_star_polygon_cases,
    ),
    CompetitionEntry(
        "AIME 2025 II 13",
        texts=("fcefe314cc8f3000",),
        other_wordings={
            "6d83cc1312224bdc": "1 2 1 p=25 q=11 1 1 bottom=3 1 less=1 1 index=2025 1000",
            "2e6f8d24e2c5491d": "1 2 3 1 p=25 q=11 1 1 bottom=3 1 less=1 1 index=2025 1000",
        },
        numbers="1 2 1 p=25 q=11 1 1 bottom=3 1 less=1 index=2025 1000",
        domains={
            "p": range(10, 76),
            "q": range(10, 34),
            "bottom": (3, 4),
            "less": (1, 2),
            "index": range(1000, 3001),
        },
        solve=_rational_sequence,
        check=_rational_sequence_modulo_a_power,
        check_is_slow=True,
        ways=(
            "squares of the sum of numerator and denominator",
            "numerator and denominator modulo a high power",
        ),
        requires={
            "the sum of numerator and denominator is squared": lambda bottom, less, **_: (
                bottom == less + 2
            ),
            "the first value is in lowest terms": lambda p, q, **_: math.gcd(p, q) == 1,
            "a factor cancels": lambda p, q, bottom, **_: (p + q) % bottom == 0,
            "the sum has no factor 5, which would leave 0": lambda p, q, **_: (p + q) % 5 != 0,
        },
    ),
    CompetitionEntry(
        "AIME 2025 II 14",
        texts=("b0b184f446887eca", "bc43362c5d7d13eb"),
        numbers="90 a=38 s=14 3",
        # 20 variants: a / s has to be between 2.646 and 2.732.
        domains={"a": range(13, 115), "s": range(5, 43)},
        solve=_two_isosceles,
        check=_two_isosceles_by_bisection,
        ways=("angles that add up to 30 degrees", "coordinates by bisection"),
        cases=_two_isosceles_cases,
    ),
    CompetitionEntry(
        "AIME 2025 II 15",
        texts=("afab42580a19a125",),
        other_wordings={
            "8de501db103e3895": "a=18 b=72 c=98 3 2 3",
        },
        numbers="3 a=18 b=72 c=98 2 3",
        domains={"a": range(6, 55), "b": range(24, 217), "c": range(33, 295)},
        solve=_two_minima,
        check=_two_minima_by_bisection,
        ways=("the quartic as a square", "equal depths of both valleys by bisection"),
        cases=_two_minima_cases,
    ),
)
