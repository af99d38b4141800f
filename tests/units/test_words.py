from __future__ import annotations

import pytest

from otcodebook.units.model import Rule
from otcodebook.units.words import difference, sums, unit_mix, working
from units_support import CATALOG, count


def test_the_working_of_a_plain_session():
    assert working(count({"97110": 33, "97140": 7})) == [
        "40 total minutes = 3 units (38-52).",
        "Full 15-minute units: 2. 97110 2 with 3 left and 97140 0 with 7 left.",
        "Remaining unit goes to 97140 (7 leftover vs 3).",
    ]


def test_the_mix_tells_units_apart_that_could_be_misread():
    cases = {
        "": {"97110": 7},
        "2 timed": {"97110": 33},
        "4 timed + 1 evaluation": {"97165": 45, "97110": 40, "97129": 22},
        "1 timed + 2 untimed + 1 other": {"97150": 30, "97010": None, "97110": 15, "98979": 10},
    }
    assert {unit_mix(count(session), CATALOG): session for session in cases.values()} == cases


def test_the_working_names_a_tie():
    assert working(count({"97112": 7, "97110": 7, "97140": 7}))[-1] == (
        "Tie: 1 unit for any 1 of 97110, 97112 and 97140. For now on 97112; you choose."
    )


def test_the_working_of_the_midpoint():
    assert working(count({"97110": 24, "97140": 7}, Rule.MIDPOINT)) == [
        "Each 15-minute code on its own: 97110 1 with 9 left and 97140 0 with 7 left. "
        "Total: 2 units."
    ]
    assert working(count({"97165": None})) == []


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (
            {"97110": 33, "97140": 7},
            "Medicare pools the 40 minutes and gives 3 timed units; per-code midpoint gives 2, "
            "because it needs 8 minutes on each code.",
        ),
        (
            {"97112": 24, "97110": 23, "97150": 30},
            "Per-code midpoint gives 4 timed units; Medicare pools the 47 minutes and gives 3.",
        ),
        ({"97110": 30, "97150": 30}, "Both methods give 3 units."),
    ],
)
def test_the_difference_is_explained(minutes, text):
    assert difference(count(minutes), count(minutes, Rule.MIDPOINT)) == text


def test_equal_totals_are_always_placed_alike():
    # So "both methods give" needs no further word.
    for first in range(60):
        for second in range(60):
            minutes = {"97110": first, "97140": second, "97129": 9}
            cms, midpoint = count(minutes), count(minutes, Rule.MIDPOINT)
            if cms.units == midpoint.units:
                assert not cms.choices
                assert [line.units for line in cms.lines] == [line.units for line in midpoint.lines]


@pytest.mark.parametrize(
    ("minutes", "rule", "code", "reason"),
    [
        (
            {"97110": 18, "97140": 13, "97116": 10, "97035": 8},
            Rule.CMS,
            "97035",
            "No full unit, 8 minutes left over. Other codes have more leftover minutes. "
            "Document only; no unit to bill.",
        ),
        (
            {"97110": 33, "97140": 7},
            Rule.CMS,
            "97140",
            "No full unit, 7 minutes left over. Most leftover minutes (7), so it gets the "
            "remaining unit.",
        ),
        (
            {"97110": 30},
            Rule.CMS,
            "97110",
            "2 full units, no minutes left over.",
        ),
        ({"97110": 0}, Rule.CMS, "97110", "Enter minutes."),
        (
            {"97110": 7},
            Rule.MIDPOINT,
            "97110",
            "7 minutes: no unit (it takes 8). Document only; no unit to bill.",
        ),
        (
            {"97129": 45},
            Rule.CMS,
            "97130",
            "Of the 45 minutes shared with 97129, 2 units beyond the first.",
        ),
        (
            {"97129": 15, "97130": 5},
            Rule.CMS,
            "97130",
            "Of the 20 minutes shared with 97129, the only unit is 97129. Document only; no "
            "unit to bill.",
        ),
        (
            {"98979": 25},
            Rule.CMS,
            "98979",
            "25 minutes: outside its 10 to 19 minutes per calendar month. Look at 98980. "
            "Document only; no unit to bill.",
        ),
        ({"98972": 25}, Rule.CMS, "98972", "25 minutes: within its 21 minutes or more per 7 days."),
        (
            {"96125": 20},
            Rule.CMS,
            "96125",
            "20 minutes: the first unit needs 31. Document only; no unit to bill.",
        ),
        (
            {"X1": 20},
            Rule.CMS,
            "X1",
            "The code list does not say how X1 is counted: ask the payer.",
        ),
    ],
)
def test_every_line_says_why(minutes, rule, code, reason):
    lines = {line.code: line.reason for line in count(minutes, rule).lines}
    assert lines[code] == reason


def test_the_sums_tell_what_is_not_in_them():
    assert sums(count({"97110": 15, "97165": None, "98980": 25})) == [
        "Total timed minutes: 15",
        "Total treatment minutes: 15, without 97165",
        "Counted over a week or month, not in these totals: 25 minutes",
    ]


def test_leftover_minutes_are_told_in_good_grammar():
    reasons = {line.code: line.reason for line in count({"97110": 16}).lines}
    assert reasons["97110"] == "1 full unit, 1 minute left over (16 total minutes allow no more)."
    assert working(count({"97110": 13, "97140": 12, "97112": 20}))[-1] == (
        "2 remaining units go to 97110 and 97140 "
        "(leftover minutes: 97110 13, 97140 12 and 97112 5)."
    )
