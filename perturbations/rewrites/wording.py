"""Say the same in other words: digits or number words, equal units, another way to ask.

Numbers from 1 to 99 go between digits and words where they count something (never in a date,
time, sum of money, fraction, range or formula). Units are exchanged for all measures of one
dimension at once; the worked solution is then left out. Instructions go between phrases of a
closed list. The gold stays, but is converted where the question asks for another unit.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, pairwise

from clipo_bench.perturbations.text.body import apply_edits
from clipo_bench.perturbations.text.conversions import MOST, conversions
from clipo_bench.perturbations.text.mentions import units_after
from clipo_bench.perturbations.text.phrases import rephrase
from clipo_bench.perturbations.text.prose import ProseError, Sentence, formulas, inside, sentences
from clipo_bench.perturbations.text.quantities import NUMBER_WORDS, numbers_to_rewrite
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

WORDS, DIGITS, UNITS, PHRASE = "words", "digits", "units", "phrase"

# A small number that stays in digits, as in "one is 12 and the other 4 years younger".
_BARE = re.compile(r"(?<![\w$€£.,/:-])[1-9]\d?(?![\w%/:-]|[.,]\d)")
# "5 of them": counts what was named before.
_PRONOUNS = frozenset({"them", "us", "whom", "ones"})
# "one" by itself: not "twenty-one".
_ONE = re.compile(r"(?i)(?<![\w-])one\b")


@dataclass(frozen=True, slots=True)
class Site:
    """Edits that are made together or not at all.

    Attributes:
        what: what they make.
        gold: the answer that they ask for, where it is another.
    """

    what: str
    edits: tuple[Edit, ...]
    gold: str = ""


class Wording:
    """Proposes other words for the same numbers, units and instructions."""

    kind = "wording"
    changes = "numbers as digits or words, units, phrases; the gold stays, or follows its unit"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Reword some of what can be reworded, or refuse."""
        try:
            found = list(_sites(problem, rng))
        except ProseError as error:
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, str(error))
        if not found:
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, "no known wording")
        found = _one_direction(found, rng)
        chosen = _without_overlaps(rng.sample(found, rng.randint(1, len(found))))
        edits = tuple(sorted((e for site in chosen for e in site.edits), key=lambda e: e.start))
        units = any(site.what == UNITS for site in chosen)
        variant = replace(
            problem,
            question=apply_edits(problem.question, edits),
            gold=next((site.gold for site in chosen if site.gold), problem.gold),
            solution=None if units else problem.solution,  # it speaks of the old units
            original_gold=problem.gold,
            kind=self.kind,
            program=None,
        )
        evidence = {f"{edit.start}-{edit.end}": edit.after for edit in edits}
        return Variant(variant, edits, Certificate("same content", evidence))


def _sites(problem: Problem, rng: random.Random) -> Iterator[Site]:
    text = problem.question
    spans = formulas(text)
    split = sentences(text, spans)
    for sentence in split:
        edits = _in_place(rephrase(sentence.text, rng), sentence.start)
        if edits and not any(inside(spans, one.start, one.end) for one in edits):
            yield Site(PHRASE, edits)
    # "option 2"
    if problem.choices:  # "type 2", "carbon 14": there numbers are names too often
        return
    counts = [count for one in split for count in _counts(one, spans)]
    for what in (WORDS, DIGITS):
        for group in _of_same_things([one for one in counts if one.what == what]):
            if all(one.fits for one in group):
                yield Site(what, tuple(edit for one in group for edit in one.edits))
    for converted in conversions(text, [(s.start, s.end) for s in split], spans):
        if converted.times == 1:
            yield Site(UNITS, converted.edits)
        elif gold := _whole(problem.gold, converted.times):
            yield Site(UNITS, converted.edits, gold)


