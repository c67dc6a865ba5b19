"""Supervised fine-tuning: next-token loss on worked solutions, the prompt left out."""

import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from bench_suite.trainer.config import TrainConfig
from bench_suite.trainer.metrics import MetricsLog
from bench_suite.trainer.policy import Policy, autocast
from bench_suite.trainer.seeds import derive_seed
from tasks.errors import InputError
from tasks.problem import Problem

IGNORED = -100  # cross_entropy's mark for a position without a loss
T = TypeVar("T")
Example = tuple[list[int], list[int]]  # tokens of the prompt, tokens of the response


def train_sft(
    config: TrainConfig, policy: Policy, problems: Sequence[Problem], log: MetricsLog
) -> None:
    """Fine-tune the policy in place.

    Raises:
        InputError: a problem has no worked solution to learn from.
    """
    from transformers import get_cosine_schedule_with_warmup

    examples = [encode(policy, problem) for problem in problems]
    model = policy.model.train()
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    schedule = get_cosine_schedule_with_warmup(optimizer, config.steps // 20, config.steps)
    chosen = shuffled(examples, derive_seed(config.seed, "sft", "order"))
    for step in range(config.steps):
        batch = [next(chosen) for _ in range(config.batch)]
        tokens, labels = collate(batch, policy.tokenizer.pad_token_id)  # (B, T), (B, T)
        tokens, labels = tokens.to(policy.device), labels.to(policy.device)
        with autocast(policy.device):
            logits = model(input_ids=tokens[:, :-1]).logits  # (B, T - 1, V)
        loss = cross_entropy(
            logits.flatten(0, 1).float(), labels[:, 1:].flatten(), ignore_index=IGNORED
        )
        torch.autograd.backward(loss)
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), config.max_grad_norm)
        rate = schedule.get_last_lr()[0]
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        log.step(
            {
                "step": step,
                "loss": loss.item(),
                "gradient_norm": norm.item(),
                "learning_rate": rate,
            },
            tokens=tokens.numel(),
            shown="loss",
        )


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


def shuffled(items: Sequence[T], seed: int) -> Iterator[T]:
    """Yield the items for ever, each pass in a new order."""
    rng = random.Random(seed)  # noqa: S311
    while True:
        yield from rng.sample(items, len(items))


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
