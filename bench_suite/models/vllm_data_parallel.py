"""Copies of a model on several GPUs or nodes, by vLLM's own asynchronous engine.

vLLM's offline ``LLM`` refuses data parallelism in one process; its asynchronous engine starts a
process per copy, on one node or through Ray on several, and shares the requests out.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any


class DataParallelEngine:
    """vLLM's asynchronous engine behind a plain iterator.

    Attributes:
        model_config: vLLM's, of the loaded model.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        """Start the copies.

        Args:
            arguments: those of vLLM's ``AsyncEngineArgs``.
        """
        from vllm.engine.arg_utils import AsyncEngineArgs
        from vllm.v1.engine.async_llm import AsyncLLM

        self._loop = asyncio.new_event_loop()
        self._engine = self._loop.run_until_complete(
            _started(lambda: AsyncLLM.from_engine_args(AsyncEngineArgs(**arguments)))
        )
        self.model_config = self._engine.model_config

    def generate(self, asked: Sequence[tuple[str, list[int], Any]]) -> Iterator[Any]:
        """Yield the output of each request as soon as it is finished; what is left is aborted.

        Args:
            asked: keys, the tokens of prompts, and vLLM's sampling parameters.
        """
        finished: asyncio.Queue[Any] = asyncio.Queue()

        async def ask(key: str, ids: list[int], parameters: Any) -> None:
            prompt = {"type": "token", "prompt_token_ids": ids}
            try:
                stream: AsyncIterator[Any] = self._engine.generate(prompt, parameters, key)
                async for output in stream:
                    if output.finished:
                        finished.put_nowait(output)
            except Exception as error:
                finished.put_nowait(error)

        tasks = [self._loop.create_task(ask(*one)) for one in asked]
        try:
            for _ in asked:
                output = self._loop.run_until_complete(finished.get())
                if isinstance(output, Exception):
                    raise output
                yield output
        finally:
            for task in tasks:
                task.cancel()  # on which the engine aborts the request
            with suppress(Exception):  # the engine may be gone already
                self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))


async def _started(start: Any) -> Any:
    """Start within a running loop, which the engine takes for its own."""
    return start()
