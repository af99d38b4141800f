"""What the open tables say of a session, in the place of the catalog's facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import pytest

from cms_files import PtpRow, mue_text, write_mue, write_ptp
from fee_files import write_fee_zip
from otcodebook.catalog.load import load_bundled
from otcodebook.catalog.model import Code, Pooled
from otcodebook.cms.files.opening import read_files
from otcodebook.cms.known import known_codes
from otcodebook.cms.session.answers import X_MODIFIERS, session_tables, table_warnings
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.model import Setting
from otcodebook.settings import Payer
from otcodebook.units.assistant import assistant_shares
from otcodebook.units.count import count_units
from otcodebook.units.model import SessionEntry
from otcodebook.units.payers import payer_warnings
from otcodebook.units.warnings import UnitWarning, session_warnings

CATALOG = load_bundled()
KNOWN = known_codes(CATALOG)
DAY = date(2026, 11, 27)
PAIRS: tuple[PtpRow, ...] = (
    ("97140", "97124", "20180701", "*", "0"),
    ("97150", "97530", "20180701", "*", "1"),
    ("97530", "97116", "20200101", "20260930", "1"),
    ("97530", "97537", "20180701", "*", "1"),
    ("97760", "97140", "20180701", "*", "1"),
    ("97761", "97140", "20180701", "*", "1"),
    ("99999", "00100", "20180701", "*", "0"),
)
LIMITS = (
    ("97110", "1", "1 Line Edit"),
    ("97140", "1", "2 Date of Service Edit: Policy"),
    ("97530", "1", "3 Date of Service Edit: Clinical"),
    ("97010", "0", "3 Date of Service Edit: Clinical"),
)


@pytest.fixture(name="store")
def store_with_tables(tmp_path: Path) -> CmsStore:
    store = CmsStore(tmp_path / "data")
    files = [write_ptp(tmp_path, PAIRS), write_mue(tmp_path, LIMITS), write_fee_zip(tmp_path)]
    store.add(read_files(files, KNOWN), KNOWN, keep_older=True)
    return store


def told(
    store: CmsStore,
    session: Mapping[str, tuple[int, int] | None],
    *,
    day: date = DAY,
    setting: Setting = Setting.PRACTITIONER,
    own: Mapping[str, Collection[str]] | None = None,
    payer: Payer | None = None,
) -> list[UnitWarning]:
    """The warnings on a session of codes with their minutes and OTA minutes."""
    entries = []
    for code, minutes in session.items():
        entry = CATALOG.find(code)
        assert isinstance(entry, Code)
        given = minutes or ((15, 0) if isinstance(entry.timing, Pooled) else (None, 0))
        entries.append(SessionEntry(code, *given))
    count = count_units(entries, CATALOG)
    shares = assistant_shares(count, entries)
    facts = session_warnings(entries, count, CATALOG, shares)
    tables = session_tables(store, list(session), day, setting)
    found = table_warnings(tables, facts, count, shares, own or {}, payer)
    return [*found, *(payer_warnings(payer, count, found) if payer else ())]


def of(*codes: str) -> dict[str, tuple[int, int] | None]:
    return dict.fromkeys(codes)


def test_a_pair_with_a_modifier_says_where_59_goes_and_what_puts_it_there(store: CmsStore) -> None:
    (warning,) = told(store, of("97537", "97530"))
    assert warning.text == (
        "97537 with 97530: 59 goes on 97537, but only if the services were truly separate and the "
        "note shows it. Without it 97537 is denied."
    )
    assert warning.origin == "CMS code pairs, 2026 Q4, private practice"
    assert warning.remedy is not None
    assert (warning.remedy.code, warning.remedy.modifiers) == ("97537", ("59",))


def test_a_code_without_a_unit_is_not_on_the_claim_and_has_no_pair(store: CmsStore) -> None:
    few = {"97537": (7, 0), "97530": (15, 0)}
    assert told(store, few) == []
    assert told(store, {"97537": (0, 0), "97530": (0, 0)}, day=date(2027, 1, 4)) == []
    assert told(store, few, setting=Setting.HOSPITAL) == []
    # The facts, with no table open, do the same.
    empty = CmsStore(Path("/nonexistent"))
    assert told(empty, {"97530": (15, 0), "97750": (7, 0)}) == []
    assert told(empty, {"97530": (15, 0), "97750": (8, 0)}) != []


def test_one_modifier_settles_all_pairs_of_the_code_that_carries_it(store: CmsStore) -> None:
    (warning,) = told(store, of("97140", "97760", "97761"))
    assert warning.text.startswith("97140 with 97760 and 97761: 59 goes on 97140")
    assert told(store, of("97140", "97760", "97761"), own={"97140": ["XS"]}) == []


def test_medicare_takes_the_modifier_on_either_code(store: CmsStore) -> None:
    for mark in ("59", *X_MODIFIERS):
        for code in ("97530", "97537"):
            assert told(store, of("97530", "97537"), own={code: [mark]}) == [], (code, mark)
    assert len(told(store, of("97530", "97537"), own={"97530": ["KX"], "97110": ["59"]})) == 1


def test_a_payer_has_the_modifier_and_the_column_it_wants(store: CmsStore) -> None:
    x_first = Payer("Plan", separate="X", column="1")
    warning, of_payer = told(store, of("97530", "97537"), payer=x_first)
    assert warning.text.startswith("97530 with 97537: an X modifier goes on 97530")
    assert warning.text.endswith("Without it 97537 is denied.")
    assert warning.remedy is not None
    assert (warning.remedy.code, warning.remedy.modifiers) == ("97530", X_MODIFIERS)
    assert "an X modifier (XE, XP, XS or XU) on the column 1 code" in of_payer.text
    for own, is_settled in (
        ({"97530": ["59"]}, False),
        ({"97537": ["XS"]}, False),
        ({"97530": ["XU"]}, True),
    ):
        found = told(store, of("97530", "97537"), own=own, payer=x_first)
        assert (not any(each.remedy for each in found)) is is_settled, own


def test_a_pair_that_is_never_paid_says_which_is_denied(store: CmsStore) -> None:
    (warning,) = told(store, of("97124", "97140"))
    assert warning.text == (
        "97140 with 97124: Medicare never pays them together on one day. 97124 is the one denied."
    )
    assert warning.remedy is None
    assert len(told(store, of("97124", "97140"), own={"97124": ["59"]})) == 1


def test_pairs_follow_the_date_of_service(store: CmsStore) -> None:
    assert told(store, of("97116", "97530")) == []
    (warning,) = told(store, of("97116", "97530"), day=date(2026, 9, 30))
    assert "59 goes on 97116" in warning.text
    assert "lies before 2026 Q4: answered from the history" in warning.origin


def test_an_open_table_takes_the_place_of_the_facts_and_of_nothing_else(store: CmsStore) -> None:
    # The facts know 97165 with 97750; this table does not have it.
    assert told(store, of("97165", "97750")) == []
    # No table says this: it stays, with its own source.
    (commercial,) = told(store, of("97140", "97530"))
    assert "some commercial payers denied it" in commercial.text
    empty = CmsStore(Path("/nonexistent"))
    (fact,) = told(empty, of("97165", "97750"))
    assert fact.origin.endswith("July 2024")


def test_a_table_of_the_other_setting_is_never_used(store: CmsStore) -> None:
    found = told(store, of("97530", "97537"), setting=Setting.HOSPITAL)
    texts = [warning.text for warning in found]
    assert texts[0] == (
        "No table of code pairs is open for outpatient hospital, only for private practice: open "
        "CMS's file for it."
    )
    assert "July 2024" in found[1].origin
    assert not any(warning.remedy for warning in found)


def test_after_its_last_day_a_table_says_so_and_still_answers(store: CmsStore) -> None:
    later = date(2027, 1, 4)
    texts = [warning.text for warning in told(store, of("97530", "97537"), day=later)]
    ended = "This table ended on December 31, 2026: open the new one."
    assert texts[0] == f"Code pairs: {ended}"
    assert texts[1].startswith("97537 with 97530: 59 goes on 97537")
    assert f"Unit limits: {ended}" in texts


def test_codes_that_the_table_was_read_without_keep_the_facts(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    known = KNOWN - {"97750"}
    store.add(read_files([write_ptp(tmp_path, PAIRS)], known), known, keep_older=True)
    first, second = told(store, of("97165", "97750"))
    assert "read without 97750: open the file again" in first.text
    assert "never pays them together" in second.text


def test_codes_in_a_part_that_is_not_open_keep_the_facts(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    rows: tuple[PtpRow, ...] = (("29125", "97530", "20180701", "*", "1"),)
    store.add(read_files([write_ptp(tmp_path, rows, part=2)], KNOWN), KNOWN, keep_older=True)
    texts = [warning.text for warning in told(store, of("97165", "97750"))]
    assert "never pays them together" in " ".join(texts)
    assert (
        "The part of CMS's table with 97165 and 97750 is not open: open f1, f3 or f4." in texts[0]
    )


def test_limits_are_told_in_the_words_of_their_indicator(store: CmsStore) -> None:
    cases = {
        "97110": "97110: 2 units, Medicare pays 1 per claim line. Split the line only with a "
        "modifier that fits.",
        "97140": "97140: 2 units, Medicare pays 1 a day. The limit is absolute: bill 1.",
        "97530": "97530: 2 units, Medicare's limit is 1 a day. Write down the reasons and appeal.",
    }
    wrong = {}
    for code, text in cases.items():
        found = told(store, {code: (30, 0)})
        limits = [(each.text, each.origin) for each in found]
        if limits != [(text, "CMS unit limits (MUE), 2026 Q4, private practice")]:
            wrong[code] = limits
    assert not wrong
    texts = [each.text for each in told(store, of("97010"))]
    assert "97010: 1 unit, Medicare's limit is 0: it pays none." in texts
    # Units with CO stand on a claim line of their own.
    split = told(store, {"97110": (30, 15)})
    assert not any("per claim line" in each.text for each in split)
    # The facts have a limit of 6 units of 97535; this table has none.
    assert told(store, {"97535": (150, 0)}) == []


def test_the_limits_of_hospitals_are_not_those_of_practices(tmp_path: Path) -> None:
    store = CmsStore(tmp_path / "data")
    file = tmp_path / "MCR_MUE_OutpatientHospitalServices_Eff_10-01-2026.csv"
    file.write_bytes(mue_text([("97110", "8", "3 Date")], "Outpatient Hospital Services"))
    store.add(read_files([file], KNOWN), KNOWN, keep_older=True)
    seven = {"97110": (105, 0)}
    assert told(store, seven, setting=Setting.HOSPITAL) == []
    (fact,) = told(store, seven)
    assert fact.origin.endswith("July 2024")


def test_the_amounts_come_with_the_tables(store: CmsStore) -> None:
    found = session_tables(store, ["97530"], DAY, Setting.PRACTITIONER).pricing
    assert found is not None
    assert found.other is not None
    assert list(found.table.fees) == ["97530"]
    assert found.locality("") is not None
    assert found.locality("10112-00") is not None
    assert found.locality("10112-99") is None
    assert found.remarks == ()
    later = session_tables(store, ["97530"], date(2027, 1, 4), Setting.PRACTITIONER).pricing
    assert later is not None
    assert later.remarks == ("This table ended on December 31, 2026: open the new one.",)
