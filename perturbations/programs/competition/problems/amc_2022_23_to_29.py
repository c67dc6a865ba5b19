"""AMC of 2022, 23 to 29 in the order of `AI-MO/aimo-validation-amc`."""

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, permutations, product
from math import comb, factorial, prod

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    require_at_most,
    require_counts,
    square_root,
)

_ANSWERS = range(-10_000, 10_000)


# 23: distances of distances


def _distances(a: int, b: int, c: int) -> int:
    """Compute the operation as it is defined."""
    return abs(abs(a - b) - c) - abs(a - abs(b - c))


def _distances_by_extremes(a: int, b: int, c: int) -> int:
    """A distance is the greater difference; put inside, it is a maximum or a minimum of sums."""
    left = max(a - b - c, b - a - c, min(b + c - a, a + c - b))
    right = max(b - c - a, c - b - a, min(a + c - b, a + b - c))
    return left - right


def _distances_cases() -> Iterator[tuple[int, ...]]:
    """Different numbers, not associative; without the original's 2, a fifth of all values."""
    for a, b, c in permutations(range(1, 20), 3):
        if _distances(a, b, c) not in (0, 2):
            yield a, b, c


# 24: powers of two conjugate numbers


def _conjugate_powers(a: int, b: int, c: int, n: int) -> Fraction:
    """The sum -2a/c and the product (a^2 + b) / c^2 give f(n) from the two values before it."""
    require_counts(b, c, n)
    require_at_most(5000, n)
    total, norm = Fraction(-2 * a, c), Fraction(a * a + b, c * c)
    before, now = Fraction(2), total
    for _ in range(n - 1):
        before, now = now, total * now - norm * before
        if abs(now) > 10**30:
            raise NoAnswer("the values grow too large")
    return now


def _conjugate_powers_by_squaring(a: int, b: int, c: int, n: int) -> Fraction:
    """Raise x + y sqrt(-b) to the power by squaring; both conjugates together are 2 x."""

    def times(
        first: tuple[Fraction, Fraction], second: tuple[Fraction, Fraction]
    ) -> tuple[Fraction, Fraction]:
        (x, y), (u, v) = first, second
        return x * u - b * y * v, x * v + y * u

    power, square = (Fraction(1), Fraction(0)), (Fraction(-a, c), Fraction(1, c))
    while n:
        if n % 2:
            power = times(power, square)
        square = times(square, square)
        n //= 2
    return 2 * power[0]


def _conjugate_powers_cases() -> Iterator[tuple[int, ...]]:
    """Angles of 120 or 150 degrees: powers of a cube root of 1, or shorter ones of a multiple.

    Nothing is left to cancel: (-6 + i sqrt(12)) / 2 would be written as -3 + i sqrt(3).
    """
    yield from ((1, 3, 2, n) for n in range(2011, 2041) if n % 3)
    for a, b, c in ((3, 27, 2), (3, 3, 2), (9, 27, 2)):
        for n in range(5, 21):
            # at 150 degrees every sixth power is on the imaginary axis
            vanishes = 3 * a * a != b and n % 6 == 3
            if not vanishes and ((a * a + b) / c**2) ** n < 10**8:
                yield a, b, c, n


# 25: dice over two limits


def _dice(n: int, s: int, high: int, k: int, low: int) -> Fraction:
    """Roll die after die, keeping whether one was high and how many were over the low limit."""
    require_counts(n, s)
    require_at_most(100, n, s)
    states = Counter({(False, 0): 1})
    for _ in range(n):
        longer: Counter[tuple[bool, int]] = Counter()
        for (seen, over), ways in states.items():
            for face in range(1, s + 1):
                longer[seen or face > high, over + (face > low)] += ways
        states = longer
    return Fraction(sum(ways for (seen, over), ways in states.items() if seen and over >= k), s**n)


def _dice_by_complement(n: int, s: int, high: int, k: int, low: int) -> Fraction:
    """Take away rolls without a high number, and those with less than k over the low limit."""
    if not 0 < low <= high <= s:
        raise NoAnswer("the limits are not in this order")
    few = sum(comb(n, i) * (s - low) ** i * low ** (n - i) for i in range(k))
    both = sum(comb(n, i) * (high - low) ** i * low ** (n - i) for i in range(k))
    return 1 - Fraction(high**n + few - both, s**n)


def _denominator_minus_numerator(probability: Fraction) -> int:
    if not 0 < probability < 1:
        raise NoAnswer(f"a probability of {probability}")
    return probability.denominator - probability.numerator


# 27: an angle at a parabola's intercepts


def _intercepts(b: int, c: int) -> Fraction:
    """With A and C where x^2 + b x - c is 0, and B = (0, -c): the tangent from both products."""
    root = square_root(b * b + 4 * c)
    left, right = (-b - root) / 2, (-b + root) / 2
    if c == 0 or root == 0:
        raise NoAnswer("A, B and C are not three points")
    cross = abs(left * c - right * c)
    dot = left * right + c * c
    if dot == 0:
        raise NoAnswer("a right angle has no tangent")
    return cross / dot


