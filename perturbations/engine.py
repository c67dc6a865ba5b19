"""Problems x kinds x k x seed -> verified variants and refusals, the same for any workers."""

import hashlib
import json
import multiprocessing
import random
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice

from perturbations.rewrite import find
from perturbations.variant import Reason, Refusal, Variant
from perturbations.verify import verify
from tasks.problem import Problem, normalise_text, problem_id

_CHUNK = 32
# In a row. One text in five of a generated test problem is a test problem again.
_MAX_MISSES = 32


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make of every problem.

    Attributes:
        kinds: the rewrites to use, see `perturbations.rewrite.REWRITES`.
        k: how many variants of each kind a problem gets, where so many can be found.
        seed: from which all randomness comes.
    """

    kinds: tuple[str, ...]
    k: int
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kind made of one problem: up to k variants, or a refusal."""

    original: Problem
    kind: str
    variants: tuple[Variant, ...]
    refusal: Refusal | None


def perturb(problems: Sequence[Problem], recipe: Recipe, workers: int = 1) -> Iterator[Outcome]:
    """Stream the outcomes, problem by problem and kind by kind, in the order given.

    Args:
        problems: originals; within a family no variant repeats another text.
        recipe: kinds, k and seed.
        workers: processes to use; the outcomes do not depend on it.

    Raises:
        InputError: a kind is unknown.
    """
    for kind in recipe.kinds:
        find(kind)
    seen = {_text_key(problem) for problem in problems}
    for outcome in _in_order(problems, recipe, workers):
        fresh = []
        for variant in outcome.variants:
            if (key := _text_key(variant.problem)) not in seen:
                seen.add(key)
                fresh.append(variant)
        variants = tuple(
            replace(one, problem=replace(one.problem, variant_id=_variant_id(one.problem)))
            for one in fresh
        )
        refusal = outcome.refusal
        if outcome.variants and not fresh:
            refusal = _repeats(outcome)
        yield replace(outcome, variants=variants, refusal=refusal)


def item_rng(seed: int, kind: str, problem_id: str, index: int) -> random.Random:
    """Make the generator of one item, so that neighbouring seeds do not overlap."""
    identity = json.dumps([seed, kind, problem_id, index])
    return random.Random(hashlib.sha256(identity.encode()).digest())  # noqa: S311


def _in_order(problems: Sequence[Problem], recipe: Recipe, workers: int) -> Iterator[Outcome]:
    if workers == 1:
        for problem in problems:
            yield from _perturb_chunk([problem], recipe)
        return
    chunks = (problems[start : start + _CHUNK] for start in range(0, len(problems), _CHUNK))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_leave_interrupts_to_parent
    ) as pool:
        pending: deque[Future[list[Outcome]]] = deque()
        try:
            for chunk in islice(chunks, 2 * workers):
                pending.append(pool.submit(_perturb_chunk, chunk, recipe))
            while pending:
                yield from pending.popleft().result()
                pending.extend(pool.submit(_perturb_chunk, c, recipe) for c in islice(chunks, 1))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _perturb_chunk(problems: Sequence[Problem], recipe: Recipe) -> list[Outcome]:
    return [_perturb_one(problem, kind, recipe) for problem in problems for kind in recipe.kinds]


def _perturb_one(problem: Problem, kind: str, recipe: Recipe) -> Outcome:
    """Propose until k different variants have passed, or nothing new comes up."""
    rewrite = find(kind)
    found: dict[str, Variant] = {}
    failed: tuple[str, ...] = ()
    index = misses = 0
    while len(found) < recipe.k and misses < _MAX_MISSES:
        proposed = rewrite.propose(problem, item_rng(recipe.seed, kind, problem.id, index))
        index += 1
        misses += 1
        if isinstance(proposed, Refusal):
            if not found:
                return Outcome(problem, kind, (), proposed)
            continue
        verification = verify(problem, proposed)
        text = normalise_text(proposed.problem.body)
        if verification.failed:
            failed = verification.failed
        elif text not in found:
            certificate = replace(proposed.certificate, checks=verification.passed)
            found[text] = replace(proposed, certificate=certificate)
            misses = 0
    if found:
        return Outcome(problem, kind, tuple(found.values()), None)
    detail = "failed: " + ", ".join(failed)
    refusal = Refusal(problem.benchmark, problem.id, kind, Reason.FAILED_VERIFICATION, detail)
    return Outcome(problem, kind, (), refusal)


def _variant_id(problem: Problem) -> str:
    """Tie the id to the text, so that responses to another set's variants never fit it."""
    return f"{problem.kind}-{problem_id(problem.question, problem.choices)[:8]}"


def _text_key(problem: Problem) -> tuple[str, str]:
    return (problem.family or problem.id, normalise_text(problem.body))


def _repeats(outcome: Outcome) -> Refusal:
    original = outcome.original
    detail = "every variant repeats another text of the family"
    return Refusal(original.benchmark, original.id, outcome.kind, Reason.NO_NEW_VALUES, detail)
