"""Whole runs of two steps on the CPU."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from bench_suite.trainer import make_config, policy_path, train
from bench_suite.trainer.config import read_settings
from tasks.errors import InputError


@pytest.fixture(scope="session")
def start(tmp_path_factory, quick_settings) -> Path:
    out = tmp_path_factory.mktemp("sft") / "policy"
    train(make_config("sft", None, quick_settings, {"learning_rate": 1e-2}), out)
    return out


@pytest.fixture
def grpo(start, quick_settings):
    def make(**changes):
        settings = quick_settings | {"model": str(start), "learning_rate": 1e-2}
        return make_config("grpo", None, settings, changes)

    return make


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


def same(one: Path, other: Path) -> bool:
    left, right = weights(one), weights(other)
    return left.keys() == right.keys() and all(torch.equal(left[k], right[k]) for k in left)


def metrics(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]


def half_of_them_right(grader, problems, rollouts):
    """A stand-in for the grader: such a policy solves nothing, and nothing would move it."""
    return torch.arange(len(rollouts.texts)).view(len(problems), -1) % 2 == 0


def loads_and_generates(folder: Path) -> bool:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = tokenizer("Ada has 3 apples.", return_tensors="pt")["input_ids"]
    out = model.generate(ids, max_new_tokens=3, min_new_tokens=3, do_sample=False)
    return out.shape == (1, ids.shape[1] + 3)


def test_sft_writes_a_checkpoint_that_loads(start):
    names = {path.name for path in start.iterdir()}
    assert names >= {"config.json", "model.safetensors", "tokenizer.json", "train.yaml"}
    assert [line["step"] for line in metrics(start)] == [0, 1]
    assert loads_and_generates(start)
    assert list(start.parent.iterdir()) == [start]  # no temporary folder stays


def test_grpo_with_the_contrastive_reward_writes_a_checkpoint_that_loads(
    grpo, tmp_path, monkeypatch
):
    monkeypatch.setattr("bench_suite.trainer.loop.verify", half_of_them_right)
    out = tmp_path / "clipo"
    last = train(grpo(contrastive=True), out)
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
    assert "kl" not in lines[0]
    assert load_file(out / "head.safetensors")["projection.weight"].shape == (8, 16)
    assert loads_and_generates(out)


def test_one_seed_twice_is_identical_and_two_seeds_differ(grpo, tmp_path, monkeypatch):
    monkeypatch.setattr("bench_suite.trainer.loop.verify", half_of_them_right)
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        train(grpo(contrastive=True, seed=seed), tmp_path / name)
    assert same(tmp_path / "a", tmp_path / "b")
    assert not same(tmp_path / "a", tmp_path / "c")
    heads = [load_file(tmp_path / name / "head.safetensors") for name in "abc"]
    assert torch.equal(heads[0]["projection.weight"], heads[1]["projection.weight"])
    assert not torch.equal(heads[0]["projection.weight"], heads[2]["projection.weight"])


def test_sft_seeds(quick_settings, tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        train(make_config("sft", None, quick_settings, {"seed": seed}), tmp_path / name)
    assert same(tmp_path / "a", tmp_path / "b")
    assert not same(tmp_path / "a", tmp_path / "c")


def test_the_warmup_trains_the_head_and_leaves_the_policy_exactly_as_it_was(
    grpo, policy, tmp_path, monkeypatch
):
    from bench_suite.trainer import loop
    from bench_suite.trainer.metrics import MetricsLog
    from tasks.word_problems import problems

    monkeypatch.setattr(loop, "verify", half_of_them_right)
    before = {name: value.clone() for name, value in policy.model.state_dict().items()}
    seen = []

    def stop_at_the_first_update(*args):
        now = policy.model.state_dict()
        seen.append(all(torch.equal(before[name], now[name]) for name in before))
        raise KeyboardInterrupt

    steps = []
    original = loop.Contrastive.step

    def note_the_head(self, *args):
        result = original(self, *args)
        steps.append(self.head.projection.weight.detach().clone())
        return result

    monkeypatch.setattr(loop, "_update", stop_at_the_first_update)
    monkeypatch.setattr(loop.Contrastive, "step", note_the_head)
    log = MetricsLog(tmp_path, 4, "grpo", None)
    with pytest.raises(KeyboardInterrupt):
        loop.train_grpo(grpo(contrastive=True), policy, problems("train", 9, seed=0), log)
    assert seen == [True]
    assert len(steps) == 3  # two of the warm-up, one of the first step
    assert not torch.equal(steps[0], steps[1])


def test_both_arms_of_a_seed_start_from_the_same_rollouts(grpo, tmp_path, monkeypatch):
    from bench_suite.trainer import loop

    rolled: list[list[str]] = []
    original = loop.sample

    def recorded(*args, **kwargs):
        rollouts = original(*args, **kwargs)
        rolled.append(rollouts.texts)
        return rollouts

    monkeypatch.setattr(loop, "sample", recorded)
    train(grpo(steps=1), tmp_path / "grpo")
    train(grpo(steps=1, contrastive=True, head_warmup=2), tmp_path / "clipo")
    plain, *warmup, first = rolled
    assert first == plain
    assert plain not in warmup


def test_several_updates_of_a_batch_clip(grpo, tmp_path, monkeypatch):
    monkeypatch.setattr("bench_suite.trainer.loop.verify", half_of_them_right)
    on = train(grpo(steps=1), tmp_path / "on")
    off = train(grpo(steps=1, updates=2, learning_rate=0.3), tmp_path / "off")
    assert on["clip_share"] == 0
    assert off["clip_share"] > 0


def test_without_right_answers_nothing_but_decay_moves_the_policy(grpo, start, tmp_path):
    last = train(grpo(weight_decay=0.0, kl=0.0), tmp_path / "none")
    assert last["reward"] == 0
    assert last["kl"] is None
    before, after = weights(start), weights(tmp_path / "none")
    assert all(torch.equal(before[name].float(), after[name]) for name in before)


def test_a_file_of_problems_is_learnt_from(grpo, tmp_path):
    file = tmp_path / "sums.jsonl"
    rows = [{"question": f"What is {n} + 1?", "answer": str(n + 1)} for n in range(5)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    train(grpo(steps=1, data=str(file)), tmp_path / "out")
    assert "sums.jsonl" in (tmp_path / "out" / "train.yaml").read_text()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": "/no/such/model"}, "/no/such/model"),
        ({"data": "/no/such.jsonl"}, "/no/such.jsonl"),
    ],
)
def test_what_cannot_be_used_names_itself_and_leaves_nothing(grpo, tmp_path, changes, message):
    with pytest.raises(InputError, match=message):
        train(grpo(**changes), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_causal_model_is_refused(grpo, tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text('{"model_type": "vit"}')
    with pytest.raises(InputError, match="causal language model"):
        train(grpo(model=str(tmp_path / "model")), tmp_path / "out")


def test_a_folder_that_exists_is_refused(grpo, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError, match=r"out exists"):
        train(grpo(), tmp_path / "out")


def test_an_interrupted_run_leaves_nothing(grpo, tmp_path, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("bench_suite.trainer.loop.verify", interrupt)
    with pytest.raises(KeyboardInterrupt):
        train(grpo(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_tiny_policys_settings_are_the_presets():
    written = read_settings(policy_path() / "train.yaml")
    assert make_config("sft", None, written) == make_config("sft", "tiny", {"seed": 0})


def test_the_tiny_policy_ships_and_solves_a_good_part():
    from bench_suite.trainer.policy import load_policy
    from bench_suite.trainer.rewards import verify
    from bench_suite.trainer.rollouts import sample
    from tasks.answers import Grader
    from tasks.word_problems import problems

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
