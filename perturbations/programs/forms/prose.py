"""ProseForm: a form whose words are read from left to right, as a grammar reads them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, Match, Question, parsed
from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, Name, NotFormula
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import Scope
from clipo_bench.perturbations.programs.forms.text_form import WRITTEN, TextForm

_MARK = re.compile(r"<\d+w?>")
# What is no part of a thing's name, since it could be a condition.
_NO_NOUN = (
    "a|an|the|and|or|of|in|on|at|by|to|from|for|with|without|not|no|non|only|least|most|more|less"
    "|fewer|than|each|every|all|any|none|same|identical|different|distinct|both|either|neither"
    "|exactly|except|but|if|is|are|was|were|be|if|when|how|what|which|that|there|other|another"
    "|twice|half|double|odd|even|prime|indistinguishable|distinguishable|their|its|must|feet"
    "|inches"
    f"|{WRITTEN}"
)
_NOUN_WORD = rf"(?!(?:{_NO_NOUN})\b)[a-z][a-z']*(?:-[a-z]+)*"
NOUN = rf"{_NOUN_WORD}(?: {_NOUN_WORD}){{0,2}}"
"""A regular expression for the name of a thing, in one to three words."""


@dataclass(frozen=True, slots=True)
class ProseForm(Form):
    """A form that takes every number, in digits or words; `compute` has to read all of the words.

    `words` is what the text has to begin with. The holes are ``0``, ``1``... in the text's order;
    a `Reader` leads through them.
    """

    def match(self, text: TextForm) -> Match | None:
        """How a question may be of this form; None if it begins otherwise."""
        if _compiled(self.words).match(text.words) is None:
            return None
        text = text.with_written(text.written)
        try:
            return Match(text, parsed(text, dict(enumerate(_MARK.findall(text.words)))))
        except NotFormula:
            return None


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """A wording and how its answer is computed from its numbers, in the text's order.

    Attributes:
        words: a regular expression for the whole of what `normal` gives.
        way: the answer from the numbers, which are sympy objects.
        other: the answer, computed in another way.
    """

    words: str
    way: Callable[..., Any]
    other: Callable[..., Any]


def table(
    name: str, rows: tuple[PhraseRow, ...], examples: tuple[tuple[str, str], ...], cut: str = ""
) -> ProseForm:
    """A form of several wordings, each with numbers only."""

    def found(question: Question) -> tuple[PhraseRow, list[Any]]:
        text = normal(question, cut)
        for row in rows:
            if _compiled(row.words).fullmatch(text):
                if text.count("#") != len(question.formulas):
                    raise NoValue("a number is left over")
                formulas = (question[str(place)] for place in range(text.count("#")))
                numbers = [one for formula in formulas for one in _numbers(formula, question)]
                return row, numbers
        raise NoValue("worded otherwise")

    def compute(question: Question) -> Any:
        row, numbers = found(question)
        return row.way(*numbers)

    def check(question: Question, answer: Any) -> bool:
        row, numbers = found(question)
        return bool(row.other(*numbers) == answer)

    return ProseForm(name, "", compute, check, examples)


def _numbers(formula: Formula, question: Question) -> Iterator[Any]:
    """The value of a formula, or those of a list: a number, or one variable."""
    if isinstance(formula, Apply) and formula.operation in ("list", "set"):
        for part in formula.parts:
            yield from _numbers(part, question)
        return
    if isinstance(formula, Apply) and formula.operation in ("percent", "degrees"):
        formula = formula.parts[0]
    number = value(formula, question.scope)
    if not number.is_number and not isinstance(formula, Name):
        raise NoValue("no number")
    yield number


def normal(question: Question, cut: str = "") -> str:
    """The words with ``#`` for every number, and without layout or what is cut.

    ``#-sided``, ``#%`` and ``$#`` may have been written with spaces, or within a formula.

    Raises:
        NoValue: with what is cut a number would go.
    """
    marks = _MARK.findall(question.words)
    pieces = _MARK.split(question.words)
    shown = [pieces[0]]
    for place, piece in enumerate(pieces[1:]):
        formula = question.formulas.get(str(place))
        kind = formula.operation if isinstance(formula, Apply) else ""
        shown += "#" + {"percent": "%", "degrees": " degrees"}.get(kind, ""), piece
    text = "".join(shown) if marks else question.words
    text = text.replace("# -", "#-").replace(r"\%", "%").replace("# %", "#%")
    text = text.replace(r"\$ #", "$#").replace(r"\$#", "$#")
    if not cut:
        return " ".join(text.split())
    left = _compiled(cut).sub(" ", text)
    if left.count("#") != text.count("#"):
        raise NoValue("a number is left over")
    return " ".join(left.split())


class Reader:
    """Reads the words of a question; ``#`` is a number or a formula.

    Layout is taken out of it: ``#-sided``, ``#%`` and ``$#`` may have been written with spaces.

    Args:
        question: of a `ProseForm`.
        cut: a regular expression for what says nothing and may be left out anywhere.
    """

    def __init__(self, question: Question, cut: str = "") -> None:
        self._text = normal(question, cut)
        self._at = 0
        self._numbers = 0
        self._question = question

    @property
    def scope(self) -> Scope:
        """What the numbers of the formulas are worth."""
        return self._question.scope

    def take(self, pattern: str) -> re.Match[str] | None:
        """Read on if the words go on so; numbers in it are for `number`, one after the other."""
        match = _compiled(rf"(?:{pattern})(?= |\Z) ?").match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return match

    def expect(self, pattern: str) -> re.Match[str]:
        """Read what has to stand here.

        Raises:
            NoValue: something else does.
        """
        match = self.take(pattern)
        if match is None:
            raise NoValue(f"expected {pattern!r} at {self._text[self._at :]!r}")
        return match

    def formula(self) -> Formula:
        """The next formula of those that were passed.

        Raises:
            NoValue: none is left.
        """
        if self._numbers >= self._text.count("#", 0, self._at):
            raise NoValue("no number stands here")
        self._numbers += 1
        return self._question[str(self._numbers - 1)]

    def number(self) -> Any:
        """The value of the next formula of those that were passed."""
        number = value(self.formula(), self._question.scope)
        if not number.is_number:
            raise NoValue("no number")
        return number

    def integer(self) -> int:
        """The next number of those that were passed, an integer.

        Raises:
            NoValue: it is none.
        """
        number = self.number()
        if not number.is_Integer:
            raise NoValue(f"{number} is no integer")
        return int(number)

    def end(self) -> None:
        """See that nothing is left, neither words nor numbers.

        Raises:
            NoValue: something is.
        """
        if self._at < len(self._text):
            raise NoValue(f"not understood: {self._text[self._at :]!r}")
        if self._numbers != self._text.count("#"):
            raise NoValue("a number is left over")


def same(way: Callable[[Question], Any]) -> Callable[[Question, Any], bool]:
    """A check that computes the answer in a second way."""
    return lambda question, answer: bool(way(question) == answer)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
