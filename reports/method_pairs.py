"""Method pairs: which run is a method with the contrastive reward, and which the same without."""

import re
from collections import defaultdict
from collections.abc import Sequence

from clipo_bench.reports.run import Run
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option

CLIPO = "clipo"
_WORDS = re.compile(r"[^\W_]+")  # `grpo_clipo-seed1` has the words grpo, clipo, seed1

RunPair = tuple[Run, Run]
"""A method's run, and the run of the same method with the contrastive reward."""


def pairs_by_name(runs: Sequence[Run]) -> list[RunPair]:
    """Pair runs whose names differ in the word "clipo" alone, whatever stands between words.

    ``grpo`` with ``grpo+clipo``, ``GRPO`` with ``GRPO + CLIPO``, ``dapo_s1`` with
    ``dapo_clipo_s1``. A run without such a partner stays unpaired.

    Raises:
        InputError: a name fits several.
    """
    without: dict[tuple[str, ...], list[Run]] = defaultdict(list)
    for run in runs:
        if CLIPO not in (words := _words(run)):
            without[words].append(run)
    pairs: list[RunPair] = []
    for run in runs:
        words = _words(run)
        if CLIPO not in words:
            continue
        bases = without.get(tuple(word for word in words if word != CLIPO), [])
        if len(bases) > 1:
            names = " and ".join(base.name for base in bases)
            raise InputError(
                f"{run.name} may belong to {names}: say which with "
                f"{option('pairs', f'{bases[0].name}:{run.name}')}"
            )
        pairs += [(base, run) for base in bases]
    return pairs


def pairs_given(runs: Sequence[Run], texts: Sequence[str]) -> list[RunPair]:
    """Read pairs as they are typed: ``A:B``, where A is the method and B the same with CLIPO.

    Raises:
        InputError: a pair is not of two runs' names, is of one run, or is given twice.
    """
    named = {run.name: run for run in runs}
    pairs: list[RunPair] = []
    for text in texts:
        parts = text.split(":")
        # Names may have a colon themselves: `a:b:c` is a:b and c, or a and b:c.
        splits = [(":".join(parts[:at]), ":".join(parts[at:])) for at in range(1, len(parts))]
        known = [(a.strip(), b.strip()) for a, b in splits]
        found = [(named[a], named[b]) for a, b in known if a in named and b in named]
        if len(found) != 1 or found[0][0] is found[0][1]:
            raise InputError(
                f"{option('pairs', text)}: expected A:B with the names of two runs, of "
                f"{', '.join(named)}"
            )
        if found[0] in pairs:
            raise InputError(f"{option('pairs', text)} is given twice")
        pairs += found
    return pairs


def _words(run: Run) -> tuple[str, ...]:
    return tuple(_WORDS.findall(run.name.casefold()))
