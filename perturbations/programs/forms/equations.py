"""Forms: what is given fixes the unknowns; find one of them, or what is made of them."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_expression, closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    NoValue,
    Scope,
    relation,
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, names_of
from clipo_bench.perturbations.programs.forms.phrases import (
    ASKED,
    GIVEN,
    ITEM_HOLES,
    ITEMS,
    NOTES,
    SUCH_THAT,
)

_MOST_UNKNOWNS = 4
_MOST_STEPS = 60
_LARGEST_DEGREE = 4


def _given(question: Question) -> tuple[Scope, list[Formula]]:
    holes = [question[hole] for hole in ITEM_HOLES if question.has(hole)]
    functions, equations = split_given(holes)
    return Scope(question.scope.values, {}, functions), equations


def _solutions(scope: Scope, equations: list[Formula]) -> list[dict[Any, Any]]:
    """All real solutions of the equations, which must be finitely many."""
    made = [relation(one, scope) for one in equations]
    unknowns = sorted({name for one in made for name in one.free_symbols}, key=str)
    if not 1 <= len(unknowns) <= _MOST_UNKNOWNS:
        raise NoValue("no unknown, or too many")
    if sum(int(sympy.count_ops(one)) for one in made) > _MOST_STEPS:
        raise NoValue("the equations are too long")
    if not all(_is_simple(one, unknowns) for one in made):
        raise NoValue("the equations are of no kind that is solved surely")
    found: list[dict[Any, Any]] = sympy.solve(made, unknowns, dict=True)
    if not found or any(set(one) != set(unknowns) for one in found):
        raise NoValue("the equations do not fix the unknowns")
    return found


def _is_simple(equation: Any, unknowns: list[Any]) -> bool:
    """Whether both sides are quotients of polynomials of a small degree, or one root is in them."""
    difference = equation.lhs - equation.rhs
    roots = [one for one in difference.atoms(sympy.Pow) if one.exp.is_Rational and one.exp.q > 1]
    inner = [one for one in roots if one.base.free_symbols]
    if len(inner) > 1 or (len(inner) == 1 and len(unknowns) > 1):
        return False
    plain = difference.subs({one: sympy.Dummy() for one in inner})
    top = sympy.numer(sympy.together(plain))
    names = sorted(top.free_symbols, key=str)
    if not names or not top.is_polynomial(*names):
        return False
    return bool(sympy.Poly(top, *names).total_degree() <= _LARGEST_DEGREE)


def _from_given(question: Question) -> Any:
    scope, equations = _given(question)
    asked = value(question["e"], scope)
    if not equations:
        if asked.free_symbols and not scope.functions:
            raise NoValue("nothing is given of the unknowns")
        return closed_expression(asked)
    if not asked.free_symbols:
        raise NoValue("what is asked has no unknown")
    worth = {closed_form(asked.subs(one)) for one in _solutions(scope, equations)}
    if len(worth) != 1:
        raise NoValue("what is asked has several values")
    return worth.pop()


def _holds(question: Question, answer: Any) -> bool:
    """Substituted back in floats, the solutions satisfy what is given and give the answer."""
    scope, equations = _given(question)
    if not equations:
        return _same_function(question["e"], scope, answer)
    for solution in _solutions(scope, equations):
        names = {str(name): complex(worth) for name, worth in solution.items()}
        if not all(_satisfied(equation, scope, names) for equation in equations):
            return False
        if not numeric.agrees(answer, numeric.number_of(question["e"], scope, names)):
            return False
    return True


def _same_function(asked: Formula, scope: Scope, answer: Any) -> bool:
    """Whether an expression is worth as much as the answer where its variables are any numbers."""
    names = sorted(str(one) for one in value(asked, scope).free_symbols)
    for shift in (0.37, 1.71, 2.93):
        worth = {name: complex(shift + 0.61 * at) for at, name in enumerate(names)}
        exact = answer.subs({symbol(name): number.real for name, number in worth.items()})
        if not numeric.agrees(exact, numeric.number_of(asked, scope, worth)):
            return False
    return True


def _satisfied(equation: Formula, scope: Scope, names: dict[str, complex]) -> bool:
    sides = equation.parts if isinstance(equation, Apply) else ()
    left, right = (numeric.number_of(part, scope, names) for part in sides)
    return abs(left - right) <= numeric.TOLERANCE * max(1.0, abs(left))


def _solve_for(question: Question) -> Any:
    """All values of one unknown, as a set if there are several."""
    scope, equations = _given(question)
    name = question.name("x")
    if {name} != {one for equation in equations for one in names_of(equation)} - {"i", "e", "pi"}:
        raise NoValue("the equation has other unknowns")
    found = _solutions(scope, equations)
    worth = frozenset(closed_form(one[symbol(name)]) for one in found)
    if not all(one.is_real for one in worth):
        raise NoValue("not real")
    return next(iter(worth)) if len(worth) == 1 else worth


def _solves(question: Question, answer: Any) -> bool:
    scope, equations = _given(question)
    name = question.name("x")
    values = answer if isinstance(answer, frozenset) else {answer}
    return all(
        _satisfied(equation, scope, {name: complex(one)})
        for equation in equations
        for one in values
    )


FORMS = (
    Form(
        "value from what is given",
        rf"{GIVEN} {ITEMS}(?: then)? {ASKED} {{e}}{NOTES}",
        _from_given,
        _holds,
        examples=(
            ("If $3x + 2 = 14$, what is the value of $x$?", "4"),
            ("Let $f(x) = x^2 - 3$. What is $f(f(2))$?", "-2"),
            ("If $x + y = 9$ and $x - y = 5$, find $xy$.", "14"),
            ("Let $g(t) = 2t + 5$. Find $g(3x)$.", "6x + 5"),
        ),
    ),
    Form(
        "value, then what is given",
        rf"{ASKED} {{e}} {SUCH_THAT} {ITEMS}{NOTES}",
        _from_given,
        _holds,
        examples=(
            ("What is the value of $x^2 + y$ when $x = 3$ and $y = 4$?", "13"),
            ("Find $n$ such that $5n - 7 = 28$.", "7"),
            ("Evaluate $a^2 - b$ if $a + b = 10$ and $a - b = 4$.", "46"),
        ),
    ),
    Form(
        "solve for an unknown",
        rf"(?:solve for {{x}}(?: if| given| in the equation| when)? {{g}}"
        rf"|solve (?:the equation )?{{g2}} for {{x2}}"
        rf"|(?:what is|find|determine) the value of {{x3}} in the equation {{g3}}"
        rf"|(?:for )?what value of {{x4}} (?:is|satisfies|makes|do we have) {{g4}}"
        rf"|find the value of {{x5}} that satisfies {{g5}}){NOTES}",
        _solve_for,
        _solves,
        examples=(
            ("Solve for $x$: $2x + 3 = 11$.", "4"),
            ("Solve $x^2 - 5x + 6 = 0$ for $x$.", "2,3"),
            (r"What value of $x$ satisfies $\sqrt{x + 9} = 5$?", "16"),
            ("What is the value of $k$ in the equation $7k - 4 = 3k + 20$?", "6"),
        ),
    ),
)
