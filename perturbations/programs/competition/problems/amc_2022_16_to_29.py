"""AMC of 2022, 16 to 29 in the order of `AI-MO/aimo-validation-amc`."""

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, permutations, product
from math import comb, factorial, gcd, isqrt, lcm, prod

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    require_at_most,
    require_counts,
    square_root,
    whole,
)

_ANSWERS = range(-10_000, 10_000)


# 16: strings with enough small digits


def _strings(n: int, **named: int) -> int:
    """Go through how often each digit is taken, and arrange the digits."""
    digits, thresholds = _digits_and_thresholds(n, **named)
    count = 0
    for taken in product(range(n + 1), repeat=len(digits) - 1):
        last = n - sum(taken)
        if last < 0:
            continue
        times = (*taken, last)
        pairs = list(zip(times, digits, strict=True))
        if all(sum(t for t, digit in pairs if digit < j) >= j for j in thresholds):
            count += factorial(n) // prod(map(factorial, times))
    require_counts(count)
    return count


def _strings_by_digit(n: int, **named: int) -> int:
    """Write one digit after the other, keeping how many are below each threshold."""
    digits, thresholds = _digits_and_thresholds(n, **named)
    states = Counter({(0,) * len(thresholds): 1})
    for _ in range(n):
        longer: Counter[tuple[int, ...]] = Counter()
        for below, ways in states.items():
            for digit in digits:
                longer[
                    tuple(min(j, b + (digit < j)) for b, j in zip(below, thresholds, strict=True))
                ] += ways
        states = longer
    return states[thresholds]


