"""Rename a problem's single-letter variables, the same everywhere, with no name captured."""

import random
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from perturbations.body import apply_edits, parts
from perturbations.latex import LatexError, Mode, without_code
from perturbations.letters import Letters, read_letters
from perturbations.notation import MATH_WORDS, conventional_letters
from perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from tasks.problem import Problem

# Left out is what a reader takes for a number, a constant, a function or an article.
NEW_LOWER = "abckmnpqrstuvwxyz"
NEW_UPPER = "BCDFGHJKLMNPQRSUVWXYZ"
NEW_LOWER_FUNCTIONS = "fghpqrsuv"
NEW_UPPER_FUNCTIONS = "FGHPQRSUV"
_TRIES = 20
_MATH = re.compile(r"\$|\\[(\[]|\\begin")


class Symbols:
    """Proposes new names for the symbols of a problem's LaTeX."""

    kind = "symbols"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Rename every symbol that is surely one, or refuse."""
        if not _MATH.search(problem.body):
            return self._refusal(problem, Reason.NOTHING_TO_REWRITE, "no math")
        try:
            letters = _body_letters(problem)
            gold = Letters() if problem.choices else _gold_letters(problem.gold, letters)
        except (LatexError, ValueError) as error:
            return self._refusal(problem, Reason.AMBIGUOUS, str(error))
        free = sorted(letters.uses.keys() - letters.fixed.keys())
        if not free:
            held = sorted({letters.fixed[letter] for letter in letters.uses})
            reason = Reason.AMBIGUOUS if held else Reason.NOTHING_TO_REWRITE
            return self._refusal(problem, reason, "; ".join(held) or "no symbol in math")
        if doubtful := sorted(set(free) & gold.fixed.keys()):
            return self._refusal(problem, Reason.GOLD_UNCERTAIN, f"{doubtful} in the gold")
        solution = _solution_letters(problem.solution, set(free))
        taken = letters.present | gold.present | (solution.present if solution else set())
        names = _new_names(free, letters.functions, taken, problem.body, rng)
        if names is None:
            return self._refusal(problem, Reason.NO_NEW_VALUES, "too few letters are unused")
        return _renamed(problem, names, letters, gold, solution, self.kind)

    def _refusal(self, problem: Problem, reason: Reason, detail: str) -> Refusal:
        return Refusal(problem.benchmark, problem.id, self.kind, reason, detail)


def _body_letters(problem: Problem) -> Letters:
    """The letters of question and options, with their places in the body."""
    whole = Letters()
    written = []
    for part in parts(problem):
        letters = read_letters(part.text)
        for letter, places in letters.uses.items():
            whole.uses.setdefault(letter, []).extend(part.start + place for place in places)
        for letter, why in letters.fixed.items():
            whole.fixed.setdefault(letter, why)
        whole.functions |= letters.functions
        whole.present |= letters.present
        written.append(without_code(part.text))
    for conventional, why in conventional_letters("\n".join(written)):
        whole.fix(conventional, why)
    return whole


def _gold_letters(gold: str, body: Letters) -> Letters:
    return read_letters(gold, Mode.MATH, known=body.uses.keys())


def _solution_letters(solution: str | None, free: Set[str]) -> Letters | None:
    """The letters of a worked solution; None if the symbols can't be told apart in it."""
    if solution is None:
        return None
    try:
        letters = read_letters(solution)
    except LatexError:
        return None
    return None if free & letters.fixed.keys() else letters


def _new_names(
    old: Sequence[str], functions: Set[str], taken: Set[str], body: str, rng: random.Random
) -> dict[str, str] | None:
    """Draw a new name for each symbol, from its own class, in its class's old order.

    Keeping the order keeps what readers expect of it: the corners of ABCD go round, and
    a, b, c are the coefficients from the highest power down.
    """
    classes: dict[str, list[str]] = {}
    for letter in old:
        lower, upper = (NEW_LOWER, NEW_UPPER)
        if letter in functions:
            lower, upper = (NEW_LOWER_FUNCTIONS, NEW_UPPER_FUNCTIONS)
        classes.setdefault(lower if letter.islower() else upper, []).append(letter)
    for _ in range(_TRIES):
        names: dict[str, str] = {}
        for pool, members in sorted(classes.items()):
            # A letter whose other case is in use could be read as its partner.
            in_use = taken | set(names.values())
            unused = [new for new in pool if not {new, new.swapcase()} & in_use]
            if len(unused) < len(members):
                return None
            names |= zip(members, sorted(rng.sample(unused, len(members))), strict=True)
        if not _makes_words(body, names):
            return names
    return None


def _makes_words(body: str, names: Mapping[str, str]) -> bool:
    """Whether a product would come to read as a unit or a word: ``ab`` as ``cm``."""
    runs = set(re.findall("[A-Za-z]{2,}", body)) - MATH_WORDS
    return any("".join(names.get(letter, letter) for letter in run) in MATH_WORDS for run in runs)


def _renamed(
    problem: Problem,
    names: Mapping[str, str],
    letters: Letters,
    gold: Letters,
    solution: Letters | None,
    kind: str,
) -> Variant:
    edits = tuple(
        Edit(place, place + 1, old, names[old])
        for place, old in sorted((place, old) for old in names for place in letters.uses[old])
    )
    bounds = [(part.start, part.start + len(part.text)) for part in parts(problem)]
    body = apply_edits(problem.body, edits)
    question, *choices = (body[start:end] for start, end in bounds)  # every name is one letter
    variant = replace(
        problem,
        question=question,
        choices=tuple(choices),
        gold=_replace_letters(problem.gold, gold, names),
        solution=_replace_letters(problem.solution or "", solution, names) if solution else None,
        original_gold=problem.gold,
        kind=kind,
        program=None,
    )
    return Variant(variant, edits, Certificate("symbol map", dict(names)))


def _replace_letters(text: str, letters: Letters, names: Mapping[str, str]) -> str:
    characters = list(text)
    for old, new in names.items():
        for place in letters.uses.get(old, ()):
            characters[place] = new
    return "".join(characters)
