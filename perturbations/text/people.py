"""People of a text: given names that are surely names of persons, wherever they stand in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from clipo_bench.perturbations.text.given_names import (
    FEMALE,
    MALE,
    SURNAMES,
    gender,
    may_be_one_person,
)
from clipo_bench.perturbations.text.latex import words
from clipo_bench.perturbations.text.prose import inside

# A capitalised word: "Ann", "Zoë".
_CAPITAL = re.compile(r"(?<![^\W\d_])[A-Z][^\W\d_]*(?![^\W\d_])")
# Capital only because they begin a sentence, so the name after one is a person's still.
_OPENERS = words(
    "When If While After Before As Since And But So Then Once Today Yesterday Because Although "
    "However Suppose Assume Given For To With At On In From By Both Only Now Later Meanwhile Does "
    "Did Will Is Was Has Had Can Could Would That Though Unlike Until Like Neither Either What "
    "Where How Who Suppose Assuming Therefore Each Every Of Her His Their My Our Friends Brothers "
    "Sisters Twins Siblings Monday Tuesday Wednesday Thursday Friday Saturday Sunday Uncle Aunt "
    "Auntie Grandma Grandpa Cousin Coach Farmer"
)
_DAYS_AND_MONTHS = words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Monday's Christmas"
)
# The word before a name, and the space between them: "Mr. " before "Ann".
_BEFORE = re.compile(r"(?P<word>[\w'’.&-]+)(?P<gap>[ ]+)\Z")
# The word after a name: " Lake" after "Ann".
_AFTER = re.compile(r"(?P<gap>[ ]+)(?P<word>[^\W_][\w'’-]*)")
# "'s" or "'" after a name: "Ann's", "James'".
_POSSESSIVE = re.compile(r"['’]s?(?![^\W_])")
_ARTICLE = words("a an the A An The")
# Questions about the letters of a name: "How many letters", "is named after".
_LETTERS = re.compile(
    r"(?i)\b(?:letters?|alphabet\w*|spell\w*|vowels?|consonants?|initials|syllables?|palindrom\w*"
    r"|anagram\w*|rhym\w*|pronounc\w*|namesake|named after|nicknam\w*|characters?)\b"
)
# "her dog Max": a name, but no person's.
_ANIMALS = (
    r"(?:dogs?|cats?|pets?|pupp(?:y|ies)|kittens?|horses?|pon(?:y|ies)|hamsters?|parrots?|rabbits?"
    r"|bunn(?:y|ies)|gold ?fish|turtles?|dolls?|robots?|cows?|goats?|boats?|ships?|storms?)"
)
# "Madison county", "Carmen hotel".
_PLACES = words(
    "county city town village street road avenue river lake park school college university island "
    "beach hospital state mountain hall square bridge valley bay creek forest museum hotel family "
    "company brand station airport stadium"
)
_FEMININE = re.compile(r"(?i)\b(?:she|her|hers|herself)\b")
_MASCULINE = re.compile(r"(?i)\b(?:he|him|his|himself)\b")


@dataclass(frozen=True, slots=True)
class Person:
    """A person's given name, and every place in the text where it stands."""

    name: str
    gender: str
    places: tuple[int, ...]


def read_people(text: str, spans: Sequence[tuple[int, int]]) -> tuple[list[Person], list[str]]:
    """Find the people whose given names are surely that, and the names that are in doubt.

    Args:
        text: a question.
        spans: where its formulas stand.
    """
    capitals = dict.fromkeys(_CAPITAL.findall(text))
    known = [word for word in capitals if gender(word)]
    if known and _LETTERS.search(text):
        return [], known
    people: list[Person] = []
    doubtful: list[str] = []
    for name in known:
        places = sure_places(name, text, spans)
        if places is None or any(resembles(name, other) for other in capitals):
            doubtful.append(name)
        else:
            people.append(Person(name, gender(name) or "", places))
    if disagree({one.name for one in people}, text):
        return [], known
    return people, doubtful


def sure_places(
    name: str, text: str, spans: Sequence[tuple[int, int]] = ()
) -> tuple[int, ...] | None:
    """Where a name stands; None if at one place it may be something else than a person."""
    places = []
    for match in re.finditer(rf"(?<![^\W_]){name}(?![^\W_])", text, re.IGNORECASE):
        if match.group() != name or inside(spans, *match.span()):
            return None
        if not _is_person(text, match.start(), match.end()):
            return None
        places.append(match.start())
    return tuple(places)


@lru_cache(maxsize=2**16)  # a name is held beside every name that it may get
def resembles(name: str, other: str) -> bool:
    """Whether another word may mean the same person or family: a short form, plural or slip."""
    if name == other:
        return False
    if may_be_one_person(name, other):
        return True
    short, long = sorted((name, other), key=len)
    # "Sam" and "Samantha"; "Al" is too short to tell.
    if len(short) >= 3 and long.startswith(short):
        return True
    if name[0] != other[0] or abs(len(name) - len(other)) > 2:
        return False
    # "Kristen" and "Kristin" -> 0.86
    return SequenceMatcher(None, name, other).ratio() >= 0.8


def disagree(names: set[str], text: str) -> bool:
    """Whether all of the people are of one sex, and the text only has the other's pronouns."""
    women, men = bool(names & FEMALE), bool(names & MALE)
    she, he = bool(_FEMININE.search(text)), bool(_MASCULINE.search(text))
    return (women and not men and he and not she) or (men and not women and she and not he)


def _is_person(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 40) : start], text[end : end + 60]
    # "@Ann", "Ann-Marie", "Ann & Co", "Ann.com" are no person's name alone.
    if re.search(r"[-_@/#.&\\{^]\Z", before) or re.match(r"[-_@/\\}]|\.\w| ?&", after):
        return False
    # "a cat named Tom, the cat"
    if re.match(rf"['’]s? [a-z]* ?{_ANIMALS}|,? (?:the|a) {_ANIMALS}\b", after) and _calls(before):
        return False
    # "the dog Max", "a horse called Max"
    if re.search(rf"\b{_ANIMALS},? (?:(?:is |was )?(?:named|called) )?\Z", before):
        return False
    if (previous := _BEFORE.search(before)) and not _fits_before(previous["word"]):
        return False
    possessive = _POSSESSIVE.match(after)
    following = None if possessive else _AFTER.match(after)
    return following is None or _fits_after(following["word"])


def _calls(before: str) -> bool:
    return re.search(r"\b(?:named|called) \Z", before) is not None


def _fits_before(word: str) -> bool:
    if word in _ARTICLE or word.rstrip(".") in ("Mr", "Mrs", "Ms", "Dr", "St", "Prof"):
        return False
    # "gave Ann" and "When Ann", but not "Lake Ann"
    return not word[0].isupper() or word in _OPENERS


def _fits_after(word: str) -> bool:
    # "Ann buys", but not "Ann street"
    if not word[0].isupper():
        return word not in _PLACES
    # "Ann Miller", "saw Ann Monday"; with another name after it, it may be a place: "Ann Arbor"
    return word in SURNAMES or word in _DAYS_AND_MONTHS
