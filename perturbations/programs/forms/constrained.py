"""Forms: the least or greatest value of an expression in several numbers under a condition."""

import random
import warnings
from collections.abc import Callable, Iterator
from itertools import combinations, count, islice
from typing import Any

import numpy
import sympy
from scipy.optimize import minimize

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import symbol, value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Name, NotFormula, names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import FIND, NOTES
from clipo_bench.perturbations.programs.forms.systems import System, near_solutions

_WHO = ("a", "b", "c", "d")
_CONSTANTS = {"i", "e", "pi"}
_MOST_NAMES = 4
_NEAR = 1e-5
_STARTS = 8
_MOST_TRIED = 4000
_ENOUGH = 3
_NOWHERE = 1e9


def _names(question: Question) -> list[str]:
    said: set[str] = set()
    for hole in _WHO:
        if question.has(hole):
            formula = question[hole]
            is_list = isinstance(formula, Apply) and formula.operation in ("list", "point")
            parts = formula.parts if is_list and isinstance(formula, Apply) else (formula,)
            if not all(isinstance(one, Name) for one in parts):
                raise NotFormula("no names")
            said |= {one.name for one in parts if isinstance(one, Name)}
    used = names_of(question["e"])
    if question.has("g"):
        used |= names_of(question["g"])
    used -= _CONSTANTS
    if used != said or not 2 <= len(used) <= _MOST_NAMES:
        raise NoValue("other unknowns")
    return sorted(used)


def _equations(question: Question) -> list[Any]:
    if not question.has("g"):
        return []
    formula = question["g"]
    items = (
        formula.parts if isinstance(formula, Apply) and formula.operation == "list" else (formula,)
    )
    found = []
    for item in items:
        if not isinstance(item, Apply) or item.operation != "=":
            raise NotFormula("no equation")
        left, right = item.parts
        found.append(value(left, question.scope) - value(right, question.scope))
    return found


def _is_largest(question: Question) -> bool:
    return question.says("maximum", "largest", "greatest")


def _candidates(question: Question) -> Iterator[Any]:
    """Values at critical points, inside and where some of the numbers are zero."""
    names = [symbol(one) for one in _names(question)]
    asked, equations = value(question["e"], question.scope), _equations(question)
    deepest = len(names) - 1 if question.says("nonnegative", "non-negative") else 0
    for many in range(deepest + 1):
        for zeros in combinations(names, many):
            here = dict.fromkeys(zeros, sympy.Integer(0))
            inner = [one.subs(here) for one in equations]
            worth = asked.subs(here)
            if worth.has(sympy.zoo, sympy.nan):
                continue
            try:
                yield from _critical(worth, [one for one in inner if one != 0])
            except NoValue:
                continue


def _critical(asked: Any, equations: list[Any]) -> list[Any]:
    """Values of an expression where its slopes are combinations of those of the equations."""
    names = sorted(
        asked.free_symbols | {name for one in equations for name in one.free_symbols}, key=str
    )
    if not names:
        return [asked]
    if not equations and _is_homogeneous(asked, names):
        asked = asked.subs(names.pop(), 1)
    weights = [sympy.Dummy(f"weight{at}") for at in range(len(equations))]
    slopes = [
        sympy.diff(asked, name)
        - sum(w * sympy.diff(one, name) for w, one in zip(weights, equations, strict=True))
        for name in names
    ]
    return System([*equations, *slopes]).values_of(asked) or []


def _is_homogeneous(asked: Any, names: list[Any]) -> bool:
    """Whether it is worth the same for multiples of the numbers."""
    doubled = asked.subs({name: 2 * name for name in names}, simultaneous=True)
    return bool(sympy.cancel(doubled - asked) == 0)


def _optimum(question: Question, seed: int) -> float:
    """The least or greatest value as far as a search in floats finds it."""
    names = _names(question)
    sign = -1.0 if _is_largest(question) else 1.0
    constraint = _gaps(question, names)

    tried = count()

    def objective(place: Any) -> float:
        if next(tried) > _MOST_TRIED:
            raise NoValue("the search takes too long")
        here = {name: complex(one) for name, one in zip(names, place, strict=True)}
        try:
            return sign * float(numeric.number_of(question["e"], question.scope, here).real)
        except NoValue:
            return _NOWHERE

    rng = random.Random(seed)  # noqa: S311
    low = 1e-7 if question.says("positive", "nonnegative", "non-negative") else None
    limits = [{"type": "eq", "fun": constraint}] if question.has("g") else []
    found: list[float] = []
    with warnings.catch_warnings(), numpy.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        starts = [[rng.uniform(0.1 if low else -3.0, 3.0) for _ in names] for _ in range(_STARTS)]
        for start in [*_places(question, names, seed), *starts]:
            if len(found) > _ENOUGH and sorted(found)[_ENOUGH] - min(found) < _NEAR:
                break
            result = minimize(
                objective,
                start,
                method="SLSQP",
                bounds=[(low, None)] * len(names),
                constraints=limits,
                options={"maxiter": 100, "ftol": 1e-12},
            )
            if result.success and (not limits or abs(constraint(result.x)).max() < 1e-6):
                found.append(float(result.fun))
    if not found or not numpy.isfinite(min(found)) or abs(min(found)) > 1e7:
        raise NoValue("no extreme value was found")
    return sign * min(found)


