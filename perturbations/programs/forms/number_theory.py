"""Forms: remainders, divisors and multiples, digits and primes."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import (
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)

_LARGEST = 10**12
_LARGEST_FACTORED = 10**15


def _positive(question: Question, *holes: str) -> list[int]:
    numbers = [question.integer(hole) for hole in holes if question.has(hole)]
    if not all(0 < number <= _LARGEST for number in numbers):
        raise NoValue("not positive, or too large")
    return numbers


def _gcd(question: Question) -> Any:
    return sympy.gcd_list([sympy.Integer(one) for one in _positive(question, "a", "b", "c")])


def _is_gcd(question: Question, answer: Any) -> bool:
    """It divides all, and what is left has no common factor: Euclid's algorithm, by hand."""
    left = [number // int(answer) for number in _positive(question, "a", "b", "c")]
    divides = all(number % int(answer) == 0 for number in _positive(question, "a", "b", "c"))
    first = left[0]
    for other in left[1:]:
        while other:
            first, other = other, first % other  # noqa: PLW2901
    return bool(divides and first == 1)


def _lcm(question: Question) -> Any:
    return sympy.lcm_list([sympy.Integer(one) for one in _positive(question, "a", "b", "c")])


def _is_lcm(question: Question, answer: Any) -> bool:
    """It is a multiple of all, and without any of its prime factors it is not."""
    numbers = _positive(question, "a", "b", "c")
    smaller = [int(answer) // prime for prime in sympy.primefactors(int(answer))]
    return all(answer % one == 0 for one in numbers) and not any(
        all(less % one == 0 for one in numbers) for less in smaller
    )


def _remainder(question: Question) -> Any:
    modulus = question.integer("b")
    if not 2 <= modulus <= _LARGEST or names_of(question["a"]):
        raise NoValue("no modulus")
    return sympy.Integer(_modulo(question["a"], question.scope, modulus))


def _modulo(formula: Formula, scope: Scope, modulus: int) -> int:
    """A formula of integers modulo a number, without computing large powers."""
    if isinstance(formula, Apply):
        if formula.operation == "^":
            base, exponent = formula.parts
            power = value(exponent, scope)
            if not (power.is_Integer and power >= 0):
                raise NoValue("no power of an integer")
            return pow(_modulo(base, scope, modulus), int(power), modulus)
        if formula.operation in _MODULAR:
            parts = [_modulo(part, scope, modulus) for part in formula.parts]
            return int(_MODULAR[formula.operation](parts)) % modulus
    number = value(formula, scope)
    if not number.is_Integer:
        raise NoValue(f"{number} is no integer")
    return int(number) % modulus


_MODULAR = {
    "+": sum,
    "*": lambda parts: parts[0] * parts[1],
    "neg": lambda parts: -parts[0],
}


def _is_remainder(question: Question, answer: Any) -> bool:
    """The whole number, computed at once, less the remainder is a multiple; or by one multiplying.

    What is too large to compute is multiplied up factor by factor.
    """
    modulus = question.integer("b")
    return bool(_stepwise(question["a"], question.scope, modulus) == answer)


def _stepwise(formula: Formula, scope: Scope, modulus: int) -> int:
    if isinstance(formula, Apply) and formula.operation == "^":
        base = _stepwise(formula.parts[0], scope, modulus)
        product = 1
        exponent = int(value(formula.parts[1], scope))
        for _ in range(exponent % _period(base, modulus, exponent)):
            product = product * base % modulus
        return product
    if isinstance(formula, Apply) and formula.operation in ("+", "*", "neg"):
        parts = [_stepwise(part, scope, modulus) for part in formula.parts]
        return int(_MODULAR[formula.operation](parts)) % modulus
    return int(value(formula, scope)) % modulus


def _period(base: int, modulus: int, exponent: int) -> int:
    """After how many factors the powers of a number repeat from 1; beyond the exponent if never."""
    product = base % modulus
    for count in range(1, min(exponent, modulus) + 1):
        if product == 1:
            return count
        product = product * base % modulus
    return exponent + 1


def _residue(question: Question) -> Any:
    if question.has("c") and (question.integer("c"), question.integer("d") + 1) != (
        0,
        question.integer("b"),
    ):
        raise NoValue("another range of residues")
    return _remainder(question)


def _units_digit(question: Question) -> Any:
    if names_of(question["a"]):
        raise NoValue("no number")
    return sympy.Integer(_modulo(question["a"], question.scope, 10))


def _is_units_digit(question: Question, answer: Any) -> bool:
    return bool(_stepwise(question["a"], question.scope, 10) == answer)


def _extreme_prime(question: Question, largest: bool) -> Any:
    number = question.value("a")
    if not (number.is_Integer and 2 <= number <= _LARGEST_FACTORED):
        raise NoValue("no number to factor")
    primes = sympy.primefactors(int(number))
    return sympy.Integer(max(primes) if largest else min(primes))


def _divides_and_is_prime(question: Question, answer: Any) -> bool:
    return bool(question.value("a") % answer == 0 and sympy.isprime(int(answer)))


def _divisors(question: Question) -> Any:
    number = question.value("a")
    if not (number.is_Integer and 1 <= number <= _LARGEST_FACTORED):
        raise NoValue("no number to factor")
    return sympy.divisor_count(int(number))


def _counts_divisors(question: Question, answer: Any) -> bool:
    number = int(question.value("a"))
    if number > 10**8:  # more than a second by trial
        return bool(len(sympy.divisors(number)) == answer)
    below = [one for one in range(1, int(number**0.5) + 1) if number % one == 0]
    return bool(2 * len(below) - (below[-1] ** 2 == number) == answer)


def _inverse(question: Question) -> Any:
    a, modulus = _positive(question, "a", "b")
    try:
        return sympy.Integer(pow(a, -1, modulus))
    except ValueError as error:
        raise NoValue(str(error)) from error


def _is_inverse(question: Question, answer: Any) -> bool:
    return bool(answer * question.integer("a") % question.integer("b") == 1)


FORMS = (
    Form(
        "greatest common divisor",
        rf"{FIND} the greatest common (?:divisor|factor) of {{a}}(?: and)? {{b}}(?: and {{c}})?",
        _gcd,
        _is_gcd,
        examples=(
            ("What is the greatest common divisor of $84$ and $60$?", "12"),
            ("Find the greatest common factor of 30, 42 and 66.", "6"),
        ),
    ),
    Form(
        "least common multiple",
        rf"{FIND} the least common multiple of {{a}}(?: and)? {{b}}(?: and {{c}})?",
        _lcm,
        _is_lcm,
        examples=(("Find the least common multiple of $12$ and $18$.", "36"),),
    ),
    Form(
        "remainder",
        rf"{FIND} the remainder (?:when|if) (?:the (?:sum|product|number) )?{{a}} "
        r"is divided by {b}",
        _remainder,
        _is_remainder,
        examples=(
            ("What is the remainder when $2^{10} + 5$ is divided by $7$?", "0"),
            (r"Find the remainder when $31 \cdot 47$ is divided by 9.", "8"),
        ),
    ),
    Form(
        "residue",
        rf"(?:{FIND} {{a}} (?:as a residue )?modulo {{b}}"
        r"(?: \((?:give|enter) (?:an|your) answer (?:as an integer )?(?:between|from) {c} "
        r"(?:and|to) {d}(?: inclusive)? ?\))?"
        rf"|{FIND} the remainder of {{a2}} (?:\(mod {{b2}} ?\)|divided by {{b3}}"
        r"|when (?:it is )?divided by {b4}))",
        _residue,
        _is_remainder,
        examples=(
            (
                "Find $-34$ as a residue modulo $9$. (Give an answer between $0$ and $8$.)",
                "2",
            ),
            ("Compute $5^{20}$ modulo $7$.", "4"),
            ("Determine the remainder of 54 (mod 5).", "4"),
        ),
    ),
    Form(
        "units digit",
        rf"{FIND} the (?:units|ones) digit of (?:the (?:sum|product) )?{{a}}",
        _units_digit,
        _is_units_digit,
        examples=(
            (r"What is the units digit of $7^{23}$?", "3"),
            (r"Find the units digit of $18 \cdot 27 + 4^5$.", "0"),
        ),
    ),
    Form(
        "largest prime factor",
        rf"{FIND} the (?:largest|greatest) prime (?:factor|divisor) of {{a}}",
        lambda question: _extreme_prime(question, True),
        _divides_and_is_prime,
        examples=(("What is the largest prime factor of $630$?", "7"),),
    ),
    Form(
        "smallest prime factor",
        rf"{FIND} the (?:smallest|least) prime (?:factor|divisor) of {{a}}",
        lambda question: _extreme_prime(question, False),
        _divides_and_is_prime,
        examples=(("What is the smallest prime factor of $221$?", "13"),),
    ),
    Form(
        "number of divisors",
        r"how many (?:different |distinct )?(?:positive )?(?:factors|divisors)"
        r"(?: does (?:the number )?{a} have| are there of {a2})",
        _divisors,
        _counts_divisors,
        examples=(("How many positive divisors does $360$ have?", "24"),),
    ),
    Form(
        "modular inverse",
        rf"{FIND} the (?:modular )?(?:multiplicative )?inverse of {{a}} (?:modulo|mod) {{b}}"
        rf"{NOTES}",
        _inverse,
        _is_inverse,
        examples=(("Find the inverse of $7$ modulo $30$.", "13"),),
    ),
)
