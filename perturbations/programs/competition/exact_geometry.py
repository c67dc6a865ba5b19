"""Polygons in exact coordinates: area, whether the boundary crosses itself, cutting by a line."""

from collections.abc import Sequence
from fractions import Fraction

Point = tuple[Fraction | int, Fraction | int]


def polygon_area(corners: Sequence[Point]) -> Fraction:
    """The area that a simple polygon encloses, by the shoelace formula."""
    doubled = Fraction(0)
    for i, corner in enumerate(corners):
        doubled += _cross(corners[i - 1], corner)
    return abs(doubled) / 2


def is_simple(corners: Sequence[Point]) -> bool:
    """Whether sides meet only where they follow each other, and never fold back."""
    sides = [(corners[i - 1], corners[i]) for i in range(len(corners))]
    for i, (a, b) in enumerate(sides):
        for j in range(i + 1, len(sides)):
            c, d = sides[j]
            if b == c or d == a:
                before, corner, after = (a, b, d) if b == c else (c, d, b)
                if _turn(before, corner, after) == 0 and not _between(before, corner, after):
                    return False
            elif _meet(a, b, c, d):
                return False
    return True


def cut(corners: Sequence[Point], a: int, b: int, c: Fraction | int) -> list[Point]:
    """The part of a convex polygon where ``a x + b y + c >= 0`` (Sutherland and Hodgman)."""
    kept: list[Point] = []
    for i, (x, y) in enumerate(corners):
        x0, y0 = corners[i - 1]
        before, here = a * x0 + b * y0 + c, a * x + b * y + c
        if before * here < 0:
            part = Fraction(before) / (before - here)
            kept.append((x0 + part * (x - x0), y0 + part * (y - y0)))
        if here >= 0:
            kept.append((x, y))
    return kept


def _cross(first: Point, second: Point) -> Fraction | int:
    return first[0] * second[1] - first[1] * second[0]


def _turn(a: Point, b: Point, c: Point) -> Fraction | int:
    """Positive if a, b, c turn left, 0 if they lie on a line."""
    return _cross((b[0] - a[0], b[1] - a[1]), (c[0] - a[0], c[1] - a[1]))


def _between(a: Point, b: Point, c: Point) -> bool:
    """Whether b, on the line of a and c, lies on the segment from a to c."""
    return min(a[0], c[0]) <= b[0] <= max(a[0], c[0]) and min(a[1], c[1]) <= b[1] <= max(a[1], c[1])


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the segments ab and cd have a point in common."""
    sides_of_ab, sides_of_cd = (_turn(a, b, c), _turn(a, b, d)), (_turn(c, d, a), _turn(c, d, b))
    if sides_of_ab[0] * sides_of_ab[1] < 0 and sides_of_cd[0] * sides_of_cd[1] < 0:
        return True
    return (
        (sides_of_ab[0] == 0 and _between(a, c, b))
        or (sides_of_ab[1] == 0 and _between(a, d, b))
        or (sides_of_cd[0] == 0 and _between(c, a, d))
        or (sides_of_cd[1] == 0 and _between(c, b, d))
    )
