"""CompetitionProgram: a competition problem's entry, together with a text that it was found in."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry, plain
from clipo_bench.perturbations.programs.competition.exact import NoAnswer
from clipo_bench.perturbations.programs.competition.gold import gold_like, read_gold
from clipo_bench.perturbations.programs.competition.numbers_in_text import (
    DRAWING,
    NumberForm,
    TextNumber,
    article_before,
    find_numbers,
)
from clipo_bench.perturbations.programs.competition.wording import fingerprint, skeleton
from clipo_bench.perturbations.programs.slot import Slot, Values, shown_values
from clipo_bench.perturbations.programs.writing import NotWritable
from clipo_bench.perturbations.text.body import apply_edits
from clipo_bench.perturbations.text.mentions import NumberKind
from clipo_bench.perturbations.variant import Edit

_TRIES = 400
_IN_DIGITS = (NumberForm.DIGITS, NumberForm.ORDINAL)


@dataclass(frozen=True, slots=True)
class CompetitionProgram:
    """A competition problem as a function of its numbers, with the text on both sides.

    Attributes:
        question: the original text.
        entry: what is known of the problem.
    """

    method: ClassVar[str] = "competition program"

    question: str
    entry: CompetitionEntry
    _places: tuple[tuple[str, Fraction], ...] = field(repr=False)
    _numbers: tuple[TextNumber, ...] = field(repr=False)

    @classmethod
    def of(cls, question: str, entry: CompetitionEntry) -> "CompetitionProgram | None":
        """Lay an entry over a text; None if the text's numbers are not the entry's."""
        numbers = find_numbers(question)
        places = tuple(entry.places(fingerprint(question)))
        if [number.value for number in numbers] != [value for _, value in places]:
            return None
        return cls(question, entry, places, numbers)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The parameters, each where it stands first."""
        found: dict[str, Slot] = {}
        for (name, value), number in zip(self._places, self._numbers, strict=True):
            if name in self.entry.domains and name not in found:
                fixed = "" if len(self.entry.domains[name]) > 1 else "never changes"
                place = number.start, number.end, number.text
                found[name] = Slot(name, *place, value, _kind(number), fixed)
        return tuple(found[name] for name in self.entry.domains)

    @property
    def gold(self) -> Fraction:
        """The answer for the original values."""
        return self.evaluate({})

    def evaluate(self, values: Values) -> Fraction:
        """Compute the answer.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
            NoAnswer: the values make no problem.
        """
        return Fraction(_answer(self.entry, tuple(self._all(values).items())))

    def violations(self, values: Values) -> list[str]:
        """Say in words what these values break; nothing if they make a well-posed variant.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
        """
        return list(self._broken(self._all(values)))

    def render(self, values: Values) -> str:
        """Write the question with these values.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
            NoAnswer: what the text derives from the values does not exist.
            NotWritable: a value has no form in which the text could show it.
        """
        return apply_edits(self.question, self.edits(values))

    def edits(self, values: Values) -> tuple[Edit, ...]:
        """What these values change in the question: numbers, articles before them, the drawing.

        Raises:
            KeyError: there is no such slot.
            NoAnswer: what the text derives from the values does not exist.
            NotWritable: a value has no form in which the text could show it.
        """
        parameters = self._all(values)
        shown = self.entry.complete(parameters)
        made = []
        for (name, old), number in zip(self._places, self._numbers, strict=True):
            if name and shown[name] != old:
                made.append(self._edit(number, Fraction(shown[name])))
        if made and self.entry.drawing is not None:
            drawn = self.entry.drawing(**parameters)
            for match in DRAWING.finditer(self.question):
                made.append(Edit(match.start(), match.end(), match[0], drawn))
        return tuple(sorted(made, key=lambda edit: edit.start))

    def read(self, text: str) -> dict[str, Fraction] | None:
        """Read a wording with other numbers back into the slots.

        Args:
            text: the original's wording but for its numbers; layout may differ.

        Returns:
            The values by slot; None if the text says anything else, or contradicts itself.
        """
        if skeleton(text) != skeleton(self.question):
            return None
        found: dict[str, Fraction] = {}
        for (name, old), number in zip(self._places, find_numbers(text), strict=True):
            expected = found.setdefault(name, number.value) if name else old
            if number.value != expected:
                return None
        values = {name: found[name] for name in self.entry.domains}
        try:
            complete = self.entry.complete(_plain(values))
        except NoAnswer:
            return None
        return values if all(complete[name] == found[name] for name in found) else None

    def draw(self, rng: random.Random) -> dict[str, Fraction] | None:
        """Draw values that make a well-posed variant with another gold; None if none fit."""
        for _ in range(0 if self.entry.never_drawn else _TRIES):
            drawn = self.entry.propose(rng)
            values = {name: Fraction(value) for name, value in drawn.items()}
            if not any(self._broken(drawn)) and self.evaluate(values) != self.gold:
                return values
        return None

    def shows(self, gold: str, values: Values) -> bool:
        """Whether a gold is the answer for these values."""
        try:
            return self.evaluate(values) == read_gold(gold)
        except ValueError:
            return False

    def gold_for(self, values: Values, like: str) -> str:
        """Write the answer for these values as another gold is written.

        Raises:
            ValueError: the other gold is no integer.
        """
        return gold_like(like, self.evaluate(values))

    def agrees(self, values: Values) -> bool:
        """Whether the second way agrees; where it is slow, the tests alone ask it."""
        return self.entry.check_is_slow or self.entry.agrees(self._all(values))

    def claims(self, values: Values) -> dict[str, str]:
        """What a certificate says of a variant with these values."""
        return {
            "problem": self.entry.name,
            "original values": shown_values({slot.name: slot.value for slot in self.slots}),
            "program on original values": str(self.gold),
            "new values": shown_values(values),
            "program on new values": str(self.evaluate(values)),
            "computed by": self.entry.ways[0],
            "checked by": self.entry.second_way,
        }

    def _broken(self, values: Mapping[str, int | Fraction]) -> Iterator[str]:
        """What these values break, the cheapest to find first."""
        if (broken := self.entry.broken(values)) is not None:
            yield broken
            return
        as_values = {name: Fraction(value) for name, value in values.items()}
        try:
            answer = self.evaluate(as_values)
            self.render(as_values)
        except (NoAnswer, NotWritable) as error:
            yield str(error)
            return
        if int(answer) not in self.entry.answers:  # a range looks for a Fraction one by one
            yield f"the answer {answer} is not of the competition's form"

    def _edit(self, number: TextNumber, value: Fraction) -> Edit:
        shown = number.write(value)
        start = number.start
        if (article := article_before(self.question[:start], shown)) is not None:
            start -= article[0]
            shown = article[1] + shown
        return Edit(start, number.end, self.question[start : number.end], shown)

    def _all(self, values: Values) -> dict[str, int | Fraction]:
        unknown = values.keys() - self.entry.domains.keys()
        if unknown:
            raise KeyError(f"no slot {sorted(unknown)[0]!r}")
        return {**self.entry.original(), **_plain(values)}


def _kind(number: TextNumber) -> NumberKind:
    if number.form not in _IN_DIGITS:
        return NumberKind.WORD
    return NumberKind.INTEGER if number.value.denominator == 1 else NumberKind.DECIMAL


def _plain(values: Values) -> dict[str, int | Fraction]:
    return {name: plain(value) for name, value in values.items()}


@lru_cache(2**14)
def _answer(entry: CompetitionEntry, values: tuple[tuple[str, int | Fraction], ...]) -> int:
    return entry.answer(dict(values))
