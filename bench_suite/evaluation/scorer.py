"""Scorer: grades an evaluation's responses inside lm-eval, and keeps their samples."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from clipo_bench.bench_suite.evaluation.harness_model import (
    Answered,
    NotAsked,
    RecordedCompletion,
)
from clipo_bench.bench_suite.evaluation.response_journal import (
    Lookup,
    RecordedResponse,
    without_texts,
)
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.extract import own_words
from clipo_bench.tasks.benchmarks import find_or_own
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.scoring import score
from clipo_bench.tasks.solution_steps import Process
from clipo_bench.tasks.storage.problem_table import from_row
from clipo_bench.tasks.storage.run_schema import Sample

BATCH = 64
"""Responses that are graded together: their steps are checked in one call of a worker process."""


class Scorer:
    """Grades the responses of an evaluation, each once, and keeps their samples.

    Attributes:
        samples: what was judged, in that order, without the texts, which would fill the memory.
    """

    def __init__(self, grader: Grader) -> None:
        self.samples: list[Sample] = []
        self._grader = grader
        self._judged: dict[str, Sample] = {}

    def grade(self, lookup: Lookup, answered: Sequence[Answered]) -> None:
        """Grade responses, several at once; not those that were graded while others were asked.

        Args:
            lookup: finds a response by its key.
            answered: lm-eval's documents with the keys of their responses.
        """
        left = [one for one in answered if one[1] not in self._judged]
        batches = (left[start : start + BATCH] for start in range(0, len(left), BATCH))
        for judged in self._grader.map(partial(self._grade, lookup), batches):
            self._judged |= {sample.key: sample for sample in judged}

    def score(self, problem: Problem, recorded: RecordedResponse) -> Sample:
        """Grade a response while others are asked."""
        key = recorded.response.key
        if key not in self._judged:
            self._judged[key] = without_texts(self._score(problem, recorded, None))
        return self._judged[key]

    def __call__(self, problem: Problem, texts: Sequence[str]) -> list[bool]:
        """Judge the responses to a problem, as `tasks.harness.task.Judge` does."""
        if any(isinstance(text, NotAsked) for text in texts):
            return []
        found = list(self._found(texts))
        self.samples += found
        return [sample.correct for sample in found]

    def _found(self, texts: Sequence[str]) -> Iterator[Sample]:
        for text in texts:
            assert isinstance(text, RecordedCompletion)  # noqa: S101  # HarnessModel makes no other
            yield self._judged[text.key]

    def _grade(self, lookup: Lookup, answered: Sequence[Answered]) -> list[Sample]:
        recorded = [lookup(key) for _, key in answered]
        steps = self._grader.check_steps([own_words(one.response.text) for one in recorded])
        found: list[Sample] = []
        last: tuple[dict[str, Any], Problem] | None = None
        for (document, _), one, process in zip(answered, recorded, steps, strict=True):
            if last is None or document is not last[0]:
                last = (document, from_row(document))
            found.append(without_texts(self._score(last[1], one, process)))
        return found

    def _score(
        self, problem: Problem, recorded: RecordedResponse, process: Process | None
    ) -> Sample:
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
            process=process,
        )
