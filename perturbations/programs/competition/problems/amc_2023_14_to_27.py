"""AMC 12 of 2023, 14 to 27 in the order of `AI-MO/aimo-validation-amc`."""

import cmath
import math
from calendar import FRIDAY
from collections import Counter
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta
from fractions import Fraction
from itertools import product

from clipo_bench.perturbations.programs.competition.entry import (
    CompetitionEntry,
    Immovable,
    plain,
)
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    Surd,
    proper_m_plus_n,
    require_at_most,
    require_counts,
    root_m_plus_n,
    square_root,
    surd,
)


def _product_of_sums(p: int, q: int, r: int, s: int, t: int, k: int) -> int:
    """Hölder: (p + q a)(r + s b)(t a + b) is at least ab (cbrt(q r) + cbrt(p s t))^3.

    The smallest quotient by ab is reached in one point, as it is strictly convex in the logarithms
    of a and b, and it grows without bound. It is an integer only if p s t / (q r) is a cube.
    """
    require_counts(p, q, r, s, t, k)
    require_at_most(10**6, p, q, r, s, t, k)
    ratio = Fraction(p * s * t, q * r)
    root = Fraction(round(ratio.numerator ** (1 / 3)), round(ratio.denominator ** (1 / 3)))
    if root**3 == ratio:
        smallest: Fraction | float = q * r * (1 + root) ** 3
    else:
        smallest = q * r * (1 + float(ratio) ** (1 / 3)) ** 3
        if math.isclose(k, smallest, rel_tol=1e-12):
            raise NoAnswer("the smallest value is too close")
    if k > smallest:
        raise NoAnswer("infinitely many pairs")
    return int(k == smallest)


def _product_of_sums_by_search(p: int, q: int, r: int, s: int, t: int, k: int) -> int:
    """Find the smallest quotient by ab: the best b for an a, the best a for that b, and again."""
    a = b = 1.0
    for _ in range(200):
        # (u + v x)(w + x)/x is the smallest at x = sqrt(u w / v)
        b = math.sqrt(r * t * a / s)
        a = math.sqrt(p * b / (q * t))
    smallest = (p + q * a) * (r + s * b) * (t * a + b) / (a * b)
    return int(math.isclose(k, smallest, rel_tol=1e-9))


def _chains(n: int, m: int, modulus: int) -> int:
    """Each element enters at one of the sets, or never: (length + 1)^m chains of a length."""
    require_counts(n, m, modulus)
    require_at_most(10**4, n)
    return sum(pow(length + 1, m, modulus) for length in range(1, n + 1)) % modulus


def _chains_by_sizes(n: int, m: int, modulus: int) -> int:
    """Go through the lengths, with the number of chains by the size of their last set."""
    ending = [math.comb(m, size) for size in range(m + 1)]
    chains = sum(ending)
    for _ in range(n - 1):
        ending = [
            sum(ending[less] * math.comb(m - less, size - less) for less in range(size + 1))
            for size in range(m + 1)
        ]
        chains += sum(ending)
    return chains % modulus


