"""Forms: parabolas, ellipses and hyperbolas from their equations."""

import math
from collections.abc import Callable
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.answer import read_answer
from clipo_bench.perturbations.programs.forms.curves import Conic, Parabola, conic_of, parabola_of
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.geometry import NOTE, Ways, both_ways, simple
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND

_NEAR = 1e-7


def _curve(kinds: str, hole: str = "a") -> str:
    """Words for a conic that is given by its equation."""
    return (
        rf"the (?:the )?(?:{kinds}) (?:(?:with|given by|defined by|whose|described by) "
        rf"(?:the )?(?:equation )?(?:is )?)?{{{hole}}}"
    )


def _conic(question: Question, ways: Ways, kind: str) -> Conic:
    found = ways.any_conic("a")
    if found.kind != kind:
        raise NoValue(f"no {kind}")
    return found


def _half_focal(found: Conic) -> Any:
    """The square of the distance of a focus from the center."""
    along, across = found.squares
    return (
        along - across
        if along > 0 and across < 0
        else abs(abs(along) - abs(across))
        if (along * across > 0)
        else across - along
    )


def _between_foci(kind: str) -> Callable[[Question, Ways], Any]:
    return lambda question, ways: 2 * ways.root(_half_focal(_conic(question, ways, kind)))


def _between_vertices(question: Question, ways: Ways) -> Any:
    return 2 * ways.root(max(_conic(question, ways, "hyperbola").squares))


def _axis(longest: bool) -> Callable[[Question, Ways], Any]:
    def length(question: Question, ways: Ways) -> Any:
        squares = _conic(question, ways, "ellipse").squares
        return 2 * ways.root((max if longest else min)(squares))

    return length


def _area(question: Question, ways: Ways) -> Any:
    along, across = _conic(question, ways, "ellipse").squares
    return ways.root(along * across) * sympy.pi


def _center(question: Question, ways: Ways) -> Any:
    found = ways.any_conic("a")
    if found.kind not in ("ellipse", "hyperbola"):
        raise NoValue("no center")
    return found.center


def _parabola(question: Question) -> Parabola:
    return parabola_of(question["a"], question.scope)


def _focus(question: Question) -> Any:
    return simple(_parabola(question).focus)


def _directrix(question: Question) -> Any:
    found = _parabola(question)
    return f"{'y' if found.is_upright else 'x'} = {sympy.latex(simple(_place(found)))}"


def _place(found: Parabola) -> Any:
    """Where the directrix crosses the axis of the parabola."""
    return found.vertex[1 if found.is_upright else 0] - found.p


def _is_focus(question: Question, answer: Any) -> bool:
    found = _parabola(question)
    x, y = map(float, answer)
    return _is_equidistant(question, (x, y), float(_place(found)))


def _is_directrix(question: Question, answer: str) -> bool:
    found = _parabola(question)
    name, _, place = answer.partition(" = ")
    x, y = map(float, found.focus)
    as_said = name == ("y" if found.is_upright else "x")
    return as_said and _is_equidistant(question, (x, y), float(read_answer(place)))


def _is_equidistant(question: Question, focus: tuple[float, float], directrix: float) -> bool:
    """Points of the curve are as far from the focus as from the directrix."""
    found = _parabola(question)
    ways = Ways(question, in_floats=True)
    (h, k), p = map(float, found.vertex), float(found.p)
    for shift in (0.7, -1.3, 2.1):
        across = shift * abs(p) + (h if found.is_upright else k)
        other = _on_curve(ways, across, found.is_upright, (k if found.is_upright else h, p))
        x, y = (across, other) if found.is_upright else (other, across)
        off = abs(other - directrix)
        if abs(math.hypot(x - focus[0], y - focus[1]) - off) > _NEAR * max(1.0, off):
            return False
    return True


def _on_curve(ways: Ways, across: float, is_upright: bool, place: tuple[float, float]) -> float:
    """The other coordinate of a point of the curve: the equation is linear in it."""

    def side(other: float) -> float:
        return ways.side("a", *((across, other) if is_upright else (other, across)))

    start, p = place
    first, second = side(start), side(start + p)
    return start - first * p / (second - first)


def _kind(question: Question) -> str:
    return conic_of(question["a"], question.scope).kind


def _word(question: Question) -> str:
    return rf"\text{{{_kind(question)}}}"


def _letter(question: Question) -> str:
    letters = {"circle": "C", "parabola": "P", "ellipse": "E", "hyperbola": "H"}
    return rf"\text{{({letters.get(_kind(question), 'N')})}}"


