"""Rename a problem's symbols, the same everywhere, with no name captured."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from clipo_bench.perturbations.symbols.letters import Letters, read_letters
from clipo_bench.perturbations.symbols.levels import RenamingLevel
from clipo_bench.perturbations.symbols.notation import (
    MATH_WORDS,
    conventional_letters,
    sides_and_corners,
)
from clipo_bench.perturbations.symbols.standard_names import standard_names
from clipo_bench.perturbations.text.body import Part, apply_edits, parts
from clipo_bench.perturbations.text.latex import LatexError, Mode, without_code
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

_TRIES = 100
# An article before a symbol: "an $n$", `a \(\alpha\)`.
_ARTICLE = re.compile(r"\b(?P<article>[Aa]n?)\s+(?:\$|\\\()\s*(?P<symbol>\\[A-Za-z]+|[A-Za-z])")
# "$x$", `\(x\)`, `\[x\]`, `\begin{align}`.
_MATH = re.compile(r"\$|\\[(\[]|\\begin")


@dataclass(frozen=True, slots=True)
class _Reading:
    """The letters of a problem: of each part of its body, of all parts, and of the rest."""

    parts: tuple[tuple[Part, Letters], ...]
    body: Letters
    gold: Letters
    solution: Letters | None

    def all(self) -> Iterator[Letters]:
        return (one for one in (self.body, self.gold, self.solution) if one)


class Symbols:
    """Proposes new names for the symbols of a problem's LaTeX."""

    def __init__(self, level: RenamingLevel) -> None:
        self._level = level

    @property
    def kind(self) -> str:
        """The level's name."""
        return self._level.kind

    @property
    def changes(self) -> str:
        """What the level's new names are."""
        return f"the symbols, to {self._level.names}; the gold follows"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Rename every symbol that is surely one, or refuse."""
        if not _MATH.search(problem.body):
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, "no math")
        try:
            reading = self._read(problem)
        except (LatexError, ValueError) as error:
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, str(error))
        letters, gold = reading.body, reading.gold
        free = sorted(letters.uses.keys() - letters.fixed.keys())
        if not free:
            held = sorted({letters.fixed[letter] for letter in letters.uses})
            reason = Reason.AMBIGUOUS if held else Reason.NOTHING_TO_REWRITE
            return Refusal.of(problem, self.kind, reason, "; ".join(held) or "no symbol in math")
        if doubtful := sorted(set(free) & gold.fixed.keys()):
            return Refusal.of(problem, self.kind, Reason.GOLD_UNCERTAIN, f"{doubtful} in the gold")
        reading = replace(reading, solution=self._solution_letters(problem, set(free)))
        names = self._new_names(free, problem, reading, rng)
        if names is None:
            return Refusal.of(
                problem, self.kind, Reason.NO_NEW_VALUES, "too few unused names are left"
            )
        return self._renamed(problem, reading, names)

    def _read(self, problem: Problem) -> _Reading:
        """Read body and gold.

        Raises:
            ValueError: the body can't be read.
        """
        pieces = tuple((part, read_letters(part.text)) for part in parts(problem))
        body = Letters()
        for _, letters in pieces:
            body.add(letters)
        written = "\n".join(without_code(part.text) for part, _ in pieces)
        # x and y beside "the graph", d beside `\int`
        for conventional, why in conventional_letters(written):
            body.fix(conventional, why)
        # P of `P(A)`, S of `S_5`
        for letter, why in standard_names(written, body.uses.keys()):
            body.fix([letter], why)
        body.fix(sides_and_corners(written, body.uses.keys()), "a side and its corner")
        everywhere = [letters for _, letters in pieces]
        # the n of a_n, where it only counts
        for letter in body.indexing:
            if all(letter in one.indexing or letter not in one.uses for one in everywhere):
                body.fix([letter], "only a subscript")
        gold = Letters()
        if not problem.choices:
            gold = read_letters(problem.gold, Mode.MATH, known=body.uses.keys())
        self._keep(body, gold, problem.body)
        return _Reading(pieces, body, gold, None)

    def _keep(self, letters: Letters, gold: Letters, text: str) -> None:
        """Fix what this level can't rename, and words of prose with such a letter as a whole."""
        for letter, why in self._level.keeps(letters, gold, text).items():
            letters.fixed.setdefault(letter, why)
        if self._level.in_prose:
            return
        if "\\(" in text:  # these mark the mentions, so that they can be told when undone
            letters.fix(
                "".join(run for _, run in letters.mentions),
                "a symbol that also occurs outside of formulas",
            )
        while mixed := [
            run
            for _, run in letters.mentions
            if set(run) & letters.fixed.keys() and set(run) - letters.fixed.keys()
        ]:
            letters.fix("".join(mixed), "a symbol that also occurs outside of formulas")

    def _solution_letters(self, problem: Problem, free: Set[str]) -> Letters | None:
        """The letters of a worked solution; None if the symbols can't be told apart in it."""
        solution = problem.solution
        if solution is None:
            return None
        try:
            letters = read_letters(solution)
            written = without_code(solution)
        except LatexError:
            return None
        # d is a distance in the question, and the solution has a `dx`
        for letter, why in standard_names(written, free, context=problem.body):
            letters.fix([letter], why)
        self._keep(letters, Letters(), solution)
        # the question's m is a symbol, and the solution measures in $m$
        return None if free & letters.fixed.keys() else letters

    def _new_names(
        self, free: Sequence[str], problem: Problem, reading: _Reading, rng: random.Random
    ) -> dict[str, str] | None:
        """Draw names until no product turns into a word."""
        text = " ".join((problem.body, problem.gold, problem.solution or ""))
        # "value" in the text: no symbol may become `\mathit{value}`
        taken = set(re.findall("[A-Za-z]{2,}", text))
        taken.update(*(letters.present for letters in reading.all()))
        if self._level.in_prose and any(letters.mentions for letters in reading.all()):
            taken.update("aA")  # in prose they would read as articles
        for _ in range(_TRIES):
            names = self._level.draw(free, reading.body.functions, taken, rng)
            if names is None:
                return None
            if (
                _suits_articles(problem.body, names)
                and not _makes_words(problem.body, names)
                and not (self._level.in_prose and _makes_standard_names(reading, names))
            ):
                return names
        return None

    def _renamed(self, problem: Problem, reading: _Reading, names: Mapping[str, str]) -> Variant:
        edits: list[Edit] = []
        texts: list[str] = []
        for part, letters in reading.parts:
            own = self._edits(part.text, letters, names)
            texts.append(apply_edits(part.text, own))
            edits += (
                replace(edit, start=edit.start + part.start, end=edit.end + part.start)
                for edit in own
            )
        variant = replace(
            problem,
            question=texts[0],
            choices=tuple(texts[1:]),
            gold=apply_edits(problem.gold, self._edits(problem.gold, reading.gold, names)),
            solution=self._solution(problem, reading, names),
            original_gold=problem.gold,
            kind=self.kind,
            program=None,
        )
        return Variant(variant, tuple(edits), Certificate("symbol map", dict(names)))

    def _solution(
        self, problem: Problem, reading: _Reading, names: Mapping[str, str]
    ) -> str | None:
        if problem.solution is None or reading.solution is None:
            return None
        edits = self._edits(problem.solution, reading.solution, names)
        return apply_edits(problem.solution, edits)

    def _edits(self, text: str, letters: Letters, names: Mapping[str, str]) -> list[Edit]:
        """Write the new names into one text, from its end, as what follows decides spaces."""
        places = {start: old for old in names for start in letters.uses.get(old, ())}
        if self._level.in_prose:
            for start, run in letters.mentions:
                # "triangle ABC" in prose: A, B and C each at its place
                places |= {start + k: old for k, old in enumerate(run) if old in names}
        else:
            places |= {start: run for start, run in letters.mentions if set(run) <= names.keys()}
        mentions = set() if self._level.in_prose else set(letters.mentions)
        edits: list[Edit] = []
        end, after = len(text), ""
        for start, old in sorted(places.items(), reverse=True):
            after = text[start + len(old) : end] + after
            if (start, old) in mentions:
                new = self._in_prose(old, names)
            else:
                new = self._level.spell(names[old], text[:start], after)
            edits.append(Edit(start, start + len(old), old, new))
            # `xy`: y is written first, so that x knows whether a letter follows
            end, after = start, new + after
        return edits[::-1]

    def _in_prose(self, run: str, names: Mapping[str, str]) -> str:
        r"""Write names for a word of prose, as math of its own: ``\(\alpha\)``."""
        # `AB` -> `\(\alpha\beta\)`, from the end, as each name needs to know what follows
        inside = ""
        for old in reversed(run):
            inside = self._level.spell(names[old], "", inside) + inside
        return f"\\({inside}\\)"


