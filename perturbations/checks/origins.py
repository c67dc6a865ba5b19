"""Where a number of a worked step may come from, as the second opinion weighs it."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations
from operator import add, mul

from clipo_bench.perturbations.checks import worked_text
from clipo_bench.perturbations.checks.worked_text import Kind, SaidNumber, ToldStep

# What a text must speak of, so that a number may be common knowledge.
_KNOWN = {
    2: "pair both twice half halves double round return back couple each way average twin",
    3: "yard triple tripl triangle",
    4: "quarter square week season leg wheel tire side average",
    5: "nickel weekday workday monday friday",
    6: "cube dozen die dice",
    7: "week day daily",
    8: "octopus spider ounce",
    10: "dime decade percent %",
    12: "month year dozen inch foot feet annual",
    14: "week day",
    16: "ounce pound",
    24: "hour day",
    25: "quarter cent",
    30: "month day",
    31: "month day",
    36: "inch yard",
    48: "hour day",
    50: "cent percent %",
    52: "week year",
    60: "minute hour second",
    90: "minute degree",
    100: "percent % cent dollar meter centimeter",
    120: "minute hour",
    180: "degree minute",
    360: "degree",
    365: "year day",
    1000: "kilogram gram meter kilometer liter milliliter thousand",
    2000: "ton pound",
    3600: "second hour",
    5280: "foot feet mile",
}
_KNOWN_WORDS = {
    Fraction(value): frozenset(map(worked_text.stem, words.split()))
    for value, words in _KNOWN.items()
}
# Stems of words that speak of what is left.
_REST_WORDS = frozenset({"left", "remain", "rest", "other", "keep", "kept", "still", "off"})

Bound = Callable[[Sequence[Fraction], Sequence[Fraction]], Fraction]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number of a step may come from.

    Attributes:
        score: how well that fits.
        worth: its value, by the question's numbers and the results before it.
        uses: the numbers of the question that it uses.
        after: the step that it uses; -1 if none.
    """

    score: float
    worth: Bound
    uses: tuple[int, ...] = ()
    after: int = -1


@dataclass(frozen=True, slots=True)
class Place:
    """A number of a step, with all that it may come from."""

    numbers: Sequence[SaidNumber]
    words: frozenset[str]
    steps: Sequence[ToldStep]
    index: int
    place: int

    @property
    def step(self) -> ToldStep:
        """The step that shows the number."""
        return self.steps[self.index]

    @property
    def value(self) -> Fraction:
        """What the number is worth."""
        return self.step.arithmetic.leaves[self.place]

    def origins(self) -> Iterator[Origin]:
        """Where it may come from, each with its score."""
        found = [*self._given(), *self._results(), *self._known()]
        yield from found or self._in_the_head()

    def _given(self) -> Iterator[Origin]:
        role = self.step.arithmetic.roles[self.place]
        percent = self.step.arithmetic.percents[self.place]
        for index, number in enumerate(self.numbers):
            likeness = self._alike(number)
            for score, shown in _shown(number, role, self.step):
                if shown(number.value) == self.value:
                    worth = _of_number(index, shown)
                    bonus = 0.5 if percent and number.kind is Kind.PERCENT else 0.0
                    yield Origin(score + likeness + bonus, worth, (index,))
            if number.kind is Kind.SHARE and (side := self._side(number.value)):
                yield Origin(1.0 + likeness, _of_number(index, side), (index,))

    def _side(self, share: Fraction) -> Callable[[Fraction], Fraction] | None:
        """Which side of 2/3 a number is, where a step has both: 12 * 2 / 3, or 12 / 3 * 2."""
        leaves, roles = self.step.arithmetic.leaves, self.step.arithmetic.roles
        top, bottom = share.numerator, share.denominator
        for first in (self.place - 1, self.place):
            pair = leaves[max(first, 0) : first + 2]
            if pair == [top, bottom] and roles[first + 1] == "/":
                return _bottom if self.place > first else _top
            if pair == [bottom, top] and roles[first : first + 2] == ["/", "*"]:
                return _top if self.place > first else _bottom
        return None

    def _alike(self, number: SaidNumber) -> float:
        """How much the words around a number of the question are the step's."""
        near, money = self.step.near[self.place]
        score = 1.5 * _overlap(self.step.line, number.around | number.after)
        if near and number.after:
            score += 1.0 if near & number.after else -0.4
        if money or (number.kind is Kind.MONEY and near):
            score += 0.8 if money and number.kind is Kind.MONEY else -0.5
        return score

    def _results(self) -> Iterator[Origin]:
        near, _ = self.step.near[self.place]
        for before in range(self.index):
            earlier = self.steps[before]
            score = 0.4 + 0.3 * (before == self.index - 1)
            score += 0.8 * _overlap(self.step.line, earlier.line)
            if near and earlier.after:
                score += 0.8 if near & earlier.after else -0.3
            for times, penalty in ((1, 0.0), (100, 0.6), (Fraction(1, 100), 0.6)):
                if earlier.result * times == self.value:
                    yield Origin(score - penalty, _of_result(before, Fraction(times)), (), before)

    def _known(self) -> Iterator[Origin]:
        value = self.value
        if value in (0, 1):
            yield Origin(0.5, _stays(value))
            return
        if value == 100:
            places = range(len(self.step.arithmetic.leaves))
            if self._is_per_cent(self.place):
                yield Origin(3.0, _stays(value))
                return
            # 20/100*100: one of them is the hundred of the per cent, the other hardly is
            if any(map(self._is_per_cent, places)):
                yield Origin(-0.8, _stays(value))
                return
        words = _KNOWN_WORDS.get(value)
        if words is None:
            return
        near, _ = self.step.near[self.place]
        if words & near:
            yield Origin(1.2, _stays(value))
        elif words & self.step.line:
            yield Origin(0.6, _stays(value))
        elif words & self.words:
            yield Origin(-0.3, _stays(value))

    def _is_per_cent(self, place: int) -> bool:
        """Whether a number of the step is the 100 of 20/100, and the question has 20%."""
        leaves, roles = self.step.arithmetic.leaves, self.step.arithmetic.roles
        if leaves[place] != 100 or roles[place] != "/" or place == 0:
            return False
        before = leaves[place - 1]
        return any(
            one.kind is Kind.PERCENT and before in (one.value, 100 - one.value, 100 + one.value)
            for one in self.numbers
        )

    def _in_the_head(self) -> Iterator[Origin]:
        """What may have been computed in the head, where nothing else is worth as much."""
        value = self.value
        for index, number in enumerate(self.numbers):
            for change in (1, -1):
                if number.value + change == value:
                    yield Origin(-1.0, _of_number(index, partial(add, change)), (index,))
            for times in (7, 12, 24, 60, 100):
                if number.value * times == value:
                    yield Origin(-1.0, _of_number(index, partial(mul, times)), (index,))
        for one, two in combinations(range(len(self.numbers)), 2):
            a, b = self.numbers[one].value, self.numbers[two].value
            for operation in (add, _apart, mul):
                if operation(a, b) == value:
                    yield Origin(-1.5, _of_two(one, two, operation), (one, two))
        yield Origin(-2.0, _stays(value))


