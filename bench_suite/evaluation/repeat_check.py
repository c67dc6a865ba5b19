"""RepeatCheck: some requests asked again, to measure how far a run repeats itself.

Greedy responses, or those with a seed, should come out the same; other batches, other hardware or
a server that takes no seed make them differ. How often that changes an answer bounds what any
difference between two runs may mean.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.extract import Mode
from clipo_bench.tasks.benchmarks import find_or_own
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.scoring import score
from clipo_bench.tasks.storage.problem_table import from_row
from clipo_bench.tasks.storage.run_schema import Sample

CONFIDENCE = 0.95


@dataclass(slots=True)
class RepeatCheck:
    """What came of requests that were asked again.

    Attributes:
        asked: how many had a response both times.
        failed: how many had none the second time.
        same_text: of how many the two texts are equal.
        same_answer: of how many the two answers are equal; none twice is equal.
        same_outcome: of how many the two outcomes are, such as correct twice.
    """

    asked: int = 0
    failed: int = 0
    same_text: int = 0
    same_answer: int = 0
    same_outcome: int = 0

    def as_json(self) -> dict[str, Any]:
        """The counts, with the exact binomial interval of the share of equal answers."""
        value: dict[str, Any] = asdict(self)
        if self.asked:
            from scipy.stats import binomtest

            found = binomtest(self.same_answer, self.asked).proportion_ci(CONFIDENCE)
            value |= {"low": float(found.low), "high": float(found.high)}
        return value


def check_repeats(
    mode: Mode, repeats: Iterable[tuple[dict[str, Any], RecordedResponse, RecordedResponse | None]]
) -> RepeatCheck:
    """Compare the first responses with the second ones.

    Args:
        mode: of the run's grader.
        repeats: lm-eval's document of a problem, the response of the run, and that of the
            repetition; None if it failed.
    """
    from clipo_bench.tasks.harness.task import grader

    judge = grader(mode)
    check = RepeatCheck()
    for document, first, second in repeats:
        if second is None:
            check.failed += 1
            continue
        problem = from_row(document)
        one, other = (_judged(judge, problem, recorded) for recorded in (first, second))
        check.asked += 1
        check.same_text += first.response.text == second.response.text
        check.same_answer += _same(judge, problem, one.extracted, other.extracted)
        check.same_outcome += one.outcome == other.outcome
    return check


def _same(grader: Grader, problem: Problem, one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    if problem.choices:
        return one.strip() == other.strip()
    return grader.equal(one, other)


def _judged(grader: Grader, problem: Problem, recorded: RecordedResponse) -> Sample:
    return score(
        grader,
        problem=problem,
        sample_index=recorded.sample_index,
        prompt=recorded.prompt,
        response=recorded.response.text,
        finish_reason=recorded.response.finish_reason,
        tokens=recorded.response.tokens,
        key=recorded.response.key,
        tolerance=find_or_own(problem.benchmark).tolerance,
    )


def repeat_words(value: dict[str, Any]) -> str:
    """Say what a check found: ``20 requests asked again: 19 gave the same answer ...``."""
    asked, failed = value["asked"], value["failed"]
    more = f"; {failed} had no response" if failed else ""
    if not asked:
        return f"no request was answered again{more}"
    return (
        f"{asked} requests asked again: {value['same_answer']} gave the same answer "
        f"({value['same_answer'] / asked:.1%}, 95 % interval {value['low']:.1%} to "
        f"{value['high']:.1%}), {value['same_text']} the same text, {value['same_outcome']} the "
        f"same outcome{more}"
    )
