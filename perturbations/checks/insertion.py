"""What holds if one inserted sentence keeps the gold. Reads the sentence, not its template."""

import re

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.formulas import FORMULA
from clipo_bench.perturbations.checks.one_insertion import insertion_of, one_insertion
from clipo_bench.perturbations.text.given_names import gender
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

# Anything that counts, compares or costs: "5", "$", "seven", "both", "some", "than".
_AMOUNT = re.compile(
    r"(?i)\d|[$€£%½¼¾]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|million|dozen|half|halves|third|quarter|twice|double|triple|pair|both|all"
    r"|each|every|some|many|much|more|most|less|least|few|fewer|several|any|none|only|another|other"
    r"|extra|first|second|last|next day|than|older|younger|hour|minute|day|week|month|year|today"
    r"|yesterday|tomorrow|morning|night|evening|noon|often|always|never|once|dollars?|cents?|price|cost|pays?"
    r"|buys?|bought|sells?|sold|spends?|earns?|owns?|gives?|gets?|miles?|feet|inch|pounds?)\b"
)
# A number that only names something: "number 47", "bus line 12", "at 30 Maple Street", "in 1984".
_LABEL = re.compile(
    r"\b(?:number|line) (?P<label>\d{2})\b|\bat (?P<house>\d{2})(?= [A-Z][a-z]+ Street)"
    r"|\bin (?P<year>19[6-9]\d)\b"
)
# "If he has 53 caps now.", with its question still to come.
_FRAGMENT = re.compile(
    r"(?:\A|[.!?]\s+)(?:If|Suppose|Assum\w+|Given|When|Since|Because)\b[^.!?,]*[.!]\Z"
)
# "school meeting": what follows a place that is one.
_AFTER_PLACE = re.compile(
    r"['’]s|\W?\W|\Z| [a-z]{1,3}\b| (?:sells?|sold|with|that|from|when|where|which|while|opens"
    r"|closes|makes|made|gives|gave|they|then|offers?|needs?|uses?|used|bought|buys|pays|paid|charge[sd]?"
    r"|after|before|because|their|every|each|were|have|there|today|again)\b"
)
# Words of the templates that say nothing of the problem: "likes", "plays".
_FUNCTION = frozenset(
    [
        *("with", "from", "this", "that", "when", "were", "have", "into", "over", "near", "under"),
        *("beside", "behind", "about", "while", "along", "front", "named", "most", "very"),
        *("above", "wears", "number", "without"),
        *("the", "of", "is", "are", "for", "being", "has", "to", "in", "how", "at", "next"),
        *("likes", "enjoys", "knows", "made", "stands", "plays"),
    ]
)
# The beginning of a sentence that refers back: "It costs", "Then", "Another".
_LEANS = re.compile(
    r"\W*(?:it|they|them|their|its|these|those|this|that|then|so|but|also|however|therefore|another"
    r"|others|both|afterwards?|later|next|finally|instead|meanwhile)\b",
    re.IGNORECASE,
)
# "The second one", "half of that amount".
_THAT_MUCH = re.compile(
    r"\W*(?:The (?:second|other|third|next)\b"
    r"|[^.?!]*\b(?:of that|that (?:amount|number|many|much))\b)"
)
# A sentence that adds to the one before: "She also has", "again".
_ADDS = re.compile(r"[^.?!]*\b(?:also|too|another|again)\b", re.IGNORECASE)
_PERSON = re.compile(r"(?i)\b(?:he|she|him|her|his|hers|himself|herself)\b")


def _is_sentence(original: Problem, variant: Variant) -> bool:
    sentence = insertion_of(variant).after.strip()
    named = variant.certificate.evidence["sentence"]
    # "Ann likes music." has no "?", no formula, and one full stop
    return sentence == named and re.fullmatch(r"[A-Z][^.?!\n\\{}]*\.", sentence) is not None


def _between_sentences(original: Problem, variant: Variant) -> bool:
    """After a full stop, outside formulas, with a question still to come."""
    text, place = original.question, insertion_of(variant).start
    in_formula = "\\" in text and any(
        match.start() < place < match.end() for match in FORMULA.finditer(text)
    )
    before, after = text[:place], text[place:]
    return (
        re.search(r"[.!][\"”’')]*\Z", before) is not None
        and re.match(r"\s+\S", after) is not None
        and not in_formula
        and not _FRAGMENT.search(before)
        and not _LEANS.match(after)
        and not _ADDS.match(after)
        and not _THAT_MUCH.match(after)
        and "?" not in before
    )


def _without_amounts(original: Problem, variant: Variant) -> bool:
    """No amount; one number at most, which names something and stands nowhere in the problem."""
    said = insertion_of(variant).after
    labels = ["".join(found) for found in _LABEL.findall(said)]
    written = f"{original.question}\n{original.solution or ''}\n{original.gold}"
    if len(labels) > 1 or any(re.search(rf"(?<!\d){one}(?!\d)", written) for one in labels):
        return False
    return _AMOUNT.search(_LABEL.sub(" ", said)) is None


def _about_what_is_known(original: Problem, variant: Variant) -> bool:
    about = rf"(?<!\w){re.escape(variant.certificate.evidence['about'])}(?!\w)"
    before, said = original.question[: insertion_of(variant).start], insertion_of(variant).after
    if not gender(variant.certificate.evidence["about"]) and not all(
        _AFTER_PLACE.match(original.question, match.end())
        for match in re.finditer(about, original.question)
    ):
        return False
    return re.search(about, before) is not None and re.search(about, said) is not None


def _no_pronoun_lost(original: Problem, variant: Variant) -> bool:
    """No "she" of the next sentence may mean the person named now, and was somebody else."""
    place, about = insertion_of(variant).start, variant.certificate.evidence["about"]
    before, after = original.question[:place], original.question[place:]
    if not gender(about) or not _PERSON.search(re.split(r"[.?!]\s", after, maxsplit=1)[0]):
        return True
    named = {word for word in re.findall(r"[A-Z][a-z]+", before) if gender(word)}
    return named <= {about}


def _irrelevant(original: Problem, variant: Variant) -> bool:
    """Nothing that the sentence says comes up in the problem."""
    about = variant.certificate.evidence["about"].lower()
    said = set(re.findall(r"[a-z]+", insertion_of(variant).after.lower().replace("'s", "")))
    # "gardens" and "gardening" both begin with "gard"
    problem = {word[:4] for word in re.findall(r"[a-z]{4,}", original.question.lower())}
    return not {word[:4] for word in said - _FUNCTION - {about} if len(word) >= 4} & problem


def _rest_kept(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    return (new.gold, new.choices, new.solution) == (
        original.gold,
        original.choices,
        original.solution,
    ) and not new.choices


CHECKS: dict[str, Check] = {
    "one insertion and nothing else": one_insertion,
    "a sentence of its own": _is_sentence,
    "between sentences, before the question": _between_sentences,
    "no amount, time or money": _without_amounts,
    "about what is known": _about_what_is_known,
    "no pronoun lost": _no_pronoun_lost,
    "irrelevant": _irrelevant,
    "gold, options and solution kept": _rest_kept,
}
