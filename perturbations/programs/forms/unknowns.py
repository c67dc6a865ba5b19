"""Forms: numbers that equations and conditions fix, and what is asked of them."""

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_expression, closed_form
from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
from clipo_bench.perturbations.programs.forms.floors import floor_zeros
from clipo_bench.perturbations.programs.forms.form import Form, Question, split_given
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.integer_solutions import integer_solutions
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES
from clipo_bench.perturbations.programs.forms.polynomials import same_function
from clipo_bench.perturbations.programs.forms.scope import Scope
from clipo_bench.perturbations.programs.forms.solving import real_zeros
from clipo_bench.perturbations.programs.forms.systems import System, linear_solution, near_solutions

_WHO = ("a", "b", "c", "d")
_ITEMS = ("g", "h", "k", "l", "m", "n")
_FOR_ALL = ("v", "w")
_CONSTANTS = {"i", "e", "pi"}
_COMPARED = {"<", ">", "<=", ">=", "!="}
_LIKELY_FUNCTIONS = {"f", "g", "h", "F", "G"}
_EXTREME = r"\b(?:largest|greatest|smallest|least|maxim|minim)"
_PLACES = (0.37, 1.71, -2.93, 3.19, -1.37, 0.83)
_NEAR = 1e-7
_MOST_TRIED = 240
_UNKNOWN = 1e9

Solution = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Unknowns:
    """What a question says of its unknowns.

    Attributes:
        scope: with the functions that are defined.
        equations: as formulas.
        conditions: inequalities, as formulas.
        variables: the names that stand for any number, so that an equation holds for all of them.
    """

    scope: Scope
    equations: tuple[Formula, ...]
    conditions: tuple[Formula, ...]
    variables: frozenset[str]

    @property
    def differences(self) -> list[Any]:
        """Expressions that are zero; the coefficients of those that hold for all numbers."""
        found: list[Any] = []
        for left, right in self.sides():
            difference = value(left, self.scope) - value(right, self.scope)
            names = [symbol(name) for name in sorted(self.variables)]
            if any(difference.has(name) for name in names):
                top = sympy.numer(sympy.together(difference))
                if not top.is_polynomial(*names):
                    raise NoValue("no polynomials")
                found += sympy.Poly(top, *names).coeffs()
            else:
                found.append(difference)
        return found

    def sides(self) -> Iterable[tuple[Formula, Formula]]:
        """All pairs of formulas that are equal: a = b = c has two."""
        for equation in self.equations:
            parts = equation.parts if isinstance(equation, Apply) else ()
            yield from pairwise(parts)


def _given(question: Question) -> Unknowns:
    equations, conditions, definitions = _sorted_items(question)
    functions, others = split_given(definitions)
    scope = Scope(question.scope.values, {}, functions)
    equations += others
    who = _names(question, _WHO)
    conditions += _chains(question)
    names = {name for one in equations for name in names_of(one)} - _CONSTANTS
    variables = _names(question, _FOR_ALL) & names
    asked = names_of(question["e"]) | (names_of(question["f"]) if question.has("f") else set())
    if who and not variables and names - who and question.says("constants?", "values"):
        variables = names - who
    if variables & (asked | who):
        raise NoValue("what is asked stands for any number")
    if (
        not who <= names
        or not {name for one in conditions for name in names_of(one)} - _CONSTANTS <= names
    ):
        raise NoValue("something is said of what does not stand in the equations")
    if _LIKELY_FUNCTIONS & names and not _LIKELY_FUNCTIONS & who:
        raise NoValue("perhaps a function that is not defined")
    if not equations and not functions:
        raise NoValue("nothing is given")
    return Unknowns(scope, tuple(equations), tuple(conditions), frozenset(variables))


