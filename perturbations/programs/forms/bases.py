"""Forms: numbers written in other bases."""

from collections.abc import Callable
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import (
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, numbers_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)

_NUMBER = r"(?:the (?:number|sum|difference|product|quotient|base (?:ten|10) (?:number|integer)) )?"
IN_BASE = (
    r"(?:(?:express|give|write) (?:your|the) answer )?(?:when expressed |expressed )?(?:in|to) base"
)


def _integer(formula: Formula, scope: Scope) -> int:
    number = value(formula, scope)
    if not number.is_Integer or number < 0:
        raise NoValue(f"{number} is no natural number")
    return int(number)


def digits(number: int, base: int) -> str:
    """Write a natural number in a base from 2 to 10.

    Raises:
        NoValue: the base is another.
    """
    if not 2 <= base <= 10:
        raise NoValue(f"base {base}")
    shown = ""
    while number or not shown:
        number, digit = divmod(number, base)
        shown = f"{digit}{shown}"
    return shown


def _has_base(formula: Formula) -> bool:
    if not isinstance(formula, Apply):
        return False
    return formula.operation == "based" or any(map(_has_base, formula.parts))


def _to_base(question: Question) -> Any:
    base = question.integer("b")
    number = _integer(question["a"], question.scope)
    if base == 10:
        if not _has_base(question["a"]):
            raise NoValue("already in base ten")
        return sympy.Integer(number)
    return f"{digits(number, base)}_{base}"


def _reads_back(question: Question, answer: Any) -> bool:
    """The answer's digits, weighed by the powers of the base, add up to the number."""
    number = _integer(question["a"], question.scope)
    if not isinstance(answer, str):
        return bool(_by_horner(question["a"], question.scope) == answer)
    shown, _, base = answer.partition("_")
    weights = [int(base) ** place for place in range(len(shown))]
    return sum(map(int.__mul__, weights, map(int, reversed(shown)))) == number


def _by_horner(formula: Formula, scope: Scope) -> int:
    """A number in a base, read digit by digit; sums and products of such."""
    if isinstance(formula, Apply) and formula.operation == "based":
        shown, base = (int(scope.values[one.place]) for one in numbers_of(formula))
        total = 0
        for digit in str(shown):
            total = total * base + int(digit)
        return total
    if isinstance(formula, Apply) and formula.operation in _OPERATIONS:
        parts = [_by_horner(part, scope) for part in formula.parts]
        return _OPERATIONS[formula.operation](parts)
    return int(value(formula, scope))


_OPERATIONS: dict[str, Callable[[list[int]], int]] = {
    "+": sum,
    "*": lambda parts: parts[0] * parts[1],
    "/": lambda parts: parts[0] // parts[1],
    "neg": lambda parts: -parts[0],
}


def _base_ten(question: Question) -> Any:
    if not _has_base(question["a"]):
        raise NoValue("no other base")
    return sympy.Integer(_integer(question["a"], question.scope))


FORMS = (
    Form(
        "written in a base",
        rf"(?:{FIND}|convert|express|write|add) {_NUMBER}{{a}} (?:as a number )?{IN_BASE} {{b}}",
        _to_base,
        _reads_back,
        examples=(
            ("Convert $45$ to base $4$.", "231_4"),
            ("Find $23_5 + 14_5$. Express your answer in base $5$.", "42_5"),
            (r"What is $12_3 \cdot 21_3$ when expressed in base 3?", "1022_3"),
            ("Express $1011_2$ in base $10$.", "11"),
        ),
    ),
    Form(
        "value in base ten",
        rf"(?:(?:{FIND}|convert|express|write) (?:the base (?:10|ten) equivalent of )?{{a}}"
        r"(?: (?:to|in|as) (?:a )?base (?:10|ten)(?: integer)?)?"
        r"|(?:express|convert) the (?:number )?{a2} (?:to|in) base ten)",
        _base_ten,
        lambda question, answer: _by_horner(question["a"], question.scope) == answer,
        examples=(
            ("Convert $312_4$ to base ten.", "54"),
            ("What is the base ten equivalent of $1101_2$?", "13"),
        ),
    ),
)
