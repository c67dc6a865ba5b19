from clipo_bench.reports.answer_places import grading
from clipo_bench.reports.run import read_run


def test_finders_and_matches_are_counted_with_the_tolerance(write_run, sample):
    samples = [
        sample("p0", found="boxed", matched="text"),
        sample("p1", found="last"),
        sample("p2", found="last", right=False),
        sample("p3", right=False, outcome="no_answer", extracted=None, found=""),
    ]
    manifest = {"grader": {"mode": "full", "tolerance": {"made_up": 0.04, "other": 0.1}}}
    (graded,) = grading(read_run(write_run("a", samples, **manifest)))
    assert graded.found == {"last": 2, "boxed": 1}
    assert graded.matched == {"text": 1, "number": 1}
    assert (graded.mode, graded.tolerance) == ("full", 0.04)


def test_a_recording_without_a_tolerance_has_none(write_run, sample):
    (graded,) = grading(read_run(write_run("a", [sample()])))
    assert graded.tolerance == 0
