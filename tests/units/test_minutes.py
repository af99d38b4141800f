from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import UnitsError


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("33", 33),
        (" 33 ", 33),
        ("33 min", 33),
        ("33 min.", 33),
        ("33m", 33),
        ("0", 0),
        ("08", 8),
        ("1440", 1440),
        ("1h", 60),
        ("1 hr 5 min", 65),
        ("1h5m", 65),
        ("1.5 h", 90),
        ("0.25 hours", 15),
        ("9:05-9:38", 33),
        ("9:05 - 9:38", 33),
        ("9:05\u20139:38", 33),
        ("9:05 \u2014 9:38", 33),
        ("9:05\u22129:38", 33),
        ("9:05\u00a0-\u00a09:38", 33),
        ("9:05 to 9:38", 33),
        ("9:05 until 9:38", 33),
        ("9:05 till 9:38", 33),
        ("9.05-9.38", 33),
        ("9h05-9h38", 33),
        ("0905-0938", 33),
        ("905-938", 33),
        ("13:05-13:38", 33),
        ("9:05-9:38 am", 33),
        ("9:05-9:38am", 33),
        ("9:05am-9:38", 33),
        ("9:05 a.m. - 9:38 a.m.", 33),
        ("9:05 a. m. - 9:38 a. m.", 33),
        ("1:05-1:38 PM", 33),
        ("1:05p-1:38p", 33),
        ("01:05 pm-01:38 pm", 33),
        ("01:05-01:38 pm", 33),
        ("13:05-1:38 pm", 33),
        ("9-10 am", 60),
        ("9am-5pm", 480),
        ("11am-1", 120),
        ("8:00-5:00 pm", 540),
        ("11:50-12:20", 30),
        ("12:50-1:20", 30),
        ("1:00-1:30", 30),
        ("11:30-1:00", 90),
        ("1150-110", 80),
        ("8:00-2:00", 360),
        ("11:50-12:20 pm", 30),
        ("11:50 am-12:20", 30),
        ("12:40-1:10 pm", 30),
        ("12:40-1:10 am", 30),
        ("12:10 am-12:40 am", 30),
        ("9:00-13:30", 270),
        ("12:30-13:00", 30),
        ("00:00-12:01", 721),
        ("0:10-12:40", 750),
        ("0:10-1:10", 60),
        ("0010-0110", 60),
        ("00:10 am-12:40 am", 30),
        ("11:30-noon", 30),
        ("11:30 am - 12 noon", 30),
        ("noon-12:30", 30),
        ("Noon to 1", 60),
        ("midnight-12:30", 30),
        ("midnight to noon", 720),
        ("23:30-24:00", 30),
        ("2330-2400", 30),
        ("00:00-24:00", 1440),
        ("11:30 pm-12:00 am", 30),
        ("11:30-12 am", 30),
        ("11:30 pm-12:00", 30),
        ("11:30 pm-midnight", 30),
        ("11:30 pm-24:00", 30),
        ("9:05:00-9:38:00", 33),
        ("9:05:40-9:38:40", 33),
        ("9:05:00 am-9:38", 33),
        ("15+9:05-9:20", 30),
        ("9:05-9:20 + 9:40-9:55", 30),
        ("11:50-12:20 pm + 5 min + 1 h", 95),
    ],
)
def test_minutes_as_clinicians_type_them(text, minutes):
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "is not a number of minutes"),
        ("x", "is not a number of minutes"),
        ("15+x", '"x" is not a number of minutes'),
        ("tomato", "is not a number of minutes"),
        ("1:30", "is not a number of minutes"),
        ("1h05", "is not a number of minutes"),
        ("noon", "is not a number of minutes"),
        ("1 2", "is not a number of minutes"),
        ("\u0663\u0663", "is not a number of minutes"),
        ("5+", "is not a number of minutes"),
        ("1e3", "is not a number of minutes"),
        ("-5", "less than no minutes"),
        ("\u22125", "less than no minutes"),
        ("12.5", "not a whole number"),
        ("1,441", "not a whole number"),
        ("1.33 h", "not a whole number"),
        ("1441", "more than the 1,440"),
        ("25 h", "more than the 1,440"),
        ("9" * 5000, "more than the 1,440"),
        ("1000+1000", "more than the 1,440"),
        ("0905", "looks like a time"),
        ("0" * 5000, "looks like a time"),
        ("9:05-", "has no end time"),
        ("until 9:38", "has no start time"),
        ("9:05-9:20-9:40", "put + between spans"),
        ("9:05-9:05", "End time must be after start time: check 9:05-9:05, or add am or pm."),
        ("9:38-9:05", "End time must be after start time"),
        ("10:00-9:00", "End time must be after start time"),
        ("8:00-7:30", "End time must be after start time"),
        ("8:00-5:00", "End time must be after start time"),
        ("8:00-7:30 am", "End time must be after start time"),
        ("13:05-1:40", "or add am or pm"),
        ("11:50-01:10", "or add am or pm"),
        ("13:40-13:05", "End time must be after start time: check 13:40-13:05."),
        ("9:38 am-9:05 am", "End time must be after start time: check 9:38 am-9:05 am."),
        ("9:05 am-9:05 am", "End time must be after start time"),
        ("midnight-midnight", "End time must be after start time"),
        ("9:38 am-9:05", "add am or pm to both times"),
        ("9:05-9:05 pm", "add am or pm to both times"),
        ("1:00-12:30", "add am or pm to both times"),
        ("24:00-0:30", "type 0:00 for the start of a day"),
        ("2350-0010", "ends the next day?"),
        ("11 pm-1 am", "ends the next day?"),
        ("11:30 pm-12:15", "ends the next day?"),
        ("11:30-12:15 am", "ends the next day?"),
        ("23:59:30-0:01", "own: 11:59:30 pm-midnight, then midnight-12:01 am."),
        ("23:30-00:00", "If it ends at midnight, type 11:30 pm-midnight."),
        ("9:70-9:80", '"9:70" is not a time of day'),
        ("9:05-9:60", '"9:60" is not a time of day'),
        ("9:05:00-9:38:60", '"9:38:60" is not a time of day'),
        ("25:00-26:00", '"25:00" is not a time of day'),
        ("23:00-24:01", '"24:01" is not a time of day'),
        ("13:00 pm-14:00 pm", '"13:00 pm" is not a time of day'),
        ("0:10 pm-1 pm", '"0:10 pm" is not a time of day'),
        ("9:05-9:5", '"9:5" is not a time of day'),
        ("9:05-noonish", '"noonish" is not a time of day'),
        ("9-10", "9-10 is not clear"),
        ("11:30-12", "11:30-12 is not clear"),
        ("9:05:30-9:38:10", "is 32 min 40 s: type whole minutes"),
    ],
)
def test_anything_else_is_told_in_one_sentence(text, part):
    with pytest.raises(UnitsError) as caught:
        parse_minutes(text)
    message = caught.value.user_message
    assert part in message
    assert message.endswith(".")
    assert message.isprintable()
    assert len(message) < 150


