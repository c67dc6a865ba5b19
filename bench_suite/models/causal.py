"""Checks that a model predicts the next token."""

from typing import Any

from clipo_bench.tasks.errors import InputError

_CAUSAL = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration")


def require_causal(name: str, config: Any) -> None:
    """Refuse a model that is not causal, such as BERT.

    transformers loads some of those as causal models, whose answers mean nothing.

    Args:
        name: as the user gave it.
        config: the model's, of transformers.

    Raises:
        InputError: its checkpoint is of another sort.
    """
    kinds = config.architectures or []
    if kinds and not any(kind.endswith(_CAUSAL) for kind in kinds):
        raise InputError(f"{name!r} is a {kinds[0]}: expected a causal language model")
