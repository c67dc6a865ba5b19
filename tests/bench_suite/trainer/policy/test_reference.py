"""The reference of the KL loss: it stays, whatever becomes of the policy."""

import pytest
import torch

from clipo_bench.bench_suite.trainer.policy import forward
from clipo_bench.bench_suite.trainer.policy.policy import prepare
from clipo_bench.bench_suite.trainer.policy.reference import Reference, frozen
from clipo_bench.bench_suite.trainer.policy.token_scores import token_scores


@torch.no_grad()
def logps(policy, rollouts) -> torch.Tensor:
    return token_scores(policy, rollouts, 1.0).logps


@pytest.mark.parametrize("rank", [0, 2], ids=["copy", "adapters"])
def test_it_stays_where_the_policy_was(policy, roll, rl, rank):
    rollouts = roll()
    prepare(policy, rl(lora_rank=rank))
    before = logps(policy, rollouts)
    reference = Reference(policy, adapters=bool(rank))
    with torch.no_grad():
        for weight in policy.weights.values():
            weight.add_(0.1)
    moved = logps(policy, rollouts)
    with reference.policy() as still:
        assert torch.equal(logps(still, rollouts), before)
    assert not torch.allclose(moved, before, atol=1e-3)
    assert torch.equal(logps(policy, rollouts), moved)  # the adapters are back
    assert all(weight.requires_grad for weight in policy.weights.values())
    assert policy.weights


def test_in_bfloat16_it_starts_at_no_distance_from_the_policy(policy, roll, monkeypatch):
    rollouts = roll()
    monkeypatch.setattr(forward, "autocast", lambda _: torch.autocast("cpu", torch.bfloat16))
    reference = frozen(policy, linear=torch.bfloat16)
    assert reference.model.base_model.layers[0].mlp.up_proj.weight.dtype == torch.bfloat16
    assert torch.equal(logps(reference, rollouts), logps(policy, rollouts))
    assert not torch.equal(logps(policy, rollouts), rollouts.logps)  # it is not float32
