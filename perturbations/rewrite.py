"""The Rewrite protocol: one kind of rewrite, one file, one entry in the registry."""

import random
from typing import Protocol

from perturbations.variant import Refusal, Variant
from tasks.problem import Problem


class Rewrite(Protocol):
    """Proposes variants of a problem; `perturbations.verify` disposes of them."""

    @property
    def kind(self) -> str:
        """The name under which it is asked for, such as ``symbols``."""
        ...

    def propose(self, problem: Problem, rng: random.Random) -> Variant | Refusal:
        """Rewrite `problem` once, with all randomness from `rng`. Never raises on any text."""
        ...
