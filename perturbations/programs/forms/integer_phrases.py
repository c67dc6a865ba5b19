"""Phrases for sets of integers: "three-digit multiples of 7 whose digits add up to 12"."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import prod
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import integer_sets as sets
from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.integer_formula import (
    function_of,
    plain_relation_of,
    relation_of,
)
from clipo_bench.perturbations.programs.forms.integer_sets import IntegerSet, Property
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import Scope

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
_NUMBER = rf"<\d+>|{'|'.join(_WORDS)}"
_ITEM = rf"(?:{_NUMBER})"
_PLACES = {
    "": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_SMALL = "smallest|least|lowest|minimum|first"
_POWERS = {"square": 2, "cube": 3, "fourth power": 4, "fifth power": 5}
_POWER = r"(?P<power>square|cube|fourth power|fifth power)s?"
_FILLER = (
    r"(?:and |but )?(?:that |which )?(?:are|is|be) both|and|but|that|which|also|are there|are|is|be"
    r"|can be|such|who|exactly|will|does|is it true that|true that"
    r"|(?:whole )?numbers?(?= (?:that|are|have|leave|satisfy|which))"
)


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A phrase, with # for a number, @ for one or more, and $ for a formula.

    ``divisible by @`` is "divisible by <3>, <4> and <5>".
    """
    for sign in "#$":
        for place in range(text.count(sign)):
            hole = rf"(?P<n{place}>{_NUMBER})" if sign == "#" else rf"<(?P<f{place}>\d+)>"
            text = text.replace(sign, hole, 1)
    items = rf"(?P<items>{_ITEM}(?: (?P<join>and |or )?{_ITEM}(?! (?:more|less|greater) than))*)"
    return re.compile(rf"(?:{text.replace('@', items)})(?= |\Z)")


