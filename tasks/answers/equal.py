r"""Whether two answers are the same: by exact rules where they suffice, else by asking.

The rules know text, numbers, lists and matrices. What they cannot tell, such as two forms
of a formula, goes to the `Ask` that the caller gives: Math-Verify.

What the rules hold to, where an answer and a gold could be read in two ways:

- The gold's kind decides whether order counts: a tuple is ordered, a set and a bare list are
  not. A gold of several values wants all of them: ``x = 1 or x = 2`` is not 1.
- A unit may be left out. Where both state one, 0.5 m is 50 cm, and 5 cm is not 5 m.
- A per cent sign may be left out as well: 25 % is 25 and 0.25, but 25 is not 0.25.
- A base may not: ``4210_5`` is not 4210.
- An equation is its right side where its left side may be what was asked for, as ``a + b = 7``;
  ``x^2 + y^2 = 1`` and ``x + 5 = 0`` are not.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from clipo_bench.tasks.answers.dates import clock, day
from clipo_bench.tasks.answers.normalise import (
    UNDETERMINED,
    normalise,
    rename,
    same_name,
    split_name,
)
from clipo_bench.tasks.answers.numbers import number, ratio, same_number
from clipo_bench.tasks.answers.structure import Parts, interval, matrix, parts, rows
from clipo_bench.tasks.answers.units import Unit, conversion, split_unit
from clipo_bench.tasks.problem import LETTERS

Ask = Callable[[str, str], bool]
Table = tuple[tuple[str, ...], ...]

MAX_ITEMS = 32
NO_GOLD = "None"
"""The gold of a question that cannot be answered, as GSM-Plus writes it."""
MAX_LENGTH = 4000
MAX_BASED = 200

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_LONG_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d{2,}")
_BASED = re.compile(
    r"\(?(?P<digits>\d[\dA-Za-z.]*)\)?\s*(?:_|(?:in )?base[ -]?)\s*"
    r"[{(\s]*(?P<base>\d{1,2}|[a-z]{3,})[)}\s]*"
    r"|base[ -]?(?P<first>\d{1,2}|[a-z]{3,}):?\s*(?P<then>\d[\dA-Za-z.]*)"
)
_BASES = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "sixteen": "16",
}  # fmt: skip
# One letter is a name of its own, but i and e are numbers.
_WORDS = re.compile(
    r"[A-Za-z]{5,}|[A-Z]{3,}|[A-Z][a-z]{2,}"
    r"|[A-Za-z]{2,}(?:(?:[ '_-]|,\s)+[A-Za-z]+)+|[A-Za-df-hj-z]"
    r"|\\?\{\s*[A-Za-z]{2,}(?:[\s,]+[A-Za-z]{2,})*\s*\\?\}"
)
_CONDITION = re.compile(r"[<>=]|\\(?:le|ge|ne|in|cup|dots|ldots)(?![A-Za-z])")
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,} (?:[A-Za-z]{2,}|\d)")
_UNEQUAL = re.compile(
    r"[<>!:,]|\b(?:or|and)\b|\\(?:le|ge|ne|lt|gt|equiv|bmod|pmod|mod|pm)(?![A-Za-z])"
)
# What a computed residue is: 997^{-1} \\equiv 333 \\pmod{1000}, 2^9 \\bmod 10 = 2.
_RESIDUE = re.compile(
    r"(?P<left>[^A-Za-z]*?\d(?:[^A-Za-z]|\\(?:equiv|cdot|times|[pb]?mod))*)(?:\\equiv|=)\s*(?P<value>-?\d+)"
    r"\s*(?:\(?\s*\\[pb]?mod\s*\{?\s*\d+\s*\}?\s*\)?)?"
)
_TRUTH = {"yes": "true", "no": "false"}
_ARTICLE = re.compile(r"^(?:an?|the)\s+(?=[A-Za-z]{3,}$)", re.IGNORECASE)
_MARKS = re.compile(r"'|!!|,\s*\\[lc]?dots")
_PRIMED = re.compile(r"\d'\d")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_COORDINATES = re.compile(r"[xyz\d\s+*/^(){}.\-]*")
_SQUARED = re.compile(r"[xyz]\^\{?2|\([^()]*\)\^\{?2")
_LETTER = re.compile(r"[A-Z]|\(\s*[A-Za-z]\s*\)")
_ANNOUNCED = re.compile(r"(?:(?:the )?(?:correct )?(?:option|choice|answer)(?: is)?:?)\s+", re.I)
_OPTION = re.compile(
    r"[(\[{<]?\s*(?P<letter>[A-Za-z])\s*(?P<mark>[)\]}>.:,;!-])?(?P<rest>.*)", re.DOTALL
)
_OTHER = re.compile(
    r"(?:(?:\A|\b(?:or|and))[\s,;/&]*(?:(?:or|and)\s+)?\(?|(?<!not )(?<!than )\()"
    r"\s*(?P<letter>[A-Z])(?![\w'’])(?!(?<=[AI])\s+(?!(?:or|and|is|are|but|because|since|as)\b)[a-z])"
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
    if not tolerance and all(text.isascii() and text.isdigit() for text in texts):
        return _compare_digits(*texts)
    if "mod" in texts[0] and "mod" not in texts[1]:
        texts = _residue(texts[0]), texts[1]
    if gold.strip() == NO_GOLD and texts[0] == UNDETERMINED:
        return "text"
    return _compare(*texts, ask, tolerance) if all(texts) else ""


def _residue(text: str) -> str:
    """The value of a congruence without a variable; the text itself if it is none."""
    match = _RESIDUE.fullmatch(text)
    return match["value"] if match else text


def _compare_digits(answer: str, gold: str) -> str:
    """Compare two whole numbers as `_decide` does: most answers and golds are."""
    if answer == gold:
        return "text"
    return "number" if answer.lstrip("0") == gold.lstrip("0") else ""


def _compare(answer: str, gold: str, ask: Ask, tolerance: float) -> str:
    """Compare what stands behind the names, as of ``x = 5``, else the equations as they are."""
    (name, value), (gold_name, gold_value) = split_name(answer), split_name(gold)
    if same_name(name, gold_name):
        value = rename(name, gold_name, value)
        matched = _compare_values(value, gold_value, ask, tolerance)
        # A line's equation is its answer: here "y = 2x + 1" stands for more than 2x + 1.
        if matched or not (name or gold_name) or "=" not in value + gold_value:
            return matched
    return "symbolic" if _ask_equations(answer, gold, ask) else ""


def _compare_values(answer: str, gold: str, ask: Ask, tolerance: float) -> str:
    for read in (clock, day):
        moments = read(answer), read(gold)
        if None not in moments and _key(answer) != _key(gold):
            return "number" if moments[0] == moments[1] else ""
    forms = _forms(gold)
    if len(forms) > 1 and _forms(answer) != forms:
        return _compare_values(answer, forms[0], ask, tolerance)
    (answer, unit), (gold, gold_unit) = split_unit(answer), split_unit(gold)
    scale = conversion(unit, gold_unit) if unit and gold_unit else Fraction(1)
    if scale is None or (unit and _is_share(gold)) or (gold_unit and _is_share(answer)):
        return ""
    if scale != 1:
        return _compare_scaled(answer, scale, gold, ask, tolerance)
    matched = _compare_bare(answer, gold, ask, tolerance)
    if matched or not _one_in_degrees(unit, gold_unit, answer, gold):
        return matched
    radian = r"\cdot \frac{\pi}{180}"
    texts = (f"({answer}) {radian}", gold) if unit else (answer, f"({gold}) {radian}")
    return "symbolic" if ask(*texts) else ""


def _is_share(text: str) -> bool:
    """Whether a text is a number of per cent, which is no number of anything else."""
    known = number(text)
    return known is not None and known.percent


def _compare_scaled(answer: str, times: Fraction, gold: str, ask: Ask, tolerance: float) -> str:
    """Compare quantities of different units: 0.5 m is 100 times 0.5 cm."""
    a, b = number(answer), number(gold)
    if a and b:
        scaled = replace(a, value=a.value * times)
        return "number" if same_number(scaled, b, tolerance) else ""
    scale = rf"\frac{{{times.numerator}}}{{{times.denominator}}}"
    return "symbolic" if ask(rf"{scale} \cdot ({answer})", gold) else ""


def _one_in_degrees(unit: Unit | None, gold_unit: Unit | None, answer: str, gold: str) -> bool:
    """Whether one is an angle in degrees, and the other one in radians."""
    if unit and not gold_unit:
        return unit.is_degree and r"\pi" in gold
    return bool(gold_unit and not unit and gold_unit.is_degree and r"\pi" in answer)


def _compare_bare(answer: str, gold: str, ask: Ask, tolerance: float) -> str:
    """Compare what is left without names and units."""
    decided = _decide(answer, gold, tolerance)
    if decided is not None:
        return decided
    tables = matrix(answer), matrix(gold)
    if any(tables):
        left = tables[0] or _beside(rows(answer), tables[1])
        right = tables[1] or _beside(rows(gold), tables[0])
        if left and right:
            return _compare_matrices(left, right, ask, tolerance)
    lists = parts(answer), parts(gold)
    if _alternatives(answer, lists[1]) or _alternatives(gold, lists[0]):
        return ""
    if max(len(lists[0].items), len(lists[1].items)) > 1:
        decided = _compare_parts(*lists, ask, tolerance)
        if decided or (decided == "" and not any(map(_conditional, lists))):
            return decided
    return _compare_whole(answer, gold, ask, tolerance)


def _beside(table: Table | None, matrix: Table | None) -> Table | None:
    """A plain tuple as the column that it is beside one: both are the same vector."""
    column = matrix and all(len(row) == 1 for row in matrix)
    return tuple((entry,) for entry in table[0]) if column and table and len(table) == 1 else table


def _alternatives(text: str, other: Parts) -> bool:
    """Whether ``a or b`` stands beside a tuple or an interval, which says `and`."""
    return " or " in text and other.opening in ("(", "[") and not _CONDITION.search(text)


def _conditional(found: Parts) -> bool:
    """Whether commas may stand between conditions, as in ``x < 0, x > 2``, and not items."""
    return any(_CONDITION.search(split_name(item)[1]) for item in found.items)


def _compare_whole(answer: str, gold: str, ask: Ask, tolerance: float) -> str:
    """Compare what is no list: words with nothing, inequalities as intervals, formulas."""
    if _WORDS.fullmatch(answer) or _WORDS.fullmatch(gold):
        return ""
    spans = interval(answer), interval(gold)
    if not any(spans):
        return "symbolic" if _ask_equations(answer, gold, ask) else ""
    if any(not span and _bare_list(text) for span, text in zip(spans, (answer, gold), strict=True)):
        return ""
    names = {span[0] for span in spans if span}
    left, right = spans[0] or ("", answer), spans[1] or ("", gold)
    return _compare_bare(left[1], right[1], ask, tolerance) if len(names) == 1 else ""


def _bare_list(text: str) -> bool:
    found = parts(text)
    return not found.opening and len(found.items) > 1


def _ask_equations(answer: str, gold: str, ask: Ask) -> bool:
    if ("=" in answer) != ("=" in gold):
        if _unsolved(answer) or _unsolved(gold):
            return False
        side = answer.rpartition("=")[2].strip()
        if side != answer and side.count("{") == side.count("}") and not _UNEQUAL.search(answer):
            answer = side
            decided = _decide(answer, gold, 0.0)
            if decided is not None:
                return bool(decided)
    return not _PROSE.search(f"{answer} {gold}") and ask(answer, gold)


@lru_cache(2**14)
def _unsolved(text: str) -> bool:
    """Whether a text is an equation in x, y and z for its roots, or of a circle or the like."""
    left, equals, right = text.partition("=")
    if not equals or "=" in right:
        return False
    sides = _COMMAND.sub("", left), _COMMAND.sub("", right)
    if not all(_COORDINATES.fullmatch(side) for side in sides):
        return False
    names = set(re.findall("[xyz]", "".join(sides)))
    if any(side.strip() == "0" for side in (left, right)):
        return bool(names)
    squared = {name for match in _SQUARED.findall(text) for name in re.findall("[xyz]", match)}
    return len(names) > 1 and squared == names


@lru_cache(2**14)
def _forms(text: str) -> tuple[str, ...]:
    r"""The forms of one value, as of ``\frac{1}{2} = 0.5``; a text without is one form."""
    forms = tuple(form.strip() for form in text.split("="))
    if len(forms) > 2 and len(forms[0]) == 1 and forms[0].isalpha():
        forms = forms[1:]
    return forms if len(forms) > 1 and all(number(form) for form in forms) else (text,)


def _decide(answer: str, gold: str, tolerance: float) -> str | None:
    """What text and numbers can tell; None if that is nothing."""
    if _key(answer) == _key(gold):
        return "text"
    a, b = number(answer), number(gold)
    if a and b:
        return "number" if same_number(a, b, tolerance) else ""
    bases = _based(answer), _based(gold)
    if any(bases) and (all(bases) or "=" not in answer):  # not 441_{10} = 1200_7
        return "number" if bases[0] == bases[1] else ""
    # Minutes of arc, a slip, or a mark that the parser would drop or misread.
    primed = _PRIMED.search(answer) or _PRIMED.search(gold) or _other_marks(answer, gold)
    if primed or _one_word(answer) or _one_word(gold):
        return ""
    ratios = ratio(answer), ratio(gold)
    if all(ratios):
        return "number" if ratios[0] == ratios[1] else ""
    return _decide_comma(answer, gold, tolerance)


def _other_marks(answer: str, gold: str) -> bool:
    """Whether only one has a derivative's mark, a double factorial, or a list that goes on."""
    if "=" in answer + gold:
        return False
    return len(_MARKS.findall(answer)) != len(_MARKS.findall(gold))


