"""The edition of a catalog in words."""

from __future__ import annotations

from datetime import date

from otcodebook.catalog.editions import covered_day, edition_on, editions_of, today
from otcodebook.catalog.model import Catalog, Edition
from otcodebook.wording import long_date


def edition_text(edition: Edition | None) -> str:
    """The edition in one line: "2026 edition, effective January 1, 2026"; empty without one."""
    if edition is None:
        return ""
    return f"{edition.year} edition, effective {long_date(edition.effective)}"


def edition_foot(catalog: Catalog) -> str:
    """The edition at the foot of a page, also that it ends soon or has ended; empty without one."""
    day, edition = today(), catalog.edition
    if edition is None:
        return ""
    if edition.effective <= day <= edition.expires:
        return " ".join(filter(None, (f"{edition_text(edition)}.", ending_notice(catalog, day))))
    return f"{dated_edition_text(catalog, day)}."


def ending_notice(catalog: Catalog, day: date) -> str:
    """A sentence in the month in which the last edition ends; empty before and after it."""
    editions = editions_of(catalog)
    if not editions:
        return ""
    last = editions[-1].expires
    if not last.replace(day=1) <= day <= last:
        return ""
    return f"The {editions[-1].year} edition ends on {long_date(last)}."


def expired_notice(catalog: Catalog, day: date) -> str:
    """What to do where the day lies after an edition and none covers it; else empty."""
    editions = [edition for edition in editions_of(catalog) if edition.expires < day]
    if not editions or edition_on(catalog, day) is not None:
        return ""
    last = editions[-1]
    return (
        f"These codes are for {last.year} and expired on {long_date(last.expires)}. "
        "Open a newer edition before you bill."
    )


def dated_edition_text(catalog: Catalog, day: date) -> str:
    """Which edition a date of service is counted with: "2026 edition", "For 2026 only ..."."""
    found = edition_on(catalog, covered_day(catalog, day))
    if found is None:
        return "This code list has no year"
    if found.expires < day:
        ends = "ended" if found.expires < today() else "ends"
        return f"For {found.year} only: that edition {ends} on {long_date(found.expires)}"
    if day < found.effective:
        return f"For {found.year} only: that edition begins on {long_date(found.effective)}"
    soon = f", ends {long_date(found.expires)}" if ending_notice(catalog, day) else ""
    return f"{found.year} edition{soon}"
