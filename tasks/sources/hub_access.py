"""Asking the hub: what takes long is announced, and a hub that is out of reach is named."""

import logging
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import getproxies

from clipo_bench.tasks.errors import ExternalError, InputError

PATIENCE = 5.0
"""Seconds after which a user is told what is being waited for."""

PAUSE = 1.0
"""Seconds before a name that could not be resolved is looked up again."""

_BUSY = 429  # an HTTP status: too many requests; from 500 on the server's own failures


@contextmanager
def asking_hub(wanted: str, remedy: str) -> Iterator[None]:
    """Wait for the hub, aloud.

    Args:
        wanted: what is asked for, such as ``the data set openai/gsm8k``.
        remedy: what to do where the hub cannot be reached.

    Raises:
        InputError: the user has forbidden to ask it, by HF_HUB_OFFLINE=1.
        ExternalError: it cannot be reached, or fails.
    """
    from huggingface_hub import is_offline_mode
    from huggingface_hub.utils import logging as hub_logging

    level = hub_logging.get_verbosity()
    hub_logging.set_verbosity(logging.ERROR)  # else it tells of each of its attempts
    timer = threading.Timer(PATIENCE, _announce, [wanted])
    timer.daemon = True
    timer.start()
    try:
        with _unknown_host_ends():
            yield
    except Exception as error:
        if not out_of_reach(error):
            raise
        if is_offline_mode():  # nothing was tried
            raise InputError(
                f"{wanted} is not on this machine, and HF_HUB_OFFLINE is set: unset it, or {remedy}"
            ) from error
        raise ExternalError(
            f"the Hugging Face hub cannot be reached for {wanted}: check the connection and start "
            f"the same command again; or {remedy}; or, where this machine has loaded it before, "
            "set HF_HUB_OFFLINE=1"
        ) from error
    finally:
        timer.cancel()
        hub_logging.set_verbosity(level)


@contextmanager
def _unknown_host_ends() -> Iterator[None]:
    """End a request whose host has no address: the hub's client would try 6 times, for 23 s.

    The error is that of the offline mode, so that the libraries still look into their caches. A
    proxy looks names up itself.
    """
    from huggingface_hub import get_session
    from huggingface_hub.errors import OfflineModeIsEnabled

    known: dict[str, bool] = {}

    def require_address(request: Any) -> None:
        host = str(request.url.host)
        if host not in known:
            known[host] = _has_address(host)
        if not known[host]:
            raise OfflineModeIsEnabled(f"the name {host} cannot be resolved")

    hooks: list[Any] = [] if getproxies() else get_session().event_hooks["request"]
    hooks.append(require_address)
    try:
        yield
    finally:
        hooks.remove(require_address)


def _has_address(host: str) -> bool:
    """Whether a name can be resolved, now or after a pause: a name server may be slow to start."""
    for pause in (PAUSE, 0.0):
        try:
            socket.getaddrinfo(host, None)
        except socket.gaierror:
            time.sleep(pause)
        else:
            return True
    return False


def _announce(wanted: str) -> None:
    sys.stderr.write(f"waiting for the Hugging Face hub, for {wanted}; Ctrl-C stops\n")
    sys.stderr.flush()


def out_of_reach(error: BaseException) -> bool:
    """Whether an error comes of a connection that failed, or of a server that did."""
    return any(map(_is_of_the_connection, _chain(error)))


def _is_of_the_connection(error: BaseException) -> bool:
    # httpx or httpx2, whichever this huggingface_hub is built on, by name.
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"ConnectionError", "TimeoutError", "TransportError", "LocalEntryNotFoundError"}:
        return True
    response: Any = getattr(error, "response", None)
    status = getattr(response, "status_code", 0)
    return status == _BUSY or status >= 500


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it comes of."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
