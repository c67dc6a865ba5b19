"""Forms: evaluate or simplify an expression."""

from typing import Any

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, NOTES


def _evaluate(question: Question) -> Any:
    if names_of(question["e"]) - {"i", "e"}:
        raise NoValue("there is a variable")
    return closed_form(question.value("e"))


def _estimate(question: Question) -> complex:
    return complex(numeric.number_of(question["e"], question.scope))


def _in_floats(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, _estimate(question))


FORMS = (
    Form(
        "value of an expression",
        rf"(?:{ASKED}|express|write|simplify the fraction|multiply)(?: as a common fraction)? {{e}}"
        rf"{NOTES}",
        _evaluate,
        _in_floats,
        examples=(
            (r"Compute $3 \cdot 4 + \frac{6}{2}$.", "15"),
            (r"What is the value of $\sqrt{50} - \sqrt{8}$?", r"3 \sqrt{2}"),
            (r"Evaluate $\log_4 32$.", r"\frac{5}{2}"),
            (r"Find $\left\lfloor 7.4 \right\rfloor + |{-3}|$.", "10"),
            (r"Express $\frac{12}{18} + 1$ as a common fraction.", r"\frac{5}{3}"),
        ),
        estimate=_estimate,
    ),
)
