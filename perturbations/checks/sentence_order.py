"""What holds if another order of sentences keeps the gold. Splits by the certificate's places."""

import re

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

# Words that refer to another sentence: "it", "also", "the rest", "Monday".
_LEANS = re.compile(
    r"(?i)\b(?:it|they|them|its|their|this|these|those|then|so|but|also|later|another|others?|both|former|latter|same|next|afterwards?|however|therefore|finally|instead"
    r"|again|after|before|rest|remaining|yesterday|today|tomorrow|\w+day)\b"
)
# The beginning of a sentence that refers back: "She has", "Then".
_STARTS_LEANING = re.compile(
    r"(?i)\W*(?:he|she|it|they|him|her|them|his|its|their|this|these|those|then|so|but|also|later"
    r"|another|others?|both|afterwards?|however|therefore|finally)\b"
)

# "the bus", "the old bus".
_THE = re.compile(r"\bthe ([a-z]+)(?: ([a-z]+))?")
# "the number of", "the price of": not things that were named before.
_MEASURES = ("numb", "amou", "age", "cost", "weig", "pric")
# "Her dog has": whose, another sentence says.
_PERSON = re.compile(r"(?i)\b(?:he|she|him|her|his|hers|himself|herself)\b")


def _places(original: Problem, variant: Variant) -> list[tuple[int, int]]:
    # "0-23,24-51": two sentences
    pairs = variant.certificate.evidence["sentences"].split(",")
    return [(int(start), int(end)) for start, end in (pair.split("-") for pair in pairs)]


def _order(original: Problem, variant: Variant) -> list[int]:
    return [int(place) for place in variant.certificate.evidence["order"].split(",")]


def _whole_sentences(original: Problem, variant: Variant) -> bool:
    """The places are sentences: in order, with nothing but white space between them."""
    text, position = original.question, 0
    for start, end in _places(original, variant):
        if not position <= start < end or text[position:start].strip():
            return False
        position = end
    pieces = [text[start:end] for start, end in _places(original, variant)]
    return not text[position:].strip() and all(
        re.search(r"[.!?][\"”’')\]]*\Z", one) for one in pieces[:-1]
    )


def _moved(original: Problem, variant: Variant) -> list[int]:
    order = _order(original, variant)
    # order 1,0,2: the first two are moved
    return [place for index, place in enumerate(order) if index != place]


def _is_permutation(original: Problem, variant: Variant) -> bool:
    count = len(_places(original, variant))
    return sorted(_order(original, variant)) == list(range(count))


def _question_last(original: Problem, variant: Variant) -> bool:
    """The last sentence stays, and no sentence that asks is moved."""
    places, moved = _places(original, variant), _moved(original, variant)
    texts = [original.question[start:end] for start, end in places]
    return _order(original, variant)[-1] == len(places) - 1 and not any(
        "?" in texts[place] for place in moved
    )


def _none_leans(original: Problem, variant: Variant) -> bool:
    """No moved sentence points back, and the one that follows does not point to it."""
    places, moved = _places(original, variant), _moved(original, variant)
    texts = [original.question[start:end] for start, end in places]
    before = original.question[: places[min(moved)][0]].lower()
    return not _STARTS_LEANING.match(texts[max(moved) + 1]) and not any(
        _LEANS.search(texts[place]) or _points_back(texts[place], before) for place in moved
    )


def _points_back(text: str, before: str) -> bool:
    """Whether it names by "the" what no fixed sentence has, or a person before any name."""
    for match in _THE.finditer(text.lower()):
        words = [word[:4] for word in match.groups() if word]
        if words[0] not in _MEASURES and not all(word in before for word in words):
            return True
    pronoun = _PERSON.search(text)
    return pronoun is not None and not re.search(r"[A-Z][a-z]+", text[: pronoun.start()])


def _rest_kept(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    return (new.gold, new.choices, new.solution) == (
        original.gold,
        original.choices,
        original.solution,
    )


def _order_undone(original: Problem, variant: Variant) -> bool:
    """Cut from the variant by the lengths of its sentences, and put back, they are the original."""
    places, order = _places(original, variant), _order(original, variant)
    text, old = variant.problem.question, original.question
    position, cut = places[0][0], {}
    for index, place in enumerate(order):
        start, end = places[place]
        cut[place] = text[position : position + end - start]
        following = places[index + 1][0] if index + 1 < len(places) else len(old)
        position += end - start + following - places[index][1]
    restored, last = old[: places[0][0]], places[0][0]
    for place, (start, end) in enumerate(places):
        restored += old[last:start] + cut[place]
        last = end
    return restored + old[last:] == old


CHECKS: dict[str, Check] = {
    "whole sentences": _whole_sentences,
    "valid permutation": _is_permutation,
    "question stays last": _question_last,
    "no sentence leans on another": _none_leans,
    "gold, options and solution kept": _rest_kept,
    "order undone gives the original": _order_undone,
}
