"""What is usual in the world: counts of what is named, speeds, prices that moved."""

from fractions import Fraction

import pytest

from clipo_bench.perturbations.programs import sense
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.text.mentions import find


def slots_of(question: str) -> list[Slot]:
    return [
        Slot(f"n{place}", one.start, one.end, one.text, one.value, one.kind)
        for place, one in enumerate(find(question))
    ]


def offends(question: str, **values: int) -> bool:
    """Whether other numbers offend everyday sense; those of the question never do."""
    found = sense.of(question, slots_of(question))
    assert not any(sense.violations(found, {}))
    return any(sense.violations(found, {name: Fraction(new) for name, new in values.items()}))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Ann has 60 beads of three colors. She loses 4 red, 5 blue and 6 green ones.", "n1"),
        ("Ann works two days a week. On Monday she sells 5 pies, on Friday 7.", "n0"),
        ("Ann has three friends. Bob has 4 cards. Cid has 5 cards. Dan has 6.", "n0"),
    ],
)
def test_a_count_of_what_is_named_stays(question: str, name: str) -> None:
    assert offends(question, **{name: 4})


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Ann has 60 beads of three colors, as many of each. She loses 4 beads.", "n1"),
        ("Ann works two days a week and sells 5 pies a day.", "n0"),
        ("Ann gives three friends 4 cards each. How many cards does she give?", "n0"),
    ],
)
def test_a_count_of_what_is_not_named_may_change(question: str, name: str) -> None:
    assert not offends(question, **{name: 4})


def test_a_price_that_was_marked_down_stays_below_the_earlier_one() -> None:
    question = "Ann sells bags for $6 a bag. In the evening she marks the last 5 bags down to $4."
    assert offends(question, n2=8)
    assert offends(question, n0=3)
    assert not offends(question, n0=9, n2=8)


def test_a_price_that_was_raised_stays_above_the_earlier_one() -> None:
    question = "A ticket costs $20. In May the theater raised the price to $25. Ann buys 3 tickets."
    assert offends(question, n1=15)
    assert not offends(question, n1=30)


def test_prices_stay_where_one_is_said_to_be_cheaper() -> None:
    question = "One cap costs $2, and a pack of 10 caps is cheaper and costs $15. Ann buys 12 caps."
    assert offends(question, n1=18) or offends(question, n2=18) or offends(question, n3=18)


@pytest.mark.parametrize(
    ("question", "fast", "slow"),
    [
        ("Ann walks at 3 miles per hour for 2 hours.", 9, 4),
        ("Ann rides her bike at 12 miles per hour for 2 hours.", 40, 20),
        ("Ann drives at 40 miles per hour for 2 hours in heavy traffic.", 95, 60),
    ],
)
def test_speeds_are_usual(question: str, fast: int, slow: int) -> None:
    assert offends(question, n0=fast)
    assert not offends(question, n0=slow)


def test_miles_and_their_hours_make_a_speed() -> None:
    question = "Ann ran 12 miles in 2 hours while Bob drove 90 miles in 2 hours."
    assert offends(question, n0=28)
    assert offends(question, n0=15, n1=1)
    assert not offends(question, n0=16)
    assert not offends(question, n2=100)


def test_a_week_has_no_more_hours_than_a_person_has() -> None:
    question = "Ann played the piano for 40 hours last week and ran half as long."
    assert offends(question, n0=80)
    assert not offends(question, n0=50)


def test_a_distance_on_the_map_stays() -> None:
    assert offends("The distance between Utah and New York is 2,100 miles by plane.", n0=4000)
    assert not offends("The distance between Ann's house and Bob's is 12 miles.", n0=14)
