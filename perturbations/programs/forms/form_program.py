"""FormProgram: a question of a recognised form as a function of its numbers."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar

import sympy

from clipo_bench.perturbations.programs.forms.answer import (
    same_answer,
    same_form,
    write_answer,
    write_like,
)
from clipo_bench.perturbations.programs.forms.form import Form, Match, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Literal,
    NotFormula,
    numbers_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.reduced import stay_reduced
from clipo_bench.perturbations.programs.forms.scope import (
    Scope,
)
from clipo_bench.perturbations.programs.forms.text_form import TextForm, text_form
from clipo_bench.perturbations.programs.program import Answer
from clipo_bench.perturbations.programs.slot import Slot, Values, shown_values
from clipo_bench.perturbations.programs.writing import NotWritable, article, digits_like
from clipo_bench.perturbations.text import number_words
from clipo_bench.perturbations.text.body import apply_edits
from clipo_bench.perturbations.text.mentions import NumberKind
from clipo_bench.perturbations.variant import Edit

_TRIES = 60
_MORE_TRIES = 90
_SCALES = (Fraction(2), Fraction(1, 2), Fraction(3, 2))
_ARTICLE = re.compile(r"\ban? (?=<)")
_ENDING = re.compile(r"(<\d+w?>) (?:st|nd|rd|th)\b")
_ORDINAL = re.compile(
    r"\$?(?:\^\{?\s*\\(?:text|mathrm|mbox|textrm|rm)\s*\{?)?(?P<ending>st|nd|rd|th)\b"
)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_NO_ANSWER = (
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    NotImplementedError,
    sympy.PolynomialError,
    sympy.polys.polyerrors.BasePolynomialError,
)
_SPECIAL = (30, 45)  # degrees
_SUBSCRIPT = "a part of a name"
_EXPONENT = "an exponent or an index"
_BASE_TEN = "the base is ten"
_LEADING_ZEROS = "it has leading zeros"
_LARGEST_DENOMINATOR = 10_000
_NEAR = 1e-10
_TRIVIAL = ("0", "1", "-1")
_STRUCTURAL = "zero and one hold the form"


@dataclass(frozen=True, slots=True)
class FormProgram:
    """A question of a recognised form, with the text on both sides.

    Attributes:
        question: the original text.
        form: what was recognised.
    """

    method: ClassVar[str] = "recognised form"

    question: str
    form: Form
    _match: Match = field(repr=False)

    @property
    def _text(self) -> TextForm:
        return self._match.text

    @property
    def _holes(self) -> Mapping[str, Formula]:
        return self._match.holes

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All numbers of the text, in order; equal ones are tied."""
        values = self._originals
        used = {one.place for formula in self._holes.values() for one in numbers_of(formula)}
        fixed = {place: _SUBSCRIPT for place in values if place not in used}
        fixed |= _fixed(self._holes)
        found = []
        for place, (start, end) in enumerate(self._text.numbers):
            value = values[place]
            zeros = self.question[start] == "0" and self.question[start:end].isdigit()
            why = fixed.get(place, _STRUCTURAL if value in (0, 1) else _LEADING_ZEROS * zeros)
            tied = frozenset(
                f"n{other}"
                for other in values
                if other != place and values[other] == value and other not in fixed
            )
            text = self.question[start:end]
            kind = NumberKind.INTEGER if value.denominator == 1 else NumberKind.DECIMAL
            if text[0].isalpha():
                kind = NumberKind.WORD
            ties = frozenset() if why else tied
            found.append(Slot(f"n{place}", start, end, text, value, kind, why, ties))
        return tuple(found)

    @property
    def gold(self) -> Answer:
        """The answer for the original values."""
        return self.evaluate({})

    def evaluate(self, values: Values) -> Answer:
        """Compute the answer: a number as `Fraction`, anything else in LaTeX.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
            NoValue: the values have no answer.
        """
        answer = self.solve(values)
        if getattr(answer, "is_Rational", False):
            return Fraction(int(answer.p), int(answer.q))
        return write_answer(answer)

    def solve(self, values: Values) -> Any:
        """Compute the answer as a sympy object, a tuple or set of them, or a word.

        Raises:
            KeyError: there is no such slot.
            NoValue: the values have no answer.
        """
        asked = self._asked(values)
        try:
            return self.form.compute(asked)
        except NoValue:
            raise
        except NotFormula as error:
            raise NoValue(str(error)) from error
        except _NO_ANSWER as error:
            raise NoValue(f"no answer: {error}") from error

    def agrees(self, values: Values) -> bool:
        """Whether the form's second way confirms the answer."""
        answer = self.solve(values)
        try:
            return self.form.check(self._asked(values), answer)
        except (NoValue, NotFormula, *_NO_ANSWER):
            return False

    def violations(self, values: Values) -> list[str]:
        """Say in words what these values break; nothing if they make a well-posed variant.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
        """
        return list(self._broken(values))

    def render(self, values: Values) -> str:
        """Write the question with these values.

        Args:
            values: by slot; a slot that is left out keeps its value.

        Raises:
            KeyError: there is no such slot.
            NotWritable: a value has no form in which the text could show it.
        """
        return apply_edits(self.question, self.edits(values))

    def edits(self, values: Values) -> tuple[Edit, ...]:
        """What these values change in the question.

        Raises:
            KeyError: there is no such slot.
            NotWritable: a value has no form in which the text could show it.
        """
        complete = self._all(values)
        made: list[Edit] = []
        for place, (start, end) in enumerate(self._text.numbers):
            if complete[place] != self._originals[place]:
                made += _edits(self.question, start, end, complete[place])
        return tuple(made)

    def read(self, text: str) -> dict[str, Fraction] | None:
        """Read a wording with other numbers back into the slots.

        Args:
            text: the original's wording but for its numbers; layout may differ.

        Returns:
            The values by slot; None if the text says anything else.
        """
        cut = text_form(text)
        match = None if cut is None else self.form.match(cut)
        if match is None or _alike(match.text.words) != _alike(self._text.words):
            return None
        other, holes = match.text, match.holes
        if holes.keys() != self._holes.keys() or any(
            _tree(holes[name]) != _tree(one) for name, one in self._holes.items()
        ):
            return None
        return {f"n{place}": value for place, value in _values(other).items()}

    def draw(self, rng: random.Random) -> dict[str, Fraction] | None:
        """Draw values that make a well-posed variant with another answer; None if none fit."""
        groups = _groups(self.slots)
        if not groups:
            return None
        old = [group[0].value for group in groups]
        for new in self._proposals(groups, old, rng):
            if new == old:
                continue
            pairs = zip(groups, new, strict=True)
            values = {slot.name: value for group, value in pairs for slot in group}
            if not any(self._broken(values)) and self.evaluate(values) != self.gold:
                return {slot.name: values.get(slot.name, slot.value) for slot in self.slots}
        return None

    def _proposals(
        self, groups: Sequence[Sequence[Slot]], old: Sequence[Fraction], rng: random.Random
    ) -> Iterator[list[Fraction]]:
        """New values for each group: each its own first, then what keeps relations between them."""
        angles = {f"n{place}" for place in _under("degrees", 0, self._holes)}
        is_angle = [any(slot.name in angles for slot in group) for group in groups]
        for _ in range(_TRIES):
            chosen = [place for place in range(len(old)) if rng.random() < 0.7]
            new = list(old)
            for place in chosen or [rng.randrange(len(old))]:
                new[place] = (_angle_near if is_angle[place] else _near)(old[place], rng)
            yield new
        for _ in range(_MORE_TRIES):
            yield _together(old, rng)

    def shows(self, gold: str, values: Values) -> bool:
        """Whether a gold is the answer for these values."""
        try:
            return same_answer(gold, self.solve(values))
        except NoValue:
            return False

    def gold_for(self, values: Values, like: str) -> str:
        """Write the answer for these values as another gold is written.

        Raises:
            NoValue: there is no answer, or it has no form.
        """
        return write_like(like, self.solve(values))

    def claims(self, values: Values) -> dict[str, str]:
        """What a certificate says of a variant with these values."""
        return {
            "form": self.form.name,
            "original values": shown_values({slot.name: slot.value for slot in self.slots}),
            "program on original values": write_answer(self.solve({})),
            "new values": shown_values(values),
            "program on new values": write_answer(self.solve(values)),
        }

    def _broken(self, values: Values) -> Iterator[str]:
        complete = {f"n{place}": value for place, value in self._all(values).items()}
        for slot in self.slots:
            if slot.fixed and complete[slot.name] != slot.value:
                yield f"{slot.name} must stay {slot.text}: {slot.fixed}"
                return
            if any(complete[other] != complete[slot.name] for other in slot.tied):
                yield f"{slot.name} must stay equal to its twin"
                return
        if not stay_reduced(self._holes.values(), self._originals, self._all(values)):
            yield "a fraction or root could be reduced, and could not before"
            return
        if not self._may_fit(values):
            yield "the answer is not of the form of the original's"
            return
        try:
            old, new = self.solve({}), self.solve(values)
            self.render(values)
            unlike = list(_unlike(old, new))
            if not unlike and not self.agrees(values):
                yield "the second way does not confirm the answer"
        except (NoValue, NotWritable) as error:
            yield str(error)
            return
        yield from unlike

    def _may_fit(self, values: Values) -> bool:
        """Whether the answer may be of the original's kind, as far as floats tell."""
        if self.form.estimate is None or not getattr(self.solve({}), "is_Rational", False):
            return True
        try:
            number = self.form.estimate(self._asked(values))
        except (NoValue, NotFormula):
            return False
        nearest = Fraction(number.real).limit_denominator(_LARGEST_DENOMINATOR)
        near = abs(number - complex(nearest)) < _NEAR * max(1.0, abs(number))
        return near or abs(number) > _LARGEST_DENOMINATOR

    def _asked(self, values: Values) -> Question:
        scope = Scope(self._all(values))
        return Question(self._holes, scope, self._text.words)

    @property
    def _originals(self) -> dict[int, Fraction]:
        return _values(self._text)

    def _all(self, values: Values) -> dict[int, Fraction]:
        originals = self._originals
        unknown = values.keys() - {f"n{place}" for place in originals}
        if unknown:
            raise KeyError(f"no slot {sorted(unknown)[0]!r}")
        return {
            place: Fraction(values.get(f"n{place}", value)) for place, value in originals.items()
        }


