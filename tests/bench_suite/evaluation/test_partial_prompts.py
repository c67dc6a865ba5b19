"""Evaluations of partial prompts and of answers alone, by the shipped policy."""

import json
from pathlib import Path

import pytest

from clipo_bench import InputError, evaluate, load_run, policy_path
from clipo_bench.bench_suite.evaluation.evaluate import Evaluation
from clipo_bench.tasks.storage.run_folder import read_manifest

ROWS = [
    {"question": "Ada packs 3 boxes of 4 pens, then 5 more. How many pens?", "answer": "17"},
    {"question": "Too short?", "answer": "1"},
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    dated = [{**row, "date": "2024-05"} for row in ROWS]
    path.write_text("".join(json.dumps(row) + "\n" for row in dated), encoding="utf-8")
    return path


def test_partial_prompts_of_an_own_file_are_sent_as_they_are(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    metrics = evaluate(policy_path(), f"partial:{own}", out=out, max_tokens=8)
    frame = load_run(out)
    assert frame["kind"].tolist() == ["prefix40", "prefix60", "prefix80"]
    assert set(frame["benchmark"]) == {"partial_own"}
    assert set(frame["date"]) == {"2024-05"}
    question = ROWS[0]["question"]
    for prompt, rest in zip(frame["prompt"], frame["rest"], strict=True):
        assert f"{prompt} {rest}" == question
    assert read_manifest(out).settings["chat_template"] is False
    found = metrics["slices"]["partial_own"]["prefix60"]
    assert {"completed", "rouge_l"} < found.keys()


def test_what_was_completed_counts(own: Path, tmp_path: Path) -> None:
    asked = Evaluation.of(f"partial:{own}").asked("partial_own").problems
    rows = [{"prompt": one.prompt, "response": one.rest, "id": one.variant_id} for one in asked]
    recorded = tmp_path / "recorded.jsonl"
    recorded.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "run"
    metrics = evaluate(recorded, f"partial:{own}", out=out, backend="replay")
    for found in metrics["slices"]["partial_own"].values():
        assert (found["completed"], found["rouge_l"]) == (1.0, 1.0)


def test_partial_prompts_have_no_template() -> None:
    partial = Evaluation.of("partial_word_problems")
    assert [partial.prompt_form(given) for given in (None, "auto", "raw")] == ["raw"] * 3
    with pytest.raises(InputError, match="continued without a chat template"):
        partial.prompt_form("chat")
    mixed = Evaluation.of("word_problems,partial_word_problems")
    with pytest.raises(InputError, match="ask partial prompts alone"):
        mixed.prompt_form(None)
    assert mixed.prompt_form("raw") == "raw"
    assert Evaluation.of("word_problems").prompt_form(None) == "auto"


@pytest.mark.parametrize("name", ["partial_mmlu2k", "clipo_partial_truthfulqa"])
def test_options_have_no_partial_prompts(name: str) -> None:
    with pytest.raises(InputError, match="have options"):
        Evaluation.of(name)


def test_names_of_partial_prompts_are_taken(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="rename it"):
        Evaluation.of(str(tmp_path / "partial_gsm8k.jsonl"))
    with pytest.raises(InputError, match="the same name"):
        Evaluation.of(f"partial:{tmp_path / 'one.jsonl'},{tmp_path / 'partial_one.jsonl'}")


def test_a_file_without_a_text_to_continue_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps(ROWS[1]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="can be continued"):
        Evaluation.of(f"partial:{path}").asked("partial_own")


def test_answers_alone_are_another_run(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    evaluate(policy_path(), str(own), out=out, max_tokens=4, answer_only=True)
    assert read_manifest(out).identity["settings"]["answer_only"] is True
    prompts = load_run(out)["prompt"].tolist()
    assert all(text.count("Without any reasoning, output only") == 1 for text in prompts)
    with pytest.raises(InputError, match="answer_only"):
        evaluate(policy_path(), str(own), out=out, max_tokens=4)
    evaluate(policy_path(), str(own), out=tmp_path / "other", max_tokens=4)
    keys = [set(load_run(folder)["key"]) for folder in (out, tmp_path / "other")]
    assert not keys[0] & keys[1]


def test_partial_prompts_have_no_instruction_to_change() -> None:
    with pytest.raises(InputError, match="no instruction"):
        Evaluation.of("partial_word_problems", answer_only=True)
