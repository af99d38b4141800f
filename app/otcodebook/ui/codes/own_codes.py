"""The user's own codes: favorites, recent ones, and those with a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from otcodebook.catalog.model import Catalog, Code
from otcodebook.ui.codes.scope import Scope


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

        def known(codes: Iterable[str]) -> int:
            return sum(isinstance(catalog.find(code), Code) for code in codes) if catalog else 0

        return {Scope.FAVORITES: known(self.favorites), Scope.NOTES: known(self.notes)}
