"""Whole runs of a few steps on the CPU: what they write, and that they resume."""

import json
import os
import random
import signal
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from clipo_bench.bench_suite.trainer import configure, policy_path, train
from clipo_bench.bench_suite.trainer.checkpoint import read_state
from clipo_bench.bench_suite.trainer.config import read_settings
from clipo_bench.bench_suite.trainer.files import BEST, LAST
from clipo_bench.bench_suite.trainer.method.objectives import METHODS
from clipo_bench.tasks.errors import ExternalError, InputError

FILES = {"last", "lock", "metrics.jsonl", "train.yaml"}
VERIFY = "clipo_bench.bench_suite.trainer.loop.verify"


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "last" / "model.safetensors")


def head(folder: Path) -> torch.Tensor:
    return load_file(folder / "last" / "head.safetensors")["projection.weight"]


def same(one: Path, other: Path) -> bool:
    left, right = weights(one), weights(other)
    return left.keys() == right.keys() and all(torch.equal(left[k], right[k]) for k in left)


def metrics(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]


def fake_verify(grader, problems, rollouts):
    """In place of the grader: every other response is right. Such a policy solves nothing."""
    return torch.arange(len(rollouts.texts)).view(len(problems), -1) % 2 == 0


@pytest.fixture
def graded(monkeypatch):
    monkeypatch.setattr(VERIFY, fake_verify)


def loads_and_generates(folder) -> bool:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = tokenizer("Ada has 3 apples.", return_tensors="pt")["input_ids"]
    out = model.generate(ids, max_new_tokens=3, min_new_tokens=3, do_sample=False)
    return out.shape == (1, ids.shape[1] + 3)


def test_sft_writes_a_checkpoint_that_loads(start):
    names = {path.name for path in (start / LAST).iterdir()}
    assert names >= {"config.json", "model.safetensors", "tokenizer.json", "train.yaml"}
    assert [line["step"] for line in metrics(start)] == [0, 1]
    assert loads_and_generates(start / LAST)
    assert {path.name for path in start.iterdir()} == {
        "last",
        "lock",
        "metrics.jsonl",
        "train.yaml",
    }


def test_the_contrastive_reward_and_its_log(rl, tmp_path, graded):
    out = tmp_path / "clipo"
    last = train(rl(contrastive=True), out)
    lines = metrics(out)
    assert [(line["phase"], line["step"]) for line in lines] == [
        ("warmup", 0), ("warmup", 1), ("train", 0), ("train", 1)
    ]  # fmt: skip
    assert last == lines[-1]
    assert last["reward"] == 0.5
    assert last["zero_variance_share"] == 0
    assert last["contrastive_anchors"] == 4
    assert -0.5 <= last["contrastive_reward"] <= 0
    assert last["kl"] > 0  # the policy has moved from the reference
    assert last["logp_gap_max"] < 1e-4
    assert "kl" not in lines[0]
    assert head(out).shape == (8, 16)
    assert loads_and_generates(out / LAST)


def test_the_model_card_says_how_it_was_made(rl, tmp_path, graded):
    train(rl(contrastive=True), tmp_path / "out")
    card = (tmp_path / "out" / LAST / "README.md").read_text()
    for told in ("40 problems of word_problems", "fingerprint", "torch 2.", "clipo", "| reward |"):
        assert told in card


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("updates", [1, 2])
def test_every_method_trains_on_and_off_policy(rl, tmp_path, graded, method, updates):
    config = rl(
        method, updates_per_batch=updates, kl_coef=0.0, contrastive=True, head_warmup_steps=0
    )
    last = train(config, tmp_path / "out")
    assert last["gradient_norm"] > 0
    assert last["kl"] is None


def test_one_seed_twice_is_identical_and_two_seeds_differ(rl, tmp_path, graded):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        train(rl(contrastive=True, seed=seed), tmp_path / name)
    assert same(tmp_path / "a", tmp_path / "b")
    assert not same(tmp_path / "a", tmp_path / "c")
    assert torch.equal(head(tmp_path / "a"), head(tmp_path / "b"))
    assert not torch.equal(head(tmp_path / "a"), head(tmp_path / "c"))


