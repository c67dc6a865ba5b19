"""The Model protocol: requests in, responses out as they finish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

CHARACTERS_PER_TOKEN = 4
"""Of English text, about, where nobody counted its tokens."""
FinishReason = Literal["stop", "length", "unknown", "failed"]


@dataclass(frozen=True, slots=True)
class SampleId:
    """Identifies a response of a run, independent of model and settings."""

    benchmark: str
    problem_id: str
    variant_id: str
    sample_index: int

    def __str__(self) -> str:
        variant = f" {self.variant_id}" if self.variant_id else ""
        return f"{self.benchmark} {self.problem_id}{variant} sample {self.sample_index}"


@dataclass(frozen=True, slots=True)
class Request:
    """A request for one response.

    Attributes:
        key: the sample's identity, hashed; see `tasks.storage.run_schema.sample_key`.
        prompt: the text to continue, chat template already applied.
        seed: for this response alone; ignored at temperature 0.
        temperature: 0 means greedy.
        top_p: the nucleus kept when sampling.
        max_tokens: the most tokens the response may have.
        min_tokens: the fewest; it does not end before.
        stop: texts at which the response ends; they are no part of it.
        sample: which response of the run it is; only recorded responses are found by it.
    """

    key: str
    prompt: str
    seed: int
    temperature: float
    top_p: float
    max_tokens: int
    sample: SampleId | None = None
    min_tokens: int = 0
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """The response to one request.

    Attributes:
        key: the request's.
        text: the response, without the prompt and without special tokens.
        finish_reason: ``length`` if it was cut at the limit; ``failed`` if there is none and the
            user allowed that; ``unknown`` if nobody recorded it.
        tokens: its length in tokens, if known; as a server counts them, with its reasoning.
        reasoning: what a server kept apart from the answer; never graded.
        served_by: the model, and the fingerprint of the system, that a server named.
    """

    key: str
    text: str
    finish_reason: FinishReason
    tokens: int | None
    reasoning: str = ""
    served_by: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A request without a response, after all attempts.

    Attributes:
        key: the request's.
        reason: what went wrong the last time, for the user.
    """

    key: str
    reason: str


class Model(Protocol):
    """A backend that responds to prompts."""

    @property
    def name(self) -> str:
        """The model as the user named it."""
        ...

    @property
    def revision(self) -> str:
        """Identifies the weights: a hub commit or a hash of the files."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """Other settings that responses depend on, such as the dtype; part of a run's identity."""
        ...

    @property
    def has_chat_template(self) -> bool:
        """Whether prompts are to be wrapped as chat messages."""
        ...

    @property
    def window(self) -> int | None:
        """How many requests to give at once where those that come first must be finished first.

        None where `generate` takes them in order anyway.
        """
        ...

    def apply_chat_template(self, messages: list[dict[str, str]]) -> str:
        """Render chat messages to the text of a prompt, ready for the assistant's turn."""
        ...

    def generate(self, requests: Sequence[Request]) -> Iterator[Response | Failure]:
        """Yield a response per request, in any order, each as soon as it is finished."""
        ...