class Phrases:
    """Reads the words of a question from left to right.

    Attributes:
        name: the unknown, as soon as the words name it.
        found: the set so far.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.words = question.words
        self.at = 0
        self.name = ""
        self.found = IntegerSet()
        self.by_default = False  # whether they are positive if nothing else is said
        self.expected: int | None = None  # how many there are, as the words say
        self.proper = False
        self.is_related = False  # whether a relation is given, so that they may be negative
        self.target: int | None = None  # the one that is asked for is the closest to it
        self.edges: list[int] = []  # ends of which the words leave open whether they count
        self.signed = False  # whether the words say that it is positive, or negative
        self.whole: IntegerSet | None = None  # what stands before the verb
        self.last_divisors: list[int] = []

    @property
    def scope(self) -> Scope:
        """The numbers' values."""
        return self.question.scope

    def take(self, text: str) -> re.Match[str] | None:
        """Read a phrase if it stands here."""
        found = pattern(text).match(self.words, self.at)
        if found is not None:
            self.at = min(found.end() + 1, len(self.words))
        return found

    @property
    def is_done(self) -> bool:
        """Whether all words are read."""
        return self.at >= len(self.words)

    def number(self, token: str) -> int:
        """What a word or a mark is worth."""
        if token in _WORDS:
            return _WORDS.index(token)
        made = value(self.question[token[1:-1]], self.scope)
        if not made.is_Integer or abs(made) > 10**200:
            raise NoValue("no integer, or too large")
        return int(made)

    def numbers(self, found: re.Match[str]) -> list[int]:
        """The numbers of a list."""
        made = []
        for token in re.findall(_NUMBER, found["items"]):
            formula = self.question[token[1:-1]] if token[0] == "<" else None
            if isinstance(formula, Apply) and formula.operation == "list":
                made += [int(value(part, self.scope)) for part in formula.parts]
            else:
                made.append(self.number(token))
        return made

    def read_noun(self) -> None:
        """Read "positive three-digit integers n", "even factors of 60"; adds what they are."""
        self.take("of")
        self.take("all")
        self.take("of")
        self.take("the|a|an")
        if found := self.take(r"first #(?= positive integers)|#(?= smallest positive integers)"):
            high = _first(self, found)
            self.take("smallest")
            self.found = self.found.having(sets.between(1, high))
        elif found := self.take(
            "#(?= (?:distinct |different )?(?:positive|negative|integers|prime|odd|even)\\b)"
        ):
            self.expected = self.number(found["n0"])
        while not self.is_done:
            if not self._adjective():
                break
        self._head()
        if found := self.take(r"(?:of )?\$"):
            formula = self.question[found["f0"]]
            if isinstance(formula, Name):
                self.name = formula.name
            else:
                self.at = found.start()

    def _adjective(self) -> bool:
        if self.take("positive|natural|counting"):
            self.found, self.signed = self.found.having(sets.between(1, None)), True
        elif self.take("negative"):
            self.found, self.signed = self.found.having(sets.between(None, -1)), True
        elif self.take("non-?negative"):
            self.found, self.signed = self.found.having(sets.between(0, None)), True
        elif self.take("distinct|different|possible|total|single|unique|integral(?= values?)"):
            pass
        elif self.take("proper"):
            self.proper = True
        elif found := self.take(
            "(?:integer|integral|whole-number|whole number|natural-number)(?= (?:factors?|divisors?"
            "|multiples?|solutions?))"
        ):
            if (
                found[0] == "integer"
                and not self.signed
                and "divisor" in self.words[found.end() :][:9]
            ):
                raise NoValue("divisors that may be negative")
        elif found := self.take("(?:#)(?: |-| -)digit"):
            self._digits(self.number(found["n0"]))
        elif self.take("odd(?= [a-z])"):
            self.found = self.found.having(sets.congruent(1, 2))
        elif self.take("even(?= [a-z])"):
            self.found = self.found.having(sets.congruent(0, 2))
        elif self.take("prime(?= [a-z])"):
            self.found = self.found.having(sets.prime())
        elif self.take("composite(?= [a-z])"):
            self.found = self.found.having(sets.composite())
        elif found := self.take(
            rf"perfect[ -]{_POWER}(?= (?:factors?|divisors?|integers?|numbers?))"
        ):
            self.found = self.found.having(sets.perfect_power(_POWERS[found["power"]]))
        elif self.take("palindromic"):
            self.found = self.found.having(sets.palindrome())
        else:
            return False
        return True

    def _digits(self, count: int) -> None:
        if not 2 <= count <= 12:
            raise NoValue("digits")
        low, high = 10 ** (count - 1), 10**count - 1
        said = self.found.high is not None and self.found.high < 0
        negative = said or pattern("negative").match(self.words, self.at) is not None
        made = sets.between(-high, -low) if negative else sets.between(low, high)
        self.found, self.signed = self.found.having(made), True

    def _head(self) -> None:
        if self.take("integers?|integer values?"):
            if found := self.take("# through #"):
                self.found = self.found.having(_from(self, found))
            return
        if found := self.take(
            r"solutions?(?: \$)? (?:of|to) the (?:following )?(?:system of )?congruences? \$"
        ):
            if found["f0"]:
                self._named(self.question[found["f0"]])
            self.found = self.found.having(*self.relation(self.question[found["f1"]]))
        elif self.take("(?:whole )?numbers?|values?|ones"):
            self.by_default = True
        elif found := self.take("(?:common )?multiples? of (?:both )?(?:the number )?@"):
            self.by_default = True
            self._multiples(found)
        elif found := self.take("multiples?"):
            self.by_default = True
        elif found := self.take(
            "(?:common )?(?:factors?|divisors?) of (?:both )?(?:the (?:number|product) )?@"
        ):
            self.found, self.signed = self.found.having(sets.between(1, None)), True
            self.found = self.found.having(*map(sets.divisor_of, self.numbers(found)))
            if self.proper:
                whole = self.numbers(found)[0]
                self.found = self.found.having(sets.none_of(sets.between(whole, whole)))
        elif self.proper:
            raise NotFormula("proper divisors of nothing")
        elif self.take("factors?|divisors?"):
            self.found, self.signed = self.found.having(sets.between(1, None)), True
            self._of_number()
        elif self.take("primes?"):
            self.found, self.signed = self.found.having(sets.prime()), True
        elif self.take("palindromes?"):
            self.found = self.found.having(sets.palindrome())
        elif found := self.take(rf"(?:perfect[ -])?{_POWER}"):
            self.found = self.found.having(sets.perfect_power(_POWERS[found["power"]]))
        else:
            raise NotFormula("no noun")

    def _of_number(self) -> None:
        """Read whose divisors they are, which stands further on: "does 60 have"."""
        phrases = "does (?:the (?:number|integer|product) )?# have|do @ (?:have in common|share)"
        found = pattern(phrases).search(self.words, self.at)
        if found is None:
            raise NotFormula("divisors of nothing")
        numbers = [self.number(found["n0"])] if found["n0"] else self.numbers(found)
        self.found = self.found.having(*map(sets.divisor_of, numbers))
        self.words = (self.words[: found.start()] + self.words[found.end() + 1 :]).strip()

    def _multiples(self, found: re.Match[str]) -> None:
        numbers = self.numbers(found)
        self.last_divisors = numbers
        each = [sets.congruent(0, one) for one in numbers]
        if found["join"] == "or ":
            self.found = self.found.having(sets.any_of(*each))
        else:
            self.found = self.found.having(*each)

    def read_conditions(self) -> None:
        """Read all that follows, up to the end.

        Raises:
            NotFormula: something is not understood.
        """
        while not self.is_done:
            if self._note():
                break
            if self.whole is None and pattern("(?:are|have|leave|contain)").match(
                self.words, self.at
            ):
                self.whole = self.found
            if self.take(_FILLER):
                continue
            self.found = self.found.having(*self._condition())
            if not self.is_done and self.take("or(?! )"):
                raise NotFormula("or")

    def _note(self) -> bool:
        return (
            self.take(
                r"\(?(?:express|give|enter) your answer (?:as an integer|in base <\d+>)? ?\)?"
            )
            is not None
            and self.is_done
        )

    def _condition(self) -> tuple[Property, ...]:
        either = self.take("either") is not None
        if self.take("neither"):
            first = self._one()
            while self.take("nor"):
                first = (*first, *self._one())
            return (sets.none_of(*first),)
        if self.take(r"(?:do )?not(?: be)?"):
            if found := self.take("(?:of |by )?#"):
                if not self.last_divisors:
                    raise NotFormula("not what?")
                return (sets.none_of(sets.congruent(0, self.number(found["n0"]))),)
            made = self._one()
            while self.take("(?:or|nor)(?: are| is)?"):
                made = (*made, *self._one())
            return (sets.none_of(*made),)
        made = self._one()
        if self.take("or(?: are| is)?(?: a| an)?"):
            return (sets.any_of(*map(_all_of, (made, self._one()))),)
        if either:
            raise NotFormula("either without or")
        return made

    def _one(self) -> tuple[Property, ...]:
        self.take("(?:are|is|a|an)")
        self.take("(?:a|an)")
        for phrase, build in _CONDITIONS:
            found = self.take(phrase)
            if found is None:
                continue
            made = build(self, found)
            return made if isinstance(made, tuple) else (made,)
        if found := self.take(r"the decimal (?:representation|expansion) of \$ terminates?"):
            formula = self.question[found["f0"]]
            return (_decimal(function_of(formula, self.scope, self._named(formula)), True),)
        if found := self.take(
            r"(?:is )?(?:the (?:fraction|value|number|expression|product|quantity) )?\$"
            r"(?: (?:is|are|will be|be|has|have|results in|yields?))?"
        ):
            return self._of_formula(self.question[found["f0"]], found.start())
        raise NotFormula(f"{self.words[self.at :][:30]!r} is not understood")

    def _of_formula(self, formula: Formula, start: int) -> tuple[Property, ...]:
        if isinstance(formula, Apply) and _is_relation(formula):
            return self.relation(formula)
        name = self._named(formula)
        if found := self.take(r"a (?:factor|divisor) of \$|(?:divides|divide) \$"):
            number = found["f0"] or found["f1"]
            return (self._divides(formula, self.question[number], name),)
        if found := self.take(r"divisible by \$|a multiple of \$"):
            number = found["f0"] or found["f1"]
            return (self._divides(self.question[number], formula, name),)
        if not name:
            raise NotFormula("a condition without the unknown")
        inner = function_of(formula, self.scope, name)
        if self.take("(?:an|a positive|equal to an) integer"):
            positive = "positive" in self.words[start : self.at]
            return self._whole(formula, inner, name, positive)
        if found := self.take("(?:equal to )?a (?P<kind>terminating|repeating) decimal"):
            return (_decimal(inner, found["kind"] == "terminating"),)
        made = self._condition()
        return tuple(
            Property(
                lambda n, one=one: _is_whole(inner(n)) and one.holds(int(inner(n))),
                lambda n, one=one: _is_whole(inner(n)) and one.plainly(int(inner(n))),
            )
            for one in made
        )

    def _named(self, formula: Formula) -> str:
        names = names_of(formula)
        if not names:
            return self.name
        (name, *others) = names
        if others or (self.name and name != self.name):
            raise NotFormula("another unknown")
        self.name = name
        return name

    def _divides(self, small: Formula, large: Formula, name: str) -> Property:
        name = name or self._named(large) or self._named(small)
        if not (names_of(small) | names_of(large)) == {name}:
            raise NotFormula("other unknowns")
        left, right = (function_of(one, self.scope, name) for one in (small, large))
        high = None
        if not names_of(large):
            high = abs(int(value(large, self.scope)))
            if not _grows(small):
                raise NotFormula("a divisor that may be small for large unknowns")
        return Property(
            lambda n: left(n) != 0 and right(n) % left(n) == 0,
            lambda n: left(n) != 0 and right(n) == right(n) // left(n) * left(n),
            high=high,
        )

    def _whole(
        self, formula: Formula, inner: Any, name: str, positive: bool
    ) -> tuple[Property, ...]:
        """Where a quotient of polynomials is an integer: its rest is 0, or no less than what it is
        divided by, which bounds the unknown.
        """
        unknown = sympy.Symbol(name, real=True)
        top, bottom = map(
            lambda one: sympy.Poly(one, unknown),
            sympy.fraction(sympy.together(value(formula, self.scope))),
        )
        quotient, rest = sympy.div(top, bottom)
        if (
            bottom.degree() != 1
            or rest.is_zero
            or not all(one.is_Integer for one in quotient.all_coeffs())
        ):
            raise NotFormula("no bound")
        a, b = (int(one) for one in bottom.all_coeffs())
        reach = abs(int(rest.as_expr())) + abs(b)
        made = Property(
            lambda n: (
                a * n + b != 0
                and (rest.as_expr().p % (a * n + b)) == 0
                and (not positive or inner(n) > 0)
            ),
            lambda n: a * n + b != 0 and _is_whole(inner(n)) and (not positive or inner(n) > 0),
            low=-reach // abs(a) - 1,
            high=reach // abs(a) + 1,
        )
        return (made,)

    def relation(self, formula: Formula) -> tuple[Property, ...]:
        """An equation, inequalities or a congruence in the unknown, with the bounds that it sets."""
        name = self._named(formula)
        self.is_related = True
        holds, plainly = (
            relation_of(formula, self.scope, name),
            plain_relation_of(formula, self.scope, name),
        )
        low, high, divides = _bounds(formula, name, self.scope)
        return (
            Property(
                holds,
                plainly,
                low=low,
                high=high,
                divides=divides,
                residue=_residue(formula, name, self.scope),
            ),
        )


