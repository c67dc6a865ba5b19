"""Values drawn for programs, and the everyday bounds that they keep."""

import random
from fractions import Fraction

import pytest

from clipo_bench.perturbations.programs import sense
from clipo_bench.perturbations.programs.draw import Draws, draw
from clipo_bench.perturbations.programs.slot import Slot
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram
from clipo_bench.perturbations.text.mentions import find


def program(question: str, solution: str) -> SolutionProgram:
    found = derive(question, solution)
    assert isinstance(found, SolutionProgram), found
    return found


FENCE = program(
    "A fence has 36 posts and 144 boards. Each post costs $12 and each board $3. "
    "Ruth gets 25% off. How many dollars does she pay?",
    "Posts: 36*12=<<36*12=432>>432.\nBoards: 144*3=<<144*3=432>>432.\n"
    "Both: 432+432=<<432+432=864>>864.\nOff: 864*.25=<<864*.25=216>>216.\n"
    "She pays 864-216=<<864-216=648>>648.\n#### 648",
)
SHARES = program(
    "Seven baskets hold 119 plums, the same in each. Kim takes 3 of the baskets. "
    "How many plums does Kim take?",
    "A basket holds 119/7=<<119/7=17>>17 plums.\nKim takes 17*3=<<17*3=51>>51 plums.\n#### 51",
)
STUCK = program(
    "A table has 4 legs. How many legs do a dozen tables have?", "4*12=<<4*12=48>>48.\n#### 48"
)


@pytest.mark.parametrize("one", [FENCE, SHARES])
def test_drawn_values_violate_nothing_and_stay_near(one: SolutionProgram) -> None:
    draws = Draws(one)
    for seed in range(30):
        values = draws.draw(random.Random(seed))
        assert values is not None
        assert one.violations(values) == []
        assert any(
            values[name] != slot.value for slot in one.slots if (name := slot.name) in values
        )
        for slot in one.free:
            new = values.get(slot.name, slot.value)
            assert slot.value / 2 <= new <= slot.value * 2
            assert len(str(int(new))) == len(str(int(slot.value)))
        assert Fraction(1, 3) <= one.evaluate(values) / one.gold <= 3


def test_draws_depend_on_the_generator_alone() -> None:
    one, other = Draws(SHARES), Draws(SHARES)
    expected = [one.draw(random.Random(seed)) for seed in range(10)]
    assert [other.draw(random.Random(seed)) for seed in reversed(range(10))] == expected[::-1]
    assert draw(SHARES, random.Random(3)) == expected[3]
    assert len({tuple(sorted((values or {}).items())) for values in expected}) > 3


def test_numbers_that_must_divide_are_found() -> None:
    draws = Draws(SHARES)
    values = [draws.draw(random.Random(seed)) or {} for seed in range(20)]
    assert all(
        (one.get("n1", Fraction(119)) / one.get("n0", Fraction(7))).denominator == 1
        for one in values
    )
    assert any("n1" in one and one["n1"] != 119 for one in values)


def test_numbers_grow_no_more_often_than_they_shrink() -> None:
    draws = Draws(FENCE)
    found = [draws.draw(random.Random(seed)) or {} for seed in range(200)]
    grown = sum(one.get("n1", Fraction(144)) > 144 for one in found)
    assert 40 <= grown <= 120


def test_round_numbers_lose_one_zero_at_most() -> None:
    truck = program(
        "A truck costs $30,000 and its seats $1,500. How many dollars do 4 such trucks cost?",
        "30000+1500=<<30000+1500=31500>>31500\n31500*4=<<31500*4=126000>>126000\n#### 126000",
    )
    draws = Draws(truck)
    found = [draws.draw(random.Random(seed)) or {} for seed in range(60)]
    assert all(one.get("n0", Fraction(30000)) % 1000 == 0 for one in found)
    assert all(one.get("n1", Fraction(1500)) % 10 == 0 for one in found)
    assert len({one.get("n0") for one in found}) > 10


@pytest.mark.parametrize("one", [FENCE, SHARES])
def test_what_is_multiplied_is_as_hard_as_before(one: SolutionProgram) -> None:
    draws, original = Draws(one), one.hardness({})
    for seed in range(40):
        found = one.hardness(draws.draw(random.Random(seed)) or {})
        assert found.digits == original.digits
        assert found.long_products == original.long_products
        assert original.significant - 1 <= found.significant <= original.significant
        assert found.round_gold >= original.round_gold


def test_a_number_far_from_the_old_one_is_taken_where_no_nearer_one_fits() -> None:
    # of the per cents up to twice 25 only 50 gives whole dollars, and the pin has that already
    stall = program(
        "A ring costs $4, a brooch 25% more, and a pin half as much as the ring. How many dollars "
        "do they cost together?",
        "The brooch costs 4*25/100=<<4*25/100=1>>1 more.\nIt costs 4+1=<<4+1=5>>5.\n"
        "The pin costs 4*.5=<<4*.5=2>>2.\nThey cost 4+5+2=<<4+5+2=11>>11.\n#### 11",
    )
    assert draw(stall, random.Random(0)) == {"n1": Fraction(75)}


