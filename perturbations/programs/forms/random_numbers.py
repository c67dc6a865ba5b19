"""Forms: how likely numbers that are chosen at random have a property, or what is made of them."""

from collections.abc import Callable
from itertools import combinations, pairwise, product
from math import prod
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.dice import number_property
from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Question
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import ProseForm, Reader

_MOST_NUMBERS = 3000
_MOST_CHOICES = 60_000
_CUT = (
    r"\(?express your answer as a (?:common|simplified)? ?fraction ?\)?|,? expressed as a common"
    r" fraction"
    r"|or both(?= express|\Z)"
)
_ASK = r"(?:what is|what's|find|determine) the probability,?(?: that| of)?"
_TAKEN = r"(?:chosen|selected|picked|drawn)"
_HOW = (
    r"(?:(?:randomly|at random|simultaneously|and|simultaneously and at random|without"
    r" replacement) )*"
)
_AFTER = r"(?:,? (?:simultaneously|and|at random|randomly|without replacement))*"
_NUMBER = r"(?:whole |natural |counting |real )?(?:numbers?|integers?|members|elements)"
_ONE = (
    r"(?:it|the (?:chosen |selected )?(?:number|integer)(?: chosen| selected)?|that number|the"
    r" number on the (?:selected|chosen) (?:ball|card|tile))"
)

Property = Callable[[int], bool]


def _pool(read: Reader) -> list[int]:
    """Read the numbers of which some are chosen."""
    if read.take(
        r"(?:the )?(?:set(?: of (?:consecutive )?(?:natural )?numbers)? )?#(?! (?:through|to"
        r"|and)\b)"
    ):
        return _members(read.formula(), read)
    if read.take(r"the first # (?:prime numbers|primes)"):
        count = read.integer()
        if not 2 <= count <= 30:
            raise NoValue("too few or too many primes")
        return [int(sympy.prime(place)) for place in range(1, count + 1)]
    if read.take(
        rf"(?:the )?(?:{_NUMBER} )?(?:from )?# (?:through|to) #(?:,? inclusive)?|(?:from )?between"
        r" # and #,? inclusive"
    ):
        low, high = read.integer(), read.integer()
        if not low < high < low + _MOST_NUMBERS:
            raise NoValue("too few or too many numbers")
        return list(range(low, high + 1))
    raise NoValue("from which numbers?")


def _members(formula: Formula, read: Reader) -> list[int]:
    if not isinstance(formula, Apply) or formula.operation != "set":
        raise NoValue("no set")
    dots = [at for at, part in enumerate(formula.parts) if part == Apply("dots", ())]
    numbers = [value(part, read.scope) for part in formula.parts if part != Apply("dots", ())]
    if not all(number.is_Integer for number in numbers):
        raise NoValue("no integers")
    found = [int(number) for number in numbers]
    if dots:
        steps = {b - a for a, b in pairwise(found[: dots[0]])}
        if len(dots) > 1 or steps != {1} or dots[0] == len(formula.parts) - 1:
            raise NoValue("dots for what?")
        found = list(range(found[0], found[-1] + 1))
    if len(set(found)) < len(found) or not 2 <= len(found) <= _MOST_NUMBERS:
        raise NoValue("a number twice, or too many")
    return found


def _choice(read: Reader) -> tuple[int, list[int], bool, str]:
    """How many are chosen, from which, whether again and again, and what is made of them."""
    made = ""
    read.take(r"(?:if|suppose(?: that)?)")
    if read.take(
        rf"(?:an?|one) {_NUMBER} (?:in|is)(?= (?:the|randomly|chosen|selected|picked|{_HOW}))"
    ):
        read.take(rf"(?:in )?{_HOW}?{_TAKEN}(?: at random)? from")
        pool = _pool(read)
        read.take(rf"is {_HOW}?{_TAKEN}(?: at random)?")
        return 1, pool, False, made
    if match := read.take(
        rf"# (?P<different>different |distinct |differing )?(?:positive )?{_NUMBER} (?:are|will"
        rf" be) {_HOW}{_TAKEN}{_AFTER} from"
    ):
        count = read.integer()
        if not (match["different"] or "without replacement" in match[0]):
            raise NoValue("different ones or not?")
        pool = _pool(read)
        read.take(r"inclusive")
        read.take(r"are (?:chosen|selected) at random")
        if read.take(r"(?:and (?:they are )?)?multiplied(?: together)?"):
            made = "product"
        return count, pool, False, made
    if read.take(rf"# (?:different|distinct) (?:{_NUMBER} )?of"):
        count = read.integer()
        pool = _pool(read)
        read.expect(rf"(?:are|will be) {_HOW}{_TAKEN}{_AFTER}")
        if read.take(r"(?:and (?:they are )?)?multiplied(?: together)?"):
            made = "product"
        return count, pool, False, made
    raise NoValue("what is chosen?")


