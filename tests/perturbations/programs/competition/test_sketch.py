"""Edited competition problems are told by a few hashes, and no others are."""

import random
import re
from pathlib import Path

import pytest

from clipo_bench.perturbations.programs.competition import sketch as sketches
from clipo_bench.perturbations.programs.competition.catalogue import (
    COMPETITIONS,
    entries_of,
    find_entry,
)
from clipo_bench.perturbations.programs.competition.sketch import (
    DIGITS,
    SIZE,
    nearest_known,
    sketch,
)
from clipo_bench.perturbations.programs.competition.sketches import SKETCHES
from clipo_bench.perturbations.rewrites.numbers import Numbers
from clipo_bench.perturbations.variant import Refusal
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.sources.named import load_problems

FIRST = entries_of(COMPETITIONS[0])[0]
TEXT = (
    "A gardener plants $9$ rows of tulips and $4$ rows of roses along a path. Each row of tulips "
    "needs $30$ minutes. How many minutes does the whole work need?"
)


def near(text: str, monkeypatch: pytest.MonkeyPatch) -> str | None:
    hashes = sketches._hashes(sketch(TEXT))
    monkeypatch.setattr(sketches, "_known", lambda: {FIRST.texts[0]: hashes})
    return nearest_known(text)


@pytest.mark.parametrize(
    "edit",
    [
        TEXT,
        TEXT.replace("$9$", "$12$"),
        TEXT.replace("gardener", "farmer"),
        TEXT.replace("the whole work", "all of the work"),
    ],
)
def test_an_edited_text_is_told(edit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert near(edit, monkeypatch) == FIRST.name


@pytest.mark.parametrize(
    "other",
    ["", "How many minutes?", "A gardener plants 9 trees. How many minutes does each tree need?"],
)
def test_another_text_is_not(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert near(other, monkeypatch) is None


def test_the_table_is_of_known_problems_and_has_no_text() -> None:
    texts = {text for name in COMPETITIONS for one in entries_of(name) for text in one.texts}
    assert texts >= SKETCHES.keys()
    assert all(re.fullmatch(f"[0-9a-f]{{{DIGITS * SIZE}}}", text) for text in SKETCHES.values())


@pytest.mark.real_data
def test_an_edited_competition_problem_is_named(real_data: Path) -> None:
    problems = load_problems("aime24,aime25,amc23", real_data).problems
    sketched = [one for one in problems if sketch(one.question)]
    assert len(sketched) == len(SKETCHES)
    rng = random.Random(0)
    for problem in sketched:
        found = find_entry(problem.question)
        words = list(re.finditer(r"(?<![\\A-Za-z])[a-z]{3,}", problem.question))
        word = rng.choice(words)
        edit = f"{problem.question[: word.start()]}altered{problem.question[word.end() :]}"
        assert found
        assert nearest_known(edit) == found.name


@pytest.mark.real_data
def test_the_refusal_of_an_edit_names_the_known_problem(real_data: Path) -> None:
    first = load_problems("aime24", real_data).problems[0]
    found = find_entry(first.question)
    edited = Problem("own", "1", f"Now {first.question}", first.gold)
    refused = Numbers().propose(edited, random.Random(0))
    assert isinstance(refused, Refusal)
    assert found
    assert refused.detail == f"almost {found.name!r}: only the published wording has a program"


@pytest.mark.real_data
def test_other_problems_are_not_taken_for_known_ones(real_data: Path) -> None:
    others = load_problems("math500", real_data).problems
    assert [one.id for one in others if nearest_known(one.question)] == []
