"""AIME 2024 II, problems 9 to 15."""

from cmath import phase, rect
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import acos, comb, cos, gcd, pi, sin

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    proper_m_plus_n,
    require_at_most,
    require_counts,
    square_free,
    square_root,
)

# 9: chips of one color in each row and column, as many as fit


def _chips(rows: int, columns: int, white: int, black: int) -> int:
    """Count by the colors of the rows and columns.

    No row or column is empty: any cell of an empty one could take the color of its column or row.
    So each has one color, and a cell holds a chip exactly if both its colors are the same. A white
    row needs a white column and so on: both have both colors, or all have one.
    """
    require_counts(rows, columns, white, black)
    require_at_most(100, rows, columns)
    if min(white, black) < rows * columns:
        raise NoAnswer("the chips may run out")
    return int((2**rows - 2) * (2**columns - 2) + 2)


def _chips_by_rows(rows: int, columns: int, white: int, black: int) -> int:
    """Fill the grid row by row, for each choice of the color that each column has in the end.

    A filling counts if every column gets its color, and no cell takes another chip by the rules.
    """
    total = 0
    for whites in range(columns + 1):
        for blacks in range(columns - whites + 1):
            colors = "w" * whites + "b" * blacks + " " * (columns - whites - blacks)
            fillings = _full_rows(colors)
            reached = Counter({0: 1})  # the columns with a chip, as bits
            for _ in range(rows):
                after: Counter[int] = Counter()
                for filled, ways in reached.items():
                    for filling in fillings:
                        after[filled | filling] += ways
                reached = after
            arrangements = comb(columns, whites) * comb(columns - whites, blacks)
            total += arrangements * reached[2 ** (whites + blacks) - 1]
    return total


def _full_rows(colors: str) -> list[int]:
    """The rows, as bits, that fit columns of these colors and take no other chip."""
    found = []
    for color in " wb":
        own = [place for place, of_column in enumerate(colors) if of_column == color != " "]
        for chosen in range(1 if own else 0, 2 ** len(own)):
            row = sum(1 << place for at, place in enumerate(own) if chosen >> at & 1)
            takes_another = any(
                of_column in (" ", added) and color in (" ", added)
                for place, of_column in enumerate(colors)
                if not row >> place & 1
                for added in "wb"
            )
            if not takes_another and (chosen or color == " "):
                found.append(row)
    return found


def _chips_cases() -> Iterator[tuple[int, ...]]:
    for rows in range(2, 9):
        for columns in range(2, 9):
            cells = rows * columns
            if cells > 4 and _chips(rows, columns, cells, cells) < 1000:
                yield rows, columns, cells, cells


# 10: a triangle with a right angle between IA and IO


def _two_sides(big: int, small: int) -> Fraction:
    """Use OI^2 = R(R - 2r) by Euler, IA^2 = R^2 - OI^2 by the right angle, AB AC = IA^2 + 4Rr.

    The last holds in every triangle. One with the right angle exists if R > 2r: b + c = 2a and
    a^2 = 8Rr - 4r^2 leave (b - c)^2 = 8r(R - 2r). For R = 2r, O is I and there is no angle.
    """
    if small <= 0 or big <= 2 * small:
        raise NoAnswer("no triangle has these radii and the right angle")
    distance = Fraction(big) * (big - 2 * small)
    to_corner = Fraction(big) ** 2 - distance
    return to_corner + 4 * Fraction(big) * small


