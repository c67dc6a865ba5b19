"""Partial prompts: the first part of a problem's text, which a model that remembers it completes.

The protocol is that of arXiv 2507.10532: the first 40, 60 and 80 % of a text, greedy, without a
chat template. docs/memory.md says what is measured.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from clipo_bench.tasks.problem import Problem, normalise_text

SHARES = (40, 60, 80)
COMPLETED, ROUGE_L = "completed", "rouge_l"
FEWEST_WORDS = 5
"""A text of fewer words has no part of 40 % and none of 20 %."""
MOST_BACK = 2
"""By how many words a part may be shorter than its share."""

_WORD = re.compile(r"\S+")
_LONGER = re.compile(r"[^\W_]|[.,][0-9]")
# As the usual implementation of ROUGE has it: "3 pens, each" is 3, pens and each.
_TOKEN = re.compile(r"[^\W_]+")


def partial_kind(share: int) -> str:
    """The kind of the problems of which the first `share` % are given: ``prefix60``."""
    return f"prefix{share}"


PARTIAL_KINDS = tuple(map(partial_kind, SHARES))


@dataclass(frozen=True, slots=True)
class Continuation:
    """What a response makes of the rest of a text.

    Attributes:
        exact: whether it begins with the rest, word for word.
        rouge_l: how much of the rest stands in it in order, from 0 to 1.
    """

    exact: bool
    rouge_l: float


def partial_problems(problem: Problem) -> Iterator[Problem]:
    """The first parts of a problem, as problems to be continued; none of a very short text.

    A part ends after a whole word, see `_cut`. The instruction is left out: nothing comes after the
    text.
    """
    words = list(_WORD.finditer(problem.question))
    if problem.choices or len(words) < FEWEST_WORDS:
        return
    for share, kind in zip(SHARES, PARTIAL_KINDS, strict=True):
        kept = _cut([word[0] for word in words], len(words) * share // 100)
        rest = problem.question[words[kept].start() :].rstrip()
        if _TOKEN.search(rest):  # "?" alone would be completed by anybody
            yield replace(
                problem,
                question=problem.question[: words[kept - 1].end()],
                rest=rest,
                solution=None,
                instruction="",
                variant_id=kind,
                kind=kind,
                original_gold=problem.gold,
            )


def _cut(words: list[str], kept: int) -> int:
    """How many words are given: `kept`, or up to `MOST_BACK` fewer that end without a mark.

    Some tokenizers join a mark with the space after it, so that a text which ends in a mark is no
    longer what the model has seen: in "In a box. How many" one has the token ". ".
    """
    fewest = max(1, kept - MOST_BACK)
    return next((n for n in range(kept, fewest - 1, -1) if words[n - 1][-1].isalnum()), kept)


def completion(response: str, rest: str) -> Continuation:
    """Compare a response with the rest of the text that it continues.

    White space does not count. What a response says after as many words as the rest has, such as
    a solution, does not count either.
    """
    wanted, found = _tokens(rest), _tokens(response)
    found = found[: len(wanted)]
    total = len(wanted) + len(found)
    rouge_l = 2 * common_subsequence(wanted, found) / total if total else 0.0
    return Continuation(_begins_with(normalise_text(response), normalise_text(rest)), rouge_l)


def _begins_with(text: str, rest: str) -> bool:
    if not text.startswith(rest):
        return False
    # "has 12" is not the beginning of "has 120 pens" nor of "has 12.5 pens", but of "has 12. So".
    return not (rest[-1:].isalnum() and _LONGER.match(text, len(rest)))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def common_subsequence(one: list[str], other: list[str]) -> int:
    """The length of the longest common subsequence (Hyyro 2004, bit-parallel)."""
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    everything = (1 << len(one)) - 1
    row = everything
    for word in other:
        matched = row & places.get(word, 0)
        row = ((row + matched) | (row - matched)) & everything
    return len(one) - row.bit_count()
