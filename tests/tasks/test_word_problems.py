import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.arithmetic import evaluate
from clipo_bench.tasks.problem import problem_id
from clipo_bench.tasks.word_problems import Template, TemplateSlot, problems, templates

NAMES = sorted(templates())


def sampled(name: str, seed: int) -> tuple[Template, dict[str, str]]:
    template = templates()[name]
    return template, template.sample(random.Random(seed))


@given(name=st.sampled_from(NAMES), seed=st.integers(0, 2**32))
def test_what_is_filled_in_is_read_back(name, seed):
    template, values = sampled(name, seed)
    assert template.read(template.fill(values).question) == values


@given(name=st.sampled_from(NAMES), seed=st.integers(0, 2**32))
def test_the_worked_solution_holds_and_ends_in_the_gold(name, seed):
    template, values = sampled(name, seed)
    problem = template.fill(values)
    *lines, last = problem.solution.splitlines()
    for line in lines:
        left, right = line.split(" = ")
        assert evaluate(left) == int(right) > 0
    assert len(lines) >= 2
    assert right == problem.gold  # the steps and the one-line answer agree
    assert last == f"\\boxed{{{problem.gold}}}"
    assert Fraction(problem.gold) == template.evaluate(values)
    assert problem.program == {"template": name, **values}
    assert problem.id == problem.family == problem_id(problem.question)


@given(name=st.sampled_from(NAMES), seed=st.integers(0, 2**32))
def test_a_short_solution_is_one_line_that_holds(name, seed):
    template, values = sampled(name, seed)
    problem = template.fill(values, short=True)
    line, last = problem.solution.splitlines()
    left, right = line.split(" = ")
    assert evaluate(left) == int(right)
    assert (right, last) == (problem.gold, f"\\boxed{{{problem.gold}}}")


def test_the_share_of_short_solutions_changes_no_question():
    mixed, stepwise = problems("train", 400, seed=0, short=0.5), problems("train", 400, seed=0)
    assert [p.question for p in mixed] == [p.question for p in stepwise]
    changed = sum(one.solution != two.solution for one, two in zip(mixed, stepwise, strict=True))
    assert 150 < changed < 250


@given(seed=st.integers(0, 2**32))
def test_no_question_is_read_by_two_templates(seed):
    problem = problems("train", 1, seed)[0]
    readers = [name for name in NAMES if templates()[name].read(problem.question) is not None]
    assert readers == [problem.program["template"]]


def test_a_third_are_symbol_problems_and_each_has_two_or_more_steps():
    with_symbols = [
        name
        for name, template in templates().items()
        if any(slot.kind == "symbol" for slot in template.slots.values())
    ]
    assert len(with_symbols) * 3 == len(NAMES)
    assert all("$" in templates()[name].question for name in with_symbols)
    assert all(len(template.steps) >= 2 for template in templates().values())


def test_splits_are_disjoint_and_without_duplicates():
    train, test = problems("train", 3000, seed=0), problems("test", 1000, seed=1)
    train_ids, test_ids = {p.id for p in train}, {p.id for p in test}
    assert (len(train_ids), len(test_ids)) == (3000, 1000)
    assert not train_ids & test_ids
    assert {p.program["template"] for p in test} == set(NAMES)


def test_same_seed_same_problems_and_more_only_add():
    assert problems("test", 20, seed=3) == problems("test", 50, seed=3)[:20]
    assert problems("test", 20, seed=3) != problems("test", 20, seed=4)


def test_violations_name_what_is_wrong():
    template = templates()["boxes"]
    values = {"who": "Ada", "friend": "Ben", "thing": "cards", "a": "3", "b": "4", "c": "5"}
    assert template.violations(values) == []
    assert template.violations(values | {"c": "12"}) == [
        "12 - 12 = 0 is not a positive whole number"
    ]
    assert template.violations(values | {"a": "99"}) == ["a = 99 is not in 2 to 9"]
    assert template.violations(values | {"friend": "Ada"}) == ["who and friend are both 'Ada'"]
    assert template.violations(values | {"a": "three"}) == ["a = 'three' is no number"]
    assert "slots" in template.violations({"who": "Ada"})[0]
    with pytest.raises(ValueError, match=r"boxes.*not in 2 to 9"):
        template.fill(values | {"a": "99"})


def test_positive_constraints_and_fractions_are_violations():
    square = templates()["square"]
    values = {"x": "x", "y": "y", "a": "4", "b": "10", "c": "3"}
    assert "10 / 4 = 5/2 is not a positive whole number" in square.violations(values)
    assert square.violations(values | {"b": "4"}) == ["b / a - 1 is not above zero"]


def test_reading_wants_the_same_value_at_every_mention():
    template = templates()["linear_sum"]
    assert template.read("Let $x = 4$ and $y = 3x + 2$. What is $x + y$?") == {
        "x": "x", "y": "y", "a": "4", "b": "3", "c": "2"
    }  # fmt: skip
    assert template.read("Let $x = 4$ and $y = 3z + 2$. What is $x + y$?") is None
    assert template.read("Let $x = 4$.") is None


def test_a_template_without_sound_values_says_so():
    template = Template(
        "never", "{a}?", {"a": TemplateSlot("number", low=2, high=3)}, (("b", "a - 5"),), "a - 5"
    )
    with pytest.raises(ValueError, match="never"):
        template.sample(random.Random(0))
