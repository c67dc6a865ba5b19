"""Which backend serves a model."""

from enum import StrEnum

from clipo_bench.bench_suite.models.model import Model
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option


class Backend(StrEnum):
    """Where responses come from."""

    HF = "hf"
    VLLM = "vllm"
    REPLAY = "replay"


def known_revision(backend: Backend, name: str, revision: str | None = None) -> str | None:
    """What `Model.revision` will be, without loading the model; None where only that can tell.

    Raises:
        InputError: there is no such model.
        ExternalError: the hub cannot be reached.
    """
    if backend is Backend.REPLAY:
        return None
    from clipo_bench.bench_suite.models.revision import weights_revision

    return weights_revision(name, revision)


def load_model(
    backend: Backend,
    name: str,
    *,
    weights: str | None = None,
    revision: str | None = None,
    dtype: str = "auto",
    device: str | None = None,
    batch_size: int | None = None,
    tensor_parallel: int | None = None,
    max_model_len: int | None = None,
) -> Model:
    """Load a model.

    Args:
        backend: what runs it.
        name: a folder in Hugging Face format or a hub id; for replay a file of responses.
        weights: what `known_revision` said, which takes a while to compute.
        revision: of a hub id.
        dtype: of the weights; see the backend.
        device: for the hf backend, such as ``cuda``.
        batch_size: for the hf backend, 32 by default; vLLM batches by itself.
        tensor_parallel: for the vllm backend, the GPUs that share the model.
        max_model_len: for the vllm backend, the longest prompt with response, in tokens.

    Raises:
        InputError: the backend is not installed, the name is not a model of it, or an
            option is another backend's.
    """
    _refuse(backend, Backend.HF, device=device, batch_size=batch_size)
    _refuse(backend, Backend.VLLM, tensor_parallel=tensor_parallel, max_model_len=max_model_len)
    match backend:
        case Backend.HF:
            from clipo_bench.bench_suite.models.hf import HfModel

            return HfModel(
                name,
                weights=weights,
                revision=revision,
                dtype=dtype,
                device=device,
                batch_size=batch_size or 32,
            )
        case Backend.VLLM:
            from clipo_bench.bench_suite.models.vllm import VllmModel

            return VllmModel(
                name,
                weights=weights,
                revision=revision,
                dtype=dtype,
                tensor_parallel=tensor_parallel or 1,
                max_model_len=max_model_len,
            )
        case Backend.REPLAY:
            from clipo_bench.bench_suite.models.replay import ReplayModel

            return ReplayModel(name)


def _refuse(backend: Backend, owner: Backend, **options: object) -> None:
    """Refuse options of another backend, which would be ignored."""
    given = [option(name) for name, value in options.items() if value is not None]
    if backend is not owner and given:
        raise InputError(
            f"{given[0]} is for {option('backend', owner.value)}, not for {backend}: leave it out"
        )
