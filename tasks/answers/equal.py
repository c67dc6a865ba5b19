r"""Whether two answers are the same, by rules that are exact and fast.

What these rules cannot decide, such as two forms of a formula, is left to Math-Verify.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tasks.answers.normalise import normalise
from tasks.problem import LETTERS

MAX_DIGITS = 300
MAX_ITEMS = 64

_DECIMAL = r"(?:\d+(?:\.\d*)?|\.\d+)"
_PLAIN = re.compile(rf"[+-]?{_DECIMAL}(?:[eE][+-]?\d{{1,3}})?")
_SCIENTIFIC = re.compile(
    rf"(?P<sign>[+-]?)(?:(?P<mantissa>{_DECIMAL})\s*(?:\\times|\\cdot|\*|x)\s*)?"
    r"10\s*(?:\^|\*\*)\s*\{?\s*(?P<exponent>[+-]?\d{1,3})\s*\}?"
)
_RATIO = re.compile(
    rf"(?P<sign>[+-]?)(?:(?P<whole>\d+)\s*(?:\s|(?=\\)))?"
    rf"(?:\\frac\s*\{{\s*(?P<a>[+-]?{_DECIMAL})\s*\}}\s*\{{\s*(?P<b>[+-]?{_DECIMAL})\s*\}}"
    rf"|(?P<c>{_DECIMAL})\s*/\s*(?P<d>{_DECIMAL}))"
)
_THOUSANDS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)"
)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_BASED = re.compile(r"(?P<digits>[0-9A-Za-z]+)\s*_\s*\{?\s*(?P<base>\d{1,2}|[a-z]+)\s*\}?")
_UNIT = re.compile(
    r"(?<=[\d}%])\s*(?:[A-Za-z]{3,}|°C|°F|cm|mm|km|kg|mg|mL|ml|ft|in|m|s|h|g|hr|mi|lb|oz)"
    r"(?:[ /.-]+[A-Za-z]+)*\.?\s*(?:\^\s*\{?-?\d\}?)?$"
)
_TRUTH = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_SEPARATOR = re.compile(r"[,;]|\s(?:and|or)\s")
_OPTION = re.compile(r"\(?\s*(?P<letter>[A-Za-z])\s*(?:[).:]|$|(?=\s))\s*(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Number:
    """An exact value, and whether a per cent sign followed it."""

    value: Fraction
    percent: bool = False


def number(text: str) -> Number | None:
    """Read normalised text as a number: integer, decimal, fraction, per cent, with a unit."""
    if len(text) > MAX_DIGITS:
        return None
    text = _UNIT.sub("", text).strip()
    text = text.removesuffix(r"^\circ").strip()
    bare = text.removesuffix("%").strip()
    bare = re.sub(r"^([+-])\s+", r"\1", _THOUSANDS.sub(lambda m: re.sub("[, ]", "", m[0]), bare))
    value = _value(bare)
    return None if value is None else Number(value, percent=text.endswith("%"))


def _value(text: str) -> Fraction | None:
    if _PLAIN.fullmatch(text):
        return Fraction(text)
    if match := _SCIENTIFIC.fullmatch(text):
        size = Fraction(match["mantissa"] or 1) * Fraction(10) ** int(match["exponent"])
        return -size if match["sign"] == "-" else size
    if match := _RATIO.fullmatch(text):
        top, bottom = (Fraction(match[a] or match[b]) for a, b in (("a", "c"), ("b", "d")))
        if bottom == 0:
            return None
        size = Fraction(match["whole"] or 0) + top / bottom
        return -size if match["sign"] == "-" else size
    return None


def same_number(left: Number, right: Number, tolerance: float = 0.0) -> bool:
    """Whether two numbers are equal, within a tolerance relative to the second.

    Where only one has a per cent sign, 50 % is both 50 and 0.5.
    """
    a, b = left.value, right.value
    pairs = [(a, b)]
    if left.percent != right.percent:
        pairs.append((a / 100, b) if left.percent else (a, b / 100))
    bound = Fraction(tolerance)
    return any(abs(x - y) <= bound * abs(y) for x, y in pairs)


def decide(left: str, right: str, tolerance: float = 0.0) -> str | None:
    """Compare two answers by the fast rules.

    Args:
        left: the answer.
        right: the gold.
        tolerance: for numbers, relative to the gold.

    Returns:
        How they match (``text``, ``number``, ``list``), empty if they certainly
        differ, None if these rules cannot tell.
    """
    return _decide(normalise(left), normalise(right), tolerance)


def _decide(left: str, right: str, tolerance: float) -> str | None:
    if not left or not right:
        return ""
    if _key(left) == _key(right):
        return "text"
    a, b = number(left), number(right)
    if a and b:
        return "number" if same_number(a, b, tolerance) else ""
    for one, other in ((left, b), (right, a)):
        if other and other.value.denominator != 1 and _DECIMAL_COMMA.fullmatch(one):
            return _decide(one.replace(",", "."), str(other.value), tolerance)
    if _based(left) or _based(right):
        return "number" if _based(left) == _based(right) else ""
    return _decide_lists(left, right, tolerance)


def _key(text: str) -> str:
    """The text without white space; words lose their case, single letters keep it."""
    squeezed = re.sub(r"\s+", "", text)
    if squeezed.strip("()").isalpha():
        squeezed = squeezed.strip("()")
        return _TRUTH.get(squeezed.lower(), squeezed.lower() if len(squeezed) > 1 else squeezed)
    return squeezed


def _based(text: str) -> tuple[str, str] | None:
    match = _BASED.fullmatch(text)
    return (match["digits"], match["base"]) if match and match["digits"][0].isdigit() else None


def _decide_lists(left: str, right: str, tolerance: float) -> str | None:
    (open_a, items_a, close_a), (open_b, items_b, close_b) = items(left), items(right)
    if len(items_a) < 2 and len(items_b) < 2 and not (open_a or open_b):
        return None
    if len(items_a) != len(items_b) or not 0 < len(items_a) <= MAX_ITEMS:
        return None
    if len(items_a) == 2 and open_a and open_b and (open_a, close_a) != (open_b, close_b):
        return None
    unordered = {open_a, open_b} <= {"", "{"}
    same = _same_items(items_a, items_b, tolerance, unordered)
    return "list" if same else None


def _same_items(left: Sequence[str], right: Sequence[str], tolerance: float, loose: bool) -> bool:
    if not loose:
        return all(_decide(a, b, tolerance) for a, b in zip(left, right, strict=True))
    rest = list(right)
    for item in left:
        found = next((other for other in rest if _decide(item, other, tolerance)), None)
        if found is None:
            return False
        rest.remove(found)
    return True


def items(text: str) -> tuple[str, list[str], str]:
    """Split a list, tuple, set or interval into its bracket, its items and its bracket."""
    text = text.replace(r"\{", "{").replace(r"\}", "}").strip()
    opening, closing = "", ""
    if len(text) > 1 and text[0] in _PAIRS and text[-1] in ")]}" and _wraps(text):
        opening, closing, text = text[0], text[-1], text[1:-1]
    return opening, _split(text), closing


def _wraps(text: str) -> bool:
    """Whether the first bracket closes only at the end."""
    depth = 0
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0:
            return index == len(text) - 1
    return False


def _split(text: str) -> list[str]:
    parts: list[str] = []
    start, depth, position = 0, 0, 0
    while position < len(text):
        character = text[position]
        depth += (character in "([{") - (character in ")]}")
        separator = _SEPARATOR.match(text, position) if depth == 0 else None
        if separator:
            parts.append(text[start:position].strip())
            start = position = separator.end()
        else:
            position += 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def option(answer: str, choices: Sequence[str]) -> str | None:
    """The letter of the option that an answer names, by its letter or by its exact text."""
    text = normalise(answer)
    key = _key(text)
    for letter, choice in zip(LETTERS, choices, strict=False):
        if key and key == _key(normalise(choice)) and not (len(key) == 1 and key.isalpha()):
            return letter
    match = _OPTION.match(text)
    if match and match["letter"].upper() in LETTERS[: len(choices)]:
        rest = match["rest"].strip()
        bare = not rest or text[match.end("letter") : match.end("letter") + 1] in (")", ".", ":")
        return match["letter"].upper() if bare else None
    return None
