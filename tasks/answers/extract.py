r"""Find the answer in a response.

In what the response says outside of its thoughts, up to where it goes on with a next question,
these finders are tried in this order, and the first that finds something ends the search:

1. ``boxed``: the last box, see `tasks.answers.boxes` for which that is.
2. ``tagged``: what stands in the last ``<answer>``.
3. ``announced``: what follows the last "the answer is", in any of many languages; of a multiple
   choice also "Option B is correct" and the like.
4. ``hashes``: what follows the last ``####``.
5. ``label``: what follows the last "Answer:" at the start of a line; ``json``: the last
   ``"answer": ..``.
6. ``given up``: the sentence that ends the response, if it says that nobody can tell.
7. ``whole``: the whole response, if it is nothing but an answer.
8. ``bold``: the last bold text with a digit in it.
9. ``last``: what the last sentence with a number states, else the last formula or number; of a
   multiple choice the option whose text it names, or the last letter that stands alone.

The first five say that they are an answer. The rest are guesses, and not made where the
response was cut: at its limit, within a box or a formula, or while it repeated itself.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from clipo_bench.tasks.answers.announcements import (
    announced,
    hashes,
    in_json,
    is_value,
    label,
    other_forms,
    tagged,
)
from clipo_bench.tasks.answers.boxes import Boxed, boxed, boxes, joint, last_box, listed, repair
from clipo_bench.tasks.answers.equal import option
from clipo_bench.tasks.answers.last_answer import (
    bold,
    in_words,
    last,
    unsolvable,
    whole,
    without_notes,
)
from clipo_bench.tasks.answers.normalise import FULL_WIDTH, normalise, undetermined
from clipo_bench.tasks.answers.options import alone, by_text, chosen
from clipo_bench.tasks.answers.run_on import first_turn, runs_on, turns
from clipo_bench.tasks.answers.sentences import number_of_sentence
from clipo_bench.tasks.answers.thoughts import ends_first, without_thoughts

__all__ = ["Answer", "Mode", "boxes", "extract", "golds", "joint", "listed", "own_words"]

Mode = Literal["full", "paper", "reward"]

_THOUGHT_END = "</think>"
# Behind a digit a dash is a range's; else a sign: "now −3", "between 3–5".
_MINUS = re.compile(r"(?<![\w.)\]])[−–—﹣](?=[\d.]*\d)")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and where it stood.

    Attributes:
        text: the answer, as it stands in the response; None if there is none.
        found: the finder's name; empty if there is no answer.
        joint: the last boxes as one list, where several stand side by side.
        also: other readings of the same, such as the number of a sentence in a box.
        cut: whether the response ends within an answer, or was cut before it gave one.
    """

    text: str | None
    found: str = ""
    joint: str | None = None
    also: tuple[str, ...] = ()
    cut: bool = False


@lru_cache(256)  # asked for each sample of a problem
def golds(gold: str) -> tuple[str, ...]:
    """The answer of a gold that may be a whole solution: boxed, after ``####``, or labelled.

    Returns:
        One text; two where several boxes stand side by side and either the last alone or all
        of them may be meant.
    """
    closed, open_box = boxes(gold)
    if not closed and open_box is not None:
        return (gold[open_box:].partition("{")[2].strip(),)
    if alternatives := listed(gold):
        return (alternatives,)
    if box := last_box(gold):
        together = joint(gold)
        return (box, together) if together else (box,)
    finders = (hashes, label, announced) if "\n" in gold.strip() else (hashes, announced)
    found = next((found for find in finders if (found := find(gold))), gold)
    return (found,)


Finder = Callable[[str], str | None]

EXPLICIT: tuple[tuple[str, Finder], ...] = (
    ("tagged", tagged),
    ("announced", announced),
    ("hashes", hashes),
    ("label", label),
    ("json", in_json),
)


def own_words(response: str) -> str:
    """What a response says outside of its thoughts, up to a next question that it asks itself.

    Nothing where its last thought never ends.
    """
    return _said(response) or ""


@lru_cache(256)  # asked for the answer and for the steps, by a few threads with a batch each
def _said(response: str) -> str | None:
    """The same, but None where the last thought never ends."""
    turn, rest = turns(response)
    said = without_thoughts(turn)
    if rest and (said is None or not said.strip() or ends_first(rest)):
        said = without_thoughts(response)
    return None if said is None else first_turn(repair(said), _answered)


def _answered(text: str) -> bool:
    alone = any(character.isdigit() for character in whole(text) or "")
    return alone or bool(boxed(text).text) or any(find(text) for _, find in EXPLICIT)


