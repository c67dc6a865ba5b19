"""Say the same in other words: digits or number words, equal units, another way to ask.

The gold stays. Numbers from 1 to 99 go between digits and words where they count something
(never in a date, time, sum of money, fraction, range or formula). Units are exchanged only
where the question asks for something else, and then all of one dimension at once; the
worked solution is then left out. Instructions go between phrases of a closed list.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from perturbations.body import apply_edits
from perturbations.phrases import rephrase
from perturbations.prose import ProseError, Sentence, formulas, inside, sentences
from perturbations.quantities import NUMBER_WORDS, convert, numbers_to_rewrite
from perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from tasks.problem import Problem

WORDS, DIGITS, UNITS, PHRASE = "words", "digits", "units", "phrase"

# A small number that stays in digits, as in "one is 12 and the other 4 years younger".
_BARE = re.compile(r"(?<![\w$€£.,/:-])[1-9]\d?(?![\w%/:-]|[.,]\d)")
_ONE = re.compile(r"(?i)(?<![\w-])one\b")


@dataclass(frozen=True, slots=True)
class Site:
    """Edits that are made together or not at all, and what they make."""

    what: str
    edits: tuple[Edit, ...]


class Wording:
    """Proposes other words for the same numbers, units and instructions."""

    kind = "wording"
    changes = "numbers as digits or words, units, phrases; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Reword some of what can be reworded, or refuse."""
        try:
            found = list(_sites(problem, rng))
        except ProseError as error:
            return self._refusal(problem, Reason.AMBIGUOUS, str(error))
        if not found:
            return self._refusal(problem, Reason.NOTHING_TO_REWRITE, "no known wording")
        found = _one_direction(found, rng)
        chosen = _without_overlaps(rng.sample(found, rng.randint(1, len(found))))
        edits = tuple(sorted((e for site in chosen for e in site.edits), key=lambda e: e.start))
        units = any(site.what == UNITS for site in chosen)
        variant = replace(
            problem,
            question=apply_edits(problem.question, edits),
            solution=None if units else problem.solution,  # it speaks of the old units
            original_gold=problem.gold,
            kind=self.kind,
            program=None,
        )
        evidence = {f"{edit.start}-{edit.end}": edit.after for edit in edits}
        return Variant(variant, edits, Certificate("same content", evidence))

    def _refusal(self, problem: Problem, reason: Reason, detail: str) -> Refusal:
        return Refusal(problem.benchmark, problem.id, self.kind, reason, detail)


def _sites(problem: Problem, rng: random.Random) -> Iterator[Site]:
    text = problem.question
    spans = formulas(text)
    split = sentences(text, spans)
    for sentence in split:
        if edits := _in_place(rephrase(sentence.text, rng), sentence.start):
            yield Site(PHRASE, edits)
    if problem.choices:  # "type 2", "carbon 14": there numbers are names too often
        return
    for sentence in split:
        yield from _numbers(sentence, [one for one in spans if one[0] < sentence.end])
    if converted := convert(text, [(s.start, s.end) for s in split], spans):
        yield Site(UNITS, converted)


def _numbers(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> Iterator[Site]:
    """A sentence's digits as words, or its words as digits: all, so that no series is mixed."""
    words: list[Edit] = []
    digits: list[Edit] = []
    begins = False
    for start, end, value in numbers_to_rewrite(sentence.text):
        place, old = sentence.start + start, sentence.text[start:end]
        if inside(spans, place, place + end - start):
            continue
        if old.isdigit():
            word = NUMBER_WORDS[value]
            new = word if start else word.capitalize()
            words.append(Edit(place, place + end - start, old, new))
        else:
            digits.append(Edit(place, place + end - start, old, str(value)))
            begins = begins or start == 0
    if words and not _BARE.search(_without(sentence, words)):
        yield Site(WORDS, tuple(words))
    # No sentence begins with digits, and a lone "one", which stays, would look odd beside them.
    if digits and not begins and not _ONE.search(sentence.text):
        yield Site(DIGITS, tuple(digits))


def _without(sentence: Sentence, edits: Sequence[Edit]) -> str:
    gone = (Edit(e.start - sentence.start, e.end - sentence.start, e.before, "") for e in edits)
    return apply_edits(sentence.text, gone)


def _one_direction(sites: list[Site], rng: random.Random) -> list[Site]:
    """Leave out the numbers that would go the other way."""
    ways = sorted({site.what for site in sites} & {WORDS, DIGITS})
    dropped = rng.choice(ways) if len(ways) == 2 else ""
    return [site for site in sites if site.what != dropped]


def _in_place(edits: Sequence[Edit], offset: int) -> tuple[Edit, ...]:
    return tuple(Edit(e.start + offset, e.end + offset, e.before, e.after) for e in edits)


def _without_overlaps(sites: Sequence[Site]) -> list[Site]:
    """Keep of two sites that touch the same text the first."""
    kept: list[Site] = []
    for site in sites:
        edits = sorted((e for one in (*kept, site) for e in one.edits), key=lambda e: e.start)
        if all(one.end <= other.start for one, other in pairwise(edits)):
            kept.append(site)
    return kept
