r"""Whether two answers are the same: by exact rules where they suffice, else by asking.

The rules know text, numbers, lists and matrices. What they cannot tell, such as two forms
of a formula, goes to the `Ask` that the caller gives: Math-Verify.
"""

import re
from collections.abc import Callable, Sequence

from tasks.answers.normalise import normalise, same_name, split_name
from tasks.answers.numbers import Number, number, same_number
from tasks.answers.structure import Parts, matrix, parts
from tasks.answers.units import split_unit
from tasks.problem import LETTERS

Ask = Callable[[str, str], bool]

MAX_ITEMS = 32
MAX_LENGTH = 4000

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_BASED = re.compile(r"(?P<digits>\d[\dA-Za-z.]*)\s*_\s*\{?\s*(?P<base>\d{1,2}|[a-z]{3,})\s*\}?")
_WORDS = re.compile(r"[A-Za-z]{5,}|[A-Za-z]{2,}(?:[ '_-]+[A-Za-z]+)+|[A-Za-z]")
_CONDITION = re.compile(r"[<>=]|\\(?:le|ge|ne|in|cup|dots|ldots)(?![A-Za-z])")
_TRUTH = {"yes": "true", "no": "false"}
_LETTER = re.compile(r"[A-Z]|\(\s*[A-Za-z]\s*\)")
_OPTION = re.compile(r"\(?\s*(?P<letter>[A-Za-z])\s*(?P<mark>[).:])?(?P<rest>.*)", re.DOTALL)
_OTHER = re.compile(
    r"(?:(?:\A|\b(?:or|and))[\s,;/&]*(?:(?:or|and)\s+)?\(?|(?<!not )(?<!than )\()"
    r"\s*(?P<letter>[A-Z])(?![\w'’])"
)


def compare(answer: str, gold: str, ask: Ask, tolerance: float = 0.0) -> str:
    """Compare an answer with the gold.

    Args:
        answer: as found in a response.
        gold: the right answer.
        ask: compares two normalised LaTeX expressions.
        tolerance: how far a number may be from the gold, relative to it.

    Returns:
        How they match: ``text``, ``number``, ``list``, ``matrix`` or ``symbolic``; empty if
        they do not.
    """
    if max(len(answer), len(gold)) > MAX_LENGTH:
        return "text" if answer.strip() == gold.strip() else ""
    texts = normalise(answer), normalise(gold)
    return _compare(*texts, ask, tolerance) if all(texts) else ""


def _compare(answer: str, gold: str, ask: Ask, tolerance: float) -> str:
    """Compare what stands behind the names, as of ``x = 5``, else the equations as they are."""
    (name, value), (gold_name, gold_value) = split_name(answer), split_name(gold)
    if same_name(name, gold_name):
        matched = _compare_values(value, gold_value, ask, tolerance)
        # A line's equation is its answer: here "y = 2x + 1" stands for more than 2x + 1.
        if matched or not (name or gold_name) or "=" not in value + gold_value:
            return matched
    return "symbolic" if ask(answer, gold) else ""


def _compare_values(answer: str, gold: str, ask: Ask, tolerance: float) -> str:
    (answer, unit), (gold, gold_unit) = split_unit(answer), split_unit(gold)
    if unit and gold_unit and unit != gold_unit:
        return ""
    decided = _decide(answer, gold, tolerance)
    if decided is not None:
        return decided
    matrices = matrix(answer), matrix(gold)
    if matrices[0] and matrices[1]:
        return _compare_matrices(matrices[0], matrices[1], ask, tolerance)
    lists = parts(answer), parts(gold)
    if max(len(lists[0].items), len(lists[1].items)) > 1:
        decided = _compare_parts(*lists, ask, tolerance)
        if decided or (decided == "" and not _CONDITION.search(f"{answer} {gold}")):
            return decided
    return "symbolic" if ask(answer, gold) else ""


def _decide(answer: str, gold: str, tolerance: float) -> str | None:
    """What text and numbers can tell; None if that is nothing."""
    if _key(answer) == _key(gold):
        return "text"
    a, b = number(answer), number(gold)
    if a and b:
        return "number" if same_number(a, b, tolerance) else ""
    if _based(answer) or _based(gold):
        return "number" if _based(answer) == _based(gold) else ""
    if _WORDS.fullmatch(answer) or _WORDS.fullmatch(gold):
        return ""
    if a:
        return _decide_comma(a, gold, tolerance)
    return _decide_comma(b, answer, tolerance) if b else None