def _suits_articles(body: str, names: Mapping[str, str]) -> bool:
    """Whether "a" and "an" before a symbol are right before its new name."""
    return all(
        match["symbol"] not in names
        or _begins_with_vowel(names[match["symbol"]]) == (match["article"] in ("an", "An"))
        for match in _ARTICLE.finditer(body)
    )


def _begins_with_vowel(name: str) -> bool:
    letters = re.sub(r"\\mathit|[^A-Za-z]", "", name)
    # "an x-axis", "an n", but "a u" and "a value"
    vowels = "aefhilmnorsxAEFHILMNORSX" if len(letters) == 1 else "aeioAEIO"
    return letters[0] in vowels


def _makes_words(body: str, names: Mapping[str, str]) -> bool:
    """Whether a product would come to read as a unit or a word: ``ab`` as ``cm``."""
    # `ab` -> `cm` would be centimetres
    runs = set(re.findall("[A-Za-z]{2,}", body)) - MATH_WORDS
    return any("".join(names.get(letter, letter) for letter in run) in MATH_WORDS for run in runs)


def _makes_standard_names(reading: _Reading, names: Mapping[str, str]) -> bool:
    r"""Whether a new name would read as something fixed: R in place of the S of ``x \in S``."""
    # the new texts as far as they are known: what edits will make of them
    body = "\n".join(_written(part.text, letters, names) for part, letters in reading.parts)
    return any(True for _ in standard_names(body, set(names.values())))


def _written(text: str, letters: Letters, names: Mapping[str, str]) -> str:
    places = sorted((start, old) for old in names for start in letters.uses.get(old, ()))
    edits = [Edit(start, start + len(old), old, names[old]) for start, old in places]
    return without_code(apply_edits(text, edits))
