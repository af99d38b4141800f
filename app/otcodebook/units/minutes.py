"""Reads minutes as they are typed: a number, hours, or start and end times, added with "+".

What a time means, and when the program asks instead of counting:

1. Minutes are 33, 33 min, 1 h 5 min or 1.5 h. A number alone is minutes, 905 too; only
   0905 looks so much like a time that its end is asked.
   A time is 9:05, 9.05, 9h05, 905, 0905 or 9:05:00, with a, am, a.m., p, pm or p.m. or without;
   or noon, 12 noon, midnight. Between two times stands a dash of any kind, "to", "until" or "till".
2. Two hours alone, 9-10, may also be nine to ten minutes: asked, unless one of them has am or pm.
3. With am or pm on both, each time is what it says. Noon and midnight are so too. Hour 0 may
   have am; hours over 12 have neither.
4. With am or pm on one time only, the other is read so that the span is the shortest that ends
   after it starts: 9:05-9:38 am is 33 minutes, 11:30-12:15 pm runs over noon, 11am-1 is 2 hours.
   Beyond ten hours it is rather a slip (9:38 am-9:05): asked.
5. Without am and pm, hour 0, hours over 12 and a 0 in front of the hour (01:10) are the 24-hour
   clock, and so is the other time: 9:00-13:30, 00:00-12:01. Nothing is guessed there.
6. Without any of these the times are read as on a wall clock: 9:05-9:38, 12:50-1:20 and 11:30-1:00
   are clear. At most six hours are counted: beyond that the times put the other way round would
   be the shorter span (9:38-9:05, 8:00-5:00): asked.
7. 24:00, midnight and 12:00 am are the day's end where they end a span. 24:00 starts none. Hour 0
   without am is always the day's start. The same time twice is asked, even midnight.
8. A span over midnight is asked, never counted: units belong to one day.
9. Seconds are read, but a span must be whole minutes: rounding would be a guess.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from msgspec import Struct

from otcodebook.units.model import UnitsError
from otcodebook.units.validate import check_minutes, short

_HOUR = 60 * 60
_HALF_DAY = 12 * _HOUR
_DAY = 24 * _HOUR

_LONGEST_WITHOUT_MARKS = 6 * _HOUR
"""Half of the clock's face: beyond it the times the other way round are the shorter span."""

_LONGEST_WITH_ONE_MARK = 10 * _HOUR
"""A working day with its breaks, 8:00-5:00 pm, must still be read."""

_MINUTES = r"(?:m|mins?|minutes?)\.?"
_NUMBER = re.compile(rf"([-\u2212]?)([0-9]+)(?: ?{_MINUTES})?")
_HOURS = re.compile(
    rf"([0-9]{{1,2}})(?:\.([0-9]{{1,2}}))? ?(?:h|hrs?|hours?)\.?(?: ?([0-9]{{1,2}}) ?{_MINUTES})?"
)
_BETWEEN = re.compile(r" ?(?:[-\u2010-\u2015\u2212]|until|till?|to) ?")
_TIME = re.compile(
    r"([0-9]{1,2})(?:[:.h]?([0-9]{2})(?:(?<=:[0-9]{2}):([0-9]{2}))?)?"
    r"(?: ?([ap])(?:\.? ?m)?\.?)?"
)
_NAMED_TIME = re.compile(r"(?:12(?:[:.h]?00)? ?)?(noon|midnight)")


class _Clock(Enum):
    """What the way a time is written tells of its half of the day."""

    MARKED = auto()
    """It has am or pm, or is noon or midnight: it has one meaning, on the 12-hour clock."""

    FULL_DAY = auto()
    """Its hour is 0 or over 12: it has one meaning, on the 24-hour clock."""

    PADDED = auto()
    """Its hour has a 0 in front: of the 24-hour clock, unless the other time is marked."""

    OPEN = auto()
    """Its hour is 1 to 12 without am or pm: it has two meanings."""


class _Time(Struct, frozen=True):
    """A time as it was written; `seconds` are those since midnight if am and pm are added."""

    seconds: int
    clock: _Clock
    has_minutes: bool = True

    def meanings(self, *, ends: bool = False) -> list[int]:
        """The times of day it may stand for on the 12-hour clock; an end at midnight is 24:00."""
        if self.clock is _Clock.FULL_DAY:
            return [self.seconds]
        found = [self.seconds]
        if self.clock is not _Clock.MARKED:
            found.append((self.seconds + _HALF_DAY) % _DAY)
        return [_DAY if ends and at == 0 else at for at in found]


def parse_minutes(text: str) -> int:
    """Whole minutes from "33", "1 h 5 min", "9:05-9:38", "11:50-12:20 pm" or "15+9:05-9:20".

    Raises UnitsError, one sentence, for what is wrong or may mean two things (see above), and for
    more than 1,440 minutes.
    """
    parts = [" ".join(part.split()).lower() for part in text.split("+")]
    return check_minutes(sum(_part(part, text) for part in parts))


def has_times(text: str) -> bool:
    """Whether start and end times stand in the text, which `parse_minutes` can read."""
    return any(_BETWEEN.search(part) for part in text.lower().split("+"))


