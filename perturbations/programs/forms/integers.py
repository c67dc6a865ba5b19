"""Forms: integers with given properties: how many there are, their sum, the least or greatest."""

from math import prod
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.form import OpenForm, Question
from clipo_bench.perturbations.programs.forms.integer_conditions import CONDITIONS
from clipo_bench.perturbations.programs.forms.integer_phrases import Phrases, ask
from clipo_bench.perturbations.programs.forms.integer_sets import IntegerSet, between
from clipo_bench.perturbations.programs.forms.no_value import NoValue


def _asked(question: Question) -> tuple[str, int, IntegerSet, IntegerSet | None]:
    """What is asked for, at which place, of which integers, and of which these are a part."""
    reader = Phrases(question, CONDITIONS)
    reader.read_known()
    wanted, place = ask(reader)
    reader.read_noun()
    reader.read_conditions()
    if reader.by_default and not reader.signed and reader.found.low is None:
        if reader.is_related:
            raise NoValue("they may be negative, or no integers")
        low = 1 if wanted == "least" else 0
        reader.found = reader.found.having(between(low, None))
    parts = reader.found.properties
    if any(one.power % 2 and one.power > 1 for one in parts) and any(
        one.low is not None and one.low < 0 for one in parts
    ):
        raise NoValue("powers of negative integers, too")
    counted = reader.found if reader.whole is None else reader.whole
    if reader.expected is not None and len(counted.members()) != reader.expected:
        raise NoValue("there are not so many")
    if reader.target is not None:
        reader.found = _closest(reader.found, reader.target)
    if any(all(one.holds(edge) for one in reader.found.properties) for edge in reader.edges):
        raise NoValue("an end that may count or not")
    if (
        wanted in ("count", "percent")
        and not reader.signed
        and all(one.holds(0) for one in reader.found.properties)
    ):
        raise NoValue("zero may count or not")
    return wanted, place, reader.found, reader.whole


def _closest(found: IntegerSet, target: int) -> IntegerSet:
    """The one integer that is closest to another."""
    distances = sorted((abs(one - target), one) for one in found.members())
    if len(distances) < 2 or distances[0][0] == distances[1][0]:
        raise NoValue("none, or two that are as close")
    return found.having(between(distances[0][1], distances[0][1]))


def _total(wanted: str, members: list[int]) -> Any:
    if wanted == "count":
        return sympy.Integer(len(members))
    if wanted == "only":
        if len(members) != 1:
            raise NoValue("not one")
        return sympy.Integer(members[0])
    if not members:
        raise NoValue("there is none")
    if wanted in ("product", "digit of the product"):
        product = sympy.Integer(prod(members))
        return product if wanted == "product" else product % 10
    total = sympy.Integer(sum(members))
    if wanted == "digit of the sum":
        return total % 10
    return total / len(members) if wanted == "mean" else total


def _percent(part: int, whole: int) -> Any:
    if not part or part == whole:
        raise NoValue("no part")
    return sympy.Rational(100 * part, whole)


def _compute(question: Question) -> Any:
    wanted, place, found, whole = _asked(question)
    if wanted in ("least", "greatest"):
        return sympy.Integer(found.extreme(wanted == "greatest", place))
    if wanted == "percent":
        return _percent(len(found.members()), 0 if whole is None else len(whole.members()))
    return _total(wanted, found.members())


def _check(question: Question, answer: Any) -> bool:
    wanted, place, found, whole = _asked(question)
    if wanted in ("least", "greatest"):
        return found.is_extreme(int(answer), wanted == "greatest", place)
    if wanted == "percent":
        return whole is not None and bool(
            _percent(len(found.members_plainly()), len(whole.members_plainly())) == answer
        )
    return bool(_total(wanted, found.members_plainly()) == answer)


FORMS = (
    OpenForm(
        "integers with properties",
        r"(?:if|let|suppose|how many|for how many|what|what's|find|compute|determine|calculate"
        r"|name|which) ",
        _compute,
        _check,
        examples=(
            ("How many three-digit integers are divisible by $23$?", "39"),
            ("What is the sum of the positive divisors of $90$?", "234"),
            ("Find the least four-digit multiple of $37$ whose digits add up to $11$.", "1073"),
        ),
    ),
)
