"""The span of a clock is read again as exactly the minutes that have passed, or is asked about."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import UnitsError
from otcodebook.units.stopwatch import span_text

_DAY = datetime(2026, 11, 27)


def test_every_span_of_a_day_is_read_as_it_was():
    wrong = []
    for start in range(0, 1440, 7):
        for end in range(start + 1, 1440, 11):
            first, last = (_DAY + timedelta(minutes=at) for at in (start, end))
            span = span_text(first, last)
            if parse_minutes(span) != end - start:
                wrong.append(span)
    assert not wrong


def test_am_and_pm_stand_only_where_the_times_alone_are_not_enough():
    def between(start: int, end: int) -> str:
        return span_text(_DAY + timedelta(minutes=start), _DAY + timedelta(minutes=end))

    assert between(545, 578) == "9:05-9:38"
    assert between(545 + 720, 578 + 720) == "9:05-9:38"
    assert between(710, 740) == "11:50-12:20"
    assert between(480, 900) == "8:00 am-3:00 pm"


def test_seconds_are_cut_off_and_less_than_a_minute_is_no_span():
    start = _DAY.replace(hour=9, minute=5, second=50)
    assert span_text(start, start.replace(second=59)) == ""
    assert span_text(start, start.replace(minute=6, second=1)) == "9:05-9:06"
    assert span_text(start, start - timedelta(hours=1)) == ""


def test_a_span_over_midnight_is_asked_about_and_not_counted():
    span = span_text(_DAY - timedelta(minutes=10), _DAY + timedelta(minutes=10))
    with pytest.raises(UnitsError, match="ends the next day"):
        parse_minutes(span)
