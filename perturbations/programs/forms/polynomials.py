"""Forms: polynomials expanded, factored, divided, written in another way, and their roots."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import (
    symbol,
    value,
)
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, FIND, NOTES
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)

_LARGEST_DEGREE = 12
_LARGEST_POWER = 40
_CONSTANTS = {"i", "e", "pi"}
_PLACES = (0.37, 1.71, 2.93, -1.37)


def variables(formula: Formula) -> list[str]:
    """The variables of a formula, in alphabetical order."""
    return sorted(names_of(formula) - _CONSTANTS)


def same_function(formula: Formula, scope: Scope, answer: Any) -> bool:
    """Whether an expression is worth as much as a formula where its variables are any numbers."""
    names = variables(formula)
    for shift in _PLACES:
        worth = {name: complex(shift + 0.61 * at) for at, name in enumerate(names)}
        exact = answer.subs({symbol(name): number.real for name, number in worth.items()})
        if not numeric.agrees(exact, numeric.number_of(formula, scope, worth)):
            return False
    return True


def polynomial(expression: Any, *unknowns: Any) -> Any:
    """The polynomial that an expression is.

    Raises:
        NoValue: it is none, or of a very high degree.
    """
    names = unknowns or tuple(sorted(expression.free_symbols, key=str))
    if not names:
        raise NoValue("no variable")
    if not expression.is_polynomial(*names):
        raise NoValue("no polynomial")
    found = sympy.Poly(expression, *names)
    if found.total_degree() > _LARGEST_POWER:
        raise NoValue("a degree too high")
    return found


def _expanded(question: Question) -> Any:
    if not variables(question["e"]):
        raise NoValue("no variable")
    expression = question.value("e")
    if not expression.is_rational_function(*expression.free_symbols):
        raise NoValue("no quotient of polynomials")
    if expression.is_polynomial(*expression.free_symbols):
        return sympy.expand(expression)
    return sympy.cancel(expression)


def _is_expanded(question: Question, answer: Any) -> bool:
    return same_function(question["e"], question.scope, answer)


def _factored(question: Question) -> Any:
    expression = question.value("e")
    found = polynomial(expression)
    if not all(one.is_Integer for one in found.coeffs()):
        raise NoValue("no integers")
    content, factors = found.factor_list()
    if len(factors) == 1 and factors[0][1] == 1 and content in (1, -1):
        raise NoValue("it has no factors")
    return sympy.Mul(content, *(one.as_expr() ** power for one, power in factors))


_TIDY = (
    r"(?: completely| as completely as possible| over the integers"
    r"| as completely as possible over the integers| into linear factors)?"
)
_POLYNOMIAL_NOTES = (
    rf"{NOTES}(?: (?:express|write|give) (?:your|the) answer (?:as a polynomial|in the form {{z}})"
    r"(?: (?:with|where) (?:the )?(?:terms|degrees)[a-z ]*)?| where {z} and {y} are integers"
    r"| with (?:the )?terms in order of decreasing degree| completely)?"
)


def _divided(question: Question) -> tuple[Any, Any]:
    names = variables(question["a"])
    if len(names) != 1 or not set(variables(question["b"])) <= set(names):
        raise NoValue("not of one variable")
    unknown = symbol(names[0])
    top, bottom = (polynomial(question.value(hole), unknown) for hole in ("a", "b"))
    if bottom.degree() < 1 or not all(one.is_Rational for one in top.coeffs() + bottom.coeffs()):
        raise NoValue("no division of polynomials")
    quotient, remainder = sympy.div(top, bottom)
    return quotient.as_expr(), remainder.as_expr()


def _divides_back(question: Question, quotient: Any, remainder: Any) -> bool:
    """Whether divisor times quotient plus remainder gives the dividend back, in floats."""
    name = variables(question["a"])[0]
    for place in _PLACES:
        here = {name: complex(place)}
        top, bottom = (numeric.number_of(question[one], question.scope, here) for one in "ab")
        parts = [complex(one.subs(symbol(name), place)) for one in (quotient, remainder)]
        if abs(bottom * parts[0] + parts[1] - top) > numeric.TOLERANCE * max(1.0, abs(top)):
            return False
    return True


def _check_quotient(question: Question, answer: Any) -> bool:
    return _divides_back(question, answer, _divided(question)[1])


def _check_remainder(question: Question, answer: Any) -> bool:
    return _divides_back(question, _divided(question)[0], answer)


def _term(question: Question) -> tuple[Any, Any]:
    """The polynomial and the monomial whose coefficient is asked."""
    expression = sympy.Integer(1)
    for hole in ("e", "h"):
        if question.has(hole):
            expression *= question.value(hole)
    if question.says("constant"):
        return expression, sympy.Integer(1)
    monomial = question.value("m")
    if not (monomial.free_symbols and sympy.Poly(monomial, *monomial.free_symbols).LC() == 1):
        raise NoValue("no monomial")
    return expression, monomial


def _coefficient(question: Question) -> Any:
    expression, monomial = _term(question)
    names = sorted(expression.free_symbols | monomial.free_symbols, key=str)
    if not names or not expression.is_rational_function(*names):
        raise NoValue("no polynomial")
    if expression.is_polynomial(*names):
        if not monomial.is_polynomial(*names):
            raise NoValue("no monomial")
        found = polynomial(expression, *names).coeff_monomial(monomial)
        return closed_form(found)
    top, bottom = sympy.fraction(sympy.cancel(expression))  # (x + 1/x)^6
    if len(names) != 1 or not sympy.Poly(bottom, *names).is_monomial:
        raise NoValue("no sum of powers")
    scale = sympy.Poly(bottom, *names).LC()
    power = sympy.Poly(bottom, *names).degree()
    degree = sympy.degree(monomial, names[0]) if monomial.free_symbols else 0
    return sympy.Poly(top, *names).nth(degree + power) / scale


def _is_coefficient(question: Question, answer: Any) -> bool:
    """By differences: the coefficients of the polynomial through its values at roots of unity."""
    expression, monomial = _term(question)
    names = sorted(expression.free_symbols | monomial.free_symbols, key=str)
    if len(names) != 1:
        return bool(sympy.expand(expression).as_coefficients_dict()[monomial] == answer)
    (name,) = names
    order = 128
    degree = int(sympy.degree(monomial, name)) if monomial.free_symbols else 0
    added = complex(0)
    for at in range(order):
        root = numeric.unit_root(at, order)
        worth = complex(1)
        for hole in ("e", "h"):
            if question.has(hole):
                worth *= numeric.number_of(question[hole], question.scope, {str(name): root})
        added += worth * root**-degree
    return abs(added / order - complex(answer)) < 1e-6 * max(1.0, abs(complex(answer)))


_MONOMIAL = r"(?:the )?(?:{m}(?: term)?|constant term)"


def _sum_of_coefficients(question: Question) -> Any:
    found = polynomial(question.value("e"))
    if len(found.gens) != 1:
        raise NoValue("several variables")
    return found.eval(1)


def _is_sum_of_coefficients(question: Question, answer: Any) -> bool:
    here = dict.fromkeys(variables(question["e"]), complex(1))
    return numeric.agrees(answer, numeric.number_of(question["e"], question.scope, here))


def _matched(question: Question) -> Any:
    """The constants of the second expression that make it equal to the first, then what is asked.

    They must fix what is asked, though not each of them: (3x + A)(Bx + 1) may be written in two
    ways whose A + B is the same.
    """
    solutions = _matches(question)
    asked = question.value("f")
    if not asked.free_symbols:
        raise NoValue("what is asked has no unknown")
    worth = {closed_form(asked.subs(one)) for one in solutions}
    if len(worth) != 1:
        raise NoValue("what is asked has several values")
    return worth.pop()


def _matches(question: Question) -> list[dict[Any, Any]]:
    given, form = question.value("e"), question.value("w")
    shared = given.free_symbols & form.free_symbols
    constants = sorted(form.free_symbols - given.free_symbols, key=str)
    if not shared or not 1 <= len(constants) <= 5 or given.free_symbols - shared:
        raise NoValue("no constants to find")
    difference = sympy.numer(sympy.together(given - form))
    if not difference.is_polynomial(*shared, *constants):
        raise NoValue("no quotients of polynomials")
    equations = sympy.Poly(difference, *sorted(shared, key=str)).coeffs()
    if sum(int(sympy.count_ops(one)) for one in equations) > 150 or any(
        sympy.Poly(one, *constants).total_degree() > 3 for one in equations if one.free_symbols
    ):
        raise NoValue("too long")
    found = sympy.solve(equations, constants, dict=True)
    kept = [one for one in found if set(one) == set(constants) and _allowed(question, one)]
    if not kept:
        raise NoValue("there are no such constants")
    return kept


def _allowed(question: Question, solution: dict[Any, Any]) -> bool:
    worth = solution.values()
    if question.says("integers", "integer") and not all(one.is_Integer for one in worth):
        return False
    if question.says("nonnegative") and not all(one >= 0 for one in worth):
        return False
    if question.says("positive") and not all(one > 0 for one in worth):
        return False
    return all(one.is_real for one in worth)


def _is_match(question: Question, answer: Any) -> bool:
    for solution in _matches(question):
        worth = {str(name): complex(one) for name, one in solution.items()}
        for place in _PLACES:
            shared = {
                name: complex(place + 0.61 * at) for at, name in enumerate(variables(question["e"]))
            }
            left = numeric.number_of(question["e"], question.scope, shared)
            right = numeric.number_of(question["w"], question.scope, shared | worth)
            if abs(left - right) > 1e-7 * max(1.0, abs(left)):
                return False
        if not numeric.agrees(answer, numeric.number_of(question["f"], question.scope, worth)):
            return False
    return True


_CONSTANTS_ARE = (
    r"(?: (?:where|such that|if|for|and)?(?: the)?(?: letters)? ?{c}(?: and)?(?: {d})?(?: and {g})?"
    r" (?:are|is)(?: all)?(?: an?)? (?:constants?|integers?|positive integers?|real numbers?"
    r"|numbers?|positive numbers?|positive real numbers?|nonnegative real numbers?"
    r"|both nonnegative real numbers|both positive integers))?"
)


def _is_call(formula: Formula) -> bool:
    return isinstance(formula, Apply) and formula.operation.startswith("call ")


def roots_of(question: Question) -> tuple[Any, list[str]]:
    """The polynomial whose roots are asked about, and its variable.

    Raises:
        NoValue: it is no polynomial of one variable.
    """
    formula = question["p"]
    if isinstance(formula, Apply) and formula.operation == "=":
        left, right = formula.parts
        expression = value(right, question.scope)
        if not _is_call(left):
            expression = value(left, question.scope) - expression
    else:
        expression = value(formula, question.scope)
    found = polynomial(expression)
    if len(found.gens) != 1 or not 2 <= found.degree() <= _LARGEST_DEGREE:
        raise NoValue("no polynomial of one variable")
    if not all(one.is_Rational for one in found.all_coeffs()):
        raise NoValue("no rational coefficients")
    return found, [str(found.gens[0])]


def _vieta(question: Question) -> Any:
    """A symmetric expression in all roots, from the coefficients alone."""
    found, _ = roots_of(question)
    names = _root_names(question)
    degree = int(found.degree())
    if len(names) != degree:
        raise NoValue("not all roots have names")
    asked = question.value("f")
    if not asked.free_symbols or not asked.free_symbols <= set(names):
        raise NoValue("what is asked has other variables")
    if not asked.is_rational_function(*names):
        raise NoValue("no quotient of polynomials")
    top, bottom = sympy.fraction(sympy.together(asked))
    worth = [_symmetric_value(one, names, found) for one in (top, bottom)]
    if worth[1] == 0:
        raise NoValue("a division by zero")
    return closed_form(worth[0] / worth[1])


def _symmetric_value(expression: Any, names: list[Any], found: Any) -> Any:
    if not expression.free_symbols:
        return expression
    degree = len(names)
    if sympy.Poly(expression, *names).total_degree() > 8:
        raise NoValue("a high degree")
    try:
        symmetric, rest, sums = sympy.symmetrize(sympy.expand(expression), *names, formal=True)
    except (ValueError, sympy.PolynomialError) as error:
        raise NoValue(str(error)) from error
    if rest != 0:
        raise NoValue("not symmetric")
    leading = found.LC()
    worth = {
        name: (-1) ** order * found.nth(degree - order) / leading
        for order, (name, _) in enumerate(sums, start=1)
    }
    return symmetric.subs(worth)


def _root_names(question: Question) -> list[Any]:
    found = []
    for hole in ("r", "s", "t", "u"):
        if question.has(hole):
            formula = question[hole]
            parts = formula.parts if isinstance(formula, Apply) else (formula,)
            if isinstance(formula, Apply) and formula.operation != "list":
                raise NotFormula("no names")
            found += [symbol(name) for part in parts for name in names_of(part)]
    if len(set(found)) != len(found):
        raise NoValue("a name stands twice")
    return found


def _is_vieta(question: Question, answer: Any) -> bool:
    """The roots in floats, put into what is asked."""
    found, _ = roots_of(question)
    roots = numeric.roots([complex(one) for one in found.all_coeffs()])
    names = {str(name): root for name, root in zip(_root_names(question), roots, strict=True)}
    worth = numeric.number_of(question["f"], question.scope, names)
    return bool(abs(worth - complex(answer)) < 1e-5 * max(1.0, abs(worth)))


def _of_roots(question: Question) -> Any:
    """The sum, the product, the sum of squares or reciprocals of the roots."""
    found, _ = roots_of(question)
    coefficients = found.all_coeffs()
    first, second = -coefficients[1] / coefficients[0], coefficients[2] / coefficients[0]
    last = (-1) ** int(found.degree()) * coefficients[-1] / coefficients[0]
    if not question.says("roots") and not question.says("zeros"):
        raise NoValue("solutions may be real ones only")
    if question.says("real", "complex", "distinct", "positive", "different", "rational"):
        raise NoValue("perhaps not all of them")
    if found.degree() == 2:
        if first**2 == 4 * second:
            raise NoValue("one root only")
        if question.says("two real", "difference") and first**2 < 4 * second:
            raise NoValue("not real")
    if question.says("reciprocals"):
        if last == 0:
            raise NoValue("zero is a root")
        rest = (-1) ** (int(found.degree()) - 1) * coefficients[-2] / coefficients[0]
        return rest / last
    if question.says("squares"):
        return first**2 - 2 * second if question.says("sum") else last**2
    return last if question.says("product") else first


def _is_of_roots(question: Question, answer: Any) -> bool:
    found, _ = roots_of(question)
    roots = numeric.roots([complex(one) for one in found.all_coeffs()])
    if question.says("reciprocals"):
        roots = [1 / one for one in roots]
    elif question.says("squares"):
        roots = [one * one for one in roots]
    worth = complex(1) if question.says("product") else complex(0)
    for one in roots:
        worth = worth * one if question.says("product") else worth + one
    return abs(worth - complex(answer)) < 1e-5 * max(1.0, abs(worth))


def _listed_roots(question: Question) -> Any:
    found, _ = roots_of(question)
    if question.says("integer", "rational"):
        from_factors = sympy.roots(found.as_expr(), found.gens[0], filter="Q")
        kept = [one for one in from_factors if one.is_Integer or question.says("rational")]
    else:
        kept = []
        for factor, _ in found.factor_list()[1]:
            if factor.degree() > 2:
                raise NoValue("a factor of a high degree")
            kept += sympy.roots(factor.as_expr(), found.gens[0], multiple=True)
        if question.says("real"):
            kept = [one for one in kept if one.is_real]
        elif not all(one.is_real for one in kept) and question.says("solutions"):
            raise NoValue("not real")
    if not kept:
        raise NoValue("there are none")
    exact = frozenset(closed_form(one) for one in kept)
    return next(iter(exact)) if len(exact) == 1 else exact


def _are_roots(question: Question, answer: Any) -> bool:
    found, _ = roots_of(question)
    roots = numeric.roots([complex(one) for one in found.all_coeffs()])
    exact = [complex(one) for one in (answer if isinstance(answer, frozenset) else {answer})]
    near = [root for root in roots if any(abs(root - one) < 1e-3 for one in exact)]
    others = [root for root in roots if root not in near]
    if question.says("integer") or question.says("rational"):
        return len(near) >= len(exact) and not any(
            abs(one - round(one.real)) < 1e-6 for one in others
        )
    if question.says("real"):
        return len(near) >= len(exact) and all(abs(one.imag) > 1e-6 for one in others)
    return len(near) >= len(exact) and not others


def _discriminant(question: Question) -> Any:
    found, _ = roots_of(question)
    if found.degree() != 2:
        raise NoValue("no quadratic")
    a, b, c = found.all_coeffs()
    return b * b - 4 * a * c


def _is_discriminant(question: Question, answer: Any) -> bool:
    found, _ = roots_of(question)
    first, second = numeric.roots([complex(one) for one in found.all_coeffs()])
    worth = complex(found.LC()) ** 2 * (first - second) ** 2
    return abs(worth - complex(answer)) < 1e-6 * max(1.0, abs(worth))


def _possible_roots(question: Question) -> Any:
    """By the rational root theorem, from the first and the last coefficient."""
    first, last = _ends(question)
    found = {
        sign * sympy.Rational(top, bottom)
        for top in sympy.divisors(last)
        for bottom in sympy.divisors(first)
        for sign in (1, -1)
    }
    if question.says("number"):
        return sympy.Integer(len(found))
    return frozenset(one for one in found if one.is_Integer)


def _ends(question: Question) -> tuple[int, int]:
    formula = question["p"]
    if isinstance(formula, Apply) and formula.operation == "=":
        if value(formula.parts[1], question.scope) != 0:
            raise NoValue("not set to zero")
        formula = formula.parts[0]
    expression = value(formula, question.scope)
    unknowns = [one for one in expression.free_symbols if "_" not in str(one)]
    if len(unknowns) != 1:
        raise NoValue("not of one variable")
    found = sympy.Poly(expression, unknowns[0])
    first, last = found.LC(), found.nth(0)
    middle = found.all_coeffs()[1:-1]
    if not (first.is_Integer and last.is_Integer and last) or not all(
        one.is_Symbol for one in middle
    ):
        raise NoValue("not of this kind")
    return abs(int(first)), abs(int(last))


def _are_possible(question: Question, answer: Any) -> bool:
    """Each one is a root of a polynomial with these ends; counted in lowest terms."""
    first, last = _ends(question)
    count = 0
    for bottom in range(1, first + 1):
        for top in range(1, last + 1):
            if first % bottom == 0 and last % top == 0 and sympy.igcd(top, bottom) == 1:
                count += 2 if question.says("number") or bottom == 1 else 0
    return count == (answer if question.says("number") else len(answer))


_TWO_ROOTS = r"{r}(?: and)?(?: {s})?(?: and)?(?: {t})?(?: and)?(?: {u})?"
_THE_POLYNOMIAL = (
    r"(?:the )?(?:roots|solutions|zeros|two roots|two solutions|distinct roots|three roots"
    r"|two distinct solutions|three solutions) "
    r"(?:of|to|for) (?:the )?(?:quadratic |cubic )?(?:equation |polynomial )?{p}"
)
_ALL_ROOTS = (
    r"(?:the )?(?:roots|two roots|zeros)(?: of| to) (?:the )?(?:quadratic |cubic )?"
    r"(?:polynomial |equation |function )?{p}"
)
_LIST_NOTES = (
    r"(?: (?:\(?enter|list|give) (?:all )?(?:the |your )?(?:solutions?|roots?|integer roots"
    r"|rational roots|real roots|answers?|values?)?(?: as a list of numbers)?"
    r"(?: \))?(?: separated by commas?)?(?: \))?)?"
)

FORMS = (
    Form(
        "expanded polynomial",
        rf"(?:expand|simplify|expand and simplify|multiply|rewrite|write"
        rf"|multiply and simplify|combine like terms in|express|compute the product)"
        rf"(?: completely)?(?: the)?(?: following)?(?: product| expression| polynomial| sum"
        rf"| resulting expression)?"
        rf"(?: as a (?:single|simplified) fraction)?(?: by combining like terms)? {{e}}"
        rf"(?: as a single fraction)?{_POLYNOMIAL_NOTES}",
        _expanded,
        _is_expanded,
        examples=(
            ("Expand $(x+4)(3x-5)$.", "3x^2 + 7x - 20"),
            ("Simplify $5(2y + 1) - 3y$.", "7y + 5"),
            (r"Simplify $\frac{6a^5}{2a^3}$.", "3a^2"),
        ),
    ),
    Form(
        "factored polynomial",
        rf"(?:factor|completely factor|fully factor){_TIDY}"
        rf"(?: the)?(?: following)?(?: expression| polynomial| quadratic)? {{e}}{_TIDY}"
        rf"{NOTES}",
        _factored,
        _is_expanded,
        examples=(
            ("Factor $x^2 - 7x + 12$.", "(x-3)(x-4)"),
            ("Factor $12y^3 + 18y^2$ completely.", "6y^2(2y+3)"),
        ),
    ),
    Form(
        "quotient of polynomials",
        rf"{FIND} the quotient (?:when|if|of)(?: the polynomial)? {{a}} (?:is )?divided by {{b}}"
        rf"{NOTES}",
        lambda question: _divided(question)[0],
        _check_quotient,
        examples=(("Find the quotient when $x^3 + 2x + 5$ is divided by $x - 1$.", "x^2 + x + 3"),),
    ),
    Form(
        "remainder of polynomials",
        rf"{FIND} the remainder (?:when|if|of)(?: the polynomial)? {{a}} (?:is )?divided by "
        rf"(?:the polynomial )?{{b}}{NOTES}",
        lambda question: _divided(question)[1],
        _check_remainder,
        examples=(
            ("Find the remainder when $x^3 + 2x + 5$ is divided by $x - 1$.", "8"),
            ("What is the remainder when $x^4 + x$ is divided by $x^2 - 2$?", "x + 4"),
        ),
    ),
    Form(
        "coefficient",
        rf"{FIND} the (?:coefficient of {_MONOMIAL}|constant (?:term|coefficient))"
        r"(?: (?:in|of)(?: the)?(?: full)?(?: polynomial)?(?: expansion of)?(?: the)?"
        r"(?: product| expression| polynomial)? {e}(?: and {h})?"
        r"| when (?:the polynomial )?{e} is (?:simplified|expanded)"
        r"| when (?:the polynomial )?{e} is multiplied by {h}(?: and (?:the )?like terms are"
        r" combined)?"
        r"| when {e} and {h} are multiplied(?: and (?:the )?like terms are combined)?)"
        rf"(?: is expanded| is simplified)?{NOTES}",
        _coefficient,
        _is_coefficient,
        examples=(
            ("Find the coefficient of $x^2$ in the expansion of $(2x + 3)^4$.", "216"),
            (
                "What is the coefficient of $y$ when $3y^2 + 2y - 1$ is multiplied by $5y + 4$ "
                "and the like terms are combined?",
                "3",
            ),
            (
                r"What is the constant term in the expansion of $\left(x + \frac{2}{x}\right)^4$?",
                "24",
            ),
        ),
    ),
    Form(
        "sum of the coefficients",
        rf"{FIND} the sum of (?:all )?(?:the |its )?coefficients (?:in|of)(?: the)?"
        r"(?: expansion of)?(?: the)?(?: expression| polynomial)? {e}"
        rf"(?: when it is (?:simplified|expanded))?{NOTES}",
        _sum_of_coefficients,
        _is_sum_of_coefficients,
        examples=(("Find the sum of the coefficients in the polynomial $3(x^2 - 4) + 5x$.", "-4"),),
    ),
    Form(
        "written in another form",
        rf"(?:(?:the )?(?:quadratic|expression|polynomial|fraction|trinomial)?(?: expression)?"
        rf" ?{{e}} "
        rf"(?:can be|is|may be) (?:written|expressed|rewritten|factored|simplified)(?: and"
        rf" written)?"
        rf" (?:as|in the form|in the form of|to) {{w}}"
        rf"|(?:if|suppose|when|given that|suppose that) (?:we (?:express|write|rewrite) |"
        rf"(?:the )?(?:quadratic |expression |fraction )*)"
        rf"{{e}} (?:(?:is|can be) (?:written |expressed |rewritten |simplified and written ))?"
        rf"(?:as|in the form|in the form of) {{w}}"
        rf"|(?:rewrite|express|write)(?: the)?(?: quadratic)?(?: expression)? {{e}} in the form"
        rf" {{w}})"
        rf"{_CONSTANTS_ARE}"
        rf" (?:then )?{ASKED} {{f}}{NOTES}",
        _matched,
        _is_match,
        examples=(
            (
                "The quadratic $x^2 + 8x + 3$ can be written in the form $(x+b)^2 + c$, where $b$ "
                "and $c$ are constants. What is $b + c$?",
                "-9",
            ),
            (
                "The expression $x^2 + 7x + 10$ can be written as $(x + a)(x + b)$, where $a$ and "
                "$b$ are integers. What is $ab + a + b$?",
                "17",
            ),
            (
                "If we express $2x^2 - 12x + 1$ in the form $a(x - h)^2 + k$, then what is $k$?",
                "-17",
            ),
        ),
    ),
    Form(
        "expression in the roots",
        rf"(?:(?:let|if|suppose|suppose that|given that) {_TWO_ROOTS} "
        rf"(?:be|are|denote) {_THE_POLYNOMIAL}"
        rf"|(?:let|suppose|if) {_THE_POLYNOMIAL} (?:be|are) {_TWO_ROOTS}) "
        rf"(?:then )?{ASKED} {{f}}{NOTES}"
        rf"|{ASKED} {{f}}(?: if| where| given that) {_TWO_ROOTS} (?:are|be)"
        rf" {_THE_POLYNOMIAL}{NOTES}",
        _vieta,
        _is_vieta,
        examples=(
            ("Let $a$ and $b$ be the roots of $x^2 - 5x + 3 = 0$. Find $a^2 + b^2$.", "19"),
            (
                r"If $p$, $q$ and $r$ are the roots of $x^3 - 2x^2 + 7x + 3 = 0$, what is "
                r"$\frac{1}{p} + \frac{1}{q} + \frac{1}{r}$?",
                r"-\frac{7}{3}",
            ),
        ),
    ),
    Form(
        "sum or product of the roots",
        rf"{FIND} the (?:sum|product) of (?:all )?(?:the )?(?:squares |reciprocals )?(?:of )?"
        rf"{_ALL_ROOTS}{NOTES}",
        _of_roots,
        _is_of_roots,
        examples=(
            ("Find the sum of the roots of $3x^2 - 12x + 5 = 0$.", "4"),
            ("What is the product of the roots of the equation $2x^2 + 9x - 14 = 0$?", "-7"),
            ("Find the sum of the squares of the roots of $x^2 - 6x + 4$.", "28"),
        ),
    ),
    Form(
        "list of roots",
        rf"find (?:all )?(?:of )?(?:the )?(?:real |integer |rational |complex )?"
        rf"(?:roots|zeros) of (?:the )?(?:polynomial |equation |function"
        rf" )?{{p}}{NOTES}{_LIST_NOTES}",
        _listed_roots,
        _are_roots,
        examples=(
            ("Find the roots of $x^3 - 4x^2 + x + 6$.", "-1,2,3"),
            (
                "Find all the integer roots of $2x^3 - 3x^2 - 11x + 6 = 0$. Enter all the integer "
                "roots, separated by commas.",
                "-2,3",
            ),
        ),
    ),
    Form(
        "discriminant",
        rf"{FIND} the discriminant of (?:the quadratic )?{{p}}{NOTES}",
        _discriminant,
        _is_discriminant,
        examples=(("What is the discriminant of $3x^2 - 7x + 2$?", "25"),),
    ),
    Form(
        "possible rational roots",
        r"(?:a|the) polynomial with integer coefficients is of the form {p} "
        r"(?:enter all the possible integer roots of this polynomial separated by commas"
        r"|find the number of (?:different )?possible rational roots of this polynomial)",
        _possible_roots,
        _are_possible,
        examples=(
            (
                "A polynomial with integer coefficients is of the form "
                "$3x^3 + a_2 x^2 + a_1 x + 5 = 0$. Find the number of different possible rational "
                "roots of this polynomial.",
                "8",
            ),
        ),
    ),
)
