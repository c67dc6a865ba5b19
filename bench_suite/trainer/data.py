"""The problems of a training run, and the order in which it takes them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from clipo_bench.bench_suite.trainer.config import SFT, TrainConfig
from clipo_bench.bench_suite.trainer.seeds import derive_seed
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem

if TYPE_CHECKING:
    from clipo_bench.bench_suite.trainer.policy.policy import Policy

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What a run trains on.

    Attributes:
        problems: to train on.
        validation: kept out of them, to choose the best checkpoint by.
        source: where they come from, for people.
        fingerprint: of all of them; tells one copy of a data set from another.
        warnings: what a user has to know of them.
    """

    problems: Sequence[Problem]
    validation: Sequence[Problem]
    source: str
    fingerprint: str
    warnings: Sequence[str] = ()


def load_data(config: TrainConfig) -> TrainingData:
    """Load or generate the problems, and keep some out for validation.

    Raises:
        InputError: the data cannot be read, has no golds, or has too few problems.
    """
    from clipo_bench.tasks import word_problems
    from clipo_bench.tasks.benchmarks import OWN_SUFFIXES
    from clipo_bench.tasks.rows import Row
    from clipo_bench.tasks.sources import load, load_file
    from clipo_bench.tasks.sources.loaded import fingerprint
    from clipo_bench.tasks.training_sets import TRAINING_SETS

    warnings: Sequence[str] = ()
    if config.data == word_problems.BENCHMARK:
        # All policy losses share their problems, so that methods can be compared seed by seed.
        seed = derive_seed(config.seed, SFT if config.method == SFT else "grpo", "problems")
        count = config.problems + config.validation
        problems: Sequence[Problem] = word_problems.problems(
            "train", count, seed, short=config.short_solutions
        )
        source = f"{config.data}, training split, seed {config.seed}"
        mark = fingerprint([Row(problem.question, problem.gold) for problem in problems])
    else:
        if config.data in TRAINING_SETS:
            folder = Path(config.data_dir) if config.data_dir else None
            loaded = load(TRAINING_SETS[config.data], folder)
        elif config.data.endswith(OWN_SUFFIXES):
            loaded = load_file(Path(config.data))
        else:
            names = ", ".join((word_problems.BENCHMARK, *TRAINING_SETS))
            raise InputError(
                f"data is {config.data!r}: expected {names}, or a file of problems "
                f"({', '.join(OWN_SUFFIXES)})"
            )
        problems, source, mark = loaded.problems, loaded.source, loaded.fingerprint
        warnings = loaded.warnings
    if len(problems) <= config.validation:
        raise InputError(
            f"{source} has {len(problems)} problems and validation is {config.validation}: "
            "nothing is left to train on; lower validation"
        )
    # By a hash of each problem, so that the choice depends on nothing else.
    order = sorted(problems, key=lambda problem: derive_seed(0, "validation", problem.id))
    kept = {problem.id for problem in order[: config.validation]}
    return TrainingData(
        [problem for problem in problems if problem.id not in kept],
        [problem for problem in problems if problem.id in kept],
        source,
        mark,
        warnings,
    )


def without_long_prompts(data: TrainingData, policy: "Policy", config: TrainConfig) -> TrainingData:
    """Leave out the problems whose prompt has more than `max_prompt_tokens`, of both parts.

    Raises:
        InputError: none is left of one of them, or a response may not fit the model's context.
    """
    everyone = [*data.problems, *data.validation]
    lengths = {p.id: len(policy.encode(policy.prompt(p))) for p in everyone}

    def fits(problem: Problem) -> bool:
        return lengths[problem.id] <= config.max_prompt_tokens

    kept, validation = (list(filter(fits, part)) for part in (data.problems, data.validation))
    if not kept or (data.validation and not validation):
        raise InputError(
            f"max_prompt_tokens is {config.max_prompt_tokens} and every prompt of {data.source}, "
            "or all that are kept out for validation, are longer: raise it"
        )
    longest = max(lengths[problem.id] for problem in (*kept, *validation))
    room = getattr(policy.model.config.get_text_config(), "max_position_embeddings", None)
    if room and longest + config.max_tokens > room:
        raise InputError(
            f"max_tokens is {config.max_tokens}, the longest prompt has {longest} tokens, and the "
            f"model's context {room}: lower max_tokens, or max_prompt_tokens to leave such out"
        )
    return replace(data, problems=kept, validation=validation)


class Stream(Generic[T]):
    """Hands out items for ever, each pass in an order of its own.

    Attributes:
        taken: how many were handed out; a stream whose `taken` is raised continues from there.
    """

    def __init__(self, items: Sequence[T], seed: int) -> None:
        self.taken = 0
        self._items = items
        self._rng = random.Random(seed)  # noqa: S311
        self._passes = 0  # for which an order was drawn
        self._order: list[T] = []

    def take(self, count: int) -> list[T]:
        """Hand out the next `count` items."""
        return [self._next() for _ in range(count)]

    def _next(self) -> T:
        done, place = divmod(self.taken, len(self._items))
        while self._passes <= done:
            self._order = self._rng.sample(self._items, len(self._items))
            self._passes += 1
        self.taken += 1
        return self._order[place]
