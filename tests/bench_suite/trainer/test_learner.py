"""The three ways through a batch: how many forward passes each makes, and that all update alike."""

import pytest
import torch

from clipo_bench.bench_suite.trainer import first_pass, learner
from clipo_bench.bench_suite.trainer.checkpoint import Training
from clipo_bench.bench_suite.trainer.contrastive_reward import ContrastiveReward
from clipo_bench.bench_suite.trainer.learner import Learner
from clipo_bench.bench_suite.trainer.policy.policy import load_policy
from clipo_bench.bench_suite.trainer.policy.reference import Reference

WHOLE, PARTS = 10_000, 60  # micro_batch_tokens


@pytest.fixture
def passes(monkeypatch):
    """Rows of each forward pass of the policy, and whether it had a gradient."""
    made, score = [], first_pass.token_scores

    def counted(policy, rollouts, *args):
        made.append((len(rollouts.tokens), torch.is_grad_enabled()))
        return score(policy, rollouts, *args)

    for module in (first_pass, learner):
        monkeypatch.setattr(module, "token_scores", counted)
    return made


@pytest.fixture
def teach(rl, roll):
    """Learn once from the same twelve rollouts: what is logged, and the weights afterwards."""

    def make(**settings):
        config = rl(
            prompts_per_batch=3, max_logp_gap=100.0, **settings
        )  # another policy's rollouts
        policy = load_policy(config.model)
        optimizer = torch.optim.SGD(policy.weights.values(), lr=0.1)
        training = Training(policy, optimizer)
        if config.contrastive:
            training.contrast = ContrastiveReward(config, policy.hidden, policy.device)
        correct = torch.arange(12).view(3, 4) % 2 == 0
        reference = Reference(policy, adapters=False)
        logged = Learner(config, training, reference).learn(roll(), correct)
        return logged, torch.cat([weight.detach().flatten() for weight in policy.weights.values()])

    return make


@pytest.mark.parametrize("contrastive", [False, True])
def test_one_update_of_one_micro_batch_makes_one_pass(teach, passes, contrastive):
    teach(contrastive=contrastive, micro_batch_tokens=WHOLE)
    assert passes == [(12, True)]


def test_without_contrastive_reward_each_micro_batch_is_read_once(teach, passes):
    teach(micro_batch_tokens=PARTS)
    assert len(passes) > 3
    assert all(gradient for _, gradient in passes)
    assert sum(rows for rows, _ in passes) == 12


@pytest.mark.parametrize("settings", [{"contrastive": True}, {"updates_per_batch": 3}])
def test_pooled_states_and_several_updates_need_a_pass_before(teach, passes, settings):
    teach(micro_batch_tokens=PARTS, **settings)
    first = [rows for rows, gradient in passes if not gradient]
    then = [rows for rows, gradient in passes if gradient]
    assert passes[: len(first)] == [(rows, False) for rows in first]
    assert sum(first) == sum(then) == 12


@pytest.mark.parametrize("contrastive", [False, True])
def test_all_ways_make_the_same_update(teach, contrastive):
    one, whole = teach(contrastive=contrastive, micro_batch_tokens=WHOLE)
    other, parts = teach(contrastive=contrastive, micro_batch_tokens=PARTS)
    assert list(one) == list(other)
    assert one == {
        name: value and pytest.approx(value, 1e-3, 1e-5) for name, value in other.items()
    }
    torch.testing.assert_close(whole, parts, rtol=0, atol=1e-6)
