"""Word problems of our own: declarative templates in, problems with worked solutions out."""

import hashlib
import itertools
import random
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, cast

import yaml

from clipo_bench.tasks.problem import Problem, problem_id
from clipo_bench.tasks.word_problems.template import BENCHMARK, SlotKind, Template, TemplateSlot

__all__ = ["BENCHMARK", "Template", "TemplateSlot", "problems", "split_of", "templates"]

Split = Literal["train", "test"]
_TEST_SHARE = 5  # one problem in so many is a test problem


@cache
def templates() -> Mapping[str, Template]:
    """Read the templates that ship with the package, by name."""
    text = (
        resources.files("clipo_bench.tasks.word_problems")
        .joinpath("templates.yaml")
        .read_text("utf-8")
    )
    source = yaml.safe_load(text)
    words = {kind: tuple(listed) for kind, listed in source["words"].items()}
    return MappingProxyType(
        {name: _template(name, entry, words) for name, entry in source["templates"].items()}
    )


def problems(split: Split, count: int, seed: int, *, short: float = 0.0) -> list[Problem]:
    """Generate `count` different problems; more of them only add to the end.

    Whether a problem belongs to training or to the test is decided by its text alone, so
    the splits never share one, whatever the seeds.

    Args:
        split: ``train`` or ``test``.
        count: how many.
        seed: other seeds give other problems.
        short: share of the problems whose worked solution is one line; the others have
            a line per step.
    """
    found: dict[str, Problem] = {}
    for problem in _stream(seed, short):
        if len(found) >= count:
            break
        if split_of(problem.question) == split:
            found.setdefault(problem.id, problem)
    return list(found.values())


def _stream(seed: int, short: float) -> Iterator[Problem]:
    every = list(templates().values())
    for index in itertools.count():
        text = f"{BENCHMARK}/{seed}/{index}"
        rng = random.Random(hashlib.sha256(text.encode()).digest())  # noqa: S311
        template = rng.choice(every)
        values = template.sample(rng)
        yield template.fill(values, short=rng.random() < short)


def split_of(question: str) -> Split:
    """Say whether a question is for training or for the test: its text alone decides."""
    return "test" if int(problem_id(question), 16) % _TEST_SHARE == 0 else "train"


def _template(name: str, entry: dict[str, Any], words: Mapping[str, tuple[str, ...]]) -> Template:
    steps = (step.split(" = ", 1) for step in entry["steps"])
    return Template(
        name=name,
        question=entry["question"],
        slots={slot: _slot(given, words) for slot, given in entry["slots"].items()},
        steps=tuple((left, right) for left, right in steps),
        answer=entry["answer"],
        positive=tuple(entry.get("positive", ())),
    )


def _slot(given: list[int] | str, words: Mapping[str, tuple[str, ...]]) -> TemplateSlot:
    if isinstance(given, list):
        low, high = given
        return TemplateSlot("number", low=low, high=high)
    return TemplateSlot(cast(SlotKind, given), words=words[given])
