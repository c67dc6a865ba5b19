"""AIME 2025 II, problems 1 to 8."""

import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    proper_m_plus_n,
    require_at_most,
    square_root,
)


def _six_points(ac: int, bd: int, ce: int, df: int, af: int, cg: int, dg: int) -> Fraction:
    """Area of CDG by Heron's formula; BGE has the same height over the line, and the base BE."""
    cd = af - ac - df
    bc, de = bd - cd, ce - cd
    if min(cd, bc, de, ac - bc, df - de) <= 0:
        raise NoAnswer("the points are not in this order")
    # 16 times the square of the area
    heron = (cd + cg + dg) * (cd + cg - dg) * (cd - cg + dg) * (-cd + cg + dg)
    if heron <= 0:
        raise NoAnswer("the triangle CDG does not close")
    return square_root(heron) / 4 * Fraction(bd + de, cd)


def _six_points_by_coordinates(
    ac: int, bd: int, ce: int, df: int, af: int, cg: int, dg: int
) -> float:
    """Put A at 0 and find G where two circles meet."""
    c, d = ac, af - df
    x = (cg**2 - dg**2 + d**2 - c**2) / (2 * (d - c))
    height = math.sqrt(cg**2 - (x - c) ** 2)
    return height * ((c + ce) - (d - bd)) / 2


def _six_points_cases() -> Iterator[tuple[int, ...]]:
    """Pythagorean triangles with a common leg, the height of G, put over some steps on the line."""
    legs = {
        height: [
            leg for leg in range(5, 80) if math.isqrt(height**2 + leg**2) ** 2 == height**2 + leg**2
        ]
        for height in range(12, 49, 4)
    }
    steps = list(product(range(9, 25, 5), range(5, 20, 3), range(6, 22, 4), range(8, 24, 5)))
    for height, feet in legs.items():
        for left, right in product(feet, feet):
            cg, dg = math.isqrt(height**2 + left**2), math.isqrt(height**2 + right**2)
            for cd in (left - right, right - left, left + right):
                if 8 <= cd <= 40:
                    for ab, bc, de, ef in steps:
                        af = ab + bc + cd + de + ef
                        yield ab + bc, bc + cd, cd + de, de + ef, af, cg, dg


def _divides_product(a: int, k: int, b: int, e: int, c: int) -> int:
    """The sum of all n that fit."""
    found = _that_divide(a, k, b, e, c)
    if not found:
        raise NoAnswer("no n will do")
    return sum(found)


