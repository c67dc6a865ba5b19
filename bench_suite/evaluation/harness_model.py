"""HarnessModel: lm-eval's view of a model of ours, with the journal between them."""

import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from types import MappingProxyType
from typing import Any

from lm_eval.api.instance import Instance
from lm_eval.api.model import LM

from clipo_bench.bench_suite.evaluation.response_journal import RecordedResponse, ResponseJournal
from clipo_bench.bench_suite.evaluation.until_decided import Decider
from clipo_bench.bench_suite.models.model import (
    CHARACTERS_PER_TOKEN,
    Failure,
    Model,
    Request,
    Response,
    SampleId,
)
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.harness.completion import Completion
from clipo_bench.tasks.option import option
from clipo_bench.tasks.storage.run_schema import sample_key

Answered = tuple[dict[str, Any], str]
"""lm-eval's document, and the key of a response to it."""


class RecordedCompletion(Completion):
    """What lm-eval carries to the scorer in place of a response: its key, and no text.

    lm-eval holds all of a run's responses at once; their texts stay in the journal.
    """

    __slots__ = ("key",)

    key: str

    def __new__(cls, key: str) -> "RecordedCompletion":
        """Stand for the response of that key."""
        completion = super().__new__(cls, "", "unknown")
        completion.key = key
        return completion


class NotAsked(Completion):
    """Stands for the response to what was not asked, since the run was decided before."""

    __slots__ = ()

    def __new__(cls) -> "NotAsked":
        """Make an empty text."""
        return super().__new__(cls, "", "unknown")


