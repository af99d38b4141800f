"""Facts with a first and a last day: what a date of service gives, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otcodebook.catalog.dated import catalog_on, is_dated, period_starts
from otcodebook.catalog.days import Days
from otcodebook.catalog.editions import check_covered, edition_on, editions_of
from otcodebook.catalog.load import load_bundled, load_catalog
from otcodebook.catalog.model import Catalog, CatalogError, Code, Pooled, Retired, Untimed
from otcodebook.errors import AppError
from support import as_bytes, small_catalog

NEW_YEAR = date(2027, 1, 1)
LAST_DAY = date(2026, 12, 31)
FIRST = date(2026, 12, 20)
WINDOW = [FIRST + timedelta(days) for days in range(24)]

in_window = st.none() | st.sampled_from(WINDOW)
any_days = st.builds(Days, in_window, in_window)


def edition(year: int) -> dict[str, Any]:
    return {"year": year, "effective": f"{year}-01-01", "expires": f"{year}-12-31", "notices": []}


def as_data(days: Days) -> dict[str, Any]:
    return dict(msgspec.to_builtins(days))


def two_years() -> dict[str, Any]:
    """2026 and 2027 side by side: a code changes, one goes, one comes; so do words and rules."""
    data = small_catalog()
    data["edition"], data["editions"] = edition(2026), [edition(2027)]
    until, since = {"last": "2026-12-31"}, {"first": "2027-01-01"}
    data["codes"][1]["changes"] = [
        {"valid": since, "name": "Exercise", "timing": {"kind": "untimed", "per": "day"}},
        {"valid": since, "medicare": {"therapy": "always", "notes": ["The threshold is $2."]}},
    ]
    data["codes"][3]["valid"] = until
    gone = {"code": "97150", "was": "Group therapy", "gone": "January 1, 2027", "valid": since}
    data["retired"].append(gone)
    data["codes"].append({**data["codes"][2], "code": "97999", "aliases": [], "valid": since})
    data["faq"][1] |= {"valid": until}
    data["faq"].append({**data["faq"][1], "as_of": "2027", "valid": since})
    (rule,) = data["billing"]["together"]
    data["billing"]["together"] = [{**rule, "valid": until}, {**rule, "as_of": "2027-01"}]
    data["billing"]["together"][1]["valid"] = since
    return data


def problems(data: dict[str, Any]) -> list[str]:
    try:
        load_catalog(as_bytes(data))
    except CatalogError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.fixture(name="both")
def loaded() -> Catalog:
    return load_catalog(as_bytes(two_years()))


def test_other_words_for_the_patient_never_keep_the_spanish_of_the_old_ones() -> None:
    data = small_catalog()
    spanish = data["codes"][1]["patient_es"]
    since = {"valid": {"first": "2027-01-01"}}
    cases = {
        "another name": ({"name": "Exercise"}, spanish),
        "other words": ({"patient": "We train. You get stronger."}, ""),
        "both": ({"patient": "We train. You rest.", "patient_es": "Hola. Adiós."}, "Hola. Adiós."),
    }
    for case, (change, expected) in cases.items():
        data["codes"][1]["changes"] = [since | change]
        catalog = load_catalog(as_bytes(data))
        found = {day: catalog_on(catalog, day).find("97110") for day in (LAST_DAY, NEW_YEAR)}
        assert [getattr(code, "patient_es", None) for code in found.values()] == [
            spanish,
            expected,
        ], case


def test_the_date_of_service_chooses_every_value(both: Catalog) -> None:
    found = {}
    for day in (LAST_DAY, NEW_YEAR):
        then = catalog_on(both, day)
        exercise = then.find("97110")
        assert isinstance(exercise, Code)
        assert then.edition is not None
        found[day] = (
            then.edition.year,
            exercise.name,
            exercise.timing,
            exercise.medicare.all_notes,
            type(then.find("97150")),
            then.find("97999") is not None,
            [item.as_of for item in then.faq if item.id == "how-many-units"],
            [rule.as_of for rule in then.billing.together],
        )
        assert not then.editions
        assert not any(code.changes for code in then.codes)
    old = (2026, "Therapeutic exercise", Pooled(), (), Code, False, ["2026"], ["2024-07"])
    notes = ("The threshold is $2.",)
    new = (2027, "Exercise", Untimed("day"), notes, Retired, True, ["2027"], ["2027-01"])
    assert found == {LAST_DAY: old, NEW_YEAR: new}


def test_an_undated_catalog_is_the_same_object_on_every_day() -> None:
    catalog = load_catalog(as_bytes(small_catalog()))
    assert not is_dated(catalog)
    assert all(catalog_on(catalog, day) is catalog for day in (date.min, NEW_YEAR, date.max))


def test_files_from_before_there_were_dates_are_read_as_they_were() -> None:
    data = small_catalog()
    del data["editions"]
    catalog = load_catalog(as_bytes(data))
    assert catalog == load_catalog(as_bytes(small_catalog()))
    assert editions_of(catalog) == (catalog.edition,)


def test_days_on_which_nothing_changes_share_one_result(both: Catalog) -> None:
    results = {id(catalog_on(both, date(2026, 1, 1) + timedelta(n))) for n in range(730)}
    assert len(results) == 2


def test_a_day_outside_all_editions_gives_the_nearest(both: Catalog) -> None:
    assert catalog_on(both, date(2030, 6, 1)) is catalog_on(both, date(2027, 12, 31))
    assert catalog_on(both, date(2020, 6, 1)) is catalog_on(both, date(2026, 1, 1))
    data = two_years()
    data["editions"] = [edition(2028)]
    gap = load_catalog(as_bytes(data))
    assert catalog_on(gap, date(2027, 6, 1)) is catalog_on(gap, LAST_DAY)


def test_a_date_that_was_asked_for_must_lie_in_an_edition(both: Catalog) -> None:
    check_covered(both, LAST_DAY)
    check_covered(both, NEW_YEAR)
    for day in (date(2025, 12, 31), date(2028, 1, 1)):
        with pytest.raises(AppError, match="no codes for"):
            check_covered(both, day)
    data = small_catalog()
    data["edition"] = None
    check_covered(load_catalog(as_bytes(data)), date(1999, 1, 1))


@given(st.lists(any_days, min_size=1, max_size=4))
@settings(deadline=None)
def test_every_day_has_at_most_one_value_or_the_file_is_refused(ranges: list[Days]) -> None:
    """For entries that stand several times, and for changes of one field of a code."""
    data = small_catalog()
    data["edition"] = None
    data["faq"] = [
        {**data["faq"][0], "question": f"Version {n}", "valid": as_data(days)}
        for n, days in enumerate(ranges)
    ]
    data["codes"][0]["changes"] = [
        {"valid": as_data(days), "name": f"Version {n}"} for n, days in enumerate(ranges)
    ]
    valid_on = {day: [n for n, days in enumerate(ranges) if day in days] for day in WINDOW}
    is_reversed = any(not any(day in days for day in WINDOW) for days in ranges)
    found = problems(data)
    if is_reversed or any(len(valid) > 1 for valid in valid_on.values()):
        assert any("faq" in problem for problem in found)
        assert any("changes" in problem for problem in found)
        return
    assert found == []
    catalog = load_catalog(as_bytes(data))
    for day, valid in valid_on.items():
        then = catalog_on(catalog, day)
        assert [item.question for item in then.faq] == [f"Version {n}" for n in valid]
        name = f"Version {valid[0]}" if valid else "OT evaluation, low complexity"
        assert then.codes[0].name == name


@given(st.lists(st.sampled_from(WINDOW), min_size=1, max_size=8))
@settings(deadline=None)
def test_catalog_on_is_pure(days: list[date]) -> None:
    """Whatever was asked before: the same answer, equal to a fresh one, and nothing is changed."""
    catalog = load_catalog(as_bytes(two_years()))
    before = msgspec.json.encode(catalog)
    for day in days:
        then = catalog_on(catalog, day)
        assert then is catalog_on(catalog, day)
        assert then == catalog_on(load_catalog(as_bytes(two_years())), day)
        assert catalog_on(then, day) == then
        assert then.edition == edition_on(catalog, day)
    assert msgspec.json.encode(catalog) == before


def test_periods_begin_where_something_changes(both: Catalog) -> None:
    later = date(2028, 1, 1)
    assert period_starts(both) == [date.min, date(2026, 1, 1), NEW_YEAR, later]


def wrong(path: str, value: Any) -> list[str]:
    """The problems of two years with another value at a path such as "codes.1.changes.0.valid"."""
    data: Any = two_years()
    *way, last = (int(key) if key.isdigit() else key for key in path.split("."))
    part = data
    for key in way:
        part = part[key]
    part[last] = value
    return problems(data)


def test_wrong_days_are_refused_with_their_place() -> None:
    backwards = {"first": "2027-01-02", "last": "2027-01-01"}
    dated = ["codes", "retired", "elsewhere", "lookalikes", "faq", "guide", "billing.together"]
    cases: list[tuple[str, Any, str]] = [
        *(
            (f"{part}.0.valid", backwards, f"$.{part}[0].valid: the last day is before the first")
            for part in dated
        ),
        ("codes.1.changes.0.valid", backwards, "$.codes[1].changes[0].valid: the last day is"),
        ("faq.2.valid", {"first": "2026-12-31"}, "$.faq[2].id: the question how-many-units"),
        ("codes.3.valid", {}, "$.retired[1].code: the code 97150 is here twice"),
        (
            "codes.1.changes.1",
            {"valid": {"first": "2027-06-01"}, "timing": {"kind": "pooled"}},
            "$.codes[1].changes[1].timing: changes[0] replaces it too",
        ),
        ("codes.1.changes.0", {"valid": {}}, "$.codes[1].changes[0]: the change names no value"),
        ("codes.1.changes.0", {"name": "X"}, "$.codes[1].changes[0]: object missing required"),
        ("codes.1.valid", {"last": "2026-12-31"}, "$.codes[1].changes[0].valid: 97110 is not"),
        (
            "codes.1.changes.0.timing",
            {"kind": "band", "at_least": 9, "at_most": 3, "per": "day"},
            "$.codes[1].changes[0].timing: the band ends",
        ),
        ("codes.1.changes.0.sources", ["S9"], "$.codes[1].changes[0].sources: there is no source"),
        (
            "codes.0.related",
            ["97999"],
            "$.codes[0].related: 97999 is not a code on January 1, 2026",
        ),
        ("lookalikes.0.codes", ["97999"], "$.lookalikes[0].codes: 97999 is not a code on"),
        ("retired.0.use", ["97999"], "$.retired[0].use: 97999 is not a code on January 1, 2026"),
        (
            "codes.0.add_on_to",
            "97150",
            "$.codes[0].add_on_to: 97150 is not a code on January 1, 2027",
        ),
        ("codes.1.changes.0.related", ["1"], "$.codes[1].changes[0].related: there is no code 1"),
        ("editions.0", edition(2026), "$.editions[0]: it overlaps the edition of 2026"),
        (
            "editions.0",
            {**edition(2027), "expires": "2026-06-01"},
            "$.editions[0].expires: the edition expires before",
        ),
        ("edition", None, "$.edition: the first edition goes here"),
    ]
    missing = {}
    for path, value, text in cases:
        found = wrong(path, value)
        if not any(line.startswith(text) for line in found):
            missing[path, text] = found
    assert missing == {}


def test_the_bundled_catalog_holds_nothing_that_is_not_known_of_2027() -> None:
    catalog = load_bundled()
    assert all(edition.year <= 2026 for edition in editions_of(catalog))
