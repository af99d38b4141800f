from __future__ import annotations

import msgspec
import pytest

from otcodebook.catalog.billing import AssistantRule, BillingRules, LimitKind, Medicare, UnitLimit
from otcodebook.units.assistant import assistant_shares
from otcodebook.units.count import count_units
from otcodebook.units.model import Rule, SessionEntry
from otcodebook.units.warnings import session_warnings
from units_support import CATALOG


def told(minutes, rule=Rule.CMS, catalog=CATALOG):
    entries = [SessionEntry(code, each) for code, each in minutes.items()]
    count = count_units(entries, catalog, rule)
    return [warning.text for warning in session_warnings(entries, count, catalog)]


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        ({"97598": None}, "97598 is an add-on, never billed without 97597 on the same day."),
        (
            {"97130": 30},
            "97130 is an add-on, never billed without 97129 on the same day: the first of its "
            "minutes are counted as that.",
        ),
        (
            {"98981": 60},
            "98981 is an add-on, never billed without 98980 in the same calendar month: the first "
            "of its minutes are counted as that.",
        ),
        (
            {"97129": 30},
            "97129 is billed once per day, never more: its further time is 97130.",
        ),
        (
            {"98980": 40},
            "98980 is billed once per calendar month, never more: its further time is 98981.",
        ),
        (
            {"97129": 15, "97110": 15},
            "The minutes of 97129 and 97130 are pooled with the other timed codes: ask the payer "
            "whether it does the same.",
        ),
    ],
)
def test_what_is_worth_a_look(minutes, text):
    assert told(minutes) == [text]


@pytest.mark.parametrize(
    "minutes",
    [
        {"97110": 15, "97112": 15},
        {"97129": 15, "97130": 15},
        {"97129": 20},
        {"97597": None, "97598": None},
        {"97165": None, "97110": 15},
        {"97150": None},
        {},
    ],
)
def test_nothing_is_said_without_need(minutes):
    assert told(minutes) == []


def test_pooling_of_pairs_is_medicares_matter():
    assert told({"97129": 15, "97110": 15}, Rule.MIDPOINT) == []


def test_a_base_whose_add_on_is_missing_from_the_catalog():
    codes = tuple(code for code in CATALOG.codes if code.code != "97130")
    catalog = msgspec.structs.replace(CATALOG, codes=codes)
    assert told({"97129": 30}, catalog=catalog) == [
        "97129 is billed once a day, and the code list has no add-on for its further time: ask "
        "the payer."
    ]


def test_the_assistants_share_is_among_them():
    entries = [SessionEntry("97150", 40, 5)]
    count = count_units(entries, CATALOG)
    (warning,) = session_warnings(entries, count, CATALOG, assistant_shares(count, entries))
    assert warning.codes == ("97150",)
    assert warning.text.startswith("97150: modifier CO. The assistant's part is 5 of 40 minutes")


def test_the_catalogs_rules_are_applied_with_source_and_date():
    cases = {
        ("97150", "97110", "97140"): [
            ("97150 is a group, 97110 and 97140 one-on-one.", "NCCI edits, July 2024")
        ],
        ("97150", "97165"): [],
        ("97010", "97597"): [("Not 97597 and 97010.", "A manual, 2025")],
        ("97035", "97597", "97010"): [("Not 97035, 97597 and 97010.", "A manual, 2025")],
        # In both lists: by itself it is no pair.
        ("97035",): [],
        ("97035", "97010"): [("Not 97035 and 97010.", "A manual, 2025")],
        ("97545",): [("Not 97545.", "A list, July 1, 2026")],
    }
    found = {}
    for codes in cases:
        entries = [SessionEntry(code, 15) for code in codes]
        count = count_units(entries, CATALOG)
        warnings = session_warnings(entries, count, CATALOG)
        found[codes] = [(warning.text, warning.origin) for warning in warnings]
    assert found == cases


def test_a_catalog_without_rules_has_only_warnings_of_its_own_codes():
    bare = msgspec.structs.replace(CATALOG, billing=BillingRules())
    assert told({"97150": None, "97110": 15, "97545": 120}, catalog=bare) == []
    assert told({"97598": None}, catalog=bare) == told({"97598": None})


def test_a_limit_that_is_passed_is_told_with_what_to_do():
    kinds = {"97110": LimitKind.APPEAL, "97112": LimitKind.DAY, "97140": LimitKind.LINE}
    limits = tuple(
        UnitLimit(codes=(code,), units=2, kind=kind, source="A table", as_of="2026-10")
        for code, kind in kinds.items()
    )
    catalog = msgspec.structs.replace(CATALOG, billing=BillingRules(limits=limits))
    assert told(dict.fromkeys(kinds, 30), catalog=catalog) == []
    assert told(dict.fromkeys(kinds, 45), catalog=catalog) == [
        "97110: 3 units, Medicare's limit is 2 a day. Write down the reasons and appeal.",
        "97112: 3 units, Medicare pays 2 a day. The limit is absolute: bill 2.",
        "97140: 3 units, Medicare pays 2 per claim line. Split the line only with a modifier that "
        "fits.",
    ]
    entries = [SessionEntry("97110", 45)]
    (warning,) = session_warnings(entries, count_units(entries, catalog), catalog)
    assert (warning.codes, warning.origin) == (("97110",), "A table, October 2026")


def test_assistant_minutes_where_an_assistant_has_none_are_told():
    rule = AssistantRule(
        codes=("97165", "97597"), text="Not {codes}.", source="A manual", as_of="2026"
    )
    catalog = msgspec.structs.replace(CATALOG, billing=BillingRules(assistant=(rule,)))
    for assistant, texts in ((0, []), (1, ["Not 97597 and 97165."])):
        entries = [SessionEntry(code, 40, assistant) for code in ("97597", "97165")]
        count = count_units(entries, catalog)
        shares = assistant_shares(count, entries)
        found = session_warnings(entries, count, catalog, shares)
        assert [warning.text for warning in found] == texts


def test_billed_codes_without_go_are_told_unless_medicare_does_not_pay_them():
    codes = tuple(
        msgspec.structs.replace(code, medicare=Medicare("always")) if code.code == "97110" else code
        for code in CATALOG.codes
    )
    catalog = msgspec.structs.replace(CATALOG, codes=codes)
    assert told({"97110": 15}, catalog=catalog) == []
    assert told({"97545": 120}, catalog=catalog) == ["Not 97545."]
    assert told({"97110": 15, "97010": None, "96125": 60, "97112": 3}, catalog=catalog) == [
        "97010 and 96125: no GO on the line, because it is not known to be a therapy code. Ask the "
        "payer."
    ]


def test_warnings_from_the_count_have_no_source():
    entries = [SessionEntry("97598")]
    (warning,) = session_warnings(entries, count_units(entries, CATALOG), CATALOG)
    assert warning.origin == ""


@pytest.mark.parametrize("text", ["{ones.__class__} {}", "{ones!r:>9999} {0}", "{"])
def test_a_rules_text_is_text_and_no_format(text):
    rule = msgspec.structs.replace(CATALOG.billing.together[0], text=text)
    catalog = msgspec.structs.replace(CATALOG, billing=BillingRules((rule,)))
    assert told({"97150": None, "97110": 15}, catalog=catalog) == [text]
