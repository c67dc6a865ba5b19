"""Forms: a constant for which an equation has so many solutions, a factor, a root or a range."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.inequalities import chart
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, INTERVAL_NOTES, NOTES
from clipo_bench.perturbations.programs.forms.solving import polynomial_zeros
from clipo_bench.perturbations.programs.forms.systems import System, linear_solution

_CONSTANTS = {"i", "e", "pi"}
_MOST_INTEGERS = 2000
_STEP = 1e-4


def _body(formula: Formula) -> Formula:
    """An expression, or the right side of ``f(x) = ...`` and ``y = ...``."""
    if not isinstance(formula, Apply) or formula.operation != "=":
        return formula
    definitions, _ = split_given([formula])
    if definitions:
        return next(iter(definitions.values())).body
    left, right = formula.parts
    return right if names_of(left) == {"y"} and "y" not in names_of(right) else formula


def _sides(question: Question) -> tuple[Formula, Formula | None]:
    """Both sides of the equation whose solutions are counted; None for zero."""
    formula = _body(question["e"])
    if question.says("domain"):  # all real numbers, if the divisor has no zero
        if not isinstance(formula, Apply) or formula.operation != "/":
            raise NotFormula("no quotient")
        return formula.parts[1], None
    if question.has("r"):  # a number that is in the range
        return formula, question["r"]
    if question.has("h"):  # two curves that meet
        return formula, _body(question["h"])
    if isinstance(formula, Apply) and formula.operation == "=":
        return formula.parts[0], formula.parts[1]
    return formula, None


def _difference(question: Question) -> Any:
    left, right = _sides(question)
    difference = value(left, question.scope) - (value(right, question.scope) if right else 0)
    if not difference.is_polynomial(*difference.free_symbols):
        raise NoValue("no polynomial")
    return difference


def _names(question: Question, expression: Any) -> tuple[Any, Any]:
    """The constant and the unknown."""
    names = {str(one) for one in expression.free_symbols}
    if len(names) != 2:
        raise NoValue("not one constant and one unknown")
    if question.has("k"):
        constant = question.name("k")
    elif question.has("x"):
        (constant,) = names - {question.name("x")}
    elif "x" in names:
        (constant,) = names - {"x"}
    else:
        raise NoValue("which is the unknown?")
    (unknown,) = names - {constant}
    return symbol(constant), symbol(unknown)


def _wanted(question: Question, count: int) -> bool:
    """Whether so many real solutions are as many as the text says."""
    if question.says(
        "not in the range", "no real", "no solutions?", "domain", "non-real", "nonreal"
    ):
        return count == 0
    if question.says("distinct real", "two real", "two distinct", "two solutions", "two roots"):
        return count == 2
    if question.says("one", "unique", "square of a binomial", "a single"):
        return count >= 1 if question.says("at least one") else count == 1
    if question.says("range", "real roots?", "real solutions?", "has real", "all real"):
        return count >= 1
    raise NoValue("how many solutions?")


def _set_of_constants(question: Question) -> Any:
    """All constants for which there are so many real solutions."""
    expression = _difference(question)
    constant, unknown = _names(question, expression)
    if not expression.is_polynomial(unknown, constant):
        raise NoValue("no polynomial")
    quadratic = sympy.Poly(expression, unknown)
    if quadratic.degree() != 2:
        raise NoValue("no quadratic")
    a, b, c = quadratic.all_coeffs()
    discriminant = sympy.expand(b * b - 4 * a * c)
    points: set[Any] = set()
    for one in (discriminant, a, b):
        if one.has(constant):
            points |= polynomial_zeros(one, constant)

    def holds(number: Any) -> bool:
        here = [sympy.nsimplify(one.subs(constant, number)) for one in (a, b, discriminant)]
        if here[0] == 0:
            if here[1] == 0:
                raise NoValue("no equation")
            return _wanted(question, 1) and not question.says("binomial", "nonzero", "non-zero")
        sign = sympy.sign(sympy.expand(here[2]))
        return _wanted(question, {-1: 0, 0: 1, 1: 2}[int(sign)])

    try:
        found = chart(points, holds)
    except NoValue:
        found = chart(points - _degenerate(a, b, constant), holds)
    if question.says("positive value", "positive values", "positive integers?", "positive integer"):
        found = sympy.Intersection(found, sympy.Interval.open(0, sympy.oo))
    elif question.says("negative value", "negative integers?"):
        found = sympy.Intersection(found, sympy.Interval.open(-sympy.oo, 0))
    elif question.says("nonzero", "non-zero"):
        found = sympy.Complement(found, sympy.FiniteSet(0))
    return found


def _degenerate(a: Any, b: Any, constant: Any) -> set[Any]:
    both = [polynomial_zeros(one, constant) if one.has(constant) else set() for one in (a, b)]
    return both[0] & both[1]


def _chosen_constant(question: Question) -> Any:
    found = _set_of_constants(question)
    if found is sympy.S.EmptySet:
        raise NoValue("there is none")
    if isinstance(found, sympy.FiniteSet):
        return _of_few(question, [closed_form(one) for one in sorted(found, key=float)])
    if question.says("integer", "integers", "integral"):
        return _of_integers(question, found)
    if question.says("largest", "greatest", "maximum", "smallest", "(?<!at )least", "minimum"):
        end = found.sup if question.says("largest", "greatest", "maximum") else found.inf
        if not end.is_finite or end not in found:
            raise NoValue("no such end")
        return closed_form(end)
    if not question.says("values", "numbers", "all", "possible", "interval"):
        raise NoValue("one constant is asked, and there are many")
    return found


def _of_few(question: Question, values: list[Any]) -> Any:
    if question.says("sum of"):
        return closed_form(sympy.Add(*values))
    if question.says("product of"):
        return closed_form(sympy.expand(sympy.Mul(*values)))
    if question.says("largest", "greatest"):
        return values[-1]
    if question.says("smallest", "(?<!at )least"):
        return values[0]
    return values[0] if len(values) == 1 else frozenset(values)


def _of_integers(question: Question, found: Any) -> Any:
    if question.says("largest", "greatest"):
        end = found.sup
        step = -1
    elif question.says("smallest", "(?<!at )least"):
        end = found.inf
        step = 1
    else:
        return _of_all_integers(question, found)
    if not end.is_finite:
        raise NoValue("no such end")
    number = int(sympy.floor(end) if step < 0 else sympy.ceiling(end))
    return sympy.Integer(number if sympy.Integer(number) in found else number + step)


def _of_all_integers(question: Question, found: Any) -> Any:
    if not (found.inf.is_finite and found.sup.is_finite):
        raise NoValue("infinitely many integers")
    first, last = int(sympy.ceiling(found.inf)), int(sympy.floor(found.sup))
    if last - first > _MOST_INTEGERS:
        raise NoValue("too many integers")
    members = [one for one in range(first, last + 1) if sympy.Integer(one) in found]
    if question.says("sum of"):
        return sympy.Integer(sum(members))
    if question.says("product of"):
        return sympy.prod([sympy.Integer(one) for one in members])
    if question.says("how many"):
        return sympy.Integer(len(members))
    raise NoValue("what of the integers?")


def _counts_agree(question: Question, answer: Any) -> bool:
    """Left and right of each end, the real roots in floats are as many as they should be."""
    found = _set_of_constants(question)
    left, right = _sides(question)
    constant, unknown = _names(question, _difference(question))
    ends = sorted(float(one) for one in found.boundary if one.is_finite)

    def count(place: float) -> int:
        """Through three values of the quadratic."""

        def gap(at: float) -> float:
            here = {str(constant): complex(place), str(unknown): complex(at)}
            top = numeric.number_of(left, question.scope, here)
            return float(
                (top - numeric.number_of(right, question.scope, here)).real if right else top.real
            )

        low, middle, high = gap(-1.0), gap(0.0), gap(1.0)
        a, b, c = (low + high) / 2 - middle, (high - low) / 2, middle
        if abs(a) < 1e-9:
            return 1
        under = b * b - 4 * a * c
        return 1 if abs(under) < 1e-7 * (1 + b * b) else 2 if under > 0 else 0

    places = [end + sign * _STEP for end in ends for sign in (1, -1)]
    if isinstance(found, sympy.FiniteSet):
        return all(_wanted(question, count(one)) for one in ends)
    if question.says("positive"):
        places = [one for one in places if one > 0]
    return all(_wanted(question, count(one)) == bool(found.contains(one)) for one in places)


def _of_factor(question: Question) -> Any:
    """Constants for which a polynomial leaves a given remainder, and what is asked of them."""
    equations, _ = _remainder_equations(question)
    asked = value(question["f"], question.scope)
    if (line := linear_solution(equations)) is not None:
        worth = sympy.cancel(asked.subs(line))
        if worth.free_symbols:
            raise NoValue("the constants are not fixed")
        return closed_form(worth)
    values = System(equations).values_of(asked)
    if values is None or not values:
        raise NoValue("the constants are not fixed")
    return closed_form(values[0]) if len(values) == 1 else frozenset(map(closed_form, values))


def _remainder_equations(question: Question) -> tuple[list[Any], Any]:
    big, small = _body(question["p"]), _body(question["d"])
    if isinstance(big, Apply) and big.operation == "=":
        if value(big.parts[1], question.scope) != 0:
            raise NotFormula("no polynomial")
        big = big.parts[0]
    dividend, divisor = (value(one, question.scope) for one in (big, small))
    asked = {str(one) for one in value(question["f"], question.scope).free_symbols}
    names = {str(one) for one in dividend.free_symbols | divisor.free_symbols} - asked
    constants = {str(one) for one in dividend.free_symbols | divisor.free_symbols}
    unknowns = {"x"} & names or names
    if question.has("x"):
        unknowns = {question.name("x")}
    if len(unknowns) != 1 or not constants - unknowns:
        raise NoValue("which is the unknown?")
    unknown = symbol(unknowns.pop())
    if not (dividend.is_polynomial(unknown) and divisor.is_polynomial(unknown)):
        raise NoValue("no polynomials")
    top, bottom = sympy.Poly(dividend, unknown), sympy.Poly(divisor, unknown)
    if bottom.degree() < 1 or top.degree() > 60:
        raise NoValue("no division of polynomials")
    rest = sympy.rem(top, bottom).as_expr()
    if question.has("r"):
        rest -= value(question["r"], question.scope)
    found = [sympy.expand(one) for one in sympy.Poly(rest, unknown).all_coeffs()]
    return [one for one in found if one != 0], unknown


def _is_of_factor(question: Question, answer: Any) -> bool:
    """The roots of the divisor in floats give the remainder, for the constants found."""
    equations, unknown = _remainder_equations(question)
    names = sorted({one for equation in equations for one in equation.free_symbols}, key=str)
    if len(names) != 1 or isinstance(answer, frozenset):
        line = linear_solution(equations)
        asked = numeric.number_of(
            question["f"], question.scope, {str(n): complex(w) for n, w in (line or {}).items()}
        )
        return line is not None and numeric.agrees(answer, asked)
    if isinstance(question["f"], Apply):
        return numeric.agrees(
            answer,
            numeric.number_of(
                question["f"],
                question.scope,
                {str(names[0]): complex((linear_solution(equations) or {})[names[0]])},
            ),
        )
    here = {str(names[0]): complex(answer)}
    small, big = _body(question["d"]), _body(question["p"])
    big = big.parts[0] if isinstance(big, Apply) and big.operation == "=" else big
    bottom = sympy.Poly(value(small, question.scope).subs(names[0], answer), unknown)
    for root in numeric.roots([complex(one) for one in bottom.all_coeffs()]):
        place = here | {str(unknown): root}
        worth = numeric.number_of(big, question.scope, place)
        if question.has("r"):
            worth -= numeric.number_of(question["r"], question.scope, place)
        if abs(worth) > 1e-6 * (1 + abs(root) ** 4):
            return False
    return True


def _with_root(question: Question) -> Any:
    """A constant for which a number is a root; or the other root of that quadratic."""
    formula = question["e"]
    left, right = _sides(Question({"e": formula}, question.scope))
    expression = value(left, question.scope) - (value(right, question.scope) if right else 0)
    root = value(_root(question), question.scope)
    names = expression.free_symbols
    wanted = question.name("k") if question.has("k") else ""
    unknowns = {one for one in names if str(one) in ("x", "t", "y", "z", "n")} - {symbol(wanted)}
    if len(names) != 2 or len(unknowns) != 1:
        raise NoValue("not one constant and one unknown")
    (unknown,) = unknowns
    (constant,) = names - unknowns
    line = sympy.Poly(sympy.expand(expression.subs(unknown, root)), constant)
    if line.degree() != 1:
        raise NoValue("the constant is not fixed")
    found = closed_form(-line.nth(0) / line.nth(1))
    if question.has("k"):
        return found
    quadratic = sympy.Poly(expression.subs(constant, found), unknown)
    if quadratic.degree() != 2:
        raise NoValue("no quadratic")
    return closed_form(-quadratic.nth(1) / quadratic.nth(2) - root)


def _root(question: Question) -> Formula:
    formula = question["r"]
    if isinstance(formula, Apply) and formula.operation == "=":
        return formula.parts[1]
    return formula


def _is_root(question: Question, answer: Any) -> bool:
    """The equation holds in floats at the root, for a constant from two others by a line."""
    left, right = _sides(Question({"e": question["e"]}, question.scope))
    names = sorted(names_of(left) | (names_of(right) if right else set()) - _CONSTANTS)
    wanted = question.name("k") if question.has("k") else ""
    unknown = next(one for one in names if one in ("x", "t", "y", "z", "n") and one != wanted)
    constant = next(one for one in names if one != unknown and one not in _CONSTANTS)
    root = numeric.number_of(_root(question), question.scope)

    def gap(place: complex, number: complex) -> complex:
        here = {unknown: place, constant: number}
        worth = numeric.number_of(left, question.scope, here)
        return complex(worth - (numeric.number_of(right, question.scope, here) if right else 0))

    if question.has("k"):
        return bool(abs(gap(root, complex(answer))) < 1e-7 * (1 + abs(root) ** 3))
    slope = gap(root, 1.0) - gap(root, 0.0)
    number = -gap(root, 0.0) / slope
    return bool(abs(gap(complex(answer), number)) < 1e-7 * (1 + abs(root) ** 3))


_QUALITY = (
    r"(?:(?:the|all|a|possible|real|positive|negative|nonzero|non-zero|largest|smallest|greatest"
    r"|least|only|integer|integral|two|sum of all|product of all|sum of all possible"
    r"|product of all positive) )*"
)
_VALUE = r"(?:values?|numbers?|integers?|constants?|integer values?)?"
_THE_EQUATION = (
    r"(?:the )?(?:quadratic )?(?:equation |quadratic |polynomial |function |expression |graph of )?"
)
_COUNT = (
    r"(?:have|has|has only|will have|having|to have) (?:(?:exactly|only|just) )?"
    r"(?:one|a single|a unique|no|two|two distinct|at least one|a|real)?"
    r"(?: (?:real|distinct|different|non-real|nonreal))*"
    r" ?(?:solutions?|roots?|zeros?|value)(?: (?:in|for) {x})?"
)
_ASK = rf"(?:{FIND} |for |what |list )(?:what )?{_QUALITY}{_VALUE}(?: ?(?:of|for))? ?{{k}}"
_SO_THAT = r"(?:such that|so that|for which|if|given that|is|does|do|will|make|for)"
_RESULT = (
    rf"(?:{_THE_EQUATION}{{e}} {_COUNT}"
    rf"|{_THE_EQUATION}{{e}} (?:is |be )?(?:equal to )?the square of a binomial"
    rf"|{{r}} (?:is |be )?(?:not )?in the range of (?:the function )?{{e}}"
    rf"|{_THE_EQUATION}{{e}} has a domain of all real numbers"
    rf"|(?:there is|is there|there are) (?:exactly |only )?one (?:real )?solution (?:of|to|for)"
    rf" {_THE_EQUATION}{{e}})"
)

FORMS = (
    Form(
        "constant for a number of solutions",
        rf"(?:{_ASK} {_SO_THAT} {_RESULT}"
        rf"|(?:(?:if|suppose(?: that)?|let) )?(?:{{c}} (?:is|be) an? (?:nonzero |positive )?"
        rf"(?:constant|real number)"
        rf"(?: such that| for which| so that| and)? )?"
        rf"(?:suppose that |if )?{_RESULT}(?: and {{c2}} is positive)? (?:then )?"
        rf"(?:{FIND}|what are) {_QUALITY}{_VALUE}(?: ?of| for)? ?{{k2}})"
        rf"{NOTES}{INTERVAL_NOTES}"
        rf"(?: (?:express|give) your answers? (?:as a list of numbers|in (?:increasing|decreasing)"
        rf" order)?(?: separated by commas)?"
        rf"|(?: enter)? all (?:the )?possible values(?: of {{w}})? separated by commas)?",
        _chosen_constant,
        _counts_agree,
        examples=(
            (
                "For what value of $k$ does the equation $x^2 + 10x + k = 0$ have exactly one real "
                "solution?",
                "25",
            ),
            ("Find $a$ such that $ax^2 + 20x + 4$ is the square of a binomial.", "25"),
            (
                "Find all values of $b$ for which $x^2 + bx + 25 = 0$ has no real roots. Express "
                "your answer in interval notation.",
                "(-10,10)",
            ),
            (
                "What is the largest integer value of $c$ such that $3x^2 + 11x + c = 0$ has two "
                "real roots?",
                "10",
            ),
        ),
    ),
    Form(
        "constant of a factor or remainder",
        rf"(?:(?:if|suppose|given that) )?{{d}} (?:is a factor of|divides)(?: the polynomial)?"
        rf" {{p}} (?:then )?(?:{FIND}|what is)(?: the)?(?: constant)?(?: value of)? {{f}}{NOTES}"
        rf"|{FIND} (?:the )?(?:constant )?(?:value of )?{{f2}} (?:so that|if|such that|given that)"
        rf" {{d2}} is a factor of(?: the polynomial)? {{p2}}{NOTES}"
        rf"|{FIND} (?:the )?(?:constant )?(?:value of )?{{f3}} (?:so that|if|such that|given that)"
        rf" (?:the polynomial )?{{p3}} is divisible by {{d3}}{NOTES}"
        rf"|(?:(?:if|suppose|given that) )?(?:the polynomial )?{{p4}} is divisible by {{d4}}"
        rf" (?:then )?{FIND}(?: the)?(?: value of)? {{f4}}{NOTES}"
        rf"|{FIND} (?:the )?(?:constant )?(?:value of )?{{f5}} (?:so that|if|such that) the"
        rf" remainder (?:is {{r}} )?when {{p5}} is divided by {{d5}}(?: is {{r2}})?{NOTES}"
        rf"|(?:when )?{{p6}} (?:is )?divided by {{d6}} (?:leaves|gives) a remainder of {{r3}}"
        rf" {FIND} (?:the value of )?{{f6}}{NOTES}",
        _of_factor,
        _is_of_factor,
        examples=(
            ("If $x - 3$ is a factor of $2x^3 + kx^2 - 7x + 3$, find the value of $k$.", "-4"),
            (
                "Find $c$ such that the remainder is $5$ when $x^3 + cx^2 - 4$ is divided by "
                "$x - 1$.",
                "8",
            ),
        ),
    ),
    Form(
        "constant or other root from a root",
        rf"(?:(?:if|given that|suppose|suppose that) )?(?:{{v}} )?{{r}} is a (?:root|solution|zero)"
        rf" (?:of|to) (?:the )?(?:equation |quadratic |polynomial )?{{e}}(?: then)? {FIND}"
        rf"(?: the)?(?: value of)? {{k}}{NOTES}"
        rf"|for what (?:real )?value of {{k2}} is {{r2}} a (?:root|solution) (?:of|to) (?:the"
        rf" equation )?{{e2}}{NOTES}"
        rf"|(?:if )?one (?:root|solution) (?:of|to) the equation {{e3}} is {{r3}} (?:what is|find)"
        rf" the other(?: (?:root|solution))?{NOTES}"
        rf"|{FIND} the value of {{k4}} for which {{r4}} is a (?:root|solution) (?:of|to)"
        rf" {{e4}}{NOTES}",
        _with_root,
        _is_root,
        examples=(
            (
                "Given that $-3$ is a solution to $x^2 + bx - 24 = 0$, what is the value of $b$?",
                "-5",
            ),
            ("One root of the equation $3x^2 + kx = 10$ is 2. What is the other?", r"-\frac{5}{3}"),
        ),
    ),
)
