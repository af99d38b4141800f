"""What the list of codes says in words: how much it shows, and of which codes."""

from __future__ import annotations

from otcodebook import wording
from otcodebook.ui.codes.scope import Scope

SCOPE_NAMES = {
    Scope.ALL: "",
    Scope.FAVORITES: "Favorites",
    Scope.RECENT: "Recent codes",
    Scope.NOTES: "Codes with notes",
    Scope.LIST: "My list",
}
"""What a printed list calls the scope."""


def in_words(notice: str, count: str) -> str:
    """What a list shows, as it is read out."""
    return ". ".join(part.rstrip(".:") for part in (notice, count) if part)


def counted(codes: int, answers: int = 0) -> str:
    """How many there are, in words."""
    parts = []
    if codes or not answers:
        parts.append(wording.counted(codes, "code"))
    if answers:
        parts.append(wording.counted(answers, "answer"))
    return ", ".join(parts)