def _names(question: Question, holes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for hole in holes:
        if not question.has(hole):
            continue
        formula = question[hole]
        parts = formula.parts if isinstance(formula, Apply) else (formula,)
        if isinstance(formula, Apply) and formula.operation not in ("list", "point"):
            if not set(formula.operation.split(" ")) <= _COMPARED:
                raise NotFormula("no names")
            found |= names_of(formula)
            continue
        for part in parts:
            if not isinstance(part, Name):
                raise NotFormula("no name")
            found.add(part.name)
    return found - _CONSTANTS


def _sorted_items(question: Question) -> tuple[list[Formula], list[Formula], list[Formula]]:
    """Chains a = b = c, inequalities, and equations of two sides."""
    chains: list[Formula] = []
    conditions: list[Formula] = []
    equations: list[Formula] = []
    for hole in _ITEMS:
        formula = question[hole] if question.has(hole) else Apply("list", ())
        is_list = isinstance(formula, Apply) and formula.operation == "list"
        for item in formula.parts if is_list and isinstance(formula, Apply) else (formula,):
            signs = set(item.operation.split(" ")) if isinstance(item, Apply) else set()
            if signs == {"="}:
                (equations if len(getattr(item, "parts", ())) == 2 else chains).append(item)
            elif signs and signs <= _COMPARED:
                conditions.append(item)
            else:
                raise NotFormula("given is no equation")
    return chains, conditions, equations


def _chains(question: Question) -> list[Formula]:
    """Conditions where names are said: two real numbers 1 < p < q."""
    found: list[Formula] = []
    for hole in _WHO:
        formula = question[hole] if question.has(hole) else None
        if isinstance(formula, Apply) and set(formula.operation.split(" ")) <= _COMPARED:
            found.append(formula)
    return found


def _asked_words(question: Question) -> str:
    """The words of the sentence that asks."""
    found = [*re.finditer(rf"(?:^|(?<= )){FIND}\b", question.words)]
    if not found:
        return question.words
    piece = question.words[found[-1].start() :]
    return re.split(r" (?:if|given that|when|where|such that|for which|satisfying)\b", piece)[0]


def _asked(question: Question, scope: Scope) -> Any:
    """What is asked, as an expression in the unknowns."""
    asked = value(question["e"], scope)
    if not question.has("f"):
        return asked
    other = value(question["f"], scope)
    words = _asked_words(question)
    if re.search(r"\bproduct\b", words):
        return asked * other
    if re.search(r"\bratio\b", words):
        return asked / other
    if re.search(r"\baverage\b|\bmean\b", words):
        return (asked + other) / 2
    if re.search(r"\bdifference\b", words):
        return sympy.Abs(asked - other)
    return asked + other


def _in_powers(expressions: list[Any]) -> list[Any]:
    """Powers of numbers with unknown exponents, as powers of new unknowns: 2^(x+2) is 4u."""
    powers = {
        one
        for expression in expressions
        for one in expression.atoms(sympy.Pow)
        if one.exp.free_symbols
    }
    if not powers:
        return expressions
    made: dict[Any, Any] = {}
    symbols: set[Any] = set()
    for power in powers:
        if not (power.base.is_Rational and power.base > 0):
            raise NoValue("the power of an unknown")
        exponent = sympy.expand(power.exp)
        result = sympy.Integer(1)
        for prime, count in sympy.factorrat(power.base).items():
            for term in sympy.Add.make_args(exponent):
                number, rest = term.as_coeff_Mul()
                if not rest.free_symbols:
                    result *= sympy.Integer(prime) ** (count * term)
                    continue
                if not rest.is_Symbol or not (count * number).is_Integer:
                    raise NoValue("an exponent that is not linear")
                symbols.add(rest)
                result *= sympy.Symbol(f"{prime}^{rest}", positive=True) ** (count * number)
        made[power] = result
    found = [one.xreplace(made) for one in expressions]
    if any(one.free_symbols & symbols for one in found):
        raise NoValue("an unknown stands in an exponent, and elsewhere")
    return found


def _worths(question: Question) -> list[Any]:  # noqa: PLR0911
    """All values of what is asked, in ascending order."""
    given = _given(question)
    if (worth := _direct(question, given)) is not None:
        return [worth]
    *differences, asked = [*given.differences, _asked(question, given.scope)]
    if (kept := _of_one_unknown(question, given)) is not None:
        return sorted({closed_form(sympy.expand(asked.subs(one))) for one in kept}, key=float)
    *differences, asked = _in_powers([*differences, asked])
    if not asked.free_symbols or not asked.free_symbols <= {
        name for one in differences for name in one.free_symbols
    }:
        raise NoValue("nothing is given of what is asked")
    if question.says("integers?"):
        found = _integer_worths(question, given, differences, asked)
        if found:
            return found
    if (line := linear_solution(differences)) is not None and not question.says("integers?"):
        worth = sympy.cancel(asked.subs(line))
        if not worth.free_symbols and _fits(question, given, line):
            return [worth]
    system = System(differences)
    values = None if asked.has(sympy.Abs) else system.values_of(asked)
    if values is not None and len(values) == 1 and not _wants_all(question):
        return values
    try:
        solutions = system.solutions()
    except NoValue:
        return _by_sign(question, values or [], asked)
    kept = [one for one in solutions if _fits(question, given, one)]
    return sorted({closed_form(sympy.expand(asked.subs(one))) for one in kept}, key=float)


def _of_one_unknown(question: Question, given: Unknowns) -> list[Solution] | None:
    """All solutions that fit, if there is one equation in one unknown that is surely solved."""
    differences = given.differences
    unknowns = {name for one in differences for name in one.free_symbols}
    if len(differences) != 1 or len(unknowns) != 1:
        return None
    (name,) = unknowns
    find = floor_zeros if differences[0].has(sympy.floor, sympy.ceiling) else real_zeros
    try:
        solutions = [{name: one} for one in find(differences[0], name)]
    except NoValue:
        return None
    return [one for one in solutions if _fits(question, given, one)]


def _direct(question: Question, given: Unknowns) -> Any:
    """What is asked if each equation says what one unknown is worth; else None."""
    names: dict[str, Any] = {}
    scope = given.scope
    for left, right in given.sides():
        worth = value(right, scope)
        if not isinstance(left, Name) or worth.free_symbols:
            return None
        names[left.name] = worth
        scope = scope.with_names(names)
    asked = _asked(question, scope)
    if given.conditions or (names and asked.free_symbols):
        return None
    return closed_expression(asked)


def _integer_worths(
    question: Question, given: Unknowns, differences: list[Any], asked: Any
) -> list[Any]:
    solutions = integer_solutions(differences, positive=question.says("positive"))
    kept = [one for one in solutions if _fits(question, given, one)]
    return sorted({asked.subs(one) for one in kept}, key=float)


def _by_sign(question: Question, values: list[Any], asked: Any) -> list[Any]:
    """A sum of products of positive numbers is positive."""
    names = sorted(asked.free_symbols, key=str)
    is_sum = asked.is_polynomial(*names) and all(
        one > 0 for one in sympy.Poly(asked, *names).coeffs()
    )
    kept = [one for one in values if one > 0]
    if not (is_sum and question.says("positive", "nonnegative") and len(kept) == 1):
        raise NoValue("what is asked has several values")
    return kept


def _wants_all(question: Question) -> bool:
    words = _asked_words(question)
    return re.search(r"\b(?:values|possible|number|solutions|all)\b", words) is not None


def _fits(question: Question, given: Unknowns, solution: Solution) -> bool:
    """Whether a solution is as the text says: positive, integers, different, x < y."""
    said = question.words.replace(_asked_words(question), "")
    worth = list(solution.values())
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        (r"positive", lambda: all(one > 0 for one in worth)),
        (r"non-?negative", lambda: all(one >= 0 for one in worth)),
        (r"negative", lambda: all(one < 0 for one in worth)),
        (r"non-?zero", lambda: all(one != 0 for one in worth)),
        (r"integers?", lambda: all(one.is_Integer for one in worth)),
        (r"distinct|different|unequal", lambda: len(set(worth)) == len(worth)),
    )
    for word, test in tests:
        if re.search(rf"(?<![\w-])(?:{word})\b", said) and not test():
            return False
    scope = given.scope.with_names({str(name): one for name, one in solution.items()})
    return all(_holds(one, scope) for one in given.conditions)


