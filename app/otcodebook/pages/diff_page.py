"""What changed between two catalogs, or in a clinic's list, as a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from otcodebook.catalog.diff import Difference, grouped
from otcodebook.lists.changes import ListChanges
from otcodebook.lists.overlay import ClinicEntry
from otcodebook.pages.html import Html, bullets, join, p, section, text
from otcodebook.wording import as_displayed

_MOST_SHOWN = 500


def diff_page(differences: Sequence[Difference], favorites: Collection[str]) -> Html:
    """The changes under their titles, the user's favorites first."""
    if not differences:
        return p(text("Nothing changed."), "lead")
    groups = grouped(differences, favorites)
    return join(part for title, texts in groups for part in section(title, bullets(texts, text)))


def list_changes_page(changes: ListChanges) -> Html:
    """What changed in a list, what was lost first."""
    changed = [
        f"{change.after.code} {change.after.name}: {'; '.join(change.lines())}"
        for change in changes.changed[: _MOST_SHOWN + 1]
    ]
    groups = (
        ("Not read any more", changes.lost),
        ("Unclear", changes.questions),
        ("Removed", [_entry(entry) for entry in changes.removed[: _MOST_SHOWN + 1]]),
        ("Added", [_entry(entry) for entry in changes.added[: _MOST_SHOWN + 1]]),
        ("Changed", changed),
    )
    if not changes:
        return p(text("Nothing changed."), "lead")
    return join(
        part for title, lines in groups if lines for part in section(title, _bullets(lines))
    )


def _bullets(lines: Sequence[str]) -> Html:
    shown = [as_displayed(line) for line in lines[:_MOST_SHOWN]]
    if len(lines) > _MOST_SHOWN:
        shown.append(f"and more than these {_MOST_SHOWN}")
    return bullets(shown, text)


def _entry(entry: ClinicEntry) -> str:
    parts = (entry.name, f"charge {entry.charge}" if entry.charge else "", entry.modifier)
    return f"{entry.code} {', '.join(filter(None, parts))}".strip()
