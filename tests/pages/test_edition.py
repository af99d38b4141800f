"""What is said of an edition, day by day: nothing, that it ends, that it has ended."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from otcodebook.catalog import editions
from otcodebook.catalog.load import load_catalog
from otcodebook.catalog.model import Catalog
from otcodebook.pages.answer_pages import faq_page
from otcodebook.pages.code_page import entry_page
from otcodebook.pages.edition import (
    dated_edition_text,
    edition_foot,
    ending_notice,
    expired_notice,
)
from otcodebook.pages.help_pages import about_page
from support import as_bytes, small_catalog


def catalog(*years: int) -> Catalog:
    data = small_catalog()
    first, *others = (
        {"year": year, "effective": f"{year}-01-01", "expires": f"{year}-12-31"} for year in years
    )
    return load_catalog(as_bytes({**data, "edition": first, "editions": others}))


def test_the_end_is_told_quietly_in_december_and_loudly_from_january() -> None:
    one = catalog(2026)
    ends, ended = "The 2026 edition ends on December 31, 2026.", "These codes are for 2026"
    told = {
        day: (ending_notice(one, day), expired_notice(one, day)[: len(ended)])
        for day in (
            date(2025, 12, 31),
            date(2026, 11, 30),
            date(2026, 12, 1),
            date(2026, 12, 31),
            date(2027, 1, 1),
        )
    }
    assert list(told.values()) == [("", ""), ("", ""), (ends, ""), (ends, ""), ("", ended)]


def test_a_file_that_holds_the_next_year_tells_nothing_in_between() -> None:
    both = catalog(2026, 2027)
    for day in (date(2026, 12, 15), date(2027, 1, 1)):
        assert (ending_notice(both, day), expired_notice(both, day)) == ("", "")
    assert ending_notice(both, date(2027, 12, 1))
    assert expired_notice(both, date(2028, 1, 1)) == (
        "These codes are for 2027 and expired on December 31, 2027. "
        "Open a newer edition before you bill."
    )


def test_a_list_without_an_edition_never_ends() -> None:
    data = small_catalog()
    data["edition"] = None
    undated = load_catalog(as_bytes(data))
    for day in (date(2000, 1, 1), date(2026, 12, 31), date(2999, 1, 1)):
        assert (ending_notice(undated, day), expired_notice(undated, day)) == ("", "")
        assert dated_edition_text(undated, day) == "This code list has no year"
    assert edition_foot(undated) == ""


def test_the_edition_of_a_date_of_service_in_words() -> None:
    both = catalog(2026, 2027)
    assert {day: dated_edition_text(both, day) for day in both_days()} == both_days()


def test_an_end_that_lies_ahead_is_no_past_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one, service = catalog(2026), date(2027, 1, 5)
    for today, verb in ((date(2026, 12, 31), "ends"), (date(2027, 1, 1), "ended")):
        monkeypatch.setattr(editions, "date", SimpleNamespace(today=lambda day=today: day))
        told = f"For 2026 only: that edition {verb} on December 31, 2026"
        assert dated_edition_text(one, service) == told


def both_days() -> dict[date, str]:
    return {
        date(2025, 7, 1): "For 2026 only: that edition begins on January 1, 2026",
        date(2026, 7, 1): "2026 edition",
        date(2027, 1, 1): "2027 edition",
        date(2027, 12, 24): "2027 edition, ends December 31, 2027",
        date(2028, 1, 1): "For 2027 only: that edition ends on December 31, 2027",
    }


@pytest.mark.parametrize(
    ("day", "foot"),
    [
        (date(2026, 11, 27), "2026 edition, effective January 1, 2026."),
        (date(2026, 12, 1), "The 2026 edition ends on December 31, 2026."),
        (date(2027, 1, 1), "For 2026 only: that edition ended on December 31, 2026."),
    ],
)
def test_every_page_says_what_year_it_is_for(
    monkeypatch: pytest.MonkeyPatch, day: date, foot: str
) -> None:
    monkeypatch.setattr(editions, "date", SimpleNamespace(today=lambda: day))
    one = catalog(2026)
    assert edition_foot(one).endswith(foot)
    pages = {entry.code: entry_page(entry, one) for entry in one.entries()}
    pages["about"] = about_page(one, [("OT Codebook", "1")])
    if day.year == 2027:
        pages |= {item.id: faq_page(item, one) for item in one.faq}
        assert not any("2026 edition, effective" in page for page in pages.values())
    assert [name for name, page in pages.items() if foot not in page] == []
