"""Which known problem an edited text resembles, by sketches: a few hashes of each, and no text.

A sketch is the smallest hashes of a text's runs of three words (Broder 1997, On the resemblance and
containment of documents): two texts share about as large a part of their sketches as of their runs.
"""

import hashlib
from collections.abc import Collection, Mapping
from functools import cache

from clipo_bench.perturbations.programs.competition.catalogue import entry_of
from clipo_bench.perturbations.programs.competition.sketches import SKETCHES
from clipo_bench.perturbations.programs.competition.wording import skeleton

SIZE = 12
_RUN = 3  # words
_LEAST = 20  # runs; most of a shorter text is "What is the value of" and the like
DIGITS = 6  # of a hash; 12 of 16 million hardly ever meet by chance
_NEAR = 0.5


def sketch(text: str) -> str:
    """Sketch a text without its layout and the values of its numbers; empty if it is short."""
    pieces = [piece.casefold() for piece in skeleton(text)]
    # "she walks 9 kilometers" and "she walks 12 kilometers" are the same two runs
    runs = {" ".join(pieces[i : i + _RUN]) for i in range(len(pieces) - _RUN + 1)}
    if len(runs) < _LEAST:
        return ""
    hashes = {hashlib.sha256(run.encode()).hexdigest()[:DIGITS] for run in runs}
    return "".join(sorted(hashes)[:SIZE])


def nearest_known(question: str) -> str | None:
    """Name the known competition problem that a text resembles; None if it resembles none."""
    own = _hashes(sketch(question))
    near = {text: _resemblance(own, known) for text, known in _known().items()}
    text = max(near, key=near.__getitem__)
    entry = entry_of(text) if near[text] >= _NEAR else None
    return entry.name if entry else None


def _resemblance(one: Collection[str], other: Collection[str]) -> float:
    """The part of both sketches' smallest hashes that is in both: 0.75 for 9 of 12."""
    smallest = sorted({*one, *other})[:SIZE]
    return sum(each in one and each in other for each in smallest) / SIZE


def _hashes(joined: str) -> frozenset[str]:
    return frozenset(joined[i : i + DIGITS] for i in range(0, len(joined), DIGITS))


@cache
def _known() -> Mapping[str, frozenset[str]]:
    return {text: _hashes(hashes) for text, hashes in SKETCHES.items()}
