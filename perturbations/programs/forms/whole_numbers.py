"""Forms: whole numbers by their bounds and digits: how many there are, the least, the tenth.

`integers` reads more properties; this reads more ways to name bounds, digits and places. Where both
read a question, they have to agree.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.form import Question
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import ProseForm, Reader

_LARGEST = 20_000  # of numbers that are gone through
_CUT = (
    r"(?:express|give|write) your answer as a (?:common|simplified) fraction"
    r"|\((?:recall that )?a palindrome is (?:a|an) (?:nonnegative )?(?:number|integer|sequence of"
    r" digits) (?:that|which) reads the same (?:forwards?|backwards?) (?:and|as) (?:forwards?"
    r"|backwards?)\)"
)
_NUMBERS = r"(?:whole |natural |counting |integral )?(?:integers?|numbers?)(?: values?)?"
_DIVISORS = (
    r"(?:positive |natural-number |whole-number |natural number |whole number |integer )*"
    r"(?:factors?|divisors?)"
)

Test = Callable[[int], bool]
Members = Callable[[int, int], set[int]]


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that whole numbers are or are not.

    Attributes:
        holds: whether a number has it.
        members: the numbers from one to another that have it, found in another way.
    """

    holds: Test
    members: Members

    def reversed(self) -> "Trait":
        """What has it not."""
        return Trait(
            lambda one: not self.holds(one),
            lambda low, high: set(range(low, high + 1)) - self.members(low, high),
        )

    def joined(self, other: "Trait") -> "Trait":
        """What has this or the other."""
        return Trait(
            lambda one: self.holds(one) or other.holds(one),
            lambda low, high: self.members(low, high) | other.members(low, high),
        )


