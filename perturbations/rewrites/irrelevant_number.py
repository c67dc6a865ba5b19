"""Add a quantity of a thing that no step reads: "Ann also has 7 mangoes". The gold stays."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clipo_bench.perturbations.rewrites.solved import solved, unsolved
from clipo_bench.perturbations.text.irrelevant_things import (
    CLASSES,
    QUANTITY_TEMPLATES,
    TAKES_IN_ALL,
    QuantityTemplate,
    ThingClass,
    counts_what_is_asked,
)
from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.mentions import COUNTS, find
from clipo_bench.perturbations.text.number_words import CARDINAL
from clipo_bench.perturbations.text.people import Person, read_people
from clipo_bench.perturbations.text.prose import (
    ANAPHORA,
    BARE_NUMBER,
    Sentence,
    first_question,
    plain_words,
    sentences,
)
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

METHOD = "irrelevant quantity"
MOST = 95

# Inside a sentence these point to no sentence before it.
_HARMLESS = words(
    "after before while until once so now and that or there here already still since together each"
)
# "twice that many", "half that amount", "of each": of what the sentence before it counted.
_COUNTED_BEFORE = re.compile(
    r"(?i)\b(?:that (?:many|much|number|amount|quantity|same)|as (?:many|much)(?! [a-z]+s\b)"
    r"|of each|also)\b"
)
# "Half were rotten", "Twelve are blue", "A third of a", "Ten per cent were eaten", "30% had".
_SHARE = r"(?:hal(?:f|ves)|thirds?|quarters?|fourths?|(?:fif|six|seven|eigh|nin|ten)ths?|dozen)"
_PART_OF_WHAT = re.compile(
    rf"(?i)(?:(?:an?|{CARDINAL})[ -]{_SHARE}|{_SHARE}|\d[\d,./]*|{CARDINAL})(?: ?%| per ?cent)?"
    r"(?: of (?:them|these|those))? (?:is|are|was|were|had|has|have|do|does|did|will|would|can"
    r"|could|came|come|went|go|got|gets?|left|remain|fell|broke|cost|sold|[a-z]+ed)\b"
)
_PRONOUNS = {
    "female": words("she her hers herself"),
    "male": words("he him his himself"),
}
# Whom else a pronoun may mean.
_OTHERS = {
    "female": re.compile(
        r"(?i)\b(?:(?:step)?(?:sister|mother|daughter)|mom|mum|wife|aunt\w*|niece|girl|girlfriend"
        r"|woman|grandm\w+|lady|waitress|actress|queen|nurse)\b"
    ),
    "male": re.compile(
        r"(?i)\b(?:(?:step)?(?:brother|father|son)|dad|husband|uncle|nephew|boy|boyfriend|man"
        r"|grandf\w+|grandpa\w*|guy|waiter|actor|king)\b"
    ),
}
_OTHERS_OF_EITHER = re.compile(
    r"(?i)\b(?:friend|cousin|neighbou?r|teacher|boss|coach|doctor|owner|child|baby|kid|student"
    r"|classmate|customer|client|partner|roommate|sibling|parent|twin|dog|cat|horse|pet|puppy|worker"
    r"|employee|manager|farmer|player|driver|someone|somebody|person)\b"
)
# "How many are left", "how many more does she need", "how many of them": of what?
_ELLIPTIC = re.compile(
    r"(?i)\bhow many(?: (?:more|fewer|less|total|extra|additional|other|in total|in all))* "
    r"(?:are|is|were|was|do|does|did|will|would|can|could|should|has|have|had|of|in|left|remain\w*|did"
    r"|on|must|if|to)\b|\bwhat(?:'s| is| was| will be| are) (?:the|his|her|their) "
    r"(?:total|sum|result|answer|difference|number|rest|amount|average|quantity)(?: (?!of\b)|[?.,])"
    r"|\bhow many[?,.]"
)
# "Ann has", "Ann bought": with something of hers before it, she may "also" have more.
_HAS = r"\b{name} (?:has|had|owns|owned|bought|buys|got|gets|keeps|kept)\b"
_NOBODY = (
    "dog|cat|horse|pony|pig|cow|hamster|rabbit|bird|robot|parrot|turtle|fish|snail|bear|monkey"
    "|elephant|penguin|dragon|giant|alien|puppy|kitten|goat|sheep|wolf|fox|lion|tiger|island"
    "|dinosaur|lizard|gorilla|planet|ship|boat|train|company|store|shop|bakery|restaurant|hotel"
    "|city|town|county"
)
# Whoever has no things of his own: "Max is a dog", "the dog Max", "a 6 month old baby".
_NO_OWNER = re.compile(
    r"(?i)\b(?:bab(?:y|ies)|newborns?|infants?|toddlers?|months? old)\b"
    rf"|\b(?:named|called|{_NOBODY}),? (?-i:[A-Z][a-z]+)\b"
    rf"|(?-i:[A-Z][a-z]+),? (?:the|is an?|was an?) (?:\w+ ){{0,2}}(?:{_NOBODY})\b"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Before which sentence a sentence about whom may stand."""

    index: int
    name: str


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a sentence may stand, what it may say, and with which numbers."""

    places: Sequence[_Place]
    sayings: Sequence[tuple[QuantityTemplate, Sequence[str]]]
    numbers: Sequence[int]


class IrrelevantNumber:
    """Proposes a quantity that changes nothing."""

    kind = "irrelevant_number"
    changes = "one quantity more, of a thing that no step reads; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Insert a sentence with a number where it surely changes nothing, or refuse."""
        if (refused := unsolved(problem, self.kind)) is not None:
            return refused
        split = sentences(problem.question)
        room = _room(problem, split)
        if isinstance(room, str):
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, room)
        program = solved(problem, self.kind)
        if isinstance(program, Refusal):
            return program
        place, number = rng.choice(room.places), rng.choice(room.numbers)
        template, things = rng.choice(room.sayings)
        before = problem.question[: split[place.index].start]
        has = re.search(_HAS.format(name=place.name), before) is not None
        sentence = template.text.format(
            name=place.name,
            also="also " if has else "",
            number=number,
            things=rng.choice(things),
        )
        return _inserted(problem, split, place, sentence, number, self.kind)


