"""Advantages and policy losses against plain loops in float64."""

import math
import statistics
from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from clipo_bench.bench_suite.trainer.method.objectives import (
    KLS,
    METHODS,
    group_advantages,
    overlong_penalty,
    policy_loss,
    token_ratio_loss,
    token_weights,
    varied_groups,
)

MAX_TOKENS = 6
LENGTHS = [4, 1, 2, 5, 0, 3]  # one response is masked wholly, as DAPO masks truncated ones
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
rewards = st.integers(2, 6).flatmap(
    lambda g: st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 0.75, 0.5]), min_size=g, max_size=g),
        min_size=1,
        max_size=4,
    )
)
seeds = st.integers(0, 1000)


def random(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def batch(seed: int, spread: float):
    """Log-probabilities of three policies, advantages and mask of six responses."""
    logps = random(6, 5, seed=seed) - 2
    old = logps + spread * random(6, 5, seed=seed + 1)
    reference = logps + random(6, 5, seed=seed + 2) / 3
    mask = torch.tensor([[t < length for t in range(5)] for length in LENGTHS])
    return logps, old, reference, random(6, seed=seed + 3), mask


def token_loss_by_loops(name, advantage, log_ratios, t, low, high) -> float:
    """The loss of token t as each paper writes it, in ratios."""
    ratios = [math.exp(x) for x in log_ratios]
    if name == "gspo":
        ratio = math.prod(ratios) ** (1 / len(ratios))
    elif name == "gmpo":
        product = 1.0
        for ratio in ratios:
            bounded = min(max(ratio, math.exp(-low)), math.exp(high))
            product *= min(ratio, bounded) if advantage > 0 else max(ratio, bounded)
        return -advantage * product ** (1 / len(ratios))
    else:
        ratio = ratios[t]
    return -min(ratio * advantage, max(min(ratio, 1 + high), 1 - low) * advantage)


def loss_by_loops(name, method, logps, old, reference, advantages, mask) -> float:
    per_response = []
    for n in range(len(mask)):
        length = int(mask[n].sum())
        ratios = [float(logps[n, t] - old[n, t]) for t in range(length)]
        tokens = []
        for t in range(length):
            difference = float(reference[n, t] - logps[n, t])
            divergence = math.exp(difference) - difference - 1
            policy = token_loss_by_loops(
                name, float(advantages[n]), ratios, t, method.clip_low, method.clip_high
            )
            tokens.append(policy + method.kl_coef * divergence)
        per_response.append(tokens)
    if method.loss_aggregation == "sequence_mean":
        return statistics.fmean(statistics.fmean(row) if row else 0.0 for row in per_response)
    total = sum(sum(row) for row in per_response)
    if method.loss_aggregation == "token_mean":
        return total / sum(len(row) for row in per_response)
    return total / (len(mask) * MAX_TOKENS)


@pytest.mark.parametrize("aggregation", ["sequence_mean", "token_mean", "constant"])
@pytest.mark.parametrize("kl", [0.0, 0.04])
@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=20, deadline=None)
@given(seed=seeds, spread=st.sampled_from([0.0, 3e-4, 0.3, 2.0]))
def test_losses_equal_plain_loops(name, kl, aggregation, seed, spread):
    method = replace(METHODS[name], kl_coef=kl, loss_aggregation=aggregation)
    logps, old, reference, advantages, mask = batch(seed, spread)
    weights = token_weights(mask, method.loss_aggregation, MAX_TOKENS)
    got = policy_loss(method, logps, old, advantages, mask, weights, reference)
    expected = loss_by_loops(name, method, logps, old, reference, advantages, mask)
    assert float(got.loss) == pytest.approx(expected, abs=1e-10)


@every_method
def test_losses_of_parts_add_up_to_the_loss_of_the_whole(method):
    logps, old, reference, advantages, mask = batch(1, 0.3)
    weights = token_weights(mask, method.loss_aggregation, MAX_TOKENS)
    whole = policy_loss(method, logps, old, advantages, mask, weights, reference).loss
    parts = [
        # Each part is trimmed to its longest response, as micro-batches are.
        policy_loss(method, *(x[rows, :width] if x.dim() > 1 else x[rows] for x in tensors)).loss
        for tensors in [(logps, old, advantages, mask, weights, reference)]
        for rows, width in (([1, 2, 4], 2), ([0, 3, 5], 5))
    ]
    assert float(sum(parts)) == pytest.approx(float(whole), abs=1e-12)