def _places(question: Question, names: list[str], seed: int) -> list[list[float]]:
    """Some places where the condition holds."""
    if not question.has("g"):
        return []
    gaps = _gaps(question, names)
    places = near_solutions(
        lambda here: [complex(one) for one in gaps(here)], len(names), real=True, seed=seed
    )
    real = ([one.real for one in place] for place in places)
    is_signed = question.says("positive", "nonnegative", "non-negative")
    return list(islice((place for place in real if not is_signed or min(place) > 0), _STARTS))


def _gaps(question: Question, names: list[str]) -> Callable[[Any], Any]:
    formulas = [question["g"]] if question.has("g") else []
    items = [
        item
        for formula in formulas
        if isinstance(formula, Apply)
        for item in (formula.parts if formula.operation == "list" else (formula,))
        if isinstance(item, Apply)
    ]

    def gaps(place: Any) -> Any:
        here = {name: complex(one) for name, one in zip(names, place, strict=True)}
        sides = [
            [numeric.number_of(part, question.scope, here) for part in item.parts] for item in items
        ]
        return numpy.array([(left - right).real for left, right in sides])

    return gaps


def _extreme(question: Question) -> Any:
    if question.says("nonzero", "non-zero", "distinct", "different"):
        raise NoValue("a condition that leaves places out")
    near = _optimum(question, 0)
    for one in _candidates(question):
        if one == 0 and question.says("positive"):
            continue  # attained where a number is zero
        if abs(float(one) - near) < _NEAR * max(1.0, abs(near)):
            return closed_form(one)
    raise NoValue("no exact value belongs to the extreme")


def _is_never_passed(question: Question, answer: Any) -> bool:
    """No place where the condition holds gives more, and another search comes as far."""
    exact = float(answer)
    sign = 1.0 if _is_largest(question) else -1.0
    names = _names(question)
    for place in _places(question, names, 5):
        here = {name: complex(one) for name, one in zip(names, place, strict=True)}
        try:
            worth = numeric.number_of(question["e"], question.scope, here)
        except NoValue:
            continue
        if sign * (worth.real - exact) > _NEAR * (1 + abs(exact)):
            return False
    return abs(_optimum(question, 7) - exact) < _NEAR * max(1.0, abs(exact))


_KIND = r"(?:(?:positive|nonnegative|non-negative|real|nonzero|non-zero) )*(?:numbers|reals)"
_NAMES = r"{a}(?:(?: and)? {b})?(?:(?: and)? {c})?(?:(?: and)? {d})?"
_BOUND = rf"(?:{_KIND} {_NAMES}|{_NAMES} (?:be|are) {_KIND})"
_SUCH = r"(?:such that|satisfying|with|that satisfy|for which|and)(?: the equation)?"
_ASK = (
    rf"{FIND} the (?:maximum|minimum|largest|smallest|least|greatest)(?: possible)? value of"
    r"(?: the expression)? {e}"
)

FORMS = (
    Form(
        "extreme value under a condition",
        rf"(?:(?:let|if|suppose|given|for|assume)(?: that)? {_BOUND} {_SUCH} {{g}} (?:then )?{_ASK}"
        rf"|(?:let|if|for|suppose)(?: that)? {_BOUND} (?:then )?{_ASK}"
        rf"|{_ASK} (?:if|where|given that|for|over all|when)(?: all)? {_BOUND}"
        rf"(?: {_SUCH} {{g2}})?){NOTES}",
        _extreme,
        _is_never_passed,
        examples=(
            (
                "Let $x$ and $y$ be positive real numbers such that $3x + 4y = 24$. Find the "
                "maximum value of $xy$.",
                "12",
            ),
            (
                r"Let $a$ and $b$ be positive real numbers such that $a + 2b = 4$. Find the minimum"
                r" value of $\frac{1}{a} + \frac{2}{b}$.",
                r"\frac{9}{4}",
            ),
        ),
    ),
)
