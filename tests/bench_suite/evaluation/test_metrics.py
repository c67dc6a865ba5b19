"""Many truncated responses are worth a warning."""

from clipo_bench.bench_suite.evaluation.metrics import truncation_warning


def slices(cut: int, samples: int = 100) -> dict:
    outcomes = {"correct": samples - cut, "truncated": cut} if cut else {"correct": samples}
    return {"aime24": {"original": {"samples": samples, "outcomes": outcomes}}}


def test_many_truncated_responses_are_warned_of() -> None:
    warning = truncation_warning(slices(93))
    assert warning is not None
    assert "93 of 100 responses" in warning
    assert "--max-tokens" in warning


def test_few_are_not() -> None:
    assert truncation_warning(slices(10)) is None
    assert truncation_warning(slices(0)) is None
    assert truncation_warning({}) is None
