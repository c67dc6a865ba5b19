"""What a text does with a negative result that cannot be meant."""

import re

from clipo_bench.tasks.solution_steps.claims import Claim

# "1 - 5 = -4th place"
_PLACE = re.compile(r"(?P<left>\d[\d ]*[-+*/] ?\d[\d ]*)=\s*(?P<right>-\d+)(?:st|nd|rd|th)\b")
_CANNOT = re.compile(
    r"\b(?:can(?:no|')t|can not) be (?:a )?negative\b|\bignor\w+ the (?:negative|sign)\b"
)
_RESULT = re.compile(r"(?P<left>[^=\n]{1,80})=\s*-\s*\$?(?P<size>\d[\d,]*(?:\.\d+)?)(?![\d.,]*\d)")
_ANSWER = re.compile(r"(?:####|answer is:?)\s*\$?(?P<size>\d[\d,]*(?:\.\d+)?)\s*\Z")
_SOLVING = re.compile(
    r"\bsolving for (?P<letter>[a-z])\b[^=]{0,20}\b(?P=letter)\s*=\s*\$?(?P<value>\d+)\b", re.I
)


def negative_places(line: str) -> list[tuple[Claim, bool]]:
    """``1 - 5 = -4th place``: nobody comes in at a place below the first."""
    return [
        (_claim(match["left"], f"{match['right']}th", "a place below zero"), False)
        for match in _PLACE.finditer(line)
    ]


def turned_positive(text: str) -> tuple[Claim, bool] | None:
    """``82 - 400 = -318. It cannot be negative, so 318``: only the sign is dropped.

    Not where the positive value stands elsewhere as well, as a second root does.
    """
    denied, answer = _CANNOT.search(text), _ANSWER.search(text.rstrip(" .\n"))
    if not denied or not answer:
        return None
    size = answer["size"]
    negative = next((match for match in _RESULT.finditer(text) if match["size"] == size), None)
    stands = rf"(?<![\d.,-])(?<!- ){re.escape(size)}(?![\d.,]*\d)"
    if not negative or re.search(stands, text[: denied.start()]):
        return None
    return _claim(negative["left"].strip(), size, "a negative result without its sign"), False


def unsolved(line: str, before: str) -> list[tuple[Claim, bool]]:
    """``6 - 2 = 4`` and then "Solving for x, we get x = 3": there was no x to solve for."""
    match = _SOLVING.search(line)
    if not match or "=" not in before or "=" in line[: match.start()]:
        return []
    letter = match["letter"]
    if re.search(rf"(?<![A-Za-z]){letter}(?![A-Za-z])|\\", before, re.IGNORECASE):
        return []
    return [(_claim(letter, match["value"], "no equation before has it"), False)]


def _claim(left: str, right: str, note: str) -> Claim:
    return Claim(left, right, loose=False, mixed=False, first=True, note=note)
