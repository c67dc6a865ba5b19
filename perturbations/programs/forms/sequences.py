"""Forms: arithmetic and geometric sequences and series, two numbers with their sum, proportion."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.evaluate import (
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, NotFormula
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES


def _sum_and_difference(question: Question) -> Any:
    total, gap = question.value("s"), question.value("d")
    large, small = (total + gap) / 2, (total - gap) / 2
    if question.says("product"):
        return large * small
    return large if question.says("larger", "greater") else small


def _are_two(question: Question, answer: Any) -> bool:
    """Another number makes the sum whole and has the difference, or the product."""
    total, gap, found = (complex(one) for one in (question.value("s"), question.value("d"), answer))
    if question.says("product"):
        return abs(total * total - gap * gap - 4 * found) < numeric.TOLERANCE * abs(total) ** 2
    return abs(abs(2 * found - total) - abs(gap)) < numeric.TOLERANCE


def _inverse_proportion(question: Question) -> Any:
    a, b = _given_value(question, "g"), _given_value(question, "h")
    known = _given_value(question, "k")
    asked = question.name("x")
    if {a[0], b[0]} != {asked, known[0]} or asked == known[0] or known[1] == 0:
        raise NoValue("other variables")
    return a[1] * b[1] / known[1]


def _given_value(question: Question, hole: str) -> tuple[str, Any]:
    formula = question[hole]
    if not isinstance(formula, Apply) or formula.operation != "=":
        raise NotFormula("no value of a variable")
    name = formula.parts[0]
    if not hasattr(name, "name"):
        raise NotFormula("no variable")
    return name.name, value(formula.parts[1], question.scope)


def _keeps_product(question: Question, answer: Any) -> bool:
    a, b, known = (complex(_given_value(question, one)[1]) for one in "ghk")
    return abs(a / known - complex(answer) / b) < numeric.TOLERANCE * (1 + abs(a / known))


def _infinite(question: Question) -> Any:
    return sympy.cancel(question.value("e"))


FORMS = (
    Form(
        "two numbers with sum and difference",
        r"the sum of two numbers is {s} and their difference is {d} what is "
        r"(?:their product|the (?:larger|smaller|greater)(?: of the two)? numbers?"
        r"|the (?:larger|smaller|greater) of the two numbers)",
        _sum_and_difference,
        _are_two,
        examples=(
            (
                "The sum of two numbers is 31 and their difference is 7. What is their product?",
                "228",
            ),
            (
                "The sum of two numbers is 31 and their difference is 7. What is the smaller of"
                " the two numbers?",
                "12",
            ),
        ),
    ),
    Form(
        "inverse proportion",
        rf"(?:if|suppose|suppose that)? ?{{a}} and {{b}} are inversely proportional(?: and)?(?:"
        rf" if)? {{g}} when {{h}} "
        rf"(?:{FIND}|what is) the value of {{x}} when {{k}}{NOTES}",
        _inverse_proportion,
        _keeps_product,
        examples=(
            (
                "Suppose $u$ and $v$ are inversely proportional. If $u=12$ when $v=6$, find the"
                " value "
                "of $u$ when $v=8$.",
                "9",
            ),
        ),
    ),
    Form(
        "sum of a series",
        rf"(?:evaluate|compute|find|what is|calculate)(?: the)?(?: value of)?(?: the)?"
        rf"(?: sum of)?(?: the)? (?:infinite |finite |arithmetic |geometric )*(?:series|sum)"
        rf" {{e}}{NOTES}",
        _infinite,
        lambda question, answer: numeric.agrees(
            answer, numeric.number_of(question["e"], question.scope)
        ),
        examples=(
            (
                r"Evaluate the infinite geometric series $1 + \frac{1}{3} + \frac{1}{9} + \dots$",
                r"\frac{3}{2}",
            ),
            (r"What is the value of the arithmetic series $5 + 8 + 11 + \cdots + 62$?", "670"),
        ),
    ),
)
