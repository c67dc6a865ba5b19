"""Sampler: generates rollouts, with the policy's own decoding or vLLM."""

from collections.abc import Sequence
from typing import Protocol

import torch

from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.sampling.decode import sample
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts


class Sampler(Protocol):
    """Generates rollouts with the policy's current weights."""

    def sync(self, policy: Policy) -> None:
        """Copy the policy's weights after an update."""

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
        """Sample `group` responses to each prompt; temperature 0 is greedy."""

    def close(self) -> None:
        """Free its resources."""


class OwnSampler:
    """Decodes with the policy itself, so there is nothing to synchronise."""

    def sync(self, policy: Policy) -> None:
        """Nothing to do."""

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
        """See `decode.sample`."""
        return sample(
            policy,
            prompts,
            group=group,
            max_tokens=max_tokens,
            temperature=temperature,
            generator=torch.Generator(policy.device).manual_seed(seed),
        )

    def close(self) -> None:
        """Nothing to do."""


def make_sampler(config: TrainConfig, policy: Policy) -> Sampler:
    """Create the configured sampler.

    Raises:
        InputError: it is not installed, or cannot serve the policy.
    """
    if config.rollout_backend == "vllm":
        from clipo_bench.bench_suite.trainer.sampling.vllm_engine import VllmEngine

        return VllmEngine(policy, config)
    return OwnSampler()
