"""GRPO's advantages and losses against plain loops in float64."""

import math
import statistics

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from bench_suite.trainer.objectives import clipped_loss, group_advantages, kl_k3, sequence_mean

CLIP = 0.2
rewards = st.integers(2, 6).flatmap(
    lambda g: st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 0.75, 0.5]), min_size=g, max_size=g),
        min_size=1,
        max_size=4,
    )
)


def random(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


@given(rewards)
def test_advantages_equal_plain_loops(rows):
    got = group_advantages(torch.tensor(rows, dtype=torch.float64)).tolist()
    for row, advantages in zip(rows, got, strict=True):
        mean, deviation = statistics.fmean(row), statistics.stdev(row)
        expected = [(reward - mean) / (deviation + 1e-6) for reward in row]
        assert advantages == pytest.approx(expected, abs=1e-10)


def test_a_group_of_equal_rewards_has_no_advantage():
    assert group_advantages(torch.ones(1, 4)).tolist() == [[0, 0, 0, 0]]


@given(seed=st.integers(0, 1000))
def test_policy_loss_equals_plain_loops(seed):
    logps, old = random(3, 4, seed=seed) / 5, random(3, 4, seed=seed + 1) / 5
    advantages = random(3, seed=seed + 2)
    lengths = [4, 1, 2]
    mask = torch.tensor([[t < length for t in range(4)] for length in lengths])
    token_loss, clipped = clipped_loss(logps, old, advantages, CLIP)
    means = []
    for n, length in enumerate(lengths):
        losses = []
        for t in range(length):
            ratio, advantage = math.exp(logps[n, t] - old[n, t]), float(advantages[n])
            bounded = min(max(ratio, 1 - CLIP), 1 + CLIP)
            losses.append(-min(ratio * advantage, bounded * advantage))
            assert clipped[n, t] == (bounded * advantage < ratio * advantage)
        means.append(sum(losses) / length)
    expected = sum(means) / len(means)
    assert float(sequence_mean(token_loss, mask)) == pytest.approx(expected, abs=1e-10)


def test_a_clipped_token_has_no_gradient():
    logps = torch.tensor([[0.5, 0.1], [-0.5, -0.1]], requires_grad=True)
    loss, clipped = clipped_loss(logps, torch.zeros(2, 2), torch.tensor([1.0, -1.0]), CLIP)
    loss.sum().backward()
    assert clipped.tolist() == [[True, False], [True, False]]
    assert ((logps.grad == 0) == clipped).all()


@given(seed=st.integers(0, 1000))
def test_kl_equals_plain_loops_and_is_never_negative(seed):
    logps, reference = random(2, 3, seed=seed), random(2, 3, seed=seed + 1)
    got = kl_k3(logps, reference)
    for n in range(2):
        for t in range(3):
            difference = float(reference[n, t] - logps[n, t])
            expected = math.exp(difference) - difference - 1
            assert float(got[n, t]) == pytest.approx(expected, abs=1e-10)
    assert (got >= 0).all()
    assert kl_k3(logps, logps).abs().max() == 0
