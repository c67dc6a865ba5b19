"""The pool's processes: how they start, end and survive what a host program does."""

import asyncio
import contextlib
import gc
import multiprocessing
import os
import pickle
import random
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
from clipo_bench.tasks.errors import ExternalError

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
    with pytest.raises(ExternalError, match="does not start"):
        Worker().equal("x", "x", 0.0, 1.0)


def children(pid):
    """The processes that a process has forked."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


QUESTIONS = [  # settled by no rule, so each is put to a worker
    (r"x^2 + 2x + 1", r"(x + 2)^2", False),
    (r"x^2 + 2x + 1", r"(x + 1)^2", True),
    (r"|\sqrt{8}|", r"|2\sqrt{2}|", True),
    (r"|\sqrt{8}|", r"|3\sqrt{2}|", False),
]


def test_a_fork_that_is_killed_while_idle_shifts_no_answer(pool):
    """As under an out-of-memory killer: its server says so unasked, before the next answer."""
    for round_ in range(8):
        left, right, expected = QUESTIONS[round_ % len(QUESTIONS)]
        assert equal(pool, left, right) is expected
        for child in children(worker_of(pool)):
            kill(child)
        if round_ % 2:
            time.sleep(0.3)  # the server has said it; without, it says it while the next is asked
    for left, right, expected in QUESTIONS:
        assert equal(pool, left, right) is expected


@pytest.mark.parametrize("victim", ["server", "fork"])
def test_whoever_is_killed_at_any_stage_no_verdict_changes(pool, victim):
    """Kills at random moments, idle and busy, one after each answer, while threads ask."""
    asked = [QUESTIONS[n % len(QUESTIONS)] for n in range(24)]
    answered = threading.Semaphore(0)
    rng = random.Random(3)

    def ask(question):
        left, right, _ = question
        while True:
            with contextlib.suppress(ExternalError):  # too often in a row: it ends with a message
                found = equal(pool, left, right)
                answered.release()
                return found

    def kill_after_each_answer():
        for _ in asked:
            answered.acquire()
            time.sleep(rng.uniform(0, 0.2))
            for worker in pool._workers:
                with contextlib.suppress(FileNotFoundError, AttributeError):  # none is running
                    pid = worker._process.pid
                    for one in [pid] if victim == "server" else children(pid):
                        kill(one)

    killer = threading.Thread(target=kill_after_each_answer, daemon=True)
    killer.start()
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(ask, asked)) == [expected for _, _, expected in asked]
    killer.join()


def test_a_worker_that_is_killed_again_and_again_ends_with_a_message(pool, monkeypatch):
    start = Worker._start

    def start_and_kill(self):
        start(self)
        os.killpg(self._process.pid, signal.SIGKILL)

    monkeypatch.setattr(Worker, "_start", start_and_kill)
    with pytest.raises(ExternalError, match="ended 4 times in a row"):
        equal(pool)


def test_a_reply_to_another_question_is_never_taken(pool, monkeypatch):
    assert equal(pool)
    worker = pool._workers[-1]
    pid = worker_of(pool)
    ask = Worker._ask
    stale = {"id": 1, "equal": True, "seconds": 0.0}
    replies = iter([stale])
    monkeypatch.setattr(
        Worker,
        "_ask",
        lambda self, *request: next(replies, None) or ask(self, *request),
    )
    assert not worker.equal(r"x^2 + 2x + 1", r"(x + 2)^2", 0.0, SECONDS).equal
    assert worker_of(pool) != pid


def test_a_limit_that_cannot_be_set_is_an_error():
    code = r"""
    import resource, sys
    resource.setrlimit(resource.RLIMIT_AS, (900 * 2**20, 900 * 2**20))
    from clipo_bench.tasks.answers.pool import Worker
    from clipo_bench.tasks.errors import ExternalError
    try:
        Worker().equal("|x + 1|", "|1 + x|", 0.0, 2.0)
    except ExternalError as error:
        print(error)
    """
    out, err = run(code).communicate(timeout=120)
    assert "does not start" in out, err
    assert "ulimit -v" in out, err
