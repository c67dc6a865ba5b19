"""What a report says first."""

from clipo_bench.reports.compare import compare
from clipo_bench.reports.render.summary import (
    LEAD,
    caveats,
    headlines,
    rules,
    tolerances,
    truncations,
)
from clipo_bench.reports.run import read_runs


def text(result):
    return "\n".join(line.text for line in headlines(result))


def test_a_null_result_is_stated_with_what_could_have_been_seen(write_run, population):
    chances = {"original": 0.7, "symbols": 0.7}
    runs = read_runs([write_run(f"r{s}", population(chances, 100, s)) for s in (1, 2)])
    result = compare(runs, strict=True)
    said = text(result)
    assert "No difference between r2 and r1 was shown on 2 slices: made_up · original" in said
    assert "r1 was not shown to do better or worse on 100 variants" in said
    low, high = sorted(item.difference.detectable for item in result.differences)
    assert f"True differences of {low * 100:.1f} to {high * 100:.1f} points would be" in said


def test_what_was_shown_of_a_run_comes_first(write_run, population):
    chances = {"original": 0.9, "choices": 0.9, "symbols": 0.5}
    (run,) = read_runs([write_run("r", population(chances, 200, 3))])
    lines = headlines(compare([run], strict=True))
    assert [line.tone for line in lines] == ["loss", "", ""]
    assert lines[0].text.startswith("r falls from")
    assert "a relative drop of" in lines[0].text
    assert lines[-1].text.startswith("Accuracy on made_up · original (200 problems): r ")


def test_the_latest_two_runs_come_first(write_run, population):
    runs = read_runs(
        [write_run(name, population({"original": 0.6}, 200, i)) for i, name in enumerate("abc")]
    )
    first = headlines(compare(runs, strict=True))[0].text
    assert first.startswith("No difference between c and b was shown")
    assert "4 times in 5" in first


def test_the_same_of_many_slices_is_said_once(write_run, population):
    kinds = ["original", *"abcdefgh"]
    runs = [
        write_run("good", population(dict.fromkeys(kinds, 0.9), 100, 1)),
        write_run("bad", population(dict.fromkeys(kinds, 0.2), 100, 2)),
    ]
    lines = headlines(compare(read_runs(runs), strict=True))
    assert len(lines) <= LEAD
    assert lines[0].text.startswith("bad is worse than good on 9 slices: made_up · original −")
    assert lines[0].text.endswith("; and 6 more.")


def test_identical_and_unpaired_slices_are_said_to_be(write_run, sample):
    samples = [sample(), sample(kind="symbols")]
    folders = [write_run("a", samples), write_run("b", samples, variants="v1")]
    said = text(compare(read_runs(folders), strict=False))
    assert "b gave the same responses as a on made_up · original (1 pair)." in said
    assert "b and a on made_up · symbols: not paired" in said


def test_other_weights_come_with_a_caveat_on_training_seeds(write_run, sample):
    runs = read_runs([write_run("a", [sample()]), write_run("b", [sample()])])
    (caveat,) = caveats(compare(runs, strict=True))
    assert "another training seed could reverse it" in caveat
    assert caveats(compare([runs[0], runs[0]], strict=True)) == []
    assert caveats(compare(runs[:1], strict=True)) == []


def test_right_answers_with_a_failing_step_are_told_per_run(write_run, sample):
    samples = [
        sample("p0", process="fails", failed_step="2 + 2 = 5"),
        sample("p1", process="holds"),
        sample("p2", right=False, process="fails", failed_step="2 + 2 = 6"),
    ]
    (run,) = read_runs([write_run("r", samples)])
    result = compare([run], strict=True)
    assert "Correct answers of r with a failing step, a lower bound: made_up" in text(result)
    assert "original 50.0 % (1 of 2) [" in text(result)


def test_the_rule_that_scored_is_stated(write_run, sample):
    modes = ("full", "paper", "paper")
    several = read_runs(
        [write_run(f"r{n}", [sample()], grader={"mode": mode}) for n, mode in enumerate(modes)]
    )
    assert rules(compare(several, strict=True)) == [
        "Graded by rule “full” (an answer counts in a box or in words): r0.",
        "Graded by rule “paper” (only the last box counts): r1, r2.",
    ]
    assert rules(compare(several[1:], strict=True)) == [
        "Graded by rule “paper” (only the last box counts)."
    ]


def test_a_tolerance_is_stated(write_run, sample):
    grader = {"mode": "full", "tolerance": {"made_up": 0.04}}
    (run,) = read_runs([write_run("r", [sample()], grader=grader)])
    (sentence,) = tolerances(compare([run], strict=True))
    assert sentence.startswith("On made_up a number within 4.0 % of a gold")


def test_where_nothing_was_solved_nothing_can_drop(write_run, population):
    chances = {"original": 0.0, "symbols": 0.0}
    (run,) = read_runs([write_run("r", population(chances, 32, 1))])
    first = headlines(compare([run], strict=True))[0]
    assert first.tone == "floor"
    assert first.text == (
        "r solved 0 of 32 originals of made_up · symbols, so nothing can drop there (0.0 % on "
        "32 variants)."
    )


def test_where_little_was_solved_a_drop_would_not_be_detected(write_run, sample):
    samples = [
        sample(f"p{i}", right=kind == "original" and i == 0, kind=kind)
        for i in range(32)
        for kind in ("original", "symbols")
    ]
    (run,) = read_runs([write_run("r", samples)])
    first = headlines(compare([run], strict=True))[0].text
    assert first.startswith("r scores 3.1 % on 32 originals of made_up · symbols and 0.0 % on")
    assert "Even a drop to 0 would hardly be detected: that takes 1" in first


def test_slices_with_too_few_solved_share_a_sentence(write_run, population):
    chances = {"original": 0.0, "symbols": 0.0, "names": 0.0}
    (run,) = read_runs([write_run("r", population(chances, 32, 1))])
    first = headlines(compare([run], strict=True))[0].text
    assert first == (
        "r solved no original, so nothing can drop: made_up · names (0 of 32); "
        "made_up · symbols (0 of 32)."
    )


def test_slices_with_few_solved_share_a_sentence(write_run, sample):
    samples = [
        sample(f"p{i}", right=kind == "original" and i == 0, kind=kind)
        for i in range(32)
        for kind in ("original", "names", "symbols")
    ]
    (run,) = read_runs([write_run("r", samples)])
    first = headlines(compare([run], strict=True))[0].text
    assert first == (
        "r solved too few originals for a drop to be detected: made_up · names 3.1 % of 32; "
        "made_up · symbols 3.1 % of 32."
    )


def test_a_gain_from_nothing_stays_a_gain(write_run, population):
    (run,) = read_runs([write_run("r", population({"original": 0.0, "symbols": 1.0}, 32, 1))])
    assert headlines(compare([run], strict=True))[0].tone == "gain"


def test_runs_with_many_cut_responses_are_named(write_run, sample):
    cut = [sample(f"p{i}", right=False, outcome="truncated") for i in range(3)]
    whole = [sample(f"p{i}") for i in range(3, 9)]
    runs = read_runs([write_run("a", [*cut, *whole]), write_run("b", whole)])
    (sentence,) = truncations(compare(runs, strict=True))
    assert sentence.startswith("a: 3 of 9 responses (33.3 %) were cut at the token limit")