def test_sft_seeds(quick_settings, tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        train(configure("sft", None, quick_settings, {"seed": seed}), tmp_path / name)
    assert same(tmp_path / "a", tmp_path / "b")
    assert not same(tmp_path / "a", tmp_path / "c")


def test_micro_batches_change_nothing_but_rounding(rl, tmp_path, graded):
    for method in ("grpo", "dapo"):
        for name, tokens in (("whole", 10_000), ("parts", 60)):
            settings = {"contrastive": True, "updates_per_batch": 2, "micro_batch_tokens": tokens}
            train(rl(method, **settings, steps=1), tmp_path / f"{method}-{name}")
        one, other = (weights(tmp_path / f"{method}-{name}") for name in ("whole", "parts"))
        assert all(torch.allclose(one[k], other[k], atol=1e-4) for k in one)


def test_the_warmup_leaves_the_policy_exactly_as_it_was(rl, start, tmp_path, graded, monkeypatch):
    from clipo_bench.bench_suite.trainer.policy_update import PolicyUpdate

    seen = []

    def stop_at_the_first_update(self, config, training, *args):
        before = weights(start)
        now = training.policy.model.state_dict()
        seen.append(all(torch.equal(before[name], now[name]) for name in before))
        raise KeyboardInterrupt

    monkeypatch.setattr(PolicyUpdate, "__init__", stop_at_the_first_update)
    with pytest.raises(KeyboardInterrupt):
        train(rl(contrastive=True), tmp_path / "out")
    assert seen == [True]
    assert [line["phase"] for line in metrics(tmp_path / "out")] == ["warmup", "warmup"]


def test_both_arms_of_a_seed_start_from_the_same_rollouts(rl, tmp_path, monkeypatch):
    from clipo_bench.bench_suite.trainer import loop

    rolled: list[list[str]] = []

    def recorded(grader, problems, rollouts):
        rolled.append(rollouts.texts)
        return fake_verify(grader, problems, rollouts)

    monkeypatch.setattr(loop, "verify", recorded)
    train(rl(steps=1), tmp_path / "grpo")
    train(rl(steps=1, contrastive=True, head_warmup_steps=2), tmp_path / "clipo")
    plain, *warmup, first = rolled
    assert first == plain
    assert plain not in warmup


def test_several_updates_of_a_batch_clip(rl, tmp_path, graded):
    on = train(rl(steps=1), tmp_path / "on")
    off = train(rl(steps=1, updates_per_batch=2, learning_rate=0.3), tmp_path / "off")
    assert on["clip_high_share"] == on["clip_low_share"] == 0
    assert off["clip_high_share"] + off["clip_low_share"] > 0


def test_of_one_update_every_ratio_is_1_however_the_pass_before_it_rounds(
    rl, tmp_path, graded, monkeypatch
):
    from clipo_bench.bench_suite.trainer import first_pass

    score, calls = first_pass.token_scores, []

    def rounded(*args, **settings):
        calls.append(torch.is_grad_enabled())
        scores = score(*args, **settings)
        return replace(scores, logps=scores.logps + 0.01)  # as bfloat16 may, in another kernel

    monkeypatch.setattr(first_pass, "token_scores", rounded)
    settings = {"contrastive": True, "head_warmup_steps": 0, "steps": 1, "micro_batch_tokens": 60}
    last = train(rl("gspo", **settings, kl_coef=0.0), tmp_path / "out")
    assert len(calls) > 1
    assert not any(calls)  # the passes with gradient are others
    assert last["clip_high_share"] == last["clip_low_share"] == 0


def test_without_right_answers_nothing_but_decay_moves_the_policy(rl, start, tmp_path):
    last = train(rl(weight_decay=0.0, kl_coef=0.0), tmp_path / "none")
    assert last["reward"] == 0
    assert same(start, tmp_path / "none")


def test_dynamic_sampling_fills_the_batch_with_groups_that_teach(rl, tmp_path, monkeypatch):
    rounds = []

    def fake_every_third_group_varies(grader, problems, rollouts):
        rounds.append(len(problems))
        marks = torch.zeros(len(problems), 4, dtype=torch.bool)
        marks[0, 0] = len(rounds) % 3 == 0
        return marks

    monkeypatch.setattr(VERIFY, fake_every_third_group_varies)
    last = train(rl("dapo", steps=1), tmp_path / "out")
    assert last["rounds"] == len(rounds) == 6  # two groups, one in every third round
    assert last["zero_variance_share"] == pytest.approx(10 / 12)
    tokens = 12 * 4 * last["response_tokens"]  # of all that were sampled
    assert last["tokens_per_second"] * last["seconds"] == pytest.approx(tokens, rel=0.05)
    assert last["gradient_norm"] > 0


def test_dynamic_sampling_gives_up_where_nothing_varies(rl, start, tmp_path):
    last = train(rl("dapo", steps=1, weight_decay=0.0), tmp_path / "out")
    assert (last["rounds"], last["zero_variance_share"]) == (10, 1)
    assert same(start, tmp_path / "out")


def test_the_best_checkpoint_is_the_first_with_the_highest_accuracy(rl, tmp_path, monkeypatch):
    accuracies = iter([0.5, 1.0, 1.0, 0.0])

    def fake_scores(grader, problems, rollouts):
        if len(rollouts.texts) > len(problems):
            return fake_verify(grader, problems, rollouts)
        right = round(next(accuracies) * len(problems))
        return (torch.arange(len(problems)) < right).unsqueeze(1)

    monkeypatch.setattr(VERIFY, fake_scores)
    out = tmp_path / "out"
    train(rl(steps=4, num_validation_problems=4, validate_every=1), out)
    assert [line["validation"] for line in metrics(out)] == [0.5, 1.0, 1.0, 0.0]
    assert "| step | 2 |" in (out / BEST / "README.md").read_text()
    assert loads_and_generates(out / BEST)
    assert not (out / BEST / "state.pt").exists()


RESUMED = {
    "contrastive": {"contrastive": True, "placebo": True, "head_warmup_steps": 3},
    "off_policy": {"updates_per_batch": 2, "kl_coef": 0.0},
    "dapo": {"method": "dapo", "updates_per_batch": 1, "contrastive": True, "head_warmup_steps": 1},
    "rounded": {"checkpoint_dtype": "bfloat16"},
    "adapters": {"lora_rank": 2},
}


@pytest.mark.parametrize("settings", RESUMED.values(), ids=RESUMED)
def test_a_run_that_was_stopped_ends_in_the_same_bits(rl, tmp_path, graded, monkeypatch, settings):
    from clipo_bench.bench_suite.trainer import learner

    config = rl(**settings, steps=4, num_validation_problems=4, validate_every=2)
    train(config, tmp_path / "whole")
    calls = []

    class Stopped(learner.FirstPass):  # one for each batch
        def __init__(self, *args):
            calls.append(args)
            if len(calls) == 2:
                os.kill(os.getpid(), signal.SIGINT)  # as Ctrl-C does
            super().__init__(*args)

    out = tmp_path / "out"
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(learner, "FirstPass", Stopped)
        train(config, out)
    assert len(metrics(out)) == 2
    train(config, out, resume=True)
    timed = {"seconds", "tokens_per_second"}
    one, other = (
        [{k: v for k, v in line.items() if k not in timed} for line in metrics(folder)]
        for folder in (tmp_path / "whole", out)
    )
    assert one == other
    if "lora_rank" in settings:
        files = [f / LAST / "adapter_model.safetensors" for f in (tmp_path / "whole", out)]
        left, right = map(load_file, files)
        assert all(torch.equal(left[name], right[name]) for name in left)
    else:
        assert same(tmp_path / "whole", out)


def test_adapters_that_were_trained_can_be_trained_on_merged(rl, tmp_path, graded):
    from clipo_bench.bench_suite.trainer.policy.policy import load_policy

    train(rl(lora_rank=2), tmp_path / "first")
    model = str(tmp_path / "first" / LAST)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a user sees none of peft's
        assert train(rl(model=model), tmp_path / "second")["gradient_norm"] > 0
    one, other = (
        load_policy(str(tmp_path / name / LAST)).model.state_dict() for name in ("first", "second")
    )
    assert one.keys() == other.keys()
    assert not any(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("engine", ["torch", "trl"])
def test_new_adapters_upon_adapters_are_refused(rl, tmp_path, graded, engine):
    train(rl(lora_rank=2), tmp_path / "first")
    more = rl(model=str(tmp_path / "first" / LAST), lora_rank=2, engine=engine)
    with pytest.raises(InputError, match=r"lora_rank is 2 and the model .* is itself an adapter"):
        train(more, tmp_path / "second")


def test_sft_that_was_stopped_ends_in_the_same_bits(quick_settings, tmp_path, monkeypatch):
    from clipo_bench.bench_suite.trainer import sft

    config = configure("sft", None, quick_settings, {"steps": 5, "save_every": 2})
    train(config, tmp_path / "whole")
    collate, calls = sft.collate, []

    def killed(*args):
        calls.append(args)
        if len(calls) == 4:
            raise MemoryError
        return collate(*args)

    monkeypatch.setattr(sft, "collate", killed)
    with pytest.raises(MemoryError):
        train(config, tmp_path / "out")
    assert len(metrics(tmp_path / "out")) == 3
    monkeypatch.setattr(sft, "collate", collate)
    train(config, tmp_path / "out", resume=True)
    assert [line["step"] for line in metrics(tmp_path / "out")] == [0, 1, 2, 3, 4]
    assert same(tmp_path / "whole", tmp_path / "out")


@pytest.mark.parametrize("method", ["sft", "grpo"])
def test_what_a_kill_costs_is_bounded_by_the_clock_too(rl, tmp_path, graded, monkeypatch, method):
    from clipo_bench.bench_suite.trainer import loop, sft

    module, function = {"sft": (sft, "collate"), "grpo": (loop, "verify")}[method]
    work, calls = getattr(module, function), []

    def killed(*args):
        calls.append(args)
        if len(calls) == 4:
            raise MemoryError
        return work(*args)

    config = rl(method, steps=5, save_every=1000, save_minutes=1e-9)
    train(config, tmp_path / "whole")
    with monkeypatch.context() as context:
        context.setattr(module, function, killed)
        with pytest.raises(MemoryError):
            train(config, tmp_path / "out")
    assert read_state(tmp_path / "out")["position"]["done"] == {
        "train" if method == "grpo" else method: 3
    }
    train(config, tmp_path / "out", resume=True)
    assert same(tmp_path / "whole", tmp_path / "out")
    assert len(metrics(tmp_path / "out")) == 5


def test_nothing_is_saved_between_two_of_save_every_while_the_last_is_young(
    rl, tmp_path, graded, monkeypatch
):
    from clipo_bench.bench_suite.trainer.checkpoint import Checkpoints

    saved, save = [], Checkpoints.save

    def spy(self, name, training, metrics):
        saved.append(training.position.steps)
        save(self, name, training, metrics)

    monkeypatch.setattr(Checkpoints, "save", spy)
    train(rl(steps=5, save_every=2, save_minutes=60), tmp_path / "out")
    assert saved == [2, 4, 5]


def test_a_finished_run_has_nothing_to_do(rl, tmp_path, graded):
    last = train(rl(), tmp_path / "out")
    before = (tmp_path / "out" / "metrics.jsonl").read_bytes()
    assert train(rl(), tmp_path / "out", resume=True) == last
    assert (tmp_path / "out" / "metrics.jsonl").read_bytes() == before


def test_a_run_may_be_given_more_steps_but_no_other_settings(rl, tmp_path, graded):
    train(rl(), tmp_path / "out")
    train(rl(steps=3), tmp_path / "out", resume=True)
    assert len(metrics(tmp_path / "out")) == 3
    with pytest.raises(InputError, match=r"another training .method was 'grpo', is 'gspo'"):
        train(rl("gspo"), tmp_path / "out", resume=True)
    with pytest.raises(InputError, match=r"another training .learning_rate was 0\.01, is 0\.1"):
        train(rl(learning_rate=0.1), tmp_path / "out", resume=True)


def test_sft_may_not_be_given_more_steps_for_its_learning_rate_decays_over_them(start, sft_config):
    with pytest.raises(InputError, match=r"another training .steps was 2, is 9"):
        train(replace(sft_config, steps=9), start, resume=True)


def test_metrics_that_are_lost_name_themselves(rl, tmp_path, graded):
    train(rl(), tmp_path / "out")
    path = tmp_path / "out" / "metrics.jsonl"
    for text in ("", path.read_text().splitlines()[0] + "\n", "{}\nnothing\n"):
        path.write_text(text)
        with pytest.raises(InputError, match=r"metrics\.jsonl .*2 steps"):
            train(rl(steps=3), tmp_path / "out", resume=True)
        assert path.read_text() == text
    path.unlink()
    with pytest.raises(InputError, match=r"metrics\.jsonl .*2 steps"):
        train(rl(steps=3), tmp_path / "out", resume=True)


def test_other_problems_are_not_gone_on_with(rl, tmp_path, graded):
    rows = [json.dumps({"question": f"What is {n} + 1?", "answer": str(n + 1)}) for n in range(9)]
    (tmp_path / "my.jsonl").write_text("\n".join(rows))
    config = rl(data=str(tmp_path / "my.jsonl"))
    train(config, tmp_path / "out")
    (tmp_path / "my.jsonl").write_text("\n".join(rows[1:]))
    with pytest.raises(InputError, match=r"out was trained on data with fingerprint \w{16}, but"):
        train(replace(config, steps=3), tmp_path / "out", resume=True)
    assert len(metrics(tmp_path / "out")) == 2


def test_a_run_cannot_be_given_fewer_steps_than_it_has(rl, tmp_path, graded):
    train(rl(steps=3), tmp_path / "out")
    with pytest.raises(InputError, match="has already done 3 steps, but steps is 2"):
        train(rl(steps=2), tmp_path / "out", resume=True)
    assert "steps: 3" in (tmp_path / "out" / "train.yaml").read_text()


def test_adapters_are_evaluated_and_trained_on(rl, tmp_path, graded, monkeypatch):
    from clipo_bench.bench_suite.models.hf import HfModel

    start = Path(rl().model)
    monkeypatch.chdir(start.parent)
    train(rl(lora_rank=2, model=start.name), tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    model = HfModel(str(tmp_path / "out" / LAST))
    assert any("lora" in name for name, _ in model.model.named_parameters())
    train(rl(model=str(tmp_path / "out" / LAST), steps=1), tmp_path / "more")


def test_a_save_that_was_cut_short_leaves_the_one_before(rl, tmp_path, graded):
    out = tmp_path / "out"
    train(rl(), out)
    (out / LAST).rename(out / ".last.old")  # where a process may end
    (out / ".last.new").mkdir()
    train(rl(steps=3), out, resume=True)
    assert len(metrics(out)) == 3
    assert {path.name for path in out.iterdir()} == FILES


def test_two_processes_never_write_one_run(rl, tmp_path, graded):
    from clipo_bench.tasks.storage.lock import locked

    train(rl(), tmp_path / "out")
    with locked(tmp_path / "out"), pytest.raises(InputError, match="in use by another process"):
        train(rl(steps=3), tmp_path / "out", resume=True)


def test_a_damaged_state_names_itself(rl, tmp_path, graded):
    train(rl(), tmp_path / "out")
    state = tmp_path / "out" / LAST / "state.pt"
    whole = state.read_bytes()
    state.write_bytes(b"no state")
    with pytest.raises(InputError, match=r"state\.pt is not what it was when it was written"):
        train(rl(), tmp_path / "out", resume=True)
    (state.parent / "manifest.json").unlink()  # as of an older version
    with pytest.raises(InputError, match=r"cannot resume from .*state\.pt"):
        train(rl(), tmp_path / "out", resume=True)
    state.write_bytes(whole)
    train(rl(), tmp_path / "out", resume=True)


def test_no_flipped_bit_of_a_state_is_silent(rl, tmp_path, graded):
    train(rl(steps=1), tmp_path / "out")
    state = tmp_path / "out" / LAST / "state.pt"
    whole = state.read_bytes()
    draw = random.Random(0)
    with state.open("r+b") as file:
        for place in (draw.randrange(8 * len(whole)) for _ in range(20)):
            byte = whole[place // 8]
            for value in (byte ^ 1 << place % 8, byte):
                file.seek(place // 8)
                file.write(bytes([value]))
                file.flush()
                if value != byte:
                    with pytest.raises(InputError, match=r"state\.pt is not what it was"):
                        read_state(tmp_path / "out")
    read_state(tmp_path / "out")


@pytest.mark.parametrize("more", [{}, {"contrastive": True}, {"updates_per_batch": 2}])
def test_sampler_and_trainer_must_agree(rl, tmp_path, graded, monkeypatch, more):
    from clipo_bench.bench_suite.trainer.sampling import sampler

    original, seen = sampler.sample, []

    def fake_other_weights(policy, prompts, **settings):
        rollouts = original(policy, prompts, **settings)
        rollouts.logps[rollouts.mask] -= 0.2
        return rollouts

    monkeypatch.setattr(sampler, "sample", fake_other_weights)
    monkeypatch.setattr(torch.optim.AdamW, "step", seen.append)
    for tokens in (60, 10_000):
        with pytest.raises(ExternalError, match=r"differ by 0\.2 in the mean, and max_logp_gap"):
            train(rl(**more, micro_batch_tokens=tokens), tmp_path / str(tokens))
    assert not seen  # nothing was learnt from it


def test_they_agree_or_not_on_a_batch_not_on_its_parts(rl, tmp_path, graded, monkeypatch):
    from clipo_bench.bench_suite.trainer.sampling import sampler

    original = sampler.sample

    def fake_one_token(policy, prompts, **settings):
        rollouts = original(policy, prompts, **settings)
        rollouts.logps[0, 0] -= 1
        return rollouts

    monkeypatch.setattr(sampler, "sample", fake_one_token)
    last = train(rl(steps=1, micro_batch_tokens=1), tmp_path / "out")  # a row a part
    assert last["logp_gap_mean"] < 0.1 < 1 / 8 < last["logp_gap_max"]


def nan(loss):
    return loss * torch.nan


@pytest.mark.parametrize("method", ["grpo", "sft"])
def test_a_gradient_that_is_not_finite_ends_the_run_before_the_weights_have_it(
    rl, sft_config, tmp_path, graded, monkeypatch, method
):
    from clipo_bench.bench_suite.trainer import policy_update, sft

    policy_loss, cross_entropy, taken = policy_update.policy_loss, sft.cross_entropy, []
    monkeypatch.setattr(
        policy_update,
        "policy_loss",
        lambda *a: policy_loss(*a)._replace(loss=nan(policy_loss(*a).loss)),
    )
    monkeypatch.setattr(sft, "cross_entropy", lambda *a, **k: nan(cross_entropy(*a, **k)))
    monkeypatch.setattr(torch.optim.AdamW, "step", taken.append)
    with pytest.raises(InputError, match="the gradient norm is nan: the training has diverged"):
        train(sft_config if method == "sft" else rl(), tmp_path / "out")
    assert not taken


def test_prompts_that_are_too_long_are_left_out(rl, tmp_path, graded):
    with pytest.raises(InputError, match="max_prompt_tokens is 3"):
        train(rl(max_prompt_tokens=3), tmp_path / "out")


def test_tensorboard_gets_the_metrics(rl, tmp_path, graded):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    train(rl(tensorboard=True), tmp_path / "out")
    events = EventAccumulator(str(tmp_path / "out" / "tensorboard")).Reload()
    logged = [event.value for event in events.Scalars("gradient_norm")]
    assert logged == pytest.approx([line["gradient_norm"] for line in metrics(tmp_path / "out")])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": "/no/such/model"}, "/no/such/model"),
        ({"data": "/no/such.jsonl"}, "/no/such.jsonl"),
        ({"engine": "trl", "num_validation_problems": 4}, "num_validation_problems is 4"),
    ],
)
def test_what_cannot_be_used_names_itself_and_leaves_nothing(rl, tmp_path, changes, message):
    with pytest.raises(InputError, match=message):
        train(rl(**changes), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_causal_model_is_refused(rl, tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text('{"model_type": "vit"}')
    with pytest.raises(InputError, match="causal language model"):
        train(rl(model=str(tmp_path / "model")), tmp_path / "out")


def test_a_folder_that_exists_is_refused(rl, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").touch()
    with pytest.raises(InputError, match=r"out exists.*resume=True"):
        train(rl(), tmp_path / "out")
    with pytest.raises(InputError, match=r"not the folder of a training \(it has no train\.yaml"):
        train(rl(), tmp_path / "out", resume=True)


def test_the_tiny_policys_settings_are_the_presets():
    written = read_settings(policy_path() / "train.yaml")
    assert configure("sft", None, written) == configure("sft", "tiny", {"seed": 0})


def test_the_tiny_policy_ships_and_solves_a_good_part():
    from clipo_bench.bench_suite.trainer.policy.policy import load_policy
    from clipo_bench.bench_suite.trainer.rewards import verify
    from clipo_bench.bench_suite.trainer.sampling.decode import sample
    from clipo_bench.tasks.answers import Grader
    from clipo_bench.tasks.word_problems import problems

    size = sum(path.stat().st_size for path in policy_path().iterdir())
    assert size <= 4 * 2**20
    policy, asked = load_policy(str(policy_path())), problems("test", 60, seed=17)
    rollouts = sample(
        policy,
        [policy.prompt(problem) for problem in asked],
        group=1,
        max_tokens=40,
        temperature=0,
        generator=torch.Generator(),
    )
    with Grader(mode="paper") as grader:
        share = verify(grader, asked, rollouts).float().mean().item()
    assert 0.3 < share < 0.9