def test_nothing_to_draw_is_none() -> None:
    assert draw(STUCK, random.Random(0)) is None


def bounds(text: str) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """The bounds of a question's numbers, by their texts."""
    slots = [
        Slot(f"n{index}", one.start, one.end, one.text, one.value, one.kind)
        for index, one in enumerate(find(text))
    ]
    found = sense.bounds(text, slots)
    return {
        slot.text: (found[slot.name].least, found[slot.name].most)
        for slot in slots
        if slot.name in found
    }


@pytest.mark.parametrize(
    ("text", "number", "most"),
    [
        ("She works 5 days a week.", "5", 7),
        ("She works a 4-day week.", "4", 7),
        ("She sleeps 8 hours every night.", "8", 12),
        ("She works for 9 hours each day.", "9", 16),
        ("She works 48 weeks a year.", "48", 52),
        ("She knits 40 minutes per hour.", "40", 60),
        ("Her cat has 28 teeth.", "28", 32),
    ],
)
def test_calendars_and_bodies_bound_numbers(text: str, number: str, most: int) -> None:
    assert bounds(text)[number][1] == most


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("There are 16 ounces in a pound.", "16"),
        ("A month has 31 days.", "31"),
        ("A yard is 3 feet.", "3"),
        ("Her dog has 4 legs.", "4"),
        ("She pays with a $50 bill.", "50"),
        ("The moon is 60 feet high in her picture.", "60"),
        ("She has 2 sisters and both wear them.", "2"),
        ("She has 2 sisters, Meg and Sue.", "2"),
    ],
)
def test_facts_and_what_words_repeat_stay(text: str, number: str) -> None:
    assert bounds(text)[number] == (Fraction(number), Fraction(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("She visits 5 shops a week.", "5"),
        ("She walks 12 miles a day.", "12"),
        ("She buys 3 feet of ribbon.", "3"),
        ("She works 18 hours a day.", "18"),
    ],
)
def test_what_nothing_bounds_is_free(text: str, number: str) -> None:
    assert number not in bounds(text)


def test_numbers_that_make_up_an_unused_one_stay() -> None:
    guests = program(
        "Lea cooks for 15 guests. 9 guests eat soup for $4 each, and 6 guests eat salad for $7 "
        "each. How many dollars does Lea spend?",
        "Soup: 9*4=<<9*4=36>>36.\nSalad: 6*7=<<6*7=42>>42.\nAll: 36+42=<<36+42=78>>78.\n#### 78",
    )
    draws = Draws(guests)
    for seed in range(10):
        values = draws.draw(random.Random(seed)) or {}
        assert values
        assert (values.get("n1", 9), values.get("n3", 6)) == (9, 6)


def test_numbers_stay_on_their_side_of_one_that_no_step_uses() -> None:
    shelf = program(
        "A shelf of 40 inches holds 35 books. Ann packs 7 books into a bag. How many bags does she "
        "fill?",
        "35/7=<<35/7=5>>5 bags.\n#### 5",
    )
    assert shelf.violations({"n1": Fraction(28)}) == []
    assert shelf.violations({"n1": Fraction(42)}) == ["n0 and n1 are ordered otherwise"]


@pytest.mark.parametrize(
    "text",
    [
        "A triangle has sides of 3, 4 and 5 feet.",
        "The numbers 7 and 8 are consecutive.",
        "She thinks of 49, a perfect square.",
        "30 is divisible by 6.",
    ],
)
def test_numbers_that_are_related_stay(text: str) -> None:
    assert all(least == most for least, most in bounds(text).values())
    assert len(bounds(text)) == len(find(text))


def test_what_may_count_the_other_half_stays() -> None:
    pupils = program(
        "A class has 20 pupils and 10 of them are boys. Each girl has 3 pens. How many pens do "
        "the girls have?",
        "The girls have 10*3=<<10*3=30>>30 pens.\n#### 30",
    )
    draws = Draws(pupils)
    for seed in range(10):
        values = draws.draw(random.Random(seed)) or {}
        assert values.get("n2", 3) != 3
        assert values.get("n1", 10) == 10


@pytest.mark.parametrize("half", ["Half", "50%"])
def test_a_half_that_may_be_the_rest_stays(half: str) -> None:
    text = f"{half} of 40 hats have ribbons. How many hats have no ribbon?"
    assert half.rstrip("%") in bounds(text)
    assert bounds(f"{half} of 40 hats have ribbons. How many are those?") == {}


def test_prices_that_are_ranked_stay_so() -> None:
    tickets = program(
        "A zoo asks $24 of adults and $15 of children. How many dollars do 3 adults and 2 "
        "children pay?",
        "Adults: 24*3=<<24*3=72>>72.\nChildren: 15*2=<<15*2=30>>30.\n"
        "Both: 72+30=<<72+30=102>>102.\n#### 102",
    )
    draws = Draws(tickets)
    found = [draws.draw(random.Random(seed)) or {} for seed in range(30)]
    assert all(one.get("n1", 15) < one.get("n0", 24) for one in found)
    assert any(one.get("n1", 15) > 15 for one in found)
