"""Continuous batching by transformers: a finished response makes room for the next request."""

from collections.abc import Iterator, Sequence
from typing import Any

from clipo_bench.bench_suite.models.model import Request
from clipo_bench.tasks.errors import ExternalError
from clipo_bench.tasks.option import option

PAGE = 256
"""The tokens of a block of the cache; transformers' own default."""
WAIT_SECONDS = 1.0


def is_plain(request: Request) -> bool:
    """Whether transformers' continuous batching can serve a request.

    It has one random generator for all requests, so a sampled response would depend on what else
    is in the batch; and neither stop texts nor a minimum.
    """
    return request.temperature == 0 and not request.stop and not request.min_tokens


def continuous(
    model: Any,
    asked: Sequence[tuple[Request, list[int]]],
    *,
    room: int,
    rows: int,
    longest: int,
) -> Iterator[tuple[Request, list[int]]]:
    """Generate greedily, and yield each request with its tokens as soon as it is finished.

    Args:
        model: a transformers model.
        asked: requests and the tokens of their prompts.
        room: the most tokens of a response.
        rows: the most requests in the cache at once.
        longest: the most tokens of a prompt with its response.

    Raises:
        ExternalError: a request failed, or the engine stopped.
    """
    from transformers import ContinuousBatchingConfig

    # Else the cache takes nine tenths of the free memory, which on a CPU is everybody's.
    blocks = rows * (-(-longest // PAGE) + 1)
    config = ContinuousBatchingConfig(num_blocks=blocks, max_requests_per_batch=rows)
    left = {request.key: request for request, _ in asked}
    with model.continuous_batching_context_manager(
        generation_config=model.generation_config, continuous_batching_config=config
    ) as manager:
        for request, ids in asked:
            manager.add_request(ids, request_id=request.key, max_new_tokens=room)
        while left:
            output = manager.get_result(timeout=WAIT_SECONDS)
            if output is None:
                if not manager.is_running():
                    raise ExternalError(
                        f"transformers' continuous batching ended with {len(left)} requests left: "
                        f"leave {option('continuous_batching', True)} out"
                    )
                continue
            if output.error is not None:
                raise ExternalError(
                    f"transformers' continuous batching failed ({output.error}): "
                    f"leave {option('continuous_batching', True)} out"
                )
            if output.is_finished():
                yield left.pop(output.request_id), list(output.generated_tokens)
