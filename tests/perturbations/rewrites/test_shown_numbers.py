"""Rows of GSM8K whose number variants were wrong once: each comes out right, or is refused."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from clipo_bench.perturbations.engine import item_rng
from clipo_bench.perturbations.rewrites.numbers import Numbers
from clipo_bench.perturbations.text.mentions import find
from clipo_bench.perturbations.variant import Refusal
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem

Right = Callable[..., Any]

# By row: what every variant still says, and a person's function of all its numbers that gives the
# gold. No variant at all is right, too.
ROWS: dict[tuple[str, int], tuple[tuple[str, ...], Right]] = {
    ("train", 2562): ((), lambda each, minutes, all_: Fraction(minutes * all_, 60 * each)),
    ("train", 5893): ((), lambda all_, m, j, late, one, c: (m + j) * all_ + c * (all_ - late)),
    ("train", 5389): ((), lambda clip, ear, bath, claws: 4 * claws * clip + 2 * ear + 60 * bath),
    ("train", 4034): (
        ("below 80%", "over 80%"),
        lambda all_, top, a, b, half, c, d: all_ * (1 - top) * (100 - half) / 100,
    ),
    ("train", 7070): (
        ("double meat", "one regular"),
        lambda bread, one, more, a, single, double, b: bread * single + more * double,
    ),
    ("train", 7412): ((), lambda had, part, found: had * (1 - part) + found),
    ("train", 6106): (
        ("8 men", "6 women", "all 14"),
        lambda men, a, women, b, all_: Fraction(men * a + women * b, all_),
    ),
    ("train", 1731): (
        ("a total of 24 feet", "20 feet", "4 feet"),
        lambda total, ran, jump, run, less, times: run + times * jump - less - total,
    ),
    ("train", 2957): (
        ("for 5 days", "the other 2."),
        lambda hours, days, more, rest: hours * days + more * rest,
    ),
    ("train", 7235): (
        (),
        # at k times, the difference is k - 1 times the younger's age
        lambda a, b, times: Fraction((a + b) * times, times - 1) - a,
    ),
    ("train", 1807): ((), lambda more, most, times: Fraction(most * more, times)),
    ("train", 5583): (("12 wins and 4 ties", "13 wins and 1 tie"), lambda *all_: None),
    ("test", 711): (("$1.50", "$6.00"), lambda *all_: None),
    ("train", 1318): ((), lambda less, more, tall, times: tall * times + more - less),
    ("train", 1189): (
        ("two-point", "three-point"),
        lambda all_, games, free, one, two, worth, three: (
            (Fraction(all_, games) - free - two * worth) / three
        ),
    ),
    ("train", 6121): (
        (),
        lambda a, one, b, two: abs(one * (100 - a) / 100 - two * (100 - b) / 100),
    ),
    ("train", 1486): ((), lambda every, had, away, one: every * had + every - away),
}


@pytest.fixture(scope="module")
def rows(real_data) -> dict[tuple[str, int], Problem]:
    found = {}
    for split in ("train", "test"):
        told = (real_data / "gsm8k" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
        for row in (row for where, row in ROWS if where == split):
            entry = json.loads(told[row])
            found[split, row] = Problem(
                benchmark="gsm8k",
                id=f"{split}-{row}",
                question=entry["question"],
                gold=entry["answer"].rpartition("####")[2].strip(),
                solution=entry["answer"],
            )
    return found


def made(problem: Problem, tries: int = 8) -> Iterator[Problem]:
    """The variants that pass every check, of a few proposals."""
    for index in range(tries):
        proposed = Numbers().propose(problem, item_rng(0, "numbers", problem.id, index))
        if isinstance(proposed, Refusal):
            return
        if not verify(problem, proposed).failed:
            yield proposed.problem


@pytest.mark.real_data
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_rows_come_out_right_or_are_refused(row, rows):
    says, right = ROWS[row]
    problem = rows[row]
    assert right(*values(problem)) in (Fraction(problem.gold), None), "the function is right"
    for variant in made(problem):
        assert all(text in variant.question for text in says), variant.question
        assert right(*values(variant)) == Fraction(variant.gold), variant.question


def values(problem: Problem) -> list[Fraction]:
    return [one.value for one in find(problem.question)]


@pytest.mark.real_data
def test_their_variants_say_nothing_absurd(rows):
    for variant in made(rows["train", 1807]):
        assert Fraction(variant.gold) < values(variant)[1], "the largest is the largest"
    for variant in made(rows["train", 1318]):
        assert Fraction(variant.gold) <= 215, "nobody is taller"
    for variant in made(rows["train", 6121]):
        assert " an $7" not in variant.question
        assert " an $9" not in variant.question
    for variant in made(rows["train", 1486]):
        assert values(variant)[1] == 5 or "6th" not in str(variant.solution)


@pytest.mark.real_data
def test_most_of_them_still_have_variants(rows):
    assert sum(any(made(problem)) for problem in rows.values()) >= 12
