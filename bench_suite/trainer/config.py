"""TrainConfig: every setting of a training run, in one flat place."""

import contextlib
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import yaml

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.storage.atomic import write_text

MethodName = Literal["sft", "grpo", "dapo", "dr_grpo", "gspo", "gmpo"]
SFT = "sft"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """The settings of one run. ``train.yaml`` beside its checkpoints holds them all.

    The defaults of the contrastive reward, the group, the batch, the KL loss and the learning
    rate are the CLIPO paper's. The rest of a method's defaults are its own paper's
    (`bench_suite.trainer.presets`).

    Attributes:
        method: ``sft`` (supervised fine-tuning), or the policy loss of reinforcement learning.
        contrastive: add the contrastive reward of CLIPO to the task's.
        engine: ``torch``, our own loop on one GPU or CPU; ``trl``, TRL's trainer on any number.
        model: what to start from, a folder or a hub id. Without it ``sft`` starts from
            random weights and the others from the tiny policy that ships with the package.
        data: ``word_problems``, ``gsm8k`` or ``math`` (their training splits), or a JSONL file.
        data_dir: a folder with the data sets' files; None loads them from the hub.
        problems: how many word problems to generate for training.
        short_solutions: share of them whose worked solution is one line instead of a line
            per step. To ``sft`` they are a habit that reinforcement learning can drop.
        seed: decides the weights, the problems, their order and the sampling.
        steps: updates of the policy (in reinforcement learning: batches of rollouts).
        learning_rate: of the policy, AdamW. ``sft`` warms up to it and decays to zero.
        weight_decay: of the policy.
        max_grad_norm: the gradient is scaled down to this norm.
        checkpoint_dtype: of the saved weights. Training is in float32 (autocast to
            bfloat16 on a GPU).
        save_every: steps between two checkpoints that a stopped run resumes from.
        save_minutes: after so many minutes without a checkpoint the next step writes one, too.
        validation: problems kept out of training, to choose the best checkpoint by; not for
            ``sft``.
        validate_every: steps between two validations (greedy, one response).
        tensorboard: log to TensorBoard, too.
        wandb: log to Weights & Biases, too.

        vocabulary: tokens of a new model's tokenizer.
        hidden: width of a new model.
        layers: depth of a new model.
        heads: attention heads of a new model.
        intermediate: width of a new model's feed-forward layers.

        batch: worked solutions in a step of ``sft``.

        reward: a function of your own as ``module:function``, which says of each rollout
            whether it is rewarded (`bench_suite.trainer.rewards.Reward`); None rewards a right
            answer in a box. Its name is recorded, not its code.
        prompts: different prompts in a batch of rollouts.
        group: G, rollouts for each prompt.
        max_prompt_tokens: problems with a longer prompt are left out.
        max_tokens: the most tokens that a rollout may have.
        temperature: of the sampling; top-p and top-k are off, since they bias the ratio.
        rollouts: what samples: ``torch`` (the policy itself) or ``vllm``.
        vllm_memory: share of the GPU's memory that vLLM takes.
        max_logp_gap: stop if the log-probabilities of the sampler and the trainer differ by
            more than this in the mean over a batch's tokens, in nats.
        updates: optimiser steps for each batch of rollouts; 1 is on policy.
        micro_batch_tokens: the most tokens, padding included, in one forward pass with gradient.
        gradient_checkpointing: compute activations again in the backward pass, to save memory.
        lora_rank: train adapters of this rank on all linear layers (peft); 0 trains all weights.

        clip_low: room of the ratio below 1 (GMPO: of the log ratio below 0).
        clip_high: room of the ratio above 1 (GMPO: of the log ratio above 0).
        aggregation: of the tokens' losses: ``sequence_mean``, ``token_mean`` or ``constant``.
        scaled: divide the advantage by its group's standard deviation.
        kl: weight of the KL loss to the starting policy.
        kl_estimator: ``k1``, ``k2`` or ``k3``.
        dynamic_sampling: sample until every group of a batch has rewards that differ.
        mask_truncated: rollouts that were cut at `max_tokens` do not count in the loss.
        overlong_share: last share of `max_tokens` that is punished; 0 leaves it out.

        contrastive_weight: lambda, weight of the contrastive loss in the reward.
        contrastive_floor: the contrastive reward is never below it.
        contrastive_temperature: tau, of the similarities.
        contrastive_loss: ``infonce`` (the paper's), ``supcon_out`` (its expectation, without
            the draw), ``supcon_in`` or ``soft_nn``.
        contrastive_level: what is compared: ``group``, ``cross`` or ``batch``.
        placebo: shuffle the contrastive rewards among a group's right rollouts: the same
            distribution without the information. A control.
        head: D, outputs of the contrastive head.
        head_kind: ``linear`` or ``mlp``.
        head_frozen: leave the head as it was drawn. A control.
        head_learning_rate: of the head, AdamW.
        head_weight_decay: of the head.
        head_warmup: batches of rollouts on which only the head is trained, before `steps`.
        pooling: of a response's hidden states: ``mean`` or ``last``.
    """

    method: MethodName
    contrastive: bool = False
    engine: Literal["torch", "trl"] = "torch"
    model: str | None = None
    data: str = "word_problems"
    data_dir: str | None = None
    problems: int = 20_000
    short_solutions: float = 0.0
    seed: int = 0
    steps: int = 100
    learning_rate: float = 1e-6
    weight_decay: float = 0.01
    max_grad_norm: float = 1.0
    checkpoint_dtype: Literal["float32", "bfloat16"] = "float32"
    save_every: int = 50
    save_minutes: float = 10.0
    validation: int = 0
    validate_every: int = 10
    tensorboard: bool = False
    wandb: bool = False

    vocabulary: int = 640
    hidden: int = 128
    layers: int = 4
    heads: int = 4
    intermediate: int = 384

    batch: int = 64

    reward: str | None = None
    prompts: int = 128
    group: int = 16
    max_prompt_tokens: int = 512
    max_tokens: int = 2048
    temperature: float = 1.0
    rollouts: Literal["torch", "vllm"] = "torch"
    vllm_memory: float = 0.4
    max_logp_gap: float = 0.1
    updates: int = 1
    micro_batch_tokens: int = 16_384
    gradient_checkpointing: bool = False
    lora_rank: int = 0

    clip_low: float = 0.2
    clip_high: float = 0.2
    aggregation: Literal["sequence_mean", "token_mean", "constant"] = "sequence_mean"
    scaled: bool = True
    kl: float = 0.0
    kl_estimator: Literal["k1", "k2", "k3"] = "k3"
    dynamic_sampling: bool = False
    mask_truncated: bool = False
    overlong_share: float = 0.0

    contrastive_weight: float = 0.2
    contrastive_floor: float = -0.5
    contrastive_temperature: float = 0.05
    contrastive_loss: Literal["infonce", "supcon_out", "supcon_in", "soft_nn"] = "infonce"
    contrastive_level: Literal["group", "cross", "batch"] = "group"
    placebo: bool = False
    head: int = 512
    head_kind: Literal["linear", "mlp"] = "linear"
    head_frozen: bool = False
    head_learning_rate: float = 1e-3
    head_weight_decay: float = 0.01
    head_warmup: int = 14
    pooling: Literal["mean", "last"] = "mean"

    def __post_init__(self) -> None:
        """Refuse values that no run can have.

        Raises:
            InputError: names the setting, its value and what was expected.
        """
        for name, (expected, holds) in _EXPECTED.items():
            if not holds(getattr(self, name)):
                raise InputError(f"{name} is {getattr(self, name)!r}: expected {expected}")
        if self.hidden % (2 * self.heads):
            raise InputError(
                f"hidden is {self.hidden} and heads {self.heads}: expected an even width per head"
            )
        if self.prompts % self.updates:
            raise InputError(
                f"prompts is {self.prompts} and updates {self.updates}: expected a whole number "
                "of prompts in each update"
            )
        if self.contrastive and self.method == SFT:
            raise InputError(f"contrastive is a reward: it goes with {_RL}, not with {self.method}")
        if self.reward is not None and self.method == SFT:
            raise InputError(f"reward is {self.reward!r}: it goes with {_RL}, not with {SFT}")
        if self.validation and self.method == SFT:
            raise InputError(
                f"validation is {self.validation}: {SFT} keeps no best checkpoint and would only "
                "train on less; set it to 0 and evaluate the last"
            )
        if self.lora_rank and self.method == SFT and self.model is None:
            raise InputError(
                f"lora_rank is {self.lora_rank} and there is no model: a checkpoint of adapters "
                "would not hold the random weights below them; name a model"
            )
        if self.contrastive and self.contrastive_level == "group" and self.group == 2:
            raise InputError(
                "group is 2: expected at least 3 rollouts of a prompt, since the contrastive "
                "reward compares two right ones with a wrong one"
            )
        for control in ("placebo", "head_frozen"):
            if getattr(self, control) and not self.contrastive:
                raise InputError(f"{control} is a control of the contrastive reward: add it")

    @property
    def warmup(self) -> int:
        """Batches of rollouts before the first update of the policy."""
        return self.head_warmup if self.contrastive else 0


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
    "problems": _whole(1),
    "short_solutions": _SHARE,
    "seed": _whole(0),
    "steps": _whole(1),
    "learning_rate": _POSITIVE,
    "weight_decay": _NOT_NEGATIVE,
    "max_grad_norm": _POSITIVE,
    "save_every": _whole(1),
    "save_minutes": _POSITIVE,
    "validation": _whole(0),
    "validate_every": _whole(1),
    "vocabulary": _whole(300),
    "hidden": _whole(2),
    "layers": _whole(1),
    "heads": _whole(1),
    "intermediate": _whole(1),
    "batch": _whole(1),
    "reward": (
        "a function as module:function",
        lambda v: v is None or (isinstance(v, str) and all(v.partition(":"))),
    ),
    "prompts": _whole(1),
    "group": (
        "at least 2 rollouts of a prompt, since each is judged against the others",
        _whole(2)[1],
    ),
    "max_prompt_tokens": _whole(1),
    "max_tokens": _whole(1),
    "temperature": _POSITIVE,
    "vllm_memory": _number("a share between 0 and 1", lambda v: 0 < v < 1),
    "max_logp_gap": _POSITIVE,
    "updates": _whole(1),
    "micro_batch_tokens": _whole(1),
    "lora_rank": _whole(0),
    "clip_low": _number("a number between 0 and 1", lambda v: 0 < v < 1),
    "clip_high": _POSITIVE,
    "kl": _NOT_NEGATIVE,
    "overlong_share": _SHARE,
    "contrastive_weight": _NOT_NEGATIVE,
    "contrastive_floor": _number("a number of at most 0", lambda v: v <= 0),
    "contrastive_temperature": _POSITIVE,
    "head": _whole(1),
    "head_learning_rate": _POSITIVE,
    "head_weight_decay": _NOT_NEGATIVE,
    "head_warmup": _whole(0),
}


