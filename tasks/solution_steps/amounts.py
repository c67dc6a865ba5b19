"""Amounts that cannot be: a number of things below zero."""

import re

from clipo_bench.tasks.solution_steps.claims import MEANING, Claim
from clipo_bench.tasks.solution_steps.values import UNIT

# -18⟨bales⟩, -$5
_NEGATIVE = re.compile(
    r"\s*-\s*(?P<money>\$)?\s*\d[\d,]*(?:\.\d+)?\s*(?:⟨(?P<word>[A-Za-z]+)[^⟩]*⟩)?[\s.,]*"
)
# -(3), 5 * -2: a negative amount goes in as well
_NEGATIVE_INSIDE = re.compile(r"(?:^|[-+*/(=])\s*\$?\s*-")
_COUNTED = re.compile(r"\bnumber of [a-z-]{4,}\b[^.=\d]*\b(?:is|are|was|were)\W*$", re.IGNORECASE)
# What may be negative: "the temperature is 5 - 12 = -7 degrees", "a loss of $5 - $8 = -$3"
_SIGNED_UNITS = frozenset("degree degrees unit units point points percent left".split())  # noqa: SIM905
_SIGNED = re.compile(
    r"\b(?:los[est]|lost|loss|debt|owe[sd]?|deficit|below|short|decreas|chang|net\b|temperature"
    r"|differ|score|profit|overdr|negative|floor|elevat|slope|displace|minus|balance|gain"
    r"|coordinate|sum\b|value|veloc|accelerat|charge)",
    re.IGNORECASE,
)


def is_below_zero(claim: Claim, line: str) -> bool:
    """Whether a claim gives an amount of things or money that is below zero.

    Args:
        claim: one whose arithmetic holds, such as ``30 - 48 = -18 bales``.
        line: what it stands in, in plain notation.
    """
    amount = _NEGATIVE.fullmatch(claim.right)
    if not amount or _SIGNED.search(line) or _NEGATIVE_INSIDE.search(UNIT.sub("", claim.left)):
        return False
    word = (amount["word"] or "").lower()
    if word and word not in MEANING and word not in _SIGNED_UNITS:
        return True
    if amount["money"] and "$" in claim.left:
        return True
    return bool(_COUNTED.search(line[: line.find(claim.left.strip())]))
