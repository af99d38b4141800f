"""The words of all documents, field by field: what the index looks words up in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from otcodebook.progress import Progress, told
from otcodebook.search.hits import Document
from otcodebook.search.words.postings import Collector, Postings
from otcodebook.search.words.text import compact, normalize

_Documents = Sequence[Document[object]]


class Fields:
    """The words of all documents, field by field."""

    def __init__(self, documents: _Documents, progress: Progress | None = None) -> None:
        count = len(documents)
        # One field after another: what one needs to be gathered is freed before the next.
        texts = _words(documents, lambda each: each.texts, progress, 0)
        self.texts = Postings.of(texts, count)
        plain, spellings = texts.plain, texts.spellings
        del texts
        names = _words(documents, lambda each: (each.name,), progress, 0.3)
        self.names = Postings.of(names, count)
        plain |= names.plain
        spellings |= names.spellings
        del names
        aliases = _words(documents, lambda each: each.aliases, progress, 0.6)
        phrases = Collector()
        for row, document in enumerate(told(documents, progress, 0.7, 0.8)):
            if document.aliases:
                joined = {compact(alias): normalize(alias) for alias in document.aliases}
                for phrase, spelling in joined.items():
                    aliases.add_word(row, phrase, spelling)
                for phrase in {*joined, compact(document.name)}:
                    phrases.add_word(row, phrase)
        self.aliases = Postings.of(aliases, count)
        plain |= aliases.plain
        spellings |= aliases.spellings
        self.phrases = Postings.of(phrases, count)
        codes = [compact(document.code) for document in told(documents, progress, 0.8)]
        self.codes = Postings.of_single_words(codes)
        self.code_ends = Postings.of_single_words([code[::-1] for code in codes])
        self._spellings = {word: spellings[word] for word in spellings.keys() - plain}

    def spelling(self, word: str) -> str:
        """How a word of the postings is written: "selfcare" is "self-care", "therex" is "ther ex".

        Compounds and aliases are indexed in one piece too, as nobody writes them.
        """
        return self._spellings.get(word, word)


def _words(
    documents: _Documents,
    texts: Callable[[Document[object]], Sequence[str]],
    progress: Progress | None,
    done: float,
) -> Collector:
    """The words of one field of each document; so much of the work is `done`."""
    collector = Collector()
    for row, document in enumerate(told(documents, progress, done, done + 0.1)):
        for text in texts(document):
            collector.add(row, text)
    return collector
