"""The TRL engine on the tiny policy that ships with the package, with the real grader."""

import json
import os
import signal
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from clipo_bench.bench_suite.trainer import TrainConfig, configure, train
from clipo_bench.bench_suite.trainer.contrastive_reward import ContrastiveReward
from clipo_bench.bench_suite.trainer.data import Stream, TrainingData
from clipo_bench.bench_suite.trainer.loop import ROUNDS
from clipo_bench.bench_suite.trainer.method.objectives import (
    group_advantages,
    overlong_penalty,
    varied_groups,
)
from clipo_bench.bench_suite.trainer.policy.token_scores import score
from clipo_bench.bench_suite.trainer.rewards import verify
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.bench_suite.trainer.stop import StopRequest
from clipo_bench.bench_suite.trainer.trl_engine.train import (
    make_trainer,
    newest_checkpoint,
    train_trl,
)
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.word_problems import problems

PROBLEMS = problems("train", 60, seed=0)
DATA = TrainingData(PROBLEMS, (), "word problems", "")
GROUP = 4
QUICK = {
    "engine": "trl", "steps": 2, "prompts": 4, "group": GROUP, "head": 8, "head_warmup": 2,
    "learning_rate": 1e-3,
}  # fmt: skip


def config_of(method: str = "grpo", **changes) -> TrainConfig:
    return configure(method, "tiny", QUICK, changes)


@pytest.fixture
def trainer_of(tmp_path):
    """Make a trainer that has trained nothing."""
    with Grader(mode="paper") as grader:

        def make(config: TrainConfig):
            made = make_trainer(config, DATA, tmp_path, grader, StopRequest(print))
            made.model.train()
            return made

        yield make


def run(config: TrainConfig, out: Path, *, resume: bool = False) -> dict:
    out.mkdir(exist_ok=True)
    return train_trl(config, DATA, out, None, resume=resume)


def weights(out: Path) -> dict[str, torch.Tensor]:
    policy = load_file(out / "last" / "model.safetensors")
    head = out / "last" / "head.safetensors"
    return policy | (load_file(head) if head.exists() else {})


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[k], other[k]) for k in one)


def lines(out: Path) -> list[dict]:
    """The metrics without the clock's."""
    read = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    clock = ("seconds", "tokens_per_second")
    return [{k: v for k, v in line.items() if k not in clock} for line in read]


