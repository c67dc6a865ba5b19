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


@pytest.mark.parametrize(
    "text", ["", "2", "0/4", "5/4", "2/4/6", "a/b", "-1/4", "1/0", "slurm", "slurm/"]
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="expected a number and a count such as 2/4"):
        Shard.parse(text)


def test_a_place_in_a_slurm_array() -> None:
    assert Shard.parse("slurm/4", {"SLURM_ARRAY_TASK_ID": "0"}) == Shard(1, 4)
    assert Shard.parse("slurm/4", {"SLURM_ARRAY_TASK_ID": "3"}) == Shard(4, 4)
    # One that died is submitted again alone, with `--array=2`: it keeps its place.
    alone = {"SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "1"}
    assert Shard.parse("slurm/4", alone) == Shard(3, 4)
    for environment in ({}, {"SLURM_ARRAY_TASK_ID": "4"}, {"SLURM_ARRAY_TASK_ID": "x"}):
        with pytest.raises(InputError, match="sbatch --array=0-3"):
            Shard.parse("slurm/4", environment)
