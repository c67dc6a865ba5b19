"""The formulas on the GPU, TRL's losses and gradients beside ours, and resuming.

The loops that the contrastive losses and the policy losses are compared with are those of the
tests, which run on the CPU alone.
"""

import importlib.util
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from part import Part
from torch import Tensor

from clipo_bench.bench_suite.console import quiet_libraries
from clipo_bench.bench_suite.trainer import configure, policy_path, train
from clipo_bench.bench_suite.trainer.files import LAST
from clipo_bench.bench_suite.trainer.method.contrastive import (
    LOSSES,
    contrastive_scores,
    draw_positives,
    find_pairs,
)
from clipo_bench.bench_suite.trainer.method.objectives import METHODS, policy_loss, token_weights
from clipo_bench.bench_suite.trainer.policy import forward
from clipo_bench.bench_suite.trainer.policy.policy import Policy, device, load_policy
from clipo_bench.bench_suite.trainer.policy.token_scores import token_scores
from clipo_bench.bench_suite.trainer.sampling.decode import sample
from clipo_bench.bench_suite.trainer.sampling.rollouts import Rollouts
from clipo_bench.tasks import word_problems

TESTS = Path(__file__).parents[2] / "tests" / "bench_suite" / "trainer" / "method"
CASES = 20
TAU = 0.05
TRL = {
    "grpo": {"loss_type": "grpo"},
    "dapo": {"loss_type": "dapo", "epsilon_high": 0.28},
    "dr_grpo": {"loss_type": "dr_grpo", "scale_rewards": "none"},
    "gspo": {
        "loss_type": "grpo",
        "importance_sampling_level": "sequence",
        "epsilon": 3e-4,
        "epsilon_high": 4e-4,
    },
    "gmpo": {"epsilon": 0.4},
}
SPREAD = {"grpo": 0.3, "dapo": 0.3, "dr_grpo": 0.3, "gspo": 1e-3, "gmpo": 0.5}