@every_method
@settings(max_examples=20, deadline=None)
@given(seed=seeds)
def test_what_stands_behind_a_response_never_matters(method, seed):
    logps, old, reference, advantages, mask = batch(seed, 0.3)
    results = []
    for junk in (0.0, -1e9, float("-inf"), float("nan")):
        filled = [x.masked_fill(~mask, junk) for x in (logps, old, reference)]
        filled[0].requires_grad_()
        weights = token_weights(mask, method.loss_aggregation, MAX_TOKENS)
        got = policy_loss(method, filled[0], filled[1], advantages, mask, weights, filled[2])
        got.loss.backward()
        assert (filled[0].grad[~mask] == 0).all()
        results.append((got.loss, got.clipped, got.kl, filled[0].grad))
    for other in results[1:]:
        assert all(torch.equal(x, y) for x, y in zip(results[0], other, strict=True))
    assert not (results[0][1] & ~mask).any()


@pytest.mark.parametrize("name", METHODS)
def test_gradients_are_those_of_the_losses(name):
    logps, old, reference, advantages, mask = batch(4, 0.3)
    weights = token_weights(mask, METHODS[name].loss_aggregation, MAX_TOKENS)

    def loss(logps):
        return policy_loss(METHODS[name], logps, old, advantages, mask, weights, reference).loss

    assert torch.autograd.gradcheck(loss, logps.requires_grad_())


def test_on_policy_grpo_gspo_and_gmpo_have_one_gradient():
    logps, _, _, advantages, mask = batch(2, 0.0)
    weights = token_weights(mask, "sequence_mean", MAX_TOKENS)
    gradients = []
    for name in ("grpo", "gspo", "gmpo"):
        leaf = logps.clone().requires_grad_()
        policy_loss(METHODS[name], leaf, logps, advantages, mask, weights).loss.backward()
        gradients.append(leaf.grad)
    assert gradients[0].abs().max() > 0.01
    assert torch.allclose(gradients[0], gradients[1], rtol=0, atol=1e-15)
    assert torch.allclose(gradients[0], gradients[2], rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", ["grpo", "dapo", "dr_grpo"])
def test_a_clipped_token_has_no_gradient(name):
    method = METHODS[name]
    inside, above, below = 0.1, method.clip_high + 0.05, -method.clip_low - 0.05
    ratios = torch.tensor([[inside, above, below]] * 2) + 1
    logps = ratios.log().requires_grad_()
    mask = torch.ones(2, 3, dtype=torch.bool)
    advantages = torch.tensor([1.0, -1.0])
    weights = token_weights(mask, method.loss_aggregation, 3)
    loss, clipped, _ = policy_loss(method, logps, torch.zeros(2, 3), advantages, mask, weights)
    loss.backward()
    assert clipped.tolist() == [[False, True, False], [False, False, True]]
    assert ((logps.grad == 0) == clipped).all()


def test_gspo_clips_whole_responses_and_gmpo_the_tokens_that_gain():
    log_ratios = torch.tensor([[0.5, -0.1], [-0.5, 0.1], [0.0, 0.0]])
    advantages = torch.tensor([1.0, -1.0, 1.0])
    mask = torch.ones(3, 2, dtype=torch.bool)
    clipped = {}
    for name in ("gspo", "gmpo"):
        leaf = log_ratios.clone().requires_grad_()
        weights = token_weights(mask, "sequence_mean", 2)
        got = policy_loss(METHODS[name], leaf, torch.zeros(3, 2), advantages, mask, weights)
        got.loss.backward()
        assert ((leaf.grad == 0) == got.clipped).all()
        clipped[name] = got.clipped.tolist()
    assert clipped["gspo"] == [[True, True], [True, True], [False, False]]
    assert clipped["gmpo"] == [[True, False], [True, False], [False, False]]


@pytest.mark.parametrize("name", METHODS)
def test_nothing_is_clipped_where_there_is_no_advantage(name):
    log_ratio, mask = torch.tensor([[2.0, -2.0], [-2.0, -2.0]]), torch.ones(2, 2, dtype=torch.bool)
    method = METHODS[name]
    found = method.loss(log_ratio, torch.zeros(2), mask, method.clip_low, method.clip_high)
    assert not found.clipped.any()
    assert not found.loss.any()


def test_dapo_lets_the_unlikely_rise_further_than_grpo():
    log_ratio = torch.tensor([[1.25]]).log()
    one, mask = torch.tensor([1.0]), torch.ones(1, 1, dtype=torch.bool)
    settings = {name: (METHODS[name].clip_low, METHODS[name].clip_high) for name in METHODS}
    assert token_ratio_loss(log_ratio, one, mask, *settings["grpo"]).clipped.all()
    assert not token_ratio_loss(log_ratio, one, mask, *settings["dapo"]).clipped.any()


@given(rewards)
def test_advantages_equal_plain_loops(rows):
    values = torch.tensor(rows, dtype=torch.float64)
    scaled = group_advantages(values, values).tolist()
    centred = group_advantages(values, values, scale_rewards=False).tolist()
    for row, advantages, differences in zip(rows, scaled, centred, strict=True):
        mean, deviation = statistics.fmean(row), statistics.stdev(row)
        expected = [(reward - mean) / (deviation + 1e-6) for reward in row]
        assert advantages == pytest.approx(expected, abs=1e-10)
        assert differences == pytest.approx([reward - mean for reward in row], abs=1e-10)


def test_rounding_is_no_variance():
    shaken = torch.tensor([[0.7, 0.7, 0.7 + 1e-7, 0.7]])
    assert shaken.std() > 0
    assert not varied_groups(shaken).any()
    assert group_advantages(shaken, shaken).tolist() == [[0, 0, 0, 0]]


def test_what_is_added_to_equal_task_rewards_makes_no_advantage():
    task = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, 1.0]])
    rewards = task - torch.tensor([[0.1, 0.2, 0.3], [0.1, 0.0, 0.3]])
    advantages = group_advantages(rewards, task)
    assert advantages[0].tolist() == [0, 0, 0]
    assert (advantages[1] != 0).all()


