"""vLLM as what samples the rollouts: in the trainer's process, on the trainer's GPU.

The engine starts with random weights and gets the policy's by `VllmEngine.sync`, so whatever
equals the policy's there has been pushed. Before each sampling it is compared with the policy.

Shapes: B prompts, N = B * G rollouts of at most T tokens.
"""

import copy
import os
import tempfile
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from clipo_bench.bench_suite.models.vllm import ENVIRONMENT, FINISH, platform_options
from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.policy.forward import hidden_states, logits
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.bench_suite.trainer.seeds import derive_seed
from clipo_bench.tasks.errors import ExternalError, InputError

MULTIPROCESSING = "VLLM_ENABLE_V1_MULTIPROCESSING"
PROBE = "What is 2 + 3? Let $x = 2 + 3$. Then $x = 5$, so the answer is 5."
FLOAT32_GAP = 1e-3  # nats; two implementations of one float32 model differ by 1e-5


class StaleWeightsError(ExternalError):
    """The engine's weights are not the policy's."""


class VllmEngine:
    """Samples with vLLM what `bench_suite.trainer.sampling.decode.sample` samples with the policy.

    Start it with the policy, call `sync` after each change of its weights, and `close` it. On a
    GPU it computes in bfloat16 and lends its memory to the trainer between samplings.
    """

    def __init__(self, policy: Policy, config: TrainConfig) -> None:
        """Start the engine and give it the policy's weights.

        Args:
            policy: whose architecture and weights.
            config: of the run: what its prompts and responses need is what the engine has.

        Raises:
            InputError: vLLM is not installed, cannot run the model, or finds no memory.
            StaleWeightsError: it does not compute what the policy does.
        """
        on_gpu = policy.device.type == "cuda"
        needed = config.max_prompt_tokens + config.max_tokens
        text = policy.model.config.get_text_config()
        self.context = min(needed, getattr(text, "max_position_embeddings", needed))
        self.sleeps = on_gpu
        self.asleep = False
        self.largest_gap = config.max_logp_gap if on_gpu else FLOAT32_GAP
        self.engine = _start(
            policy,
            max_model_len=self.context,
            gpu_memory_utilization=config.vllm_memory,
            enable_sleep_mode=self.sleeps,
        )
        try:
            self._push(policy)
            (seen,) = self.engine.apply_model(lambda model: _compare(model, policy))
            self.witnesses = {name for name, largest in seen.items() if largest == 0}
            self._check(policy)
        except BaseException:
            self.close()
            raise

    def sync(self, policy: Policy) -> None:
        """Give the engine the policy's weights as they are now; adapters are added to theirs.

        Raises:
            StaleWeightsError: afterwards, it does not compute what the policy does.
        """
        self._wake()
        self._push(policy)
        self._check(policy)

    def sample(
        self,
        policy: Policy,
        prompts: Sequence[str],
        *,
        group: int,
        max_tokens: int,
        temperature: float,
        seed: int,
    ) -> Rollouts:
        """Sample `group` responses to each prompt.

        Args:
            policy: whose weights `sync` has pushed.
            prompts: B texts.
            group: G.
            max_tokens: T at most.
            temperature: above 0; or 0 for the most likely token.
            seed: of this batch. Each response has a seed of its own, derived from it, the
                prompt's place and the copy's: with one for all, a group would be G times the
                same.

        Raises:
            InputError: a prompt leaves no room for `max_tokens` in the context.
            StaleWeightsError: the policy has changed since `sync`.
        """
        encoded = [policy.encode(prompt) for prompt in prompts]
        for prompt, ids in zip(prompts, encoded, strict=True):
            self._require_room(prompt, ids, max_tokens)
        requests = {
            f"{b}/{g}": (
                ids,
                {
                    "temperature": temperature,
                    "seed": derive_seed(seed, b, g) if temperature > 0 else None,
                    "max_tokens": max_tokens,
                    "stop_token_ids": policy.ends,
                    "logprobs": 0,  # the drawn token's
                },
            )
            for b, ids in enumerate(encoded)
            for g in range(group)
        }
        self._wake()
        try:
            self._check(policy)
            outputs = self._run(requests)
        finally:
            self._sleep()
        for key, (ids, _) in requests.items():
            if list(outputs[key].prompt_token_ids) != ids:
                raise RuntimeError(f"vLLM's response {key} answers another prompt than its group")
        return _rollouts(policy, encoded, group, [outputs[key].outputs[0] for key in requests])

    def close(self) -> None:
        """End the engine and free its memory."""
        self.engine.engine_core.shutdown()
        del self.engine

    def _require_room(self, prompt: str, ids: list[int], max_tokens: int) -> None:
        if len(ids) + max_tokens > self.context:
            raise InputError(
                f"a prompt of {len(ids)} tokens with a response of max_tokens = {max_tokens} does "
                f"not fit the context of {self.context}: {prompt[:80]!r}...; lower max_tokens, or "
                "max_prompt_tokens to leave such prompts out"
            )

    def _push(self, policy: Policy) -> None:
        self.engine.collective_rpc(
            "reload_weights", kwargs={"weights_iterator": checkpoint_weights(policy.model)}
        )
        self.engine.apply_model(_pack_tied_head)
        self.engine.reset_prefix_cache()  # what the old weights made of the prompts

    @torch.no_grad()
    def _check(self, policy: Policy) -> None:
        """Compare each tensor that vLLM keeps as it was pushed, and a text's log-probabilities.

        The tensors find the smallest change, but vLLM may hold some in a form of its own; the
        text goes through all of them.
        """
        (seen,) = self.engine.apply_model(lambda model: _compare(model, policy))
        stale = {name: seen[name] for name in self.witnesses if seen[name] != 0}
        if stale:
            name = max(stale, key=lambda name: stale[name])
            raise StaleWeightsError(
                f"vLLM has other weights than the policy: {len(stale)} of {len(self.witnesses)} "
                f"tensors differ, {name} by up to {stale[name]:.3g}; call sync() after each update"
            )
        ids = policy.encode(PROBE)[: self.context - 1]
        request = (ids, {"temperature": 0.0, "max_tokens": 1, "prompt_logprobs": 0})
        found = torch.tensor(self._run({"probe": request})["probe"].prompt_logprobs.logprobs)
        gap = (found - _prompt_logps(policy, ids).cpu()).abs().mean().item()
        if not gap <= self.largest_gap:
            raise StaleWeightsError(
                "vLLM does not compute what the policy does: log-probabilities of a text differ "
                f"by {gap:.3g} nats in the mean, expected at most {self.largest_gap:g}; call "
                "sync() after each update; if that was done, this vLLM cannot take this model's "
                "weights: set rollouts=torch"
            )

    def _run(self, requests: Mapping[str, tuple[list[int], dict[str, Any]]]) -> dict[str, Any]:
        """Generate for each key's token ids and settings; aborted as a whole if it stops."""
        from vllm import SamplingParams
        from vllm.sampling_params import RequestOutputKind

        done: dict[str, Any] = {}
        try:
            for key, (ids, settings) in requests.items():
                params = SamplingParams(
                    **settings,
                    flat_logprobs=True,
                    detokenize=False,
                    output_kind=RequestOutputKind.FINAL_ONLY,
                )
                self.engine.add_request(key, {"prompt_token_ids": ids}, params)
            while self.engine.has_unfinished_requests():
                for output in self.engine.step():
                    done[output.request_id] = output
        finally:
            self.engine.abort_request([key for key in requests if key not in done])
        return done

    def _wake(self) -> None:
        if self.asleep:
            torch.cuda.empty_cache()  # what the trainer holds without using it
            self.engine.wake_up()
            self.asleep = False

    def _sleep(self) -> None:
        if self.sleeps:
            self.engine.sleep(level=1)  # the weights wait on the CPU, the cache is dropped
            self.asleep = True


