"""Scorer: grades an evaluation's responses inside lm-eval, and keeps their samples."""

from collections.abc import Sequence

from clipo_bench.bench_suite.evaluation.harness_model import RecordedCompletion
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.benchmarks import find_or_own
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.scoring import score
from clipo_bench.tasks.storage.run_schema import Sample


class Scorer:
    """Grades the responses of an evaluation, each once, and keeps their samples.

    Attributes:
        samples: what was judged, in that order.
    """

    def __init__(self, grader: Grader) -> None:
        self.samples: list[Sample] = []
        self._grader = grader

    def __call__(self, problem: Problem, texts: Sequence[str]) -> list[bool]:
        """Judge the responses to a problem, as `tasks.harness.task.Judge` does."""
        scored = [self._score(problem, text) for text in texts]
        self.samples += scored
        return [sample.correct for sample in scored]

    def _score(self, problem: Problem, text: str) -> Sample:
        assert isinstance(text, RecordedCompletion)  # noqa: S101  # HarnessModel makes no other
        recorded = text.recorded
        return score(
            self._grader,
            problem=problem,
            sample_index=recorded.sample_index,
            prompt=recorded.prompt,
            response=recorded.response.text,
            finish_reason=recorded.response.finish_reason,
            tokens=recorded.response.tokens,
            key=recorded.response.key,
            reasoning=recorded.response.reasoning,
            tolerance=find_or_own(problem.benchmark).tolerance,
        )
