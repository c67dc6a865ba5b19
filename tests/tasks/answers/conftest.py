import pytest

from clipo_bench.tasks.answers import Grader


@pytest.fixture(scope="session")
def grader():
    with Grader(time_limit=10) as grader:
        yield grader
