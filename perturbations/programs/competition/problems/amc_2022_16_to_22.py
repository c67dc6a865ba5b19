"""AMC of 2022, 16 to 22 in the order of `AI-MO/aimo-validation-amc`."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import factorial, gcd, isqrt, lcm, prod

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, Immovable
from clipo_bench.perturbations.programs.competition.exact import (
    NoAnswer,
    digit_sum,
    radicand,
    require_at_most,
    require_counts,
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


PROBLEMS: tuple[CompetitionEntry | Immovable, ...] = (
    CompetitionEntry(
        "AMC 2022, no. 16 of the data set",
        texts=("fe2de53fd88a11df",),
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
        "AMC 2022, no. 17 of the data set",
        texts=("71fefa150ae76ced",),
        reason="for other numbers of segments the ratio is no integer, or 1 for two",
    ),
    CompetitionEntry(
        "AMC 2022, no. 18 of the data set",
        texts=("ff51c2a7dc8c6468",),
        numbers="a=18 multiple=180 b=45 divisor=15",
        domains=_NUMBERS,
        solve=_from_multiple_and_divisor,
        form=digit_sum,
        check=_from_multiple_and_divisor_by_primes,
        ways=("tries all divisors", "finds the exponent of each prime"),
        cases=_from_multiple_and_divisor_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 19 of the data set",
        texts=("12e0ab4efee775f3",),
        numbers="1 1 2 2 1 2 1 2 d=20",
        domains={"d": range(7, 61)},
        solve=_taxicab,
        check=_taxicab_by_squares,
        ways=("counts column by column", "two squares of points"),
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 20 of the data set",
        texts=("648d7598e3274a26",),
        numbers="k=6 a=1 b=7 c=5 d=2 e=5 k=6",
        domains={"k": (6,), **dict.fromkeys("abcde", range(1, 13))},
        solve=_mean_in_set,
        check=_mean_in_set_by_mean,
        ways=("tries all X", "goes through the values of the mean"),
        cases=_mean_in_set_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 21 of the data set",
        texts=("8a4b0de745cc90ee",),
        numbers="r=3 b=10 r=3 r=3 b=10 r=3 r=3 r=3 b=10",
        domains={"r": (3, 5, 7), "b": range(2, 31)},
        solve=_nested_roots,
        form=radicand,
        check=_nested_roots_by_factors,
        ways=("a geometric series of exponents", "multiplies sixty factors"),
        cases=_nested_roots_cases,
        answers=_ANSWERS,
    ),
    CompetitionEntry(
        "AMC 2022, no. 22 of the data set",
        texts=("5e9ad15c723dae6a",),
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
)
