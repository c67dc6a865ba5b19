"""The process that asks Math-Verify: JSON lines in, JSON lines out.

Started as ``python -m tasks.answers.worker SECONDS BYTES``. It answers ``{"ready": true}``
once its imports are done, then ``{"equal": true}`` or ``{"equal": false}`` to each
``{"answer": .., "gold": ..}``. It may hang or die on a question: the parent expects that.
"""

import faulthandler
import json
import logging
import os
import signal
import sys
from typing import IO, Any


def limit_memory(size: int) -> None:
    """Bound the address space of this process, where the system knows such a bound."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def equal(answer: str, gold: str) -> bool:
    """Ask Math-Verify whether two LaTeX expressions are equal."""
    from math_verify import LatexExtractionConfig, parse, verify

    # LaTeX alone: the library's other parser evaluates text as Python.
    config = [LatexExtractionConfig()]
    parsed = [
        parse(f"${text}$", config, parsing_timeout=None, raise_on_error=False)
        for text in (gold, answer)
    ]
    return bool(all(parsed) and verify(parsed[0], parsed[1], timeout_seconds=None))


def serve(requests: IO[str], answers: IO[str], seconds: float) -> None:
    """Answer requests until there are no more."""

    def say(value: dict[str, Any]) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    logging.disable(logging.CRITICAL)
    equal("1", "1")
    say({"ready": True})
    for line in requests:
        request = json.loads(line)
        # If the parent was killed, nobody else ends a comparison that hangs.
        faulthandler.dump_traceback_later(2 * seconds + 10, exit=True)
        try:
            result = equal(request["answer"], request["gold"])
        except MemoryError:
            os._exit(1)
        except Exception:
            # The library raises whatever it likes on text that is no mathematics.
            result = False
        faulthandler.cancel_dump_traceback_later()
        say({"equal": result})


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(int(sys.argv[2]))
    serve(sys.stdin, sys.stdout, float(sys.argv[1]))