def counted(text: str) -> int | None:
    """The minutes, or None where the program asks."""
    try:
        return parse_minutes(text)
    except UnitsError:
        return None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("23:50-00:10", 20),
        ("11 pm-1 am", 120),
        ("11:30-12:15 am", 45),
        ("22:00-06:00", 480),
    ],
)
def test_the_two_days_of_a_night_can_be_typed_as_told(text, minutes):
    with pytest.raises(UnitsError) as caught:
        parse_minutes(text)
    told = re.search(r": (\S+ .m-midnight), then (midnight-.+)\.$", caught.value.user_message)
    assert told is not None
    assert parse_minutes(told[1]) + parse_minutes(told[2]) == minutes


# Every pair of times: the day in steps of 3 minutes. The ways to spell a time take turns from one
# pair to the next, so that each of them meets all hours. What is right is worked out here by plain
# arithmetic over what the two times can mean; None stands for "the program has to ask".

SEPARATORS = ["-", " - ", "\u2013", " \u2014 ", " to ", " until ", "to", " till ", "\u2212"]


def faces(hour: str, minute: int) -> list[str]:
    separated = [f"{hour}{between}{minute:02}" for between in (":", ".", "h", "")]
    return [*separated, f"{hour}:{minute:02}:00"]


def padded(at: int) -> list[str]:
    return faces(f"{at // 60:02}", at % 60)


def bare(at: int) -> list[str]:
    return faces(f"{at // 60}", at % 60)


def unmarked(at: int) -> list[str]:
    return faces(f"{(at // 60 - 1) % 12 + 1}", at % 60)


def half_marked(at: int) -> list[str]:
    """Beside a time with am or pm a 0 in front of the hour means nothing."""
    return [*unmarked(at), f"{(at // 60 - 1) % 12 + 1:02}:{at % 60:02}"]


