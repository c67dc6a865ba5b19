"""AIME 2024 II, problems 1 to 8."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import cos, gcd, log, pi, sin, sqrt
from statistics import median, multimode

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    proper_m_plus_n,
    require_at_most,
    require_counts,
)

# 1: residents who own some of four things


def _owners(n: int, a: int, b: int, c: int, two: int, three: int) -> int:
    """Count who owns all four: everybody owns the fourth thing, so "two" own one other.

    The other three things are owned a + b + c = two + 2 three + 3 four times. Such residents exist
    if nobody is left over below zero, and the `three` can be split into pairs: with x owners of all
    four, a thing that a own is missing to three - (a - x) of them or more.
    """
    require_counts(n, a, b, c, two + 1, three + 1)
    four, rest = divmod(a + b + c - two - 2 * three, 3)
    if rest or four < 0:
        raise NoAnswer("no number of owners of all four fits")
    elsewhere = [own - four for own in (a, b, c)]
    missing = sum(max(0, three - own) for own in elsewhere)
    if min(elsewhere) < 0 or missing > three or two + three + four > n:
        raise NoAnswer("no residents own so many things")
    return four


def _owners_by_regions(n: int, a: int, b: int, c: int, two: int, three: int) -> int:
    """Fill the regions of the Venn diagram for each number of owners of all four."""
    for four in range(min(a, b, c) + 1):
        own = [a - four, b - four, c - four]
        lacking = [max(0, three - of_one) for of_one in own]  # own all but this one
        spare = three - sum(lacking)
        if spare < 0:
            continue
        lacking[0] += spare
        only = [of_one - (three - lack) for of_one, lack in zip(own, lacking, strict=True)]
        if min(only) >= 0 and sum(only) == two and four + three + two <= n:
            return four
    raise NoAnswer("no diagram fits")


def _few_and_many_owners(n: int, a: int, b: int, c: int, two: int, three: int) -> bool:
    four = _owners(n, a, b, c, two, three)
    return min(four, n - two - three - four) >= 10


# 2: a list with a sum, a mode and a median that is not in it


def _lists(total: int, largest: int, most: int, mode: int) -> Iterator[tuple[int, ...]]:
    """All lists in falling order of this sum, no item over `largest` or over `most` times."""
    if total == 0:
        yield ()
    for item in range(min(total, largest), 0, -1):
        if item != mode:
            for count in range(1, min(most, total // item) + 1):
                for rest in _lists(total - count * item, item - 1, most, mode):
                    yield (item,) * count + rest


def _list_of_mode(total: int, mode: int) -> int:
    """Search the lists by how often the mode is in them; all other items are there less often."""
    require_counts(total, mode)
    require_at_most(200, total)
    found: set[int] = set()
    for count in range(2, total // mode + 1):
        for rest in _lists(total - count * mode, total, count - 1, mode):
            items = sorted((*rest, *(mode,) * count))
            low, high = items[(len(items) - 1) // 2], items[len(items) // 2]
            # a whole number between two neighbors in order is not in the list
            if low < high and (low + high) % 2 == 0:
                found.add(sum(item * item for item in items))
            if len(found) > 1:
                raise NoAnswer("lists with different sums of squares fit")
    if not found:
        raise NoAnswer("no list fits")
    return found.pop()


def _partitions(total: int, largest: int) -> Iterator[list[int]]:
    if total == 0:
        yield []
    for item in range(min(total, largest), 0, -1):
        for rest in _partitions(total - item, item):
            yield [item, *rest]


def _list_by_partitions(total: int, mode: int) -> int:
    """Put the three conditions to every partition of the sum."""
    found = {
        sum(item * item for item in items)
        for items in _partitions(total, total)
        if mode in items
        and multimode(items) == [mode]
        and float(median(items)).is_integer()
        and median(items) not in items
    }
    if len(found) != 1:
        raise NoAnswer("not exactly one sum of squares")
    return found.pop()


# 3: digits in two rows and three columns


def _grids(rows: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """All fillings in order, after the sum of their columns: an upper row leaves the lower one."""
    for top in range(max(0, rows - 999), min(999, rows) + 1):
        a, b, c, d, e, f = map(int, f"{top:03}{rows - top:03}")
        yield 10 * (a + b + c) + d + e + f, (a, b, c, d, e, f)


def _grid_count(rows: int, columns: int, **_example: int) -> int:
    """Count the fillings by their upper row."""
    require_counts(rows, columns)
    count = sum(found == columns for found, _ in _grids(rows))
    if not count:
        raise NoAnswer("no filling has these sums")
    return count


def _grid_count_by_columns(rows: int, columns: int, **_example: int) -> int:
    """Count the fillings by their first two columns, which leave the third."""
    count = 0
    for first, second in product(range(100), repeat=2):
        third = columns - first - second
        if 0 <= third < 100:
            (a, d), (b, e), (c, f) = (divmod(column, 10) for column in (first, second, third))
            count += 100 * (a + d) + 10 * (b + e) + c + f == rows
    return count


def _grid_example_fits(
    rows: int, columns: int, a: int, b: int, c: int, d: int, e: int, f: int
) -> bool:
    sum_of_rows = 100 * (a + d) + 10 * (b + e) + c + f
    return sum_of_rows == rows and 10 * (a + b + c) + d + e + f == columns


def _grid_cases() -> Iterator[tuple[int, ...]]:
    """Sums of rows that end on 99, so that nothing is carried, with an example.

    It is the first filling in which only the first two digits may be 0.
    """
    for rows in range(499, 1000, 100):
        examples: dict[int, tuple[int, ...]] = {}
        for columns, digits in _grids(rows):
            if all(digits[2:]):
                examples.setdefault(columns, digits)
        for columns in sorted(examples):
            if 45 <= columns < 200:
                yield rows, columns, *examples[columns]


# 4: a system of logarithms


def _logarithms(b: int, i: int, j: int, k: int, **parts: int) -> Fraction:
    """Solve for the logarithms X, Y, Z: X - Y - Z is known, and two others; two add up to -2 Z."""
    if b <= 0 or b == 1:
        raise NoAnswer("no base of logarithms")
    first, second, third = (Fraction(parts[f"p{n}"], parts[f"q{n}"]) for n in (1, 2, 3))
    x, y, z = -(second + third) / 2, -(first + third) / 2, -(first + second) / 2
    return abs(i * x + j * y + k * z)


def _logarithms_by_numbers(b: int, i: int, j: int, k: int, **parts: int) -> float:
    """Compute x, y, z themselves: the three quotients multiply to 1 / xyz, and x^2 is one * xyz."""
    quotients = [b ** (parts[f"p{n}"] / parts[f"q{n}"]) for n in (1, 2, 3)]
    of_all = 1 / (quotients[0] * quotients[1] * quotients[2])
    x, y, z = (sqrt(quotient * of_all) for quotient in quotients)
    return abs(log(x**i * y**j * z**k, b))


def _three_proper_fractions(**parts: int) -> bool:
    pairs = [(parts[f"p{n}"], parts[f"q{n}"]) for n in (1, 2, 3)]
    return len(set(pairs)) == 3 and all(p < q and gcd(p, q) == 1 for p, q in pairs)


# 5: an equilateral hexagon with parallel sides, in a triangle


def _hexagon(a: int, b: int, c: int) -> Fraction:
    """Add up a side of the triangle: s and the sides of two small triangles at its corners.

    These are like the large one, with a side s that lies opposite to the corner. So the side on
    AB is a = s + a s / b + a s / c, that is 1 / s = 1 / a + 1 / b + 1 / c.
    """
    if max(a, b, c) * 2 >= a + b + c:
        raise NoAnswer("the triangle does not close")
    return 1 / (Fraction(1, a) + Fraction(1, b) + Fraction(1, c))


def _meeting(p: complex, u: complex, q: complex, v: complex) -> complex:
    """Where the line through p in direction u meets the line through q in direction v."""
    return p + u * (((q - p).conjugate() * v).imag / (u.conjugate() * v).imag)


def _hexagon_by_coordinates(a: int, b: int, c: int) -> float:
    """Draw a hexagon of side 1 with the triangle's directions, and scale it to the triangle."""
    x = (a * a + c * c - b * b) / (2 * a)
    apex = complex(x, sqrt(c * c - x * x))
    u1, u2, u3 = 1 + 0j, (apex - a) / b, -apex / c
    corners = [0j]
    for side in (u1, -u3, u2, -u1, u3):
        corners.append(corners[-1] + side)
    on_ab, on_cd, on_ef = (corners[0], u1), (corners[2], u2), (corners[4], u3)
    return a / abs(_meeting(*on_ab, *on_cd) - _meeting(*on_ab, *on_ef))


