"""What an entry says of values that do not fit."""

from clipo_bench.perturbations.programs.competition.entry import CompetitionEntry
from clipo_bench.perturbations.programs.competition.exact import square_root


def test_a_requirement_that_finds_no_answer_is_not_kept() -> None:
    entry = CompetitionEntry(
        "Example 1",
        texts=(),
        numbers="a=9",
        domains={"a": range(1, 30)},
        solve=square_root,
        ways=("takes the root",),
        requires={"the root is over two": lambda a: square_root(a) > 2},
    )
    assert entry.broken({"a": 16}) is None
    assert entry.broken({"a": 4}) == "not so: the root is over two"
    assert entry.broken({"a": 7}) == "not so: the root is over two"
