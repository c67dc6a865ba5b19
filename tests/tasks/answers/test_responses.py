"""Small responses with their right verdicts: each kind is a rule, with what it must not take.

`first_responses.jsonl` and `responses.jsonl` hold a line for each: ``kind``, ``gold``, ``response``
(and ``choices``, ``question``, ``truncated``), ``expected`` and ``why``. ``not correct`` is any
outcome that does not score.
"""

import json
from collections import defaultdict
from pathlib import Path

import pytest

ROWS = [
    json.loads(line)
    for name in ("first_responses", "responses")
    for line in (Path(__file__).parent / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
KINDS = defaultdict(list)
for row in ROWS:
    KINDS[row["kind"]].append(row)


@pytest.mark.parametrize("kind", KINDS)
def test_verdicts(grader, kind):
    missed = []
    for row in KINDS[kind]:
        verdict = grader.grade(
            row["response"],
            row["gold"],
            choices=row.get("choices", ()),
            truncated=row.get("truncated", False),
            question=row.get("question", ""),
        )
        scores = row["expected"] == "correct"
        named = row["expected"] in ("correct", "not correct", verdict.outcome.value)
        if verdict.correct != scores or not named:
            missed.append((row["response"], row["gold"], row["expected"], verdict))
    assert not missed, missed


def test_the_corpus_is_large():
    own = [row for row in ROWS if row not in ROWS[:137]]
    assert len(own) >= 600
