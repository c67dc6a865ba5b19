"""vLLM as sampler: a real engine on the CPU with the tiny policy. `make test-vllm` runs it."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from clipo_bench.bench_suite.trainer.config import TrainConfig, make_config
from clipo_bench.bench_suite.trainer.files import LAST
from clipo_bench.bench_suite.trainer.policy.policy import Policy, load_policy
from clipo_bench.bench_suite.trainer.policy.shipped_policy import policy_path
from clipo_bench.bench_suite.trainer.policy.token_scores import token_scores
from clipo_bench.bench_suite.trainer.presets import configure
from clipo_bench.bench_suite.trainer.run import train
from clipo_bench.bench_suite.trainer.sampling.decode import sample
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.bench_suite.trainer.sampling.vllm_engine import (
    StaleWeightsError,
    VllmEngine,
    checkpoint_weights,
)
from clipo_bench.bench_suite.trainer.sampling.vllm_engine import _places as places
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.word_problems import problems

PROMPTS = [problem.prompt for problem in problems("train", 6, seed=5)]
B, G = len(PROMPTS), 4
SETTINGS = {"max_prompt_tokens": 256, "max_response_tokens": 64}


def load() -> Policy:
    return load_policy(str(policy_path()))


def config(**changes) -> TrainConfig:
    return make_config("grpo", SETTINGS | changes)


@pytest.fixture(scope="module")
def engine() -> Iterator[VllmEngine]:
    os.environ.setdefault("VLLM_CPU_KVCACHE_SPACE", "1")  # GiB
    engine = VllmEngine(load(), config())
    yield engine
    engine.close()


@pytest.fixture
def policy(engine: VllmEngine) -> Policy:
    policy = load()
    engine.sync(policy)
    return policy


def roll(engine: VllmEngine, policy: Policy, **changes) -> Rollouts:
    settings = {"group": G, "max_tokens": 64, "temperature": 1.0, "seed": 0} | changes
    return engine.sample(policy, PROMPTS, **settings)


@torch.no_grad()
def gap(policy: Policy, rollouts: Rollouts, temperature: float = 1.0) -> float:
    """The largest difference of a log-probability from the policy's, in nats."""
    logps = token_scores(policy, rollouts, temperature).logps
    return (logps - rollouts.logps).abs().max().item()


@torch.no_grad()
def shake(policy: Policy, part: str) -> None:
    """Change some weights by a tenth of their size."""
    generator = torch.Generator().manual_seed(0)
    for name, weight in policy.model.named_parameters():
        if part in name:
            noise = torch.randn(weight.shape, generator=generator)
            weight.add_(noise, alpha=0.1 * (weight.norm() / noise.norm()).item())


@pytest.mark.vllm
@pytest.mark.parametrize("temperature", [1.0, 0.7, 1.3])
def test_log_probabilities_are_those_of_the_policy(engine, policy, temperature: float) -> None:
    rollouts = roll(engine, policy, temperature=temperature)
    assert gap(policy, rollouts, temperature) < 1e-4
    assert gap(policy, rollouts, temperature + 0.3) > 0.1
    assert (rollouts.logps[~rollouts.mask] == 0).all()
    assert (rollouts.logps[rollouts.mask] <= 0).all()


@pytest.mark.vllm
def test_tokens_are_drawn_from_the_policys_distribution(engine, policy) -> None:
    rollouts = roll(engine, policy, group=2000, max_tokens=1)
    states = rollouts.select(torch.arange(0, len(rollouts.tokens), 2000))
    with torch.no_grad():
        output = policy.model(states.prompts, attention_mask=states.prompt_mask)
    expected = torch.softmax(output.logits[:, -1], dim=-1)  # (B, V)
    for drawn, wanted in zip(rollouts.tokens.view(B, 2000), expected, strict=True):
        found = torch.bincount(drawn, minlength=len(wanted)) / 2000
        assert (found - wanted).abs().max() < 0.05  # 4.5 standard errors


