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


def test_answers_count_by_their_normalised_form() -> None:
    answers = ["12", "12.", r"\\text{12}", "3", "4", None]
    outcomes = ["wrong"] * 4 + ["correct", "no_answer"]
    assert sorted(answer_groups(answers, outcomes).values()) == [1, 1, 3]
