"""The replay backend: recorded responses from a file instead of a model."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import Any

from clipo_bench.bench_suite.models.model import FinishReason, Request, Response, SampleId
from clipo_bench.bench_suite.recorded.entries import Entry, open_source
from clipo_bench.bench_suite.recorded.formats import Columns
from clipo_bench.bench_suite.recorded.rows import recording_sha256
from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.problem import normalise_text

SHOWN = 5


Spilled = tuple[int, int]
"""Where a text stands in a `Spill`: the first byte, and how many."""


class Spill:
    """Texts that would fill the memory, in a file without a name, which ends with the process."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # as long as the model
        self._end = 0

    def add(self, text: str) -> Spilled:
        """Put a text aside."""
        data = text.encode("utf-8", "surrogatepass")
        self._file.write(data)
        self._end += len(data)
        return self._end - len(data), len(data)

    def get(self, place: Spilled) -> str:
        """Read it back."""
        self._file.flush()
        start, length = place
        data = os.pread(self._file.fileno(), length, start)
        return data.decode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded response: known by its identity, or else by its prompt.

    Attributes:
        sample: which response of a run it is; None if nobody recorded that.
        prompt: what it answers, with or without a chat template.
        question: what it answers, without the instruction; empty if nobody recorded that.
        text: where the response stands, which is empty if the model wrote nothing.
        finish_reason: ``unknown`` if nobody recorded it.
        tokens: its length, if recorded.
    """

    sample: SampleId | None
    prompt: str
    question: str
    text: Spilled
    finish_reason: FinishReason
    tokens: int | None


class ReplayModel:
    """Answers with recorded responses.

    The file is of any format that `bench_suite.recorded` reads; golds are not needed. A response is
    found by
    - its identity, in a run's ``responses.jsonl`` and ``samples.parquet``, and in lm-eval's
      ``samples_*.jsonl`` of our tasks;
    - else its prompt, or its question, whatever the instruction after it was. Those of one prompt
      or question are its samples, in the order of the file.
    """

    has_chat_template = False
    settings: Mapping[str, Any] = MappingProxyType({})
    window = 1  # a recording need not hold what comes after the last request

    def __init__(self, name: str) -> None:
        """Read the file.

        Args:
            name: its path, or that of a folder of files.

        Raises:
            InputError: there is no such file, or it is of no known format.
        """
        path = Path(name)
        source = open_source(path, Columns(), golds=False)
        self.name = name
        self._by_sample: dict[SampleId, Recorded] = {}
        self._by_prompt: dict[str, list[Recorded]] = {}
        self._by_question: dict[str, list[Recorded]] = {}
        self._texts = Spill()
        for entry in source.entries(golds=False):
            for recorded in _recorded(entry, self._texts):
                if recorded.sample:
                    self._by_sample[recorded.sample] = recorded
                    continue
                self._by_prompt.setdefault(recorded.prompt, []).append(recorded)
                # Most tools ask with an instruction of their own, some with the question alone.
                if question := normalise_text(recorded.question or recorded.prompt):
                    self._by_question.setdefault(question, []).append(recorded)
        self.revision = f"sha256:{recording_sha256(path)[:16]}"

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
        found: list[tuple[Request, Recorded]] = []
        missing: list[str] = []
        for request in requests:
            recorded = self._find(request)
            if recorded is None:
                missing.append(str(request.sample or repr(request.prompt[:80])))
            else:
                found.append((request, recorded))
        if missing:
            raise InputError(
                f"{self.name} has no response to {len(missing)} of the {len(requests)} prompts, so "
                f"nothing was graded; missing: {'; '.join(missing[:SHOWN])}"
                + (", ..." if len(missing) > SHOWN else "")
            )
        for request, one in found:
            text = self._texts.get(one.text)
            yield Response(request.key, text, one.finish_reason, one.tokens)

    def _find(self, request: Request) -> Recorded | None:
        if recorded := self._by_sample.get(request.sample) if request.sample else None:
            # A chat template may stand around the prompt, but the prompt is in it.
            return recorded if request.prompt.strip() in recorded.prompt else None
        question = normalise_text(request.prompt.rpartition("\n")[0])  # without the instruction
        samples = self._by_prompt.get(request.prompt) or self._by_question.get(question, [])
        index = request.sample.sample_index if request.sample else 0
        return samples[index] if index < len(samples) else None


def _recorded(entry: Entry, texts: Spill) -> Iterator[Recorded]:
    facts = zip(entry.responses, entry.finish_reasons, entry.tokens, strict=True)
    for place, (text, reason, tokens) in enumerate(facts):
        sample = None
        if entry.benchmark:
            index = place if entry.sample is None else entry.sample
            sample = SampleId(entry.benchmark, entry.id, entry.variant, index)
        yield Recorded(sample, entry.prompt, entry.question, texts.add(text), reason, tokens)
