"""The edition of a catalog in words."""

from __future__ import annotations

from otcodebook.catalog.model import Edition
from otcodebook.wording import long_date


def edition_text(edition: Edition | None) -> str:
    """The edition in one line: "2026 edition, effective January 1, 2026"; empty without one."""
    if edition is None:
        return ""
    return f"{edition.year} edition, effective {long_date(edition.effective)}"