def _event(read: Reader, made: str, count: int) -> Callable[[tuple[int, ...]], bool]:
    if count == 1:
        read.expect(rf"{_ONE} (?:is|will be)")
        return _alternatives(read)
    if match := read.take(
        r"(?:(?:that )?(?:their|the)(?: resulting)? (?P<what>sum|product)(?: of (?:the|these"
        r"|those) (?:# )?(?:numbers|integers|selected numbers)(?: drawn| selected| chosen)?)?)"
        r" (?:is|will be)"
    ):
        if made and match["what"] != made:
            raise NoValue("not what was made")
        if "#" in match[0] and read.integer() != count:
            raise NoValue("another number")
        read.take("an?(?= (?:even|odd|prime))")
        holds = number_property(read)
        if match["what"] == "sum":
            return lambda chosen: holds(sum(chosen))
        return lambda chosen: holds(prod(chosen))
    if match := read.take(r"(?:they are )?both(?: (?:numbers|integers|of them))?(?: are)?"):
        if count != 2:
            raise NoValue("both of more than two")
        holds = number_property(read)
        return lambda chosen: all(map(holds, chosen))
    raise NoValue("what should happen?")


def _alternatives(read: Reader) -> Callable[[tuple[int, ...]], bool]:
    """Read ``a multiple of 3``, ``a perfect square or a perfect cube``, ``neither ... nor ...``."""
    neither = read.take("neither")
    negated = read.take("not")
    one = number_property(read)
    if read.take("and(?: is)?"):
        other = number_property(read)
        return lambda chosen: one(chosen[0]) and other(chosen[0])
    if read.take("or" if not neither else "nor"):
        other = number_property(read)
        if read.take("but not both"):
            return lambda chosen: one(chosen[0]) != other(chosen[0])
        either: Property = lambda number: one(number) or other(number)  # noqa: E731
        return lambda chosen: either(chosen[0]) != bool(neither)
    if neither:
        raise NoValue("neither, and what?")
    return lambda chosen: one(chosen[0]) != bool(negated)


def _read_all(
    question: Question,
) -> tuple[int, list[int], Callable[[tuple[int, ...]], bool]]:
    read = Reader(question, _CUT)
    count, pool, _, made = _choice(read)
    read.expect(_ASK)
    read.take("that")
    event = _event(read, made, count)
    read.end()
    if not 1 <= count < len(pool):
        raise NoValue("all are chosen, or none")
    return count, pool, event


def _probability(question: Question) -> Any:
    count, pool, event = _read_all(question)
    if sympy.binomial(len(pool), count) > _MOST_CHOICES:
        raise NoValue("too many choices")
    good = sum(1 for chosen in combinations(pool, count) if event(chosen))
    return sympy.Rational(good, sympy.binomial(len(pool), count))


def _in_order(question: Question, answer: Any) -> bool:
    """Choose them one after the other, in order."""
    count, pool, event = _read_all(question)
    if len(pool) ** count > 20 * _MOST_CHOICES:
        return False
    good = every = 0
    for chosen in product(pool, repeat=count):
        if len(set(chosen)) == count:
            every += 1
            good += event(chosen)
    return bool(sympy.Rational(good, every) == answer)


FORMS = (
    ProseForm(
        "probability with random numbers",
        r".*\bprobability\b",
        _probability,
        _in_order,
        examples=(
            (
                "A number is selected at random from 1 through 60, inclusive. What is the"
                " probability that the number is a multiple of 7?",
                r"\frac{2}{15}",
            ),
            (
                r"Two distinct numbers are randomly selected from the set $\{2, 3, 5, 6, 9\}$."
                " What is the probability that their sum is even?",
                r"\frac{2}{5}",
            ),
        ),
    ),
)
