"""The span that the start and stop button writes: times of the clock, as they are typed by hand."""

from __future__ import annotations

from datetime import datetime

from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import UnitsError


def clock_text(at: datetime, *, marked: bool = False) -> str:
    """A time of day, such as "9:05", or "9:05 am" where it is to have one meaning only."""
    text = f"{(at.hour - 1) % 12 + 1}:{at.minute:02}"
    return f"{text} {'pm' if at.hour >= 12 else 'am'}" if marked else text


def span_text(start: datetime, end: datetime) -> str:
    """The span between two moments in whole minutes; empty where none has passed.

    It is read as exactly that again: am and pm stand only where the times alone would be asked or
    be read otherwise. A span over midnight stays what it is, and the worksheet asks about it.
    """
    first, last = (at.replace(second=0, microsecond=0) for at in (start, end))
    minutes = int((last - first).total_seconds()) // 60
    if minutes <= 0:
        return ""
    plain = f"{clock_text(first)}-{clock_text(last)}"
    try:
        if first.date() == last.date() and parse_minutes(plain) == minutes:
            return plain
    except UnitsError:
        pass  # with am and pm then
    return f"{clock_text(first, marked=True)}-{clock_text(last, marked=True)}"
