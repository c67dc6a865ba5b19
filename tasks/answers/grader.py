"""Grader: a response and a gold in, a verdict out."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import product
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from clipo_bench.tasks.answers.equal import based_as_asked, compare, letter, option
from clipo_bench.tasks.answers.extract import Mode, extract, golds
from clipo_bench.tasks.answers.linear import same_equation
from clipo_bench.tasks.answers.pool import LimitError, Pool
from clipo_bench.tasks.answers.ranges import clearly_other_ranges
from clipo_bench.tasks.answers.value import settle
from clipo_bench.tasks.answers.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from clipo_bench.tasks.solution_steps import Process

CACHE_SIZE = 2**15
CACHED_LENGTH = 500
TIME_LIMIT = 1.25
# One core is for the process that asks: it looks for the answers meanwhile.
WORKERS = min(4, max(1, len(os.sched_getaffinity(0)) - 1))
_ROUNDED = re.compile(r"\.\d|\d[eE][+-]?\d|10\s*\^")

T = TypeVar("T")
R = TypeVar("R")
Pair = tuple[str, str]


class Grader:
    """Judges responses. Use it as a context manager, from any number of threads.

    Args:
        mode: ``paper`` scores the last box alone, as the CLIPO paper does; ``reward`` as well,
            but nothing of a thought; ``full`` also finds answers that are not boxed.
        time_limit: seconds of processor time that Math-Verify has for one verdict; most need
            none.
    """

    def __init__(self, mode: Mode = "full", *, time_limit: float = TIME_LIMIT) -> None:
        self.mode: Mode = mode
        self._time_limit = time_limit
        self._pool = Pool(WORKERS)
        self._remembered = lru_cache(CACHE_SIZE)(self._first_match)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Mode, float]]:
        return _make, (self.mode, self._time_limit)

    def grade(
        self,
        response: str,
        gold: str,
        *,
        choices: Sequence[str] = (),
        tolerance: float = 0.0,
        truncated: bool = False,
        question: str = "",
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
            question: what was asked, if known: where it names a base, the answer need not;
                of a sentence that repeats it, the rest is the answer.
        """
        tolerance = allowed(self.mode, tolerance)
        choice = bool(choices) or letter(gold) is not None
        answer = extract(
            response,
            mode=self.mode,
            choice=choice,
            choices=choices,
            truncated=truncated,
            question=question,
        )
        if answer.text is None:
            return Verdict(Outcome.TRUNCATED if answer.cut else Outcome.NO_ANSWER)
        candidates = [text for text in (answer.text, answer.joint, *answer.also) if text]
        wanted = [based_as_asked(one, answer.text, question) for one in golds(gold)]
        pairs = tuple(product(dict.fromkeys(candidates), wanted))
        matched = self._match(pairs, tuple(choices), tolerance)
        if matched is None:
            return Verdict(Outcome.TIMEOUT, answer.text, answer.found)
        outcome = Outcome.CORRECT if matched else Outcome.WRONG
        return Verdict(outcome, answer.text, answer.found, matched)

    def equal(
        self, left: str, right: str, *, choices: Sequence[str] = (), tolerance: float = 0.0
    ) -> bool:
        """Whether an answer is the same as another; False if that takes too long to tell.

        Without `choices` and `tolerance` it does not matter which of two comes first.

        Args:
            left: an answer.
            right: the answer to compare with; with `choices` a letter.
            choices: the options' texts, if the problem has any.
            tolerance: how far a number may be from `right`, relative to it.
        """
        tolerance = allowed(self.mode, tolerance)
        pairs = [(left, right)]
        if not (choices or tolerance):
            if left.strip() == right.strip():
                return bool(left.strip())
            pairs = sorted([(left, right), (right, left)])
        return bool(self._match(tuple(pairs), tuple(choices), tolerance))

    def map(self, judge: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        """Call `judge`, which may use this grader, on each item; the results in order.

        A thread for each worker process and one more, so that all of them have work.
        """
        with ThreadPoolExecutor(self._pool.size + 1) as threads:
            yield from threads.map(judge, items)

    def check_steps(self, texts: Sequence[str]) -> "list[Process]":
        """Check the steps of solutions: in a worker process, if one is idle."""
        # Not above: what checks steps knows units, and those are in this package.
        from clipo_bench.tasks.solution_steps import Process, check_steps

        checked = self._pool.check_steps(texts)
        if checked is None:
            return [check_steps(text) for text in texts]
        return [Process(*fields) for fields in checked]

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

    def _match(
        self, pairs: tuple[Pair, ...], choices: tuple[str, ...], tolerance: float
    ) -> str | None:
        """The same as `_first_match`, remembered for short texts: long ones would fill memory."""
        length = sum(map(len, choices)) + sum(len(text) for pair in pairs for text in pair)
        find = self._remembered if length <= CACHED_LENGTH else self._first_match
        return find(pairs, choices, tolerance)

    def _first_match(
        self, pairs: tuple[Pair, ...], choices: tuple[str, ...], tolerance: float
    ) -> str | None:
        """How the first answer that does equals its gold, see `_compare`."""
        budget = _Budget(self._pool, self._time_limit)

        def exact(answer: str, gold: str) -> bool:
            try:
                return not tolerance or bool(_compare(answer, gold, choices, 0.0, budget))
            except LimitError:
                return False

        timed_out = False
        for answer, gold in pairs:
            try:
                matched = _compare(answer, gold, choices, tolerance, budget)
            except LimitError:
                timed_out = True
            else:
                if matched:
                    return matched if exact(answer, gold) else "tolerance"
        return None if timed_out else ""


class _Budget:
    """The processor time that all comparisons of one verdict share."""

    def __init__(self, pool: Pool, seconds: float) -> None:
        self._pool = pool
        self._left = seconds

    def ask(self, answer: str, gold: str, tolerance: float) -> bool:
        """Compare two formulas; of plain ones their values tell, of lines their coefficients.

        Of intervals their ends tell what is not equal.

        Raises:
            LimitError: nothing is left, or what was left did not suffice.
        """
        settled = settle(answer, gold, tolerance)
        if settled is None:
            settled = same_equation(answer, gold)
        if settled is None and not tolerance and clearly_other_ranges(answer, gold):
            settled = False
        if settled is not None:
            return settled
        left, self._left = self._left, 0.0
        if left <= 0:
            raise LimitError("no time is left")
        found = self._pool.equal(answer, gold, tolerance, left)
        self._left = left - found.seconds
        return found.equal


def _compare(
    answer: str, gold: str, choices: tuple[str, ...], tolerance: float, budget: _Budget
) -> str:
    """How an answer equals the gold; empty if it does not."""
    if not _ROUNDED.search(gold):
        tolerance = 0.0  # a whole number or a formula is no rounded value
    if wanted := letter(gold):
        return "option" if option(answer, choices) == wanted else ""
    return compare(answer, gold, lambda left, right: budget.ask(left, right, tolerance), tolerance)


def allowed(mode: Mode, tolerance: float) -> float:
    """A benchmark's tolerance in a mode: the paper's rule of what is equal has none."""
    return tolerance if mode == "full" else 0.0


def _make(mode: Mode, time_limit: float) -> Grader:
    """A grader as it was pickled: each process has workers of its own."""
    return Grader(mode, time_limit=time_limit)
