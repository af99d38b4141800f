"""Words that several rooms use: counts, lists, quotes and paths in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from otcodebook.catalog.checks import as_displayed

_MOST_NAMED = 5


def short_list(items: Sequence[str], noun: str = "codes") -> str:
    """The items with commas; more than five are counted instead ("149 codes")."""
    if len(items) > _MOST_NAMED:
        return f"{len(items):,} {noun}"
    return ", ".join(items)


def displayed_path(path: Path) -> str:
    """The path as a message can quote it: a file name may hold anything, even bytes of no text."""
    return as_displayed(str(path).encode("utf-8", "replace").decode("utf-8"))
