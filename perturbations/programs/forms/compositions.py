"""Forms: a function known through another one, symmetric functions, partial fractions."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    names_of,
    sides_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES
from clipo_bench.perturbations.programs.forms.scope import Scope
from clipo_bench.perturbations.programs.forms.solving import real_zeros
from clipo_bench.perturbations.programs.forms.systems import linear_solution

_CONSTANTS = {"i", "e", "pi"}
_PLACES = (0.37, 1.71, 2.93, -1.37, 4.19)


def _outer(formula: Formula) -> tuple[str, Formula]:
    """The name and the argument of a function that is not defined: g and f(x) of g(f(x))."""
    if isinstance(formula, Apply) and formula.operation == "*":
        name, inner = formula.parts
        if isinstance(name, Name) and len(name.name) == 1:
            return name.name, inner
    raise NotFormula("no value of a function")


def _through(question: Question) -> tuple[Scope, Formula, Formula, Any, Any]:
    """What stands in the function, its worth there, the place that is asked, the variable."""
    functions = split_given([question["f"]])[0] if question.has("f") else {}
    scope = Scope(question.scope.values, {}, functions)
    left, body = sides_of(question["g"])
    name, inner = _outer(left)
    other, place = _outer(question["e"])
    names = names_of(body) | names_of(inner)
    if name != other or len(names - set(functions)) != 1 or isinstance(inner, Name):
        raise NoValue("not one function of one variable")
    (variable,) = names - set(functions)
    return scope, inner, body, value(place, scope), symbol(variable)


def _places(question: Question) -> list[Any]:
    scope, inner, _, place, variable = _through(question)
    return real_zeros(value(inner, scope) - place, variable)


def _through_another(question: Question) -> Any:
    scope, _, body, _, variable = _through(question)
    found = {closed_form(value(body, scope).subs(variable, one)) for one in _places(question)}
    if question.says("sum of all"):
        return closed_form(sympy.Add(*found))
    if len(found) != 1:
        raise NoValue("no value, or several")
    return found.pop()


def _passes_through(question: Question, answer: Any) -> bool:
    """In floats, what stands in the function is the place that is asked."""
    scope, inner, body, place, variable = _through(question)
    worths = []
    for one in _places(question):
        here = {str(variable): complex(one)}
        if abs(numeric.number_of(inner, scope, here) - complex(place)) > 1e-7 * (1 + abs(place)):
            return False
        worths.append(numeric.number_of(body, scope, here))
    return bool(worths) and numeric.agrees(
        answer, sum(worths) if question.says("sum of all") else worths[0]
    )


def _fractions(question: Question) -> dict[Any, Any]:
    """The constants for which an equation holds for all numbers."""
    left, right = sides_of(question["g"])
    difference = value(left, question.scope) - value(right, question.scope)
    point = question["w"]
    if not isinstance(point, Apply) or point.operation != "point":
        raise NotFormula("no ordered pair")
    constants = [symbol(one.name) for one in point.parts if isinstance(one, Name)]
    others = sorted(difference.free_symbols - set(constants), key=str)
    if len(others) != 1 or len(constants) != len(point.parts):
        raise NoValue("not one variable")
    top = sympy.numer(sympy.together(difference))
    if not top.is_polynomial(*others):
        raise NoValue("no quotients of polynomials")
    found = linear_solution(sympy.Poly(top, *others).coeffs())
    if found is None or any(found.get(one, one).free_symbols for one in constants):
        raise NoValue("the constants are not fixed")
    return {one: found[one] for one in constants}


def _ordered_constants(question: Question) -> Any:
    return tuple(closed_form(one) for one in _fractions(question).values())


def _holds_for_all(question: Question, answer: Any) -> bool:
    left, right = sides_of(question["g"])
    constants = {str(name): complex(one) for name, one in _fractions(question).items()}
    (unknown,) = (names_of(left) | names_of(right)) - set(constants) - _CONSTANTS
    for place in _PLACES:
        here = constants | {unknown: complex(place)}
        sides = [numeric.number_of(one, question.scope, here) for one in (left, right)]
        if abs(sides[0] - sides[1]) > 1e-7 * (1 + abs(sides[0])):
            return False
    return True


_PAIR = (
    r"(?:(?:express|enter|write|give) (?:your|the) (?:answers? )?(?:as |in )?(?:the |an )?"
    r"(?:form|ordered (?:pair|triple|triplet|quadruple))(?: in the form)?(?: of real numbers)?)"
)

FORMS = (
    Form(
        "function known through another",
        rf"(?:(?:let|if|suppose(?: that)?) {{f}} and(?: let)? {{g}}|(?:let|if|suppose(?: that)?|a"
        rf" function {{h}} has the property that) {{g2}}(?: for all(?: real)?(?: numbers| values"
        rf" of)? {{v}})?)"
        rf" (?:then )?{FIND} (?:the )?(?:value of |sum of all possible values of )?{{e}}{NOTES}",
        _through_another,
        _passes_through,
        examples=(
            ("Let $f(x) = 2x - 3$ and $g(f(x)) = 9 - 5x$. Find $g(7)$.", "-16"),
            ("If $g(3x + 1) = x^2 + 4$ for all real $x$, then what is $g(10)$?", "13"),
        ),
    ),
    Form(
        "constants of partial fractions",
        rf"find (?:constants )?{{a}}(?: (?:and )?{{b}})?(?: (?:and )?{{c}})?(?: and {{d}})?"
        rf" (?:such|so) that {{g}}(?: for all {{v}} besides {{m}} and {{n}})?"
        rf" {_PAIR} {{w}}",
        _ordered_constants,
        _holds_for_all,
        examples=(
            (
                r"Find $A$ and $B$ such that $\frac{7x+1}{(x-2)(x+3)} = \frac{A}{x-2} + "
                r"\frac{B}{x+3}$. Write your answer in the form $(A,B)$.",
                "(3,4)",
            ),
        ),
    ),
)
