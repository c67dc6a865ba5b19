"""The contrastive reward at work: head steps, controls, random numbers, state."""

import math

import pytest
import torch

from clipo_bench.bench_suite.trainer.contrastive_reward import ContrastiveReward

CORRECT = torch.tensor([[True, True, True, False], [True, False, True, True]])
LENGTHS = torch.tensor([[3, 5, 2, 4], [7, 1, 2, 2]])


@pytest.fixture
def pooled():
    return torch.randn(8, 16, generator=torch.Generator().manual_seed(0))


@pytest.fixture
def make(rl):
    def build(**changes):
        return ContrastiveReward(rl(contrastive=True, **changes), 16, torch.device("cpu"))

    return build


def weight(contrast):
    return contrast.head.projection.weight.detach().clone()


def test_only_right_rollouts_are_rewarded_and_the_head_learns(make, pooled):
    contrast = make()
    before = weight(contrast)
    reward, found = contrast.step(pooled, CORRECT, LENGTHS)
    assert (reward[~CORRECT] == 0).all()
    assert (reward[CORRECT] < 0).all()
    assert (reward >= -0.5).all()
    assert not torch.equal(weight(contrast), before)
    assert found["contrastive_anchors"] == 6
    assert found["contrastive_chance"] == pytest.approx(math.log(3))
    assert found["contrastive_bound"] == pytest.approx(math.log(2))
    losses = [contrast.step(pooled, CORRECT, LENGTHS)[1]["contrastive_loss"] for _ in range(40)]
    assert sum(losses[-5:]) < sum(losses[:5])


def test_a_frozen_head_stays(make, pooled):
    contrast = make(freeze_head=True)
    before = weight(contrast)
    contrast.step(pooled, CORRECT, LENGTHS)
    assert torch.equal(weight(contrast), before)


def test_the_placebo_is_the_same_rewards_in_another_order(make, pooled):
    honest, placebo = make(), make(placebo=True)
    moved = 0
    for _ in range(5):
        one, _ = honest.step(pooled, CORRECT, LENGTHS)
        other, _ = placebo.step(pooled, CORRECT, LENGTHS)
        assert torch.equal(one.sort().values, other.sort().values)
        assert (other[~CORRECT] == 0).all()
        moved += int((one != other).any())
    assert moved
    assert torch.equal(weight(honest), weight(placebo))


def test_without_anchors_not_even_decay_moves_the_head(make, pooled):
    contrast = make()
    before = weight(contrast)
    reward, found = contrast.step(pooled, torch.ones_like(CORRECT), LENGTHS)
    assert not reward.any()
    assert found["contrastive_loss"] is None
    assert torch.equal(weight(contrast), before)


def test_two_processes_with_the_same_states_have_the_same_head(make, pooled):
    one, other, third = make(), make(), make(seed=1)
    for _ in range(3):
        rewards = [c.step(pooled, CORRECT, LENGTHS)[0] for c in (one, other, third)]
        assert torch.equal(rewards[0], rewards[1])
        assert not torch.equal(rewards[0], rewards[2])
    assert torch.equal(weight(one), weight(other))


def test_it_goes_on_from_its_state_as_if_never_stopped(make, pooled):
    whole, first, second = (make(placebo=True) for _ in range(3))
    for _ in range(2):
        whole.step(pooled, CORRECT, LENGTHS)
        first.step(pooled, CORRECT, LENGTHS)
    second.head.load_state_dict(first.head.state_dict())
    second.load_state_dict(first.state_dict())
    for _ in range(2):
        expected, found = whole.step(pooled, CORRECT, LENGTHS)
        got, repeated = second.step(pooled, CORRECT, LENGTHS)
        assert torch.equal(expected, got)
        assert found == repeated
    assert torch.equal(weight(whole), weight(second))


def test_the_log_of_resampling_draws_nothing_from_the_rewards_stream(make, pooled):
    drawn, mean = make(), make(contrastive_loss="supcon_out")
    _, found = drawn.step(pooled, CORRECT, LENGTHS)
    _, exact = mean.step(pooled, CORRECT, LENGTHS)
    assert found["contrastive_resampled"] is not None
    assert exact["contrastive_resampled"] == pytest.approx(1)  # no draw, no noise