@pytest.mark.vllm
def test_greedy_rollouts_are_the_policys_own(engine, policy) -> None:
    ours = roll(engine, policy, temperature=0.0, group=2)
    own = sample(
        policy, PROMPTS, group=2, max_tokens=64, temperature=0, generator=torch.Generator()
    )
    assert ours.texts == own.texts
    assert ours.finish == own.finish
    for field in ("prompts", "prompt_mask", "prompt_of", "tokens", "mask"):
        assert torch.equal(getattr(ours, field), getattr(own, field)), field
    assert torch.allclose(ours.logps, own.logps, atol=1e-4)


@pytest.mark.vllm
def test_one_seed_repeats_another_differs_and_a_group_differs_within(engine, policy) -> None:
    first = roll(engine, policy, seed=1, temperature=1.5)
    again = roll(engine, policy, seed=1, temperature=1.5)
    assert torch.equal(first.tokens, again.tokens)
    assert torch.equal(first.logps, again.logps)
    other = roll(engine, policy, seed=2, temperature=1.5)
    shared = sum(a == b for a, b in zip(first.texts, other.texts, strict=True))
    assert shared < B * G / 4
    for b in range(B):
        assert len(set(first.texts[b * G : (b + 1) * G])) > 1


@pytest.mark.vllm
def test_copies_of_one_prompt_in_a_batch_have_seeds_of_their_own(engine, policy) -> None:
    rollouts = engine.sample(
        policy, [PROMPTS[0]] * 2, group=8, max_tokens=64, temperature=1.5, seed=0
    )
    assert len(set(rollouts.texts)) > 8


@pytest.mark.vllm
def test_a_response_ends_at_its_end_token_or_is_cut(engine, policy) -> None:
    (end,) = policy.ends
    rollouts = roll(engine, policy, max_tokens=20)
    assert set(rollouts.finish) == {"stop", "length"}
    for row, mask, finish in zip(
        rollouts.tokens.tolist(), rollouts.mask.tolist(), rollouts.finish, strict=True
    ):
        length = sum(mask)
        assert mask == [True] * length + [False] * (len(mask) - length)
        assert end not in row[: length - 1]
        assert (row[length - 1] == end) == (finish == "stop")
        assert finish == "stop" or length == 20
        assert set(row[length:]) <= {policy.tokenizer.pad_token_id}
    assert rollouts.tokens.shape[1] == 20


@pytest.mark.vllm
@pytest.mark.parametrize("part", ["norm", "q_proj", "down_proj", "embed_tokens", ""])
def test_changed_weights_arrive_with_sync_and_are_missed_without(engine, policy, part: str) -> None:
    shake(policy, part)
    with pytest.raises(
        StaleWeightsError, match=r"tensors differ, .*(norm|embed_tok)|differ by .* nats"
    ):
        roll(engine, policy)
    engine.sync(policy)
    rollouts = roll(engine, policy)
    assert gap(policy, rollouts) < 1e-4
    assert gap(load(), rollouts) > 0.02


@pytest.mark.vllm
def test_what_the_old_weights_made_of_a_prompt_is_forgotten(engine, policy) -> None:
    long = " ".join(PROMPTS[:4])
    assert len(policy.encode(long)) > engine.engine.vllm_config.cache_config.block_size
    settings = {"group": G, "max_tokens": 64, "temperature": 1.0, "seed": 0}
    engine.sample(policy, [long], **settings)
    shake(policy, "")
    engine.sync(policy)
    assert gap(policy, engine.sample(policy, [long], **settings)) < 1e-4


@pytest.mark.vllm
def test_the_smallest_change_of_a_tensor_is_named(engine, policy) -> None:
    with torch.no_grad():
        policy.model.model.norm.weight[3] *= 1 + 2**-20
    with pytest.raises(StaleWeightsError, match=r"1 of \d+ .* model\.norm\.weight .* sync\(\)"):
        roll(engine, policy)


@pytest.mark.vllm
def test_weights_that_do_not_arrive_are_noticed_by_sync(engine, policy, monkeypatch) -> None:
    shake(policy, "k_proj")
    with monkeypatch.context() as context:
        context.setattr(engine, "_push", lambda policy: None)
        with pytest.raises(StaleWeightsError, match="nats"):
            engine.sync(policy)
    engine.sync(policy)


