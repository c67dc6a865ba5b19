"""Forms: what is given fixes the unknowns; find one of them, or what is made of them."""

from math import prod
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_expression, closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    relation,
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, Name, names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import (
    ASKED,
    FIND,
    GIVEN,
    ITEM_HOLES,
    ITEMS,
    NOTES,
    SOLUTION_NOTES,
    SUCH_THAT,
    WHERE,
)
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)
from clipo_bench.perturbations.programs.forms.solving import real_zeros

_MOST_UNKNOWNS = 4
_MOST_STEPS = 60
_LARGEST_DEGREE = 4
_MOST_SOLUTIONS = 4
_LIKELY_FUNCTIONS = {"f", "g", "h", "F", "G"}


def _given(question: Question) -> tuple[Scope, list[Formula]]:
    holes = [question[hole] for hole in ITEM_HOLES if question.has(hole)]
    functions, equations = split_given(holes)
    if question.has("v") and question.says("for all", "for any"):
        for_all = names_of(question["v"])
        if any(for_all & names_of(one) for one in equations):
            raise NoValue("an equation that holds for all numbers")
    return Scope(question.scope.values, {}, functions), equations


def _solutions(scope: Scope, equations: list[Formula]) -> list[dict[Any, Any]]:
    """All real solutions of the equations, which must be finitely many."""
    made = [relation(one, scope) for one in equations]
    unknowns = sorted({name for one in made for name in one.free_symbols}, key=str)
    if not 1 <= len(unknowns) <= _MOST_UNKNOWNS:
        raise NoValue("no unknown, or too many")
    if len(unknowns) == len(made) == 1:
        zeros = real_zeros(made[0].lhs - made[0].rhs, unknowns[0])
        if not zeros:
            raise NoValue("no real solution")
        return [{unknowns[0]: one} for one in zeros]
    made = [_straight(one) for one in made]
    if sum(int(sympy.count_ops(one)) for one in made) > _MOST_STEPS:
        raise NoValue("the equations are too long")
    if not all(_is_simple(one, unknowns) for one in made):
        raise NoValue("the equations are of no kind that is solved surely")
    if _LIKELY_FUNCTIONS & {str(one) for one in unknowns}:
        raise NoValue("perhaps a function that is not defined")
    if len(made) < len(unknowns):
        return _with_free_unknowns(made, unknowns)
    if prod(_degree(one, unknowns) for one in made) > _MOST_SOLUTIONS:
        raise NoValue("too many solutions")
    found: list[dict[Any, Any]] = sympy.solve(made, unknowns, dict=True)
    if not found or any(set(one) != set(unknowns) for one in found):
        raise NoValue("the equations do not fix the unknowns")
    return found


def _degree(equation: Any, unknowns: list[Any]) -> int:
    top = sympy.numer(sympy.together(equation.lhs - equation.rhs))
    is_known = top.is_polynomial(*unknowns)
    return max(1, int(sympy.Poly(top, *unknowns).total_degree())) if is_known else 1


def _with_free_unknowns(made: list[Any], unknowns: list[Any]) -> list[dict[Any, Any]]:
    """Two solutions of linear equations that leave unknowns free: enough to fix a ratio."""
    tops = [sympy.numer(sympy.together(one.lhs - one.rhs)) for one in made]
    if any(sympy.Poly(one, *unknowns).total_degree() > 1 for one in tops):
        raise NoValue("fewer equations than unknowns")
    solved = sympy.solve(tops, unknowns, dict=True)
    if len(solved) != 1:
        raise NoValue("the equations do not fix the unknowns")
    found = []
    for shift in (sympy.Rational(7, 3), sympy.Rational(29, 5)):
        free = {one: shift + at for at, one in enumerate(unknowns) if one not in solved[0]}
        found.append({**free, **{name: one.subs(free) for name, one in solved[0].items()}})
    return found


def _straight(equation: Any) -> Any:
    """An equation between powers of one prime as one between their exponents: 2^(x+1) = 4^y."""
    left, right = (_exponent(side) for side in equation.args)
    if left is None or right is None or left[0] != right[0]:
        return equation
    return sympy.Eq(left[1], right[1], evaluate=False)