def _unlike(old: Any, new: Any) -> Iterator[str]:
    """What sets an answer apart from the original's."""
    before, after = write_answer(old), write_answer(new)
    if not same_form(before, after):
        yield f"the answer {after} is not of the form of {before}"
    elif len(after) > len(before) + 1:
        yield f"the answer {after} has more digits than {before}"
    elif after in _TRIVIAL and before not in _TRIVIAL:
        yield f"the answer {after} would be a coincidence"


def _values(text: TextForm) -> dict[int, Fraction]:
    """What the numbers of a text are worth, by place."""
    return {
        place: Fraction(_plain(text.question[start:end]))
        for place, (start, end) in enumerate(text.numbers)
    }


def _plain(number: str) -> str:
    if number[0].isalpha():
        return str(number_words.read(number))
    return number.replace("{,}", "").replace(r",\!", "").replace(r"\,", "").replace(",", "")


def _alike(words: str) -> str:
    """Words without what goes by a number: ``an <0>`` and ``a <0>``, ``<0> st`` and ``<0> th``."""
    return _ENDING.sub(r"\1", _ARTICLE.sub("a ", words))


def _edits(question: str, start: int, end: int, value: Fraction) -> Iterator[Edit]:
    """Write another number, and what goes by it: ``an 8th``, ``a 9th``."""
    before = question[start:end]
    if before[0].isalpha():
        if value.denominator != 1 or not 0 <= value <= number_words.MAX_WRITTEN:
            raise NotWritable(f"{value} is not written in words")
        after = number_words.write(int(value))
        after = after.capitalize() if before[0].isupper() else after
    else:
        after = digits_like(before, value)
    if (change := article(question[:start], after)) is not None:
        length, right = change
        yield Edit(start - length, start, question[start - length : start], right)
    bare = start and question[start - 1] in "^_" and len(after) > 1
    yield Edit(start, end, before, f"{{{after}}}" if bare else after)
    if (ending := _ORDINAL.match(question, end)) is not None:
        tens, unit = divmod(int(value), 10)
        right = "th" if tens % 10 == 1 else _ENDINGS.get(unit, "th")
        if right != ending["ending"]:
            yield Edit(*ending.span("ending"), ending["ending"], right)


