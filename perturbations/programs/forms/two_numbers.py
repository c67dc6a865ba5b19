"""Forms: two numbers of which the sum, the product, squares and the like are known."""

import re
from collections.abc import Callable
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES
from clipo_bench.perturbations.programs.forms.systems import System

_A, _B = sympy.symbols("a b", real=True)


def _parts(question: Question) -> tuple[str, str]:
    match = re.search(rf" {FIND}\b", question.words)
    if match is None:
        raise NoValue("nothing is asked")
    return question.words[: match.start()], question.words[match.start() :]


_GIVEN = (
    ("s", _A + _B),
    ("p", _A * _B),
    ("d", _A - _B),
    ("q", _A**2 + _B**2),
    ("r", _A**2 - _B**2),
    ("t", _A / _B),
)
_ASKED: tuple[tuple[str, Any], ...] = (
    (r"square of (?:their|the) difference", (_A - _B) ** 2),
    (r"difference (?:of|between) (?:the|their) squares", _A**2 - _B**2),
    (r"sum of (?:the|their) squares", _A**2 + _B**2),
    (r"sum of (?:the|their) (?:reciprocals|inverses)", 1 / _A + 1 / _B),
    (r"difference", _A - _B),
    (r"sum", _A + _B),
    (r"product", _A * _B),
    (r"larger|greater|largest|greatest", _A),
    (r"smaller|lesser|smallest|least", _B),
)


def _two(question: Question) -> list[tuple[Any, Any]]:
    """Pairs of numbers, the larger one first, of which all is true that is said."""
    equations = [form - question.value(hole) for hole, form in _GIVEN if question.has(hole)]
    found = System(equations).solutions()
    pairs = [(one[_A], one[_B]) for one in found if one[_A] >= one[_B]]
    if question.says("positive"):
        pairs = [one for one in pairs if one[1] > 0]
    if question.says("integers?"):
        pairs = [one for one in pairs if one[0].is_Integer and one[1].is_Integer]
    return pairs


def _of_two(question: Question) -> Any:
    _, words = _parts(question)
    for pattern, form in _ASKED:
        if re.search(pattern, words):
            pairs = _two(question)
            found = {closed_form(sympy.expand(form.subs({_A: a, _B: b}))) for a, b in pairs}
            if len(found) != 1:
                raise NoValue("no such numbers, or several")
            return found.pop()
    raise NoValue("a quantity that is not understood")


def _is_of_two(question: Question, answer: Any) -> bool:
    """The numbers, in floats, have the sum, the product... that are given."""
    pairs = [(float(a), float(b)) for a, b in _two(question)]
    made: dict[str, Callable[[float, float], float]] = {
        "s": lambda a, b: a + b,
        "p": lambda a, b: a * b,
        "d": lambda a, b: a - b,
        "q": lambda a, b: a * a + b * b,
        "r": lambda a, b: (a - b) * (a + b),
        "t": lambda a, b: a / b,
    }
    return bool(pairs) and all(
        abs(make(a, b) - float(question.value(hole))) < 1e-7 * (1 + abs(a * b))
        for a, b in pairs
        for hole, make in made.items()
        if question.has(hole)
    )


_NUMBERS = r"two (?:(?:positive|real|whole|distinct|different) )*(?:numbers|integers|fractions)"
_FACT = (
    r"(?:(?:the |their )?(?:sum of their squares|sum of the squares of (?:the|these|two) numbers"
    r"|sum of the squares of (?:the two|the) integers) is {q}"
    r"|(?:the |their )?(?:difference of (?:their|the) squares(?: of the numbers)?) is {r}"
    r"|(?:the |their )?sum is {s}|(?:the |their )?(?:positive )?difference is {d}"
    r"|(?:the |their )?product(?: of the two (?:integers|numbers))? is {p}"
    r"|(?:their |the )?quotient is {t})"
)
_FACTS = (
    rf"(?:the sum of {_NUMBERS}(?: {{a}} and {{b}})? is {{s2}}"
    rf"|the (?:positive )?difference (?:between|of) {_NUMBERS} is {{d2}}"
    rf"|the product of {_NUMBERS} is {{p2}}|the quotient of {_NUMBERS} is {{t2}}"
    rf"|the sum of the squares of {_NUMBERS} is {{q2}}"
    rf"|{_NUMBERS} have a (?:difference of {{d3}}|sum of {{s3}}|product of {{p3}})"
    rf"|{_NUMBERS} differ by {{d4}})(?: and)? "
    rf"(?:{_FACT}|a (?:sum of {{s4}}|product of {{p4}}|difference of {{d5}}))"
)
_ASK_TWO = (
    rf"{FIND} (?:the value of )?(?:the |their )?"
    r"(?:(?:larger|smaller|greater|lesser|largest|smallest|greatest|least)"
    r"(?: (?:of the two )?(?:numbers?|integers?|fractions?)| of (?:the|these) two"
    r" (?:numbers|integers|fractions))?"
    r"|(?:positive difference|absolute value of the difference|difference|sum|product"
    r"|sum of (?:the|their) squares|square of their difference|positive difference of the squares"
    r"|sum of (?:the|their) reciprocals)"
    r"(?: (?:between|of) (?:the|these)(?: two)? (?:numbers|integers))?)"
)

FORMS = (
    Form(
        "two numbers",
        rf"(?:if )?{_FACTS}(?: then)? {_ASK_TWO}{NOTES}",
        _of_two,
        _is_of_two,
        examples=(
            (
                "The sum of two numbers is 15 and their product is 36. What is the positive "
                "difference between the two numbers?",
                "9",
            ),
            (
                "The difference between two positive integers is 8 and their product is 65. What "
                "is the sum of the integers?",
                "18",
            ),
        ),
    ),
)
