"""Put one true but irrelevant sentence among the premises. The gold stays.

The sentence is about a person or place of the text, and says nothing of amounts, times, money or
order. Where it can, it suits the scene; a number in it only names something, such as a house. What
it is about must not come up in the problem, and it stands where no pronoun of the next sentence
can lose what it means.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clipo_bench.perturbations.text.irrelevant_sentences import SentenceTemplate, is_unrelated
from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.people import read_people
from clipo_bench.perturbations.text.person_sentences import PERSON_TEMPLATES
from clipo_bench.perturbations.text.place_sentences import PLACE_TEMPLATES, PLACES
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
from clipo_bench.perturbations.text.scene_sentences import SCENE_TEMPLATES
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

_TRIES = 30
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
# "in the school", "the school is": not "the school meeting", which is no place.
_NO_COMPOUND = (
    r"(?=['’]s|[.,;:?!)]|\Z| (?:is|was|are|were|has|had|have|sells?|sold|offers?|opens?|closes?"
    r"|gives?|gave|buys?|bought|pays?|paid|needs?|uses?|used|makes?|made|charges?|charged|and|or|to|for|with"
    r"|at|on|in|by|from|of|that|which|who|where|when|while|because|if|so|as|but|then|after|before"
    r"|every|each|he|she|they|it|there|his|her|their|the|an?|today|yesterday|again)\b)"
)
# "If he has 53 caps now.", and only then its question: nothing stands between them.
_CONDITION = re.compile(
    r"(?i)\W*(?:if|suppose|supposing|assume|assuming|given|when|since|because)\b"
)
# "On the way back", "In return": the sentence before is meant.
_GOES_ON = re.compile(
    r"(?i)\W*(?:on (?:the|her|his|their) way|in (?:return|addition|response|fact|all)|by the end"
    r"|at (?:the|that|this) (?:end|time|point|moment)|for (?:example|instance)|as a result"
    r"|to do (?:so|this|that)|of (?:these|those|them|the)|half|some|most|all|none|everyone"
    r"|everything|doing|with (?:the|his|her|this)|even|except|only|unfortunately|luckily"
    r"|the (?:first|second|third|last|other|next|remaining)"
    r"|the (?:total|price|cost|whole|entire|two|three|four|five|result|difference)|fortunately"
    r"|finally|eventually|later|soon|meanwhile|yet)\b"
)
# "three-quarters of that amount": said just before.
_THAT_MUCH = re.compile(
    r"(?i)\b(?:that|this|such an?) (?:amount|number|many|much|price|cost|time|sum)\b|\bof that\b"
)
# How often a sentence is drawn that suits the scene, any problem, or names something by a number.
_SHARES = (3, 2, 1)


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
        people, doubtful = read_people(text, spans)
        names = [one.name for one in people]
        subjects = [*_people(names, text, split), *_places(text, split)]
        asked = first_question(split)
        if not asked or not subjects:
            missing = "known person or place" if asked else "sentence before the question"
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, f"no {missing}")
        alone = len(names) + len(doubtful) == 1 and not _OTHER_HUMANS.search(text)
        places = _safe_places(subjects, split[: asked + 1], alone)
        if not places:
            detail = "a pronoun may refer to the added sentence"
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, detail)
        subject, place = rng.choice(places)
        sentence = _sentence(subject, problem, rng)
        if sentence is None:
            detail = "each sentence touches the problem"
            return Refusal.of(problem, self.kind, Reason.NO_NEW_VALUES, detail)
        return _inserted(problem, split, place, sentence, subject.name, self.kind)


def _people(names: Sequence[str], text: str, split: Sequence[Sentence]) -> Iterator[_Subject]:
    if _NO_ADULT.search(text) or _BEAST.search(text):
        return
    for name in names:
        # "Ann the baker", "Ann is a teacher": a hobby could matter to what she is
        if not re.search(rf"\b{name},? (?:the|an?|is an?|was an?) [a-z]", text):
            templates = (*SCENE_TEMPLATES, *PERSON_TEMPLATES)
            yield _Subject(name, templates, _first(name, split))


def _places(text: str, split: Sequence[Sentence]) -> Iterator[_Subject]:
    for place in sorted(PLACES):
        everywhere = len(re.findall(rf"(?i){place}", text))
        # "library" only as "the library": "Library Street" would be another count
        known = rf"{_KNOWN}{place}(?![\w-]){_NO_COMPOUND}"
        if everywhere and everywhere == len(re.findall(known, text)):
            yield _Subject(place, PLACE_TEMPLATES, _first(place, split))


def _first(word: str, split: Sequence[Sentence]) -> int:
    return next(i for i, one in enumerate(split) if re.search(rf"(?i)\b{word}\b", one.text))


def _safe_places(
    subjects: Sequence[_Subject], premises: Sequence[Sentence], alone: bool
) -> list[tuple[_Subject, int]]:
    """Whom a sentence may be about, and before which sentence: after one about them, if it can."""
    found = [
        (subject, place)
        for subject in subjects
        for place in range(subject.known_from + 1, len(premises))
        if _ends(premises[place - 1].text) and _stands_alone(premises[place].text, alone)
    ]
    near = [
        (subject, place)
        for subject, place in found
        if re.search(rf"(?i)\b{subject.name}\b", premises[place - 1].text)
    ]
    return near or found


def _ends(sentence: str) -> bool:
    """Whether nothing of a sentence is still to come."""
    # after "Ann has 3 pens.", not after "Ann has:" or "If Ann has 3 pens."
    if sentence[-1] not in ".!":
        return False
    return not _CONDITION.match(sentence) or re.search(r", (?!and\b|or\b)", sentence) is not None


def _sentence(subject: _Subject, problem: Problem, rng: random.Random) -> str | None:
    """Draw a sentence of which nothing comes up in the problem."""
    text = problem.question
    written = f"{text}\n{problem.solution or ''}\n{problem.gold}"
    fitting = [one for one in subject.templates if one.suits(text)]
    scene = [one for one in fitting if one.scene is not None]
    plain = [one for one in fitting if one.scene is None and not one.has_number]
    numbered = [one for one in fitting if one.has_number]
    groups = [
        (group, share) for group, share in zip((scene, plain, numbered), _SHARES, strict=True)
    ]
    filled = [(group, share) for group, share in groups if group]
    for _ in range(_TRIES if filled else 0):
        (group,) = rng.choices([one for one, _ in filled], [share for _, share in filled])
        sentence = rng.choice(group).fill(subject.name, rng)
        if is_unrelated(sentence, subject.name, written):
            return sentence
    return None


def _stands_alone(sentence: str, one_person: bool) -> bool:
    """Whether a sentence means the same after another one has come between."""
    said = plain_words(sentence)
    leaning = {*said[1:]} & ANAPHORA - _HARMLESS
    # "Then she buys 4": what was before it is meant
    if said[:1] and said[0] in ANAPHORA:
        leaning.add(said[0])
    if BARE_NUMBER.search(sentence) or _GOES_ON.match(sentence) or _THAT_MUCH.search(sentence):
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
