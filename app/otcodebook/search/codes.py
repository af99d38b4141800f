"""Search over a catalogue's codes, retired codes and other professions' codes, with filters."""

from __future__ import annotations

from otcodebook.catalog import Catalog, Code, Elsewhere, Entry, Retired
from otcodebook.counting import is_timed
from otcodebook.search.index import Document, Results, SearchIndex
from otcodebook.search.text import tokenize


class CodeSearch:
    """The search of the Codes tab and of the command line."""

    def __init__(self, catalog: Catalog) -> None:
        self._entries = list(catalog.entries())
        families = catalog.family_names
        self._index = SearchIndex([_document(entry, families) for entry in self._entries])

    def prepare(self) -> None:
        """Builds the index now, so that the first search is as quick as the next."""
        self._index.prepare()

    def search(self, text: str, family: str = "", timed: bool | None = None) -> Results:
        """What matches `text`, best first; without a text all current codes in their order.

        `family` keeps one family's codes, `timed` the timed or the untimed ones. Retired codes and
        other professions' codes answer a search only when no filter is set.
        """
        if not family and timed is None and tokenize(text):
            return self._index.search(text)
        within = [i for i, entry in enumerate(self._entries) if _passes(entry, family, timed)]
        return self._index.search(text, within)


def _passes(entry: Entry, family: str, timed: bool | None) -> bool:
    if not isinstance(entry, Code):
        return False
    if family and entry.family != family:
        return False
    return timed is None or is_timed(entry.timing) is timed


def _document(entry: Entry, families: dict[str, str]) -> Document:
    match entry:
        case Code():
            parts = (entry.summary, entry.patient, families.get(entry.family, ""))
            text = " ".join((*parts, *entry.documentation))
            return Document(entry.code, entry.name, entry.aliases, text, entry)
        case Retired():
            return Document(entry.code, entry.was, entry.aliases, entry.note, entry)
        case Elsewhere():
            text = f"{entry.belongs_to} {entry.note}"
            return Document(entry.code, entry.name, entry.aliases, text, entry)
