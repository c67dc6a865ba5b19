"""The hf backend's batches: bounded by tokens, halved where memory ends, or none at all."""

from pathlib import Path
from typing import Any

import pytest

from clipo_bench.bench_suite.models.hf import HfModel
from clipo_bench.bench_suite.models.model import Request, Response
from clipo_bench.tasks.errors import InputError


def requests(count: int, temperature: float = 0.0, **more: Any) -> list[Request]:
    return [
        Request(f"key{i}", "count " * (i + 1), i, temperature, 0.9, 12, **more)
        for i in range(count)
    ]


def generate(model: HfModel, wanted: list[Request]) -> dict[str, Response]:
    return {response.key: response for response in model.generate(wanted)}


def batches(model: HfModel, monkeypatch: pytest.MonkeyPatch, most: int = 100) -> list[int]:
    """Note each batch's size; larger ones than `most` do not fit the memory."""
    sizes: list[int] = []
    real = model.model.generate

    def limited(*args: Any, **options: Any) -> Any:
        rows = len(options["input_ids"])
        sizes.append(rows)
        if rows > most:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to ...")
        return real(*args, **options)

    monkeypatch.setattr(model.model, "generate", limited)
    return sizes


def test_a_batch_holds_no_more_tokens_than_allowed(
    random_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # "count count ... " of i + 1 words has 6 (i + 1) tokens, and a response up to 12.
    model = HfModel(str(random_model), batch_tokens=60)
    sizes = batches(model, monkeypatch)
    responses = generate(model, requests(6))
    assert sizes == [1, 1, 1, 2, 1]  # the longest of each: 48, 42, 36, 30 and 18 tokens
    assert len(responses) == 6


@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_a_batch_that_does_not_fit_is_halved_and_the_run_goes_on(
    random_model: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    temperature: float,
) -> None:
    whole = generate(HfModel(str(random_model)), requests(8, temperature))
    model = HfModel(str(random_model))
    sizes = batches(model, monkeypatch, most=2)
    assert generate(model, requests(8, temperature)) == whole
    assert sizes[:3] == [8, 4, 2]
    assert "8 prompts at once do not fit the memory: going on with 4" in capsys.readouterr().err


def test_one_prompt_that_does_not_fit_ends_the_run(
    random_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = HfModel(str(random_model))
    sizes = batches(model, monkeypatch, most=0)
    with pytest.raises(RuntimeError, match="can't allocate memory"):
        generate(model, requests(3))
    assert sizes == [3, 1]


def test_other_errors_are_not_taken_for_a_lack_of_memory(
    random_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = HfModel(str(random_model))

    def broken(**options: Any) -> None:
        raise RuntimeError("shapes do not fit")

    monkeypatch.setattr(model.model, "generate", broken)
    with pytest.raises(RuntimeError, match="shapes do not fit"):
        generate(model, requests(3))


def test_continuous_batching_gives_the_same_greedy_responses(random_model: Path) -> None:
    batched = generate(HfModel(str(random_model)), requests(5))
    model = HfModel(str(random_model), continuous_batching=True, batch_size=2)
    assert generate(model, requests(5)) == batched


@pytest.mark.parametrize("more", [{"stop": ("x",)}, {"min_tokens": 2}, {"temperature": 0.8}])
def test_what_it_cannot_serve_is_generated_in_batches(
    random_model: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]
) -> None:
    model = HfModel(str(random_model), continuous_batching=True)
    sizes = batches(model, monkeypatch)
    generate(model, requests(3, **more))
    assert sizes == [3]


def test_a_prompt_that_fills_the_context_is_refused_before(random_model: Path) -> None:
    model = HfModel(str(random_model), continuous_batching=True)
    with pytest.raises(InputError, match="context"):
        generate(model, [Request("a", "count " * 1000, 0, 0.0, 1.0, 12)])
