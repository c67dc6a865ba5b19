"""Forms: how likely a random point of a rectangle lies on one side of a line."""

from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, Name, NotFormula
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import NOTES

_X, _Y = symbol("x"), symbol("y")
_SHAPE = r"(?:rectangle|square|rectangular region|square region)"
_LESS = ("<", "<=")
_MORE = (">", ">=")

Box = tuple[Any, Any, Any, Any]


def _box(question: Question) -> Box:
    """The rectangle's left and right, its bottom and top."""
    if question.has("u"):
        x, y = (_between(question[hole], question, name) for hole, name in (("u", "x"), ("v", "y")))
        return (*x, *y)
    corners = [
        corner for hole in "abcd" if question.has(hole) for corner in _points(question[hole])
    ]
    found = {tuple(value(part, question.scope) for part in corner.parts) for corner in corners}
    xs, ys = sorted({one[0] for one in found}), sorted({one[1] for one in found})
    if len(corners) != 4 or len(xs) != 2 or len(ys) != 2 or len(found) != 4:
        raise NoValue("no rectangle along the axes")
    return xs[0], xs[1], ys[0], ys[1]


def _points(formula: Formula) -> list[Apply]:
    parts = formula.parts if isinstance(formula, Apply) and formula.operation == "list" else ()
    points = [one for one in parts or (formula,) if isinstance(one, Apply)]
    if not all(one.operation == "point" and len(one.parts) == 2 for one in points):
        raise NotFormula("no corners")
    return points


def _between(formula: Formula, question: Question, name: str) -> tuple[Any, Any]:
    if not isinstance(formula, Apply) or formula.operation not in ("<= <=", "< <"):
        raise NotFormula("no bounds")
    low, middle, high = formula.parts
    if middle != Name(name):
        raise NotFormula("bounds of something else")
    ends = value(low, question.scope), value(high, question.scope)
    if not ends[0] < ends[1]:
        raise NoValue("no interval")
    return ends


def _side(question: Question) -> tuple[Any, Any, Any]:
    """Numbers a, b and c so that the points asked for have ax + by + c > 0."""
    if question.has("p"):
        point = question["p"]
        if not isinstance(point, Apply) or point.parts != (Name("x"), Name("y")):
            raise NotFormula("another point")
    formula = question["r"]
    if not isinstance(formula, Apply) or formula.operation not in (*_LESS, *_MORE):
        raise NotFormula("no inequality")
    left, right = (value(part, question.scope) for part in formula.parts)
    above = sympy.expand(left - right if formula.operation in _MORE else right - left)
    if not above.is_polynomial(_X, _Y) or above.free_symbols - {_X, _Y}:
        raise NoValue("no line")
    a, b = above.coeff(_X, 1), above.coeff(_Y, 1)
    rest = above - a * _X - b * _Y
    if a.free_symbols or b.free_symbols or rest.free_symbols or (a == 0 and b == 0):
        raise NoValue("no line")
    return a, b, rest


def _chance(question: Question) -> Any:
    """Cut the rectangle along the line."""
    left, right, low, high = _box(question)
    a, b, c = _side(question)
    corners = [(left, low), (right, low), (right, high), (left, high)]
    kept: list[tuple[Any, Any]] = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        here, there = (a * x + b * y + c for x, y in (start, end))
        if here >= 0:
            kept.append(start)
        if here * there < 0:
            part = here / (here - there)
            kept.append(tuple(p + (q - p) * part for p, q in zip(start, end, strict=True)))
    twice = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(kept, kept[1:] + kept[:1], strict=True))
    found = twice / (2 * (right - left) * (high - low))
    if not 0 < found < 1:
        raise NoValue("always or never")
    return found


def _by_strips(question: Question, answer: Any) -> bool:
    """Add up the heights of strips between the places where the line enters or leaves."""
    left, right, low, high = map(float, _box(question))
    a, b, c = map(float, _side(question))

    def height(x: float) -> float:
        if b == 0:
            return high - low if a * x + c > 0 else 0.0
        edge = -(a * x + c) / b
        inside = min(max(edge, low), high)
        return high - inside if b > 0 else inside - low

    edges = [-(b * y + c) / a for y in (low, high)] if a else []
    places = sorted({left, right, *(x for x in edges if left < x < right)})
    total = 0.0
    for start, end in pairwise(places):
        inner = (end - start) * 1e-9  # heights may jump at an edge
        total += (height(start + inner) + height(end - inner)) / 2 * (end - start)
    return abs(total / ((right - left) * (high - low)) - float(answer)) < 1e-6


FORMS = (
    Form(
        "random point of a rectangle",
        r"(?:a )?point {p} is (?:randomly|uniformly|at random|and| )*(?:selected|picked|chosen) "
        rf"(?:(?:from )?(?:inside )?(?:of )?(?:the )?{_SHAPE} with vertices(?: at)? {{a}}"
        r"(?: (?:and )?{b})?(?: (?:and )?{c})?(?: (?:and )?{d})?|such that {u} and {v}) what is the"
        rf" probability that {{r}}{NOTES}",
        _chance,
        _by_strips,
        examples=(
            (
                r"A point $(x,y)$ is randomly picked from inside the rectangle with vertices"
                r" $(0,0)$, $(5,0)$, $(5,2)$, and $(0,2)$. What is the probability that $x < y$?",
                r"\frac{1}{5}",
            ),
            (
                r"A point $(x,y)$ is randomly selected such that $0 \le x \le 4$ and"
                r" $0 \le y \le 5$. What is the probability that $x + y \le 3$?",
                r"\frac{9}{40}",
            ),
        ),
    ),
)
