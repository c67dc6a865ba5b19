"""The method on TRL's trainer: what `GRPOTrainer` and `GMPOTrainer` need on top.

TRL keeps its generation, its policy loss, its optimiser and its checkpoints, on any number of
processes. Laid over it, by overriding the methods that its sources name for it:

- `_generate_and_score_completions`: prompts come from the streams of the torch engine, and with
  dynamic sampling more of them until every group of the batch has rewards that differ. The
  advantages are `group_advantages`.
- `_calculate_rewards`: the last column, a placeholder's zeros, becomes the contrastive reward.
- `_get_per_token_logps_and_entropies`: a hook on the base model pools its hidden states, which
  TRL's fused output layer never returns.
- `_save_checkpoint`: what is ours beside what is TRL's.

All processes must make the same number of collective calls: whatever is decided here is decided
on gathered values, so all decide alike. Each takes the head's step on the rows of all of them.

Shapes: B prompts with G rollouts each, N = B * G rows in all, n of them on this process, T tokens.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import gather, gather_object, set_seed
from torch import Tensor
from transformers import TrainerCallback
from trl import GRPOTrainer
from trl.experimental.gmpo import GMPOTrainer

from clipo_bench.bench_suite.trainer.checkpoint import require_same_data
from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.contrastive_reward import ContrastiveReward
from clipo_bench.bench_suite.trainer.data import Stream, TrainingData
from clipo_bench.bench_suite.trainer.files import STATE
from clipo_bench.bench_suite.trainer.loop import ROUNDS
from clipo_bench.bench_suite.trainer.method.contrastive import POOLS
from clipo_bench.bench_suite.trainer.method.objectives import (
    group_advantages,
    overlong_penalty,
    varied_groups,
)
from clipo_bench.bench_suite.trainer.metrics import Metrics, MetricsLog
from clipo_bench.bench_suite.trainer.policy.policy import Policy
from clipo_bench.bench_suite.trainer.rewards import judge
from clipo_bench.bench_suite.trainer.save_clock import SaveClock
from clipo_bench.bench_suite.trainer.seeds import derive_seed
from clipo_bench.bench_suite.trainer.stop import StopRequest
from clipo_bench.bench_suite.trainer.trl_engine.local_rollouts import (
    LocalRollouts,
    join,
    outcomes,
    right_of,
    split,
)
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.errors import ExternalError
from clipo_bench.tasks.storage.atomic import atomic_file
from clipo_bench.tasks.storage.digests import require_digests, write_digests
from clipo_bench.tasks.storage.run_schema import MANIFEST

CHECK_EVERY = 10  # batches between two comparisons of the head across processes
_AGREE = 1e-4  # relative: GPUs may round differently, a head that went its own way differs more
_SEEDS = 2**32  # of numpy


class ClipoTrainer(GRPOTrainer):  # type: ignore[misc]
    """GRPOTrainer with our rewards, advantages, prompts and seeds.

    Attributes:
        contrast: the contrastive head at work, if it is asked for.
        warmed: batches of the head's warm-up that are over.
    """

    def __init__(
        self,
        config: TrainConfig,
        policy: Policy,
        data: TrainingData,
        grader: Grader,
        stop: StopRequest,
        **settings: Any,
    ) -> None:
        """Set TRL's trainer up.

        Args:
            config: all settings.
            policy: in float32.
            data: to train on.
            grader: from `training_grader`.
            stop: whether the user wants to stop.
            settings: further arguments of TRL's trainer.
        """
        from datasets import Dataset

        self.settings = config
        self.policy = policy
        self.data = data
        self.problems = data.problems
        self.grader = grader
        self.stop = stop
        self.journal: MetricsLog | None = None
        self.warmed = 0
        self.streams = {
            phase: Stream(range(len(data.problems)), derive_seed(config.seed, phase, "order"))
            for phase in ("warmup", "train")
        }
        self._batch: LocalRollouts | None = None
        self._batch_metrics: Metrics = {}
        self._tokens = 0
        self.clock = SaveClock(config.save_minutes)
        self._saved = -1  # the update after which TRL's part was written
        self._awaited = False
        self._logps: Tensor | None = None
        self._pooled: Tensor | None = None
        self._advantages: Tensor | None = None
        rewards = [self.task_reward]
        if config.overlong_buffer_share:
            rewards.append(self.overlong_reward)
        if config.contrastive:
            rewards.append(self.contrastive_reward)
        super().__init__(
            model=policy.model,
            reward_funcs=rewards,
            processing_class=policy.tokenizer,
            # TRL's data loader only sets the pace, an epoch a batch: the prompts are ours.
            train_dataset=Dataset.from_dict({"prompt": [""] * config.prompts_per_batch}),
            **settings,
        )
        self.contrast = (
            ContrastiveReward(config, policy.hidden, self.accelerator.device)
            if config.contrastive
            else None
        )
        self.add_callback(_Steps(self))

    # Rewards.

    def task_reward(self, **_: Any) -> list[float]:
        """1 for a right answer, else 0."""
        return self._current_batch().right.float().tolist()

    def overlong_reward(self, **_: Any) -> list[float]:
        """DAPO's punishment of long responses, at half weight: its rewards are 1 and -1."""
        config = self.settings
        cache = max(1, round(config.overlong_buffer_share * config.max_response_tokens))
        penalty = (
            overlong_penalty(self._current_batch().lengths, config.max_response_tokens, cache) / 2
        )
        return penalty.tolist()

    def contrastive_reward(self, **_: Any) -> list[float]:
        """A placeholder, which `_calculate_rewards` overwrites."""
        return [0.0] * len(self._current_batch().chosen)

    def _calculate_rewards(self, *args: Any, **kwargs: Any) -> Tensor:
        """Rewards of all processes' rows, (N, functions), and their advantages."""
        config, batch = self.settings, self._current_batch()
        rewards: Tensor = super()._calculate_rewards(*args, **kwargs)
        right = rewards[:, 0].view(-1, config.group_size) > 0.5  # (B, G)
        if self.contrast or self.use_vllm:
            self._pool_states(batch)
        if self.contrast:
            pooled, lengths = gather(self._pooled), gather(batch.lengths)  # (N, H), (N,)
            extra, metrics = self.contrast.step(pooled, right, lengths.view_as(right))
            rewards[:, -1] = extra.flatten()
            self._batch_metrics |= metrics
        total = rewards.sum(1).view_as(right)
        self._advantages = group_advantages(
            total, right.float(), scale_rewards=config.scale_rewards
        ).flatten()
        return rewards

    # Pooled hidden states.

    def _get_per_token_logps_and_entropies(
        self, model: Any, ids: Tensor, mask: Tensor, logits_to_keep: int, *args: Any, **kwargs: Any
    ) -> Any:
        """As TRL's; the awaited pass over a batch leaves its pooled states behind."""
        if not (self._awaited and model is self.model):
            return super()._get_per_token_logps_and_entropies(
                model, ids, mask, logits_to_keep, *args, **kwargs
            )
        self._awaited = False
        with self._pooling(logits_to_keep) as parts:
            scores = super()._get_per_token_logps_and_entropies(
                model, ids, mask, logits_to_keep, *args, **kwargs
            )
        self._logps, self._pooled = scores[0], torch.cat(parts)
        return scores

    @contextmanager
    def _pooling(self, width: int) -> Iterator[list[Tensor]]:
        """Collect the pooled states of the last `width` tokens of each forward pass."""
        model = self.accelerator.unwrap_model(self.model)
        if hasattr(model, "peft_config") and hasattr(model, "get_base_model"):
            model = model.get_base_model()
        parts: list[Tensor] = []
        pool = POOLS[self.settings.pooling]

        def keep(module: Any, args: Any, kwargs: dict[str, Any], output: Any) -> None:
            states = output.last_hidden_state[:, -width:].detach().float()
            parts.append(pool(states, kwargs["attention_mask"][:, -width:].bool()))

        hook = model.base_model.register_forward_hook(keep, with_kwargs=True)
        try:
            yield parts
        finally:
            hook.remove()

    def _pool_states(self, batch: LocalRollouts) -> None:
        """Make the pass that pools, unless TRL's for the old log-probabilities has done it."""
        if self._pooled is not None:
            return
        prompts, responses = batch.generated[:2]
        fill = self.policy.tokenizer.pad_token_id
        before, width = max(map(len, prompts)), max(map(len, responses))
        pairs = list(zip(prompts, responses, strict=True))
        ids = [
            [fill] * (before - len(p)) + list(p) + list(r) + [fill] * (width - len(r))
            for p, r in pairs
        ]
        mask = [
            [0] * (before - len(p)) + [1] * (len(p) + len(r)) + [0] * (width - len(r))
            for p, r in pairs
        ]
        device = self.accelerator.device
        self._awaited = True
        with torch.no_grad():
            entropies: Tensor = self._get_per_token_logps_and_entropies(
                self.model,
                torch.tensor(ids, device=device),
                torch.tensor(mask, device=device),
                width,
                batch_size=self.args.per_device_train_batch_size,
                compute_entropy=True,
            )[1]
        total, count = gather(entropies.double().sum()).sum(), gather(batch.lengths.sum()).sum()
        self._batch_metrics["entropy"] = (total / count).item()

    # Rollouts.

    def _generate(self, prompts: list[Any]) -> Any:
        """Hand over what `_roll_out` has generated."""
        return self._current_batch().generated

    def _generate_and_score_completions(self, inputs: list[Any]) -> dict[str, Any]:
        """Roll out a batch, reward it: this process's rows, as TRL's loss wants them."""
        config = self.settings
        self._roll_out("train", self.state.global_step // config.updates_per_batch)
        # With several updates TRL makes a pass for the old log-probabilities.
        self._awaited = config.updates_per_batch > 1 and (
            self.contrast is not None or self.use_vllm
        )
        output: dict[str, Any] = super()._generate_and_score_completions(self._inputs())
        batch = self._current_batch()
        rows = self._rows(len(batch.chosen))
        if self._advantages is None:
            raise AssertionError("TRL has not called _calculate_rewards")
        output["advantages"] = self._advantages[rows]
        if self.use_vllm:
            self._require_agreement(output)
        if config.mask_truncated:
            # Not by TRL's own setting: it hides the tokens from the model, too, and so changes
            # the hidden states of a truncated rollout.
            counted = output["completion_mask"] * ~batch.truncated.unsqueeze(1)
            output["completion_mask"] = counted
            output["num_items_in_batch"] = gather(counted.sum()).sum()
        return output

    def warm_up(self) -> None:
        """Train the head alone, on prompts and random numbers of its own.

        Raises:
            KeyboardInterrupt: the user asked to stop.
        """
        config = self.settings
        self.model.train()
        while self.warmed < config.warmup:
            self._roll_out("warmup", self.warmed)
            batch = self._current_batch()
            inputs = self._inputs()
            prompts = [row["prompt"] for row in inputs]
            self._calculate_rewards(inputs, prompts, self._texts(batch), batch.generated[1])
            self.note("warmup", self.warmed, {})
            self._metrics["train"].clear()
            self.warmed += 1
            stop, late = self.any_process(self.stop.asked), self.any_process(self.clock.due)
            counted = self.warmed % config.save_every == 0 or self.warmed == config.warmup
            save = counted or late or stop
            # FSDP makes a step of the optimiser (at rate 0) to have a state to save, and the
            # first true step would then count as its second.
            if save and not self.is_fsdp_enabled:
                self._save_checkpoint(self.model, None)
            if stop:
                raise KeyboardInterrupt

    def _roll_out(self, phase: str, step: int) -> None:
        """Sample and verify a batch, with dynamic sampling in as many rounds as it takes."""
        config = self.settings
        self._logps = self._pooled = self._advantages = None
        rounds: list[LocalRollouts] = []
        found: list[Tensor] = []  # (N, 3) of each round: right, truncated, length
        missing = config.prompts_per_batch
        while missing > 0 and len(rounds) < (ROUNDS if config.dynamic_sampling else 1):
            seed = derive_seed(config.seed, phase, "rollouts", step, "round", len(rounds))
            chosen = self.streams[phase].take(config.prompts_per_batch)
            rounds.append(self._sample(chosen, seed))
            found.append(gather(outcomes(rounds[-1])))
            missing -= int(varied_groups(right_of(found[-1], config.group_size)).sum())
        every = torch.cat(found)
        right = right_of(every, config.group_size)  # (rounds * B, G)
        varied = varied_groups(right)
        self._batch_metrics = {
            "reward": right.mean().item(),
            "zero_variance_share": (~varied).double().mean().item(),
            "response_tokens": every[:, 2].mean().item(),
            "truncated_share": every[:, 1].mean().item(),
        }
        self._tokens = int(every[:, 2].sum())
        self._batch = rounds[0]
        if config.dynamic_sampling:
            self._batch_metrics["rounds"] = len(rounds)
        if len(rounds) > 1:
            # The first groups with signal; if there are too few, the first of the others.
            kept = (~varied).int().argsort(stable=True)[: config.prompts_per_batch].sort().values
            self._batch = self._choose(rounds, kept.tolist())
        self._expect_groups(self._batch)

    def _sample(self, chosen: Sequence[int], seed: int) -> LocalRollouts:
        """Generate responses to B problems, and verify those of this process's rows."""
        group = self.settings.group_size
        rows = [place for place in chosen for _ in range(group)]
        rows = rows[self._rows(len(rows) // self.accelerator.num_processes)]
        # Each process draws numbers of its own, and colocated vLLM from the same generators. A
        # server draws for each copy of a prompt from the seed plus the copy's number.
        set_seed(derive_seed(seed, "process", self.accelerator.process_index) % _SEEDS)
        if self.use_vllm and self.vllm_mode == "server":
            self.vllm_generation.generation_kwargs["seed"] = seed % 2**31
        generated = tuple(super()._generate([self._prompt(place) for place in rows]))
        responses = generated[1]
        cut = [ids[-1] not in self.eos_token_ids for ids in responses]
        texts = self.policy.tokenizer.batch_decode(responses, skip_special_tokens=True)

        asked = [self.problems[place] for place in rows]
        right = judge(self.grader, asked, texts, cut)
        device = self.accelerator.device
        return LocalRollouts(
            rows,
            generated,
            torch.tensor(right, device=device),
            torch.tensor(cut, device=device),
            torch.tensor([len(ids) for ids in responses], device=device),
        )

    def _choose(self, rounds: list[LocalRollouts], kept: list[int]) -> LocalRollouts:
        """Put a batch together from groups of several rounds; rows may change the process."""
        group = self.settings.group_size
        everyone = [row for some in rounds for row in gather_object(split(some))]
        batch = [everyone[place * group + copy] for place in kept for copy in range(group)]
        mine = batch[self._rows(len(batch) // self.accelerator.num_processes)]
        return join(mine, rounds[0].generated, self.accelerator.device)

    def _expect_groups(self, batch: LocalRollouts) -> None:
        """Every group must share one prompt, token by token."""
        hashes = [hash(tuple(ids)) for ids in batch.generated[0]]
        every = gather(torch.tensor(hashes, device=self.accelerator.device))
        groups = every.view(-1, self.settings.group_size)
        if (groups != groups[:, :1]).any():
            raise AssertionError("a group holds rollouts of several prompts")

    def _require_agreement(self, output: dict[str, Any]) -> None:
        """Compare vLLM's log-probabilities with the trainer's.

        Raises:
            ExternalError: they are further apart than the run allows.
        """
        most = self.settings.max_logp_gap
        mask = output["completion_mask"].bool()
        gap = (self._logps - output["sampling_per_token_logps"])[mask].abs().double()
        mean = (gather(gap.sum()).sum() / gather(mask.sum()).sum()).item()
        self._batch_metrics |= {
            "logp_gap_mean": mean,
            "logp_gap_max": gather(gap.max()).max().item(),
        }
        if not mean <= most:  # nor NaN
            raise ExternalError(
                f"the log-probabilities of vLLM and of the trainer differ by {mean:.3g} in the "
                f"mean, and max_logp_gap is {most:g}: check for a different precision or "
                "temperature, or weights that vLLM did not get"
            )

    def _current_batch(self) -> LocalRollouts:
        if self._batch is None:
            raise AssertionError("nothing was sampled")
        return self._batch

    def _texts(self, batch: LocalRollouts) -> list[str]:
        texts: list[str] = self.policy.tokenizer.batch_decode(
            batch.generated[1], skip_special_tokens=True
        )
        return texts

    def _inputs(self) -> list[dict[str, Any]]:
        return [{"prompt": self._prompt(place)} for place in self._current_batch().chosen]

    def _prompt(self, place: int) -> Any:
        """Text; or a message, to which TRL applies the chat template."""
        problem = self.problems[place]
        if self.policy.tokenizer.chat_template is None:
            return self.policy.prompt(problem)
        return [{"role": "user", "content": problem.prompt}]

    def _rows(self, count: int) -> slice:
        """This process's rows, if each process has `count`."""
        start = self.accelerator.process_index * count
        return slice(start, start + count)

    # The run.

    def get_decay_parameter_names(self, model: Any) -> list[str]:
        """Weight decay on all weights, as in the torch engine."""
        return [name for name, _ in model.named_parameters()]

    def note(self, phase: str, step: int, metrics: Metrics) -> None:
        """Write a line of metrics."""
        if self.journal:
            line = {"phase": phase, "step": step, **self._batch_metrics, **metrics}
            self.journal.step(line, tokens=self._tokens, shown="reward")

    def any_process(self, holds: bool) -> bool:
        """Whether it holds on any process, such as that its user wants to stop: on all alike."""
        return bool(gather(torch.tensor(int(holds), device=self.accelerator.device)).any())

    def expect_same_heads(self) -> None:
        """Compare the heads of all processes.

        Raises:
            RuntimeError: they have parted, and so would the rewards.
        """
        if self.contrast is None:
            return
        weights = torch.nn.utils.parameters_to_vector(self.contrast.head.parameters())
        sums = gather(weights.detach().double().square().sum().view(1))
        if not (sums - sums[0]).abs().max() <= _AGREE * sums[0]:  # nor NaN
            raise RuntimeError(f"the contrastive heads of the processes differ: {sums.tolist()}")

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        """TRL's checkpoint, and when all of it is written ours; then older ones go."""
        self.clock.restart()
        # The warm-up moves nothing of TRL's, and writing over it could leave half of it.
        if self._saved != self.state.global_step:
            super()._save_checkpoint(model, trial)
            self._saved = self.state.global_step
        self.accelerator.wait_for_everyone()
        if not self.accelerator.is_main_process:
            return
        folder = Path(self.args.output_dir) / f"checkpoint-{self.state.global_step}"
        state: dict[str, Any] = {
            "data": self.data.fingerprint,
            "warmed": self.warmed,
            "saved": self._saved,
            "taken": {phase: stream.taken for phase, stream in self.streams.items()},
        }
        if self.contrast:
            state["head"] = self.contrast.head.state_dict()
            state["contrast"] = self.contrast.state_dict()
        with atomic_file(folder / STATE) as temporary:
            torch.save(state, temporary)
            # Of the state before, in the warm-up: killed here, the new one has no digest.
            (folder / MANIFEST).unlink(missing_ok=True)
        write_digests(folder, [STATE])
        for other in folder.parent.glob("checkpoint-*"):
            if other != folder:
                shutil.rmtree(other)

    def restore(self, folder: Path) -> None:
        """Resume from a checkpoint with what is ours; TRL reads its own part later.

        Raises:
            InputError: it is damaged, or of other data.
        """
        require_digests(folder)
        state = torch.load(folder / STATE, map_location="cpu", weights_only=True)
        require_same_data(state, self.data, folder)
        self.warmed = state["warmed"]
        self._saved = state["saved"]
        for phase, stream in self.streams.items():
            stream.taken = state["taken"][phase]
        if self.contrast:
            self.contrast.head.load_state_dict(state["head"])
            self.contrast.load_state_dict(state["contrast"])


class ClipoGmpoTrainer(ClipoTrainer, GMPOTrainer):  # type: ignore[misc]
    """The same on TRL's GMPO."""


class _Steps(TrainerCallback):  # type: ignore[misc]
    """Tells the trainer where it stands."""

    def __init__(self, trainer: ClipoTrainer) -> None:
        self._trainer = trainer

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Weights, optimiser and processes are ready; nothing is trained yet."""
        self._trainer.warm_up()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """After the last update of a batch of rollouts a run can stop and be resumed."""
        batches, within = divmod(state.global_step, self._trainer.settings.updates_per_batch)
        if within:
            return
        if batches % CHECK_EVERY == 0:
            self._trainer.expect_same_heads()
        if self._trainer.any_process(self._trainer.clock.due):
            control.should_save = True
        if self._trainer.any_process(self._trainer.stop.asked):
            control.should_save = control.should_training_stop = True

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any], **_: Any) -> None:
        """A batch's line; TRL has averaged over its updates."""
        if "grad_norm" not in logs:  # the summary at the end
            return
        metrics = {
            "entropy": logs["entropy"],
            "kl": logs.get("kl"),
            "clip_high_share": logs["clip_ratio/high_mean"],
            "clip_low_share": logs["clip_ratio/low_mean"],
            "gradient_norm": logs["grad_norm"],
        }
        self._trainer.note(
            "train", state.global_step // self._trainer.settings.updates_per_batch - 1, metrics
        )
