"""Sets of integers with given properties: listed in a quick way, and in a plain one."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count, takewhile
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.no_value import NoValue

Test = Callable[[int], bool]
_MOST_STEPS = 200_000
_MOST_PLAIN_STEPS = 300_000
_LARGEST_FACTORED = 10**200
_LARGEST_REST = 10**14
_SMALL_PRIMES = tuple(sympy.primerange(2, 1000))
_MOST_DIVISORS = 20_000
_MOST = 10**12


@dataclass(frozen=True, slots=True)
class Property:
    """A condition for an integer.

    Attributes:
        holds: whether an integer has it.
        plainly: the same, seen in another way.
        residue: a remainder and its modulus that every such integer has.
        low: the least such integer, if there is one.
        high: the greatest.
        divides: what every such integer divides.
        power: every such integer is a power of this degree of another that is not negative.
        cost: how many steps a test of one integer counts as.
    """

    holds: Test
    plainly: Test
    residue: tuple[int, int] = (0, 1)
    low: int | None = None
    high: int | None = None
    divides: int | None = None
    power: int = 1
    cost: int = 1


def none_of(*properties: Property) -> Property:
    """The property of having none of these."""
    return Property(
        lambda n: not any(one.holds(n) for one in properties),
        lambda n: not any(one.plainly(n) for one in properties),
        cost=max(one.cost for one in properties),
    )


def any_of(*properties: Property) -> Property:
    """The property of having at least one of these."""
    return Property(
        lambda n: any(one.holds(n) for one in properties),
        lambda n: any(one.plainly(n) for one in properties),
        cost=max(one.cost for one in properties),
    )


def between(low: int | None, high: int | None) -> Property:
    """Integers of a range, ends included."""

    def holds(n: int) -> bool:
        return (low is None or low <= n) and (high is None or n <= high)

    return Property(holds, holds, low=low, high=high)


def congruent(remainder: int, modulus: int) -> Property:
    """Integers with a remainder.

    Raises:
        NoValue: the modulus is none.
    """
    if not 1 <= modulus <= _MOST:
        raise NoValue("no modulus")
    # the second way counts on from the remainder: it sees no division of n itself
    return Property(
        lambda n: n % modulus == remainder % modulus,
        lambda n: (n - remainder) // modulus * modulus == n - remainder,
        residue=(remainder % modulus, modulus),
    )


def divisor_of(number: int) -> Property:
    """Positive divisors.

    Raises:
        NoValue: the number is not positive, or has too many.
    """
    if number < 1 or not _is_factored_quickly(number):
        raise NoValue("no number to factor")
    return Property(
        lambda n: n > 0 and number % n == 0,
        lambda n: n > 0 and math.gcd(n, number) == n,
        low=1,
        high=number,
        divides=number,
    )


def _is_factored_quickly(number: int) -> bool:
    """Whether only a small rest is left when all small primes are split off."""
    if number > _LARGEST_FACTORED:
        return False
    for small in _SMALL_PRIMES:
        while number % small == 0:
            number //= small
    return number <= _LARGEST_REST


def perfect_power(degree: int) -> Property:
    """Squares, cubes, ... of integers that are not negative."""
    return Property(
        lambda n: n >= 0 and sympy.integer_nthroot(n, degree)[1],
        lambda n: n >= 0 and round(n ** (1 / degree)) ** degree == n,
        power=degree,
        low=0,
    )


def _is_prime_by_trial(n: int) -> bool:
    return n > 1 and all(n % d for d in range(2, math.isqrt(n) + 1))


def prime() -> Property:
    """Primes."""
    return Property(lambda n: bool(sympy.isprime(n)), _is_prime_by_trial, low=2, cost=4)


def composite() -> Property:
    """Positive integers with a divisor between 1 and themselves."""
    return Property(
        lambda n: n > 3 and not sympy.isprime(n),
        lambda n: n > 3 and not _is_prime_by_trial(n),
        low=4,
        cost=4,
    )


@lru_cache(2**12)
def _divisors_by_trial(n: int) -> int:
    small = [d for d in range(1, math.isqrt(n) + 1) if n % d == 0]
    return 2 * len(small) - (small[-1] ** 2 == n)


def divisor_count(test: Test) -> Property:
    """Positive integers whose number of positive divisors satisfies a test."""
    return Property(
        lambda n: n > 0 and test(int(sympy.divisor_count(n))),
        lambda n: n > 0 and test(_divisors_by_trial(n)),
        low=1,
        cost=20,
    )


def digits_of(n: int) -> list[int]:
    """The decimal digits of a number, the last first, by division."""
    found: list[int] = []
    n = abs(n)
    while n or not found:
        n, digit = divmod(n, 10)
        found.append(digit)
    return found


def digits(test: Callable[[list[int]], bool]) -> Property:
    """Integers whose decimal digits, the last first, satisfy a test."""
    return Property(
        lambda n: test([int(one) for one in str(abs(n))[::-1]]), lambda n: test(digits_of(n))
    )


def palindrome() -> Property:
    """Numbers that read the same from both sides."""
    return Property(
        lambda n: n >= 0 and str(n) == str(n)[::-1],
        lambda n: n >= 0 and digits_of(n) == digits_of(n)[::-1],
        low=0,
    )


def coprime(number: int) -> Property:
    """Integers that share no prime factor with a number.

    Raises:
        NoValue: the number is not positive, or not factored quickly.
    """
    if number < 1 or not _is_factored_quickly(number):
        raise NoValue("no number to factor")
    primes = sympy.primefactors(number)
    return Property(
        lambda n: math.gcd(n, number) == 1, lambda n: n != 0 and all(n % p for p in primes)
    )


@dataclass(frozen=True, slots=True)
class IntegerSet:
    """All integers with some properties."""

    properties: tuple[Property, ...] = field(default=())

    def having(self, *properties: Property) -> "IntegerSet":
        """Those that have these properties, too."""
        return replace(self, properties=self.properties + properties)

    @property
    def low(self) -> int | None:
        """The greatest of the lower ends."""
        return max((one.low for one in self.properties if one.low is not None), default=None)

    @property
    def high(self) -> int | None:
        """The least of the upper ends."""
        return min((one.high for one in self.properties if one.high is not None), default=None)

    def members(self) -> list[int]:
        """All of them, in ascending order.

        Raises:
            NoValue: there is no end to them, or they are too many to list.
        """
        if self.high is None or self.low is None:
            raise NoValue("a set without an end")
        return list(self._found(self._upwards(), self.high))

    def members_plainly(self) -> list[int]:
        """The same, by trying every integer.

        Raises:
            NoValue: they are too many.
        """
        low, high = self.low, self.high
        if low is None or high is None:
            raise NoValue("a set without an end")
        numbers = [one.divides for one in self.properties if one.divides is not None]
        if (high - low) * self._cost > _MOST_PLAIN_STEPS and numbers:
            return [n for n in _divisors_by_products(min(numbers)) if self._has_plainly(n)]
        degree = max(one.power for one in self.properties)
        if (high - low) * self._cost > _MOST_PLAIN_STEPS and degree > 1:
            roots = takewhile(lambda root: root**degree <= high, count(0))
            return [n for root in roots if self._has_plainly(n := root**degree)]
        if (high - low) * self._cost > _MOST_PLAIN_STEPS:
            raise NoValue("too many to try")
        return [n for n in range(low, high + 1) if self._has_plainly(n)]

    def extreme(self, largest: bool, place: int = 1) -> int:
        """The least or greatest of them, or the one at another place from there.

        Raises:
            NoValue: there is none, or it is too far to find.
        """
        if largest:
            if self.high is None:
                raise NoValue("no greatest")
            found = self._found(self._downwards(), self.low)
        else:
            found = self._found(self._upwards(), self.high)
        for at, one in enumerate(found, start=1):
            if at == place:
                return one
        raise NoValue("too few")

    def is_extreme(self, number: int, largest: bool, place: int = 1) -> bool:
        """Whether that is it, by trying every integer up to it, or all in steps of one modulus."""
        if not self._has_plainly(number):
            return False
        end = self.high if largest else self.low
        if end is None:
            return False
        distance = abs(number - end) * self._cost
        numbers = [one.divides for one in self.properties if one.divides is not None]
        if distance > _MOST_PLAIN_STEPS and numbers:
            listed = [n for n in _divisors_by_products(min(numbers)) if self._has_plainly(n)]
            return listed[-place if largest else place - 1] == number
        modulus = max(one.residue[1] for one in self.properties)
        step = modulus if distance > _MOST_PLAIN_STEPS else 1
        if distance // step > _MOST_PLAIN_STEPS:
            return False
        passed = range(number, end + (1 if largest else -1), step if largest else -step)
        return sum(self._has_plainly(n) for n in passed) == place

    @property
    def _cost(self) -> int:
        return max((one.cost for one in self.properties), default=1)

    def _has_plainly(self, n: int) -> bool:
        return all(_safely(one.plainly, n) for one in self.properties)

    def _found(self, candidates: Iterator[int], end: int | None) -> Iterator[int]:
        for steps, n in enumerate(candidates):
            if steps * self._cost > _MOST_STEPS:
                raise NoValue("too many to list")
            if self._cost > 1 and abs(n) > _MOST:
                raise NoValue("too large to factor")
            if all(_safely(one.holds, n) for one in self.properties):
                yield n
            if end is not None and n == end:
                return

    def _upwards(self) -> Iterator[int]:
        low, high = self.low, self.high
        if low is None:
            raise NoValue("no least")
        numbers = [one.divides for one in self.properties if one.divides is not None]
        if numbers:
            yield from divisors(min(numbers))
            return
        degree = max(one.power for one in self.properties)
        if degree > 1:
            first = sympy.integer_nthroot(max(low, 0), degree)[0]
            for root in count(int(first)):
                if high is not None and root**degree > high:
                    return
                yield root**degree
        remainder, modulus = self._residue()
        first = low + (remainder - low) % modulus
        while high is None or first <= high:
            yield first
            first += modulus

    def _downwards(self) -> Iterator[int]:
        if any(one.divides is not None for one in self.properties):
            yield from reversed(list(self._upwards()))
            return
        high, low = self.high, self.low
        if high is None:
            raise NoValue("no greatest")
        degree = max(one.power for one in self.properties)
        if degree > 1:
            root = int(sympy.integer_nthroot(max(high, 0), degree)[0])
            yield from (one**degree for one in range(root, -1, -1))
            return
        remainder, modulus = self._residue()
        last = high - (high - remainder) % modulus
        while low is None or last >= low:
            yield last
            last -= modulus

    def _residue(self) -> tuple[int, int]:
        """The remainder that all of the remainders make together."""
        remainder, modulus = 0, 1
        for one in self.properties:
            other, step = one.residue
            shared = math.gcd(modulus, step)
            if (other - remainder) % shared:
                raise NoValue("remainders that exclude each other")
            inverse = pow(modulus // shared, -1, step // shared) if step > shared else 0
            remainder += (other - remainder) // shared * inverse % (step // shared) * modulus
            modulus = modulus // shared * step
            remainder %= modulus
        return remainder, modulus


def _safely(test: Test, n: int) -> bool:
    """Where a condition has no value, it does not hold."""
    try:
        return bool(test(n))
    except NoValue:
        return False


def divisors(number: int) -> list[int]:
    """All positive divisors, in ascending order.

    Raises:
        NoValue: they are too many.
    """
    if sympy.divisor_count(number) > _MOST_DIVISORS:
        raise NoValue("too many divisors")
    return [int(one) for one in sympy.divisors(number)]


def _divisors_by_products(number: int) -> list[int]:
    """All products of powers of the primes, which are split off one by one."""
    found, left = [1], number
    for prime_factor in sympy.primefactors(number):
        longer = list(found)
        power: Any = 1
        while left % prime_factor == 0:
            left //= prime_factor
            power *= prime_factor
            longer += [one * power for one in found]
        found = longer
    return sorted(found)