def _hexagon_cases() -> Iterator[tuple[int, ...]]:
    """Triangles of round sides around a hexagon of whole sides."""
    for a in range(70, 601, 10):
        for b in range(a + 10, 701, 10):
            for c in range(b + 10, min(a + b, 801), 10):
                if a * b * c % (a * b + b * c + c * a) == 0:
                    yield a, b, c


# 6: sets whose largest element is in A


def _largest_elements(n: int) -> int:
    """Sum the places of the ones of n in base 2: 2^(a - 1) sets have the largest element a."""
    require_counts(n)
    return sum(place for place, digit in enumerate(reversed(f"{n:b}"), start=1) if digit == "1")


def _largest_elements_by_search(n: int) -> int:
    """Count the sets of each largest element one by one; search which counts add up to n."""
    counts: list[int] = []
    while sum(counts) < n:
        counts.append(1 + sum(counts))  # the element alone, or joined to a set of smaller ones
    sums = {0: {0}}  # by the number of sets the sums of elements of A
    for element, count in enumerate(counts, start=1):
        for size, found in list(sums.items()):
            if size + count <= n:
                sums.setdefault(size + count, set()).update(old + element for old in found)
    (only,) = sums[n]
    return only


# 7: each digit changed


def _digit_changed(k: int, d: int, p: int) -> int:
    """Find the greatest number by its remainder r by p.

    The digit x of 10^i can be changed if N - (x - d) 10^i is divisible, that is (x - d) 10^i = r.
    So for each r the digits are found one by one; N must then have the remainder r.
    """
    require_counts(k, d + 1, p)
    if d > 9:
        raise NoAnswer(f"{d} is no digit")
    require_at_most(20, k)
    require_at_most(1000, p)
    found = []
    for remainder in range(p):
        number = 0
        for place in range(k):
            least = 1 if place == k - 1 else 0
            fit = [x for x in range(least, 10) if (x - d) * 10**place % p == remainder]
            if not fit:
                break
            number += fit[-1] * 10**place
        else:
            if number % p == remainder:
                found.append(number)
    if not found:
        raise NoAnswer("no number stays divisible")
    return max(found)


