import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.problem import BOXED, Problem
from clipo_bench.tasks.rows import Row, hashed_order, paper_row, whole_number, without_commas

LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1)
QUESTION = st.lists(LINE, min_size=1).map("\n".join).filter(lambda text: "\nOptions:" not in text)


def paper(prompt: str, gold: str) -> dict[str, object]:
    return {"prompt": [{"role": "user", "content": prompt}], "reward_model": {"ground_truth": gold}}


@given(question=QUESTION, choices=st.lists(LINE, max_size=26).map(tuple))
def test_a_prompt_is_taken_apart_and_put_together_again(question: str, choices: tuple) -> None:
    problem = Problem("own", "1", question, "A", choices)
    row = paper_row(paper(problem.prompt, "A"), BOXED)
    assert (row.question, row.choices, row.gold) == (question, choices, "A")


def test_a_prompt_of_another_instruction_is_refused() -> None:
    with pytest.raises(ValueError, match="does not end in"):
        paper_row(paper("How many?\nThink.", "2"), BOXED)


def test_options_must_be_lettered_in_order() -> None:
    prompt = f"Which?\n\nOptions:\nA. this\nC. that\n{BOXED}"
    with pytest.raises(ValueError, match=r"option 'C\. that' does not start with 'B'"):
        paper_row(paper(prompt, "A"), BOXED)


@pytest.mark.parametrize(
    ("gold", "plain"),
    [
        ("080", "80"), ("142.0", "142"), ("-4.0", "-4"), ("0.0", "0"), ("000", "0"),
        ("100", "100"), ("32.5", "32.5"), ("336^\\circ", "336^\\circ"), ("1e3", "1e3"),
    ],
)  # fmt: skip
def test_whole_numbers_are_made_plain_and_nothing_else(gold: str, plain: str) -> None:
    assert whole_number(gold) == plain


@given(st.integers(), st.integers(0, 5), st.integers(0, 3))
def test_padding_never_changes_a_whole_number(value: int, zeros: int, places: int) -> None:
    sign = "-" if value < 0 else ""
    fraction = "." + "0" * places if places else ""
    assert whole_number(f"{sign}{'0' * zeros}{abs(value)}{fraction}") == str(value)


def test_commas_between_thousands_go() -> None:
    assert without_commas("1,234,000") == "1234000"


@given(st.lists(LINE, unique_by=lambda text: " ".join(text.split())), st.randoms())
def test_the_hashed_order_does_not_depend_on_the_given_one(
    choices: list[str], rng: random.Random
) -> None:
    shuffled = rng.sample(choices, len(choices))
    assert hashed_order("Which?", shuffled) == hashed_order("Which?", choices)
    assert sorted(hashed_order("Which?", choices)) == sorted(choices)


def test_a_key_ignores_white_space_but_not_the_gold() -> None:
    key = Row("How  many\n?", "2").key
    assert key == Row("How many ?", "2").key
    assert key != Row("How many ?", "3").key