def _one_word(text: str) -> bool:
    """Whether a text is words that are no list of words."""
    return bool(_WORDS.fullmatch(text)) and len(parts(text).items) == 1


def _decide_comma(answer: str, gold: str, tolerance: float) -> str | None:
    """Compare a number with what may be a decimal with a comma for its point.

    With one digit behind it, the comma of a gold parts two numbers, as in ``2,5``.
    """
    a, b = number(answer), number(gold)
    if b and b.value.denominator != 1 and _DECIMAL_COMMA.fullmatch(answer):
        a = number(answer.replace(",", "."))
    elif a and a.value.denominator != 1 and _LONG_DECIMAL_COMMA.fullmatch(gold):
        b = number(gold.replace(",", "."))
    if not (a and b):
        return None
    return "number" if same_number(a, b, tolerance) else ""


@lru_cache(2**14)
def _key(text: str) -> str:
    """The text without white space but between digits; words lose their case, letters keep it."""
    squeezed = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", _ARTICLE.sub("", text))
    if squeezed == r"\emptyset":
        return "nosolution"  # of an equation, the same said in words
    word = squeezed.strip("()")
    if not word.isalpha():
        return squeezed
    return word if len(word) == 1 else _TRUTH.get(word.lower(), word.lower())


@lru_cache(2**14)
def _based(text: str) -> tuple[str, str] | None:
    match = _BASED.fullmatch(text)
    if not match:
        return None
    digits, base = match["digits"] or match["then"], match["base"] or match["first"]
    base = _BASES.get(base, base)
    return (digits.upper(), base) if base != "10" else None


