from math import inf

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from clipo_bench.reports.response_ends import response_ends
from clipo_bench.reports.run import Run
from clipo_bench.tasks.storage.run_schema import Manifest


def run(rows: list[tuple[str, str, str, int | None]]) -> Run:
    """Of each sample its family, its problem, its outcome and its tokens."""
    names = ["family", "problem_id", "outcome", "tokens"]
    frame = pd.DataFrame(rows, columns=names).assign(benchmark="b", kind="original", variant_id="")
    return Run("a", None, Manifest("m", "", {}, {}, {"b": "f"}), frame)  # type: ignore[arg-type]


def test_shares_and_lengths_are_means_over_families() -> None:
    (found,) = response_ends(
        run(
            [
                ("f", "p", "truncated", 100), ("f", "p", "correct", 50), ("f", "q", "wrong", 25),
                ("g", "r", "no_answer", 10), ("h", "s", "correct", 30),
            ]
        )
    )  # fmt: skip
    assert found.responses == 5
    # Family f: p has a half, q none, so a quarter.
    assert found.truncated.value == pytest.approx(0.25 / 3)
    assert found.no_answer.value == pytest.approx(1 / 3)
    assert 0 <= found.no_answer.low < found.no_answer.value < found.no_answer.high <= 1
    units = np.array([(75 + 25) / 2, 10, 30])
    low, high = stats.t.interval(0.95, 2, loc=units.mean(), scale=stats.sem(units))
    assert found.tokens is not None
    assert (found.tokens.value, found.tokens.n) == (30, 3)
    assert found.tokens.low == max(0.0, low)
    assert found.tokens.high == pytest.approx(high)


def test_where_a_length_is_unknown_none_is_given() -> None:
    (found,) = response_ends(run([("f", "p", "wrong", 3), ("g", "q", "wrong", None)]))
    assert found.tokens is None


def test_one_family_says_nothing_of_others() -> None:
    (found,) = response_ends(run([("f", "p", "wrong", 3), ("f", "p", "wrong", 5)]))
    assert found.tokens is not None
    assert (found.tokens.value, found.tokens.low, found.tokens.high) == (4, 0.0, inf)
