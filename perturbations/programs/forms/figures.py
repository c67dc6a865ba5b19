"""Forms: figures and solids that are described in words, of which one measure is asked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms import numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.form import OpenForm, Question
from clipo_bench.perturbations.programs.forms.formula import Name, NotFormula, names_of
from clipo_bench.perturbations.programs.forms.no_value import NoValue


@dataclass(frozen=True, slots=True)
class Measure:
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
    "radius": Measure("(?:base )?radius|radii", 1, (1,)),
    "diameter": Measure("(?:base )?diameter", 2, (1,)),
}
_RIGHT = r"(?:right,? )?(?:circular )?"


def _with_height(measures: Mapping[str, Measure]) -> dict[str, Measure]:
    return {
        name: Measure(one.words, one.factor, (*one.powers, 0)) for name, one in measures.items()
    }


_HEIGHT = Measure("height|altitude", 1, (0, 1))
FIGURES: Mapping[str, Mapping[str, Measure]] = {
    "square": {
        "side": Measure(_SIDE, 1, (1,)),
        "area": Measure("area", 1, (2,)),
        "perimeter": Measure("perimeter", 4, (1,)),
        "diagonal": Measure("diagonal", _ROOT(2), (1,)),
    },
    "equilateral triangle": {
        "side": Measure(_SIDE, 1, (1,)),
        "area": Measure("area", _ROOT(3) / 4, (2,)),
        "perimeter": Measure("perimeter", 3, (1,)),
        "height": Measure("altitude|height", _ROOT(3) / 2, (1,)),
    },
    "regular hexagon": {
        "side": Measure(_SIDE, 1, (1,)),
        "area": Measure("area", 3 * _ROOT(3) / 2, (2,)),
        "perimeter": Measure("perimeter", 6, (1,)),
    },
    "regular octagon": {
        "side": Measure(_SIDE, 1, (1,)),
        "area": Measure("area", 2 * (1 + _ROOT(2)), (2,)),
        "perimeter": Measure("perimeter", 8, (1,)),
    },
    "circle": {
        **_ROUND,
        "circumference": Measure("circumference", 2 * _PI, (1,)),
        "area": Measure("area", _PI, (2,)),
    },
    "semicircle": {**_ROUND, "area": Measure("area", _PI / 2, (2,))},
    "cube": {
        "edge": Measure(_SIDE, 1, (1,)),
        "volume": Measure("volume", 1, (3,)),
        "surface": Measure("(?:total )?surface area", 6, (2,)),
        "edges": Measure(
            "sum of the lengths of (?:all )?(?:the |its )?(?:twelve )?edges", 12, (1,)
        ),
        "face": Measure("area of one face|face area", 1, (2,)),
        "space diagonal": Measure("(?:space|long|main) diagonal", _ROOT(3), (1,)),
    },
    "sphere": {
        **_ROUND,
        "volume": Measure("volume", 4 * _PI / 3, (3,)),
        "surface": Measure("surface area", 4 * _PI, (2,)),
    },
    "hemisphere": {
        **_ROUND,
        "volume": Measure("volume", 2 * _PI / 3, (3,)),
        "base": Measure("area of (?:the|its) base|base area", _PI, (2,)),
        "surface": Measure("total surface area", 3 * _PI, (2,)),
    },
    f"{_RIGHT}cylinder": {
        **_with_height(_ROUND),
        "height": _HEIGHT,
        "volume": Measure("volume", _PI, (2, 1)),
        "lateral": Measure(
            "(?:lateral|curved) surface area|area of the curved surface", 2 * _PI, (1, 1)
        ),
        "base": Measure("circumference of the base", 2 * _PI, (1, 0)),
    },
    f"{_RIGHT}cone": {
        **_with_height(_ROUND),
        "height": _HEIGHT,
        "volume": Measure("volume", _PI / 3, (2, 1)),
        "base": Measure("circumference of (?:the|its) base|base circumference", 2 * _PI, (1, 0)),
        "base area": Measure("area of (?:the|its) base|base area", _PI, (2, 0)),
    },
    "(?:right,? )?square(?:-based)? pyramid": {
        "side": Measure("base edges?(?: lengths?)?|base side length", 1, (1, 0)),
        "height": _HEIGHT,
        "volume": Measure("volume", sympy.Rational(1, 3), (2, 1)),
        "base": Measure("area of (?:the|its) base|base area", 1, (2, 0)),
    },
    "triangle": {
        "base": Measure("base", 1, (1, 0)),
        "height": Measure("height|altitude(?: to (?:the|that) base)?", 1, (0, 1)),
        "area": Measure("area", _HALF, (1, 1)),
    },
    "parallelogram": {
        "base": Measure("base", 1, (1, 0)),
        "height": Measure("height|altitude", 1, (0, 1)),
        "area": Measure("area", 1, (1, 1)),
    },
    "rectangle": {
        "length": Measure("length", 1, (1, 0)),
        "width": Measure("width|height", 1, (0, 1)),
        "area": Measure("area", 1, (1, 1)),
    },
    "(?:right,? )?(?:rectangular )?(?:box|prism|solid)": {
        "length": Measure("length", 1, (1, 0, 0)),
        "width": Measure("width", 1, (0, 1, 0)),
        "height": Measure("height", 1, (0, 0, 1)),
        "volume": Measure("volume", 1, (1, 1, 1)),
    },
}
_LENGTH = r"(?:units?|inch(?:es)?|feet|foot|meters?|centimeters?|decimeters?|kilometers?|yards?|miles?|cm|km|m|ft)"
UNIT = rf"(?:(?:square|cubic|sq|cu) )?{_LENGTH}"
_NAMES = r"(?: <(?P<names{}>\d+)>)?"
_WHICH = r"(?:a|an|the|this|that|any|one|each)(?: (?:particular|certain|given|solid|new))?"
_NOTES = (
    r"(?: (?:express|give|write|leave|provide) (?:your|the) answer(?: in (?:cubic|square)? ?[a-z]+)?(?:"
    r" (?:as|in) (?:a |an )?(?:simplest radical form|simplified radical form|radical form|"
    r"(?:common|simplified|mixed) fraction|terms of <(?P<pi>\d+)>|simplest radical form in terms of <(?P<pi2>\d+)>"
    r"|common fraction in terms of <(?P<pi3>\d+)>|decimal|mixed number))+"
    r"|(?: in terms of <(?P<pi4>\d+)>))?"
)
_FIND = r"(?:what is|what's|find|determine|compute|calculate)"


class Description:
    """A figure with the measures that a question gives, and the one that it asks for.

    Attributes:
        figure: its measures, by name.
        given: the holes of measures that are given.
        asked: the name of the measure that is asked for.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        for noun, figure in FIGURES.items():
            if re.search(rf"\b{noun}\b", question.words) is None:
                continue
            self.figure = figure
            self.given: dict[str, str] = {}
            self.asked = ""
            if self._read(noun):
                return
        raise NotFormula("no figure")

    def _read(self, noun: str) -> bool:
        words = self.question.words
        notes = re.search(rf"{_NOTES}\Z", words)
        if notes is not None and notes[0]:
            for hole in notes.groupdict().values():
                if hole is not None and self.question[hole] != Name("pi"):
                    return False
            words = words[: notes.start()]
        at, units = 0, set()
        places = 0
        for _ in range(6):
            for kind, pattern in _phrases(noun, tuple(self.figure)):
                found = pattern.match(words, at)
                if found is None or found.end() == at:
                    continue
                for name, hole in found.groupdict().items():
                    if hole is None:
                        continue
                    measure = name.rstrip("0123456789").replace("_", " ")
                    if name.startswith("unit"):
                        units |= set(re.findall(_LENGTH, hole))
                    elif measure == "names":
                        if names_of(self.question[hole]) == set():
                            return False
                    elif name.startswith("asked"):
                        self.asked = measure.removeprefix("asked ")
                    elif hole.isdigit():
                        if measure in self.given:
                            return False
                        self.given[measure] = hole
                        places += 1
                at = found.end()
                if kind == "ask" and at == len(words):
                    return self._is_whole(units)
                break
            else:
                return False
            if at == len(words):
                return self._is_whole(units)
        return False

    def _is_whole(self, units: set[str]) -> bool:
        """Whether one measure is asked for, all formulas are used, and the units are of one kind."""
        lengths = {_SAME.get(one, one).rstrip("s") for one in units} - {"unit"}
        return (
            bool(self.asked)
            and len(lengths) <= 1
            and self.asked not in self.given
            and len(self.given) == len(next(iter(self.figure.values())).powers)
        )

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


