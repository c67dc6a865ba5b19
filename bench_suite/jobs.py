"""Chains: sequences of commands, several in parallel, each command in its own process."""

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clipo_bench.bench_suite.child_command import child_command, exit_code
from clipo_bench.bench_suite.console import note

POLL_SECONDS = 0.5
_TAIL = 2000  # characters of a failed command's log


@dataclass(frozen=True, slots=True)
class Chain:
    """Commands to run one after the other.

    Attributes:
        name: how messages call it.
        log: where what they print is kept.
        commands: the arguments of each; the next is asked for when the one before succeeded.
    """

    name: str
    log: Path
    commands: Iterator[list[str]]


def run_chains(
    chains: Sequence[Chain],
    workers: int,
    watch: Callable[[Collection[str]], None],
    lock: int | None = None,
) -> None:
    """Run all chains, at most `workers` in parallel, with one thread each.

    When it is interrupted, or one fails, the others are asked to save what they have and are
    waited for.

    Args:
        chains: what to run.
        workers: processes at once.
        watch: called twice a second with the names of the running chains.
        lock: a file descriptor that the processes inherit, so that a folder stays locked while
            one of them lives, even if this process is killed.

    Raises:
        SystemExit: a command failed; the end of its log has been shown.
        KeyboardInterrupt: Ctrl-C was pressed, or the process was told to end.
    """
    waiting = deque(chains)
    running: dict[str, tuple[Chain, subprocess.Popen[bytes]]] = {}
    with _ends_as_interrupt():
        try:
            while waiting or running:
                while waiting and len(running) < workers:
                    _advance(waiting.popleft(), running, lock)
                for chain, process in list(running.values()):
                    if process.poll() is not None:
                        del running[chain.name]
                        if process.returncode:
                            raise _failure(chain, process.returncode)
                        _advance(chain, running, lock)
                watch(running.keys())
                if running:
                    time.sleep(POLL_SECONDS)
        finally:
            _stop([process for _, process in running.values()])


def _advance(
    chain: Chain, running: dict[str, tuple[Chain, "subprocess.Popen[bytes]"]], lock: int | None
) -> None:
    """Start a chain's next command, if there is one."""
    arguments = next(chain.commands, None)
    if arguments is None:
        return
    chain.log.parent.mkdir(parents=True, exist_ok=True)
    with chain.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            child_command(arguments),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            # Of the terminal's Ctrl-C it hears from us, once: a second one would cut its saving.
            start_new_session=True,
            pass_fds=() if lock is None else (lock,),
        )
    running[chain.name] = (chain, process)


def _failure(chain: Chain, code: int) -> SystemExit:
    end = chain.log.read_text(encoding="utf-8", errors="replace")[-_TAIL:]
    note(f"{end.rstrip()}\n{chain.name} failed (exit {code}); its full output is in {chain.log}")
    return SystemExit(exit_code(code))


def _stop(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Let processes save what they have; a second Ctrl-C ends them at once."""
    if not processes:
        return
    note(
        "stopping: each training finishes its step and saves it; press Ctrl-C again to stop at once"
    )
    try:
        for process in processes:
            process.send_signal(signal.SIGINT)
        for process in processes:
            process.wait()
    except KeyboardInterrupt:
        for process in processes:
            process.kill()
            process.wait()
        raise


@contextmanager
def _ends_as_interrupt() -> Iterator[None]:
    """Treat SIGTERM and SIGHUP like Ctrl-C, so that no process is left behind.

    What is ignored stays so: under nohup a study outlives its terminal.
    """
    before = {end: signal.getsignal(end) for end in (signal.SIGTERM, signal.SIGHUP)}
    taken = {end: handler for end, handler in before.items() if handler is not signal.SIG_IGN}
    for end in taken:
        signal.signal(end, signal.default_int_handler)
    try:
        yield
    finally:
        for end, handler in taken.items():
            signal.signal(end, handler)
