"""Rename the people of a word problem, its things and its currency. The gold stays.

A name goes to a name of the same sex, so every pronoun stays right; a thing to another of
its family (`perturbations.text.things`); dollars to euros. Every place of an old name is
replaced, in question and worked solution, or the name stays everywhere.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from clipo_bench.perturbations.text.given_names import FEMALE, MALE, UNCLEAR, gender
from clipo_bench.perturbations.text.people import Person, read_people, resembles, sure_places
from clipo_bench.perturbations.text.prose import ProseError, formulas, is_money
from clipo_bench.perturbations.text.things import families_of, is_plain
from clipo_bench.perturbations.variant import Certificate, Edit, Reason, Refusal, Variant
from clipo_bench.tasks.problem import Problem

_POOLS = {"female": sorted(FEMALE), "male": sorted(MALE), "unclear": sorted(UNCLEAR)}
# Where dollars cannot become another currency: "US", "a quarter", "5-dollar bill", "euros".
_NO_CURRENCY = re.compile(
    r"(?i)\b(?:us|usd|u\.s|american?|bills?|bucks?|dimes?|nickels?|quarters?|penn(?:y|ies)|coins?"
    r"|euros?|pesos?|yen|pounds?|currenc\w*|exchange|francs?|rupees?|dollar (?:stores?|trees?)"
    r"|dollar(?= [a-z]+ (?:stores?|bills?)))\b|[€£¥]|-dollar|dollar-"
)
# "5 cents", "5¢": with them, £ would need pence.
_CENTS = re.compile(r"(?i)\bcents?\b|¢")
# "five dollars", "a Dollar".
_DOLLAR_WORD = re.compile(r"\b[Dd]ollars?\b")
# Dollar signs that are hard to replace: "US$5", "$x", "<<$5".
_ODD_DOLLAR = re.compile(r"DOLLAR|[A-Za-z]\$|\$[A-Za-z]|<<[^<>]*\$")
_TRIES = 20


@dataclass(frozen=True, slots=True)
class _Found:
    """What of a problem may be renamed."""

    people: Sequence[Person]
    things: Sequence[tuple[Mapping[str, str], Sequence[str]]]
    currency: bool


class Names:
    """Proposes other names for people, things and money."""

    kind = "names"
    changes = "people, things and money; the gold stays"

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Rename whatever is surely a name, or refuse."""
        try:
            found, doubtful = _read(problem)
        except ProseError as error:
            return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, str(error))
        if not (found.people or found.things or found.currency):
            if doubtful:
                detail = "a known name may mean something else here"
                return Refusal.of(problem, self.kind, Reason.AMBIGUOUS, detail)
            return Refusal.of(problem, self.kind, Reason.NOTHING_TO_REWRITE, "no known name")
        forms = _draw(found, problem, rng)
        if forms is None:
            return Refusal.of(
                problem, self.kind, Reason.NO_NEW_VALUES, "too few unused names are left"
            )
        if any(_pattern(forms).finditer(problem.gold)):
            return Refusal.of(
                problem, self.kind, Reason.GOLD_UNCERTAIN, "the gold has a name in it"
            )
        return _renamed(problem, forms, self.kind)


def _read(problem: Problem) -> tuple[_Found, list[str]]:
    text = problem.question
    spans = formulas(text)
    people, doubtful = read_people(text, spans)
    options = "\n".join(problem.choices)
    in_options = [one.name for one in people if _has(options, one.name)]
    # "Which of Ann's cities, Rome or Bonn ...": Ann may be somebody known
    if problem.choices and _speaks_of_the_world(text, {one.name for one in people}):
        in_options = [one.name for one in people]
    doubtful += in_options
    people = [one for one in people if one.name not in in_options]
    if problem.choices:  # what is known of a thing may decide between the options
        return _Found(people, (), False), doubtful
    things = []
    for family, here in families_of(text):
        plain = all(is_plain(one, family.nouns[one], text, spans) for one in here)
        if plain and not family.banned.search(text) and len(here) < len(family.nouns) - 1:
            things.append((family.nouns, here))
        else:
            doubtful += here
    return _Found(people, things, _is_currency(text)), doubtful


def _has(text: str, word: str) -> bool:
    # "Rose" in "a rose", not in "roses"
    return re.search(rf"(?<![^\W_]){word}(?![^\W_])", text, re.IGNORECASE) is not None


def _speaks_of_the_world(text: str, names: set[str]) -> bool:
    """Whether a question with options has a capitalised word that is no known given name."""
    capitals = re.finditer(r"(?<=[^.?!\s\"“])\s+\W*([A-Z]\w*)", text)
    return any(match[1] not in names | {"I"} for match in capitals)


def _is_currency(text: str) -> bool:
    # "$5" alone; a text with `$x$` or "US dollars" keeps its money
    if not is_money(text) or _NO_CURRENCY.search(text) or _ODD_DOLLAR.search(text):
        return False
    return "$" in text or _DOLLAR_WORD.search(text) is not None