def _residue(formula: Formula, name: str, scope: Scope) -> tuple[int, int]:
    """The remainder that a congruence with the bare unknown sets."""
    if isinstance(formula, Apply) and formula.operation == "congruent" and len(formula.parts) == 3:
        left, right, modulus = formula.parts
        if left == Name(name) and not names_of(right) and not names_of(modulus):
            remainder, step = value(right, scope), value(modulus, scope)
            if remainder.is_Integer and step.is_Integer and step > 1:
                return int(remainder % step), int(step)
    return 0, 1


def _bounds(formula: Formula, name: str, scope: Scope) -> tuple[int | None, int | None, int | None]:
    """The least and the greatest integer that a relation allows, and what it has to divide."""
    low: int | None = None
    high: int | None = None
    divides: int | None = None
    if not isinstance(formula, Apply):
        return low, high, divides
    if formula.operation == "list":
        for part in formula.parts:
            one = _bounds(part, name, scope)
            low = one[0] if low is None else low
            high = one[1] if high is None else high
        return low, high, divides
    signs = formula.operation.split(" ")
    if signs == ["="]:
        left, right = formula.parts
        is_lcm = isinstance(left, Apply) and left.operation == "lcm" and Name(name) in left.parts
        if is_lcm and not names_of(right):
            return 1, int(value(right, scope)), int(value(right, scope))
    for sign, left, right in zip(signs, formula.parts, formula.parts[1:], strict=False):
        if sign in (">", ">="):
            left, right, sign = right, left, sign.replace(">", "<")
        if sign not in ("<", "<="):
            continue
        step = 1 if sign == "<" else 0
        if right == Name(name) and not names_of(left):
            low = int(
                sympy.floor(value(left, scope)) + 1 if step else sympy.ceiling(value(left, scope))
            )
        if left == Name(name) and not names_of(right):
            high = int(
                sympy.ceiling(value(right, scope)) - 1 if step else sympy.floor(value(right, scope))
            )
    return low, high, divides


