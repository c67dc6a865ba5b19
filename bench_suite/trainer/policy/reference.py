"""Reference: the initial policy, for the KL loss."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from clipo_bench.bench_suite.trainer.policy.inference_copy import cast_linear
from clipo_bench.bench_suite.trainer.policy.policy import Policy


class Reference:
    """A frozen copy of the policy; or with LoRA its base."""

    def __init__(self, policy: Policy, *, adapters: bool) -> None:
        """Keep the policy as it is now.

        Args:
            policy: at its start.
            adapters: only they are trained, so that the policy without them is the reference.
        """
        self._adapters = adapters
        on_gpu = policy.device.type == "cuda"
        self._policy = (
            policy if adapters else frozen(policy, linear=torch.bfloat16 if on_gpu else None)
        )

    @contextmanager
    def policy(self) -> Iterator[Policy]:
        """The reference, while the context lasts."""
        if self._adapters:
            self._policy.model.disable_adapters()
        try:
            yield self._policy
        finally:
            if self._adapters:
                self._policy.model.enable_adapters()


def frozen(policy: Policy, linear: torch.dtype | None) -> Policy:
    """Copy a policy whose weights will not change.

    Args:
        policy: left as it is.
        linear: type of the copy's linear layers; None for the policy's own. In bfloat16 they
            take half the memory, and under autocast give the same numbers to the bit. A copy
            that is bfloat16 throughout would not: its norms and residual stream would round,
            too, and the KL to it would not begin at 0.
    """
    model = copy.deepcopy(policy.model).eval().requires_grad_(False)
    if linear is not None:
        cast_linear(model, linear)
    return Policy(model, policy.tokenizer)
