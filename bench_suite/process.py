"""What the command line asks of its process: safe output, SIGTERM as Ctrl-C, short memory."""

import io
import os
import signal
import sys

OUT_OF_MEMORY = (
    "memory ran out; what is saved stays. Smaller --batch-size or --max-tokens (in training "
    "micro_batch_tokens, prompts or max_tokens, or gradient_checkpointing) need less; then start "
    "the same command again"
)


class SafeStdout(io.TextIOWrapper):
    """Standard output that never ends the program.

    A reader that has gone (``clipo-bench gate A B | true``) would end it with 1, which means that
    the gate failed; what is written after that is dropped. Characters that the terminal's encoding
    lacks are replaced.
    """

    def write(self, text: str, /) -> int:
        """Write text; without a reader it is dropped."""
        try:
            return super().write(text)
        except BrokenPipeError:
            self._drop()
            return len(text)

    def flush(self) -> None:
        """Hand on what was written; without a reader it is dropped."""
        try:
            super().flush()
        except BrokenPipeError:
            self._drop()

    def _drop(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def prepare_process() -> None:
    """Make standard output safe, and let SIGTERM interrupt as Ctrl-C does."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout is sys.__stdout__:
        sys.stdout = SafeStdout(
            sys.stdout.detach(),
            encoding=sys.stdout.encoding,
            errors="replace",
            line_buffering=sys.stdout.line_buffering,
        )
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory ran out, the machine's or a GPU's (`torch.OutOfMemoryError`)."""
    return isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
