"""Grade one response: a problem and a response in, a `Sample` out."""

from collections.abc import Sequence
from dataclasses import replace

from clipo_bench.tasks.answers import Grader, Outcome
from clipo_bench.tasks.answers.extract import own_words
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.solution_steps import Process, check_steps
from clipo_bench.tasks.storage.run_schema import Sample


def score(
    grader: Grader,
    *,
    problem: Problem,
    sample_index: int,
    prompt: str,
    response: str,
    finish_reason: str,
    tokens: int | None,
    key: str,
    tolerance: float,
    process: Process | None = None,
    reasoning: str = "",
) -> Sample:
    """Grade one response and record everything that reports need.

    Args:
        grader: what compares the answer with the gold.
        problem: the original or variant that was asked.
        sample_index: 0 to k - 1 of the k responses to this problem.
        prompt: the text that the model was given; empty if nobody recorded it.
        response: what the model wrote.
        finish_reason: ``length`` if the response was cut at its limit.
        tokens: the response's length in tokens, if known.
        key: the sample's identity, see `tasks.storage.run_schema.sample_key`.
        tolerance: how far a number may be from the gold, relative to it.
        process: what became of the response's steps, if they were checked before.
        reasoning: what a server kept apart from the response.
    """
    verdict = grader.grade(
        response,
        problem.gold,
        choices=problem.choices,
        tolerance=tolerance,
        truncated=finish_reason == "length",
        question=problem.question,
    )
    copied = (
        verdict.outcome is Outcome.WRONG
        and verdict.extracted is not None
        and problem.original_gold is not None
        and grader.equal(
            verdict.extracted, problem.original_gold, choices=problem.choices, tolerance=tolerance
        )
    )
    process = process or check_steps(own_words(response))
    return replace(
        unjudged(
            problem,
            sample_index=sample_index,
            prompt=prompt,
            response=response,
            finish_reason=finish_reason,
            tokens=tokens,
            key=key,
            reasoning=reasoning,
        ),
        outcome=verdict.outcome.value,
        extracted=verdict.extracted,
        found=verdict.found,
        matched=verdict.matched,
        copied=copied,
        process=process.status,
        failed_step=process.failed,
    )


def unjudged(
    problem: Problem,
    *,
    sample_index: int,
    prompt: str,
    response: str,
    finish_reason: str,
    tokens: int | None,
    key: str,
    reasoning: str = "",
) -> Sample:
    """Make the sample of a response, with empty fields for all that grading decides.

    Args:
        problem: see `score`, as for the rest.
        sample_index: see above.
        prompt: see above.
        response: see above.
        finish_reason: see above.
        tokens: see above.
        key: see above.
        reasoning: see above.
    """
    return Sample(
        key=key,
        benchmark=problem.benchmark,
        problem_id=problem.id,
        family=problem.family or problem.id,
        variant_id=problem.variant_id,
        kind=problem.kind,
        sample_index=sample_index,
        prompt=prompt,
        gold=problem.gold,
        original_gold=problem.original_gold,
        response=response,
        finish_reason=finish_reason,
        tokens=tokens,
        outcome="",
        extracted=None,
        found="",
        matched="",
        copied=False,
        process="",
        failed_step=None,
        reasoning=reasoning,
        date=problem.date,
        rest=problem.rest,
    )


def score_any(
    grader: Grader,
    *,
    golds: Sequence[str],
    problem: Problem,
    sample_index: int,
    prompt: str,
    response: str,
    finish_reason: str,
    tokens: int | None,
    key: str,
    tolerance: float,
    process: Process | None = None,
) -> Sample:
    """Grade a response by each of several golds: right if one says so, undecided if one timed out.

    Args:
        grader: see `score`, as for the rest.
        golds: the answers of which any is right; the sample keeps the problem's own gold.
        problem: see above.
        sample_index: see above.
        prompt: see above.
        response: see above.
        finish_reason: see above.
        tokens: see above.
        key: see above.
        tolerance: see above.
        process: see above.
    """
    process = process or check_steps(own_words(response))
    judged = []
    for gold in golds:
        sample = score(
            grader,
            problem=replace(problem, gold=gold),
            sample_index=sample_index,
            prompt=prompt,
            response=response,
            finish_reason=finish_reason,
            tokens=tokens,
            key=key,
            tolerance=tolerance,
            process=process,
        )
        judged.append(replace(sample, gold=problem.gold))
        if sample.correct:
            return judged[-1]
    return next((one for one in judged if one.outcome == Outcome.TIMEOUT), judged[0])