@pytest.mark.vllm
def test_adapters_are_pushed_merged_and_the_policy_is_left_as_it_is(engine, policy) -> None:
    adapt(policy)
    before = {name: weight.clone() for name, weight in policy.model.named_parameters()}
    with pytest.raises(StaleWeightsError):
        roll(engine, policy)
    engine.sync(policy)
    assert gap(policy, roll(engine, policy)) < 1e-4
    for name, weight in policy.model.named_parameters():
        assert torch.equal(weight, before[name])


@pytest.mark.vllm
def test_it_sleeps_between_samplings(engine, policy, monkeypatch) -> None:
    """On a CPU only the scheduler sleeps; no memory is freed."""
    awake = roll(engine, policy)
    monkeypatch.setattr(engine, "sleeps", True)
    roll(engine, policy)
    assert engine.asleep
    assert engine.engine.is_sleeping()
    assert torch.equal(roll(engine, policy).tokens, awake.tokens)
    engine.sync(policy)
    assert not engine.asleep


@pytest.mark.vllm
def test_interrupted_sampling_leaves_nothing_behind(engine, policy, monkeypatch) -> None:
    before = roll(engine, policy)
    steps, step = iter(range(5)), engine.engine.step

    def interrupted() -> list:
        if next(steps) == 4:
            raise KeyboardInterrupt
        return step()

    with monkeypatch.context() as context, pytest.raises(KeyboardInterrupt):
        context.setattr(engine.engine, "step", interrupted)
        roll(engine, policy)
    assert not engine.engine.has_unfinished_requests()
    assert torch.equal(roll(engine, policy).tokens, before.tokens)


@pytest.mark.vllm
def test_a_prompt_without_room_is_named_before_anything_is_sampled(engine, policy) -> None:
    with pytest.raises(InputError, match=r"\d+ tokens .*_tokens = 64 .* 320: 'Go on. Go"):
        engine.sample(
            policy, [*PROMPTS, "Go on. " * 90], group=2, max_tokens=64, temperature=1.0, seed=0
        )
    assert not engine.engine.has_unfinished_requests()


@pytest.mark.vllm
def test_the_context_is_no_longer_than_the_models(monkeypatch) -> None:
    import clipo_bench.bench_suite.trainer.sampling.vllm_engine as module

    asked = {}

    def start(policy, **options):
        asked.update(options)
        raise InputError("not started")

    monkeypatch.setattr(module, "_start", start)
    with pytest.raises(InputError):
        VllmEngine(load(), config(max_response_tokens=4000))
    assert asked["max_model_len"] == 2048


@pytest.mark.vllm
def test_a_model_that_vllm_cannot_run_is_an_error(quick_settings) -> None:
    from transformers import AutoModelForCausalLM, XLNetConfig

    shape = XLNetConfig(vocab_size=640, d_model=32, n_layer=1, n_head=2, d_inner=32)
    model = AutoModelForCausalLM.from_config(shape)
    with pytest.raises(InputError, match=r"vLLM cannot run this model: .*XLNet.*_backend=torch"):
        VllmEngine(Policy(model, load().tokenizer), config())


def adapt(policy: Policy) -> None:
    """Add adapters that change every linear layer."""
    from peft import LoraConfig

    generator = torch.Generator().manual_seed(1)
    policy.model.add_adapter(LoraConfig(r=4, lora_alpha=8, target_modules="all-linear"))
    with torch.no_grad():
        for name, weight in policy.model.named_parameters():
            if "lora_B" in name:
                weight.normal_(std=0.05, generator=generator)


def test_checkpoint_weights_are_what_is_saved(policy_alone: Policy, tmp_path: Path) -> None:
    policy_alone.model.save_pretrained(tmp_path)
    saved = load_file(tmp_path / "model.safetensors")
    found = dict(checkpoint_weights(policy_alone.model))
    assert found.keys() == saved.keys()
    assert all(torch.equal(found[name], saved[name]) for name in saved)