def _holds(condition: Formula, scope: Scope) -> bool:
    if not isinstance(condition, Apply):
        raise NotFormula("no condition")
    worth = [value(part, scope) for part in condition.parts]
    signs = condition.operation.split(" ")
    return all(
        {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b, "!=": a != b}[sign]
        for sign, (a, b) in zip(signs, pairwise(worth), strict=True)
    )


def _chosen(question: Question, worths: list[Any]) -> Any:
    """What the sentence that asks makes of all values."""
    words = _asked_words(question)

    def says(pattern: str) -> bool:
        return re.search(rf"(?<![\w-])(?:{pattern})\b", words) is not None

    if len(worths) == 1 and not worths[0].is_real:  # an expression, or a complex number
        return worths[0]
    if says("positive") and not says("positive (?:difference|integers?)"):
        worths = [one for one in worths if one > 0]
    elif says("negative"):
        worths = [one for one in worths if one < 0]
    elif says("non-?zero"):
        worths = [one for one in worths if one != 0]
    if not worths:
        raise NoValue("there is no value")
    for pattern, choose in _CHOICES:
        if says(pattern):
            return choose(worths)
    if len(worths) == 1:
        return worths[0]
    if says("all"):
        return frozenset(worths)
    raise NoValue("what is asked has several values")