def multiple_of(number: int) -> Trait:
    """What a number divides."""
    if number == 0:
        raise NoValue("multiples of zero")
    step = abs(number)
    return Trait(
        lambda one: one % step == 0,
        lambda low, high: set(range(-(-low // step) * step, high + 1, step)),
    )


def _divisor_of(number: int) -> Trait:
    if not 1 <= number <= 10**12:
        raise NoValue("no number to factor")
    return Trait(
        lambda one: one > 0 and number % one == 0,
        lambda low, high: {one for one in sympy.divisors(number) if low <= one <= high},
    )


def _divisors_by_primes(number: int) -> set[int]:
    """The divisors, as products of powers of the primes."""
    found = {1}
    for prime, most in sympy.factorint(number).items():
        found = {one * prime**power for one in found for power in range(most + 1)}
    return found


def _power(exponent: int) -> Trait:
    def members(low: int, high: int) -> set[int]:
        if low == high:
            return {low} if round(max(low, 0) ** (1 / exponent)) ** exponent == low else set()
        most = round(max(abs(low), abs(high)) ** (1 / exponent)) + 1
        return {one**exponent for one in range(-most, most + 1) if low <= one**exponent <= high}

    def holds(one: int) -> bool:
        return bool(one >= 0 and sympy.integer_nthroot(one, exponent)[1])

    return Trait(holds, lambda low, high: members(max(low, 0), high))


def _sieve(low: int, high: int) -> set[int]:
    if low == high:
        return {low} if low > 1 and sympy.factorint(low) == {low: 1} else set()
    crossed = {
        many
        for one in range(2, math.isqrt(max(high, 0)) + 1)
        for many in range(one * one, high + 1, one)
    }
    return {one for one in range(max(low, 2), high + 1) if one not in crossed}


PRIME = Trait(lambda one: bool(sympy.isprime(one)), _sieve)
COMPOSITE = Trait(
    lambda one: one > 1 and not sympy.isprime(one),
    lambda low, high: set(range(max(low, 2), high + 1)) - _sieve(low, high),
)
_PALINDROME = Trait(
    lambda one: str(one) == str(one)[::-1],
    lambda low, high: {one for one in range(low, high + 1) if _reversed(one) == one},
)
_NAMED = {
    r"odd": multiple_of(2).reversed(),
    r"even": multiple_of(2),
    r"primes?": PRIME,
    r"composites?": COMPOSITE,
    r"perfect[- ]squares?": _power(2),
    r"perfect[- ]cubes?": _power(3),
    r"palindromes?|palindromic": _PALINDROME,
}


def _reversed(number: int) -> int:
    turned, left = 0, max(number, 0)
    while left:
        left, digit = divmod(left, 10)
        turned = 10 * turned + digit
    return turned


def _coprime(number: int) -> Trait:
    primes = sympy.primefactors(number)

    def members(low: int, high: int) -> set[int]:
        found = set(range(low, high + 1))
        for prime in primes:
            found -= multiple_of(prime).members(low, high)
        return found

    return Trait(lambda one: math.gcd(one, number) == 1, members)


def _ending_in(digit: int) -> Trait:
    if not 0 <= digit <= 9:
        raise NoValue("no digit")
    return Trait(
        lambda one: one > 0 and one % 10 == digit,
        lambda low, high: {one for one in range(low, high + 1) if str(one).endswith(str(digit))},
    )


def _digits(test: Callable[[list[int]], bool]) -> Trait:
    """What depends on the digits, which are found in two ways."""

    def divided(one: int) -> list[int]:
        found = []
        while one:
            one, digit = divmod(one, 10)
            found.append(digit)
        return found[::-1]

    return Trait(
        lambda one: one > 0 and test([int(digit) for digit in str(one)]),
        lambda low, high: {one for one in range(max(low, 1), high + 1) if test(divided(one))},
    )


@dataclass(slots=True)
class WholeNumbers:
    """Whole numbers that a text names: their bounds and properties.

    Attributes:
        low: the least that they may be; `high` the greatest.
        properties: all that they have.
        ends: bounds of which the text does not say whether they are among them.
        divided: a number that all of them divide.
    """

    low: int | None = None
    high: int | None = None
    properties: list[Trait] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    divided: int | None = None

    def at_least(self, low: int) -> None:
        """Take none below."""
        self.low = low if self.low is None else max(low, self.low)

    def at_most(self, high: int) -> None:
        """Take none above."""
        self.high = high if self.high is None else min(high, self.high)

    def holds(self, one: int) -> bool:
        """Whether a number is one of them, bounds aside."""
        return all(each.holds(one) for each in self.properties)

    def found(self) -> list[int]:
        """All of them.

        Raises:
            NoValue: they have no bounds, or are too many, or the text does not say whether a
                bound is one of them.
        """
        low, high = self.bounds()
        if any(self.holds(one) for one in self.ends):
            raise NoValue("between: with the ends or without?")
        within: Iterable[int] = range(low, high + 1)
        if self.divided is not None:
            within = [one for one in sympy.divisors(self.divided) if low <= one <= high]
        return [one for one in within if self.holds(one)]

    def bounds(self) -> tuple[int, int]:
        """The least and the greatest that they may be."""
        if self.low is None and any(each in (PRIME, COMPOSITE) for each in self.properties):
            self.low = 2
        if self.divided is not None:
            self.at_least(1)
            self.at_most(self.divided)
            return self.low or 1, self.high or self.divided
        if self.low is None and self.high is not None and self.high > 0:
            self.low = 1
            if self.holds(0) or self.holds(-1):
                raise NoValue("without a lower bound")
        if self.low is None or self.high is None or self.high - self.low > _LARGEST:
            raise NoValue("without bounds, or too many")
        return self.low, self.high

    def members(self) -> set[int]:
        """All of them, found in another way."""
        low, high = self.bounds()
        if self.divided is None:
            found = set(range(low, high + 1))
        else:
            found = {one for one in _divisors_by_primes(self.divided) if low <= one <= high}
        if not found:
            return found
        if self.divided is not None and high - low > _LARGEST:  # too many to go through
            return {
                one
                for one in found
                if all(one in each.members(one, one) for each in self.properties)
            }
        for each in self.properties:
            found &= each.members(low, high)
        return found


class NumbersReader:
    """Reads a name for whole numbers: ``positive two-digit integers less than 50 that are even``.

    Args:
        read: where it stands.
        numbers: what is known of them already.
    """

    def __init__(self, read: Reader, numbers: WholeNumbers | None = None) -> None:
        self._read = read
        self.numbers = numbers or WholeNumbers()

    def name(self) -> WholeNumbers:
        """Read adjectives, a noun and what stands behind it."""
        read = self._read
        while self._adjective():
            pass
        if read.take(
            r"(?:positive |integer |integral |whole-number |natural-number )?multiples? of #"
        ):
            self._add(multiple_of(read.integer()))
        elif read.take(rf"{_DIVISORS} of (?:both )?# and (?:of )?#"):
            self._divide(math.gcd(read.integer(), read.integer()))
        elif read.take(rf"{_DIVISORS} (?:of #|does (?:the number )?(?:[a-z] = )?# have)"):
            self._divide(read.integer())
        elif read.take(_NUMBERS):
            pass
        elif not self.numbers.properties:
            raise NoValue("no numbers")
        self.clauses()
        return self.numbers

    def clauses(self) -> None:
        """Read what stands behind a noun, as far as it is understood."""
        while self._clause():
            pass

    def _divide(self, number: int) -> None:
        self._add(_divisor_of(number))
        self.numbers.divided = number

    def _add(self, one: Trait) -> None:
        self.numbers.properties.append(one)

    def _adjective(self) -> bool:
        read = self._read
        if read.take(r"(?:different|distinct|of the|the|all|of)"):
            return True
        if read.take(r"positive|natural(?= numbers?| even| odd)|counting(?= numbers?)"):
            self.numbers.at_least(1)
        elif read.take(r"nonnegative|non-negative|whole(?= numbers?)"):
            self.numbers.at_least(0)
        elif read.take(r"#-digit"):
            self._of_length(read.integer())
        else:
            for name, one in _NAMED.items():
                if read.take(name):
                    self._add(one)
                    return True
            return False
        return True

    def _of_length(self, count: int) -> None:
        if not 1 <= count <= 6:
            raise NoValue("too many digits")
        self.numbers.at_least(10 ** (count - 1))
        self.numbers.at_most(10**count - 1)

    def _clause(self) -> bool:
        read = self._read
        if read.take(
            r"(?:and|but|that|which)? ?(?:are|is|have a value|lie|fall|exist|be|there are)"
        ):
            return True
        if read.take(r"(?:and|but|that|which|also|on (?:a|the) number line|there|in the interval)"):
            return True
        return self._bound() or self._property()

    def _bound(self) -> bool:
        read = self._read
        if read.take(r"strictly between # and #|between # and #,? \(?exclusive\)?"):
            self._above(read.number(), strictly=True)
            self._below(read.number(), strictly=True)
        elif read.take(
            r"(?:from|between) # (?:to|through|and) # \(?inclusive\)?|from # (?:to|through) #"
        ):
            self._above(read.number())
            self._below(read.number())
        elif read.take(r"between # and #"):
            ends = read.number(), read.number()
            self.numbers.ends += [int(end) for end in ends if end.is_Integer]
            self._above(ends[0], strictly=True)
            self._below(ends[1], strictly=True)
        elif read.take(r"(?:less|smaller|no greater|not greater) than or equal to #"):
            self._below(read.number())
        elif read.take(r"(?:less|smaller) than #"):
            self._below(read.number(), strictly=True)
        elif read.take(r"(?:no (?:greater|more|larger) than|not exceeding|at most|up to) #"):
            self._below(read.number())
        elif read.take(r"(?:greater|larger|more) than or equal to #"):
            self._above(read.number())
        elif read.take(r"(?:greater|larger|more) than #"):
            self._above(read.number(), strictly=True)
        elif read.take(r"#-digit (?:whole |positive )?(?:numbers?|integers?)"):
            self._of_length(read.integer())
        else:
            return False
        return True

    def _above(self, number: Any, strictly: bool = False) -> None:
        least = sympy.ceiling(number)
        self.numbers.at_least(int(least + (strictly and least == number)))

    def _below(self, number: Any, strictly: bool = False) -> None:
        greatest = sympy.floor(number)
        self.numbers.at_most(int(greatest - (strictly and greatest == number)))

    def _property(self) -> bool:
        read = self._read
        for pattern, made in _READ.items():
            if read.take(pattern):
                self._add(made(read))
                return True
        if read.take(r"both (?:an? )?perfect square and (?:an? )?perfect cube"):
            self._add(_power(6))
            return True
        negated = read.take(r"(?:not|neither)")
        read.take("either")
        for name, one in _NAMED.items():
            if read.take(rf"(?:also )?(?:an? )?(?:{name})(?: (?:integers?|numbers?))?"):
                self._add(self._alternative(one, bool(negated)))
                return True
        if negated:
            raise NoValue("not what?")
        return False

    def _alternative(self, one: Trait, negated: bool) -> Trait:
        """What follows ``or`` or ``nor`` a named property."""
        if self._read.take(r"n?or"):
            for name, other in _NAMED.items():
                if self._read.take(rf"(?:an? )?(?:{name})(?: (?:integers?|numbers?))?"):
                    either = one.joined(other)
                    return either.reversed() if negated else either
            raise NoValue("or what?")
        return one.reversed() if negated else one


def _all_multiples(read: Reader, count: int) -> Trait:
    numbers = [read.integer() for _ in range(count)]
    if not all(_distinct(*numbers)):
        raise NoValue("multiples of zero")
    least = math.lcm(*numbers)
    each = [multiple_of(number) for number in numbers]

    def members(low: int, high: int) -> set[int]:
        return set.intersection(*(one.members(low, high) for one in each))

    return Trait(multiple_of(least).holds, members)


def _either(read: Reader) -> Trait:
    one, other = read.integer(), read.integer()
    _distinct(one, other)
    return multiple_of(one).joined(multiple_of(other))


def _one_of_two(read: Reader) -> Trait:
    one, other = multiple_of(read.integer()), multiple_of(read.integer())
    return Trait(
        lambda number: one.holds(number) != other.holds(number),
        lambda low, high: one.members(low, high) ^ other.members(low, high),
    )


def _digit_sum(read: Reader) -> Trait:
    total = read.integer()
    return _digits(lambda digits: sum(digits) == total)


def _digit_product(read: Reader) -> Trait:
    total = read.integer()
    return _digits(lambda digits: math.prod(digits) == total)


def _with_digit(read: Reader, times: int) -> Trait:
    digit = read.integer()
    return _digits(lambda digits: digits.count(digit) >= times)


def _remainder(read: Reader) -> Trait:
    residue, modulus = read.integer(), read.integer()
    return _congruent(residue, modulus)


def _congruent(residue: int, modulus: int) -> Trait:
    if modulus < 1 or not 0 <= residue < modulus:
        raise NoValue("no remainder")
    return Trait(
        lambda one: one % modulus == residue,
        lambda low, high: set(range(low + (residue - low) % modulus, high + 1, modulus)),
    )


def _remainders(read: Reader) -> Trait:
    """The same remainder for several divisors."""
    residue = read.integer()
    numbers = [read.integer() for _ in range(3)]
    if residue >= min(numbers):
        raise NoValue("no remainder")
    least = math.lcm(*numbers)
    each = [_congruent(residue, number) for number in numbers]

    def members(low: int, high: int) -> set[int]:
        return set.intersection(*(one.members(low, high) for one in each))

    return Trait(_congruent(residue, least).holds, members)


def _divisor_count(read: Reader) -> Trait:
    count = read.integer()
    return Trait(
        lambda one: one > 0 and sympy.divisor_count(one) == count,
        lambda low, high: {
            one for one in range(max(low, 1), high + 1) if len(_divisors_by_primes(one)) == count
        },
    )


def _different_digits(count: int, exactly: bool) -> Trait:
    if not 1 <= count <= 6:
        raise NoValue("too few digits or too many")
    if exactly:
        return _digits(lambda digits: len(set(digits)) == len(digits) == count)
    return _digits(lambda digits: len(set(digits)) <= count)


def _digit(number: int) -> int:
    if not 0 <= number <= 9:
        raise NoValue("no digit")
    return number


def _distinct(*numbers: int) -> set[int]:
    """Nobody says of 8 or 8."""
    if len(set(numbers)) < len(numbers):
        raise NoValue("a number twice")
    return set(numbers)


def _one_of(read: Reader) -> Trait:
    """At least one 7 or at least one 9."""
    numbers = [read.integer() for _ in range(4)]
    if numbers[0] != 1 or numbers[2] != 1:
        raise NoValue("more than one")
    wanted = _distinct(_digit(numbers[1]), _digit(numbers[3]))
    return _digits(lambda digits: bool(wanted & set(digits)))


def _one_digit_of(read: Reader) -> Trait:
    """At least one digit that is a 2 or a 3."""
    if read.integer() != 1:
        raise NoValue("more than one")
    wanted = _distinct(_digit(read.integer()), _digit(read.integer()))
    return _digits(lambda digits: bool(wanted & set(digits)))


def _without_digits(read: Reader, count: int) -> Trait:
    barred = _distinct(*(_digit(read.integer()) for _ in range(count)))
    return _digits(lambda digits: not barred & set(digits))


def _digit_count(read: Reader, exactly: bool) -> Trait:
    count, digit = read.integer(), _digit(read.integer())
    if exactly:
        return _digits(lambda digits: digits.count(digit) == count)
    return _digits(lambda digits: digits.count(digit) >= count)


def _prime_digits() -> Trait:
    return _digits(lambda digits: set(digits) <= {2, 3, 5, 7})


_A = r"(?:(?:an? )?(?:integer |integral |positive )?multiples? of|(?:evenly )?divisible by)"
_DO = r"(?:are |is )?"
_READ: dict[str, Callable[[Reader], Trait]] = {
    rf"{_A} (?:either )?# or (?:of )?#,? but not both(?: at once)?": _one_of_two,
    rf"{_A} (?:either )?# or (?:of )?#(?: or both)?": _either,
    rf"(?:{_A} neither # nor #|not {_A} (?:either )?# or #)": lambda read: _either(read).reversed(),
    rf"{_A} (?:each of |all of )?# # and #": lambda read: _all_multiples(read, 3),
    rf"{_A} (?:both )?# and (?:of |by )?#": lambda read: _all_multiples(read, 2),
    rf"(?:not (?:an? )?{_A}|not) #": lambda read: multiple_of(read.integer()).reversed(),
    rf"(?:both )?(?:an? )?{_A} #": lambda read: multiple_of(read.integer()),
    r"not (?:factors?|divisors?) of #": lambda read: _divisor_of(read.integer()).reversed(),
    r"(?:both )?(?:an? |all )?(?:positive )?(?:factors?|divisors?) of (?:both )?# and"
    r" #": lambda read: _divisor_of(math.gcd(read.integer(), read.integer())),
    r"(?:an? )?(?:positive )?(?:factors?|divisors?) of #": lambda read: _divisor_of(read.integer()),
    r"relatively prime (?:to|with) #": lambda read: _coprime(read.integer()),
    r"(?:have|has|with|whose) (?:a )?(?:units|ones) digit (?:of |is )?#": lambda read: _ending_in(
        read.integer()
    ),
    r"ends? (?:in|with) (?:the digit )?#": lambda read: _ending_in(read.integer()),
    r"(?:(?:have|has) the|whose|have a) (?:sum of (?:their|its|the) digits|digits(?: which)?"
    r" (?:sum|add up)|digit sum) (?:equal to|of|is|to|equals) #": _digit_sum,
    r"(?:whose|have a) (?:product of (?:their|its|the) digits|digit product) (?:equal to|of|is"
    r"|equals) #": _digit_product,
    r"(?:have|has|contain|contains|with) at least one # as a digit|contain the digit # at least"
    r" once": lambda read: _with_digit(read, 1),
    r"(?:have|has|with) (?:exactly )?# (?:positive |integer )*(?:divisors"
    r"|factors)": _divisor_count,
    r"(?:have|has|with) (?:all of |all three of |both )?(?:the numbers )?# # and # as"
    r" factors": lambda read: _all_multiples(read, 3),
    r"(?:have|has|with) both # and # as factors": lambda read: _all_multiples(read, 2),
    r"(?:congruent|equivalent) to # \(?mod(?:ulo)? #(?: \))?": _remainder,
    r"(?:(?:have|has) a|leaves? a|with a) remainder of # when (?:it is )?divided by # # and"
    r" #": _remainders,
    r"(?:(?:have|has) a|leaves? a|with a) remainder of # when (?:it is )?divided by #": _remainder,
    r"a remainder of # when divided by #": _remainder,
    r"(?:have|with|has) (?:only|all) odd digits": lambda read: _digits(
        lambda digits: all(one % 2 for one in digits)
    ),
    r"(?:have|with|has) (?:only|all) even digits": lambda read: _digits(
        lambda digits: all(one % 2 == 0 for one in digits)
    ),
    r"(?:have|with|has) (?:all )?(?:distinct|different) digits": lambda read: _digits(
        lambda digits: len(set(digits)) == len(digits)
    ),
    r"(?:have|has) an even number of (?:positive )?(?:divisors|factors)": lambda read: _power(
        2
    ).reversed(),
    r"(?:have|has|with) # (?:different|distinct) digits": lambda read: _different_digits(
        read.integer(), True
    ),
    r"(?:have|has|with) at most # (?:different|distinct) digits": lambda read: _different_digits(
        read.integer(), False
    ),
    r"(?:have|contain) at least # (?:# or (?:at least )?# #|# or # #) (?:as digits|among their"
    r" digits)": _one_of,
    r"have at least # digit that is an? # or an? #": _one_digit_of,
    r"do not contain any of the digits # # # or #": lambda read: _without_digits(read, 4),
    r"do not contain an? # as a digit": lambda read: _without_digits(read, 1),
    r"(?:have|contain) at least # #(?: ?'?s)?(?: as (?:a )?digits?)?": lambda read: _digit_count(
        read, exactly=False
    ),
    r"contain exactly # #": lambda read: _digit_count(read, exactly=True),
    r"(?:there )?(?:in which|where) each (?:of the # digits|digit) is (?:a )?prime(?:"
    r" number)?": lambda read: _prime_digits(),
    r"digits sum to #": _digit_sum,
    r"whose digits sum to #": _digit_sum,
    r"have an odd number of (?:positive )?(?:divisors|factors)": lambda read: _power(2),
}


def _read_all(question: Question) -> tuple[str, WholeNumbers]:
    """What is asked: the count, the sum, the least...; and of which numbers."""
    read = Reader(question, _CUT)
    if read.take(r"for how many"):
        asked = "count"
        numbers = NumbersReader(read).name()
        if read.take(r"(?:is the sum of (?:the|its) digits (?:equal to )?#)"):
            numbers.properties.append(_digit_sum(read))
        else:
            read.expect(r"does the product of the digits (?:come out to|equal) #")
            numbers.properties.append(_digit_product(read))
    elif read.take(r"(?:what is|find) the #(?: ?(?:st|nd|rd|th))?"):
        place = read.integer()
        asked = f"place {place}"
        numbers = NumbersReader(read).name()
    elif read.take(r"(?:what is|find) the sum of the first #"):
        place = read.integer()
        asked = f"first {place}"
        numbers = NumbersReader(read).name()
    elif match := read.take(r"(?:how many|find the (?:total )?number of)"):
        asked = "count"
        reader = NumbersReader(read)
        numbers = reader.name()
        read.take(r"(?:are there|there are|exist)")
        reader.clauses()
        read.take(r"(?:are there|there are|exist)")
    elif match := read.take(
        r"(?:what|find|determine)(?: is| are)? the (?:(?P<least>smallest|least)|(?:largest"
        r"|greatest))"
    ):
        asked = "least" if match["least"] else "greatest"
        numbers = NumbersReader(read).name()
    elif read.take(r"(?:what|find|determine|compute)(?: is)? the sum of"):
        asked = "sum"
        numbers = NumbersReader(read).name()
    elif match := read.take(r"(?:what|which)"):
        asked = "only"
        numbers = NumbersReader(read).name()
    else:
        raise NoValue("asked otherwise")
    read.end()
    if question.says("integer divisors", "integer factors") and not question.says("positive"):
        raise NoValue("they may be negative")
    repeated = numbers.divided is not None and any(
        power > 1 for power in sympy.factorint(numbers.divided).values()
    )
    primes = asked in ("sum", "count") and repeated and PRIME in numbers.properties
    if primes and not question.says("distinct", "different"):
        raise NoValue("each prime once, or as often as it divides?")
    return asked, numbers


def _answer(question: Question) -> Any:
    asked, numbers = _read_all(question)
    if asked in ("least", "greatest"):
        return sympy.Integer(_extreme(numbers, asked == "least"))
    if asked.startswith(("place", "first")):
        found = _first(numbers, int(asked.split()[1]))
        return sympy.Integer(sum(found) if asked.startswith("first") else found[-1])
    found = numbers.found()
    if not found and asked != "count":
        raise NoValue("none")
    if asked == "only":
        if len(found) > 1:
            raise NoValue("several")
        return sympy.Integer(found[0])
    return sympy.Integer(len(found) if asked == "count" else sum(found))


def _extreme(numbers: WholeNumbers, least: bool) -> int:
    """The least or the greatest, from the one bound on."""
    if numbers.divided is not None:
        return min(numbers.found()) if least else max(numbers.found())
    start, step = (numbers.low, 1) if least else (numbers.high, -1)
    if start is None and least and any(one in (PRIME, COMPOSITE) for one in numbers.properties):
        start = 2
    last = numbers.high if least else numbers.low
    if start is None:
        raise NoValue("without a bound")
    for one in range(start, start + step * _LARGEST, step):
        if last is not None and (one > last if least else one < last):
            break
        if numbers.holds(one):
            if one in (0,) and numbers.low != 1 and least:
                raise NoValue("zero, perhaps")
            return one
    raise NoValue("none is found")


def _first(numbers: WholeNumbers, count: int) -> list[int]:
    """So many of them, from the least on."""
    if numbers.low is None and PRIME in numbers.properties:
        numbers.low = 2
    if numbers.low is None or numbers.high is not None or not 1 <= count <= 5000:
        raise NoValue("from where on?")
    found: list[int] = []
    for one in range(numbers.low, numbers.low + 20 * _LARGEST):
        if len(found) == count:
            return found
        if numbers.holds(one):
            found.append(one)
    raise NoValue("not so many")


def _first_again(asked: str, numbers: WholeNumbers, answer: Any) -> bool:
    """See all of them up to a bound that is large enough."""
    count = int(asked.split()[1])
    last = _first(numbers, count)[-1]
    members = sorted(WholeNumbers(numbers.low, last, numbers.properties).members())
    right = sum(members) if asked.startswith("first") else members[-1]
    return bool(len(members) == count and right == answer)


def _checked(question: Question, answer: Any) -> bool:
    asked, numbers = _read_all(question)
    if asked.startswith(("place", "first")):
        return _first_again(asked, numbers, answer)
    if asked in ("least", "greatest") and numbers.divided is not None:
        found = numbers.members()
        return bool((min(found) if asked == "least" else max(found)) == answer)
    if asked in ("least", "greatest"):
        around = WholeNumbers(numbers.low, numbers.high, numbers.properties)
        if asked == "least":
            around.at_most(int(answer))
            around.at_least(int(answer) - _LARGEST // 2)
            return bool(min(around.members(), default=None) == answer)
        around.at_least(int(answer))
        around.at_most(int(answer) + _LARGEST // 2)
        return bool(max(around.members(), default=None) == answer)
    members = numbers.members()
    return {"count": len(members), "sum": sum(members), "only": max(members, default=0)}[
        asked
    ] == int(answer)


FORMS = (
    ProseForm(
        "whole numbers by bounds and digits",
        r"(?:for how many|how many|what|which|find|determine|compute) ",
        _answer,
        _checked,
        examples=(
            ("How many whole numbers are between $\\sqrt{10}$ and $\\sqrt{200}$?", "11"),
            ("How many three-digit numbers are multiples of neither 4 nor 9?", "600"),
            ("What is the 23rd odd positive integer?", "45"),
            (
                "How many three-digit positive integers have at least one digit that is a 4 or a"
                " 7?",
                "452",
            ),
        ),
    ),
)
