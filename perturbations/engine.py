"""Problems x kinds x k x seed -> verified variants and refusals, the same for any workers."""

import hashlib
import json
import multiprocessing
import os
import random
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice

from clipo_bench.perturbations.rewrites.registry import find
from clipo_bench.perturbations.variant import Reason, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.errors import ExternalError
from clipo_bench.tasks.option import option
from clipo_bench.tasks.problem import Problem, normalise_text, problem_id

_CHUNK = 8  # an interrupt waits for one
# In a row. One text in five of a generated test problem is a test problem again.
_MAX_MISSES = 32
# The more variants there are, the more often one of them comes up again: with 19 of 20 found, the
# last one needs 20 tries on average.
_MISSES_PER_VARIANT = 8


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make of every problem.

    Attributes:
        kinds: the rewrites to use, see `perturbations.rewrites.registry.REWRITES`.
        k: how many variants of each kind a problem gets, where so many can be found.
        seed: from which all randomness comes.
    """

    kinds: tuple[str, ...]
    k: int = 1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class RewriteOutcome:
    """What one kind made of one problem: up to k variants, or a refusal."""

    original: Problem
    kind: str
    variants: tuple[Variant, ...]
    refusal: Refusal | None


def perturb(
    problems: Sequence[Problem], recipe: Recipe, workers: int = 1
) -> Iterator[RewriteOutcome]:
    """Stream the outcomes, problem by problem and kind by kind, in the order given.

    Args:
        problems: originals; within a family no variant repeats another text.
        recipe: kinds, k and seed.
        workers: processes to use; the outcomes do not depend on it.

    Raises:
        InputError: a kind is unknown.
    """
    return distinct(problems, rewrite(problems, recipe, workers))


def rewrite(
    problems: Sequence[Problem], recipe: Recipe, workers: int = 1
) -> Generator[tuple[RewriteOutcome, ...], None, None]:
    """Stream what every kind makes of each problem, in order.

    What comes of one problem depends on no other problem, so that work which was stopped
    continues with the remaining problems. `distinct` then looks at families.

    Args:
        problems: originals.
        recipe: kinds, k and seed.
        workers: processes to use; the outcomes do not depend on it.

    Raises:
        InputError: a kind is unknown.
        ExternalError: a worker process died.
    """
    for kind in recipe.kinds:
        find(kind)
    return _here(problems, recipe) if workers == 1 else _in_pool(problems, recipe, workers)


def distinct(
    problems: Sequence[Problem], made: Iterable[tuple[RewriteOutcome, ...]]
) -> Iterator[RewriteOutcome]:
    """Drop variants that repeat another text of their family, and name those that stay.

    Args:
        problems: all originals, in order.
        made: what `rewrite` made of each, in the same order.
    """
    families: dict[str, list[Problem]] = {}
    for problem in problems:
        families.setdefault(_family(problem), []).append(problem)
    left = {family: len(members) for family, members in families.items()}
    texts: dict[str, set[str]] = {}  # of the families that are neither untouched nor done
    for outcomes in made:
        family = _family(outcomes[0].original)
        if family not in texts:
            texts[family] = {normalise_text(one.body) for one in families.pop(family)}
        for outcome in outcomes:
            yield _fresh(outcome, texts[family])
        left[family] -= 1
        if not left[family]:
            del texts[family]


def item_rng(seed: int, kind: str, problem_id: str, index: int) -> random.Random:
    """Make the generator of one item, so that neighbouring seeds do not overlap."""
    identity = json.dumps([seed, kind, problem_id, index])
    return random.Random(hashlib.sha256(identity.encode()).digest())  # noqa: S311


def _here(
    problems: Sequence[Problem], recipe: Recipe
) -> Generator[tuple[RewriteOutcome, ...], None, None]:
    for problem in problems:
        yield from _rewrite_chunk([problem], recipe)


def _in_pool(
    problems: Sequence[Problem], recipe: Recipe, workers: int
) -> Generator[tuple[RewriteOutcome, ...], None, None]:
    chunks = (problems[start : start + _CHUNK] for start in range(0, len(problems), _CHUNK))
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker)
    pending: deque[Future[list[tuple[RewriteOutcome, ...]]]] = deque()
    try:
        for chunk in islice(chunks, 2 * workers):
            pending.append(pool.submit(_rewrite_chunk, chunk, recipe))
        while pending:
            yield from pending.popleft().result()
            pending.extend(pool.submit(_rewrite_chunk, c, recipe) for c in islice(chunks, 1))
    except BrokenProcessPool:
        raise ExternalError(
            f"one of {workers} worker processes died, perhaps because memory ran out: "
            f"run again with fewer {option('workers')}"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start_worker() -> None:
    """Leave interrupts to the parent, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # a killed parent can't tell its workers to stop
        os._exit(1)


def _rewrite_chunk(problems: Sequence[Problem], recipe: Recipe) -> list[tuple[RewriteOutcome, ...]]:
    return [tuple(_rewrite_one(one, kind, recipe) for kind in recipe.kinds) for one in problems]


def _rewrite_one(problem: Problem, kind: str, recipe: Recipe) -> RewriteOutcome:
    try:
        return _certified(problem, kind, recipe)
    except Exception as error:
        error.add_note(f"while making {kind} variants of {problem.benchmark} {problem.id}")
        raise


def _certified(problem: Problem, kind: str, recipe: Recipe) -> RewriteOutcome:
    """Propose until k different variants have passed, or nothing new comes up."""
    rule = find(kind)
    found: dict[str, Variant] = {}
    failed: tuple[str, ...] = ()
    index = misses = 0
    while len(found) < recipe.k and misses < max(_MAX_MISSES, _MISSES_PER_VARIANT * len(found)):
        proposed = rule.propose(problem, item_rng(recipe.seed, kind, problem.id, index))
        index += 1
        misses += 1
        if isinstance(proposed, Refusal):
            if not found:
                return RewriteOutcome(problem, kind, (), proposed)
            continue
        text = normalise_text(proposed.problem.body)
        if text in found:
            continue
        verification = verify(problem, proposed)
        if verification.failed:
            failed = verification.failed
        else:
            certificate = replace(proposed.certificate, checks=verification.passed)
            found[text] = replace(proposed, certificate=certificate)
            misses = 0
    if found:
        return RewriteOutcome(problem, kind, tuple(found.values()), None)
    detail = "failed: " + ", ".join(failed)
    refusal = Refusal.of(problem, kind, Reason.FAILED_VERIFICATION, detail)
    return RewriteOutcome(problem, kind, (), refusal)


def _fresh(outcome: RewriteOutcome, texts: set[str]) -> RewriteOutcome:
    """Keep the variants whose texts are not there yet, and add those."""
    kept = []
    for variant in outcome.variants:
        if (text := normalise_text(variant.problem.body)) not in texts:
            texts.add(text)
            named = replace(variant.problem, variant_id=_variant_id(variant.problem))
            kept.append(replace(variant, problem=named))
    refusal = _repeats(outcome) if outcome.variants and not kept else outcome.refusal
    return replace(outcome, variants=tuple(kept), refusal=refusal)


def _variant_id(problem: Problem) -> str:
    """Tie the id to the text, so that responses to another set's variants never fit it."""
    return f"{problem.kind}-{problem_id(problem.question, problem.choices)[:8]}"


def _family(problem: Problem) -> str:
    return problem.family or problem.id


def _repeats(outcome: RewriteOutcome) -> Refusal:
    detail = "every variant repeats a text of the same family"
    return Refusal.of(outcome.original, outcome.kind, Reason.NO_NEW_VALUES, detail)
