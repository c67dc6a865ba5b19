"""Plain numbers in digits: how they are written, and what they are worth."""

from fractions import Fraction

# 1,200.50 with commas, 1200.50 without, and .50
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"


def read_digits(text: str) -> Fraction:
    """Read a plain number, with or without commas."""
    return Fraction(text.replace(",", "").rstrip("."))