def _draw(found: _Found, problem: Problem, rng: random.Random) -> dict[str, str] | None:
    """Draw a new form for each old one: ``Ann``, ``apples``, ``an apple``, ``$``."""
    written = f"{problem.body}\n{problem.solution or ''}\n{problem.gold}"
    forms = _new_people(found.people, written, rng)
    if forms is None:
        return None
    for nouns, here in found.things:
        unused = sorted(nouns.keys() - {one for one in nouns if _has_noun(written, one, nouns)})
        # "apples and pears", and every other fruit is in the text
        if len(unused) < len(here):
            return None
        for old, new in zip(here, rng.sample(unused, len(here)), strict=True):
            forms |= _noun_forms(old, new, nouns, written)
    if found.currency and (not forms or rng.random() < 0.5):
        solution = problem.solution or ""
        paid = solution if is_money(solution) else ""  # in others a dollar sign is a formula's
        forms |= _currency_forms(f"{problem.question}\n{paid}", rng)
    return forms or None


def _new_people(
    people: Sequence[Person], written: str, rng: random.Random
) -> dict[str, str] | None:
    capitals = set(re.findall(r"[A-Z][^\W\d_]*", written))
    taken = {word.lower() for word in re.findall(r"[^\W\d_]+", written)}
    initials = {word[0] for word in capitals if len(word) > 1}
    names: dict[str, str] = {}
    for person in people:
        # "James' hat" needs a name that ends in s, too: "Charles' hat"
        bare = re.search(rf"{person.name}['’](?!s)", written) is not None
        fitting = [
            new
            for new in _POOLS[person.gender]
            if new.lower() not in taken
            and (not bare or new.endswith("s"))
            and not any(resembles(new, other) for other in (*capitals, *names.values()))
        ]
        # "Ann and Bob" -> "Clara and Dan", not "Clara and Carl"
        distinct = [new for new in fitting if new[0] not in initials]
        if not fitting:
            return None
        names[person.name] = rng.choice(distinct or fitting)
        initials.add(names[person.name][0])
    return names


def _has_noun(text: str, noun: str, nouns: Mapping[str, str]) -> bool:
    return _has(text, noun) or _has(text, nouns[noun])


def _noun_forms(old: str, new: str, nouns: Mapping[str, str], text: str) -> dict[str, str]:
    forms = {old: new, nouns[old]: nouns[new], nouns[old].capitalize(): nouns[new].capitalize()}
    # "an apple" -> "a pear": the article changes, so it belongs to the form
    article, other = _article(old), _article(new)
    if article != other:
        forms |= {
            f"{article} {old}": f"{other} {new}",
            f"{article.capitalize()} {old}": f"{other.capitalize()} {new}",
        }
    return {form: to for form, to in forms.items() if _has_exactly(text, form)}


def _article(noun: str) -> str:
    # "an apple", "a pear"
    return "an" if noun[0] in "aeiou" else "a"


def _has_exactly(text: str, form: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(form)}(?![^\W_])", text) is not None


def _currency_forms(text: str, rng: random.Random) -> dict[str, str]:
    # "$5 and $7", with neither "dollars" nor "cents"
    sign_only = not _DOLLAR_WORD.search(text) and not _CENTS.search(text)
    forms = {"dollars": "euros", "dollar": "euro", "Dollars": "Euros", "Dollar": "Euro"}
    present = {form: to for form, to in forms.items() if _has_exactly(text, form)}
    if "$" in text:
        present["$"] = rng.choice("€£") if sign_only else "€"
    return present


def _pattern(forms: Mapping[str, str]) -> re.Pattern[str]:
    """Match any of the forms as a whole word, the longest first."""
    # "an apple" before "apple"
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    each = (
        rf"(?<![^\W_]){re.escape(form)}(?![^\W_])" if form[-1].isalpha() else re.escape(form)
        for form in longest_first
    )
    return re.compile("|".join(each))


def _edits(text: str, forms: Mapping[str, str]) -> Iterator[Edit]:
    for match in _pattern(forms).finditer(text):
        yield Edit(match.start(), match.end(), match.group(), forms[match.group()])


def _renamed(problem: Problem, forms: Mapping[str, str], kind: str) -> Variant:
    variant = replace(
        problem,
        question=_pattern(forms).sub(lambda match: forms[match.group()], problem.question),
        solution=_renamed_solution(problem, forms),
        original_gold=problem.gold,
        kind=kind,
        program=None,
    )
    edits = tuple(_edits(problem.question, forms))
    return Variant(variant, edits, Certificate("name map", dict(forms)))


def _renamed_solution(problem: Problem, forms: Mapping[str, str]) -> str | None:
    """The worked solution with the new names; None if it can't be told what is a name in it."""
    text = problem.solution
    if text is None or not _reads_as_the_question(text, forms):
        return None
    return _pattern(forms).sub(lambda match: forms[match.group()], text)


def _reads_as_the_question(text: str, forms: Mapping[str, str]) -> bool:
    """Whether each old form is in a worked solution surely what it is in the question."""
    try:
        spans = formulas(text)
    except ProseError:
        return False
    if {"$", "dollar", "dollars", "Dollar", "Dollars"} & forms.keys() and (
        not is_money(text) or _ODD_DOLLAR.search(text) or _NO_CURRENCY.search(text)
    ):
        return False
    capitals = set(re.findall(r"[A-Z][^\W\d_]*", text))
    for old in forms:
        if gender(old) and (
            sure_places(old, text, spans) is None
            or any(resembles(old, other) for other in capitals)
        ):
            return False
    return all(
        is_plain(one, family.nouns[one], text, spans)
        for family, here in families_of(text)
        for one in here
        if {one, family.nouns[one]} & forms.keys()
    )
