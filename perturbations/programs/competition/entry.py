"""CompetitionEntry: what is known of one competition problem, without its text.

One entry a problem, one file a competition: see docs/competition.md for how to write one.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from clipo_bench.perturbations.programs.competition.exact import NoAnswer, whole

Parameters = Mapping[str, int | Fraction]
"""Values of an entry's parameters by name; integers as `int`."""

# A check that computes with floats agrees with an exact one within this, relative.
_TOLERANCE = 1e-6
NO_SECOND_WAY = "no second way"
TOO_SLOW = "(on other values, in the tests: too slow for each variant)"


@dataclass(frozen=True, slots=True)
class Immovable:
    """A competition problem whose numbers cannot change, and why.

    Attributes:
        name: such as ``AIME 2024 I 12``.
        texts: fingerprints of its known wordings (`wording.fingerprint`).
        reason: why no number can move: ``the drawing shows the grid``.
    """

    name: str
    texts: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, eq=False)  # one object a problem, so that it can be a key
class CompetitionEntry:
    """A competition problem as a function of its numbers.

    The functions take the parameters as keyword arguments: integers, or `Fraction` where a domain
    holds some.

    Attributes:
        name: such as ``AIME 2024 I 1``.
        texts: fingerprints of its known wordings (`wording.fingerprint`).
        other_wordings: where a copy shows the numbers in another order, or others beside them: its
            fingerprint, with what is `numbers` there.
        numbers: all numbers of the text in order, with names for the parameters and for the
            derived ones: ``"d=9 h1=4 2 h2=2 m2=24 1 2"``. A number without name never changes; a
            name may stand in several places.
        domains: for each parameter what it may become, its own value included. One that holds only
            the original's value is read from other wordings, but never drawn.
        solve: computes the quantity that is asked for, exactly; right for all values for which
            the problem makes sense, in the domains or not. Raises `NoAnswer` for others.
        ways: what `solve` does, and what `check` does, in a few words each.
        form: reads the answer off the quantity: ``m_plus_n``.
        check: computes the quantity in another way, exactly or as a float; None if there is no
            other way.
        derived: numbers of the text that follow from the parameters, by name.
        requires: what the values must keep, in words, beside the domains; `NoAnswer` is no.
        drawing: draws other values, where the original's drawing would contradict them: what stands
            in its place, ``""`` if the text does without; None if the drawing fits all values.
        cases: where few values of the domains fit together, those that do: tuples in the order
            of `domains`. Computed, never a table.
        answers: the answers that the competition's form allows.
        tolerance: how far a check in floats may be off, relative.
        never_drawn: why other wordings are read, but no variant is ever drawn: ``every draw would
            have the answer 0``.
        check_is_slow: whether `check` takes too long to be made for each variant (more than some
            20 ms), so that tests alone do.
    """

    name: str
    texts: tuple[str, ...]
    numbers: str
    domains: Mapping[str, Sequence[int | Fraction]]
    solve: Callable[..., Any]
    ways: tuple[str, ...]
    form: Callable[[Any], int] = whole
    check: Callable[..., Any] | None = None
    derived: Mapping[str, Callable[..., int | Fraction]] = field(default_factory=dict)
    requires: Mapping[str, Callable[..., bool]] = field(default_factory=dict)
    drawing: Callable[..., str] | None = None
    cases: Callable[[], Iterable[tuple[int | Fraction, ...]]] | None = None
    answers: range = range(1000)
    tolerance: float = _TOLERANCE
    check_is_slow: bool = False
    never_drawn: str = ""
    other_wordings: Mapping[str, str] = field(default_factory=dict)

    def places(self, text: str = "") -> list[tuple[str, Fraction]]:
        """Name (empty for a number that never changes) and value of each number of the text.

        Args:
            text: the fingerprint of the wording; of the usual one if it is left out.
        """
        numbers = self.other_wordings.get(text, self.numbers)
        pairs = [item.rpartition("=")[::2] for item in numbers.split()]
        return [(name, Fraction(value)) for name, value in pairs]

    def original(self) -> dict[str, int | Fraction]:
        """The parameters' values in the original text."""
        shown = dict(self.places())
        return {name: plain(shown[name]) for name in self.domains}

    def complete(self, values: Parameters) -> dict[str, int | Fraction]:
        """The parameters and what is derived from them: all that the text shows by a name.

        Raises:
            NoAnswer: a value is no integer, or nothing can be derived from the values.
        """
        self._require_integers(values)
        try:
            derived = {name: compute(**values) for name, compute in self.derived.items()}
        except ArithmeticError as error:
            raise NoAnswer(f"nothing can be derived: {error}") from error
        return {**values, **derived}

    def broken(self, values: Parameters) -> str | None:
        """Say what these values break of the domains or of `requires`; None if nothing."""
        for name, domain in self.domains.items():
            value = values[name]
            # a range looks for a Fraction one by one
            if (isinstance(domain, range) and not isinstance(value, int)) or value not in domain:
                return f"{name} = {values[name]} is not in its domain"
        return next(
            (
                f"not so: {words}"
                for words, keeps in self.requires.items()
                if not _kept(keeps, values)
            ),
            None,
        )

    def propose(self, rng: random.Random) -> dict[str, int | Fraction]:
        """Draw values from the domains, or from the cases; they may break what is required."""
        if self.cases is not None:
            return dict(zip(self.domains, rng.choice(_cases(self)), strict=True))
        return {name: rng.choice(domain) for name, domain in self.domains.items()}

    def answer(self, values: Parameters) -> int:
        """Compute the answer.

        Raises:
            NoAnswer: these values make no problem.
        """
        self._require_integers(values)
        try:
            return self.form(self.solve(**values))
        except NoAnswer:
            raise
        except (ArithmeticError, ValueError) as error:  # 1/0, the least of nothing
            raise NoAnswer(f"no answer: {error}") from error

    def _require_integers(self, values: Parameters) -> None:
        for name, value in values.items():
            if isinstance(value, Fraction) and not self._may_be_a_fraction(name):
                raise NoAnswer(f"{name} = {value} is no integer")

    def _may_be_a_fraction(self, name: str) -> bool:
        domain = self.domains[name]
        return not isinstance(domain, range) and any(isinstance(one, Fraction) for one in domain)

    @property
    def second_way(self) -> str:
        """What a certificate says of the other way."""
        if self.check is None:
            return NO_SECOND_WAY
        if self.check_is_slow:
            return f"{self.ways[1]} {TOO_SLOW}"
        return self.ways[1]

    def agrees(self, values: Parameters) -> bool:
        """Whether the other way gives the same quantity; an entry without one agrees.

        Raises:
            NoAnswer: these values make no problem.
        """
        if self.check is None:
            return True
        first, second = self.solve(**values), self.check(**values)
        if isinstance(second, float):
            return abs(float(first) - second) <= self.tolerance * max(1.0, abs(second))
        return bool(first == second)


def _kept(keeps: Callable[..., bool], values: Parameters) -> bool:
    try:
        return keeps(**values)
    except NoAnswer:
        return False


def plain(value: Fraction | int) -> int | Fraction:
    """An integer as `int`, anything else as it is."""
    return int(value) if Fraction(value).denominator == 1 else Fraction(value)


@lru_cache(64)
def _cases(entry: CompetitionEntry) -> Sequence[tuple[int | Fraction, ...]]:
    return () if entry.cases is None else tuple(entry.cases())
