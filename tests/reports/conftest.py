"""Run folders with made-up, seeded samples."""

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from clipo_bench.reports.folders import table
from clipo_bench.reports.paper_table import PaperTable
from clipo_bench.tasks.benchmarks import GROUPS
from clipo_bench.tasks.storage.run_folder import write_manifest, write_samples
from clipo_bench.tasks.storage.run_schema import Manifest, Sample

Build = Callable[..., Sample]
Write = Callable[..., Path]


def build_sample(problem: str = "p1", right: bool = True, **changes: Any) -> Sample:
    kind = str(changes.get("kind", "original"))
    values: dict[str, Any] = {
        "benchmark": "made_up",
        "problem_id": problem,
        "family": problem,
        "variant_id": "" if kind == "original" else f"{kind}-0",
        "kind": kind,
        "sample_index": 0,
        "prompt": f"What is asked by {problem}?",
        "gold": "4",
        "original_gold": None if kind == "original" else "3",
        "response": f"The answer to {problem} is {'4' if right else '5'}.",
        "finish_reason": "stop",
        "tokens": 9,
        "outcome": "correct" if right else "wrong",
        "extracted": "4" if right else "5",
        "found": "last",
        "matched": "number" if right else "",
        "copied": False,
        "process": "not_checkable",
        "failed_step": None,
    } | changes
    identity = "|".join(
        str(values[n]) for n in ("benchmark", "problem_id", "kind", "variant_id", "sample_index")
    )
    return Sample(key=hashlib.sha256(identity.encode()).hexdigest()[:16], **values)


@pytest.fixture
def sample() -> Build:
    """Makes a `Sample` of a problem, right or wrong, with any field changed."""
    return build_sample


def write_folder(folder: Path, samples: Sequence[Sample], **changes: Any) -> Path:
    folder.mkdir(parents=True)
    values: dict[str, Any] = {
        "model": f"made-up/{folder.name}",
        "revision": "0",
        "settings": {"temperature": 0, "samples": 1, "seed": 1},
        "grader": {"mode": "full"},
        "benchmarks": {s.benchmark: "f0" for s in samples},
        "variants": "v0",
    } | changes
    write_manifest(folder, Manifest(**values))
    write_samples(folder, samples)
    return folder


@pytest.fixture
def write_run(tmp_path: Path) -> Write:
    """Writes a run folder under a name, from samples, with any part of the manifest changed."""

    def write(name: str, /, samples: Sequence[Sample], **changes: Any) -> Path:
        return write_folder(tmp_path / name, samples, **{"model": f"made-up/{name}"} | changes)

    return write


@pytest.fixture(scope="session")
def nine_runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Nine runs of track 2, seeded: a base model, and four methods with and without CLIPO."""
    folder = tmp_path_factory.mktemp("nine")
    methods = [name + end for name in ("grpo", "gspo", "dapo", "gmpo") for end in ("", "+clipo")]
    folders = []
    for seed, name in enumerate(["base", *methods]):
        rng = random.Random(seed)
        gain = 0.3 if name.endswith("clipo") else 0.0
        samples = [
            build_sample(
                f"p{problem}",
                right=rng.random() < 0.2 + 0.05 * number + gain,
                benchmark=benchmark.name,
                sample_index=index,
            )
            for number, benchmark in enumerate(GROUPS["track2"])
            for problem in range(6 + 3 * number)
            for index in range(2)
        ]
        folders.append(write_folder(folder / name, samples))
    return folders


@pytest.fixture(scope="session")
def nine_table(nine_runs: list[Path]) -> PaperTable:
    """The table of the nine runs."""
    return table(nine_runs, "track2")


@pytest.fixture
def population(sample: Build) -> Callable[..., list[Sample]]:
    """Draws the samples of a policy that is right with a chance per kind, seeded."""

    def draw(
        chances: Mapping[str, float], problems: int, seed: int, samples: int = 1, **changes: Any
    ) -> list[Sample]:
        rng = random.Random(seed)
        return [
            sample(
                f"p{number}",
                right=rng.random() < chance,
                kind=kind,
                sample_index=index,
                **changes,
            )
            for kind, chance in chances.items()
            for number in range(problems)
            for index in range(samples)
        ]

    return draw