def _exponent(side: Any) -> tuple[Any, Any] | None:
    """The prime and the exponent, if it is a product of powers of one prime."""
    exponents: dict[Any, Any] = {}
    for factor in sympy.Mul.make_args(side):
        base, exponent = factor.as_base_exp()
        if not base.is_Rational or base <= 0:
            return None
        for prime, count in sympy.factorrat(base).items():
            exponents[prime] = exponents.get(prime, 0) + count * exponent
    return next(iter(exponents.items())) if len(exponents) == 1 else None


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
    if question.says("positive") and not _kept(question):
        raise NoValue("no solution is positive")
    worth = {closed_form(closed_form(asked.subs(one))) for one in _kept(question)}  # 1/x needs two
    if len(worth) != 1:
        raise NoValue("what is asked has several values")
    return worth.pop()


def _kept(question: Question) -> list[dict[Any, Any]]:
    """The solutions that are as the text says: positive, integers."""
    scope, equations = _given(question)
    found = []
    for solution in _solutions(scope, equations):
        worth = list(solution.values())
        if question.says("positive") and not all(one.is_positive for one in worth):
            continue
        if question.says("nonzero", "non-zero") and any(one == 0 for one in worth):
            continue
        if question.says("negative", "nonnegative", "less than", "greater than"):
            raise NoValue("a condition that is not understood")
        if question.says("integers", "integer") and not all(one.is_Integer for one in worth):
            continue
        found.append(solution)
    return found


def _holds(question: Question, answer: Any) -> bool:
    """Substituted back in floats, the solutions satisfy what is given and give the answer."""
    scope, equations = _given(question)
    if not equations:
        return _same_function(question["e"], scope, answer)
    for solution in _kept(question):
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
    return bool(abs(left - right) <= numeric.TOLERANCE * max(1.0, abs(left)))


def _is_defined(equation: Formula, scope: Scope, names: dict[str, complex]) -> bool:
    """Whether both sides have a value as written: 2 is no solution of (x-2)/(x-2) = x-1."""
    try:
        _satisfied(equation, scope, names)
    except NoValue:
        return False
    return True


def _solution_values(question: Question) -> list[Any]:
    """All real solutions of an equation in one unknown, in ascending order."""
    scope, equations = _given(question)
    names = {one for equation in equations for one in names_of(equation)} - {"i", "e", "pi"}
    if len(equations) != 1 or len(names) != 1:
        raise NoValue("not one equation in one unknown")
    if question.has("x") and {question.name("x")} != names:
        raise NoValue("another unknown is asked")
    made = relation(equations[0], scope)
    name = next(iter(names))
    found = [
        one
        for one in real_zeros(made.lhs - made.rhs, symbol(name))
        if _is_defined(equations[0], scope, {name: complex(one)})
    ]
    if question.says("positive"):
        found = [one for one in found if one > 0]
    if question.says("integer", "integers"):
        found = [one for one in found if one.is_Integer]
    if not found:
        raise NoValue("no solution")
    return found


def _not_complex(question: Question) -> None:
    """Refuse complex solutions: whoever does not say real may mean all of them."""
    if question.says("complex", "nonreal"):
        raise NoValue("complex solutions")
    scope, equations = _given(question)
    made = relation(equations[0], scope)
    top = sympy.numer(sympy.together(made.lhs - made.rhs))
    if not question.says("real") and top.is_polynomial(*top.free_symbols):
        count = sympy.Poly(top, *top.free_symbols)
        if sum(sympy.roots(count).values()) > sum(
            power for one, power in sympy.roots(count).items() if one.is_real
        ):
            raise NoValue("complex solutions")


def _all_solutions(question: Question) -> Any:
    _not_complex(question)
    found = [closed_form(one) for one in _solution_values(question)]
    return found[0] if len(found) == 1 else frozenset(found)


def _combined(question: Question) -> Any:
    """The sum, product, difference, number, least or greatest of the solutions."""
    found = _solution_values(question)
    if question.says("how many", "number of"):
        return sympy.Integer(len(found))
    if question.says("largest", "greatest"):
        return closed_form(found[-1])
    if question.says("smallest", "least"):
        return closed_form(found[0])
    _not_complex(question)
    if question.says("difference"):
        if len(found) != 2:
            raise NoValue("not two solutions")
        return closed_form(found[1] - found[0])
    if question.says("squares"):
        found = [one**2 for one in found]
    if question.says("product"):
        return closed_form(sympy.expand(sympy.Mul(*found)))
    return closed_form(sympy.Add(*found))


