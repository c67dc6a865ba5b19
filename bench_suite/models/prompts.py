"""Prompts as a model takes them: its chat template, its tokens, its context."""

from typing import Any

from clipo_bench.bench_suite.models.model import Request
from clipo_bench.tasks.errors import InputError


def render_chat(tokenizer: Any, messages: list[dict[str, str]]) -> str:
    """Render chat messages with a tokenizer's template, a program in Jinja.

    Raises:
        InputError: the template is not one, or fails: with an error of Jinja's or of any sort.
    """
    try:
        text: str = tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True
        )
    except Exception as error:
        raise InputError(
            f"the chat template of {tokenizer.name_or_path!r} fails ({type(error).__name__}: "
            f"{error}): correct chat_template.jinja, or chat_template in tokenizer_config.json"
        ) from None
    return text


class Prompts:
    """What every backend does to a prompt before it generates."""

    def __init__(self, tokenizer: Any, model: str, context: int | None) -> None:
        """Wrap a tokenizer.

        Args:
            tokenizer: of transformers.
            model: the model's name, for messages.
            context: the most tokens of a prompt with its response; None if there is no limit.
        """
        self.tokenizer = tokenizer
        self.model = model
        self.context = context

    @property
    def has_chat_template(self) -> bool:
        """Whether the tokenizer brings a chat template."""
        return self.tokenizer.chat_template is not None

    def apply_chat_template(self, messages: list[dict[str, str]]) -> str:
        """Render chat messages to a prompt that ends at the assistant's turn."""
        return render_chat(self.tokenizer, messages)

    def encode(self, request: Request) -> list[int]:
        """Turn a request's prompt into tokens.

        Raises:
            InputError: it leaves no room for a response in the context.
        """
        # A chat template writes the special tokens itself.
        ids: list[int] = self.tokenizer(
            request.prompt, add_special_tokens=not self.has_chat_template
        )["input_ids"]
        if self.context is not None and len(ids) >= self.context:
            raise InputError(
                f"a prompt of {len(ids)} tokens does not fit the context of {self.context} of "
                f"{self.model}: {request.prompt[:80]!r}...; take a model with a longer context"
            )
        return ids
