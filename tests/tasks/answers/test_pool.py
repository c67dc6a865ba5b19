"""The pool's processes: how they start, end and survive what a host program does."""

import asyncio
import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import clipo_bench
from clipo_bench.tasks.answers import Grader
from clipo_bench.tasks.answers.pool import LimitError, Pool, Worker

ROOT = Path(clipo_bench.__file__).parents[1]
TOWER = r"5^{5^{5^{5^5}}}"
SECONDS = 20.0


def equal(pool, left="x + 1", right="1 + x", seconds=SECONDS):
    return pool.equal(left, right, 0.0, seconds).equal


def run(code, **options):
    """A program of its own, as a user starts it."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        **options,
    )


def worker_of(pool):
    return pool._workers[-1]._process.pid


def group_alive(pid):
    """Whether a process of that group runs; a dead one that init has yet to reap does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(group) == pid and state not in "ZX":
                return True
    return False


def ends(pid):
    for _ in range(400):
        if not group_alive(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def pool():
    made = Pool(2)
    yield made
    made.close()


def test_a_killed_comparison_leaves_the_worker_ready(pool):
    assert equal(pool)
    pid = worker_of(pool)
    with pytest.raises(LimitError):
        equal(pool, TOWER, r"\sqrt{2}", seconds=0.2)
    assert equal(pool)
    assert worker_of(pool) == pid


def test_seconds_are_counted(pool):
    found = pool.equal("x + 1", "1 + x", 0.0, SECONDS)
    assert 0 < found.seconds < SECONDS


def test_a_worker_that_was_killed_is_replaced(pool):
    assert equal(pool)
    pid = worker_of(pool)
    os.killpg(pid, signal.SIGKILL)
    assert ends(pid)
    assert equal(pool)


def test_no_descriptor_leaks_over_many_deaths_and_restarts(pool):
    def descriptors():
        return len(list(Path("/proc/self/fd").iterdir()))

    assert equal(pool)
    before = descriptors()
    for _ in range(100):
        with pytest.raises(LimitError):
            equal(pool, TOWER, r"\sqrt{2}", seconds=0.001)
    for _ in range(5):
        pool.close()
        assert equal(pool)
    assert descriptors() == before


def test_descriptors_above_1023_work():
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 1200:
        pytest.skip("so many descriptors are not allowed here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1200), hard))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1050)]
    try:
        with Grader(time_limit=SECONDS) as grader:
            assert grader.equal("|x + 1|", "|1 + x|")
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Interrupted(BaseException):
    pass


def test_an_interrupted_question_gives_no_other_its_answer(pool):
    def interrupt(*_):
        raise Interrupted

    assert equal(pool)
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with pytest.raises(Interrupted):
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            equal(pool, TOWER, r"\sqrt{2}", seconds=5)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert equal(pool)
    assert not equal(pool, "x + 1", "x + 2")
    assert equal(pool)


def test_signals_that_the_host_blocks_or_ignores_still_end_a_comparison():
    code = r"""
    import signal
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF, signal.SIGALRM, signal.SIGTERM})
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    from clipo_bench.tasks.answers import Grader
    with Grader(time_limit=1) as grader:
        print(grader.grade(r"\boxed{5^{5^{5^{5^5}}}}", r"\sqrt{2}").outcome)
        print(grader.equal(r"|\sqrt{8}|", r"|2\sqrt{2}|"))
    """
    out, err = run(code).communicate(timeout=120)
    assert out.split() == ["timeout", "True"], err


def test_threads_share_the_workers(pool):
    pairs = [(f"x + {n}", f"{n} + x") for n in range(16)]
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda pair: equal(pool, *pair), pairs))


