"""Forms: what follows from lengths, dot and cross products of vectors that are not given."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy
import sympy

from clipo_bench.perturbations.programs.forms import arrays, numeric
from clipo_bench.perturbations.programs.forms.closed_form import closed_form
from clipo_bench.perturbations.programs.forms.evaluate import value
from clipo_bench.perturbations.programs.forms.form import Form, Question
from clipo_bench.perturbations.programs.forms.formula import (
    Apply,
    Formula,
    Name,
    NotFormula,
    names_of,
)
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.phrases import ASKED, ITEM_HOLES, ITEMS

# cosines of angles that have nothing to do with each other, with rational sines
_TURNS = ((3, 4, 5), (5, 12, 13), (-8, 15, 17), (-7, 24, 25))
_SECOND_TURNS = ((20, 21, 29), (-12, 35, 37), (9, 40, 41))


@dataclass(slots=True)
class Known:
    """What is given of two vectors, or of one.

    Attributes:
        names: of the vectors, in the order in which they appear.
        lengths: by name.
        dot: their dot product.
        cross: their cross product, of the first by the second.
        projection: of the second onto the first.
    """

    names: list[str] = field(default_factory=list)
    lengths: dict[str, Any] = field(default_factory=dict)
    dot: Any = None
    cross: Any = None
    projection: Any = None

    def add(self, name: str) -> None:
        """Remember a vector."""
        if name not in self.names:
            self.names.append(name)


def _known(question: Question) -> Known:
    known = Known()
    for item in question.items(ITEM_HOLES):
        if not isinstance(item, Apply) or set(item.operation.split(" ")) != {"="}:
            raise NotFormula("no equation")
        *lefts, right = item.parts
        for left in lefts:
            _read(known, left, value(right, question.scope))
    if not known.names or len(known.names) > 2:
        raise NotFormula("no vectors, or too many")
    return known


def _vector(formula: Formula) -> str:
    if isinstance(formula, Name) and formula.name.startswith("vec ") and formula.name != "vec 0":
        return formula.name
    raise NotFormula("no vector")


def _read(known: Known, left: Formula, worth: Any) -> None:
    if not isinstance(left, Apply):
        raise NotFormula("nothing is given")
    names = [_vector(part) for part in left.parts]
    for name in names:
        known.add(name)
    if left.operation in ("norm", "abs") and names[0] not in known.lengths:
        if not worth.is_nonnegative:
            raise NoValue("no length")
        known.lengths[names[0]] = worth
    elif left.operation == "dot" and known.dot is None:
        known.dot = worth
    elif left.operation == "proj" and names == known.names and arrays.is_array(worth):
        known.projection = worth
    elif left.operation == "cross" and known.cross is None and arrays.is_array(worth):
        known.cross = worth if names == known.names else -worth
    else:
        raise NotFormula("something else is given")


def _choices(known: Known, turns: tuple[tuple[int, int, int], ...]) -> Iterator[dict[str, Any]]:
    """Vectors that have all that is given, of several kinds."""
    for near, far, long in turns:
        cosine, sine = sympy.Rational(near, long), sympy.Rational(far, long)
        first = known.names[0]
        if known.projection is not None:
            if known.lengths or known.dot is not None or known.cross is not None:
                raise NotFormula("more is given")
            yield dict(zip(known.names, _projected(known.projection, cosine, sine), strict=True))
            continue
        if known.cross is not None:
            if known.lengths or known.dot is not None or len(known.names) != 2:
                raise NotFormula("more is given")
            yield dict(zip(known.names, _with_cross(known.cross, cosine, sine), strict=True))
            continue
        if set(known.lengths) != set(known.names):
            raise NotFormula("a length is not given")
        a = known.lengths[first] * sympy.Matrix([1, 0, 0])
        made = {first: _turned(a, cosine, sine)}
        if len(known.names) == 2:
            other = known.names[1]
            b = known.lengths[other]
            if known.dot is not None:
                if known.lengths[first] == 0:
                    raise NoValue("no angle")
                along = known.dot / known.lengths[first]
                square = sympy.expand(b**2 - along**2)
                if not square.is_nonnegative:
                    raise NoValue("no such vectors")
                spot = sympy.Matrix([along, sympy.sqrt(square) * cosine, sympy.sqrt(square) * sine])
            else:
                spot = b * sympy.Matrix([cosine, sine, 0])
            made[other] = _turned(spot, cosine, sine)
        yield made


def _turned(vector: Any, cosine: Any, sine: Any) -> Any:
    turn = sympy.Matrix([[cosine, 0, -sine], [0, 1, 0], [sine, 0, cosine]])
    return (turn * vector).as_immutable()


def _projected(made: Any, cosine: Any, sine: Any) -> tuple[Any, Any]:
    """A vector, and another whose projection onto it is given."""
    if made.cols != 1 or made.rows not in (2, 3) or not any(made):
        raise NoValue("no projection")
    if made.rows == 2:
        across = sympy.Matrix([-made[1], made[0]])
    else:
        across = made.cross(sympy.Matrix([cosine, sine, 1 + sine]))
    return ((cosine + 2) * made).as_immutable(), (made + sine * across).as_immutable()


def _with_cross(cross: Any, cosine: Any, sine: Any) -> tuple[Any, Any]:
    """Two vectors with a given cross product: one across it, the other by the formula."""
    if cross.shape != (3, 1) or not any(cross):
        raise NoValue("no cross product")
    aside = sympy.Matrix([cosine, sine, 1 + sine]).cross(cross)
    if not any(aside):
        raise NoValue("no such vectors")
    other = cross.cross(aside) / aside.dot(aside) + sine * aside
    return aside.as_immutable(), other.as_immutable()


def _follows(question: Question) -> Any:
    known = _known(question)
    asked = question["e"]
    if not names_of(asked) <= set(known.names) or not names_of(asked):
        raise NotFormula("other vectors")
    worth = []
    for names in _choices(known, _TURNS):
        made = value(asked, question.scope.with_names(names))
        worth.append(closed_form(made if arrays.is_array(made) else sympy.expand(made)))
    if any(one != worth[0] for one in worth):
        raise NoValue("it does not follow")
    return worth[0]


def _does_follow(question: Question, answer: Any) -> bool:
    """For other vectors with the same products, in floats."""
    for names in _choices(_known(question), _SECOND_TURNS):
        floats = {name: numpy.array(one.tolist(), dtype=complex) for name, one in names.items()}
        if not numeric.agrees(answer, numeric.number_of(question["e"], question.scope, floats)):
            return False
    return True


def _extreme_length(question: Question) -> Any:
    """Of a sum of multiples, when the vectors have one direction or opposite ones."""
    known = _known(question)
    if len(known.lengths) != 2 or known.dot is not None or known.cross is not None:
        raise NotFormula("not two lengths")
    asked = question["e"]
    if not isinstance(asked, Apply) or asked.operation not in ("norm", "abs", "dot"):
        raise NotFormula("no length")
    ends = []
    for sign in (1, -1):
        spots = {
            name: (factor * known.lengths[name] * sympy.Matrix([1, 0, 0])).as_immutable()
            for name, factor in zip(known.names, (1, sign), strict=True)
        }
        ends.append(closed_form(value(asked, question.scope.with_names(spots))))
    least = question.says("smallest", "least", "minimum")
    return min(ends, key=float) if least else max(ends, key=float)


def _is_extreme_length(question: Question, answer: Any) -> bool:
    """No direction of the second vector, on a grid, gives less or more."""
    known = _known(question)
    lengths = [float(known.lengths[name]) for name in known.names]
    found = []
    for at in range(361):
        turn = numpy.pi * at / 180
        spots = (
            numpy.array([[lengths[0]], [0], [0]]) + 0j,
            lengths[1] * numpy.array([[numpy.cos(turn)], [numpy.sin(turn)], [0]]) + 0j,
        )
        names = dict(zip(known.names, spots, strict=True))
        found.append(numeric.number_of(question["e"], question.scope, names).real)
    least = question.says("smallest", "least", "minimum")
    return numeric.agrees(answer, complex(min(found) if least else max(found)))


_VECTORS = (
    r"(?:(?:if|let|suppose|given|given vectors)(?: that)?(?: {v})?(?:(?: and)? {w})? ?(?:(?:be|are"
    r"|is)(?: the| two| a)? vectors?"
    r"|be vectors)?(?: such that| for which)?)"
)
FORMS = (
    Form(
        "value for unknown vectors",
        rf"(?:{_VECTORS} {ITEMS}(?: then)? {ASKED} {{e}})",
        _follows,
        _does_follow,
        examples=(
            (
                r"If $\|\mathbf{a}\| = 5$ and $\|\mathbf{b}\| = 3,$ then find "
                r"$(\mathbf{a} + \mathbf{b}) \cdot (\mathbf{a} - \mathbf{b}).$",
                "16",
            ),
            (
                r"If $\mathbf{v} \times \mathbf{w} = \begin{pmatrix} 3 \\ 4 \\ -6 \end{pmatrix},$ "
                r"then "
                r"find $\mathbf{w} \times (2 \mathbf{v}).$",
                r"\begin{pmatrix} -6 \\ -8 \\ 12 \end{pmatrix}",
            ),
        ),
    ),
    Form(
        "extreme length of a sum of vectors",
        rf"(?:{_VECTORS} {ITEMS}(?: then)? (?:find|what is|compute) the (?:smallest|least|minimum"
        rf"|largest|greatest|maximum)(?: possible)? value of {{e}})",
        _extreme_length,
        _is_extreme_length,
        examples=(
            (
                r"If $\mathbf{a}$ and $\mathbf{b}$ are vectors such that $\|\mathbf{a}\| = 4$ and "
                r"$\|\mathbf{b}\| = 17$, then find the largest possible value of "
                r"$\|\mathbf{a} - \mathbf{b}\|$.",
                "21",
            ),
        ),
    ),
)
