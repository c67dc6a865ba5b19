"""Reorder a question's options; the gold's letter follows its text."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from clipo_bench.perturbations.text.body import parts
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import LETTERS, Problem, normalise_text

# Options about other options: "all of the above", "both statements", "the first option".
_REFERS_TO_OTHERS = re.compile(
    r"\b(all|none|any|some|both|neither|either|each|two|most|more than one) "
    r"(of )?(the )?(above|below|these|those|options|choices|answers|statements|alternatives)\b"
    r"|\b(the|as|stated|mentioned|listed|given) (above|below)\b|\b(and|or) \w\W+(above|below)\b"
    r"|\b(above|previous|preceding|foregoing|next|first|last|other|former|latter) "
    r"(options?|choices?|answers?|alternatives?)\b"
    r"|^\W*((both|neither|either)\b|none[,.:;])"
    r"|^\W*(the former|the latter|all|none)( of them)?\W*$",
    re.IGNORECASE,
)
# A question that names an option: "option B", "the second choice".
_NAMES_AN_OPTION = re.compile(
    r"\b(options?|choices?|answers?|alternatives?) \(?[A-Z]\)?(?![\w'])"
    r"|\b(first|second|third|fourth|fifth|last) (option|choice|answer|alternative)\b",
)


class Choices:
    """Proposes another order of the options."""

    kind = "choices"
    changes = "the order of the options; the gold's letter follows"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Permute the options, or refuse where their order means something."""
        if refused := _why_not(problem):
            return Refusal.of(problem, self.kind, *refused)
        order = list(range(len(problem.choices)))
        # any order but the old one
        while order == sorted(order):
            rng.shuffle(order)
        choices = [problem.choices[index] for index in order]
        certificate = Certificate("permutation", {"order": ",".join(map(str, order))})
        return with_options(problem, choices, order, self.kind, certificate)


def with_options(
    problem: Problem,
    choices: Sequence[str],
    order: Sequence[int],
    kind: str,
    certificate: Certificate,
) -> Variant:
    """Write a problem with other options; the gold's letter follows its option.

    Args:
        problem: whose gold is the letter of one of its options.
        choices: the new options.
        order: for each new option the place of the old one that it is, or that it replaces.
        kind: of the variant.
        certificate: what shows that the variant is right.
    """
    edits = tuple(
        Edit(part.start, part.start + len(part.text), part.text, after)
        for part, after in zip(parts(problem)[1:], choices, strict=True)
        if part.text != after
    )
    variant = replace(
        problem,
        choices=tuple(choices),
        gold=LETTERS[order.index(LETTERS.index(problem.gold))],
        original_gold=problem.gold,
        kind=kind,
        solution=None,  # it may name options by their letters, or argue for one that is gone
        program=None,
    )
    return Variant(variant, edits, certificate)


def _why_not(problem: Problem) -> tuple[Reason, str] | None:
    count = len(problem.choices)
    if not 2 <= count <= len(LETTERS):
        return Reason.NOTHING_TO_REWRITE, f"{count} options"
    letters = LETTERS[:count]
    if len(problem.gold) != 1 or problem.gold not in letters:
        return Reason.GOLD_UNCERTAIN, f"the gold is not one of the letters {letters}"
    texts = [normalise_text(text).casefold() for text in problem.choices]
    # A and C are both "four": either letter would be right
    if texts.count(texts[letters.index(problem.gold)]) > 1:
        return Reason.GOLD_UNCERTAIN, "another option has the same text as the right one"
    if _NAMES_AN_OPTION.search(problem.question):
        return Reason.AMBIGUOUS, "the question names an option by its letter or place"
    names_letter = _naming_one_of(letters)
    if any(_REFERS_TO_OTHERS.search(text) or names_letter.search(text) for text in problem.choices):
        return Reason.AMBIGUOUS, "an option refers to others"
    return None


def _naming_one_of(letters: str) -> re.Pattern[str]:
    """Match a text that may name an option: "both A and B", "(c) only", or a bare letter."""
    letter = rf"\(?(?:[{letters}]|(?<=\()[{letters.lower()}])\)?"
    # "A and B", "A/C"
    joined = rf"(?<!\w){letter}\.?(?:,? (?:and|or|nor) | ?[&,/] ?){letter}(?!\w)"
    named = (
        # "both A", "option B"
        rf"\b(?i:both|neither|either|only|not|options?|choices?|answers?) {letter}(?![\w'])(?! \w)"
    )
    return re.compile(
        rf"^\W*[{letters}{letters.lower()}]\W*$|{joined}|{named}|(?<!\w){letter} only\b"
    )
