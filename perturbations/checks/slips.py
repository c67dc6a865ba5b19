"""What holds if slips of the pen keep the gold: undone they give the original, and all counts stay.

Reads the variant with patterns of its own; which words may have a slip it says itself.
"""

import re

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.checks.formulas import FORMULA
from clipo_bench.perturbations.variant import Edit, Variant
from clipo_bench.tasks.problem import Problem

_MARKS = frozenset(",;:")
_LEAST, _MOST = 0.5, 1.5
# "12", "x2", "Ann", "McDonald", "5%", "$3", "12-foot": whatever is no plain word.
_UNTOUCHABLE = re.compile(r"\S*[0-9A-Z$€£%\\^_{}+=<>|/*~-]\S*")
# Words that are numbers, or say how much.
_COUNTS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|half|third|quarter"
    r"|fourth|fifth|sixth|seventh|eighth|ninth|tenth|once|twice|thrice|double|triple|each|every|per"
    r"|percent|not|no|never|more|less|fewer|than|all|both|none|only|except)\b"
)
_WORD = re.compile(r"(?<![^\s\"“(])[a-z]{2,}(?=[\s.,;!?:\"”)]|\Z)")


def _back(original: Problem, variant: Variant) -> str:
    """The variant's text with every recorded edit taken back, from the last one on."""
    text, shift = variant.problem.question, 0
    places = []
    for edit in variant.edits:
        places.append((edit.start + shift, edit))
        shift += len(edit.after) - len(edit.before)
    for start, edit in reversed(places):
        if text[start : start + len(edit.after)] != edit.after:
            raise ValueError(f"{edit.after!r} is not at {start}")
        text = text[:start] + edit.before + text[start + len(edit.after) :]
    return text


def _undone(original: Problem, variant: Variant) -> bool:
    return _back(original, variant) == original.question


def _is_mark(edit: Edit) -> bool:
    return not edit.before and edit.after in _MARKS


def _one_slip_each(original: Problem, variant: Variant) -> bool:
    """Each edit is one mark more, or one slip between a word's first and last letter."""
    return all(_is_mark(edit) or _one_slip(edit.before, edit.after) for edit in variant.edits)


def _one_slip(word: str, written: str) -> bool:
    if not (word.isalpha() and written.isalpha() and word.islower() and written.islower()):
        return False
    if len(word) < 4 or word[0] != written[0] or word[-1] != written[-1] or word == written:
        return False
    if len(word) == len(written):
        differ = [i for i in range(len(word)) if word[i] != written[i]]
        one, other = differ[0], differ[-1]
        # "basjet", "bakset"
        swapped = other == one + 1 and word[one] == written[other] and word[other] == written[one]
        return len(differ) == 1 or swapped
    long, short = (word, written) if len(word) > len(written) else (written, word)
    # "baskts", "appples"
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))


def _untouchables_kept(original: Problem, variant: Variant) -> bool:
    """Numbers, names and whatever has a sign in it are as before, and in the same order."""
    return _plain(_UNTOUCHABLE, original.question) == _plain(_UNTOUCHABLE, variant.problem.question)


def _plain(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found.rstrip(",;.!?:") for found in pattern.findall(text)]


def _counts_kept(original: Problem, variant: Variant) -> bool:
    return _COUNTS.findall(original.question.lower()) == _COUNTS.findall(
        variant.problem.question.lower()
    )


def _formulas_kept(original: Problem, variant: Variant) -> bool:
    if "\\" not in original.question and not re.search(r"\$(?!\s?\.?\d)", original.question):
        return original.question.count("$") == variant.problem.question.count("$")
    return FORMULA.findall(original.question) == FORMULA.findall(variant.problem.question)


def _level_kept(original: Problem, variant: Variant) -> bool:
    """About as many words have a slip as the level says, of those without a number or a name."""
    level = int(variant.certificate.evidence["level"])
    if variant.problem.kind != f"typos_{level}":
        return False
    free = sum(not _COUNTS.fullmatch(word) for word in _WORD.findall(original.question))
    wanted = free * level / 100
    return 1 <= len(variant.edits) <= max(1.0, wanted * _MOST)


def _rest_kept(original: Problem, variant: Variant) -> bool:
    new = variant.problem
    return (new.gold, new.choices, new.solution) == (
        original.gold,
        original.choices,
        original.solution,
    )


CHECKS: dict[str, Check] = {
    "slips undone give the original": _undone,
    "one slip at each place": _one_slip_each,
    "numbers, names and signs untouched": _untouchables_kept,
    "words for amounts untouched": _counts_kept,
    "formulas kept": _formulas_kept,
    "no more slips than the level": _level_kept,
    "gold, options and solution kept": _rest_kept,
}
