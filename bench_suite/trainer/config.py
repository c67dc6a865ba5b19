"""TrainConfig: every setting of a training run, in one flat place, and the presets."""

import contextlib
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

import yaml

from tasks.errors import InputError

CONFIG = "train.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """The settings of one run. ``train.yaml`` beside a checkpoint holds them all.

    The defaults of the contrastive reward, the group, the KL loss and the learning rate are
    the CLIPO paper's; the batch is its track 2, the head and its warm-up its track 1. The loss
    is GRPO's as published, a mean over each response; the released code averages over tokens.

    Attributes:
        method: ``sft`` (supervised fine-tuning) or ``grpo``.
        contrastive: add the contrastive reward of CLIPO to GRPO's.
        model: what to start from, a folder or a hub id. Without it ``sft`` starts from
            random weights and ``grpo`` from the tiny policy that ships with the package.
        data: ``word_problems``, or a JSONL file of problems.
        problems: how many word problems to generate for training.
        short_solutions: share of them whose worked solution is one line instead of a line
            per step. To ``sft`` they are a habit that reinforcement learning can drop.
        seed: decides the weights, the problems, their order and the sampling.
        steps: updates of the policy (for GRPO: batches of rollouts).
        learning_rate: of the policy, AdamW. ``sft`` warms up to it and decays to zero.
        weight_decay: of the policy.
        max_grad_norm: the gradient is scaled down to this norm.
        checkpoint_dtype: of the saved weights. Training is in float32 (autocast to
            bfloat16 on a GPU).

        vocabulary: tokens of a new model's tokenizer.
        hidden: width of a new model.
        layers: depth of a new model.
        heads: attention heads of a new model.
        intermediate: width of a new model's feed-forward layers.

        batch: worked solutions in a step of ``sft``.

        prompts: different prompts in a step of GRPO.
        group: G, rollouts for each prompt.
        max_tokens: the most tokens that a rollout may have.
        temperature: of the sampling.
        updates: optimiser steps for each batch of rollouts; 1 is on policy.
        clip: the ratio of new to old probability is clipped to 1 - clip to 1 + clip.
        kl: weight of the KL loss to the starting policy.

        contrastive_weight: lambda, weight of the contrastive loss in the reward.
        contrastive_floor: the contrastive reward is never below it.
        contrastive_temperature: tau, of the similarities.
        head: D, outputs of the contrastive head.
        head_learning_rate: of the head, AdamW.
        head_weight_decay: of the head.
        head_warmup: batches of rollouts on which only the head is trained, before `steps`.
    """

    method: Literal["sft", "grpo"]
    contrastive: bool = False
    model: str | None = None
    data: str = "word_problems"
    problems: int = 20_000
    short_solutions: float = 0.0
    seed: int = 0
    steps: int = 100
    learning_rate: float = 1e-6
    weight_decay: float = 0.01
    max_grad_norm: float = 1.0
    checkpoint_dtype: Literal["float32", "bfloat16"] = "float32"

    vocabulary: int = 640
    hidden: int = 128
    layers: int = 4
    heads: int = 4
    intermediate: int = 384

    batch: int = 64

    prompts: int = 128
    group: int = 16
    max_tokens: int = 2048
    temperature: float = 1.0
    updates: int = 1
    clip: float = 0.2
    kl: float = 0.001

    contrastive_weight: float = 0.2
    contrastive_floor: float = -0.5
    contrastive_temperature: float = 0.05
    head: int = 512
    head_learning_rate: float = 1e-3
    head_weight_decay: float = 0.01
    head_warmup: int = 14

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
        if self.contrastive and self.method != "grpo":
            raise InputError("contrastive is a reward: it goes with method grpo, not with sft")


def _whole(least: int) -> tuple[str, Any]:
    expected = f"a whole number of at least {least}"
    return expected, lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= least


def _number(expected: str, holds: Any) -> tuple[str, Any]:
    return (
        expected,
        lambda v: isinstance(v, int | float) and not isinstance(v, bool) and bool(holds(v)),
    )


def _one_of(*values: str) -> tuple[str, Any]:
    return " or ".join(values), lambda v: v in values


_POSITIVE = _number("a number above 0", lambda v: 0 < v < float("inf"))
_NOT_NEGATIVE = _number("a number of at least 0", lambda v: 0 <= v < float("inf"))
_EXPECTED: dict[str, tuple[str, Any]] = {
    "method": _one_of("sft", "grpo"),
    "contrastive": ("true or false", lambda v: isinstance(v, bool)),
    "model": ("a folder or a hub id", lambda v: v is None or isinstance(v, str)),
    "data": ("word_problems or a JSONL file", lambda v: isinstance(v, str)),
    "problems": _whole(1),
    "short_solutions": _number("a share from 0 to 1", lambda v: 0 <= v <= 1),
    "seed": _whole(0),
    "steps": _whole(1),
    "learning_rate": _POSITIVE,
    "weight_decay": _NOT_NEGATIVE,
    "max_grad_norm": _POSITIVE,
    "checkpoint_dtype": _one_of("float32", "bfloat16"),
    "vocabulary": _whole(300),
    "hidden": _whole(2),
    "layers": _whole(1),
    "heads": _whole(1),
    "intermediate": _whole(1),
    "batch": _whole(1),
    "prompts": _whole(1),
    "group": (
        "at least 2 rollouts of a prompt, since each is judged against the others",
        _whole(2)[1],
    ),
    "max_tokens": _whole(1),
    "temperature": _POSITIVE,
    "updates": _whole(1),
    "clip": _number("a number between 0 and 1", lambda v: 0 < v < 1),
    "kl": _NOT_NEGATIVE,
    "contrastive_weight": _NOT_NEGATIVE,
    "contrastive_floor": _number("a number of at most 0", lambda v: v <= 0),
    "contrastive_temperature": _POSITIVE,
    "head": _whole(1),
    "head_learning_rate": _POSITIVE,
    "head_weight_decay": _NOT_NEGATIVE,
    "head_warmup": _whole(0),
}

PRESETS: dict[str, dict[str, dict[str, Any]]] = {
    "tiny": {
        "sft": {
            "steps": 2200,
            "batch": 32,
            "learning_rate": 3e-3,
            "short_solutions": 0.5,
            "checkpoint_dtype": "bfloat16",
        },
        "grpo": {
            "steps": 40,
            "learning_rate": 5e-5,
            "problems": 4000,
            "prompts": 16,
            "group": 8,
            "max_tokens": 40,
            "head_warmup": 4,
        },
    },
}


def make_config(method: str, preset: str | None, *overrides: Mapping[str, Any]) -> TrainConfig:
    """Put a configuration together; what comes later wins.

    Args:
        method: ``sft`` or ``grpo``.
        preset: a name in `PRESETS`, or None for the defaults.
        overrides: settings by name, such as those of a file, then those of the command line.

    Raises:
        InputError: an unknown preset or setting, or a value that no run can have.
    """
    values: dict[str, Any] = {}
    if preset is not None:
        if preset not in PRESETS:
            raise InputError(f"unknown preset {preset!r}: there is {', '.join(PRESETS)}")
        values |= PRESETS[preset].get(method, {})
    for override in overrides:
        values |= override
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
    if isinstance(value, str) and TrainConfig.__annotations__[name] is float:
        with contextlib.suppress(ValueError):
            return float(value)
    return value


def read_settings(path: Path) -> dict[str, Any]:
    """Read settings from a YAML file, such as a checkpoint's ``train.yaml``.

    Raises:
        InputError: no such file, or it is not a mapping of settings.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot read the settings {path}: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not YAML: {error}") from None
    if not isinstance(values, dict):
        raise InputError(f"{path} holds no settings: expected lines such as 'steps: 100'")
    return values


def parse_settings(texts: Sequence[str]) -> dict[str, Any]:
    """Read settings such as ``clip=0.1`` from the command line.

    Raises:
        InputError: a text has not that form.
    """
    pairs = [text.partition("=") for text in texts]
    for text, (name, equals, value) in zip(texts, pairs, strict=True):
        if not (name and equals and value):
            raise InputError(f"--set {text!r}: expected NAME=VALUE, such as clip=0.1")
    try:
        return {name.strip(): yaml.safe_load(value) for name, _, value in pairs}
    except yaml.YAMLError as error:
        raise InputError(f"--set: a value is not YAML: {error}") from None


def write_settings(path: Path, config: TrainConfig) -> None:
    """Write all settings as YAML, in the order of `TrainConfig`."""
    path.write_text(yaml.safe_dump(asdict(config), sort_keys=False), encoding="utf-8")
