"""Rows of rollouts taken apart and put together."""

import pytest
import torch

from clipo_bench.bench_suite.trainer.sampling.rollouts import join


def texts_of(rollouts) -> list[list[int]]:
    return [row[mask].tolist() for row, mask in zip(rollouts.tokens, rollouts.mask, strict=True)]


def prompts_of(rollouts) -> list[list[int]]:
    rows = rollouts.prompt_of
    tokens, masks = rollouts.prompts[rows], rollouts.prompt_mask[rows].bool()
    return [row[mask].tolist() for row, mask in zip(tokens, masks, strict=True)]


@pytest.fixture
def uneven(policy, roll):
    """Responses of different lengths."""
    rollouts = roll(max_tokens=12)
    for row in range(12):
        rollouts.mask[row, row % 7 + 1 :] = False
    return rollouts


def test_selected_rows_are_the_same_without_the_others_padding(uneven):
    rows = torch.tensor([8, 1, 11])
    part = uneven.select(rows)
    assert texts_of(part) == [texts_of(uneven)[row] for row in rows]
    assert prompts_of(part) == [prompts_of(uneven)[row] for row in rows]
    assert part.texts == [uneven.texts[row] for row in rows]
    assert part.tokens.shape[1] == max(map(len, texts_of(part)))
    assert part.prompts.shape == (2, max(map(len, prompts_of(part))))


def test_micro_batches_hold_every_row_once_longest_first_within_the_limit(uneven):
    rows = torch.arange(12)
    parts = uneven.micro_batches(rows, 80)
    assert sorted(torch.cat(parts).tolist()) == rows.tolist()
    lengths = uneven.mask.sum(1)
    order = lengths[torch.cat(parts)]
    assert order.tolist() == sorted(order.tolist(), reverse=True)
    assert len(parts) > 2
    for part in map(uneven.select, parts):
        assert (part.prompts.shape[1] + part.tokens.shape[1]) * len(part.tokens) <= 80


def test_the_limit_holds_where_one_row_has_the_prompt_and_another_the_response(roll):
    rollouts = roll(prompts=["1", "Ada has 3 apples and 12 plums. How many?"], max_tokens=12)
    rollouts.mask[4:, 1:] = False  # a long prompt, then a short response
    prompt, response = rollouts.prompts.shape[1], rollouts.tokens.shape[1]
    most = max(prompt + 1, 1 + response) * 8
    assert (prompt + response) * 8 > most
    for part in map(rollouts.select, rollouts.micro_batches(torch.arange(8), most)):
        assert (part.prompts.shape[1] + part.tokens.shape[1]) * len(part.tokens) <= most


def test_a_row_beyond_the_limit_is_a_part_of_its_own(uneven):
    assert [len(part) for part in uneven.micro_batches(torch.arange(12), 1)] == [1] * 12


def test_joined_batches_hold_the_rows_of_both(roll, uneven):
    other = roll(seed=5, prompts=["7 + 8?"], max_tokens=3)
    joined = join([uneven, other], pad=0)
    assert texts_of(joined) == texts_of(uneven) + texts_of(other)
    assert prompts_of(joined) == prompts_of(uneven) + prompts_of(other)
    assert joined.texts == uneven.texts + other.texts
    assert joined.truncated.tolist() == uneven.truncated.tolist() + other.truncated.tolist()
    assert joined.logps.shape == joined.mask.shape == (16, 12)
