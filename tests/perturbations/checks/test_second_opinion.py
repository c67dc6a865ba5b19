"""The second opinion objects to wrong programs, agrees with right ones, and else is silent."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from clipo_bench.perturbations.checks import second_opinion
from clipo_bench.perturbations.checks.derived import moves
from clipo_bench.perturbations.checks.worked_text import (
    Unreadable,
    arithmetic,
    numbers,
    steps,
)
from clipo_bench.perturbations.programs.worked_solution.derive import derive
from clipo_bench.perturbations.programs.worked_solution.solution_program import SolutionProgram

Function = Callable[..., Fraction | int]

# A question, its worked solution, the right function of all its numbers, and wrong ones that give
# the original's gold as well.
CASES: dict[str, tuple[str, str, Function, list[Function]]] = {
    "two equal numbers, one twice": (
        "A shed has 12 crates. Each crate holds 12 pears. Ida eats 9 pears. How many are left?",
        "The crates hold 12 crates * 12 pears = <<12*12=144>>144 pears.\n"
        "That leaves 144-9=<<144-9=135>>135 pears.\n#### 135",
        lambda a, b, c: a * b - c,
        [lambda a, b, c: a * a - c, lambda a, b, c: b * b - c, lambda a, b, c: 144 - c],
    ),
    "what everybody knows beside an equal number": (
        "A gym sells 7 towels an hour, for 5 hours each day. How many does it sell in a week?",
        "It sells 7*5=<<7*5=35>>35 towels a day.\n"
        "A week has 7 days, so it sells 35*7 days=<<35*7=245>>245 towels.\n#### 245",
        lambda a, b: a * b * 7,
        [lambda a, b: a * b * a, lambda a, b: 7 * b * a + a - 7, lambda a, b: 245 + 0 * a],
    ),
    "a result beside an equal number": (
        "Bo packs 4 bags with 15 figs each. Then he packs 60 dates. How many fruits has he packed?",
        "He packs 4*15=<<4*15=60>>60 figs.\nIn all he packs 60+60=<<60+60=120>>120 fruits.\n"
        "#### 120",
        lambda a, b, c: a * b + c,
        [lambda a, b, c: c + c, lambda a, b, c: 2 * a * b],
    ),
    "half as the rest": (
        "Lea has 40 stamps. She sells 50% of them and then buys 6. How many has she sold?",
        "She has sold 40*.5=<<40*.5=20>>20 stamps.\n#### 20",
        lambda a, b, c: a * b / 100,
        [lambda a, b, c: a * (100 - b) / 100, lambda a, b, c: a / 2],
    ),
    "a hidden one less": (
        "A rope is twice as long as a pole of 30 feet. How long are both?",
        "The rope has 30*2=<<30*2=60>>60 feet.\nBoth have 60+30=<<60+30=90>>90 feet.\n#### 90",
        lambda a, b: b * a + b,
        [lambda a, b: 2 * (a - 1) * b + b, lambda a, b: 3 * b],
    ),
    "a total that stays": (
        "Max has 30 red and 12 blue beads. He uses 25 beads. How many are left?",
        "He has 30+12=<<30+12=42>>42 beads.\nThere are 42-25=<<42-25=17>>17 left.\n#### 17",
        lambda a, b, c: a + b - c,
        [lambda a, b, c: 42 - c, lambda a, b, c: a + 12 - c],
    ),
    "both sides of a share": (
        "Of 45 fish 2/3 are koi. How many are no koi?",
        "Koi are 45*2/3=<<45*2/3=30>>30.\nThe others are 45-30=<<45-30=15>>15.\n#### 15",
        lambda a, b: a - a * b,
        [lambda a, b: a * b / 2, lambda a, b: a / 3],
    ),
}


def opinion(name: str, function: Function) -> bool | None:
    question, solution, right, _ = CASES[name]
    found = numbers(question)
    gold = Fraction(right(*(one.value for one in found)))
    assert f"#### {gold}" in solution
    assert function(*(one.value for one in found)) == gold, (
        "a program must give the original's gold"
    )

    def program(moved):
        return Fraction(function(*(moved.get(one.start, one.value) for one in found)))

    moving = {one.start: one.start for one in found}
    return second_opinion.differs(question, solution, gold, moving, program)


@pytest.mark.parametrize("name", CASES)
def test_it_agrees_with_the_right_program(name):
    assert opinion(name, CASES[name][2]) is False


@pytest.mark.parametrize("name", CASES)
def test_it_objects_to_every_wrong_one(name):
    for wrong in CASES[name][3]:
        assert opinion(name, wrong) is True


def test_numbers_that_stay_are_not_moved():
    question, solution, _, _ = CASES["two equal numbers, one twice"]
    first, second, third = numbers(question)

    def squares(moved):
        value = moved.get(first.start, first.value)
        return value * value - moved.get(third.start, third.value)

    # a wrong function of the first two numbers does no harm where both stay
    assert (
        second_opinion.differs(question, solution, Fraction(135), {third.start: 0}, squares)
        is False
    )
    # nor where they are tied to each other
    tied = {first.start: 0, second.start: 0, third.start: 1}
    assert second_opinion.differs(question, solution, Fraction(135), tied, squares) is False


@pytest.mark.parametrize(
    "solution",
    [
        "He packs 4 bags.\n#### 60",
        "He packs 4*15=<<4*15=61>>61 figs.\n#### 61",
        "He packs 4^15=<<4^15=60>>60 figs.\n#### 60",
        "He packs 4*15=<<4*15=60>>60 figs.\nOne more: 60+1=<<60+1=61>>61.\n#### 61",
        "<<(4*15=60>>\n#### 60",
        "<<4/0=60>>\n#### 60",
        "<<=>>",
    ],
)
def test_it_is_silent_on_what_it_cannot_read(solution):
    question = "Bo packs 4 bags with 15 figs each. How many figs does he pack?"
    assert (
        second_opinion.differs(question, solution, Fraction(60), {}, lambda moved: Fraction(1))
        is None
    )


def test_a_program_that_divides_by_zero_is_no_error_of_the_check():
    question = "Bo packs 4 bags with 15 figs each. How many figs does he pack?"
    solution = "He packs 4*15=<<4*15=60>>60 figs.\n#### 60"

    def program(moved):
        raise ZeroDivisionError

    moving = {one.start: one.start for one in numbers(question)}
    assert second_opinion.differs(question, solution, Fraction(60), moving, program) is True


def test_a_derived_program_is_taken_as_it_is():
    question = (
        "A shed has 12 crates. Each crate holds 20 pears. Ida eats 9 pears. How many are left?"
    )
    solution = "There are 12*20=<<12*20=240>>240.\nThat leaves 240-9=<<240-9=231>>231.\n#### 231"
    program = derive(question, solution)
    assert isinstance(program, SolutionProgram)
    moving, by_start = moves(program)
    assert {question[start:].split(maxsplit=1)[0] for start in moving} == {"12", "20", "9"}
    assert by_start({start: Fraction(2) for start in moving}) == 2
    assert second_opinion.differs(question, solution, program.gold, moving, by_start) is False


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200 pens and $2.50 and 20% and 2/3", "1200 plain, 5/2 money, 20 per cent, 2/3 share"),
        ("two-thirds, a quarter of it, half, twice", "2/3 share, 1/4 share, 1/2 share, 2 times"),
        ("twenty-five, two hundred and five, thrice", "25 plain, 205 plain, 3 times"),
        ("the 3rd of two dozens", "2 plain, 12 plain"),
    ],
)  # fmt: skip
def test_numbers_are_read(text, values):
    found = numbers(text)
    assert ", ".join(f"{one.value} {one.kind.value}" for one in found) == values


@pytest.mark.parametrize(
    ("text", "worth"),
    [("3*(4+5)", 27), ("2-3-4", -5), ("12/4/3", 1), ("20%*60", 12), ("8(.5)", 4), ("9 x 2", 18)],
)  # fmt: skip
def test_arithmetic_is_read(text, worth):
    read = arithmetic(text)
    assert read.worth(read.leaves) == worth


@pytest.mark.parametrize("text", ["", "()", "3+", "(3", "3)", "a", "3**4", "%"])
def test_what_is_no_arithmetic_is_said_to_be_none(text):
    with pytest.raises(Unreadable):
        arithmetic(text)


def test_steps_are_read_with_and_without_annotations():
    found = steps(
        "Since 20 minutes is 20/60=1/3 of an hour,\n"
        "he eats 3 figs / (1/3) = <<3/(1/3)=9>>9 figs an hour.\n"
        "That is .25 figs/box * 16 boxes = 4 figs.\n"
        "The 12 x 4 = <<48=48>>48 pears are ripe.\n#### 4"
    )
    assert [one.result for one in found] == [Fraction(1, 3), 9, 4, 48]
    assert found[3].arithmetic.leaves == [12, 4]
    assert [word for words, _ in found[2].near for word in words] == ["fig", "box"]
