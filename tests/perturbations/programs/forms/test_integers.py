"""Sets of integers: what the words say, found in two ways that agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.programs.forms import integer_sets as sets
from clipo_bench.perturbations.programs.forms.integer_sets import IntegerSet, Property
from clipo_bench.perturbations.programs.forms.no_value import NoValue
from clipo_bench.perturbations.programs.forms.recognise import recognise

PROPERTIES = st.one_of(
    st.builds(sets.congruent, st.integers(0, 30), st.integers(2, 12)),
    st.builds(sets.divisor_of, st.integers(1, 5000)),
    st.builds(sets.perfect_power, st.integers(2, 4)),
    st.builds(sets.coprime, st.integers(2, 60)),
    st.sampled_from([sets.prime(), sets.composite(), sets.palindrome()]),
    st.builds(lambda total: sets.digits(lambda one: sum(one) == total), st.integers(1, 20)),
    st.builds(lambda count: sets.divisor_count(lambda one: one == count), st.integers(1, 12)),
)


@given(st.lists(PROPERTIES, min_size=1, max_size=3), st.integers(0, 50), st.integers(1, 900))
def test_both_ways_find_the_same(properties: list[Property], low: int, width: int) -> None:
    found = IntegerSet((sets.between(low, low + width), *properties))
    try:
        members = found.members()
    except NoValue:  # remainders that exclude each other
        assert found.members_plainly() == []
        return
    assert members == found.members_plainly()
    for largest in (False, True):
        if members:
            extreme = found.extreme(largest)
            assert extreme == members[-1 if largest else 0]
            assert found.is_extreme(extreme, largest)
            assert not found.is_extreme(extreme + 1, largest)


@given(st.lists(PROPERTIES, min_size=1, max_size=2), st.integers(0, 400))
def test_none_and_any_are_opposites(properties: list[Property], number: int) -> None:
    none, some = sets.none_of(*properties), sets.any_of(*properties)
    assert none.holds(number) != some.holds(number)
    assert none.plainly(number) != some.plainly(number)


def test_what_takes_too_long_is_refused() -> None:
    with pytest.raises(NoValue):
        sets.divisor_of((10**40 + 121) * (10**41 + 19))
    with pytest.raises(NoValue):
        IntegerSet((sets.between(1, 10**9), sets.prime())).members()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many two-digit numbers leave a remainder of 3 when divided by 8?", 12),
        ("What is the sum of all of the odd divisors of $90$?", 78),
        ("How many of the positive divisors of 252 are multiples of 3 but not 9?", 6),
        ("What is the largest negative integer congruent to $5 \\pmod{9}$?", -4),
        (
            "What percent of the positive integers less than or equal to $50$ are divisible by 5?",
            20,
        ),
        ("How many integers $n$ satisfy $0<n<40$ and $4n\\equiv 2\\pmod 6?$", 13),
        ("What is the third smallest positive integer greater than 5 that is a square?", 25),
        ("How many numbers from $1$ to $60$ are not perfect squares or perfect cubes?", 51),
        ("What is the sum of the proper divisors of $28$?", 28),
        ("What multiple of 14 is closest to 1000?", 994),
        ("How many positive integers less than $1,\\!300$ are divisible by 13?", 99),
    ],
)
def test_words_are_read(question: str, answer: int) -> None:
    program = recognise(question)
    assert program is not None
    assert program.evaluate({}) == answer


@pytest.mark.parametrize(
    "question",
    [
        "How many integers between 10 and 40 are divisible by 10?",  # do the ends count?
        "How many numbers less than 30 are multiples of 7?",  # is zero one of them?
        "How many integer divisors does $7$ have?",  # negative ones, too?
        "How many integers are divisible by 7?",
        "What is the largest integer that is divisible by 7?",
        "How many two-digit integers are divisible by 7? They are lucky.",
    ],
)
def test_what_is_not_clear_has_no_program(question: str) -> None:
    assert recognise(question) is None


def test_a_list_keeps_its_order() -> None:
    program = recognise("What is the least positive integer divisible by each of 4, 6 and 9?")
    assert program is not None
    assert program.violations({"n1": 3}) != []
    assert program.violations({"n1": 7}) == []
