r"""Sums with dots or with a sign: ``1 + 3 + \cdots + 99``, ``\sum_{k=1}^\infty \frac{k}{2^k}``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import sympy

from clipo_bench.perturbations.programs.forms.formula import Apply, Formula, Literal, Name
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.scope import Scope

INFINITY = "infinity"

Compute = Callable[[Formula, Scope], Any]
"""Computes a formula, as `evaluate.value` does."""

_MOST_TERMS = 5000
_MOST_ADDED = 150
_LARGEST_DEGREE = 6
_LARGEST_SHIFT = 60
_TINY = 1e-18
_ENOUGH_TINY = 5
_DIFFERENT = "the terms have no pattern"


@dataclass(frozen=True, slots=True)
class Progression:
    """Numbers with one difference, or one ratio."""

    start: Fraction
    step: Fraction
    geometric: bool = False

    def at(self, index: int) -> Fraction:
        """The number with this index, from 0."""
        if self.geometric:
            return self.start * self.step**index
        return self.start + self.step * index

    def exact(self, index: Any) -> Any:
        """The number whose index is a symbol."""
        start, step = (
            sympy.Rational(one.numerator, one.denominator) for one in (self.start, self.step)
        )
        return start * step**index if self.geometric else start + step * index

    def index_of(self, number: Fraction) -> int | None:
        """The index of a number; None if it is no member, or all are equal."""
        for index in range(_MOST_TERMS) if self.geometric else ():
            if self.at(index) == number:
                return index
            if abs(self.at(index)) > abs(number) and abs(self.step) > 1:
                return None
        if self.geometric or not self.step:
            return None
        steps = (number - self.start) / self.step
        return int(steps) if steps.denominator == 1 and 0 <= steps < _MOST_TERMS else None


@dataclass(frozen=True, slots=True)
class Pattern:
    """All terms of a sum with dots: a tree whose numbers are progressions.

    Attributes:
        tree: a term, with the names ``#0``, ``#1``... for its numbers.
        numbers: the progressions, by name.
        alternating: whether the signs alternate, beginning with that of the tree.
        count: how many terms there are; None if infinitely many.
    """

    tree: Formula
    numbers: Mapping[str, Progression]
    alternating: bool
    count: int | None


def pattern_of(formula: Apply, scope: Scope) -> Pattern:
    """Find the pattern of a sum with dots.

    Raises:
        NoValue: there is none, or more than one.
    """
    *listed, end = formula.parts
    endings = _endings(end)
    last = endings[-1]
    infinite = isinstance(last, Name) and last.name == INFINITY
    signs = [_sign(one) for one in listed]
    alternating = len({sign for sign, _ in signs}) == 2
    if alternating and any(a == b for (a, _), (b, _) in pairwise(signs)):
        raise NoValue(_DIFFERENT)
    trees = [_canonical(tree, scope) for _, tree in signs]
    ending = None if infinite else _canonical(_sign(last)[1], scope)
    found = [
        one for geometric in (False, True) if (one := _fitted(trees, ending, geometric)) is not None
    ]
    if len(found) == 2 and found[0] != found[1]:
        raise NoValue("two patterns fit")
    if not found:
        raise NoValue(_DIFFERENT)
    numbers, count = found[0]
    tree = trees[0][0]
    if signs[0][0] < 0:
        tree = Apply("neg", (tree,))
    if alternating and count is not None:
        last_sign = signs[0][0] * (-1) ** (count - 1)
        if _sign(last)[0] != last_sign:
            raise NoValue("the last sign is another")
    elif not infinite and _sign(last)[0] != signs[0][0]:
        raise NoValue("the last sign is another")
    for back, before in enumerate(reversed(endings[:-1]), start=2):
        sign, inner = _sign(before)
        right = [one.at((count or 0) - back) for one in numbers.values()]
        expected = _sign(last)[0] * ((-1) ** (back - 1) if alternating else 1)
        if _canonical(inner, scope) != (trees[0][0], right) or sign != expected:
            raise NoValue("the last terms are of another pattern")
    return Pattern(tree, numbers, alternating, count)


def _endings(end: Formula) -> tuple[Formula, ...]:
    """The terms after the dots."""
    return end.parts if isinstance(end, Apply) and end.operation == "list" else (end,)


def _sign(formula: Formula) -> tuple[int, Formula]:
    if isinstance(formula, Apply) and formula.operation == "neg":
        sign, inner = _sign(formula.parts[0])
        return -sign, inner
    return 1, formula


def _canonical(formula: Formula, scope: Scope) -> tuple[Formula, list[Fraction]]:
    """A term and its numbers, in order."""
    numbers: list[Fraction] = []
    return _numbered(formula, scope, numbers), numbers


def _numbered(formula: Formula, scope: Scope, numbers: list[Fraction]) -> Formula:
    if isinstance(formula, Literal):
        numbers.append(scope.values[formula.place])
        return Name(f"#{len(numbers) - 1}")
    if isinstance(formula, Apply):
        parts = tuple(_numbered(part, scope, numbers) for part in formula.parts)
        return Apply(formula.operation, parts)
    return formula


def _fitted(
    terms: list[tuple[Formula, list[Fraction]]],
    ending: tuple[Formula, list[Fraction]] | None,
    geometric: bool,
) -> tuple[dict[str, Progression], int | None] | None:
    """The progressions in which the numbers of all terms stand, and how many terms there are."""
    tree = terms[0][0]
    known = [*terms, ending] if ending is not None else terms
    if any(one != tree for one, _ in known) or len(known) < 3:
        return None
    numbers: dict[str, Progression] = {}
    for at, members in enumerate(zip(*(one for _, one in terms), strict=True)):
        plain = len(set(members)) == 1 or not geometric
        progression = _progression(members, not plain)
        if progression is None and not geometric:
            progression = _progression(members, len(members) > 2)
        if progression is None:
            return None
        numbers[f"#{at}"] = progression
    moving = [at for at in range(len(numbers)) if _moves(numbers[f"#{at}"])]
    if ending is None or not moving:
        return (numbers, None) if moving else None
    index = numbers[f"#{moving[0]}"].index_of(ending[1][moving[0]])
    if index is None or index < len(terms):
        return None
    fits = all(numbers[f"#{at}"].at(index) == ending[1][at] for at in range(len(numbers)))
    return (numbers, index + 1) if fits else None


def _moves(one: Progression) -> bool:
    return one.step != (1 if one.geometric else 0)


def _progression(members: tuple[Fraction, ...], geometric: bool) -> Progression | None:
    if geometric:
        if 0 in members:
            return None
        steps = {right / left for left, right in pairwise(members)}
    else:
        steps = {right - left for left, right in pairwise(members)}
    return Progression(members[0], steps.pop(), geometric) if len(steps) == 1 else None


def exact_dots(formula: Apply, scope: Scope, value: Compute) -> Any:
    """The value of a sum with dots.

    Raises:
        NoValue: its pattern is not known, or its sum is not.
    """
    try:
        pattern = pattern_of(formula, scope)
    except NoValue:
        return _by_values(formula, scope, value)
    index = sympy.Symbol("n", integer=True)
    names = {name: one.exact(index) for name, one in pattern.numbers.items()}
    term = value(pattern.tree, scope.with_names(names))
    if pattern.alternating:
        term *= sympy.Integer(-1) ** index
    last = None if pattern.count is None else pattern.count - 1
    return total(term, index, 0, last)


def _by_values(formula: Apply, scope: Scope, value: Compute) -> Any:
    """A geometric or arithmetic series by what its terms are worth: 1 + 1/2 + 1/4 + ..."""
    *listed, end = formula.parts
    last = _endings(end)[-1]
    if len(_endings(end)) > 1:
        raise NoValue("several last terms")
    worth = [value(one, scope) for one in listed]
    if len(worth) < 3 or any(one == 0 for one in worth):
        raise NoValue(_DIFFERENT)
    ratios = {sympy.cancel(b / a) for a, b in pairwise(worth)}
    gaps = {sympy.expand(b - a) for a, b in pairwise(worth)}
    infinite = isinstance(last, Name) and last.name == INFINITY
    if len(ratios) == 1:
        (ratio,) = ratios
        if infinite:
            if not ratio.is_number or not abs(ratio) < 1:
                raise NoValue("the series may diverge")  # for some x, which are no solutions
            return sympy.cancel(worth[0] / (1 - ratio))
        end = value(last, scope)
        term = worth[0]
        for count in range(1, _MOST_ADDED):
            if sympy.expand(term - end) == 0:
                if count <= len(worth):
                    break
                return worth[0] * (1 - ratio**count) / (1 - ratio)
            term *= ratio
        raise NoValue("the last term is not in the series")
    if len(gaps) == 1 and not infinite:
        (gap,) = gaps
        count = sympy.cancel((value(last, scope) - worth[0]) / gap) + 1
        if count.is_Integer and len(worth) < count <= _MOST_TERMS:
            return count * (worth[0] + value(last, scope)) / 2
    raise NoValue(_DIFFERENT)


def exact_sum(name: str, parts: tuple[Formula, ...], scope: Scope, value: Compute) -> Any:
    """The value of a sum with a sign.

    Raises:
        NoValue: its sum is not known.
    """
    body, first, last = parts
    index = sympy.Symbol("n", integer=True)
    term = value(body, scope.with_names({name: index}))
    low = value(first, scope)
    high = None if isinstance(last, Name) and last.name == INFINITY else value(last, scope)
    if not low.is_Integer or not (high is None or high.is_Integer):
        raise NoValue("the limits are no numbers")
    return total(term, index, int(low), None if high is None else int(high))


def total(term: Any, index: Any, low: int, high: int | None) -> Any:
    """The sum of a term over its index, exactly.

    Raises:
        NoValue: it is of no kind that is known.
    """
    if high is not None and not 0 <= high - low < _MOST_TERMS:
        raise NoValue("too many terms")
    if term.is_polynomial(index):
        if high is None:
            raise NoValue("it diverges")
        if sympy.Poly(term, index).degree() > _LARGEST_DEGREE:
            raise NoValue("a high power")
        return sympy.summation(term, (index, low, high))
    if term.is_rational_function(index):
        return _telescoped(term, index, low, high)
    if high is not None and high - low < _MOST_ADDED:
        return sympy.Add(*(term.subs(index, one) for one in range(low, high + 1)))
    parts = [_geometric(one, index, low, high) for one in sympy.Add.make_args(sympy.expand(term))]
    return sympy.Add(*parts)


def _telescoped(term: Any, index: Any, low: int, high: int | None) -> Any:
    """Partial fractions c / (n - r): their harmonic sums differ by few terms."""
    fractions: list[tuple[Any, Any]] = []
    for part in sympy.Add.make_args(sympy.apart(sympy.cancel(term), index)):
        top, bottom = sympy.fraction(part)
        line = sympy.Poly(bottom, index)
        if line.degree() != 1 or top.has(index):
            raise NoValue("no sum that telescopes")
        fractions.append((top / line.nth(1), line.nth(0) / line.nth(1)))
    if sympy.Add(*(one for one, _ in fractions)) != 0:
        raise NoValue("it diverges, or is no simple number")
    base = fractions[0][1]
    result = sympy.Integer(0)
    for weight, shift in fractions:
        gap = shift - base
        if not gap.is_Integer or abs(gap) > _LARGEST_SHIFT:
            raise NoValue("no sum that telescopes")
        result += weight * _harmonic_gap(base, int(gap), low)
        if high is not None:
            result -= weight * _harmonic_gap(base, int(gap), high + 1)
    return result


def _harmonic_gap(base: Any, gap: int, start: int) -> Any:
    """How much the sum of 1/(n + base + gap) from a start exceeds that of 1/(n + base)."""
    sign = -1 if gap > 0 else 1
    places = range(start, start + gap) if gap > 0 else range(start + gap, start)
    if any(one + base == 0 for one in places):
        raise NoValue("a division by zero")
    return sign * sympy.Add(*(1 / (one + base) for one in places))


def _geometric(term: Any, index: Any, low: int, high: int | None) -> Any:
    """A polynomial times a power: by the sums of binomials, c(n, j) q^n."""
    ratio = sympy.Integer(1)
    rest = sympy.Integer(1)
    for factor in sympy.Mul.make_args(sympy.powsimp(term)):
        for power in sympy.Mul.make_args(sympy.expand_power_exp(factor)):
            base, exponent = power.as_base_exp()
            if not exponent.has(index):
                rest *= power
                continue
            line = sympy.Poly(exponent, index)
            if line.degree() != 1 or base.has(index):
                raise NoValue("no geometric series")
            ratio *= base ** line.nth(1)
            rest *= base ** line.nth(0)
    if not rest.is_polynomial(index) or high is not None or not abs(ratio) < 1:
        raise NoValue("no series that is summed surely")
    shifted = sympy.Poly(rest.subs(index, index + low), index)
    if shifted.degree() > _LARGEST_DEGREE:
        raise NoValue("a high power")
    differences = [shifted.eval(one) for one in range(int(shifted.degree()) + 1)]
    result = sympy.Integer(0)
    for order in range(len(differences)):
        result += differences[0] * ratio**order / (1 - ratio) ** (order + 1)
        differences = [b - a for a, b in pairwise(differences)]
    return result * ratio**low


def float_total(term: Callable[[int], complex], low: int, high: int | None) -> complex:
    """The sum of a function of the index, in floats; an infinite one by Richardson's method."""
    if high is None:
        sums: list[complex] = []
        added, place, tiny = complex(0), low, 0
        for level in range(6):
            while place < low + 30 * 2**level:
                one = term(place)
                added += one
                place += 1
                tiny = tiny + 1 if abs(one) < _TINY else 0
                if tiny == _ENOUGH_TINY:
                    return added
            sums.append(added)
        for order in range(1, len(sums)):
            pairs = pairwise(sums)
            sums = [(2**order * right - left) / (2**order - 1) for left, right in pairs]
        return sums[0]
    if high - low > _MOST_TERMS:
        raise NoValue("too many terms")
    return complex(sum(term(one) for one in range(low, high + 1)))
