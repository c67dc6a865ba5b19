"""What holds if renaming people, things and money keeps the gold. Reads both texts again."""

import re
from collections.abc import Iterator, Mapping

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.text.given_names import FEMALE, MALE, UNCLEAR
from clipo_bench.perturbations.text.things import FAMILIES
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

# "$5" -> "€5", "five dollars" -> "five euros".
_MONEY = {"$": "€£", "dollars": ["euros"], "dollar": ["euro"]} | {
    "Dollars": ["Euros"],
    "Dollar": ["Euro"],
}
# "12", "1,200", "2.5".
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PRONOUN = re.compile(
    r"(?i)\b(?:she|he|hers?|his|him|herself|himself|they|them|theirs?|it|its|i|we|you)\b"
)
# `$x$`, `\(x\)`, `\[x\]`, a command, or braces: in these no name is changed.
_FORMULA = re.compile(
    r"\\\(.*?\\\)|\\\[.*?\\\]|(?<!\\)\$(?:[^$\\]|\\.)*\$|\\[a-zA-Z]+|\{[^{}]*\}", re.DOTALL
)


def _texts(problem: Problem) -> Iterator[str]:
    yield from (problem.question, *problem.choices)


def _all_text(problem: Problem) -> str:
    return "\n".join((*_texts(problem), problem.solution or "", problem.gold))


def _words(form: str) -> str:
    """A form without its article: "an apple" speaks of apples."""
    # "an apple" -> "apple"
    return re.sub(r"^[Aa]n? ", "", form)


def _stands(form: str, text: str) -> bool:
    """Whether a form stands in a text in any case, or as a plural: "Tims", but not "times"."""
    # "$", "an apple"
    if not form.isalpha():
        return form in text
    return (
        re.search(rf"(?<![^\W_])(?i:{form})(?![^\W_])", text) is not None
        or re.search(rf"(?<![^\W_]){form}e?s(?![^\W_])", text) is not None
    )


def _class_of(form: str) -> object:
    """People by sex, things by family and number, money by its sign."""
    # "Ann" -> the women's names
    for names in (FEMALE, MALE, UNCLEAR):
        if form in names:
            return names
    noun = _words(form).lower()
    for index, family in enumerate(FAMILIES):
        # "apple" -> fruit, one
        if noun in family.nouns:
            return (index, "one", form[0].isupper())
        # "Apples" -> fruit, many, with a capital
        if noun in family.nouns.values():
            return (index, "many", form[0].isupper())
    return None


def _like_for_like(original: Problem, variant: Variant) -> bool:
    return bool(variant.certificate.evidence) and all(
        new in _MONEY.get(old, ())
        if old in _MONEY
        else _class_of(old) is not None and _class_of(old) == _class_of(new)
        for old, new in variant.certificate.evidence.items()
    )


def _injective(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    return len(set(names.values())) == len(names)


def _nothing_captured(original: Problem, variant: Variant) -> bool:
    text = _all_text(original)
    return not any(_stands(_words(new), text) for new in variant.certificate.evidence.values())


def _nothing_left_over(original: Problem, variant: Variant) -> bool:
    text = _all_text(variant.problem)
    return not any(_stands(_words(old), text) for old in variant.certificate.evidence)


def _gold_kept(original: Problem, variant: Variant) -> bool:
    return variant.problem.gold == original.gold and variant.problem.choices == original.choices


def _rest_untouched(original: Problem, variant: Variant) -> bool:
    """Numbers, pronouns and formulas, in order, are what they were."""
    return all(
        pattern.findall(before) == pattern.findall(after)
        for before, after in _pairs(original, variant.problem)
        for pattern in (_NUMBER, _PRONOUN, *([_FORMULA] if "\\" in before else []))
    )


def _pairs(original: Problem, new: Problem) -> Iterator[tuple[str, str]]:
    yield from zip(_texts(original), _texts(new), strict=True)
    if new.solution is not None:
        yield original.solution or "", new.solution


def _undo(text: str, names: Mapping[str, str]) -> str:
    """Read a text from left to right and put each new form's old one in its place."""
    # "an apple" is looked for before "apple"
    back = sorted(((new, old) for old, new in names.items()), key=lambda pair: -len(pair[0]))
    pieces, position = [], 0
    while position < len(text):
        for new, old in back:
            if text.startswith(new, position) and _is_whole(text, position, position + len(new)):
                pieces.append(old)
                position += len(new)
                break
        else:
            pieces.append(text[position])
            position += 1
    return "".join(pieces)


def _is_whole(text: str, start: int, end: int) -> bool:
    if not text[start].isalpha():
        return True
    # "Ann" in "Annual" is no whole word
    return not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha())


def _names_undone(original: Problem, variant: Variant) -> bool:
    names = variant.certificate.evidence
    return all(_undo(after, names) == before for before, after in _pairs(original, variant.problem))


CHECKS: dict[str, Check] = {
    "like for like": _like_for_like,
    "no two names merged": _injective,
    "no name captured": _nothing_captured,
    "no old name left over": _nothing_left_over,
    "gold and options kept": _gold_kept,
    "numbers, pronouns and formulas untouched": _rest_untouched,
    "names undone give the original": _names_undone,
}