def _two_sides_by_drawing(big: int, small: int) -> float:
    """Draw triangles in the circumcircle; halve the angles to get the inradius and a right angle.

    For each angle at A the inradius grows with the smaller other angle, up to the isosceles
    triangle. The isosceles one with this inradius and a short BC has A farthest from I.
    """

    def drawn(at_a: float, at_b: float) -> tuple[float, float, float]:
        """The inradius, the scalar product of OI and IA, and AB AC."""
        a, b, c = big + 0j, rect(big, 2 * (pi - at_a - at_b)), rect(big, -2 * at_b)
        sides = abs(b - c), abs(c - a), abs(a - b)
        around = sum(sides)
        center = (sides[0] * a + sides[1] * b + sides[2] * c) / around
        area = abs(((b - a).conjugate() * (c - a)).imag) / 2
        return 2 * area / around, (center.conjugate() * (a - center)).real, sides[1] * sides[2]

    low, high = 0.0, pi / 3
    for _ in range(50):
        middle = (low + high) / 2
        too_thin = drawn(middle, (pi - middle) / 2)[0] < small
        low, high = (middle, high) if too_thin else (low, middle)
    low, high = high, pi / 3
    found = (0.0, 0.0, 0.0)
    for _ in range(50):
        at_a = (low + high) / 2
        least, most = 0.0, (pi - at_a) / 2
        for _ in range(50):
            at_b = (least + most) / 2
            least, most = (at_b, most) if drawn(at_a, at_b)[0] < small else (least, at_b)
        found = drawn(at_a, most)
        low, high = (at_a, high) if found[1] < 0 else (low, at_a)
    return found[2]


# 11: triples with a sum and a symmetric sum


