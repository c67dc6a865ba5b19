"""Forms: arithmetic that is named in words: sums, quotients, parts and percents, rounding."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.arithmetic import ANSWER_AS, LEAD
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import PhraseRow, table


def _number(number: Any) -> Any:
    if not number.is_number or not number.is_Rational:
        raise NoValue("no rational number")
    return number


def _over(top: Any, bottom: Any) -> Any:
    if bottom == 0:
        raise NoValue("a division by zero")
    return _number(top) / _number(bottom)


def _fractions(way: Callable[..., Fraction]) -> Callable[..., Any]:
    """A second way, in Python's fractions."""

    def other(*numbers: Any) -> Any:
        found = way(*(Fraction(int(one.p), int(one.q)) for one in numbers))
        return sympy.Rational(found.numerator, found.denominator)

    return other


def _row(words: str, way: Callable[..., Any], other: Callable[..., Any]) -> PhraseRow:
    return PhraseRow(words, lambda *numbers: way(*map(_number, numbers)), _fractions(other))


def _inverted(number: Fraction) -> Fraction:
    return Fraction(number.denominator, number.numerator)


_PLACES = {
    "thousand": 3,
    "hundred": 2,
    "integer": 0,
    "whole number": 0,
    "tenth": -1,
    "hundredth": -2,
    "thousandth": -3,
    "ten-thousandth": -4,
}


def _rounded(place: str) -> Callable[[Any], Any]:
    size = sympy.Integer(10) ** _PLACES[place]

    def way(number: Any) -> Any:
        if number < 0 or not number.is_real:
            raise NoValue("negative: halves go up or down")
        return sympy.floor(number / size + sympy.Rational(1, 2)) * size

    return way


def _rounded_by_digits(place: str) -> Callable[[Any], Any]:
    """Round the decimal, digit by digit."""
    shift = -_PLACES[place]

    def way(number: Any) -> Any:
        scaled = str(sympy.Integer(sympy.floor(number * sympy.Integer(10) ** (shift + 1))))
        units, last = int(scaled[:-1] or 0), int(scaled[-1])
        return (units + (last >= 5)) * sympy.Integer(10) ** -shift

    return way


_ROUNDING = tuple(
    PhraseRow(
        rf"(?:round (?:to the nearest {place} #|# to the nearest {place})"
        rf"|what is # (?:rounded )?to the nearest {place}"
        rf"|(?:rounded )?to the nearest {place}(?:,)? what is #)",
        _rounded(place),
        _rounded_by_digits(place),
    )
    for place in _PLACES
)


def _divisors(*numbers: Any) -> tuple[int, int]:
    if not all(one.is_Integer and one > 0 for one in numbers):
        raise NoValue("no positive integers")
    found = [int(one) for one in numbers]
    return math.gcd(*found), math.lcm(*found)


def _of_both(way: Callable[[int, int], int]) -> Callable[..., Any]:
    """From the greatest common divisor and the least common multiple of two numbers."""

    def of_both(a: Any, b: Any, *again: Any) -> Any:
        if again and again != (a, b):
            raise NoValue("other numbers")
        return sympy.Integer(way(*_divisors(a, b)))

    return of_both


