"""Template: a family of word problems, filled with values and read back from its text."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from clipo_bench.tasks.arithmetic import ExpressionError, evaluate
from clipo_bench.tasks.problem import Problem, problem_id

BENCHMARK = "word_problems"
SlotKind = Literal["number", "name", "object", "symbol"]

# `{count}` in a template's text.
_SLOT = re.compile(r"\{(\w+)\}")
# A name in an expression: the `a` of `a * 4`.
_NAME = re.compile(r"[A-Za-z_]+")
_READ: dict[SlotKind, str] = {
    "number": r"\d+",
    "name": r"[A-Z]\w*",
    "object": r"[a-z]+(?: [a-z]+)?",
    "symbol": r"[A-Za-z]|\\[A-Za-z]+",
}
_MAX_DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class TemplateSlot:
    """What may stand in one place of a template.

    Attributes:
        kind: what the value is.
        low: of a number, the least value.
        high: of a number, the greatest value.
        words: of the other kinds, the values to draw from; the text may hold others.
    """

    kind: SlotKind
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()

    def draw(self, rng: random.Random) -> str:
        """Draw a value."""
        if self.kind == "number":
            return str(rng.randint(self.low, self.high))
        return rng.choice(self.words)


@dataclass(frozen=True, slots=True)
class Template:
    """One family of word problems: text, slots, worked solution and constraints as data.

    Attributes:
        name: unique among the templates.
        question: the text, with ``{slot}`` where a value stands.
        slots: what may stand there.
        steps: the worked solution, as (name, expression over slots and earlier names).
        answer: the result in one expression over the slots, so that it checks the steps.
        positive: expressions over the slots that must be above zero.
    """

    name: str
    question: str
    slots: Mapping[str, TemplateSlot]
    steps: tuple[tuple[str, str], ...]
    answer: str
    positive: tuple[str, ...] = ()

    def sample(self, rng: random.Random) -> dict[str, str]:
        """Draw values that violate nothing.

        Raises:
            ValueError: the template's ranges and constraints leave (almost) none.
        """
        for _ in range(_MAX_DRAWS):
            values = {name: slot.draw(rng) for name, slot in self.slots.items()}
            if not self.violations(values):
                return values
        raise ValueError(f"template {self.name!r}: no values in {_MAX_DRAWS} draws fit")

    def violations(self, values: Mapping[str, str]) -> list[str]:
        """Say in words what is wrong with these values; nothing if they make a sound problem."""
        if values.keys() != self.slots.keys():
            return [f"slots {sorted(values)} are not {sorted(self.slots)}"]
        malformed = [
            f"{name} = {values[name]!r} is no {slot.kind}"
            for name, slot in self.slots.items()
            if not re.fullmatch(_READ[slot.kind], values[name])
        ]
        if malformed:
            return malformed
        try:
            return [*self._bad_slots(values), *self._bad_results(values)]
        except ExpressionError as error:
            return [str(error)]

    def fill(self, values: Mapping[str, str], *, short: bool = False) -> Problem:
        """Make the problem with these values, with its gold and its worked solution.

        Args:
            values: by slot.
            short: put the whole solution in one line instead of a line per step.

        Raises:
            ValueError: the values violate something.
        """
        if wrong := self.violations(values):
            raise ValueError(f"template {self.name!r}: " + "; ".join(wrong))
        question = _SLOT.sub(lambda match: values[match[1]], self.question)
        gold = str(self.evaluate(values))
        if short:
            lines = [f"{_show(self.answer, self._numbers(values))} = {gold}"]
        else:
            lines = [f"{expression} = {result}" for expression, result in self._worked(values)]
        identity = problem_id(question)
        return Problem(
            benchmark=BENCHMARK,
            id=identity,
            question=question,
            gold=gold,
            solution="\n".join([*lines, f"\\boxed{{{gold}}}"]),
            family=identity,
            program={"template": self.name, **values},
        )

    def read(self, question: str) -> dict[str, str] | None:
        """Read the values back from a text; None if it is not of this template."""
        match = re.fullmatch(self._pattern(), question)
        return match.groupdict() if match else None

    def evaluate(self, values: Mapping[str, str]) -> Fraction:
        """Compute the answer for these values.

        Raises:
            ExpressionError: it has none, as in a division by zero.
        """
        return evaluate(self.answer, self._numbers(values))

    def _numbers(self, values: Mapping[str, str]) -> dict[str, Fraction]:
        return {
            name: Fraction(values[name])
            for name, slot in self.slots.items()
            if slot.kind == "number"
        }

    def _worked(self, values: Mapping[str, str]) -> Iterator[tuple[str, Fraction]]:
        """Yield each step with numbers for names, such as ``4 * 3``, and its result."""
        known = self._numbers(values)
        for name, expression in self.steps:
            shown = _show(expression, known)
            known[name] = evaluate(expression, known)
            yield shown, known[name]

    def _bad_slots(self, values: Mapping[str, str]) -> Iterator[str]:
        for name, slot in self.slots.items():
            if slot.kind == "number" and not slot.low <= int(values[name]) <= slot.high:
                yield f"{name} = {values[name]} is not in {slot.low} to {slot.high}"
        for (one, first), (two, second) in combinations(self.slots.items(), 2):
            words = first.kind == second.kind != "number"
            if words and values[one] == values[two]:
                yield f"{one} and {two} are both {values[one]!r}"

    def _bad_results(self, values: Mapping[str, str]) -> Iterator[str]:
        for shown, result in self._worked(values):
            if result <= 0 or result.denominator != 1:
                yield f"{shown} = {result} is not a positive whole number"
        for expression in self.positive:
            if evaluate(expression, self._numbers(values)) <= 0:
                yield f"{expression} is not above zero"

    def _pattern(self) -> str:
        """Build the expression that reads the question: a slot's later mentions must repeat it."""
        parts = _SLOT.split(self.question)
        pattern, seen = re.escape(parts[0]), set()
        for name, text in zip(parts[1::2], parts[2::2], strict=True):
            group = rf"(?P<{name}>{_READ[self.slots[name].kind]})"
            pattern += f"(?P={name})" if name in seen else group
            pattern += re.escape(text)
            seen.add(name)
        return pattern


def _show(expression: str, values: Mapping[str, Fraction]) -> str:
    """Write an expression with numbers for names: ``a * b`` as ``4 * 3``."""
    return _NAME.sub(lambda match: str(values[match[0]]), expression)