def test_groups_that_teach_are_kept():
    task = torch.tensor([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0], [1e-5, 0.0]])
    assert varied_groups(task).tolist() == [True, False, False, True]


def test_long_responses_are_punished_gradually():
    lengths = torch.tensor([0, 16384, 16385, 18432, 20480, 30000])
    assert overlong_penalty(lengths, 20480, 4096).tolist() == [0, 0, -1 / 4096, -0.5, -1, -1]


# The vocabulary is so small that expectations under the policy are sums.
LOGITS = torch.tensor([0.3, -1.0, 0.8, 0.1], dtype=torch.float64)
REFERENCE = torch.log_softmax(torch.tensor([0.2, 0.4, -0.3, 1.0], dtype=torch.float64), 0)


@pytest.mark.parametrize("name", KLS)
def test_estimators_of_kl_equal_plain_loops(name):
    logps, reference = random(2, 3, seed=0), random(2, 3, seed=1)
    got = KLS[name](logps, reference)
    for n in range(2):
        for t in range(3):
            ratio = math.exp(reference[n, t] - logps[n, t])
            by_name = {
                "k1": -math.log(ratio),
                "k2": math.log(ratio) ** 2 / 2,
                "k3": ratio - 1 - math.log(ratio),
            }
            assert float(got[n, t]) == pytest.approx(by_name[name], abs=1e-10)
    assert name == "k1" or (got >= 0).all()
    assert KLS[name](logps, logps).abs().max() == 0


def test_k1_and_k3_are_unbiased_and_k2_is_not():
    logps = torch.log_softmax(LOGITS, 0)
    truth = (logps.exp() * (logps - REFERENCE)).sum()
    means = {name: (logps.exp() * kl(logps, REFERENCE)).sum() for name, kl in KLS.items()}
    assert float(means["k1"]) == pytest.approx(float(truth), abs=1e-12)
    assert float(means["k3"]) == pytest.approx(float(truth), abs=1e-12)
    assert abs(float(means["k2"] - truth)) > 0.01


def test_the_expected_gradients_of_the_estimators():
    def gradient(value):
        return torch.autograd.grad(value, logits, retain_graph=True)[0]

    logits = LOGITS.clone().requires_grad_()
    logps = torch.log_softmax(logits, 0)
    drawn = logps.exp().detach()  # the samples are given: no gradient through the drawing
    got = {name: gradient((drawn * kl(logps, REFERENCE)).sum()) for name, kl in KLS.items()}
    to_reference = gradient((logps.exp() * (logps - REFERENCE)).sum())
    reverse = gradient((REFERENCE.exp() * (REFERENCE - logps)).sum())
    assert torch.allclose(got["k1"], torch.zeros(4, dtype=torch.float64), atol=1e-12)
    assert torch.allclose(got["k2"], to_reference, atol=1e-12)
    assert torch.allclose(got["k3"], reverse, atol=1e-12)
    assert (to_reference - reverse).abs().max() > 0.01
