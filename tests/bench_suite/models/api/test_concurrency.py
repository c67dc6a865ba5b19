import asyncio

from clipo_bench.bench_suite.models.api import concurrency
from clipo_bench.bench_suite.models.api.concurrency import Concurrency


def test_the_limit_is_halved_once_for_one_overload_and_grows_again() -> None:
    async def overload() -> list[float]:
        found = Concurrency(8)
        limits = []
        for _ in range(5):  # of requests that ran together
            found.overloaded()
        limits.append(found.limit)
        for _ in range(4):  # a round of as many as are allowed
            await found.succeeded()
        limits.append(found.limit)
        for _ in range(100):
            await found.succeeded()
        limits.append(found.limit)
        return limits

    halved, grown, whole = asyncio.run(overload())
    assert halved == 4
    assert 4.7 < grown < 5.1
    assert whole == 8


def test_no_more_run_than_are_allowed(monkeypatch) -> None:
    monkeypatch.setattr(concurrency, "REST", 0.0)

    async def run() -> int:
        found = Concurrency(8)
        for _ in range(10):
            found.overloaded()
        running = most = 0

        async def work() -> None:
            nonlocal running, most
            async with found.place():
                running += 1
                most = max(most, running)
                await asyncio.sleep(0)
                running -= 1

        await asyncio.gather(*(work() for _ in range(20)))
        return most

    assert asyncio.run(run()) == 1
