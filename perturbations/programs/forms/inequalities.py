"""Forms: inequalities, domains and ranges, least and greatest values."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, NotFormula, names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, INTERVAL_NOTES, NOTES
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)
from clipo_bench.perturbations.programs.forms.solving import (
    critical_points,
    defined_at,
    real_zeros,
    sign_at,
)

_SIGNS = ("<", ">", "<=", ">=")
_MOST_INTEGERS = 10_000
_MOST_STEPS = 60
_CONSTANTS = {"i", "e", "pi"}
_STEP = 1e-4


def _relations(question: Question) -> list[tuple[Formula, str, Formula]]:
    """All pairs that are compared: -4 < 2x <= 8 has two."""
    found: list[tuple[Formula, str, Formula]] = []
    for hole in ("g", "h"):
        if not question.has(hole):
            continue
        formula = question[hole]
        if not isinstance(formula, Apply):
            raise NotFormula("no inequality")
        items = formula.parts if formula.operation == "list" else (formula,)
        for item in items:
            if not isinstance(item, Apply):
                raise NotFormula("no inequality")
            signs = item.operation.split(" ")
            if not all(sign in _SIGNS for sign in signs):
                raise NotFormula("no inequality")
            found += zip(item.parts, signs, item.parts[1:], strict=False)
    return found


def _solution_set(question: Question) -> Any:
    """All real numbers that satisfy the inequalities."""
    pairs = _relations(question)
    names = {name for left, _, right in pairs for name in names_of(left) | names_of(right)}
    names -= _CONSTANTS
    if len(names) != 1 or (question.has("x") and {question.name("x")} != names):
        raise NoValue("not one variable")
    unknown = symbol(next(iter(names)))
    made = [
        (value(left, question.scope) - value(right, question.scope), sign)
        for left, sign, right in pairs
    ]
    points: set[Any] = set()
    for difference, _ in made:
        if not difference.has(unknown):
            continue
        points |= set(real_zeros(difference, unknown)) | critical_points(difference, unknown)

    def holds(number: Any) -> bool:
        return all(
            defined_at(difference, unknown, number)
            and _compares(sign_at(difference, unknown, number), sign)
            for difference, sign in made
        )

    return chart(points, holds)


def _compares(side: int, sign: str) -> bool:
    return {"<": side < 0, ">": side > 0, "<=": side <= 0, ">=": side >= 0}[sign]


def chart(points: set[Any], holds: Callable[[Any], bool]) -> Any:
    """Where something holds that changes at these points only, as a set of real numbers."""
    ordered = sorted(points, key=float)
    if not ordered:
        return sympy.S.Reals if holds(sympy.Integer(0)) else sympy.S.EmptySet
    near = [sympy.Rational(str(round(float(one), 12))) for one in ordered]
    ends = [-sympy.oo, *ordered, sympy.oo]
    inside = [near[0] - 1, *((a + b) / 2 for a, b in pairwise(near)), near[-1] + 1]
    pieces = [
        sympy.Interval.open(low, high)
        for low, high, middle in zip(ends, ends[1:], inside, strict=False)
        if holds(middle)
    ]
    pieces += [sympy.FiniteSet(one) for one in ordered if holds(one)]
    return sympy.Union(*pieces)


def _ends(answer: Any) -> list[Any]:
    return sorted((one for one in answer.boundary if one.is_finite), key=float)


def _solve(question: Question) -> Any:
    found = _solution_set(question)
    if found is sympy.S.EmptySet or found == sympy.S.Reals or isinstance(found, sympy.FiniteSet):
        raise NoValue("no interval")
    return found


def _checks(question: Question, answer: Any) -> bool:
    """Left and right of each end, and beyond, the inequalities hold where they should."""
    found = answer if isinstance(answer, sympy.Set) else _solution_set(question)
    ends = [float(one) for one in _ends(found)] or [0.0]
    places = [one + sign * _STEP for one in ends for sign in (1, -1)]
    places += [min(ends) - 3.7, max(ends) + 4.3]
    places += [(a + b) / 2 + 1e-5 for a, b in pairwise(ends)]
    return all(_holds_at(question, one) == bool(found.contains(one)) for one in places)


def _holds_at(question: Question, place: float) -> bool:
    pairs = _relations(question)
    names = {name for left, _, right in pairs for name in names_of(left) | names_of(right)}
    here = dict.fromkeys(names - _CONSTANTS, complex(place))
    for left, sign, right in pairs:
        try:
            low, high = (numeric.number_of(one, question.scope, here) for one in (left, right))
        except NoValue:
            return False
        if abs(low.imag) > 1e-9 or abs(high.imag) > 1e-9:
            return False
        difference = low.real - high.real
        if not _compares(-1 if difference < 0 else 1 if difference > 0 else 0, sign):
            return False
    return True


def _integers(question: Question) -> list[int]:
    """All integers that satisfy the inequalities."""
    found = _solution_set(question)
    if question.says("positive"):
        found = sympy.Intersection(found, sympy.Interval.open(0, sympy.oo))
    elif question.says("negative"):
        found = sympy.Intersection(found, sympy.Interval.open(-sympy.oo, 0))
    elif question.says("nonnegative", "non-negative", "whole"):
        found = sympy.Intersection(found, sympy.Interval(0, sympy.oo))
    return _integers_of(found)


def _integers_of(found: Any) -> list[int]:
    if found is sympy.S.EmptySet:
        return []
    low, high = found.inf, found.sup
    if not (low.is_finite and high.is_finite) or high - low > _MOST_INTEGERS:
        raise NoValue("too many integers")
    first, last = int(sympy.floor(low)), int(sympy.ceiling(high))
    return [one for one in range(first, last + 1) if sympy.Integer(one) in found]


def _extreme_integer(question: Question) -> Any:
    found = _solution_set(question)
    if question.says("positive"):
        found = sympy.Intersection(found, sympy.Interval.open(0, sympy.oo))
    largest = question.says("largest", "greatest", "maximum")
    if found is sympy.S.EmptySet:
        raise NoValue("no solution")
    end = found.sup if largest else found.inf
    if not end.is_finite:
        raise NoValue("no end")
    if not question.says("integer", "integers", "whole"):
        if end not in found:
            raise NoValue("the end does not belong to it")
        return closed_form(end)
    start = int(sympy.floor(end)) if largest else int(sympy.ceiling(end))
    for step in range(1000):
        one = start - step if largest else start + step
        if sympy.Integer(one) in found:
            return sympy.Integer(one)
    raise NoValue("no integer")


def _is_extreme(question: Question, answer: Any) -> bool:
    step = 1 if question.says("integer", "integers", "whole") else 1e-6
    beyond = step if question.says("largest", "greatest", "maximum") else -step
    exact = float(answer)
    if step == 1:
        far = [exact + beyond * one for one in range(1, 50)]
        if question.says("positive"):
            far = [one for one in far if one > 0]
        return _holds_at(question, exact) and not any(_holds_at(question, one) for one in far)
    return _holds_at(question, exact - beyond) and not _holds_at(question, exact + beyond)


def _count(question: Question) -> Any:
    return sympy.Integer(len(_integers(question)))


def _sum(question: Question) -> Any:
    found = _integers(question)
    if not found:
        raise NoValue("there are none")
    return sympy.Integer(sum(found))


def _tried(question: Question) -> list[int]:
    found = _solution_set(question)
    ends = [float(one) for one in _ends(found)] or [0.0]
    low, high = int(min(ends)) - 3, int(max(ends)) + 3
    if question.says("positive"):
        low = 1
    elif question.says("nonnegative", "non-negative", "whole"):
        low = 0
    elif question.says("negative"):
        high = -1
    return [one for one in range(low, high + 1) if _holds_at(question, float(one))]


def _function(question: Question) -> tuple[Any, Any, Formula]:
    """An expression, its variable, and the formula: of ``f(x) = ...`` or an expression alone."""
    formula = question["f"]
    if isinstance(formula, Apply) and formula.operation == "=":
        definitions, equations = split_given([formula])
        if equations and not definitions and len(equations) == 1:
            left, right = formula.parts
            if not hasattr(left, "name") or names_of(left) & names_of(right):
                raise NotFormula("no function")
            formula = right
        elif len(definitions) == 1 and not equations:
            formula = next(iter(definitions.values())).body
        else:
            raise NotFormula("no function")
    expression = value(formula, question.scope)
    if len(expression.free_symbols) != 1:
        raise NoValue("not one variable")
    if int(sympy.count_ops(expression)) > _MOST_STEPS:
        raise NoValue("too long")
    return expression, next(iter(expression.free_symbols)), formula


def domain_of(expression: Any, unknown: Any) -> Any:
    """Where an expression has a real value."""
    if expression.has(sympy.sin, sympy.cos, sympy.tan, sympy.floor, sympy.ceiling):
        raise NoValue("not of a simple kind")
    points = critical_points(expression, unknown)
    return chart(points, lambda number: defined_at(expression, unknown, number))


def _domain(question: Question) -> Any:
    expression, unknown, _ = _function(question)
    found = domain_of(expression, unknown)
    if found is sympy.S.EmptySet or isinstance(found, sympy.FiniteSet):
        raise NoValue("no interval")
    return sympy.Interval(-sympy.oo, sympy.oo) if found == sympy.S.Reals else found


def _is_domain(question: Question, answer: Any) -> bool:
    _, unknown, formula = _function(question)
    ends = [float(one) for one in _ends(answer)] or [0.0]
    places = [one + sign * _STEP for one in ends for sign in (1, -1)]
    places += [min(ends) - 3.7, max(ends) + 4.3]
    return all(
        _is_real(formula, question.scope, str(unknown), one) == bool(answer.contains(one))
        for one in places
    )


def _is_real(formula: Formula, scope: Scope, name: str, place: float) -> bool:
    try:
        return bool(abs(numeric.number_of(formula, scope, {name: complex(place)}).imag) < 1e-9)
    except NoValue:
        return False


def _image(expression: Any, unknown: Any, where: Any) -> Any:
    """All values of an expression, piece by piece between the zeros of its derivative."""
    if where is sympy.S.EmptySet:
        raise NoValue("no domain")
    pieces: list[Any] = []
    parts = where.args if isinstance(where, sympy.Union) else (where,)
    for part in parts:
        if isinstance(part, sympy.FiniteSet):
            pieces += [sympy.FiniteSet(closed_form(expression.subs(unknown, one))) for one in part]
            continue
        pieces.append(_image_of_interval(expression, unknown, part))
    return sympy.Union(*pieces)


def _image_of_interval(expression: Any, unknown: Any, part: Any) -> Any:
    points = set()
    for modulus in expression.atoms(sympy.Abs):
        points |= set(real_zeros(modulus.args[0], unknown))
    cuts = sorted((one for one in points if one in part), key=float)
    ends = [part.start, *(one for one in cuts if one not in (part.start, part.end)), part.end]
    pieces = []
    for low, high in pairwise(ends):
        middle = _between(low, high)
        plain = expression
        for modulus in expression.atoms(sympy.Abs):
            sign = sign_at(modulus.args[0], unknown, middle)
            plain = plain.subs(modulus, sign * modulus.args[0])
        if not plain.has(unknown):
            pieces.append(sympy.FiniteSet(plain))
            continue
        slope = sympy.diff(plain, unknown)
        zeros = real_zeros(slope, unknown) if slope.has(unknown) else []
        turns = [one for one in zeros if (low < one) == True and (one < high) == True]  # noqa: E712
        for left, right in pairwise([low, *turns, high]):
            values, closed = [], []
            for end, side in ((left, "+"), (right, "-")):
                included = end in turns or (end.is_finite and end in part)
                worth = (
                    plain.subs(unknown, end)
                    if included
                    else sympy.limit(plain, unknown, end, side if end.is_finite else "+-")
                )
                if not (worth.is_real or worth in (sympy.oo, -sympy.oo)):
                    raise NoValue("no limit")
                values.append(closed_form(worth) if worth.is_finite else worth)
                closed.append(included)
            if values[0] > values[1]:
                values.reverse()
                closed.reverse()
            pieces.append(sympy.Interval(*values, not closed[0], not closed[1]))
    return sympy.Union(*pieces)


def _between(low: Any, high: Any) -> Any:
    if not low.is_finite:
        return sympy.Integer(0) if not high.is_finite else sympy.floor(high) - 1
    if not high.is_finite:
        return sympy.ceiling(low) + 1
    return sympy.Rational(str(round((float(low) + float(high)) / 2, 12)))


def _range(question: Question) -> Any:
    expression, unknown, _ = _function(question)
    where = _where(question, expression, unknown)
    found = _image(expression, unknown, where)
    if isinstance(found, sympy.FiniteSet):
        raise NoValue("no interval")
    return sympy.Interval(-sympy.oo, sympy.oo) if found == sympy.S.Reals else found


def _where(question: Question, expression: Any, unknown: Any) -> Any:
    found = domain_of(expression, unknown)
    if not question.has("g"):
        return found
    formula = question["g"]
    if isinstance(formula, Apply) and formula.operation == "interval":
        raise NoValue("brackets are not known")
    limited = _solution_set(Question({"g": formula}, question.scope))
    if unknown.name not in names_of(formula):
        raise NoValue("of another variable")
    return sympy.Intersection(found, limited)


def _samples(question: Question) -> list[float]:
    """Many values of the function, in floats."""
    _, unknown, formula = _function(question)
    limits = Question({"g": question["g"]}, question.scope) if question.has("g") else None
    places = [one / 7 + 0.001 for one in range(-300, 300)] + [1e4, -1e4, 1e-3, -1e-3]
    found = []
    for place in places:
        if limits is not None and not _holds_at(limits, place):
            continue
        try:
            worth = numeric.number_of(formula, question.scope, {str(unknown): complex(place)})
        except NoValue:
            continue
        if abs(worth.imag) < 1e-9:
            found.append(worth.real)
    return found


def _is_range(question: Question, answer: Any) -> bool:
    """No value lies outside of it, and values come near to each of its ends."""
    samples = _samples(question)
    parts = answer.args if isinstance(answer, sympy.Union) else (answer,)
    pieces = [(float(one.inf), float(one.sup)) for one in parts]
    if not samples or not all(
        any(low - 1e-9 <= one <= high + 1e-9 for low, high in pieces) for one in samples
    ):
        return False
    gaps = [min(abs(one - float(end)) for one in samples) for end in _ends(answer)]
    return all(
        gap < 0.15 * (1 + abs(float(end))) for gap, end in zip(gaps, _ends(answer), strict=True)
    )


def _extreme(question: Question) -> Any:
    """The least or greatest value of a function of one variable, or of a quadratic of several."""
    largest = question.says("maximum", "largest", "greatest")
    formula = question["f"]
    if len(names_of(formula) - _CONSTANTS) > 1 and not (
        isinstance(formula, Apply) and formula.operation == "="
    ):
        if question.has("g"):
            raise NoValue("several variables, and a condition")
        return _quadratic_extreme(question.value("f"), largest)
    expression, unknown, _ = _function(question)
    where = _where(question, expression, unknown)
    if question.says("integer", "positive", "negative", "nonnegative"):
        raise NoValue("a condition on the variable")
    found = _image(expression, unknown, where)
    end = found.sup if largest else found.inf
    if not end.is_finite or end not in found:
        raise NoValue("there is none")
    if question.has("x") and question.says("what value", "for what"):
        raise NoValue("the place is asked")
    return closed_form(end)


def _quadratic_extreme(expression: Any, largest: bool) -> Any:
    names = sorted(expression.free_symbols, key=str)
    if not expression.is_polynomial(*names) or sympy.Poly(expression, *names).total_degree() != 2:
        raise NoValue("no quadratic")
    signed = -expression if largest else expression
    if not sympy.hessian(signed, names).is_positive_semidefinite:
        raise NoValue("not bounded")
    found = sympy.linsolve([sympy.diff(expression, one) for one in names], *names)
    if not found:
        raise NoValue("not bounded")
    (place,) = found
    return closed_form(sympy.expand(expression.subs(dict(zip(names, place, strict=True)))))


def _is_extreme_value(question: Question, answer: Any) -> bool:
    largest = question.says("maximum", "largest", "greatest")
    formula = question["f"]
    names = sorted(names_of(formula) - _CONSTANTS)
    if len(names) > 1 and not (isinstance(formula, Apply) and formula.operation == "="):
        return _descends_to(question, names, float(answer), largest)
    samples = _samples(question)
    near = max(samples) if largest else min(samples)
    exact = float(answer)
    beyond = near > exact + 1e-9 if largest else near < exact - 1e-9
    return not beyond and abs(near - exact) < 0.2 * (1 + abs(exact))


def _descends_to(question: Question, names: list[str], exact: float, largest: bool) -> bool:
    """Step by step along each axis to the extreme value of a quadratic, in floats."""
    place = dict.fromkeys(names, 0.0)

    def worth() -> float:
        here = {name: complex(one) for name, one in place.items()}
        return float(numeric.number_of(question["f"], question.scope, here).real)

    for _ in range(400):
        for name in names:
            start = place[name]
            middle = worth()
            place[name] = start + 1
            right = worth()
            place[name] = start - 1
            left = worth()
            bend = right + left - 2 * middle
            place[name] = start - (right - left) / (2 * bend) if bend else start
    return abs(worth() - exact) < 1e-6 * (1 + abs(exact))


def _place_of_extreme(question: Question) -> Any:
    expression, unknown, _ = _function(question)
    if question.has("x") and question.name("x") != unknown.name:
        raise NoValue("of another variable")
    if not expression.is_polynomial(unknown) or sympy.degree(expression, unknown) != 2:
        raise NoValue("no quadratic")
    found = sympy.Poly(expression, unknown)
    largest = question.says("maximum", "largest", "greatest", "maximize", "maximizes")
    if (found.LC() < 0) != largest:
        raise NoValue("not bounded")
    return -found.nth(1) / (2 * found.nth(2))


def _is_place(question: Question, answer: Any) -> bool:
    """Equally far on both sides, the function is worth the same."""
    _, unknown, formula = _function(question)
    sides = [
        numeric.number_of(formula, question.scope, {str(unknown): complex(float(answer) + step)})
        for step in (1.3, -1.3)
    ]
    return bool(abs(sides[0] - sides[1]) < 1e-8 * (1 + abs(sides[0])))


_REALS = (
    r"(?: (?:if|where|for|over)? ?(?:all )?(?:real (?:numbers|values of)|real)? ?"
    r"{x}(?:(?: and)? {y})?(?:(?: and)? {z})?(?: (?:is|are|is a|are any)?"
    r" ?(?:real numbers?|real|any real numbers?))?)?"
)
_INTEGERS = r"(?:positive |negative |nonnegative |non-negative )?(?:integers?|whole numbers)"

FORMS = (
    Form(
        "inequality",
        rf"(?:solve(?: the inequality)?(?: for {{x}})? {{g}}(?: for {{x}})?"
        rf"|(?:find|determine|what are) (?:all|the)(?: real)?(?: numbers| values of| values"
        rf" for)? {{x}} "
        rf"(?:that satisfy|satisfying|such that|for which|where|which satisfy)"
        rf"(?: the)?(?: both)?(?: inequality| inequalities)? {{g}}(?: and {{h}})?"
        rf"|for (?:what|which)(?: real)? values of {{x}} is(?: it true that)? {{g}}(?: satisfied)?"
        rf"|(?:what|which)(?: real)? values of {{x}} (?:satisfy|satisfies) {{g}}"
        rf"|(?:find|what is) (?:all solutions to|the solution(?: set)? (?:to|of)) the inequality"
        rf" {{g}}"
        rf"|{FIND} the set of all real (?:numbers|values of)? ?{{x}} such that {{g}}"
        rf"){INTERVAL_NOTES}",
        _solve,
        _checks,
        examples=(
            (
                "Solve the inequality $x^2 - 7x + 10 > 0$. Give your answer in interval notation.",
                r"(-\infty,2) \cup (5,\infty)",
            ),
            (
                r"Find all real values of $x$ such that $\frac{x+3}{x-1} \le 2$.",
                r"(-\infty,1) \cup [5,\infty)",
            ),
            ("For what values of $y$ is $|2y - 3| < 7$?", "(-2,5)"),
        ),
    ),
    Form(
        "number of integers in an inequality",
        rf"(?:how many {_INTEGERS}(?: values of)?(?: {{x}})?(?: that)? (?:satisfy|are in the"
        rf" solution (?:set )?of"
        rf"|make|are there such that)(?: the| both)?(?: inequality| inequalities)? {{g}}(?: and"
        rf" {{h}})?(?: true)?"
        rf"|for how many {_INTEGERS}(?: values of)? {{x}} is(?: it true that)? {{g}}(?:"
        rf" true)?){NOTES}",
        _count,
        lambda question, answer: len(_tried(question)) == answer,
        examples=(
            ("How many integers $x$ satisfy $|x - 2| < 5$?", "9"),
            ("How many positive integers satisfy the inequality $n^2 - 3n \\le 10$?", "5"),
        ),
    ),
    Form(
        "sum of integers in an inequality",
        rf"{FIND} the sum of all(?: the)? {_INTEGERS}(?: solutions)?(?: values of)?(?: {{x}})? "
        rf"(?:that satisfy|satisfying|such that|for which|to)(?: the| both)?(?: inequality)?"
        rf" {{g}}(?: and {{h}})?{NOTES}",
        _sum,
        lambda question, answer: sum(_tried(question)) == answer,
        examples=(("Find the sum of all integers $n$ such that $-3 < 2n + 1 \\le 9$.", "9"),),
    ),
    Form(
        "end of the solutions of an inequality",
        rf"(?:{FIND} )?(?:what )?(?:the )?(?:largest|greatest|smallest|least|minimum|maximum)(?:"
        rf" possible)?"
        rf"(?: positive)?(?: integer| whole number)?(?: number)?(?: value)?(?: of| for)?(?:"
        rf" {{x}})? "
        rf"(?:such that|for which|satisfying|that satisfies|with|satisfies)(?: the inequality)?"
        rf" {{g}}(?: and {{h}})?{NOTES}",
        _extreme_integer,
        _is_extreme,
        examples=(
            ("What is the largest integer $n$ such that $7n - 4 < 60$?", "9"),
            ("Find the least value of $b$ such that $b^2 - 2b - 8 \\le 0$.", "-2"),
        ),
    ),
    Form(
        "domain",
        rf"{FIND} the domain of(?: the)?(?: real-valued)?(?: real valued)?(?: function)?"
        rf" {{f}}{INTERVAL_NOTES}",
        _domain,
        _is_domain,
        examples=(
            (r"Find the domain of the function $f(x) = \sqrt{7 - x}$.", r"(-\infty,7]"),
            (
                r"What is the domain of $g(t) = \frac{t+1}{t^2 - 9}$? Express your answer in "
                "interval notation.",
                r"(-\infty,-3) \cup (-3,3) \cup (3,\infty)",
            ),
        ),
    ),
    Form(
        "range",
        rf"{FIND} the range of(?: the)?(?: function)? {{f}}(?: (?:for|if|where|when|on) {{g}})?"
        rf"{_REALS}{INTERVAL_NOTES}",
        _range,
        _is_range,
        examples=(
            ("Find the range of the function $f(x) = x^2 - 4x + 1$.", r"[-3,\infty)"),
            (
                r"What is the range of $h(x) = \frac{2x}{x - 3}$? Express your answer in"
                r" interval notation.",
                r"(-\infty,2) \cup (2,\infty)",
            ),
            ("Find the range of $f(x) = |x - 1| + |x - 4|$.", r"[3,\infty)"),
        ),
    ),
    Form(
        "least or greatest value",
        rf"(?:if {{x}} is (?:a )?real(?: number)? (?:then )?)?"
        rf"{FIND} the (?:maximum|minimum|largest|smallest|least|greatest)(?: possible)? value"
        rf" of(?: the)?(?: expression| function| quadratic| sum)? {{f}}(?: (?:for|if|where|when)"
        rf" {{g}})?"
        rf"{_REALS}{NOTES}",
        _extreme,
        _is_extreme_value,
        examples=(
            ("What is the minimum value of $x^2 + 8x + 3$?", "-13"),
            (r"Find the minimum value of $\frac{x^2 + 9}{x}$ for $x > 0$.", "6"),
            (
                "Find the minimum value of $x^2 + 2y^2 - 4x + 12y$ over all real numbers $x$ and"
                " $y$.",
                "-22",
            ),
        ),
    ),
    Form(
        "place of the least or greatest value",
        rf"(?:what|for what|{FIND} the) (?:real )?value of {{x}} (?:will give|gives|that gives"
        rf"|minimizes|maximizes|that minimizes|that maximizes)"
        rf"(?: the)? ?(?:(?:maximum|minimum) value (?:for|of|to))?(?: the)?(?: expression|"
        rf" quadratic| function)? {{f}}{NOTES}",
        _place_of_extreme,
        _is_place,
        examples=(("What value of $x$ will give the minimum value for $x^2 - 10x + 7$?", "5"),),
    ),
)