def make_config(method: str, *settings: Mapping[str, Any]) -> TrainConfig:
    """Put a configuration together; what comes later wins.

    Args:
        method: a `MethodName`.
        settings: by name: such as a preset's, then a file's, then the command line's.

    Raises:
        InputError: an unknown setting, or a value that no run can have.
    """
    values: dict[str, Any] = {}
    for some in settings:
        values |= some
    names = [field.name for field in fields(TrainConfig)]
    for name in values:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f": did you mean {near[0]!r}?" if near else f": there is {', '.join(names)}"
            raise InputError(f"unknown setting {name!r}{hint}")
    return TrainConfig(
        **({name: _read(name, value) for name, value in values.items()} | {"method": method})
    )


def _read(name: str, value: Any) -> Any:
    """Take 1e-6 for the number it means; to YAML it is text."""
    if isinstance(value, str) and _TYPES[name] is float:
        with contextlib.suppress(ValueError):
            return float(value)
    return value


def read_settings(path: Path) -> dict[str, Any]:
    """Read settings from a YAML file, such as a run's ``train.yaml``.

    Raises:
        InputError: no such file, or it is not a mapping of settings.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read the settings {path}: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path} is not YAML: {error}") from None
    if not isinstance(values, dict):
        raise InputError(f"{path} holds no settings: expected lines such as 'steps: 100'")
    return values


def parse_settings(texts: Sequence[str]) -> dict[str, Any]:
    """Read settings such as ``kl=0.01`` from the command line.

    Raises:
        InputError: a text has not that form.
    """
    pairs = [text.partition("=") for text in texts]
    for text, (name, equals, value) in zip(texts, pairs, strict=True):
        if not (name and equals and value):
            raise InputError(f"--set {text!r}: expected NAME=VALUE, such as kl=0.01")
    try:
        return {name.strip(): yaml.safe_load(value) for name, _, value in pairs}
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"--set: a value is not YAML: {error}") from None


def write_settings(path: Path, config: TrainConfig) -> None:
    """Write all settings as YAML, in the order of `TrainConfig`, whole or not at all."""
    write_text(path, yaml.safe_dump(asdict(config), sort_keys=False))
