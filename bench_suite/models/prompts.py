"""Prompts as a model takes them: its chat template, its tokens, its context."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from clipo_bench.bench_suite.models.model import Request
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option

Messages = list[dict[str, str]]
PromptForm = Literal["auto", "chat", "raw"]


@dataclass(frozen=True, slots=True)
class PromptSettings:
    """How a question becomes a prompt.

    Attributes:
        form: ``chat`` wraps it in the model's chat template, ``raw`` sends the text alone, to be
            continued; ``auto`` is chat for a model that has a template.
        system: the system message; empty for none.
        template_kwargs: arguments of the template, such as ``enable_thinking``.
    """

    form: PromptForm = "auto"
    system: str = ""
    template_kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what would have no effect.

        Raises:
            InputError: a raw prompt has no template, so no message and no arguments of one.
        """
        if self.form == "raw" and (self.system or self.template_kwargs):
            name = "system" if self.system else "chat_template_kwargs"
            raise InputError(
                f"{option(name)} has no effect with {option('prompt', 'raw')}, which uses no chat "
                "template: leave it out"
            )

    @property
    def identity(self) -> dict[str, Any]:
        """What responses depend on beside the form; defaults are left out, as in older runs."""
        given = {"system": self.system, "chat_template_kwargs": dict(self.template_kwargs)}
        return {name: value for name, value in given.items() if value}

    def messages(self, messages: Messages) -> Messages:
        """Put the system message before the others."""
        return [{"role": "system", "content": self.system}, *messages] if self.system else messages


def json_option(name: str, text: str | None) -> dict[str, Any] | None:
    """Read an option that is a JSON object; None if it is not given.

    Raises:
        InputError: it is none.
    """
    if text is None:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{option(name)}: {text!r} is not JSON ({error})") from None
    if not isinstance(value, dict):
        raise InputError(
            f"{option(name)}: {text!r} is not a JSON object: expected one such as "
            "'{\"enable_thinking\": false}'"
        )
    return value


def render_chat(tokenizer: Any, messages: Messages, **template_kwargs: Any) -> str:
    """Render chat messages with a tokenizer's template, a program in Jinja.

    Args:
        tokenizer: of transformers.
        messages: the conversation so far.
        template_kwargs: further arguments of the template.

    Raises:
        InputError: the template is not one, or fails: with an error of Jinja's or of any sort.
    """
    try:
        text: str = tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, **template_kwargs
        )
    except Exception as error:
        raise InputError(
            f"the chat template of {tokenizer.name_or_path!r} fails ({type(error).__name__}: "
            f"{error}): correct chat_template.jinja, or chat_template in tokenizer_config.json"
        ) from None
    return text


class Prompts:
    """What every backend with a tokenizer does to a prompt before it generates."""

    def __init__(
        self,
        tokenizer: Any,
        model: str,
        context: int | None,
        settings: PromptSettings | None = None,
    ) -> None:
        """Wrap a tokenizer.

        Args:
            tokenizer: of transformers.
            model: the model's name, for messages.
            context: the most tokens of a prompt with its response; None if there is no limit.
            settings: how a question becomes a prompt.

        Raises:
            InputError: the settings need a chat template, and the tokenizer has none.
        """
        self.tokenizer = tokenizer
        self.model = model
        self.context = context
        self.settings = settings or PromptSettings()
        has_template = tokenizer.chat_template is not None
        if not has_template and (self.settings.form == "chat" or self.settings.identity):
            raise InputError(
                f"{model!r} has no chat template: leave out "
                f"{option('prompt', 'chat')}, {option('system')} and "
                f"{option('chat_template_kwargs')}"
            )
        self.has_chat_template = has_template and self.settings.form != "raw"

    def apply_chat_template(self, messages: Messages) -> str:
        """Render chat messages to a prompt that ends at the assistant's turn."""
        return render_chat(
            self.tokenizer, self.settings.messages(messages), **self.settings.template_kwargs
        )

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
                f"{self.model}: {request.prompt[:80]!r}...; use a model with a longer context"
            )
        return ids
