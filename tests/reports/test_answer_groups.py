import pandas as pd
import pytest

from clipo_bench.reports.answer_groups import answer_groups, votes


def texts(answers: str, gold: str = "4") -> pd.DataFrame:
    """Samples of one text: its answers, a dash for none."""
    rows = [
        {
            "family": "f", "problem_id": "p", "variant_id": "",
            "extracted": None if answer == "-" else answer,
            "outcome": "no_answer" if answer == "-" else "correct" if answer == gold else "wrong",
        }
        for answer in answers.split()
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("answers", "right", "share", "entropy"),
    [
        ("4 4 5 6", 1.0, 0.5, 1.5),
        ("5 5 4 6", 0.0, 0.5, 1.5),
        ("4 5", 0.5, 0.5, 1.0),  # a tie, broken at random
        ("4 - - -", 1.0, 0.25, 0.0),  # no answer is no vote
        ("- -", 0.0, 0.0, 0.0),
    ],
)
def test_votes(answers: str, right: float, share: float, entropy: float) -> None:
    (vote,) = votes(texts(answers))
    assert (vote.right, vote.share, vote.entropy) == (right, share, pytest.approx(entropy))


def test_wrong_answers_that_mean_the_same_are_one_group() -> None:
    answers, outcomes = ["1/2", r"\\frac{1}{2}", "0.5", "3"], ["wrong"] * 4
    assert max(answer_groups(answers, outcomes).values()) < 3
    asked: list[tuple[str, str]] = []

    def equal(one: str, other: str) -> bool:
        asked.append((one, other))
        return "3" not in (one, other)

    assert sorted(answer_groups(answers, outcomes, equal).values()) == [1, 3]
    assert all(one != other for one, other in asked)
