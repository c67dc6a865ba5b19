"""Decoding in buffers made once: no step allocates keys and values, and a GPU replays each step.

On a GPU a small model's step is hundreds of kernels of a few microseconds, which Python cannot
start fast enough. So the whole step (forward, logits, draw, bookkeeping) is captured as a CUDA
graph once per number of rows and width, and replayed with one call. Both come in few sizes:

- rows: the batch's, then halves, as responses end and leave;
- width: what is in sight of the buffers, in steps of at most an eighth of it.

A CPU runs the same step eagerly, at the exact number of rows and width.

Shapes: B prompts of at most P tokens, N = B * G rows of at most T tokens; n of them in a step,
which sees W places; hidden size H.
"""

from typing import Any

import torch
from torch import Tensor

from clipo_bench.bench_suite.trainer.policy.forward import hidden_states, logits
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.policy.token_scores import positions
from clipo_bench.bench_suite.trainer.sampling.completions import Completions
from clipo_bench.bench_suite.trainer.sampling.next_token import sample_next_token
from clipo_bench.bench_suite.trainer.sampling.packed_attention import use_packed_attention
from clipo_bench.bench_suite.trainer.sampling.static_buffers import Rows, StaticCache

CHECK = 8  # with few sizes, steps from one look for ended rows to the next
MEMORY = {"cuda": 16 * 2**30, "cpu": 2 * 2**30}  # bytes of keys and values, at most