def test_checkpoint_weights_of_adapters_are_those_of_the_merged_model(policy_alone) -> None:
    from peft import LoraConfig, get_peft_model

    adapt(policy_alone)
    found = dict(checkpoint_weights(policy_alone.model))
    base = load()
    wrapped = get_peft_model(base.model, LoraConfig(r=4, lora_alpha=8, target_modules="all-linear"))
    trained = {n: w for n, w in policy_alone.model.named_parameters() if ".lora_" in n}
    with torch.no_grad():
        for name, weight in wrapped.base_model.model.named_parameters():
            if name in trained:
                weight.copy_(trained[name])
    merged = dict(wrapped.merge_and_unload().named_parameters())
    assert found.keys() == merged.keys()
    assert sum(not torch.equal(found[n], w) for n, w in load().model.named_parameters()) == 28
    for name, weight in merged.items():
        assert torch.allclose(found[name], weight, atol=1e-6), name


@pytest.fixture
def policy_alone() -> Policy:
    return load()


def test_places_of_stacked_tensors() -> None:
    pushed = {
        "model.a.q_proj.weight": (8, 6),
        "model.a.k_proj.weight": (2, 6),
        "model.a.v_proj.weight": (2, 6),
        "model.a.q_proj.bias": (8,),
        "model.a.o_proj.weight": (6, 8),
        "model.norm.weight": (6,),
        "scale": (),
    }
    held = {
        "model.a.qkv_proj.weight": (12, 6),
        "model.a.qkv_proj.bias": (12,),  # of which only the queries' is in the checkpoint
        "model.a.o_proj.weight": (0,),  # packed
        "model.norm.weight": (6,),
        "scale": (),
        "other": (3,),
    }
    assert places(held, pushed, {"qkv_proj": ["q_proj", "k_proj", "v_proj"]}) == {
        "model.a.q_proj.weight": ("model.a.qkv_proj.weight", 0),
        "model.a.k_proj.weight": ("model.a.qkv_proj.weight", 8),
        "model.a.v_proj.weight": ("model.a.qkv_proj.weight", 10),
        "model.norm.weight": ("model.norm.weight", 0),
    }


def test_missing_vllm_says_what_to_install(policy_alone: Policy, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "vllm", None)
    with pytest.raises(InputError, match=r"pip install 'clipo-bench\[vllm\]'.*_backend=torch"):
        VllmEngine(policy_alone, config())


@pytest.mark.vllm
def test_a_start_leaves_random_state_and_environment_as_they_were() -> None:
    """Last, since a second engine ends what the first shares with it."""
    torch.manual_seed(7)
    state, environment = torch.get_rng_state(), dict(os.environ)
    policy = load()
    shake(policy, "")
    second = VllmEngine(policy, config())
    try:
        assert torch.equal(torch.get_rng_state(), state)
        mode = "VLLM_ENABLE_V1_MULTIPROCESSING"
        assert os.environ.get(mode) == environment.get(mode)
        assert gap(policy, roll(second, policy)) < 1e-4
    finally:
        second.close()


def rl(**changes) -> TrainConfig:
    settings = {
        "rollout_backend": "vllm",
        "prompts_per_batch": 4,
        "group_size": 4,
        "num_problems": 100,
        "head_warmup_steps": 1,
    }
    return configure("grpo", "tiny", settings, {"learning_rate": 1e-3, "steps": 3}, changes)


def gaps(out: Path) -> list[float]:
    lines = (out / "metrics.jsonl").read_text().splitlines()
    return [json.loads(line)["logp_gap_max"] for line in lines]


@pytest.mark.vllm
def test_training_stopped_and_resumed_ends_in_the_same_bits(tmp_path: Path) -> None:
    config = rl(contrastive=True, save_every=1)
    train(config, tmp_path / "whole")
    train(replace(config, steps=2), tmp_path / "parts")
    train(config, tmp_path / "parts", resume=True)
    whole, parts = (
        load_file(tmp_path / name / LAST / "model.safetensors") for name in ("whole", "parts")
    )
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    start = dict(checkpoint_weights(load().model))
    assert not torch.equal(whole["model.norm.weight"], start["model.norm.weight"])
    assert len(gaps(tmp_path / "parts")) == 4
    assert max(gaps(tmp_path / "parts")) < 1e-4


@pytest.mark.vllm
def test_training_of_adapters(tmp_path: Path) -> None:
    train(rl(lora_rank=4), tmp_path / "run")
    assert len(gaps(tmp_path / "run")) == 3
    assert max(gaps(tmp_path / "run")) < 1e-4
