"""What the Codes tab finds its rows in: a catalog with its search, and the user's data on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from otcodebook.catalog.model import Code
from otcodebook.ui.codes.scope import Scope

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog, Entry
    from otcodebook.search.codes import CodeSearch
    from otcodebook.search.lookup import Found, Lookup
    from otcodebook.search.questions import PairLookup
    from otcodebook.search.results import Results


class UserCodes(NamedTuple):
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
            case Scope.LIST:
                return catalog.listed if catalog is not None else ()
        return None

    def counts(self, catalog: Catalog | None) -> dict[Scope, int]:
        """How many codes of the catalog are favorites, have notes and stand in the list on top."""

        def known(codes: Iterable[str]) -> int:
            return sum(isinstance(catalog.find(code), Code) for code in codes) if catalog else 0

        return {
            Scope.FAVORITES: known(self.favorites),
            Scope.NOTES: known(self.notes),
            Scope.LIST: len(catalog.listed) if catalog is not None else 0,
        }


class CodeFinder:
    """Finds codes and answers; without a catalog there is nothing to find.

    `pair_lookup` is what CMS's open table of pairs says on codes; set before the first query.
    """

    def __init__(self) -> None:
        self.pair_lookup: PairLookup | None = None
        self._search: CodeSearch | None = None
        self._lookup: Lookup | None = None
        self._user_codes: UserCodes | None = None

    @property
    def catalog(self) -> Catalog | None:
        """What is searched."""
        return self._search.catalog if self._search is not None else None

    @property
    def user_codes(self) -> UserCodes | None:
        """The user's data; None before it is read: the rows are painted first."""
        return self._user_codes

    def searches_with(self, search: CodeSearch | None) -> bool:
        """Whether this is the search in use."""
        return search is not None and search is self._search

    def set_search(self, search: CodeSearch | None) -> None:
        """Finds in another catalog."""
        self._search, self._lookup = search, None
        self._search_notes()

    def set_user_codes(self, user_codes: UserCodes) -> None:
        """Takes the user's data, whose notes are searched too."""
        self._user_codes = user_codes
        self._search_notes()

    def listed(self, scope: Scope) -> Sequence[str] | None:
        """The codes that the scope lists; None for all."""
        return (self._user_codes or UserCodes()).listed(scope, self.catalog)

    def all_codes(
        self, family: str, timed: bool | None, only: Sequence[str] | None
    ) -> Results[Entry]:
        """What is listed without a query, see `CodeSearch.search`; there is a catalog."""
        assert self._search is not None
        return self._search.search("", family, timed, only)

    def find(
        self,
        query: str,
        family: str,
        timed: bool | None,
        only: Sequence[str] | None,
        *,
        corrected: bool,
    ) -> Found:
        """What a query finds, see `Lookup.find`; there is a catalog."""
        return self._looked_up().find(query, family, timed, only, corrected=corrected)

    def words_like(self, query: str) -> list[str]:
        """Words that look like those of a query that finds nothing; there is a catalog."""
        return self._looked_up().codes.words_like(query)

    def finds_question(self, query: str) -> bool:
        """Whether one of the FAQ's questions answers the query."""
        return self._search is not None and self._looked_up().finds_question(query)

    def _search_notes(self) -> None:
        if self._search is not None and self._user_codes is not None:
            self._search.set_notes(self._user_codes.notes)

    def _looked_up(self) -> Lookup:
        """The search for codes and answers, made with the first query."""
        assert self._search is not None
        if self._lookup is None:
            # Imported here: without a query no answer is looked for.
            from otcodebook.search.lookup import Lookup

            self._lookup = Lookup(self._search, self.pair_lookup)
        return self._lookup