def most_rows(policy: Policy, length: int) -> int:
    """How many rows' keys and values fit the memory, prompt and response being `length` long."""
    config = policy.model.config.get_text_config()
    heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
    size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    kind = policy.device.type
    number = 2 if kind == "cuda" else 4  # bytes
    return int(MEMORY[kind] // (2 * config.num_hidden_layers * heads * size * number * length))


def is_plain(model: Any) -> bool:
    """Tell whether a model's keys and values fit plain buffers, and its step a graph.

    Sliding windows, recurrent layers, and rotations that depend on the longest row do not.
    """
    from transformers import DynamicCache
    from transformers.cache_utils import DynamicLayer

    config = model.config.get_text_config()
    rotation = getattr(config, "rope_parameters", None) or {}
    return (
        config._attn_implementation == "sdpa"
        and model._supports_attention_backend
        and model._can_compile_fullgraph
        and all(type(layer) is DynamicLayer for layer in DynamicCache(config=config).layers)
        and rotation.get("rope_type", "default") not in ("dynamic", "longrope")
    )


class StaticDecoder:
    """Decodes with one model, batch after batch, in the same buffers.

    Attributes:
        few_sizes: keep to few numbers of rows and widths, each of them a graph; else exact ones.
    """

    def __init__(self, policy: Policy) -> None:
        """Set the model's attention; the model must be plain.

        Args:
            policy: whose weights only change in place.
        """
        use_packed_attention(policy.model)
        self._policy = policy
        self._on_gpu = self.few_sizes = policy.device.type == "cuda"
        self._ends = torch.tensor(policy.ends, device=policy.device)
        self._pad: int = policy.tokenizer.pad_token_id
        self._generator = torch.Generator(policy.device)
        self._size = (0, 0, 0)  # rows, places, tokens of the buffers
        self._cache: StaticCache
        self._rows: Rows
        self._graphs: dict[tuple[int, int, float], torch.cuda.CUDAGraph | None]

    def decode(
        self,
        prompts: Tensor,
        mask: Tensor,
        *,
        group: int,
        max_tokens: int,
        temperature: float,
        seed: int,
    ) -> Completions:
        """Sample `group` responses to each prompt.

        Args:
            prompts: (B, P) tokens, padded on the left.
            mask: (B, P), 1 where a token is.
            group: G.
            max_tokens: T.
            temperature: see `sample_next_token`.
            seed: of all draws.
        """
        self._generator.manual_seed(seed)
        self._prefill(prompts, mask, group, max_tokens, temperature)
        n = rows = len(prompts) * group
        for step in range(1, max_tokens):
            if not self.few_sizes or step % CHECK == 0:
                n = self._drop_ended(n)
                if n == 0:
                    break
            self._step(n, self._in_sight(prompts.shape[1] + step), temperature)
        return self._rows.completions(rows, max_tokens)

    def _prefill(
        self, prompts: Tensor, mask: Tensor, group: int, max_tokens: int, temperature: float
    ) -> None:
        """Read each prompt once, set all buffers, sample the first tokens."""
        from transformers import DynamicCache

        read = DynamicCache(config=self._policy.model.config)
        last = hidden_states(self._policy, prompts, mask, positions(mask), read)[:, -1]  # (B, H)
        self._make_room(
            read, len(prompts) * group, self._in_sight(prompts.shape[1] + max_tokens), max_tokens
        )
        self._cache.begin(read, group)
        self._rows.begin(mask, group, self._pad)
        self._sample_next(last.repeat_interleave(group, 0), temperature)

    def _make_room(self, read: Any, *size: int) -> None:
        """Make the buffers, or larger ones; what was captured for others goes with them."""
        if all(need <= room for need, room in zip(size, self._size, strict=True)):
            return
        rows, length, tokens = map(max, size, self._size)
        if rows > most_rows(self._policy, length):  # then only what this batch needs
            rows, length, tokens = size
        if any(self._size):  # free the old ones first
            del self._cache, self._rows
        self._size = (rows, length, tokens)
        self._graphs = {}
        self._pool = torch.cuda.graph_pool_handle() if self._on_gpu else None
        dtype = torch.bfloat16 if self._on_gpu else torch.float32  # as autocast would have them
        self._cache = StaticCache(read, rows, length, dtype)
        self._rows = Rows(rows, length, tokens, dtype, self._policy.device)

    def _in_sight(self, length: int) -> int:
        """Places to see so that `length` are: those, or up to the next of few widths."""
        if not self.few_sizes:
            return length
        unit = 1 << max(6, length.bit_length() - 4)
        return -(-length // unit) * unit

    def _drop_ended(self, n: int) -> int:
        """Bring the rows that still run to the front; return how many rows the next step has."""
        running = (~self._rows.ended[:n]).nonzero().squeeze(1)
        kept = len(running)
        if self.few_sizes and kept:
            while n // 2 >= kept:
                n //= 2
            kept = n
        behind = running[running >= kept]
        if len(behind):
            ended = self._rows.ended[:kept].nonzero().squeeze(1)[: len(behind)]
            self._cache.copy_rows(behind, ended)
            self._rows.swap(behind, ended)
        return kept

    def _step(self, n: int, width: int, temperature: float) -> None:
        """Read a token per row and draw the next: eagerly, or by replay of what was captured."""
        self._cache.rows, self._cache.width = n, width
        key = (n, width, temperature)
        if not self._on_gpu:
            self._advance(n, temperature)
        elif key not in self._graphs:  # the first time eagerly: kernels load, libraries start
            self._advance(n, temperature)
            self._graphs[key] = None
        else:
            graph = self._graphs[key] or self._capture(n, temperature)
            self._graphs[key] = graph
            graph.replay()

    def _capture(self, n: int, temperature: float) -> torch.cuda.CUDAGraph:
        """Record a step. Graphs share their scratch memory: they never run side by side."""
        graph = torch.cuda.CUDAGraph()
        graph.register_generator_state(self._generator)
        with torch.cuda.graph(graph, pool=self._pool):
            self._advance(n, temperature)
        return graph

    def _advance(self, n: int, temperature: float) -> None:
        """The step itself: from buffers to buffers, without waiting for the GPU."""
        rows, cache = self._rows, self._cache
        token, position = rows.token[:n], rows.position[:n]
        rows.unseen[:n].index_fill_(3, cache.slot, 0)
        unseen = rows.unseen[:n, :, :, : cache.width]
        states = hidden_states(
            self._policy, token.unsqueeze(1), unseen, position.unsqueeze(1), cache
        )
        cache.slot += 1
        position += 1
        self._sample_next(states[:, -1], temperature)

    def _sample_next(self, states: Tensor, temperature: float) -> None:
        """Sample a token from each state, (n, H), and append it to its row."""
        token, logp = sample_next_token(logits(self._policy, states), temperature, self._generator)
        self._rows.write(token, logp, self._ends, self._pad)
