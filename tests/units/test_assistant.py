from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otcodebook.units.assistant import assistant_shares
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry
from units_support import CATALOG


def shares(entries, rule=Rule.CMS):
    return assistant_shares(count_units(entries, CATALOG, rule), entries)


def with_co(code, therapist, assistant, rule=Rule.CMS):
    """Units and those of them with CO of one code."""
    entries = [SessionEntry(code, therapist + assistant, assistant)]
    return [(share.units, share.with_co) for share in shares(entries, rule)]


@pytest.mark.parametrize(
    ("therapist", "assistant", "units", "co"),
    [
        (0, 15, 1, 1),
        (15, 15, 2, 1),
        (30, 15, 3, 1),
        # The therapist alone reached 8 minutes: the therapist's unit.
        (8, 7, 1, 0),
        (8, 14, 1, 0),
        # The therapist's 7 left over do not.
        (22, 8, 2, 1),
        (22, 23, 3, 2),
        (7, 8, 1, 1),
        (7, 1, 1, 1),
        # 23 to 28 minutes, 9 to 14 each: one of each.
        (9, 14, 2, 1),
        (12, 11, 2, 1),
        (14, 14, 2, 1),
        (12, 26, 3, 2),
        # The therapist's own short rest.
        (5, 30, 2, 2),
        (23, 0, None, None),
    ],
)
def test_15_minute_codes_are_looked_at_unit_by_unit(therapist, assistant, units, co):
    expected = [] if units is None else [(units, co)]
    assert with_co("97110", therapist, assistant) == expected
    assert with_co("97110", therapist, assistant, Rule.MIDPOINT) == expected


@pytest.mark.parametrize(
    ("code", "therapist", "assistant", "units", "co"),
    [
        ("97150", 36, 4, 1, 0),
        ("97150", 35, 5, 1, 1),
        ("97150", 0, 40, 1, 1),
        ("96125", 54, 6, 1, 0),
        ("96125", 53, 7, 1, 1),
        ("96125", 80, 20, 2, 2),
    ],
)
def test_other_codes_are_over_10_percent_or_not(code, therapist, assistant, units, co):
    assert with_co(code, therapist, assistant) == [(units, co)]


def test_two_short_remainders_that_share_one_more_unit():
    # 16 minutes earn a second unit only in a larger total.
    entries = [SessionEntry("97110", 16, 13), SessionEntry("97140", 7)]
    (share,) = shares([*entries[:1]])
    assert (share.units, share.with_co) == (1, 1)
    many = [SessionEntry(code, 16, 13) for code in ("97110", "97112", "97116", "97140", "97530")]
    many += [SessionEntry("97035", 16), SessionEntry("97129", 16), SessionEntry("90912", 16)]
    assert {(share.units, share.with_co) for share in shares(many)} == {(2, 2), (1, 1)}


def test_a_pair_is_divided_therapist_first():
    entries = [SessionEntry("97129", 45, 15)]
    assert [(share.code, share.with_co) for share in shares(entries)] == [
        ("97129", 0),
        ("97130", 1),
    ]


def test_a_pair_entered_apart_keeps_who_did_what():
    entries = [SessionEntry("97129", 15, 15), SessionEntry("97130", 30, 0)]
    assert [(share.code, share.with_co) for share in shares(entries)] == [
        ("97129", 1),
        ("97130", 0),
    ]


def test_what_is_not_billed_or_not_the_assistants_has_no_share():
    entries = [SessionEntry("97110", 5, 5), SessionEntry("96125", 60), SessionEntry("97010")]
    assert shares(entries) == ()


@given(st.integers(0, 300), st.integers(1, 300), st.sampled_from(Rule))
def test_the_division_keeps_to_the_units(therapist, assistant, rule):
    for units, co in with_co("97110", therapist, assistant, rule):
        assert assistant // 15 <= co <= units
        assert therapist // 15 <= units - co
        if therapist == 0:
            assert co == units
        # Never CO for a unit in which the therapist alone reached 8 minutes.
        assert units - co >= therapist // 15 + (
            therapist % 15 >= 8 and units > therapist // 15 + co
        )
