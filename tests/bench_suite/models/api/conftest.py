"""FakeServer: a real HTTP server with OpenAI's interface and no model, for what goes wrong."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Behave = Callable[[int, Mapping[str, Any]], str]


class FakeServer(ThreadingHTTPServer):
    """Answers every prompt with a text made of it, after what `behave` says.

    Attributes:
        behave: takes how often this body was asked before, and the body; gives ``ok`` or what
            goes wrong.
        bodies: what was asked, in order.
        headers: those of the last request.
        seconds: how long a response takes.
        running: how many requests run now.
        most: how many ran at once.
        busy: per request its start and end.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behave: Behave = lambda n, body: "ok"
        self.models = ["tiny"]
        self.bodies: list[dict[str, Any]] = []
        self.headers: Mapping[str, str] = {}
        self.seconds: Callable[[int], float] = lambda n: 0.0
        self.running = self.most = 0
        self.busy: list[tuple[float, float]] = []
        self.lock = threading.Lock()
        self.counts: dict[str, int] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that goes away is what the tests want


class Handler(BaseHTTPRequestHandler):
    server: FakeServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        self._json(200, {"data": [{"id": name} for name in self.server.models]})

    def do_POST(self) -> None:
        server = self.server
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        body = json.loads(raw)
        with server.lock:
            server.bodies.append({**body, "path": self.path})
            server.headers = dict(self.headers)
            number = len(server.bodies)
            seen = server.counts.get(raw.decode(), 0)
            server.counts[raw.decode()] = seen + 1
            server.running += 1
            server.most = max(server.most, server.running)
        start = time.monotonic()
        try:
            time.sleep(server.seconds(number))
            self._answer(server.behave(seen, body), body)
        finally:
            with server.lock:
                server.running -= 1
                server.busy.append((start, time.monotonic()))

    def _answer(self, behaviour: str, body: Mapping[str, Any]) -> None:
        chat = "messages" in body
        prompt = body["messages"][-1]["content"] if chat else body["prompt"]
        text = f"answer to {prompt}"
        if behaviour.isdigit():
            message = f"no, with {self.headers.get('Authorization')}"
            self._json(int(behaviour), {"error": {"message": message}}, {"Retry-After": "0"})
        elif behaviour == "hang":
            time.sleep(30)
        elif behaviour == "cut":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif behaviour == "whole":
            message = {"message": {"content": text}} if chat else {"text": text}
            self._json(200, {"choices": [{**message, "finish_reason": "length"}]})
        else:
            self._stream(behaviour, text, chat)

    def _stream(self, behaviour: str, text: str, chat: bool) -> None:
        chunks: list[Any] = []
        if behaviour != "empty":
            if chat:
                chunks.append({"delta": {"role": "assistant", "reasoning_content": "hm, "}})
                chunks.append({"delta": {"reasoning": "yes"}})
            for part in (text[:5], text[5:]):
                chunks.append({"delta": {"content": part}} if chat else {"text": part})
        if behaviour not in ("truncated", "empty"):
            reason = "content_filter" if behaviour == "filter" else "stop"
            chunks.append({"delta": {} if chat else None, "finish_reason": reason})
        facts = {"model": "tiny-0.1", "system_fingerprint": "fp_1"}
        lines = [json.dumps({**facts, "choices": [{"index": 0, **c}]}) for c in chunks]
        if behaviour == "malformed":
            lines.insert(1, '{"choices": [')
        if behaviour == "error":
            lines.insert(1, json.dumps({"error": {"message": "out of blocks"}}))
        lines.append(json.dumps({**facts, "choices": [], "usage": {"completion_tokens": 7}}))
        data = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"]).encode()
        self._reply(200, "text/event-stream; charset=utf-8", data)

    def _json(self, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
        self._reply(status, "application/json", json.dumps(value).encode(), headers)

    def _reply(
        self, status: int, kind: str, data: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def new_server() -> Iterator[Callable[[], FakeServer]]:
    """Starts fake servers, and stops them after the test."""
    servers: list[FakeServer] = []

    def start() -> FakeServer:
        server = FakeServer()
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def server(new_server: Callable[[], FakeServer]) -> FakeServer:
    """One fake server."""
    return new_server()
