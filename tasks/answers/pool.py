"""Warm Math-Verify processes that can be killed: what bounds a comparison in time and memory."""

import contextlib
import itertools
import json
import os
import queue
import select
import signal
import subprocess
import sys
import sysconfig
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import clipo_bench
from clipo_bench.tasks.errors import ExternalError

WORKER = "clipo_bench.tasks.answers.worker"
MEMORY_LIMIT = 2**30
START_LIMIT = 120.0
END_LIMIT = 1.0
# Processor time is what is limited, by the worker itself: no verdict depends on how busy the
# machine is. By the clock it may take so long before the worker counts as stuck and is replaced.
STUCK_LIMIT = 600.0
ATTEMPTS = 4


class LimitError(Exception):
    """A comparison took longer, or more memory, than it may."""


class _LostError(Exception):
    """No answer to this very question came: the process is to be replaced, and asked again."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two formulas are equal, and the processor time that took."""

    equal: bool
    seconds: float


Checked = tuple[Literal["holds", "fails", "not_checkable"], str | None, int]
"""The fields of a `tasks.solution_steps.Process`."""


class Worker:
    """One process, started at its first question and again where it died or was stuck."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    @property
    def running(self) -> bool:
        """Whether there is a process: what it is asked next needs none to start."""
        return self._process is not None and self._process.poll() is None

    def equal(self, answer: str, gold: str, tolerance: float, seconds: float) -> Judgement:
        """Compare two LaTeX expressions within so much processor time.

        Raises:
            LimitError: it took longer, or more memory, than it may.
            ExternalError: the process cannot be started, or is ended again and again.
        """
        question = {"answer": answer, "gold": gold, "tolerance": tolerance, "seconds": seconds}
        reply = self._answer(question, "equal")
        return Judgement(reply["equal"], reply["seconds"])

    def check_steps(self, texts: Sequence[str]) -> list[Checked]:
        """Check the steps of solutions, see `tasks.solution_steps.check_steps`.

        Raises:
            LimitError: it took more memory than it may.
            ExternalError: the process cannot be started, or is ended again and again.
        """
        reply = self._answer({"solutions": texts}, "checked")
        return [(status, failed, count) for status, failed, count in reply["checked"]]

    def _answer(self, question: Mapping[str, Any], key: str) -> Any:
        """The reply to a question, which has such a key.

        A process that something else ends, such as the system where memory is short, changes
        no answer: another is asked the same.
        """
        lost = ""
        for _ in range(ATTEMPTS):
            try:
                reply = self._reply(question)
            except _LostError as error:
                lost = str(error)
                continue
            if key not in reply:
                raise LimitError("the process was ended at its limit")
            return reply
        raise ExternalError(
            f"the process that compares formulas was ended {ATTEMPTS} times in a row ({lost}): is "
            "there enough memory? Start the same command again"
        )

    def _reply(self, question: Mapping[str, Any]) -> Any:
        """What the process says to this very question.

        Raises:
            _LostError: it was ended, or what it says belongs to another question.
        """
        if not self.running:
            self._start()
        number = next(self._numbers)
        reply = self._ask(json.dumps({"id": number, **question}) + "\n", STUCK_LIMIT)
        if reply.get("id") != number:  # what follows may belong to another question, too
            self._replace()
            raise _LostError(f"question {number} was answered {reply!r:.80}")
        if reply.get("died") == "killed":
            raise _LostError("something else ended the comparison")
        return reply

    def close(self) -> None:
        """End the process: at the end of its input, or by force."""
        if self._process is None:
            return
        process, self._process = self._process, None
        _close_pipes(process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END_LIMIT)
        _kill(process)

    def forget(self) -> None:
        """Let go of a process that belongs to the parent of this one."""
        if self._process is not None:
            self._process.returncode = 0  # it cannot be waited for from here
            _close_pipes(self._process)
            self._process = None

    def _start(self) -> None:
        self.close()
        command = [sys.executable, "-P", "-m", WORKER, str(MEMORY_LIMIT)]
        self._process = subprocess.Popen(  # noqa: S603  our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": _module_path(), "OMP_NUM_THREADS": "1"},
            process_group=0,  # Ctrl-C is for the parent; and it can be killed with its children
        )
        try:
            said = self._ask("", START_LIMIT)
        except _LostError as error:
            raise _LostError(f"`{' '.join(command)}` does not start: {error}") from None
        if "error" in said:
            self.close()
            raise ExternalError(
                f"the process that compares formulas does not start: {said['error']}; raise the "
                "limit (ulimit -v)"
            )

    def _ask(self, request: str, seconds: float) -> Any:
        """Write a line and read one.

        Raises:
            _LostError: the process died, is stuck, or says what is no JSON.
        """
        process = self._process
        assert process and process.stdin and process.stdout  # noqa: S101
        try:
            _write(process.stdin.fileno(), request.encode())
            return json.loads(_read_line(process.stdout.fileno(), seconds))
        except BaseException as error:
            # Also when interrupted: its answer would be taken for that to the next question.
            self._replace()
            if isinstance(error, (OSError, ValueError)):
                raise _LostError(str(error)) from None
            raise

    def _replace(self) -> None:
        """End the process at once; the next question starts another."""
        if self._process is not None:
            process, self._process = self._process, None
            _kill(process)


def _module_path() -> str:
    """Where a worker looks for modules: in this process's folders, but first in Python's own.

    It imports SymPy and Math-Verify, which this process need not have done. A user's `sympy.py`,
    beside a script or in a folder of PYTHONPATH, must not stand in for them.
    """
    root = str(Path(clipo_bench.__file__).parents[1])
    standard = sysconfig.get_path("stdlib")

    def rank(folder: str) -> int:
        if folder == root:
            return 1
        if Path(folder).name in ("site-packages", "dist-packages"):
            return 2
        return 0 if Path(folder).is_relative_to(standard) else 3

    folders = dict.fromkeys([root, *filter(None, sys.path)])  # each once, in their order
    return os.pathsep.join(sorted(folders, key=rank))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children, at once."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    _close_pipes(process)


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def _write(descriptor: int, data: bytes) -> None:
    """Write all of it: a signal may end a write to a pipe half-way."""
    while data:
        data = data[os.write(descriptor, data) :]


def _read_line(descriptor: int, seconds: float) -> bytes:
    ready = select.poll()  # unlike select.select, it knows descriptors above 1023
    ready.register(descriptor, select.POLLIN)
    deadline = time.monotonic() + seconds
    line = b""
    while not line.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0 or not ready.poll(left * 1000):
            raise TimeoutError(f"no answer within {seconds} s")
        part = os.read(descriptor, 2**16)
        if not part:
            raise OSError("the process died")
        line += part
    return line


class Pool:
    """A few workers that any number of threads share; used one by one, only one is ever warm.

    They end with the pool, with the interpreter, and when the process that holds the pool is
    killed. A forked process starts workers of its own.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._workers = [Worker() for _ in range(size)]
        self._idle = _all_idle(self._workers)
        weakref.finalize(self, _close_all, self._workers)
        _POOLS.add(self)

    def equal(self, answer: str, gold: str, tolerance: float, seconds: float) -> Judgement:
        """Compare two LaTeX expressions within so much processor time.

        Raises:
            LimitError: it took longer, or more memory, than it may.
            ExternalError: the processes cannot be started, or are ended again and again.
        """
        idle = self._idle
        worker = idle.get()
        try:
            return worker.equal(answer, gold, tolerance, seconds)
        finally:
            idle.put(worker)

    def check_steps(self, texts: Sequence[str]) -> list[Checked] | None:
        """Check the steps of solutions, if a process runs that has nothing else to do.

        Returns:
            None if there is none, or if it is ended: the caller can check them as well.
        """
        idle = self._idle
        try:
            worker = idle.get_nowait()
        except queue.Empty:
            return None
        try:
            return worker.check_steps(texts) if worker.running else None
        except (LimitError, ExternalError):
            return None
        finally:
            idle.put(worker)

    def close(self) -> None:
        """End all processes."""
        _close_all(self._workers)

    def forget(self) -> None:
        """Start again in a forked process: pipes and locks are the parent's."""
        for worker in self._workers:
            worker.forget()
        self._idle = _all_idle(self._workers)


def _all_idle(workers: Sequence[Worker]) -> queue.LifoQueue[Worker]:
    idle: queue.LifoQueue[Worker] = queue.LifoQueue()
    for worker in workers:
        idle.put(worker)
    return idle


def _close_all(workers: Sequence[Worker]) -> None:
    for worker in workers:
        worker.close()


_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()


def _forget_all() -> None:
    for pool in _POOLS:
        pool.forget()


os.register_at_fork(after_in_child=_forget_all)
