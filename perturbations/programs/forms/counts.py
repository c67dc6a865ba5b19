"""Forms: polygons by their angles, triangles by their perimeter, digits that are written."""

from itertools import combinations
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.prose import PhraseRow, table

_MOST_SIDES = 1000
_MOST_NUMBERS = 20_000


def _sides_by_exterior(angle: Any) -> Any:
    if not 0 < angle < 180 or not (360 / angle).is_Integer or not 3 <= 360 / angle <= _MOST_SIDES:
        raise NoValue("no regular polygon")
    return 360 / angle


def _sides_by_interior(angle: Any) -> Any:
    return _sides_by_exterior(180 - angle)


def _interior_again(angle: Any) -> Any:
    """Try numbers of sides until the angles add up."""
    return next(n for n in range(3, _MOST_SIDES + 1) if (n - 2) * 180 == n * angle)


def _exterior_again(angle: Any) -> Any:
    return _interior_again(180 - angle)


def _sides_by_diagonals(diagonals: Any) -> Any:
    for sides in range(4, _MOST_SIDES):
        if sides * (sides - 3) == 2 * diagonals:
            return sympy.Integer(sides)
    raise NoValue("no polygon")


def _sides_by_diagonals_again(diagonals: Any) -> Any:
    return (3 + sympy.sqrt(9 + 8 * diagonals)) / 2


def _triangles(perimeter: Any) -> Any:
    """Triangles with whole sides, the longest last."""
    if not perimeter.is_Integer or not 3 <= perimeter <= 300:
        raise NoValue("no perimeter")
    whole = int(perimeter)
    return sympy.Integer(
        sum(
            1
            for a in range(1, whole // 3 + 1)
            for b in range(a, (whole - a) // 2 + 1)
            if a + b > whole - a - b
        )
    )


def _triangles_again(perimeter: Any) -> Any:
    """Alcuin's sequence: the nearest integer to n²/48, or to (n + 3)²/48 for odd n."""
    whole = int(perimeter) + (3 if perimeter % 2 else 0)
    return (whole * whole + 24) // 48


def _written(digit: Any, low: Any, high: Any) -> Any:
    if not (digit.is_Integer and low.is_Integer and high.is_Integer):
        raise NoValue("no integers")
    if not (1 <= digit <= 9 and 0 <= low < high <= low + _MOST_NUMBERS):
        raise NoValue("no digit, or too many numbers")
    return sympy.Integer(sum(str(one).count(str(digit)) for one in range(int(low), int(high) + 1)))


def _written_again(digit: Any, low: Any, high: Any) -> Any:
    """Place by place: how often the digit stands in the ones, the tens..."""

    def up_to(last: int) -> int:
        found, place = 0, 1
        while place <= last:
            above, here, below = last // (10 * place), last // place % 10, last % place
            found += above * place
            found += place if here > digit else below + 1 if here == digit else 0
            place *= 10
        return found

    return up_to(int(high)) - up_to(int(low) - 1)


def _greatest_product(total: Any) -> Any:
    if not total.is_Integer or total < 2:
        raise NoValue("no sum of two integers")
    return (total // 2) * ((total + 1) // 2)


def _differences(*numbers: Any) -> Any:
    if (
        not all(one.is_Integer for one in numbers)
        or len(set(numbers)) < len(numbers)
        or len(numbers) < 3
    ):
        raise NoValue("no set of integers")
    return sympy.Integer(len({abs(a - b) for a, b in combinations(numbers, 2)}))


_MEASURE = r"(?:measures?|measuring|of|each measuring|that measures?)"
_HOW_MANY = r"how many sides (?:does (?:the|this) polygon have|are in the polygon)"

FORMS = (
    table(
        "sides of a polygon by its angles",
        (
            PhraseRow(
                rf"a regular polygon has (?:an )?interior angles? {_MEASURE} # ?degrees {_HOW_MANY}"
                rf"|each interior angle of a (?:regular )?polygon {_MEASURE} # ?degrees"
                rf" {_HOW_MANY}",
                _sides_by_interior,
                _interior_again,
            ),
            PhraseRow(
                rf"a regular polygon has (?:an )?exterior angles? {_MEASURE} # ?degrees {_HOW_MANY}"
                rf"|each exterior angle of a (?:regular )?polygon {_MEASURE} # ?degrees"
                rf" {_HOW_MANY}",
                _sides_by_exterior,
                _exterior_again,
            ),
            PhraseRow(
                r"if a (?:regular|convex) polygon has a total of # diagonals how many sides does"
                r" it have",
                _sides_by_diagonals,
                _sides_by_diagonals_again,
            ),
        ),
        (
            (
                "A regular polygon has interior angles of 156 degrees. How many sides does the"
                " polygon have?",
                "15",
            ),
        ),
    ),
    table(
        "triangles with whole sides",
        (
            PhraseRow(
                r"how many (?:different |non-congruent )?triangles (?:can be formed having|with"
                r" only integer side"
                r" lengths have|with integer side lengths have) a perimeter of #(?: units)?"
                r"(?: if each side must have integral length)?",
                _triangles,
                _triangles_again,
            ),
        ),
        (
            (
                "How many non-congruent triangles with only integer side lengths have a perimeter"
                " of 17 units?",
                "8",
            ),
        ),
    ),
    table(
        "how often a digit is written",
        (
            PhraseRow(
                r"how many times does the digit # appear in the list of all integers from # to #",
                _written,
                _written_again,
            ),
        ),
        (
            (
                "How many times does the digit 4 appear in the list of all integers from 1 to 300?",
                "60",
            ),
        ),
    ),
    table(
        "numbers made of two",
        (
            PhraseRow(
                r"what is the greatest product obtainable from two integers whose sum is #"
                r"|what is the greatest product obtainable from # integers whose sum is #",
                lambda *numbers: _greatest_product(
                    numbers[-1] if numbers[0] == 2 else sympy.Integer(0)
                ),
                lambda *numbers: max(a * (numbers[-1] - a) for a in range(int(numbers[-1]) + 1)),
            ),
            PhraseRow(
                r"how many (?:different |distinct )?positive integers can be represented as (?:a"
                r"|the)"
                r" difference of # (?:distinct members of|numbers in) the set #",
                lambda two, *members: _differences(*members) if two == 2 else _differences(),
                lambda two, *members: len({a - b for a in members for b in members if a > b}),
            ),
        ),
        (("What is the greatest product obtainable from two integers whose sum is 54?", "729"),),
    ),
)