def _digits_and_thresholds(n: int, **named: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    require_counts(n)
    require_at_most(16, n)
    digits = tuple(named[f"d{i}"] for i in range(5))
    if len(set(digits)) < len(digits) or not all(0 <= digit <= 9 for digit in digits):
        raise NoAnswer("the digits are not five different ones")
    return digits, tuple(named[f"j{i}"] for i in range(1, 5))


def _good_string(n: int, d4: int, **_: int) -> int:
    """A string with 0 and 1 below 2, two 2 and the last digit; more of 1 for a longer one."""
    if not 5 <= n <= 16:
        raise NoAnswer("no example of such a length")
    return int("1" * (n - 5) + f"0221{d4}")


def _bad_string(n: int, d4: int, **_: int) -> int:
    """A string with a single digit below 2; more of 3 for a longer one."""
    if not 5 <= n <= 16:
        raise NoAnswer("no example of such a length")
    return int("2" + "3" * (n - 4) + f"{d4}0{d4}")


# 18: a number from a least common multiple and a greatest common divisor


def _from_multiple_and_divisor(a: int, multiple: int, b: int, divisor: int) -> int:
    """Try all divisors of the multiple."""
    require_counts(a, multiple, b, divisor)
    require_at_most(10**5, a, multiple, b, divisor)
    found = [
        n
        for n in range(1, multiple + 1)
        if multiple % n == 0 and lcm(n, a) == multiple and gcd(n, b) == divisor
    ]
    if len(found) != 1:
        raise NoAnswer("n is not determined")
    return found[0]


def _from_multiple_and_divisor_by_primes(a: int, multiple: int, b: int, divisor: int) -> int:
    """Find the exponent of each prime: the larger in the multiple, the smaller in the divisor."""
    n = 1
    for p in range(2, multiple + 1):
        if multiple % p or any(p % q == 0 for q in range(2, isqrt(p) + 1)):
            continue
        in_a, in_multiple, in_b, in_divisor = (
            _exponent(p, number) for number in (a, multiple, b, divisor)
        )
        low, high = (in_multiple if in_multiple > in_a else 0), in_multiple
        low, high = max(low, in_divisor), (in_divisor if in_divisor < in_b else high)
        if low != high:
            raise NoAnswer(f"the exponent of {p} is not determined")
        n *= p**low
    return n


def _exponent(p: int, number: int) -> int:
    exponent = 0
    while number % p == 0:
        number //= p
        exponent += 1
    return exponent


def _digit_sum(number: int) -> int:
    return sum(map(int, str(number)))


_NUMBERS = {
    "a": range(12, 55, 2),
    "multiple": range(60, 541),
    "b": range(15, 136, 5),
    "divisor": range(5, 46),
}


def _from_multiple_and_divisor_cases() -> Iterator[tuple[int, ...]]:
    """Pairs of a and b with a multiple and a divisor that fit one n only, of two digits or more."""
    for a, b in product(_NUMBERS["a"], _NUMBERS["b"]):
        if gcd(a, b) == 1:
            continue
        fitting: dict[tuple[int, int], list[int]] = {}
        for n in range(5, 541, 5):
            fitting.setdefault((lcm(n, a), gcd(n, b)), []).append(n)
        for (multiple, divisor), numbers in fitting.items():
            if len(numbers) > 1 or numbers[0] < 12 or numbers[0] in (multiple, divisor):
                continue
            if multiple in _NUMBERS["multiple"] and divisor in _NUMBERS["divisor"] and divisor < b:
                yield a, multiple, b, divisor


# 19: points within a taxicab distance


def _taxicab(d: int) -> int:
    """Count the points of each column."""
    if d < 0:
        raise NoAnswer("a negative distance")
    require_at_most(10**5, d)
    return sum(2 * (d - abs(x)) + 1 for x in range(-d, d + 1))


def _taxicab_by_squares(d: int) -> int:
    """Seen along the diagonals: points whose distance is odd or even as d is, and the others."""
    return d * d + (d + 1) * (d + 1)


# 20: a mean that is in the data set


def _mean_in_set(k: int, **known: int) -> int:
    """Try all X: a mean among the known numbers limits it, and X itself is one mean at most."""
    numbers = list(known.values())
    require_counts(*numbers)
    require_at_most(10**4, *numbers)
    if k != len(numbers) + 1:
        raise NoAnswer("the data set has another size")
    found = [
        x
        for x in range(1, k * max(numbers) + 1)
        if (sum(numbers) + x) % k == 0 and (sum(numbers) + x) // k in (*numbers, x)
    ]
    require_counts(len(found))
    return sum(found)


def _mean_in_set_by_mean(k: int, **known: int) -> int:
    """Go through the values that the mean may be: k times it less the sum is X."""
    numbers = set(known.values())
    total = sum(known.values())
    found = {k * mean - total for mean in numbers}
    if total % (k - 1) == 0:
        found.add(total // (k - 1))  # X is the mean of all, so of the others as well
    return sum(x for x in found if x > 0)


def _mean_in_set_cases() -> Iterator[tuple[int, ...]]:
    """Sets of which one number stands twice, with three X or more, one of them the mean."""
    for a, b, c, d in product(range(1, 13), repeat=4):
        total = a + b + c + d + c
        if len({a, b, c, d}) < 4 or total % 5:
            continue
        fitting = {6 * mean - total for mean in (a, b, c, d)} | {total // 5}
        if sum(x > 0 for x in fitting) >= 3:
            yield 6, a, b, c, d, c


# 21: a product of roots in roots


def _nested_roots(r: int, b: int) -> Fraction:
    """The exponents 1/r + 1/r^2 + ... add up to 1 / (r - 1), so m is b to the 2 / (r - 1)."""
    require_counts(r, b)
    require_at_most(1000, r, b)
    if r == 1:
        raise NoAnswer("the product does not converge")
    exponent = Fraction(2, r - 1)
    power = b**exponent.numerator
    root = next(m for m in range(1, power + 1) if m**exponent.denominator >= power)
    if root**exponent.denominator != power:
        raise NoAnswer("m is no integer")
    return Fraction(root)


def _no_square(m: Fraction) -> int:
    """What stands under a root."""
    number = whole(m)
    if isqrt(number) ** 2 == number:
        raise NoAnswer("the product is an integer")
    return number


def _nested_roots_by_factors(r: int, b: int) -> float:
    """Multiply sixty factors."""
    value, factor = 1.0, float(b)
    for _ in range(60):
        factor **= 1 / r
        value *= factor
    return value * value


def _nested_roots_cases() -> Iterator[tuple[int, ...]]:
    for m in range(2, 31):
        if isqrt(m) ** 2 != m:
            yield from ((r, m ** (r // 2)) for r in (3, 5, 7) if m ** (r // 2) <= 30)


# 22: liars, truth-tellers and alternaters


def _candies(n: int, yes1: int, yes2: int, yes3: int) -> int:
    """See who says yes to which question, and subtract.

    First: truth-tellers, liars, and alternaters who begin with a lie. Second: liars, and the same
    alternaters, who tell the truth now. Third: these alternaters alone.
    """
    if not 0 <= yes3 <= yes2 <= yes1 <= n:
        raise NoAnswer("some kind of children is fewer than none")
    return yes1 - yes2


def _candies_by_answers(n: int, yes1: int, yes2: int, yes3: int) -> int:
    """Let all groups of children answer, and find those with the right numbers of yes."""
    about = ("truth-teller", "alternater", "liar")

    def answers(kind: str, truthful: tuple[bool, ...]) -> list[bool]:
        return [(kind == asked) == true for asked, true in zip(about, truthful, strict=True)]

    truth = answers("truth-teller", (True,) * 3)
    lie = answers("liar", (False,) * 3)
    lie_first = answers("alternater", (False, True, False))
    truth_first = answers("alternater", (True, False, True))
    said = list(zip(truth, lie, lie_first, truth_first, strict=True))  # by question
    found = set()
    for t in range(n + 1):
        for liars in range(n - t + 1):
            for a in range(n - t - liars + 1):
                b = n - t - liars - a
                for (p, q, r, s), yes in zip(said, (yes1, yes2, yes3), strict=True):
                    if p * t + q * liars + r * a + s * b != yes:
                        break
                else:
                    found.add(t * sum(truth))
    if len(found) != 1:
        raise NoAnswer("the children are not determined")
    return found.pop()


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
    """Angles of 120 or 150 degrees: powers of a cube root of 1, or shorter ones of a multiple."""
    for a in range(1, 4):
        yield from ((a, 3 * a * a, 2 * a, n) for n in range(2011, 2041) if n % 3)
    for a, b, c in ((2, 12, 2), (3, 27, 2), (3, 3, 2), (6, 12, 2), (9, 27, 2)):
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
    choices = [[empty], *([inside] * inner), [empty], [empty]]
    pairs = Counter({(empty, empty): 1})
    for y, rows in enumerate(choices):
        wanted = [n // 2] if y - 1 == n // 2 else []
        following: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
        for (above, row), ways in pairs.items():
            for below in rows:
                if after(above, row, below) == wanted:
                    following[row, below] += ways
        pairs = following
    return pairs.total()


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AMC 2022 16",
        texts=("6e2ac8dc25f17d17",),
        numbers="n=5 d0=0 d1=1 d2=2 d3=3 d4=4 j1=1 j2=2 j3=3 j4=4 good=2214 j1=1 j1=1 j2=2 j2=2"
        " j3=3 j3=3 j4=4 j4=4 bad=23404 j2=2 j2=2",
        # The lists of digits keep their length, so that longer strings are what changes.
        domains={
            "n": range(5, 11),
            **{f"d{i}": (i,) for i in range(4)},
            "d4": range(4, 10),
            **{f"j{i}": (i,) for i in range(1, 5)},
        },
        derived={"good": _good_string, "bad": _bad_string},
        requires={
            "strings of five digits have no other digits": lambda n, d4, **_: n > 5 or d4 == 4,
        },
        solve=_strings,
        check=_strings_by_digit,
        ways=("goes through the numbers of each digit", "writes digit after digit"),
        answers=range(10**8),
    ),
    Immovable(
        "AMC 2022 17",
        texts=("32eb4ada2b6c4fe3",),
        reason="for other numbers of segments the ratio is no integer",
    ),
    CompetitionEntry(
        "AMC 2022 18",
        texts=("40fdcc4e4105082e",),
        numbers="a=18 multiple=180 b=45 divisor=15",
        domains=_NUMBERS,
        solve=_from_multiple_and_divisor,
        form=_digit_sum,
        check=_from_multiple_and_divisor_by_primes,
        ways=("tries all divisors", "finds the exponent of each prime"),
        cases=_from_multiple_and_divisor_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 19",
        texts=("8426da57c931e986",),
        numbers="1 1 2 2 1 2 1 2 d=20",
        domains={"d": range(7, 61)},
        solve=_taxicab,
        check=_taxicab_by_squares,
        ways=("counts column by column", "two squares of points"),
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 20",
        texts=("78ce0811a28aede7",),
        numbers="k=6 a=1 b=7 c=5 d=2 e=5 k=6",
        domains={"k": (6,), **dict.fromkeys("abcde", range(1, 13))},
        solve=_mean_in_set,
        check=_mean_in_set_by_mean,
        ways=("tries all X", "goes through the values of the mean"),
        cases=_mean_in_set_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 21",
        texts=("efe51055d3f94cf3",),
        numbers="r=3 b=10 r=3 r=3 b=10 r=3 r=3 r=3 b=10",
        domains={"r": (3, 5, 7), "b": range(2, 31)},
        solve=_nested_roots,
        form=_no_square,
        check=_nested_roots_by_factors,
        ways=("a geometric series of exponents", "multiplies sixty factors"),
        cases=_nested_roots_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 22",
        texts=("2a73bcbfab8a3cef",),
        numbers="n=31 3 3 yes1=22 yes2=15 yes3=9",
        domains={
            "n": range(20, 51),
            "yes1": range(12, 41),
            "yes2": range(8, 31),
            "yes3": range(4, 21),
        },
        solve=_candies,
        check=_candies_by_answers,
        ways=("subtracts who says yes", "lets all possible groups answer"),
        requires={
            "there are children of each kind": lambda n, yes1, yes2, yes3: n > yes1 > yes2 > yes3,
        },
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022 23",
        texts=("a667b97aaa258812",),
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
        "AMC 2022 24",
        texts=("9412a25fbe31cbe2",),
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
        "AMC 2022 25",
        texts=("c4fc55c233218b4d",),
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
        "AMC 2022 26",
        texts=("b1fbe2601e174fc8",),
        reason="the published gold is that of a mixed number, where the text asks for a fraction",
    ),
    CompetitionEntry(
        "AMC 2022 27",
        texts=("98176556a976d3af",),
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
        "AMC 2022 28",
        texts=("7c5909699fcad88c",),
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
        "AMC 2022 29",
        texts=("691ded49db523c30",),
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
