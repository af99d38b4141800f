"""Words that several rooms use: counts, lists and quotes in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_NAMED = 5


def short_list(items: Sequence[str], noun: str = "codes") -> str:
    """The items with commas; more than five are counted instead ("149 codes")."""
    if len(items) > _MOST_NAMED:
        return f"{len(items):,} {noun}"
    return ", ".join(items)
