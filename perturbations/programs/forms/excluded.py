"""Forms: numbers at which an expression is not defined, and where graphs have asymptotes."""

from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES, SOLUTION_NOTES
from clipo_bench.perturbations.programs.forms.solving import polynomial_zeros

_CONSTANTS = {"i", "e", "pi"}
_NEAR = 1e-7


def _body(formula: Formula) -> Formula:
    if isinstance(formula, Apply) and formula.operation == "=":
        definitions, equations = split_given([formula])
        if definitions:
            return next(iter(definitions.values())).body
        left, right = equations[0].parts if isinstance(equations[0], Apply) else ()
        if names_of(left) & names_of(right):
            raise NoValue("no function")
        return right
    return formula


def _unknown(question: Question) -> Any:
    names = names_of(_body(question["f"])) - _CONSTANTS
    if len(names) != 1 or (question.has("x") and {question.name("x")} != names):
        raise NoValue("not one variable")
    return symbol(names.pop())


def _divisors(formula: Formula) -> list[Formula]:
    """All formulas by which something is divided."""
    if not isinstance(formula, Apply):
        return []
    found = [formula.parts[1]] if formula.operation == "/" else []
    if formula.operation not in ("+", "neg", "*", "/", "^"):
        raise NoValue("no quotient of polynomials")
    return found + [one for part in formula.parts for one in _divisors(part)]


def _places(question: Question) -> list[Any]:
    """All real numbers at which the expression is not defined, or where it has a pole."""
    unknown = _unknown(question)
    found: set[Any] = set()
    if question.says("asymptotes?"):
        expression = value(_body(question["f"]), question.scope)
        top, bottom = sympy.fraction(sympy.cancel(expression))
        if not (top.is_polynomial(unknown) and bottom.is_polynomial(unknown)):
            raise NoValue("no quotient of polynomials")
        found = polynomial_zeros(bottom, unknown) if bottom.has(unknown) else set()
    else:
        for divisor in _divisors(_body(question["f"])):
            worth = value(divisor, question.scope)
            if worth.has(unknown):
                top, bottom = sympy.fraction(sympy.together(worth))
                found |= polynomial_zeros(top, unknown)
    return sorted({closed_form(one) for one in found}, key=float)


def _excluded(question: Question) -> Any:
    found = _places(question)
    if question.says("how many", "number of"):
        return sympy.Integer(len(found))
    if not found:
        raise NoValue("there are none")
    if question.says("sum of"):
        return closed_form(sympy.Add(*found))
    if question.says("product of"):
        return closed_form(sympy.expand(sympy.Mul(*found)))
    if question.says("largest", "greatest"):
        return found[-1]
    if question.says("smallest", "least"):
        return found[0]
    return found[0] if len(found) == 1 else frozenset(found)


def _are_excluded(question: Question, answer: Any) -> bool:
    """Near each of these numbers something is divided by almost zero, and not between them."""
    unknown = str(_unknown(question))
    divisors = _divisors(_body(question["f"]))
    for place in _places(question):
        here = {unknown: complex(float(place) + 1e-9)}
        sizes = []
        for divisor in divisors:
            try:
                sizes.append(abs(numeric.number_of(divisor, question.scope, here)))
            except NoValue:
                sizes.append(0.0)
        if not sizes or min(sizes) > 1e-5:
            return False
    return True


_THE = (
    r"(?:the )?(?:domain of )?(?:the )?(?:following )?(?:rational |real-valued )?"
    r"(?:expression|function|fraction|graph of|equation)?(?: the equation| the function)?"
)
_UNDEFINED = r"(?:not defined|undefined|not in the domain(?: of)?)"
_WHICH = (
    r"(?:(?:the )?(?:sum|product) of (?:all )?|the largest |the smallest |all |the |real )*"
    r"(?:(?:real )?(?:values?|numbers?)(?: of)?(?: for)?)? ?{x}"
)

FORMS = (
    Form(
        "numbers where an expression is not defined",
        rf"(?:for (?:what|how many)(?: real)? values? of {{x}} is {_THE} {{f}} {_UNDEFINED}"
        rf"|how many(?: real)? (?:values of {{x2}}|numbers) are not in the domain of {_THE} {{f2}}"
        rf"|(?:{FIND}|what are) {_WHICH.replace('x', 'x3')} (?:for which|such that|so that|that|"
        rf"where)"
        rf"(?: is| are)? ?{_THE} {{f3}} (?:is )?{_UNDEFINED}"
        rf"|(?:{FIND}|what are) {_WHICH.replace('x', 'x4')} (?:that (?:is|are)|is|are)? ?not in the"
        rf" domain of {_THE} {{f4}}"
        rf"|what real values? of {{x5}} (?:is|are) not in the domain of {_THE} {{f5}}"
        rf"|(?:for|at) what values? of {{x6}} (?:is there|will there be) a vertical asymptote for"
        rf" {_THE} {{f6}}"
        rf"|(?:if|for) {{f7}} at what (?:values? of {{x7}}|{{x8}} ?-value) (?:is there|will there"
        rf" be) a vertical asymptote"
        rf"|find all values of {{x9}} where there is a vertical asymptote for {_THE} {{f8}})"
        rf"{NOTES}{SOLUTION_NOTES}(?: list your answers in increasing order separated by commas)?",
        _excluded,
        _are_excluded,
        examples=(
            (r"For what values of $x$ is the expression $\frac{x+2}{x^2-16}$ undefined?", "-4,4"),
            (
                "What is the sum of all values of $y$ for which the expression "
                r"$\frac{y-1}{y^2-9y+14}$ is undefined?",
                "9",
            ),
            (
                r"If $y = \frac{x^2-2}{x-5}$, at what value of $x$ will there be a vertical "
                "asymptote?",
                "5",
            ),
        ),
    ),
)
