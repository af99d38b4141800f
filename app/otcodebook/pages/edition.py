"""The edition of a catalog in words."""

from __future__ import annotations

from otcodebook.catalog.model import Edition


def edition_text(edition: Edition | None) -> str:
    """The edition in one line: "2026 edition, effective 1 January 2026"."""
    if edition is None:
        return "No edition stated"
    day = edition.effective
    return f"{edition.year} edition, effective {day.day} {day:%B} {day.year}"
