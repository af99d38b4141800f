from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otcodebook.units.assistant import (
    assistant_shares,
    exceeds_percentage,
    simple_minimum,
)
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


def test_cms_billing_examples():
    """CMS's examples as public pages quote them, with the therapist's and assistant's minutes."""
    cases = {
        "10 of the assistant, 5 of the therapist": ({"97110": (5, 10)}, {"97110": (1, 1)}),
        "5 and 6: fewer than 8 each": ({"97110": (6, 5)}, {"97110": (1, 1)}),
        "23 and 13, beside 30 of another": (
            {"97110": (13, 23), "97140": (30, 0)},
            {"97110": (2, 1)},
        ),
        "22 and 23: the therapist's 8": ({"97110": (23, 22)}, {"97110": (3, 1)}),
        "two units remain, 9 to 14 each": (
            {"97110": (12, 14), "97140": (20, 0)},
            {"97110": (2, 1)},
        ),
        "the therapist did it all": ({"97110": (30, 0), "97140": (15, 0)}, {}),
    }
    found = {}
    for name, (minutes, _) in cases.items():
        entries = [SessionEntry(code, ot + ota, ota) for code, (ot, ota) in minutes.items()]
        found[name] = {share.code: (share.units, share.with_co) for share in shares(entries)}
    assert found == {name: answer for name, (_, answer) in cases.items()}


def test_both_ways_of_the_10_percent_test():
    """Total minutes: the first assistant's minute that counts, by percentage and the simple way."""
    first = {40: (5, 5), 44: (5, 5), 45: (5, 6), 49: (5, 6), 50: (6, 6), 60: (7, 7), 9: (1, 2)}
    for total, (percentage, simple) in first.items():
        assert not exceeds_percentage(percentage - 1, total)
        assert exceeds_percentage(percentage, total)
        assert simple_minimum(total) == simple
    for total in range(1, 1441):
        # Where the simple way asks for CO, the percentage does too.
        assert exceeds_percentage(min(simple_minimum(total), total), total)


def test_a_service_whose_two_ways_differ_says_so():
    reasons = {}
    for total in (44, 45):
        (share,) = shares([SessionEntry("97150", total, 5)])
        assert share.with_co == 1
        reasons[total] = share.reason
    assert "simple way" not in reasons[44]
    assert reasons[45].endswith(
        "with CO. By CMS's simple way CO starts at 6 minutes; either way is allowed."
    )


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
