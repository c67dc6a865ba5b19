"""Sampling: what it promises, and both ways of decoding against each other and the score."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch

from clipo_bench.bench_suite.trainer.policy.inference_copy import InferenceCopy
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.policy.token_scores import token_scores
from clipo_bench.bench_suite.trainer.sampling import decode, static_decode
from clipo_bench.bench_suite.trainer.sampling.decode import sample
from clipo_bench.bench_suite.trainer.sampling.growing_decode import GrowingDecoder
from clipo_bench.bench_suite.trainer.sampling.next_token import sample_next_token
from clipo_bench.bench_suite.trainer.sampling.static_decode import StaticDecoder, is_plain

PROMPTS = ["Let $x = 4$. What is $x + 2$?", "Ada has 3 apples and 12 plums. How many?", "1"]
SHAPE = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,  # queries share them two by two
    "intermediate_size": 48,
    "initializer_range": 0.2,  # so that attention has something to tell
}


def build(kind: str, tokenizer, **changes) -> Policy:
    """A small model of an architecture, with random weights."""
    from transformers import AutoConfig, AutoModelForCausalLM

    tokens = {"vocab_size": len(tokenizer), "pad_token_id": tokenizer.pad_token_id}
    tokens["eos_token_id"] = tokenizer.eos_token_id
    config = AutoConfig.for_model(kind, **(SHAPE | tokens | changes))
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return Policy(AutoModelForCausalLM.from_config(config), tokenizer)


def let_end(policy: Policy, times=30) -> None:
    """Make the end token likely enough for responses of all lengths."""
    with torch.no_grad():  # states that sum to zero in each row give the end token its chance
        policy.model.get_output_embeddings().weight[policy.ends[0]] *= times


def read(policy: Policy, prompts=PROMPTS) -> tuple[torch.Tensor, torch.Tensor]:
    padded = policy.tokenizer.pad(
        {"input_ids": [policy.encode(prompt) for prompt in prompts]},
        padding_side="left",
        return_tensors="pt",
    )
    return padded["input_ids"], padded["attention_mask"]


@torch.no_grad()
def greedy(decoder, policy: Policy, *, group=2, max_tokens=24):
    return decoder.decode(*read(policy), group=group, max_tokens=max_tokens, temperature=0, seed=0)


def static(policy: Policy) -> StaticDecoder:
    return StaticDecoder(InferenceCopy(policy, linear=None).policy)


def plain_logits(policy: Policy, rollouts, row: int) -> torch.Tensor:
    """What each token of a row was drawn from, without padding, cache or sharing."""
    b = rollouts.prompt_of[row]
    prompt = rollouts.prompts[b][rollouts.prompt_mask[b].bool()]
    response = rollouts.tokens[row][rollouts.mask[row]]
    with torch.no_grad():
        return policy.model(torch.cat([prompt, response])[None]).logits[0, len(prompt) - 1 : -1]


def test_greedy_rollouts_are_the_most_likely_tokens(policy, roll):
    rollouts = roll(group=1, temperature=0)
    for row in range(3):
        best = plain_logits(policy, rollouts, row).argmax(-1)
        assert best.tolist() == rollouts.tokens[row][rollouts.mask[row]].tolist()


@pytest.mark.parametrize("temperature", [1.0, 0.5])
def test_tokens_are_drawn_from_the_distribution_at_the_temperature(temperature):
    logits = torch.tensor([0.0, 1.0, 2.0, -1.0, 0.5, -torch.inf])
    generator = torch.Generator().manual_seed(0)
    token, logp = sample_next_token(logits.expand(100_000, 6), temperature, generator)
    expected = torch.softmax(logits / temperature, -1)
    assert torch.allclose(logp, expected.log()[token])
    drawn = torch.bincount(token, minlength=6) / 100_000
    assert (drawn - expected).abs().max() < 0.006  # 3.8 standard errors at p = 1/2
    assert drawn[5] == 0


def test_rollouts_are_drawn_from_the_policys_distribution(policy, roll):
    rollouts = roll(group=4000, max_tokens=1)
    logits = plain_logits(policy, rollouts, row=0)
    drawn = torch.bincount(rollouts.tokens[:4000, 0], minlength=logits.shape[-1]) / 4000
    assert (drawn - torch.softmax(logits[0], -1)).abs().max() < 0.02


def test_log_probabilities_are_those_of_the_score(policy, roll):
    let_end(policy)
    rollouts = roll(group=20, max_tokens=12, temperature=0.7)
    assert len(set(rollouts.mask.sum(1).tolist())) > 3
    assert torch.allclose(rollouts.logps, token_scores(policy, rollouts, 0.7).logps, atol=1e-5)
    assert (rollouts.logps[~rollouts.mask] == 0).all()


def test_the_same_seed_repeats_another_differs_and_a_group_differs_within(roll):
    first = roll(seed=1)
    assert roll(seed=1).texts == first.texts
    assert roll(seed=2).texts != first.texts
    assert len({tuple(row) for row in first.tokens[:4].tolist()}) > 1


def test_one_generator_gives_other_rollouts_each_time(policy):
    generator = torch.Generator().manual_seed(0)
    settings = {"group": 4, "max_tokens": 6, "temperature": 1.0, "generator": generator}
    assert sample(policy, PROMPTS, **settings).texts != sample(policy, PROMPTS, **settings).texts


def test_a_response_ends_at_its_end_token(policy, roll):
    let_end(policy)
    end = policy.tokenizer.eos_token_id
    rollouts = roll(group=40, max_tokens=12)
    assert set(rollouts.finish) == {"stop", "length"}
    for row, mask, finish in zip(
        rollouts.tokens.tolist(), rollouts.mask.tolist(), rollouts.finish, strict=True
    ):
        length = sum(mask)
        assert mask == [True] * length + [False] * (len(mask) - length)
        assert end not in row[: length - 1]
        assert (row[length - 1] == end) == (finish == "stop")
        assert all(token == policy.tokenizer.pad_token_id for token in row[length:])


def test_little_memory_means_parts_of_whole_groups(policy, roll, monkeypatch):
    whole = roll(temperature=0)
    parts = []
    monkeypatch.setitem(static_decode.MEMORY, "cpu", 1)
    inner = StaticDecoder.decode
    monkeypatch.setattr(
        StaticDecoder, "decode", lambda *a, **k: parts.append(inner(*a, **k)) or parts[-1]
    )
    rollouts = roll(temperature=0)
    assert [len(part.tokens) for part in parts] == [4, 4, 4]
    assert rollouts.texts == whole.texts
    assert torch.equal(rollouts.mask, whole.mask)
    assert len(set(roll(prompts=["1", "1"], group=2).texts)) > 2  # parts draw for themselves


@pytest.mark.parametrize("kind", ["llama", "qwen2", "qwen3", "gpt_neox", "qwen2_moe"])
def test_both_decoders_and_the_score_agree(policy, kind):
    other = build(kind, policy.tokenizer)
    let_end(other, times=4)
    decoder = static(other)
    drawn, grown = greedy(decoder, other), greedy(GrowingDecoder(other), other)
    assert torch.equal(drawn.tokens, grown.tokens)
    assert torch.equal(drawn.lengths, grown.lengths)
    assert torch.equal(drawn.ended, grown.ended)
    assert torch.allclose(drawn.logps, grown.logps, atol=1e-5)

    generator = torch.Generator().manual_seed(0)
    rollouts = sample(other, PROMPTS, group=8, max_tokens=24, temperature=1.0, generator=generator)
    assert isinstance(decode._DECODERS[other.model][1], StaticDecoder)
    assert len(set(rollouts.mask.sum(1).tolist())) > 3
    with torch.no_grad():
        assert torch.allclose(rollouts.logps, token_scores(other, rollouts, 1.0).logps, atol=2e-5)


def test_few_sizes_say_the_same_as_exact_ones(policy):
    let_end(policy)
    exact, few = static(policy), static(policy)
    few.few_sizes = True
    sizes = set()
    inner = few._step
    few._step = lambda n, width, t: (sizes.add((n, width)), inner(n, width, t))
    settings = {"group": 16, "max_tokens": 60, "temperature": 1.0, "seed": 3}
    with torch.no_grad():
        drawn = few.decode(*read(policy), **settings)
    assert len({n for n, _ in sizes}) > 2  # rows have left
    assert {n for n, _ in sizes} <= {48, 24, 12, 6, 3, 1}
    assert {width for _, width in sizes} == {64, 128}
    check_against_score(policy, drawn, group=16)

    one, other = greedy(exact, policy, max_tokens=60), greedy(few, policy, max_tokens=60)
    assert torch.equal(one.tokens, other.tokens)
    assert torch.allclose(one.logps, other.logps, atol=1e-5)


class Recorded:
    """In place of a CUDA graph: does the step again, with the sizes that it was recorded at."""

    def __init__(self, decoder, n, temperature):
        self.sizes = (n, decoder._cache.width)
        self.replays = 0
        self._do = lambda: decoder._advance(n, temperature)
        self._cache = decoder._cache

    def replay(self):
        self.replays += 1
        now = self._cache.rows, self._cache.width
        self._cache.rows, self._cache.width = self.sizes
        self._do()
        self._cache.rows, self._cache.width = now


def test_a_size_is_met_once_then_recorded_then_replayed(policy):
    let_end(policy)
    settings = {"group": 16, "max_tokens": 60, "temperature": 1.0}
    eager, replaying = static(policy), static(policy)
    eager.few_sizes = replaying.few_sizes = True
    with torch.no_grad():
        replaying.decode(*read(policy), **settings, seed=0)  # makes the buffers
        replaying._on_gpu = True
        recorded = []
        replaying._capture = lambda n, t: recorded.append(Recorded(replaying, n, t)) or recorded[-1]
        for seed in (3, 4, 3):
            one = eager.decode(*read(policy), **settings, seed=seed)
            other = replaying.decode(*read(policy), **settings, seed=seed)
            assert torch.equal(one.tokens, other.tokens)
            assert torch.equal(one.logps, other.logps)
    sizes = [graph.sizes for graph in recorded]
    assert len(sizes) == len(set(sizes)) > 2
    assert {(n, width) for n, width, _ in replaying._graphs} >= set(sizes)
    assert sum(graph.replays for graph in recorded) > 100


def check_against_score(policy, drawn, group):
    from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts

    prompts, mask = read(policy)
    width = drawn.tokens.shape[1]
    rollouts = Rollouts(
        prompts=prompts,
        prompt_mask=mask,
        prompt_of=torch.arange(len(prompts)).repeat_interleave(group),
        tokens=drawn.tokens,
        mask=torch.arange(width) < drawn.lengths[:, None],
        logps=drawn.logps,
        texts=[],
        finish=[],
    )
    with torch.no_grad():
        assert torch.allclose(drawn.logps, token_scores(policy, rollouts, 1.0).logps, atol=1e-5)


def test_buffers_serve_the_next_batch_and_forget_the_last(policy):
    let_end(policy)
    decoder = static(policy)
    greedy(decoder, policy, group=5, max_tokens=30)
    buffers = decoder._cache.keys
    again = greedy(decoder, policy, group=2, max_tokens=20)
    assert decoder._cache.keys is buffers
    fresh = greedy(static(policy), policy, group=2, max_tokens=20)
    assert torch.equal(again.tokens, fresh.tokens)
    assert torch.equal(again.logps, fresh.logps)
    greedy(decoder, policy, group=6, max_tokens=20)
    assert decoder._cache.keys[0].shape[0] == 18
    assert decoder._cache.keys[0].shape[2] == read(policy)[0].shape[1] + 30


def test_new_weights_in_place_are_followed_and_moved_ones_found(policy, roll):
    before = roll(temperature=0)
    known = decode._DECODERS[policy.model]
    with torch.no_grad():
        for weight in policy.model.parameters():
            weight.add_(torch.randn(weight.shape, generator=torch.Generator().manual_seed(1)))
    after = roll(temperature=0)
    assert decode._DECODERS[policy.model] is known
    assert after.texts != before.texts
    assert torch.allclose(after.logps, token_scores(policy, after, 1.0).logps, atol=1e-4)

    for weight in policy.model.parameters():
        weight.data = weight.data.clone()
    assert roll(temperature=0).texts == after.texts
    assert decode._DECODERS[policy.model] is not known


def test_linear_layers_of_their_own_follow_when_told(policy):
    inference = InferenceCopy(policy, linear=torch.float32)
    decoder = StaticDecoder(inference.policy)
    before = greedy(decoder, policy)
    with torch.no_grad():
        for name, weight in policy.model.named_parameters():
            if "proj" in name:
                weight.mul_(3)
    assert torch.equal(greedy(decoder, policy).logps, before.logps)
    inference.refresh()
    after = greedy(decoder, policy)
    assert not torch.equal(after.logps, before.logps)
    assert torch.equal(after.logps, greedy(static(policy), policy).logps)


def test_sampling_is_the_same_while_training_recomputes_activations(policy, roll):
    policy.model.train()
    policy.model.gradient_checkpointing_enable()  # forbids a cache in training
    training = roll()
    assert policy.model.training
    policy.model.gradient_checkpointing_disable()
    policy.model.eval()
    assert torch.allclose(training.logps, token_scores(policy, training, 1.0).logps, atol=1e-5)


def test_a_decoder_goes_with_its_model(policy):
    other = build("llama", policy.tokenizer)
    generator = torch.Generator().manual_seed(0)
    settings = {"group": 2, "max_tokens": 2, "temperature": 1.0, "generator": generator}
    sample(other, PROMPTS, **settings)
    gc.collect()
    known = len(decode._DECODERS)
    del other
    gc.collect()
    assert len(decode._DECODERS) == known - 1


OWN_CACHES = {
    "mistral": {"sliding_window": 8},
    "bloom": {"n_layer": 2, "n_head": 4},
    "qwen3_next": {
        "num_hidden_layers": 4,
        "head_dim": 8,
        "num_experts": 4,
        "num_experts_per_tok": 2,
        "moe_intermediate_size": 16,
        "shared_expert_intermediate_size": 16,
        "linear_num_value_heads": 2,
        "linear_num_key_heads": 2,
        "linear_key_head_dim": 8,
        "linear_value_head_dim": 8,
    },
}


@contextmanager
def computed_in(dtype: torch.dtype) -> Iterator[None]:
    """Compute in this type also where the code, ours or transformers', says float32.

    A recurrent layer casts its inputs to float32 and `logits` its output, whatever type the
    weights have.
    """
    with pytest.MonkeyPatch.context() as patch:
        before = torch.get_default_dtype()
        patch.setattr(torch, "float32", dtype)
        patch.setattr(torch, "float", dtype)
        patch.setattr(torch.Tensor, "float", lambda values: values.to(dtype))
        torch.set_default_dtype(dtype)
        try:
            yield
        finally:
            torch.set_default_dtype(before)


@pytest.mark.parametrize(
    ("kind", "dtype", "tolerance"),
    [
        ("mistral", torch.float32, 1e-4),
        ("bloom", torch.float32, 1e-4),
        # Measured: 2e-13 at most. Float32 would say nothing of qwen3_next: its recurrent layer
        # reads a prompt in chunks and a response token by token, which differ by 1e-7 in
        # rounding, and this small model's norm behind it divides by outputs of 1e-6 to 1e-2.
        ("mistral", torch.float64, 1e-11),
        ("bloom", torch.float64, 1e-11),
        ("qwen3_next", torch.float64, 1e-11),
    ],
)
def test_models_with_caches_of_their_own_kind_are_sampled_too(policy, kind, dtype, tolerance):
    other = build(kind, policy.tokenizer, **OWN_CACHES[kind])
    other.model.to(dtype)
    let_end(other, times=4)
    assert not is_plain(other.model)
    if kind == "qwen3_next":  # the fused product of its experts has no float64
        other.model.set_experts_implementation("eager")
    generator = torch.Generator().manual_seed(0)
    with computed_in(dtype):
        rollouts = sample(
            other, PROMPTS, group=8, max_tokens=20, temperature=1.0, generator=generator
        )
        assert isinstance(decode._DECODERS[other.model][1], GrowingDecoder)
        assert len(set(rollouts.mask.sum(1).tolist())) > 3
        assert rollouts.logps.dtype == dtype
        for row in range(0, 24, 5):
            logps = torch.log_softmax(plain_logits(other, rollouts, row), -1)
            here = rollouts.mask[row]
            expected = logps.gather(-1, rollouts.tokens[row][here][:, None])[:, 0]
            assert torch.allclose(rollouts.logps[row][here], expected, rtol=0, atol=tolerance)
