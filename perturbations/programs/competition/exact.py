"""Exact quantities that competition answers are made of, and how an answer is read off them."""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt, sqrt

_LARGEST_FACTORED = 10**17  # takes some 50 ms


class NoAnswer(ValueError):
    """The values make no problem: the triangle does not close, nothing can be counted..."""


@dataclass(frozen=True, slots=True)
class Surd:
    """``(a + b sqrt(c)) / d`` in lowest terms: c square-free and over 1, d positive.

    Make one with `surd`.
    """

    a: int
    b: int
    c: int
    d: int

    def __float__(self) -> float:
        return (self.a + self.b * sqrt(self.c)) / self.d


def require_counts(*numbers: Fraction | int) -> None:
    """Refuse what nobody can count.

    Raises:
        NoAnswer: one of the numbers is no positive integer.
    """
    for number in numbers:
        if number <= 0 or number != int(number):
            raise NoAnswer(f"{number} is no positive integer")


def require_at_most(largest: int, *numbers: Fraction | int) -> None:
    """Refuse what would take too long to compute.

    Raises:
        NoAnswer: one of the numbers is larger.
    """
    for number in numbers:
        if number > largest:
            raise NoAnswer(f"{number} is too large to compute with")


def square_free(number: int) -> tuple[int, int]:
    """Split a positive number into s, c with number = s^2 c and c square-free: 72 is 6^2 * 2.

    Raises:
        NoAnswer: the number is too large.
    """
    require_at_most(_LARGEST_FACTORED, number)
    outside, inside, rest, factor = 1, 1, number, 2
    # what is left without factors up to its cube root is a prime, its square, or two primes
    while factor**3 <= rest:
        while rest % (factor * factor) == 0:
            rest //= factor * factor
            outside *= factor
        if rest % factor == 0:
            rest //= factor
            inside *= factor
        factor += 1
    if isqrt(rest) ** 2 == rest:
        return outside * isqrt(rest), inside
    return outside, inside * rest


def surd(a: Fraction | int, b: Fraction | int, radicand: Fraction | int) -> Surd:
    """Bring ``a + b sqrt(radicand)`` to lowest terms.

    Raises:
        NoAnswer: it is rational, or the radicand is negative.
    """
    radicand = Fraction(radicand)
    if radicand < 0:
        raise NoAnswer(f"the square root of {radicand}")
    outside, inside = square_free(radicand.numerator * radicand.denominator) if radicand else (0, 1)
    factor = Fraction(b) * Fraction(outside, radicand.denominator)
    if inside == 1 or not factor:
        raise NoAnswer("the answer has no root in it")
    rational = Fraction(a)
    bottom = (
        rational.denominator * factor.denominator // gcd(rational.denominator, factor.denominator)
    )
    return Surd(int(rational * bottom), int(factor * bottom), inside, bottom)


def square_root(number: Fraction | int) -> Fraction:
    """The root of a perfect square.

    Raises:
        NoAnswer: it is none.
    """
    value = Fraction(number)
    if value < 0:
        raise NoAnswer(f"the square root of {value}")
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if Fraction(top * top, bottom * bottom) != value:
        raise NoAnswer(f"{value} is no perfect square")
    return Fraction(top, bottom)


def whole(quantity: Fraction | int) -> int:
    """The quantity itself, which must be an integer.

    Raises:
        NoAnswer: it is none.
    """
    value = Fraction(quantity)
    if value.denominator != 1:
        raise NoAnswer(f"{value} is no integer")
    return int(value)


def m_plus_n(quantity: Fraction | int) -> int:
    """Read m + n off a positive m/n in lowest terms; n may be 1.

    Raises:
        NoAnswer: the quantity is not positive.
    """
    value = Fraction(quantity)
    if value <= 0:
        raise NoAnswer(f"{value} is not positive")
    return value.numerator + value.denominator


def proper_m_plus_n(quantity: Fraction | int) -> int:
    """Read m + n off a positive m/n in lowest terms that is no integer.

    Raises:
        NoAnswer: the quantity is not positive, or an integer.
    """
    if Fraction(quantity).denominator == 1:
        raise NoAnswer(f"{quantity} is an integer")
    return m_plus_n(quantity)


def root_m_plus_n(quantity: Surd) -> int:
    """Read m + n off m sqrt(n), n square-free and over 1, m positive.

    Raises:
        NoAnswer: the quantity is no such root.
    """
    if quantity.a or quantity.d != 1 or quantity.b <= 0:
        raise NoAnswer("the answer is not an integer times a root")
    return quantity.b + quantity.c


def digit_sum(quantity: Fraction | int) -> int:
    """Add up the digits of a positive integer.

    Raises:
        NoAnswer: the quantity is none.
    """
    require_counts(quantity)
    return sum(map(int, str(int(quantity))))


def radicand(square: Fraction | int) -> int:
    """Read m off a root of m, given its square; the text writes the root, so it is no integer.

    Raises:
        NoAnswer: m is no positive integer, or a perfect square.
    """
    require_counts(square)
    if isqrt(int(square)) ** 2 == square:
        raise NoAnswer(f"the root of {square} is an integer")
    return int(square)
