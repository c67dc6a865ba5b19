"""Forms: figures and solids that are described in words, of which one measure is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.form import OpenForm, Question
from clipo_bench.perturbations.programs.forms.formula import Name, NotFormula, names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue


@dataclass(frozen=True, slots=True)
class FigureMeasure:
    """A measure of a figure, a product of powers of the figure's own lengths.

    Attributes:
        words: a regular expression for its name.
        factor: in front of the powers.
        powers: of each of the lengths.
    """

    words: str
    factor: Any
    powers: tuple[Any, ...]


_PI, _ROOT = sympy.pi, sympy.sqrt
_HALF = sympy.Rational(1, 2)
_SIDE = r"sides?(?: lengths?)?(?: of length)?|side lengths?|edges?(?: lengths?)?(?: of length)?"
_ROUND = {
    "radius": FigureMeasure("(?:base )?radius|radii", 1, (1,)),
    "diameter": FigureMeasure("(?:base )?diameter", 2, (1,)),
}
_RIGHT = r"(?:right,? )?(?:circular )?"


def _with_height(measures: Mapping[str, FigureMeasure]) -> dict[str, FigureMeasure]:
    return {
        name: FigureMeasure(one.words, one.factor, (*one.powers, 0))
        for name, one in measures.items()
    }


_HEIGHT = FigureMeasure("height|altitude", 1, (0, 1))
FIGURES: Mapping[str, Mapping[str, FigureMeasure]] = {
    "square(?! (?:units?|inch|inches|feet|meters|centimeters|cm|UNIT)\\b|-| pyramid)": {
        "side": FigureMeasure(_SIDE, 1, (1,)),
        "area": FigureMeasure("area", 1, (2,)),
        "perimeter": FigureMeasure("perimeter", 4, (1,)),
        "diagonal": FigureMeasure("diagonal", _ROOT(2), (1,)),
    },
    "equilateral triangle": {
        "side": FigureMeasure(_SIDE, 1, (1,)),
        "area": FigureMeasure("area", _ROOT(3) / 4, (2,)),
        "perimeter": FigureMeasure("perimeter", 3, (1,)),
        "height": FigureMeasure("altitude|height", _ROOT(3) / 2, (1,)),
    },
    "regular hexagon": {
        "side": FigureMeasure(_SIDE, 1, (1,)),
        "area": FigureMeasure("area", 3 * _ROOT(3) / 2, (2,)),
        "perimeter": FigureMeasure("perimeter", 6, (1,)),
    },
    "regular octagon": {
        "side": FigureMeasure(_SIDE, 1, (1,)),
        "area": FigureMeasure("area", 2 * (1 + _ROOT(2)), (2,)),
        "perimeter": FigureMeasure("perimeter", 8, (1,)),
    },
    "circle": {
        **_ROUND,
        "circumference": FigureMeasure("circumference", 2 * _PI, (1,)),
        "area": FigureMeasure("area", _PI, (2,)),
    },
    "semicircle": {**_ROUND, "area": FigureMeasure("area", _PI / 2, (2,))},
    "cube": {
        "edge": FigureMeasure(_SIDE, 1, (1,)),
        "volume": FigureMeasure("volume", 1, (3,)),
        "surface": FigureMeasure("(?:total )?surface area", 6, (2,)),
        "edges": FigureMeasure(
            "sum of the lengths of (?:all )?(?:the |its )?(?:twelve )?edges", 12, (1,)
        ),
        "face": FigureMeasure("area of one face|face area", 1, (2,)),
        "space diagonal": FigureMeasure("(?:space|long|main) diagonal", _ROOT(3), (1,)),
    },
    "sphere": {
        **_ROUND,
        "volume": FigureMeasure("volume", 4 * _PI / 3, (3,)),
        "surface": FigureMeasure("surface area", 4 * _PI, (2,)),
    },
    "hemisphere": {
        **_ROUND,
        "volume": FigureMeasure("volume", 2 * _PI / 3, (3,)),
        "base": FigureMeasure("area of (?:the|its) base|base area", _PI, (2,)),
        "surface": FigureMeasure("total surface area", 3 * _PI, (2,)),
    },
    f"{_RIGHT}cylinder": {
        **_with_height(_ROUND),
        "height": _HEIGHT,
        "volume": FigureMeasure("volume", _PI, (2, 1)),
        "lateral": FigureMeasure(
            "(?:lateral|curved) surface area|area of the curved surface", 2 * _PI, (1, 1)
        ),
        "base": FigureMeasure("circumference of the base", 2 * _PI, (1, 0)),
    },
    f"{_RIGHT}cone": {
        **_with_height(_ROUND),
        "height": _HEIGHT,
        "volume": FigureMeasure("volume", _PI / 3, (2, 1)),
        "base": FigureMeasure(
            "circumference of (?:the|its) base|base circumference", 2 * _PI, (1, 0)
        ),
        "base area": FigureMeasure("area of (?:the|its) base|base area", _PI, (2, 0)),
    },
    "(?:right,? )?square(?:-based)? pyramid": {
        "side": FigureMeasure("base edges?(?: lengths?)?|base side length", 1, (1, 0)),
        "height": _HEIGHT,
        "volume": FigureMeasure("volume", sympy.Rational(1, 3), (2, 1)),
        "base": FigureMeasure("area of (?:the|its) base|base area", 1, (2, 0)),
    },
    "(?<!equilateral )triangle": {
        "base": FigureMeasure("base", 1, (1, 0)),
        "height": FigureMeasure("height|altitude(?: to (?:the|that) base)?", 1, (0, 1)),
        "area": FigureMeasure("area", _HALF, (1, 1)),
    },
    "parallelogram": {
        "base": FigureMeasure("base", 1, (1, 0)),
        "height": FigureMeasure("height|altitude", 1, (0, 1)),
        "area": FigureMeasure("area", 1, (1, 1)),
    },
    "rectangle": {
        "length": FigureMeasure("length", 1, (1, 0)),
        "width": FigureMeasure("width|height", 1, (0, 1)),
        "area": FigureMeasure("area", 1, (1, 1)),
    },
    "(?:right,? )?(?:rectangular )?(?:box|prism|solid)": {
        "length": FigureMeasure("length", 1, (1, 0, 0)),
        "width": FigureMeasure("width", 1, (0, 1, 0)),
        "height": FigureMeasure("height", 1, (0, 0, 1)),
        "volume": FigureMeasure("volume", 1, (1, 1, 1)),
    },
}
_LENGTH = (
    r"(?:units?|inch(?:es)?|feet|foot|meters?|centimeters?|decimeters?|kilometers?|yards?|miles?"
    r"|cm|km|m|ft)"
)
_SAME = {"inches": "inch", "feet": "foot", "ft": "foot", "cm": "centimeter", "m": "meter"}
_UNIT = re.compile(rf"\b(?:square |cubic |sq |cu )?(?P<length>{_LENGTH})\b")
_NOTES = re.compile(
    r"(?: (?:express|give|write|leave|provide) (?:your|the) answer(?: in UNIT)?| (?:as|in) "
    r"(?:an? )?(?:simplest radical form|simplified radical form|radical form|decimal"
    r"|mixed number|(?:common|simplified|mixed) fraction|terms of <(?P<pi>\d+)>)"
    r"| in terms of <(?P<pi2>\d+)>)+\Z"
)
_FIND = r"(?:what is|what's|find|determine|compute|calculate)"
# After the names of measures, figures and units are replaced: "a @radius@ of <0> UNIT".
_VALUE = r"<(?P<{0}>\d+)>(?: ?-?UNIT)?"
_ARTICLE = r"(?:(?:an?|its|the|each|one|all) )*"
_GIVEN = re.compile(
    rf"(?:and |with |has |having |whose |that has |if |given that )*{_ARTICLE}(?:length of )?"
    rf"{_ARTICLE}"
    r"(?:@(?P<name>[a-z ]+)@(?: of)?(?: each)?(?: FIGURE)?(?: length)?"
    rf"(?: (?:is|are|has|of|measures|measuring|equal to|length))* {_VALUE.format('at')}"
    rf"|{_VALUE.format('at2')} @(?P<name2>[a-z ]+)@)(?: each| long)?(?: |\Z)"
)
_SUBJECT = re.compile(r"FIGURE (?=has|with|having|whose)")
_ASKED = re.compile(
    rf"(?:in UNIT )?(?:and )?(?:{_FIND} (?:the )?(?:number of UNIT in )?|how many UNIT (?:are )?"
    rf"(?:there )?(?:are )?in )(?:the )?(?:length of )?{_ARTICLE}"
    r"(?:FIGURE's )?@(?P<name>[a-z ]+)@(?: in UNIT)?"
    r"(?: (?:of |in )?(?:its |a side of )?FIGURE)?(?: in UNIT)?(?: |\Z)"
)
_FIGURE = r"(?:(?:an?|the|this|that|any|one|each) )?(?:(?:particular|certain|given|solid) )?"


class Description:
    """A figure with the measures that a question gives, and the one that it asks for.

    Attributes:
        figure: its measures, by name.
        given: the holes of measures that are given.
        asked: the name of the measure that is asked for.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        words = self._without_notes(question.words)
        for noun, figure in FIGURES.items():
            plain = re.sub(rf"\b{_FIGURE}{noun}\b(?: <(?P<name>\d+)>)?", self._named, words)
            if plain == words:
                continue
            self.figure = figure
            self.given: dict[str, str] = {}
            self.asked = ""
            if self._read(_with_measures(plain, figure)):
                return
        raise NotFormula("no figure")

    def _without_notes(self, words: str) -> str:
        """The words without their end, such as "in terms of pi", and with UNIT for units."""
        lengths = {one["length"] for one in _UNIT.finditer(words)}
        if len({_SAME.get(one, one).rstrip("s") for one in lengths} - {"unit"}) > 1:
            raise NotFormula("different units")
        words = _UNIT.sub("UNIT", words)
        notes = _NOTES.search(words)
        if notes is None:
            return words
        for hole in (notes["pi"], notes["pi2"]):
            if hole is not None and self.question[hole] != Name("pi"):
                raise NotFormula("in terms of something else")
        return words[: notes.start()]

    def _named(self, found: re.Match[str]) -> str:
        """The mark for a figure; a value behind it is none of its name."""
        hole = found["name"]
        is_value = hole is not None and not names_of(self.question[hole])
        return f"FIGURE <{hole}>" if is_value else "FIGURE"

    def _read(self, words: str) -> bool:
        at = 0
        while at < len(words):
            if found := _SUBJECT.match(words, at):
                at = found.end()
            elif found := _GIVEN.match(words, at):
                name = found["name"] or found["name2"]
                if name in self.given:
                    return False
                self.given[name] = found["at"] or found["at2"]
                at = found.end()
            elif (found := _ASKED.match(words, at)) and not self.asked:
                self.asked = found["name"]
                at = found.end()
            else:
                return False
        count = len(next(iter(self.figure.values())).powers)
        return bool(self.asked) and self.asked not in self.given and len(self.given) == count

    def lengths(self) -> list[Any]:
        """The figure's own lengths, from logarithms of the measures: a linear system."""
        rows, values = [], []
        for name, hole in self.given.items():
            formula = self.question[hole]
            if names_of(formula):
                raise NoValue("an unknown")
            worth = self.question.value(hole)
            if not worth.is_positive:
                raise NoValue("no length")
            rows.append(self.figure[name].powers)
            values.append(worth / self.figure[name].factor)
        matrix = sympy.Matrix(rows)
        if matrix.det() == 0:
            raise NoValue("not one figure")
        inverse = matrix.inv()
        return [
            sympy.prod([one**power for one, power in zip(values, inverse.row(at), strict=True)])
            for at in range(len(values))
        ]

    def measure(self, name: str, lengths: list[Any]) -> Any:
        """A measure, of a figure with these lengths."""
        one = self.figure[name]
        return one.factor * sympy.prod(
            [length**power for length, power in zip(lengths, one.powers, strict=True)]
        )