def checkpoint_weights(model: Any) -> Iterator[tuple[str, Tensor]]:
    """Yield the weights by the names that they have in a checkpoint, adapters of peft added.

    The model keeps its own.
    """
    adapted = {name: module for name, module in model.named_modules() if _is_adapted(module)}
    for name, weight in _named(model):
        layer = adapted.get(name.removesuffix(".weight"))
        merged = weight.detach()
        if layer is not None:
            with torch.no_grad():
                for adapter in layer.active_adapters:
                    merged = merged + layer.get_delta_weight(adapter)
        yield name, merged


def _named(model: Any) -> Iterator[tuple[str, Tensor]]:
    """The weights without adapters, by the names that they have in a checkpoint."""
    for name, weight in model.named_parameters():
        if ".lora_" not in name:
            yield name.replace(".base_layer.", "."), weight


def _is_adapted(module: Any) -> bool:
    return hasattr(module, "base_layer") and hasattr(module, "get_delta_weight")


def _start(policy: Policy, **options: Any) -> Any:
    """Start vLLM's engine for the policy's architecture, with random weights."""
    for variable, value in ENVIRONMENT.items():
        os.environ.setdefault(variable, value)
    try:
        from vllm import EngineArgs, LLMEngine
    except ImportError as error:
        raise InputError(
            f"rollouts=vllm cannot import vLLM ({error}): install it with "
            "`pip install 'clipo-bench[vllm]'`, or set rollouts=torch, which works without"
        ) from None

    # vLLM seeds PyTorch's random numbers, which are the trainer's, too.
    with tempfile.TemporaryDirectory() as folder, _in_process(), torch.random.fork_rng():
        shape = copy.deepcopy(policy.model.config)
        shape.architectures = [type(policy.model).__name__]  # a new model has not told it yet
        shape.save_pretrained(folder)
        try:
            arguments = EngineArgs(
                model=folder,
                load_format="dummy",
                skip_tokenizer_init=True,
                generation_config="vllm",  # no penalties nor top-k of the checkpoint's
                logprobs_mode="processed_logprobs",  # of what is drawn from
                **platform_options("bfloat16" if policy.device.type == "cuda" else "float32"),
                disable_log_stats=True,
                **options,
            )
            return LLMEngine.from_engine_args(arguments)
        except (OSError, ValueError, KeyError, RuntimeError, AssertionError) as error:
            reason = textwrap.shorten(str(error), 400)
            raise InputError(
                f"vLLM cannot run this model: {reason}; its messages above may say more. "
                "Set rollouts=torch to do without"
            ) from None


