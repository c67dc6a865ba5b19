"""Text that was made to hang, crash or take over a grader: it gets a verdict, and no more."""

import runpy
from pathlib import Path

import pytest

from clipo_bench.tasks.answers import Grader, Outcome

LIMITS = runpy.run_path(str(Path(__file__).parents[3] / "measure" / "grading_limits.py"))


@pytest.fixture(scope="module")
def impatient():
    with Grader(time_limit=0.3) as grader:
        yield grader


@pytest.mark.parametrize(("name", "text"), LIMITS["HOSTILE"].items(), ids=LIMITS["HOSTILE"])
def test_a_verdict_and_nothing_executed(impatient, grader, name, text):
    for response, gold in (
        (rf"\boxed{{{text}}}", r"\sqrt{2}"),
        (f"The answer is {text}.", "5"),
        (text, r"x + \sqrt{2}"),
        (r"\boxed{\sqrt{2}}", text),
    ):
        assert impatient.grade(response, gold).outcome in (
            Outcome.WRONG,
            Outcome.TIMEOUT,
            Outcome.NO_ANSWER,
            Outcome.TRUNCATED,
        )
    assert impatient.grade(rf"\boxed{{{text}}}", rf"\boxed{{{text} + 1}}").outcome in Outcome
    assert impatient.equal(text, text)
    assert not LIMITS["CANARY"].exists()
    assert grader.equal(f"|x + {len(text)}|", f"|{len(text)} + x|")


def test_the_pool_is_right_after_many_deaths(impatient):
    for n in range(20):
        tower = rf"\boxed{{{n}^{{9^{{9^{{9^{{9^9}}}}}}}}}}"
        assert impatient.grade(tower, r"\sqrt{2}").outcome in (Outcome.TIMEOUT, Outcome.WRONG)
    with Grader(time_limit=10) as patient:
        assert patient.equal(r"|\sqrt{8}|", r"|2\sqrt{2}|")
        assert not patient.equal(r"|\sqrt{8}|", r"|3\sqrt{2}|")
