"""What the two sides of a claim are worth, and whether they agree."""

import re
from fractions import Fraction
from functools import lru_cache
from itertools import product

from clipo_bench.tasks.arithmetic import MAX_LENGTH, ExpressionError, Number, calculate

NOISY_PLACES = 9
MAX_READINGS = 32

UNIT = re.compile(r"⟨[^⟩]*⟩")
OPERATION = re.compile(r"[\d)%A-Za-z]\s*(?:[-+*/^]|(?=\())\s*[\d($.A-Za-z-]")
OPERAND = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)")
_MIXED = re.compile(r"(?<![\d./*^,])(\d+) (\d+/\d+)(?![\d/.])")
_DECIMAL = re.compile(r"(?<![\w.])\d*\.(\d+)(?![\w.])")
_PLACES = re.compile(r"\.(\d+)")
_VARIABLE = re.compile(r"[A-Za-z]")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*%")
_CHANGE = re.compile(r"(?P<base>[^%]+?)\s*(?P<sign>[+-])\s*(?P<rate>\d+(?:\.\d+)?)\s*%")
_BRACKET_OR_SIGN = re.compile(r"⟨[^⟩]*⟩|[()]|(?<=[\d)%A-Za-z⟩])\s*[+-]")
_DIVIDES_LAST = re.compile(r"/[^*]*$")
# A name of several letters, a function, and the exponent in "5^2r".
_AMBIGUOUS = re.compile(r"[A-Za-z]\s*[(\w]|\^\s*\d+·?[A-Za-z]")
_IMPLICIT = re.compile(r"(?<=[\d)])(?=[(A-Za-z])|(?<=\))(?=\d)")

# Other readings of the same signs. A claim that holds in one of them is no error.
# Each with a sign that it needs: to look for that is faster than to match.
_READINGS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (needs, re.compile(pattern), replacement)
    for needs, pattern, replacement in (
        ("%", r"(\d+(?:\.\d+)?|\.\d+|\))\s*%", r"\1"),
        ("/", r"/\s*(\d+)\s*/\s*(\d+)", r"/(\1/\2)"),
        ("/", r"(?<![\d./^*])(\d+/\d+)(?![\d./(])", r"(\1)"),
        ("·", r"/\s*(\d+(?:\.\d+)?)·([A-Za-z]|\([^()]*\))", r"/(\1*\2)"),
        ("·", r"(?<![\d.·)])(\d+)·\(\((\d+)\)/\((\d+)\)\)", r"(\1+\2/\3)"),
        ("^", r"(^|\()\s*-\s*(\d+(?:\.\d+)?)\s*\^", r"\1(-\2)^"),
        ("/", r"/\s*(\d+\*\d+(?:\^\d+)?|\d+\^\d+\s*\*\s*\d+(?:\^\d+)?)(?![\d.^])", r"/(\1)"),
        ("/", r"(?<![\w.)*/^·])(\d+[-+]\d+)/", r"(\1)/"),
        ("", r"(?<!\S)(\d+[-+]\d+)(?!\S)", r"(\1)"),
    )
)


def without_units(side: str, space: str = " ") -> str:
    """A side with a space, or nothing, for each of its units."""
    return UNIT.sub(space, side) if "⟨" in side else side


@lru_cache(maxsize=4096)
def _plainest(side: str) -> str:
    """The plainest reading of a side, with ``·`` for a product without a sign; empty if none."""
    text = without_units(side)
    if "/" in text:  # A mixed number; across a dollar sign there would be two numbers.
        text = _MIXED.sub(r"(\1+\2)", text)
    text = text.replace("$", " ")
    if "," in text:
        text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    text = _IMPLICIT.sub("·", text.strip().rstrip(".,").strip())
    return "" if len(text) > MAX_LENGTH or _AMBIGUOUS.search(text) else text


@lru_cache(maxsize=4096)
def expressions(side: str) -> tuple[str, ...]:
    """The readings of a side, the plainest first, as `tasks.arithmetic.evaluate` takes them."""
    text = _plainest(side)
    if not text:
        return ()
    readings = [text]
    if "%" in text and (change := _CHANGE.fullmatch(text)):
        readings.append("({base}) * (1 {sign} {rate}/100)".format(**change.groupdict()))
    for needs, pattern, replacement in _READINGS:
        others = [
            pattern.sub(replacement, reading)
            for reading in readings[:MAX_READINGS]
            if needs in reading
        ]
        readings += [other for other in others if other not in readings]
    return tuple(dict.fromkeys(map(_spelled, readings)))


def _spelled(reading: str) -> str:
    """A reading with the signs that `tasks.arithmetic.evaluate` takes."""
    if "%" in reading:
        reading = _PER_CENT.sub(r"(\1/100)", reading).replace("%", "/100")
    return reading.replace("·", "*").replace("^", "**")