def _grows(formula: Formula) -> bool:
    """Whether a formula of a positive integer is no less than it: n, n^2, 3n."""
    if isinstance(formula, Name):
        return True
    if not isinstance(formula, Apply) or formula.operation not in ("^", "*"):
        return False
    return any(_grows(part) for part in formula.parts) and (
        formula.operation == "*" or not names_of(formula.parts[1])
    )


def _is_relation(formula: Apply) -> bool:
    if formula.operation == "list":
        return all(isinstance(part, Apply) and _is_relation(part) for part in formula.parts)
    return formula.operation == "congruent" or all(
        sign in ("=", "<", ">", "<=", ">=") for sign in formula.operation.split(" ")
    )


def _is_whole(number: Any) -> bool:
    return bool(number == int(number))


def _decimal(inner: Any, terminating: bool) -> Property:
    """Where a quotient is a decimal that ends, or one that repeats."""

    def ends(n: int) -> bool:
        bottom = Fraction(inner(n)).denominator
        for prime in (2, 5):
            while bottom % prime == 0:
                bottom //= prime
        return (bottom == 1) == terminating

    def ends_in_time(n: int) -> bool:
        made = Fraction(inner(n))
        return (10 ** made.denominator.bit_length() % made.denominator == 0) == terminating

    return Property(ends, ends_in_time)


