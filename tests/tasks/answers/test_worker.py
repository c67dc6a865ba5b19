"""The worker process: what it answers, and what it refuses to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import clipo_bench
from clipo_bench.tasks.answers.pool import MEMORY_LIMIT

ROOT = Path(clipo_bench.__file__).parents[1]


def talk(*requests, memory=MEMORY_LIMIT):
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "clipo_bench.tasks.answers.worker", str(memory)],
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0] == {"ready": True}
    return answers[1:], done.returncode


def question(answer, gold, seconds=10.0, tolerance=0.0):
    return {"id": 7, "answer": answer, "gold": gold, "tolerance": tolerance, "seconds": seconds}


def test_it_answers_until_there_is_no_more():
    answers, code = talk(
        question("x+1", "1+x"), question("x+1", "x"), question(r"\pi", "3.14", tolerance=0.01)
    )
    assert [answer["equal"] for answer in answers] == [True, False, True]
    assert all(answer["seconds"] >= 0 for answer in answers)
    assert code == 0


def test_a_capital_is_a_variable_of_its_own():
    answers, _ = talk(
        question("|R - r|", "0"), question("T = 5", "t = 5"), question("|Rr|", "|rR|")
    )
    assert [answer["equal"] for answer in answers] == [False, False, True]


def test_what_takes_too_long_dies_alone():
    (answer,), code = talk(question(r"5^{5^{5^{5^5}}}", r"\sqrt{2}", seconds=0.2))
    assert answer == {"id": 7, "died": "limit"}
    assert code == 0


def run(code):
    """Run code in a process that is confined as a worker's fork is."""
    program = (
        f"from clipo_bench.tasks.answers.worker import confine; confine({MEMORY_LIMIT})\n{code}"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_memory_is_bounded():
    done = run(f"try: bytearray({2 * MEMORY_LIMIT})\nexcept MemoryError: print('refused')")
    assert done.stdout == "refused\n"


@pytest.mark.parametrize(
    "code",
    [
        "os.system('touch {}')",
        "subprocess.run(['touch', '{}'])",
        "os.execvp('touch', ['touch', '{}'])",
        "os.posix_spawn('/bin/touch', ['touch', '{}'], {{}})",
        "os.fork() or open('{}', 'w')",
        "socket.socket()",
        "open('{}', 'w').write('x' * 10000)",
    ],
)
def test_a_confined_process_starts_nothing_and_writes_nothing(tmp_path, code):
    target = tmp_path / "made"
    done = run(f"import os, socket, subprocess\n{code.format(target)}\nprint('went on')")
    assert "went on" not in done.stdout
    assert not target.exists() or not target.stat().st_size


def test_no_text_reaches_the_compiler():
    """The library gives the text of numbers to `eval`; ours are read as numbers alone."""
    code = r"""
import sys, logging
logging.disable(50)
from clipo_bench.tasks.answers import worker
worker.prepare()
sources = []
sys.addaudithook(
    lambda event, arguments: event == "compile" and sources.append(str(arguments[0]))
)
for text in ("12", "3.25", "1,234", "0,5", "1e5", "5\\%", "2^{12}", "x_{7}", r"\frac{17}{23}"):
    worker.equal(text + " + x", "x")
print(sources)
"""
    done = run(code)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", "12"), ("007", "7"), ("1,234", "1234"), ("3.25", "3.25"), ("1e5", "1e5")],
)
def test_numbers_are_read_as_the_library_does(text, value):
    from sympy import Number

    from clipo_bench.tasks.answers.worker import read_number

    assert read_number(text) == Number(value)
