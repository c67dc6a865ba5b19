import json
from pathlib import Path

import pytest

from clipo_bench.bench_suite.models.model import Request, SampleId
from clipo_bench.bench_suite.models.replay import ReplayModel
from clipo_bench.tasks.errors import InputError


def request(index: int, prompt: str = "How many?") -> Request:
    return Request(f"key{index}", prompt, 0, 0, 1, 10, SampleId("sums", "p1", "", index))


def write(path: Path, *rows: object) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


OURS = {
    "benchmark": "sums",
    "problem_id": "p1",
    "variant_id": "",
    "sample_index": 1,
    "prompt": "<user>How many?</user><assistant>",
    "response": {"key": "x", "text": "seven", "finish_reason": "length", "tokens": 3},
}
LM_EVAL = {
    "doc": {"benchmark": "sums", "id": "p1", "variant_id": "", "prompt": "How many?"},
    "resps": [["zero"], ["one"]],
}


def test_a_journal_is_known_by_identity_through_any_chat_template(tmp_path: Path) -> None:
    model = ReplayModel(write(tmp_path / "r.jsonl", OURS))
    (response,) = model.generate([request(1)])
    assert (response.key, response.text, response.finish_reason, response.tokens) == (
        "key1", "seven", "length", 3,
    )  # fmt: skip


def test_lm_evals_samples_hold_k_responses_a_line(tmp_path: Path) -> None:
    model = ReplayModel(write(tmp_path / "samples_clipo_sums.jsonl", LM_EVAL))
    assert [r.text for r in model.generate([request(1), request(0)])] == ["one", "zero"]


def test_rows_of_one_prompt_are_its_samples_in_order(tmp_path: Path) -> None:
    rows = [{"prompt": "How many?", "response": text} for text in ("a", "b")]
    model = ReplayModel(write(tmp_path / "r.jsonl", *rows))
    found = list(model.generate([request(0), request(1)]))
    assert [(r.text, r.finish_reason, r.tokens) for r in found] == [
        ("a", "unknown", None),
        ("b", "unknown", None),
    ]


def test_a_resumed_run_gets_the_samples_that_it_lacks(tmp_path: Path) -> None:
    rows = [{"prompt": "How many?", "response": text} for text in ("a", "b", "c", "d")]
    model = ReplayModel(write(tmp_path / "r.jsonl", *rows))
    assert [r.text for r in model.generate([request(2), request(3)])] == ["c", "d"]


def test_a_response_to_another_question_is_refused(tmp_path: Path) -> None:
    model = ReplayModel(write(tmp_path / "r.jsonl", LM_EVAL))
    with pytest.raises(InputError, match="has no response to 1 of the 1 prompts"):
        next(model.generate([request(0, prompt="How many others?")]))


def test_missing_responses_are_named_and_none_is_given(tmp_path: Path) -> None:
    model = ReplayModel(write(tmp_path / "r.jsonl", LM_EVAL))
    responses = model.generate([request(0), request(2)])
    with pytest.raises(InputError, match=r"has no response to 1 of the 2.*sums p1 sample 2"):
        next(responses)


def test_a_question_is_found_under_another_instruction(tmp_path: Path) -> None:
    rows = [
        {"question": "How  many?", "prompt": "Q: How many?\nA:", "gold": "7", "response": text}
        for text in ("a", "b")
    ]
    model = ReplayModel(write(tmp_path / "r.jsonl", *rows))
    asked = [request(0, "How many?\nThink first."), request(1, "How many?\nThink first.")]
    assert [r.text for r in model.generate(asked)] == ["a", "b"]
    for other in ("How many others?\nThink first.", "Think first."):
        with pytest.raises(InputError, match="has no response to 1 of the 1"):
            next(model.generate([request(0, other)]))


def test_other_tools_recordings_are_replayed() -> None:
    files = Path(__file__).parents[1] / "recorded" / "files"
    for name in ("inspect.eval", "lm_eval.jsonl", "lighteval.parquet", "trl.parquet"):
        model = ReplayModel(str(files / name))
        prompt = "Expand $(x+1)^2$.\nPut the answer in a box."
        asked = [request(0, prompt), request(1, prompt)]
        assert [r.text for r in model.generate(asked)] == [
            "\\boxed{x^2+2x+1}", "I multiply it out: $(x+1)(x",
        ]  # fmt: skip


def test_a_null_response_is_an_empty_one(tmp_path: Path) -> None:
    row = {"prompt": "How many?", "response": None, "finish_reason": "length"}
    model = ReplayModel(write(tmp_path / "r.jsonl", row))
    (response,) = model.generate([request(0)])
    assert (response.text, response.finish_reason) == ("", "length")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"prompt": "p"}, "of no known format: it has prompt; `clipo-bench grade"),
        ({"prompt": "p", "response": {"a": 1}}, "column 'response' is {'a': 1}, expected text"),
        (["prompt", "response"], "expected a JSON object"),
        ("text", "expected a JSON object"),
    ],
)
def test_a_line_of_no_known_form_is_named(tmp_path: Path, row: object, message: str) -> None:
    with pytest.raises(InputError, match=f"r.jsonl line 1.*{message}"):
        ReplayModel(write(tmp_path / "r.jsonl", row))


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 2 has no doc\.benchmark, doc\.variant_id, resps"):
        ReplayModel(write(tmp_path / "r.jsonl", LM_EVAL, {"prompt": "p", "response": "r"}))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(InputError, match=r"no file nowhere.jsonl"):
        ReplayModel("nowhere.jsonl")
