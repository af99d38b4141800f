"""Search over texts that explain rather than codes: FAQ, guide and comparisons of codes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from otcodebook.catalog.content import Block, block_texts
from otcodebook.catalog.model import Answer, Catalog, Faq
from otcodebook.search.hits import NO_EXACT_MATCH, Document, Grade, MatchRank
from otcodebook.search.index import SearchIndex
from otcodebook.search.results import Results
from otcodebook.search.words.text import tokenize

if TYPE_CHECKING:
    from otcodebook.search.terms import TermIndex

_SHORTEST_QUERY = 3
"""Letters and digits of a query that may find an answer."""

T = TypeVar("T")


class AnswerSearch:
    """Finds the answers that are offered beneath the codes; hits hold the catalog's own objects."""

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
        first_faq = len(catalog.lookalikes)
        first_page = first_faq + len(catalog.faq)
        by_target = {f"faq:{item.id}": first_faq + row for row, item in enumerate(catalog.faq)}
        by_target |= {f"compare:{item.id}": row for row, item in enumerate(catalog.lookalikes)}
        by_target |= {
            f"guide:{page.id}": first_page + row for row, page in enumerate(catalog.guide)
        }
        self._by_target = by_target
        self._catalog = catalog

    def finds_question(self, text: str) -> bool:
        """Whether one of the FAQ's questions answers the query."""
        return any(isinstance(hit.document.item, Faq) for hit in self.search(text))

    def search(self, text: str) -> Results[Answer]:
        """The answers to a query, best first; none while it is too short to mean anything.

        The answers that a term of the query leads to come first, with the term as their reason.
        Answers that have the words only somewhere in their text are the closest ones.
        """
        tokens = tokenize(text)
        terms = self._terms.match(tokens) if tokens else None
        if len("".join(tokens)) < _SHORTEST_QUERY and not terms:
            return Results(self._index.documents, [0])
        found = self._index.search_tokens(tokens)
        sure = found.best < MatchRank.TEXT_WORD
        # A term among other words counts where these are found in texts at best.
        if terms and (terms.rank is MatchRank.TERM or not sure):
            found = found.headed_by(terms.documents, terms.remarks)
            sure = sure or (bool(terms.documents) and terms.grade is not Grade.CLOSEST)
        return found if sure else found.with_notice("", Grade.CLOSEST)

    def topics(self, text: str, kind: type[Answer], *, corrected: bool = True) -> Results[Answer]:
        """The answers of one kind to a query, best first; without a query all in their order.

        If none has all the words, typing errors are corrected, and at last some of the words will
        do: then the grade is closest, and the notice says so.
        """
        documents = self._index.documents
        rows = (row for row, each in enumerate(documents) if isinstance(each.item, kind))
        kept = self._index.selection(rows)
        if not text.strip():
            return Results(self._index.documents, [kept])
        tokens = tokenize(text)
        found = self.search(text).among(kept)
        if found or not tokens:
            return found.with_notice("", Grade.EXACT)
        # Imported here: most searches never need it.
        from otcodebook.search.closest import most_words, respelled

        for shown in respelled(tokens, self._index, self._terms.words()) if corrected else ():
            if found := self.search(shown).among(kept):
                return found.corrected(shown)
        near = most_words(self._index, tokens, 0, ~kept)
        notice = NO_EXACT_MATCH if near else ""
        return found.headed_by(near).with_notice(notice, Grade.CLOSEST)

    def named(self, names: Sequence[str], text: str = "") -> Results[Answer]:
        """These answers ("faq:ID", "guide:ID", "compare:ID") in their order, as exact results."""
        known = [self._by_target[name] for name in names if name in self._by_target]
        return Results(self._index.documents, [0], tuple(tokenize(text))).headed_by(known)

    @cached_property
    def _terms(self) -> TermIndex:
        """The terms that lead to an answer, and the aliases of the questions."""
        # Imported here: without a query no term is looked for.
        from otcodebook.search.terms import TermIndex

        by_target = self._by_target
        leading = (
            each for each in self._catalog.terms if not by_target.keys().isdisjoint(each.targets)
        )
        named = ((by_target[f"faq:{item.id}"], item.aliases) for item in self._catalog.faq)
        return TermIndex(leading, by_target, named)


def _document(
    title: str, other_words: Sequence[str], blocks: tuple[Block, ...], item: T
) -> Document[T]:
    return Document("", title, other_words, tuple(block_texts(blocks)), item)
