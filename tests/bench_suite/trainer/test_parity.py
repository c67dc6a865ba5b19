"""The policy losses against those of TRL, on one batch and one model: loss and gradients.

TRL reads the batch with its own forward and its own log-probabilities, we with ours.
"""

import os
from dataclasses import replace

import pytest
import torch

from clipo_bench.bench_suite.trainer.method.objectives import (
    METHODS,
    Method,
    group_advantages,
    overlong_penalty,
    policy_loss,
    token_weights,
)
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.policy.token_scores import token_scores
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts

MAX_TOKENS, TEMPERATURE = 9, 0.9
PROMPTS, LENGTHS = [5, 3], [9, 4, 1, 6, 9, 2]  # two prompts of three responses each
TRUNCATED = 0  # the response that DAPO masks

# What TRL calls the settings of each method.
GRPO = {"loss_type": "grpo", "importance_sampling_level": "token", "epsilon": 0.2}
SETTINGS = {
    "grpo": GRPO,
    "dapo": GRPO | {"loss_type": "dapo", "epsilon_high": 0.28},
    "dr_grpo": GRPO | {"loss_type": "dr_grpo", "scale_rewards": "none"},
    "gspo": {
        "loss_type": "grpo",
        "importance_sampling_level": "sequence",
        "epsilon": 3e-4,
        "epsilon_high": 4e-4,
    },
    "gmpo": {"epsilon": 0.4},
}
# How far the policy has moved since it sampled: enough that tokens are clipped on both sides.
SPREAD = {"grpo": 0.3, "dapo": 0.3, "dr_grpo": 0.3, "gspo": 1e-3, "gmpo": 0.5}

every_method = pytest.mark.parametrize("name", METHODS)


@pytest.fixture(scope="module", autouse=True)
def trl():
    """TRL; without it the tests skip, but fail where CI=true."""
    try:
        import trl
    except ImportError:
        if os.environ.get("CI") == "true":
            pytest.fail("TRL is not installed: pip install -c constraints.txt '.[dev]'")
        pytest.skip("TRL is not installed: pip install -c constraints.txt '.[dev]'")
    return trl


def trl_trainer(policy: Policy, name: str, kl: float, folder):
    """A trainer of TRL's for the policy, at the start of a step."""
    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer
    from trl.experimental.gmpo import GMPOConfig, GMPOTrainer

    trainers = {"gmpo": (GMPOConfig, GMPOTrainer)}
    settings, trainer = trainers.get(name, (GRPOConfig, GRPOTrainer))
    made = trainer(
        model=policy.model,
        reward_funcs=lambda completions, **_: [0.0] * len(completions),
        args=settings(
            output_dir=str(folder),
            use_bias_correction_kl=False,  # the KL of the papers, without the ratio as its weight
            temperature=TEMPERATURE,
            max_completion_length=MAX_TOKENS,
            per_device_train_batch_size=len(LENGTHS),
            num_generations=len(LENGTHS) // len(PROMPTS),
            activation_checkpointing=False,
            bf16=False,
            use_cpu=True,
            report_to="none",
            **SETTINGS[name],
        ),
        train_dataset=Dataset.from_list([{"prompt": "What is 1 + 1?"}] * 4),
        processing_class=policy.tokenizer,
    )
    made.beta = kl  # only now: to its constructor it means loading a reference model
    made.model.train()
    made.current_gradient_accumulation_steps = 1
    return made


