from clipo_bench.perturbations.engine import RewriteOutcome
from clipo_bench.perturbations.variant import Reason, Refusal
from clipo_bench.perturbations.variant_set.coverage import CAUSES, Coverage, examples
from clipo_bench.tasks.problem import Problem


def refused(detail: str, reason: Reason = Reason.AMBIGUOUS) -> RewriteOutcome:
    problem = Problem("own", "1", "How many?", "1")
    return RewriteOutcome(problem, "numbers", (), Refusal("own", "1", "numbers", reason, detail))


def test_causes_are_counted_without_what_is_the_problems_own() -> None:
    coverage = Coverage()
    details = ("7 in step 2", "'$' at 136 is open", "1,200 in step 10", "uses 'Let x' and 3.5")
    for detail in (*details, 'uses "don\'t" and 1/2'):
        coverage.add(refused(detail), k=1)
    assert coverage.as_json()["causes"] == {
        "ambiguous": {"# in step #": 2, "uses ... and #": 2, "'$' at # is open": 1}
    }


def test_a_cause_is_shown_with_the_numbers_of_its_first_refusal() -> None:
    coverage = Coverage()
    for detail in ("7 in step 2", "no math", "9 in step 3", "no math", "'x' is open"):
        coverage.add(refused(detail), k=1)
    counts = coverage.as_json()
    assert examples(counts, "ambiguous") == [
        (2, "such as: 7 in step 2"),
        (2, "no math"),
        (1, "'x' is open"),
    ]
    del counts["examples"]  # a set made before there were any
    assert examples(counts, "ambiguous")[0] == (2, "# in step #")


def test_the_most_frequent_causes_come_first_and_equal_ones_by_name() -> None:
    coverage = Coverage()
    names = [chr(ord("a") + index) for index in range(CAUSES + 2)]
    for name in (*reversed(names), "l"):
        coverage.add(refused(name), k=1)
    coverage.add(refused("none", Reason.NO_NEW_VALUES), k=1)
    causes = coverage.as_json()["causes"]
    assert list(causes["ambiguous"].items()) == [("l", 2), *((name, 1) for name in names[:9])]
    assert causes["no new values"] == {"none": 1}
