r"""Which letters of a text are its own symbols, and which keep their name.

A symbol is a Latin letter or a Greek letter's command (``\theta``). It may be renamed
only if every place where it stands is known to be a use of it. Wherever that is in doubt
(in prose, in a diagram's code, in a word, as a unit) it is *fixed*: it keeps its name
everywhere.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from clipo_bench.perturbations.rule import first
from clipo_bench.perturbations.symbols.diagrams import Diagrams, read_diagrams
from clipo_bench.perturbations.symbols.math_runs import (
    NO_SYMBOLS,
    MathRun,
    Standing,
    math_runs,
)
from clipo_bench.perturbations.symbols.notation import (
    UNIT_LETTERS,
    constants,
    is_enumerator,
    names_symbols,
    prose_letters,
)
from clipo_bench.perturbations.text.latex import Mode, Token, TokenKind, tokenize

# `\mathbb{` or `\Bbb ` before a letter: not a symbol, but a set of numbers.
_NUMBER_SETS = re.compile(r"\\(?:mathbb|mathbbm|mathds|Bbb)\s*\{?\s*\Z")
# `\mathbf{`, `\bm `: a letter in another font is still a symbol.
_FONTS = re.compile(r"\\(?:mathbf|boldsymbol|bm|bold|pmb|mathit)\s*\{?\s*$")


@dataclass(slots=True)
class Letters:
    """What the letters of one text are.

    Attributes:
        uses: per symbol its places in the text's math, in order.
        mentions: the words of its prose that name symbols, with their places.
        fixed: the letters that keep their name, with why.
        functions: the symbols that are applied to arguments.
        subscripted: the symbols that have a subscript somewhere.
        styled: the symbols that stand in a font of their own, such as bold.
        indexing: the symbols that are nothing but whole subscripts, such as the n of "(a_n)".
        corners: the symbols that stand in a run of capitals, such as ``ABC``.
        present: every letter that stands for something, so no new name may be one.
    """

    uses: dict[str, list[int]] = field(default_factory=dict)
    mentions: list[tuple[int, str]] = field(default_factory=list)
    fixed: dict[str, str] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    subscripted: set[str] = field(default_factory=set)
    styled: set[str] = field(default_factory=set)
    indexing: set[str] = field(default_factory=set)
    corners: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)

    def fix(self, letters: Iterable[str], why: str) -> None:
        """Let the letters keep their name."""
        for letter in letters:
            self.fixed.setdefault(letter, why)
            self.present.add(letter)

    def add(self, other: "Letters") -> None:
        """Take in what another text of the same problem says; its places are its own."""
        for letter, places in other.uses.items():
            self.uses.setdefault(letter, []).extend(places)
        self.mentions += other.mentions
        for letter, why in other.fixed.items():
            self.fixed.setdefault(letter, why)
        self.functions |= other.functions
        self.subscripted |= other.subscripted
        self.styled |= other.styled
        self.indexing |= other.indexing
        self.corners |= other.corners
        self.present |= other.present


def read_letters(text: str, mode: Mode = Mode.PROSE, known: Set[str] = frozenset()) -> Letters:
    """Tell symbols from everything else that is written with letters.

    Args:
        text: a question, an option, a worked solution or a gold.
        mode: what `text` starts as; golds are `Mode.MATH`.
        known: the symbols of the problem that `text` is the gold of; then a run with
            any other letter is a word, not a product.

    Raises:
        LatexError: the LaTeX is not closed as it was opened.
    """
    diagrams = read_diagrams(tokenize(text, mode))
    letters = Letters()
    _read_code(diagrams, letters)
    _read_math(diagrams.tokens, letters, known)
    for constant, why in constants(text):
        if constant in letters.uses:
            letters.fix(constant, why)
    _read_prose(text, diagrams.tokens, letters)
    return letters


def _read_code(diagrams: Diagrams, letters: Letters) -> None:
    letters.fix(diagrams.unread, "named in a diagram")
    letters.fix(diagrams.named - diagrams.shown, "named in a diagram")
    letters.present |= diagrams.named
    if diagrams.axes:
        letters.fix("xyz", "named coordinates")


def _read_prose(text: str, tokens: Sequence[Token], letters: Letters) -> None:
    for token in tokens:
        if token.kind is not TokenKind.LETTERS:
            continue
        if token.mode is Mode.NAME:
            # `\mathbb{R}`: the real numbers
            if _NUMBER_SETS.search(text[: token.start]):
                letters.present.update(token.text)
            # `\mathrm{AB}` names a segment, `\mathrm{cm}` a unit
            elif len(token.text) == 1 or token.text.isupper():
                letters.fix(token.text, "part of a name")
        elif token.mode is Mode.PROSE:
            # "(a) Find ..." is a list's mark
            if is_enumerator(text, token.start, token.text):
                letters.present.update(token.text)
                continue
            standing = prose_letters(text, token.start, token.text)
            whole = standing == token.text and (len(standing) == 1 or standing.isupper())
            known = whole and set(standing) <= letters.uses.keys()
            if known and names_symbols(text, token.start, token.text):
                letters.mentions.append((token.start, token.text))
                letters.present.update(token.text)
            else:
                letters.fix(standing, "a symbol that also occurs outside of formulas")


def _read_math(tokens: Sequence[Token], letters: Letters, known: Set[str]) -> None:
    standing: dict[str, list[Standing]] = {}
    for run in math_runs(tokens, known):
        if (rule := first(NO_SYMBOLS, run)) is not None:
            letters.fix(rule.keeps(run), rule.why)
            continue
        _add_run(letters, run)
        for symbol, place in zip(run.symbols, run.standing(), strict=True):
            standing.setdefault(symbol, []).append(place)
    letters.indexing = {one for one, places in standing.items() if _is_index(places)}
    called = {one for one, places in standing.items() if _is_function(one, places)}
    letters.functions = called - letters.corners
    units = (one for one, places in standing.items() if _is_unit(one, places))
    letters.fix(units, "may be a unit")


def _is_index(places: Sequence[Standing]) -> bool:
    return all(one.as_index for one in places)


def _is_function(symbol: str, places: Sequence[Standing]) -> bool:
    """Whether a symbol always has an argument, or is called like a function and has one once."""
    applied = [one.applied for one in places]
    # `f(x)`, and h in `h(2) = 3` and `h is even`
    return all(applied) or (symbol in "fghFGH" and any(applied))


def _is_unit(symbol: str, places: Sequence[Standing]) -> bool:
    return symbol in UNIT_LETTERS and all(one.measured for one in places)


def _add_run(letters: Letters, run: MathRun) -> None:
    """Note where the symbols of a run stand, and what is written on them."""
    place = run.tokens[run.index].start
    for symbol in run.symbols:
        letters.uses.setdefault(symbol, []).append(place)
        place += len(symbol)
    letters.present.update(run.symbols)
    # `ABCD`: corners
    if len(run.symbols) > 1 and run.text.isupper():
        letters.corners.update(run.symbols)
    if run.after(5).lstrip(" \n'}").startswith("_"):
        letters.subscripted.add(run.symbols[-1])
    if _FONTS.search(run.before(4)):
        letters.styled.update(run.symbols)
