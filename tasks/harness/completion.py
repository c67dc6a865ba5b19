"""Completion: a response's text that remembers how it ended."""

from typing import Self


class Completion(str):
    """A string that lm-eval passes through untouched, with the finish reason beside it.

    lm-eval keeps only text, so a response cut at the token limit could not be told from
    a finished one. Our models return this; lm-eval's own return plain strings.
    """

    __slots__ = ("finish_reason",)

    finish_reason: str

    def __new__(cls, text: str, finish_reason: str) -> Self:
        """Attach `finish_reason` (``stop``, ``length`` or ``unknown``) to `text`."""
        completion = super().__new__(cls, text)
        completion.finish_reason = finish_reason
        return completion


def was_truncated(text: str) -> bool:
    """Whether a response is known to have been cut at the token limit."""
    return isinstance(text, Completion) and text.finish_reason == "length"
