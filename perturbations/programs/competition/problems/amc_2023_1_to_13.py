"""AMC 12 of 2023, 1 to 13 in the order of `AI-MO/aimo-validation-amc`."""

import cmath
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise, product
from math import comb, exp, gcd, isqrt, log

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    proper_m_plus_n,
    require_at_most,
    require_counts,
    square_root,
)


def _bikes(d: int, u: int, v: int) -> Fraction:
    """They meet after d/(u + v) hours."""
    require_counts(d, u, v)
    return Fraction(d * u, u + v)


def _bikes_by_bisection(d: int, u: int, v: int) -> float:
    """Find the hour at which both are in the same place, by halving."""
    low, high = 0.0, d / u
    for _ in range(60):
        hour = (low + high) / 2
        low, high = (hour, high) if u * hour < d - v * hour else (low, hour)
    return u * low


def _two_equations(p: int, q: int, e: int, c: int) -> Fraction:
    """With the e-th root r of c, x is (1 + r) y: as x is positive, 1 - r is too small.

    Then y^(p - q) is (1 + r)^q.
    """
    require_counts(p, q, e, c)
    require_at_most(100, p, q)
    if e % 2:
        raise NoAnswer("y - x is a positive multiple of y, so x is negative")
    if p == q:
        raise NoAnswer("y is undetermined, or there is none")
    ratio = 1 + _root(c, e)
    y = Fraction(_root(ratio**q, abs(p - q)))
    if p < q:
        y = 1 / y
    return y + ratio * y


def _root(number: int, degree: int) -> int:
    """The root of a perfect power, by halving."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle)
    if low**degree != number:
        raise NoAnswer(f"the root of degree {degree} of {number} is irrational")
    return low


def _two_equations_by_bisection(p: int, q: int, e: int, c: int) -> float:
    """Follow the curve x = y^(p/q) until the other equation holds; for p > q, x/y grows."""
    low, high = 0.0, 40.0  # the logarithm of y; for y < 1, x is between 0 and y: too close
    for _ in range(100):
        middle = (low + high) / 2
        ratio = exp(middle * (p / q - 1))
        low, high = (middle, high) if (ratio - 1) ** e < c else (low, middle)
    return exp(low) + exp(low * p / q)


def _powers(b: int, p: int, n: int) -> int:
    """Add it up."""
    if b < 2 or n <= b + 4 or (n - b) % 2 or p < 1:
        raise NoAnswer("the terms that are written do not lead to the last one")
    require_at_most(10**4, n)
    require_at_most(50, p)
    return sum(k**p - (k - 1) ** p for k in range(b, n + 1, 2))


def _powers_by_differences(b: int, p: int, n: int) -> int:
    """Newton's forward differences of the first p terms, which a polynomial of degree p - 1 has."""
    row = [k**p - (k - 1) ** p for k in range(b, b + 2 * p, 2)]
    terms, total = (n - b) // 2 + 1, 0
    for order in range(p):
        total += row[0] * comb(terms, order + 1)
        row = [second - first for first, second in pairwise(row)]
    return total


