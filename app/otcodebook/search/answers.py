"""Search over what explains rather than codes: FAQ, guide and look-alikes."""

from __future__ import annotations

from itertools import islice

from otcodebook.catalog.model import Catalog, Faq, GuidePage, LookAlike, block_texts
from otcodebook.search.index import Document, Hit, SearchIndex
from otcodebook.search.text import tokenize

_SHORTEST_QUERY = 3


Answer = LookAlike | Faq | GuidePage


class AnswerSearch:
    """Finds the answers that are offered beneath the codes; the items are the catalog's own."""

    def __init__(self, catalog: Catalog) -> None:
        documents = [
            *(
                Document("", item.question, item.codes, tuple(block_texts(item.answer)), item)
                for item in catalog.lookalikes
            ),
            *(
                Document("", item.question, item.aliases, tuple(block_texts(item.answer)), item)
                for item in catalog.faq
            ),
            *(
                Document("", page.title, (), tuple(block_texts(page.body)), page)
                for page in catalog.guide
            ),
        ]
        self._index = SearchIndex(documents)

    def search(self, text: str, most: int = 4) -> list[Hit]:
        """The best answers to a query; none while it is too short to mean anything."""
        tokens = tokenize(text)
        if len("".join(tokens)) < _SHORTEST_QUERY:
            return []
        return list(islice(self._index.search_tokens(tokens), most))