def _shown(
    number: SaidNumber, role: str, step: ToldStep
) -> Iterator[tuple[float, Callable[[Fraction], Fraction]]]:
    """How a number of the question may show in a step, each with what speaks for it."""
    rest = 0.4 if step.line & _REST_WORDS else -0.8
    if number.kind is Kind.PERCENT:
        yield from (
            (0.0, lambda v: v),
            (0.2, lambda v: v / 100),
            (rest, lambda v: 1 - v / 100),
            (rest, lambda v: 100 - v),
            (-0.3, lambda v: 1 + v / 100),
            (-0.3, lambda v: 100 + v),
        )
        if number.value:  # not of "0% tax"
            yield -0.5, lambda v: 100 / v
    elif number.kind is Kind.SHARE:
        yield 0.0, lambda v: v
        if role in ("*", "/") and number.value:
            yield 0.2, lambda v: 1 / v
        yield rest, lambda v: 1 - v
        yield -0.3, lambda v: 1 + v
    elif number.kind is Kind.TIMES:
        yield (0.3 if role in ("*", "/") else -1.5), lambda v: v
    else:
        yield 0.0, lambda v: v
        if number.kind is Kind.MONEY:
            yield -0.5, lambda v: v * 100
        if "cent" in number.after:
            yield 0.2, lambda v: v / 100


def _top(value: Fraction) -> Fraction:
    return Fraction(value.numerator)


def _bottom(value: Fraction) -> Fraction:
    return Fraction(value.denominator)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return len(one & other) / math.sqrt(len(one) * len(other))


def _of_number(index: int, shown: Callable[[Fraction], Fraction]) -> Bound:
    return lambda values, results: shown(values[index])


def _of_two(one: int, two: int, operation: Callable[[Fraction, Fraction], Fraction]) -> Bound:
    return lambda values, results: operation(values[one], values[two])


def _apart(one: Fraction, two: Fraction) -> Fraction:
    return abs(one - two)


def _of_result(step: int, times: Fraction) -> Bound:
    return lambda values, results: results[step] * times


def _stays(value: Fraction) -> Bound:
    return lambda values, results: value
