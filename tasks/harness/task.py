"""BenchmarkTask: the class behind every lm-eval task of ours."""

import atexit
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from lm_eval.api.instance import Instance
from lm_eval.api.metrics import mean
from lm_eval.api.task import ConfigurableTask

from clipo_bench.tasks.answers import Grader, Verdict
from clipo_bench.tasks.answers.extract import Mode
from clipo_bench.tasks.benchmarks import Benchmark, find_or_own, metric_name
from clipo_bench.tasks.harness.asked import asked
from clipo_bench.tasks.harness.completion import was_truncated
from clipo_bench.tasks.partial import COMPLETED, PARTIAL_KINDS, ROUGE_L, completion
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.storage.problem_table import OPTIONAL, from_row, to_row

Document = dict[str, Any]
Judge = Callable[[Problem, Sequence[str]], Sequence[bool]]
"""The responses to a problem in; for each, whether it is right, out; nothing if not asked."""


class Documents(list[Document]):
    """lm-eval's documents, as it reads them: in order, with the names of their columns.

    A ``datasets.Dataset`` would decode every row again in each of lm-eval's passes.

    Attributes:
        features: the columns; lm-eval looks at the names alone.
    """

    def __init__(self, rows: Sequence[Document]) -> None:
        super().__init__(rows)
        self.features: dict[str, None] = dict.fromkeys(rows[0])


def documents(
    *,
    benchmark: str,
    data_dir: str | None = None,
    variants: str | None = None,
    limit: int | None = None,
    file: str | None = None,
    shard: str | None = None,
    answer_only: bool = False,
    **_: object,
) -> dict[str, Documents]:
    """Make lm-eval's documents: a row per problem, with its prompt.

    lm-eval calls it with the task's metadata, which from the command line also holds
    every model argument; those are swallowed.
    """
    problems = asked(benchmark, data_dir, variants, limit, file, shard, answer_only).problems
    rows = [
        {**to_row(one), **{name: getattr(one, name) for name in OPTIONAL}, "prompt": one.prompt}
        for one in problems
    ]
    return {"test": Documents(rows)}


@cache
def grader(mode: Mode = "full") -> Grader:
    """The process's one grader of a mode: its memory spares grading a response twice."""
    made = Grader(mode)
    atexit.register(made.close)
    return made


def grade(problem: Problem, text: str, benchmark: Benchmark, mode: Mode) -> Verdict:
    """Grade one response to a problem of a benchmark."""
    return grader(mode).grade(
        text,
        problem.gold,
        choices=problem.choices,
        tolerance=benchmark.tolerance,
        truncated=was_truncated(text),
        question=problem.question,
    )


class BenchmarkTask(ConfigurableTask):  # type: ignore[misc]  # lm-eval has no types
    """One benchmark under lm-eval: k samples a problem, our grader, variants beside originals.

    The YAML names only the benchmark. Whatever else is in the metadata comes from
    ``--metadata`` or from our own evaluation: ``data_dir``, ``variants``, ``limit``,
    ``samples`` (k), ``answer_only`` and ``grader`` (``full`` or ``paper``). A partial prompt
    scores its completion as well.

    Attributes:
        judge: says which responses are right; our own evaluation puts one here that keeps more
            of each response than lm-eval has room for.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        metadata = config["metadata"]
        self.benchmark = find_or_own(metadata["benchmark"])
        self.mode: Mode = metadata.get("grader", "full")
        self.judge: Judge = self._grade
        self.samples = int(metadata.get("samples") or self.benchmark.samples)
        settings: dict[str, Any] = {"until": [], "max_gen_toks": self.benchmark.max_tokens}
        if self.benchmark.temperature > 0:
            sampling = {"temperature": self.benchmark.temperature, "top_p": self.benchmark.top_p}
            settings |= {"do_sample": True} | sampling
        else:
            settings |= {"do_sample": False}
        config = {key: value for key, value in config.items() if key != "class"}
        config |= {
            "custom_dataset": documents,
            "test_split": "test",
            "doc_to_text": "prompt",
            "doc_to_target": "gold",
            "output_type": "generate_until",
            "num_fewshot": 0,
            "generation_kwargs": settings | config.get("generation_kwargs", {}),
            "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
        }
        super().__init__(config=config)

    def construct_requests(self, doc: Document, ctx: str, **kwargs: Any) -> list[Instance]:
        """Ask for k samples: k instances, which lm-eval hands back together."""
        kwargs.pop("apply_chat_template", None)
        kwargs.pop("chat_template", None)
        return [
            Instance(
                request_type="generate_until",
                doc=doc,
                arguments=(ctx, dict(self.config.generation_kwargs)),
                idx=index,
                **kwargs,
            )
            for index in range(self.samples)
        ]

    def process_results(self, doc: Document, results: list[str]) -> dict[str, float]:
        """Score the k responses to one problem: their mean, under the problem's kind."""
        problem = from_row(doc)
        right = self.judge(problem, results)
        if not right:
            return {}  # an evaluation that stopped early did not ask it
        scores = {metric_name(problem.kind): sum(right) / len(right)}
        if problem.rest:
            made = [completion(text, problem.rest) for text in results]
            scores[f"{COMPLETED}_{problem.kind}"] = sum(one.exact for one in made) / len(made)
            scores[f"{ROUGE_L}_{problem.kind}"] = sum(one.rouge_l for one in made) / len(made)
        return scores

    def _grade(self, problem: Problem, texts: Sequence[str]) -> list[bool]:
        return [grade(problem, text, self.benchmark, self.mode).correct for text in texts]

    def aggregation(self) -> Mapping[str, Callable[[list[float]], float]]:
        """Average each metric over its problems."""
        kinds = {row["kind"] for row in self.dataset["test"]}
        partial = [kind for kind in PARTIAL_KINDS if kind in kinds]
        names = [f"{metric}_{kind}" for kind in partial for metric in (COMPLETED, ROUGE_L)]
        return dict.fromkeys([*map(metric_name, kinds), *names], mean)

    def higher_is_better(self) -> Mapping[str, bool]:
        """More is better, for every metric."""
        return dict.fromkeys(self.aggregation(), True)
