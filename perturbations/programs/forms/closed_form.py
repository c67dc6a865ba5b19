"""Bring exact values to a closed form, in a time that their size bounds."""

from fractions import Fraction
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.arrays import is_array
from clipo_bench.perturbations.programs.forms.no_value import NoValue

_MOST_ROOTS = 6
_LARGEST_DENOMINATOR = 1000
_DIGITS = 60
_TINY = 1e-13
_RADICANDS = ((1, _LARGEST_DENOMINATOR), *((one, 120) for one in (2, 3, 5, 6, 7, 10)))


def closed_form(number: Any) -> Any:
    """The simplest form of a number: a rational, or roots in lowest terms, at times with i or pi.

    Trigonometric values that sympy leaves as they are count only if they add up to a rational
    number or one times a small root, to sixty digits: sin 10 sin 50 sin 70 is 1/8.

    Raises:
        NoValue: it has none that is simple.
    """
    if number.is_Rational:
        return number
    if is_array(number):
        return number.applyfunc(closed_form)
    if number.free_symbols:
        raise NoValue("it holds a variable")
    if number.has(sympy.Function) and not number.has(sympy.log):
        return _rational(number)
    if len(number.atoms(sympy.Pow)) > _MOST_ROOTS:
        raise NoValue("too many roots")
    return sympy.radsimp(sympy.sqrtdenest(sympy.expand(number)))


def closed_expression(expression: Any) -> Any:
    """A polynomial or a quotient of two, in lowest terms; a number as in `closed_form`.

    Raises:
        NoValue: it is neither.
    """
    if is_array(expression):
        return expression.applyfunc(closed_expression)
    if not expression.free_symbols:
        return closed_form(expression)
    if not expression.is_rational_function(*expression.free_symbols):
        raise NoValue("no quotient of polynomials")
    return sympy.cancel(expression)


def _rational(number: Any) -> Any:
    near = complex(number.evalf(20))
    guess = _simple(near.real) + _simple(near.imag) * sympy.I
    if abs((number - guess).evalf(_DIGITS, chop=False)) > sympy.Float(10) ** (10 - _DIGITS):
        raise NoValue("no simple value")
    return guess


def _simple(number: float) -> Any:
    """A rational number, or one times a small root, that may be meant."""
    if abs(number) < _TINY:
        return sympy.Integer(0)
    for radicand, largest in _RADICANDS:
        near = Fraction(number / radicand**0.5).limit_denominator(largest)
        if abs(float(near) * radicand**0.5 - number) < _TINY * max(1.0, abs(number)):
            return sympy.Rational(near.numerator, near.denominator) * sympy.sqrt(radicand)
    raise NoValue("no simple value")
