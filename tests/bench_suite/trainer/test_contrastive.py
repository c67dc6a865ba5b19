"""The contrastive reward against plain loops in float64."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from bench_suite.trainer.contrastive import (
    ContrastiveHead,
    contrastive_reward,
    draw_positives,
    find_anchors,
    head_loss,
    infonce,
    mean_pool,
)
from bench_suite.trainer.objectives import group_advantages

TAU, WEIGHT, FLOOR = 0.05, 0.2, -0.5


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def unit_vectors(*shape: int, seed: int = 0) -> torch.Tensor:
    z = torch.randn(*shape, dtype=torch.float64, generator=generator(seed))
    return z / z.norm(dim=-1, keepdim=True)


def loss_by_loops(z: torch.Tensor, correct: torch.Tensor, positives: torch.Tensor):
    """L of every rollout as the paper writes it; None where it has none."""
    losses = []
    for b in range(len(z)):
        row = []
        right = sum(bool(c) for c in correct[b])
        for i in range(len(z[b])):
            if not correct[b, i] or not 1 < right < len(z[b]):
                row.append(None)
                continue
            cosines = [float(z[b, i] @ z[b, k]) for k in range(len(z[b]))]
            total = sum(math.exp(c / TAU) for k, c in enumerate(cosines) if k != i)
            row.append(-math.log(math.exp(cosines[int(positives[b, i])] / TAU) / total))
        losses.append(row)
    return losses


groups = st.integers(2, 6).flatmap(
    lambda g: st.lists(st.lists(st.booleans(), min_size=g, max_size=g), min_size=1, max_size=4)
)


@given(correct=groups, seed=st.integers(0, 1000))
def test_loss_and_reward_equal_plain_loops(correct, seed):
    right = torch.tensor(correct)
    z = unit_vectors(*right.shape, 5, seed=seed)
    positives = draw_positives(right, generator(seed))
    contrast = infonce(z, right, positives, TAU)
    reward = contrastive_reward(contrast, WEIGHT, FLOOR)
    expected = loss_by_loops(z, right, positives)
    defined = [loss for row in expected for loss in row if loss is not None]
    for b, row in enumerate(expected):
        for i, loss in enumerate(row):
            assert contrast.anchors[b, i] == (loss is not None)
            assert float(contrast.loss[b, i]) == pytest.approx(loss or 0.0, abs=1e-10)
            wanted = 0.0 if loss is None else max(-WEIGHT * loss, FLOOR)
            assert float(reward[b, i]) == pytest.approx(wanted, abs=1e-10)
    mean = sum(defined) / len(defined) if defined else 0.0
    assert float(head_loss(contrast)) == pytest.approx(mean, abs=1e-10)


@given(correct=groups, seed=st.integers(0, 1000))
def test_a_positive_is_another_correct_rollout_of_the_group(correct, seed):
    right = torch.tensor(correct)
    positives = draw_positives(right, generator(seed))
    for b, i in find_anchors(right).nonzero().tolist():
        assert positives[b, i] != i
        assert right[b, positives[b, i]]


def test_positives_are_drawn_uniformly():
    right = torch.tensor([[True, True, True, True, False]]).expand(6000, 5)
    drawn = draw_positives(right, generator())[:, 0]
    shares = torch.bincount(drawn, minlength=5) / 6000
    assert shares[[0, 4]].tolist() == [0, 0]
    assert shares[1:4].tolist() == pytest.approx([1 / 3] * 3, abs=0.03)


def test_equal_embeddings_cost_the_logarithm_of_the_others_and_lie_on_the_floor():
    right = torch.tensor([[True] * 8 + [False] * 8])
    z = torch.ones(1, 16, 4, dtype=torch.float64) / 2
    contrast = infonce(z, right, draw_positives(right, generator()), TAU)
    assert contrast.loss[0, 0].item() == pytest.approx(math.log(15))
    assert contrastive_reward(contrast, WEIGHT, FLOOR)[0, 0] == FLOOR


def test_an_equal_contrastive_reward_leaves_grpos_advantages():
    right = torch.tensor([[1.0, 1.0, 0.0, 0.0, 0.0]], dtype=torch.float64)
    plain, on_the_floor = group_advantages(right), group_advantages(right * (1 + FLOOR))
    assert on_the_floor.tolist()[0] == pytest.approx(plain.tolist()[0], abs=1e-5)


def test_a_crowd_of_others_keeps_the_expected_loss_above_the_logarithm_of_positives_less_one():
    right = torch.tensor([[True] * 5 + [False] * 3]).expand(4000, 8)
    z = torch.zeros(4000, 8, 2, dtype=torch.float64)
    z[:, :5, 0], z[:, 5:, 0] = 1, -1  # the head has done all it can
    contrast = infonce(z, right, draw_positives(right, generator()), TAU)
    assert contrast.loss[contrast.anchors].mean().item() == pytest.approx(math.log(4), abs=1e-6)


def test_gradient_reaches_the_head_but_not_the_states():
    head = ContrastiveHead(6, 3, generator())
    states = torch.randn(4, 5, 6, generator=generator(1))
    mask = torch.tensor([[True] * 5, [True] * 3 + [False] * 2, [True] * 4 + [False], [True] * 5])
    right = torch.tensor([[True, True, False, True]])
    z = head(mean_pool(states, mask)).view(1, 4, 3)
    assert z.norm(dim=-1).tolist()[0] == pytest.approx([1.0] * 4)
    contrast = infonce(z, right, draw_positives(right, generator()), TAU)
    head_loss(contrast).backward()
    assert head.projection.weight.grad.abs().sum() > 0
    assert head.projection.bias is None
    assert not contrastive_reward(contrast, WEIGHT, FLOOR).requires_grad


def test_mean_pool_is_the_mean_over_the_response_alone():
    states = torch.randn(2, 4, 3, dtype=torch.float64, generator=generator())
    mask = torch.tensor([[True, True, False, False], [True] * 4])
    expected = [
        [(states[0, 0, h] + states[0, 1, h]).item() / 2 for h in range(3)],
        [sum(states[1, t, h].item() for t in range(4)) / 4 for h in range(3)],
    ]
    for got, wanted in zip(mean_pool(states, mask).tolist(), expected, strict=True):
        assert got == pytest.approx(wanted, abs=1e-12)
