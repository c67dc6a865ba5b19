r"""Which letters of a text are its own symbols, and which keep their name.

A letter may be renamed only if every place where it stands is known to be a use of the
symbol. Wherever that is in doubt (in prose, in a diagram, in a word, as a unit) the
letter is *fixed*: it keeps its name everywhere.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from perturbations.latex import Kind, Mode, Token, tokenize
from perturbations.notation import (
    ALWAYS_FIXED,
    MATH_WORDS,
    SPACING,
    UNIT_LETTERS,
    diagram_letters,
    prose_letters,
)


@dataclass(slots=True)
class Letters:
    """What the letters of one text are.

    Attributes:
        uses: per symbol its places in the text, in order.
        fixed: the letters that keep their name, with why.
        functions: the symbols that are applied to arguments.
        present: every letter that stands for something, so no new name may be one.
    """

    uses: dict[str, list[int]] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=lambda: dict(ALWAYS_FIXED))
    functions: set[str] = field(default_factory=set)
    present: set[str] = field(default_factory=set)

    def fix(self, letters: Iterable[str], why: str) -> None:
        """Let the letters keep their name."""
        for letter in letters:
            self.fixed.setdefault(letter, why)
            self.present.add(letter)


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
    tokens = tokenize(text, mode)
    letters = Letters()
    for token in tokens:
        if token.kind is Kind.CODE:
            letters.fix(diagram_letters(token.text), "named in a diagram")
        elif token.kind is Kind.LETTERS and token.mode is Mode.NAME:
            if len(token.text) == 1 or token.text.isupper():
                letters.fix(token.text, "part of a name")
        elif token.kind is Kind.LETTERS and token.mode is Mode.PROSE:
            letters.fix(prose_letters(text, token.start, token.text), "stands in prose")
    _read_math(tokens, letters, known)
    return letters


def _read_math(tokens: Sequence[Token], letters: Letters, known: Set[str]) -> None:
    runs = [
        (index, token)
        for index, token in enumerate(tokens)
        if token.kind is Kind.LETTERS and token.mode is Mode.MATH
    ]
    alone = {token.text for _, token in runs if len(token.text) == 1} | known
    proven = _proven({token.text for _, token in runs}, alone)
    only_applied: dict[str, bool] = {}
    only_measure: dict[str, bool] = {}
    for index, token in runs:
        run = token.text
        if run in MATH_WORDS:
            if len(run) == 2 and set(run) - ALWAYS_FIXED.keys() <= alone:
                letters.fix(run, "part of what may be a word")
        elif re.fullmatch("[a-z]th", run):
            letters.fix(run[0], "an ordinal")
        elif set(run) <= proven:
            for offset, letter in enumerate(run):
                letters.uses.setdefault(letter, []).append(token.start + offset)
            applied = _is_applied(tokens, index)
            measure = len(run) == 1 and _is_measure(tokens, index)
            for offset, letter in enumerate(run, start=1):
                last = offset == len(run)
                only_applied[letter] = only_applied.get(letter, True) and applied and last
                only_measure[letter] = only_measure.get(letter, True) and measure
            letters.present.update(run)
        elif not known:
            letters.fix(run, "part of what may be a word")
    letters.functions = {
        letter for letter, always in only_applied.items() if always or letter in "fghFGH"
    }
    letters.fix(
        (letter for letter, always in only_measure.items() if always and letter in UNIT_LETTERS),
        "may be a unit",
    )


def _proven(runs: Set[str], alone: Set[str]) -> set[str]:
    """Symbols: letters alone, in pairs, and in runs such as ABC that name a figure's corners."""
    found = set(alone)
    for run in runs - MATH_WORDS:
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


def _is_measure(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number or a slash stands right before, as before a unit."""
    for token in reversed(tokens[:index]):
        if token.kind is Kind.SPACE or token.text in SPACING:
            continue
        return token.kind is Kind.NUMBER or token.text == "/"
    return False