def marked(at: int) -> list[str]:
    half = "ap"[at // 720 % 2]
    marks = [half, f" {half}m", f"{half}.m.", f" {half.upper()}M", f"{half}m", f" {half}. m."]
    names = {0: ["midnight", "12 Midnight"], 720: ["noon", "12:00 noon"]}
    spelled = [face + mark for face, mark in zip(half_marked(at), marks, strict=True)]
    return spelled + names.get(at % 1440, [])


DAY = range(0, 1440, 3)
HALF_DAY = range(0, 720, 3)
TOLD_BY_HOUR = [*range(0, 60, 3), *range(780, 1440, 3)]
"""Hour 0 and the hours over 12: without a 0 in front only these tell the 24-hour clock."""


def plain(start: int, end: int) -> int | None:
    return end - start if end > start else None


def plain_but_midnight_twice(start: int, end: int) -> int | None:
    return None if (start, end) == (0, 1440) else plain(start, end)


def shortest(starts: Iterable[int], ends: Iterable[int], at_most: int) -> int | None:
    """Of all that two times can mean on one day, the shortest span; midnight ends the day."""
    spans = [(e or 1440) - s for s in starts for e in ends if (e or 1440) > s]
    return min(spans) if spans and min(spans) <= at_most else None


Times = tuple[Iterable[int], Callable[[int], list[str]]]
NOTATIONS: dict[str, list[tuple[Times, Times, Callable[[int, int], int | None]]]] = {
    "09:05-13:38": [((DAY, padded), ([*DAY, 1440], padded), plain)],
    "9:05-13:38": [
        ((TOLD_BY_HOUR, bare), ([*DAY, 1440], bare), plain),
        ((range(60, 780, 3), bare), ([*TOLD_BY_HOUR, 1440], bare), plain),
    ],
    "9:05 am-1:38 pm": [((DAY, marked), ([*DAY[1:], 1440], marked), plain_but_midnight_twice)],
    "9:05 am-13:38": [
        ((DAY, marked), ([*TOLD_BY_HOUR, 1440], bare), plain),
        ((TOLD_BY_HOUR, bare), ([*DAY[1:], 1440], marked), plain_but_midnight_twice),
    ],
    "9:05 am-9:38": [
        (
            (DAY, marked),
            (HALF_DAY, half_marked),
            lambda start, end: shortest([start], [end, end + 720], 600),
        )
    ],
    "9:05-9:38 am": [
        (
            (HALF_DAY, half_marked),
            ([*DAY[1:], 1440], marked),
            lambda start, end: shortest([start, start + 720], [end], 600),
        )
    ],
    "9:05-9:38": [
        (
            (HALF_DAY, unmarked),
            (HALF_DAY, unmarked),
            lambda start, end: shortest([start, start + 720], [end, end + 720], 360),
        )
    ],
}


def spans(
    starts: Iterable[int],
    ends: Iterable[int],
    spell_start: Callable[[int], list[str]],
    spell_end: Callable[[int], list[str]],
) -> Iterator[tuple[str, int, int]]:
    """Each start with each end, and the span as it may be written."""
    separators = cycle(SEPARATORS)
    spelled_ends = [(end, cycle(spell_end(end))) for end in ends]
    for start in starts:
        spelled_start = cycle(spell_start(start))
        for end, spelled_end in spelled_ends:
            yield f"{next(spelled_start)}{next(separators)}{next(spelled_end)}", start, end


@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_pair_of_times_is_counted_right_or_asked(notation):
    walked = 0
    wrong = []
    for (starts, spell_start), (ends, spell_end), right in NOTATIONS[notation]:
        for text, start, end in spans(starts, ends, spell_start, spell_end):
            walked += 1
            if (found := counted(text)) != (wanted := right(start, end)):
                wrong.append(f"{text}: {found}, not {wanted}")
    some = "\n".join(wrong[:: len(wrong) // 20 + 1])
    assert not wrong, f"{len(wrong)} of {walked} texts, such as\n{some}"
    assert walked >= len(HALF_DAY) ** 2


PIECES = [*"0123456789:.+-hap ", "9:05", "12:00", "24:00", "am", "pm", "noon", "midnight", "to"]


@given(
    st.text(max_size=40)
    | st.text("0123456789:-+apm. ", max_size=20)
    | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
)
@example("9" * 5000)
def test_no_text_gives_anything_but_minutes_or_a_sentence(text):
    result: int | str
    try:
        result = parse_minutes(text)
    except UnitsError as error:
        result = error.user_message
    assert result in range(1441) if isinstance(result, int) else result.isprintable()


def spelled_times() -> st.SearchStrategy[list[str]]:
    """A time of day in the pieces between which there may be spaces."""
    clock = st.builds("{}:{:02}".format, st.integers(0, 24), st.integers(0, 59))
    marks = st.sampled_from([[], ["am"], ["pm"], ["a"], ["p.m."]])
    faces = st.builds(lambda face, mark: [face, *mark], clock, marks)
    return faces | st.sampled_from([["noon"], ["midnight"], ["12", "noon"], ["9", "am"]])


def spelled_parts() -> st.SearchStrategy[list[str]]:
    separators = st.sampled_from(["-", "\u2013", "to", "until"])
    spans = st.builds(lambda s, by, e: [*s, by, *e], spelled_times(), separators, spelled_times())
    return spans | st.sampled_from([["33"], ["33", "min"], ["1", "h", "5", "m"]])


@given(st.lists(spelled_parts(), min_size=1, max_size=3), st.data())
def test_case_and_spaces_change_nothing(parts, data):
    pieces = [piece for part in parts for piece in ["+", *part]][1:]
    spaces = st.sampled_from(["", " ", "  ", "\t", "\u00a0"])
    cases = st.sampled_from([str.lower, str.upper, str.title])
    other = "".join(
        data.draw(spaces) + data.draw(cases)(piece) + data.draw(spaces) for piece in pieces
    )
    assert counted(other) == counted("".join(pieces))


@given(st.integers(0, 1439), st.integers(0, 1439))
def test_the_24_hour_clock_is_exact(start, end):
    if start < end:
        text = f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        assert parse_minutes(text) == end - start
        assert parse_minutes(text.replace(":", "")) == end - start
