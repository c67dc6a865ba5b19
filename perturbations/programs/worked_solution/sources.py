"""Where the numbers of a calculation may come from: the question, earlier results, knowledge."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from clipo_bench.perturbations.programs.worked_solution import knowledge
from clipo_bench.perturbations.programs.worked_solution.calculation import (
    Calculation,
    CalculationStep,
)
from clipo_bench.perturbations.programs.worked_solution.expression import MAX_LENGTH, Leaf
from clipo_bench.perturbations.text.mentions import (
    COUNTS,
    DOZEN,
    ORDINAL,
    SHARES,
    TIMES_AS,
    Mention,
    NumberKind,
    units_after,
)


class View(StrEnum):
    """How a step shows a number that it takes from elsewhere."""

    VALUE = "value"  # 3 as 3
    HUNDREDTH = "hundredth"  # 20 % as 0.2
    HUNDREDFOLD = "hundredfold"  # $2.50 as 250 cents
    NUMERATOR = "numerator"  # 2/3 as the 2 of 12*2/3
    DENOMINATOR = "denominator"  # 2/3 as the 3 of 12*2/3
    INVERSE = "inverse"  # a third of 12 as 12/3
    HUNDRED_OVER = "hundred over that"  # 20 % of 60 as 60/5
    REST = "rest of one"  # after a third is gone, 2/3
    ONE_MORE = "one and that"  # a third more as 4/3
    PERCENT_LESS = "rest of a hundred per cent, as a factor"  # 20 % off as 0.8
    PERCENT_MORE = "hundred per cent and that, as a factor"  # 20 % more as 1.2
    HUNDRED_LESS = "rest of a hundred"  # 20 % off as 80 %
    HUNDRED_MORE = "hundred and that"  # 20 % more as 120 %

    def of(self, value: Fraction) -> Fraction:
        """What is shown of a value."""
        return _SHOWN[self](value)


_SHOWN: dict[View, Callable[[Fraction], Fraction]] = {
    View.VALUE: lambda value: value,
    View.HUNDREDTH: lambda value: value / 100,
    View.HUNDREDFOLD: lambda value: value * 100,
    View.NUMERATOR: lambda value: Fraction(value.numerator),
    View.DENOMINATOR: lambda value: Fraction(value.denominator),
    View.INVERSE: lambda value: 1 / value,
    View.HUNDRED_OVER: lambda value: 100 / value,
    View.REST: lambda value: 1 - value,
    View.ONE_MORE: lambda value: 1 + value,
    View.PERCENT_LESS: lambda value: 1 - value / 100,
    View.PERCENT_MORE: lambda value: 1 + value / 100,
    View.HUNDRED_LESS: lambda value: 100 - value,
    View.HUNDRED_MORE: lambda value: 100 + value,
}


@dataclass(frozen=True, slots=True)
class Given:
    """A number of the question, by its index among the mentions, in one view."""

    index: int
    view: View = View.VALUE


@dataclass(frozen=True, slots=True)
class Result:
    """What an earlier step gave."""

    step: int
    view: View = View.VALUE


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that stays."""

    value: Fraction


SMALL_COUNT = 10
# "Ann", "Monday", "The"
_PROPER = re.compile(r"\b[A-Z][a-z]+\b")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b")
_NO_NAME = re.compile(
    r"The|If|How|He|She|It|They|There|In|On|At|After|When|What|His|Her|Their|Each|Every|For|One|Two"
    r"|Then|And|But|All|Some|An|Of|To|By"
)
# Texts say "half" or "hours" so often that only the step's own line counts.
_OFTEN = frozenset(map(Fraction, (2, 3, 4, 10, 12, 24, 30, 60, 100)))

Source = Given | Result | Constant
Place = tuple[int, int]  # a leaf, by its step and its index there


@dataclass(frozen=True, slots=True)
class Context:
    """What the words around a step's number say of it."""

    units: frozenset[str]
    money: bool
    percent: bool


