"""Claims whose arithmetic holds, but which cannot be meant: what their words and units tell."""

import re
from collections.abc import Callable

from clipo_bench.tasks.answers.units import conversion, unit
from clipo_bench.tasks.solution_steps.claims import MEANING, Claim
from clipo_bench.tasks.solution_steps.measures import is_measure
from clipo_bench.tasks.solution_steps.values import UNIT, terms, values

_NUMBER = r"\s*\$?\d[\d,.]*\s*"
_UNITS = r"⟨(?P<{}>[A-Za-z]+)(?P<more_{}>[^⟩]*)⟩"

# -18⟨bales⟩, -$5
_NEGATIVE = re.compile(
    r"\s*-\s*(?P<money>\$)?\s*\d[\d,]*(?:\.\d+)?\s*(?:⟨(?P<word>[A-Za-z]+)[^⟩]*⟩)?[\s.,]*"
)
# -3 + 1, 5 * (-2): a negative amount goes in as well
_NEGATIVE_INSIDE = re.compile(r"(?:^|[-+*/(=])\s*\$?\s*-")
# "the number of apples that are left is 30 - 48"
_COUNTED = re.compile(r"\bnumber of [a-z-]{4,}\b[^.=\d]*\b(?:is|are|was|were)\W*$", re.IGNORECASE)
_SIGNED_UNITS = frozenset("degree degrees unit units point points percent left".split())  # noqa: SIM905
# "The temperature is 5 - 12 = -7 degrees", "a loss of $5 - $8 = -$3"
_SIGNED = re.compile(
    r"\b(?:los[est]|lost|loss|debt|owe[sd]?|deficit|below|short|decreas|chang|net\b|temperature"
    r"|differ|score|profit|overdr|negative|floor|elevat|slope|displace|minus|balance|gain"
    r"|coordinate|sum\b|value|veloc|accelerat|charge|expect|winning)",
    re.IGNORECASE,
)


def _below_zero(claim: Claim, line: str) -> bool:
    """``30 - 48 = -18 bales``: an amount of things or money is below zero."""
    amount = _NEGATIVE.fullmatch(claim.right) if "-" in claim.right else None
    if not amount or _SIGNED.search(line) or _NEGATIVE_INSIDE.search(UNIT.sub("", claim.left)):
        return False
    word = (amount["word"] or "").lower()
    if word and word not in MEANING and word not in _SIGNED_UNITS:
        return True
    if amount["money"] and "$" in claim.left:
        return True
    return bool(_COUNTED.search(line[: line.find(claim.left.strip())]))


_PART = re.compile(rf"\s*(?:\d+\.\d+|\d+/\d+)\s*{_UNITS.format('word', 'word')}[\s.,]*")
# Who or what comes only as a whole, in the singular.
_WHOLE = frozenset(
    """person people student child children boy girl man men woman women goal dog cat player
    teacher friend passenger worker puppy puppies horse cow sheep kid
    """.split()  # noqa: SIM905
)
# "On average 2.5 children", "about 4.5 people, so 5 are needed"
_MEAN = re.compile(
    r"average|mean|expect|\bper\b|each|rate|ratio|about|approx|round|every|estimat|probab"
    r"|so we|must|need|at least|a day|an hour",
    re.IGNORECASE,
)


def _split_thing(claim: Claim, line: str) -> bool:
    """``1/4 * 2 = 1/2 goal``: half of what comes only as a whole."""
    part = _PART.fullmatch(claim.right)
    if not part or claim.loose or _MEAN.search(line):
        return False
    word = part["word"].lower()
    whole = word in _WHOLE or word.removesuffix("s") in _WHOLE
    return whole and all(value.denominator > 1 for value in values(claim.right))


_QUOTIENT = re.compile(
    rf"{_NUMBER}{_UNITS.format('over', 'over')}\s*/{_NUMBER}{_UNITS.format('under', 'under')}\s*"
)
_QUANTITY = re.compile(rf"{_NUMBER}{_UNITS.format('word', 'word')}[\s.,]*")
# Of these a quotient by a length is a length again.
_PRODUCTS = frozenset("square cubic sq cu man foot kilowatt".split())  # noqa: SIM905


def _divided_by_its_unit(claim: Claim, _: str) -> bool:
    """``75 miles / 50 hours = 1.5 hours``: a quotient in the unit that it is divided by."""
    quotient, result = _QUOTIENT.fullmatch(claim.left), _QUANTITY.fullmatch(claim.right)
    if not quotient or not result:
        return False
    # 180 minutes / 20 minutes per house = 9 houses
    if quotient["more_over"] or quotient["more_under"] or result["more_word"]:
        return False
    over, under, outcome = (
        word.lower().removesuffix("s") for word in (quotient["over"], quotient["under"], result[1])
    )
    return outcome == under != over and over not in _PRODUCTS


def _mixed_sum(claim: Claim, line: str) -> bool:
    """``grew 3 inches, so it is 4 + 3 = 7 feet``: a term that the line has in another unit.

    Not if it has it in both, as in "5 feet 5 inches is 60 + 5 = 65 inches".
    """
    result = _QUANTITY.fullmatch(claim.right)
    if not result or UNIT.search(claim.left) or not is_measure(result[1].lower()):
        return False
    name = result[1].lower()
    size = unit(name)
    parts = terms(claim.left)
    before = line[: line.find(claim.left.strip())]
    for part in parts if size and len(parts) > 1 else ():
        number = re.escape(part.strip(" +-$"))
        said = [unit(word) for word in re.findall(rf"(?<![\d./]){number} ([a-z]+)\b", before)]
        sizes = {conversion(one, size) for one in said if one and size} - {None}
        if sizes and 1 not in sizes:
            return True
    return False


_CENTS = re.compile(r"\$\s*\d[\d,]*\.\d\d(?!\d)")
_WHOLE_AMOUNT = re.compile(r"\s*\$?\s*\d[\d,]*(?:\s*⟨[^⟩]*⟩)?[\s.,]*")
_ROUNDED = re.compile(r"round|about|approx|estimat|nearly|close|roughly|≈|\bcent", re.I)


def _lost_cents(claim: Claim, line: str) -> bool:
    """``3 * $16.50 = $50``: the cents of an amount are dropped without a word."""
    if claim.loose or "/" in claim.left or not _WHOLE_AMOUNT.fullmatch(claim.right):
        return False
    cents = _CENTS.search(line) and re.search(r"\.\d\d(?!\d)", claim.left)
    if not cents or _ROUNDED.search(line):
        return False
    shown, exact = values(claim.right), values(claim.left)
    return bool(exact) and all(
        value not in shown and (value * 100).denominator == 1 for value in exact
    )


_CHECKS: tuple[tuple[str, Callable[[Claim, str], bool]], ...] = (
    ("an amount below zero", _below_zero),
    ("part of what comes as a whole", _split_thing),
    ("not the unit of a quotient", _divided_by_its_unit),
    ("terms in different units", _mixed_sum),
    ("cents lost", _lost_cents),
)


def nonsense(claim: Claim, line: str) -> str:
    """Why a claim cannot be meant, whose arithmetic holds; empty if it can.

    Args:
        claim: what is stated.
        line: what it stands in, in plain notation.
    """
    if "⟨" not in claim.right and "-" not in claim.right and "." not in claim.left:
        return ""
    return next((reason for reason, found in _CHECKS if found(claim, line)), "")
