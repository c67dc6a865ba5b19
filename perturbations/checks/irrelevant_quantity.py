"""What holds if an inserted quantity keeps the gold: no step reads it, nothing is like it."""

import re

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.one_insertion import insertion_of, one_insertion
from clipo_bench.perturbations.checks.solved import number, solved_program
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

_NUMBER = re.compile(r"\d+")
# Words that say nothing of what the sentence is about.
_FUNCTION = frozenset(
    [
        *("the", "and", "are", "has", "have", "was", "were", "there", "with", "also", "its", "own"),
        *(
            "owns",
            "keeps",
            "last",
            "year",
            "given",
            "home",
            "room",
            "shelf",
            "cupboard",
            "neighbor",
        ),
    ]
)
# The beginning of a sentence that refers back: "They cost", "Then", "Another".
_LEANS = re.compile(
    r"\W*(?:it|they|them|their|its|these|those|this|that|then|so|but|also|however|therefore|another"
    r"|others|both|afterwards?|later|next|finally|instead|meanwhile|each|all)\b",
    re.IGNORECASE,
)
# What asks for everything, or does not say for what: "How many things", "how many are left".
_ASKS_FOR_ALL = re.compile(
    r"(?i)\b(?:things?|items?|objects?|belongings|possessions|goods|products|everything)\b"
    r"|\bhow many (?:more |in total |in all )?(?:are|is|were|was|do|does|did|has|have|left|of)\b"
)
_WHOLES = re.compile(r"(?i)\b(?:fruits?|foods?|toys?|clothes|clothing|dishes|stationery)\b")
# "Half were rotten.", "Twelve are blue.", "Ten per cent were eaten."
_NUMBER_WORDS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?|hundred|dozen)"
)
_SHARE = r"(?:half|halves|thirds?|quarters?|fourths?|(?:fif|six|seven|eigh|nin|ten)ths?|dozen)"
_PART = re.compile(
    rf"\W*(?:(?:\d[\d,./]*|{_NUMBER_WORDS}|{_SHARE})(?:[ -]{_SHARE})?|an? {_SHARE})"
    r"(?: ?%| per ?cent)? (?:is|are|was|were|had|has|have|do|did|will|can|came|went|got|left"
    r"|fell|broke|[a-z]+ed)\b",
    re.IGNORECASE,
)
# What may stand behind the thing: "pens does Nora have", "pens in all".
_BEHIND = re.compile(
    r" (?:do|does|did|is|are|was|were|will|would|can|could|should|must|ha[sd]|have|left|in|on|at|of"
    r"|to|for|from|with|that|he|she|they|it|the|per|by|if|when|each|altogether|now)\b"
)


def _is_sentence(original: Problem, variant: Variant) -> bool:
    said = insertion_of(variant).after.strip()
    # "Ann also has 7 mangoes." has one number and one full stop
    whole = re.fullmatch(r"[A-Z][^.?!\n\\{}$%]*\.", said) is not None
    return whole and _NUMBER.findall(said) == [variant.certificate.evidence["number"]]


def _between_sentences(original: Problem, variant: Variant) -> bool:
    place = insertion_of(variant).start
    before, after = original.question[:place], original.question[place:]
    return (
        re.search(r"[.!][\"”’')\]]*\Z", before) is not None
        and re.match(r"\s+\S", after) is not None
        and "?" in after
        and "?" not in before
        and not _LEANS.match(after)
        and not _PART.match(after)
    )


def _about_what_is_known(original: Problem, variant: Variant) -> bool:
    about = rf"(?<!\w){re.escape(variant.certificate.evidence['about'])}(?!\w)"
    before, said = original.question[: insertion_of(variant).start], insertion_of(variant).after
    return re.search(about, before) is not None and re.search(about, said) is not None


def _thing_nowhere_else(original: Problem, variant: Variant) -> bool:
    """No word of the sentence but the person's name comes up in the problem."""
    about = variant.certificate.evidence["about"].lower()
    said = set(re.findall(r"[a-z]{3,}", insertion_of(variant).after.lower().replace("'s", "")))
    written = f"{original.question} {original.solution}".lower()
    # "mangoes" and "mango" both begin with "mang"
    there = {word[:4] for word in re.findall(r"[a-z]{3,}", written)}
    return not {word[:4] for word in said - _FUNCTION - {about}} & there


def _asks_for_something_else(original: Problem, variant: Variant) -> bool:
    text = original.question
    return not (_ASKS_FOR_ALL.search(text) or _WHOLES.search(text)) and _asked_is_counted(text)


def _asked_is_counted(text: str) -> bool:
    """Whether the text has a number of what is asked for last: "12 pens ... How many pens"."""
    premises, _, asked = re.sub(r"number of", "how many", text.lower()).rpartition("how many")
    thing = _BEHIND.split(re.split(r"[^a-z -]", asked)[0])[0].split()
    if not premises or not thing:
        return False
    start = re.escape(thing[-1][: max(3, len(thing[-1]) - 3)])
    return (
        re.search(rf"(?:\d|\b{_NUMBER_WORDS})[ -](?:[a-z]+[ -]){{0,2}}{start}", premises)
        is not None
    )


def _number_is_new(original: Problem, variant: Variant) -> bool:
    """It stands neither in the question nor in the worked solution, and is not the gold."""
    written = f"{original.question} {original.solution} {original.gold}".replace(",", "")
    return variant.certificate.evidence["number"] not in _NUMBER.findall(written)


def _same_program(original: Problem, variant: Variant) -> bool:
    """The program of the variant's text is the original's, whatever the numbers are."""
    old, new = solved_program(original), solved_program(variant.problem)
    names = _matching(original, variant, old, new)
    for factor in (1, 2, 3):
        for moved in (None, *names):
            values = {
                name: slot.value * (factor if slot.name == moved or moved is None else 1)
                for name, slot in ((slot.name, slot) for slot in old.slots)
            }
            renamed = {names[name]: value for name, value in values.items()}
            if old.evaluate(values) != new.evaluate(renamed):
                return False
    return True


def _not_read(original: Problem, variant: Variant) -> bool:
    """Whatever the new number is, the variant's program gives the gold."""
    old, new = solved_program(original), solved_program(variant.problem)
    known = set(_matching(original, variant, old, new).values())
    (added,) = (slot for slot in new.slots if slot.name not in known)
    gold = number(original.gold)
    return str(added.value) == variant.certificate.evidence["number"] and all(
        new.evaluate({added.name: added.value + change}) == gold for change in (0, 1, 7, 1000)
    )


def _matching(
    original: Problem, variant: Variant, old: SolutionProgram, new: SolutionProgram
) -> dict[str, str]:
    """The original's slots with the variant's, by their places in the texts."""
    edit = insertion_of(variant)
    by_place = {slot.start: slot.name for slot in new.slots}
    return {
        slot.name: by_place[slot.start + (len(edit.after) if slot.start >= edit.start else 0)]
        for slot in old.slots
    }


def _rest_kept(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    same = (new.gold, new.choices, new.solution)
    return same == (original.gold, original.choices, original.solution) and not new.choices


CHECKS: dict[str, Check] = {
    "one insertion and nothing else": one_insertion,
    "one sentence with one number": _is_sentence,
    "between sentences, before the question": _between_sentences,
    "about what is known": _about_what_is_known,
    "its thing is nowhere else": _thing_nowhere_else,
    "something else is asked for": _asks_for_something_else,
    "its number is new": _number_is_new,
    "the program is unchanged": _same_program,
    "no step reads it": _not_read,
    "gold, options and solution kept": _rest_kept,
}
