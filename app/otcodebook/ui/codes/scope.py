"""Which codes the list of the Codes tab shows."""

from __future__ import annotations

from enum import IntEnum


class Scope(IntEnum):
    """The choices over the list, by their position."""

    ALL = 0
    FAVORITES = 1
    RECENT = 2
    NOTES = 3
    LIST = 4
    """The clinic's own list; a choice only while one lies on top."""


SCOPE_TITLES = {
    Scope.ALL: "All",
    Scope.FAVORITES: "Favorites",
    Scope.RECENT: "Recent",
    Scope.NOTES: "Notes",
    Scope.LIST: "My list",
}