def _whole(gold: str, times: Fraction) -> str:
    """A whole gold in another unit; empty if it is none, or would be none there."""
    # gold 3, asked for in minutes: 180; 90 minutes in hours would be 1.5, and is left alone
    new = int(gold) * times if re.fullmatch("[1-9][0-9]{0,5}", gold.strip()) else Fraction(0)
    return str(new) if new.denominator == 1 and 2 <= new <= MOST else ""


@dataclass(frozen=True, slots=True)
class _Counts:
    """The numbers of one sentence that may go one way.

    Attributes:
        what: into words or into digits.
        nouns: what they count.
        fits: whether the sentence reads well with all of them changed.
    """

    what: str
    edits: tuple[Edit, ...]
    nouns: frozenset[str]
    fits: bool


def _counts(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> Iterator[_Counts]:
    """A sentence's digits as words, and its words as digits: all, so that no series is mixed."""
    words: list[Edit] = []
    digits: list[Edit] = []
    nouns: dict[str, frozenset[str]] = dict.fromkeys((WORDS, DIGITS), frozenset())
    for start, end, value in numbers_to_rewrite(sentence.text):
        place, old = sentence.start + start, sentence.text[start:end]
        if inside(spans, place, place + end - start):
            continue
        if old.isdigit():
            word = NUMBER_WORDS[value]
            # "12 boys ..." -> "Twelve boys ..."
            new = word if start else word.capitalize()
            words.append(Edit(place, place + end - start, old, new))
        else:
            digits.append(Edit(place, place + end - start, old, str(value)))
        nouns[WORDS if old.isdigit() else DIGITS] |= units_after(sentence.text, end) - _PRONOUNS
    if words:
        # "12 boys ... the youngest is 4": "twelve" would stand beside a 4 that stays
        fits = not _BARE.search(_without(sentence, words))
        yield _Counts(WORDS, tuple(words), nouns[WORDS], fits)
    if digits:
        # No sentence begins with digits, and a lone "one", which stays, would look odd beside them.
        fits = digits[0].start > sentence.start and not _ONE.search(sentence.text)
        yield _Counts(DIGITS, tuple(digits), nouns[DIGITS], fits)


def _of_same_things(counts: Sequence[_Counts]) -> list[list[_Counts]]:
    """Put together what counts the same things: "28 pieces", and then not "forty-two pieces".

    What has no noun of its own ("9 more") counts the same as what stands before it.
    """
    groups: list[list[_Counts]] = []
    for one in counts:
        # "28 pieces" here and "14 pieces" there go the same way
        same = [group for group in groups if any(one.nouns & other.nouns for other in group)]
        # "and 9 more"
        if not one.nouns:
            same = groups[-1:]
        groups = [group for group in groups if group not in same]
        groups.append([*chain.from_iterable(same), one])
    return groups


def _without(sentence: Sentence, edits: Sequence[Edit]) -> str:
    gone = (Edit(e.start - sentence.start, e.end - sentence.start, e.before, "") for e in edits)
    return apply_edits(sentence.text, gone)


def _one_direction(sites: list[Site], rng: random.Random) -> list[Site]:
    """Leave out the numbers that would go the other way."""
    ways = sorted({site.what for site in sites} & {WORDS, DIGITS})
    # not "12 boys" -> "twelve boys" and "ten girls" -> "10 girls" at once
    dropped = rng.choice(ways) if len(ways) == 2 else ""
    return [site for site in sites if site.what != dropped]


def _in_place(edits: Sequence[Edit], offset: int) -> tuple[Edit, ...]:
    return tuple(Edit(e.start + offset, e.end + offset, e.before, e.after) for e in edits)


def _without_overlaps(sites: Sequence[Site]) -> list[Site]:
    """Keep of two sites that touch the same text the first."""
    kept: list[Site] = []
    for site in sites:
        edits = sorted((e for one in (*kept, site) for e in one.edits), key=lambda e: e.start)
        # two ways to change one number: the first is kept
        if all(one.end <= other.start for one, other in pairwise(edits)):
            kept.append(site)
    return kept
