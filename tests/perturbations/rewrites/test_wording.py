import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.perturbations.checks.wording import content
from clipo_bench.perturbations.rewrites.wording import Wording
from clipo_bench.perturbations.text.phrases import rephrase
from clipo_bench.perturbations.text.quantities import NUMBER_WORDS, numbers_to_rewrite
from clipo_bench.perturbations.variant import Certificate, Edit, Refusal, Variant
from clipo_bench.perturbations.verify import verify
from clipo_bench.tasks.problem import Problem


def problem(question: str, **more: object) -> Problem:
    return Problem("own", "p1", question, "7", solution="3 + 4 = 7", family="p1", **more)  # type: ignore[arg-type]


def propose(asked: Problem, seed: int = 0) -> Variant | Refusal:
    return Wording().propose(asked, random.Random(seed))


def failed(original: Problem, variant: Variant) -> set[str]:
    return set(verify(original, variant).failed)


def wordings(question: str) -> set[str]:
    """What a question becomes, over many draws; each is checked."""
    found = set()
    for seed in range(60):
        proposed = propose(problem(question), seed)
        if isinstance(proposed, Variant):
            assert failed(problem(question), proposed) == set()
            found.add(proposed.problem.question)
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ann has 5 nuts.", "Ann has five nuts."),
        ("Ann has five nuts.", "Ann has 5 nuts."),
        ("Ann has twenty-one nuts.", "Ann has 21 nuts."),
        ("12 nuts lie here.", "Twelve nuts lie here."),
        ("What is the sum of $a$ and $b$?", "Find the sum of $a$ and $b$."),
        ("Find the value of $x$.", "Determine the value of $x$."),
        ("Find the value of $x$.", "What is the value of $x$?"),
        ("Compute $x$.", "Evaluate $x$."),
        ("Calculate the cost.", "Compute the cost."),
        ("How many nuts does Ann have?", "What is the number of nuts that Ann has?"),
        ("How many nuts did she eat in all?", "What is the number of nuts that she ate in all?"),
        ("If so, how many nuts do they buy?", "If so, what is the number of nuts that they buy?"),
        ("How many nuts will it take?", "What is the number of nuts that it will take?"),
        ("How many nuts are left?", "What is the number of nuts that are left?"),
        ("How many minutes does it need?", "What is the number of minutes that it needs?"),
        ("How many nuts are there in it?", "What is the number of nuts in it?"),
        ("How much is it in total?", "How much is it altogether?"),
        ("Which of the following is a nut?", "Which one of the following is a nut?"),
        (
            "It ran for 3 hours. How many nuts did it eat?",
            "It ran for 180 minutes. How many nuts did it eat?",
        ),
        (
            "Poles of 2 feet and of 3 feet hold how many nuts?",
            "Poles of 24 inches and of 36 inches hold how many nuts?",
        ),
    ],
)
def test_the_same_is_said_otherwise(old: str, new: str) -> None:
    assert new in wordings(old)


@pytest.mark.parametrize(
    "question",
    [
        "It is 5 p.m. in room 12 on May 3 of 1999.",
        "It costs $5 or 5 dollars or 5 cents or 5% or 5 percent.",
        "It is 5.5 miles, 1/2 mile, 2 1/2 miles, 5-6 miles, 3 to 4 miles, 5 km.",
        r"Here $5 apples$ and \(6 nuts\) are.",
        "Ann uses 3 hundred nuts, two thirds of it, two and a half, and one too.",
        "A Boeing 74 plane. The ratio is 3 to 2 nuts. Windows 95 costs. Page 7 says.",
        "He is 5 years-old. It is 3 x 4 big. A 5-pack holds 6 by 7 cards.",
        "How many more nuts does Ann have?",
        "How many nuts and how many figs does Ann have?",
        "What is love?",
        "Find it.",
        "Compute it and what is left.",
        "The number of nuts is one.",
        r"Here $\text{nuts in total? $x$}$ is it.",
        "Is it $3 in total? $3 \\ 5",
    ],
)
def test_what_is_no_count_stays(question: str) -> None:
    assert wordings(question) <= {question.replace("5 years-old", "five years-old")} - {question}