def _all_of(properties: tuple[Property, ...]) -> Property:
    return Property(
        lambda n: all(one.holds(n) for one in properties),
        lambda n: all(one.plainly(n) for one in properties),
    )


Build = Callable[[Phrases, re.Match[str]], Any]


def _between(reader: Phrases, found: re.Match[str]) -> Property:
    low, high = reader.number(found["n0"]), reader.number(found["n1"])
    reader.signed = True
    said = found["ends"] or ""
    if "exclusive" in said:
        return sets.between(low + 1, high - 1)
    if "inclusive" not in said:
        reader.edges += low, high
    return sets.between(low, high)


def _from(reader: Phrases, found: re.Match[str]) -> Property:
    reader.signed = True
    return sets.between(reader.number(found["n0"]), reader.number(found["n1"]))


def _below(shift: int) -> Build:
    return lambda reader, found: sets.between(None, reader.number(found["n0"]) - shift)


def _above(shift: int) -> Build:
    return lambda reader, found: sets.between(reader.number(found["n0"]) + shift, None)


def _divisible(reader: Phrases, found: re.Match[str]) -> Any:
    numbers = reader.numbers(found)
    reader.last_divisors = numbers
    each = [sets.congruent(0, one) for one in numbers]
    return sets.any_of(*each) if found["join"] == "or " else tuple(each)


def _divisible_by_all(reader: Phrases, found: re.Match[str]) -> Any:
    low, high = reader.number(found["n0"]), reader.number(found["n1"])
    if not 1 <= low < high <= 40:
        raise NoValue("no range of divisors")
    return tuple(sets.congruent(0, one) for one in range(low, high + 1))


def _remainder(reader: Phrases, found: re.Match[str]) -> Any:
    numbers = reader.numbers(found)
    if found["join"] == "or ":
        raise NotFormula("one of several remainders")
    rest = reader.number(found["n0"])
    if not all(0 <= rest < one for one in numbers):
        raise NoValue("no remainder")
    return tuple(sets.congruent(rest, one) for one in numbers)


def _remainder_of_range(reader: Phrases, found: re.Match[str]) -> Any:
    rest, low, high = (reader.number(found[f"n{at}"]) for at in range(3))
    if not rest < low < high <= 40:
        raise NoValue("no range of divisors")
    return tuple(sets.congruent(rest, one) for one in range(low, high + 1))


def _closest(reader: Phrases, found: re.Match[str]) -> tuple[Property, ...]:
    reader.target = reader.number(found["n0"])
    reader.signed = True
    reach = 10 + 2 * abs(reader.target)
    return (sets.between(1, reach),)


def _ends_in(reader: Phrases, found: re.Match[str]) -> Property:
    degree, rest = _POWERS[found["power"]], reader.number(found["n0"])
    step = 10 ** len(str(rest))
    return Property(lambda n: n**degree % step == rest, lambda n: pow(n, degree, step) == rest)


