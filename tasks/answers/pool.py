"""Warm Math-Verify processes that can be killed: what bounds a comparison in time and memory."""

import json
import os
import queue
import select
import subprocess
import sys
import time
from typing import Any

from tasks.answers.worker import WALL_FACTOR

MEMORY_LIMIT = 4 * 2**30
START_LIMIT = 120.0


class LimitError(Exception):
    """A comparison took longer, or more memory, than it may."""


class Worker:
    """One process, started at its first question and again after it was killed."""

    def __init__(self, time_limit: float) -> None:
        self._time_limit = time_limit
        self._process: subprocess.Popen[bytes] | None = None

    def equal(self, answer: str, gold: str, tolerance: float = 0.0) -> bool:
        """Whether two LaTeX expressions are equal.

        Raises:
            LimitError: the process had to be killed, or died.
            RuntimeError: the process does not start at all.
        """
        if self._process is None or self._process.poll() is not None:
            self._start()
        request = json.dumps({"answer": answer, "gold": gold, "tolerance": tolerance})
        return bool(self._ask(request + "\n", WALL_FACTOR * self._time_limit)["equal"])

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> None:
        self.close()
        path = os.pathsep.join(entry for entry in sys.path if entry)
        command = [sys.executable, "-P", "-m", "tasks.answers.worker"]
        self._process = subprocess.Popen(  # noqa: S603  our own module
            [*command, str(self._time_limit), str(MEMORY_LIMIT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        )
        try:
            self._ask("", START_LIMIT)
        except LimitError as error:
            raise RuntimeError(
                f"the process that compares formulas does not start ({error}): "
                f"does `{' '.join(command)} 5 {MEMORY_LIMIT}` run?"
            ) from None

    def _ask(self, request: str, seconds: float) -> Any:
        process = self._process
        assert process and process.stdin and process.stdout  # noqa: S101
        try:
            process.stdin.write(request.encode())
            return json.loads(_read_line(process.stdout.fileno(), seconds))
        except (OSError, TimeoutError, json.JSONDecodeError) as error:
            self.close()
            raise LimitError(str(error)) from None


def _read_line(descriptor: int, seconds: float) -> bytes:
    deadline = time.monotonic() + seconds
    line = b""
    while not line.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError(f"no answer within {seconds} s")
        part = os.read(descriptor, 4096)
        if not part:
            raise OSError("the process died")
        line += part
    return line


class Pool:
    """A few workers that any number of threads share; used one by one, only one is ever warm."""

    def __init__(self, time_limit: float, size: int = 2) -> None:
        self._workers = [Worker(time_limit) for _ in range(size)]
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def equal(self, answer: str, gold: str, tolerance: float = 0.0) -> bool:
        """Whether two LaTeX expressions are equal.

        Raises:
            LimitError: it took longer, or more memory, than it may.
        """
        worker = self._idle.get()
        try:
            return worker.equal(answer, gold, tolerance)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.close()
