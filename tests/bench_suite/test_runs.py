import json

import pytest

from clipo_bench.bench_suite.runs import evaluate, grade
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.run_folder import read_manifest, read_samples


@pytest.fixture
def recorded(tmp_path):
    rows = [{"id": "a", "gold": "4", "text": "It is 4."}, {"id": "b", "gold": "5", "text": "6"}]
    file = tmp_path / "someone.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def test_grade_makes_a_run_of_a_recording(recorded, tmp_path):
    counted = []
    metrics = grade(
        str(recorded), str(tmp_path / "run"), id="id", gold="gold", response="text",
        benchmark="sums", name="someone's", on_progress=counted.append,
    )  # fmt: skip
    assert metrics["slices"]["sums"]["original"]["accuracy"] == 0.5
    assert sum(counted) == 2
    assert read_manifest(tmp_path / "run").model == "someone"
    assert read_manifest(tmp_path / "run").name == "someone's"
    assert [sample.outcome for sample in read_samples(tmp_path / "run")] == ["correct", "wrong"]


def test_evaluate_asks_own_problems_and_resumes(tmp_path):
    own = tmp_path / "own.jsonl"
    own.write_text('{"question": "What is 2 + 3?", "answer": "5"}\n')
    answers = tmp_path / "answers.jsonl"
    prompt = (
        "What is 2 + 3?\nLet's think step by step and output the final answer within \\boxed{}."
    )
    answers.write_text(json.dumps({"prompt": prompt, "response": "\\boxed{5}"}) + "\n")

    def run():
        return evaluate(answers, str(own), out=tmp_path / "run", name="mine", backend="replay")

    assert run() == run()
    (sample,) = read_samples(tmp_path / "run")
    assert (sample.benchmark, sample.outcome) == ("own", "correct")
    assert read_manifest(tmp_path / "run").command == ()
    assert read_manifest(tmp_path / "run").name == "mine"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"tasks": "word_problems", "backend": "tgi"}, "backend is 'tgi': expected hf, vllm"),
        ({}, "give either tasks or variants"),
        ({"tasks": "word_problems", "samples": 2}, "would give the same response"),
        ({"tasks": "word_problems", "backend": "replay", "device": "cpu"}, "is for backend='hf'"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(arguments, message, tmp_path):
    with pytest.raises(InputError, match=message):
        evaluate("nowhere", out=tmp_path / "run", **arguments)
    assert not (tmp_path / "run").exists()