def _fixed(holes: Mapping[str, Formula]) -> dict[int, str]:
    """The numbers that hold the form: exponents and indices of roots."""
    held = {*_under("^", 1, holes), *_under("root", 0, holes)}
    return dict.fromkeys(held, _EXPONENT) | dict.fromkeys(_base_ten(holes), _BASE_TEN)


def _base_ten(holes: Mapping[str, Formula]) -> Iterator[int]:
    """The places of tens that are bases: a numeral in base ten stays one."""
    waiting = list(holes.values())
    while waiting:
        formula = waiting.pop()
        if isinstance(formula, Apply):
            waiting += formula.parts
            if formula.operation == "based":
                yield from (one.place for one in numbers_of(formula.parts[1]) if one.value == 10)


def _under(operation: str, part: int, holes: Mapping[str, Formula]) -> Iterator[int]:
    """The places of all numbers in one part of an operation, wherever that stands."""
    waiting = list(holes.values())
    while waiting:
        formula = waiting.pop()
        if isinstance(formula, Apply):
            waiting += formula.parts
            if formula.operation == operation:
                yield from (number.place for number in numbers_of(formula.parts[part]))


def _tree(formula: Formula) -> Any:
    """A formula without its numbers' values."""
    if isinstance(formula, Literal):
        return formula.place
    if isinstance(formula, Apply):
        return formula.operation, tuple(map(_tree, formula.parts))
    return formula.name


