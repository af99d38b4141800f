"""What a clinic's list on top adds to the search: its words for known codes, and its own order."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from msgspec.structs import replace

from otcodebook.catalog.model import Catalog, Entry
from otcodebook.lists.overlay import LINE_LENGTH, ClinicEntry, Overlay, overlay_of
from otcodebook.progress import Progress, told
from otcodebook.search.hits import Document
from otcodebook.search.words.postings import Bits, bits_of
from otcodebook.search.words.text import compact
from otcodebook.wording import elided


class ListOnTop:
    """The list of an overlay among the documents of a search.

    `position` gives the document of a code. `rows` are the documents of the list in its order,
    `bits` the same as a set; `first` is the first document that only the list has.
    """

    def __init__(self, overlay: Overlay, position: Mapping[str, int]) -> None:
        self.listed = overlay.listed
        # An array: the garbage collector does not look into it again and again.
        self.rows = array("I", [position[code] for code in overlay.listed])
        self.bits: Bits = bits_of(self.rows, len(position))
        self.first = len(overlay.codes) - (len(overlay.clinic_entries) - len(overlay.known))


def list_on_top(
    catalog: Catalog,
    documents: list[Document[Entry]],
    position: Mapping[str, int],
    progress: Progress | None = None,
) -> ListOnTop | None:
    """The list on top of the catalog, if there is one.

    The documents get what it calls their codes, and what it says of them.
    """
    if (overlay := overlay_of(catalog)) is None:
        return None
    documents[:] = [
        _with_words(each, overlay.clinic_entry(each.code), overlay)
        for each in told(documents, progress, 0.5)
    ]
    return ListOnTop(overlay, position)


def _with_words(
    document: Document[Entry], entry: ClinicEntry | None, overlay: Overlay
) -> Document[Entry]:
    if entry is None:
        return document
    texts = [text for _title, text in entry.extra]
    texts += [entry.note] if entry.note else []
    if overlay.has_alone(entry.code):
        return replace(document, texts=(*document.texts, *texts)) if texts else document
    shown = {compact(text) for text in (document.name, *document.aliases)}
    own = (elided(word, LINE_LENGTH) for word in (entry.name, *entry.aliases) if word)
    words = [word for word in own if compact(word) not in shown]
    return replace(
        document,
        aliases=(*document.aliases, *words),
        clinic_words=tuple(words),
        texts=(*document.texts, *filter(None, (entry.summary, entry.family)), *texts),
    )