def _kind_holds(question: Question, answer: str) -> bool:
    """The kind again, from the equation's coefficients by differences of its values."""
    found = Ways(question, in_floats=True).any_conic("a").kind
    return answer in (rf"\text{{{found}}}", _letter(question))


_ONE_OF = r"(?: enter your answer as an ordered pair| \(?enter your answer as an ordered pair\)?)?"

FORMS = (
    both_ways(
        "distance between foci of an ellipse",
        rf"{FIND} the distance between the (?:two )?foci of {_curve('ellipse')}{NOTE}",
        _between_foci("ellipse"),
        (
            (
                r"Find the distance between the foci of the ellipse "
                r"\[\frac{x^2}{24} + \frac{y^2}{8} = 1.\]",
                "8",
            ),
        ),
    ),
    both_ways(
        "distance between foci of a hyperbola",
        rf"{FIND} the distance between the (?:two )?foci of {_curve('hyperbola')}{NOTE}",
        _between_foci("hyperbola"),
        (
            (
                r"Find the distance between the foci of the hyperbola "
                r"\[\frac{x^2}{24} - \frac{y^2}{25} = 1.\]",
                "14",
            ),
        ),
    ),
    both_ways(
        "distance between vertices of a hyperbola",
        rf"{FIND} the distance between the (?:two )?vertices of {_curve('hyperbola')}{NOTE}",
        _between_vertices,
        (
            (
                r"Find the distance between the vertices of the hyperbola "
                r"\[\frac{y^2}{20} - \frac{x^2}{7} = 1.\]",
                r"4 \sqrt{5}",
            ),
        ),
    ),
    both_ways(
        "major axis",
        rf"{FIND} the length of the major axis of {_curve('ellipse')}{NOTE}",
        _axis(longest=True),
        (
            (
                "Compute the length of the major axis of the ellipse $4x^2 + 9y^2 = 72$.",
                r"6 \sqrt{2}",
            ),
        ),
    ),
    both_ways(
        "minor axis",
        rf"{FIND} the length of the minor axis of {_curve('ellipse')}{NOTE}",
        _axis(longest=False),
        (
            (
                "Compute the length of the minor axis of the ellipse $4x^2 + 9y^2 = 72$.",
                r"4 \sqrt{2}",
            ),
        ),
    ),
    both_ways(
        "area of an ellipse",
        rf"{FIND} the area of {_curve('ellipse')}{NOTE}",
        _area,
        (("Compute the area of the ellipse $4x^2 + 9y^2 = 144$.", r"24 \pi"),),
    ),
    both_ways(
        "center of a conic",
        rf"{FIND} the (?:coordinates of the )?center of {_curve('ellipse|hyperbola')}{NOTE}",
        _center,
        (
            (
                "Find the center of the hyperbola $4x^2 - 24x - 9y^2 - 36y = 36.$",
                "(3,-2)",
            ),
        ),
    ),
    Form(
        "focus of a parabola",
        rf"{FIND} the (?:coordinates of the )?focus of {_curve('parabola')}{_ONE_OF}",
        _focus,
        _is_focus,
        examples=(
            (r"Find the focus of the parabola $y = \frac{1}{12} x^2 + 2.$", "(0,5)"),
            (r"Find the focus of the parabola $x = -\frac{1}{8} y^2.$", "(-2,0)"),
        ),
    ),
    Form(
        "directrix of a parabola",
        rf"{FIND} the (?:equation of the )?directrix of {_curve('parabola')}",
        _directrix,
        _is_directrix,
        examples=(
            (
                r"Find the equation of the directrix of the parabola $y = 3x^2 + 2.$",
                r"y = \frac{23}{12}",
            ),
        ),
    ),
    Form(
        "kind of a conic",
        r"determine if the graph of the equation below is a parabola circle ellipse hyperbola "
        r"point line two lines or empty {a}",
        _word,
        _kind_holds,
        examples=(
            (
                "Determine if the graph of the equation below is a parabola, circle, ellipse, "
                "hyperbola, point, line, two lines, or empty. $3x^2 + 5y^2 - 6x = 40$",
                r"\text{ellipse}",
            ),
        ),
    ),
    Form(
        "letter of a conic",
        r"which type of conic section is described by the equation {a} "
        r'enter "c" for circle "p" for parabola "e" for ellipse "h" for hyperbola and "n" for '
        r"none of the above",
        _letter,
        _kind_holds,
        examples=(
            (
                r"Which type of conic section is described by the equation "
                r"\[3x^2 + 5y^2 - 6x = 40?\] "
                'Enter "C" for circle, "P" for parabola, "E" for ellipse, "H" for hyperbola, and '
                '"N" for none of the above.',
                r"\text{(E)}",
            ),
        ),
    ),
)
