r"""Which letters of a text are its own symbols, and which keep their name.

A symbol is a Latin letter or a Greek letter's command (``\theta``). It may be renamed
only if every place where it stands is known to be a use of it. Wherever that is in doubt
(in prose, in a diagram's code, in a word, as a unit) it is *fixed*: it keeps its name
everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from clipo_bench.perturbations.symbols.diagrams import Diagrams, read_diagrams
from clipo_bench.perturbations.symbols.notation import (
    LOWER_GREEK,
    MATH_WORDS,
    SPACING,
    UNIT_LETTERS,
    UPPER_GREEK,
    constants,
    is_enumerator,
    names_symbols,
    prose_letters,
)
from clipo_bench.perturbations.text.latex import Mode, Token, TokenKind, tokenize, words

_GREEK = frozenset((*LOWER_GREEK, *UPPER_GREEK))
# In math they are products, such as b times y, if both letters are symbols and no number is
# before them.
_MAY_BE_PRODUCTS = words("am pm AM PM at by as an be we cm km kg ms ns ps mi")
_NUMBER_SETS = re.compile(r"\\mathbb\s*\{?\s*\Z")
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
            if _NUMBER_SETS.search(text[: token.start]):
                letters.present.update(token.text)
            elif len(token.text) == 1 or token.text.isupper():
                letters.fix(token.text, "part of a name")
        elif token.mode is Mode.PROSE:
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
                letters.fix(standing, "stands in prose")


def _symbol_runs(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    for index, token in enumerate(tokens):
        if token.mode is Mode.MATH and (token.kind is TokenKind.LETTERS or token.text in _GREEK):
            yield index, token


def _read_math(tokens: Sequence[Token], letters: Letters, known: Set[str]) -> None:
    runs = list(_symbol_runs(tokens))
    alone = {token.text for _, token in runs if len(token.text) == 1} | known
    proven = _proven({token.text for _, token in runs}, alone)
    applications: dict[str, list[bool]] = {}
    only_measure: dict[str, bool] = {}
    only_index: dict[str, bool] = {}
    for index, token in runs:
        run = token.text
        if run in MATH_WORDS and not _is_product(tokens, index, proven):
            if len(run) == 2:
                letters.fix(proven & set(run), "part of what may be a word")
            continue
        if re.fullmatch("[a-z]th", run):
            letters.fix(run[0], "an ordinal")
            continue
        symbols = [run] if run in _GREEK else list(run)
        if not proven.issuperset(symbols):
            if not known:
                letters.fix(run, "part of what may be a word")
            continue
        _add_run(letters, symbols, tokens, index)
        applied = _is_applied(tokens, index)
        measure = len(symbols) == 1 and _is_measure(tokens, index)
        indexing = len(symbols) == 1 and _is_whole_subscript(tokens, index)
        for offset, letter in enumerate(symbols, start=1):
            last = offset == len(symbols)
            applications.setdefault(letter, []).append(applied and last)
            only_measure[letter] = only_measure.get(letter, True) and measure
            only_index[letter] = only_index.get(letter, True) and indexing
    letters.indexing = {letter for letter, always in only_index.items() if always}
    letters.functions = {
        letter
        for letter, applied_here in applications.items()
        if all(applied_here) or (letter in "fghFGH" and any(applied_here))
    } - letters.corners
    letters.fix(
        (letter for letter, always in only_measure.items() if always and letter in UNIT_LETTERS),
        "may be a unit",
    )


def _add_run(letters: Letters, symbols: Sequence[str], tokens: Sequence[Token], index: int) -> None:
    """Note where the symbols of a run stand, and what is written on them."""
    place = tokens[index].start
    for symbol in symbols:
        letters.uses.setdefault(symbol, []).append(place)
        place += len(symbol)
    letters.present.update(symbols)
    if len(symbols) > 1 and tokens[index].text.isupper():
        letters.corners.update(symbols)
    after = "".join(token.text for token in tokens[index + 1 : index + 6]).lstrip(" \n'}")
    if after.startswith("_"):
        letters.subscripted.add(symbols[-1])
    if _FONTS.search("".join(token.text for token in tokens[max(0, index - 4) : index])):
        letters.styled.update(symbols)


def _proven(runs: Set[str], alone: Set[str]) -> set[str]:
    """Symbols: letters alone, in pairs, and in runs such as ABC that name a figure's corners."""
    found = set(alone) | (runs & _GREEK)
    for run in runs - MATH_WORDS - _GREEK:
        in_order = run.isupper() and list(run) == sorted(set(run))
        if len(run) == 2 or in_order:
            found.update(run)
    return found


def _is_applied(tokens: Sequence[Token], index: int) -> bool:
    """Whether it is a function with its argument: f(x), f'(x), f_1(x), f^{-1}(x)."""
    before = "".join(token.text for token in tokens[max(0, index - 2) : index])
    after = "".join(token.text for token in tokens[index + 1 : index + 12])
    is_subscript = re.search(r"_\{?$", before) is not None
    scripts = r"(?:'|[_^](?:\w|\{[^{}]*\}))*"
    return not is_subscript and re.match(rf"{scripts}(?:\\left)?\(|'", after) is not None


def _is_whole_subscript(tokens: Sequence[Token], index: int) -> bool:
    before = "".join(token.text for token in tokens[max(0, index - 3) : index])
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return re.search(r"_\s*\Z", before) is not None or (
        re.search(r"_\s*\{\s*\Z", before) is not None and after == "}"
    )


def _is_product(tokens: Sequence[Token], index: int, proven: Set[str]) -> bool:
    """Whether what may be a word is a product of two symbols."""
    run = tokens[index].text
    if run not in _MAY_BE_PRODUCTS or not set(run) <= proven:
        return False
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return after == "_" or not _is_measure(tokens, index)


def _is_measure(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number or a slash stands right before, as before a unit."""
    for token in reversed(tokens[:index]):
        if token.kind is TokenKind.SPACE or token.text in SPACING:
            continue
        return token.kind is TokenKind.NUMBER or token.text == "/"
    return False