def _groups(slots: tuple[Slot, ...]) -> list[list[Slot]]:
    """The slots that may change, those together that are tied."""
    found: dict[Fraction, list[Slot]] = {}
    for slot in slots:
        if not slot.fixed:
            found.setdefault(slot.value, []).append(slot)
    return list(found.values())


def _together(old: Sequence[Fraction], rng: random.Random) -> list[Fraction]:
    r"""Some numbers moved alike, so that what holds between them still does.

    ``\binom{182}{180}`` becomes ``\binom{187}{185}``, and a triangle of 8, 15 and 17 one of 16, 30
    and 34; a single number may gain or lose a digit, as 9 becomes 12.
    """
    chosen = rng.sample(range(len(old)), rng.randint(1, len(old)))
    new = list(old)
    if len(chosen) > 1 and rng.random() < 0.4:
        scale = rng.choice(_SCALES)
        moved = [old[place] * scale for place in chosen]
    else:
        step = min(_step(old[place]) for place in chosen)
        smallest = min(old[place] for place in chosen)
        most = max(1, int(smallest / step) // (2 if len(chosen) == 1 else 1))
        shift = step * rng.choice([one for one in range(-most, 2 * most + 1) if one])
        moved = [old[place] + shift for place in chosen]
    for place, value in zip(chosen, moved, strict=True):
        if value > 1 and _step(value).denominator <= _step(old[place]).denominator:
            new[place] = value
        else:
            return list(old)
    return new


def _step(value: Fraction) -> Fraction:
    """The last place that a number uses: 100 for 4500, one tenth for 2.5."""
    step = Fraction(1)
    while value % (step * 10) == 0:
        step *= 10
    while value % step != 0:
        step /= 10
    return step


def _angle_near(value: Fraction, rng: random.Random) -> Fraction:
    """Another angle whose sine is a simple root, where the old one's is; else any other."""
    if not any(value % special == 0 for special in _SPECIAL):
        return _near(value, rng)
    last = max(360, int(2 * value))
    angles = [one for one in range(15, last, 15) if any(one % step == 0 for step in _SPECIAL)]
    return Fraction(rng.choice(angles))


def _near(value: Fraction, rng: random.Random) -> Fraction:
    """Another number of as many digits, as round as the old one, at most twice or half of it."""
    step = _step(value)
    count = value / step  # 4500 is 45 hundreds
    low = max(2 if step == 1 else 1, -(-count // 2), 10 ** (len(str(int(count))) - 1))
    high = min(int(2 * count), 10 ** len(str(int(count))) - 1)
    others = [one for one in range(int(low), int(high) + 1) if one != count]
    return step * rng.choice(others) if others else value