def _that_divide(a: int, k: int, b: int, e: int, c: int) -> list[int]:
    """Modulo n + a, n is -a: n + a divides a fixed number, so look at its divisors over a."""
    require_at_most(20, e)
    rest = abs(k * (b - a) * ((-a) ** e + c))
    if rest == 0:
        raise NoAnswer("every n will do")
    require_at_most(10**12, rest)
    low = [d for d in range(1, math.isqrt(rest) + 1) if rest % d == 0]
    return [d - a for d in {*low, *(rest // d for d in low)} if d > a]


def _divides_product_by_trial(a: int, k: int, b: int, e: int, c: int) -> int:
    """Try every n until n + a is over any remainder that is possible."""
    most = k * (a + b) * (a**e + c)
    return sum(n for n in range(1, most + 1) if k * (n + b) * (n**e + c) % (n + a) == 0)


def _colored_grid(rows: int, columns: int, red: int) -> int:
    """Go through the grid square by square, knowing the colors of the segments before it.

    The state holds, as 1 for red, the lower side of the last square in each column and the right
    side of the square before. A left or upper border is free.
    """
    if min(rows, columns) < 1 or not 0 <= red <= 4:
        raise NoAnswer("there is no such grid")
    require_at_most(8, rows, columns)
    states = Counter({(*above, 0): 1 for above in product((0, 1), repeat=columns)})
    for _ in range(rows):
        for column in range(columns):
            following: Counter[tuple[int, ...]] = Counter()
            for state, count in states.items():
                for left in (0, 1) if column == 0 else (state[-1],):
                    for right in (0, 1):
                        below = red - left - right - state[column]
                        if below in (0, 1):
                            after = (*state[:column], below, *state[column + 1 : -1], right)
                            following[after] += count
            states = following
    return sum(states.values())


def _colored_grid_by_three_colors(rows: int, columns: int, red: int) -> int:
    """Color the grid's points with three colors, neighbors differently.

    Let neighbors differ by 1 modulo 3, up or down. In a walk around a square as many steps go up
    as down. Call a segment red if it goes up from an even point (by the sum of its coordinates) to
    an odd one; then each square has two red sides, and a coloring of the segments comes from
    three colorings of the points, one for each color of the first point.
    """
    if red != 2:
        raise NoAnswer("the colorings belong to two sides of each color")
    width = columns + 1

    def count(colors: tuple[int, ...]) -> int:
        place = len(colors)
        if place == width * (rows + 1):
            return 1
        taken = {colors[place - 1]} if place % width else set()
        taken |= {colors[place - width]} if place >= width else set()
        return sum(count((*colors, color)) for color in range(3) if color not in taken)

    return count((0,))


def _colored_grid_drawing(rows: int, columns: int, red: int) -> str:
    """One coloring, with two red sides for each square: the lines across are red."""
    across = [f"draw((0,{y})--({columns},{y}));" for y in range(rows + 1)]
    upright = [f"draw(({x},0)--({x},{rows}),dashed);" for x in range(columns + 1)]
    return f"[asy] size(4cm); {' '.join((*across, *upright))} [/asy]"


def _colored_grid_cases() -> Iterator[tuple[int, ...]]:
    """All grids with at most 999 colorings but for the original."""
    for rows, columns in product(range(1, 6), repeat=2):
        if rows * columns <= 6 and rows != columns:
            yield rows, columns, 2


def _logarithm(base: int, number: int) -> Fraction:
    """The logarithm where it is rational: both are powers of one integer."""
    for root in range(2, base + 1):
        power = _exponent(root, base)
        other = _exponent(root, number)
        if power and other:
            return Fraction(other, power)
    raise NoAnswer(f"the logarithm of {number} to base {base} is irrational")


def _exponent(root: int, number: int) -> int:
    """The e with root^e = number; 0 if there is none."""
    exponent = 0
    while number > 1 and number % root == 0:
        number //= root
        exponent += 1
    return exponent if number == 1 else 0


def _log_product(lo: int, hi: int, base: int, e: int, c: int, d: int) -> Fraction:
    """The logarithms of k and k + 1 cancel but for the ends, which leave log_lo(hi + 1)."""
    if lo < 2 or hi < lo + 3 or base < 2:
        raise NoAnswer("a logarithm or a factor that is written out does not exist")
    require_at_most(2000, hi)
    if _kth_power(lo, e) <= max(c, d):
        raise NoAnswer("a factor is not positive")
    factors = math.prod(Fraction(k**e - c, k**e - d) for k in range(lo, hi + 1))
    return _logarithm(lo, hi + 1) * factors


def _kth_power(number: int, e: int) -> int:
    require_at_most(5, e)
    return int(number**e)


def _log_product_by_floats(lo: int, hi: int, base: int, e: int, c: int, d: int) -> float:
    """Multiply the factors one by one."""
    result = 1.0
    for k in range(lo, hi + 1):
        above = (k**e - c) * math.log(base) / math.log(k)
        below = (k**e - d) * math.log(base) / math.log(k + 1)
        result *= above / below
    return result


def _log_product_cases() -> Iterator[tuple[int, ...]]:
    """Ends with a rational logarithm, and different squares, over which the product telescopes."""
    bases = 2, 3, 5, 6, 7, 10, 11, 13
    ends = []
    for lo, hi in product(range(3, 13), range(20, 190)):
        try:
            _logarithm(lo, hi + 1)
        except NoAnswer:
            continue
        ends.append((lo, hi))
    for lo, hi in ends:
        for base, i, j in product(bases, range(1, 5), range(1, 5)):
            if i != j and max(i, j) < lo:
                yield lo, hi, base, 2, i * i, j * j


def _arcs(a: int, c: int, w2: int, w3: int) -> int:
    """Arcs of the nine-point circle from inscribed angles.

    G, H, J are the feet of the altitudes. They lie on BD, AE and AF if the triangle is acute and
    A > B > C. Angle DFE of the medial triangle is C, so DE is 2C. H and J lie on the circle around
    D through B and C, so angle HDJ is 180 - 2A, and HJ is 360 - 4A. DF is parallel to AC, so angle
    GDF is C, and FG is 2C.
    """
    b = 180 - a - c
    if not 0 < c < b < a < 90:
        raise NoAnswer("the circle does not meet these segments so")
    return 2 * c + w2 * (360 - 4 * a) + w3 * 2 * c


def _arcs_by_coordinates(a: int, c: int, w2: int, w3: int) -> float:
    """Put the triangle on a unit circle, and measure angles from the center of the small one."""
    # Central angles of the arcs AB and CA are 2C and 2B.
    at_a, at_b, at_c = (
        complex(math.cos(turn), math.sin(turn))
        for turn in map(math.radians, (0, 2 * c, 2 * a + 2 * c))
    )
    d, e, f = (at_b + at_c) / 2, (at_c + at_a) / 2, (at_a + at_b) / 2
    g, h, j = _foot(at_a, at_b, at_c), _foot(at_b, at_c, at_a), _foot(at_c, at_a, at_b)
    center = (at_a + at_b + at_c) / 2

    def arc(first: complex, second: complex) -> float:
        turn = (first - center) / (second - center)
        return abs(math.degrees(math.atan2(turn.imag, turn.real)))

    around = sum(arc(*pair) for pair in ((g, d), (d, e), (e, h), (h, j), (j, f), (f, g)))
    if abs(around - 360) > 1e-6:
        raise NoAnswer("the points do not lie in this order")
    return arc(d, e) + w2 * arc(h, j) + w3 * arc(f, g)


def _foot(top: complex, left: complex, right: complex) -> complex:
    """The foot of the altitude from `top`."""
    side = right - left
    along = ((top - left) * side.conjugate()).real / abs(side) ** 2
    return left + along * side


def _rectangle(small: int, big: int) -> Fraction:
    """Half sides x along BC and y across: DGF has x (h - y), CHG has y (2R - r - x).

    D is h over A with h^2 = r (2R - r), for BD C is a right angle. Both are equal if
    x h = y (2R - r), that is x = t y with t^2 = (2R - r) / r; and x^2 + y^2 = r^2.
    """
    if not 0 < small < big:
        raise NoAnswer("the small circle is not inside")
    t = square_root(Fraction(2 * big - small, small))
    return 4 * t * small**2 / (1 + t * t)


def _rectangle_by_bisection(small: int, big: int) -> float:
    """Turn G on the small circle until both triangles have the same area by their coordinates."""
    d = complex(0, math.sqrt(big**2 - (big - small) ** 2))
    c = complex(2 * big - small, 0)

    def triangles(turn: float) -> tuple[float, float]:
        g = small * complex(math.cos(turn), math.sin(turn))
        return _area(d, g, -g.conjugate()), _area(c, g.conjugate(), g)

    low, high = 0.0, math.pi / 2  # DGF is the larger one at 0, the smaller one at a right angle
    for _ in range(60):
        turn = (low + high) / 2
        first, second = triangles(turn)
        low, high = (turn, high) if first > second else (low, turn)
    return 2 * small**2 * math.sin(2 * low)


def _area(first: complex, second: complex, third: complex) -> float:
    return abs(((second - first) * (third - first).conjugate()).imag) / 2


def _rectangle_cases() -> Iterator[tuple[int, ...]]:
    """Radii for which the rectangle's sides have a rational ratio, 2R - r over r a square."""
    for small, big in product(range(1, 19), range(5, 46)):
        top = Fraction(2 * big - small, small)
        parts = top.numerator, top.denominator
        if small < big and all(math.isqrt(part) ** 2 == part for part in parts):
            yield small, big


def _exponents(number: int) -> dict[int, int]:
    """The prime factors with their exponents."""
    found: Counter[int] = Counter()
    prime = 2
    while prime * prime <= number:
        while number % prime == 0:
            number //= prime
            found[prime] += 1
        prime += 1
    if number > 1:
        found[number] += 1
    return dict(found)


def _lcm_of_subset(n: int) -> Fraction:
    """Include and exclude the primes whose full power no element has.

    The divisors that lack a set of full powers are as many as the product of e for these primes
    and e + 1 for the others. The empty set counts for n = 1 only, and is not wanted.
    """
    if n < 1:
        raise NoAnswer("0 has no set of divisors")
    require_at_most(10**12, n)
    exponents = _exponents(n).values()
    subsets = 0
    for lacks in product((0, 1), repeat=len(exponents)):
        left = math.prod(e + 1 - lack for e, lack in zip(exponents, lacks, strict=True))
        subsets += (-1) ** sum(lacks) * 2**left
    if n == 1:
        subsets -= 1
    return Fraction(subsets, 2 ** math.prod(e + 1 for e in exponents))


def _lcm_of_subset_by_adding(n: int) -> Fraction:
    """Take the divisors one by one and count the subsets by their least common multiple."""
    divisors = [d for d in range(1, n + 1) if n % d == 0]
    counts: Counter[int] = Counter()
    for divisor in divisors:
        more = Counter({divisor: 1})
        for multiple, count in counts.items():
            more[math.lcm(multiple, divisor)] += count
        counts.update(more)
    return Fraction(counts[n], 2 ** len(divisors))


def _lcm_of_subset_cases() -> Iterator[tuple[int, ...]]:
    """Numbers p^a q^b of four digits, at most ten for the same exponents, which give the answer.

    Those with the exponents of 2025 would have its answer; a + b over 8 gives too large ones.
    """
    found: dict[tuple[int, ...], list[int]] = {}
    for n in range(1000, 6076):
        factors = _exponents(n)
        exponents = tuple(sorted(factors.values()))
        fits = len(exponents) == 2 and 3 <= sum(exponents) <= 8 and exponents != (2, 4)
        if fits and max(factors) < 50:
            found.setdefault(exponents, []).append(n)
    for numbers in found.values():
        yield from ((n,) for n in numbers[:: -(-len(numbers) // 10)])


def _greedy_coins(ten: int, quarter: int, example: int, lo: int, hi: int) -> int:
    """Compute the fewest coins for every value up to `hi`, coin by coin."""
    if not 1 < ten < quarter or not 1 <= lo <= hi:
        raise NoAnswer("the coins are not in this order")
    require_at_most(10**5, hi)
    fewest = [0]
    for value in range(1, hi + 1):
        fewest.append(1 + min(fewest[value - coin] for coin in (1, ten, quarter) if coin <= value))
    return sum(fewest[n] == _greedy(n, ten, quarter) for n in range(lo, hi + 1))


def _greedy(value: int, ten: int, quarter: int) -> int:
    quarters, rest = divmod(value, quarter)
    return quarters + sum(divmod(rest, ten))


def _greedy_coins_by_fewer_quarters(ten: int, quarter: int, example: int, lo: int, hi: int) -> int:
    """Try fewer of the largest coins; for the rest the greedy way is best, as 1 divides all.

    To leave out `ten` of the largest coins or more is never best: the rest then has `quarter` of
    the middle coins, which are worth as much as `ten` of the largest, and are more.
    """
    return sum(
        all(
            used + sum(divmod(n - used * quarter, ten)) >= _greedy(n, ten, quarter)
            for used in range(max(0, n // quarter - ten), n // quarter)
        )
        for n in range(lo, hi + 1)
    )


def _greedy_coins_cases() -> Iterator[tuple[int, ...]]:
    """Coins of whole fives for which the greedy way can fail, each with all examples of it."""
    for ten, quarter in product(range(10, 31, 5), range(15, 76, 5)):
        for example in range(quarter + ten + 2, min(quarter + 2 * ten, 2 * quarter, 127)):
            tens, ones = divmod(example, ten)
            # fewer coins than greedy, and two of each kind, for the text has plurals
            if min(tens, ones) >= 2 and tens + ones < _greedy(example, ten, quarter):
                yield from ((ten, quarter, example, 1, hi) for hi in range(500, 1501, 100))


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2025 II 1",
        texts=("3ad31b705e1bdebd",),
        numbers="6 6 ac=26 bd=22 ce=31 df=33 af=73 cg=40 dg=30",
        domains={
            "ac": range(9, 79),
            "bd": range(8, 67),
            "ce": range(11, 94),
            "df": range(11, 100),
            "af": range(25, 220),
            "cg": range(13, 121),
            "dg": range(10, 91),
        },
        solve=_six_points,
        check=_six_points_by_coordinates,
        ways=("Heron's formula and the common height", "the point from coordinates"),
        requires={
            "all lengths are different": lambda **lengths: (
                len(set(lengths.values())) == len(lengths)
            )
        },
        cases=_six_points_cases,
    ),
    CompetitionEntry(
        "AIME 2025 II 2",
        texts=("f7fc1ddc0226a6e8",),
        numbers="a=2 k=3 b=3 e=2 c=9",
        domains={
            "a": range(1, 10),
            "k": range(2, 10),
            "b": range(1, 10),
            "e": (2,),
            "c": range(2, 20),
        },
        solve=_divides_product,
        check=_divides_product_by_trial,
        ways=("divisors of the constant remainder", "every n is tried"),
        requires={
            "n + a and n + b are different": lambda a, b, **_: a != b,
            "three n fit or more": lambda **numbers: len(_that_divide(**numbers)) >= 3,
        },
    ),
    CompetitionEntry(
        "AIME 2025 II 3",
        texts=("0e259f54795aa3c0", "6dcfafd39dbe8ef3", "a588b92c04af0e0b"),
        numbers="squares=4 rows=2 columns=2 segments=12 red=2 blue=2",
        # 8 variants: all other grids have more than 999 colorings.
        domains={"rows": range(1, 6), "columns": range(1, 6), "red": (2,)},
        solve=_colored_grid,
        check=_colored_grid_by_three_colors,
        ways=("a state for each square of the grid", "three-colorings of the grid's points"),
        derived={
            "squares": lambda rows, columns, red: rows * columns,
            "segments": lambda rows, columns, red: 2 * rows * columns + rows + columns,
            "blue": lambda rows, columns, red: 4 - red,
        },
        requires={"there are three squares or more": lambda rows, columns, red: rows * columns > 2},
        drawing=_colored_grid_drawing,
        cases=_colored_grid_cases,
    ),
    CompetitionEntry(
        "AIME 2025 II 4",
        texts=("cdd6bb207571a302", "4f3d3f9dcee213a4"),
        other_wordings={
            "d22eeca57039e265": "hi=63 lo=4 base=5 e=2 c=1 1 base=5 e=2 d=4"
            " lo=4 base=5 t0=15 lo1=5 base=5 b0=12 lo1=5 base=5 t1=24 lo2=6 base=5 b1=21"
            " lo2=6 base=5 t2=35 lo3=7 base=5 b2=32 hi=63 base=5 t=3968 hi1=64 base=5 b=3965",
        },
        numbers="lo=4 hi=63 base=5 e=2 c=1 1 base=5 e=2 d=4"
        " lo=4 base=5 t0=15 lo1=5 base=5 b0=12 lo1=5 base=5 t1=24 lo2=6 base=5 b1=21"
        " lo2=6 base=5 t2=35 lo3=7 base=5 b2=32 hi=63 base=5 t=3968 hi1=64 base=5 b=3965",
        domains={
            "lo": range(3, 13),
            "hi": range(20, 190),
            "base": range(2, 15),
            "e": (2,),
            "c": range(1, 17),
            "d": range(1, 17),
        },
        solve=_log_product,
        form=proper_m_plus_n,
        check=_log_product_by_floats,
        ways=(
            "telescopes the logarithms, multiplies fractions",
            "multiplies all factors as floats",
        ),
        derived={
            "lo1": lambda lo, **_: lo + 1,
            "lo2": lambda lo, **_: lo + 2,
            "lo3": lambda lo, **_: lo + 3,
            "hi1": lambda hi, **_: hi + 1,
            "t0": lambda lo, e, c, **_: _kth_power(lo, e) - c,
            "t1": lambda lo, e, c, **_: _kth_power(lo + 1, e) - c,
            "t2": lambda lo, e, c, **_: _kth_power(lo + 2, e) - c,
            "t": lambda hi, e, c, **_: _kth_power(hi, e) - c,
            "b0": lambda lo, e, d, **_: _kth_power(lo, e) - d,
            "b1": lambda lo, e, d, **_: _kth_power(lo + 1, e) - d,
            "b2": lambda lo, e, d, **_: _kth_power(lo + 2, e) - d,
            "b": lambda hi, e, d, **_: _kth_power(hi, e) - d,
        },
        cases=_log_product_cases,
    ),
    CompetitionEntry(
        "AIME 2025 II 5",
        texts=("409a859d4d7740a3",),
        numbers="a=84 b=60 c=36 6 w2=2 w3=3",
        domains={
            "a": range(62, 89, 2),
            "c": range(14, 59, 2),
            "w2": range(2, 6),
            "w3": range(2, 6),
        },
        solve=_arcs,
        check=_arcs_by_coordinates,
        ways=("inscribed angles", "arcs measured in coordinates"),
        derived={"b": lambda a, c, w2, w3: 180 - a - c},
        requires={
            "the angles differ by four degrees": lambda a, c, **_: (
                min(a - (180 - a - c), 180 - a - c - c) >= 4
            ),
            "the weights are different": lambda w2, w3, **_: w2 != w3,
        },
    ),
    CompetitionEntry(
        "AIME 2025 II 6",
        texts=("92f6056bc51e85ad",),
        numbers="1 small=6 2 big=15 2 2 1",
        # 19 variants: few radii give a rational ratio and an answer below 1000.
        domains={"small": range(1, 19), "big": range(5, 46)},
        solve=_rectangle,
        form=proper_m_plus_n,
        check=_rectangle_by_bisection,
        ways=("equal areas solved exactly", "bisection of the rectangle's diagonal"),
        cases=_rectangle_cases,
    ),
    CompetitionEntry(
        "AIME 2025 II 7",
        texts=("f882bb6ff8e9840a", "c20d93435772232c"),
        numbers="n=2025 n=2025",
        domains={"n": range(1000, 6076)},
        solve=_lcm_of_subset,
        form=proper_m_plus_n,
        check=_lcm_of_subset_by_adding,
        ways=("inclusion and exclusion over the primes", "subsets counted by their multiple"),
        cases=_lcm_of_subset_cases,
    ),
    CompetitionEntry(
        "AIME 2025 II 8",
        texts=("8d5f966f30b5e864", "6aaa24b62b201c87"),
        numbers="1 ten=10 quarter=25 example=42 quarter=25 ten=10 ones=7 1 greedy=9 example=42"
        " tens=4 ten=10 left=2 1 fewer=6 1 ten=10 quarter=25 lo=1 hi=1000",
        domains={
            "ten": range(10, 31, 5),
            "quarter": range(15, 76, 5),
            "example": range(20, 127),
            "lo": (1,),
            "hi": range(500, 1501, 100),
        },
        solve=_greedy_coins,
        check=_greedy_coins_by_fewer_quarters,
        ways=("fewest coins by dynamic programming", "fewer large coins are tried"),
        derived={
            "ones": lambda example, ten, quarter, **_: example - quarter - ten,
            "greedy": lambda example, ten, quarter, **_: example - quarter - ten + 2,
            "tens": lambda example, ten, **_: example // ten,
            "left": lambda example, ten, **_: example % ten,
            "fewer": lambda example, ten, **_: sum(divmod(example, ten)),
        },
        cases=_greedy_coins_cases,
    ),
)