def _room(problem: Problem, split: Sequence[Sentence]) -> _Room | str:
    """What a problem leaves room for; else why there is none."""
    text = problem.question
    asked = first_question(split)
    if not asked:
        return "no sentence before the question"
    if found := TAKES_IN_ALL.search(text) or _ELLIPTIC.search(text):
        return f"{found[0]!r} may take in what is added"
    if not counts_what_is_asked(text):
        return "what is asked for is not counted before"
    places = list(_places(text, split[: asked + 1]))
    if not places:
        return "a pronoun may refer to the added sentence, or nobody is known who may have it"
    sayings = list(_sayings(f"{text}\n{problem.solution or ''}", text))
    numbers = _numbers(problem)
    if not (sayings and numbers):
        return "no thing or number that has nothing to do with the problem"
    return _Room(places, sayings, numbers)


def _places(text: str, premises: Sequence[Sentence]) -> Iterator[_Place]:
    """After which a person is known, and before a sentence that means the same after it."""
    people, doubtful = read_people(text, ())
    if _NO_OWNER.search(text):
        return
    clear = set() if doubtful else _clear_pronouns(people, text)
    for person in people:
        for index in range(1, len(premises)):
            known = person.places[0] < premises[index - 1].end
            ends = premises[index - 1].text[-1] in ".!"
            if known and ends and _stands_alone(premises[index].text, clear):
                yield _Place(index, person.name)


def _clear_pronouns(people: Sequence[Person], text: str) -> set[str]:
    """The pronouns that can mean one person of the text only."""
    clear: set[str] = set()
    for gender, pronouns in _PRONOUNS.items():
        # "Ann" and a "sister", "Ann" and "Robin": "she" may be either
        may_be = sum(one.gender in (gender, "unclear") for one in people)
        others = _OTHERS[gender].search(text) or _OTHERS_OF_EITHER.search(text)
        if may_be == 1 and not others:
            clear |= pronouns
    return clear


def _stands_alone(sentence: str, clear: set[str]) -> bool:
    """Whether a sentence means the same after another one has come between."""
    said = plain_words(sentence)
    leaning = {*said[1:]} & ANAPHORA - _HARMLESS - clear
    # "Then she buys 4": what was before it is meant
    if said[:1] and said[0] in ANAPHORA - clear:
        leaning.add(said[0])
    counted_before = _COUNTED_BEFORE.search(sentence) or _PART_OF_WHAT.match(sentence)
    return not (leaning or BARE_NUMBER.search(sentence) or counted_before)


def _sayings(written: str, text: str) -> Iterator[tuple[QuantityTemplate, Sequence[str]]]:
    """What may be said: on topic where possible."""
    free = [one for one in CLASSES if not one.takes_in.search(text)]
    near = [one for one in free if one.topic.search(text)]
    for template in QUANTITY_TEMPLATES:
        if template.banned.search(text):
            continue
        for one in near or free:
            things = _unnamed(one, written)
            if things and (template.of_food or not one.food):
                yield template, things


def _unnamed(one: ThingClass, written: str) -> list[str]:
    """The things of a class of which no word stands in the problem."""
    lowered = written.lower()
    return [
        plural
        for plural in one.plurals
        # "toy boats": neither "toy" nor "boat"
        if not any(word.removesuffix("s")[:5] in lowered for word in plural.split())
    ]


def _numbers(problem: Problem) -> list[int]:
    """Numbers like a count of the question that stand nowhere in question, solution or gold."""
    counts = [int(one.value) for one in find(problem.question) if one.kind in COUNTS]
    written = f"{problem.question} {problem.solution} {problem.gold}".replace(",", "")
    there = {int(number) for number in re.findall(r"\d{1,9}", written)}
    there |= {int(one.value) for one in find(problem.question)}
    return sorted(
        {
            number
            for count in counts
            if count > 1
            # 24: from 12 to 48
            for number in range(max(3, min(count, MOST) // 2), min(2 * count, MOST) + 1)
        }
        - there
    )


def _inserted(
    problem: Problem,
    split: Sequence[Sentence],
    place: _Place,
    sentence: str,
    number: int,
    kind: str,
) -> Variant:
    text, end = problem.question, split[place.index - 1].end
    gap = text[end : split[place.index].start]
    # the space or line break of the text, and then the sentence
    after = (gap if gap.strip(" ") == "" else " ") + sentence
    variant = replace(
        problem,
        question=text[:end] + after + text[end:],
        original_gold=problem.gold,
        kind=kind,
        program=None,
    )
    evidence = {"sentence": sentence, "about": place.name, "number": str(number)}
    return Variant(variant, (Edit(end, end, "", after),), Certificate(METHOD, evidence))
