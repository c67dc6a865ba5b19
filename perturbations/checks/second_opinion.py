"""A second opinion on what a worked solution computes from a question's numbers.

`derive` refuses what it can't settle; this weighs. Every number of a step may come from several
places: a number of the question, an earlier result, common knowledge. Each way to bind all of them
gets a score: for the words that both places share, for a step or a number that nothing uses. The
opinion is that of the best way. It objects to a gold that only a clearly worse way gives, and is
silent where the texts can't be read or no way is clearly better.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod

from clipo_bench.perturbations.checks import worked_text
from clipo_bench.perturbations.checks.origins import Origin, Place
from clipo_bench.perturbations.checks.worked_text import Kind, SaidNumber, ToldStep, Unreadable

MARGIN = 0.25
"""By how much the best way has to be better than any that gives the gold in question."""
REUSE = 0.3
MOST_WAYS = 4096
PROBES = 3
REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """An original, read: its numbers, the steps, and where each of their numbers may be from."""

    question: tuple[SaidNumber, ...]
    steps: tuple[ToldStep, ...]
    origins: tuple[tuple[tuple[Origin, ...], ...], ...]
    times: int


def differs(
    question: str,
    solution: str,
    gold: Fraction,
    moving: Mapping[int, int],
    program: Callable[[Mapping[int, Fraction]], Fraction],
) -> bool | None:
    """Whether the second opinion is that a program is wrong.

    Numbers that move are moved, and the program is compared with what the texts say.

    Args:
        question: its text.
        solution: worked.
        gold: the answer.
        moving: the numbers that the program lets change, by where they start in the question;
            those of one group are moved together.
        program: gives the answer for such numbers.

    Returns:
        None if there is no opinion: the texts can't be read, or can be read in too many ways.
    """
    read = _read(question, solution, gold)
    if read is None:
        return None
    places = {number.start: index for index, number in enumerate(read.question)}
    # "half a dozen" is one number here, and two there
    if not moving.keys() <= places.keys():
        return None
    probes = list(_probes(read, {places[start]: group for start, group in moving.items()}))
    wanted = [_run(program, read, moving, probe) for probe in probes]
    scored = [(_score(read, chosen), chosen) for chosen in _ways(read)]
    best = max(score for score, _ in scored)
    return not any(
        all(
            _answer(read, chosen, probe) == answer
            for probe, answer in zip(probes, wanted, strict=True)
        )
        for score, chosen in scored
        if score >= best - MARGIN
    )


def _run(
    program: Callable[[Mapping[int, Fraction]], Fraction],
    read: Reading,
    moving: Mapping[int, int],
    probe: Sequence[Fraction],
) -> Fraction | None:
    values = zip(read.question, probe, strict=True)
    try:
        return program({one.start: value for one, value in values if one.start in moving})
    except ZeroDivisionError:
        return None


def _probes(read: Reading, groups: Mapping[int, int]) -> Iterator[list[Fraction]]:
    """Numbers for the question: any, without regard to sense."""
    rng = random.Random(0)  # noqa: S311
    for _ in range(PROBES):
        drawn: dict[int, Fraction] = {}
        values = [number.value for number in read.question]
        for index, group in groups.items():
            top = 99 if read.question[index].kind is Kind.PERCENT else 10**4
            value = Fraction(rng.randint(2, top))
            share = read.question[index].kind is Kind.SHARE
            values[index] = drawn.setdefault(group, 1 / value if share else value)
        yield values


def _ways(read: Reading) -> Iterator[tuple[Origin, ...]]:
    """All ways to bind the steps' numbers."""
    return product(*(origins for step in read.origins for origins in step))


def _score(read: Reading, chosen: Sequence[Origin]) -> float:
    steps = {origin.after for origin in chosen}
    used = {index for origin in chosen for index in origin.uses}
    # a share has two sides
    shares = {index for index, one in enumerate(read.question) if one.kind is Kind.SHARE}
    uses = [index for origin in chosen for index in origin.uses if index not in shares]
    score = sum(origin.score for origin in chosen) - REUSE * (len(uses) - len(set(uses)))
    score -= 4.0 * sum(step not in steps for step in range(len(read.steps) - 1))
    for index, number in enumerate(read.question):
        if index not in used and number.value not in (0, 1):
            score -= 0.7 if _said_again(read.question, index, used) else 1.2
    # 12*12 rather has two sources
    origins = iter(chosen)
    for step in read.steps:
        own = [
            index
            for _ in step.arithmetic.leaves
            for index in next(origins).uses
            if index not in shares
        ]
        score -= len(own) - len(set(own))
    return score


def _said_again(numbers: Sequence[SaidNumber], index: int, used: set[int]) -> bool:
    """Whether a number may repeat one that is used: "the 5 apples" after "5 apples"."""
    one = numbers[index]
    return any(
        numbers[other].value == one.value and numbers[other].after & one.after for other in used
    )


def _answer(read: Reading, chosen: Sequence[Origin], values: Sequence[Fraction]) -> Fraction | None:
    results: list[Fraction] = []
    origins = iter(chosen)
    try:
        for step in read.steps:
            leaves = [next(origins).worth(values, results) for _ in step.arithmetic.leaves]
            results.append(step.arithmetic.worth(leaves))
    except ZeroDivisionError:
        return None
    return results[-1] * read.times


@lru_cache(maxsize=REMEMBERED)
def _read(question: str, solution: str, gold: Fraction) -> Reading | None:
    try:
        steps = worked_text.steps(solution)
    except (Unreadable, ZeroDivisionError):
        return None
    if not steps:
        return None
    times = 1 if steps[-1].result == gold else 100
    if steps[-1].result * times != gold:
        return None
    numbers = worked_text.numbers(question)
    words = worked_text.content(question)
    origins = []
    for index, step in enumerate(steps):
        places = []
        for place in range(len(step.arithmetic.leaves)):
            found = list(Place(numbers, words, steps, index, place).origins())
            if not found:
                return None
            places.append(_worth_weighing(found))
        origins.append(tuple(places))
    if prod(len(found) for places in origins for found in places) > MOST_WAYS:
        return None
    return Reading(tuple(numbers), tuple(steps), tuple(origins), times)


def _worth_weighing(found: list[Origin]) -> tuple[Origin, ...]:
    best = max(origin.score for origin in found)
    return tuple(origin for origin in found if origin.score > best - 3)
