from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otcodebook.catalog.model import Blocks, Pooled
from otcodebook.units.count import count_units
from otcodebook.units.model import Choice, Rule, chart_row, chart_units
from units_support import CATALOG, PLAIN, POOLED_PAIRS, count, session, units

MIDPOINT = Rule.MIDPOINT

# The chart as the manual prints it, to 127 minutes.
CHART = {1: 8, 2: 23, 3: 38, 4: 53, 5: 68, 6: 83, 7: 98, 8: 113}

pooled_codes = [code.code for code in CATALOG.codes if isinstance(code.timing, Pooled)]
mixes = st.dictionaries(
    st.sampled_from(pooled_codes), st.integers(0, 75) | st.integers(0, 1440), min_size=1
)
any_mix = st.dictionaries(
    st.sampled_from([code.code for code in CATALOG.codes if code.code != "GO"]),
    st.integers(0, 200) | st.none(),
    min_size=1,
)


def chart_by_hand(minutes):
    """The printed chart, row by row; beyond it the pattern goes on."""
    rows = 0
    edge = 8
    while minutes >= edge:
        rows += 1
        edge += 15
    return rows


def by_group(mix):
    """Minutes by code, pairs under "base/add-on", in the order of entry."""
    names = {code: "/".join(pair) for pair in POOLED_PAIRS for code in pair}
    groups: dict[str, int] = {}
    for code, minutes in mix.items():
        name = names.get(code, code)
        groups[name] = groups.get(name, 0) + minutes
    return groups


def group_units(result):
    return {"/".join(member.codes): member.units for member in result.members}


def test_the_chart_has_the_manuals_edges():
    for units_, edge in CHART.items():
        assert (chart_units(edge - 1), chart_units(edge)) == (units_ - 1, units_)
        assert chart_row(edge) == chart_row(edge + 14)
        assert (chart_row(edge).at_least, chart_row(edge).at_most) == (edge, edge + 14)
    assert (chart_row(0).units, chart_row(7).at_least, chart_row(7).at_most) == (0, 0, 7)
    assert all(chart_units(minutes) == chart_by_hand(minutes) for minutes in range(10_000))


def test_the_working_is_data():
    result = count({"97110": 33, "97140": 7, "97010": None})
    assert (result.timed_minutes, result.treatment_minutes, result.units) == (40, 40, 4)
    assert result.without_minutes == ("97010",)
    assert result.chart == chart_row(40)
    assert (result.whole_units, result.remaining_units) == (2, 1)
    exercise, manual, _ = result.members
    assert (exercise.whole, exercise.remainder, exercise.extra) == (2, 3, False)
    assert (manual.whole, manual.remainder, manual.extra) == (0, 7, True)
    assert result.choices == ()


def test_a_tie_is_a_choice_and_provisionally_the_first_ones():
    first = count({"97112": 20, "97110": 20})
    assert first.choices == (Choice(1, ("97110", "97112"), ("97112",)),)
    assert units({"97112": 20, "97110": 20}) == {"97112": 2, "97110": 1}
    assert units({"97110": 20, "97112": 20}) == {"97110": 2, "97112": 1}
    assert units({"97112": 20, "97110": 20}, chosen=["97110"]) == {"97112": 1, "97110": 2}
    assert units({"97112": 20, "97110": 20}, chosen=["97530"]) == {"97112": 2, "97110": 1}


def test_two_units_among_three_codes():
    mix = {"97112": 10, "97110": 10, "97140": 10}
    result = count(mix)
    assert result.choices == (Choice(2, ("97110", "97112", "97140"), ("97112", "97110")),)
    assert units(mix, chosen=["97140"]) == {"97112": 1, "97110": 0, "97140": 1}


def test_a_clear_winner_is_not_in_the_tie():
    result = count({"97110": 12, "97112": 7, "97140": 7})
    assert result.choices == (Choice(1, ("97112", "97140"), ("97112",)),)
    assert result.members[0].extra
    assert not result.members[0].tied


def test_codes_without_units_stay_listed():
    result = count({"97110": 18, "97140": 13, "97116": 10, "97035": 8})
    assert result.lines[-1].units == 0
    assert "Document only; no unit to bill." in result.lines[-1].reason


