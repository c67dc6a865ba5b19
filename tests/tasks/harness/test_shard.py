import pytest
from hypothesis import given
from hypothesis import strategies as st

from clipo_bench.tasks.errors import InputError
from clipo_bench.tasks.harness.shard import Shard


@given(st.integers(0, 40), st.integers(1, 9))
def test_every_problem_is_in_one_shard(problems: int, count: int) -> None:
    parts = [Shard(number, count).of(range(problems)) for number in range(1, count + 1)]
    assert sorted(one for part in parts for one in part) == list(range(problems))


def test_a_shard_is_named_as_it_is_read() -> None:
    assert Shard.parse("2/4") == Shard(2, 4)
    assert str(Shard(2, 4)) == "2/4"


@pytest.mark.parametrize("text", ["", "2", "0/4", "5/4", "2/4/6", "a/b", "-1/4", "1/0"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="expected a number and a count such as 2/4"):
        Shard.parse(text)


def test_a_place_in_a_slurm_array() -> None:
    def array(task: str, first: str, count: str) -> dict[str, str]:
        names = ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_COUNT")
        return dict(zip(names, (task, first, count), strict=True))

    assert Shard.parse("slurm", array("0", "0", "4")) == Shard(1, 4)
    assert Shard.parse("slurm", array("4", "1", "4")) == Shard(4, 4)
    with pytest.raises(InputError, match="submit it without a step"):
        Shard.parse("slurm", array("8", "0", "5"))  # --array=0-16:4
    with pytest.raises(InputError, match="this is no job of an array"):
        Shard.parse("slurm", {})
