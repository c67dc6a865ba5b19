"""Search for values that fit where draws at random seldom do, around values that do fit."""

import random
from collections.abc import Callable, Sequence
from fractions import Fraction

ENOUGH = 12
# How often a number is solved for at most, and at most where some values fit.
MOST = 120
TRIED = 25
# Beside the number that is tried in many values, so many get another value.
_OTHERS = (0, 0, 1, 1, 2)
# So many values of one number are looked at, and so many of those with which results are whole.
_SOME = 80
_ALONG = 12

Chosen = tuple[Fraction | None, ...]
"""A value of each domain, or None to stay."""


def search(
    domains: Sequence[Sequence[Fraction]],
    whole: Callable[[Chosen], Sequence[Fraction] | None],
    apart: Callable[[Chosen], int],
    fits: Callable[[Chosen], bool],
    rng: random.Random,
) -> list[Chosen]:
    """Look for values that fit, and among those for such as are as hard as the original ones.

    From values that fit, at first the original ones, a few numbers get other values, and one more
    is then solved for: of 119 plums in 7 baskets, 8 baskets need 96, 104, 112, 120 or 128 plums.

    Args:
        domains: the values that each number may take.
        whole: the results that have to be whole; None where there are none.
        apart: how far values are from the original ones in hardness, 0 if they are as hard.
        fits: whether values make a variant.
        rng: the source of randomness.

    Returns:
        The values that fit and are nearest to the original in hardness.
    """
    found: list[Chosen] = []
    least = 99
    stay: Chosen = (None,) * len(domains)
    places = [stay]
    seen = set(places)
    for tried in range(MOST if domains else 0):
        if (found and tried >= TRIED) or (least == 0 and len(found) >= ENOUGH):
            break
        line, *others = rng.sample(range(len(domains)), min(1 + rng.choice(_OTHERS), len(domains)))
        start = list(rng.choice(places))
        for other in others:
            start[other] = rng.choice((*domains[other], None))
        some = rng.sample(domains[line], min(_SOME, len(domains[line])))
        solving = solutions(some, start, line, whole)
        for value in rng.sample(solving, min(_ALONG, len(solving))):
            values = (*start[:line], value, *start[line + 1 :])
            if values in seen:
                continue
            seen.add(values)
            away = apart(values)
            if away > least or not fits(values):
                continue
            if away < least:
                found, least = [], away
            found.append(values)
            places.append(values)
    return found


def solutions(
    domain: Sequence[Fraction],
    start: Sequence[Fraction | None],
    line: int,
    whole: Callable[[Chosen], Sequence[Fraction] | None],
) -> Sequence[Fraction]:
    """The values of one number with which the results that depend on it linearly are whole.

    Args:
        domain: the values that it may take.
        start: the values of all numbers.
        line: which of them it is.
        whole: the results that have to be whole; None where there are none.
    """
    if len(domain) <= _ALONG:
        return domain
    some = domain[0], domain[1], domain[-1]
    points = [whole((*start[:line], one, *start[line + 1 :])) for one in some]
    if None in points:
        return domain
    lines: list[tuple[Fraction, Fraction]] = []
    for one, two, three in zip(*points, strict=True):
        slope = (two - one) / (some[1] - some[0])
        # 96 / n is no line: that result is seen when the values are tried
        if slope and one + slope * (some[2] - some[0]) == three:
            lines.append((slope, one - slope * some[0]))
    return [
        value
        for value in domain
        if all((slope * value + rest).denominator == 1 for slope, rest in lines)
    ]
