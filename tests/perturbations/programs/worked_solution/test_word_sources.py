"""What the words of a worked solution follow: every row of the table decides its example."""

from fractions import Fraction

import pytest

from clipo_bench.perturbations.programs import Program
from clipo_bench.perturbations.programs.worked_solution import word_sources
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.word_sources import STAGES

WAYS = [way for stage in STAGES for way in stage]
# For each way: other numbers for its example, and a line that the example then has.
WRITTEN = [
    ({"n0": 5}, "In his 5 jars are 5 jars * 15 = <<5*15=75>>75 plums."),
    ({"n0": 15}, "So she has 45 pears, as 15*3=<<15*3=45>>45."),
    ({"n0": 3, "n2": 4}, "36*4 = <<36*4=144>>144"),  # its words may be of cooks or of pounds
    ({"n0": 15}, "All of her 45 pears are ripe."),
    ({"n0": 15}, "There are 15 pears in a crate."),
    ({"n0": 30}, "A week has 7 days."),
    ({"n1": 30}, "Its price is 70% of what it was."),
]


def written(example, numbers):
    """The lines of an example's solution for other numbers; none if it has no program."""
    question, _, solution = example.partition("\n")
    found = derive(question, solution)
    if not isinstance(found, Program):
        return []
    return found.solution({name: Fraction(value) for name, value in numbers.items()}).split("\n")


@pytest.mark.parametrize(
    ("way", "numbers", "line"),
    [(way, *expected) for way, expected in zip(WAYS, WRITTEN, strict=True)],
    ids=[way.follows for way in WAYS],
)
def test_a_way_decides_what_the_words_of_its_example_follow(way, numbers, line, monkeypatch):
    assert line in written(way.example, numbers)
    others = tuple(tuple(one for one in stage if one is not way) for stage in STAGES)
    monkeypatch.setattr(word_sources, "STAGES", others)
    assert line not in written(way.example, numbers)


@pytest.mark.parametrize(
    ("solution", "line"),
    [
        ("So 25% wilt, as 5/20=<<5/20=.25>>.25.\n#### .25", "So 30% wilt, as 6/20=<<6/20=.3>>.3."),
        ("That is 5/20=<<5/20=.25>>.25.\nSo 25% wilt.\n#### .25", "So 30% wilt."),
    ],
)
def test_a_percentage_follows_a_share(solution, line):
    question = "Of 20 roses 5 wilt. What part of the roses wilts?"
    assert line in written(f"{question}\n{solution}", {"n1": 6})