def _are_solutions(question: Question, answer: Any) -> bool:
    """Each solution satisfies the equation, and no sign changes elsewhere between sample points."""
    scope, equations = _given(question)
    exact = [float(one) for one in _solution_values(question)]
    (name,) = {one for equation in equations for one in names_of(equation)} - {"i", "e", "pi"}
    if not all(_satisfied(equations[0], scope, {name: complex(one)}) for one in exact):
        return False
    sides = equations[0].parts if isinstance(equations[0], Apply) else ()
    previous: tuple[float, float] | None = None
    for step in range(-2000, 2001):
        place = step / 20 + 0.0137
        try:
            left, right = (numeric.number_of(one, scope, {name: complex(place)}) for one in sides)
        except NoValue:
            previous = None
            continue
        gap = left - right
        if abs(gap.imag) > numeric.TOLERANCE:
            previous = None
            continue
        if previous is not None and previous[1] * gap.real < 0 and abs(gap.real) < 50:
            crossed = any(previous[0] <= one <= place for one in exact)
            jumped = abs(previous[1]) + abs(gap.real) > 1
            wanted = not question.says("positive", "integer", "integers") and not jumped
            if not crossed and wanted:
                return False
        previous = (place, gap.real)
    return True


def _ordered(question: Question) -> Any:
    """The ordered pair or triple that solves a system."""
    point = question["x"]
    if not isinstance(point, Apply) or point.operation != "point":
        raise NoValue("no ordered pair")
    names = [symbol(one.name) for one in point.parts if isinstance(one, Name)]
    found = _kept(question)
    if len(found) != 1 or set(found[0]) != set(names) or len(names) != len(point.parts):
        raise NoValue("not one solution")
    return tuple(closed_form(found[0][one]) for one in names)


def _solves_system(question: Question, answer: Any) -> bool:
    scope, equations = _given(question)
    point = question["x"]
    parts = point.parts if isinstance(point, Apply) else ()
    names = [one.name for one in parts if isinstance(one, Name)]
    worth = {name: complex(one) for name, one in zip(names, answer, strict=True)}
    return all(_satisfied(one, scope, worth) for one in equations)


def _solve_for(question: Question) -> Any:
    """All values of one unknown, as a set if there are several."""
    scope, equations = _given(question)
    if not question.has("x"):
        return _all_solutions(question)
    name = question.name("x")
    if {name} != {one for equation in equations for one in names_of(equation)} - {"i", "e", "pi"}:
        raise NoValue("the equation has other unknowns")
    found = _solutions(scope, equations)
    worth = frozenset(closed_form(one[symbol(name)]) for one in found)
    if not all(one.is_real for one in worth):
        raise NoValue("not real")
    return next(iter(worth)) if len(worth) == 1 else worth


