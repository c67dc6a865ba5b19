"""What `perturb show` says of a check."""

from clipo_bench.perturbations.checks.about import AGREES_OR_SLOW, explained
from clipo_bench.perturbations.programs.competition.entry import NO_SECOND_WAY, TOO_SLOW


def test_the_second_way_says_which_happened() -> None:
    told = {
        "a count over all pairs": "second way agrees: it gives the same result",
        f"a count over all pairs {TOO_SLOW}": "second way left to the tests: too slow",
        NO_SECOND_WAY: "no second way: ",
    }
    for way, beginning in told.items():
        assert explained(AGREES_OR_SLOW, {"checked by": way}).startswith(beginning)


def test_other_checks_say_what_they_ask() -> None:
    assert explained("gold differs", {}).startswith("gold differs: the variant has")
    assert explained("a check of my own", {}) == "a check of my own"