def _inverse_of(reader: Phrases, found: re.Match[str]) -> Property:
    number, modulus = reader.number(found["n0"]), reader.number(found["n1"])
    if modulus < 2:
        raise NoValue("no modulus")
    inverse = pow(number, -1, modulus)
    return Property(
        lambda n: n % modulus == inverse,
        lambda n: n * number % modulus == 1,
        residue=(inverse, modulus),
    )


def _remainder_of(reader: Phrases, found: re.Match[str]) -> Any:
    """The remainder of a formula in the unknown, or of the unknown."""
    formula = reader.question[found["f0"]]
    inner = function_of(formula, reader.scope, reader._named(formula))
    return tuple(
        Property(
            lambda n, one=one: one.holds(inner(n)),
            lambda n, one=one: one.plainly(inner(n)),
            residue=one.residue if isinstance(formula, Name) else (0, 1),
        )
        for one in _remainder(reader, found)
    )


def _more_than_multiple(reader: Phrases, found: re.Match[str]) -> Any:
    shift = reader.number(found["n0"]) * (-1 if found["way"] == "less" else 1)
    return tuple(sets.congruent(shift, one) for one in reader.numbers(found))


def _congruent(reader: Phrases, found: re.Match[str]) -> Any:
    if "n1" in found.groupdict() and found["n1"] is not None:
        return sets.congruent(reader.number(found["n0"]), reader.number(found["n1"]))
    formula = reader.question[found["f0"]]
    if not (isinstance(formula, Apply) and formula.operation == "mod"):
        raise NotFormula("no modulus")
    rest, modulus = (int(value(part, reader.scope)) for part in formula.parts)
    return sets.congruent(rest, modulus)


def _digit_sum(reader: Phrases, found: re.Match[str]) -> Property:
    total = reader.number(found["n0"])
    return sets.digits(lambda one: sum(one) == total)


def _digit_product(reader: Phrases, found: re.Match[str]) -> Property:
    total = reader.number(found["n0"])
    return sets.digits(lambda one: prod(one) == total)


def _last_digit(reader: Phrases, found: re.Match[str]) -> Property:
    wanted = reader.numbers(found)
    if not all(0 <= one <= 9 for one in wanted) or found["join"] == "and ":
        raise NoValue("no digit")
    each = [sets.congruent(one, 10) for one in wanted]
    return each[0] if len(each) == 1 else sets.any_of(*each)


def _tens_digit(reader: Phrases, found: re.Match[str]) -> Property:
    wanted = reader.number(found["n0"])
    return sets.digits(lambda one: len(one) > 1 and one[1] == wanted)


def _contains(reader: Phrases, found: re.Match[str]) -> Any:
    wanted = reader.numbers(found)
    if not all(0 <= one <= 9 for one in wanted):
        raise NoValue("no digit")
    each = [sets.digits(lambda one, digit=digit: digit in one) for digit in wanted]
    return sets.any_of(*each) if found["join"] == "or " else tuple(each)


def _only_digits(reader: Phrases, found: re.Match[str]) -> Property:
    wanted = reader.numbers(found)
    if not all(0 <= one <= 9 for one in wanted):
        raise NoValue("no digit")
    return sets.digits(lambda one: all(digit in wanted for digit in one))


def _count_of_divisors(reader: Phrases, found: re.Match[str]) -> Property:
    wanted = reader.number(found["n0"])
    return sets.divisor_count(lambda count: count == wanted)


def _parity_of_divisors(reader: Phrases, found: re.Match[str]) -> Property:
    odd = found["parity"] == "odd"
    return sets.divisor_count(lambda count: count % 2 == odd)


def _power(reader: Phrases, found: re.Match[str]) -> Property:
    return sets.perfect_power(_POWERS[found["power"]])


def _relation(reader: Phrases, found: re.Match[str]) -> tuple[Property, ...]:
    formula = reader.question[found["f0"]]
    if not isinstance(formula, Apply) or not _is_relation(formula):
        raise NotFormula("no relation")
    return reader.relation(formula)


