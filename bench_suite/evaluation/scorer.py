"""Scorer: grades an evaluation's responses inside lm-eval, and keeps their samples."""

from collections.abc import Sequence

from clipo_bench.bench_suite.evaluation.harness_model import NotAsked, RecordedCompletion
from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse
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
        self._scored: dict[str, Sample] = {}

    def __call__(self, problem: Problem, texts: Sequence[str]) -> list[bool]:
        """Judge the responses to a problem, as `tasks.harness.task.Judge` does."""
        if any(isinstance(text, NotAsked) for text in texts):
            return []
        scored = [self._scored_text(problem, text) for text in texts]
        self.samples += scored
        return [sample.correct for sample in scored]

    def _scored_text(self, problem: Problem, text: str) -> Sample:
        assert isinstance(text, RecordedCompletion)  # noqa: S101  # HarnessModel makes no other
        return self.score(problem, text.recorded)

    def score(self, problem: Problem, recorded: RecordedResponse) -> Sample:
        """Grade a response; one that was graded before, while others were asked, is not again."""
        key = recorded.response.key
        if key not in self._scored:
            self._scored[key] = self._score(problem, recorded)
        return self._scored[key]

    def _score(self, problem: Problem, recorded: RecordedResponse) -> Sample:
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