def _triples(total: int, power: int, value: int) -> int:
    """Try all triples in order of size; each stands for its permutations."""
    require_counts(total, power)
    require_at_most(1000, total)
    require_at_most(10, power)
    count = 0
    powers = [number**power for number in range(total + 1)]
    for a in range(total // 3 + 1):
        for b in range(a, (total - a) // 2 + 1):
            c = total - a - b
            found = powers[a] * (b + c) + powers[b] * (a + c) + powers[c] * (a + b)
            if found == value:
                count += (1, 3, 6)[len({a, b, c}) - 1]
    return count


def _triples_by_quadratic(total: int, power: int, value: int) -> int:
    """For each a the equation gives bc, unless b + c = 2a; then b and c solve a quadratic.

    With s = b + c the sum is a^2 s + a (s^2 - 2 bc) + bc s.
    """
    if power != 2:
        raise NoAnswer("only squares make it linear in bc")
    count = 0
    for a in range(total + 1):
        s = total - a
        left = value - a * a * s - a * s * s
        if s == 2 * a:
            count += (s + 1) * (left == 0)
            continue
        bc, rest = divmod(left, s - 2 * a)
        if rest == 0 and bc >= 0:
            try:
                root = square_root(s * s - 4 * bc)
            except NoAnswer:
                continue
            count += 2 if root else 1  # s and the root have the same parity
    return count


def _triples_cases() -> Iterator[tuple[int, ...]]:
    """The sum 3k and 6k^3, for which the equation is (k - a)(k - b)(k - c) = 0."""
    for k in range(48, 145):
        if k % 4 == 0 or k % 5 == 0:
            yield 3 * k, 2, 6 * k**3


# 12: segments of length one between the axes, and the point that only one of them covers


def _covered_once(p: int, q: int, e: int) -> Fraction:
    """Find where x / cos(v) + y / sin(v) = 1 has a double root v, at the segment itself.

    The derivative by v vanishes where x : y = cos^3 : sin^3, that is at (cos^3, sin^3): elsewhere
    on the segment another v belongs to a segment through the same point. OC^2 is rational, an
    odd power of OC may not be.
    """
    require_counts(p, q, e)
    require_at_most(100, e)
    if p >= q:
        raise NoAnswer("a segment of length one ends closer to O")
    squared = Fraction(p, q) ** 2
    return square_root((squared**3 + (1 - squared) ** 3) ** e)


def _covered_once_by_neighbors(p: int, q: int, e: int) -> float:
    """Cut the segment with two others that are turned a little to both sides."""
    angle = acos(p / q)

    def cut(turned: float) -> complex:
        a, b, c, d = 1 / cos(angle), 1 / sin(angle), 1 / cos(turned), 1 / sin(turned)
        return complex(d - b, a - c) / (a * d - b * c)

    return float(abs((cut(angle + 1e-4) + cut(angle - 1e-4)) / 2) ** e)


def _covered_once_cases() -> Iterator[tuple[int, ...]]:
    """A = (p/q, 0) for which the root in B is in lowest terms, but for the original's OC^2.

    With q over 6 the denominator of OC^2, q^4 or a third of it, is over 1000.
    """
    for q in range(2, 7):
        for p in range(1, q):
            radicand = q * q - p * p
            if gcd(p, q) == 1 and square_free(radicand) == (1, radicand):
                for e in (2, 4):
                    if (p, q, e) != (1, 2, 2):
                        yield p, q, e


# 13: a product over roots of unity


def _unity(n: int, c: int, b: int, e: int, m: int) -> int:
    """Multiply c - b x^k + x^(ek) modulo x^n - 1 and m.

    All powers of the root but x^0 have the same coefficient in the end, as the product over all k
    stays the same if the root is replaced by another; they add up to minus that coefficient.
    """
    require_counts(n, e, m)
    require_at_most(500, n)
    if n < 2 or any(n % factor == 0 for factor in range(2, n)):
        raise NoAnswer("the product depends on the root, unless its order is prime")
    found = [1] + [0] * (n - 1)
    for k in range(n):
        found = [
            (c * found[i] - b * found[(i - k) % n] + found[(i - e * k) % n]) % m for i in range(n)
        ]
    return (found[0] - found[1]) % m


def _unity_by_recurrence(n: int, c: int, b: int, e: int, m: int) -> int:
    """Use (u^n - 1)(v^n - 1) = c^n - (u^n + v^n) + 1 for the roots u, v of x^2 - b x + c."""
    if e != 2:
        raise NoAnswer("no quadratic")
    before, here = 2, b  # u^0 + v^0, u + v
    for _ in range(n - 1):
        before, here = here, b * here - c * before
    return int((c**n - here + 1) % m)


def _unity_cases() -> Iterator[tuple[int, ...]]:
    """Roots with easy powers: 1 + i, 1 + i sqrt(3) and so on, by their product and sum."""
    for product, total in ((2, 2), (3, 3), (4, 2), (8, 4), (9, 3)):
        for n in (5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
            yield n, product, total, 2, 1000


# 14: squares whose root is the sum of two digits


def _least_base(least: int, more: int, **_example: int) -> int:
    """Count the prime factors of b - 1.

    If s is the sum of the digits x and y, s^2 = xb + y = x(b - 1) + s. So b - 1 divides s(s - 1),
    for which s modulo b - 1 has two choices for each prime factor. Of the residues only s = 1 gives
    x = 0; for all others 1 < s < b, and x and y = s - x are digits.
    """
    require_counts(least, more + 1)
    require_at_most(30, more)
    require_at_most(10**6, least)
    base = max(least, 2)
    while 2 ** _prime_factors(base - 1) - 1 <= more:
        base += 1
    return base


def _prime_factors(number: int) -> int:
    """How many different primes divide it."""
    count, factor = 0, 2
    while factor * factor <= number:
        if number % factor == 0:
            count += 1
            while number % factor == 0:
                number //= factor
        factor += 1
    return count + (number > 1)


def _least_base_by_digits(least: int, more: int, **_example: int) -> int:
    """Write the squares in each base."""
    base = max(least, 2)
    while sum(1 for s in range(1, base) if s * s >= base and sum(divmod(s * s, base)) == s) <= more:
        base += 1
    return base


def _digits_example(square: int, base: int, x: int, y: int, **_: int) -> bool:
    return x * base + y == square == (x + y) ** 2 and 0 < x < base > y


def _least_base_cases() -> Iterator[tuple[int, ...]]:
    """Bounds for which the answer is neither the bound nor the same for all bounds.

    Four primes are needed for more than six such integers; the least base that has them answers
    all bounds below it, so these have three primes instead.
    """
    of_four_primes = _least_base(2, 7)
    for least in (2, *range(50, 951, 25)):
        for more in range(3, 15):
            easy = more < 7 if least > of_four_primes else more >= 7
            if least == 2 or (not easy and _least_base(least, more) > least):
                yield 81, 13, 6, 3, least, more


# 15: rectangles of chords of a regular polygon


def _rectangles(n: int) -> int:
    """Count pairs of parallel chords with pairs of chords at right angles that they meet.

    The corners are numbered around the circle of radius 1. Chords between corners with the same sum
    s modulo n are parallel, t = 1, 2, ... (as odd or even as s) of n steps from one end of the
    diameter to the other: cos(pi t / n) from the center, to sin(pi t / n) on both sides. Those with
    s + n/2 stand at right angles. Chord t ends beyond chord u at right angles if
    |cos(pi u / n)| <= sin(pi t / n), that is |n/2 - u| <= min(t, n - t).
    """
    require_counts(n)
    require_at_most(100, n)
    if n < 4 or n % 2:
        raise NoAnswer("no two chords are at right angles")

    def meet(t: int, u: int) -> bool:
        return abs(n - 2 * u) <= 2 * min(t, n - t) and abs(n - 2 * t) <= 2 * min(u, n - u)

    count = 0
    for s in range(n // 2):
        chords = range(2 - s % 2, n, 2)
        others = range(2 - (s + n // 2) % 2, n, 2)
        for first, second in combinations(chords, 2):
            common = sum(1 for u in others if meet(first, u) and meet(second, u))
            count += comb(common, 2)
    return count


def _rectangles_by_coordinates(n: int) -> int:
    """Draw all chords in floats; count four that enclose a rectangle, with its corners on them."""
    corners = [rect(1, 2 * pi * at / n) for at in range(n)]
    parallel: dict[int, list[tuple[complex, complex]]] = {}
    for a, b in combinations(range(n), 2):
        turned = phase((corners[b] - corners[a]) ** 2) % (2 * pi)  # opposite directions are one
        parallel.setdefault(round(turned * n / (2 * pi)) % n, []).append((corners[a], corners[b]))
    count = 0
    for direction, chords in parallel.items():
        others = parallel.get((direction + n // 2) % n, []) if n % 2 == 0 else []
        for pair in combinations(chords, 2):
            crossing = sum(all(_cross(chord, other) for chord in pair) for other in others)
            count += comb(crossing, 2)
    return count // 2  # each was found from both of its directions


def _cross(chord: tuple[complex, complex], other: tuple[complex, complex]) -> bool:
    """Whether two chords at right angles have a point in common, an end included."""
    (a, b), (c, d) = chord, other
    foot = a + (b - a) * (((c - a) / (b - a)).real)  # where the other's line meets this one
    return all(
        abs(foot - end) + abs(foot - start) <= abs(end - start) + 1e-9
        for start, end in (chord, (c, d))
    )


def _rectangles_drawing(n: int) -> str:
    """The polygon with three rectangles whose corners are opposite corners of the polygon."""
    step = Fraction(360, n)

    def corners(first: int, second: int) -> str:
        angles = (first * step, second * step, 180 + first * step, 180 + second * step)
        return "--".join(f"dir({float(angle):g})" for angle in angles) + "--cycle"

    turn = f"{float(step):g}"
    return (
        f"[asy] unitsize(0.6 inch); for(real i=0; i<360; i+={turn}) "
        f"{{ dot(dir(i), 4+black); draw(dir(i)--dir(i+{turn})); }} "
        f"filldraw({corners(0, 1)}, mediumgray, linewidth(1.5)); "
        f"draw({corners(1, 3)}, linewidth(1.5)); draw({corners(0, 2)}); [/asy]"
    )


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2024 II 9",
        texts=("381d1b383cf630c2",),
        other_wordings={
            "cd3519f5963c674a": "white=25 black=25 rows=5 columns=5 2",
        },
        numbers="white=25 black=25 cells=25 rows=5 columns=5 2",
        domains={
            "rows": range(2, 9),
            "columns": range(2, 9),
            "white": range(6, 26),
            "black": range(6, 26),
        },
        derived={"cells": lambda rows, columns, **_: rows * columns},
        solve=_chips,
        check=_chips_by_rows,
        ways=("counts colors of rows and columns", "fills the grid row by row"),
        cases=_chips_cases,
    ),
    CompetitionEntry(
        "AIME 2024 II 10",
        texts=("f088b0835c3be79f", "f1f262ff8d722a2e"),
        numbers="big=13 small=6",
        domains={"big": range(7, 40), "small": range(2, 19)},
        solve=_two_sides,
        check=_two_sides_by_drawing,
        ways=("relations between O, I and A", "draws the triangle in floats"),
    ),
    CompetitionEntry(
        "AIME 2024 II 11",
        texts=("c0d29a85ddaa5bf6",),
        numbers="total=300" + 6 * " power=2" + " value=6000000",
        domains={
            "total": range(144, 433),
            "power": (2,),
            "value": range(6 * 48**3, 6 * 144**3 + 1),
        },
        solve=_triples,
        check=_triples_by_quadratic,
        ways=("tries all triples", "solves a quadratic for each first number"),
        cases=_triples_cases,
    ),
    CompetitionEntry(
        "AIME 2024 II 12",
        texts=("801f56f9a3a21c9d", "7ff8506dd28e3107"),
        numbers="0 0 p=1 q=2 0 0 s=3 t=2 e=2",
        domains={
            "p": range(1, 6),
            "q": range(2, 7),
            "e": (2, 4),
        },
        derived={"s": lambda p, q, **_: q * q - p * p, "t": lambda q, **_: q},
        solve=_covered_once,
        form=proper_m_plus_n,
        check=_covered_once_by_neighbors,
        ways=("finds the double root exactly", "cuts neighboring segments in floats"),
        cases=_covered_once_cases,
    ),
    CompetitionEntry(
        "AIME 2024 II 13",
        texts=("86fd4b22ca008157",),
        numbers="1 n=13 0 last=12 c=2 b=2 e=2 m=1000",
        domains={
            "n": range(5, 38),
            "c": range(2, 10),
            "b": range(2, 5),
            "e": (2,),
            "m": (1000,),
        },
        derived={"last": lambda n, **_: n - 1},
        solve=_unity,
        check=_unity_by_recurrence,
        ways=("multiplies polynomials modulo x^n - 1", "a recurrence for the quadratic's roots"),
        cases=_unity_cases,
    ),
    CompetitionEntry(
        "AIME 2024 II 14",
        texts=("fdc53059704a3a68",),
        numbers=(
            "2 2 2 square=81 base=13 square=81 x=6 y=3 base=13 x=6 y=3 square=81 least=2 more=10"
        ),
        domains={
            "square": (81,),
            "base": (13,),
            "x": (6,),
            "y": (3,),
            # without a larger bound all answers below 1000 are 3, 7, 31 and 211
            "least": (2, *range(50, 951, 25)),
            "more": range(3, 15),
        },
        solve=_least_base,
        check=_least_base_by_digits,
        ways=("counts prime factors", "writes the squares in each base"),
        requires={
            "the example fits": _digits_example,
            "the bound is not the answer": lambda least, more, **_: (
                _least_base(least, more) > least
            ),
        },
        cases=_least_base_cases,
    ),
    CompetitionEntry(
        "AIME 2024 II 15",
        texts=("4c475943540e664c",),
        numbers="n=12 n=12 n=12 3",
        # polygons of more sides have no common name, those of an odd number no rectangles
        domains={"n": (8, 10, 12)},
        drawing=_rectangles_drawing,
        cases=lambda: ((8,), (10,)),
        solve=_rectangles,
        check=_rectangles_by_coordinates,
        ways=("counts chords by whole angles", "draws all chords in floats"),
    ),
)