def is_plain_number(side: str) -> bool:
    """Whether a side has nothing to calculate."""
    return not OPERATION.search(without_units(side))


@lru_cache(maxsize=4096)
def values(side: str) -> tuple[Fraction, ...]:
    """What a side may be worth: nothing if it is no arithmetic, several if it is ambiguous."""
    found = (at_point(reading, (), ()) for reading in expressions(side))
    return tuple(dict.fromkeys(Fraction(value) for value in found if value is not None))


@lru_cache(maxsize=4096)
def plainest_value(side: str) -> Number | None:
    """The first of what a side may be worth, if its plainest reading is worth something."""
    return at_point(_spelled(_plainest(side)), (), ())


def letters(text: str) -> set[str]:
    """The variables of a side."""
    return set(_VARIABLE.findall(without_units(text)))


def agree(left: str, right: str, *, loose: bool = False, derived: bool = False) -> bool | None:
    """Whether two sides may be equal; None if they say nothing that can be checked.

    Args:
        left: an expression in plain signs.
        right: another.
        loose: whether the text says that the two are only about equal.
        derived: whether the left side is itself the right side of an earlier claim.
    """
    names = letters(left + right)
    if is_plain_number(left) and is_plain_number(right) and (names or loose or not derived):
        return None
    if names:
        return _agree_everywhere(left, right, sorted(names), derived)
    return _agree_as_numbers(left, right, loose)


def _agree_as_numbers(left: str, right: str, loose: bool) -> bool | None:
    value = plainest_value(left)
    if value is not None and value == plainest_value(right):
        return True
    pairs = [(a, b) for a in values(left) for b in values(right)]
    if not pairs:
        return None
    if any(_same(a, b, left, right, loose) for a, b in pairs) or _agree_by_terms(left, right):
        return True
    spread = [_recurring(side) for side in (left, right)]
    if spread == [left, right]:
        return False
    return any(a == b for a in values(spread[0]) for b in values(spread[1]))


def _agree_by_terms(left: str, right: str) -> bool:
    """Whether each term is rounded by itself: ``200/30 + 50/8 = 6 + 6``."""
    pairs = list(zip(terms(left), terms(right), strict=False))
    return len(terms(left)) == len(terms(right)) == len(pairs) > 1 and all(
        any(_same(a, b, one, other, False) for a in values(one) for b in values(other))
        for one, other in pairs
    )


def terms(side: str) -> list[str]:
    """The terms of a sum, each with its sign."""
    depth, start = 0, 0
    found = []
    for match in _BRACKET_OR_SIGN.finditer(side):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0].strip() in ("+", "-") and depth == 0:
            found.append(side[start : match.start()])
            start = match.start()
    return [*found, side[start:]]


def _same(a: Fraction, b: Fraction, left: str, right: str, loose: bool) -> bool:
    if a == b or _rounds(a, b, left, right, loose) or _rounds(b, a, right, left, loose):
        return True
    gap = abs(a - b)
    if max(_places(left), _places(right)) >= NOISY_PLACES and gap <= abs(b) / 10**9:
        return True
    return any(
        (loose or _cannot_show(side, value)) and gap <= _slack(side)
        for side, value in ((left, b), (right, a))
    )


def _rounds(shown: Fraction, exact: Fraction, side: str, other: str, loose: bool) -> bool:
    """Whether a value is another one, rounded or cut to the places that its side shows.

    Only a quotient is cut or filled up to a whole number without a word: how often something
    fits, or how many it takes.
    """
    if not is_plain_number(side):
        return False
    places = _places(side)
    if "%" in side and shown not in values(side.replace("%", "")):
        places += 2
    gap = abs(shown - exact)
    if loose and not places and shown.denominator == 1:
        return bool(gap < 10 ** _trailing_zeros(int(shown)))
    if exact.denominator == 1:
        return False
    if places:  # decimals on the other side may be rounded themselves
        nearly = gap < Fraction(1, 10**places) and _places(other) > 0
        return nearly or _shows(shown, exact, places)
    return gap < 1 if _DIVIDES_LAST.search(other) else gap <= Fraction(1, 2)


def _shows(shown: Fraction, exact: Fraction, places: int) -> bool:
    """Whether a decimal is a value, rounded or cut to so many places."""
    gap, unit = abs(shown - exact), Fraction(1, 10**places)
    return gap <= unit / 2 or (gap < unit and abs(shown) < abs(exact))


def _places(side: str) -> int:
    return max((len(digits) for digits in _PLACES.findall(side)), default=0)


def _trailing_zeros(number: int) -> int:
    digits = str(abs(number))
    return len(digits) - len(digits.rstrip("0")) if number else 0


