"""The Rewrite protocol: one kind of rewrite, one file, one entry in the registry."""

import difflib
import random
from typing import Protocol

from clipo_bench.perturbations.rewrites.chained import Chained
from clipo_bench.perturbations.rewrites.choices import Choices
from clipo_bench.perturbations.rewrites.distractors import Distractors
from clipo_bench.perturbations.rewrites.harder_numbers import DECIMAL, LARGER, HarderNumbers
from clipo_bench.perturbations.rewrites.irrelevant_number import IrrelevantNumber
from clipo_bench.perturbations.rewrites.missing import Missing, MissingControl
from clipo_bench.perturbations.rewrites.names import Names
from clipo_bench.perturbations.rewrites.none_of_the_others import (
    NoneOfTheOthers,
    NoneOfTheOthersDecoy,
)
from clipo_bench.perturbations.rewrites.numbers import Numbers
from clipo_bench.perturbations.rewrites.premises import Premises
from clipo_bench.perturbations.rewrites.reversal import Reversal
from clipo_bench.perturbations.rewrites.symbols import Symbols
from clipo_bench.perturbations.rewrites.typos import LEVELS, Typos
from clipo_bench.perturbations.rewrites.wording import Wording
from clipo_bench.perturbations.symbols.levels import GREEK, SAME, SUBSCRIPTED, WORDS
from clipo_bench.perturbations.variant import Refusal, Variant
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem


class Rewrite(Protocol):
    """Proposes variants of a problem; `perturbations.verify` accepts or rejects them."""

    @property
    def kind(self) -> str:
        """The name under which it is asked for, such as ``symbols``."""
        ...

    @property
    def changes(self) -> str:
        """What it changes, in a few words, and what becomes of the gold."""
        ...

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Rewrite `problem` once, with all randomness from `rng`. Never raises on any text."""
        ...


_ALL: tuple[Rewrite, ...] = (
    Choices(),
    Numbers(),
    *(Symbols(level) for level in (SAME, GREEK, SUBSCRIPTED, WORDS)),
    Names(),
    Wording(),
    Distractors(),
    Premises(),
    IrrelevantNumber(),
    NoneOfTheOthers(),
    NoneOfTheOthersDecoy(),
    *(Typos(level) for level in LEVELS),
    HarderNumbers("numbers_larger", LARGER[0]),
    HarderNumbers("numbers_larger_2", LARGER[1]),
    HarderNumbers("numbers_decimal", DECIMAL),
    Missing(),
    MissingControl(),
    Reversal(),
    Chained(),
)
REWRITES = {rewrite.kind: rewrite for rewrite in _ALL}


def find(kind: str) -> Rewrite:
    """Find a rewrite by its kind.

    Raises:
        InputError: there is none; the message has the nearest name.
    """
    if kind not in REWRITES:
        near = difflib.get_close_matches(kind, REWRITES, n=1, cutoff=0.0)
        raise InputError(
            f"unknown kind of rewrite {kind!r}: did you mean {near[0]}? "
            f"expected one of {', '.join(REWRITES)}"
        )
    return REWRITES[kind]


def expand(kinds: str) -> tuple[str, ...]:
    """List the kinds of a text such as ``symbols,choices``, each once, in order.

    Raises:
        InputError: a kind is unknown, or there is none.
    """
    names = dict.fromkeys(name.strip() for name in kinds.split(",") if name.strip())
    if not names:
        raise InputError(f"no kind of rewrite is given: expected some of {', '.join(REWRITES)}")
    return tuple(find(name).kind for name in names)
