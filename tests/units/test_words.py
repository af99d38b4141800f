from __future__ import annotations

import pytest

from otcodebook.units.model import Rule
from otcodebook.units.words import difference, sums, unit_mix, working
from units_support import CATALOG, count


def test_the_working_of_a_plain_session():
    assert working(count({"97110": 33, "97140": 7})) == [
        "40 minutes in all fall into the chart's row 38 to 52: 3 units.",
        "Whole quarter hours make 2 units: 97110 2 with 3 left and 97140 0 with 7 left.",
        "1 unit is left for the most minutes left over: 97140 7 and 97110 3. To 97140.",
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
        "A tie: 1 unit for any 1 of 97110, 97112 and 97140. For now to 97112; you choose."
    )


def test_the_working_of_the_midpoint():
    assert working(count({"97110": 24, "97140": 7}, Rule.MIDPOINT)) == [
        "Each 15-minute code goes through the chart on its own: 97110 1 with 9 left and 97140 0 "
        "with 7 left. Together 2 units."
    ]
    assert working(count({"97165": None})) == []


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (
            {"97110": 33, "97140": 7},
            "Medicare adds the minutes first: 40 minutes make 3 units. Code by code they make 2: "
            "fewer than 8 minutes left on a code earn nothing there.",
        ),
        (
            {"97112": 24, "97110": 23, "97150": 30},
            "Code by code the minutes make 4 units: every code with 8 minutes or more left earns "
            "one. Medicare adds them first, and 47 minutes make 3.",
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
            "8 minutes: less than a quarter hour. The 8 left over earn nothing: the total of 49 "
            "minutes has no more units, others have more left. Document it, do not bill it.",
        ),
        (
            {"97110": 33, "97140": 7},
            Rule.CMS,
            "97140",
            "7 minutes: less than a quarter hour. The 7 left over are the most, so they earn one "
            "more unit of the total.",
        ),
        (
            {"97110": 30},
            Rule.CMS,
            "97110",
            "30 minutes hold 2 units of 15 minutes, with none left over.",
        ),
        ({"97110": 0}, Rule.CMS, "97110", "It has no minutes. Document it, do not bill it."),
        (
            {"97110": 7},
            Rule.MIDPOINT,
            "97110",
            "7 minutes on their own make no unit: it takes 8. Document it, do not bill it.",
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
            "Of the 20 minutes shared with 97129, the only unit is 97129. Document it, do not "
            "bill it.",
        ),
        (
            {"98979": 25},
            Rule.CMS,
            "98979",
            "25 minutes do not lie in its 10 to 19 minutes per calendar month. Look at 98980. "
            "Document it, do not bill it.",
        ),
        ({"98972": 25}, Rule.CMS, "98972", "25 minutes lie in its 21 minutes or more per 7 days."),
        (
            {"96125": 20},
            Rule.CMS,
            "96125",
            "20 minutes: the first unit needs 31. Document it, do not bill it.",
        ),
        (
            {"X1": 20},
            Rule.CMS,
            "X1",
            "The catalog does not say how X1 is counted: ask the payer.",
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
        "Units: 3 (Medicare's 8-minute rule)",
    ]