class Sources:
    """All that the numbers of one problem may come from."""

    def __init__(
        self, question: str, mentions: Sequence[Mention], calculation: Calculation
    ) -> None:
        self.question = question
        self.mentions = mentions
        self.calculation = calculation
        self._counts = frozenset(_counts(question))
        self._explained: dict[tuple[Fraction, int], bool] = {}
        self._said: dict[Place, frozenset[str]] = {}

    def candidates(
        self,
        place: Place,
        values: Sequence[Fraction],
        results: Sequence[Fraction],
        shown: Sequence[Fraction],
    ) -> Sequence[Source]:
        """What a leaf may stem from, where the numbers are worth what is given.

        Args:
            place: the leaf.
            values: of the mentions.
            results: of the steps.
            shown: the values of the step's leaves.
        """
        leaf = self._at(place)[1]
        if fraction := self._fraction(place, values, shown):
            return fraction
        value = shown[place[1]]
        found: list[Source] = [
            Given(index, view)
            for index, mention in enumerate(self.mentions)
            for view in _views(mention, values[index], leaf, parts=1 in shown)
            if view.of(values[index]) == value
        ]
        found += self._results(place[0], results, value)
        if self._known(place, value, values):
            found.append(Constant(value))
        return found or self._derived(place, values, value)

    def rests(
        self, place: Place, source: Source, values: Sequence[Fraction], value: Fraction
    ) -> frozenset[int]:
        """The shares of which a number of the question may be what is left: 80 beside 20%.

        Args:
            place: where a step shows it.
            source: where it is taken from.
            values: of the mentions.
            value: what the step shows.
        """
        if not isinstance(source, Given) or source.view not in (View.VALUE, View.HUNDREDTH):
            return frozenset()
        step, leaf = self._at(place)
        leaves = step.expression.leaves
        # "100 - 20", "20%": the step thinks in per cent
        in_hundreds = leaf.percent or any(one.value in (100, Fraction(1, 100)) for one in leaves)
        return frozenset(
            one.index
            for one in self._derived(place, values, value)
            if value != 1 and (in_hundreds or one.view not in _IN_HUNDREDS)
        )

    def _derived(self, place: Place, values: Sequence[Fraction], value: Fraction) -> list[Given]:
        role = self._at(place)[1].role
        return [
            Given(index, view)
            for index, mention in enumerate(self.mentions)
            for view in derived_views(mention, role)
            if values[index] != 0 and view.of(values[index]) == value
        ]

    def may_be_known(self, place: Place, found: Sequence[Source]) -> bool:
        """Whether a number with these sources may as well be one that nobody has to say.

        Far less will do for that than for a number that has no other source.
        """
        value = self._at(place)[1].value
        counts = any(isinstance(one, Given) and not self._is_share(one) for one in found)
        # 60 beside "60 chairs" and "minutes": the hour, or the chairs?
        return counts and (self._explains(place, value) or self._counted(place, value))

    def context(self, place: Place) -> Context:
        """What the step's line says of a number: the words right after it."""
        step, leaf = self._at(place)
        line_start, line_end = self.calculation.lines[step.line]
        text = self.calculation.text
        start, end = step.start + leaf.start, step.start + leaf.end
        if text[line_start : step.start].count("<<") > text[line_start : step.start].count(">>"):
            # "3 boxes * 4 = <<3*4=12>>": the words stand before the annotation
            mirrored = self._mirror(step, place[1], line_start)
            if mirrored is None:
                return Context(frozenset(), False, leaf.percent)
            start, end = mirrored
        before = text[line_start:start].rstrip()
        after = text[end:line_end]
        # "20% * 60", "20 percent of 60"
        percent = leaf.percent or bool(re.match(r"\s?(?:%|percent)", after))
        blank = re.sub(r"<<.*?(?:>>|$)", " = ", text[end:line_end])
        # "3 boxes x 4 pens": of the 3 only "boxes" is said
        units = units_after(re.split(r"\s[xX]\s", blank)[0], 0)
        return Context(units, before.endswith("$"), percent)

    def _mirror(self, step: CalculationStep, index: int, line_start: int) -> tuple[int, int] | None:
        """Where the line says in plain what an annotation's number repeats."""
        annotation = self.calculation.text.rindex("<<", line_start, step.start + 1)
        plain = re.sub(
            r"<<[^<>]*>>", lambda m: " " * len(m[0]), self.calculation.text[line_start:annotation]
        )
        numbers = list(re.finditer(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+", plain))
        leaves = step.expression.leaves
        # "1,200 * 3" and `<<1200*3=...>>` have the same numbers
        shown = [number[0].replace(",", "") for number in numbers[-len(leaves) :]]
        if [Fraction(x) for x in shown] != [leaf.value for leaf in leaves]:
            return None
        found = numbers[-len(leaves) :][index]
        return line_start + found.start(), line_start + found.end()

    def leaf(self, place: Place) -> Leaf:
        """The number at a place."""
        return self._at(place)[1]

    def _at(self, place: Place) -> tuple[CalculationStep, Leaf]:
        step = self.calculation.steps[place[0]]
        return step, step.expression.leaves[place[1]]

    def _known(self, place: Place, value: Fraction, values: Sequence[Fraction]) -> bool:
        """Whether a number is common knowledge, and not rather computed in the head."""
        if not self._explains(place, value):
            return False
        # a 4 may be 3 friends and I, and not the quarters of a dollar
        if not 1 < value <= SMALL_COUNT or not self._in_the_head(value, values):
            return True
        return knowledge.explains(value, " ".join(self._units(place)))

    def _is_share(self, given: Given) -> bool:
        return self.mentions[given.index].kind in SHARES

    def _explains(self, place: Place, value: Fraction) -> bool:
        """Whether what makes a number common knowledge is said at all."""
        line = self.calculation.steps[place[0]].line
        if (value, line) not in self._explained:
            text = f"{self.question} {self.calculation.line(line)}"
            self._explained[value, line] = knowledge.explains(value, text)
        return self._explained[value, line]

    def is_near(self, place: Place, value: Fraction) -> bool:
        """Whether what makes a number common knowledge is said in the step's own line.

        What is seldom said, such as weekdays, may also be said in the question.
        """
        line = self.calculation.line(self._at(place)[0].line)
        seldom = value not in _OFTEN
        return knowledge.explains(value, f"{self.question} {line}" if seldom else line)

    def _counted(self, place: Place, value: Fraction) -> bool:
        """Whether a number may count what no number says: two days named, three things listed."""
        if value not in self._counts:
            return False
        units = self._units(place)
        return not any(
            mention.value == value and mention.units & units for mention in self.mentions
        )

    def _in_the_head(self, value: Fraction, values: Sequence[Fraction]) -> bool:
        """Whether a small count may be others' sum or difference: three friends and I are four."""
        counts = [
            worth
            for worth, mention in zip(values, self.mentions, strict=True)
            if worth.denominator == 1
            and 1 <= worth <= SMALL_COUNT
            # what becomes more than twice is written "four times"
            and (mention.kind in COUNTS or (mention.kind is NumberKind.MULTIPLIER and worth > 2))
        ]
        # "Max and 3 friends" are 4
        near = any(value in (count + 1, count - 1) for count in counts)
        return near or any(value in (a + b, abs(a - b)) for a, b in combinations(counts, 2))

    def _units(self, place: Place) -> frozenset[str]:
        if place not in self._said:
            self._said[place] = self.context(place).units
        return self._said[place]

    def _results(
        self, before: int, results: Sequence[Fraction], value: Fraction
    ) -> Iterator[Source]:
        for index in range(before):
            if results[index] == value:
                yield Result(index)
            elif self.calculation.steps[index].percent:
                if results[index] == value * 100:
                    # a step that gave 20 %, used as 0.2
                    yield Result(index, View.HUNDREDTH)
                elif results[index] * 100 == value:
                    yield Result(index, View.HUNDREDFOLD)

    def _fraction(
        self, place: Place, values: Sequence[Fraction], shown: Sequence[Fraction]
    ) -> list[Source]:
        """The sources of a leaf that is one side of a fraction which the question names."""
        step = self.calculation.steps[place[0]]
        leaves = step.expression.leaves
        text = self.calculation.text[step.start : step.start + MAX_LENGTH]
        for first, view in ((place[1], View.NUMERATOR), (place[1] - 1, View.DENOMINATOR)):
            if not 0 <= first < len(leaves) - 1:
                continue
            top, bottom = shown[first], shown[first + 1]
            # in 12 * 2 / 3 it is the "/" between 2 and 3
            sign = text[leaves[first].end : leaves[first + 1].start].strip()
            if sign == "*" and leaves[first].role == "/":
                # 12 / 3 * 2 is two thirds of 12
                top, bottom = bottom, top
                side = _OTHER_SIDE[view]
            elif sign == "/":
                side = view
            else:
                continue
            found: list[Source] = [
                Given(index, side)
                for index, mention in enumerate(self.mentions)
                if mention.kind is NumberKind.FRACTION
                and values[index].numerator == top
                and values[index].denominator == bottom
                and (sign == "/" or top > 1)
            ]
            if found:
                return found
        return []


_IN_HUNDREDS = (View.HUNDRED_LESS, View.HUNDRED_MORE, View.HUNDRED_OVER)
_OTHER_SIDE = {View.NUMERATOR: View.DENOMINATOR, View.DENOMINATOR: View.NUMERATOR}


def _counts(question: str) -> Iterator[int]:
    """How many there may be of what a question names: two of anything, people, days, a row."""
    yield 2
    for words in (_PROPER, _WEEKDAY):
        yield len({word for word in words.findall(question) if not _NO_NAME.fullmatch(word)})
    for sentence in re.split(r"[.?!]\s", question):
        # "a hat, a scarf, and gloves": two commas, three things
        if commas := len(re.findall(r",\s", sentence)):
            yield from (commas + 1, commas + 2)


def _views(mention: Mention, value: Fraction, leaf: Leaf, *, parts: bool) -> tuple[View, ...]:
    """The plain ways to show a number.

    Args:
        mention: the number.
        value: what it is worth.
        leaf: where it would be shown.
        parts: whether the step has a 1, so that it may add parts: twice as many make 1 + 2.
    """
    kind = mention.kind
    if mention.fixed == ORDINAL:
        return ()
    # "50 cents" as 50 or 0.50
    if kind is NumberKind.PERCENTAGE or "cent" in mention.units:
        return (View.VALUE, View.HUNDREDTH)
    if kind is NumberKind.FRACTION:
        # a third of 12 is 12/3: the step divides by what the share's inverse is
        inverts = leaf.role in ("*", "/") and value != 0
        return (View.VALUE, View.INVERSE) if inverts else (View.VALUE,)
    if TIMES_AS in mention.units or (kind is NumberKind.MULTIPLIER and mention.fixed != DOZEN):
        return (View.VALUE,) if leaf.role in ("*", "/") or parts else ()
    # "$2.50" as 2.50, or as 250 cents
    if kind is NumberKind.MONEY and value.denominator != 1:
        return (View.VALUE, View.HUNDREDFOLD)
    return (View.VALUE,)


def derived_views(mention: Mention, role: str = "") -> tuple[View, ...]:
    """What is left of a whole or comes on top of it: 80 or 0.8 of "20 % off"."""
    if mention.kind is NumberKind.PERCENTAGE:
        views = (View.PERCENT_LESS, View.PERCENT_MORE, View.HUNDRED_LESS, View.HUNDRED_MORE)
        return (*views, View.HUNDRED_OVER) if role == "/" else views
    return (View.REST, View.ONE_MORE) if mention.kind is NumberKind.FRACTION else ()
