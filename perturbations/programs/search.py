"""Search for values that fit where draws at random seldom do, around values that do fit."""

import random
from collections.abc import Callable, Sequence
from fractions import Fraction

ENOUGH = 24
# How many choices are tried at most, and at most where some fit.
MOST = 1500
TRIED = 400
LINES = 200
# Beside the number that is tried in many values, so many are chosen anew.
_OTHERS = (0, 0, 1, 1, 2)
_ALONG = 12

Chosen = tuple[Fraction | None, ...]
"""A value of each domain, or None to stay."""


def search(
    domains: Sequence[Sequence[Fraction]],
    apart: Callable[[Chosen], int],
    fits: Callable[[Chosen], bool],
    rng: random.Random,
) -> list[Chosen]:
    """Look for values that fit, and among those for such as are as hard as the original ones.

    From values that fit, at first the original ones, a few numbers are chosen anew, and one more is
    then tried in many values: of 119 plums in 7 baskets, 8 baskets need another number of plums.

    Args:
        domains: the values that each number may take.
        apart: how far values are from the original ones in hardness, 0 if they are as hard.
        fits: whether values make a variant.
        rng: the source of randomness.

    Returns:
        The values that fit and are nearest to the original in hardness.
    """
    found: list[Chosen] = []
    least = 99
    places = [tuple(-1 for _ in domains)]
    seen = set(places)
    tried = 0
    for _ in range(LINES if domains else 0):
        if tried >= MOST or (found and tried >= TRIED) or (least == 0 and len(found) >= ENOUGH):
            break
        line, *others = rng.sample(range(len(domains)), min(1 + rng.choice(_OTHERS), len(domains)))
        start = list(rng.choice(places))
        for other in others:
            start[other] = rng.randrange(-1, len(domains[other]))
        for index in rng.sample(range(len(domains[line])), min(_ALONG, len(domains[line]))):
            start[line] = index
            if (place := tuple(start)) in seen:
                continue
            seen.add(place)
            tried += 1
            pairs = zip(domains, place, strict=True)
            values = tuple(domain[at] if at >= 0 else None for domain, at in pairs)
            away = apart(values)
            if away > least or not fits(values):
                continue
            if away < least:
                found, least = [], away
            found.append(values)
            places.append(place)
    return found
