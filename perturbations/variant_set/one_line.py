"""One line: the beginning of a question, for lists and messages."""

_LENGTH = 70


def one_line(text: str) -> str:
    """The beginning of a text on one line, without control characters, which a terminal obeys."""
    line = " ".join(text.split())
    return "".join(c for c in line if c.isprintable())[:_LENGTH]
