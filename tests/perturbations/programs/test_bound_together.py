"""Numbers that other words of the question bind."""

import pytest

from clipo_bench.perturbations.programs.bound_together import bound_together
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.text.mentions import find


def bound(question: str) -> set[str]:
    """The texts of the numbers that are bound."""
    slots = [
        Slot(f"n{place}", one.start, one.end, one.text, one.value, one.kind, one.fixed)
        for place, one in enumerate(find(question))
    ]
    names = bound_together(question, slots)
    return {slot.text for slot in slots if slot.name in names}


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("A drink takes 15 figs and 45 plums. How many if figs to plums are 1:3?", {"15", "45"}),
        ("Bob helps Ann with half of 18 cups. How many cups will each person wash?", {"half"}),
        ("Ann blows up 6 more balloons, three of each color.", {"6", "three"}),
        ("Of 20 boats 19 have 4 sails. How many sails has the twentieth boat?", {"20", "19"}),
        ("Of 12 boats 11 have 4 sails. How many has the 12th boat?", {"12", "11", "12th"}),
        ("The first round has 16 games, the second 8 games and the third 4.", {"16", "8", "4"}),
        ("Ann plants 4 trees, one in each corner of her yard. A tree costs $15.", {"4"}),
        ("Ann works 8 hours a day, from 9 am to 5 pm, for $12 an hour.", {"8"}),
        ("Ann reads 15 pages, from page 21 to page 35, 3 times.", {"15"}),
    ],
)
def test_they_stay(question: str, texts: set[str]) -> None:
    assert bound(question) == texts


@pytest.mark.parametrize(
    "question",
    [
        "A drink takes 15 figs and 45 plums. How many figs are in 7 drinks?",
        "Bob washes half of 18 cups. How many cups does he wash?",
        "Ann blows up 6 more balloons and 3 of the first color.",
        "Of 20 boats 18 have 4 sails. On the third day they go out.",
        "There are 16 games, then 8 games, and 5 more in the last round.",
    ],
)
def test_others_may_change(question: str) -> None:
    assert not bound(question)
