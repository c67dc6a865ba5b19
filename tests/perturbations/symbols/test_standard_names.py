r"""Names that mean something fixed stay, a text's own letters go, and the check knows both itself.

Each line of `standard_names.jsonl` is a problem of our own: `must_stay` has strings (or `re:`
patterns) that stand in every variant, `must_rename` the letters that some variant renames, and
`solution_dropped` whether its worked solution uses a letter of the question for something else.
"""

import json
import random
import re
import time
from pathlib import Path
from typing import Any

import pytest

from clipo_bench.perturbations.checks.standard_names import standing_names
from clipo_bench.perturbations.rewrites import symbols
from clipo_bench.perturbations.rewrites.registry import REWRITES
from clipo_bench.perturbations.symbols.fixed_names import FIXED_NAMES
from clipo_bench.perturbations.symbols.introductions import is_introduced
from clipo_bench.perturbations.symbols.known_names import KNOWN_NAMES
from clipo_bench.perturbations.symbols.standard_name import StandardName
from clipo_bench.perturbations.symbols.standard_names import standard_names
from clipo_bench.perturbations.variant import Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem

Case = dict[str, Any]
CORPUS = Path(__file__).with_name("standard_names.jsonl")
CASES: list[Case] = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
LEVELS = ("symbols", "symbols_greek", "symbols_subscripted", "symbols_words")


def asked(case: Case) -> Problem:
    return Problem(
        "own",
        case["id"],
        case["question"],
        case["answer"],
        solution=case.get("solution"),
        family=case["id"],
    )


def proposals(case: Case, kind: str, how_many: int) -> list[Variant]:
    tried = (
        REWRITES[kind].propose(asked(case), random.Random(f"{case['id']}{seed}"))
        for seed in range(how_many)
    )
    return [one for one in tried if not isinstance(one, Refusal)]


def lost(case: Case, variant: Variant) -> list[str]:
    text = variant.problem.question
    return [
        one
        for one in case.get("must_stay", [])
        if not (re.search(one[3:], text) if one.startswith("re:") else one in text)
    ]


def test_the_corpus_has_enough_of_both_sides() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert sum(bool(case.get("must_stay")) for case in CASES) >= 60
    assert sum(bool(case.get("must_rename")) for case in CASES) >= 40


@pytest.mark.parametrize("kind", LEVELS)
def test_known_names_stay_at_every_level(kind: str) -> None:
    made = [(case, one) for case in CASES for one in proposals(case, kind, 2)]
    assert len(made) > len(CASES)
    assert [(case["id"], lost(case, one)) for case, one in made if lost(case, one)] == []
    failed = {case["id"]: verify(asked(case), one).failed for case, one in made}
    assert {name: checks for name, checks in failed.items() if checks} == {}


def test_own_letters_are_renamed() -> None:
    missing = {}
    for case in CASES:
        if case.get("must_rename"):
            renamed = {
                old for one in proposals(case, "symbols", 4) for old in one.certificate.evidence
            }
            if left := set(case["must_rename"]) - renamed:
                missing[case["id"]] = left
    assert missing == {}


def test_a_solution_that_means_something_else_is_dropped() -> None:
    for case in CASES:
        if "solution_dropped" in case:
            made = proposals(case, "symbols", 4)
            assert made, case["id"]
            for one in made:
                assert (one.problem.solution is None) == case["solution_dropped"], case["id"]


def test_the_check_finds_lost_names_without_the_rewrite(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the rewrite's list switched off, the check alone refuses nearly all that is lost."""
    monkeypatch.setattr(symbols, "standard_names", lambda *_, **__: iter(()))
    found, passed = set(), set()
    for case in CASES:
        for one in proposals(case, "symbols", 3):
            if lost(case, one):
                (found if verify(asked(case), one).failed else passed).add(case["id"])
    assert len(found | passed) >= 100
    assert len(found - passed) / len(found | passed) >= 0.9


@pytest.mark.parametrize(
    "row", [*FIXED_NAMES, *KNOWN_NAMES], ids=lambda row: f"{row.why}: {row.example}"
)
def test_each_row_reads_its_example(row: StandardName) -> None:
    text = row.example if "$" in row.example else f"Find ${row.example}$."
    assert row.why in {why for _, why in standard_names(text, set(row.letters))}


@pytest.mark.parametrize(
    ("letter", "text", "introduced"),
    [
        ("P", "A polynomial $P(x)$ is odd.", True),
        ("P", "Let $Q(x)$ and $P(x)$ be polynomials.", True),
        ("S", "Let $S_n$ be the sum of the first $n$ squares.", True),
        ("S", "Find the order of the group $S_5$.", False),
        ("S", "Let $n = |S_5|$.", False),
        ("F", "We have $F_{n+2} = F_{n+1} + F_n$.", True),
        ("F", "For which $n$ is $F_n = n^2$?", False),
        (r"\phi", r"Which $n$ have $\phi(n) = n/2$?", False),
        (r"\phi", r"Define $\phi(n) = n/2$.", True),
        ("E", "Show that $E(aX + b) = aE(X) + b$.", False),
        ("K", "How many edges of $K_5$ are red?", False),
        ("A", r"Points $A_1$, $A_2$ are red.", True),
        ("A", r"Let $A_1 = \{1, 2\}$.", True),
    ],
)  # fmt: skip
def test_what_introduces_a_letter(letter: str, text: str, introduced: bool) -> None:
    assert is_introduced(letter, text, by_equation=not letter.startswith("\\")) == introduced


def test_new_names_read_as_nothing_fixed() -> None:
    # `x \in S` never becomes `x \in R`
    case = {
        "id": "in",
        "question": r"Let $S$ be a set. How many $k \in S$ are even?",
        "answer": "3",
    }
    new = {one.certificate.evidence["S"] for one in proposals(case, "symbols", 60)}
    assert len(new) > 5
    assert not new & set("RZNQC")


def test_the_check_reads_diagrams_and_points_as_what_they_are() -> None:
    assert set(standing_names("How many ways are $C(5,2)$?")) == {"C"}
    assert set(standing_names("The points $A(1,2)$ and $C(5,2)$ are joined.")) == set()
    assert set(standing_names('[asy] label("$S_5$", A4); [/asy] Find $x$.')) == set()


@pytest.mark.parametrize(
    "piece", [" ", "$A_1$, ", "A, ", "P(A", "_n", "d x / ", "3i+", r"\frac{d", "H_2", "the a b "]
)
def test_long_texts_are_read_in_time(piece: str) -> None:
    text = "points $A" + piece * (20_000 // len(piece)) + "$ $P(A)$"
    start = time.process_time()
    list(standard_names(text, set("ABCDEFGHPSdn") | {r"\phi"}))
    list(standing_names(text))
    assert time.process_time() - start < 5
