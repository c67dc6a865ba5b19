"""The vLLM backend: continuous batching over all requests at once, on GPU or CPU."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from clipo_bench.bench_suite.models.loading import model_loading
from clipo_bench.bench_suite.models.model import FinishReason, Request, Response
from clipo_bench.bench_suite.models.prompts import Prompts, PromptSettings
from clipo_bench.bench_suite.models.revision import ADAPTERS, weights_revision
from clipo_bench.bench_suite.models.vllm_data_parallel import DataParallelEngine
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option

FINISH: dict[str, FinishReason] = {"stop": "stop", "length": "length"}

# Read by vLLM when it is imported. Standard output belongs to our results, and an evaluation
# that the user did not announce to anyone should not report itself.
ENVIRONMENT = {
    "VLLM_LOGGING_STREAM": "ext://sys.stderr",
    "VLLM_LOGGING_LEVEL": "ERROR",
    "VLLM_NO_USAGE_STATS": "1",
}

OWN_ARGUMENTS = {
    "model", "revision", "dtype", "max_model_len", "tensor_parallel_size", "pipeline_parallel_size",
    "data_parallel_size", "data_parallel_backend",
}  # fmt: skip
"""What `--engine-args` may not set."""

# vLLM's own default is nine tenths of all memory, which a desk machine has not free.
CPU_KV_CACHE_BYTES = 4 * 2**30


class VllmModel:
    """Generation with vLLM's offline engine.

    All requests are handed to the engine, which batches them as room in its cache allows.
    Sampled responses have a seed each.
    """

    def __init__(
        self,
        name: str,
        *,
        weights: str | None = None,
        revision: str | None = None,
        dtype: str = "auto",
        max_model_len: int | None = None,
        tensor_parallel: int = 1,
        pipeline_parallel_size: int = 1,
        data_parallel_size: int = 1,
        data_parallel_backend: str | None = None,
        prompts: PromptSettings | None = None,
        engine_args: Mapping[str, Any] | None = None,
    ) -> None:
        """Start the engine.

        Args:
            name: a folder in Hugging Face format, or a hub id.
            weights: what `weights_revision` says of it, where that is known already.
            revision: of a hub id, the branch, tag or commit.
            dtype: such as ``float32``, ``bfloat16``; ``auto`` takes the checkpoint's on a GPU
                (bfloat16 or float16 if that is float32) and float32 on a CPU.
            max_model_len: the longest prompt with response, in tokens; by default the model's.
            tensor_parallel: the number of GPUs that share the layers of a copy of the model.
            pipeline_parallel_size: the number of stages that a copy is split into.
            data_parallel_size: the number of copies, to which requests are shared out.
            data_parallel_backend: vLLM's, ``mp`` on one node or ``ray`` over several.
            prompts: how questions become prompts.
            engine_args: further arguments of vLLM's ``LLM``; part of a run's identity.

        Raises:
            InputError: vLLM is not installed, or cannot load the model; or a backend of copies is
                named where there is only one.
        """
        if data_parallel_backend and data_parallel_size == 1:
            raise InputError(
                f"{option('data_parallel_backend', data_parallel_backend)} shares out to copies of "
                f"the model: give {option('data_parallel_size')} above 1, or leave it out"
            )
        self.name = name
        self.revision = weights or weights_revision(name, revision)
        if (Path(name) / ADAPTERS).is_file():
            raise InputError(
                f"{name!r} holds adapters without their base: evaluate it with "
                f"{option('backend', 'hf')}"
            )
        self.engine_args = dict(engine_args or {})
        if own := sorted(OWN_ARGUMENTS & self.engine_args.keys()):
            raise InputError(
                f"{option('engine_args')} has {', '.join(own)}, which has an option of its own: "
                "use that"
            )
        for variable, value in ENVIRONMENT.items():
            os.environ.setdefault(variable, value)
        try:
            from vllm import LLM
        except ImportError as error:
            raise InputError(
                f"the vllm backend cannot import vLLM ({error}): install it with "
                f"`pip install 'clipo-bench[vllm]'`, or use {option('backend', 'hf')}, which works "
                "without"
            ) from None

        from transformers import AutoTokenizer

        with model_loading(name, "vLLM"):
            tokenizer = AutoTokenizer.from_pretrained(name, revision=revision)
            arguments: dict[str, Any] = {
                "model": name,
                "revision": revision,
                "max_model_len": max_model_len,
                "tensor_parallel_size": tensor_parallel,
                "pipeline_parallel_size": pipeline_parallel_size,
                **platform_options(dtype),
                **self.engine_args,
            }
            self.copies: DataParallelEngine | None = None
            if data_parallel_size > 1:
                arguments["data_parallel_size"] = data_parallel_size
                if data_parallel_backend:
                    arguments["data_parallel_backend"] = data_parallel_backend
                self.copies = DataParallelEngine(arguments)
                self.model_config = self.copies.model_config
            else:
                self.engine = LLM(**arguments).llm_engine
                self.model_config = self.engine.model_config
        self.prompts = Prompts(tokenizer, name, self.model_config.max_model_len, prompts)

    @property
    def settings(self) -> dict[str, Any]:
        """What of the loaded model its responses depend on."""
        settings = {
            "dtype": str(self.model_config.dtype).removeprefix("torch."),
            "context": self.prompts.context,
            **self.prompts.settings.identity,
        }
        return settings | ({"engine_args": self.engine_args} if self.engine_args else {})

    @property
    def window(self) -> None:
        """The engine takes requests in order."""

    @property
    def has_chat_template(self) -> bool:
        """Whether the tokenizer brings a chat template."""
        return self.prompts.has_chat_template

    def apply_chat_template(self, messages: list[dict[str, str]]) -> str:
        """Render chat messages to a prompt that ends at the assistant's turn."""
        return self.prompts.apply_chat_template(messages)

    def generate(self, requests: Sequence[Request]) -> Iterator[Response]:
        """Yield a response per request, each as soon as the engine has finished it.

        What is not finished when the caller stops is aborted.

        Raises:
            InputError: a prompt leaves no room for a response in the model's context.
        """
        prompts = [self.prompts.encode(request) for request in requests]
        if self.copies is not None:
            asked = [
                (request.key, ids, _sampling_params(request))
                for request, ids in zip(requests, prompts, strict=True)
            ]
            yield from map(_response, self.copies.generate(asked))
            return
        waiting = {request.key for request in requests}
        try:
            for request, ids in zip(requests, prompts, strict=True):
                self.engine.add_request(
                    request.key,
                    {"type": "token", "prompt_token_ids": ids},
                    _sampling_params(request),
                )
            while self.engine.has_unfinished_requests():
                for output in self.engine.step():
                    if output.finished:
                        waiting.discard(output.request_id)
                        yield _response(output)
        finally:
            self._abort(waiting)

    def _abort(self, keys: set[str]) -> None:
        from vllm.v1.engine.exceptions import EngineDeadError

        # Ctrl-C reaches the engine's process too, which then is gone already.
        with suppress(EngineDeadError):
            self.engine.abort_request(list(keys))


