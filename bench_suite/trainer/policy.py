"""Policy: a causal language model with its tokenizer; made new, loaded, saved."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from bench_suite.trainer.config import TrainConfig
from bench_suite.trainer.seeds import derive_seed
from tasks.errors import InputError
from tasks.problem import Problem

CONTEXT = 2048


@dataclass(frozen=True, slots=True)
class Policy:
    """The model that is trained, in float32, with its tokenizer.

    Both are the Hugging Face classes, which carry no types.
    """

    model: Any
    tokenizer: Any

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        device: torch.device = self.model.device
        return device

    @property
    def ends(self) -> list[int]:
        """The tokens that end a response."""
        ends = self.model.generation_config.eos_token_id
        if ends is None:
            ends = self.tokenizer.eos_token_id
        return ends if isinstance(ends, list) else [ends]

    def prompt(self, problem: Problem) -> str:
        """The text that the model continues: with its chat template, if it has one."""
        if self.tokenizer.chat_template is None:
            return problem.prompt
        text: str = self.tokenizer.apply_chat_template(
            [{"role": "user", "content": problem.prompt}],
            tokenize=False,
            add_generation_prompt=True,
        )
        return text

    def encode(self, text: str) -> list[int]:
        """Tokens of a text; a chat template has written its special tokens itself."""
        plain = self.tokenizer.chat_template is None
        ids: list[int] = self.tokenizer(text, add_special_tokens=plain)["input_ids"]
        return ids


def device() -> torch.device:
    """The GPU if there is one, else the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def new_policy(config: TrainConfig, tokenizer: Any) -> Policy:
    """Make a small Qwen3 with random weights."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    shape = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=config.hidden,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        num_key_value_heads=config.heads,
        head_dim=config.hidden // config.heads,
        intermediate_size=config.intermediate,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    with torch.random.fork_rng():
        torch.manual_seed(derive_seed(config.seed, "weights"))
        model = Qwen3ForCausalLM(shape)
    return Policy(model.to(device()), tokenizer)


def load_policy(name: str) -> Policy:
    """Load a policy.

    Args:
        name: a folder in Hugging Face format, or a hub id.

    Raises:
        InputError: it is not a causal language model, or cannot be loaded.
    """
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(name, padding_side="left")
        model = AutoModelForCausalLM.from_pretrained(name, dtype=torch.float32)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise InputError(
            f"cannot load the model {name!r}: expected a folder or a hub id of a causal language "
            f"model in Hugging Face format ({error})"
        ) from None
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return Policy(model.to(device()), tokenizer)


def save_policy(policy: Policy, folder: Path, dtype: str) -> None:
    """Write weights, configuration and tokenizer, so that ``from_pretrained`` loads them.

    The policy itself is left in `dtype`: save it last.
    """
    from transformers.utils import logging

    logging.disable_progress_bar()
    policy.model.to(getattr(torch, dtype)).save_pretrained(folder)
    policy.tokenizer.save_pretrained(folder)
