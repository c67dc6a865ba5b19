"""Form: a kind of question that is recognised whole, and how its answer is computed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import count
from typing import Any

from clipo_bench.perturbations.programs.forms.evaluate import (
    value,
)
from clipo_bench.perturbations.programs.forms.formula import (
    RELATIONS,
    Apply,
    Formula,
    LatexToken,
    Literal,
    Name,
    NotFormula,
    Parser,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import (
    Definition,
    Scope,
)
from clipo_bench.perturbations.programs.forms.text_form import TextForm
from clipo_bench.perturbations.text import number_words

_NO_NEW_SIGN = ("+", "-", "/", "^", "_", "=", ",", "(", ")", "[", "]", "|", "!", "'", *RELATIONS)
_HOLE = re.compile(r"\{(?P<name>\w+)\}")


@dataclass(frozen=True, slots=True)
class Question:
    """What a form found in a question: the formulas in its holes, and what names stand for.

    Attributes:
        formulas: by the hole's name.
        scope: the numbers' values, and the functions that the text defines.
        words: all words of the question, see `TextForm.words`.
    """

    formulas: Mapping[str, Formula]
    scope: Scope
    words: str = ""

    def says(self, *words: str) -> bool:
        """Whether one of these words stands in the question."""
        return any(re.search(rf"\b{word}\b", self.words) for word in words)

    def __getitem__(self, hole: str) -> Formula:
        return self.formulas[hole]

    def has(self, hole: str) -> bool:
        """Whether an optional hole is filled."""
        return hole in self.formulas

    def items(self, holes: Iterable[str]) -> list[Formula]:
        """The formulas in the holes that are filled; of a list its members."""
        found: list[Formula] = []
        for one in (self.formulas[hole] for hole in holes if hole in self.formulas):
            listed = isinstance(one, Apply) and one.operation == "list"
            found += one.parts if isinstance(one, Apply) and listed else (one,)
        return found

    def value(self, hole: str) -> Any:
        """Compute the formula of a hole.

        Raises:
            NoValue: it has no value.
            NotFormula: it is a relation, or calls what is not defined.
        """
        return value(self.formulas[hole], self.scope)

    def integer(self, hole: str) -> int:
        """Compute the formula of a hole, which has to be an integer.

        Raises:
            NoValue: it is none.
        """
        number = self.value(hole)
        if not number.is_Integer:
            raise NoValue(f"{number} is no integer")
        return int(number)

    def name(self, hole: str) -> str:
        """The variable in a hole.

        Raises:
            NotFormula: it holds something else.
        """
        formula = self.formulas[hole]
        if not isinstance(formula, Name):
            raise NotFormula("no variable")
        return formula.name


@dataclass(frozen=True, slots=True)
class Match:
    """How a question is of a form.

    Attributes:
        text: the question; numbers in words that stand in holes are among its numbers.
        holes: the formulas, by the hole's name.
    """

    text: TextForm
    holes: Mapping[str, Formula]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of question.

    Attributes:
        name: such as ``remainder``.
        words: a regular expression for the whole of `TextForm.words`, with ``{a}`` where a formula
            or number stands: ``find the remainder when {a} is divided by {b}``. A hole may stand
            once in each of several alternatives; ``{a2}`` is another place for ``{a}``.
        compute: the answer: a sympy object, a tuple or frozenset of them, or a word. Raises
            `NoValue` where there is none, `NotFormula` where the formulas are not of this form.
        check: whether an answer holds, seen in another way: substituted back, or in floats.
        examples: questions of our own with their answers.
        estimate: the answer in floats, where that is quicker than `compute`, so that values which
            give no number of the original's kind are passed over quickly.
    """

    name: str
    words: str
    compute: Callable[[Question], Any]
    check: Callable[[Question, Any], bool]
    examples: tuple[tuple[str, str], ...] = field(repr=False)
    estimate: Callable[[Question], complex] | None = None

    def match(self, text: TextForm) -> Match | None:
        """How a question is of this form; None if it is of another."""
        found = _pattern(self.words).fullmatch(text.words)
        if found is None:
            return None
        marks = {
            name.rstrip("0123456789_"): int(place)
            for name, place in found.groupdict().items()
            if place is not None
        }
        if len(marks) != len(text.formulas):
            return None  # a formula that the pattern does not account for
        if "imaginary" in marks and not _says_imaginary(text.formulas[marks["imaginary"]]):
            return None
        places = {name: f"<{place}>" for name, place in marks.items()}
        try:
            return Match(text, parsed(text, places))
        except NotFormula:
            return None


