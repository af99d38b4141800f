"""What the Codes tab shows: its state between two sessions, and the user's own codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from otcodebook.ui.codes.scope import Scope

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog


@dataclass(frozen=True)
class CodesState:
    """Query, filters and current row.

    `family` is a family's id, empty for any; `counting` the position of the counting filter, 0 for
    any; `code` the code of the current row and `row` its position, -1 for none. With `linked` the
    page shows `code` because a link led there, and no row is current.
    """

    query: str = ""
    scope: Scope = Scope.ALL
    family: str = ""
    counting: int = 0
    code: str = ""
    row: int = -1
    linked: bool = False


class OwnCodes(NamedTuple):
    """The user's own data: favorites in their order, the codes copied last, notes by code."""

    favorites: Sequence[str] = ()
    recents: Sequence[str] = ()
    notes: Mapping[str, str] = {}

    def listed(self, scope: Scope, catalog: Catalog | None) -> Sequence[str] | None:
        """The codes that the scope lists, in its order; None for all."""
        match scope:
            case Scope.FAVORITES:
                return self.favorites
            case Scope.RECENT:
                return self.recents
            case Scope.NOTES:
                codes = catalog.codes if catalog is not None else ()
                return [code.code for code in codes if code.code in self.notes]
        return None

    def counts(self, catalog: Catalog | None) -> dict[Scope, int]:
        """How many codes of the catalog are favorites and have notes."""
        # Imported here: the first paint knows the scopes, but no codes.
        from otcodebook.catalog.model import Code

        def known(codes: Iterable[str]) -> int:
            return sum(isinstance(catalog.find(code), Code) for code in codes) if catalog else 0

        return {Scope.FAVORITES: known(self.favorites), Scope.NOTES: known(self.notes)}
