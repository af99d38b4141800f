from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import UnitsError


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("33", 33),
        (" 33 ", 33),
        ("33 min", 33),
        ("33m", 33),
        ("0", 0),
        ("08", 8),
        ("1440", 1440),
        ("9:05-9:38", 33),
        ("9:05 - 9:38", 33),
        ("9:05\u20139:38", 33),
        ("9:05 to 9:38", 33),
        ("0905-0938", 33),
        ("905-938", 33),
        ("13:05-13:38", 33),
        ("9:05-9:38 am", 33),
        ("9:05 a.m. - 9:38 a.m.", 33),
        ("1:05-1:38 PM", 33),
        ("1:05p-1:38p", 33),
        ("9-10 am", 60),
        ("9am-5pm", 480),
        ("8:00-5:00 pm", 540),
        ("11:50-12:20", 30),
        ("12:45-1:15", 30),
        ("11:50-1:10", 80),
        ("1150-110", 80),
        ("11:50-12:20 pm", 30),
        ("11:50 am-12:20", 30),
        ("12:40-1:10 pm", 30),
        ("12:40-1:10 am", 30),
        ("12:10 am-12:40 am", 30),
        ("15+9:05-9:20", 30),
        ("9:05-9:20 + 9:40-9:55", 30),
    ],
)
def test_minutes_as_clinicians_type_them(text, minutes):
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "is not a number of minutes"),
        ("x", "is not a number of minutes"),
        ("1:30", "is not a number of minutes"),
        ("1 2", "is not a number of minutes"),
        ("\u0663\u0663", "is not a number of minutes"),
        ("5+", "is not a number of minutes"),
        ("1e3", "is not a number of minutes"),
        ("-5", "less than no minutes"),
        ("12.5", "not a whole number"),
        ("1,441", "not a whole number"),
        ("1441", "more than the 1,440"),
        ("9" * 5000, "more than the 1,440"),
        ("1000+1000", "more than the 1,440"),
        ("0905", "looks like a time"),
        ("9:05-9:05", "does not end after it starts"),
        ("10:00-9:00", "does not end after it starts"),
        ("8:00-5:00", "does not end after it starts"),
        ("2350-0010", "does not end after it starts"),
        ("11 pm-1 am", "does not end after it starts"),
        ("9:70-9:80", "no time of day"),
        ("25:00-26:00", "no time of day"),
        ("13:00 pm-14:00 pm", "no time of day"),
        ("9-10", "not clear"),
    ],
)
def test_anything_else_is_told_in_one_sentence(text, part):
    with pytest.raises(UnitsError) as caught:
        parse_minutes(text)
    message = caught.value.user_message
    assert part in message
    assert message.endswith(".")
    assert "\n" not in message


@given(st.text(max_size=40) | st.text("0123456789:-+apm. ", max_size=20))
def test_no_text_gives_anything_but_minutes_or_a_sentence(text):
    result: int | str
    try:
        result = parse_minutes(text)
    except UnitsError as error:
        result = error.user_message
    assert result in range(1441) if isinstance(result, int) else result.isprintable()


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_the_24_hour_clock_is_exact(start, end):
    if start < end:
        text = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        assert parse_minutes(text) == end - start
        assert parse_minutes(text.replace(":", "")) == end - start