def _part(part: str, typed: str) -> int:
    if number := _NUMBER.fullmatch(part):
        sign, digits = number.groups()
        if sign:
            raise UnitsError(f"{short(part)} is less than no minutes: type 0 or more.")
        if len(digits) > 3 and digits.startswith("0"):
            raise UnitsError(
                f"{short(part)} looks like a time: type its end too, such as 0905-0938."
            )
        return check_minutes(int(digits[:9]))
    if length := _HOURS.fullmatch(part):
        hours, decimals, minutes = length.groups(default="0")
        hundredths = int(hours) * 100 + int(decimals.ljust(2, "0"))
        if hundredths * 60 % 100 == 0:
            return check_minutes(hundredths * 60 // 100 + int(minutes))
        raise UnitsError(f"{part} is not a whole number of minutes: round it, such as 33.")
    if re.fullmatch(r"[0-9]*[.,][0-9]+", part, re.ASCII):
        raise UnitsError(f"{short(part)} is not a whole number of minutes: round it, such as 33.")
    sides = _BETWEEN.split(part)
    if len(sides) == 1 or not (_starts_a_time(sides[0]) or _starts_a_time(sides[-1])):
        raise UnitsError(
            f'"{short(part or typed)}" is not a number of minutes: type one, such as 33, '
            "or start and end, such as 9:05-9:38."
        )
    return _span_minutes(part, sides)


def _starts_a_time(side: str) -> bool:
    return side[:1].isdecimal() or _NAMED_TIME.match(side) is not None


def _span_minutes(part: str, sides: list[str]) -> int:
    """The minutes between two times; `part` is the whole span, to name it in a message."""
    if len(sides) > 2:
        raise UnitsError(
            f'"{short(part)}" has more than two times: put + between spans, '
            "such as 9:05-9:38+9:50-10:05."
        )
    if not all(sides):
        lacking = "start" if sides[1] else "end"
        raise UnitsError(
            f'"{short(part)}" has no {lacking} time: type start and end, such as 9:05-9:38.'
        )
    start, end = _time(sides[0]), _time(sides[1])
    seconds = _seconds_between(part, start, end)
    minutes, rest = divmod(seconds, 60)
    if rest:
        raise UnitsError(
            f"{part} is {minutes} min {rest} s: type whole minutes, or times without seconds."
        )
    return minutes


def _seconds_between(part: str, start: _Time, end: _Time) -> int:
    """The length of the shortest span that the times may mean; raises UnitsError if unsure."""
    clocks = (start.clock, end.clock)
    marked = _Clock.MARKED in clocks
    if not marked and not (start.has_minutes and end.has_minutes):
        raise UnitsError(f"{part} is not clear: type times like 9:05-9:38, or add am or pm.")
    if start.seconds == _DAY:
        raise UnitsError(f"{part} starts at the end of a day: type 0:00 for the start of a day.")
    starts, ends = [start.seconds], [end.seconds]
    if start.seconds != end.seconds and (marked or clocks == (_Clock.OPEN, _Clock.OPEN)):
        starts, ends = start.meanings(), end.meanings(ends=True)
    guessed = len(starts) + len(ends) > 2
    longest = _LONGEST_WITH_ONE_MARK if marked else _LONGEST_WITHOUT_MARKS
    length = min((e - s for s in starts for e in ends if e > s), default=0)
    if length and not (guessed and length > longest):
        return length
    if length and (marked or end.seconds > start.seconds):
        raise UnitsError(f"{part} is not clear: add am or pm to both times.")
    night, evening, morning = min((e + _DAY - s, s, e) for s in starts for e in ends)
    if night <= (longest if guessed else _HALF_DAY):
        raise UnitsError(_over_midnight(part, evening, morning))
    could_be_marked = _Clock.OPEN in clocks or _Clock.PADDED in clocks
    advice = ", or add am or pm" if could_be_marked else ""
    raise UnitsError(f"End time must be after start time: check {part}{advice}.")


def _over_midnight(part: str, start: int, end: int) -> str:
    """Asks, and shows what to type for each of the two days: it must read as exactly that."""
    until_midnight = f"{_shown(start)}-midnight"
    if end == 0:
        return f"{part} ends the next day? If it ends at midnight, type {until_midnight}."
    return (
        f"{part} ends the next day? Count each day on its own: {until_midnight}, "
        f"then midnight-{_shown(end)}."
    )


def _time(side: str) -> _Time:
    """Reads one time of day; raises UnitsError where it is none."""
    if named := _NAMED_TIME.fullmatch(side):
        return _Time(_HALF_DAY if named[1] == "noon" else 0, _Clock.MARKED)
    written = _TIME.fullmatch(side)
    if written is None:
        raise _no_time(side)
    hour, minutes, seconds, half = written.groups()
    hours = int(hour)
    past = int(minutes or 0) * 60 + int(seconds or 0)
    if int(minutes or 0) > 59 or int(seconds or 0) > 59 or hours * _HOUR + past > _DAY:
        raise _no_time(side)
    if half is not None:
        if hours > 12 or (hours == 0 and half == "p"):
            raise _no_time(side)
        at = hours % 12 * _HOUR + past + (_HALF_DAY if half == "p" else 0)
        return _Time(at, _Clock.MARKED)
    if hours == 0 or hours > 12:
        clock = _Clock.FULL_DAY
    else:
        clock = _Clock.PADDED if hour.startswith("0") else _Clock.OPEN
    return _Time(hours * _HOUR + past, clock, minutes is not None)


def _no_time(side: str) -> UnitsError:
    return UnitsError(f'"{short(side)}" is not a time of day: type it like 9:05 or 1:30 pm.')


def _shown(seconds_of_day: int) -> str:
    """A time of day in words that have one meaning only."""
    hours, rest = divmod(seconds_of_day, _HOUR)
    minutes, seconds = divmod(rest, 60)
    past = f"{minutes:02}:{seconds:02}" if seconds else f"{minutes:02}"
    return f"{(hours - 1) % 12 + 1}:{past} {'pm' if hours >= 12 else 'am'}"
