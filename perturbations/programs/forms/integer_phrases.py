"""Phrases for sets of integers: "three-digit multiples of 7 whose digits add up to 12"."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
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
from clipo_bench.perturbations.text.number_words import ORDINALS, UNITS

_WORDS = UNITS[:16]
_NUMBER = rf"<\d+>|{'|'.join(_WORDS)}"
_ITEM = rf"(?:{_NUMBER})"
_PLACES = {"": 1} | {word: place for place, word in enumerate(ORDINALS[1:10], 2)}
_SMALL = "smallest|least|lowest|minimum|first"
POWERS = {"square": 2, "cube": 3, "fourth power": 4, "fifth power": 5}
POWER = r"(?P<power>square|cube|fourth power|fifth power)s?"
_FILLER = (
    r"(?:and |but )?(?:that |which )?(?:are|is|be) both|and|but|that|which|also|are there|are|is|be"
    r"|can be|such|who|exactly|will|does|is it true that|true that"
    r"|(?:whole )?numbers?(?= (?:that|are|have|leave|satisfy|which))"
)


_SIGNS = (
    ("positive|natural|counting", 1, None),
    ("negative", None, -1),
    ("non-?negative", 0, None),
)
_KINDS = {
    "odd": sets.congruent(1, 2),
    "even": sets.congruent(0, 2),
    "prime": sets.prime(),
    "composite": sets.composite(),
    "palindromic": sets.palindrome(),
}
# what says nothing new: "distinct positive integer factors"
_IDLE = (
    r"distinct|different|possible|total|single|unique|integral(?= values?)|(?:integer|integral"
    r"|whole-number|whole number|natural-number)(?= (?:factors?|divisors?|multiples?|solutions?))"
)
_SOLUTIONS = r"solutions?(?: \$)? (?:of|to) the (?:following )?(?:system of )?congruences? \$"


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

    def __init__(self, question: Question, conditions: "Conditions") -> None:
        self.question = question
        self._conditions = conditions
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
        self.known: dict[str, Any] = {}  # what letters are worth that the words begin with

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
        made = value(self.question[token[1:-1]], self.scope.with_names(self.known))
        if not made.is_Integer or abs(made) > 10**200:
            raise NoValue("no integer, or too large")
        return int(made)

    def first_number(self, found: re.Match[str]) -> int:
        """The number of a phrase of which one place is filled."""
        places = found.groupdict().items()
        return self.number(next(one for name, one in places if name[0] == "n" and one))

    def numbers(self, found: re.Match[str]) -> list[int]:
        """The numbers of a list."""
        made = []
        for token in re.findall(_NUMBER, found["items"]):
            formula = self.question[token[1:-1]] if token[0] == "<" else None
            if isinstance(formula, Apply) and formula.operation == "list":
                made += [int(value(part, self.scope)) for part in formula.parts]
            else:
                made.append(self.number(token))
        if sorted(set(made)) not in (made, made[::-1]):
            raise NoValue("a list without order, or with repetitions")
        return made

    def read_known(self) -> None:
        """Read "let n = 2^3 5^2" at the beginning."""
        found = self.take(r"(?:if|let|suppose|suppose that) \$")
        if found is None:
            return
        formula = self.question[found["f0"]]
        parts = formula.parts if isinstance(formula, Apply) and formula.operation == "=" else ()
        if len(parts) != 2 or not isinstance(parts[0], Name) or names_of(parts[1]):
            raise NotFormula("nothing is known")
        self.known[parts[0].name] = value(parts[1], self.scope)

    def read_noun(self) -> None:
        """Read "positive three-digit integers n", "even factors of 60"; adds what they are."""
        self.take("of")
        self.take("all")
        self.take("of")
        self.take("the|a|an")
        if found := self.take(r"first #(?= positive integers)|#(?= smallest positive integers)"):
            high = self.first_number(found)
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

    def _adjective(self) -> bool:  # noqa: PLR0911
        for phrase, low, high in _SIGNS:
            if self.take(phrase):
                self.found, self.signed = self.found.having(sets.between(low, high)), True
                return True
        for phrase, kind in _KINDS.items():
            if self.take(rf"{phrase}(?= [a-z])"):
                self.found = self.found.having(kind)
                return True
        if found := self.take("#(?: |-| -)digit"):
            self._digits(self.number(found["n0"]))
            return True
        if found := self.take(rf"perfect[ -]{POWER}(?= (?:factors?|divisors?|integers?|numbers?))"):
            self.found = self.found.having(sets.perfect_power(POWERS[found["power"]]))
            return True
        if self.take("integer(?= divisors?)"):
            if not self.signed:
                raise NoValue("divisors that may be negative")
            return True
        if self.take("proper"):
            self.proper = True
            return True
        return self.take(_IDLE) is not None

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
                low, high = self.number(found["n0"]), self.number(found["n1"])
                self.found = self.found.having(sets.between(low, high))
        elif found := self.take(_SOLUTIONS):
            if found["f0"]:
                self.named(self.question[found["f0"]])
            self.found = self.found.having(*self.relation(self.question[found["f1"]]))
        elif found := self.take("(?:common )?multiples? of (?:both )?(?:the number )?@"):
            self.by_default = True
            self._multiples(found)
        elif self.take("(?:whole )?numbers?|values?|ones|multiples?"):
            self.by_default = True
        elif not self._is_divisors() and not self._is_kind():
            raise NotFormula("no noun")

    def _is_divisors(self) -> bool:
        of = r"(?:common )?(?:factors?|divisors?) of (?:both )?(?:the (?:number|product) )?@"
        if found := self.take(of):
            numbers = self.numbers(found)
            self.found = self.found.having(*map(sets.divisor_of, numbers))
            if self.proper:
                self.found = self.found.having(sets.none_of(sets.between(numbers[0], numbers[0])))
        elif not self.proper and self.take("factors?|divisors?"):
            self._of_number()
        else:
            return False
        self.signed = True
        return True

    def _is_kind(self) -> bool:
        if self.take("primes?"):
            self.found = self.found.having(sets.prime())
        elif self.take("palindromes?"):
            self.found = self.found.having(sets.palindrome())
        elif found := self.take(rf"(?:perfect[ -])?{POWER}"):
            self.found = self.found.having(sets.perfect_power(POWERS[found["power"]]))
        else:
            return False
        return True

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
        for phrase, build in self._conditions:
            found = self.take(phrase)
            if found is None:
                continue
            made = build(self, found)
            return made if isinstance(made, tuple) else (made,)
        if found := self.take(r"the decimal (?:representation|expansion) of \$ terminates?"):
            formula = self.question[found["f0"]]
            return (_decimal(function_of(formula, self.scope, self.named(formula)), True),)
        if found := self.take(
            r"(?:is )?(?:the (?:fraction|value|number|expression|product|quantity) )?\$"
            r"(?: (?:is|are|will be|be|has|have|results in|yields?))?"
        ):
            return self._of_formula(self.question[found["f0"]], found.start())
        raise NotFormula(f"{self.words[self.at :][:30]!r} is not understood")

    def _of_formula(self, formula: Formula, start: int) -> tuple[Property, ...]:
        if isinstance(formula, Apply) and is_relation(formula):
            return self.relation(formula)
        name = self.named(formula)
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
        return tuple(
            Property(inside(inner, one.holds), inside(inner, one.plainly))
            for one in self._condition()
        )

    def named(self, formula: Formula) -> str:
        """The unknown of a formula, which has to be the same everywhere.

        Raises:
            NotFormula: there is another.
        """
        names = names_of(formula)
        if not names:
            return self.name
        (name, *others) = names
        if others or (self.name and name != self.name):
            raise NotFormula("another unknown")
        self.name = name
        return name

    def _divides(self, small: Formula, large: Formula, name: str) -> Property:
        name = name or self.named(large) or self.named(small)
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
        """Where a quotient of polynomials is an integer.

        Its rest is 0, or no less than what it is divided by, which bounds the unknown.
        """
        unknown = sympy.Symbol(name, real=True)
        fraction = sympy.fraction(sympy.together(value(formula, self.scope)))
        top, bottom = (sympy.Poly(one, unknown) for one in fraction)
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
        """A relation in the unknown, with the bounds that it sets."""
        name = self.named(formula)
        self.is_related = True
        holds = relation_of(formula, self.scope, name)
        plainly = plain_relation_of(formula, self.scope, name)
        low, high, divides = _bounds(formula, name, self.scope)
        return (
            Property(
                holds,
                plainly,
                low=low,
                high=high,
                divides=divides,
                residue=_residue(formula, name, self.scope),
                cost=10,
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
            first, last, _ = _bounds(part, name, scope)
            low = first if low is None else low
            high = last if high is None else high
        return low, high, divides
    signs = formula.operation.split(" ")
    if signs == ["="]:
        left, right = formula.parts
        is_lcm = isinstance(left, Apply) and left.operation == "lcm" and Name(name) in left.parts
        if is_lcm and not names_of(right):
            return 1, int(value(right, scope)), int(value(right, scope))
    for sign, one, other in zip(signs, formula.parts, formula.parts[1:], strict=False):
        small, large = (other, one) if sign in (">", ">=") else (one, other)
        if sign not in ("<", "<=", ">", ">="):
            continue
        step = 1 if sign in ("<", ">") else 0
        if large == Name(name) and not names_of(small):
            end = value(small, scope)
            low = int(sympy.floor(end) + 1 if step else sympy.ceiling(end))
        if small == Name(name) and not names_of(large):
            end = value(large, scope)
            high = int(sympy.ceiling(end) - 1 if step else sympy.floor(end))
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


def is_relation(formula: Apply) -> bool:
    """Whether it is an equation, an inequality, a congruence, or several of them."""
    if formula.operation == "list":
        return all(isinstance(part, Apply) and is_relation(part) for part in formula.parts)
    return formula.operation == "congruent" or all(
        sign in ("=", "<", ">", "<=", ">=") for sign in formula.operation.split(" ")
    )


def _is_whole(number: Any) -> bool:
    return bool(number == int(number))


def inside(inner: Any, test: Callable[[int], bool]) -> Callable[[int], bool]:
    """A condition for what a formula of the unknown is worth."""
    return lambda n: _is_whole(inner(n)) and test(int(inner(n)))


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
        power = 10 ** made.denominator.bit_length()
        return bool((power % made.denominator == 0) == terminating)

    return Property(ends, ends_in_time)


def _all_of(properties: tuple[Property, ...]) -> Property:
    return Property(
        lambda n: all(one.holds(n) for one in properties),
        lambda n: all(one.plainly(n) for one in properties),
    )


_FIND = r"(?:what is|what's|what are|find|compute|determine|calculate|evaluate)"
_PLACE = "|".join(filter(None, _PLACES))
_TOTALS = (
    (rf"how many(?: of)?|for how many|{_FIND} the (?:total )?number of", "count"),
    (rf"{_FIND} the (?:positive )?sum of", "sum"),
    (r"what (?:percent|percentage) of", "percent"),
    (rf"{_FIND} the product of", "product"),
    (rf"{_FIND} the (?:units|ones) digit (?:of|in) the product of", "digit of the product"),
    (rf"{_FIND} the (?:units|ones) digit (?:of|in) the sum of", "digit of the sum"),
    (rf"{_FIND} the (?:arithmetic mean|average|mean) of", "mean"),
)
_EXTREME = (
    rf"(?:{_FIND}|name) (?:the|that) (?:(?P<place>{_PLACE})[ -])?"
    rf"(?P<way>{_SMALL}|largest|greatest|biggest|maximum)(?: possible)?(?: value of)?(?= )"
)


def ask(reader: Phrases) -> tuple[str, int]:
    """Read what is asked for: how many, their sum, the least...; and at which place.

    Raises:
        NotFormula: it is something else.
    """
    for phrase, total in _TOTALS:
        if reader.take(phrase):
            return total, 1
    if found := reader.take(_EXTREME):
        way = "least" if found["way"] in _SMALL.split("|") else "greatest"
        return way, _PLACES[found["place"] or ""]
    if found := reader.take(rf"{_FIND} (?:the )?(?P<place>{_PLACE})(?= (?:positive|odd|even))"):
        return "least", _PLACES[found["place"]]
    if reader.take(rf"(?:what|{_FIND} the|{_FIND} an?|which)(?: unique| only)?(?= )"):
        return "only", 1
    raise NotFormula("nothing is asked for")


Build = Callable[[Phrases, re.Match[str]], Any]
Conditions = tuple[tuple[str, Build], ...]
"""Phrases for conditions, with what makes a property, or several, of each."""
