"""Forms: lines in the plane, their slopes, intercepts and intersections."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, NotFormula, sides_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES
from clipo_bench.perturbations.programs.forms.scope import Scope
from clipo_bench.perturbations.programs.forms.systems import System, linear_solution

X, Y = symbol("x"), symbol("y")

Line = tuple[Any, Any, Any]
"""A, b and c of a x + b y = c."""


def _point(question: Question, hole: str) -> tuple[Any, Any]:
    formula = question[hole]
    if isinstance(formula, Apply) and formula.operation.startswith(("call ", "*")):
        formula = formula.parts[-1]  # A(3, 4)
    if isinstance(formula, Apply) and formula.operation == "=":
        formula = formula.parts[1]  # A = (3, 4)
    if not isinstance(formula, Apply) or formula.operation != "point" or len(formula.parts) != 2:
        raise NotFormula("no point")
    return value(formula.parts[0], question.scope), value(formula.parts[1], question.scope)


def _of_equation(formula: Formula, scope: Scope) -> Line:
    left, right = sides_of(formula)
    made = sympy.numer(sympy.together(value(left, scope) - value(right, scope)))
    if not made.is_polynomial(X, Y) or sympy.Poly(made, X, Y).total_degree() != 1:
        raise NoValue("no line")
    plane = sympy.Poly(made, X, Y)
    return (
        plane.coeff_monomial(X),
        plane.coeff_monomial(Y),
        -plane.coeff_monomial(1),
    )


def _line(question: Question) -> Line:
    """The line that is described: by an equation, two points, or a slope and a point."""
    if question.has("l"):
        return _of_equation(question["l"], question.scope)
    if question.has("p") and question.has("q"):
        (a, b), (c, d) = _point(question, "p"), _point(question, "q")
        if (a, b) == (c, d):
            raise NoValue("one point only")
        return d - b, a - c, (d - b) * a + (a - c) * b
    place = _point(question, "p")
    if question.has("m"):
        direction: tuple[Any, Any] = (question.value("m"), sympy.Integer(-1))
    else:
        a, b, _ = _of_equation(question["k"], question.scope)
        direction = (b, -a) if question.says("perpendicular") else (a, b)
    return (*direction, direction[0] * place[0] + direction[1] * place[1])


def _quotient(top: Any, bottom: Any) -> Any:
    if bottom == 0:
        raise NoValue("a line that is parallel to an axis")
    return closed_form(sympy.cancel(top / bottom))


def _axis(question: Question) -> str:
    """Which axis is asked about."""
    for hole in ("u", "v"):
        if question.has(hole):
            return question.name(hole)
    return "x" if question.says("x-intercept", "x-axis") else "y"


def _of_line(question: Question) -> Any:  # noqa: PLR0911
    a, b, c = _line(question)
    slope = _quotient(-a, b) if question.says("slope", "form") else None
    if question.has("w"):
        return _in_form(question, a, b, c)
    if question.has("t"):
        along = question.has("o") and question.name("o") == "y"
        number = question.value("t")
        return _quotient(c - b * number, a) if along else _quotient(c - a * number, b)
    if question.says("both", "sum") and not question.says("slope"):
        return _quotient(c, a) + _quotient(c, b)
    intercept = _quotient(c, a) if _axis(question) == "x" else _quotient(c, b)
    if question.says("sum"):
        return closed_form(slope + intercept)
    if question.says("slope of (?:the|a) line", "its slope", "is the slope"):
        return slope
    if question.says(
        "intercept point", "ordered pair", "what point", "which point", "is the point"
    ):
        zero = sympy.Integer(0)
        return (intercept, zero) if _axis(question) == "x" else (zero, intercept)
    return intercept


def _in_form(question: Question, a: Any, b: Any, c: Any) -> Any:
    """What is asked of m and b in y = m x + b."""
    form = _of_equation(question["w"], question.scope)
    asked = value(question["f"], question.scope)
    # Proportional: all minors are zero.
    minors = [form[0] * b - form[1] * a, form[0] * c - form[2] * a, form[1] * c - form[2] * b]
    minors = [sympy.expand(one) for one in minors if sympy.expand(one) != 0]
    line = linear_solution(minors)
    if line is None:
        values = System(minors).values_of(asked)
        if values is None or len(values) != 1:
            raise NoValue("the constants are not fixed")
        return closed_form(values[0])
    worth = sympy.cancel(asked.subs(line))
    if worth.free_symbols:
        raise NoValue("the constants are not fixed")
    return closed_form(worth)


def _line_agrees(question: Question, answer: Any) -> bool:
    """In floats, by slope and intercept through what is given."""
    a, b, c = (complex(one).real for one in _line(question))
    for hole in ("p", "q"):
        if question.has(hole):
            x, y = (complex(one).real for one in _point(question, hole))
            if abs(a * x + b * y - c) > 1e-7 * (1 + abs(a * x) + abs(b * y)):
                return False
    if isinstance(answer, tuple):
        x, y = (complex(one).real for one in answer)
        return abs(a * x + b * y - c) < 1e-7 * (1 + abs(c))
    number = float(answer)
    if question.has("w"):
        return _form_agrees(question, (a, b, c), answer)
    if question.has("t"):
        other = float(question.value("t"))
        x, y = (
            (number, other) if question.has("o") and question.name("o") == "y" else (other, number)
        )
        return abs(a * x + b * y - c) < 1e-7 * (1 + abs(c))
    intercepts = {"x": c / a if a else 0.0, "y": c / b if b else 0.0}
    expected = intercepts[_axis(question)]
    if question.says("sum"):
        expected = -a / b + expected if question.says("slope") else sum(intercepts.values())
    elif question.says("slope of (?:the|a) line", "its slope", "is the slope"):
        expected = -a / b
    return abs(expected - number) < 1e-7 * (1 + abs(number))


def _form_agrees(question: Question, line: tuple[float, float, float], answer: Any) -> bool:
    """With slope and intercept in floats for the two constants of y = m x + b."""
    a, b, c = line
    form = _of_equation(question["w"], question.scope)
    names = sorted({one for part in form for one in part.free_symbols}, key=str)
    slope, intercept = -a / b, c / b
    for worth in ((slope, intercept), (intercept, slope)):
        here = {str(name): complex(one) for name, one in zip(names, worth, strict=False)}
        left, right = sides_of(question["w"])
        holds = all(
            abs(
                numeric.number_of(left, question.scope, here | place)
                - numeric.number_of(right, question.scope, here | place)
            )
            < 1e-7
            for x in (0.3, 1.9)
            for place in ({"x": complex(x), "y": complex(slope * x + intercept)},)
        )
        if holds:
            return numeric.agrees(answer, numeric.number_of(question["f"], question.scope, here))
    return False


def _third(question: Question) -> Any:
    """An unknown coordinate of a third point on a line, or a constant of a line through a point."""
    name = symbol(question.name("k"))
    if question.has("r"):
        (a, b), (c, d), (e, f) = (_point(question, hole) for hole in ("p", "q", "r"))
        gap = (c - a) * (f - b) - (d - b) * (e - a)
    else:
        left, right = sides_of(question["l"])
        x, y = _point(question, "p")
        gap = (value(left, question.scope) - value(right, question.scope)).subs({X: x, Y: y})
    worth = _one_value(name, gap)
    places = {
        tuple(one.subs(name, worth) for one in _point(question, hole))
        for hole in "pqr"
        if question.has(hole)
    }
    if len(places) < sum(question.has(hole) for hole in "pqr"):
        raise NoValue("two of the points are one")
    return worth


def _one_value(name: Any, gap: Any) -> Any:
    gap = sympy.numer(sympy.together(gap))
    if gap.free_symbols != {name}:
        raise NoValue("not one unknown")
    line = sympy.Poly(gap, name)
    if line.degree() != 1:
        raise NoValue("not one value")
    return closed_form(-line.nth(0) / line.nth(1))


def _is_third(question: Question, answer: Any) -> bool:
    name = symbol(question.name("k"))
    if not question.has("r"):
        left, right = sides_of(question["l"])
        x, y = (one.subs(name, answer) for one in _point(question, "p"))
        here = {"x": complex(x), "y": complex(y), str(name): complex(answer)}
        sides = [numeric.number_of(one, question.scope, here) for one in (left, right)]
        return bool(abs(sides[0] - sides[1]) < 1e-7 * (1 + abs(sides[0])))
    places = [[complex(one.subs(name, answer)) for one in _point(question, hole)] for hole in "pqr"]
    (a, b), (c, d), (e, f) = places
    return abs((c - a) * (f - b) - (d - b) * (e - a)) < 1e-7 * (1 + abs(e * d) + abs(c * f))


def _between_two(question: Question) -> Any:
    """A constant for which two lines are parallel or perpendicular."""
    name = symbol(question.name("x"))
    (a, b, _), (c, d, _) = (_of_equation(question[one], question.scope) for one in "gh")
    gap = a * c + b * d if question.says("perpendicular") else a * d - b * c
    line = sympy.Poly(sympy.expand(gap), name)
    if line.degree() != 1 or gap.free_symbols != {name}:
        raise NoValue("not one value")
    return closed_form(-line.nth(0) / line.nth(1))


def _slopes_agree(question: Question, answer: Any) -> bool:
    slopes = []
    for hole in "gh":
        left, right = sides_of(question[hole])

        def gap(x: float, y: float, sides: tuple[Formula, Formula] = (left, right)) -> Any:
            here = {"x": complex(x), "y": complex(y), question.name("x"): complex(answer)}
            worth = [numeric.number_of(one, question.scope, here) for one in sides]
            return worth[0] - worth[1]

        start = gap(0, 0)
        slopes.append(-(gap(1, 0) - start) / (gap(0, 1) - start))
    if question.says("perpendicular"):
        return bool(abs(slopes[0] * slopes[1] + 1) < 1e-7)
    return bool(abs(slopes[0] - slopes[1]) < 1e-7 * (1 + abs(slopes[0])))


_LINE = (
    r"(?:the |an? )?(?:line|graph of)(?: {n})?(?: is)?(?: with| has)?"
    r"(?: (?:the |its |whose )?equation(?: is)?| (?:given|defined|described|determined)"
    r"(?: by(?: the equation)?)?)? {l}"
)
_TWO_POINTS = (
    r"(?:the |an? )?line(?: {n})?(?: is drawn| goes| passes| that passes| that goes| passing"
    r"| drawn| going)? ?(?:through|containing|contains|that contains|that connects|determined by)"
    r"(?: the)?(?: two)?(?: points?)? {p}(?: and)?(?: point)? {q}"
)
_SLOPE = (
    r"(?:the |an? )?line(?: {n})?(?: has| with|that has)?(?: a| the)? slope(?: of)? {m} "
    r"(?:and )?(?:that )?(?:passing|passes|contains|containing|goes|going)?(?: through)?(?: the"
    r" point)? {p}"
)
_TO_LINE = (
    r"(?:the |an? )?line(?: {n})?(?: is| that is)? (?:parallel|perpendicular) to (?:the )?(?:line"
    r" |graph of |line with equation )?{k} (?:and )?(?:that )?(?:passes|passing|contains|containing"
    r"|goes|going)(?: through)?(?: the point)? {p}"
)


def _or(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


_ANY = _or(_TWO_POINTS, _SLOPE, _TO_LINE, _LINE)
_AXIS = r"(?:{u}|[xy]) ?- ?axis"
_OTHER = r"(?:{v}|[xy]) ?- ?"
_PAIR = r"(?: (?:express|give|write|provide|enter) your answer as an ordered pair)?"

FORMS = (
    Form(
        "intercept or slope of a line",
        rf"(?:(?:at what|at which|what is the) point (?:does|where) {_ANY} (?:intersects?|cross"
        rf"|crosses) the {_AXIS}"
        rf"|{_ANY} (?:intersects|crosses) the {_AXIS} at what point"
        rf"|(?:if )?{_ANY} {FIND} (?:the )?(?:{_OTHER}coordinate of the point where (?:this|the)"
        rf" line (?:crosses|intersects) the {_AXIS}|{_OTHER}intercept(?: of (?:this|the) line)?"
        rf"|slope of (?:this|the) line|sum of its (?:{{a}}|x) ?-intercept and (?:{{b}}|y)"
        rf" ?-intercept)"
        rf"|{FIND} the (?:coordinates of the )?(?:(?:{{c}}|[xy]) ?- ?coordinate (?:of|for) the )?"
        rf"{_OTHER}intercept(?: point)? of {_ANY}"
        rf"|{FIND} the (?:slope|sum of the slope and {_OTHER}intercept) of {_ANY}"
        rf"|{_ANY} {FIND} the (?:{{e}}|[xy]) ?- ?coordinate of the point (?:on (?:it|the line|{{d}}"
        rf"|this line) )?(?:with|whose|that has) (?:{{o}}|[xy]) ?- ?coordinate(?: is)? {{t}}"
        rf"|(?:if )?{_ANY}(?: and)? (?:the|if the|this) equation of (?:this|the) line"
        rf" (?:can be|is) (?:written|expressed) in the form {{w}}(?: where {{a2}} and {{b2}} are"
        rf" constants)? (?:then )?{FIND}(?: the value of)? {{f}}"
        rf"|if the (?:graph of the )?line {{w2}} passes through(?: the points)? {{p}} and {{q}}"
        rf" (?:then )?{FIND}(?: the value of)? {{f2}}){NOTES}{_PAIR}",
        _of_line,
        _line_agrees,
        examples=(
            (
                "At what point does the line containing the points $(2, 9)$ and $(5, 15)$ "
                "intersect the $y$-axis? Express your answer as an ordered pair.",
                "(0,5)",
            ),
            (
                "A line passes through the points $(1, 4)$ and $(3, 10)$. The equation of this "
                "line can be written in the form $y = mx + b$. What is $m + b$?",
                "4",
            ),
            (
                "Find the sum of the slope and $y$-intercept of the line through the points "
                "$(2,7)$ and $(4,1)$.",
                "10",
            ),
            (
                "A line has a slope of $-3$ and contains the point $(2, 5)$. What is the "
                "$y$-intercept of this line?",
                "11",
            ),
        ),
    ),
    Form(
        "third point on a line",
        rf"(?:an? |the )?(?:line (?:contains|goes through|passes through)(?: the points?)?"
        rf"|(?:three )?points?) {{p}}(?: and)?(?: point)? {{q}}(?: and)?(?: point)? {{r}}"
        rf"(?: all)?(?: lie on the same line| are collinear)? {FIND} (?:the value of )?{{k}}{NOTES}"
        rf"|for what value of {{k2}} does the line (?:represented by|with) the equation {{l}}"
        rf" (?:contain|pass through) the point {{p2}}{NOTES}"
        rf"|the line {{l2}} passes through the point {{p3}} {FIND}(?: the value of)? {{k3}}{NOTES}",
        _third,
        _is_third,
        examples=(
            (
                "A line contains the points $(2, 5)$, $(6, k)$ and $(14, 29)$. What is the "
                "value of $k$?",
                "13",
            ),
        ),
    ),
    Form(
        "constant of parallel or perpendicular lines",
        rf"(?:the )?(?:lines|graphs of) {{g}} and {{h}} are (?:parallel|perpendicular)"
        rf" (?:{FIND}(?: the value of)?|solve for) {{x}}{NOTES}"
        rf"|{FIND} the value of {{x2}} (?:if|so that) the (?:lines|graphs)(?: with| of)?(?: the"
        rf"| given)?(?: equations)? {{g2}} and {{h2}} are (?:parallel|perpendicular){NOTES}"
        rf"|the graph of the equation {{g3}} is (?:parallel|perpendicular) to the graph of the"
        rf" equation {{h3}} {FIND} the value of {{x3}}{NOTES}",
        _between_two,
        _slopes_agree,
        examples=(
            (
                "What is the value of $c$ if the lines with equations $y = 6x + 5$ and "
                "$y = (3c)x - 2$ are parallel?",
                "2",
            ),
        ),
    ),
)