def test_map_keeps_the_order_and_passes_errors_on():
    with Grader(time_limit=SECONDS) as grader:
        answers = [rf"\boxed{{x + {n % 3}}}" for n in range(30)]
        verdicts = list(grader.map(lambda text: grader.grade(text, "1 + x").correct, answers))
        assert verdicts == [n % 3 == 1 for n in range(30)]
        with pytest.raises(ZeroDivisionError):
            list(grader.map(lambda n: 1 // n, [1, 0, 1]))
        assert list(grader.map(str, [])) == []


def test_works_from_a_thread_that_is_not_the_main_one():
    found = []

    def work():
        with Grader(time_limit=SECONDS) as grader:
            found.append(grader.equal(r"|\sqrt{8}|", r"|2\sqrt{2}|"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [True]


def test_works_in_an_event_loop_and_beside_one():
    async def main(grader):
        here = grader.equal("|x + 1|", "|1 + x|")
        beside = await asyncio.gather(
            *(asyncio.to_thread(grader.equal, f"x + {n}", f"{n} + x") for n in range(4))
        )
        return [here, *beside]

    with Grader(time_limit=SECONDS) as grader:
        assert all(asyncio.run(main(grader)))


def test_a_fork_has_workers_of_its_own(pool):
    assert equal(pool)
    parents = worker_of(pool)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            good = pool._workers[-1]._process is None and equal(pool)
            good = good and worker_of(pool) != parents
            pool.close()
            os.write(writing, b"1" if good else b"0")
        finally:
            os._exit(0)
    assert all(equal(pool, f"x + {n}", f"{n} + x") for n in range(5))
    os.close(writing)
    assert os.read(reading, 1) == b"1"
    os.close(reading)
    os.waitpid(child, 0)
    assert worker_of(pool) == parents
    assert equal(pool)


def test_a_fork_while_other_threads_ask(pool):
    stop = threading.Event()

    def ask():
        n = 0
        while not stop.is_set():
            n += 1
            assert equal(pool, f"x + {n}", f"{n} + x")

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            child = os.fork()
            if not child:
                code = 1
                try:
                    code = 0 if equal(pool) else 1
                    pool.close()
                finally:
                    os._exit(code)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_child_that_outlives_its_parent_keeps_no_worker():
    """A fork that held the pipes open would keep the parent's workers waiting for ever."""
    code = r"""
    import os, time
    from clipo_bench.tasks.answers import Grader
    grader = Grader(time_limit=3)
    grader.equal("|x + 1|", "|1 + x|")
    if not os.fork():
        time.sleep(60)
        os._exit(0)
    print(grader._pool._workers[-1]._process.pid, flush=True)
    time.sleep(60)
    """
    parent = run(code, process_group=0)
    try:
        worker = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        assert ends(worker)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(parent.pid, signal.SIGKILL)
        parent.communicate()


def _in_child(queue, grader):
    queue.put(grader.equal(r"|\sqrt{8}|", r"|2\sqrt{2}|"))
    grader.close()


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_multiprocessing(way):
    context = multiprocessing.get_context(way)
    with Grader("paper", time_limit=SECONDS) as grader:
        assert grader.equal("|x + 1|", "|1 + x|")
        copy = pickle.loads(pickle.dumps(grader))
        assert (copy.mode, copy._time_limit) == ("paper", SECONDS)
        queue = context.Queue()
        child = context.Process(target=_in_child, args=(queue, grader))
        child.start()
        assert queue.get(timeout=120)
        child.join()
        assert child.exitcode == 0
        assert grader.equal("|x + 2|", "|2 + x|")


UNCLOSED = r"""
    import os
    from clipo_bench.tasks.answers import Grader
    grader = Grader(time_limit=3)
    assert grader.equal("|x + 1|", "|1 + x|")
    print(grader._pool._workers[-1]._process.pid, flush=True)
"""


def test_nothing_is_left_when_the_interpreter_exits():
    program = run(UNCLOSED)
    out, err = program.communicate(timeout=120)
    assert (program.returncode, err) == (0, "")
    assert not group_alive(int(out))


def test_a_fork_that_exits_leaves_the_parents_worker_alone():
    code = (
        UNCLOSED
        + r"""
    import sys
    if not os.fork():
        sys.exit(0)
    os.wait()
    print(grader.equal("|x + 2|", "|2 + x|"), grader._pool._workers[-1]._process.pid)
"""
    )
    program = run(code)
    out, err = program.communicate(timeout=120)
    assert (program.returncode, err) == (0, "")
    first, result, second = out.split()
    assert (result, first) == ("True", second)


def test_the_workers_end_with_a_grader_that_nobody_closed():
    grader = Grader(time_limit=SECONDS)
    assert grader.equal("|x + 1|", "|1 + x|")
    pid = worker_of(grader._pool)
    del grader
    gc.collect()
    assert not Path(f"/proc/{pid}").exists()  # not even as a zombie


@pytest.mark.parametrize("busy", [False, True])
def test_the_workers_end_when_the_parent_is_killed(busy):
    code = UNCLOSED + (
        r"    grader.equal('5^{5^{5^{5^5}}}', r'\sqrt{2}')" if busy else "    input()"
    )
    program = run(code, stdin=subprocess.PIPE)
    worker = int(program.stdout.readline())
    time.sleep(0.5)
    program.kill()
    program.communicate()
    assert ends(worker)


def test_ctrl_c_stops_the_program_and_its_workers():
    code = (
        UNCLOSED
        + r"""
    print(grader.equal("5^{5^{5^{5^5}}}", r"\sqrt{2}"))
    """
    )
    program = run(code, process_group=0)
    worker = int(program.stdout.readline())
    time.sleep(0.5)
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=120)
    assert (out, err.rstrip().rpartition("\n")[2]) == ("", "KeyboardInterrupt")
    assert ends(worker)


def test_a_worker_that_cannot_start_says_so(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="does not start"):
        Worker().equal("x", "x", 0.0, 1.0)