@pytest.fixture
def rollouts(policy) -> Rollouts:
    generator = torch.Generator().manual_seed(0)

    def tokens(*shape: int) -> torch.Tensor:
        return torch.randint(2, 400, shape, generator=generator)

    places = torch.arange(max(LENGTHS))
    prompt_mask = torch.arange(max(PROMPTS)) >= max(PROMPTS) - torch.tensor(PROMPTS).unsqueeze(1)
    return Rollouts(
        prompts=tokens(len(PROMPTS), max(PROMPTS)) * prompt_mask,
        prompt_mask=prompt_mask.long(),
        prompt_of=torch.arange(len(PROMPTS)).repeat_interleave(len(LENGTHS) // len(PROMPTS)),
        tokens=tokens(len(LENGTHS), max(LENGTHS)),
        mask=places < torch.tensor(LENGTHS).unsqueeze(1),
        logps=torch.zeros(len(LENGTHS), max(LENGTHS)),
        texts=[""] * len(LENGTHS),
        finish=["stop"] * len(LENGTHS),
    )


def gradients(policy: Policy, loss: torch.Tensor) -> torch.Tensor:
    policy.model.zero_grad()
    loss.backward()
    return torch.cat([weight.grad.flatten() for weight in policy.model.parameters()])


def both(policy, rollouts, method: Method, name: str, spread: float, folder):
    """Loss, gradients and clipped tokens by our functions; loss and gradients by TRL's."""
    generator = torch.Generator().manual_seed(1)
    noise = torch.randn(2, *rollouts.mask.shape, generator=generator)
    task = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
    advantages = group_advantages(task, task, scale_rewards=method.scale_rewards).flatten()
    mask = rollouts.mask.clone()
    if method.mask_truncated:
        mask[TRUNCATED] = False

    logps = token_scores(policy, rollouts, TEMPERATURE).logps
    old = logps.detach() + spread * noise[0]
    reference = logps.detach() + 0.3 * noise[1] if method.kl_coef else None
    weights = token_weights(mask, method.loss_aggregation, MAX_TOKENS)
    ours = policy_loss(method, logps, old, advantages, mask, weights, reference)
    our_gradients = gradients(policy, ours.loss)

    inputs = {
        "prompt_ids": rollouts.prompts[rollouts.prompt_of],
        "prompt_mask": rollouts.prompt_mask[rollouts.prompt_of],
        "completion_ids": rollouts.tokens,
        "completion_mask": mask.long(),
        "advantages": advantages,
        "num_items_in_batch": mask.sum(),
    }
    if spread:  # on policy TRL takes its own log-probabilities for the old ones
        inputs["old_per_token_logps"] = old
    if reference is not None:
        inputs["ref_per_token_logps"] = reference
    trainer = trl_trainer(policy, name, method.kl_coef, folder)
    theirs = trainer.compute_loss(trainer.model, inputs)
    return ours, our_gradients, theirs, gradients(policy, theirs), advantages


@every_method
@pytest.mark.parametrize("moved", [False, True], ids=["on_policy", "off_policy"])
@pytest.mark.parametrize("kl", [0.0, 0.04])
def test_losses_and_gradients_equal_trls(name, moved, kl, policy, rollouts, tmp_path):
    method = replace(METHODS[name], kl_coef=kl)
    spread = SPREAD[name] if moved else 0.0
    ours, gradient, theirs, expected, advantages = both(
        policy, rollouts, method, name, spread, tmp_path
    )
    assert ours.loss.item() == pytest.approx(theirs.item(), abs=1e-6)
    assert expected.norm() > 1e-3
    assert (gradient - expected).norm() < 1e-5 * expected.norm()
    if moved:  # else the clipping would not have been compared
        up = (advantages > 0).unsqueeze(1)
        assert (ours.clipped & up).any()
        assert (ours.clipped & ~up).any()
    else:
        assert not ours.clipped.any()


@pytest.mark.parametrize("moved", [False, True], ids=["on_policy", "off_policy"])
def test_the_released_grpo_is_trls_with_dapos_aggregation(
    moved, policy, rollouts, tmp_path, monkeypatch
):
    monkeypatch.setitem(SETTINGS, "grpo", GRPO | {"loss_type": "dapo"})
    method = replace(METHODS["grpo"], loss_aggregation="token_mean", kl_coef=0.001)
    ours, gradient, theirs, expected, _ = both(
        policy, rollouts, method, "grpo", 0.3 * moved, tmp_path
    )
    assert ours.loss.item() == pytest.approx(theirs.item(), abs=1e-6)
    assert (gradient - expected).norm() < 1e-5 * expected.norm()


def test_the_overlong_penalty_is_trls():
    from trl.rewards import get_soft_overlong_punishment

    lengths = list(range(120))
    theirs = get_soft_overlong_punishment(max_completion_len=100, soft_punish_cache=20)(
        completion_ids=[[0] * length for length in lengths]
    )
    assert overlong_penalty(torch.tensor(lengths), 100, 20).tolist() == pytest.approx(theirs)
