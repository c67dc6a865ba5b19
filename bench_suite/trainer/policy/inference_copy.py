"""InferenceCopy: a second model over the policy's own parameters, for passes without gradient.

It is in evaluation mode (no dropout, no checkpointing, which forbids a cache) whatever the policy
is in, and follows every update of the weights in place.

On a GPU autocast would cast each float32 weight to bfloat16 at every use: 4 bytes a parameter
read, 2 written and 2 read again, where the product itself needs 2. So there the linear layers,
which are nearly all of the parameters, have bfloat16 weights of their own, cast once per batch of
rollouts: the same numbers that autocast would have made, for a quarter of the bytes at each step.
All else (norms, embeddings, the residual stream) stays in float32 as in training, so that logits
differ from those of `score` by rounding only.
"""

import copy
from typing import Any

import torch
from torch import Tensor, nn

from clipo_bench.bench_suite.trainer.policy.policy import Policy


class InferenceCopy:
    """A policy's model for inference.

    Attributes:
        policy: the second model, with the policy's tokenizer.
    """

    def __init__(self, policy: Policy, linear: torch.dtype | None) -> None:
        """Share the policy's parameters.

        Args:
            policy: whose.
            linear: type that linear layers have weights of their own in; none to share them.
        """
        model = policy.model
        self._addresses = _addresses(model)
        # What `deepcopy` finds in its memo it takes as it is: here each parameter.
        model = copy.deepcopy(model, {id(weight): weight for weight in model.parameters()}).eval()
        self._casts = [] if linear is None else cast_linear(model, linear)
        self.policy = Policy(model, policy.tokenizer)

    @torch.no_grad()
    def refresh(self) -> None:
        """Cast the linear layers' weights again."""
        for own, weight in self._casts:
            own.copy_(weight)

    def follows(self, policy: Policy) -> bool:
        """Whether this still shares the policy's parameters."""
        return self._addresses == _addresses(policy.model) and self.policy.ends == policy.ends


def _addresses(model: Any) -> list[tuple[int, torch.dtype]]:
    return [(weight.data_ptr(), weight.dtype) for weight in model.parameters()]


def cast_linear(model: Any, dtype: torch.dtype) -> list[tuple[Tensor, Tensor]]:
    """Give linear layers weights and biases of their own: each with the one it follows."""
    casts: list[tuple[Tensor, Tensor]] = []
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            for name, weight in list(layer.named_parameters(recurse=False)):
                own = nn.Parameter(weight.detach().to(dtype, copy=True), requires_grad=False)
                setattr(layer, name, own)
                casts.append((own, weight))
    return casts