def rollouts_of(trainer) -> Rollouts:
    """TRL's rollouts as the torch engine has them."""
    batch, tokenizer = trainer._batch, trainer.policy.tokenizer
    prompts, responses = batch.generated[:2]
    padded = tokenizer.pad(
        {"input_ids": prompts[::GROUP]}, padding_side="left", return_tensors="pt"
    )
    width = max(map(len, responses))
    tokens = [list(ids) + [tokenizer.pad_token_id] * (width - len(ids)) for ids in responses]
    return Rollouts(
        prompts=padded["input_ids"],
        prompt_mask=padded["attention_mask"],
        prompt_of=torch.arange(len(prompts) // GROUP).repeat_interleave(GROUP),
        tokens=torch.tensor(tokens),
        mask=torch.arange(width) < batch.lengths.unsqueeze(1),
        logps=torch.zeros(len(responses), width),
        texts=tokenizer.batch_decode(responses, skip_special_tokens=True),
        finish=["length" if cut else "stop" for cut in batch.truncated],
    )


@pytest.fixture
def double(monkeypatch):
    """Let the policy compute in float64 all through: norms and positions would be float32.

    TRL counts positions from the padding on, we from the first token, and sums run in another
    order. In float64 nothing is left of that, so only the engines' arithmetic can differ.
    """
    from transformers.models.qwen3.modeling_qwen3 import Qwen3RMSNorm, Qwen3RotaryEmbedding

    def norm(self, states):
        variance = states.square().mean(-1, keepdim=True)
        return self.weight * states * torch.rsqrt(variance + self.variance_epsilon)

    def rotary(self, states, position_ids):
        angles = position_ids[..., None].double() * self.inv_freq.double()
        angles = torch.cat([angles, angles], dim=-1)
        return angles.cos().to(states.dtype), angles.sin().to(states.dtype)

    monkeypatch.setattr(Qwen3RMSNorm, "forward", norm)
    monkeypatch.setattr(Qwen3RotaryEmbedding, "forward", rotary)


@pytest.mark.parametrize("pooling", ["mean", "last"])
@pytest.mark.parametrize(
    ("method", "changes"),
    [
        ("grpo", {"updates": 1}),  # a pass of our own
        ("grpo", {"updates": 2}),  # TRL's for the old log-probabilities
        ("dr_grpo", {"updates": 1, "contrastive_loss": "supcon_out"}),
        ("dapo", {"updates": 2, "max_tokens": 28, "dynamic_sampling": False}),
        ("gmpo", {"updates": 2, "placebo": True}),
    ],
)
def test_states_rewards_and_advantages_are_the_torch_engines(
    method, changes, pooling, trainer_of, double
):
    settings = {"contrastive": True, "contrastive_floor": -9, "pooling": pooling, "seed": 1}
    config = config_of(method, **(settings | changes))
    trainer = trainer_of(config)
    trainer.model.double()
    output = trainer._generate_and_score_completions([])
    rollouts = rollouts_of(trainer)

    asked = [PROBLEMS[place] for place in trainer._batch.chosen[::GROUP]]
    right = verify(trainer.grader, asked, rollouts)
    assert torch.equal(trainer._batch.right.view_as(right), right)
    assert varied_groups(right.float()).any()
    if config.mask_truncated:
        assert rollouts.truncated.any()
    with torch.no_grad():
        scores = score(trainer.policy, rollouts, config.temperature, pooling)
    torch.testing.assert_close(trainer._pooled, scores.pooled, atol=1e-6, rtol=1e-5)

    lengths = rollouts.mask.sum(1).view_as(right)
    extra, found = ContrastiveReward(config, trainer.policy.hidden, torch.device("cpu")).step(
        scores.pooled, right, lengths
    )
    assert found["contrastive_anchors"] > 2
    rewards = right.float() + extra
    if config.overlong_share:
        rewards += overlong_penalty(lengths, 28, round(28 * 0.2)) / 2
    advantages = group_advantages(rewards, right.float(), scaled=config.scaled).flatten()
    assert (output["advantages"] - advantages).abs().max() < 1e-6
    assert advantages.unique().numel() > 4


def test_the_placeholders_column_is_overwritten_and_the_others_are_not(trainer_of, monkeypatch):
    from trl import GRPOTrainer

    seen = {}
    original = GRPOTrainer._calculate_rewards

    def note(self, *args, **kwargs):
        seen["before"] = original(self, *args, **kwargs)
        return seen["before"].clone()

    monkeypatch.setattr(GRPOTrainer, "_calculate_rewards", note)
    trainer = trainer_of(config_of("dapo", contrastive=True, dynamic_sampling=False, seed=1))
    ours = type(trainer)._calculate_rewards

    def note_ours(*args, **kwargs):
        seen["after"] = ours(trainer, *args, **kwargs)
        return seen["after"]

    trainer._calculate_rewards = note_ours
    trainer._generate_and_score_completions([])
    before, after = seen["before"], seen["after"]
    assert trainer.reward_func_names == ["task_reward", "overlong_reward", "contrastive_reward"]
    assert torch.equal(before[:, :2], after[:, :2])
    assert (before[:, 2] == 0).all()
    right = after[:, 0].view(-1, GROUP) == 1
    mixed = (right.sum(1, keepdim=True) > 1) & (right.sum(1, keepdim=True) < GROUP)
    assert (after[:, 2].view(-1, GROUP)[right & mixed] < 0).all()
    assert (after[:, 2].view(-1, GROUP)[~(right & mixed)] == 0).all()


@pytest.mark.parametrize(
    ("method", "changes"),
    [
        ("grpo", {"aggregation": "token_mean", "kl": 0.001}),
        ("dapo", {"max_tokens": 28}),
        ("dr_grpo", {}),
        ("gspo", {}),
        ("gmpo", {"kl": 0.01}),
    ],
)
def test_an_update_of_the_policy_is_the_torch_engines(method, changes, trainer_of):
    from clipo_bench.bench_suite.trainer import policy_path
    from clipo_bench.bench_suite.trainer.checkpoint import Training
    from clipo_bench.bench_suite.trainer.learner import Learner
    from clipo_bench.bench_suite.trainer.policy.policy import load_policy
    from clipo_bench.bench_suite.trainer.policy.reference import Reference

    settings = {"contrastive": True, "head_warmup": 0, "seed": 1, "steps": 1, "updates": 1}
    # Several micro-batches in both; TRL's rollouts come without log-probabilities.
    config = config_of(method, **settings, micro_batch_tokens=1000, max_logp_gap=1e9, **changes)
    trainer = trainer_of(config)
    trainer.train()

    policy = load_policy(str(policy_path()))
    start = policy.model.state_dict()
    start = {name: start[name].clone() for name, _ in policy.model.named_parameters()}
    reference = Reference(policy, adapters=False) if config.kl else None
    optimizer = torch.optim.AdamW(
        policy.model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    training = Training(policy, optimizer)
    training.contrast = ContrastiveReward(config, policy.hidden, torch.device("cpu"))
    right = trainer._batch.right.view(-1, GROUP)
    found = Learner(config, training, reference).learn(rollouts_of(trainer), right)

    norm = trainer.state.log_history[0]["grad_norm"]
    assert norm == pytest.approx(found["gradient_norm"], rel=1e-5)
    head = training.contrast.head.projection.weight
    torch.testing.assert_close(trainer.contrast.head.projection.weight, head)

    def moved(model) -> torch.Tensor:
        now = model.state_dict()
        return torch.cat([(now[name] - start[name]).flatten() for name in start])

    # AdamW's first step divides each gradient by its size, and with it the rounding of small ones.
    ours, theirs = moved(policy.model), moved(trainer.model)
    assert (ours - theirs).norm() < 3e-3 * ours.norm()


def test_masked_rollouts_count_in_no_loss_but_are_read_whole(trainer_of):
    config = config_of("dapo", max_tokens=22, contrastive=True, updates=2)
    trainer = trainer_of(config)
    output = trainer._generate_and_score_completions([])
    batch = trainer._batch
    assert 0 < batch.truncated.sum() < len(batch.truncated)
    counted = output["completion_mask"].sum(1)
    assert (counted[batch.truncated] == 0).all()
    assert torch.equal(counted[~batch.truncated], batch.lengths[~batch.truncated])
    assert output["num_items_in_batch"] == counted.sum()


def test_the_warmup_trains_the_head_and_leaves_the_policy_exactly_as_it_was(trainer_of):
    trainer = trainer_of(config_of(contrastive=True, head_warmup=3, save_every=99))
    before = {name: value.clone() for name, value in trainer.model.state_dict().items()}
    head = trainer.contrast.head.projection.weight.clone()
    seen = {}

    def stop(*args):
        seen["warmed"] = trainer.warmed
        seen["same"] = same(before, trainer.model.state_dict())
        seen["head"] = trainer.contrast.head.projection.weight.clone()
        raise KeyboardInterrupt

    trainer.training_step = stop
    with pytest.raises(KeyboardInterrupt):
        trainer.train()
    assert seen["warmed"] == 3
    assert seen["same"]
    assert not torch.equal(head, seen["head"])


def test_both_arms_of_a_seed_start_from_the_same_rollouts(trainer_of):
    rolled = {}
    for name, contrastive in (("base", False), ("clipo", True)):
        trainer = trainer_of(config_of(contrastive=contrastive))

        def stop(*args, trainer=trainer, name=name):
            trainer._prepare_inputs([])
            rolled[name] = trainer._batch.generated[1]
            raise KeyboardInterrupt

        trainer.training_step = stop
        with pytest.raises(KeyboardInterrupt):
            trainer.train()
    assert rolled["base"] == rolled["clipo"]
    assert len({tuple(ids) for ids in rolled["base"]}) > len(rolled["base"]) / 2


def test_both_engines_ask_the_same_problems(trainer_of):
    from clipo_bench.bench_suite.trainer.seeds import derive_seed

    trainer = trainer_of(config_of(seed=4))
    trainer._generate_and_score_completions([])
    stream = Stream(PROBLEMS, derive_seed(4, "train", "order"))
    asked = [PROBLEMS[place] for place in trainer._batch.chosen]
    assert asked == [problem for problem in stream.take(4) for _ in range(GROUP)]


def test_a_run_writes_a_checkpoint_that_loads_and_a_line_per_batch(tmp_path):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    last = run(config_of(contrastive=True, updates=2, checkpoint_dtype="bfloat16"), tmp_path)
    read = lines(tmp_path)
    assert [(line["phase"], line["step"]) for line in read] == [
        ("warmup", 0), ("warmup", 1), ("train", 0), ("train", 1)
    ]  # fmt: skip
    assert {k: last[k] for k in read[-1]} == read[-1]
    assert last["kl"] > 0
    assert last["gradient_norm"] > 0
    assert 0 < last["reward"] < 1
    for line in read:
        assert line["entropy"] > 0
        assert line["response_tokens"] > 1
        assert "contrastive_loss" in line
    model = AutoModelForCausalLM.from_pretrained(tmp_path / "last")
    assert model.dtype == torch.bfloat16
    assert AutoTokenizer.from_pretrained(tmp_path / "last").eos_token
    head = load_file(tmp_path / "last" / "head.safetensors")
    assert head["projection.weight"].shape[0] == 8


def test_the_model_card_counts_what_was_trained_on_and_names_the_engine(tmp_path):
    from importlib.metadata import version

    from clipo_bench.bench_suite.trainer import policy_path
    from clipo_bench.bench_suite.trainer.policy.policy import load_policy

    policy = load_policy(str(policy_path()))
    lengths = [len(policy.encode(policy.prompt(problem))) for problem in PROBLEMS]
    most = sorted(lengths)[30]
    kept = sum(length <= most for length in lengths)
    run(config_of(steps=1, max_prompt_tokens=most), tmp_path)
    card = (tmp_path / "last" / "README.md").read_text()
    assert f"- Data: {kept} problems of word problems" in card
    assert f"trl {version('trl')}" in card
    assert kept < len(PROBLEMS)


def test_one_seed_twice_is_identical_and_two_seeds_differ(tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        run(config_of(contrastive=True, seed=seed, steps=1), tmp_path / name)
    one, again, other = (weights(tmp_path / name) for name in "abc")
    assert same(one, again)
    assert not same(one, other)
    assert lines(tmp_path / "a") == lines(tmp_path / "b")


@pytest.mark.parametrize(
    ("method", "changes"),
    [("grpo", {"updates": 2}), ("dapo", {"updates": 1}), ("gmpo", {"updates": 2})],
)
@pytest.mark.parametrize("phase", ["warmup", "train"])
def test_stopped_and_resumed_is_bit_identical(method, changes, phase, tmp_path, monkeypatch):
    from clipo_bench.bench_suite.trainer.trl_engine.trainer import ClipoTrainer

    config = config_of(method, contrastive=True, steps=3, **changes)
    run(config, tmp_path / "whole")

    original = ClipoTrainer._roll_out

    def press(self, now, step):
        original(self, now, step)
        if (now, step) == (phase, 1):
            os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as context:
        context.setattr(ClipoTrainer, "_roll_out", press)
        with pytest.raises(KeyboardInterrupt):
            run(config, tmp_path / "parts")
    done = lines(tmp_path / "parts")
    assert (done[-1]["phase"], done[-1]["step"]) == (phase, 1)
    assert not (tmp_path / "parts" / "last").exists()
    run(config, tmp_path / "parts", resume=True)
    assert same(weights(tmp_path / "whole"), weights(tmp_path / "parts"))
    assert lines(tmp_path / "whole") == lines(tmp_path / "parts")


def test_a_killed_run_goes_on_from_the_last_whole_checkpoint(tmp_path, monkeypatch):
    from clipo_bench.bench_suite.trainer.trl_engine.trainer import ClipoTrainer

    config = config_of(contrastive=True, steps=3, save_every=1)
    run(config, tmp_path / "whole")
    original = ClipoTrainer._save_checkpoint

    def die(self, model, trial):
        if self.state.global_step == 2:  # half of a checkpoint
            (Path(self.args.output_dir) / "checkpoint-2").mkdir()
            raise RuntimeError("killed")
        original(self, model, trial)

    with monkeypatch.context() as context:
        context.setattr(ClipoTrainer, "_save_checkpoint", die)
        with pytest.raises(RuntimeError, match="killed"):
            run(config, tmp_path / "parts")
    assert newest_checkpoint(tmp_path / "parts" / "trl").name == "checkpoint-1"
    run(config, tmp_path / "parts", resume=True)
    assert same(weights(tmp_path / "whole"), weights(tmp_path / "parts"))
    assert lines(tmp_path / "whole") == lines(tmp_path / "parts")
    assert [path.name for path in (tmp_path / "parts" / "trl").glob("checkpoint-*")] == [
        "checkpoint-3"
    ]


def test_an_engine_that_drifts_is_a_failure_outside_not_bad_input(trainer_of):
    trainer = trainer_of(config_of(max_logp_gap=0.1))
    trainer._logps = torch.tensor([[-1.0, -2.0]])
    mask = torch.tensor([[1, 1]])
    for gap in (0.05, 0.2):
        output = {
            "completion_mask": mask,
            "sampling_per_token_logps": trainer._logps - gap,
        }
        if gap < trainer.settings.max_logp_gap:
            trainer._require_agreement(output)
            continue
        with pytest.raises(ExternalError, match=r"differ by 0\.2 in the mean, and max_logp_gap"):
            trainer._require_agreement(output)


def test_the_clock_saves_too_and_a_killed_run_ends_in_the_same_bits(tmp_path, monkeypatch):
    from clipo_bench.bench_suite.trainer.trl_engine.trainer import ClipoTrainer

    config = config_of(contrastive=True, steps=3, save_every=1000, save_minutes=1e-9)
    run(config, tmp_path / "whole")
    original = ClipoTrainer._generate_and_score_completions

    def die(self, inputs):
        if self.state.global_step == 2:
            raise RuntimeError("killed")
        return original(self, inputs)

    with monkeypatch.context() as context:
        context.setattr(ClipoTrainer, "_generate_and_score_completions", die)
        with pytest.raises(RuntimeError, match="killed"):
            run(config, tmp_path / "parts")
    assert newest_checkpoint(tmp_path / "parts" / "trl").name == "checkpoint-2"
    run(config, tmp_path / "parts", resume=True)
    assert same(weights(tmp_path / "whole"), weights(tmp_path / "parts"))
    assert lines(tmp_path / "whole") == lines(tmp_path / "parts")


def test_a_save_that_is_cut_short_never_damages_the_checkpoint_of_the_warm_up(
    tmp_path, monkeypatch
):
    from clipo_bench.bench_suite.trainer.trl_engine.trainer import ClipoTrainer

    config = config_of(contrastive=True, steps=2, head_warmup=3, save_every=1)
    run(config, tmp_path / "whole")
    original, calls = ClipoTrainer.save_model, []

    def die(self, output_dir, **more):
        calls.append(output_dir)
        original(self, output_dir, **more)
        if len(calls) == 2:
            (Path(output_dir) / "model.safetensors").write_bytes(b"half of it")
            raise RuntimeError("killed")

    with monkeypatch.context() as context:
        context.setattr(ClipoTrainer, "save_model", die)
        with pytest.raises(RuntimeError, match="killed"):
            run(config, tmp_path / "parts")
    run(config, tmp_path / "parts", resume=True)
    assert same(weights(tmp_path / "whole"), weights(tmp_path / "parts"))
    assert lines(tmp_path / "whole") == lines(tmp_path / "parts")


@pytest.mark.parametrize("wrong", [2.0, torch.nan])
def test_heads_that_have_parted_end_the_run(trainer_of, monkeypatch, wrong):
    from clipo_bench.bench_suite.trainer.trl_engine import trainer as trl_trainer

    trainer = trainer_of(config_of(contrastive=True))
    trainer.expect_same_heads()
    monkeypatch.setattr(trl_trainer, "gather", lambda sums: torch.cat([sums, wrong * sums]))
    with pytest.raises(RuntimeError, match="heads of the processes differ"):
        trainer.expect_same_heads()


def test_a_finished_run_is_taken_up_for_more_steps_or_for_none(tmp_path):
    run(config_of(contrastive=True, steps=1), tmp_path / "out")
    last = lines(tmp_path / "out")[-1]
    again = run(config_of(contrastive=True, steps=1), tmp_path / "out", resume=True)
    assert {name: again[name] for name in last} == last
    run(config_of(contrastive=True, steps=2), tmp_path / "out", resume=True)
    run(config_of(contrastive=True, steps=2), tmp_path / "whole")
    assert same(weights(tmp_path / "out"), weights(tmp_path / "whole"))
    assert lines(tmp_path / "out") == lines(tmp_path / "whole")


def test_adapters_alone_are_trained_and_saved_and_resumed(tmp_path):
    from clipo_bench.bench_suite.trainer import policy_path
    from clipo_bench.bench_suite.trainer.policy.policy import load_policy

    def adapters(out: Path) -> dict[str, torch.Tensor]:
        return load_file(out / "last" / "adapter_model.safetensors")

    config = config_of(lora_rank=2, contrastive=True, updates=2, gradient_checkpointing=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)  # a user sees none of peft's
        last = run(config, tmp_path / "whole")
    assert last["kl"] > 0  # to the base, which the adapters have left
    told = json.loads((tmp_path / "whole" / "last" / "adapter_config.json").read_text())
    assert (told["r"], told["lora_alpha"]) == (2, 4)
    start, merged = (
        load_policy(str(folder)).model.state_dict()
        for folder in (policy_path(), tmp_path / "whole" / "last")
    )
    moved = {name for name in start if not torch.equal(start[name], merged[name])}
    assert moved
    assert all("proj" in name for name in moved)

    run(replace(config, steps=1), tmp_path / "parts")
    run(config, tmp_path / "parts", resume=True)
    assert same(adapters(tmp_path / "whole"), adapters(tmp_path / "parts"))


def test_other_problems_are_not_gone_on_with(tmp_path):
    run(config_of(steps=1), tmp_path / "out")
    with pytest.raises(InputError, match="was trained on data of fingerprint"):
        other = TrainingData(PROBLEMS[1:], (), "word problems", "another")
        train_trl(config_of(steps=2), other, tmp_path / "out", None, resume=True)


def test_dynamic_sampling_fills_the_batch_with_groups_that_vary(trainer_of):
    trainer = trainer_of(config_of("dapo", prompts=6, seed=3))
    output = trainer._generate_and_score_completions([])
    batch = trainer._batch
    right = batch.right.view(6, GROUP).float()
    assert varied_groups(right).all()
    assert trainer._batch_metrics["rounds"] > 1
    # Of each row, all parts came along.
    texts = trainer._texts(batch)
    assert batch.generated[3] == texts
    asked = [PROBLEMS[place] for place in batch.chosen[::GROUP]]
    assert torch.equal(verify(trainer.grader, asked, rollouts_of(trainer)), right.bool())
    prompts = [trainer.policy.encode(trainer.policy.prompt(problem)) for problem in asked]
    assert batch.generated[0][::GROUP] == prompts
    for row, ids in zip(output["completion_ids"], batch.generated[1], strict=True):
        assert row[: len(ids)].tolist() == list(ids)


def test_dynamic_sampling_gives_up_after_ten_rounds(trainer_of, monkeypatch):
    trainer = trainer_of(config_of("dapo", prompts=2, max_tokens=2))  # nobody gets a box
    output = trainer._generate_and_score_completions([])
    assert trainer._batch_metrics["rounds"] == ROUNDS
    assert trainer._batch_metrics["zero_variance_share"] == 1
    assert len(trainer._batch.chosen) == 2 * GROUP
    assert (output["advantages"] == 0).all()


def test_groups_of_several_prompts_are_refused(trainer_of):
    trainer = trainer_of(config_of())
    trainer._roll_out("train", 0)
    trainer._expect_groups(trainer._batch)
    prompts = trainer._batch.generated[0]
    prompts[0], prompts[-1] = prompts[-1], prompts[0]
    with pytest.raises(AssertionError, match="several prompts"):
        trainer._expect_groups(trainer._batch)


def test_without_signal_only_decay_moves_the_policy(tmp_path, trainer_of):
    config = config_of(max_tokens=2, weight_decay=0.0, kl=0.0)  # nobody gets a box
    before = trainer_of(config).model.state_dict()
    last = run(config, tmp_path / "out")
    assert last["reward"] == 0
    after = weights(tmp_path / "out")
    assert all(torch.equal(before[name], after[name]) for name in after)


def test_all_weights_decay(trainer_of):
    trainer = trainer_of(config_of())
    trainer.create_optimizer()
    decayed = [g for g in trainer.optimizer.param_groups if g["weight_decay"] == 0.01]
    count = sum(len(group["params"]) for group in decayed)
    assert count == len(list(trainer.model.parameters()))


def test_prompts_that_are_too_long_are_left_out(tmp_path):
    with Grader(mode="paper") as grader, pytest.raises(InputError, match="max_prompt_tokens is 3"):
        make_trainer(config_of(max_prompt_tokens=3), DATA, tmp_path, grader, StopRequest(print))


def test_a_model_that_is_none_leaves_no_folder(tmp_path):
    with pytest.raises(InputError, match="/no/model"):
        train(config_of(model="/no/model"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_several_gpus_need_a_process_each(tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 4)
    with pytest.raises(InputError, match="accelerate launch"):
        run(config_of(), tmp_path / "out")