def extract(
    response: str,
    *,
    mode: Mode = "full",
    choice: bool = False,
    choices: Sequence[str] = (),
    truncated: bool = False,
    question: str = "",
) -> Answer:
    """Find the answer in a response.

    Args:
        response: what the model wrote.
        mode: ``full`` tries every finder in order; ``paper`` takes the last box behind the last
            ``</think>`` alone; ``reward`` as well, but nothing of a thought in any mark.
        choice: whether the answer is an option's letter.
        choices: the options' texts, if they are known.
        truncated: the response was cut at its limit, so only an explicit answer counts.
        question: what was asked, if known: a guess takes what the question does not give.
    """
    if mode == "paper":
        return _paper(response.rpartition(_THOUGHT_END)[2], truncated)
    said = without_thoughts(response) if mode == "reward" else _said(response)
    if said is None:
        return Answer(None, cut=truncated)
    if mode == "reward":
        return _paper(said, truncated)
    if not said.isascii():
        said = _MINUS.sub("-", said.translate(FULL_WIDTH))
    return _full(said, choice or bool(choices), choices, truncated, question)


def _full(
    text: str, choice: bool, choices: Sequence[str], truncated: bool, question: str
) -> Answer:
    """What the first finder that finds something gives."""
    box = boxed(text)
    if (found := _from_boxes(text, box, choice, choices)).text or box.doubted:
        return replace(found, cut=not found.text and (truncated or box.open is not None))
    text = text[: box.open]
    if (found := _from_explicit(text, choice, choices)).text:
        return found
    if truncated or box.open is not None or runs_on(text):
        return Answer(None, cut=True)
    text = without_notes(text)
    return _choice_guess(text, choices) if choice else _guess(text, question)


def _from_boxes(text: str, box: Boxed, choice: bool, choices: Sequence[str]) -> Answer:
    """The answer of the boxes, or the value that is announced behind them."""
    later = _later(text[box.end :], choice, choices) if box.end else None
    if later and (box.text is None or _bare(later) != _bare(box.text)):
        return Answer(later, "announced")
    if box.text is None:
        return Answer(None)
    value = None if choice else number_of_sentence(box.text)
    forms = () if choice else other_forms(box.text)
    return Answer(box.text, "boxed", box.joint, (value,) if value else forms)


def _from_explicit(text: str, choice: bool, choices: Sequence[str]) -> Answer:
    for name, find in EXPLICIT:
        if found := find(text):
            return _of_choice(text, found, name, choices) if choice else _explicit(found, name)
    letter = chosen(text, choices) if choice else None
    return Answer(letter, "announced") if letter else Answer(None)


def _paper(text: str, truncated: bool) -> Answer:
    """The last box alone; none where one never closes: an earlier one is not the last."""
    if boxes(text)[1] is not None:
        return Answer(None, cut=True)
    found = last_box(text)
    return Answer(found, "boxed") if found else Answer(None, cut=truncated)


def _bare(text: str) -> str:
    """An answer without what may differ where a response says it twice."""
    return normalise(text).replace(" ", "").strip("()")


def _later(text: str, choice: bool, choices: Sequence[str]) -> str | None:
    """The value that is announced behind the last box, which it replaces."""
    if choice:
        found = announced(text) or label(text)
        return found if found and option(found, choices) else None
    found = next((found for find in (announced, label) if (found := find(text))), None)
    return found if found and is_value(found) else None


def _explicit(found: str, name: str) -> Answer:
    forms = other_forms(found)
    value = number_of_sentence(found)
    also = (value,) if value else forms
    return Answer(forms[0] if forms else found, name, also=also)


def _of_choice(text: str, found: str, name: str, choices: Sequence[str]) -> Answer:
    """An announced option; where the phrase names none, what the response chooses elsewhere."""
    if option(found, choices):
        return Answer(found, name)
    return Answer(chosen(text, choices) or found, name)


def _guess(text: str, question: str) -> Answer:
    words = in_words(text)
    also = (words,) if words else ()
    if given_up := undetermined(text) or unsolvable(text):
        return Answer(given_up, "given up", also=also)
    if found := whole(text):
        return Answer(found, "whole", also=also)
    found = bold(text)
    if found and any(character.isdigit() for character in found):
        return Answer(found, "bold", also=also)
    found = last(text, question)
    forms = other_forms(found) if found else ()
    return (
        Answer(forms[0] if forms else found, "last", also=also + forms) if found else Answer(None)
    )


def _choice_guess(text: str, choices: Sequence[str]) -> Answer:
    finders: tuple[tuple[str, Finder], ...] = (
        ("whole", whole),
        ("bold", bold),
        ("last", lambda text: by_text(text, choices)),
        ("last", lambda text: alone(text, choices)),
    )
    for name, find in finders:
        if (found := find(text)) and (name == "last" or option(found, choices)):
            return Answer(found, name)
    return Answer(None)
