"""The process that asks Math-Verify: JSON lines in, JSON lines out.

Started as ``python -m tasks.answers.worker SECONDS BYTES``, the processor time of one
comparison and the memory of the process. It answers ``{"ready": true}``
once its imports are done, then ``{"equal": true}`` or ``{"equal": false}`` to each
``{"answer": .., "gold": .., "tolerance": ..}``. It may hang or die on a question: the parent
expects that.
"""

import faulthandler
import json
import logging
import math
import os
import signal
import sys
from functools import lru_cache
from typing import IO, Any

from tasks.answers.numbers import ROUNDED_PLACES, number

# On a busy machine a comparison's processor time takes longer; the parent waits so much.
WALL_FACTOR = 4
CLEARLY = 1e-4
MAX_PRECISION = 400
_POINT = (0.7390851, 1.3247179, 0.5671432, 1.2020569, 0.9159655, 1.6180339)


def limit_memory(size: int) -> None:
    """Bound the address space of this process, where the system knows such a bound."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def equal(answer: str, gold: str, tolerance: float = 0.0) -> bool:
    """Whether two LaTeX expressions are equal.

    Values that clearly differ at one point settle it, which is fast and does not depend on
    what a simplifier takes to be zero; so does an exact difference. The rest is Math-Verify's
    to judge, which takes a small enough difference for none.
    """
    from math_verify import verify

    left, right = _parse(answer), _parse(gold)
    if left is None or right is None:
        return False
    gap = _gap(left, right)
    if gap is not None and gap > max(tolerance, CLEARLY):
        return False
    if tolerance and gap is not None and gap <= tolerance and not right.free_symbols:
        return True
    exactly = _exactly(left, right)
    if exactly is not None:
        return exactly
    return bool(verify(right, left, allow_set_relation_comp=True, timeout_seconds=None))


@lru_cache(maxsize=4096)
def _parse(text: str) -> Any:
    """Read LaTeX, None if it is none. Math-Verify's other parser evaluates text as Python."""
    from latex2sympy2_extended.latex2sympy2 import normalize_latex
    from math_verify import LatexExtractionConfig
    from math_verify.parser import parse_latex_cached
    from sympy import Rational

    known = number(text)
    if known and not known.percent and known.places < ROUNDED_PLACES:
        return Rational(known.value.numerator, known.value.denominator)
    try:
        config = LatexExtractionConfig().normalization_config
        return parse_latex_cached(normalize_latex(text, config=config))
    except MemoryError:
        raise
    except Exception:
        # The library raises whatever it likes on text that is no mathematics.
        return None


def _gap(left: Any, right: Any) -> float | None:
    """How far two formulas of the same variables differ at one point, relative to the right."""
    from sympy import Expr

    if not (isinstance(left, Expr) and isinstance(right, Expr)):
        return None
    names = sorted(left.free_symbols, key=str)
    if left.free_symbols != right.free_symbols or len(names) > len(_POINT):
        return None
    point = dict(zip(names, _POINT, strict=False))
    try:
        a, b = (complex(side.doit().subs(point).evalf(20)) for side in (left, right))
        gap = abs(a - b) / abs(b) if b else abs(a)
    except MemoryError:
        raise
    except Exception:
        # No number comes out, as of an integral without an end, or one too large for a float.
        return None
    return None if math.isnan(gap) else gap


def _exactly(left: Any, right: Any) -> bool | None:
    """Whether two formulas are equal, as far as their difference at one point tells; else None.

    No float decides that: 2^100 and 2^100 - 1 agree to thirty digits. A difference of roots
    is evaluated until its first digits are certain; one that has none in `MAX_PRECISION` is
    zero. With variables it only tells what is not equal.
    """
    from sympy import Expr, Float, Integral, Limit, Product, Rational, Sum

    if not (isinstance(left, Expr) and isinstance(right, Expr)):
        return None
    names = sorted(left.free_symbols, key=str)
    if left.free_symbols != right.free_symbols or len(names) > len(_POINT):
        return None
    point = {name: Rational(str(value)) for name, value in zip(names, _POINT, strict=False)}
    try:
        difference = (_exact(left).doit() - _exact(right).doit()).subs(point)
        if difference.is_Rational:
            zero = bool(difference.is_zero)
        elif difference.is_number and not difference.has(Float, Integral, Limit, Product, Sum):
            digits = difference.evalf(2, maxn=MAX_PRECISION).atoms(Float)
            if not digits:
                return None
            # SymPy gives digits that are not certain the precision 1.
            zero = all(part._prec == 1 for part in digits)
        else:
            return None  # a decimal may be rounded, and so is what has no closed form
    except MemoryError:
        raise
    except Exception:
        # The library raises whatever it likes: nothing is known.
        return None
    return None if zero and names else zero


def _exact(formula: Any) -> Any:
    """The formula with its short decimals as fractions; long ones may be rounded."""
    from sympy import Float, Rational

    exact = {number: Rational(str(number)) for number in formula.atoms(Float)}
    short = {a: b for a, b in exact.items() if 10 ** (ROUNDED_PLACES - 1) % b.q == 0}
    return formula.xreplace(short)


def serve(requests: IO[str], answers: IO[str], seconds: float) -> None:
    """Answer requests until there are no more."""

    def say(value: dict[str, Any]) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    logging.disable(logging.CRITICAL)
    equal("x + 1", "1 + x")
    say({"ready": True})
    for line in requests:
        # Processor time, so that a verdict does not depend on what else the machine does:
        # SIGPROF ends the process, in the middle of C code too.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        # If the parent was killed, nobody else ends a comparison that sleeps.
        faulthandler.dump_traceback_later(2 * WALL_FACTOR * seconds, exit=True)
        try:
            result = equal(**json.loads(line))
        except MemoryError:
            os._exit(1)
        except Exception:
            # See above: text that only looks like mathematics is equal to nothing.
            result = False
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        say({"equal": result})


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(int(sys.argv[2]))
    serve(sys.stdin, sys.stdout, float(sys.argv[1]))