def _cannot_show(side: str, value: Fraction) -> bool:
    """Whether a value has more decimal places than the decimals of a side."""
    places = _places(side)
    inexact = places > 0 and (value * 10 ** max(places, 3)).denominator != 1
    return inexact and not is_plain_number(side)


def _slack(side: str) -> Fraction:
    """How far its value moves where the decimals of a side were rounded or cut."""
    exact = values(side)
    total = Fraction(0)
    for match in _DECIMAL.finditer(side):
        last_place = Fraction(1, 10 ** len(match[1]))
        moved = f"{side[: match.start()]}({Fraction(match[0]) + last_place}){side[match.end() :]}"
        total += max((abs(a - b) for a, b in zip(values(moved), exact, strict=False)), default=0)
    return total


def _recurring(side: str) -> str:
    """A side whose decimals that look like rounded thirds or sixths are read as those."""
    return _DECIMAL.sub(_as_sixths, side)


def _as_sixths(match: re.Match[str]) -> str:
    value, places = Fraction(match[0]), len(match[1])
    sixths = Fraction(round(value * 6), 6)
    if places < 2 or sixths.denominator < 3 or not _shows(value, sixths, places):
        return match[0]
    return f"({sixths})"


def _agree_everywhere(left: str, right: str, names: list[str], derived: bool) -> bool | None:
    """Whether a simplification of an expression with variables is right.

    What may be an equation to be solved gets None: only where the right side is shorter, and no
    value but 0 could make both sides equal, is it an error.
    """
    if len(names) > len(_POINTS[0]):
        return None
    outcomes = set()
    for one, other in product(expressions(left), expressions(right)):
        outcome = _compare(one, other, tuple(names), left, right)
        if outcome:
            return True
        outcomes.add(outcome)
    if outcomes != {False}:
        return None
    right = _BRACKETED.sub(r"\1", right)
    shorter = derived or len(OPERAND.findall(right)) < len(OPERAND.findall(left))
    collected = _COLLECTED.fullmatch(without_units(right, "").strip(" $.,"))
    return False if shorter and collected else None


# The brackets about one quotient, as in "10 + (x/4)".
_BRACKETED = re.compile(r"(?<![\w)(/*^])\((\d*[A-Za-z]/\d+)\)(?![\w(*/^])")
_TERM = r"(?:\d+(?:\.\d+)?|\(?\(?\d+\)?/\(?\d+\)?\)?)?\s*\*?\s*[A-Za-z]?(?:\s*/\s*\d+)?"
_COLLECTED = re.compile(rf"[-+]?\s*{_TERM}(?:\s*[-+]\s*{_TERM})*")
# What the variables, at most three, are worth at each.
_POINTS = ((2, 3, 7), (3, 7, 11), (5, 13, 2), (11, 2, 5))


def _compare(one: str, other: str, names: tuple[str, ...], left: str, right: str) -> bool | None:
    pairs = _at_points(one, other, names)
    if pairs is None:
        return None
    ones, others = pairs
    if ones == others:
        return True
    exact = "." not in left + right.rstrip(" .")
    gaps = {a - b for a, b in zip(ones, others, strict=True)}
    if len(gaps) == 1 and len(set(ones)) > 1:
        open_left = "(" not in _BRACKETED.sub(r"\1", left)
        return False if exact and open_left and re.search(r"\d", right) else None
    ratios = {Fraction(a) / b if b else None for a, b in zip(ones, others, strict=True)}
    if len(names) == 1 and len(ratios) == 1 and None not in ratios and 0 not in ratios:
        a, b = (at_point(reading, names, (1,)) for reading in (one, other))
        if a is not None and b is not None:
            bare = _VARIABLE.sub("", without_units(right, ""))
            return _same(Fraction(a), Fraction(b), left, bare, False)
    return None


def _at_points(
    one: str, other: str, names: tuple[str, ...]
) -> tuple[list[Number], list[Number]] | None:
    """What two readings are worth; None if two points tell that they are no multiples."""
    ones: list[Number] = []
    others: list[Number] = []
    for number, point in enumerate(_POINTS):
        a, b = (at_point(reading, names, point) for reading in (one, other))
        if a is None or b is None:
            return None
        ones.append(a)
        others.append(b)
        if number == 1 and a - b != ones[0] - others[0] and a * others[0] != b * ones[0]:
            return None
    return ones, others


@lru_cache(maxsize=4096)
def at_point(reading: str, names: tuple[str, ...], point: tuple[int, ...]) -> Number | None:
    """What a reading is worth where its variables have these values; None if it is nothing."""
    try:
        return calculate(reading, dict(zip(names, point, strict=False)))
    except ExpressionError:
        return None