def platform_options(dtype: str) -> dict[str, Any]:
    """The dtype, and what a CPU needs: no compilation, and a cache that leaves memory for others.

    Nor may a prompt be read in pieces: vLLM then winds the response's random generator back,
    which a CPU generator cannot do, and the engine dies (`_bookkeeping_sync`, 0.32).
    """
    from vllm.platforms import current_platform

    if not current_platform.is_cpu():
        return {"dtype": dtype}
    options: dict[str, Any] = {
        "dtype": "float32" if dtype == "auto" else dtype,
        "enforce_eager": True,
        "enable_chunked_prefill": False,
    }
    if "VLLM_CPU_KVCACHE_SPACE" not in os.environ:  # vLLM's own setting of the same thing
        options["kv_cache_memory_bytes"] = CPU_KV_CACHE_BYTES
    return options


def _sampling_params(request: Request) -> Any:
    from vllm import SamplingParams
    from vllm.sampling_params import RequestOutputKind

    return SamplingParams(
        temperature=request.temperature,
        top_p=request.top_p,
        seed=request.seed if request.temperature > 0 else None,
        max_tokens=request.max_tokens,
        min_tokens=request.min_tokens,
        stop=list(request.stop),
        skip_special_tokens=True,
        output_kind=RequestOutputKind.FINAL_ONLY,
    )


def _response(output: Any) -> Response:
    completion = output.outputs[0]
    if completion.finish_reason not in FINISH:
        raise RuntimeError(f"vLLM ended a response with {completion.finish_reason!r}")
    # vLLM counts the token that ended the response.
    ended = completion.finish_reason == "stop" and not isinstance(completion.stop_reason, str)
    return Response(
        key=output.request_id,
        text=completion.text,
        finish_reason=FINISH[completion.finish_reason],
        tokens=len(completion.token_ids) - ended,
    )
