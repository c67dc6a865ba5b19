"""Run with lm-eval: a task of three problems, two repeats and two filters, on a mock model."""

import json
import sys
from pathlib import Path

import lm_eval
import lm_eval.api.model
from lm_eval.loggers import EvaluationTracker
from lm_eval.tasks import TaskManager
from own import PROBLEMS, response_to

folder = Path(sys.argv[1])
folder.mkdir(parents=True)
rows = [{"question": asked, "answer": gold} for _, asked, gold in PROBLEMS]
(folder / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
task = {
    "task": "own",
    "dataset_path": "json",
    "dataset_kwargs": {"data_files": {"test": str(folder / "own.jsonl")}},
    "test_split": "test",
    "output_type": "generate_until",
    "doc_to_text": "{{question}}",
    "doc_to_target": "{{answer}}",
    "repeats": 2,
    "generation_kwargs": {"until": ["Question:"], "do_sample": True},
    "filter_list": [
        {
            "name": name,
            "filter": [
                {"function": "regex", "regex_pattern": pattern},
                {"function": "take_first"},
            ],
        }
        for name, pattern in (("strict-match", r"answer is (\S+)\."), ("flexible", r"(\d+)"))
    ],
    "metric_list": [{"metric": "exact_match", "aggregation": "mean", "higher_is_better": True}],
}

asked_before: dict[str, int] = {}


class Mock(lm_eval.api.model.LM):
    """Answers with the recorded responses, each once."""

    def generate_until(self, requests, **_):
        return [self.answer(request.args[0]) for request in requests]

    def answer(self, prompt):
        sample = asked_before[prompt] = asked_before.get(prompt, -1) + 1
        return response_to(prompt, sample)

    def loglikelihood(self, requests, **_):
        return [(-1.5, False) for _ in requests]

    def loglikelihood_rolling(self, requests, **_):
        return []


choice = {
    "task": "own_choice",
    "dataset_path": "json",
    "dataset_kwargs": task["dataset_kwargs"],
    "test_split": "test",
    "output_type": "multiple_choice",
    "doc_to_text": "{{question}}",
    "doc_to_target": "0",
    "doc_to_choice": ["7", "12"],
}
for one in (task, choice):
    tracker = EvaluationTracker(output_path=str(folder))
    tracker.general_config_tracker.model_name_sanitized = "mock"
    tracker.date_id = "2026-01-01T00-00-00"
    results = lm_eval.simple_evaluate(
        model=Mock(),
        tasks=[one],
        log_samples=True,
        evaluation_tracker=tracker,
        task_manager=TaskManager(include_defaults=False),
        bootstrap_iters=0,
    )
    for name, samples in results["samples"].items():
        tracker.save_results_samples(name, samples)