def _tangent(n: int, k: int) -> int:
    """De Moivre: tan(nx) is the imaginary over the real part of (1 + i tan x)^n.

    Both parts have no common factor, so that the one with the constant 1 below is unique.
    """
    require_counts(n, k)
    require_at_most(10**4, n)
    if n % 2 == 0 or k > n:
        raise NoAnswer("there is no such coefficient")
    return int((-1) ** (k // 2) * math.comb(n, k))


def _tangent_by_addition(n: int, k: int) -> int:
    """Add x n times by tan(y + x) = (P + t Q) / (Q - t P), keeping the highest coefficients."""
    places = n - k + 1  # coefficients from the highest power that there can be, downwards
    above, below = [0] * places, [1] + [0] * (places - 1)
    for _ in range(n):
        above, below = (
            [here + with_t for here, with_t in zip([0, *above], below, strict=False)],
            [here - with_t for here, with_t in zip([0, *below], above, strict=False)],
        )
    return above[-1] if k % 2 else below[-1]


def _tangent_cases() -> Iterator[tuple[int, int]]:
    """The last coefficient below, and above as well where it is positive."""
    for n in range(1001, 3000, 2):
        yield n, n - 1
        if n % 20 == 1:
            yield n, n


def _squares(n: int, d: int) -> int:
    """The roots are multiples of the smallest one that d divides the square of."""
    require_counts(n, d)
    require_at_most(10**6, d)
    smallest = next(root for root in range(1, d + 1) if root * root % d == 0)
    return math.isqrt(n - 1) // smallest


def _squares_by_trial(n: int, d: int) -> int:
    return sum(1 for k in range(1, n) if k * k < n and k * k % d == 0)


def _digits(base: int, a: int, e: int, b: int, f: int, c: int, g: int) -> int:
    """Divide by the base until nothing is left."""
    require_counts(a, b, c)
    require_at_most(10**4, a, b, c)
    require_at_most(100, e, f, g)
    if base < 2 or min(e, f, g) < 0:
        raise NoAnswer("there is no such integer")
    number, digits = a**e * b**f * c**g, 0
    while number:
        number //= base
        digits += 1
    return digits


def _digits_by_logarithm(base: int, a: int, e: int, b: int, f: int, c: int, g: int) -> int:
    """One more than the whole part of the logarithm, which is no integer unless all cancels."""
    return 1 + int(sum(k * math.log(n, base) for n, k in ((a, e), (b, f), (c, g))) + 1e-9)


def _digits_cases() -> Iterator[tuple[int, ...]]:
    """Powers of 2 and of 5 that make powers of 10, and a power of 3, 7 or 9 beside them."""
    for (i, e), (j, f), (odd, g) in product(
        product((2, 3, 4), range(3, 10)),
        product((1, 2), range(3, 19)),
        product((3, 7, 9), range(3, 9)),
    ):
        if i * e == j * f + g and odd**g < 10**5:
            yield 10, 2**i, e, 5**j, f, 5 * odd, g


def _running_total(sides: int, rolls: int, total: int) -> Fraction:
    """Roll by roll, keep the probabilities of the totals below; sum up those that hit."""
    require_counts(sides, rolls, total)
    require_at_most(50, sides, total)
    below, hit = {0: Fraction(1)}, Fraction(0)
    for _ in range(min(rolls, total)):
        after: dict[int, Fraction] = {}
        for before, chance in below.items():
            for shown in range(1, sides + 1):
                after[before + shown] = after.get(before + shown, Fraction(0)) + chance / sides
        hit += after.get(total, Fraction(0))
        below = {now: chance for now, chance in after.items() if now < total}
    return hit


def _running_total_by_bars(sides: int, rolls: int, total: int) -> Fraction:
    """Cut a row of `total` dots into as many parts as there are rolls until the hit.

    By inclusion and exclusion, no part is longer than a die has sides.
    """
    hit = Fraction(0)
    for used in range(1, min(rolls, total) + 1):
        ways = sum(
            (-1) ** long * math.comb(used, long) * math.comb(total - long * sides - 1, used - 1)
            for long in range(used + 1)
            if total > long * sides
        )
        hit += Fraction(ways, sides**used)
    return hit


def _on_logarithm(base: int, x: int, y: int) -> Surd:
    """The x-coordinates have the sum 2x and the product base^(2y)."""
    require_at_most(10**4, x)
    require_at_most(20, y)
    if base < 2:
        raise NoAnswer("there is no such logarithm")
    half_square = x * x - Fraction(base) ** (2 * y)
    if x <= 0 or half_square <= 0:
        raise NoAnswer("no two points have this midpoint")
    return surd(0, 2, half_square)


def _on_logarithm_by_bisection(base: int, x: int, y: int) -> float:
    """Move A from the midpoint towards the y-axis until B at x + half fits."""
    low, high = 0.0, float(x)
    for _ in range(200):
        half = (low + high) / 2
        heights = (
            math.log(x - half) + math.log(x + half) if half < x else -math.inf  # rounded
        )
        low, high = (half, high) if heights > 2 * y * math.log(base) else (low, half)
    return 2 * low


def _coprime_root(quantity: Surd) -> int:
    """Read m + n off m sqrt(n), m and n without a common factor."""
    if math.gcd(quantity.b, quantity.c) > 1:
        raise NoAnswer("m and n are not relatively prime")
    return root_m_plus_n(quantity)


def _arbor_day(year: int) -> int:
    """The last Friday of April, as YYYYMMDD."""
    if not 1000 <= year <= MAXYEAR:
        raise NoAnswer("the year has not four digits")
    day = date(year, 4, 30)
    while day.weekday() != FRIDAY:
        day -= timedelta(days=1)
    return int(day.strftime("%Y%m%d"))


def _even_dates(year: int) -> int:
    """Go through all days of the year."""
    if not 1000 <= year <= MAXYEAR:
        raise NoAnswer("the year has not four digits")
    days = (date(year, 1, 1) + timedelta(days=k) for k in range(366))
    return sum(
        day.year == year and all(count % 2 == 0 for count in Counter(f"{day:%Y%m%d}").values())
        for day in days
    )


def _even_dates_by_parity(year: int) -> int:
    """A set of digits for the year, the month and the day each: those that stand an odd time.

    The three have to cancel out.
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    odd_in_year = _odd_digits(f"{year}")
    found = 0
    for month in range(1, 13):
        days = 30 if month in (4, 6, 9, 11) else 31
        if month == 2:
            days = 29 if leap else 28
        wanted = odd_in_year ^ _odd_digits(f"{month:02}")
        found += sum(_odd_digits(f"{day:02}") == wanted for day in range(1, days + 1))
    return found


def _odd_digits(shown: str) -> frozenset[str]:
    return frozenset(digit for digit in shown if shown.count(digit) % 2)


def _quizzes(score: int, up: int, k: int, more: int) -> Fraction:
    """For n quizzes of mean m, score - m is up (n + 1), and k (score - m) is more (n + k)."""
    require_counts(k)
    if k * up == more:
        raise NoAnswer("n does not follow")
    n = Fraction(k * (more - up), k * up - more)
    mean = score - up * (n + 1)
    if n < 1 or n.denominator > 1 or mean < 0 or up <= 0:
        raise NoAnswer("no quizzes have this mean")
    return mean


def _quizzes_by_trial(score: int, up: int, k: int, more: int) -> Fraction:
    """Try numbers of quizzes, with the mean that the next quiz leaves, and sum up all scores."""
    for n in range(1, 1000):
        mean = score - up * (n + 1)
        if n * mean + k * score == (mean + more) * (n + k):
            return Fraction(mean)
    raise NoAnswer("no number of quizzes will do")


def _quizzes_cases() -> Iterator[tuple[int, ...]]:
    for score, up, k, more in product(range(8, 31), range(1, 5), range(2, 8), range(2, 9)):
        top, bottom = k * (more - up), k * up - more
        if top > 0 and bottom > 0 and top % bottom == 0:
            n = top // bottom
            if 2 <= n <= 12 and score - up * (n + 1) >= 2:
                yield score, up, k, more


def _juice(glasses: int, p: int, q: int) -> Fraction:
    """Pour x from each of the full glasses: 1 - x = p/q + (glasses - 1) x."""
    require_counts(glasses, p, q)
    if glasses < 2 or p >= q:
        raise NoAnswer("the last glass is not the only one that is not full")
    return (1 - Fraction(p, q)) / glasses


def _juice_by_pouring(glasses: int, p: int, q: int) -> float:
    """Halve towards the amount after which the last glass is as full as the others."""
    low, high = 0.0, 1.0
    for _ in range(60):
        poured = (low + high) / 2
        too_little = p / q + (glasses - 1) * poured < 1 - poured
        low, high = (poured, high) if too_little else (low, poured)
    return low


def _two_circles(r: int, s: int) -> Fraction:
    """The circles x^2 + y^2 = 2 r x and x^2 + y^2 = 2 s y meet where r x = s y."""
    require_counts(r, s)
    return Fraction(r, s)


def _two_circles_by_reflection(r: int, s: int) -> float:
    """Reflect the origin, where they meet, in the line of the centers."""
    line = complex(-r, s) / abs(complex(-r, s))
    origin = complex(-r, 0)  # seen from the first center
    other = r + line * line * origin.conjugate()
    return math.tan(cmath.phase(other))


def _trapezoid(leg: int | Fraction) -> Fraction:
    """Bases 2x and 4x, height sqrt(leg^2 - x^2): the area's square is 9 u (leg^2 - u), u = x^2.

    It is the largest for u = leg^2 / 2.
    """
    if leg <= 0:
        raise NoAnswer("the legs have no length")
    u = Fraction(leg) ** 2 / 2
    return square_root(9 * u * (leg**2 - u))


def _trapezoid_by_search(leg: int | Fraction) -> float:
    """Lean the legs by an angle; keep the better third of the angles again and again."""

    def area(angle: float) -> float:
        return 3 * float(leg) * math.cos(angle) * float(leg) * math.sin(angle)

    low, high = 0.0, math.pi / 2
    for _ in range(200):
        left, right = (2 * low + high) / 3, (low + 2 * high) / 3
        low, high = (left, high) if area(left) < area(right) else (low, right)
    return area(low)


def _sum_of_squares(quantity: Fraction) -> int:
    """m^2 + n^2 for a fraction m/n that is no integer."""
    proper_m_plus_n(quantity)
    return quantity.numerator**2 + quantity.denominator**2


def _trapezoid_legs() -> list[int | Fraction]:
    """Halves up to 9, fifths and quarters up to 3, for which the area is no integer."""
    legs = {Fraction(k, 2) for k in range(1, 19)}
    legs |= {Fraction(k, parts) for parts in (4, 5) for k in range(1, 3 * parts)}
    return [plain(leg) for leg in sorted(legs) if (3 * leg**2 / 2).denominator > 1]


def _operation(c: int) -> Fraction:
    """a^2 = a^2 - b^2 + c gives b^2 = c, and b^2 = 2ab gives a = b/2 as b is not 0."""
    if c <= 0:
        raise NoAnswer("b is 0, or no real number")
    return Fraction(c) + Fraction(c, 4)


def _operation_by_bisection(c: int) -> float:
    """Take a = k b for a slope k; find k by the imaginary, then b by the real part."""

    def differs(a: float, b: float) -> complex:
        z = complex(a, b)
        return complex(a * a, b * b) - (z * z + c)

    low, high = 0.0, 10.0
    for _ in range(100):
        k = (low + high) / 2
        low, high = (k, high) if differs(k, 1.0).imag > 0 else (low, k)
    bottom, top = 0.0, float(c + 1)
    for _ in range(100):
        b = (bottom + top) / 2
        bottom, top = (b, top) if differs(low * b, b).real < 0 else (bottom, b)
    return abs(complex(low * bottom, bottom)) ** 2


def _box(total: int, p: int, q: int, v: int, w: int) -> Fraction:
    """The square of the diagonal is (a + b + c)^2 - 2 (ab + bc + ca).

    The edges are the roots of x^3 - e1 x^2 + e2 x - e3. They are distinct and real if its
    discriminant is positive, and then positive, as its signs alternate.
    """
    e1, e2, e3 = Fraction(total, 4), Fraction(p, 2 * q), Fraction(v, w)
    discriminant = e1**2 * e2**2 - 4 * e2**3 - 4 * e1**3 * e3 + 18 * e1 * e2 * e3 - 27 * e3**2
    if min(e1, e2, e3, discriminant) <= 0:
        raise NoAnswer("there is no such box")
    return square_root(e1**2 - 2 * e2)


def _box_by_edges(total: int, p: int, q: int, v: int, w: int) -> float:
    """Find the edges between the extrema of the cubic by bisection, then use Pythagoras."""
    e1, e2, e3 = total / 4, p / q / 2, v / w

    def cubic(x: float) -> float:
        return ((x - e1) * x + e2) * x - e3

    middle, reach = e1 / 3, math.sqrt(e1**2 - 3 * e2) / 3
    bounds = (0.0, middle - reach, middle + reach, e1)
    edges = []
    for i in range(3):
        low, high = bounds[i], bounds[i + 1]
        for _ in range(100):
            x = (low + high) / 2
            low, high = (x, high) if (cubic(x) > 0) == (i == 1) else (low, x)
        edges.append(low)
    return math.hypot(*edges)


def _box_cases() -> Iterator[tuple[int, ...]]:
    """A sum and a diagonal in quarters that leave a fraction as area, and volumes that fit."""
    volumes = [(v, w) for w in range(2, 7) for v in range(1, 20) if math.gcd(v, w) == 1]
    for total, quarters in product(range(5, 40), range(2, 30)):
        area = Fraction(total**2 - quarters**2, 16)
        if quarters % 4 == 0 or area.denominator == 1 or not 0 < area.numerator < 40:
            continue
        for volume in volumes:
            case = (total, *area.as_integer_ratio(), *volume)
            try:
                _box(*case)
            except NoAnswer:
                continue
            yield case


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AMC 2023, no. 14 of the data set",
        texts=("551f07c211f50e35",),
        numbers="p=1 q=2 r=2 s=2 t=2 k=32",
        domains={"p": (1,), "q": (2,), "r": (2,), "s": (2,), "t": (2,), "k": (32,)},
        solve=_product_of_sums,
        check=_product_of_sums_by_search,
        ways=("Hölder's inequality", "searches for the smallest value"),
        never_drawn="there is one pair, or by a smaller right side none: no other answer",
    ),
    CompetitionEntry(
        "AMC 2023, no. 15 of the data set",
        texts=("0288e623a0fcb597",),
        numbers="1 2 n=10 1 2 3 m=10 1 2 5 7 2 5 7 2 5 7 2 5 6 7 9 5 modulus=10",
        domains={"n": range(5, 21), "m": range(9, 21), "modulus": range(7, 20)},
        solve=_chains,
        check=_chains_by_sizes,
        ways=("counts where each element enters", "chains by the size of their last set"),
    ),
    CompetitionEntry(
        "AMC 2023, no. 16 of the data set",
        texts=("1445b4f1ca5e0e6b",),
        numbers="1 2 n=2023 n=2023 1 3 3 5 5 n=2023 n=2023 1 2 2 4 4 even=2022 even=2022 n=2023"
        " k=2023",
        domains={"n": range(1001, 3000), "k": range(1000, 3000)},
        derived={"even": lambda n, k: n - 1},
        solve=_tangent,
        check=_tangent_by_addition,
        ways=("de Moivre's formula", "adds the angles one by one"),
        cases=_tangent_cases,
        answers=range(-10_000, 10_000),
    ),
    CompetitionEntry(
        "AMC 2023, no. 17 of the data set",
        texts=("48ab6a4d30115d5e",),
        numbers="n=2023 d=5",
        domains={"n": range(1000, 6000), "d": (3, 5, 6, 7, 10, 11, 13)},
        solve=_squares,
        check=_squares_by_trial,
        ways=("multiples of the smallest root", "tries every square"),
    ),
    CompetitionEntry(
        "AMC 2023, no. 18 of the data set",
        texts=("60008b37483444cc",),
        numbers="base=10 a=8 e=5 b=5 f=10 c=15 g=5",
        domains={
            "base": (10,),
            "a": (4, 8, 16),
            "e": range(3, 10),
            "b": (5, 25),
            "f": range(3, 19),
            "c": (15, 35, 45),
            "g": range(3, 9),
        },
        solve=_digits,
        check=_digits_by_logarithm,
        ways=("divides by the base", "logarithms"),
        cases=_digits_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 19 of the data set",
        texts=("37ec7bc6703b5739",),
        numbers="sides=6 rolls=4 total=3",
        domains={"sides": range(4, 13), "rolls": range(2, 7), "total": range(3, 6)},
        solve=_running_total,
        check=_running_total_by_bars,
        ways=("probabilities of the totals roll by roll", "cuts a row of dots"),
        form=proper_m_plus_n,
        answers=range(20_000),
    ),
    CompetitionEntry(
        "AMC 2023, no. 20 of the data set",
        texts=("7f17142190ec2ce1",),
        numbers="base=2 x=6 y=2",
        domains={"base": range(2, 11), "x": range(3, 19), "y": range(1, 5)},
        solve=_on_logarithm,
        check=_on_logarithm_by_bisection,
        ways=("sum and product of the coordinates", "bisection on the graph"),
        form=_coprime_root,
    ),
    CompetitionEntry(
        "AMC 2023, no. 21 of the data set",
        texts=("f0f74b621fc88a63",),
        numbers="8 4 2 2 arbor=20230428 year=2023 8",
        domains={"year": range(1970, 2300)},
        derived={"arbor": _arbor_day},
        solve=_even_dates,
        check=_even_dates_by_parity,
        ways=("goes through the calendar", "parities of digits by month"),
        answers=range(1, 366),
    ),
    CompetitionEntry(
        "AMC 2023, no. 22 of the data set",
        texts=("11428cf8da348d6d",),
        numbers="score=11 up=1 score=11 k=3 more=2",
        domains={
            "score": range(8, 31),
            "up": range(1, 5),
            "k": range(2, 8),
            "more": range(2, 9),
        },
        solve=_quizzes,
        check=_quizzes_by_trial,
        ways=("solves both equations", "tries numbers of quizzes"),
        cases=_quizzes_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 23 of the data set",
        texts=("f16adef539015bdb",),
        numbers="glasses=4 glasses=4 full=3 glasses=4 p=1 q=3 full=3 glasses=4 glasses=4",
        domains={"glasses": range(3, 9), "p": range(1, 8), "q": range(2, 10)},
        derived={"full": lambda glasses, p, q: glasses - 1},
        solve=_juice,
        check=_juice_by_pouring,
        ways=("an equation", "bisection on what is poured"),
        form=proper_m_plus_n,
        requires={
            "the fraction is in lowest terms": lambda p, q, **_: math.gcd(p, q) == 1 and p < q
        },
    ),
    CompetitionEntry(
        "AMC 2023, no. 24 of the data set",
        texts=("2977354a1f0549e4",),
        numbers="r=4 s=10 2",
        domains={"r": range(2, 20), "s": range(4, 31)},
        solve=_two_circles,
        check=_two_circles_by_reflection,
        ways=("subtracts the circles' equations", "reflects the origin"),
        form=proper_m_plus_n,
        requires={"the fraction is not 1/n": lambda r, s: s % r > 0},
    ),
    CompetitionEntry(
        "AMC 2023, no. 25 of the data set",
        texts=("4ab99761cfcf482f",),
        numbers="leg=1 2 2",
        domains={"leg": _trapezoid_legs()},
        solve=_trapezoid,
        check=_trapezoid_by_search,
        ways=("the vertex of a parabola", "searches for the best angle"),
        form=_sum_of_squares,
        answers=range(100_000),
    ),
    CompetitionEntry(
        "AMC 2023, no. 26 of the data set",
        texts=("aa2f8a06ae987302",),
        numbers="1 2 c=40 2",
        domains={"c": range(8, 121, 4)},
        solve=_operation,
        check=_operation_by_bisection,
        ways=("compares real and imaginary parts", "bisection on both parts"),
    ),
    CompetitionEntry(
        "AMC 2023, no. 27 of the data set",
        texts=("f05e7d3ba556c0ca",),
        numbers="12 total=13 6 p=11 q=2 v=1 w=2 2",
        domains={
            "total": range(5, 40),
            "p": range(1, 40),
            "q": range(2, 40),
            "v": range(1, 40),
            "w": range(2, 40),
        },
        solve=_box,
        check=_box_by_edges,
        ways=("symmetric sums", "the edges by bisection"),
        form=proper_m_plus_n,
        requires={
            "the fractions are in lowest terms": lambda p, q, v, w, **_: (
                math.gcd(p, q) == math.gcd(v, w) == 1
            )
        },
        cases=_box_cases,
    ),
)
