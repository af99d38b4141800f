from __future__ import annotations

import pytest

from otcodebook.units.count import count_units
from otcodebook.units.model import SessionEntry, UnitsError
from units_support import CATALOG

ENTRY = SessionEntry


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([ENTRY("99999", 5)], "There is no code 99999 in this code list: check the number."),
        ([ENTRY("9\x1b[1m\n", 5)], "There is no code 9 [1m  in this code list: check the number."),
        ([ENTRY("97003", 5)], "97003 is retired (1 January 2017): use 97165 instead."),
        ([ENTRY("97161", 5)], "97161 belongs to physical therapists: use 97165 instead."),
        ([ENTRY("GO", 5)], "GO is a modifier: units are counted for the code it goes with."),
        (
            [ENTRY("97110", 5), ENTRY("97110", 6)],
            "97110 is there twice. Add its minutes together.",
        ),
        ([ENTRY("97110", -1)], "97110: -1 minutes are less than none: type 0 or more."),
        ([ENTRY("97110", 1441)], "97110: 1,441 minutes are more than the 1,440 of a whole day."),
        (
            [ENTRY("97110", 10, 11)],
            "97110: OTA minutes (11) can't exceed total minutes (10): make it 21.",
        ),
        (
            [ENTRY("97110", 10, -1)],
            "97110, OTA: -1 minutes are less than none: type 0 or more.",
        ),
        (
            [ENTRY("97165", None, 5)],
            "97165: 5 OTA minutes, but no total minutes: type those first.",
        ),
    ],
)
def test_a_wrong_session_is_told_in_one_sentence(entries, message):
    with pytest.raises(UnitsError) as caught:
        count_units(entries, CATALOG)
    assert caught.value.user_message == message


def test_a_whole_day_is_allowed():
    assert count_units([ENTRY("97110", 1440)], CATALOG).units == 96
