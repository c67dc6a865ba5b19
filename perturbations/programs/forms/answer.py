r"""Answers as text and as values: ``\frac{3}{4}``, ``x^2 - 4``, ``(2, -1)``, ``3, 5``."""

import re
from fractions import Fraction
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.arrays import is_array
from clipo_bench.perturbations.programs.forms.closed_form import closed_expression
from clipo_bench.perturbations.programs.forms.evaluate import NoValue, Scope, value
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, NotFormula, Parser
from clipo_bench.perturbations.programs.forms.text_form import text_form
from clipo_bench.perturbations.programs.of_problem import gold_like, gold_value
from clipo_bench.perturbations.programs.writing import NotWritable

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MINUS = re.compile(r"-(?=[\d\\])")  # "- 4" in x - 4 is none
_DEGREES = re.compile(r"\s*\^\{?\\circ\}?\Z")


def write_answer(answer: Any) -> str:
    """Write an answer in LaTeX.

    Raises:
        NoValue: it is of a kind that has no form.
    """
    if isinstance(answer, str):
        return answer
    if isinstance(answer, tuple):
        return f"({', '.join(map(write_answer, answer))})"
    if isinstance(answer, frozenset):
        return ",".join(write_answer(one) for one in sorted(answer, key=_order))
    if is_array(answer):
        rows = r" \\ ".join(" & ".join(map(write_answer, row)) for row in answer.tolist())
        return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"
    if isinstance(answer, bool) or not isinstance(answer, sympy.Basic):
        raise NoValue(f"an answer of an unknown kind: {type(answer).__name__}")
    return str(sympy.latex(answer))


def write_like(gold: str, answer: Any) -> str:
    r"""Write an answer as another gold is written: ``0.35``, ``45^\circ``, ``\$4.50``, ``12``.

    Raises:
        NoValue: it is of a kind that has no form.
    """
    if getattr(answer, "is_Rational", False) and gold_value(gold) is not None:
        try:
            return gold_like(gold, Fraction(int(answer.p), int(answer.q)))
        except NotWritable:
            return write_answer(answer)
    degrees = _DEGREES.search(gold.strip())
    return write_answer(answer) + (degrees[0] if degrees else "")


def shape(text: str) -> str:
    r"""An answer's form without its numbers: ``\frac{3}{4}`` and ``\frac{1}{7}`` have one."""
    if text.startswith((r"\begin{pmatrix}", "(")):  # the signs of coordinates are free
        text = _MINUS.sub("", text)
    if text.startswith(r"\text{"):  # a word: circle or ellipse
        return r"\text"
    return _NUMBER.sub("0", text)


def same_answer(gold: str, answer: Any) -> bool:
    """Whether a gold shows this answer."""
    if isinstance(answer, str):
        return _bare(gold) in (_bare(answer), _bare(answer).partition("_")[0])
    read = read_answer(gold)
    return read is not None and _equal(read, answer)


def _bare(text: str) -> str:
    """A word or an equation without layout."""
    return re.sub(r"\s|\\text|\\[!,]|[{}$]", "", text)


def read_answer(text: str) -> Any:
    r"""Read a gold such as ``\frac{3}{4}`` or ``(1, 2)``; None if it is of no known kind."""
    found = text_form(f"${_DEGREES.sub('', text.strip())}$")
    if found is None or len(found.formulas) != 1:
        return None
    numbers = {
        place: Fraction(re.sub(r",|\{,\}|\\,", "", found.question[start:end]))
        for place, (start, end) in enumerate(found.numbers)
    }
    try:
        formula = Parser(list(found.formulas[0]), found.places).parse()
        return _value(formula, Scope(numbers))
    except (NotFormula, NoValue, ArithmeticError, TypeError):
        return None


def _value(formula: Formula, scope: Scope) -> Any:
    if isinstance(formula, Apply) and formula.operation == "point":
        return tuple(value(part, scope) for part in formula.parts)
    if isinstance(formula, Apply) and formula.operation == "list":
        return frozenset(value(part, scope) for part in formula.parts)
    return value(formula, scope)


def _equal(left: Any, right: Any) -> bool:  # noqa: PLR0911
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(_equal, left, right))
    if isinstance(left, frozenset) and isinstance(right, frozenset):
        return len(left) == len(right) and all(any(_equal(a, b) for b in right) for a in left)
    if isinstance(left, frozenset | tuple) or isinstance(right, frozenset | tuple):
        return False
    if is_array(left) or is_array(right):
        sizes = getattr(left, "shape", 0) == getattr(right, "shape", 0)
        return sizes and all(map(_equal, left, right))
    if left == right:
        return True
    try:
        return bool(closed_expression(left - right) == 0)
    except NoValue:
        return False


def _order(one: Any) -> Any:
    return complex(one).real if one.is_number else str(one)
