"""One request to a server: the body that is sent, and the response that comes back as a stream."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clipo_bench.bench_suite.models.model import FinishReason, Request, Response
from clipo_bench.bench_suite.models.prompts import PromptSettings
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.option import option

# What servers call the ends of a response: OpenAI, vLLM, SGLang, llama.cpp | TGI
FINISH: dict[str, FinishReason] = {
    "stop": "stop",
    "length": "length",
    "eos_token": "stop",
    "stop_sequence": "stop",
}
SEEDS = 2**31  # llama.cpp takes seeds of 32 bits
MOST_TOKENS = 2**31
# What the run itself says, with the option that says it; n would be answers that nobody reads.
OWN_KEYS = {
    "model": "served_model", "messages": "prompt", "prompt": "prompt", "n": "samples",
    "seed": "seed", "temperature": "temperature", "top_p": "top_p", "max_tokens": "max_tokens",
    "stop": "stop", "min_tokens": "min_tokens", "chat_template_kwargs": "chat_template_kwargs",
    "stream": "", "stream_options": "",
}  # fmt: skip


def require_further_keys(extra: Mapping[str, Any]) -> None:
    """Refuse keys of a request that would contradict what the run records.

    Raises:
        InputError: one of them is the run's own.
    """
    for key in extra:
        if (name := OWN_KEYS.get(key)) is not None:
            advice = f"give {option(name)}" if name else "leave it out"
            raise InputError(f"{option('extra_body')}: {key!r} is the run's own: {advice}")


class BadReplyError(Exception):
    """A reply that is no response: asked again."""


def request_body(
    request: Request, model: str, prompts: PromptSettings, extra: Mapping[str, Any]
) -> dict[str, Any]:
    """Make the JSON that is sent, of OpenAI's chat or completions interface.

    Args:
        request: what is asked.
        model: the server's name of the model.
        prompts: how the question becomes a prompt.
        extra: the user's further keys.
    """
    body: dict[str, Any] = {
        "model": model,
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "stream": True,  # so that a server that hangs is told from one that writes much
        "stream_options": {"include_usage": True},
    }
    if prompts.form == "raw":
        body["prompt"] = request.prompt
    else:
        body["messages"] = prompts.messages([{"role": "user", "content": request.prompt}])
    if request.temperature > 0:
        body |= {"top_p": request.top_p, "seed": request.seed % SEEDS}
    if request.stop:
        body["stop"] = list(request.stop)
    if request.min_tokens:
        body["min_tokens"] = request.min_tokens
    if prompts.template_kwargs:
        body["chat_template_kwargs"] = dict(prompts.template_kwargs)
    return body | dict(extra)


@dataclass(slots=True)
class Reply:
    """A response that is being received, chunk by chunk.

    Attributes:
        text: what the model answered so far.
        reasoning: what the server keeps apart from it.
        finish_reason: the server's word for its end; empty while it has not ended.
        tokens: the server's count, if it gives one.
        model: the server's name of what answered.
        fingerprint: of the server's system.
    """

    text: str = ""
    reasoning: str = ""
    finish_reason: str = ""
    tokens: int | None = None
    model: str = ""
    fingerprint: str = ""

    def add(self, data: str) -> None:
        """Add a chunk of a stream, or a whole reply of a server that does not stream.

        Raises:
            BadReplyError: it is not what the interface says.
        """
        try:
            self._add(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
            raise BadReplyError(f"malformed reply {data[:80]!r}") from None

    def _add(self, chunk: Mapping[str, Any]) -> None:
        if error := chunk.get("error"):
            message = error.get("message", error) if isinstance(error, Mapping) else error
            raise BadReplyError(f"the server reports an error: {message}")
        self.model = chunk.get("model") or self.model
        self.fingerprint = chunk.get("system_fingerprint") or self.fingerprint
        if usage := chunk.get("usage"):
            self.tokens = _count(usage.get("completion_tokens"))
        for choice in chunk.get("choices") or ():
            if choice.get("index"):  # one was asked for
                continue
            # A chunk of a chat, a whole chat, or text.
            part = choice.get("delta") or choice.get("message") or {"content": choice.get("text")}
            self.text += part.get("content") or ""
            # DeepSeek's name for it, which most servers took over | vLLM's since 0.12
            self.reasoning += part.get("reasoning_content") or part.get("reasoning") or ""
            self.finish_reason = str(choice.get("finish_reason") or self.finish_reason)

    def response(self, key: str) -> Response:
        """The whole response.

        Raises:
            BadReplyError: the stream ended before it.
        """
        if not self.finish_reason:
            raise BadReplyError("the reply ended in the middle")
        return Response(
            key,
            _whole(self.text),
            FINISH.get(self.finish_reason, "unknown"),
            self.tokens,
            reasoning=_whole(self.reasoning),
            served_by=_whole(f"{self.model} {self.fingerprint}".strip()),
        )


def _whole(text: str) -> str:
    r"""A text that every file can hold: JSON may have half a character, as in ``"\ud800"``."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _count(value: Any) -> int | None:
    """A server's count of tokens; None if it is none, or beyond all sense."""
    sensible = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_TOKENS
    return value if sensible else None