_OF_ALL = r"of (?:all|the (?:possible|distinct|real))"
_CHOICES: tuple[tuple[str, Callable[[list[Any]], Any]], ...] = (
    ("largest|greatest|maximum|maximal", lambda worths: worths[-1]),
    ("smallest|least|minimum|minimal", lambda worths: worths[0]),
    (f"sum {_OF_ALL}", lambda worths: reduce(operator.add, worths)),
    (f"product {_OF_ALL}", lambda worths: reduce(operator.mul, worths)),
    (f"(?:average|mean) {_OF_ALL}", lambda worths: reduce(operator.add, worths) / len(worths)),
)


def _fixed(question: Question) -> Any:
    words = _asked_words(question)
    if question.says("complex") and (_wants_all(question) or re.search(_EXTREME, words)):
        raise NoValue("all complex solutions")
    chosen = _chosen(question, _worths(question))
    return chosen if isinstance(chosen, frozenset) else closed_expression(chosen)


def _estimate(question: Question) -> complex:
    """What is asked where the equations hold; a large number if that may be another value."""
    given = _given(question)
    if _wants_all(question) or given.conditions or question.says("positive", "integers?"):
        return complex(_UNKNOWN)
    names = _unknowns_of(given)
    for place in near_solutions(_residuals(given, names), len(names), real=False):
        return complex(_asked_nearly(question, given, dict(zip(names, place, strict=True))))
    return complex(_UNKNOWN)


def _unknowns_of(given: Unknowns) -> list[str]:
    names = {name for one in given.equations for name in names_of(one)}
    return sorted(names - _CONSTANTS - given.variables)


def _residuals(given: Unknowns, names: list[str]) -> Callable[[list[complex]], list[complex]]:
    """How far the equations are from holding, at a place."""

    def residuals(place: list[complex]) -> list[complex]:
        here = dict(zip(names, place, strict=True))
        found = []
        for shift in _PLACES if given.variables else (0.0,):
            shifted = {name: complex(shift + 0.6 * at) for at, name in enumerate(given.variables)}
            for left, right in given.sides():
                sides = [
                    numeric.number_of(one, given.scope, here | shifted) for one in (left, right)
                ]
                found.append(sides[0] - sides[1])
        return found

    return residuals


def _is_fixed(question: Question, answer: Any) -> bool:
    """Solutions found by Newton's method from random places give the same values."""
    given = _given(question)
    if not given.equations:
        return same_function(question["e"], given.scope, answer)
    if question.says("integers?"):
        return _is_among(question, answer)
    names = _unknowns_of(given)
    many = _wants_all(question) or bool(given.conditions) or question.says("positive", "integers?")
    values: list[Any] = []
    for place in near_solutions(_residuals(given, names), len(names), real=many):
        here = dict(zip(names, place, strict=True))
        if many and not _fits_nearly(question, given, here):
            continue
        worth = _asked_nearly(question, given, here)
        if all(abs(worth - one) > _NEAR * max(1, abs(one)) for one in values):
            values.append(worth)
        if not many and len(values) > 1:
            break
    if not values:
        return _solves(question, given, answer)
    if not many:
        return len(values) == 1 and numeric.agrees(answer, values[0])
    chosen = _chosen(question, sorted(sympy.Float(one.real) for one in values))
    if isinstance(chosen, frozenset):
        exact = [float(one) for one in answer]
        return len(exact) == len(chosen) and all(
            any(abs(a - b) < _NEAR * max(1, abs(a)) for b in exact) for a in chosen
        )
    return bool(abs(chosen - float(answer)) < _NEAR * 10 * max(1, abs(chosen)))


