"""Search over texts that explain rather than codes: FAQ, guide and comparisons of codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar

from otcodebook.catalog.model import Block, Catalog, Faq, GuidePage, LookAlike, block_texts
from otcodebook.search.hits import Document, Hit
from otcodebook.search.index import SearchIndex
from otcodebook.search.text import tokenize

_SHORTEST_QUERY = 3
"""Letters and digits of a query that may find an answer."""

T = TypeVar("T")

Answer = LookAlike | Faq | GuidePage
"""What such a search can find; hits hand back the catalog's own objects."""


class AnswerSearch:
    """Finds the answers that are offered beneath the codes."""

    def __init__(self, catalog: Catalog) -> None:
        documents: list[Document[Answer]] = [
            *(
                _document(item.question, item.codes, item.answer, item)
                for item in catalog.lookalikes
            ),
            *(_document(item.question, item.aliases, item.answer, item) for item in catalog.faq),
            *(_document(page.title, (), page.body, page) for page in catalog.guide),
        ]
        self._index = SearchIndex(documents)

    def finds_question(self, text: str) -> bool:
        """Whether one of the FAQ's questions answers the query."""
        return any(isinstance(hit.document.item, Faq) for hit in self.search(text, limit=None))

    def search(self, text: str, limit: int | None = 4) -> list[Hit[Answer]]:
        """The best answers to a query; none while it is too short to mean anything."""
        tokens = tokenize(text)
        if len("".join(tokens)) < _SHORTEST_QUERY:
            return []
        return list(islice(self._index.search_tokens(tokens), limit))


def faq_index(questions: Iterable[Faq]) -> SearchIndex[Faq]:
    """An index of questions alone, for the FAQ tab."""
    return SearchIndex(
        _document(item.question, item.aliases, item.answer, item) for item in questions
    )


def _document(
    title: str, other_words: Sequence[str], blocks: tuple[Block, ...], item: T
) -> Document[T]:
    return Document("", title, other_words, tuple(block_texts(blocks)), item)
