"""SolutionProgram: a word problem as a function of its numbers, read from a worked solution."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from clipo_bench.perturbations.programs import constraints
from clipo_bench.perturbations.programs.hardness import Hardness, hardness
from clipo_bench.perturbations.programs.level import SAME, NumberLevel
from clipo_bench.perturbations.programs.slot import Slot, Values
from clipo_bench.perturbations.programs.worked_solution import worked
from clipo_bench.perturbations.programs.worked_solution.calculation import (
    Calculation,
    CalculationStep,
)
from clipo_bench.perturbations.programs.worked_solution.reading import evaluate
from clipo_bench.perturbations.programs.worked_solution.resolve import Resolved
from clipo_bench.perturbations.programs.worked_solution.sources import Constant, Sources
from clipo_bench.perturbations.programs.writing import NotWritable, with_article, write
from clipo_bench.perturbations.text.mentions import Mention, NumberKind, find
from clipo_bench.tasks.problem import normalise_text


@dataclass(frozen=True, slots=True)
class SolutionProgram:
    """What `derive` found: the question's numbers and how the answer follows from them.

    Values go in by the slot's name (`Slot.name`), exact; a slot that is left out keeps its own:
    ``program.evaluate({"n0": Fraction(20)})``. `violations` alone judges: `evaluate` computes with
    any values.

    Attributes:
        question: the original text.
        slots: its numbers, in order.
    """

    question: str
    slots: tuple[Slot, ...]
    _mentions: tuple[Mention, ...] = field(repr=False)
    _sources: Sources = field(repr=False)
    _resolved: Resolved = field(repr=False)
    _worked: worked.Worked = field(repr=False)

    @property
    def free(self) -> tuple[Slot, ...]:
        """The slots that may change."""
        return tuple(slot for slot in self.slots if not slot.fixed)

    @property
    def constants(self) -> frozenset[Fraction]:
        """The numbers that the steps use and that stay: 7 days, 12 months, 100 %."""
        sources = self._resolved.reading.values()
        return frozenset(one.value for one in sources if isinstance(one, Constant))

    @property
    def steps(self) -> tuple[CalculationStep, ...]:
        """The steps of the worked solution, with the results that they have there."""
        return self._calculation.steps

    @property
    def subtracts(self) -> bool:
        """Whether a step subtracts."""
        text = self._calculation.text
        return any({*text[one.start : one.end]} & {*"-−–"} for one in self.steps)

    @property
    def gold(self) -> Fraction:
        """The answer for the original values."""
        return self._calculation.answer([step.result for step in self._calculation.steps])

    def evaluate(self, values: Values) -> Fraction:
        """Compute the answer.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
            ZeroDivisionError: the values have no answer.
        """
        return self._calculation.answer(self._run(self._all(values))[1])

    def hardness(self, values: Values) -> Hardness:
        """Measure how hard the steps are to calculate.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
            ZeroDivisionError: the values have no answer.
        """
        complete = self._all(values)
        pairs = zip(self.slots, complete, strict=True)
        percents = [value for slot, value in pairs if slot.kind is NumberKind.PERCENTAGE]
        return hardness(self._calculation, self._resolved.reading, percents, complete)

    def whole(self, values: Values) -> list[Fraction]:
        """The results that have to come out whole, as they do in the original.

        Raises:
            KeyError: there is no such slot.
            ZeroDivisionError: the values have no answer.
        """
        pairs = zip(self._calculation.steps, self._run(self._all(values))[1], strict=True)
        return [new for step, new in pairs if step.result.denominator == 1]

    def broken(self, values: Values) -> list[CalculationStep]:
        """The steps whose results are whole in the original, and not with these values.

        Raises:
            KeyError: there is no such slot.
            ZeroDivisionError: the values have no answer.
        """
        pairs = zip(self.steps, self._run(self._all(values))[1], strict=True)
        return [step for step, new in pairs if step.result.denominator == 1 != new.denominator]

    def violations(self, values: Values, level: NumberLevel = SAME) -> list[str]:
        """Say in words what these values break; nothing if they make a well-posed variant.

        Single numbers are looked at first, then results, then how the text would be read: what
        breaks one is not asked for the next.

        Args:
            values: by slot; a slot that is left out keeps its value.
            level: by how much the values may be harder than the original ones.

        Raises:
            KeyError: there is no such slot.
        """
        return next(filter(None, map(list, self._stages(values, level))), [])

    def fits(self, values: Values, level: NumberLevel = SAME) -> bool:
        """Whether these values break nothing; quicker than to say all that they break."""
        return not any(next(stage, None) for stage in self._stages(values, level))

    def _stages(self, values: Values, level: NumberLevel) -> Iterator[Iterator[str]]:
        """What these values break, the cheapest to find first."""
        complete = self._all(values)
        yield constraints.of_slots(self.slots, self._mentions, complete, level)
        try:
            shown, results = self._run(complete)
        except ZeroDivisionError:
            # 12 / (5 - 5)
            yield iter(["a division by zero"])
            return
        yield constraints.of_gold(self.gold, self._calculation.answer(results), level)
        yield constraints.of_steps(self._calculation, shown, results, level)
        yield constraints.of_people(self.question, self._calculation, results)
        yield constraints.of_ranks(
            self.question, self._mentions, complete, self._calculation, results
        )
        yield constraints.of_sources(self._sources, self._resolved, complete, shown, results)
        yield constraints.of_text(
            self.question, self.slots, self._mentions, self._resolved, complete
        )
        try:
            self.render(values)
            self.solution(values)
        except NotWritable as error:
            yield iter([str(error)])

    def render(self, values: Values) -> str:
        """Write the question with these values.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
            NotWritable: a value has no form in which the text could show it.
        """
        pieces: list[str] = []
        position = 0
        for mention, value in zip(self._mentions, self._all(values), strict=True):
            before = self.question[position : mention.start]
            shown = write(mention, value, self.question[mention.end :])
            pieces += with_article(before, shown) if value != mention.value else before, shown
            position = mention.end
        return "".join((*pieces, self.question[position:]))

    def read(self, text: str) -> dict[str, Fraction] | None:
        """Read a wording with other numbers back into the slots.

        Args:
            text: the original's wording but for its numbers; white space may differ.

        Returns:
            The values by slot; None if the text says anything else.
        """
        found = find(text)
        # a number more or less than the original has
        if len(found) != len(self.slots):
            return None
        pairs = zip(self.slots, found, strict=True)
        values = {slot.name: mention.value for slot, mention in pairs}
        try:
            written = self.render(values)
        except NotWritable:
            return None
        return values if normalise_text(written) == normalise_text(text) else None

    def solution(self, values: Values) -> str:
        """Write the worked solution with these values, annotations included.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
            NotWritable: a value or a result has no form in which the text could show it.
            ZeroDivisionError: the values have no answer.
        """
        complete = self._all(values)
        return worked.render(self._calculation, self._worked, complete, *self._run(complete))

    @property
    def _calculation(self) -> Calculation:
        return self._sources.calculation

    def _all(self, values: Values) -> list[Fraction]:
        unknown = values.keys() - {slot.name for slot in self.slots}
        if unknown:
            raise KeyError(f"no slot {sorted(unknown)[0]!r}")
        found = [values.get(slot.name, slot.value) for slot in self.slots]
        return [one if isinstance(one, Fraction) else Fraction(one) for one in found]

    def _run(self, values: Sequence[Fraction]) -> tuple[list[list[Fraction]], list[Fraction]]:
        return evaluate(self._calculation, self._resolved.reading, values)
