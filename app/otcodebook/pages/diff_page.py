"""What changed between two catalogs, as a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otcodebook.catalog.diff import Difference, grouped
from otcodebook.pages.html import Html, bullets, join, p, section, text


def diff_page(differences: Sequence[Difference], favorites: Collection[str]) -> Html:
    """The changes under their titles, the user's favorites first."""
    if not differences:
        return p(text("Nothing changed."), "lead")
    groups = grouped(differences, favorites)
    return join(part for title, texts in groups for part in section(title, bullets(texts, text)))