class HarnessModel(LM):  # type: ignore[misc]  # lm-eval has no types
    """Answers lm-eval's requests from the journal, and from the model if they are not there."""

    def __init__(
        self,
        model: Model,
        journal: ResponseJournal,
        *,
        seed: int,
        allow_failures: int,
        max_tokens_total: int | None,
        on_progress: Callable[[int, int], None],
        on_responses: Callable[[Sequence[Answered]], None],
        decider: Decider | None = None,
        asked_as: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Wrap a model.

        Args:
            model: what generates.
            journal: where responses are kept and looked up.
            seed: of the run; each sample's own seed is hashed from it.
            allow_failures: how many requests may end without a response.
            max_tokens_total: how many tokens the responses may have; None is no limit.
            on_progress: called with the responses there are and those wanted.
            on_responses: called with lm-eval's documents and the keys of all responses.
            decider: says in which order to ask, and when it is enough; None asks all.
            asked_as: what else of the prompts is part of a sample's identity.
        """
        super().__init__()
        self.model = model
        self.journal = journal
        self.seed = seed
        self.allow_failures = allow_failures
        self.max_tokens_total = max_tokens_total
        self.on_progress = on_progress
        self.on_responses = on_responses
        self._failed: dict[str, RecordedResponse] = {}
        self._asked: list[tuple[dict[str, Any], Request]] = []
        self._tokens = 0
        if max_tokens_total is not None:
            self._tokens = sum(_tokens(recorded.response) for recorded in journal)
        self.decider = decider
        self.asked_as = asked_as

    def generate_until(self, requests: list[Instance]) -> list[str]:
        """Answer in order; each response is in the journal before the next is made.

        Raises:
            ExternalError: more requests failed than are allowed, or the responses have more tokens.
        """
        wanted = [self._request(instance) for instance in requests]
        missing = [request for request in wanted if self._recorded(request) is None]
        by_key = {request.key: request for request in missing}
        failures = self._ask(missing, wanted)
        self._require_few(failures, by_key, len(wanted))
        answered: list[Answered] = []
        for instance, request in zip(requests, wanted, strict=True):
            if not self._not_asked(request):
                self._require_answered(request, failures)
                self._asked.append((instance.doc, request))
                answered.append((instance.doc, request.key))
        self.on_responses(answered)
        return [
            NotAsked() if self._not_asked(request) else RecordedCompletion(request.key)
            for request in wanted
        ]

    def _ask(self, missing: Sequence[Request], wanted: Sequence[Request]) -> dict[str, Failure]:
        """Ask for what is missing, until it is enough; what failed is returned."""
        by_key = {request.key: request for request in missing}
        failures: dict[str, Failure] = {}
        done = len(wanted) - len(missing)
        self.on_progress(done, len(wanted))
        if self.decider:
            for request in wanted:
                if recorded := self._recorded(request):
                    self.decider.add(recorded)
        if missing and not (self.decider and self.decider.decided):
            if self._spent and len(missing) <= self.allow_failures:
                return self._not_asked_again(missing)
            self._require_tokens_left(len(missing))
        with closing(self._generate(missing)) as responses:
            for response in responses:
                request = by_key[response.key]
                if isinstance(response, Failure):
                    failures[response.key] = response
                    recorded = _failed(request)
                    if self.decider and len(failures) > self.allow_failures:
                        break  # later families wait for this one: the error says so at once
                else:
                    recorded = _record(request, response)
                    self.journal.append(recorded)
                    done += 1
                    self.on_progress(done, len(wanted))
                    self._tokens += _tokens(response)
                if self.decider:
                    self.decider.add(recorded)
                    if self.decider.decided:
                        break
                if left := len(wanted) - done - len(failures):
                    self._require_tokens_left(left)
        return failures

    def _not_asked_again(self, missing: Sequence[Request]) -> dict[str, Failure]:
        """What a run lacks whose tokens are spent, and whose failures are allowed.

        Such a run is complete: the same command finishes it, and asks nothing.
        """
        for request in missing:
            if self.decider:
                self.decider.add(_failed(request))
        reason = f"the responses have the {option('max_tokens_total')} that are allowed"
        return {request.key: Failure(request.key, reason) for request in missing}

    def _generate(self, missing: Sequence[Request]) -> Generator[Response | Failure, None, None]:
        """Generate the responses; where a decision ends it, those in its order first."""
        if not missing or (self.decider and self.decider.decided):
            return
        size = len(missing)
        if self.decider:
            place = self.decider.place
            missing = sorted(missing, key=lambda one: place(_sample(one)))
            size = self.model.window or size
        for start in range(0, len(missing), size):
            yield from self.model.generate(missing[start : start + size])

    def _not_asked(self, request: Request) -> bool:
        decider = self.decider
        return bool(decider and decider.decided and not decider.counts(_sample(request)))

    def repeat(
        self, count: int
    ) -> Iterator[tuple[dict[str, Any], RecordedResponse, RecordedResponse | None]]:
        """Ask some requests again, at equal distances through the run.

        Yields:
            lm-eval's document, the run's response, and the new one; None if there is none.
        """
        there = [one for one in self._asked if one[1].key in self.journal]
        count = min(count, len(there))
        chosen = [there[index * len(there) // count] for index in range(count)]
        again: dict[str, RecordedResponse] = {}
        requests = {request.key: request for _, request in chosen}
        for response in self.model.generate([request for _, request in chosen]):
            if isinstance(response, Response):
                again[response.key] = _record(requests[response.key], response)
        for document, request in chosen:
            yield document, self.recorded(request.key), again.get(request.key)

    def recorded(self, key: str) -> RecordedResponse:
        """Look up the response of a key that `generate_until` returned."""
        recorded = self._failed.get(key) or self.journal.get(key)
        assert recorded is not None  # noqa: S101  # see _require_answered
        return recorded

    def _require_few(
        self, failures: Mapping[str, Failure], requests: Mapping[str, Request], wanted: int
    ) -> None:
        if len(failures) <= self.allow_failures:
            return
        first = next(iter(failures.values()))
        raise ExternalError(
            f"{len(failures):,} of {wanted:,} requests have no response, such as that of "
            f"{requests[first.key].sample}: {first.reason}. All responses are saved: run the same "
            f"command again to ask for the others, or give "
            f"{option('allow_failures', len(failures))} to count them as not answered"
        )

    @property
    def _spent(self) -> bool:
        return self.max_tokens_total is not None and self._tokens >= self.max_tokens_total

    def _require_tokens_left(self, missing: int) -> None:
        if not self._spent:
            return
        raise ExternalError(
            f"the responses have {self._tokens:,} tokens, and {missing:,} are missing: all that "
            f"came are saved; to go on, run the same command with "
            f"{option('max_tokens_total')} above {self.max_tokens_total:,}"
        )

    def _request(self, instance: Instance) -> Request:
        prompt, settings = instance.args
        document = instance.doc
        sample = SampleId(
            document["benchmark"], document["id"], document["variant_id"], instance.idx
        )
        temperature = float(settings.get("temperature", 0)) if settings["do_sample"] else 0.0
        top_p = float(settings.get("top_p", 1))
        max_tokens = int(settings["max_gen_toks"])
        generation = {
            "temperature": temperature,
            "top_p": top_p,
            "max_tokens": max_tokens,
            "seed": self.seed,
            "chat": self.model.has_chat_template,
            **self.model.settings,
            **self.asked_as,
        }
        min_tokens, stop = int(settings.get("min_tokens", 0)), tuple(settings["until"])
        # Left out where not given: the keys of older journals have none.
        given = {"min_tokens": min_tokens, "stop": list(stop)}
        generation |= {name: value for name, value in given.items() if value}
        key = sample_key(
            benchmark=sample.benchmark,
            problem_id=sample.problem_id,
            variant_id=sample.variant_id,
            sample_index=sample.sample_index,
            model=self.model.name,
            revision=self.model.revision,
            settings=generation,
        )
        seed = sample_seed(self.seed, sample)
        return Request(key, prompt, seed, temperature, top_p, max_tokens, sample, min_tokens, stop)

    def _recorded(self, request: Request) -> RecordedResponse | None:
        recorded = self.journal.get(request.key)
        if recorded is not None and recorded.sample != request.sample:
            raise InputError(
                f"the journal holds the response to {recorded.sample} under the key of "
                f"{request.sample}: it was edited; give {option('out')} another name"
            )
        if recorded is not None and recorded.prompt != request.prompt:
            raise InputError(
                f"the journal holds a response to another prompt for {request.sample}: "
                f"the chat template or the prompt changed since; give {option('out')} another name"
            )
        return recorded

    def _require_answered(self, request: Request, failures: Mapping[str, Failure]) -> None:
        if request.key in self.journal:
            return
        if request.key not in failures:
            raise InputError(f"{self.model.name} returned no response for {request.sample}")
        self._failed[request.key] = _failed(request)

    def apply_chat_template(
        self, chat_history: list[dict[str, str]], add_generation_prompt: bool = True
    ) -> str:
        """Render chat messages; our prompts always end at the assistant's turn."""
        return self.model.apply_chat_template(chat_history)

    @property
    def tokenizer_name(self) -> str:
        """Only a part of lm-eval's cache key, which we do not use."""
        return self.model.name

    def loglikelihood(self, requests: list[Instance]) -> list[tuple[float, bool]]:
        """Not used by our tasks."""
        raise InputError("clipo tasks are generated, they have no log-likelihoods")

    def loglikelihood_rolling(self, requests: list[Instance]) -> list[float]:
        """Not used by our tasks."""
        raise InputError("clipo tasks are generated, they have no log-likelihoods")


def _tokens(response: Response) -> int:
    """A response's tokens; where a server did not count them, about."""
    if response.tokens is not None:
        return response.tokens
    return -(-len(response.text + response.reasoning) // CHARACTERS_PER_TOKEN)


def _sample(request: Request) -> SampleId:
    assert request.sample is not None  # noqa: S101  # set in HarnessModel._request, for the types
    return request.sample


def _record(request: Request, response: Response) -> RecordedResponse:
    one = _sample(request)
    return RecordedResponse(
        one.benchmark, one.problem_id, one.variant_id, one.sample_index, request.prompt, response
    )


def _failed(request: Request) -> RecordedResponse:
    return _record(request, Response(request.key, "", "failed", None))


def sample_seed(seed: int, sample: SampleId) -> int:
    """Hash a sample's own seed, below 2**63; neighbouring seeds share nothing."""
    identity = (sample.benchmark, sample.problem_id, sample.variant_id, sample.sample_index)
    text = repr((seed, *identity))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1