def _table_tennis(p: int) -> int:
    """Try the numbers of left-handed players while they can lose so few games.

    With L of them there are 3L (3L - 1)/2 games, of which right-handed players win a share of
    100/(200 + p), but at least the L (2L - 1) games among themselves; and left-handed players win
    at least the L (L - 1)/2 among them. That bounds L if p is over 25: then
    L (p - 25) is at most (p + 50)/2.
    """
    if p <= 25:
        raise NoAnswer("the number of players is not bounded")
    totals = []
    for left in range(1, (p + 50) // (2 * (p - 25)) + 1):
        games = 3 * left * (3 * left - 1) // 2
        won, rest = divmod(100 * games, 200 + p)
        if not rest and won >= left * (2 * left - 1) and games - won >= left * (left - 1) // 2:
            totals.append(games)
    if len(totals) != 1:
        raise NoAnswer(f"{len(totals)} numbers of games fit")
    return totals[0]


def _table_tennis_by_wins(p: int) -> int:
    """Try how many of the mixed games left-handed players win, for up to 80 of them."""
    for left in range(1, 81):
        mixed, among_left, among_right = 2 * left**2, comb(left, 2), comb(2 * left, 2)
        for won in range(mixed + 1):
            if 100 * (among_left + won) == (100 + p) * (among_right + mixed - won):
                return among_left + mixed + among_right
    raise NoAnswer("no numbers of players fit")


def _table_tennis_cases() -> Iterator[tuple[int, ...]]:
    """Percentages that fit one number of games."""
    for p in range(26, 100):
        with suppress(NoAnswer):
            _table_tennis(p)
            yield (p,)


def _conjugate(n: int) -> int:
    """|z|^n = |z|, so z is 0, or |z| = 1 and z^(n + 1) = 1, which n + 1 numbers fulfil."""
    if n < 2:
        raise NoAnswer("for 1 every real number solves it, and 0^0 is not defined")
    return 1 + (n + 1)


def _conjugate_by_trial(n: int) -> int:
    """Conjugate the equation: z^(n^2) = z. Try 0 and the roots of unity of order n^2 - 1."""
    order = n * n - 1
    return 1 + sum(1 for k in range(order) if (n * k + k) % order == 0)


def _imaginary_part(c: int, r: int) -> Fraction:
    """The largest square of Im z.

    With w = z + 1/2 and k = c - 1/4 it is |w^2 + k| = r. The square of Im w is (|W| - Re W)/2 for
    W = w^2. Both |W| and -Re W are at most r + k, and they are for W = -(r + k).
    """
    if c < 1 or r <= 0:
        raise NoAnswer("there is no such curve, or 1 + z + z^2 has no constant term")
    return r + c - Fraction(1, 4)


def _imaginary_part_by_search(c: int, r: int) -> float:
    """Go around the circle of radius r, solve for z, and take the largest value."""

    def height(angle: float) -> float:
        return abs(cmath.sqrt(0.25 - c + cmath.rect(r, angle)).imag)

    best, step = 1.0, 0.5
    while step > 1e-9:
        best = max((best + step * turn for turn in range(-7, 8)), key=height)
        step /= 4
    return height(best) ** 2


def _root_over_n(square: Fraction) -> int:
    """Read m + n off sqrt(m)/n, whose square is known."""
    return square.numerator + int(square_root(square.denominator))


def _frog(s: int, a: int, b: int, n: int) -> Fraction:
    """Go along the line: a place is reached from all places before it."""
    if a < 1 or b != a + 1:
        raise NoAnswer("the probabilities do not add up to 1")
    require_counts(n - s)
    require_at_most(100, n - s)
    reached = [Fraction(1)]
    for place in range(1, n - s + 1):
        reached.append(
            sum((reached[place - m] * Fraction(a, b**m) for m in range(1, place + 1)), Fraction(0))
        )
    return reached[-1]


def _frog_by_compositions(s: int, a: int, b: int, n: int) -> Fraction:
    """Take all ways to cut the distance into leaps: those of j leaps have the same probability."""
    distance = n - s
    ways = sum(comb(distance - 1, j - 1) * a**j for j in range(1, distance + 1))
    return Fraction(ways, b**distance)


def _frog_cases() -> Iterator[tuple[int, ...]]:
    """Leaps whose probabilities add up to 1: a/b^m with a = b - 1."""
    for a, s, n in product(range(1, 19), range(10), range(10, 31)):
        yield s, a, a + 1, n


def _log_equation(a: int, n: int, b: int, c: int) -> Fraction:
    """With t = ln x, it is ln n (ln c + t) = (ln a + t)(ln b + t).

    The two solutions add up to ln n - ln a - ln b. A base is 1 in none of them, unless c is a or b.
    """
    if min(a, b, c, n) < 2 or c in (a, b):
        raise NoAnswer("a base or the number would not do")
    half = (log(a) + log(b) - log(n)) / 2
    if half**2 - log(a) * log(b) + log(n) * log(c) < 1e-9:
        raise NoAnswer("there are no two solutions")
    return Fraction(n, a * b)


def _log_equation_by_search(a: int, n: int, b: int, c: int) -> float:
    """Halve towards the solutions, on both sides of where the difference turns."""

    def difference(t: float) -> float:
        return (log(a) + t) * (log(b) + t) - log(n) * (log(c) + t)

    turn = (log(n) - log(a) - log(b)) / 2
    product_of_all = 1.0
    for far in (turn - 100, turn + 100):
        inside, outside = turn, far
        for _ in range(100):
            t = (inside + outside) / 2
            inside, outside = (t, outside) if difference(t) < 0 else (inside, t)
        product_of_all *= exp(inside)
    return product_of_all


def _log_equation_cases() -> Iterator[tuple[int, ...]]:
    """Multiples n of a b, n being c as well."""
    for a, b in product(range(3, 20), range(100, 868)):
        yield from ((a, n, b, n) for n in range(2 * a * b, 6000, a * b) if n >= 700)


def _pizza(
    p1: int, q1: int, w: int, p2: int, q2: int, p3: int, q3: int, p4: int, q4: int, p5: int, q5: int
) -> Fraction:
    """What is left of the cups weighs as much as what is left of the pizza."""
    cups = w + Fraction(p2, q2) - Fraction(p4, q4)
    return cups * Fraction(p5, q5) / (Fraction(p3, q3) - Fraction(p1, q1))


def _pizza_by_false_position(
    p1: int, q1: int, w: int, p2: int, q2: int, p3: int, q3: int, p4: int, q4: int, p5: int, q5: int
) -> Fraction:
    """Put both sides on the scales for pizzas of 1 and 2 pounds; the difference is linear."""
    cup = Fraction(p5, q5)

    def difference(pizza: int) -> Fraction:
        first = Fraction(p1, q1) * pizza + (w + Fraction(p2, q2)) * cup
        return first - Fraction(p3, q3) * pizza - Fraction(p4, q4) * cup

    lighter, heavier = difference(1), difference(2)
    return 1 + lighter / (lighter - heavier)


def _m_minus_n(weight: Fraction) -> int:
    """Read m - n off m/n."""
    proper_m_plus_n(weight)
    return weight.numerator - weight.denominator


def _proper_fractions(**numbers: int) -> bool:
    parts = [(numbers[f"p{i}"], numbers[f"q{i}"]) for i in range(1, 6)]
    return all(p < q and gcd(p, q) == 1 for p, q in parts)


def _pizza_cases() -> Iterator[tuple[int, ...]]:
    """Fractions with small denominators that give a weight with another one."""
    parts = [(p, q) for q in range(2, 6) for p in range(1, q) if gcd(p, q) == 1]
    cups = [(p, q) for p, q in parts if q < 4]
    for (p1, q1), (p3, q3), (p5, q5) in product(parts, parts, parts[:5]):
        if p1 * q3 >= p3 * q1:
            continue
        for w, (p2, q2), (p4, q4) in product(range(2, 7), cups, cups):
            if q2 != q4:
                continue
            weight = _pizza(p1, q1, w, p2, q2, p3, q3, p4, q4, p5, q5)
            if weight.denominator > 1 and weight.numerator < 60:
                yield p1, q1, w, p2, q2, p3, q3, p4, q4, p5, q5


def _triangular_array(e: int, k: int, n: int) -> int:
    """Go down the rows with their sums.

    An entry counts twice in the next row, but the e at both ends once; these are put there again.
    Between them each of the others gets k more.
    """
    require_counts(n)
    require_at_most(10**6, n)
    total = e % 10
    for row in range(1, n):
        total = (2 * total + k * (row - 1)) % 10  # the units digit
    return total


def _triangular_array_by_binomials(e: int, k: int, n: int) -> int:
    """With k more in each entry, it is Pascal's triangle times e + k."""
    return ((e + k) * pow(2, n - 1, 10) - k * n) % 10


def _divisor_sum(c: int, n: int) -> int:
    """Find f of each divisor from those of its divisors."""
    require_counts(n)
    require_at_most(10**6, n)
    low = [d for d in range(1, isqrt(n) + 1) if n % d == 0]
    f: dict[int, int] = {}
    for number in sorted({*low, *(n // d for d in low)}):
        f[number] = c - sum(number // d * value for d, value in f.items() if number % d == 0)
    return f[n]


def _divisor_sum_by_primes(c: int, n: int) -> int:
    """The inverse of d in Dirichlet's convolution is d mu(d), so f(n) sums c d mu(d).

    It is c times the product of 1 - p over the primes p that divide n.
    """
    result = c
    for p in range(2, n + 1):
        if n % p == 0:
            result *= 1 - p
            while n % p == 0:
                n //= p
    return result


def _has_a_square(c: int, n: int) -> bool:
    """Whether n has two different primes or more, and one of them twice."""
    divisors = [d for d in range(2, n + 1) if n % d == 0]
    primes = [p for p in divisors if all(p % d for d in divisors if d < p)]
    return len(primes) > 1 and any(n % (p * p) == 0 for p in primes)


_ANSWERS = range(-10_000, 10_000)

PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AMC 2023, no. 1 of the data set",
        texts=("f4a8e0beeab78e94",),
        numbers="d=45 u=18 v=12",
        domains={"d": range(15, 136), "u": range(8, 31), "v": range(8, 31)},
        solve=_bikes,
        check=_bikes_by_bisection,
        ways=("the hours until they meet", "finds the hour by bisection"),
        requires={"the speeds differ": lambda d, u, v: u != v},
    ),
    CompetitionEntry(
        "AMC 2023, no. 2 of the data set",
        texts=("976aab3a8be0427a",),
        numbers="p=3 q=2 e=2 c=4 e=2",
        domains={"p": range(2, 10), "q": range(2, 10), "e": (2, 4), "c": (4, 9, 16)},
        solve=_two_equations,
        check=_two_equations_by_bisection,
        ways=("x is a multiple of y, then roots", "follows the curve by bisection"),
        requires={
            "the first equation is in lowest terms": lambda p, q, e, c: gcd(p, q) == 1 and p > q
        },
        answers=_ANSWERS,
    ),
    Immovable(
        "AMC 2023, no. 3 of the data set",
        texts=("b384002d3bf25a7e",),
        reason="where lines with rational slopes meet at whole degrees, it is at 45 or 90",
    ),
    CompetitionEntry(
        "AMC 2023, no. 4 of the data set",
        texts=("f50d866259b52c01",),
        numbers="b=2 p=3 b1=1 p=3 c=4 p=3 c1=3 p=3 d=6 p=3 d1=5 p=3 n=18 p=3 n1=17 p=3",
        domains={"b": range(2, 10), "p": (3,), "n": range(12, 41)},
        derived={
            "b1": lambda b, p, n: b - 1,
            "c": lambda b, p, n: b + 2,
            "c1": lambda b, p, n: b + 1,
            "d": lambda b, p, n: b + 4,
            "d1": lambda b, p, n: b + 3,
            "n1": lambda b, p, n: n - 1,
        },
        solve=_powers,
        check=_powers_by_differences,
        ways=("adds it up", "forward differences"),
        requires={
            "steps of 2 lead to the last term": lambda b, p, n: n > b + 6 and not (n - b) % 2
        },
        answers=range(100_000),
    ),
    CompetitionEntry(
        "AMC 2023, no. 5 of the data set",
        texts=("f8500236816b5cf4",),
        # 100 would be a single left-handed player
        numbers="p=40",
        domains={"p": range(26, 100)},
        solve=_table_tennis,
        check=_table_tennis_by_wins,
        ways=("tries all numbers of players", "tries all results of the mixed games"),
        cases=_table_tennis_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2023, no. 6 of the data set",
        texts=("b76868bcb739e9d5",),
        numbers="n=5",
        domains={"n": range(2, 20)},
        solve=_conjugate,
        check=_conjugate_by_trial,
        ways=("absolute values, then roots of unity", "tries all roots of a larger equation"),
    ),
    CompetitionEntry(
        "AMC 2023, no. 7 of the data set",
        texts=("9cc638a88430593a",),
        numbers="c=1 2 r=4",
        domains={"c": range(1, 10), "r": range(2, 16)},
        solve=_imaginary_part,
        check=_imaginary_part_by_search,
        ways=("bounds it, and reaches the bound", "searches around the circle"),
        form=_root_over_n,
        requires={"the numbers differ": lambda c, r: c != r},
    ),
    CompetitionEntry(
        "AMC 2023, no. 8 of the data set",
        texts=("4486b1d752f5c648",),
        numbers="s=0 a=1 b=2 n=10",
        domains={"s": range(10), "a": range(1, 19), "b": range(2, 20), "n": range(10, 31)},
        solve=_frog,
        check=_frog_by_compositions,
        ways=("goes along the line", "counts compositions of the distance"),
        form=proper_m_plus_n,
        cases=_frog_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 9 of the data set",
        texts=("400f88f6148392ca", "87a6a60fb7cb99f9"),
        numbers="a=7 n=2023 b=289 n=2023 c=2023 n=2023",
        domains={
            "a": range(3, 20),
            "n": range(700, 6000),
            "b": range(100, 868),
            "c": range(700, 6000),
        },
        solve=_log_equation,
        check=_log_equation_by_search,
        ways=("the sum of the roots of a quadratic", "finds both roots by bisection"),
        requires={"the text has one large number": lambda a, n, b, c: n == c},
        cases=_log_equation_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 10 of the data set",
        texts=("3229c486bbb46f50",),
        numbers="p1=1 q1=3 w=3 p2=1 q2=2 p3=3 q3=4 p4=1 q4=2 p5=1 q5=4",
        domains={
            "p1": range(1, 5),
            "q1": range(2, 6),
            "w": range(2, 7),
            "p2": range(1, 3),
            "q2": range(2, 4),
            "p3": range(1, 5),
            "q3": range(2, 6),
            "p4": range(1, 3),
            "q4": range(2, 4),
            "p5": range(1, 5),
            "q5": range(2, 6),
        },
        solve=_pizza,
        check=_pizza_by_false_position,
        ways=("takes the same off both sides", "two trial weights"),
        form=_m_minus_n,
        requires={"the fractions are below 1, in lowest terms": _proper_fractions},
        cases=_pizza_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2023, no. 11 of the data set",
        texts=("c581a6636e770f5a",),
        other_wordings={
            "ecb79d79e0588192": "1 2 3 4 5 e=1 k=1 2 n=2023 n=2023",
        },
        numbers="1 2 3 4 5 e=1 e=1 e=1 e=1 r=3 e=1 e=1 s=5 s=5 e=1 e=1 t=7 u=11 t=7 e=1 "
        "e=1 k=1 2 n=2023 n=2023",
        domains={"e": range(1, 10), "k": range(1, 10), "n": range(1000, 3000)},
        derived={
            "r": lambda e, k, n: 2 * e + k,
            "s": lambda e, k, n: 3 * e + 2 * k,
            "t": lambda e, k, n: 4 * e + 3 * k,
            "u": lambda e, k, n: 6 * e + 5 * k,
        },
        solve=_triangular_array,
        check=_triangular_array_by_binomials,
        ways=("the sums row by row", "Pascal's triangle"),
    ),
    Immovable(
        "AMC 2023, no. 12 of the data set",
        texts=("717c79d48d0240a4",),
        reason="the numbers only describe the icosahedron and give examples of distances",
    ),
    CompetitionEntry(
        "AMC 2023, no. 13 of the data set",
        texts=("ac5a68fd5e2152b2",),
        numbers="c=1 n=2023",
        domains={"c": range(1, 6), "n": range(1000, 4000)},
        solve=_divisor_sum,
        check=_divisor_sum_by_primes,
        ways=("from divisor to divisor", "a product over the primes"),
        requires={"n has two primes, one of them squared": _has_a_square},
        answers=_ANSWERS,
    ),
)