def _intercepts_by_half_angles(b: int, c: int) -> Fraction:
    """Add the angles on both sides of the y-axis, with the integers p < 0 < q that are zeros."""
    for q in range(1, c + 1):
        if q * q + b * q == c:
            first, second = Fraction(c // q, c), Fraction(q, c)
            return (first + second) / (1 - first * second)
    raise NoAnswer("the zeros are no integers of different sign")


def _numerator(quantity: Fraction) -> int:
    """The numerator of a positive fraction that is no integer."""
    if quantity <= 0 or quantity.denominator == 1:
        raise NoAnswer(f"{quantity} is not a positive fraction")
    return quantity.numerator


def _intercepts_cases() -> Iterator[tuple[int, ...]]:
    for p in range(2, 10):
        yield from ((q - p, p * q) for q in range(p + 2, min(p + 10, 46 // p)))


# 28: arrays with given sums


def _arrays(n: int, modulus: int, **sums: int) -> int:
    """Fill row after row, keeping the row sums that are left and the column sums so far."""
    require_counts(modulus)
    wanted = _wanted(n, **sums)
    count = _arrays_of(wanted)
    require_counts(count)
    return count % modulus


def _wanted(n: int, **sums: int) -> tuple[int, ...]:
    if n != len(sums) or not all(0 <= one <= n for one in sums.values()):
        raise NoAnswer("no array has such sums")
    return tuple(sorted(sums.values()))


_ROWS = tuple(product((1, 0), repeat=4))


@cache
def _arrays_of(wanted: tuple[int, ...]) -> int:
    start: tuple[tuple[int, ...], tuple[int, ...]] = wanted, (0, 0, 0, 0)
    states = Counter({start: 1})
    for _ in wanted:
        filled: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
        for (left, columns), ways in states.items():
            for row in _ROWS:
                if sum(row) in left:
                    place = left.index(sum(row))
                    # the order of columns does not matter for what comes
                    after = sorted(x + y for x, y in zip(columns, row, strict=True))
                    filled[left[:place] + left[place + 1 :], tuple(after)] += ways
        states = filled
    return states[(), wanted]


def _arrays_by_order(n: int, modulus: int, **sums: int) -> int:
    """Count the arrays with rows and columns in rising order; then exchange rows and columns."""
    wanted = _wanted(n, **sums)
    sorted_arrays = sum(1 for _ in _arrays_with(wanted, wanted))
    orders = factorial(n) // prod(map(factorial, Counter(wanted).values()))
    return orders**2 * sorted_arrays % modulus


def _arrays_with(
    rows: tuple[int, ...], columns: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], ...]]:
    """All arrays of 0 and 1 whose sums are these in this order."""
    if not rows:
        if not any(columns):
            yield ()
        return
    for row in _ROWS:
        left = tuple(x - y for x, y in zip(columns, row, strict=True))
        if sum(row) == rows[0] and min(left) >= 0:
            yield from ((row, *rest) for rest in _arrays_with(rows[1:], left))


@cache
def _example_array(s1: int, s2: int, s3: int, s4: int) -> tuple[int, ...]:
    """An array with the sums in the order of the text's example."""
    found = next(_arrays_with((s3, s2, s4, s1), (s2, s4, s3, s1)), None)
    if found is None:
        raise NoAnswer("no array has such sums")
    return sum(found, ())


def _entry(place: int) -> Callable[..., int]:
    return lambda s1, s2, s3, s4, **_: _example_array(s1, s2, s3, s4)[place]


def _arrays_cases() -> Iterator[tuple[int, ...]]:
    """Sums that leave a few arrays only for each order; a modulus below the number of arrays."""
    for wanted in combinations_with_replacement(range(1, 5), 4):
        if len(set(wanted)) < 3 or sum(1 for _ in _arrays_with(wanted, wanted)) not in range(1, 9):
            continue
        count = _arrays_of(wanted)
        yield from (
            (4, *wanted, modulus)
            for modulus in range(50, min(count, 301), 10)
            if count % modulus  # there is a remainder
        )


# 29: a game of life


def _single_square(n: int, inner: int, few: int, many: int, born: int) -> int:
    """Transform every configuration."""
    if (n, inner) != (5, 3):
        raise NoAnswer("another grid has no centre, or too many configurations")
    around = [
        [
            (x + dx) * n + y + dy
            for dx, dy in product((-1, 0, 1), repeat=2)
            if (dx, dy) != (0, 0) and 0 <= x + dx < n and 0 <= y + dy < n
        ]
        for x, y in product(range(n), repeat=2)
    ]
    inside = [x * n + y for x, y in product(range(1, n - 1), repeat=2)]
    centre, count = n * n // 2, 0
    for filling in product((0, 1), repeat=len(inside)):
        grid = [0] * (n * n)
        for place, filled in zip(inside, filling, strict=True):
            grid[place] = filled
        count += all(
            (sum(grid[near] for near in around[place]) in ((few, many) if grid[place] else (born,)))
            == (place == centre)
            for place in (centre, *range(n * n))
        )
    require_counts(count)
    return count


def _single_square_by_rows(n: int, inner: int, few: int, many: int, born: int) -> int:
    """Add row after row, keeping the last two, as long as the row before becomes what it should."""

    def after(above: tuple[int, ...], row: tuple[int, ...], below: tuple[int, ...]) -> list[int]:
        sums = [sum(column) for column in zip(above, row, below, strict=True)]
        near = [sum(sums[max(0, x - 1) : x + 2]) - row[x] for x in range(n)]
        return [
            x for x in range(n) if near[x] in ((few, many) if row[x] else (born,))
        ]  # where the row is filled afterwards

    empty = (0,) * n
    inside = [(0, *row, 0) for row in product((0, 1), repeat=inner)]
    pairs = Counter({(empty, empty): 1})  # what is above the grid, and its uppermost row
    for y, rows in enumerate([*([inside] * inner), [empty], [empty]]):
        wanted = [n // 2] if y == n // 2 else []
        following: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
        for (above, row), ways in pairs.items():
            for below in rows:
                if after(above, row, below) == wanted:
                    following[row, below] += ways
        pairs = following
    return pairs.total()


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AMC 2022, no. 23 of the data set",
        texts=("96d420c4de7c9927",),
        numbers="a=1 b=2 c=3 a=1 b=2 c=3",
        domains=dict.fromkeys("abc", range(1, 20)),
        solve=_distances,
        check=_distances_by_extremes,
        ways=("by definition", "maxima and minima of sums"),
        cases=_distances_cases,
        requires={
            "the numbers are different": lambda a, b, c: len({a, b, c}) == 3,
            "the operation is not associative here": lambda a, b, c: _distances(a, b, c) != 0,
        },
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 24 of the data set",
        texts=("43316ea98c960011",),
        numbers="a=1 b=3 c=2 a=1 b=3 c=2 1 n=2022",
        domains={
            "a": range(1, 10),
            "b": range(3, 28),
            "c": range(2, 7),
            "n": range(5, 2041),
        },
        solve=_conjugate_powers,
        check=_conjugate_powers_by_squaring,
        ways=("a recurrence", "raises to the power by squaring"),
        cases=_conjugate_powers_cases,
        answers=range(-(10**5), 10**5),
    ),
    CompetitionEntry(
        "AMC 2022, no. 25 of the data set",
        texts=("97a84f1cc2658f4e",),
        numbers="n=4 s=6 high=4 k=2 low=2",
        domains={
            "n": range(3, 8),
            "s": (4, 6, 8, 10, 12),
            "high": range(2, 11),
            "k": range(2, 5),
            "low": range(2, 10),
        },
        solve=_dice,
        form=_denominator_minus_numerator,
        check=_dice_by_complement,
        ways=("die after die", "inclusion and exclusion"),
        requires={
            "the limits are faces in this order": lambda s, high, low, **_: low < high < s,
            "some dice need not be over a limit": lambda n, k, **_: k < n,
        },
        answers=range(2, 1000),
    ),
    Immovable(
        "AMC 2022, no. 26 of the data set",
        texts=("3d08416fbba3f71f",),
        reason="the published gold is that of a mixed number, where the text asks for a fraction",
    ),
    CompetitionEntry(
        "AMC 2022, no. 27 of the data set",
        texts=("93c2dca72355a2d8",),
        numbers="2 b=2 c=15",
        domains={"b": range(2, 10), "c": range(8, 46)},
        solve=_intercepts,
        form=_numerator,
        check=_intercepts_by_half_angles,
        ways=("vectors from B", "adds the angles beside the y-axis"),
        cases=_intercepts_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 28 of the data set",
        texts=("340d83fc9d76f340",),
        numbers="n=4 n=4 0 1 s1=1 s2=2 s3=3 s4=4 s1=1 s2=2 s3=3 s4=4 modulus=100"
        " e0=1 e1=1 e2=1 e3=0 e4=0 e5=1 e6=1 e7=0 e8=1 e9=1 e10=1 e11=1 e12=0 e13=1 e14=0 e15=0",
        domains={
            "n": (4,),
            **{f"s{i}": range(1, 5) for i in range(1, 5)},
            "modulus": range(50, 301, 10),
        },
        derived={f"e{place}": _entry(place) for place in range(16)},
        solve=_arrays,
        check=_arrays_by_order,
        ways=("fills row after row", "arrays with sums in order, then exchanges"),
        cases=_arrays_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 29 of the data set",
        texts=("4340e4aa2ec2ba33",),
        numbers="n=5 n=5 8 few=2 many=3 born=3 n=5 n=5 inner=3 inner=3",
        domains={
            "n": (5,),
            "inner": (3,),
            "few": range(2, 5),
            "many": range(3, 6),
            "born": range(2, 6),
        },
        solve=_single_square,
        check=_single_square_by_rows,
        ways=("transforms all configurations", "adds row after row that becomes what it should"),
        requires={"few and many rise": lambda few, many, **_: few < many},
        answers=_ANSWERS,
    ),
)
