"""Times of day and days of the year, however they are written."""

import re
from functools import lru_cache

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::(?P<second>\d{2}))?\s*(?P<half>am|pm)"
    r"|(?P<hour24>\d{1,2}):(?P<minute24>\d{2})(?::(?P<second24>\d{2}))?"
)
_NAMED_HOURS = {"noon": "12:00pm", "midday": "12:00pm", "midnight": "12:00am"}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(f"{month}|{month[:3]}\\.?" for month in _MONTHS)
_DAY = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?"
    rf"|(?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?: of)?\s+(?P<month2>{_MONTH})(?:,?\s+(?P<year2>\d{{4}}))?",
    re.IGNORECASE,
)


@lru_cache(2**14)
def clock(text: str) -> int | None:
    """The second of the day that a time such as ``3:30 pm`` or ``15:30`` is.

    None of ``3:30``, which may be of the morning, of the afternoon, or minutes and seconds.
    """
    match = _TIME.fullmatch(_NAMED_HOURS.get(text.lower(), text))
    if not match:
        return None
    names = ("hour", "minute", "second")
    hour, minute, second = (int(match[name] or match[f"{name}24"] or 0) for name in names)
    half = match["half"]
    if minute > 59 or second > 59 or hour > (12 if half else 23):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif hour < 13:
        return None
    return 3600 * hour + 60 * minute + second


@lru_cache(2**14)
def day(text: str) -> tuple[str, int, str] | None:
    """The month, day and year, or an empty one, of ``July 4th``, ``4 July`` or ``4 July 2026``."""
    match = _DAY.fullmatch(text)
    if not match:
        return None
    month = (match["month"] or match["month2"])[:3].lower()
    return month, int(match["day"] or match["day2"]), match["year"] or match["year2"] or ""
