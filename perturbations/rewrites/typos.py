"""Misspell words and put marks between them, at a stated level. The gold stays.

A slip keeps a word's first and last letter: two letters exchanged, one doubled, a vowel left out,
a neighbouring key. Slips that often make another English word are left out; there is no
dictionary, so that some may still make one. Numbers, names, formulas and the words on which the
sense hangs ("not", "each", "half") have none.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.prose import ProseError, formulas, inside
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

METHOD = "typos"
LEVELS = (10, 30, 50)
SHORTEST = 4
_MARK_SHARE = 0.4
# None that ends a sentence: "She buys. pens" would be read as two.
_MARKS = ",;:"

# A word in small letters with nothing but spaces or a sentence's marks around it: not the "foot"
# of "12-foot", the "nn" of "Ann's", or "x".
_WORD = re.compile(r"(?<![^\s\"“(])[a-z]{2,}(?=[\s.,;!?:\"”)]|\Z)")
# Behind it a space, and another such word: a mark between them splits no number and no formula.
_BETWEEN = re.compile(r" (?=[a-z]{2,}(?:[\s.,;!?:\"”)]|\Z))")
# Words that are a number, or on which the sense hangs.
_KEPT = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion billions trillion dozen dozens "
    "half halves third thirds quarter quarters fourth fifth sixth seventh eighth ninth tenth "
    "fourths fifths sixths eighths tenths "
    "once twice thrice double doubled doubles triple tripled triples quadruple single pair pairs "
    "couple percent percentage cent cents first second seconds last per each every both neither "
    "either none not never no nor all any only also except unless without than then same other "
    "more less most least fewer before after over under above below until "
)
# Consonants beside each vowel on a keyboard: a vowel for a vowel would make "shorts" of "shirts".
_BESIDE = {"a": "qsz", "e": "wrd", "i": "kj", "o": "pkl", "u": "hj"}
# Letters that make no other word where they change places, as vowels do: "calm" and "clam".
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxz")
# Doubled they make other words: "step" and "steep", "chose" and "choose".
_NOT_DOUBLED = frozenset("eo")


class Typos:
    """Proposes slips in so many per cent of the words that may have one."""

    def __init__(self, level: int) -> None:
        self._level = level

    @property
    def kind(self) -> str:
        """``typos_10`` for slips in a tenth of the words."""
        return f"typos_{self._level}"

    @property
    def changes(self) -> str:
        """What it changes."""
        return f"letters and marks, in {self._level} % of the plain words; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Make slips in the question, or refuse where no word may have one."""
        text = problem.question
        try:
            spans = formulas(text)
        except ProseError as error:
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, str(error))
        found = _plain_words(text, spans)
        if not found:
            detail = "no plain word outside of numbers, names and formulas"
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, detail)
        count = max(1, round(len(found) * self._level / 100))
        chosen = sorted(rng.sample(found, count), key=lambda one: one[0].start())
        edits = [_edit(match, *ways, rng) for match, ways in chosen]
        return _written(problem, edits, self.kind, self._level)


def _plain_words(
    text: str, spans: Sequence[tuple[int, int]]
) -> list[tuple[re.Match[str], tuple[list[str], bool]]]:
    """The words that may have a slip, with what it may be."""
    found = [
        (match, _slips_at(text, match))
        for match in _WORD.finditer(text)
        if match.group() not in _KEPT and not inside(spans, *match.span())
    ]
    return [(match, ways) for match, ways in found if any(ways)]


def _slips_at(text: str, match: re.Match[str]) -> tuple[list[str], bool]:
    """The misspellings of a word, and whether a mark may stand behind it."""
    slips = sorted({*_slips(match.group())} - _KEPT)
    return slips, _BETWEEN.match(text, match.end()) is not None


def _edit(match: re.Match[str], slips: Sequence[str], mark: bool, rng: random.Random) -> Edit:
    if mark and (not slips or rng.random() < _MARK_SHARE):
        return Edit(match.end(), match.end(), "", rng.choice(_MARKS))
    return Edit(match.start(), match.end(), match.group(), rng.choice(slips))


def _slips(word: str) -> Iterator[str]:
    """The word with one slip, its first and last letter kept."""
    if len(word) < SHORTEST:
        return
    for i in range(1, len(word) - 1):
        previous, letter, following = word[i - 1], word[i], word[i + 1]
        before, after = word[:i], word[i + 1 :]
        alone = {previous, following} <= _CONSONANTS
        # "shirts" -> "shirrts"; not "later" -> "latter"
        doubled = letter not in (previous, following) and letter not in _NOT_DOUBLED
        if doubled and (letter not in _CONSONANTS or {previous, following} & _CONSONANTS):
            yield before + 2 * letter + after
        # "baskets" -> "baksets"
        if i < len(word) - 2 and {letter, following} <= _CONSONANTS and letter != following:
            yield before + following + letter + word[i + 2 :]
        if letter in _BESIDE and alone and len(word) > SHORTEST:
            # "baskets" -> "baskts", where three consonants meet: "below" would be "blow"
            around = (word[max(0, i - 2) : i], word[i + 1 : i + 3])
            if any(len(two) == 2 and {*two} <= _CONSONANTS for two in around):
                yield before + after
            # "baskets" -> "bsskets"
            yield from (before + key + after for key in _BESIDE[letter])


def _written(problem: Problem, edits: Sequence[Edit], kind: str, level: int) -> Variant:
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += problem.question[position : edit.start], edit.after
        position = edit.end
    variant = replace(
        problem,
        question="".join((*pieces, problem.question[position:])),
        original_gold=problem.gold,
        kind=kind,
        program=None,
    )
    evidence = {"level": str(level), "slips": str(len(edits))}
    return Variant(variant, tuple(edits), Certificate(METHOD, evidence))
