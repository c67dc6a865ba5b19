"""Supervised fine-tuning: next-token loss on worked solutions, the prompt left out."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from clipo_bench.bench_suite.trainer.checkpoint import Checkpoints, Training
from clipo_bench.bench_suite.trainer.config import SFT, TrainConfig
from clipo_bench.bench_suite.trainer.data import Stream, TrainingData
from clipo_bench.bench_suite.trainer.files import LAST
from clipo_bench.bench_suite.trainer.metrics import MetricsLog
from clipo_bench.bench_suite.trainer.policy.forward import autocast
from clipo_bench.bench_suite.trainer.policy.policy import Policy, clip_gradient
from clipo_bench.bench_suite.trainer.seeds import derive_seed
from clipo_bench.bench_suite.trainer.stop import StopRequest
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem

IGNORED = -100  # cross_entropy's mark for a position without a loss
Example = tuple[list[int], list[int]]  # tokens of the prompt, tokens of the response


def train_sft(
    config: TrainConfig,
    training: Training,
    data: TrainingData,
    log: MetricsLog,
    checkpoints: Checkpoints,
) -> None:
    """Fine-tune the policy in place, from where `training` stands to the last step.

    Raises:
        InputError: a problem has no worked solution to learn from.
        KeyboardInterrupt: Ctrl-C was pressed; the last checkpoint holds all that was done.
    """
    policy, position = training.policy, training.position
    model = policy.model.train(policy.recomputes)  # else transformers' layers keep activations
    optimizer, schedule = training.optimizer, training.schedule
    examples = [encode(policy, problem) for problem in data.problems]
    chosen = Stream(examples, derive_seed(config.seed, SFT, "order"))
    chosen.taken = position.taken.get(SFT, 0)
    with StopRequest(log.note) as stop:
        for step in range(position.done.get(SFT, 0), config.steps):
            batch = chosen.take(config.batch)
            tokens, labels = collate(batch, policy.tokenizer.pad_token_id)  # (B, T), (B, T)
            tokens, labels = tokens.to(policy.device), labels.to(policy.device)
            with autocast(policy.device):
                values = model(input_ids=tokens[:, :-1]).logits  # (B, T - 1, V)
            loss = cross_entropy(
                values.flatten(0, 1).float(), labels[:, 1:].flatten(), ignore_index=IGNORED
            )
            torch.autograd.backward(loss)
            norm = clip_gradient(policy, config.max_grad_norm)
            rate = schedule.get_last_lr()[0]
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            position.done[SFT], position.taken[SFT] = step + 1, chosen.taken
            log.step(
                {
                    "step": step,
                    "loss": loss.item(),
                    "gradient_norm": norm.item(),
                    "learning_rate": rate,
                },
                tokens=int((labels != IGNORED).sum()),
                shown="loss",
            )
            if checkpoints.due(position.steps) or stop.asked:
                checkpoints.save(LAST, training, log.last)
            if stop.asked:
                raise KeyboardInterrupt
    checkpoints.save(LAST, training, log.last)


def encode(policy: Policy, problem: Problem) -> Example:
    """Tokens of the prompt, and of the worked solution with the end token.

    Raises:
        InputError: there is no worked solution.
    """
    if problem.solution is None:
        raise InputError(
            f"problem {problem.id} of {problem.benchmark} has no worked solution: "
            "sft learns from one; give problems that have it"
        )
    # Without a chat template the solution starts on a line of its own.
    start = "\n" if policy.tokenizer.chat_template is None else ""
    response = policy.tokenizer(start + problem.solution, add_special_tokens=False)["input_ids"]
    return policy.encode(policy.prompt(problem)), [*response, policy.tokenizer.eos_token_id]


def collate(batch: Sequence[Example], pad: int) -> tuple[Tensor, Tensor]:
    """Pad examples on the right.

    Returns:
        Tokens (B, T), and labels (B, T): the response's tokens, `IGNORED` elsewhere.
    """
    width = max(len(prompt) + len(response) for prompt, response in batch)
    tokens = torch.full((len(batch), width), pad)
    labels = torch.full((len(batch), width), IGNORED)
    for row, (prompt, response) in enumerate(batch):
        end = len(prompt) + len(response)
        tokens[row, :end] = torch.tensor(prompt + response)
        labels[row, len(prompt) : end] = torch.tensor(response)
    return tokens, labels