@contextmanager
def _in_process() -> Iterator[None]:
    """Start the engine in our process, where it reads the policy's weights as they lie."""
    before = os.environ.get(MULTIPROCESSING)
    os.environ[MULTIPROCESSING] = "0"
    try:
        yield
    finally:
        del os.environ[MULTIPROCESSING]
        if before is not None:
            os.environ[MULTIPROCESSING] = before


def _compare(model: Any, policy: Policy) -> dict[str, float]:
    """The largest difference of each tensor of the policy that vLLM holds in its form."""
    held = dict(model.named_parameters())
    places = _places(
        {name: tuple(weight.shape) for name, weight in held.items()},
        {name: tuple(weight.shape) for name, weight in _named(policy.model)},
        getattr(model, "packed_modules_mapping", {}),
    )
    seen = {}
    for name, weight in checkpoint_weights(policy.model):
        if name in places:
            where, row = places[name]
            there = held[where][row : row + len(weight)]
            seen[name] = (there - weight.to(there.dtype)).abs().max().item()
    return seen


def _places(
    held: Mapping[str, tuple[int, ...]],
    pushed: Mapping[str, tuple[int, ...]],
    stacks: Mapping[str, Sequence[str]],
) -> dict[str, tuple[str, int]]:
    """Where vLLM holds each tensor of a checkpoint: in which of its own, from which row on.

    Args:
        held: shapes of vLLM's tensors; what it packs in another way has another shape.
        pushed: shapes of the checkpoint's.
        stacks: modules that vLLM makes of several, such as ``qkv_proj`` of ``q_proj``,
            ``k_proj`` and ``v_proj``, whose rows lie one after the other.
    """
    places: dict[str, tuple[str, int]] = {}
    for name, shape in held.items():
        before, _, kind = name.rpartition(".")
        before, _, module = before.rpartition(".")
        parts = [f"{before}.{part}.{kind}" for part in stacks.get(module, [])] or [name]
        if not shape or not all(part in pushed for part in parts):
            continue
        rows = [pushed[part][0] for part in parts]
        if shape == (sum(rows), *pushed[parts[0]][1:]):
            places |= {part: (name, sum(rows[:i])) for i, part in enumerate(parts)}
    return places


def _pack_tied_head(model: Any) -> None:
    """On a CPU the output layer multiplies by a packed copy of its weights.

    Where it shares them with the embedding, nothing is loaded into it and vLLM 0.32 leaves the
    old copy.
    """
    from vllm.model_executor.layers.vocab_parallel_embedding import ParallelLMHead
    from vllm.platforms import current_platform

    if current_platform.is_cpu():
        for module in model.modules():
            if isinstance(module, ParallelLMHead):
                module.quant_method.process_weights_after_loading(module)


def _prompt_logps(policy: Policy, ids: list[int]) -> Tensor:
    """(t - 1,) log-probability of each token after the first."""
    tokens = torch.tensor([ids], device=policy.device)
    position = torch.arange(len(ids), device=policy.device).unsqueeze(0)
    states = hidden_states(policy, tokens, torch.ones_like(tokens), position)
    log_softmax = torch.log_softmax(logits(policy, states[0, :-1]), dim=-1)
    return log_softmax.gather(-1, tokens[0, 1:, None])[:, 0]


def _rollouts(
    policy: Policy, prompts: list[list[int]], group: int, completions: Sequence[Any]
) -> Rollouts:
    padded = policy.tokenizer.pad(
        {"input_ids": prompts}, padding_side="left", return_tensors="pt"
    ).to(policy.device)

    def stack(rows: list[Tensor], fill: float) -> Tensor:
        return pad_sequence(rows, batch_first=True, padding_value=fill).to(policy.device)

    rows = [torch.tensor(completion.token_ids) for completion in completions]
    tokens = stack(rows, policy.tokenizer.pad_token_id)
    logps = stack([torch.tensor(one.logprobs.logprobs) for one in completions], 0.0)
    prompt_of = torch.arange(len(prompts), device=policy.device).repeat_interleave(group)
    return Rollouts(
        prompts=padded["input_ids"],
        prompt_mask=padded["attention_mask"],
        prompt_of=prompt_of,
        tokens=tokens,
        mask=stack([torch.ones_like(row, dtype=torch.bool) for row in rows], False),
        logps=logps,
        texts=policy.tokenizer.batch_decode(tokens, skip_special_tokens=True),
        finish=[FINISH[completion.finish_reason] for completion in completions],
    )