@dataclass(frozen=True, slots=True)
class OpenForm(Form):
    """A form whose words are read by `compute` itself, with a hole for every formula.

    The holes are ``0``, ``1``... in order, and `words` is a regular expression for how questions of
    this form begin. `compute` raises `NotFormula` if it does not understand all of the words.
    """

    def match(self, text: TextForm) -> Match | None:
        """All formulas, by their order; None if the question begins in another way."""
        if _pattern(self.words).match(text.words) is None:
            return None
        marks = {place: f"<{place}>" for place in range(len(text.formulas))}
        try:
            return Match(text, parsed(text, marks))
        except NotFormula:
            return None


def parsed(text: TextForm, marks: Mapping[Any, str]) -> dict[str, Formula]:
    """The formulas of a text, by name, of which the marks are given.

    Raises:
        NotFormula: one is none.
    """
    functions = defined_names(text)
    found: dict[str, Formula] = {}
    for name, mark in marks.items():
        if mark.endswith("w>"):
            start, end = text.numbers[int(mark[1:-2])]
            number = number_words.read(text.question[start:end])
            found[str(name)] = Literal(int(mark[1:-2]), Fraction(number or 0))
        else:
            tokens = list(text.formulas[int(mark[1:-1])])
            found[str(name)] = Parser(tokens, text.places, functions).parse()
    return found


def _says_imaginary(tokens: tuple[LatexToken, ...]) -> bool:
    """Whether a formula is i^2 = -1, which needs no reading."""
    return "".join(token.text for token in tokens if token.text not in "{}") == "i^2=-1"


def defined_names(text: TextForm) -> frozenset[str]:
    """The letters that the text defines as functions: f where ``f(x) =`` stands."""
    found = set()
    for tokens in text.formulas:
        for at in range(len(tokens) - 4):
            if _defines(tokens[at : at + 5]):
                found.add(tokens[at].text)
            elif at + 6 < len(tokens) and _defines(
                (*tokens[at : at + 3], *tokens[at + 5 : at + 7])
            ):
                found.add(tokens[at].text)  # f(x, y) =
        if len(tokens) > 3 and _defines_sign(tokens[:4]):
            found.add(tokens[1].text)
    return frozenset(found)


def _defines(tokens: tuple[LatexToken, ...]) -> bool:
    if len(tokens) != 5:
        return False
    name, opening, argument, closing, equals = tokens
    signs = opening.text == "(" and closing.text == ")" and equals.text == "="
    return name.kind == argument.kind == "letter" and signs


def _defines_sign(tokens: tuple[LatexToken, ...]) -> bool:
    r"""Whether a formula begins as ``a \star b =``."""
    left, sign, right, equals = tokens
    return (
        left.kind == right.kind == "letter"
        and left.text != right.text
        and sign.kind in ("sign", "command")
        and sign.text not in _NO_NEW_SIGN
        and equals.text == "="
    )


def split_given(formulas: list[Formula]) -> tuple[dict[str, Definition], list[Formula]]:
    """Part what is given into definitions of functions and the equations that remain.

    Raises:
        NotFormula: something given is neither.
    """
    definitions: dict[str, Definition] = {}
    equations: list[Formula] = []
    for formula in formulas:
        parts = formula.parts if isinstance(formula, Apply) and formula.operation == "list" else ()
        for one in parts or (formula,):
            if not isinstance(one, Apply) or one.operation != "=":
                raise NotFormula("given is no equation")
            left, right = one.parts
            if (defined := _definition(left)) is not None and defined[0] not in definitions:
                definitions[defined[0]] = Definition(defined[1], right)
            else:
                equations.append(one)
    return definitions, equations


def _definition(left: Formula) -> tuple[str, tuple[str, ...]] | None:
    """The function and its arguments if the left side is ``f(x)``."""
    if not isinstance(left, Apply) or not left.operation.startswith("call "):
        return None
    if not all(isinstance(part, Name) for part in left.parts):
        return None
    arguments = tuple(part.name for part in left.parts if isinstance(part, Name))
    return left.operation.removeprefix("call "), arguments


@cache
def _pattern(words: str) -> re.Pattern[str]:
    places = count()
    return re.compile(_HOLE.sub(lambda hole: rf"<(?P<{hole['name']}_{next(places)}>\d+)>", words))
