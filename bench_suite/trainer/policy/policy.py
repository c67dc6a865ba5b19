"""Policy: a causal language model with its tokenizer; made new, loaded, saved."""

import copy
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from clipo_bench.bench_suite.models.causal import require_causal
from clipo_bench.bench_suite.models.loading import model_loading
from clipo_bench.bench_suite.models.prompts import render_chat
from clipo_bench.bench_suite.models.revision import hub_commit, model_folder
from clipo_bench.bench_suite.trainer.config import TrainConfig
from clipo_bench.bench_suite.trainer.seeds import derive_seed
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import Problem

CONTEXT = 2048
_ALPHA = 2  # LoRA's alpha, in ranks


@dataclass(frozen=True, slots=True)
class Policy:
    """The model that is trained, in float32, with its tokenizer.

    Both are the Hugging Face classes, which carry no types. With LoRA the adapters are layers
    of the model, and only they are trained.

    Attributes:
        model: the model.
        tokenizer: its tokenizer.
        merged: whether it was loaded from adapters, which are merged into their base.
    """

    model: Any
    tokenizer: Any
    merged: bool = False

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

    @property
    def weights(self) -> dict[str, torch.nn.Parameter]:
        """Those that are trained, by name."""
        return {name: w for name, w in self.model.named_parameters() if w.requires_grad}

    @property
    def recomputes(self) -> bool:
        """Whether layers compute their activations again in the backward pass, to save memory."""
        return any(getattr(m, "gradient_checkpointing", False) for m in self.model.modules())

    @property
    def hidden(self) -> int:
        """H, the width of the hidden states."""
        width: int = self.model.config.get_text_config().hidden_size
        return width

    def prompt(self, problem: Problem) -> str:
        """The text that the model continues: with its chat template, if it has one."""
        if self.tokenizer.chat_template is None:
            return problem.prompt
        return render_chat(self.tokenizer, [{"role": "user", "content": problem.prompt}])

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


def load_policy(name: str, *, revision: str | None = None) -> Policy:
    """Load a policy.

    Args:
        name: a folder in Hugging Face format, or a hub id. Adapters are merged into their base.
        revision: of a hub id.

    Raises:
        InputError: it is not a causal language model, or cannot be loaded.
        ExternalError: the hub cannot be reached.
    """
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    folder = model_folder(name)
    if folder:  # adapters remember where their base lies
        name = str(folder.resolve())
    else:
        hub_commit(name, revision)  # says sooner than transformers that the hub is out of reach
    # Peft and TRL call transformers by names that are on their way out.
    warnings.filterwarnings("ignore", message=r"`\w*gradient_checkpointing\w*` is deprecated")
    with model_loading(name):
        tokenizer = AutoTokenizer.from_pretrained(name, padding_side="left", revision=revision)
        model = AutoModelForCausalLM.from_pretrained(name, dtype=torch.float32, revision=revision)
        merged = getattr(model, "_hf_peft_config_loaded", False)
        if merged:
            from peft import AutoPeftModelForCausalLM

            adapted = AutoPeftModelForCausalLM.from_pretrained(name, dtype=torch.float32)
            model = adapted.merge_and_unload().requires_grad_(True)  # peft had frozen it
    require_causal(name, model.config)
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return Policy(model.to(device()), tokenizer, merged)


def prepare(policy: Policy, config: TrainConfig) -> None:
    """Make the policy ready for its training: no dropout, gradient checkpointing, adapters.

    Dropout would give the ratios of reinforcement learning noise, and a training random numbers
    that no seed decides.

    Raises:
        InputError: adapters are asked for and cannot be had.
    """
    model = policy.model.eval()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
        elif hasattr(module, "attention_dropout"):
            module.attention_dropout = 0.0
    if config.gradient_checkpointing:
        newer = hasattr(model, "activation_checkpointing_enable")  # transformers renamed it
        enable = "activation_checkpointing_enable" if newer else "gradient_checkpointing_enable"
        getattr(model, enable)({"use_reentrant": False})
    if not config.lora_rank:
        return
    settings = adapters(policy, config)
    with torch.random.fork_rng():
        torch.manual_seed(derive_seed(config.seed, "adapters"))
        model.add_adapter(settings)


def adapters(policy: Policy, config: TrainConfig) -> Any:
    """Peft's settings of new adapters.

    Raises:
        InputError: peft is not installed, or the policy was merged from adapters already.
    """
    try:
        from peft import LoraConfig
    except ImportError:
        raise InputError(
            f"lora_rank is {config.lora_rank} and peft is not installed: pip install peft, or "
            "set lora_rank to 0"
        ) from None
    if policy.merged:
        raise InputError(
            f"lora_rank is {config.lora_rank} and the model {config.model!r} holds adapters: a "
            "checkpoint of new ones would name the base below and lose the first; set lora_rank "
            "to 0, or merge the model, save it and start from that"
        )
    return LoraConfig(
        r=config.lora_rank,
        lora_alpha=_ALPHA * config.lora_rank,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )


def clip_gradient(policy: Policy, most: float) -> torch.Tensor:
    """Scale the gradient down to a norm of `most`, and return what the norm was.

    Raises:
        InputError: it is not finite; a step with it would leave no weight that is.
    """
    norm = torch.nn.utils.clip_grad_norm_(policy.weights.values(), most)
    if not norm.isfinite():
        raise InputError(
            f"the gradient's norm is {norm.item()}: the training has diverged. Nothing was "
            "learnt from it; start again with a lower learning_rate"
        )
    return norm


def save_policy(policy: Policy, folder: Path, dtype: str) -> None:
    """Write weights, configuration and tokenizer, so that ``from_pretrained`` loads them.

    With LoRA the weights are the adapters alone.

    Args:
        policy: left as it is.
        folder: to write into.
        dtype: of the written weights, such as ``bfloat16``.
    """
    from transformers.utils import logging

    logging.disable_progress_bar()
    model = policy.model
    if dtype != "float32":
        model = copy.deepcopy(model).to(getattr(torch, dtype))
    model.save_pretrained(folder)
    policy.tokenizer.save_pretrained(folder)
