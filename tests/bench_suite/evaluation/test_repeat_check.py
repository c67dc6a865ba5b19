"""How far a run repeats itself."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from clipo_bench.bench_suite.evaluation.evaluate import Evaluation, evaluate
from clipo_bench.bench_suite.evaluation.repeat_check import repeat_words
from clipo_bench.bench_suite.models.model import Failure, Request, Response


class FakeModel:
    """Answers each request from a list of what it says the first and the second time."""

    name, revision, settings, has_chat_template = "fake", "1", {}, False

    def __init__(self, said: list[tuple[str, str | None]]) -> None:
        self.said = said
        self.calls: list[int] = []

    def apply_chat_template(self, messages: list[dict[str, str]]) -> str:
        raise NotImplementedError

    def generate(self, requests: Sequence[Request]) -> Iterator[Response | Failure]:
        second = bool(self.calls)
        self.calls.append(len(requests))
        for request in requests:
            number = int(request.prompt.split()[2])
            text = self.said[number][second]
            if text is None:
                yield Failure(request.key, "gone")
            else:
                yield Response(request.key, text, "stop", 3)


def run(tmp_path: Path, said: list[tuple[str, str | None]], count: int) -> tuple[Any, FakeModel]:
    file = tmp_path / "own.jsonl"
    rows = [
        {"question": f"What is {number} + 0?", "answer": str(number)} for number in range(len(said))
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    model = FakeModel(said)
    evaluation = Evaluation.of(str(file), temperature=0.0, max_tokens=64)
    metrics = evaluate(evaluation, model, tmp_path / "run", backend="hf", repeat_check=count)
    return metrics["repeat_check"], model


def test_what_differs_is_counted(tmp_path: Path) -> None:
    said: list[tuple[str, str | None]] = [
        ("It is \\boxed{0}.", "It is \\boxed{0}."),
        ("It is \\boxed{1}.", "So \\boxed{1.0}"),  # another text, the same answer
        ("It is \\boxed{2}.", "It is \\boxed{9}."),  # another answer
        ("It is \\boxed{8}.", "It is \\boxed{7}."),  # wrong both times
        ("I do not know.", "Who knows?"),
        ("It is \\boxed{5}.", None),
    ]
    found, model = run(tmp_path, said, 100)
    assert model.calls == [6, 6]
    counts = ("asked", "failed", "same_text", "same_answer", "same_outcome")
    assert [found[name] for name in counts] == [5, 1, 1, 3, 4]
    # Clopper and Pearson's interval of 3 of 5.
    assert (found["low"], found["high"]) == pytest.approx((0.1466, 0.9473), abs=1e-4)
    assert "5 requests asked again: 3 gave the same answer (60.0%" in repeat_words(found)
    assert repeat_words(found).endswith("4 the same outcome; 1 had no response")


def test_only_so_many_are_asked_again(tmp_path: Path) -> None:
    said: list[tuple[str, str | None]] = [(f"\\boxed{{{n}}}", f"\\boxed{{{n}}}") for n in range(9)]
    found, model = run(tmp_path, said, 4)
    assert model.calls == [9, 4]
    assert (found["asked"], found["same_text"]) == (4, 4)
    assert json.loads((tmp_path / "run" / "metrics.json").read_text())["repeat_check"] == found
