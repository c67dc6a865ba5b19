"""Forms: consecutive integers, and two numbers of which sums, products and the like are known."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES
from clipo_bench.perturbations.programs.forms.systems import System

_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_FIRST = sympy.Symbol("first", real=True)
_A, _B = sympy.symbols("a b", real=True)
_MOST_TRIED = 3000


def _consecutive(question: Question) -> tuple[list[int], int, str]:
    """The integers, their step, and the words that ask for something of them."""
    said, asked = _parts(question)
    count = question.integer("n") if question.has("n") else _count_in(said)
    step = 2 if re.search(r"\b(?:odd|even)\b", said) else 1
    numbers = [_FIRST + step * at for at in range(count)]
    total = _named(said, numbers)
    gap = sympy.Poly(total - question.value("s"), _FIRST)
    if gap.degree() > 4:
        raise NoValue("a high degree")
    zeros = sympy.roots(gap, filter="Z")
    found = [int(one) for one in zeros if _fits(int(one), int(one) + step * (count - 1), said)]
    if len(found) > 1 and not re.search(r"\b(?:negative|positive|whole)\b", said):
        found = [one for one in found if one >= 0]
    if len(found) != 1:
        raise NoValue("no such integers, or several")
    return [found[0] + step * at for at in range(count)], step, asked


def _parts(question: Question) -> tuple[str, str]:
    match = re.search(rf" {FIND}\b", question.words)
    if match is None:
        raise NoValue("nothing is asked")
    return question.words[: match.start()], question.words[match.start() :]


def _count_in(words: str) -> int:
    for word, count in _COUNTS.items():
        if re.search(rf"\b{word}\b", words):
            return count
    raise NoValue("how many integers?")


def _fits(first: int, last: int, said: str) -> bool:
    if "odd" in said and first % 2 == 0:
        return False
    if "even" in said and first % 2:
        return False
    if "positive" in said or "whole" in said or "page" in said:
        return first > 0 or ("whole" in said and first == 0)
    return not ("negative" in said and last >= 0)


def _named(words: str, numbers: list[Any]) -> Any:
    """The sum, the product... that words name, of numbers in ascending order."""
    for pattern, make in _QUANTITIES:
        if re.search(pattern, words):
            return make(numbers)
    raise NoValue("a quantity that is not understood")


def _add(numbers: list[Any]) -> Any:
    return sympy.Add(*numbers)


def _middle(numbers: list[Any]) -> Any:
    if len(numbers) % 2 == 0:
        raise NoValue("no middle")
    return numbers[len(numbers) // 2]


_QUANTITIES: tuple[tuple[str, Callable[[list[Any]], Any]], ...] = (
    (r"sum of the first and third", lambda numbers: numbers[0] + numbers[2]),
    (r"sum of (?:the |their )?squares", lambda numbers: _add([one**2 for one in numbers])),
    (r"sum of (?:the |their )?cubes", lambda numbers: _add([one**3 for one in numbers])),
    (r"difference (?:of|between) (?:the )?squares", lambda n: n[-1] ** 2 - n[0] ** 2),
    (r"sum", _add),
    (r"product", lambda numbers: sympy.Mul(*numbers)),
    (r"smallest|least|lesser|smaller", lambda numbers: numbers[0]),
    (r"largest|greatest|greater|larger", lambda numbers: numbers[-1]),
    (r"middle|median|second", _middle),
)


def _asked_of_integers(question: Question) -> Any:
    numbers, _, asked = _consecutive(question)
    return sympy.Integer(_named(asked, [sympy.Integer(one) for one in numbers]))


def _are_consecutive(question: Question, answer: Any) -> bool:
    """Tried one first integer after another."""
    said, asked = _parts(question)
    found, step, _ = _consecutive(question)
    target = question.value("s")
    hits = []
    low = found[0] - _MOST_TRIED
    for first in range(low, found[0] + _MOST_TRIED):
        numbers = [sympy.Integer(1) * 0 + first + step * at for at in range(len(found))]
        plain = [int(one) for one in numbers]
        if _plain(said, plain) == target and _fits(plain[0], plain[-1], said):
            hits.append(_plain(asked, plain))
    return int(answer) in hits


def _plain(words: str, numbers: list[int]) -> Any:  # noqa: PLR0911
    """The same quantities, in plain integers."""
    if "first and third" in words:
        return numbers[0] + numbers[2]
    for name, power in (("squares", 2), ("cubes", 3)):
        if re.search(rf"sum of (?:the |their )?{name}", words):
            return sum(one**power for one in numbers)
    if "squares" in words:
        return sum((b - a) * (b + a) for a, b in pairwise(numbers))
    if "sum" in words:
        return sum(numbers)
    if "product" in words:
        result = 1
        for one in numbers:
            result *= one
        return result
    if re.search(r"smallest|least|lesser|smaller", words):
        return numbers[0]
    if re.search(r"largest|greatest|greater|larger", words):
        return numbers[-1]
    return sorted(numbers)[len(numbers) // 2]


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


_MANY = r"(?:two|three|four|five|six|seven|eight|nine|{n})"
_OTHER_MANY = _MANY.replace("{n}", "{m}")
_SOME = r"(?:(?:positive|negative|odd|even|consecutive|whole|perfect|counting|page) )+"
_INTEGERS = rf"{_MANY} {_SOME}(?:integers|numbers)"
_NUMBERS = r"two (?:(?:positive|real|whole|distinct|different) )*(?:numbers|integers|fractions)"
_THEIR = r"(?:their|the|the two)(?: positive)?"
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
        "consecutive integers",
        rf"(?:if )?the (?:(?:sum|product)(?: of the squares| of the first and third)?"
        rf"(?: of| of the squares of)|(?:positive )?difference (?:between|of)(?: the squares of)?)"
        rf" {_INTEGERS} is {{s}}(?: then)?"
        rf" {FIND} (?:the value of )?(?:the |their )?(?:smallest|largest|smaller|larger|greater"
        rf"|greatest|lesser|least|middle|median|second|sum|product|sum of the cubes)"
        rf"(?: (?:number|integer|one))?(?: of (?:the|these|those)(?: {_OTHER_MANY})?"
        rf"(?: original)?(?: consecutive)?(?: page)? ?(?:numbers|integers|them)?)?{NOTES}",
        _asked_of_integers,
        _are_consecutive,
        examples=(
            (
                "The sum of three consecutive odd integers is 81. What is the largest of the "
                "three integers?",
                "29",
            ),
            ("The product of two consecutive positive integers is 342. What is their sum?", "37"),
        ),
    ),
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