def _solves(question: Question, given: Unknowns, answer: Any) -> bool:
    """The solutions, substituted back in floats, satisfy the equations and give the answer."""
    kept = _of_one_unknown(question, given)
    for solution in kept or ():
        here = {str(name): complex(one) for name, one in solution.items()}
        if not _satisfied(given, here):
            return False
        if not numeric.agrees(answer, _asked_nearly(question, given, here)):
            return False
    return bool(kept)


def _asked_nearly(question: Question, given: Unknowns, here: dict[str, complex]) -> Any:
    worth = numeric.number_of(question["e"], given.scope, here)
    if not question.has("f"):
        return worth
    other = numeric.number_of(question["f"], given.scope, here)
    left, right = sympy.Symbol("left"), sympy.Symbol("right")
    joined = _asked(
        Question(
            {"e": Name("left"), "f": Name("right")},
            Scope({}, {"left": left, "right": right}),
            question.words,
        ),
        Scope({}, {"left": left, "right": right}),
    )
    return complex(joined.subs({left: worth, right: other}))


def _fits_nearly(question: Question, given: Unknowns, here: dict[str, complex]) -> bool:
    names = {symbol(name): sympy.Float(one.real) for name, one in here.items()}
    rounded = {
        name: sympy.Integer(round(one)) if abs(one - round(one)) < _NEAR else one
        for name, one in names.items()
    }
    return _fits(question, given, rounded)


def _is_among(question: Question, answer: Any) -> bool:
    """Integers tried one by one, for a last unknown in which the equation is linear."""
    given = _given(question)
    names = sorted({name for one in given.equations for name in names_of(one)} - _CONSTANTS)
    if len(names) > 2 or len(given.equations) > 1:
        return True
    values = set()
    for first in range(1 if question.says("positive") else -_MOST_TRIED, _MOST_TRIED + 1):
        for second in _seconds(given, names, first):
            here = {name: complex(one) for name, one in zip(names, (first, second), strict=False)}
            if _satisfied(given, here) and _fits_nearly(question, given, here):
                values.add(round(complex(_asked_nearly(question, given, here)).real, 9))
    return (
        bool(values)
        and abs(_chosen(question, [sympy.Float(one) for one in sorted(values)]) - float(answer))
        < _NEAR
    )


def _seconds(given: Unknowns, names: list[str], first: int) -> list[int]:
    """Where the equation may hold: one place if it is linear in the second unknown."""
    if len(names) == 1:
        return [0]
    ((left, right), *_) = given.sides()

    def gap(second: float) -> float:
        here = {names[0]: complex(first), names[1]: complex(second)}
        sides = [numeric.number_of(one, given.scope, here) for one in (left, right)]
        return float((sides[0] - sides[1]).real)

    try:
        gaps = [gap(one) for one in (0.5, 1.5, 2.5)]
    except NoValue:
        return []
    slope = gaps[1] - gaps[0]
    if abs(gaps[2] - gaps[1] - slope) < _NEAR * max(1, abs(slope)):
        return [round(0.5 - gaps[0] / slope)] if slope else []
    if abs(first) > _MOST_TRIED // 4:
        return []
    low = -_MOST_TRIED // 4
    return [one for one in range(low, _MOST_TRIED) if one and abs(gap(one)) < _NEAR]


def _satisfied(given: Unknowns, here: dict[str, complex]) -> bool:
    for left, right in given.sides():
        try:
            sides = [numeric.number_of(one, given.scope, here) for one in (left, right)]
        except NoValue:
            return False
        if abs(sides[0] - sides[1]) > _NEAR * max(1.0, abs(sides[0])):
            return False
    return True


