import pytest

from tasks.answers import Grader


@pytest.fixture(scope="session")
def grader():
    with Grader(time_limit=20) as grader:
        yield grader