def _digit_parts(k: int, d: int, p: int, m: int) -> int:
    require_counts(m)
    return sum(divmod(_digit_changed(k, d, p), m))


def _digit_parts_by_trying(k: int, d: int, p: int, m: int) -> int:
    """Change each digit of each number, from the greatest on."""
    for number in range(10**k - 1, 10 ** (k - 1) - 1, -1):
        shown = str(number)
        if all(int(f"{shown[:at]}{d}{shown[at + 1 :]}") % p == 0 for at in range(k)):
            return number // m + number % m
    raise NoAnswer("no number stays divisible")


# 8: a torus inside and outside of a sphere


def _torus(r: int, d: int, s: int) -> Fraction:
    """Follow the line through the sphere's center and the center of the torus's circle.

    The circle's center is s - r (inside) or s + r (outside) away from the sphere's, and d from the
    axis; the point of tangency lies on the same line, s away.
    """
    if not 0 < r < d:
        raise NoAnswer("the torus cuts itself")
    if s - r <= d:
        raise NoAnswer("the torus does not rest inside of the sphere")
    return Fraction(d * s, s - r) - Fraction(d * s, s + r)


def _torus_by_sinking(r: int, d: int, s: int) -> float:
    """Move the torus along its axis until its farthest (or nearest) point is on the sphere."""

    def squared(angle: float, height: float) -> float:
        return (d + r * cos(angle)) ** 2 + (height + r * sin(angle)) ** 2

    def extreme(height: float, low: float, sign: int) -> float:
        """The angle of the farthest (sign 1) or nearest point, within a quarter turn of low."""
        high = low + pi / 2
        for _ in range(60):
            third = (high - low) / 3
            if sign * squared(low + third, height) < sign * squared(high - third, height):
                low += third
            else:
                high -= third
        return low

    radii = []
    for start, sign in ((0.0, 1), (pi, -1)):
        low, high = 0.0, float(s + r)
        for _ in range(50):
            height = (low + high) / 2
            inside = squared(extreme(height, start, sign), height) < s * s
            low, high = (height, high) if inside else (low, height)
        radii.append(d + r * cos(extreme(low, start, sign)))
    return radii[0] - radii[1]


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AIME 2024 II 1",
        texts=("9cd2df811637c633",),
        numbers="n=900 a=195 b=367 c=562 n=900 two=437 2 three=234 3 4",
        domains={
            "n": range(500, 1501, 100),
            "a": range(120, 400),
            "b": range(200, 500),
            "c": range(300, 800),
            "two": range(200, 700),
            "three": range(100, 500),
        },
        solve=_owners,
        check=_owners_by_regions,
        ways=("counts what is owned", "fills the Venn diagram for each number"),
        requires={"at least ten own all four, and ten only one": _few_and_many_owners},
    ),
    CompetitionEntry(
        "AIME 2024 II 2",
        texts=("75816e83f43185b6",),
        numbers="total=30 mode=9",
        domains={"total": range(15, 60), "mode": range(6, 20)},
        solve=_list_of_mode,
        check=_list_by_partitions,
        ways=("searches the lists by the count of the mode", "tries every partition of the sum"),
        check_is_slow=True,
    ),
    CompetitionEntry(
        "AIME 2024 II 3",
        texts=("2b5d697718f453aa",),
        numbers=(
            "2 3 2 rows=999 3 columns=99 top=8 bottom=991 rows=999 first=9 second=9 third=81 "
            "columns=99 a=0 b=0 c=8 d=9 e=9 f=1"
        ),
        domains={
            "rows": range(499, 1000, 100),
            "columns": range(45, 200),
            **dict.fromkeys("abcdef", range(10)),
        },
        derived={
            "top": lambda a, b, c, **_: 100 * a + 10 * b + c,
            "bottom": lambda d, e, f, **_: 100 * d + 10 * e + f,
            "first": lambda a, d, **_: 10 * a + d,
            "second": lambda b, e, **_: 10 * b + e,
            "third": lambda c, f, **_: 10 * c + f,
        },
        solve=_grid_count,
        check=_grid_count_by_columns,
        ways=("counts the upper rows that fit", "counts the columns that fit"),
        requires={"the example has these sums": _grid_example_fits},
        cases=_grid_cases,
    ),
    CompetitionEntry(
        "AIME 2024 II 4",
        texts=("3b3af67f32a15f0e",),
        numbers="b=2 p1=1 q1=2 b=2 p2=1 q2=3 b=2 p3=1 q3=4 b=2 i=4 j=3 k=2",
        domains={
            "b": (2, 3, 5, 6, 7, 10),
            **{f"p{n}": range(1, 4) for n in (1, 2, 3)},
            **{f"q{n}": range(2, 8) for n in (1, 2, 3)},
            **dict.fromkeys("ijk", range(2, 8)),
        },
        solve=_logarithms,
        form=proper_m_plus_n,
        check=_logarithms_by_numbers,
        ways=("solves the linear system exactly", "computes x, y and z in floats"),
        requires={
            "three different proper fractions in lowest terms": lambda b, i, j, k, **parts: (
                _three_proper_fractions(**parts)
            ),
            "three different exponents": lambda i, j, k, **_: len({i, j, k}) == 3,
        },
    ),
    CompetitionEntry(
        "AIME 2024 II 5",
        texts=("000a23697af496e4", "a3f99de0fb825bcf"),
        numbers="6 a=200 b=240 c=300 6",
        domains={
            "a": range(70, 601, 10),
            "b": range(80, 701, 10),
            "c": range(90, 801, 10),
        },
        solve=_hexagon,
        check=_hexagon_by_coordinates,
        ways=("compares similar triangles", "draws the hexagon in coordinates"),
        cases=_hexagon_cases,
    ),
    CompetitionEntry(
        "AIME 2024 II 6",
        texts=("19a48de43c56d99d",),
        numbers="n=2024",
        domains={"n": range(1000, 4001)},
        solve=_largest_elements,
        check=_largest_elements_by_search,
        ways=("reads n in base 2", "counts sets and searches sums of the counts"),
    ),
    CompetitionEntry(
        "AIME 2024 II 7",
        texts=("85bd1100e77f6378", "6f331e0e25c6a968"),
        numbers="k=4 d=1 p=7 m=1000",
        domains={
            "k": (3, 4, 5),
            "d": range(1, 10),
            "p": (7, 11, 13, 17, 19, 23),
            "m": (100, 1000),
        },
        solve=_digit_parts,
        check=_digit_parts_by_trying,
        ways=("finds each digit from the remainder", "changes the digits of each number"),
        requires={
            "the divisor by 1000 or 100 leaves a quotient": lambda k, m, **_: m < 10**k,
            "no digit is the new one already": lambda k, d, p, **_: (
                str(d) not in str(_digit_changed(k, d, p))
            ),
        },
        check_is_slow=True,
    ),
    CompetitionEntry(
        "AIME 2024 II 8",
        texts=("f4ccac5ac0aeef89",),
        numbers="r=3 d=6 s=11",
        domains={"r": range(2, 9), "d": range(3, 17), "s": range(6, 31)},
        solve=_torus,
        form=proper_m_plus_n,
        check=_torus_by_sinking,
        ways=("finds the points of tangency exactly", "moves the torus until it touches"),
    ),
)
