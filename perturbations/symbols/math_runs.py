"""Runs of letters in math: which of them are symbols, one by one, and how they stand there."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from clipo_bench.perturbations.rule import Rule
from clipo_bench.perturbations.symbols.notation import (
    LOWER_GREEK,
    MATH_WORDS,
    SPACING,
    UPPER_GREEK,
)
from clipo_bench.perturbations.text.latex import Mode, Token, TokenKind, words

_GREEK = frozenset((*LOWER_GREEK, *UPPER_GREEK))
# In math they are products, such as b times y, if both letters are symbols and no number is
# before them.
_MAY_BE_PRODUCTS = words("am pm AM PM at by as an be we cm km kg ms ns ps mi")
# Before "_" or "(", they name a group, a field or a function: `SL_2`, `GF(8)`, `tg(x)`.
_NAMES = words("GL SL SO SU Sp GF UT Po Bi Ai Ei Li li Si Ci Cl SD SE CV id tg sh ch th Sz")
# Behind a number they are units: `3 GB`.
_UNIT_PAIRS = words("MB GB TB kB KB dB eV MW GW mA kV mV mW Wh Ah pH nm nF pF mH kA")
# "nth".
_ORDINAL = re.compile("[a-z]th")
# `x_` or `x_{` before the letters.
_IN_SUBSCRIPT = re.compile(r"_\{?$")
# An argument or a prime after a name: `f(`, `f_1(`, `f^{-1}(`, `f'`.
_ARGUMENT = re.compile(r"(?:'|[_^](?:\w|\{[^{}]*\}))*(?:\\left)?\(|'")


class Standing(NamedTuple):
    """How a symbol stands at one place.

    Attributes:
        applied: whether it is a function with its argument: f(x), f'(x), f_1(x), f^{-1}(x).
        measured: whether it stands alone behind a number or a slash, as a unit does.
        as_index: whether it is a whole subscript.
    """

    applied: bool = False
    measured: bool = False
    as_index: bool = False


@dataclass(frozen=True, slots=True)
class MathRun:
    """Letters in a row, or the command of a Greek letter.

    Attributes:
        tokens: all of the text's tokens; `index` is that of the run.
        text: the run itself.
        proven: the letters that are surely symbols somewhere in the text.
        in_gold: whether the text is a gold, and `proven` the symbols of its problem, too.
    """

    tokens: Sequence[Token]
    index: int
    text: str
    proven: Set[str]
    in_gold: bool

    @property
    def symbols(self) -> Sequence[str]:
        """The run's letters, a Greek one as its command."""
        return [self.text] if self.text in _GREEK else self.text

    def before(self, count: int) -> str:
        """So many tokens before the run, as text."""
        return "".join(one.text for one in self.tokens[max(0, self.index - count) : self.index])

    def after(self, count: int) -> str:
        """So many tokens after the run, as text."""
        return "".join(one.text for one in self.tokens[self.index + 1 : self.index + 1 + count])

    def standing(self) -> Iterator[Standing]:
        """How each of its symbols stands there: what is written around it is about the last."""
        for _ in self.symbols[:-1]:
            yield Standing()
        alone = len(self.symbols) == 1
        yield Standing(
            self._is_applied(),
            alone and self.is_measured(),
            alone and self._is_whole_subscript(),
        )

    def is_word(self) -> bool:
        """Whether it is a known word, and no product of two symbols."""
        return self.text in MATH_WORDS and not self._is_product()

    def is_name(self) -> bool:
        """Whether it is the name of a group or function, or a unit behind a number."""
        if self.text in _NAMES:
            return re.match(r"\s*(?:_|(?:\\left)?\()", self.after(3)) is not None
        return self.text in _UNIT_PAIRS and self.is_measured()

    def is_measured(self) -> bool:
        """Whether a number or a slash stands right before, as before a unit."""
        for token in reversed(self.tokens[: self.index]):
            if token.kind is TokenKind.SPACE or token.text in SPACING:
                continue
            return token.kind is TokenKind.NUMBER or token.text == "/"
        return False

    def _is_product(self) -> bool:
        if self.text not in _MAY_BE_PRODUCTS or not set(self.text) <= self.proven:
            return False
        return self.after(1) == "_" or not self.is_measured()

    def _is_applied(self) -> bool:
        return not _IN_SUBSCRIPT.search(self.before(2)) and bool(_ARGUMENT.match(self.after(11)))

    def _is_whole_subscript(self) -> bool:
        before = self.before(3)
        # `a_n`
        if re.search(r"_\s*\Z", before):
            return True
        # `a_{n}`, but not `a_{n+1}`
        return re.search(r"_\s*\{\s*\Z", before) is not None and self.after(1) == "}"


@dataclass(frozen=True, slots=True)
class NoSymbols(Rule[MathRun]):
    """Why the letters of a run are no symbols there.

    Attributes:
        keeps: those of them that keep their name everywhere.
    """

    keeps: Callable[[MathRun], Iterable[str]]


def math_runs(tokens: Sequence[Token], known: Set[str]) -> Iterator[MathRun]:
    """The runs of letters in a text's math.

    Args:
        tokens: the text's.
        known: the symbols of the problem that the text is the gold of.
    """
    places = [
        index
        for index, token in enumerate(tokens)
        if token.mode is Mode.MATH and (token.kind is TokenKind.LETTERS or token.text in _GREEK)
    ]
    runs = {tokens[index].text for index in places}
    proven = _proven(runs, {run for run in runs if len(run) == 1} | known)
    for index in places:
        yield MathRun(tokens, index, tokens[index].text, proven, bool(known))


def _proven(runs: Set[str], alone: Set[str]) -> set[str]:
    """Symbols: letters alone, in pairs, and in runs such as ABC that name a figure's corners."""
    found = set(alone) | (runs & _GREEK)
    for run in runs - MATH_WORDS - _GREEK:
        # `ABC`, not `CAB`
        in_order = run.isupper() and list(run) == sorted(set(run))
        if len(run) == 2 or in_order:
            found.update(run)
    return found


def _is_unproven(run: MathRun) -> bool:
    return not set(run.symbols) <= run.proven


# The first that holds decides; where none does, every letter is a symbol. The example of a word
# in the gold has the gold in its second line.
NO_SYMBOLS: tuple[NoSymbols, ...] = (
    NoSymbols(
        "part of a known name",
        r"Find the number $n$ of elements of $GL_2(F_3)$.",
        lambda run: run.is_name(),
        lambda run: run.text,
    ),
    NoSymbols(
        "part of what may be a word",
        r"A rope of $5 cm$ is cut $c$ times into $m$ parts.",
        lambda run: len(run.text) == 2 and run.is_word(),
        lambda run: run.proven & set(run.text),
    ),
    NoSymbols(
        "a word",
        r"Find $gcd(c, d)$ if $c = g + 2$ and $d = g + 3$.",
        lambda run: run.is_word(),
        lambda run: (),
    ),
    NoSymbols(
        "an ordinal",
        r"The $nth$ of $n$ trees is an oak.",
        lambda run: _ORDINAL.fullmatch(run.text),
        lambda run: run.text[0],
    ),
    NoSymbols(
        "a word of the gold",
        "Which of $n$ and $k$ is more?\nnone",
        lambda run: run.in_gold and _is_unproven(run),
        lambda run: (),
    ),
    NoSymbols(
        "part of what may be a word",
        r"Let $xyz$ be a number of which $x$ is a digit.",
        _is_unproven,
        lambda run: run.text,
    ),
)
