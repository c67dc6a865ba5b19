"""Dates of problems: days, months or years, and on which side of a day they are."""

import re
from datetime import date, datetime
from typing import Any

# "2024-06-01", "2024-06" and "2024"
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def as_date(value: Any) -> str:
    """Turn a column's value to the text of a date: of a day, a month or a year.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    text = str(value).strip()
    if not _DATE.fullmatch(text):
        raise ValueError(f"expected a date such as 2024-06-01, 2024-06 or 2024, found {value!r}")
    first_day(text)
    return text


def first_day(text: str) -> date:
    """The first day of a date: 1 June of ``2024-06``.

    Raises:
        ValueError: there is no such day.
    """
    year, month, day = [*map(int, text.split("-")), 1, 1][:3]
    return date(year, month, day)


def since(text: str, day: date) -> bool | None:
    """Whether a date is on or after a day; None where it is neither wholly before nor after.

    Args:
        text: a date as `as_date` has it; empty where it is not known.
        day: the day.
    """
    if not text:
        return None
    if first_day(text) >= day:
        return True
    parts = text.split("-")
    # All of "2024" is before 2024-06-01 only if its last month is.
    last = (int(parts[0]), *map(int, parts[1:]), *(12, 31)[len(parts) - 1 :])
    return False if last < (day.year, day.month, day.day) else None
