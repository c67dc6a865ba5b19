from dataclasses import replace

from clipo_bench.bench_suite.recorded.verdict_journal import JUDGED
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.scoring import score, unjudged


def scored(problem, response, **changes):
    facts = {
        "sample_index": 3,
        "prompt": "p",
        "finish_reason": "stop",
        "tokens": 7,
        "key": "k",
        "tolerance": 0.0,
    }
    with Grader() as grader:
        return score(grader, problem=problem, response=response, **facts | changes)


def test_a_sample_carries_the_problem_and_the_verdict():
    problem = Problem("b", "1", "What is 1 + 2?", "3", family="f")
    sample = scored(problem, "1 + 2 = 3\nThe answer is 3.")
    assert (sample.benchmark, sample.problem_id, sample.family) == ("b", "1", "f")
    assert (sample.outcome, sample.extracted, sample.found) == ("correct", "3", "announced")
    assert (sample.sample_index, sample.key, sample.tokens) == (3, "k", 7)
    assert (sample.process, sample.failed_step, sample.copied) == ("holds", None, False)


def test_only_what_follows_the_thought_is_checked():
    sample = scored(Problem("b", "1", "", "3"), "1 + 2 = 4?</think> 1 + 2 = 3, so \\boxed{3}")
    assert (sample.process, sample.outcome) == ("holds", "correct")
    sample = scored(Problem("b", "1", "", "3"), "1 + 2 = 3</think> 1 + 2 = 4.\nSo \\boxed{4}")
    assert (sample.process, sample.failed_step) == ("fails", "1 + 2 = 4")


def test_a_wrong_answer_that_is_the_originals_gold_is_copied():
    problem = Problem("b", "1", "", "3", kind="numbers", variant_id="v", original_gold="4.0")
    assert scored(problem, r"\boxed{4}").copied
    assert not scored(problem, r"\boxed{5}").copied
    assert not scored(problem, r"\boxed{3}").copied


def test_an_option_that_was_right_before_the_shuffle_is_copied():
    problem = Problem("b", "1", "", "A", choices=("Lyon", "Paris"), kind="choices",
                      variant_id="v", original_gold="B")  # fmt: skip
    assert scored(problem, r"\boxed{B}").copied
    assert scored(problem, r"\boxed{Lyon}").outcome == "correct"


def test_a_response_cut_at_its_limit_is_truncated():
    sample = scored(Problem("b", "1", "", "3"), "we have 3 and", finish_reason="length")
    assert (sample.outcome, sample.finish_reason) == ("truncated", "length")


def test_tolerance_reaches_the_grader():
    assert (
        scored(Problem("b", "1", "", "3.14"), r"\boxed{3.1}", tolerance=0.05).outcome == "correct"
    )


def test_all_that_grading_does_not_decide_is_there_before_it():
    dated = Problem("own", "p1", "How many?", "12", date="2026-02-01", rest="are there?")
    facts = {
        "sample_index": 1, "prompt": "How many?", "response": "It is 12.",
        "finish_reason": "stop", "tokens": 5, "key": "k",
    }  # fmt: skip
    before = unjudged(dated, **facts)
    with Grader() as grader:
        after = score(grader, problem=dated, tolerance=0.0, **facts)
    judged = {name: getattr(after, name) for name in JUDGED}
    assert replace(before, **judged) == after
    assert before.outcome == ""