def _with_measures(words: str, figure: Mapping[str, FigureMeasure]) -> str:
    """The words with marks for measures: "a @radius@ of <0>"."""
    spots: list[tuple[int, int, str]] = []
    for name, one in figure.items():
        spots += ((*found.span(), name) for found in re.finditer(rf"\b(?:{one.words})\b", words))
    made, at = "", 0
    for start, end, name in sorted(spots, key=lambda one: (one[0], -one[1])):
        if start >= at:
            made += f"{words[at:start]}@{name}@"
            at = end
    return made + words[at:]


def _compute(question: Question) -> Any:
    described = Description(question)
    made = sympy.expand(described.measure(described.asked, described.lengths()))
    if not made.has(_PI):
        return closed_form(made)
    factor = closed_form(made / _PI) if not (made / _PI).has(_PI) else closed_form(made * _PI)
    return factor * _PI if not (made / _PI).has(_PI) else factor / _PI


def _check(question: Question, answer: Any) -> bool:
    """Lengths in floats, found by halving steps, have what is given, and give the answer."""
    described = Description(question)
    lengths = [float(one) for one in described.lengths()]
    for name, hole in described.given.items():
        worth = complex(numeric.number_of(question[hole], question.scope)).real
        if abs(float(described.measure(name, lengths)) - worth) > 1e-9 * max(1.0, worth):
            return False
    return numeric.agrees(answer, complex(described.measure(described.asked, lengths)))


FORMS = (
    OpenForm(
        "measure of a figure",
        r".*\b(?:area|volume|radius|diameter|perimeter|circumference|side|edge|height|diagonal"
        r"|altitude|base|length|width)",
        _compute,
        _check,
        examples=(
            (
                "The volume of a cube is $343$ cubic inches. What is its surface area, in square "
                "inches?",
                "294",
            ),
            (
                r"A right circular cone has a volume of $50\pi$ cubic centimeters. The height of "
                r"the "
                "cone is 6 cm. What is the radius of the cone, in centimeters?",
                "5",
            ),
            ("What is the volume of a sphere with radius 6?", r"288 \pi"),
        ),
    ),
)