@pytest.mark.parametrize(
    "question",
    [
        "It ran for 3 hours. How many hours and minutes is that?",
        "It ran for 3 weeks. How many weeks is that?",
        "How many 5 minutes are there in it?",
        "It ran for 3 hours and is sold. How many hours is that?",
        "It ran with 3 dogs and 2 ducks. How many feet is that?",
        "It ran for 3 hours, then 20 minutes. How many hours is that?",
        "It ran for 3 hours. How long did it run?",
        "It ran for 3 hours on Monday and 2 on Friday. How many nuts did it eat?",
        "It ran for 3 hours and 20 minutes. How many nuts did it eat?",
        "It ran for 3 hours, the others for more hours. How many nuts did it eat?",
        "It ran every 3 hours. How many nuts did it eat?",
        "It is 6 feet by 3 feet. How many square tiles fit?",
        "It ran 90 minutes. How many nuts did it eat?",
        "It ran for 5 hours from 5 p.m. How many nuts did it eat?",
    ],
)
def test_units_that_the_answer_may_lean_on_stay(question: str) -> None:
    units = re.compile("hours|minutes|days|weeks|feet|inches")
    assert all(units.findall(text) == units.findall(question) for text in wordings(question))


def test_converted_units_leave_the_solution_out() -> None:
    asked = problem("It ran for 3 hours. How many nuts did it eat?")
    for seed in range(40):
        proposed = propose(asked, seed)
        assert isinstance(proposed, Variant)
        units = "minutes" in proposed.problem.question
        assert (proposed.problem.solution is None) == units
        assert proposed.problem.gold == "7"


@pytest.mark.parametrize(
    ("old", "gold", "new", "converted"),
    [
        (
            "It ran for 3 hours, then for 4 hours. How many hours did it run?",
            "7",
            "It ran for 180 minutes, then for 240 minutes. How many minutes did it run?",
            "420",
        ),
        (
            "It eats 6 nuts an hour. How many more hours does it need for 12 nuts?",
            "2",
            "It eats 6 nuts an hour. How many more minutes does it need for 12 nuts?",
            "120",
        ),
        (
            "A rope of 24 inches and a rod of 36 inches are joined. How many inches are that?",
            "60",
            "A rope of 2 feet and a rod of 3 feet are joined. How many feet are that?",
            "5",
        ),
    ],
)
def test_a_gold_follows_its_unit(old: str, gold: str, new: str, converted: str) -> None:
    asked = replace(problem(old), gold=gold)
    proposed = [propose(asked, seed) for seed in range(60)]
    golds = {one.problem.question: one.problem for one in proposed if isinstance(one, Variant)}
    assert (golds[new].gold, golds[new].solution) == (converted, None)
    assert all(not failed(asked, one) for one in proposed if isinstance(one, Variant))


@pytest.mark.parametrize("gold", ["10", "7 apples", "2.5", "30000"])
def test_a_gold_that_is_not_whole_in_another_unit_stays(gold: str) -> None:
    text = "A rope of 24 inches and a rod of 36 inches are joined. How many inches are that?"
    asked = replace(problem(text), gold=gold)
    proposed = [propose(asked, seed) for seed in range(60)]
    assert {one.problem.gold for one in proposed if isinstance(one, Variant)} == {gold}


@pytest.mark.parametrize("gold", ["7", "421", "a"])
def test_a_gold_in_the_wrong_unit_is_found(gold: str) -> None:
    original = problem("It ran for 3 hours, then for 4 hours. How many hours did it run?")
    proposed = [propose(original, seed) for seed in range(60)]
    sound = next(one for one in proposed if isinstance(one, Variant) and one.problem.gold == "420")
    forged = replace(sound, problem=replace(sound.problem, gold=gold))
    assert failed(original, forged) == {"gold kept, or follows its unit"}


