"""TrainConfig: all settings of a training run."""

import contextlib
import difflib
import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import yaml

from clipo_bench.bench_suite.trainer.setting_names import RENAMED, with_current_names
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import write_text
from clipo_bench.tasks.yaml_file import read_yaml

MethodName = Literal["sft", "grpo", "dapo", "dr_grpo", "gspo", "gmpo"]
SFT = "sft"


def _accepting_former_names(cls: "type[TrainConfig]") -> "type[TrainConfig]":
    """Let ``TrainConfig(kl=0.1)`` mean ``TrainConfig(kl_coef=0.1)``."""
    init = cls.__init__

    @functools.wraps(init)
    def accepting(self: "TrainConfig", **settings: Any) -> None:
        init(self, **with_current_names(settings))

    cls.__init__ = accepting  # type: ignore[method-assign]
    return cls


@_accepting_former_names
@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """The settings of one run, written to ``train.yaml`` beside its checkpoints.

    The names are those of TRL, verl or Hugging Face's model configurations where these have the
    setting; `RENAMED` lists former names, which are accepted as well. The defaults of the
    contrastive reward, group size, batch, KL loss and learning rate are the CLIPO paper's. A
    method's other defaults are its own paper's (`bench_suite.trainer.presets`).

    Attributes:
        method: ``sft`` (supervised fine-tuning), or the policy loss of reinforcement learning.
        contrastive: add CLIPO's contrastive reward to the task reward.
        engine: ``torch``, our own loop on one GPU or CPU; ``trl``, TRL's trainer on any number.
        model: initial weights, a folder or a hub id. Default: random weights for ``sft``,
            else the tiny policy that ships with the package.
        data: ``word_problems``, ``gsm8k`` or ``math`` (their training splits), or a JSONL file.
        data_dir: a folder with the data sets' files; None loads them from the hub.
        num_problems: word problems to generate for training.
        short_solution_share: share of the generated problems whose worked solution is a single
            line instead of a line per step. ``sft`` learns both styles, and reinforcement
            learning can then drop the short one.
        seed: random seed of the weights, the problems, their order and the sampling.
        steps: training steps (in reinforcement learning: batches of rollouts).
        learning_rate: of the policy, AdamW. ``sft`` warms up to it and decays to zero.
        weight_decay: of the policy.
        max_grad_norm: the gradient is clipped to this norm.
        checkpoint_dtype: of the saved weights. Training is in float32 (autocast to
            bfloat16 on a GPU).
        save_every: steps between checkpoints.
        save_minutes: after so many minutes without a checkpoint the next step writes one, too.
        num_validation_problems: problems held out of training, by which the best checkpoint is
            chosen; not for ``sft``.
        validate_every: steps between validations (greedy, one response).
        tensorboard: log to TensorBoard, too.
        wandb: log to Weights & Biases, too.

        vocab_size: tokens of a new model's tokenizer.
        hidden_size: width of a new model.
        num_hidden_layers: depth of a new model.
        num_attention_heads: attention heads of a new model.
        intermediate_size: width of a new model's feed-forward layers.

        batch_size: worked solutions per step of ``sft``.

        reward_function: a function of your own as ``module:function``, which decides whether a
            rollout is rewarded (`bench_suite.trainer.rewards.Reward`); None rewards a correct
            answer in a box. Its name is recorded, not its code.
        prompts_per_batch: different prompts in a batch of rollouts.
        group_size: G, rollouts per prompt.
        max_prompt_tokens: problems with a longer prompt are left out.
        max_response_tokens: maximum length of a rollout, in tokens.
        temperature: sampling temperature; top-p and top-k are off, since they bias the ratio.
        rollout_backend: generates the rollouts: ``torch`` (the policy itself) or ``vllm``.
        vllm_gpu_memory_utilization: share of the GPU's memory for vLLM.
        max_logp_gap: stop if the log-probabilities of the sampler and the trainer differ by
            more than this in the mean over a batch's tokens, in nats.
        updates_per_batch: optimizer steps per batch of rollouts; 1 is on policy.
        micro_batch_tokens: maximum tokens, padding included, in one forward pass with gradient.
        gradient_checkpointing: recompute activations in the backward pass, to save memory.
        lora_rank: train adapters of this rank on all linear layers (peft); 0 trains all weights.

        clip_low: the ratio is clipped at 1 minus this (GMPO: the log ratio at minus this).
        clip_high: the ratio is clipped at 1 plus this (GMPO: the log ratio at this).
        loss_aggregation: over tokens: ``sequence_mean``, ``token_mean`` or ``constant``.
        scale_rewards: divide the advantage by its group's standard deviation.
        kl_coef: weight of the KL loss to the initial policy.
        kl_estimator: ``k1``, ``k2`` or ``k3``.
        dynamic_sampling: sample until every group of a batch has rewards that differ.
        mask_truncated: leave rollouts that were cut at `max_response_tokens` out of the loss.
        overlong_buffer_share: final share of `max_response_tokens` in which a length penalty
            grows; 0 for none.

        contrastive_weight: lambda, weight of the contrastive loss in the reward.
        contrastive_floor: minimum of the contrastive reward.
        contrastive_temperature: tau, of the similarities.
        contrastive_loss: ``infonce`` (the paper's), ``supcon_out`` (its expectation over the
            sampled positive), ``supcon_in`` or ``soft_nn``.
        contrastive_level: what is compared: ``group``, ``cross`` or ``batch``.
        placebo: shuffle the contrastive rewards among a group's correct rollouts: the same
            distribution without the information. A control.
        head_dim: D, output dimension of the contrastive head.
        head_type: ``linear`` or ``mlp``.
        freeze_head: keep the head's random initial weights. A control.
        head_learning_rate: of the head, AdamW.
        head_weight_decay: of the head.
        head_warmup_steps: batches of rollouts on which only the head is trained, before `steps`.
        pooling: of a response's hidden states: ``mean`` or ``last``.
    """

    method: MethodName
    contrastive: bool = False
    engine: Literal["torch", "trl"] = "torch"
    model: str | None = None
    data: str = "word_problems"
    data_dir: str | None = None
    num_problems: int = 20_000
    short_solution_share: float = 0.0
    seed: int = 0
    steps: int = 100
    learning_rate: float = 1e-6
    weight_decay: float = 0.01
    max_grad_norm: float = 1.0
    checkpoint_dtype: Literal["float32", "bfloat16"] = "float32"
    save_every: int = 50
    save_minutes: float = 10.0
    num_validation_problems: int = 0
    validate_every: int = 10
    tensorboard: bool = False
    wandb: bool = False

    vocab_size: int = 640
    hidden_size: int = 128
    num_hidden_layers: int = 4
    num_attention_heads: int = 4
    intermediate_size: int = 384

    batch_size: int = 64

    reward_function: str | None = None
    prompts_per_batch: int = 128
    group_size: int = 16
    max_prompt_tokens: int = 512
    max_response_tokens: int = 2048
    temperature: float = 1.0
    rollout_backend: Literal["torch", "vllm"] = "torch"
    vllm_gpu_memory_utilization: float = 0.4
    max_logp_gap: float = 0.1
    updates_per_batch: int = 1
    micro_batch_tokens: int = 16_384
    gradient_checkpointing: bool = False
    lora_rank: int = 0

    clip_low: float = 0.2
    clip_high: float = 0.2
    loss_aggregation: Literal["sequence_mean", "token_mean", "constant"] = "sequence_mean"
    scale_rewards: bool = True
    kl_coef: float = 0.0
    kl_estimator: Literal["k1", "k2", "k3"] = "k3"
    dynamic_sampling: bool = False
    mask_truncated: bool = False
    overlong_buffer_share: float = 0.0

    contrastive_weight: float = 0.2
    contrastive_floor: float = -0.5
    contrastive_temperature: float = 0.05
    contrastive_loss: Literal["infonce", "supcon_out", "supcon_in", "soft_nn"] = "infonce"
    contrastive_level: Literal["group", "cross", "batch"] = "group"
    placebo: bool = False
    head_dim: int = 512
    head_type: Literal["linear", "mlp"] = "linear"
    freeze_head: bool = False
    head_learning_rate: float = 1e-3
    head_weight_decay: float = 0.01
    head_warmup_steps: int = 14
    pooling: Literal["mean", "last"] = "mean"

    def __post_init__(self) -> None:
        """Validate the values.

        Raises:
            InputError: names the setting, its value and what was expected.
        """
        for name, (expected, holds) in _EXPECTED.items():
            if not holds(getattr(self, name)):
                raise InputError(f"{name} is {getattr(self, name)!r}: expected {expected}")
        if self.hidden_size % (2 * self.num_attention_heads):
            raise InputError(
                f"hidden_size is {self.hidden_size} and num_attention_heads "
                f"{self.num_attention_heads}: expected an even width per head"
            )
        if self.prompts_per_batch % self.updates_per_batch:
            raise InputError(
                f"prompts_per_batch is {self.prompts_per_batch} and updates_per_batch "
                f"{self.updates_per_batch}: expected a whole number of prompts in each update"
            )
        if self.contrastive and self.method == SFT:
            raise InputError(
                f"contrastive is true and method is {SFT}, which has no reward: expected {_RL}"
            )
        if self.reward_function is not None and self.method == SFT:
            raise InputError(
                f"reward_function is {self.reward_function!r} and method is {SFT}, which has no "
                f"reward: expected {_RL}"
            )
        if self.num_validation_problems and self.method == SFT:
            raise InputError(
                f"num_validation_problems is {self.num_validation_problems}: {SFT} has no "
                "validation, so they would be held out for nothing; set it to 0"
            )
        if self.lora_rank and self.method == SFT and self.model is None:
            raise InputError(
                f"lora_rank is {self.lora_rank} and no model is set: a checkpoint of adapters "
                "would lack the random weights that they belong to; set model"
            )
        if self.contrastive and self.contrastive_level == "group" and self.group_size == 2:
            raise InputError(
                "group_size is 2: expected at least 3 rollouts per prompt, since the contrastive "
                "reward compares two correct ones with a wrong one"
            )
        for control in ("placebo", "freeze_head"):
            if getattr(self, control) and not self.contrastive:
                raise InputError(
                    f"{control} is true and contrastive is false: it is a control of the "
                    "contrastive reward; set contrastive to true"
                )

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Let ``config.kl`` mean ``config.kl_coef``."""
            if name in RENAMED:
                return getattr(self, RENAMED[name])
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def warmup(self) -> int:
        """Batches of rollouts on which only the head is trained."""
        return self.head_warmup_steps if self.contrastive else 0


def _whole(least: int) -> tuple[str, Any]:
    expected = f"a whole number of at least {least}"
    return expected, lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= least


def _number(expected: str, holds: Any) -> tuple[str, Any]:
    return (
        expected,
        lambda v: isinstance(v, int | float) and not isinstance(v, bool) and bool(holds(v)),
    )


def _listed(*values: str) -> str:
    return " or ".join(filter(None, (", ".join(values[:-1]), values[-1])))


def _one_of(*values: str) -> tuple[str, Any]:
    return _listed(*values), lambda v: v in values


_RL = _listed(*(name for name in get_args(MethodName) if name != SFT))
_FLAG = ("true or false", lambda v: isinstance(v, bool))
_POSITIVE = _number("a number above 0", lambda v: 0 < v < float("inf"))
_NOT_NEGATIVE = _number("a number of at least 0", lambda v: 0 <= v < float("inf"))
_SHARE = _number("a share from 0 to 1", lambda v: 0 <= v <= 1)
_TYPES = get_type_hints(TrainConfig)
_EXPECTED: dict[str, tuple[str, Any]] = {
    **{
        name: _one_of(*get_args(kind))
        for name, kind in _TYPES.items()
        if get_origin(kind) is Literal
    },
    **{k: _FLAG for k, kind in _TYPES.items() if kind is bool},
    "model": ("a folder or a hub id", lambda v: v is None or isinstance(v, str)),
    "data": ("word_problems, gsm8k, math or a JSONL file", lambda v: isinstance(v, str)),
    "data_dir": ("a folder", lambda v: v is None or isinstance(v, str)),
    "num_problems": _whole(1),
    "short_solution_share": _SHARE,
    "seed": _whole(0),
    "steps": _whole(1),
    "learning_rate": _POSITIVE,
    "weight_decay": _NOT_NEGATIVE,
    "max_grad_norm": _POSITIVE,
    "save_every": _whole(1),
    "save_minutes": _POSITIVE,
    "num_validation_problems": _whole(0),
    "validate_every": _whole(1),
    "vocab_size": _whole(300),
    "hidden_size": _whole(2),
    "num_hidden_layers": _whole(1),
    "num_attention_heads": _whole(1),
    "intermediate_size": _whole(1),
    "batch_size": _whole(1),
    "reward_function": (
        "a function as module:function",
        lambda v: v is None or (isinstance(v, str) and all(v.partition(":"))),
    ),
    "prompts_per_batch": _whole(1),
    "group_size": (
        "at least 2 rollouts per prompt, since each is compared with the others",
        _whole(2)[1],
    ),
    "max_prompt_tokens": _whole(1),
    "max_response_tokens": _whole(1),
    "temperature": _POSITIVE,
    "vllm_gpu_memory_utilization": _number("a share between 0 and 1", lambda v: 0 < v < 1),
    "max_logp_gap": _POSITIVE,
    "updates_per_batch": _whole(1),
    "micro_batch_tokens": _whole(1),
    "lora_rank": _whole(0),
    "clip_low": _number("a number between 0 and 1", lambda v: 0 < v < 1),
    "clip_high": _POSITIVE,
    "kl_coef": _NOT_NEGATIVE,
    "overlong_buffer_share": _SHARE,
    "contrastive_weight": _NOT_NEGATIVE,
    "contrastive_floor": _number("a number of at most 0", lambda v: v <= 0),
    "contrastive_temperature": _POSITIVE,
    "head_dim": _whole(1),
    "head_learning_rate": _POSITIVE,
    "head_weight_decay": _NOT_NEGATIVE,
    "head_warmup_steps": _whole(0),
}


def make_config(method: str, *settings: Mapping[str, Any]) -> TrainConfig:
    """Merge settings into a configuration; later ones override earlier ones.

    Args:
        method: a `MethodName`.
        settings: by name, such as a preset's, then a file's, then the command line's.

    Raises:
        InputError: an unknown setting, one under two names, or an invalid value.
    """
    values: dict[str, Any] = {}
    for some in settings:
        values |= with_current_names(some)
    names = [field.name for field in fields(TrainConfig)]
    for name in values:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(names)}"
            raise InputError(f"unknown setting {name!r}: {hint}")
    return TrainConfig(
        **({name: _read(name, value) for name, value in values.items()} | {"method": method})
    )


def _read(name: str, value: Any) -> Any:
    """Read ``1e-6`` as a number; for YAML it is text."""
    if isinstance(value, str) and _TYPES[name] is float:
        with contextlib.suppress(ValueError):
            return float(value)
    return value


def read_settings(path: Path) -> dict[str, Any]:
    """Read settings from a YAML file, such as a run's ``train.yaml``, under their current names.

    Raises:
        InputError: no such file, it is not a mapping of settings, or holds one twice.
    """
    values = read_yaml(path)
    try:
        return with_current_names(values)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def parse_settings(texts: Sequence[str]) -> dict[str, Any]:
    """Parse settings such as ``kl_coef=0.01`` from the command line.

    Raises:
        InputError: a text is not of that form.
    """
    pairs = [text.partition("=") for text in texts]
    for text, (name, equals, value) in zip(texts, pairs, strict=True):
        if not (name and equals and value):
            raise InputError(f"--set {text!r}: expected NAME=VALUE, such as kl_coef=0.01")
    try:
        return {name.strip(): yaml.safe_load(value) for name, _, value in pairs}
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"--set: a value is not valid YAML: {error}") from None


def write_settings(path: Path, config: TrainConfig) -> None:
    """Write all settings as YAML, in the order of `TrainConfig`; atomically."""
    write_text(path, yaml.safe_dump(asdict(config), sort_keys=False))