def _decide_comma(known: Number, text: str, tolerance: float) -> str | None:
    """Compare a number with what may be a decimal with a comma for its point."""
    if known.value.denominator != 1 and _DECIMAL_COMMA.fullmatch(text):
        other = number(text.replace(",", "."))
        return "number" if other and same_number(other, known, tolerance) else ""
    return None


def _key(text: str) -> str:
    """The text without white space; words lose their case, single letters keep it."""
    squeezed = re.sub(r"\s+", "", text)
    word = squeezed.strip("()")
    if not word.isalpha():
        return squeezed
    return word if len(word) == 1 else _TRUTH.get(word.lower(), word.lower())


def _based(text: str) -> tuple[str, str] | None:
    match = _BASED.fullmatch(text)
    return (match["digits"], match["base"]) if match else None


def _compare_matrices(
    answer: Sequence[Sequence[str]], gold: Sequence[Sequence[str]], ask: Ask, tolerance: float
) -> str:
    if [len(row) for row in answer] != [len(row) for row in gold]:
        return ""
    pairs = [pair for rows in zip(answer, gold, strict=True) for pair in zip(*rows, strict=True)]
    return "matrix" if all(_compare(a, b, ask, tolerance) for a, b in pairs) else ""


def _compare_parts(answer: Parts, gold: Parts, ask: Ask, tolerance: float) -> str | None:
    """Compare two lists item by item; None where brackets or lengths leave it open."""
    a, b = answer.items, gold.items
    loose = answer.unordered and gold.unordered
    if answer.opening and gold.opening and "{" in (answer.opening, gold.opening) and not loose:
        return ""  # a set is no tuple and no interval
    if loose and (len(a) != len(b) or len(a) > MAX_ITEMS):
        a, b = _distinct(a), _distinct(b)
    if len(a) != len(b):
        return None if _may_be_equal(min(a, b, key=len)) else ""
    if len(a) > MAX_ITEMS:
        return None
    if loose:
        return "list" if _same_sets(a, b, ask, tolerance) else None
    bracketed = answer.opening and gold.opening
    same_brackets = (answer.opening, answer.closing) == (gold.opening, gold.closing)
    if bracketed and not same_brackets and len(a) == 2:  # two intervals, or a point and one
        return None
    same = all(_compare(x, y, ask, tolerance) for x, y in zip(a, b, strict=True))
    return "list" if same else ""


def _distinct(items: Sequence[str]) -> tuple[str, ...]:
    return tuple({_key(item): item for item in items}.values())


def _may_be_equal(shorter: Sequence[str]) -> bool:
    """Whether lists of different lengths may be equal: one formula may stand for a set."""
    return len(shorter) < 2 and not any(number(split_name(item)[1]) for item in shorter)


def _same_sets(answer: Sequence[str], gold: Sequence[str], ask: Ask, tolerance: float) -> bool:
    """Whether each item has a partner of its own; those that need no asking are paired first."""
    left, right = list(answer), list(gold)
    for way in (_no, ask):
        for item in list(left):
            partner = next(
                (other for other in right if _compare(item, other, way, tolerance)), None
            )
            if partner is not None:
                left.remove(item)
                right.remove(partner)
            elif way is ask:
                return False
    return not right


def _no(answer: str, gold: str) -> bool:
    return False


def letter(gold: str) -> str | None:
    """The letter that a gold such as ``B`` or ``(b)`` is; None if it is something else."""
    match = _LETTER.fullmatch(gold.strip())
    return match[0].strip("() ").upper() if match else None


def option(answer: str, choices: Sequence[str] = ()) -> str | None:
    """The letter of the one option that an answer names, by its letter or by its exact text.

    Args:
        answer: such as ``B``, ``(b)``, ``B. 12 cm`` or ``12 cm``.
        choices: the options' texts; without them only a letter names an option.
    """
    text = normalise(answer[:MAX_LENGTH])
    letters = LETTERS[: len(choices)] if choices else LETTERS
    texts = {_key(normalise(choice)): name for name, choice in zip(letters, choices, strict=False)}
    bare = text.strip("()")
    if not (len(bare) == 1 and bare.isalpha()) and (named := texts.get(_key(text))):
        return named
    match = _OPTION.match(text)
    if not match or match["letter"].upper() not in letters:
        return None
    chosen, rest = match["letter"].upper(), match["rest"]
    if rest and not match["mark"]:
        return None
    if texts.get(_key(rest)) == chosen:
        return chosen
    others = (other["letter"] for other in _OTHER.finditer(rest))
    return None if any(other in letters and other != chosen for other in others) else chosen