def _compare_matrices(
    answer: Sequence[Sequence[str]], gold: Sequence[Sequence[str]], ask: Ask, tolerance: float
) -> str:
    if [len(row) for row in answer] != [len(row) for row in gold]:
        return ""
    pairs = [pair for rows in zip(answer, gold, strict=True) for pair in zip(*rows, strict=True)]
    return "matrix" if all(_compare(a, b, ask, tolerance) for a, b in pairs) else ""


def _compare_parts(answer: Parts, gold: Parts, ask: Ask, tolerance: float) -> str | None:
    """Compare two lists item by item; None where brackets or lengths leave it open."""
    a, b = _by_name(answer.items), _by_name(gold.items)
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
        return "list" if _same_sets(a, b, ask, tolerance) else ""
    bracketed = answer.opening and gold.opening
    same_brackets = (answer.opening, answer.closing) == (gold.opening, gold.closing)
    half_open = any(_CLOSED.get(one.opening) != one.closing for one in (answer, gold))
    if bracketed and not same_brackets and len(a) == 2 and (half_open or not _falls(b)):
        return None  # two intervals, or a point and one
    same = all(_compare(x, y, ask, tolerance) for x, y in zip(a, b, strict=True))
    return "list" if same else ""


def based_as_asked(gold: str, answer: str, question: str) -> str:
    """The gold without its base, where the answer leaves it out and the question names it."""
    if not question or len(gold) > MAX_BASED or not re.search("_|base", gold):
        return gold
    based = _based(normalise(gold))
    side = answer.rpartition("=")[2].strip()
    if not based or (len(side) <= MAX_BASED and _based(normalise(side))):
        return gold
    names = [based[1], *(word for word, number in _BASES.items() if number == based[1])]
    names += _BASE_NAMES.get(based[1], [])
    asked = re.search(
        rf"\bbase[- ]?\$?(?:{'|'.join(names)})\b|\b(?:{'|'.join(names[1:])})\b", question
    )
    return based[0] if asked else gold


