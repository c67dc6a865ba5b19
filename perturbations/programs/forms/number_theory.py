"""Forms: remainders, divisors and multiples."""

import math
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import NoValue
from clipo_bench.perturbations.programs.forms.form import Form, Question

FIND = r"(?:what is|find|compute|determine|calculate)"


def _gcd(question: Question) -> Any:
    numbers = question.integer("a"), question.integer("b")
    if min(numbers) < 1:
        raise NoValue("not positive")
    return sympy.Integer(math.gcd(*numbers))


def _gcd_divides(question: Question, answer: Any) -> bool:
    """No larger number divides both: all up to the smaller one are tried, or its divisors."""
    a, b = question.integer("a"), question.integer("b")
    return all(number % answer == 0 for number in (a, b)) and not any(
        a % (answer * k) == 0 and b % (answer * k) == 0
        for k in sympy.primefactors(a // int(answer))
    )


FORMS = (
    Form(
        "greatest common divisor",
        rf"{FIND} the greatest common (?:divisor|factor) of {{a}} and {{b}}",
        _gcd,
        _gcd_divides,
        examples=(("What is the greatest common divisor of $84$ and $60$?", "12"),),
    ),
)
