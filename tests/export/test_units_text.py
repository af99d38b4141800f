from __future__ import annotations

import msgspec

from otcodebook.catalog.billing import AssistantRule, BillingRules, Medicare
from otcodebook.export.units_text import claim_lines, note_text, table_text
from otcodebook.units.assistant import assistant_shares
from otcodebook.units.count import count_units
from otcodebook.units.minutes import parse_minutes
from otcodebook.units.model import SessionEntry
from units_support import CATALOG, count


def test_claim_lines_leave_out_what_is_not_billed():
    result = count({"97110": 33, "97140": 7, "97035": 1, "97010": None})
    assert claim_lines(result) == "97110-GO x2\n97140-GO x1\n97010-GO x1"
    assert claim_lines(result, modifiers=()) == "97110 x2\n97140 x1\n97010 x1"
    assert claim_lines(count({"97110": 7})) == ""


def test_claim_lines_carry_the_chosen_modifiers():
    result = count({"97110": 30, "97140": 15})
    text = claim_lines(result, ["GO", "KX"], {"97140": ["59", "KX"]})
    assert text == "97110-GO-KX x2\n97140-GO-KX-59 x1"


def test_the_assistants_units_stand_on_lines_of_their_own():
    entries = [SessionEntry("97110", 30, 15), SessionEntry("97140", 15, 15)]
    result = count({"97110": 30, "97140": 15})
    shares = assistant_shares(result, entries)
    assert claim_lines(result, ["GO", "KX"], shares=shares) == (
        "97110-GO-KX x1\n97110-GO-CO-KX x1\n97140-GO-CO-KX x1"
    )
    assert claim_lines(result, [], shares=shares) == "97110 x1\n97110-CO x1\n97140-CO x1"


def test_go_and_co_stand_on_therapy_codes_only():
    therapy = {"97110", "97150", "97165"}
    codes = tuple(
        msgspec.structs.replace(code, medicare=Medicare("always" if code.code in therapy else None))
        for code in CATALOG.codes
    )
    supply = AssistantRule(codes=("97165",), text="Not {codes}.", source="A manual", as_of="2026")
    catalog = msgspec.structs.replace(
        CATALOG, codes=codes, billing=BillingRules(assistant=(supply,))
    )
    entries = [SessionEntry(code, 60, 30) for code in ("97110", "97150", "97165", "96125")]
    result = count_units(entries, catalog)
    shares = assistant_shares(result, entries)
    assert claim_lines(result, ["GO", "KX"], shares=shares) == (
        "97110-GO-KX x2\n97110-GO-CO-KX x2\n97150-GO-CO-KX x1\n97165-GO-KX x1\n96125-KX x1"
    )
    assert {share.code for share in shares} == {"97110", "97150"}


def test_the_note_has_minutes_and_both_sums():
    assert note_text(count({"97110": 33, "97140": 1, "97165": 40, "97010": None}), CATALOG) == (
        "97110 Service 97110, 33 min, 2 units\n"
        "97140 Service 97140, 1 min, not billed\n"
        "97165 Service 97165, 40 min, 1 unit\n"
        "97010 Service 97010, 1 unit\n"
        "Total timed minutes: 34\n"
        "Total treatment minutes: 74, without 97010\n"
        "4 units = 2 timed + 1 evaluation + 1 untimed (Medicare's 8-minute rule)"
    )


def test_the_note_keeps_times_as_they_were_typed_and_the_assistants_part():
    typed = {
        "97110": ("9:05-9:38", "20"),
        "97530": ("10 to 10:18 am + 5", "23"),
        "97140": ("1 h", ""),
        "97112": ("20+13", ""),
        "97129": ("9:00-9:40", ""),
    }
    entries = [
        SessionEntry(code, parse_minutes(minutes), int(assistant or 0))
        for code, (minutes, assistant) in typed.items()
    ]
    result = count_units(entries, CATALOG)
    shares = assistant_shares(result, entries)
    minutes = {code: each for code, (each, _) in typed.items()}
    assert note_text(result, CATALOG, minutes, entries, shares).splitlines()[:6] == [
        "97110 Service 97110, 9:05-9:38 (33 min), OTA 20 min, 2 units (1 CO)",
        "97530 Service 97530, 10 to 10:18 am + 5 (23 min), OTA 23 min, 2 units (2 CO)",
        "97140 Service 97140, 60 min, 4 units",
        "97112 Service 97112, 33 min, 2 units",
        "97129 Service 97129, 9:00-9:40 (40 min), 15 min of it here, 1 unit",
        "97130 Service 97130, 25 min, 2 units",
    ]


def test_the_table_calculates_nothing():
    head, exercise, foreign = table_text(count({"97110": 15, "X1": None}), CATALOG).split("\n")
    assert head.split("\t") == ["Code", "Name", "Minutes", "Units", "Why"]
    assert exercise.split("\t")[:4] == ["97110", "Service 97110", "15", "1"]
    assert foreign.split("\t")[:4] == ["X1", "'=1+1", "", "0"]