@pytest.mark.parametrize("rule", Rule)
def test_untimed_codes_count_once_and_stay_out_of_the_pool(rule):
    result = count({"97110": 15, "97150": 45, "97165": None, "97010": 0}, rule)
    assert result.timed_minutes == 15
    assert result.treatment_minutes == 60
    assert result.units == 4
    assert result.without_minutes == ("97165",)


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize(
    ("code", "minutes", "expected"),
    [
        ("96125", 30, 0),
        ("96125", 31, 1),
        ("96125", 90, 1),
        ("96125", 91, 2),
        ("98970", 4, 0),
        ("98970", 5, 1),
        ("98970", 10, 1),
        ("98970", 11, 0),
        ("98972", 600, 1),
        ("98979", 9, 0),
        ("98979", 19, 1),
        ("98979", 20, 0),
        ("X1", 60, 0),
    ],
)
def test_other_timings_have_their_own_thresholds(rule, code, minutes, expected):
    assert units({code: minutes}, rule) == {code: expected}
    assert count({code: minutes, "97110": 8}, rule).timed_minutes == 8


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize(
    ("base", "add_on", "edges"),
    [
        ("97129", "97130", [8, 23, 38, 53]),
        ("90912", "90913", [8, 23, 38, 53]),
        ("97545", "97546", [61, 151, 211]),
        ("97550", "97551", [16, 38, 53]),
        ("96112", "96113", [31, 76, 106]),
        ("98980", "98981", [20, 40, 60, 80]),
    ],
)
@pytest.mark.parametrize("entered", ["base", "add_on", "both"])
def test_a_pair_shares_its_minutes_base_first(rule, base, add_on, edges, entered):
    for expected, edge in enumerate(edges):
        for minutes, total in ((edge - 1, expected), (edge, expected + 1)):
            mixes_ = {
                "base": {base: minutes},
                "add_on": {add_on: minutes},
                "both": {add_on: minutes // 3, base: minutes - minutes // 3},
            }
            result = count(mixes_[entered], rule)
            got = {line.code: line.units for line in result.lines}
            assert got.get(base, 0) == min(total, 1)
            assert got.get(add_on, 0) == max(total - 1, 0)
            assert sum(line.minutes for line in result.lines) == minutes
            assert result.units == total


def test_a_pair_is_one_member_of_the_pool():
    # 40 cognitive minutes and 18 of exercise: 58 make 4, three for the pair.
    assert units({"97129": 40, "97110": 18}) == {"97129": 1, "97130": 2, "97110": 1}
    # Entered apart: two remainders of 10 would be one too many.
    assert units({"97129": 10, "97110": 10, "97130": 10}) == {"97129": 1, "97110": 1, "97130": 0}
    lines = count({"97129": 10, "97110": 10, "97130": 10}).lines
    assert [(line.code, line.minutes) for line in lines] == [
        ("97129", 15),
        ("97110", 10),
        ("97130", 5),
    ]


def test_a_tie_names_the_code_that_would_take_the_unit():
    # The pair has its whole quarter hour: one more unit would be the add-on's.
    mix = {"97110": 20, "97129": 20}
    assert count(mix).choices == (Choice(1, ("97110", "97130"), ("97110",)),)
    assert units(mix) == {"97110": 2, "97129": 1}
    assert units(mix, chosen=["97130"]) == {"97110": 1, "97129": 1, "97130": 1}
    # Without a whole one it would be the base's.
    assert count({"97110": 7, "97130": 7}).choices[0].among == ("97110", "97129")


def test_an_add_on_of_an_untimed_code_counts_on_its_own():
    assert units({"97597": None, "97598": None}) == {"97597": 1, "97598": 1}


def test_minutes_of_a_month_are_not_treatment_minutes_of_the_day():
    result = count({"98980": 25, "98970": 8, "97110": 15})
    assert (result.timed_minutes, result.treatment_minutes, result.units) == (15, 15, 3)


def test_a_catalog_may_hold_a_base_without_an_add_on():
    only_base = [code for code in CATALOG.codes if code.code not in ("97130", "97546")]
    catalog = msgspec.structs.replace(CATALOG, codes=tuple(only_base))
    result = count_units(session({"97129": 30, "97545": 300}), catalog)
    assert [(line.code, line.units) for line in result.lines] == [("97129", 2), ("97545", 1)]


def test_an_add_on_waits_until_its_base_is_earned():
    late = [
        msgspec.structs.replace(code, timing=Blocks(30, 100, single=True))
        if code.code == "97550"
        else code
        for code in CATALOG.codes
    ]
    catalog = msgspec.structs.replace(CATALOG, codes=tuple(late))
    assert count_units(session({"97550": 60}), catalog).units == 0


def test_nothing_entered_counts_nothing():
    result = count({})
    assert (result.units, result.lines, result.choices) == (0, (), ())


@settings(max_examples=1000, deadline=None)
@given(mixes)
def test_medicares_total_is_the_chart_of_the_total(mix):
    result = count(mix)
    assert result.units == chart_by_hand(sum(mix.values()))
    assert result.timed_minutes == sum(mix.values())
    assert result.whole_units + result.remaining_units == result.units
    assert sum(line.minutes for line in result.lines) == sum(mix.values())


@settings(max_examples=1000, deadline=None)
@given(mixes)
def test_whole_quarters_then_the_largest_remainders(mix):
    result = count(mix)
    got = group_units(result)
    left = chart_by_hand(sum(mix.values()))
    remainders = {}
    for name, minutes in by_group(mix).items():
        whole, remainders[name] = divmod(minutes, 15)
        assert whole <= got[name] <= whole + 1
        assert got[name] == whole or remainders[name] > 0
        left -= whole
    winners = {name for name, minutes in by_group(mix).items() if got[name] > minutes // 15}
    assert len(winners) == left
    losers = set(remainders) - winners
    if winners and losers:
        lowest, highest = (
            min(remainders[name] for name in winners),
            max(remainders[name] for name in losers),
        )
        assert lowest >= highest
        # A tie is named exactly where it could have gone otherwise.
        assert bool(result.choices) == (lowest == highest)
    else:
        assert not result.choices


@settings(max_examples=1000, deadline=None)
@given(mixes, st.sampled_from(Rule))
def test_no_line_is_billed_beyond_its_minutes(mix, rule):
    for line in count(mix, rule).lines:
        assert line.units <= line.minutes // 15 + 1
        assert line.minutes > 0 or line.units == 0
        if line.code in ("97129", "90912"):
            assert line.units <= 1


@settings(max_examples=1000, deadline=None)
@given(mixes, st.data(), st.sampled_from(Rule))
def test_a_minute_more_never_lowers_the_total(mix, data, rule):
    code = data.draw(st.sampled_from(sorted(mix)))
    more = {**mix, code: min(mix[code] + 1, 1440)}
    assert count(more, rule).units >= count(mix, rule).units


@settings(max_examples=1000, deadline=None)
@given(mixes)
def test_the_midpoint_is_the_sum_of_each_codes_chart(mix):
    result = count(mix, MIDPOINT)
    expected = {name: chart_by_hand(minutes) for name, minutes in by_group(mix).items()}
    assert group_units(result) == expected
    assert result.units == sum(expected.values())
    assert (result.choices, result.chart) == ((), None)


@settings(max_examples=1000, deadline=None)
@given(mixes, st.randoms())
def test_the_order_of_entry_changes_only_the_tie(mix, random):
    shuffled = list(mix.items())
    random.shuffle(shuffled)
    one, other = count(mix), count(shuffled)
    assert one.units == other.units
    assert [(c.units, c.among) for c in one.choices] == [(c.units, c.among) for c in other.choices]
    among = {code for choice in one.choices for code in choice.among}
    changed = {
        name for name in group_units(one) if group_units(one)[name] != group_units(other)[name]
    }
    assert all(among & set(name.split("/")) for name in changed)
    chosen = [code for choice in one.choices for code in choice.given]
    assert units(mix) == units(shuffled, chosen=chosen)


@settings(max_examples=1000, deadline=None)
@given(any_mix, st.sampled_from(Rule))
def test_any_session_of_known_codes_has_an_answer(mix, rule):
    result = count(mix, rule)
    assert result.units == sum(line.units for line in result.lines)
    assert {line.code for line in result.lines} >= set(mix)
    assert len({line.code for line in result.lines}) == len(result.lines)
    order = [line.code for line in result.lines if line.code in mix]
    assert order == list(mix)
    assert all(line.reason for line in result.lines)
    assert result.timed_minutes == sum(mix[code] or 0 for code in mix if code in pooled_codes)
    assert set(PLAIN) <= set(pooled_codes)
