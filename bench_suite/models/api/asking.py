"""Asks a server for many responses at once: attempts, pauses between them, and when to give up."""

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from httpx2 import AsyncClient, EventSource, HTTPError
from httpx2 import Response as HttpResponse

from clipo_bench.bench_suite.models.api.concurrency import Concurrency
from clipo_bench.bench_suite.models.api.reply import BadReplyError, Reply, request_body
from clipo_bench.bench_suite.models.api.servers import Servers
from clipo_bench.bench_suite.models.model import Failure, Request, Response
from clipo_bench.bench_suite.models.prompts import PromptSettings
from clipo_bench.tasks.errors import ExternalError, InputError

ATTEMPTS = 8
LONGEST_PAUSE = 60.0  # seconds
REST = 5.0  # first pauses, in which other servers are asked first
GIVE_UP_AFTER = 32  # requests that failed one after another: nothing is served any more
OVERLOADED = (408, 409, 425, 429)  # 409 and 425 as OpenAI's own client: ask again
REFUSED = (401, 403, 404)  # no request would be served
SHOWN = 300  # characters of a server's message


class AttemptFailedError(Exception):
    """An attempt failed in a way that may pass.

    Attributes:
        after: the seconds that the server asks to wait; None if it does not say.
        overloaded: whether the server is asked too much.
    """

    def __init__(
        self, reason: str, *, after: float | None = None, overloaded: bool = False
    ) -> None:
        super().__init__(reason)
        self.after = after
        self.overloaded = overloaded


class RefusedError(Exception):
    """The server refuses this request, and would again."""


@dataclass(slots=True)
class Asking:
    """The state of asking: what is sent where, and how it goes.

    Attributes:
        client: with the key and the time limits.
        servers: who is asked.
        concurrency: how many requests run at once.
        model: the server's name of the model.
        prompts: how questions become prompts.
        extra: further keys of every request.
        pause: the longest first pause after a failed attempt, in seconds.
        hide: takes the key out of a server's message.
    """

    client: AsyncClient
    servers: Servers
    concurrency: Concurrency
    model: str
    prompts: PromptSettings
    extra: Mapping[str, Any]
    pause: float
    hide: Callable[[str], str]
    _failed_in_a_row: int = field(default=0, init=False)

    async def ask_all(
        self, requests: Iterator[Request], workers: int, done: Callable[[Response | Failure], None]
    ) -> None:
        """Ask for every response; each is handed over as soon as it is there.

        Args:
            requests: what is asked; shared by the workers.
            workers: the most requests at once.
            done: takes a response, or the failure of one.

        Raises:
            InputError: the server serves nothing of this sort: a wrong key, an unknown model.
            ExternalError: one request after another failed.
        """

        async def work() -> None:
            for request in requests:
                done(await self._ask(request))

        async with asyncio.TaskGroup() as group:
            for _ in range(workers):
                group.create_task(work())

    async def _ask(self, request: Request) -> Response | Failure:
        reason = ""
        for attempt in range(ATTEMPTS):
            try:
                response = await self._attempt(request)
            except RefusedError as error:
                reason = self.hide(str(error))
                self._count_failure(reason)
                return Failure(request.key, reason)
            except AttemptFailedError as error:
                reason = self.hide(str(error))
                if error.overloaded:
                    self.concurrency.overloaded()
                if attempt + 1 < ATTEMPTS:
                    await asyncio.sleep(self._pause(attempt, error.after))
                continue
            self._failed_in_a_row = 0
            await self.concurrency.succeeded()
            return response
        reason += f" ({ATTEMPTS} attempts)"
        self._count_failure(reason)
        return Failure(request.key, reason)

    def _count_failure(self, reason: str) -> None:
        self._failed_in_a_row += 1
        if self._failed_in_a_row >= GIVE_UP_AFTER:
            raise ExternalError(
                f"{self._failed_in_a_row} requests in a row failed, the last with: {reason}. All "
                "responses are saved: run the same command again when the server works"
            )

    def _pause(self, attempt: int, after: float | None) -> float:
        """Exponential, with full jitter, so that requests do not come back all at once."""
        longest = min(LONGEST_PAUSE, self.pause * 2**attempt)
        jitter = random.uniform(0, longest)  # noqa: S311  # no secret
        return jitter if after is None else min(after, LONGEST_PAUSE) + jitter * 0.1

    async def _attempt(self, request: Request) -> Response:
        loop = asyncio.get_running_loop()
        async with self.concurrency.place():
            url = self.servers.take(loop.time())
            try:
                return await self._post(url, request)
            except (HTTPError, BadReplyError) as error:
                self.servers.rest(url, loop.time() + REST * self.pause)
                raise AttemptFailedError(str(error) or type(error).__name__) from None
            except AttemptFailedError:
                # One that fails fast would else have the fewest requests running, and get the most.
                self.servers.rest(url, loop.time() + REST * self.pause)
                raise
            finally:
                self.servers.give_back(url)

    async def _post(self, url: str, request: Request) -> Response:
        path = "completions" if self.prompts.form == "raw" else "chat/completions"
        body = request_body(request, self.model, self.prompts, self.extra)
        async with self.client.stream("POST", f"{url}/{path}", json=body) as reply:
            if not reply.is_success:
                raise await self._refusal(reply)
            received = Reply()
            if "text/event-stream" not in reply.headers.get("content-type", ""):
                received.add((await reply.aread()).decode(errors="replace"))
                return _response(received, request.key)
            async for event in EventSource(reply):
                if event.data.strip() == "[DONE]":
                    break
                received.add(event.data)
            return _response(received, request.key)

    async def _refusal(self, reply: HttpResponse) -> Exception:
        text = (await reply.aread()).decode(errors="replace")
        reason = f"HTTP {reply.status_code}: {server_message(text)}"
        if reply.status_code in REFUSED:
            return InputError(self.hide(_advice(reply.status_code, reason, self.model)))
        if reply.status_code in OVERLOADED or reply.status_code >= 500:
            return AttemptFailedError(
                reason,
                after=_seconds(reply.headers.get("retry-after", "")),
                overloaded=reply.status_code in (429, 503),
            )
        return RefusedError(reason)


def _response(received: Reply, key: str) -> Response:
    if received.finish_reason == "content_filter":  # and would be again
        raise RefusedError("the server's content filter withheld the response")
    return received.response(key)


def server_message(text: str) -> str:
    """The message in an error's reply, of whatever form."""
    from json import loads

    with suppress(ValueError, TypeError, AttributeError, KeyError, RecursionError):
        value = loads(text)
        text = str((value.get("error") or value).get("message") or value)
    return " ".join(text.split())[:SHOWN] or "no message"


def _advice(status: int, reason: str, model: str) -> str:
    if status == 404:
        return f"the server does not serve {model!r} ({reason}): give --served-model its name"
    return f"the server refuses the key ({reason}): give it as OPENAI_API_KEY in the environment"


def _seconds(header: str) -> float | None:
    """Of a ``Retry-After`` header; a date in it is not read."""
    with suppress(ValueError):
        return max(0.0, float(header))
    return None