def _solves(question: Question, answer: Any) -> bool:
    if not question.has("x"):
        return _are_solutions(question, answer)
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
        rf"{GIVEN} {ITEMS}{WHERE}(?: then)? {ASKED} {{e}}{NOTES}",
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
        rf"(?:solve for {{x}}(?: if| given| in the equation| when| in the following equation)?"
        rf" {{g}}"
        rf"|(?:if|given|given that) {{g7}} (?:then )?(?:solve for|find the value of) {{x7}}"
        rf"|solve {{g6}}"
        rf"|solve (?:the equation )?{{g2}} for {{x2}}"
        rf"|(?:what is|find|determine) the value of {{x3}} in the equation {{g3}}"
        rf"|(?:for )?what value of {{x4}} (?:is|satisfies|makes|do we have) {{g4}}"
        rf"|find (?:the value of )?{{x5}} (?:that satisfies|such that|if|so that|given that) {{g5}}"
        rf"|for what (?:real )?value of {{x8}} (?:is|does|will) {{g8}}(?: true)?"
        rf"|what is the value of {{x9}} (?:if|for which|such that|that satisfies|when)"
        rf" {{g9}}){NOTES}",
        _solve_for,
        _solves,
        examples=(
            ("Solve for $x$: $2x + 3 = 11$.", "4"),
            ("Solve $x^2 - 5x + 6 = 0$ for $x$.", "2,3"),
            (r"What value of $x$ satisfies $\sqrt{x + 9} = 5$?", "16"),
            ("What is the value of $k$ in the equation $7k - 4 = 3k + 20$?", "6"),
        ),
    ),
    Form(
        "all solutions of an equation",
        rf"(?:find|enter|determine|what are|list) (?:all|the)(?: of the)?(?: the)?(?: possible)?"
        rf"(?: (?:real )?(?:solutions?|values?|numbers?)(?: of {{x}})? ?"
        rf"(?:to|of|that satisfy|satisfying|such that|for which|for)"
        rf"(?: the)?(?: equation)? {{g}}"
        rf"|(?: real)?(?: values of| numbers)? ?{{x}} (?:such that|that satisfy|satisfying|for"
        rf" which|if)"
        rf"(?: the equation)? {{g}}){SOLUTION_NOTES}",
        _all_solutions,
        _are_solutions,
        examples=(
            (
                "Find all real values of $x$ such that $x^2 - 4x = 12$. Enter all the solutions, "
                "separated by commas.",
                "-2,6",
            ),
            (r"Find all the solutions to $|2x - 3| = 7$.", "-2,5"),
        ),
    ),
    Form(
        "combination of the solutions of an equation",
        rf"{FIND} the (?:sum|product|positive difference|sum of the squares|largest|smallest"
        rf"|greatest"
        rf"|least)(?: possible)?(?: of| between)?(?: all)?(?: the)?(?: possible)?(?: two)?(?:"
        rf" real)?"
        rf"(?: distinct)?(?: (?:solutions?|values?|numbers?|roots))?(?: of| for)?(?: {{x}})? ?"
        rf"(?:to|of|for|such that|for which|that satisfy|that satisfies|satisfying|if|in)"
        rf"(?: the| this| the following)?(?: quadratic)?(?: equation)? {{g}}{NOTES}"
        rf"|(?:if|given that|suppose) {{g}} (?:then )?{FIND} the (?:sum|product|largest|smallest"
        rf"|greatest|least|sum of the squares)(?: of)?(?: all)?(?: the)?(?: possible)?"
        rf" values?(?: of| for) "
        rf"{{x}}{NOTES}"
        rf"|(?:for )?how many(?: different| distinct)?(?: real)? (?:values of|numbers) {{x}} "
        rf"(?:satisfy|do we have|is it true that|is|satisfies|does)(?: the equation)? {{g}}"
        rf"|how many(?: different| distinct)? real solutions (?:does|are there to)(?: the"
        rf" equation)? {{g}}(?: have)?",
        _combined,
        _are_solutions,
        examples=(
            ("What is the sum of all values of $x$ such that $|x - 4| = 9$?", "8"),
            ("Find the positive difference between the solutions to $x^2 - 9x + 14 = 0$.", "5"),
            ("If $(x - 2)(x + 5) = 8$, find the sum of the possible values of $x$.", "-3"),
            ("How many real values of $x$ satisfy $x^4 - 5x^2 + 4 = 0$?", "4"),
        ),
    ),
    Form(
        "ordered solution of a system",
        rf"(?:(?:find|determine|what is) (?:the|an) ordered (?:pair|triple)(?: of (?:real"
        rf" )?numbers)? {{x}} "
        rf"(?:if|such that|that solves the system|that satisfies|for which|satisfying|which"
        rf" satisfies)"
        rf"(?: the)?(?: following)?(?: both)?(?: equations?| system(?: of equations)?)? {ITEMS}"
        rf"|(?:solve|if) (?:the system (?:of equations )?)?{ITEMS} (?:then )?(?:what is|find)"
        rf" the ordered pair {{x}}"
        rf"(?: that satisfies both equations)?"
        rf"|solve the system (?:of equations )?{ITEMS} (?:enter|give|express) your answer as"
        rf" (?:the|an) ordered (?:pair|triple) {{x}}"
        rf"){NOTES}(?: (?:express|give) your answer as an ordered pair)?",
        _ordered,
        _solves_system,
        examples=(("Find the ordered pair $(x,y)$ if $x + y = 9$ and $2x - y = 3$.", "(4,5)"),),
    ),
)
