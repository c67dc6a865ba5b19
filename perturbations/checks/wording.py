"""What holds if other words keep the gold: both texts, reduced to their content, are equal.

Numbers are read to values, measures to their largest unit, verbs to their stems, and the
words of instructions left out. Where both ask for so many of a unit, the golds must be as the
units are. Shares no word list with the rewrite.
"""

import re
from fractions import Fraction

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.formulas import FORMULA
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.problem import Problem

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_MORE = "sixteen seventeen eighteen nineteen"
# "three" -> 3, "forty-two" -> 42
_READ = {word: n for n, word in enumerate(f"{_ONES} {_MORE}".split(), 1)}
_TENS = dict(
    zip(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
_READ |= _TENS | {
    f"{ten}-{one}": a + b for ten, a in _TENS.items() for one, b in _READ.items() if b < 10
}
# "180 minutes" and "3 hours" are both 3 hours.
_UNIT = {
    **{"minutes": ("hours", Fraction(1, 60)), "days": ("weeks", Fraction(1, 7))},
    **{"inches": ("yards", Fraction(1, 36)), "feet": ("yards", Fraction(1, 3))},
    **{"centimeters": ("kilometers", Fraction(1, 100_000))},
    **{"meters": ("kilometers", Fraction(1, 1000)), "grams": ("kilograms", Fraction(1, 1000))},
    **{"quarts": ("gallons", Fraction(1, 4)), "milliliters": ("liters", Fraction(1, 1000))},
}
# The words that ask: "what is", "find", "how many", "in total".
_INSTRUCTION = re.compile(
    r"\b(?:(?:what is|find|determine) the number of|how many|what is|find|found|determine|compute"
    r"|calculate|evaluate|in total|altogether|in all|which one of|which of|that|does|do|did"
    r"|are there)\b"
)
_UNITS = "|".join(sorted(_UNIT.keys() | {unit for unit, _ in _UNIT.values()}))
# The unit that is asked for: "how many minutes", "how many more feet".
_ASKED = re.compile(
    r"\b(?P<how>(?:how many|what is the number of) (?:(?:more|total|additional) )?)"
    rf"(?P<unit>{_UNITS})\b"
)
# "Ann bought" and "did Ann buy" have one verb.
_IRREGULAR = {
    **{"has": "have", "had": "have", "made": "make", "got": "get", "ate": "eat", "sold": "sell"},
    **{"bought": "buy", "spent": "spend", "drove": "drive", "ran": "run", "took": "take"},
    **{"drank": "drink", "paid": "pay", "gave": "give", "wrote": "write", "saw": "see"},
    **{"lost": "lose", "caught": "catch", "brought": "bring", "goes": "go"},
    "catches": "catch",
}
_MODALS = ("will", "can")  # before the subject of a question, after that of a clause
# `\frac`, `\,`, "1,200.5", "twenty-one", white space, or any other character.
_TOKEN = re.compile(
    r"\\[A-Za-z]+|\\.|\d+(?:,\d{3})*(?:\.\d+)?|[A-Za-z]+(?:-[A-Za-z]+)*|\s+|.", re.DOTALL
)
# A character next to a number that makes it part of something larger: "$5", "5%", "5:30".
_BESIDE = re.compile(r"[\d$€£%/:.,+*=^_\\{}-]")


def content(text: str) -> list[str]:
    """What a text says, word for word, however it says it."""
    asked = _ASKED.sub(lambda one: f"{one['how']}{_size(one['unit'])[0]}", _lowered(text))
    # "What is the number of eggs" and "How many eggs" -> "egg"
    plain = _INSTRUCTION.sub(" ", re.sub(r"[?.]\s*\Z", "", asked))
    plain = re.sub(r"[?.](?=\s)", " ", plain)
    said: list[str] = []
    for token in (piece for piece in _TOKEN.findall(plain) if not piece.isspace()):
        if token in _READ:
            said.append(str(_READ[token]))
        elif token in _UNIT and said and said[-1].isdigit():
            unit, part = _UNIT[token]
            said[-1:] = [str(int(said[-1]) * part), unit]
        else:
            said.append(_stem(_IRREGULAR.get(token, token)))
    # "will Ann buy" and "Ann will buy" are the same words in another order
    modals = sorted(word for word in said if word in _MODALS)
    return [word for word in said if word not in _MODALS] + modals


def _size(unit: str) -> tuple[str, Fraction]:
    """The largest unit that a unit is part of, and how much of that it is."""
    return _UNIT.get(unit, (unit, Fraction(1)))


def _lowered(text: str) -> str:
    return re.sub(r"\b[A-Z][a-z]+\b", lambda match: match.group().lower(), text)


def _stem(word: str) -> str:
    if re.fullmatch(_UNITS, word):
        return word
    # "needs", "needed" -> "nee"
    return re.sub(r"(?<=.{3})[sdeyi]+\Z", "", word)


def _same_content(original: Problem, variant: Variant) -> bool:
    return content(original.question) == content(variant.problem.question)


def _one_content(original: Problem, variant: Variant) -> bool:
    """Measures are exchanged in a text that still has its other numbers, none of them lost."""
    before, after = content(original.question), content(variant.problem.question)
    return [one for one in before if one[:1].isdigit()] == [
        one for one in after if one[:1].isdigit()
    ]


def _formulas_kept(original: Problem, variant: Variant) -> bool:
    before, after = original.question, variant.problem.question
    if "\\" not in before and not re.search(r"\$(?!\s?\.?\d)", before):
        return "\\" not in after and before.count("$") == after.count("$")
    return FORMULA.findall(before) == FORMULA.findall(after)


def _nothing_beside_numbers(original: Problem, variant: Variant) -> bool:
    """A number that is rewritten touches no sign, so it is no price, time, part or range."""
    body = original.body
    for edit in variant.edits:
        if not re.search(r"\d", edit.before + edit.after):
            continue
        left, right = body[max(0, edit.start - 1) : edit.start], body[edit.end : edit.end + 2]
        if _BESIDE.match(left) or re.match(r"[\d$€£%/:+*=^_\\{}-]|[.,]\d", right):
            return False
    return True


def _gold_follows_unit(original: Problem, variant: Variant) -> bool:
    """The same gold, or as much of it in the unit that is asked for now."""
    before, after = _asked_size(original.question), _asked_size(variant.problem.question)
    if before == after:
        return variant.problem.gold == original.gold
    # 180 (minutes) * 1/60 = 3 (hours) * 1
    return Fraction(variant.problem.gold) * after == Fraction(original.gold) * before


def _asked_size(question: str) -> Fraction:
    asked = list(_ASKED.finditer(_lowered(question)))
    return _size(asked[-1]["unit"])[1] if asked else Fraction(1)


def _rest_kept(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    return new.choices == original.choices and new.solution in (None, original.solution)


def _words_undone(original: Problem, variant: Variant) -> bool:
    """Between the places that the certificate names, both texts are the same."""
    old, new = original.question, variant.problem.question
    last = place = 0
    for key, after in variant.certificate.evidence.items():
        start, end = map(int, key.split("-"))
        kept = old[last:start]
        if start < last or not new.startswith(kept + after, place):
            return False
        place += len(kept) + len(after)
        last = end
    return new[place:] == old[last:]


CHECKS: dict[str, Check] = {
    "same content": _same_content,
    "same numbers": _one_content,
    "formulas kept": _formulas_kept,
    "no number beside a sign": _nothing_beside_numbers,
    "gold kept, or follows its unit": _gold_follows_unit,
    "options and solution kept": _rest_kept,
    "words undone give the original": _words_undone,
}
