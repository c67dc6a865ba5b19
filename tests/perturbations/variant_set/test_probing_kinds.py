"""Sets of the probing kinds: the same bytes, with a stop in between or with two workers."""

from pathlib import Path

import pytest

from clipo_bench.perturbations.engine import Recipe, perturb
from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.perturbations.variant_set.writer import identity, write_variants
from clipo_bench.tasks.problem import Problem, problem_id

NEW = tuple(
    kind
    for kind in REWRITES
    if kind.startswith(
        ("irrelevant", "none", "typos", "numbers_", "missing", "reversal", "chained")
    )
)
PLANETS = ("Mars", "Saturn", "Venus", "Mercury")


def own(question: str, gold: str, solution: str | None = None, *choices: str) -> Problem:
    name = problem_id(question, choices)
    return Problem("own", name, question, gold, choices=choices, solution=solution, family=name)


PROBLEMS = [
    own(
        f"Nora has {a} pens. She buys {b} boxes with 8 pens in each box. Each box costs $3. How "
        "many pens does Nora have now?",
        str(a + 8 * b),
        f"{b}*8=<<{b}*8={8 * b}>>{8 * b}. {a}+{8 * b}=<<{a}+{8 * b}={a + 8 * b}>>{a + 8 * b}"
        f"\n#### {a + 8 * b}",
    )
    for a, b in ((12, 5), (15, 6))
] + [
    own(
        "Carlos buys 6 pounds of flour. A pound of flour costs $4. How much does Carlos pay?",
        "24",
        "6*4=<<6*4=24>>24\n#### 24",
    ),
    own("Which planet has rings of ice and a moon named Titan?", "B", None, *PLANETS),
]


def written(folder: Path, workers: int = 1, stop: int = 0) -> dict[str, bytes]:
    def progress(done: int, total: int) -> None:
        if stop and done >= stop:
            raise KeyboardInterrupt

    recipe = Recipe(NEW, k=2, seed=4)
    wanted = identity("own", "f00d", PROBLEMS, recipe, None)
    write_variants(folder, PROBLEMS, recipe, wanted, workers=workers, on_progress=progress)
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.name != "manifest.json"
    }


def test_each_kind_makes_some() -> None:
    made = {
        outcome.kind for outcome in perturb(PROBLEMS, Recipe(NEW, k=1, seed=4)) if outcome.variants
    }
    assert made == set(NEW) and len(NEW) == 13


def test_the_same_bytes_whatever_happens(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        written(tmp_path / "stopped", stop=2)
    assert not (tmp_path / "stopped").exists()
    assert written(tmp_path / "stopped") == whole
    assert written(tmp_path / "two", workers=2) == whole
