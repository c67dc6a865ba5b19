"""Ctrl-C: the first asks, an echo of it does nothing, a second one interrupts."""

import os
import signal

import pytest

from clipo_bench.bench_suite.trainer import stop
from clipo_bench.bench_suite.trainer.stop import StopRequest


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_first_ctrl_c_asks_and_the_second_interrupts(monkeypatch):
    told: list[str] = []
    clock = [100.0]
    monkeypatch.setattr(stop.time, "monotonic", lambda: clock[0])
    with pytest.raises(KeyboardInterrupt), StopRequest(told.append) as request:
        assert not request.asked
        press()
        assert request.asked
        clock[0] += stop.ECHO / 2  # a launcher hands it on
        press()
        clock[0] += stop.ECHO
        press()
        pytest.fail("the second Ctrl-C did not interrupt")
    assert len(told) == 1
    with pytest.raises(KeyboardInterrupt):  # afterwards all is as before
        press()
