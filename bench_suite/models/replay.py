"""The replay backend: recorded responses from a file instead of a model."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from clipo_bench.bench_suite.models.model import FinishReason, Request, Response, SampleId
from clipo_bench.tasks.errors import InputError

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded response: known by its identity, or else by its prompt.

    Attributes:
        sample: which response of a run it is; None if nobody recorded that.
        prompt: what it answers, with or without a chat template.
        text: the response.
        finish_reason: ``unknown`` if nobody recorded it.
        tokens: its length, if recorded.
    """

    sample: SampleId | None
    prompt: str
    text: str
    finish_reason: FinishReason
    tokens: int | None


class ReplayModel:
    """Answers with recorded responses.

    A line of the file is one of
    - ours, from a run's ``responses.jsonl``;
    - lm-eval's, from its ``samples_*.jsonl`` of our tasks;
    - anyone's: ``prompt`` and ``response``, and if known ``finish_reason`` and ``tokens``;
      rows with the same prompt are its samples, in the file's order.
    """

    has_chat_template = False
    settings: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, name: str) -> None:
        """Read the file.

        Args:
            name: its path.

        Raises:
            InputError: there is no such file, or a line is of none of the three forms.
        """
        path = Path(name)
        if not path.is_file():
            raise InputError(f"no file {name!r}: expected recorded responses as JSON lines")
        content = path.read_bytes()
        self.name = name
        self.revision = f"sha256:{hashlib.sha256(content).hexdigest()[:16]}"
        self._by_sample: dict[SampleId, Recorded] = {}
        self._by_prompt: dict[str, list[Recorded]] = {}
        for number, line in enumerate(content.splitlines(), 1):
            for recorded in _read_line(path, number, line):
                if recorded.sample:
                    self._by_sample[recorded.sample] = recorded
                else:
                    self._by_prompt.setdefault(recorded.prompt, []).append(recorded)

    def apply_chat_template(self, messages: list[dict[str, str]]) -> str:
        """Recorded prompts are final.

        Raises:
            InputError: always.
        """
        raise InputError("recorded responses have no chat template")

    def generate(self, requests: Sequence[Request]) -> Iterator[Response]:
        """Yield the recorded responses.

        Raises:
            InputError: some are missing, or answer another prompt; none is yielded then.
        """
        found: list[Response] = []
        missing: list[str] = []
        for request in requests:
            recorded = self._find(request)
            if recorded is None:
                missing.append(str(request.sample or repr(request.prompt[:80])))
            else:
                found.append(
                    Response(request.key, recorded.text, recorded.finish_reason, recorded.tokens)
                )
        if missing:
            raise InputError(
                f"{self.name} lacks {len(missing)} of {len(requests)} responses to these prompts, "
                f"so nothing was graded; missing: {'; '.join(missing[:SHOWN])}"
                + (", ..." if len(missing) > SHOWN else "")
            )
        yield from found

    def _find(self, request: Request) -> Recorded | None:
        if recorded := self._by_sample.get(request.sample) if request.sample else None:
            # A chat template may stand around the prompt, but the prompt is in it.
            return recorded if request.prompt.strip() in recorded.prompt else None
        same_prompt = self._by_prompt.get(request.prompt, [])
        index = request.sample.sample_index if request.sample else 0
        return same_prompt[index] if index < len(same_prompt) else None


def _read_line(path: Path, number: int, line: bytes) -> list[Recorded]:
    try:
        row = json.loads(line)
        if "doc" in row and "resps" in row:
            return _from_lm_eval(row)
        if isinstance(row["response"], dict):
            return [_from_journal(row)]
        return [_recorded(None, row["prompt"], row["response"], row)]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(
            f"{path} line {number} is not a recorded response ({error!r}): expected a line of a "
            "run's responses.jsonl, of lm-eval's samples_*.jsonl of a clipo_ task, "
            "or JSON with `prompt` and `response`"
        ) from None


def _from_journal(row: dict[str, Any]) -> Recorded:
    sample = SampleId(
        row["benchmark"], row["problem_id"], row["variant_id"], int(row["sample_index"])
    )
    return _recorded(sample, row["prompt"], row["response"]["text"], row["response"])


def _from_lm_eval(row: dict[str, Any]) -> list[Recorded]:
    document = row["doc"]
    return [
        _recorded(
            SampleId(document["benchmark"], document["id"], document["variant_id"], index),
            document["prompt"],
            response[0],
            {},
        )
        for index, response in enumerate(row["resps"])
    ]


def _recorded(
    sample: SampleId | None, prompt: object, text: object, facts: dict[str, Any]
) -> Recorded:
    if not isinstance(text, str) or not isinstance(prompt, str):
        raise TypeError("prompt and response must be text")
    finish = facts.get("finish_reason", "unknown")
    if finish not in ("stop", "length", "unknown"):
        raise ValueError(f"finish_reason {finish!r}: expected stop, length or unknown")
    tokens = facts.get("tokens")
    return Recorded(sample, prompt, text, finish, None if tokens is None else int(tokens))
