"""Forms: what is given fixes the unknowns; find one of them, or what is made of them."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    NoValue,
    Scope,
    relation,
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, names_of

GIVEN = r"(?:if|let|given|given that|suppose|suppose that|when)"
THEN = r"(?: then)?"
FIND = r"(?:what is|find|compute|determine|evaluate|calculate)(?: the value of)?"
_MOST_UNKNOWNS = 4


def _given(question: Question) -> tuple[Scope, list[Formula]]:
    holes = [question[hole] for hole in ("g", "h", "k") if question.has(hole)]
    functions, equations = split_given(holes)
    return Scope(question.scope.values, {}, functions), equations


def _solutions(scope: Scope, equations: list[Formula]) -> list[dict[Any, Any]]:
    """All solutions of the equations, which must be finitely many."""
    names = sorted({name for one in equations for name in names_of(one)} - {"i", "e"})
    if len(names) > _MOST_UNKNOWNS:
        raise NoValue("too many unknowns")
    unknowns = [symbol(name) for name in names]
    made = [relation(one, scope) for one in equations]
    if not all(_is_polynomial(one, unknowns) for one in made):
        raise NoValue("the equations are no polynomials")
    found: list[dict[Any, Any]] = sympy.solve(made, unknowns, dict=True)
    if not found or any(set(one) != set(unknowns) for one in found):
        raise NoValue("the equations do not fix the unknowns")
    return found


def _is_polynomial(equation: Any, unknowns: list[Any]) -> bool:
    difference = sympy.together(equation.lhs - equation.rhs)
    top = sympy.numer(difference)
    return bool(top.is_polynomial(*unknowns)) and sympy.Poly(top, *unknowns).total_degree() <= 3


def _from_given(question: Question) -> Any:
    scope, equations = _given(question)
    asked = question["e"]
    free = _free(asked, scope)
    if not equations:
        if free:
            raise NoValue("nothing fixes the unknowns")
        return closed_form(value(asked, scope))
    if not free:
        raise NoValue("what is asked has no unknown")
    worth = {sympy.simplify(value(asked, scope).subs(one)) for one in _solutions(scope, equations)}
    if len(worth) != 1:
        raise NoValue("what is asked has several values")
    return worth.pop()


def _free(asked: Formula, scope: Scope) -> set[str]:
    """The unknowns of what is asked, also in the bodies of functions."""
    return {str(one) for one in value(asked, scope).free_symbols}


def _holds(question: Question, answer: Any) -> bool:
    """Substituted back in floats, the solutions satisfy what is given and give the answer."""
    scope, equations = _given(question)
    if not equations:
        return numeric.agrees(answer, numeric.number_of(question["e"], scope))
    for solution in _solutions(scope, equations):
        names = {str(name): complex(worth) for name, worth in solution.items()}
        for equation in equations:
            sides = equation.parts if isinstance(equation, Apply) else ()
            left, right = (numeric.number_of(part, scope, names) for part in sides)
            if abs(left - right) > numeric.TOLERANCE * max(1.0, abs(left)):
                return False
        if not numeric.agrees(answer, numeric.number_of(question["e"], scope, names)):
            return False
    return True


FORMS = (
    Form(
        "value from what is given",
        rf"{GIVEN} {{g}}(?: and {{h}})?(?: and {{k}})?{THEN} {FIND} {{e}}",
        _from_given,
        _holds,
        examples=(
            ("If $3x + 2 = 14$, what is the value of $x$?", "4"),
            ("Let $f(x) = x^2 - 3$. What is $f(f(2))$?", "-2"),
            ("If $x + y = 9$ and $x - y = 5$, find $xy$.", "14"),
        ),
    ),
)
