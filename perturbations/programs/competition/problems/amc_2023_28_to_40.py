"""AMC 12 of 2023, 28 to 40 in the order of `AI-MO/aimo-validation-amc`."""

import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from heapq import heappop, heappush
from itertools import combinations, product

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable, plain
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    Surd,
    digit_sum,
    proper_m_plus_n,
    require_at_most,
    require_counts,
    root_m_plus_n,
    surd,
)
from clipo_bench.perturbations.programs.competition.exact_geometry import cut, polygon_area


def _cubics(c: int) -> int:
    """Choose three different divisors, of either sign, with the product -c."""
    require_counts(c)
    require_at_most(1000, c)
    divisors = [sign * d for d in range(1, c + 1) if c % d == 0 for sign in (1, -1)]
    return sum(math.prod(roots) == -c for roots in combinations(divisors, 3))


def _cubics_by_coefficients(c: int) -> int:
    """For each a, each divisor is a root for one b: count the b that have three roots."""
    divisors = [sign * d for d in range(1, c + 1) if c % d == 0 for sign in (1, -1)]
    found = 0
    for a in range(-2 * c - 2, 2 * c + 3):
        # r^3 + a r^2 + b r + c = 0
        roots = Counter(-(r * r + a * r + c // r) for r in divisors)
        found += list(roots.values()).count(3)
    return found


def _coins(a: int, b: int, c: int) -> int:
    """Dijkstra: the smallest payable value for each remainder by a; go back by a from the last."""
    _require_coins(a, b, c)
    smallest: dict[int, int] = {}
    queue = [0]
    while queue:
        value = heappop(queue)
        if value % a not in smallest:
            smallest[value % a] = value
            for coin in (b, c):
                heappush(queue, value + coin)
    return max(smallest.values()) - a


def _coins_by_values(a: int, b: int, c: int) -> int:
    """Go up through the values until `a` in a row can be paid."""
    _require_coins(a, b, c)
    payable = [True]
    while not all(payable[-a:]) or len(payable) < a:
        value = len(payable)
        payable.append(any(value >= coin and payable[value - coin] for coin in (a, b, c)))
    return max(value for value, paid in enumerate(payable) if not paid)


def _require_coins(a: int, b: int, c: int) -> None:
    require_counts(a, b, c)
    require_at_most(1000, a, b, c)
    if math.gcd(a, b, c) > 1 or min(a, b, c) == 1:
        raise NoAnswer("there is no largest value")


def _coins_cases() -> Iterator[tuple[int, ...]]:
    """Coins without a common factor, of which each two have one."""
    for a, b, c in product(range(4, 19), range(5, 31), range(6, 46)):
        pairs = math.gcd(a, b), math.gcd(b, c), math.gcd(a, c)
        if a < b < c and min(pairs) > 1 and math.gcd(*pairs) == 1:
            yield a, b, c


def _progression(shortest: int, angle: int) -> Surd:
    """Sides k, k + d, k + 2d: 120 degrees lie opposite to the longest side.

    The law of cosines gives 3 d^2 + k d - 2 k^2 = 0, so d = 2k/3.
    """
    if shortest <= 0 or angle != 120:  # 60 degrees make all sides equal, 90 an area without a root
        raise NoAnswer("the area has no such form")
    return surd(0, Fraction(shortest * shortest * 5, 3) / 4, 3)


def _progression_by_bisection(shortest: int, angle: int) -> float:
    """Find the difference by bisection on the cosine; Heron's formula."""
    low, high = 0.0, float(shortest)
    for _ in range(100):
        d = (low + high) / 2
        a, b, c = shortest, shortest + d, shortest + 2 * d
        cosine = (a * a + b * b - c * c) / (2 * a * b)
        low, high = (d, high) if cosine > math.cos(math.radians(angle)) else (low, d)
    half = 3 * (shortest + low) / 2
    sides = (shortest, shortest + low, shortest + 2 * low)
    return math.sqrt(half * math.prod(half - side for side in sides))


def _shoes(off: int, tax: int | Fraction, money: int) -> Fraction:
    if not 0 <= off < 100 or tax < 0 or money <= 0:
        raise NoAnswer("there is no such price")
    return money / (1 - Fraction(off, 100)) / (1 + Fraction(tax) / 100)


def _shoes_by_cents(off: int, tax: int | Fraction, money: int) -> Fraction:
    """Halve towards the highest price in cents that can be paid."""
    low, high = 0, 100 * money * 100
    while low < high:
        cents = (low + high + 1) // 2
        reduced = cents - Fraction(cents * off, 100)
        paid = reduced + reduced * tax / 100
        low, high = (cents, high) if paid <= 100 * money else (low, cents - 1)
    return Fraction(low, 100)


_TAXES = [plain(Fraction(halves, 2)) for halves in range(5, 22)]


def _shoes_cases() -> Iterator[tuple[int | Fraction, ...]]:
    """Prices, at most four times the same, of which a whole number of dollars is to be paid."""
    often: Counter[int] = Counter()
    for off, tax, price in product(range(10, 55, 5), _TAXES, range(20, 151)):
        money = price * (100 - off) * (100 + tax) / Fraction(10_000)
        if money.denominator == 1 and 15 <= money <= 129 and often[price] < 4:
            often[price] += 1
            yield off, tax, int(money)


@cache
def _products(sides: int, dice: int) -> frozenset[int]:
    """What the product of the numbers can be."""
    if dice == 0:
        return frozenset({1})
    fewer = _products(sides, dice - 1)
    return frozenset(value * shown for value in fewer for shown in range(1, sides + 1))


def _dice(sides: int, count: int) -> int:
    """Roll more and more dice: with each there are more products."""
    require_counts(sides, count)
    require_at_most(20, sides)
    require_at_most(3000, count)
    if sides < 3:
        raise NoAnswer("no die has so few sides")
    dice = 0
    while len(_products(sides, dice)) < count:
        dice += 1
    if dice == 0 or len(_products(sides, dice)) != count:
        raise NoAnswer("no number of dice has so many products")
    return dice


def _dice_by_exponents(sides: int, count: int) -> int:
    """Count the 2^a 3^b ... that need at most n dice, for 4 to 8 sides.

    Each 5 and each 7 takes a die, and each 3 as well; with six sides or more that die can take a 2
    along. What is left of the 2s goes by twos, or with eight sides by threes.
    """
    large = sum(prime <= sides for prime in (5, 7))
    twos = 3 if sides >= 8 else 2

    def products(dice: int) -> int:
        found = 0
        for others in range(dice + 1 if large else 1):  # dice that show 5 or 7
            ways = others + 1 if large == 2 else 1
            for b in range(dice - others + 1):
                most = twos * (dice - others - b) + (b if sides >= 6 else 0)
                found += ways * (most + 1)
        return found

    return next(dice for dice in range(1, count) if products(dice) >= count)


def _dice_cases() -> Iterator[tuple[int, int]]:
    """Dice that exist, and numbers of products of three or four digits."""
    for sides, most in ((4, 33), (6, 16), (8, 11)):
        for dice in range(5, most):
            count = len(_products(sides, dice))
            if 94 <= count <= 2808:
                yield sides, count


_PAIRS = tuple(combinations(range(4), 2))


def _common_divisor(p: int, q: int, r: int, **exponents: int) -> int:
    """For each prime try all exponents of the four numbers; their smallest has to follow."""
    require_at_most(1000, p, q, r)
    if any(not _is_prime(prime) for prime in (p, q, r)) or len({p, q, r}) < 3:
        raise NoAnswer("three different primes are wanted")
    shown = list(exponents.values())
    divisor = 1
    for place, prime in enumerate((p, q, r)):
        divisor *= prime ** _smallest(tuple(shown[place::3]))
    return divisor


@cache
def _smallest(shown: tuple[int, ...]) -> int:
    """The smallest of four exponents by their sum and the larger ones of the six pairs."""
    total, *larger = shown
    require_at_most(12, *larger)
    if min(shown) < 0:
        raise NoAnswer("an exponent is negative")
    found = set()
    for four in product(range(max(larger) + 1), repeat=4):
        if sum(four) == total and [max(four[i], four[j]) for i, j in _PAIRS] == larger:
            found.add(min(four))
    if len(found) != 1:
        raise NoAnswer("the greatest common divisor does not follow")
    return found.pop()


def _common_divisor_by_order(p: int, q: int, r: int, **exponents: int) -> int:
    """Of exponents in order, the first stands in three pairs, the second in two, the third in one.

    So they are the first, the fourth and the sixth of the pairs in order; the sum gives the fourth.
    """
    shown = list(exponents.values())
    divisor = 1
    for place, prime in enumerate((p, q, r)):
        total, *larger = shown[place::3]
        larger.sort()
        divisor *= prime ** (total - larger[5] - larger[2] - larger[0])
    return divisor


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % d for d in range(2, math.isqrt(number) + 1))


_EXPONENTS = tuple(
    f"{prime}{place}" for place in ("n", "ab", "ac", "ad", "bc", "bd", "cd") for prime in "xyz"
)
"""The exponents of 2, 3 and 5 in the product and in the least common multiples of pairs."""


def _common_divisor_cases() -> Iterator[tuple[int, ...]]:
    """Combine exponents of which the smallest follows, at most twelve times with one answer."""
    fitting = []
    for four in product(range(4), repeat=4):
        shown = (sum(four), *(max(four[i], four[j]) for i, j in _PAIRS))
        try:
            _smallest(shown)
        except NoAnswer:
            continue
        if min(shown) > 0 and 5 <= shown[0] <= 9 and max(four) == 3:
            fitting.append((min(four), shown))
    count = len(fitting)
    often: Counter[tuple[int, ...]] = Counter()
    for i in range(count):
        for j in (i + 5, i + 17, i + 31, i + 47, i + 71):
            parts = fitting[i], fitting[j * 7 % count], fitting[j * 11 % count]
            least = tuple(one for one, _ in parts)
            often[least] += 1
            if any(least) and often[least] <= 12 and len({shown for _, shown in parts}) == 3:
                yield 2, 3, 5, *(part[1][place] for place in range(7) for part in parts)


def _two_triangles(a: int, b: int, c: int, d: int, e: int, f: int) -> Fraction:
    """The hypotenuse is a diameter."""
    longest = []
    for sides in ((a, b, c), (d, e, f)):
        short, middle, long = sorted(sides)
        if short <= 0 or short**2 + middle**2 != long**2:
            raise NoAnswer("there is no such right triangle")
        longest.append(long)
    return Fraction(longest[0], longest[1]) ** 2


def _two_triangles_by_radius(a: int, b: int, c: int, d: int, e: int, f: int) -> Fraction:
    """The radius of any triangle is the product of its sides over four times its area (Heron)."""
    squares = []
    for x, y, z in ((a, b, c), (d, e, f)):
        heron = (x + y + z) * (x + y - z) * (x - y + z) * (-x + y + z)
        squares.append(Fraction((x * y * z) ** 2, heron))
    return squares[0] / squares[1]


def _two_triangles_cases() -> Iterator[tuple[int, ...]]:
    """Pythagorean triples of different shapes."""
    triples = [
        (a, b, math.isqrt(a * a + b * b))
        for a, b in product(range(3, 25), range(4, 36))
        if a < b and math.isqrt(a * a + b * b) ** 2 == a * a + b * b
    ]
    for first, second in product(triples, repeat=2):
        shown = sorted(first + second)
        alike = first[0] * second[1] == first[1] * second[0]
        if not alike and max(shown[:4]) <= 30 and shown[4] <= 36 and shown[5] <= 39:
            yield first + second


def _paint(width: int | Fraction, length: int) -> Fraction:
    """A tenth of `width` by a hundred times `length`, both in centimeters."""
    if min(width, length) <= 0:
        raise NoAnswer("there is no strip")
    return Fraction(width) / 10 * 100 * length


def _paint_by_squares(width: int | Fraction, length: int) -> Fraction:
    """Count squares of half a millimeter, line by line; 20 times 20 of them are a square of 1 cm.

    Over a width of 6.5 millimeters there are 13 lines of them.
    """
    require_at_most(1000, width, length)
    if Fraction(2 * width).denominator != 1:
        raise NoAnswer("the width is no multiple of half a millimeter")
    in_a_line = sum(2 * 10 for _ in range(100 * length))  # centimeter by centimeter
    return Fraction(sum(in_a_line for _ in range(int(2 * width))), 20 * 20)


def _hidden_rectangle(k: int, rows: int, columns: int) -> int:
    """Square by square, the fewest guesses that leave no k squares in a row or column.

    Answers that say no tell nothing that could save a guess, so all guesses may be fixed before.
    The state holds how many squares before are not guessed, in the row and in each column.
    """
    require_counts(k, rows, columns)
    if k < 2 or k > max(rows, columns):
        raise NoAnswer("there is no such rectangle")
    across, down = sorted((rows, columns))
    require_at_most(20, k, rows, columns)
    require_at_most(5000, k**across)
    states = {(0,) * across: 0}
    for _ in range(down):
        within = {(0, *above): guesses for above, guesses in states.items()}
        for column in range(1, across + 1):
            after: dict[tuple[int, ...], int] = {}
            for state, guesses in within.items():
                left = (state[0] + 1, *state[1:column], state[column] + 1, *state[column + 1 :])
                guessed = (0, *state[1:column], 0, *state[column + 1 :])
                if max(left[0], left[column]) < k:
                    after[left] = min(guesses, after.get(left, guesses))
                after[guessed] = min(guesses + 1, after.get(guessed, guesses + 1))
            within = after
        states = {}
        for (_, *above), guesses in within.items():
            states[tuple(above)] = min(guesses, states.get(tuple(above), guesses))
    return min(states.values())


def _hidden_rectangle_by_bounds(k: int, rows: int, columns: int) -> int:
    """Find as many guesses as are enough, and as many as are needed; the two are the same.

    Color the squares in turn along the diagonals: a rectangle has all k colors, so those of the
    rarest color are enough. Each of the rectangles that fit side by side needs a guess of its own.
    """
    colors = Counter((i + j) % k for i, j in product(range(rows), range(columns)))
    enough = min(colors[color] for color in range(k))
    if _side_by_side(k, rows, columns) != enough:
        raise NoAnswer("the bounds are not the same")
    return enough


@cache
def _side_by_side(k: int, rows: int, columns: int) -> int:
    """The most rectangles of k squares that do not overlap, square by square.

    The state holds how many squares of each column are covered from here downwards.
    """
    require_at_most(5000, k**columns)
    states = {(0,) * columns: 0}
    for i, j in product(range(rows), range(columns)):
        after: dict[tuple[int, ...], int] = {}
        for state, laid in states.items():
            before, here, beside = state[:j], state[j], state[j + 1 :]
            following = [((*before, max(here - 1, 0), *beside), laid)]
            if here == 0 and i + k <= rows:
                following.append(((*before, k - 1, *beside), laid + 1))
            if here == 0 and j + k <= columns and not any(beside[: k - 1]):
                following.append(((*before, 0, *(1,) * (k - 1), *beside[k - 1 :]), laid + 1))
            for reached, count in following:
                after[reached] = max(count, after.get(reached, 0))
        states = after
    return max(states.values())


def _hidden_rectangle_cases() -> Iterator[tuple[int, ...]]:
    for rows, columns in product(range(3, 8), repeat=2):
        yield 2, rows, columns
        if max(rows, columns) <= 5:
            yield 3, rows, columns


def _intervals(n: int) -> int:
    """To the right of n it is positive; at each root k the sign changes k times."""
    require_counts(n)
    require_at_most(10**5, n)
    sign, positive = 1, 1
    for k in range(n, 0, -1):
        sign *= (-1) ** k
        positive += sign > 0
    return positive


def _intervals_by_values(n: int) -> int:
    """Multiply all factors at a point of each interval."""
    points = (Fraction(2 * k + 1, 2) for k in range(n + 1))
    return sum(math.prod((x - k) ** k for k in range(1, n + 1)) > 0 for x in points)


def _real_root(e: int, f: int, k: int, base: int) -> int:
    """With u = log n >= 0 the radicand is u (e - u^(f - 1)) / (u - k).

    It is 0 for u = 0 and u = z with z^(f - 1) = e. Else it is positive exactly for u between z and
    k, whichever is larger; u = k is left out.
    """
    require_counts(e, k)
    require_at_most(100, e, f, k, base)
    if base < 2 or f < 2:
        raise NoAnswer("there is no such logarithm, or the numerator has other roots")
    zeros = [z for z in range(1, e + 1) if z ** (f - 1) == e]
    if not zeros:
        raise NoAnswer("the bounds are no integers")
    return int(1 + abs(base ** zeros[0] - base**k))


def _real_root_by_trial(e: int, f: int, k: int, base: int) -> int:
    """Try every n, by the signs of the three factors."""
    zero = round(e ** (1 / (f - 1)))
    found = 0
    for n in range(1, base ** max(zero, k) + base):
        sides = (
            (n > 1) - (n < 1),
            (n < base**zero) - (n > base**zero),
            (n > base**k) - (n < base**k),
        )
        found += sides[2] != 0 and math.prod(sides) >= 0
    return found


def _subsets(n: int, a: int, b: int, c: int, d: int) -> int:
    """Choose the k - 1 elements above the least one, k."""
    require_counts(n)
    require_at_most(1000, n)
    return sum(math.comb(n - k, k - 1) for k in range(1, n + 1))


def _subsets_by_last(n: int, a: int, b: int, c: int, d: int) -> int:
    """Without n it is a subset for n - 1.

    With n, take n away and make all others and the least one smaller by 1: a subset for n - 2.
    """
    fewer, now = 0, 1
    for _ in range(n - 1):
        fewer, now = now, fewer + now
    return now


def _subsets_cases() -> Iterator[tuple[int, ...]]:
    yield from ((n, 4, 6, 8, min(n, 11)) for n in range(9, 25))


def _diamonds(a: int, b: int, c: int) -> Fraction:
    """Cut the diamond around (a, b) to the quadrant of positive x and y, which holds a quarter."""
    if min(a, b, c) <= 0:
        raise NoAnswer("there is no such region")
    diamond = [(a + c, b), (a, b + c), (a - c, b), (a, b - c)]
    return 4 * polygon_area(cut(cut(diamond, 1, 0, 0), 0, 1, 0))


def _diamonds_by_strips(a: int, b: int, c: int) -> Fraction:
    """Add up trapezoids between integers x, where the height of the region is linear."""

    def height(x: int) -> int:
        reach = c - abs(x - a)
        return b + reach - max(0, b - reach) if reach > 0 else 0

    strips = (Fraction(height(x) + height(x + 1), 2) for x in range(a + c))
    return 4 * sum(strips, Fraction(0))


def _diamonds_cases() -> Iterator[tuple[int, ...]]:
    """Diamonds that do not reach the origin, as 8 is the area of all small ones with c = 1."""
    for a, b, c in product(range(1, 10), repeat=3):
        if 2 <= c < a + b and c <= 2 * min(a, b):
            yield a, b, c


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AMC 2023, no. 28 of the data set",
        texts=("a7f3cd33e21eebe7",),
        numbers="3 2 c=6 3",
        # 8, 27 and a product of two primes have as many as 6; a prime has one
        domains={"c": (4, 6, 9, 12, 16, 18, 20, 24, 25, 28, 30)},
        solve=_cubics,
        check=_cubics_by_coefficients,
        ways=("chooses three divisors", "counts the roots for all coefficients"),
    ),
    CompetitionEntry(
        "AMC 2023, no. 29 of the data set",
        texts=("a96afdbf948eacf4",),
        numbers="a=6 b=10 c=15",
        domains={"a": range(4, 19), "b": range(5, 31), "c": range(6, 46)},
        solve=_coins,
        check=_coins_by_values,
        ways=("smallest values by remainder (Dijkstra)", "goes up through the values"),
        form=digit_sum,
        cases=_coins_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 30 of the data set",
        texts=("be621be678a7c3ef",),
        numbers="shortest=6 angle=120",
        # other angles give no root or none of an integer
        domains={"shortest": range(6, 31), "angle": (120,)},
        solve=_progression,
        check=_progression_by_bisection,
        ways=("the law of cosines", "bisection and Heron's formula"),
        form=root_m_plus_n,
        cases=lambda: ((shortest, 120) for shortest in range(6, 31, 6)),
    ),
    CompetitionEntry(
        "AMC 2023, no. 31 of the data set",
        texts=("baea818e07f2a8b4",),
        numbers="off=20 tax=15/2 money=43",
        domains={"off": range(5, 55, 5), "tax": _TAXES, "money": range(15, 130)},
        solve=_shoes,
        check=_shoes_by_cents,
        ways=("divides by both factors", "bisection on the price in cents"),
        cases=_shoes_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 32 of the data set",
        texts=("0fc9fef9b511aecb",),
        numbers="sides=6 count=936",
        domains={"sides": (4, 6, 8), "count": range(94, 2809)},
        solve=_dice,
        check=_dice_by_exponents,
        ways=("collects the products die by die", "counts exponents by the dice they need"),
        cases=_dice_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 33 of the data set",
        texts=("feb861a55e943d82",),
        numbers=(
            "p=2 xn=6 q=3 yn=9 r=5 zn=7 p=2 xab=3 q=3 yab=2 r=5 zab=3 p=2 xac=3 q=3 yac=3 r=5 zac=3"
            " p=2 xad=3 q=3 yad=3 r=5 zad=3 p=2 xbc=1 q=3 ybc=3 r=5 zbc=2"
            " p=2 xbd=2 q=3 ybd=3 r=5 zbd=2 p=2 xcd=2 q=3 ycd=3 r=5 zcd=2"
        ),
        domains={
            "p": (2,),
            "q": (3,),
            "r": (5,),
            **dict.fromkeys(_EXPONENTS[:3], range(5, 10)),
            **dict.fromkeys(_EXPONENTS[3:], range(1, 4)),
        },
        solve=_common_divisor,
        check=_common_divisor_by_order,
        ways=("tries all exponents for each prime", "orders the exponents of the pairs"),
        cases=_common_divisor_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 34 of the data set",
        texts=("c20eb571f23f5d9c",),
        numbers="a=3 b=4 c=5 d=5 e=12 f=13",
        domains={
            "a": range(3, 31),
            "b": range(4, 36),
            "c": range(5, 40),
            "d": range(3, 31),
            "e": range(4, 36),
            "f": range(5, 40),
        },
        solve=_two_triangles,
        check=_two_triangles_by_radius,
        ways=("hypotenuses as diameters", "the circumradius by Heron's formula"),
        form=proper_m_plus_n,
        cases=_two_triangles_cases,
        answers=range(10_000),
    ),
    CompetitionEntry(
        "AMC 2023, no. 35 of the data set",
        texts=("931a44f377c0b9b3",),
        numbers="width=13/2 length=25",
        domains={
            "width": [Fraction(halves, 2) for halves in range(5, 39, 2)],
            "length": range(10, 76, 5),
        },
        solve=_paint,
        check=_paint_by_squares,
        ways=("converts to centimeters", "counts squares of half a millimeter"),
        answers=range(100_000),
    ),
    CompetitionEntry(
        "AMC 2023, no. 36 of the data set",
        texts=("a4f5605274790fb6",),
        numbers="k=2 1 k=2 rows=3 columns=3 k=2",
        domains={"k": (2, 3), "rows": range(3, 8), "columns": range(3, 8)},
        solve=_hidden_rectangle,
        check=_hidden_rectangle_by_bounds,
        ways=(
            "dynamic programming square by square",
            "bounds from colors and from packing that meet",
        ),
        cases=_hidden_rectangle_cases,
    ),
    CompetitionEntry(
        "AMC 2023, no. 37 of the data set",
        texts=("c55a063537bb3850",),
        numbers="1 1 2 2 3 3 n=10 n=10 pieces=11",
        domains={"n": range(5, 31)},
        derived={"pieces": lambda n: n + 1},
        solve=_intervals,
        check=_intervals_by_values,
        ways=("follows the sign from the right", "a value in each interval"),
    ),
    CompetitionEntry(
        "AMC 2023, no. 38 of the data set",
        texts=("f055557a6afa2a37",),
        numbers="e=2 f=2 k=3 base=10",
        domains={"e": range(2, 6), "f": (2,), "k": range(1, 7), "base": range(2, 21)},
        solve=_real_root,
        check=_real_root_by_trial,
        ways=("the signs of the factors", "tries every n"),
        requires={"numerator and denominator have no common root": lambda e, k, **_: e != k},
        answers=range(10_000),
    ),
    CompetitionEntry(
        "AMC 2023, no. 39 of the data set",
        texts=("42f9ec11f5b3818a",),
        numbers="0 1 2 3 n=12 a=4 b=6 c=8 d=11",
        domains={
            "n": range(9, 25),
            "a": (4,),
            "b": (6,),
            "c": (8,),
            "d": (9, 10, 11),
        },
        solve=_subsets,
        check=_subsets_by_last,
        ways=("binomial coefficients", "a recurrence by whether the last number is in"),
        requires={"the example is one": lambda n, a, b, c, d: a == 4 and a < b < c < d <= n},
        cases=_subsets_cases,
        answers=range(100_000),
    ),
    CompetitionEntry(
        "AMC 2023, no. 40 of the data set",
        texts=("b2fc100f16760118",),
        numbers="a=1 b=1 c=1",
        domains={"a": range(1, 10), "b": range(1, 10), "c": range(1, 10)},
        solve=_diamonds,
        check=_diamonds_by_strips,
        ways=("cuts a diamond to the quadrant", "adds up strips"),
        cases=_diamonds_cases,
    ),
)