_BASE_NAMES = {"2": ["binary"], "8": ["octal"], "16": ["hexadecimal"], "3": ["ternary"]}
_CLOSED = {"(": ")", "[": "]", "{": "}"}


def _falls(items: Sequence[str]) -> bool:
    """Whether the first of two numbers is no smaller, so that they bound no interval."""
    first, second = map(number, items)
    return first is not None and second is not None and first.value >= second.value


def _by_name(items: Sequence[str]) -> Sequence[str]:
    """The items in the order of their names, if all have one, as ``y = 1, x = 2`` do."""
    names = [split_name(item)[0] for item in items]
    return sorted(items) if all(names) and len(set(names)) == len(names) else items


def _distinct(items: Sequence[str]) -> tuple[str, ...]:
    return tuple({_worth(item): item for item in items}.values())


def _worth(item: str) -> str | Fraction:
    """What tells two items of a set apart: a plain number's value, else the text."""
    known = number(item)
    return known.value if known and not known.percent else _key(item)


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


def _same_value(text: str, choices: Sequence[str]) -> list[int]:
    """Which options are the same number, as 15.0 is 15; a unit has to be the same."""
    value = number(text)
    if value is None:
        return []
    unit = split_unit(text)[1]
    options = [normalise(choice) for choice in choices]
    return [
        place
        for place, other in enumerate(options)
        if split_unit(other)[1] == unit and (known := number(other)) and same_number(value, known)
    ]


