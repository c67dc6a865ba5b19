"""Forms: numerals in other bases: converted, computed with, their digits, and bases to be found."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, OpenForm, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Literal,
    Name,
    NotFormula,
    names_of,
    sides_of,
)
from clipo_bench.perturbations.programs.forms.integer_formula import function_of, relation_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.text.number_words import UNITS

_WORDS = UNITS[2:13]
_BASE = rf"base ?-? ?(?:<(?P<NAME>\d+)>|(?P<NAMEword>{'|'.join(_WORDS)}))"
_FIND = (
    r"(?:what is|what's|find|compute|determine|evaluate|calculate|convert|express|write|add|sum"
    r"|subtract)"
)
_NOTE = (
    r"(?: express (?:your|the) answer in (?:base ?-? ?(?:<(?P<goal3>\d+)>|"
    rf"(?P<goal3word>{'|'.join(_WORDS)})))(?: notation)?)?"
)
_LARGEST_BASE = 100
_LARGEST_GIVEN = 10
_MOST_BASES = 400


def _base(name: str) -> str:
    return _BASE.replace("NAME", name)


_PATTERN = re.compile(
    rf"{_FIND} (?:the )?(?:{_base('goal')} (?:equivalent|representation|expansion|expression"
    r"|product|sum|difference) of )?(?:the )?"
    r"(?:(?P<kind>sum|difference|product|quotient|value|number|integer)(?: of| between)? )?"
    r"(?:the )?(?:number |numbers )?"
    rf"(?:{_base('given')} (?:numbers?|integers?) )?<(?P<a>\d+)>(?: (?:and )?<(?P<b>\d+)>)?(?: "
    r"and <(?P<c>\d+)>)?"
    r"(?: (?:when )?(?:expressed |written |expressing your answer )?(?:as|to|in|into) (?:a |an )?"
    rf"(?:number in )?{_base('goal2')}(?: (?:number|integer|notation))?)?{_NOTE}"
)
_EQUAL = re.compile(
    rf"(?:the )?{_base('given')} (?:number|integer) <(?P<a>\d+)> is equal to (?:which|what) "
    rf"{_base('goal')} (?:number|integer)"
)
_REPRESENTED = re.compile(
    rf"{_FIND} the {_base('goal')} (?:number|integer) represented by the {_base('given')} "
    r"(?:number|integer) <(?P<a>\d+)>"
)


def shown_in(number: int, base: int) -> list[int]:
    """The digits of a natural number in a base, the first first.

    Raises:
        NoValue: there is no such base.
    """
    if not 2 <= base <= _LARGEST_BASE:
        raise NoValue(f"base {base}")
    found: list[int] = []
    number = abs(number)
    while number or not found:
        number, digit = divmod(number, base)
        found.append(digit)
    return found[::-1]


class _Conversion:
    """What is converted to which base."""

    def __init__(self, question: Question) -> None:
        self.question = question
        for pattern in (_PATTERN, _EQUAL, _REPRESENTED):
            self.found = pattern.fullmatch(question.words)
            if self.found is not None:
                break
        if self.found is None:
            raise NotFormula("no conversion")
        goals = [one for name in ("goal", "goal2", "goal3") if (one := self.base(name)) is not None]
        if len(set(goals)) != 1:
            raise NotFormula("no base, or two")
        self.goal = goals[0]
        self.given = self.base("given")
        if self.given is not None and self.given > _LARGEST_GIVEN and len(question.formulas) > 1:
            raise NoValue("a base with more than ten digits")

    def base(self, name: str) -> int | None:
        """A base that the words name."""
        groups = self.found.groupdict() if self.found is not None else {}
        if groups.get(f"{name}word"):
            return _WORDS.index(groups[f"{name}word"]) + 2
        if groups.get(name):
            return self.question.integer(groups[name])
        return None

    def numbers(self, way: Callable[[Formula], int]) -> list[int]:
        """What the numerals are worth."""
        groups = self.found.groupdict() if self.found is not None else {}
        return [way(self.question[groups[one]]) for one in "abc" if groups.get(one)]

    def total(self, numbers: list[int]) -> int:
        """What is asked for of them."""
        groups = self.found.groupdict() if self.found is not None else {}
        kind = groups.get("kind") or ""
        if len(numbers) == 1:
            return numbers[0]
        if not kind and (groups.get("goal") or groups.get("goalword")):
            kind = next(
                (one for one in ("sum", "product", "difference") if one in self.question.words), ""
            )
        if kind == "sum" or self.question.words.startswith(("add", "sum")):
            return sum(numbers)
        if kind == "product":
            return math.prod(numbers)
        if kind == "difference" and len(numbers) == 2:
            return abs(numbers[0] - numbers[1])
        raise NotFormula("several numbers")


def _converted(question: Question) -> Any:
    asked = _Conversion(question)
    number = asked.total(asked.numbers(lambda one: _worth(asked, one)))
    if asked.goal == 10:
        if not asked.given and not any(map(_has_base, question.formulas.values())):
            raise NoValue("no other base")
        return sympy.Integer(number)
    digits = shown_in(number, asked.goal)
    if max(digits) > 9:
        raise NoValue("a digit of two figures")
    base = str(asked.goal) if asked.goal < 10 else f"{{{asked.goal}}}"
    return f"{'-' if number < 0 else ''}{''.join(map(str, digits))}_{base}"


def _worth(asked: _Conversion, formula: Formula) -> int:
    if asked.given and not _has_base(formula):
        if not isinstance(formula, Literal):
            raise NotFormula("no numeral")
        return _horner(str(asked.question.scope.values[formula.place]), asked.given)
    if asked.given and any(base != asked.given for base in _bases(asked, formula)):
        raise NoValue("two bases for one numeral")
    made = value(formula, asked.question.scope)
    if not made.is_Integer:
        raise NoValue("no integer")
    return int(made)


def _bases(asked: _Conversion, formula: Formula) -> Iterator[Any]:
    """The bases in a formula."""
    if isinstance(formula, Apply):
        if formula.operation == "based":
            yield value(formula.parts[1], asked.question.scope)
        for part in formula.parts:
            yield from _bases(asked, part)


def _horner(digits: str, base: int) -> int:
    total = 0
    for digit in digits:
        if not digit.isdigit() or int(digit) >= base:
            raise NoValue("a digit that the base lacks")
        total = total * base + int(digit)
    return total


def _has_base(formula: Formula) -> bool:
    return isinstance(formula, Apply) and (
        formula.operation == "based" or any(map(_has_base, formula.parts))
    )


def _reads_back(question: Question, answer: Any) -> bool:
    """The answer's digits, weighed, are what the numerals' digits, weighed, come to."""
    asked = _Conversion(question)
    number = asked.total(asked.numbers(lambda one: _weighed(asked, one)))
    if not isinstance(answer, str):
        return bool(number == answer)
    shown, _, base = answer.partition("_")
    sign = -1 if shown[0] == "-" else 1
    places = enumerate(reversed(shown.lstrip("-")))
    weighed = sum(int(digit) * int(base.strip("{}")) ** at for at, digit in places)
    return bool(sign * weighed == number)


def _weighed(asked: _Conversion, formula: Formula) -> int:
    scope = asked.question.scope
    if isinstance(formula, Literal):
        digits, base = str(scope.values[formula.place]), asked.given or 10
        return sum(int(digit) * base**at for at, digit in enumerate(reversed(digits)))
    made = function_of(formula, scope, "")(0)
    if made != int(made):
        raise NoValue("no integer")
    return int(made)


_DIGITS = re.compile(
    r"(?:(?:find |what is |determine )?(?:the )?(?P<what>how many|number of|sum of|product of"
    r"|first|last|units|leftmost) (?P<parity>odd |even )?(?:the )?digits?"
    r"(?: \(from left to right\))?(?: are)?(?: there)?(?: of| in| when| does)? (?:the )?(?:"
    r"(?:base 10 |base <\d+> )?integer |number )?)"
    rf"(?:(?:the )?{_base('b')} (?:representation|expression|expansion) (?:of|for) (?:the )?"
    r"(?:base (?:ten|10|<\d+>) (?:integer|number) )?<(?P<a>\d+)>"
    r"|<(?P<a2>\d+)> (?:have )?(?:is )?(?:when )?(?:it is )?(?:converted|expressed|written"
    rf"|represented) (?:to|in) {_base('b2')})"
)
_WHEN = re.compile(
    r"when (?:the )?(?:base <\d+> (?:integer|number) |number )?<(?P<a>\d+)> is (?:converted"
    rf"|expressed|written) (?:to|in) {_base('b')}"
    r" (?:what is the|how many) (?P<what>sum of|product of|)(?: ?the)? ?digits(?: does it have)?"
)


def _digits_asked(question: Question) -> tuple[str, str, int, int]:
    found = _DIGITS.fullmatch(question.words) or _WHEN.fullmatch(question.words)
    if found is None:
        raise NotFormula("no digits in a base")
    groups = found.groupdict()
    number = question.integer(groups.get("a") or groups["a2"])
    name = "b" if groups.get("b") or groups.get("bword") else "b2"
    word = groups.get(f"{name}word")
    base = _WORDS.index(word) + 2 if word else question.integer(groups[name])
    if number < 1:
        raise NoValue("no natural number")
    others = set(question.formulas) - {one for one in groups.values() if one and one.isdigit()}
    if any(question.value(one) != 10 for one in others):
        raise NotFormula("another base")
    return groups["what"] or "how many", (groups.get("parity") or "").strip(), number, base


def _digit_question(question: Question) -> Any:
    what, parity, number, base = _digits_asked(question)
    return _of_digits(what, parity, shown_in(number, base))


def _of_digits(what: str, parity: str, digits: list[int]) -> Any:
    if parity:
        digits = [one for one in digits if one % 2 == (parity == "odd")]
        if what not in ("how many", "number of"):
            raise NotFormula("digits of one kind")
    if what == "sum of":
        return sympy.Integer(sum(digits))
    if what == "product of":
        return sympy.Integer(math.prod(digits))
    if what in ("first", "leftmost"):
        return sympy.Integer(digits[0])
    if what in ("last", "units"):
        return sympy.Integer(digits[-1])
    return sympy.Integer(len(digits))


def _digits_agree(question: Question, answer: Any) -> bool:
    """With digits by subtracting the largest powers of the base that fit."""
    what, parity, number, base = _digits_asked(question)
    power = 1
    while power * base <= number:
        power *= base
    digits = []
    while power:
        digits.append(number // power)
        number -= digits[-1] * power
        power //= base
    return bool(_of_digits(what, parity, digits) == answer)


def _unknown_base(question: Question) -> Any:
    """The one base in which an equation holds."""
    name, holds = _equation(question)
    found = [base for base in range(2, _MOST_BASES) if holds(base)]
    if len(found) != 1:
        raise NoValue("not one base")
    del name
    return sympy.Integer(found[0])


def _equation(question: Question) -> tuple[str, Callable[[int], bool]]:
    name = question.name("b")
    formula = question["g"]
    if question.has("t"):  # is equal to the base 10 integer 57
        formula = Apply("=", (formula, question["t"]))
    if not isinstance(formula, Apply) or formula.operation != "=":
        raise NotFormula("no equation")
    if not _has_base(formula):
        formula = _based(formula, Name(name))
    if names_of(formula) != {name}:
        raise NotFormula("another unknown")
    relation = relation_of(formula, question.scope, name)

    def holds(base: int) -> bool:
        try:
            return relation(base)
        except NoValue:
            return False

    return name, holds


def _based(formula: Formula, base: Name) -> Formula:
    """The formula with all of its numbers in a base."""
    if isinstance(formula, Literal):
        return Apply("based", (formula, base))
    if isinstance(formula, Apply):
        return Apply(formula.operation, tuple(_based(part, base) for part in formula.parts))
    return formula


def _is_base(question: Question, answer: Any) -> bool:
    """The difference of both sides, a polynomial in the base, is zero there."""
    name, formula = question.name("b"), question["g"]
    if question.has("t"):
        formula = Apply("=", (formula, question["t"]))
    if not _has_base(formula):
        formula = _based(formula, Name(name))
    left, right = (value(one, question.scope) for one in sides_of(formula))
    return bool(sympy.expand(left - right).subs(sympy.Symbol(name, real=True), answer) == 0)


FORMS = (
    OpenForm(
        "conversion between bases",
        rf"(?:{_FIND}|the) ",
        _converted,
        _reads_back,
        examples=(
            ("Convert $231_5$ to a base 10 integer.", "66"),
            ("What is the base six equivalent of $500_{10}$?", "2152_6"),
            ("Find the sum of $244_6$, $35_6$ and $3_6$ in base $6$.", "330_6"),
            (r"What is $41_7 - 65_7?$ Express your answer in base 7.", "-24_7"),
        ),
    ),
    OpenForm(
        "digits in a base",
        r"(?:how many|find|what is|determine|when) ",
        _digit_question,
        _digits_agree,
        examples=(
            ("How many digits are there in the base-$6$ representation of $1000$?", "4"),
            ("What is the sum of the digits of the base-$2$ expression for $93_{10}$?", "5"),
        ),
    ),
    Form(
        "unknown base",
        r"(?:if {g} is equal to the base (?:<10>|ten|{u}) (?:integer|number) {t} (?:then )?(?:find"
        r"|what is) {b}(?: given that {w})?"
        r"|(?:find|what is) the (?:positive )?base {b2} in which the equation {g2} is valid"
        r"|(?:find|what is) the (?:positive )?value of {b3} that satisfies the equation {g3}"
        r"|in what base {b4} is (?:the equation )?{g4}(?: valid)?)",
        _unknown_base,
        _is_base,
        examples=(
            ("Find the value of $b$ that satisfies the equation $35_b + 24_b = 62_b$.", "7"),
            (r"Find the positive base $b$ in which the equation $5 \cdot 23 = 137$ is valid.", "8"),
        ),
    ),
)
