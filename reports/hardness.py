"""Hardness: how hard a text is to calculate, as far as its numbers show."""

import re

# "12", the 3 and the 75 of "3.75"; each "1,200" has four digits.
_DIGIT = re.compile(r"[0-9]")


def hardness(text: str, gold: str) -> tuple[int, int]:
    """The digits of all numbers in a problem's text, and those of its gold.

    What an original and its variant have in common, such as the instruction around it, adds the
    same to both.
    """
    # "Ada has 12 boxes of 3." with gold "36": 3 digits and 2.
    return len(_DIGIT.findall(text)), len(_DIGIT.findall(gold))


def no_harder(variant: tuple[int, int], original: tuple[int, int]) -> bool:
    """Whether a variant has no more digits than its original, neither in its text nor its gold."""
    return variant[0] <= original[0] and variant[1] <= original[1]
