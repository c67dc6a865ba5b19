"""Steps checked in a worker process: the same verdicts, whoever checks."""

import os
import signal
from pathlib import Path

import pytest

from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.solution_steps import check_steps

SOLUTIONS = ["6 * 7 = 42", "6 * 7 = 43 nuts", "No numbers here.", "", "x" * 200_000, "½ + ½ = 1 é"]


@pytest.fixture
def grader():
    with Grader(time_limit=20.0) as made:
        yield made


def test_without_a_process_the_steps_are_checked_here(grader):
    assert grader.check_steps(SOLUTIONS) == [check_steps(text) for text in SOLUTIONS]
    assert not any(worker.running for worker in grader._pool._workers)  # none was started for it


def test_a_process_gives_the_same_verdicts(grader):
    assert grader.equal("|x + 1|", "|1 + x|")  # now one runs
    expected = [check_steps(text) for text in SOLUTIONS]
    assert grader._pool.check_steps(SOLUTIONS) is not None
    assert grader.check_steps(SOLUTIONS) == expected
    assert grader.check_steps([]) == []
    assert grader.equal("|x + 2|", "|2 + x|")


def test_a_busy_process_is_not_waited_for(grader):
    assert grader.equal("|x + 1|", "|1 + x|")
    workers = [grader._pool._idle.get() for _ in grader._pool._workers]
    assert grader._pool.check_steps(SOLUTIONS) is None
    assert grader.check_steps(SOLUTIONS) == [check_steps(text) for text in SOLUTIONS]
    for worker in workers:
        grader._pool._idle.put(worker)


def test_a_killed_process_changes_no_verdict(grader):
    assert grader.equal("|x + 1|", "|1 + x|")
    server = next(worker for worker in grader._pool._workers if worker.running)._process.pid
    for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split():
        os.kill(int(pid), signal.SIGKILL)
    assert grader.check_steps(SOLUTIONS) == [check_steps(text) for text in SOLUTIONS]
    assert grader.equal("|x + 2|", "|2 + x|")
