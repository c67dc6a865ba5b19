"""Sampling and scoring with the shared prompt, against the model's plain forward."""

import pytest
import torch

from bench_suite.trainer.rollouts import Rollouts, sample, score

PROMPTS = ["Let $x = 4$. What is $x + 2$?", "Ada has 3 apples and 12 plums. How many?", "1"]


def roll(policy, *, seed=0, **changes) -> Rollouts:
    settings = {"group": 4, "max_tokens": 6, "temperature": 1.0} | changes
    generator = torch.Generator().manual_seed(seed)
    return sample(policy, PROMPTS, generator=generator, **settings)


def plain_forward(policy, rollouts: Rollouts, row: int):
    """Logits and states of one row without padding, cache or sharing: (length, ...)."""
    b = row // rollouts.group
    prompt = rollouts.prompts[b][rollouts.prompt_mask[b].bool()]
    response = rollouts.tokens[row][rollouts.mask[row]]
    output = policy.model(torch.cat([prompt, response])[None], output_hidden_states=True)
    start = len(prompt)
    return output.logits[0, start - 1 : -1], output.hidden_states[-1][0, start:], response


def test_scores_equal_the_plain_forward(policy):
    rollouts = roll(policy)
    scores = score(policy, rollouts, temperature=0.7)
    for row in range(12):
        logits, states, response = plain_forward(policy, rollouts, row)
        logps = torch.log_softmax(logits / 0.7, dim=-1)
        here = rollouts.mask[row]
        expected = logps.gather(-1, response[:, None])[:, 0]
        assert torch.allclose(scores.logps[row][here], expected, atol=1e-5)
        assert torch.allclose(scores.states[row][here], states, atol=1e-5)
        entropy = -(logps.exp() * logps).sum(-1)
        assert torch.allclose(scores.entropy[row][here], entropy, atol=1e-5)


def test_the_gradient_through_the_shared_prompt_is_the_plain_one(policy):
    rollouts = roll(policy)
    weights = list(policy.model.parameters())
    shared = score(policy, rollouts, temperature=1.0).logps[rollouts.mask].sum()
    got = torch.autograd.grad(shared, weights)
    plain = torch.tensor(0.0)
    for row in range(12):
        logits, _, response = plain_forward(policy, rollouts, row)
        plain = plain + torch.log_softmax(logits, -1).gather(-1, response[:, None]).sum()
    for one, other in zip(got, torch.autograd.grad(plain, weights), strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_greedy_rollouts_are_the_most_likely_tokens(policy):
    rollouts = roll(policy, group=1, temperature=0)
    for row in range(3):
        logits, _, response = plain_forward(policy, rollouts, row)
        assert logits.argmax(-1).tolist() == response.tolist()


def test_rollouts_are_drawn_from_the_policys_distribution(policy):
    rollouts = roll(policy, group=4000, max_tokens=1)
    logits, _, _ = plain_forward(policy, rollouts, row=0)
    drawn = torch.bincount(rollouts.tokens[:4000, 0], minlength=logits.shape[-1]) / 4000
    assert (drawn - torch.softmax(logits[0], -1)).abs().max() < 0.02


def test_the_same_seed_repeats_another_differs_and_a_group_differs_within(policy):
    first = roll(policy, seed=1)
    assert roll(policy, seed=1).texts == first.texts
    assert roll(policy, seed=2).texts != first.texts
    assert len({tuple(row) for row in first.tokens[:4].tolist()}) > 1


def test_a_response_ends_at_its_end_token(policy):
    end = policy.tokenizer.eos_token_id
    with torch.no_grad():  # states that sum to zero in each row give the end token its chance
        policy.model.get_output_embeddings().weight[end] *= 30
    rollouts = roll(policy, group=40, max_tokens=12)
    assert set(rollouts.finish) == {"stop", "length"}
    for row, mask, finish in zip(
        rollouts.tokens.tolist(), rollouts.mask.tolist(), rollouts.finish, strict=True
    ):
        length = sum(mask)
        assert mask == [True] * length + [False] * (len(mask) - length)
        assert end not in row[: length - 1]
        assert (row[length - 1] == end) == (finish == "stop")
        assert all(token == policy.tokenizer.pad_token_id for token in row[length:])


def test_split_keeps_groups_whole(policy):
    rollouts = roll(policy)
    parts = rollouts.split(3)
    assert [part.group for part in parts] == [4, 4, 4]
    assert [text for part in parts for text in part.texts] == rollouts.texts
    whole = score(policy, rollouts, 1.0).logps
    apart = torch.cat([score(policy, part, 1.0).logps for part in parts])
    assert whole[rollouts.mask].tolist() == pytest.approx(apart[rollouts.mask].tolist(), abs=1e-5)
