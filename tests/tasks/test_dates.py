"""Dates of problems, and on which side of a day they are."""

from datetime import date, datetime

import pytest

from clipo_bench.tasks.dates import as_date, since

DAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("2024-06-01", True),
        ("2024-05-31", False),
        ("2024-06", True),
        ("2024-05", False),
        ("2025", True),
        ("2023", False),
        ("2024", None),  # before or after, nobody knows
        ("", None),
    ],
)
def test_a_date_is_since_a_day_or_before_it(text: str, side: bool | None) -> None:
    assert since(text, DAY) is side


def test_a_month_that_holds_the_day_is_on_neither_side() -> None:
    assert since("2024-06", date(2024, 6, 2)) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2024-06-01", "2024-06-01"),
        (" 2024-06 ", "2024-06"),
        (2024, "2024"),
        (date(2024, 6, 1), "2024-06-01"),
        (datetime(2024, 6, 1, 12), "2024-06-01"),
    ],
)
def test_values_of_files_become_dates(value: object, text: str) -> None:
    assert as_date(value) == text


@pytest.mark.parametrize(
    "value", ["June 2024", "2024-13-01", "2024-02-30", "01.06.2024", "24-06-01"]
)
def test_other_values_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"2024|month|day"):
        as_date(value)
