"""What holds if one option is replaced by "None of the other options": gold and options follow."""

import re
from itertools import permutations

from clipo_bench.perturbations.checks.check import Check
from clipo_bench.perturbations.text.number_words import read
from clipo_bench.perturbations.variant import Variant
from clipo_bench.tasks.answers.equal import compare
from clipo_bench.tasks.problem import LETTERS, Problem

_NONE = "None of the other options"
_DECOY = "none_of_the_others_decoy"
# Words by which an option is right to a degree: "best", "most", "likely", "largest".
_BY_DEGREE = re.compile(
    r"(?i)\b(?:best|most|least|closest|nearest|likely|approximately|largest|smallest|greatest|highest"
    r"|lowest|main|primary|primarily|usually|typically)\b"
)
_ABOUT_OPTIONS = re.compile(r"(?i)\bof the above\b|\bof these\b|\b(?:both|neither) [A-Z]\b")


def _one_replaced(original: Problem, variant: Variant) -> bool:
    """All options but one are there, in their order, and one says that none of them is right."""
    before, after = original.choices, variant.problem.choices
    if after.count(_NONE) != 1 or len(before) != len(after):
        return False
    kept = [text for text in after if text != _NONE]
    gone = LETTERS.index(variant.certificate.evidence["replaced"])
    # of A, B, C, D without C: A, B, D
    return kept == [text for index, text in enumerate(before) if index != gone]


def _right_one(original: Problem) -> str:
    return original.choices[LETTERS.index(original.gold)]


def _gold_follows(original: Problem, variant: Variant) -> bool:
    """The right text's new letter; where it is gone, that of the new option."""
    new = variant.problem
    chosen = new.choices[LETTERS.index(new.gold)]
    if new.kind == _DECOY:
        return chosen == _right_one(original)
    return chosen == _NONE and _right_one(original) not in new.choices


def _another_letter(original: Problem, variant: Variant) -> bool:
    return variant.problem.gold != original.gold


def _question_untouched(original: Problem, variant: Variant) -> bool:
    return variant.problem.question == original.question and variant.problem.solution is None


def _by_no_degree(original: Problem, variant: Variant) -> bool:
    """The right option was right by itself, not as the best of those that are listed."""
    return not _BY_DEGREE.search(original.question)


def _no_option_about_options(original: Problem, variant: Variant) -> bool:
    return not any(_ABOUT_OPTIONS.search(text) for text in original.choices)


def _no_two_alike(original: Problem, variant: Variant) -> bool:
    """No option is worth what another one is: of "0.5" and "1/2" none would be right alone."""
    written = [str(read(text) or text) for text in original.choices]
    for one, other in permutations(written, 2):
        how = compare(one, other, lambda *_: False)
        # words in another order may be another answer
        if how and (how != "list" or any(letter.isdigit() for letter in one)):
            return False
    return True


CHECKS: dict[str, Check] = {
    "one option replaced and no other": _one_replaced,
    "gold follows the replacement": _gold_follows,
    "gold has another letter": _another_letter,
    "question untouched, no worked solution": _question_untouched,
    "right by itself, not by comparison": _by_no_degree,
    "no option about options": _no_option_about_options,
    "no two options are worth the same": _no_two_alike,
}
