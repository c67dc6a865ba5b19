"""Forms: operations that a text defines, inverse functions, symmetry and asymptotes."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_expression
from clipo_bench.perturbations.programs.forms.evaluate import (
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import Apply, Name, NotFormula
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, NOTES, WHERE
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)

_PLACES = (0.37, 1.71, 2.93, -1.37, 2.0)
_FAR = 1e7
_DIGITS = 40
_TINY = sympy.Float(10) ** -30


def _scope(question: Question) -> Scope:
    definitions, equations = split_given([question["g"]])
    if equations or len(definitions) != 1:
        raise NotFormula("no definition")
    (name,) = definitions
    if question.has("o"):
        sign = question["o"]
        if not isinstance(sign, Name) or sign.name != name:
            raise NotFormula("another sign is defined")
    return Scope(question.scope.values, {}, definitions)


def _operated(question: Question) -> Any:
    asked = value(question["e"], _scope(question))
    if asked.free_symbols:
        raise NoValue("there is a variable")
    return closed_expression(asked)


def _is_operated(question: Question, answer: Any) -> bool:
    return numeric.agrees(answer, numeric.number_of(question["e"], _scope(question)))


def _inverse(question: Question) -> Any:
    scope = _scope(question)
    ((name, definition),) = scope.functions.items()
    (argument,) = definition.arguments
    return value(Apply(f"inverse {name}", (Name(argument),)), scope)


def _is_inverse(question: Question, answer: Any) -> bool:
    """The function takes the inverse's value back, in floats."""
    scope = _scope(question)
    ((_, definition),) = scope.functions.items()
    (argument,) = definition.arguments
    for place in _PLACES:
        inner = complex(answer.subs(symbol(argument), place))
        if abs(numeric.number_of(definition.body, scope, {argument: inner}) - place) > 1e-7:
            return False
    return True


def _symmetry(question: Question) -> Any:
    scope = _scope(question)
    ((_, definition),) = scope.functions.items()
    (argument,) = definition.arguments
    unknown = symbol(argument)
    body = value(definition.body, scope)
    if not body.is_rational_function(unknown):
        return _symmetry_by_values(body, unknown)
    mirrored = body.subs(unknown, -unknown)
    if sympy.cancel(body - mirrored) == 0:
        return "even"
    return "odd" if sympy.cancel(body + mirrored) == 0 else "neither"


def _symmetry_by_values(body: Any, unknown: Any) -> str:
    """Even or odd to forty digits at many places; neither if defined on one side only."""
    pairs = []
    for at in range(1, 14):
        place = sympy.Rational(at * at + 3, 7 + at % 5)
        pairs.append([_real_value(body.subs(unknown, one)) for one in (place, -place)])
    if any((left is None) != (right is None) for left, right in pairs):
        return "neither"
    known = [(left, right) for left, right in pairs if left is not None and right is not None]
    if len(known) < 4:
        raise NoValue("hardly defined")
    even = all(abs(left - right) < _TINY * (1 + abs(left)) for left, right in known)
    odd = all(abs(left + right) < _TINY * (1 + abs(left)) for left, right in known)
    if even and odd:
        raise NoValue("zero")
    return "even" if even else "odd" if odd else "neither"


def _real_value(number: Any) -> Any:
    """To forty digits, with real cube roots; None where it is not defined."""
    plain = number.replace(
        lambda one: one.is_Pow and one.exp.is_Rational and one.exp.q % 2 == 1 and one.exp.q > 1,
        lambda one: sympy.real_root(one.base, one.exp.q) ** one.exp.p,
    )
    if plain.has(sympy.zoo, sympy.nan, sympy.oo):
        return None
    worth = plain.n(_DIGITS)
    return worth if worth.is_real else None


def _is_symmetry(question: Question, answer: Any) -> bool:
    scope = _scope(question)
    ((_, definition),) = scope.functions.items()
    (argument,) = definition.arguments
    try:
        sides = [
            [
                numeric.number_of(definition.body, scope, {argument: complex(sign * one)})
                for one in _PLACES
            ]
            for sign in (1, -1)
        ]
    except NoValue:
        return bool(answer == "neither")  # not defined on one side
    even = all(abs(a - b) < 1e-9 * (1 + abs(a)) for a, b in zip(*sides, strict=True))
    odd = all(abs(a + b) < 1e-9 * (1 + abs(a)) for a, b in zip(*sides, strict=True))
    return bool(answer == ("even" if even else "odd" if odd else "neither"))


def _graph(question: Question) -> tuple[Any, Any]:
    """The quotient of polynomials in ``y = ...``, uncancelled, and its variable."""
    formula = question["f"]
    if not isinstance(formula, Apply) or formula.operation != "=":
        raise NotFormula("no equation of a graph")
    if formula.parts[0] != Name("y"):
        definitions, _ = split_given([formula])
        if len(definitions) != 1:
            raise NotFormula("no equation of a graph")
    expression = value(formula.parts[1], question.scope)
    if len(expression.free_symbols) != 1:
        raise NoValue("not one variable")
    (unknown,) = expression.free_symbols
    if not expression.is_rational_function(unknown):
        raise NoValue("no quotient of polynomials")
    return expression, unknown


