"""What the Codes tab shows: the vocabulary of its list, and its state between two sessions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Scope(IntEnum):
    """The choices over the list, by their position."""

    ALL = 0
    FAVORITES = 1
    RECENT = 2
    NOTES = 3


SCOPE_TITLES = {
    Scope.ALL: "All",
    Scope.FAVORITES: "Favorites",
    Scope.RECENT: "Recent",
    Scope.NOTES: "Notes",
}


@dataclass(frozen=True)
class CodesState:
    """Query, filters and current row.

    `family` is a family's id, empty for any; `counting` the position of the counting filter, 0 for
    any; `code` the code of the current row and `row` its position, -1 for none.
    """

    query: str = ""
    scope: Scope = Scope.ALL
    family: str = ""
    counting: int = 0
    code: str = ""
    row: int = -1
