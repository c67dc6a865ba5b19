"""What tests of kinds have in common: problems of our own, proposals, and what these fail."""

import random
from dataclasses import replace
from typing import Any

import pytest

from clipo_bench.perturbations.rewrites.registry import find
from clipo_bench.perturbations.variant import Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem

PENS = (
    "Nora has 12 pens. She buys 5 boxes with 8 pens in each box. How many pens does Nora have now?",
    "The boxes hold 5*8=<<5*8=40>>40 pens.\nShe has 12+40=<<12+40=52>>52 pens.\n#### 52",
    "52",
)
FUEL = (
    "Carlos buys 6 pounds of flour. A pound of flour costs $3. How much does Carlos pay?",
    "He pays 6*3=$<<6*3=18>>18.\n#### 18",
    "18",
)
PLANET = (
    "Which planet has rings of ice and a moon named Titan?",
    ("Mars", "Saturn", "Venus", "Mercury"),
    "B",
)


class Kit:
    """Makes problems of our own and proposals for them."""

    pens, fuel, planet = PENS, FUEL, PLANET

    @staticmethod
    def solved(texts: tuple[str, str, str] = PENS, **more: Any) -> Problem:
        question, solution, gold = texts
        return Problem("own", "p1", question, gold, solution=solution, family="p1", **more)

    @staticmethod
    def asked(question: str, choices: tuple[str, ...], gold: str, **more: Any) -> Problem:
        made = Problem("own", "p1", question, gold, choices=choices, family="p1")
        return replace(made, **more)

    @staticmethod
    def propose(kind: str, problem: Problem, seed: int = 0) -> Variant | Refusal:
        return find(kind).propose(problem, random.Random(seed))

    @staticmethod
    def made(kind: str, problem: Problem, seed: int = 0) -> Variant:
        """A proposal that passes all checks."""
        proposed = Kit.propose(kind, problem, seed)
        assert isinstance(proposed, Variant), proposed
        assert not Kit.failed(problem, proposed)
        return proposed

    @staticmethod
    def refused(kind: str, problem: Problem) -> str:
        proposed = Kit.propose(kind, problem)
        assert isinstance(proposed, Refusal), proposed
        return proposed.detail

    @staticmethod
    def failed(original: Problem, variant: Variant) -> set[str]:
        return set(verify(original, variant).failed)

    @staticmethod
    def changed(variant: Variant, **fields: Any) -> Variant:
        """The same variant with other fields of its problem."""
        return replace(variant, problem=replace(variant.problem, **fields))

    @staticmethod
    def claimed(variant: Variant, **evidence: str) -> Variant:
        """The same variant with other evidence."""
        certificate = variant.certificate
        new = {
            **certificate.evidence,
            **{key.replace("_", " "): text for key, text in evidence.items()},
        }
        return replace(variant, certificate=replace(certificate, evidence=new))


@pytest.fixture
def kit() -> type[Kit]:
    """The kit, since test folders are no packages."""
    return Kit