def _poles(question: Question) -> list[Any]:
    expression, unknown = _graph(question)
    bottom = sympy.Poly(sympy.fraction(sympy.cancel(expression))[1], unknown)
    if bottom.degree() > 8:
        raise NoValue("a high degree")
    found = sympy.roots(bottom)
    if sum(found.values()) != bottom.degree():
        raise NoValue("not all zeros are known")
    return [one for one in found if one.is_real]


def _count_poles(question: Question) -> Any:
    return sympy.Integer(len(_poles(question)))


def _grows_at_poles(question: Question, answer: Any) -> bool:
    _, unknown = _graph(question)
    formula = question["f"]
    body = formula.parts[1] if isinstance(formula, Apply) else formula
    sizes = [
        abs(numeric.number_of(body, question.scope, {str(unknown): complex(float(one) + 1e-9)}))
        for one in _poles(question)
    ]
    return all(size > 1e4 for size in sizes)


def _level(question: Question) -> Any:
    expression, unknown = _graph(question)
    top, bottom = (sympy.Poly(one, unknown) for one in sympy.fraction(sympy.together(expression)))
    if top.degree() > bottom.degree():
        raise NoValue("no horizontal asymptote")
    return sympy.Integer(0) if top.degree() < bottom.degree() else top.LC() / bottom.LC()


def _is_level(question: Question, answer: Any) -> bool:
    _, unknown = _graph(question)
    formula = question["f"]
    body = formula.parts[1] if isinstance(formula, Apply) else formula
    far = numeric.number_of(body, question.scope, {str(unknown): complex(_FAR)})
    return bool(abs(far - complex(answer)) < 1e-4)


FORMS = (
    Form(
        "operation that is defined",
        rf"(?:(?:the|an|a new) operation {{o}} is defined(?: for all (?:nonzero )?(?:numbers"
        rf"|integers))?"
        rf" (?:as|by|to be) {{g}}|define(?: the operation)? {{o2}}(?: as| by| to be) {{g2}}"
        rf"|(?:let|if) {{o3}} be (?:the operation )?defined (?:as|by) {{g3}}"
        rf"|suppose that {{o4}} is an operation defined by {{g4}}"
        rf"|if {{o5}} (?:represents an operation|is an operation|is) defined (?:as|by) {{g5}}"
        rf"|for (?:all )?(?:real numbers|integers|numbers) {{v2}} and {{w2}} (?:the operation"
        rf" {{o6}} is defined (?:as|by)|define) {{g6}}"
        rf"){WHERE}(?: then)? {ASKED} {{e}}{NOTES}",
        _operated,
        _is_operated,
        examples=(
            (
                r"The operation $\star$ is defined as $a \star b = a^2 - 3b$. What is the value of "
                r"$5 \star 4$?",
                "13",
            ),
        ),
    ),
    Form(
        "inverse function",
        rf"(?:find|what is) the inverse(?: function)? (?:of|to) (?:the function )?{{g}}{NOTES}",
        _inverse,
        _is_inverse,
        examples=(("Find the inverse of the function $f(x) = 5 - 2x$.", r"\frac{5-x}{2}"),),
    ),
    Form(
        "even or odd function",
        r"is(?: the function)? {g} (?:an even function (?:an )?odd function or neither"
        r"|even odd or neither)"
        r" enter \"odd\" \"even\" or \"neither\"",
        _symmetry,
        _is_symmetry,
        examples=(
            (
                'Is $f(x) = 4x^3 - 5x$ an even function, odd function, or neither? Enter "odd", '
                '"even", or "neither".',
                "odd",
            ),
        ),
    ),
    Form(
        "number of vertical asymptotes",
        r"(?:how many vertical asymptotes does the graph of {f} have"
        r"|find the number of vertical asymptotes (?:in|of) the graph of {f})",
        _count_poles,
        _grows_at_poles,
        examples=(
            (r"How many vertical asymptotes does the graph of $y = \frac{x+2}{x^2-4}$ have?", "1"),
        ),
    ),
    Form(
        "horizontal asymptote",
        r"(?:at what value of {y} is there a horizontal asymptote for the graph of (?:the"
        r" equation )?{f}"
        r"|if {f} at what value of {y} will there be a horizontal asymptote)",
        _level,
        _is_level,
        examples=(
            (
                r"At what value of $y$ is there a horizontal asymptote for the graph of "
                r"$y = \frac{3x^2 - 5}{7x^2 + 2x}$?",
                r"\frac{3}{7}",
            ),
        ),
    ),
)
