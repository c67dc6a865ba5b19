"""The servers that share the requests: their addresses, and which one is asked next."""

from clipo_bench.tasks.errors import InputError

PREFIXES = ("http://", "https://")


def is_url(model: str) -> bool:
    """Whether a model's name is the address of a server, or several with commas."""
    return model.startswith(PREFIXES)


def base_urls(urls: str) -> list[str]:
    """The addresses under which the interface lies: ``http://host:8000`` ends in ``/v1``, too.

    Raises:
        InputError: one of them is no address.
    """
    from httpx2 import URL, InvalidURL

    found = []
    for url in (part.strip() for part in urls.split(",") if part.strip()):
        try:
            parsed = URL(url)
        except InvalidURL as error:
            raise InputError(f"{url!r} is not a URL: {error}") from None
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise InputError(f"{url!r} is not a URL such as http://localhost:8000/v1")
        if parsed.userinfo or parsed.query:
            raise InputError(
                f"a URL of {parsed.host} holds a user, a password or a query, which would be "
                "recorded: give the key as OPENAI_API_KEY in the environment"
            )
        path = parsed.path.rstrip("/") or "/v1"
        found.append(str(parsed.copy_with(path=path)))
    if not found:
        raise InputError(f"{urls!r} is not a URL such as http://localhost:8000/v1")
    return list(dict.fromkeys(found))


class Servers:
    """Chooses the server with the fewest running requests; one that failed rests a while."""

    def __init__(self, urls: list[str]) -> None:
        self._running = dict.fromkeys(urls, 0)
        self._resting_until = dict.fromkeys(urls, 0.0)

    def take(self, now: float) -> str:
        """Choose a server for a request, at a time in seconds."""
        url = min(self._running, key=lambda u: (self._resting_until[u] > now, self._running[u]))
        self._running[url] += 1
        return url

    def give_back(self, url: str) -> None:
        """The request to a server has ended."""
        self._running[url] -= 1

    def rest(self, url: str, until: float) -> None:
        """Ask others first for a while."""
        self._resting_until[url] = until
