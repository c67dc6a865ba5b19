import pytest

from clipo_bench.perturbations.variant_set.fitting_kinds import other_kinds
from clipo_bench.tasks.problem import Problem
from clipo_bench.tasks.word_problems import problems


def coverage(**rewritten: int) -> dict[str, dict[str, int]]:
    return {kind: {"problems": 100, "rewritten": count} for kind, count in rewritten.items()}


def test_kinds_that_fit_are_named_where_the_chosen_ones_do_not() -> None:
    advice = other_kinds(coverage(symbols=30, choices=0), problems("test", 100, seed=0))
    assert advice.startswith("other kinds, tried on 20 of the problems, rewrite more (")
    assert "(numbers " in advice
    assert advice.endswith("kinds='numbers'")


@pytest.mark.parametrize("chosen", [{"symbols": 50, "choices": 0}, {"numbers": 100}])
def test_nothing_is_advised_where_a_chosen_kind_rewrites_enough(chosen: dict[str, int]) -> None:
    assert other_kinds(coverage(**chosen), problems("test", 20, seed=0)) == ""


def test_nothing_is_advised_where_no_kind_fits() -> None:
    bare = [Problem("own", str(n), f"Who was number {n}?", "Ada") for n in range(3)]
    assert other_kinds(coverage(symbols=0), bare) == ""
