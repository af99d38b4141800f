"""Reads minutes as they are typed: a number, or start and end times."""

from __future__ import annotations

import re

from otcodebook.units.model import UnitsError
from otcodebook.units.validate import check_minutes, short

_HALF_DAY = 12 * 60
_LONGEST_GUESS = 6 * 60
"""Where am and pm are missing, 11:50-1:10 runs over noon. Beyond six hours it is rather a slip."""

_NUMBER = re.compile(r"(-?)([0-9]+)(?: ?(?:m|min|mins|minutes))?", re.ASCII)
_TIME = r"([0-9]{1,2})(?::?([0-9]{2}))?(?: ?([ap])(?:\.?m\.?)?)?"
_SPAN = re.compile(rf"{_TIME} ?(?:-|\u2013|\u2014|to) ?{_TIME}", re.ASCII)


def parse_minutes(text: str) -> int:
    """Whole minutes from "33", "9:05-9:38", "0905-0938", "11:50-12:20 pm" or "15+9:05-9:20".

    Times without am or pm may be of either clock; an end before the start is taken as past noon.
    Raises UnitsError, one sentence, for anything else and for more than 1,440 minutes.
    """
    parts = [" ".join(part.split()).lower() for part in text.split("+")]
    return check_minutes(sum(_part(part, text) for part in parts))


def _part(part: str, typed: str) -> int:
    if number := _NUMBER.fullmatch(part):
        sign, digits = number.groups()
        if sign == "-":
            raise UnitsError(f"{part} is less than no minutes: type 0 or more.")
        if len(digits) > 3 and digits.startswith("0"):
            raise UnitsError(f"{part} looks like a time: type its end too, such as 0905-0938.")
        return check_minutes(int(digits[:9]))
    if span := _SPAN.fullmatch(part):
        return _span_minutes(part, *span.groups())
    if re.fullmatch(r"[0-9]*[.,][0-9]+", part, re.ASCII):
        raise UnitsError(f"{part} is not a whole number of minutes: round it, such as 33.")
    raise UnitsError(
        f'"{short(typed)}" is not a number of minutes: type one, such as 33, '
        "or start and end, such as 9:05-9:38."
    )


def _span_minutes(part: str, *times: str | None) -> int:
    """The minutes between two times; each is given as hour, minute, and "a" or "p".

    Of the ways to read a time without am or pm, the one that gives the shortest stretch counts.
    """
    hour, minute, half, end_hour, end_minute, end_half = times
    told = half is not None or end_half is not None
    if not told and (minute is None or end_minute is None):
        raise UnitsError(f"{part} is not clear: type the minutes of both times, such as 9:05-9:38.")
    start = _clock(part, hour, minute, half)
    end = _clock(part, end_hour, end_minute, end_half)
    starts = _readings(start) if told and half is None else [start]
    ends = _readings(end) if end_half is None else [end]
    length = min((e - s for s in starts for e in ends if e > s), default=0)
    if length == 0 or (not told and end <= start and length > _LONGEST_GUESS):
        raise UnitsError(f"{part} does not end after it starts: check both times, or add am or pm.")
    return length


def _clock(part: str, hour: str | None, minute: str | None, half: str | None) -> int:
    """Minutes since midnight, as written; am and pm are applied where they are given."""
    hours, minutes = int(hour or 0), int(minute or 0)
    if hours > 23 or minutes > 59 or (half is not None and not 1 <= hours <= 12):
        raise UnitsError(f"{part} holds no time of day: type it such as 9:05-9:38.")
    if half is not None:
        hours = hours % 12 + (12 if half == "p" else 0)
    return hours * 60 + minutes


def _readings(clock: int) -> list[int]:
    """The times of day that a time without am or pm may mean."""
    if clock < _HALF_DAY:
        return [clock, clock + _HALF_DAY]
    return [clock, clock - _HALF_DAY] if clock < _HALF_DAY + 60 else [clock]