def _of_both_again(way: Callable[[int, int], int]) -> Callable[..., Any]:
    """The same, by going through divisors."""

    def of_both(a: Any, b: Any, *again: Any) -> Any:
        common = next(one for one in range(int(min(a, b)), 0, -1) if a % one == b % one == 0)
        return way(common, int(a) * int(b) // common)

    return of_both


_GCD = r"greatest common (?:factor|divisor)(?: \(gcd\)| \(gcf\))?"
_LCM = r"least common multiple(?: \(lcm\))?"

FORMS = (
    table(
        "common divisor and multiple together",
        (
            PhraseRow(
                rf"what is the product of the (?:{_LCM} and (?:the )?{_GCD}|{_GCD} and (?:the"
                rf" )?{_LCM}) of # and #",
                _of_both(lambda gcd, lcm: gcd * lcm),
                lambda a, b: a * b,
            ),
            PhraseRow(
                rf"what is the sum of the (?:{_LCM} of # and # and the {_GCD} of # and #|{_GCD}"
                rf" of # and # and the {_LCM} of # and #|{_GCD} and (?:the )?{_LCM} of # and #)",
                _of_both(lambda gcd, lcm: gcd + lcm),
                _of_both_again(lambda gcd, lcm: gcd + lcm),
            ),
        ),
        (
            (
                "What is the product of the least common multiple and the greatest common factor"
                " of 18 and 60?",
                "1080",
            ),
        ),
    ),
    table(
        "operations in words",
        (
            _row(
                rf"{LEAD} # plus #{ANSWER_AS}|add # (?:to|and) #{ANSWER_AS}|{LEAD} # (?:added to"
                rf"|more than) #{ANSWER_AS}"
                rf"|{LEAD} the sum of # and #{ANSWER_AS}|# plus # is what number",
                lambda a, b: a + b,
                lambda a, b: b + a,
            ),
            _row(rf"{LEAD} # minus #{ANSWER_AS}", lambda a, b: a - b, lambda a, b: a + -b),
            _row(
                rf"subtract # from #{ANSWER_AS}|{LEAD} # (?:less than|subtracted from) #{ANSWER_AS}"
                rf"|what is left when # is subtracted from #{ANSWER_AS}",
                lambda a, b: b - a,
                lambda a, b: -a + b,
            ),
            _row(
                rf"{LEAD} # (?:times|multiplied by|of) #{ANSWER_AS}|multiply # (?:by|and)"
                rf" #{ANSWER_AS}"
                rf"|(?:{LEAD}|compute) the product of # and #{ANSWER_AS}",
                lambda a, b: a * b,
                lambda a, b: a / _inverted(b) if b else a * 0,
            ),
            _row(
                rf"{LEAD} # of # of #{ANSWER_AS}",
                lambda a, b, c: a * b * c,
                lambda a, b, c: c * a * b,
            ),
            _row(
                rf"{LEAD} # of # of # of #{ANSWER_AS}",
                lambda a, b, c, d: a * b * c * d,
                lambda a, b, c, d: d * c * a * b,
            ),
            _row(
                rf"{LEAD} # divided by #{ANSWER_AS}|divide # by #{ANSWER_AS}|how many #(?:'s| s)"
                r" are (?:there )?in #",
                _over,
                lambda a, b: a * _inverted(b),
            ),
            _row(
                rf"what fraction of # is #{ANSWER_AS}",
                lambda a, b: _over(b, a),
                lambda a, b: b * _inverted(a),
            ),
            _row(
                rf"{LEAD} the (?:multiplicative inverse|reciprocal)(?: of)? #{ANSWER_AS}",
                lambda a: _over(sympy.Integer(1), a),
                _inverted,
            ),
            _row(
                rf"{LEAD} the (?:positive )?difference between # and #{ANSWER_AS}",
                lambda a, b: abs(a - b),
                lambda a, b: max(a, b) - min(a, b),
            ),
            _row(
                rf"what (?:common )?fraction is (?:exactly )?half-?way between # and #{ANSWER_AS}"
                rf"|{LEAD} the (?:arithmetic )?(?:mean|average) of # and #{ANSWER_AS}",
                lambda a, b: (a + b) / 2,
                lambda a, b: a + (b - a) / 2,
            ),
        ),
        (
            (r"What is $\frac{3}{5}$ divided by 6?", r"\frac{1}{10}"),
            (r"What is $\frac{2}{9}$ of 63?", "14"),
            (r"Subtract $44.5$ from $120.75$.", "76.25"),
            (r"What is the reciprocal of $\frac{5}{7}$?", r"\frac{7}{5}"),
        ),
    ),
    table(
        "percents",
        (
            _row(
                rf"{LEAD} #% of #{ANSWER_AS}|what number is #% of #",
                lambda p, n: p * n / 100,
                lambda p, n: n / 100 * p,
            ),
            _row(
                rf"(?:{LEAD}|what number is) #% of #% of #{ANSWER_AS}",
                lambda p, q, n: p * q * n / 10000,
                lambda p, q, n: n / 100 * p / 100 * q,
            ),
            _row(
                r"(?:#% of (?:what|which) number is|if #% of a number is|# percent of what number"
                rf" is) #(?: what is the number)?{ANSWER_AS}",
                lambda p, n: _over(100 * n, p),
                lambda p, n: n / (p / 100),
            ),
            _row(
                rf"# is (?:#%|# percent) of (?:what|which) number{ANSWER_AS}",
                lambda n, p: _over(100 * n, p),
                lambda n, p: n / (p / 100),
            ),
            _row(
                r"what percent of # is #",
                lambda n, a: _over(100 * a, n),
                lambda n, a: a / (n / 100),
            ),
            _row(
                r"# is what percent of #",
                lambda a, n: _over(100 * a, n),
                lambda a, n: a / (n / 100),
            ),
            _row(
                r"if #% of a number is # what is #% of the (?:same )?number",
                lambda p, n, q: _over(n * q, p),
                lambda p, n, q: n / (p / 100) * (q / 100),
            ),
            _row(
                r"what number results when # is increased by #%|what is # increased by #%",
                lambda n, p: n * (100 + p) / 100,
                lambda n, p: n + n * p / 100,
            ),
            _row(
                r"what number results when # is decreased by #%|what is # decreased by #%",
                lambda n, p: n * (100 - p) / 100,
                lambda n, p: n - n * p / 100,
            ),
            _row(
                r"if #% of a number is the same as #% of # what is the number",
                lambda p, q, n: _over(q * n, p),
                lambda p, q, n: q / 100 * n / (p / 100),
            ),
            _row(
                r"if #% of #% of a number is # what is #% of #% of the same number",
                lambda p, q, n, r, s: _over(n * r * s, p * q),
                lambda p, q, n, r, s: n / (p * q / 10000) * (r * s / 10000),
            ),
        ),
        (
            (r"What is $15\%$ of 240?", "36"),
            ("18 is 30% of what number?", "60"),
            ("What percent of 80 is 28?", "35"),
        ),
    ),
    table(
        "rounding",
        _ROUNDING,
        (
            ("Round $47.2861$ to the nearest hundredth.", "47.29"),
            ("Round to the nearest tenth: 18.376", "18.4"),
        ),
    ),
)
