"""What the list of codes says in words: how much it shows, or why it shows nothing."""

from __future__ import annotations

from otcodebook import wording
from otcodebook.search.text import tokenize
from otcodebook.ui.codes.scope import Scope

NO_CATALOG = (
    "No code list could be opened, so there are no codes to show.\n"
    "Install OT Codebook again, or start it with --catalog FILE."
)
_EMPTY = {
    Scope.ALL: "No code passes the filters.",
    Scope.FAVORITES: ("No favorites here yet.\nPress Ctrl+D or click the star to add one."),
    Scope.RECENT: "No codes copied yet.\nCodes you copy are listed here.",
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


def empty_reason(text: str, notice: str, scope: Scope) -> str:
    """Why the list is empty, and what to do."""
    if not tokenize(text):
        return _EMPTY[scope]
    quoted = wording.quoted(wording.elided(text, 60))
    way_on = notice or "Try fewer or other words, or the last digits of the code."
    return f"No code matches {quoted}.\n{way_on}"