_SAME = {"inches": "inch", "feet": "foot", "ft": "foot", "cm": "centimeter", "m": "meter"}
_CACHE: dict[tuple[str, tuple[str, ...]], list[tuple[str, re.Pattern[str]]]] = {}


def _phrases(noun: str, names: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """Patterns for what may be said of a figure: a fact, or what is asked for."""
    key = noun, names
    if key not in _CACHE:
        figure = FIGURES[noun]
        count = iter(range(1000))

        def value(name: str) -> str:
            place = next(count)
            return rf"<(?P<{name.replace(' ', '_')}{place}>\d+)>(?: ?-?(?P<unit{place}>{UNIT}))?"

        def has() -> str:
            ways = []
            for name, one in figure.items():
                ways.append(
                    rf"(?:an? |its |the |whose )?(?:{one.words})(?:s? each)?(?: of| is| measuring| equal to| of length)* {value(name)}(?: each| long)?"
                )
                ways.append(rf"(?:an? )?{value(name)} (?:{one.words})")
            return rf"(?:{'|'.join(ways)})"

        def of() -> str:
            place = next(count)
            return rf"(?: of| in)? (?:{_WHICH} |its )?{noun}(?: <(?P<names{place}>\d+)>)?"

        def ask(name: str) -> str:
            place = next(count)
            words, shown = figure[name].words, f"asked_{name.replace(' ', '_')}{place}"
            units = [next(count) for _ in range(3)]
            tail = rf"(?:{of()})?(?: in (?P<unit{units[0]}>{UNIT}))?"
            with_ = rf"(?: (?:with|that has|having|whose|if) (?:an? |the )?{has()}(?: (?:and|if) {has()})?(?: and {has()})?)?"
            return (
                rf"(?:in (?P<unit{next(count)}>{UNIT}) )?(?:{_FIND} (?:the )?(?:number of (?P<unit{units[1]}>{UNIT}) in )?|how many (?P<unit{units[2]}>{UNIT}) (?:are )?(?:there )?(?:are )?in (?:the )?)"
                rf"(?:the )?(?:length of )?(?:the |a |one |each |its )?(?P<{shown}>{words})(?: in (?P<unit{next(count)}>{UNIT}))?{tail}{with_}"
            )

        facts = [
            rf"(?:{_WHICH} )?{noun}(?: <(?P<names{next(count)}>\d+)>)? (?:has|with|having|whose) {has()}(?:(?: and| with) {has()})?(?: and {has()})?(?: ?(?=\Z)| )",
            *(
                rf"(?:given that |if )?(?:the |each )?(?:length of )?(?:the |a |each )?(?:{one.words}){of()} (?:is|measures|are) {value(name)}(?: ?(?=\Z)| (?:and )?)"
                for name, one in figure.items()
            ),
            *(
                rf"(?:and |if )?(?:its|the) (?:{one.words}) (?:is|of) {value(name)}(?: ?(?=\Z)| )"
                for name, one in figure.items()
            ),
        ]
        _CACHE[key] = [("fact", re.compile(one)) for one in facts] + [
            ("ask", re.compile(ask(name) + r"(?: ?(?=\Z)| )")) for name in figure
        ]
    return _CACHE[key]


def _compute(question: Question) -> Any:
    described = Description(question)
    made = described.measure(described.asked, described.lengths())
    simple = sympy.simplify(made)
    return simple if simple.has(_PI) else closed_form(simple)


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
        r".*\b(?:area|volume|radius|diameter|perimeter|circumference|side|edge|height|diagonal|altitude|base|length|width)",
        _compute,
        _check,
        examples=(
            (
                "The volume of a cube is $343$ cubic inches. What is its surface area, in square "
                "inches?",
                "294",
            ),
            (
                r"A right circular cone has a volume of $50\pi$ cubic centimeters. The height of the "
                "cone is 6 cm. What is the radius of the cone, in centimeters?",
                "5",
            ),
            ("What is the volume of a sphere with radius 6?", r"288 \pi"),
        ),
    ),
)
Solver = Callable[[Question], Any]
