"""Each kind of doubt keeps its numbers, and only where it is one."""

import pytest

from clipo_bench.perturbations.programs import NoProgram, sense
from clipo_bench.perturbations.programs.worked_solution import doubts, knowledge
from clipo_bench.perturbations.programs.worked_solution.derive import derive

EXAMPLES = {doubt.why: doubt.example for doubt in doubts.DOUBTS}


def program_of(example):
    question, solution = example.split("\n", maxsplit=1)
    program = derive(question, solution)
    assert not isinstance(program, NoProgram), program
    return program


def kept(example):
    """The numbers that stay, as they are written, with the reason."""
    return {slot.text: slot.fixed for slot in program_of(example).slots if slot.fixed}


@pytest.mark.parametrize(
    ("why", "stay"),
    [
        ("a number that no step uses is worth as much", {"60"}),
        ("is half of another, which leaves as much", {"30", "15"}),
        ("may be meant as the rest", {"half"}),
        ("parts and their total drift apart", {"9", "12", "21"}),
        ("restates another with one", {"14"}),
        ("makes up a known whole with the rest", {"5"}),
        ("has one less in it", {"twice"}),
        ("stands for two things", {"5"}),
    ],
)
def test_every_kind_of_doubt_keeps_its_numbers(why, stay, monkeypatch):
    assert {text for text, fixed in kept(EXAMPLES[why]).items() if fixed == why} == stay
    without = tuple(doubt for doubt in doubts.DOUBTS if doubt.why != why)
    monkeypatch.setattr(doubts, "DOUBTS", without)
    assert why not in kept(EXAMPLES[why]).values()


# The same with one thing changed, so that there is no doubt.
@pytest.mark.parametrize(
    ("why", "old", "new"),
    [
        (
            "a number that no step uses is worth as much",
            "less than 60% of a meal",
            "less than a meal",
        ),
        ("is half of another, which leaves as much", "comes 15 minutes late and", "for 15 minutes"),
        ("may be meant as the rest", "9>>9 nuts left", "9>>9 nuts"),
        ("parts and their total drift apart", "all 21 boys and girls", "21 cats"),
        ("restates another with one", "has 15 keys", "has 35 keys"),
        ("makes up a known whole with the rest", "for the other 2", "for 2 of them"),
        ("has one less in it", "when she becomes", "if she is"),
        ("stands for two things", "A tray has 5*5", "A square tray has 5*5"),
    ],
)
def test_where_there_is_no_doubt_nothing_is_kept_for_it(why, old, new):
    assert old in EXAMPLES[why]
    assert why not in kept(EXAMPLES[why].replace(old, new)).values()


@pytest.mark.parametrize(
    ("value", "text", "known"),
    [
        (30, "for 20 minutes", False),
        (15, "for 20 minutes", False),
        (90, "for 20 minutes", False),
        (60, "for 20 minutes", True),
        (30, "for half an hour", True),
        (15, "for a quarter of an hour", True),
        (90, "for an hour and a half", True),
        (4, "a cat has claws on each foot", True),
        (4, "each foot of snow", False),
    ],
)
def test_a_bare_unit_does_not_make_a_number_known(value, text, known):
    assert knowledge.explains(value, text) is known


def test_a_step_that_gives_a_share_is_refused():
    question = "Ida picks 3 figs in 20 minutes. How many hours does she need for 27 figs?"
    solution = (
        "She picks for 20/60=1/3 of an hour.\n"
        "That are 3/(1/3)=<<3/(1/3)=9>>9 figs an hour.\n"
        "She needs 27/9=<<27/9=3>>3 hours.\n#### 3"
    )
    found = derive(question, solution)
    assert isinstance(found, NoProgram)
    assert "1/3" in found.detail
    # with a decimal, there is no 3 that can be taken for another
    tenth = solution.replace("20/60=1/3", "12/60=0.2").replace("(1/3)", "0.2")
    tenth = (
        tenth.replace("3/0.2=9>>9", "3/0.2=15>>15").replace("27/9", "30/15").replace("3>>3", "2>>2")
    )
    tenth = tenth.replace("#### 3", "#### 2")
    question = question.replace("20", "12").replace("27", "30")
    assert not isinstance(derive(question, tenth), NoProgram)


