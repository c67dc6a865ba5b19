"""What the command line asks of its process: safe output, SIGTERM as Ctrl-C, short memory."""

import io
import os
import signal
import sys
from typing import Any

from clipo_bench.tasks.errors import InputError

OUT_OF_MEMORY = (
    "out of memory; saved results are kept. Lower --batch-size or --max-tokens (in training: lower "
    "micro_batch_tokens, prompts_per_batch or max_response_tokens, or set gradient_checkpointing), "
    "then run the same command again"
)


class SafeStream(io.TextIOWrapper):
    """Standard output or error that never ends the program with a code that means something else.

    A reader that has gone (``clipo-bench gate A B | true``) would end it with 1, which means that
    the gate failed; what is written after that is dropped. Characters that the terminal's encoding
    lacks are replaced.
    """

    def write(self, text: str, /) -> int:
        """Write text; without a reader it is dropped.

        Raises:
            InputError: it cannot be written, such as on a full disk.
        """
        try:
            return super().write(text)
        except OSError as error:
            self._give_up(error)
            return len(text)

    def flush(self) -> None:
        """Hand on what was written; without a reader it is dropped.

        Raises:
            InputError: it cannot be written, such as on a full disk.
        """
        try:
            super().flush()
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        """Drop what is left: the interpreter would try to write it once more at its end."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)
        if self is sys.stdout and not isinstance(error, BrokenPipeError):
            raise InputError(f"cannot write standard output ({error.strerror})") from None


def prepare_process() -> None:
    """Make standard output and error safe, and let SIGTERM interrupt as Ctrl-C does."""
    if sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = _safe(sys.stdout)
    if sys.stderr is sys.__stderr__ and isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = _safe(sys.stderr)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _safe(stream: io.TextIOWrapper) -> SafeStream:
    settings: dict[str, Any] = {
        "encoding": stream.encoding,
        "errors": "replace",
        "line_buffering": stream.line_buffering,
        "write_through": stream.write_through,
    }
    return SafeStream(stream.detach(), **settings)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory ran out, the machine's or a GPU's (`torch.OutOfMemoryError`).

    On a CPU torch says ``DefaultCPUAllocator: can't allocate memory``.
    """
    named = type(error).__name__ == "OutOfMemoryError" or "DefaultCPUAllocator" in str(error)
    return isinstance(error, MemoryError) or named
