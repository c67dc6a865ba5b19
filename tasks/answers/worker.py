"""The process that asks Math-Verify, and checks steps: JSON lines in, JSON lines out.

Started as ``python -m clipo_bench.tasks.answers.worker BYTES``, the memory that it may take.
It says ``{"ready": true}`` once its imports are done, or ``{"error": ..}``. To each ``{"id": ..,
"answer": .., "gold": .., "tolerance": .., "seconds": ..}`` it answers ``{"id": .., "equal": ..,
"seconds": ..}``: what it found and the processor time that took, of what it may take; to each
``{"id": .., "solutions": [..]}``, which may take any time, ``{"id": .., "checked": [..]}``.

A fork of the process answers, so that a comparison which exceeds its time or memory kills only
that: the answer is then ``{"id": .., "died": "limit"}``, and the next fork is there at once. Of a
fork that something else ended it says ``{"id": .., "died": "killed"}``, with the id of the
question that it had, or 0: nobody asked for that line, so the reader must compare the ids.
"""

import faulthandler
import gc
import json
import logging
import mmap
import os
import signal
import sys
import time
from dataclasses import astuple
from typing import IO, Any

from clipo_bench.tasks.answers.formula import equal, read
from clipo_bench.tasks.solution_steps import check_steps

SLEEP_LIMIT = 300.0
# By these something else ends a comparison, such as the system where memory is short. Whatever
# else ends it (its time, its memory, a crash) would end it again.
_SIGNALS_FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)

# What no comparison does.
_FORBIDDEN = ("os.system", "os.exec", "os.fork", "os.posix_spawn", "subprocess.", "socket.")

_USUAL = (r"x^2 + (y - 3)^2 = \frac{3}{4}", r"-2 \sin(2x) + \log_2 8")


def confine(memory: int) -> None:
    """Bound the memory of this process and forbid it to write files or to start programs."""
    import resource

    for limit, size in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (size, size))
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        os._exit(1)


def _keep_from_evaluating() -> None:
    """Have the library read numbers itself: it gives their text to Python's `eval`."""
    from latex2sympy2_extended import latex2sympy2

    def decimal_comma(text: str) -> Any:
        return read_number(text.replace(",", ".") if text.startswith("0") else text)

    latex2sympy2.convert_number = decimal_comma
    latex2sympy2._Latex2Sympy.parse_number = lambda _, text: read_number(text)


def _predict_briefly() -> None:
    """Have the parser look ahead without its calling context first: that is twice as fast.

    Where it then finds no way, it starts over with the context. What it reads is the same
    (T. Parr and others, "Adaptive LL(*) parsing", 2014, section 3.4: SLL).
    """
    from antlr4.atn.PredictionMode import PredictionMode  # type: ignore[import-untyped]
    from latex2sympy2_extended.latex2sympy2 import _Latex2Sympy

    create, parse = _Latex2Sympy.create_parser, _Latex2Sympy.parse

    def create_in_mode(reader: Any, text: str) -> Any:
        parser = create(reader, text)
        parser._interp.predictionMode = reader.__dict__.get("prediction", PredictionMode.SLL)
        return parser

    def parse_twice(reader: Any, text: str) -> Any:
        try:
            return parse(reader, text)
        except MemoryError:
            raise
        except Exception:  # the library raises `Exception` itself
            reader.prediction = PredictionMode.LL
            return parse(reader, text)

    _Latex2Sympy.create_parser = create_in_mode
    _Latex2Sympy.parse = parse_twice


def _keep_capitals() -> None:
    """Have the parser tell `R` from `r`: as it comes it takes both for one variable."""
    from latex2sympy2_extended.latex2sympy2 import ConversionConfig, _Latex2Sympy

    create = _Latex2Sympy.__init__
    config = ConversionConfig(lowercase_symbols=False)

    def create_with_capitals(reader: Any, *arguments: Any, **options: Any) -> None:
        create(reader, *arguments, **options | {"config": config})

    _Latex2Sympy.__init__ = create_with_capitals


def read_number(text: str) -> Any:
    """The SymPy number that a token such as ``1,234`` or ``0.5`` is."""
    from sympy import Float, Integer

    text = text.replace(",", "").replace(" ", "")
    return Integer(text) if text.isdigit() else Float(text)


def serve(requests: IO[str], answers: IO[str], current: mmap.mmap) -> None:
    """Answer requests until there are no more.

    Args:
        requests: a line for each.
        answers: likewise.
        current: memory shared with the parent; holds the id of the request that is worked on.
    """
    for line in requests:
        request = json.loads(line)
        number = request.pop("id")
        _write_id(current, number)
        if "solutions" in request:
            checked = [astuple(check_steps(text)) for text in request["solutions"]]
            _say(answers, {"id": number, "checked": checked})
            _write_id(current, 0)
            continue
        # Processor time, so that a verdict does not depend on what else the machine does:
        # SIGPROF ends the process, in the middle of C code too.
        signal.setitimer(signal.ITIMER_PROF, request.pop("seconds"))
        # If the parent was killed, nobody else ends a comparison that sleeps.
        faulthandler.dump_traceback_later(SLEEP_LIMIT, exit=True)
        start = time.process_time()
        try:
            result = equal(**request)
        except MemoryError:
            os._exit(1)
        except Exception:
            # See above: text that only looks like mathematics is equal to nothing.
            result = False
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        _say(answers, {"id": number, "equal": result, "seconds": time.process_time() - start})
        _write_id(current, 0)


def _say(answers: IO[str], value: dict[str, Any]) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


def _reset_signals() -> None:
    """Undo what a parent handed down: a blocked or ignored SIGPROF would end no comparison."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for name in (signal.SIGPROF, signal.SIGCHLD):
        signal.signal(name, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def prepare() -> None:
    """Import what a comparison needs, so that the forks share it.

    The parser learns its grammar as it reads: it has learned the usual forms before they fork.
    """
    _keep_from_evaluating()
    _predict_briefly()
    _keep_capitals()
    import sympy.physics.units  # noqa: F401  its simplifier does, when it is first used

    for formula in _USUAL:
        read(formula)
    gc.freeze()
    gc.set_threshold(50_000)  # a parse makes many objects, and hardly any garbage


def _write_id(current: mmap.mmap, number: int) -> None:
    current[:] = number.to_bytes(len(current))


def cause_of_death(status: int) -> str:
    """Why a fork ended: ``limit`` if its comparison needed too much, else ``killed``.

    Args:
        status: as `os.waitpid` gives it.
    """
    return "killed" if -os.waitstatus_to_exitcode(status) in _SIGNALS_FROM_OUTSIDE else "limit"


def main(memory: int) -> None:
    """Keep a fork that answers, until there are no more requests."""
    import resource

    _reset_signals()
    logging.disable(logging.CRITICAL)
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    if most != resource.RLIM_INFINITY and most < memory:
        _say(sys.stdout, {"error": f"processes may have {most} bytes here, it needs {memory}"})
        return
    prepare()
    _say(sys.stdout, {"ready": True})
    current = mmap.mmap(-1, 8)
    while True:
        _write_id(current, 0)
        child = os.fork()
        if not child:
            confine(memory)
            serve(sys.stdin, sys.stdout, current)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        if status == 0:
            return
        _say(sys.stdout, {"id": int.from_bytes(current[:]), "died": cause_of_death(status)})


if __name__ == "__main__":
    main(int(sys.argv[1]))
