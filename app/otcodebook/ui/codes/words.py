"""What the list of codes says in words: how much it shows, or why it shows nothing."""

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
_EMPTY_ICONS = {
    Scope.ALL: "filter",
    Scope.FAVORITES: "star",
    Scope.RECENT: "clock",
    Scope.NOTES: "note",
    Scope.LIST: "filter",
}
NO_CATALOG = (
    "No code list could be opened, so there are no codes to show.\n"
    "Install OT Codebook again, or start it with --catalog FILE."
)
_EMPTY = {
    Scope.ALL: "No codes match the filter.",
    Scope.FAVORITES: "No favorites yet.\nThe star, or Ctrl+D, adds the code you are reading.",
    Scope.RECENT: "Nothing copied yet.\nThe codes you copy are listed here, the latest first.",
    Scope.NOTES: "No notes yet.\nWrite one below a code's page, and the code is listed here.",
    Scope.LIST: "No codes of your list match the filter.",
}

_NO_MATCH = {
    Scope.ALL: "No code matches",
    Scope.FAVORITES: "No favorite matches",
    Scope.RECENT: "No recent code matches",
    Scope.NOTES: "No code with a note matches",
    Scope.LIST: "No code of your list matches",
}


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


def empty_icon(is_asked: bool, scope: Scope | None) -> str:
    """The icon over an empty list, the value of an IconName; no scope: no list could be opened."""
    if scope is None:
        return "warning"
    return "search" if is_asked else _EMPTY_ICONS[scope]


def empty_reason(text: str, notice: str, scope: Scope) -> str:
    """Why the list is empty, and what to do."""
    if not text.strip():
        return _EMPTY[scope]
    quoted = wording.quoted(wording.elided(text, 60))
    way_on = notice or "Try other words, or the last digits of a code."
    return f"{_NO_MATCH[scope]} {quoted}.\n{way_on}"


def closest_reason(text: str, meant: str) -> str:
    """Why the page is empty while rows are listed, and what to do."""
    quoted = wording.quoted(wording.elided(text.strip(), 60))
    what = f"results for {wording.quoted(meant)}" if meant else "closest results"
    return f"No exact match for {quoted}. Press Down to choose one of the {what}."