def test_numbers_of_the_same_things_go_together() -> None:
    assert wordings("Ann ate 5 nuts. Bob has 7 figs. Then she ate 6 nuts.") == {
        "Ann ate five nuts. Bob has 7 figs. Then she ate six nuts.",
        "Ann ate 5 nuts. Bob has seven figs. Then she ate 6 nuts.",
        "Ann ate five nuts. Bob has seven figs. Then she ate six nuts.",
    }
    for more in ("6 more nuts.", "6 more.", "6 of them."):
        texts = wordings(f"Ann ate 5 nuts. Then she ate {more}")
        assert texts == {f"Ann ate five nuts. Then she ate {more.replace('6', 'six')}"}
    assert not wordings("Ann has ten boxes. Five boxes are red.") & {
        "Ann has 10 boxes. Five boxes are red."
    }


def test_numbers_of_options_stay() -> None:
    quiz = problem("A man of 5 feet has 2 nuts.", choices=("5 nuts", "2 nuts"))
    assert isinstance(propose(quiz), Refusal)


def test_every_word_reads_back() -> None:
    for value, word in NUMBER_WORDS.items():
        assert content(f"has {word} nuts") == content(f"has {value} nuts")
        for text in (f"has {word} nuts", f"has {value} nuts"):
            assert [found[2] for found in numbers_to_rewrite(text)] in ([value], [])


@pytest.mark.parametrize(
    ("fields", "check"),
    [
        ({"question": "Ann has six nuts for $3. How many nuts does Ann sell?"}, "same content"),
        ({"question": "Ann has six nuts for $3. How many nuts does Ann sell?"}, "same numbers"),
        ({"question": "Ann has five figs for $3. How many nuts does Ann sell?"}, "same content"),
        ({"question": "Ann has five nuts for 3. How many nuts does Ann sell?"}, "formulas kept"),
        ({"gold": "8"}, "gold kept, or follows its unit"),
        ({"solution": "4 + 4 = 8"}, "options and solution kept"),
        ({"question": "Ann has 5 nuts for $3."}, "words undone give the original"),
    ],
)
def test_faults_are_found(fields: dict[str, str], check: str) -> None:
    original = problem("Ann has 5 nuts for $3. How many nuts does Ann sell?")
    sound = Variant(
        replace(
            original,
            question="Ann has five nuts for $3. How many nuts does Ann sell?",
            original_gold="7",
            kind="wording",
        ),
        (Edit(8, 9, "5", "five"),),
        Certificate("same content", {"8-9": "five"}),
    )
    assert failed(original, sound) == set()
    assert check in failed(original, replace(sound, problem=replace(sound.problem, **fields)))  # type: ignore[arg-type]


def test_a_price_in_words_is_found() -> None:
    original = problem("It costs $5 now.")
    new = replace(original, question="It costs $five now.", original_gold="7", kind="wording")
    edit = Edit(10, 11, "5", "five")
    forged = Variant(new, (edit,), Certificate("same content", {"10-11": "five"}))
    assert failed(original, forged) == {"no number beside a sign"}


PIECES = st.sampled_from(
    [
        *("5", "five", "12", "$3", "$x$", "$", "nuts", "hours", "minutes", "feet", "3", "\n", "."),
        *("How many", "does", "Ann", "have", "What is the sum of", "Find the", "?", "in total?"),
        *(
            "two",
            "and",
            "to",
            "%",
            "a",
            "per",
            "hour",
            "one",
            "\\",
            "{",
            "Which of the following is",
        ),
    ]
)
TEXT = st.lists(PIECES, max_size=16).map(" ".join) | st.text(max_size=40)


@given(TEXT, st.integers(0, 9))
def test_any_text_is_reworded_soundly_or_refused(question: str, seed: int) -> None:
    asked = problem(question)
    proposed = propose(asked, seed)
    if isinstance(proposed, Variant):
        # The second reading may be at a loss where no sentence is one; it never loses a number.
        assert failed(asked, proposed) <= {"same content", "no number beside a sign"}
    rephrase(question, random.Random(seed))
