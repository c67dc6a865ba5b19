"""Grader: a response and a gold in, a verdict out."""

import re
import time
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from types import TracebackType
from typing import Self

from tasks.answers.equal import compare, letter, option
from tasks.answers.extract import Mode, extract, golds
from tasks.answers.pool import LimitError, Pool
from tasks.answers.verdict import Outcome, Verdict

CACHE_SIZE = 2**16
TIME_LIMIT = 5.0
_ROUNDED = re.compile(r"\.\d|\d[eE][+-]?\d|10\s*\^")


class Grader:
    """Judges responses. Use it as a context manager, from any number of threads.

    Args:
        mode: ``paper`` scores the last box alone, as the CLIPO paper does; ``full`` also
            finds answers that are not boxed.
        time_limit: seconds of processor time for one comparison by Math-Verify; most need none.
    """

    def __init__(self, mode: Mode = "full", *, time_limit: float = TIME_LIMIT) -> None:
        self.mode: Mode = mode
        self._time_limit = time_limit
        self._pool = Pool(time_limit)
        self._match = lru_cache(CACHE_SIZE)(self._compare)

    def grade(
        self,
        response: str,
        gold: str,
        *,
        choices: Sequence[str] = (),
        tolerance: float = 0.0,
        truncated: bool = False,
    ) -> Verdict:
        r"""Judge a response. Any text gets a verdict.

        Args:
            response: what the model wrote.
            gold: the right answer, or a whole solution that boxes it; with `choices` a letter.
            choices: the options' texts, if the problem has any.
            tolerance: how far a number may be from a gold that is written with a decimal
                point or an exponent, relative to it.
            truncated: the response was cut at its token limit. An explicit answer
                still counts, a guess at its last number does not.
        """
        choice = bool(choices) or letter(gold) is not None
        answer = extract(response, mode=self.mode, choice=choice, truncated=truncated)
        if answer.text is None:
            return Verdict(Outcome.TRUNCATED if answer.cut else Outcome.NO_ANSWER)
        candidates = [text for text in (answer.text, answer.joint) if text]
        matched = self._first_match(candidates, golds(gold), tuple(choices), tolerance)
        if matched is None:
            return Verdict(Outcome.TIMEOUT, answer.text, answer.found)
        outcome = Outcome.CORRECT if matched else Outcome.WRONG
        return Verdict(outcome, answer.text, answer.found, matched)

    def equal(
        self, left: str, right: str, *, choices: Sequence[str] = (), tolerance: float = 0.0
    ) -> bool:
        """Whether an answer is the same as another; False if that takes too long to tell.

        Args:
            left: an answer.
            right: the answer to compare with; with `choices` a letter.
            choices: the options' texts, if the problem has any.
            tolerance: how far a number may be from `right`, relative to it.
        """
        return bool(self._match(left, right, tuple(choices), tolerance))

    def close(self) -> None:
        """End the processes that compare formulas. The grader starts new ones if used again."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _first_match(
        self,
        candidates: Sequence[str],
        golds: Sequence[str],
        choices: tuple[str, ...],
        tolerance: float,
    ) -> str | None:
        timed_out = False
        for candidate, gold in product(candidates, golds):
            matched = self._match(candidate, gold, choices, tolerance)
            if matched:
                return matched
            timed_out |= matched is None
        return None if timed_out else ""

    def _compare(
        self, answer: str, gold: str, choices: tuple[str, ...], tolerance: float
    ) -> str | None:
        """How an answer equals the gold; empty if it does not, None if it took too long."""
        if not _ROUNDED.search(gold):
            tolerance = 0.0  # a whole number or a formula is no rounded value
        if wanted := letter(gold):
            return "option" if option(answer, choices) == wanted else ""
        deadline = None

        def ask(left: str, right: str) -> bool:
            # One comparison of two lists may ask often; its time starts once a worker is warm.
            nonlocal deadline
            if deadline is not None and time.monotonic() > deadline:
                raise LimitError(f"more than {self._time_limit} s for all items")
            equal = self._pool.equal(left, right, tolerance)
            deadline = deadline or time.monotonic() + self._time_limit
            return equal

        try:
            return compare(answer, gold, ask, tolerance)
        except LimitError:
            return None
