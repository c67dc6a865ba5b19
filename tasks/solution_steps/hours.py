"""How long it is from one time of day to another, where a line says both."""

import re
from collections.abc import Iterator
from fractions import Fraction

from clipo_bench.tasks.solution_steps.claims import Claim

_TIME = r"(\d{1,2}(?::\d\d)?)\s*([ap])\.?\s?m\b\.?"
_SPAN = rf"(?:from|between)\s+{_TIME}\s*(?:to|until|till|-|and)\s*{_TIME}"
# Not 3 hours of "3 hours and 20 minutes"
_HOURS = r"(\d+(?:\.\d+)?)\s*hours?\b(?!\s*(?:,|and|&)?\s*(?:\d|a half|half|a quarter))"
# "3 hours (from 8:00 AM to 11:00 AM)", "from 1 pm to 6 pm is 5 hours"
_BEFORE = re.compile(rf"{_HOURS}[^.\n\d]{{0,40}}?{_SPAN}", re.IGNORECASE)
_BEHIND = re.compile(
    rf"{_SPAN}[^.\n\d]{{0,40}}?(?:is|are|=|for|of)\s+(?:a total of )?{_HOURS}", re.IGNORECASE
)


def spans(line: str) -> Iterator[tuple[Claim, bool]]:
    """The spans of time that a line states in hours, and whether they are that long."""
    for match in _BEFORE.finditer(line):
        hours, *times = match.groups()
        yield _span(times, hours)
    for match in _BEHIND.finditer(line):
        *times, hours = match.groups()
        yield _span(times, hours)


def _span(times: list[str], hours: str) -> tuple[Claim, bool]:
    start, start_half, end, end_half = times
    length = (_hours(end, end_half) - _hours(start, start_half)) % 24
    text = f"{start} {start_half}m to {end} {end_half}m".lower()
    claim = Claim(text, f"{hours} hours", loose=False, mixed=False, first=True)
    return claim, length == Fraction(hours)


def _hours(time: str, half: str) -> Fraction:
    """Hours since midnight."""
    hours, _, minutes = time.partition(":")
    return int(hours) % 12 + (12 if half.lower() == "p" else 0) + Fraction(int(minutes or 0), 60)