def _loops(name: str) -> ModuleType:
    """A module of the tests."""
    spec = importlib.util.spec_from_file_location(name, TESTS / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(TESTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def contrastive() -> dict[str, Any]:
    """Largest difference of a contrastive loss from the loops in float64, by loss and level."""
    loops, where = _loops("test_contrastive"), device()
    found: dict[str, Any] = {}
    for loss in LOSSES:
        for level in loops.LEVELS:
            worst = 0.0
            for seed in range(CASES):
                right = torch.rand(3, 5, generator=torch.Generator().manual_seed(seed)) < 0.6
                z, correct = loops.unit_vectors(3, 5, 5, seed=seed), right.to(where)
                got = contrastive_scores(
                    z.to(where), correct, TAU, _generator(seed, where), loss=loss, level=level
                ).loss.tolist()
                drawn = _drawn(correct, level, seed)
                for i, positives, others in loops.sets(right.tolist(), level):
                    expected = 0.0
                    if loops.is_anchor(right.tolist(), i, positives, others):
                        expected = loops.loss_by_loops(
                            loss, z.tolist(), i, positives, others, drawn.get(i)
                        )
                    worst = max(worst, abs(got[i[0]][i[1]] - expected))
            found[f"{loss} {level}"] = worst
    return {"worst": max(found.values()), "goal": 1e-10, **found}


def _generator(seed: int, where: torch.device) -> torch.Generator:
    return torch.Generator(where).manual_seed(seed)


def _drawn(correct: Tensor, level: str, seed: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Whom each anchor draws from a generator of that seed on that device."""
    size = correct.shape[1]
    pairs = find_pairs(correct, level)
    drawn = draw_positives(pairs, _generator(seed, correct.device)).nonzero().tolist()
    if level == "group":
        return {(block, i): (block, j) for block, i, j in drawn}
    return {(i // size, i % size): (j // size, j % size) for _, i, j in drawn}


def objectives() -> dict[str, Any]:
    """Largest difference of a policy loss from the loops in float64, by method."""
    loops, where = _loops("test_objectives"), device()
    found: dict[str, Any] = {}
    for name, method in METHODS.items():
        worst = 0.0
        for aggregation in ("sequence_mean", "token_mean", "constant"):
            for kl in (0.0, 0.04):
                for seed in range(CASES):
                    made = replace(method, kl_coef=kl, loss_aggregation=aggregation)
                    spread = (0.0, 3e-4, 0.3, 2.0)[seed % 4]
                    logps, old, reference, advantages, mask = loops.batch(seed, spread)
                    expected = loops.loss_by_loops(
                        name, made, logps, old, reference, advantages, mask
                    )
                    there = [x.to(where) for x in (logps, old, advantages, mask, reference)]
                    weights = token_weights(there[3], aggregation, loops.MAX_TOKENS)
                    got = policy_loss(made, *there[:4], weights, there[4]).loss.item()
                    worst = max(worst, abs(got - expected))
        found[name] = worst
    return {"worst": max(found.values()), "goal": 1e-10, **found}


def trl(name: str) -> dict[str, Any]:
    """Ours against TRL's on one batch: loss, and gradients by their relative distance.

    In float32, where the two should agree; and in bfloat16 autocast, where each is compared with
    the gradient in float32, since they round in different places.
    """
    policy = load_policy(str(policy_path()))
    prompts = [p.prompt for p in word_problems.problems("test", 4, 3)]
    rollouts = sample(
        policy,
        prompts,
        group=4,
        max_tokens=40,
        temperature=1.0,
        generator=_generator(0, policy.device),
    )
    found: dict[str, Any] = {}
    exact: dict[str, Tensor] = {}
    autocast = forward.autocast
    gpu = policy.device.type == "cuda"
    for precision in ("float32", "bfloat16") if gpu else ("float32",):
        single = precision == "float32"
        forward.autocast = nullcontext if single else autocast  # type: ignore[assignment]
        try:
            ours = _our_loss(policy, rollouts, name)
            theirs = _their_loss(policy, rollouts, name, bf16=not single)
        finally:
            forward.autocast = autocast
        distance = ((ours[1] - theirs[1]).norm() / theirs[1].norm()).item()
        found[precision] = {
            "loss": ours[0],
            "difference_of_losses": abs(ours[0] - theirs[0]),
            "distance_of_gradients": distance,
        }
        if single:
            exact = {"ours": ours[1], "trl": theirs[1]}
        else:
            for side, (_, gradient) in (("ours", ours), ("trl", theirs)):
                norm = exact[side].norm()
                away = ((gradient - exact[side]).norm() / norm).item()
                found[precision][f"{side}_from_float32"] = away
    return found


def _inputs(rollouts: Rollouts, name: str) -> tuple[Tensor, Tensor]:
    """Advantages (N,), and old log-probabilities (N, T) away from those that sampled."""
    draws = torch.Generator().manual_seed(1)
    noise = torch.randn(rollouts.mask.shape, generator=draws).to(rollouts.logps)
    advantages = torch.randn(len(rollouts.mask), generator=draws).to(rollouts.logps)
    return advantages, rollouts.logps + SPREAD[name] * noise


def _our_loss(policy: Policy, rollouts: Rollouts, name: str) -> tuple[float, Tensor]:
    advantages, old = _inputs(rollouts, name)
    method, mask = replace(METHODS[name], kl_coef=0.0), rollouts.mask
    weights = token_weights(mask, method.loss_aggregation, rollouts.mask.shape[1])
    logps = token_scores(policy, rollouts, 1.0).logps
    return _gradient(policy, policy_loss(method, logps, old, advantages, mask, weights).loss)


def _their_loss(
    policy: Policy, rollouts: Rollouts, name: str, *, bf16: bool
) -> tuple[float, Tensor]:
    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer
    from trl.experimental.gmpo import GMPOConfig, GMPOTrainer

    advantages, old = _inputs(rollouts, name)
    gmpo = name == "gmpo"
    model = load_policy(str(policy_path())).model  # TRL changes its forward
    with tempfile.TemporaryDirectory() as folder:
        trainer = (GMPOTrainer if gmpo else GRPOTrainer)(
            model=model,
            reward_funcs=lambda completions, **_: [0.0] * len(completions),
            args=(GMPOConfig if gmpo else GRPOConfig)(
                output_dir=folder,
                temperature=1.0,
                beta=0.0,
                max_completion_length=rollouts.mask.shape[1],
                per_device_train_batch_size=len(rollouts.mask),
                num_generations=4,
                gradient_checkpointing=False,
                bf16=bf16,
                use_cpu=not torch.cuda.is_available(),
                report_to="none",
                **TRL[name],
            ),
            train_dataset=Dataset.from_list([{"prompt": "What is 1 + 1?"}] * 4),
            processing_class=policy.tokenizer,
        )
    trainer.model.train()
    trainer.current_gradient_accumulation_steps = 1
    rows = rollouts.prompt_of
    inputs = {
        "prompt_ids": rollouts.prompts[rows],
        "prompt_mask": rollouts.prompt_mask[rows],
        "completion_ids": rollouts.tokens,
        "completion_mask": rollouts.mask.long(),
        "advantages": advantages,
        "num_items_in_batch": rollouts.mask.sum(),
        "old_per_token_logps": old,
    }
    return _gradient(Policy(model, policy.tokenizer), trainer.compute_loss(trainer.model, inputs))


def _gradient(policy: Policy, loss: Tensor) -> tuple[float, Tensor]:
    policy.model.zero_grad()
    torch.autograd.backward(loss)
    gradient = torch.cat([weight.grad.flatten() for weight in policy.model.parameters()])
    policy.model.zero_grad()
    return loss.item(), gradient.float()


def resume(*, contrastive: bool, steps: int) -> dict[str, Any]:
    """Whether one seed twice, and a run stopped half-way and resumed, end with the same bits."""
    from safetensors.torch import load_file

    more = {"contrastive": contrastive, "head_warmup_steps": 1, "num_problems": 400, "steps": steps}
    config = configure("grpo", "tiny", more)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        train(config, folder / "once")
        train(config, folder / "twice")
        train(replace(config, steps=steps // 2), folder / "stopped")
        train(config, folder / "stopped", resume=True)
        once, twice, stopped = (
            load_file(folder / run / LAST / "model.safetensors")
            for run in ("once", "twice", "stopped")
        )

    def apart(other: dict[str, Tensor]) -> float:
        return max((once[k].double() - other[k].double()).abs().max().item() for k in once)

    return {
        "steps": steps,
        "one_seed_twice_is_identical": apart(twice) == 0,
        "one_seed_twice_largest_difference": apart(twice),
        "resumed_is_identical": apart(stopped) == 0,
        "resumed_largest_difference": apart(stopped),
    }


def main() -> None:
    """Measure."""
    part = Part(__doc__)
    quiet_libraries()
    part.section("contrastive", contrastive)
    part.section("objectives", objectives)
    for name in METHODS:
        part.section(f"trl_{name}", lambda name=name: trl(name))
    steps = 2 if part.tiny else 10
    for contrast in (False, True):
        name = "resume" + "_contrastive" * contrast
        part.section(name, lambda c=contrast: resume(contrastive=c, steps=steps))
    part.end()


if __name__ == "__main__":
    main()