_LESS = r"(?:strictly )?(?:less|smaller|lower) than"
_MORE = r"(?:strictly )?(?:greater|more|larger|bigger) than"
_BY = r"divisible by (?:both |each of |all of |the numbers |all of the numbers )?"
_WHEN = r"(?:when|if|upon) (?:it is |they are |the integer is |it's |being )?divided by "
_EACH = r"(?:each of |both |any of |all of |any one of )?(?:the (?:numbers|integers) )?"
_VERB = r"(?:(?:leaves?|leaving|gives?|giving|has|have|having|with|yields?) )?"
_EXACT = (
    r"(?:that )?(?:has|have|with|having) (?:exactly |only )?# (?:distinct |different )?"
    r"(?:positive |natural-number )?(?:integer |whole number )?(?:factors|divisors)"
)
_DIGITS = r"(?:the )?(?:sum of (?:whose|its|their) digits|(?:whose|its|their) digits(?:' sum)?|whose digit sum|the digits|digits)"
_CONDITIONS: tuple[tuple[str, Build], ...] = (
    (r"(?:strictly )?between # and #(?P<ends> \(?(?:inclusive|exclusive)\)?)?", _between),
    (r"(?:in the range )?from # (?:through|to) #(?: \(?inclusive\)?)?", _from),
    (
        rf"{_LESS} or equal to #|at most #|no (?:more|greater) than #|not exceeding #",
        lambda r, f: sets.between(None, _first(r, f)),
    ),
    (
        rf"{_MORE} or equal to #|at least #|no less than #",
        lambda r, f: sets.between(_first(r, f), None),
    ),
    (rf"(?:{_LESS}|below|under) #", _below(1)),
    (rf"(?:{_MORE}|above|over|exceeding|after) #", _above(1)),
    (
        rf"{_BY}(?:(?:all )?(?:the )?(?:positive )?(?:integers|numbers) )?(?:from )?# (?:through|to) #",
        _divisible_by_all,
    ),
    (rf"{_BY}@", _divisible),
    (r"(?:evenly )?divided (?:evenly )?by @ (?:without a|with no) remainder", _divisible),
    (r"multiples? of (?:both |each of )?@", _divisible),
    (r"(?:has|have) (?:both )?@ as (?:factors|divisors|a factor|a divisor)", _divisible),
    (
        r"(?:positive )?(?:factors?|divisors?) of (?:both )?(?:the (?:(?:five|four|six|three)-digit )?(?:number|product|integer) )?@",
        lambda r, f: tuple(map(sets.divisor_of, r.numbers(f))),
    ),
    (r"(?:that )?(?:divides?|evenly divides?) #", lambda r, f: sets.divisor_of(r.number(f["n0"]))),
    (
        rf"{_VERB}(?:a )?remainders? (?:of )?# {_WHEN}(?:any integers? |each (?:of the )?integers? )?(?:from )?# (?:through|to) #",
        _remainder_of_range,
    ),
    (rf"{_VERB}(?:a |the )?remainders? (?:of )?(?:is )?# {_WHEN}{_EACH}@", _remainder),
    (
        rf"{_WHEN}# (?:leaves?|gives?|has|have) (?:a )?remainder (?:of )?#",
        lambda r, f: sets.congruent(r.number(f["n1"]), r.number(f["n0"])),
    ),
    (rf"the remainder is # when \$ is divided by {_EACH}@", _remainder_of),
    (rf"\$ (?:has|leaves) (?:a )?remainder (?:of )?# {_WHEN}{_EACH}@", _remainder_of),
    (r"closest to #", _closest),
    (rf"whose {_POWER} (?:ends?|is a number that ends) (?:in|with) #", _ends_in),
    (r"(?:the )?(?:multiplicative |modular )?inverse (?:to|of) # mod(?:ulo)? #", _inverse_of),
    (
        r"(?:excluding|other than) @",
        lambda r, f: tuple(sets.none_of(sets.between(one, one)) for one in r.numbers(f)),
    ),
    (rf"{_VERB}(?:no remainders?) {_WHEN}{_EACH}@", _divisible),
    (r"# (?P<way>more|greater|less) than (?:a |some )?multiples? of @", _more_than_multiple),
    (r"(?:congruent|equivalent) to # (?:\(?mod(?:ulo)?) # ?\)?", _congruent),
    (r"(?:congruent|equivalent) to \$", _congruent),
    (rf"{_DIGITS} (?:sum|add up|add|is|equals?|sums)(?: up)?(?: to)?(?: exactly)? #", _digit_sum),
    (
        r"with (?:a )?digit sum (?:of )?#|(?:whose|with a) sum of digits (?:is |of )?#",
        lambda r, f: sets.digits(lambda one, t=_first(r, f): sum(one) == t),
    ),
    (r"(?:in which )?the product of (?:whose|the|its) digits is #", _digit_product),
    (
        r"(?:has|have|with|having) (?:a |an )?(?:units|ones) digit (?:of )?@|(?:end|ends|ending) (?:in|with) (?:a |the digit )?(?P<items2>#)",
        lambda r, f: _last_digit(r, f) if f["items"] else sets.congruent(r.number(f["items2"]), 10),
    ),
    (r"(?:whose|the) (?:units|ones) digit is @", _last_digit),
    (
        r"(?:have|has|with) (?:a |an )?@ (?:in the|as their|as its|as the) (?:units|ones) (?:place|digit)",
        _last_digit,
    ),
    (
        r"(?:have|has|with) (?:a |an )?# (?:in the|as their|as its) tens (?:place|digit)",
        _tens_digit,
    ),
    (
        r"(?:contain|contains|containing|include) (?:both |at least one of )?(?:the digits?|a) @",
        _contains,
    ),
    (r"whose (?:digits are all|only digits are) (?:either )?@", _only_digits),
    (_EXACT, _count_of_divisors),
    (
        r"(?:has|have|with) an (?P<parity>odd|even) number of (?:positive )?(?:integer )?(?:factors|divisors)",
        _parity_of_divisors,
    ),
    (
        r"(?:relatively prime|coprime) (?:to|with) #|(?:have|has) an inverse modulo #",
        lambda r, f: sets.coprime(_first(r, f)),
    ),
    (r"odd", lambda r, f: sets.congruent(1, 2)),
    (r"even", lambda r, f: sets.congruent(0, 2)),
    (r"primes?(?: numbers?)?", lambda r, f: sets.prime()),
    (r"composites?(?: numbers?)?", lambda r, f: sets.composite()),
    (
        rf"perfect[ -]{_POWER}|(?:a )?(?P<plain>square|cube)s?",
        lambda r, f: sets.perfect_power(_POWERS[f["power"] or f["plain"]]),
    ),
    (r"palindromes?", lambda r, f: sets.palindrome()),
    (r"positive", lambda r, f: sets.between(1, None)),
    (
        r"(?:satisf(?:y|ies|ying)|such that|for which|where|with)(?: the (?:following )?(?:system of )?(?:congruences?|inequality|equations?|inequalities|property that))? \$(?! (?:is|are|has|have))(?! a)",
        _relation,
    ),
    (
        r"(?:satisf(?:y|ies|ying)|such that|for which|so that|where|is it true that|does)(?: the (?:expression|fraction|number|product))?(?= <)",
        lambda r, f: (),
    ),
)