def letter(gold: str) -> str | None:
    r"""The letter that a gold such as ``B``, ``(b)`` or ``\text{(B)}`` is; None if it is none."""
    match = (
        _LETTER.fullmatch(normalise(gold)) if len(gold) < len(r"\textnormal{ ( B ) }.") else None
    )
    return match[0].strip("() ").upper() if match else None


def option(answer: str, choices: Sequence[str] = ()) -> str | None:
    """The letter of the one option that an answer names, by its letter or by its exact text.

    Args:
        answer: such as ``B``, ``(b)``, ``B. 12 cm`` or ``12 cm``.
        choices: the options' texts; without them only a letter names an option.
    """
    text = _ANNOUNCED.sub("", normalise(answer[:MAX_LENGTH]), count=1)
    letters = LETTERS[: len(choices)] if choices else LETTERS
    texts = defaultdict[str, set[str]](set)
    for name, choice in zip(letters, choices, strict=False):
        texts[_key(normalise(choice))].add(name)
    bare = text.strip("()")
    if not (len(bare) == 1 and bare.isalpha()):
        if named := texts.get(_key(text)):
            return min(named)
        places = _same_value(text, choices)
        if len(places) == 1:
            return letters[places[0]]
    match = _OPTION.match(text)
    if not match or match["letter"].upper() not in letters:
        return None
    chosen, rest = match["letter"].upper(), match["rest"]
    if rest and not match["mark"]:
        return None
    if named := texts.get(_key(rest.strip())):
        return chosen if chosen in named else None  # a letter with another option's text
    others = (other["letter"] for other in _OTHER.finditer(rest))
    return None if any(other in letters and other != chosen for other in others) else chosen
