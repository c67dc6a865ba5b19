"""Put one true but irrelevant sentence among the premises. The gold stays.

The sentence is about a person or place of the text, holds no number and says nothing of
amounts, times, money or order. What it is about must not come up in the problem, and it
stands where no pronoun of the next sentence can lose what it means.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clipo_bench.perturbations.text.irrelevant_sentences import (
    PERSON_TEMPLATES,
    PLACE_TEMPLATES,
    PLACES,
    SentenceTemplate,
)
from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.people import read_people
from clipo_bench.perturbations.text.prose import (
    ANAPHORA,
    BARE_NUMBER,
    ProseError,
    Sentence,
    first_question,
    formulas,
    plain_words,
    sentences,
)
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

# A pronoun for one person: the added one could be meant.
_SINGULAR = words("he she him her his hers himself herself")
# Inside the sentence after, though not at its start, these point to no one before.
_HARMLESS = words(
    "each after before while until once so first second third one last now and that or there here "
    "already still since"
)
_OTHER_HUMANS = re.compile(
    r"(?i)\b(?:brothers?|sisters?|siblings?|mothers?|fathers?|moms?|dads?|parents?|friends?|sons?"
    r"|daughters?|wife|wives|husbands?|uncles?|aunts?|cousins?|neighbou?rs?|teachers?|boss|coach"
    r"|grand\w+|man|men|woman|women|boys?|girls?|child|children|kids?|bab(?:y|ies)|nephews?|nieces?"
    r"|partners?|workers?|doctors?|farmers?|owners?|managers?|students?|classmates?|m[ru]s?\.|dog"
    r"|cat|horse|pets?|he and|she and|customers?|clients?|employees?|roommates?|twins?)\b"
)
# "baby", "toddler", "6 months old": not a subject for hobbies.
_NO_ADULT = re.compile(r"(?i)\b(?:bab(?:y|ies)|newborns?|infants?|toddlers?|months? old)\b")

# "Max is a big dog": Max enjoys no opera.
_ANIMAL = (
    r"(?:wol(?:f|ves)|bears?|fox(?:es)?|monkeys?|gorillas?|apes?|chimp\w*|elephants?|lions?|tigers?"
    r"|dragons?|robots?|aliens?|el(?:f|ves)|dinosaurs?|turtles?|snails?|frogs?|penguins?|pigs?|cows?"
    r"|horses?|goats?|sheep|dogs?|cats?|pupp(?:y|ies)|kittens?|rabbits?|birds?|fish|mice|giants?"
    r"|parrots?|hamsters?|squirrels?|bees?|cupids?|reindeer|pets?)"
)
_BEAST = re.compile(
    rf"(?i)\b(?:(?:is|are|was|were) (?:\w+ ){{0,3}}{_ANIMAL}|(?:named|called)"
    rf"|, the (?:\w+ )?{_ANIMAL})\b"
)
# "the big library", "her garden"; not "the other garden", which may be one of two.
_KNOWN = (
    r"\b(?i:an?|the|his|her|their) "
    r"(?:(?!other|second|next|first|last|same|new|old|third)[a-z]+ )?"
)


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom or what a sentence may be about, and from which sentence on it is known."""

    name: str
    templates: Sequence[SentenceTemplate]
    known_from: int


class Distractors:
    """Proposes a sentence that changes nothing."""

    kind = "distractors"
    changes = "one irrelevant sentence more; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Insert a sentence where it surely changes nothing, or refuse."""
        if problem.choices:
            return Refusal.of(
                problem,
                self.kind,
                Reason.AMBIGUOUS,
                "an added sentence may decide between the options",
            )
        text = problem.question
        try:
            spans = formulas(text)
        except ProseError as error:
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, str(error))
        split = sentences(text, spans)
        asked = first_question(split)
        if not asked:
            return Refusal.of(
                problem, self.kind, Reason.NOTHING_TO_REWRITE, "no sentence before the question"
            )
        people, doubtful = read_people(text, spans)
        names = [one.name for one in people]
        subjects = [*_people(names, text, split), *_places(text, split)]
        if not subjects:
            return Refusal.of(
                problem, self.kind, Reason.NOTHING_TO_REWRITE, "no known person or place"
            )
        alone = len(names) + len(doubtful) == 1 and not _OTHER_HUMANS.search(text)
        choices = list(_choices(subjects, text, split[: asked + 1], alone))
        if not choices:
            return Refusal.of(
                problem, self.kind, Reason.AMBIGUOUS, "a pronoun may refer to the added sentence"
            )
        subject, place, template = rng.choice(choices)
        sentence = template.fill(subject.name, rng)
        return _inserted(problem, split, place, sentence, subject.name, self.kind)


def _people(names: Sequence[str], text: str, split: Sequence[Sentence]) -> Iterator[_Subject]:
    if _NO_ADULT.search(text) or _BEAST.search(text):
        return
    for name in names:
        # "Ann the baker", "Ann is a teacher": a hobby could matter to what she is
        if not re.search(rf"\b{name},? (?:the|an?|is an?|was an?) [a-z]", text):
            yield _Subject(name, PERSON_TEMPLATES, _first(name, split))


def _places(text: str, split: Sequence[Sentence]) -> Iterator[_Subject]:
    for place in sorted(PLACES):
        everywhere = len(re.findall(rf"(?i){place}", text))
        # "library" only as "the library": "Library Street" would be another count
        if everywhere and everywhere == len(re.findall(rf"{_KNOWN}{place}(?![\w-])", text)):
            yield _Subject(place, PLACE_TEMPLATES, _first(place, split))


def _first(word: str, split: Sequence[Sentence]) -> int:
    return next(i for i, one in enumerate(split) if re.search(rf"(?i)\b{word}\b", one.text))


def _choices(
    subjects: Sequence[_Subject], text: str, premises: Sequence[Sentence], alone: bool
) -> Iterator[tuple[_Subject, int, SentenceTemplate]]:
    """Whom, before which sentence, and what: every way that is safe."""
    for subject in subjects:
        templates = [one for one in subject.templates if one.is_irrelevant(text)]
        for place in range(subject.known_from + 1, len(premises)):
            # after "Ann has 3 pens.", not after "Ann has:"
            if premises[place - 1].text[-1] in ".!" and _stands_alone(premises[place].text, alone):
                yield from ((subject, place, template) for template in templates)


def _stands_alone(sentence: str, one_person: bool) -> bool:
    """Whether a sentence means the same after another one has come between."""
    said = plain_words(sentence)
    leaning = {*said[1:]} & ANAPHORA - _HARMLESS
    # "Then she buys 4": what was before it is meant
    if said[:1] and said[0] in ANAPHORA:
        leaning.add(said[0])
    if BARE_NUMBER.search(sentence):
        return False
    # "She has 4" stays clear if Ann is the only one in the text
    return not (leaning - _SINGULAR if one_person else leaning)


def _inserted(
    problem: Problem, split: Sequence[Sentence], place: int, sentence: str, about: str, kind: str
) -> Variant:
    text = problem.question
    end = split[place - 1].end
    gap = text[end : split[place].start]
    # the space or line break of the text, and then the sentence
    after = (gap if gap.strip(" ") == "" else " ") + sentence
    variant = replace(
        problem,
        question=text[:end] + after + text[end:],
        original_gold=problem.gold,
        kind=kind,
        program=None,
    )
    evidence = {"sentence": sentence, "about": about}
    return Variant(variant, (Edit(end, end, "", after),), Certificate("insertion", evidence))