def _first(reader: Phrases, found: re.Match[str]) -> int:
    token = next(one for name, one in found.groupdict().items() if name[0] == "n" and one)
    return reader.number(token)


def ask(reader: Phrases) -> tuple[str, int]:
    """Read what is asked for: how many, their sum, the least...; and at which place.

    Raises:
        NotFormula: it is something else.
    """
    find = r"(?:what is|what's|what are|find|compute|determine|calculate|evaluate)"
    if reader.take(rf"how many(?: of)?|for how many|{find} the (?:total )?number of"):
        return "count", 1
    if reader.take(rf"{find} the (?:positive )?sum of"):
        return "sum", 1
    if reader.take("what (?:percent|percentage) of"):
        return "percent", 1
    if reader.take(rf"{find} the product of"):
        return "product", 1
    if reader.take(rf"{find} the (?:arithmetic mean|average|mean) of"):
        return "mean", 1
    places = "|".join(filter(None, _PLACES))
    found = reader.take(
        rf"(?:{find}|name) (?:the|that) (?:(?P<place>{places})[ -])?(?P<way>{_SMALL}|largest|greatest"
        r"|biggest|maximum)(?: possible)?(?: value of)?(?= )"
    )
    if found:
        way = "least" if found["way"] in _SMALL.split("|") else "greatest"
        return way, _PLACES[found["place"] or ""]
    if found := reader.take(rf"{find} (?:the )?(?P<place>{places})(?= (?:positive|odd|even))"):
        return "least", _PLACES[found["place"]]
    if reader.take(rf"(?:what|{find} the|{find} a|{find} an|which)(?: unique| only)?(?= )"):
        return "only", 1
    raise NotFormula("nothing is asked for")
