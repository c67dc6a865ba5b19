r"""Answers as text and as values: ``\frac{3}{4}``, ``x^2 - 4``, ``(2, -1)``, ``3, 5``."""

import re
from fractions import Fraction
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.arrays import is_array
from clipo_bench.perturbations.programs.forms.closed_form import closed_expression
from clipo_bench.perturbations.programs.forms.evaluate import (
    value,
)
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, NotFormula, Parser
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)
from clipo_bench.perturbations.programs.forms.text_form import text_form
from clipo_bench.perturbations.programs.of_problem import gold_like, gold_value
from clipo_bench.perturbations.programs.writing import NotWritable

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MINUS = re.compile(r"-(?=[\d\\])")  # "- 4" in x - 4 is none
_SPACE = re.compile(r"(?<=\d) (?=[A-Za-z])")  # 3 s^2 might be read as seconds
_UNKNOWN = re.compile(r"\A[A-Za-z]\s*(?:=|\\in(?![a-z]))\s*")
_INTERVAL = re.compile(r"(?P<opening>[(\[])(?P<low>[^,]+),(?P<high>[^,]+)(?P<closing>[)\]])")
_LAYOUT = re.compile(r"\\left(?![a-z])|\\right(?![a-z])|\\[!,; ]")
_NAMED = re.compile(r"[a-zA-Z]\s*=\s*(?=[^=<>]+\Z)")  # the "x = " of x = 5
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
    if isinstance(answer, sympy.Set):
        return _write_set(answer)
    return _SPACE.sub("", str(sympy.latex(answer)))


def _write_set(answer: Any) -> str:
    r"""Write intervals and what is joined of them: ``(-\infty, 2] \cup (5, 7)``."""
    parts = answer.args if isinstance(answer, sympy.Union) else (answer,)
    pieces: list[str] = []
    points: list[Any] = []
    for part in sorted(parts, key=lambda one: float(one.inf)):
        if isinstance(part, sympy.FiniteSet):
            points += part.args
        elif isinstance(part, sympy.Interval):
            opening = "(" if part.left_open else "["
            closing = ")" if part.right_open else "]"
            ends = (sympy.latex(part.start), sympy.latex(part.end))
            pieces.append(f"{opening}{ends[0]}, {ends[1]}{closing}")
        else:
            raise NoValue("a set of an unknown kind")
    if points:
        pieces.append(rf"\{{{', '.join(sympy.latex(one) for one in sorted(points))}\}}")
    return r" \cup ".join(pieces)


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
    name, degrees = _NAMED.match(gold.strip()), _DEGREES.search(gold.strip())
    shown = write_answer(answer)
    return (name[0] if name else "") + shown + (degrees[0] if degrees else "")


def same_form(before: str, after: str) -> bool:
    r"""Whether another answer is of the form of the original's.

    A negative one may become positive, as ``\csc 330^\circ`` is -2 and ``\csc 30^\circ`` is 2; a
    positive one stays positive, since it may count or measure something.
    """
    if before.startswith("-"):
        before, after = (one.removeprefix("-").lstrip() for one in (before, after))
    return _shape(before) == _shape(after)


def _shape(text: str) -> str:
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
    if isinstance(answer, sympy.Set):
        return bool(_read_set(gold) == answer)
    read = read_answer(gold)
    return read is not None and _equal(read, answer)


def _bare(text: str) -> str:
    """A word or an equation without layout."""
    return re.sub(r"\s|\\text|\\[!,]|[{}$]", "", text)


def _read_set(text: str) -> Any:
    """Read intervals joined by cup signs; None if they are none."""
    found = []
    for piece in _LAYOUT.sub("", _UNKNOWN.sub("", text.strip())).split(r"\cup"):
        match = _INTERVAL.fullmatch(piece.strip())
        if match is None:
            return None
        low, high = (_read_end(match[name]) for name in ("low", "high"))
        if low is None or high is None:
            return None
        found.append(sympy.Interval(low, high, match["opening"] == "(", match["closing"] == ")"))
    return sympy.Union(*found)


def _read_end(text: str) -> Any:
    plain = text.strip().removeprefix("+")
    if plain in (r"\infty", r"-\infty"):
        return -sympy.oo if plain[0] == "-" else sympy.oo
    read = read_answer(plain)
    return read if isinstance(read, sympy.Expr) else None


def read_answer(text: str) -> Any:
    r"""Read a gold such as ``\frac{3}{4}`` or ``(1, 2)``; None if it is of no known kind."""
    plain = _UNKNOWN.sub("", _DEGREES.sub("", text.strip()))
    found = text_form(f"${plain}$")
    if found is None or len(found.formulas) != 1:
        return None
    numbers = {
        place: Fraction(re.sub(r",\\!|,|\{,\}|\\,", "", found.question[start:end]))
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
