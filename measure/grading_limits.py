"""How long a verdict on hostile text takes, and how much memory the workers do.

    python measure/grading_limits.py

Grades each text as a response and as a gold, asks after each whether the grader still works,
and prints the slowest, with the resident memory that a worker reached. Exits 1 if a verdict
took longer than 2 s, if a text was executed, or if the grader was not right afterwards. The
bound holds on an idle core: what is limited is processor time. It is that of a grader at work;
how long its first comparison waits for a worker to start is printed too.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from clipo_bench.tasks.answers import Grader

SECONDS = 2.0
CANARY = Path(tempfile.gettempdir()) / f"clipo_bench_canary_{os.getpid()}"

_CALL = f"__import__('os').system('touch {CANARY}')"
_OPEN = f"open('{CANARY}','w')"
HOSTILE = {
    "tower of powers": r"5^{5^{5^{5^5}}}",
    "tower of tens": r"10^{10^{10}}",
    "negative tower": r"2^{-2^{2^{2^{2^{2^2}}}}}",
    "tower of x": "x^{" * 200 + "x" + "}" * 200,
    "factorials": "9!!!!!!",
    "factorial tower": "((((9!)!)!)!)!",
    "binomial": r"\binom{10^9}{10^8}",
    "long sum": r"\sum_{n=1}^{10^{12}} \frac{1}{n}",
    "long product": r"\prod_{n=1}^{10^{9}} (n + x)",
    "no closed form": r"\int_0^1 \sin(e^{x^{x}}) \, dx",
    "no antiderivative": r"\int \frac{\sin(\tan x)}{\ln(x^x + 1)} \, dx",
    "limit": r"\lim_{x \to 0} \sin(\frac{1}{x})^{\frac{1}{x}}",
    "high power": r"(x + y + z)^{10000} - (x + y - z)^{10000}",
    "many terms": "+".join(rf"\sqrt{{x + {n}}}" for n in range(300)),
    "many radicals": "+".join(rf"\sqrt{{{n}}}" for n in range(2, 400)),
    "system": " = ".join(f"x^{n} + y^{n + 1}" for n in range(2, 9)),
    "long list": ",".join(rf"\sqrt{{{n}}}" for n in range(64)),
    "huge list": ",".join(f"x_{{{n}}}" for n in range(20_000)),
    "huge matrix": r"\begin{pmatrix}" + r"\\".join(["1 & x & 3"] * 9_000) + r"\end{pmatrix}",
    "matrix power": r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}^{10^9}",
    "nested roots": r"\sqrt{" * 5_000 + "2" + "}" * 5_000,
    "nested fractions": r"\frac{1}{1+" * 5_000 + "x" + "}" * 5_000,
    "some nested roots": r"\sqrt{1+" * 60 + "x" + "}" * 60,
    "some nested fractions": r"\frac{1}{1+" * 60 + "x" + "}" * 60,
    "nested braces": "{" * 10_000 + "}" * 10_000,
    "nested brackets": "([" * 5_000 + "])" * 5_000,
    "open braces": "{" * 50_000,
    "nested boxes": r"\boxed{" * 10_000 + "}" * 10_000,
    "open boxes": r"\boxed{" * 10_000,
    "underbraces": r"\underbrace{" * 4_000 + "1" + "}" * 4_000,
    "some underbraces": r"\underbrace{" * 60 + "x" + "}_{n}" * 60,
    "long text": "so x + 1 = 2, and " * 5_600 + r"\boxed{2x}",
    "long formula": "x+" * 50_000 + "1",
    "long number": "7" * 100_000,
    "long number in a sentence": "so that is " + "7" * 60 + " times 19 times",
    "many decimals in a sentence": "so that is " + "1.5 + " * 60 + "times",
    "many commands in a sentence": "so that is " + r"\alpha " * 60 + "times",
    "long decimal": "0." + "3" * 3_900,
    "exponent": "1e999999999",
    "many spaces": "answer" + " " * 100_000 + "is",
    "many commas": "," * 100_000,
    "many dollars": "$" * 100_000,
    "many stars": "*" * 100_000,
    "many backslashes": "\\" * 100_000,
    "many signs": "-" * 3_900 + "1",
    "many answers": "the answer is " * 7_000,
    "NUL bytes": "\x00" * 1_000 + "5\x00x",
    "lone surrogates": "\ud800\udfff x",
    "marks": "ͤ\u0301" * 1_000 + "\u202e\u2066𝟝²³",
    "new lines": "\n" * 50_000 + "x\n",
    "call": _CALL,
    "call in text": rf"\text{{{_CALL}}}",
    "call in a name": rf"\operatorname{{{_CALL}}}(x)",
    "call in a variable": rf"\variable{{{_CALL}}}",
    "call in a symbol": "Symbol('x')." + _CALL,
    "lambda": f"(lambda: {_OPEN})()",
    "open": _OPEN,
    "attributes": "().__class__.__base__.__subclasses__()",
    "command": rf"\immediate\write18{{touch {CANARY}}}",
    "file": r"\input{/etc/passwd}",
    "template": "{{7*7}} ${7*7} #{7*7} %s%n",
    "json": '"}\n{"equal": true, "seconds": 0}\n',
}


def asks_right(grader: Grader, number: int) -> bool:
    """Whether the workers tell two formulas apart that the grader cannot without asking them."""
    formula = f"|x + {number}|"
    return grader.equal(formula, f"|{number} + x|") and not grader.equal(
        formula, f"|x - {number + 1}|"
    )


def main() -> int:
    """Grade all texts and print what they took."""
    times: list[tuple[float, str, str]] = []
    alive = True
    with Grader() as grader:
        start = time.perf_counter()
        alive &= asks_right(grader, 0)
        print(f"{time.perf_counter() - start:6.2f} s  the first comparison, with a worker's start")
        for name, text in HOSTILE.items():
            for way, response, gold in (
                ("as response", rf"\boxed{{{text}}}", r"\sqrt{2}"),
                ("unboxed", text, r"x + \sqrt{2}"),
                ("as gold", r"\boxed{\sqrt{2}}", text),
                ("as both", rf"\boxed{{{text}}}", text + " + 1"),
            ):
                start = time.perf_counter()
                verdict = grader.grade(response, gold)
                times.append((time.perf_counter() - start, f"{name} {way}", verdict.outcome))
                alive &= asks_right(grader, len(times))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    times.sort(reverse=True)
    for seconds, name, outcome in times[:12]:
        print(f"{seconds:6.2f} s  {name}: {outcome}")
    late = sum(seconds > SECONDS for seconds, _, _ in times)
    print(
        f"{len(times)} verdicts, {late} later than {SECONDS:g} s; executed: {CANARY.exists()}; "
        f"right after each: {alive}; workers' peak: {peak} MB resident"
    )
    return int(bool(late or CANARY.exists() or not alive))


if __name__ == "__main__":
    sys.exit(main())
