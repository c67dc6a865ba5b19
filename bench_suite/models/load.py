"""Load a model with one of the backends."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypedDict, Unpack

from clipo_bench.bench_suite.models.api.servers import is_url
from clipo_bench.bench_suite.models.model import Model
from clipo_bench.bench_suite.models.prompts import PromptForm, PromptSettings
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option


class Backend(StrEnum):
    """Where responses come from."""

    HF = "hf"
    VLLM = "vllm"
    API = "api"
    REPLAY = "replay"


class ModelOptions(TypedDict, total=False):
    """How a model is loaded and prompted; None is the default.

    Attributes:
        revision: of a hub id, the branch, tag or commit; of a server, what the user says of it.
        dtype: of the weights; see the backend.
        device: for the hf backend, such as ``cuda``.
        batch_size: for the hf backend, 32 by default; vLLM batches by itself.
        batch_tokens: for the hf backend, the most tokens of a batch.
        continuous_batching: for the hf backend, whether greedy responses come one by one.
        tensor_parallel: for the vllm backend, the GPUs that share the model.
        pipeline_parallel_size: for the vllm backend, the stages that a copy is split into.
        data_parallel_size: for the vllm backend, the copies of the model.
        data_parallel_backend: for the vllm backend, ``mp`` on one node, ``ray`` over several.
        max_model_len: for the vllm backend, the longest prompt with response, in tokens.
        engine_args: for the vllm backend, further arguments of vLLM's ``LLM``.
        served_model: for the api backend, the server's name of the model.
        extra_body: for the api backend, further keys of every request.
        concurrency: for the api backend, the most requests at once.
        timeout: for the api backend, the longest silence within a response, in seconds.
        prompt: ``chat``, ``raw`` or ``auto``.
        system: the system message.
        chat_template_kwargs: arguments of the chat template.
    """

    revision: str | None
    dtype: str | None
    device: str | None
    batch_size: int | None
    batch_tokens: int | None
    continuous_batching: bool | None
    tensor_parallel: int | None
    pipeline_parallel_size: int | None
    data_parallel_size: int | None
    data_parallel_backend: str | None
    max_model_len: int | None
    engine_args: Mapping[str, Any] | None
    served_model: str | None
    extra_body: Mapping[str, Any] | None
    concurrency: int | None
    timeout: float | None
    prompt: PromptForm | None
    system: str | None
    chat_template_kwargs: Mapping[str, Any] | None


PROMPTING = {"prompt", "system", "chat_template_kwargs"}
TAKES = {
    Backend.HF: {
        "revision", "dtype", "device", "batch_size", "batch_tokens", "continuous_batching",
        *PROMPTING,
    },
    Backend.VLLM: {
        "revision", "dtype", "tensor_parallel", "pipeline_parallel_size", "data_parallel_size",
        "data_parallel_backend", "max_model_len", "engine_args", *PROMPTING,
    },
    Backend.API: {
        "revision", "served_model", "extra_body", "concurrency", "timeout", *PROMPTING,
    },
    Backend.REPLAY: set[str](),
}  # fmt: skip


def backend_of(model: str) -> Backend:
    """The backend that a model's name means: that of servers for a URL, else transformers."""
    return Backend.API if is_url(model) else Backend.HF


def known_name(backend: Backend, name: str, options: ModelOptions) -> str | None:
    """What `Model.name` will be, without loading the model; None where only that can tell."""
    return options.get("served_model") if backend is Backend.API else name


def known_revision(backend: Backend, name: str, revision: str | None = None) -> str | None:
    """What `Model.revision` will be, without loading the model; None where only that can tell.

    Raises:
        InputError: there is no such model.
        ExternalError: the hub cannot be reached.
    """
    if backend in (Backend.REPLAY, Backend.API):
        return None
    from clipo_bench.bench_suite.models.revision import weights_revision

    return weights_revision(name, revision)


def load_model(
    backend: Backend, name: str, *, weights: str | None = None, **options: Unpack[ModelOptions]
) -> Model:
    """Load a model.

    Args:
        backend: what runs it.
        name: a folder in Hugging Face format or a hub id; for api the URLs of servers; for
            replay a file of responses.
        weights: what `known_revision` said, which takes a while to compute.
        options: see `ModelOptions`.

    Raises:
        InputError: the backend is not installed, the name is not a model of it, or an
            option is another backend's.
        ExternalError: a server or the hub cannot be reached.
    """
    given: dict[str, Any] = {
        name: value
        for name, value in options.items()
        if value is not None and (name, value) not in (("dtype", "auto"), ("prompt", "auto"))
    }
    _refuse_others(backend, given)
    prompts = PromptSettings(
        given.pop("prompt", "auto"), given.pop("system", ""), given.pop("chat_template_kwargs", {})
    )
    match backend:
        case Backend.HF:
            from clipo_bench.bench_suite.models.hf import HfModel

            return HfModel(name, weights=weights, prompts=prompts, **given)
        case Backend.VLLM:
            from clipo_bench.bench_suite.models.vllm import VllmModel

            return VllmModel(name, weights=weights, prompts=prompts, **given)
        case Backend.API:
            from clipo_bench.bench_suite.models.api.api_model import ApiModel

            return ApiModel(name, prompts=prompts, **given)
        case Backend.REPLAY:
            from clipo_bench.bench_suite.models.replay import ReplayModel

            return ReplayModel(name)


def _refuse_others(backend: Backend, given: Mapping[str, Any]) -> None:
    """Refuse options of another backend, which would be ignored."""
    for name in given:
        if name in TAKES[backend]:
            continue
        owners = " or ".join(option("backend", b.value) for b in Backend if name in TAKES[b])
        raise InputError(f"{option(name)} is for {owners}, not for {backend}: leave it out")
