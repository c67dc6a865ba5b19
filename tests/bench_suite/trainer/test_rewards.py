import pickle

import pytest

from clipo_bench.bench_suite.trainer import configure
from clipo_bench.bench_suite.trainer.rewards import find_reward, judge, training_grader
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem

ASKED = [Problem("own", str(gold), "What is it?", str(gold)) for gold in (7, 8)]
TEXTS = [r"It is \boxed{7}.", r"After much thought it is \boxed{8}."]


@pytest.fixture
def rewards(tmp_path, monkeypatch):
    (tmp_path / "rewards_of_a_user.py").write_text(
        "def short(problem, response, verdict):\n"
        "    return verdict.correct and len(response) < 20\n"
        "def points(problem, response, verdict):\n"
        "    return 0.5\n"
        "number = 1\n"
    )
    monkeypatch.syspath_prepend(tmp_path)


def judged(reward):
    with training_grader(reward) as grader:
        return judge(grader, ASKED, TEXTS, [False, False])


def test_without_a_reward_right_answers_are_rewarded():
    assert judged(None) == [True, True]


def test_a_reward_of_the_user_decides(rewards):
    assert judged("rewards_of_a_user:short") == [True, False]


def test_a_reward_survives_the_way_to_another_process(rewards):
    with pickle.loads(pickle.dumps(training_grader("rewards_of_a_user:short"))) as grader:
        assert judge(grader, ASKED, TEXTS, [False, False]) == [True, False]


def test_a_reward_is_true_or_false(rewards):
    with pytest.raises(InputError, match=r"points returned 0\.5: expected True or False"):
        judged("rewards_of_a_user:points")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no_such_module_here:short", "cannot be imported"),
        ("rewards_of_a_user:long", "has no function 'long'"),
        ("rewards_of_a_user:number", "has no function 'number'"),
    ],
)
def test_a_reward_that_is_none_is_named(rewards, name, message):
    with pytest.raises(InputError, match=message):
        find_reward(name)


@pytest.mark.parametrize("name", ["short", "module:", ":short", 3])
def test_a_name_without_its_two_parts_is_refused(name):
    with pytest.raises(InputError, match="expected a function as module:function"):
        configure("grpo", None, {"reward_function": name})


def test_sft_has_no_reward():
    with pytest.raises(InputError, match="method is sft, which has no reward"):
        configure("sft", None, {"reward_function": "a:b"})
