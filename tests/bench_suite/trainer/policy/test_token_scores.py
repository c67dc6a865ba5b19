"""Scoring with the shared prompt against the model's plain forward: values and gradients."""

import pytest
import torch

from clipo_bench.bench_suite.trainer.policy import token_scores as module
from clipo_bench.bench_suite.trainer.policy.policy import Policy, prepare
from clipo_bench.bench_suite.trainer.policy.token_scores import token_scores
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts


def plain_forward(policy, rollouts: Rollouts, row: int):
    """Logits and states of one row without padding, cache or sharing: (length, ...)."""
    b = rollouts.prompt_of[row]
    prompt = rollouts.prompts[b][rollouts.prompt_mask[b].bool()]
    response = rollouts.tokens[row][rollouts.mask[row]]
    output = policy.model(torch.cat([prompt, response])[None], output_hidden_states=True)
    start = len(prompt)
    return output.logits[0, start - 1 : -1], output.hidden_states[-1][0, start:], response


def plain_gradients(policy, rollouts: Rollouts) -> list[torch.Tensor]:
    total = torch.tensor(0.0)
    for row in range(len(rollouts.tokens)):
        logits, _, response = plain_forward(policy, rollouts, row)
        total = total + torch.log_softmax(logits, -1).gather(-1, response[:, None]).sum()
    return list(torch.autograd.grad(total, list(policy.weights.values())))


def gradients(policy, rollouts: Rollouts) -> list[torch.Tensor]:
    total = token_scores(policy, rollouts, temperature=1.0).logps.sum()
    return list(torch.autograd.grad(total, list(policy.weights.values())))


@pytest.fixture
def uneven(roll):
    rollouts = roll()
    for row in range(12):
        rollouts.mask[row, row % 6 + 1 :] = False
    return rollouts


@pytest.fixture(params=["shared", "whole"])
def read(request, monkeypatch):
    """Prompts read once, or with each response."""
    monkeypatch.setattr(module, "WORTH", {"cpu": 0 if request.param == "shared" else 99})


@pytest.mark.usefixtures("read")
def test_scores_equal_the_plain_forward(policy, uneven):
    scores = token_scores(policy, uneven, temperature=0.7)
    last = token_scores(policy, uneven, temperature=0.7, pooling="last")
    for row in range(12):
        logits, states, response = plain_forward(policy, uneven, row)
        logps = torch.log_softmax(logits / 0.7, dim=-1)
        here = uneven.mask[row]
        expected = logps.gather(-1, response[:, None])[:, 0]
        assert torch.allclose(scores.logps[row][here], expected, atol=1e-5)
        assert (scores.logps[row][~here] == 0).all()
        assert torch.allclose(scores.pooled[row], states.mean(0), atol=1e-5)
        assert torch.allclose(last.pooled[row], states[-1], atol=1e-5)
        entropy = -(logps.exp() * logps).sum(-1)
        assert torch.allclose(scores.entropy[row][here], entropy, atol=1e-5)


@pytest.mark.usefixtures("read")
def test_the_gradient_is_the_plain_one(policy, uneven):
    for one, other in zip(gradients(policy, uneven), plain_gradients(policy, uneven), strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_a_large_vocabulary_goes_through_the_output_layer_in_parts(policy, uneven, monkeypatch):
    whole, expected = token_scores(policy, uneven, 1.0), gradients(policy, uneven)
    monkeypatch.setattr(module, "LOGITS", 5 * 400)
    parts = token_scores(policy, uneven, 1.0)
    assert torch.allclose(parts.logps, whole.logps, atol=1e-6)
    assert torch.allclose(parts.entropy, whole.entropy, atol=1e-6)
    for one, other in zip(gradients(policy, uneven), expected, strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def test_activations_that_are_computed_again_give_the_same_gradient(policy, uneven, rl):
    expected = gradients(policy, uneven)
    prepare(policy, rl(gradient_checkpointing=True))
    assert policy.recomputes
    for one, other in zip(gradients(policy, uneven), expected, strict=True):
        assert torch.allclose(one, other, atol=1e-4)
    assert not policy.model.training


def test_parts_say_what_the_whole_says(policy, uneven):
    whole = token_scores(policy, uneven, 1.0)
    for rows in uneven.micro_batches(torch.arange(12), 60):
        part = uneven.select(rows)
        scores, width = token_scores(policy, part, 1.0), part.mask.shape[1]
        assert torch.allclose(scores.logps, whole.logps[rows, :width], atol=1e-5)
        assert torch.allclose(scores.pooled, whole.pooled[rows], atol=1e-5)


RECURRENT = {
    "hidden_size": 32, "num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 2,
    "intermediate_size": 48, "head_dim": 8, "num_experts": 4, "num_experts_per_tok": 2,
    "moe_intermediate_size": 16, "shared_expert_intermediate_size": 16,
    "linear_num_value_heads": 2, "linear_num_key_heads": 2, "linear_key_head_dim": 8,
    "linear_value_head_dim": 8, "initializer_range": 0.2,
}  # fmt: skip


def test_a_model_with_recurrent_layers_gets_the_plain_gradient(policy, uneven, monkeypatch):
    from transformers import Qwen3NextConfig, Qwen3NextForCausalLM

    monkeypatch.setattr(module, "WORTH", {"cpu": 0})
    shape = Qwen3NextConfig(vocab_size=len(policy.tokenizer), **RECURRENT)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        other = Policy(Qwen3NextForCausalLM(shape).eval(), policy.tokenizer)
    for name, weight in other.model.named_parameters():  # an expert may not be asked at all
        weight.requires_grad_("linear_attn" in name)
    for one, plain in zip(gradients(other, uneven), plain_gradients(other, uneven), strict=True):
        assert (one - plain).norm() < 1e-3 * plain.norm()