def bound(question, solution):
    """The numbers that everyday sense binds to their values."""
    program = derive(question, solution)
    assert not isinstance(program, NoProgram), program
    bounds = sense.bounds(question, program.slots)
    by_name = {slot.name: slot for slot in program.slots}
    return {
        by_name[name].text
        for name, one in bounds.items()
        if one.least == one.most == by_name[name].value
    }


@pytest.mark.parametrize(
    ("question", "solution", "expected"),
    [
        ("Max sinks 7 three-point shots and 4 dunks of 2 points. What does he score?",
         "He scores 7*3=<<7*3=21>>21 and 4*2=<<4*2=8>>8.\nThat is 21+8=<<21+8=29>>29.\n#### 29",
         {"three"}),
        ("Pens cost $4: buy 2, get 1 free. What do 6 pens cost?",
         "He pays 6-2=<<6-2=4>>4 pens.\nThat is 4*4=<<4*4=16>>16.\n#### 16",
         {"4", "2", "1", "6"}),
        ("The first-place team has 9 wins, the second-place team 7. How many wins have they?",
         "They have 9+7=<<9+7=16>>16.\n#### 16",
         {"first", "9", "second", "7"}),
        ("Ida sold 9 of her 14 pies, more than half, for $3 each. What did she earn?",
         "She earned 9*3=<<9*3=27>>27.\n#### 27",
         {"9", "14", "half", "3"}),
        ("A shed holds 9 crates with 7 pears each. How many pears are there?",
         "There are 9*7=<<9*7=63>>63.\n#### 63",
         set()),
    ],
)  # fmt: skip
def test_lots_ranks_and_games_bind_numbers(question, solution, expected):
    assert bound(question, solution) == expected


def violations(question, solution, **values):
    program = derive(question, solution)
    assert not isinstance(program, NoProgram), program
    return " ".join(program.violations(values))


def test_order_words_bind_results_too():
    question = (
        "Bo has 12 blue cards and 3 times as many red cards. His green cards are the most at 40 "
        "cards. How many red and green cards has he?"
    )
    solution = "He has 12*3=<<12*3=36>>36 red cards.\nThat are 36+40=<<36+40=76>>76 cards.\n#### 76"
    # 45 red cards are more than the most
    assert "ordered otherwise" in violations(question, solution, n0=15)
    assert violations(question, solution, n0=11) == ""
    assert violations(question.replace("are the most at", "are"), solution, n0=15) == ""


def test_a_person_has_no_height_of_three_metres():
    question = "Ida is 60 cm tall, and Bo is 3 times as tall. How tall is Bo?"
    solution = "Bo is 60*3=<<60*3=180>>180 cm tall.\n#### 180"
    assert "too much for a person" in violations(question, solution, n0=80)
    assert violations(question, solution, n0=70) == ""
    tree = question.replace("tall", "long")
    assert violations(tree, solution.replace("tall", "long"), n0=80) == ""


def test_a_solution_drops_the_words_of_an_ordinal_that_a_count_changes():
    question = "For every 14 rides a ride is free. Ida had 5 free rides. How many did she pay for?"
    solution = "Before her 6th free ride she paid for 14*5=<<14*5=70>>70 rides.\n#### 70"
    program = derive(question, solution)
    assert not isinstance(program, NoProgram)
    written = program.solution({"n1": 4})
    assert "6th" not in written
    assert "<<14*4=56>>56" in written
    other = program_of(f"{question}\n{solution.replace('6th', '9th')}")
    assert "9th" in other.solution({"n1": 4})


def test_a_part_of_a_total_that_stays_stays_too():
    question = (
        "Bo jumps 24 feet in all, 20 feet at first and 4 feet then. Ida jumps 3 times his last "
        "jump and 30 feet. By how much does she jump farther?"
    )
    solution = (
        "She jumps 4*3=<<4*3=12>>12 feet, and in all 12+30=<<12+30=42>>42 feet.\n"
        "That is 42-24=<<42-24=18>>18 feet more.\n#### 18"
    )
    assert {"24", "20", "4"} <= kept(f"{question}\n{solution}").keys()


def test_a_parent_does_not_come_near_the_age_of_a_child():
    question = "Ida is 24 years old, her mother twice as old. How old will both be together?"
    solution = (
        "The mother is 24*2=<<24*2=48>>48 years old.\nThat are 24+48=<<24+48=72>>72 years.\n#### 72"
    )
    assert "age of a parent" in violations(question, solution, n0=14)
    assert violations(question, solution, n0=22) == ""
    assert violations(question.replace("mother", "tree"), solution, n0=14) == ""