_KIND = (
    r"(?:(?:two|three|four|distinct|different|unequal|nonzero|non-zero|positive|negative"
    r"|nonnegative|non-negative|real|complex|some|certain|specific|unique) )*"
    r"(?:numbers?|integers?|constants?|reals?|values?|positive|negative|nonzero)"
)
_NAMES = r"{a}(?:(?: and)? {b})?(?:(?: and)? {c})?(?:(?: and)? {d})?"
_BOUND = (
    rf"(?:(?:an? |the |if |two |some )?{_KIND} {_NAMES}"
    rf"|{_NAMES} (?:be|are|is|denotes?|represents?) (?:an? |the |all |both )?{_KIND})"
)
_SATISFY = (
    r"(?:such that|satisfying|satisfy|satisfies|that satisfy|that satisfies|which satisfy|with"
    r"|for which|where|so that|and|and satisfy|and suppose that|and suppose|and if|such"
    r"|(?:is|are|be) (?:a |the )?solutions? (?:to|of)|(?:be|is) such that)"
    r"(?: both)?(?: of)?(?: the)?(?: following)?(?: two| three| simultaneous)?"
    r"(?: equations?| system of equations| system| relations?| conditions?)?"
)
_THESE = (
    r"{g}(?:(?: and)?(?: that)?(?: if)? {h})?(?:(?: and)?(?: that)? {k})?"
    r"(?:(?: and)?(?: that)? {l})?(?:(?: and)? {m})?(?:(?: and)? {n})?"
)
_GIVEN = (
    r"(?:(?:let|suppose|if|for|given|assume|there are|there exist|there is|consider|when|we have"
    r"|it is given|in)(?: that)?(?: for some| the)?"
    r"(?: equations?| system of equations| system)? )?"
    rf"(?:{_BOUND} {_SATISFY} |(?:the )?(?:numbers? |real numbers? )?{_NAMES} (?:satisfy|satisfies"
    rf"|(?:is|are|be) such that)(?: the)?(?: equations?| system of equations| system)? )?{_THESE}"
    r"(?: (?:for|where|with|and) (?:all |any |every )(?:real |nonzero |real numbers |numbers"
    r" |values of |real values of |non-zero )*{v}(?: and {w})?(?: (?:besides|except|other than)"
    r"(?: {o})?(?: and {p})?)?)?"
)
_ALL = (
    r"(?:(?:the|all|possible|only|unique|exact|numerical|real|positive|negative|non-?zero|integer"
    r"|largest|greatest|smallest|least|maximum|minimum|maximal|minimal|distinct) )*"
)
_ASK = (
    rf"(?:{FIND}|what are|enter|list|determine all|find all) "
    r"(?:the (?:sum|product|average|mean) of )?"
    rf"{_ALL}(?:values?(?: of| for) |solutions? (?:of|for) )?{{e}}"
    r"(?: equal(?: to)?)?"
    rf"|(?:{FIND}) the (?:sum|product|ratio|positive difference|average|mean)"
    r" (?:of|between) (?:the numbers )?{e2}(?: and| to) {f}"
)
_NOTES = (
    rf"{NOTES}(?: (?:enter|give|list|write|express) (?:all )?(?:the |your )?(?:possible )?"
    r"(?:values?|solutions?|answers?)(?: (?:of|for) {q})?(?: separated by commas?| as a list)*)?"
)

FORMS = (
    Form(
        "quantity fixed by equations",
        rf"(?:{_GIVEN}(?: and)?(?: then)? (?:{_ASK})"
        rf"|(?:{_ASK}) (?:if|given that|given|when|where|such that|for which|so that) {_GIVEN})"
        rf"{_NOTES}",
        _fixed,
        _is_fixed,
        examples=(
            (
                "If $a + b + c = 4$, $a^2 + b^2 + c^2 = 14$ and $abc = -6$, find "
                "$a^3 + b^3 + c^3$.",
                "34",
            ),
            (
                "Real numbers $p$ and $q$ satisfy $p - q = 5$ and $p^2 + q^2 = 37$. What is $pq$?",
                "6",
            ),
            ("If $a > 0$ and $a^2 + 3a = 28$, find $a$.", "4"),
            (
                "If $x$ and $y$ are positive integers for which $xy + 4x + 3y = 37$, what is "
                "$x + y$?",
                "7",
            ),
            (r"If $3^x = 11$, what is the value of $3^{x+2}$?", "99"),
            (
                r"There are constants $A$ and $B$ such that $\frac{A}{x-2} + \frac{B}{x+3} = "
                r"\frac{7x+1}{(x-2)(x+3)}$ for all $x$ besides $2$ and $-3$. Find $A - B$.",
                "-1",
            ),
        ),
        estimate=_estimate,
    ),
)
