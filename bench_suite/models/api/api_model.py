"""The api backend: a model that a server with OpenAI's interface serves."""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import Any

from clipo_bench.bench_suite.models.api.reply import require_further_keys
from clipo_bench.bench_suite.models.api.servers import Servers, base_urls
from clipo_bench.bench_suite.models.model import Failure, Request, Response
from clipo_bench.bench_suite.models.prompts import Messages, PromptSettings
from clipo_bench.tasks.errors import ExternalError, InputError
from clipo_bench.tasks.option import option

KEY = "OPENAI_API_KEY"
CONNECT_SECONDS = 20.0
SERVED = "served"


class ApiModel:
    """Asks one or more servers of the same model: vLLM, SGLang, llama.cpp, TGI, or hosted ones.

    The addresses, the number of requests at once and the attempts are no part of a run's
    identity: it resumes on other servers. The key is read from the environment when it is needed,
    and taken out of every message.
    """

    def __init__(
        self,
        urls: str,
        *,
        served_model: str | None = None,
        revision: str | None = None,
        prompts: PromptSettings | None = None,
        extra_body: Mapping[str, Any] | None = None,
        concurrency: int = 64,
        timeout: float = 600.0,
        pause: float = 1.0,
    ) -> None:
        """Ask the servers what they serve.

        Args:
            urls: of the interface, such as ``http://localhost:8000/v1``; several with commas.
            served_model: the servers' name of the model; None if they serve one alone.
            revision: of the weights, as the user states it: a server does not tell.
            prompts: how questions become prompts: ``raw`` uses the completions interface.
            extra_body: further keys of every request, such as ``{"reasoning_effort": "low"}``;
                part of a run's identity.
            concurrency: the most requests at once, over all servers.
            timeout: the longest silence of a server within a response, in seconds.
            pause: the longest first pause after a failed attempt, in seconds; it doubles.

        Raises:
            InputError: an address is none, the key is refused, or the model is not served.
            ExternalError: a server cannot be reached.
        """
        self.urls = base_urls(urls)
        self.prompts = prompts or PromptSettings()
        self.extra_body = dict(extra_body or {})
        require_further_keys(self.extra_body)
        self.revision = revision or SERVED
        self._concurrency = concurrency
        self._timeout = timeout
        self._pause = pause
        self.name = self._served(served_model)

    @property
    def settings(self) -> dict[str, Any]:
        """What of the requests responses depend on."""
        extra = {"extra_body": self.extra_body} if self.extra_body else {}
        return {**self.prompts.identity, **extra}

    @property
    def window(self) -> None:
        """Requests are sent in order."""

    @property
    def has_chat_template(self) -> bool:
        """Whether the chat interface is asked; the template is the server's."""
        return self.prompts.form != "raw"

    def apply_chat_template(self, messages: Messages) -> str:
        """The text of the only message: the server applies the template.

        Raises:
            ValueError: there are more, which our tasks never make.
        """
        (message,) = messages
        return message["content"]

    def generate(self, requests: Sequence[Request]) -> Iterator[Response | Failure]:
        """Yield a response per request as it comes in, or why there is none.

        Raises:
            InputError: the servers refuse the key, or do not serve the model.
            ExternalError: one request after another failed.
        """
        results: SimpleQueue[Response | Failure | BaseException | None] = SimpleQueue()
        loop = asyncio.new_event_loop()
        asking = loop.create_task(self._ask(requests, results))
        thread = Thread(target=_run, args=(loop, asking, results), daemon=True)
        thread.start()
        try:
            while (result := results.get()) is not None:
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            loop.call_soon_threadsafe(asking.cancel)
            thread.join()
            loop.close()

    async def _ask(self, requests: Sequence[Request], results: "SimpleQueue[Any]") -> None:
        from httpx2 import AsyncClient, Limits, Timeout

        from clipo_bench.bench_suite.models.api.asking import Asking
        from clipo_bench.bench_suite.models.api.concurrency import Concurrency

        async with AsyncClient(
            headers=_headers(),
            timeout=Timeout(self._timeout, connect=CONNECT_SECONDS, pool=None),
            limits=Limits(max_connections=None),
        ) as client:
            asking = Asking(
                client,
                Servers(self.urls),
                Concurrency(self._concurrency),
                self.name,
                self.prompts,
                self.extra_body,
                self._pause,
                without_key,
            )
            workers = min(self._concurrency, len(requests))
            await asking.ask_all(iter(requests), workers, results.put)

    def _served(self, wanted: str | None) -> str:
        """The model's name at the servers; each is asked whether it serves it."""
        names: dict[str, list[str]] = {}
        dead: list[str] = []
        for url in self.urls:
            try:
                names[url] = served_models(url)
            except ExternalError as error:
                dead.append(str(error))
        if dead:
            raise ExternalError(f"{'; '.join(dead)}: start the server, or check the address")
        for url, served in names.items():
            if served and wanted is not None and wanted not in served:
                raise InputError(
                    f"{url} does not serve {wanted!r}: it serves {', '.join(served)}; give "
                    f"{option('served_model')} one of these"
                )
        if wanted is not None:
            return wanted
        common = sorted(set.intersection(*(set(served) for served in names.values())))
        if len(common) != 1:
            raise InputError(
                f"{option('served_model')} is missing: {', '.join(self.urls)} serve "
                f"{', '.join(common) or 'no model that all of them list'}; name one"
            )
        return common[0]


def _run(
    loop: asyncio.AbstractEventLoop, asking: "asyncio.Task[None]", results: "SimpleQueue[Any]"
) -> None:
    """The thread: its end, or its error, comes last in the queue."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(asking)
    except asyncio.CancelledError:
        pass  # the caller stopped
    except BaseExceptionGroup as group:
        results.put(group.exceptions[0])
    except BaseException as error:  # raised again where the results are read
        results.put(error)
    results.put(None)


def served_models(url: str) -> list[str]:
    """Ask a server for the names of its models; none if it does not list them.

    Raises:
        InputError: it refuses the key.
        ExternalError: it cannot be reached.
    """
    from httpx2 import HTTPError, get

    try:
        reply = get(f"{url}/models", headers=_headers(), timeout=CONNECT_SECONDS)
    except HTTPError as error:
        raise ExternalError(f"{url} cannot be reached ({without_key(str(error))})") from None
    if reply.status_code in (401, 403):
        raise InputError(
            f"{url} refuses the key (HTTP {reply.status_code}): give it as {KEY} in the environment"
        )
    try:
        return [str(model["id"]) for model in reply.json()["data"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []


def _key() -> str:
    """The key from the environment; files that it comes from often end in a line break.

    Raises:
        InputError: it cannot be sent in a header.
    """
    key = os.environ.get(KEY, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise InputError(f"{KEY} in the environment holds characters that no key has: set it again")
    return key


def _headers() -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if (key := _key()) else {}


def without_key(text: str) -> str:
    """Take the key out of a server's message, which may repeat it."""
    return text.replace(key, "***") if (key := _key()) else text
