import re
from pathlib import Path

import pytest
import yaml
from lm_eval.tasks import TaskManager

from clipo_bench.tasks.benchmarks import BENCHMARKS, BOXED, GROUPS, Benchmark, find
from clipo_bench.tasks.harness import yaml_folder
from clipo_bench.tasks.harness.completion import Completion, was_truncated
from clipo_bench.tasks.harness.task import BenchmarkTask
from clipo_bench.tasks.problem import Problem

OFFICIAL = [name for name, benchmark in BENCHMARKS.items() if benchmark.track]


def manager(**metadata: object) -> TaskManager:
    return TaskManager(
        include_defaults=False, include_path=str(yaml_folder()), metadata=dict(metadata)
    )


def word_problems(**metadata: object) -> BenchmarkTask:
    task = manager(**metadata).load(["clipo_word_problems"])["tasks"]["clipo_word_problems"]
    assert isinstance(task, BenchmarkTask)
    return task


def test_every_benchmark_and_group_is_registered() -> None:
    tasks = manager()
    partial = [f"partial_{one.name}" for one in BENCHMARKS.values() if one.instruction == BOXED]
    assert set(tasks.all_tasks) == {f"clipo_{name}" for name in (*BENCHMARKS, *GROUPS, *partial)}


def test_the_yamls_name_their_benchmark_and_the_groups_their_members() -> None:
    for path in yaml_folder().glob("*.yaml"):
        text = path.read_text()
        content = yaml.safe_load(re.sub(r"!function \S+", "x", text))
        name = path.stem.removeprefix("clipo_")
        if "group" in content:
            assert content["task"] == [f"clipo_{b.name}" for b in GROUPS[name]]
        else:
            assert content["metadata"]["benchmark"] == name


@pytest.mark.real_data
@pytest.mark.parametrize("name", OFFICIAL)
def test_the_papers_settings_reach_lm_eval(real_data: Path, name: str) -> None:
    loaded = manager(data_dir=str(real_data)).load([f"clipo_{name}"])["tasks"][f"clipo_{name}"]
    settings = loaded.config.generation_kwargs
    if find(name).track == 1:
        assert loaded.samples == 1
        assert settings == {"until": [], "max_gen_toks": 2048, "do_sample": False}
    else:
        assert loaded.samples == 16
        assert settings == {
            "until": [], "max_gen_toks": 4096, "do_sample": True,
            "temperature": 0.6, "top_p": 0.95,
        }  # fmt: skip
    assert len(loaded.eval_docs) == find(name).problems


def test_k_samples_come_back_together_and_score_their_mean() -> None:
    task = word_problems(samples=4, limit=3)
    doc = task.eval_docs[0]
    instances = task.construct_requests(doc, "prompt", metadata=("clipo_word_problems", 0, 1))
    assert [instance.idx for instance in instances] == [0, 1, 2, 3]
    right = f"so \\boxed{{{doc['gold']}}}"
    assert task.process_results(doc, [right, right, right, "no idea"]) == {"acc": 0.75}


def test_the_prompt_is_the_question_with_its_instruction() -> None:
    doc = word_problems(limit=1).eval_docs[0]
    assert doc["prompt"] == f"{doc['question']}\n{doc['instruction']}"


def test_every_gold_scores_and_another_does_not() -> None:
    task = word_problems(limit=50)
    for doc in task.eval_docs:
        assert task.process_results(doc, [f"\\boxed{{{doc['gold']}}}"]) == {"acc": 1.0}
        assert task.process_results(doc, [f"\\boxed{{{int(doc['gold']) + 1}}}"]) == {"acc": 0.0}


def test_the_paper_grader_takes_only_a_box() -> None:
    doc = word_problems(limit=1).eval_docs[0]
    unboxed = [f"The answer is {doc['gold']}."]
    assert word_problems(limit=1).process_results(doc, unboxed) == {"acc": 1.0}
    assert word_problems(limit=1, grader="paper").process_results(doc, unboxed) == {"acc": 0.0}


def test_a_cut_response_is_no_guess_at_its_last_number() -> None:
    task = word_problems(limit=1)
    doc = task.eval_docs[0]
    text = f"Adding the two gives seven. After the second step we come to {doc['gold']}"
    assert task.process_results(doc, [Completion(text, "stop")]) == {"acc": 1.0}
    assert task.process_results(doc, [Completion(text, "length")]) == {"acc": 0.0}


def test_a_completion_is_its_text() -> None:
    completion = Completion("seven", "length")
    assert completion == "seven"
    assert was_truncated(completion)
    assert not was_truncated("seven")


def test_partial_prompts_score_their_completion_beside_the_answer() -> None:
    name = "clipo_partial_word_problems"
    task = manager(limit=2).load([name])["tasks"][name]
    assert isinstance(task, BenchmarkTask)
    docs = list(task.eval_docs)
    assert [doc["kind"] for doc in docs] == ["prefix40", "prefix60", "prefix80"] * 2
    doc = docs[1]
    whole = word_problems(limit=1).eval_docs[0]
    assert f"{doc['prompt']} {doc['rest']}".split() == whole["question"].split()
    assert task.samples == 1
    assert task.config.generation_kwargs["do_sample"] is False
    assert task.process_results(doc, [f"{doc['rest']} \\boxed{{{doc['gold']}}}"]) == {
        "acc_prefix60": 1.0, "completed_prefix60": 1.0, "rouge_l_prefix60": 1.0,
    }  # fmt: skip
    other = task.process_results(doc, ["12345"])
    assert set(other.values()) == {0.0}
    assert set(task.aggregation()) == {
        f"{metric}_prefix{share}"
        for metric in ("acc", "completed", "rouge_l")
        for share in (40, 60, 80)
    }


def test_the_answer_alone_is_another_instruction() -> None:
    (doc,) = word_problems(limit=1, answer_only=True).eval_docs
    assert doc["instruction"] == (
        "Without any reasoning, output only the final answer within \\boxed{}."
    )
    assert doc["prompt"].endswith(doc["instruction"])


@pytest.mark.parametrize("benchmark", BENCHMARKS.values(), ids=BENCHMARKS)
def test_every_instruction_can_ask_for_the_answer_alone(benchmark: Benchmark) -> None:
    problem = Problem(benchmark.name, "p", "What?", "A", instruction=benchmark.instruction)
    assert problem.answer_only.instruction.startswith("Without any reasoning, output only the")
    assert problem.answer_only.instruction.count("\\boxed{}") == 1
