"""The search index: sorted words, sets of documents, ranking by set algebra.

Every word of the query must match somewhere; the order of words does not matter; each word may be
the beginning of a longer one. A document's rank is the weakest of its words' matches, so whole sets
are ranked at once; only where few documents share a rank are they compared one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, overload

from msgspec import Struct
from msgspec.structs import replace

from otcodebook.search.postings import Bits, Collector, Postings, bits_of, documents_of
from otcodebook.search.text import (
    STOP_WORDS,
    Span,
    compact,
    stems,
    tokenize,
)

_FINE_RANKING_LIMIT = 150
MIN_CODE_END = 2
"""How many digits make a query for the end of a code."""


class MatchRank(IntEnum):
    """How well a match says that this is the one, best first."""

    CODE = 0
    PHRASE = 1
    CODE_START = 2
    CODE_END = 3
    NAME_WORD = 4
    ALIAS_WORD = 5
    NAME_START = 6
    ALIAS_START = 7
    TEXT_WORD = 8
    TEXT_START = 9
    ANY = 10


_LEVELS = tuple(MatchRank)
_OF_WHOLE_QUERY = (MatchRank.CODE, MatchRank.PHRASE, MatchRank.CODE_START)


class Document(Struct, frozen=True, gc=False):
    """One thing to be found; `texts` are what no row shows. `item` is handed back in its hits."""

    code: str
    name: str
    aliases: Sequence[str]
    texts: Sequence[str]
    item: Any


class Hit(Struct, frozen=True, gc=False):
    """One result: the document, why it matched, and where (spans in code, name and alias).

    `alias` is the alias that matched when the code and the name do not show it, otherwise empty.
    `note` says what a row must not hide: that it stands in for what was typed.
    """

    document: Document
    why: str
    code_spans: tuple[Span, ...] = ()
    name_spans: tuple[Span, ...] = ()
    alias: str = ""
    alias_spans: tuple[Span, ...] = ()
    note: str = ""


class Fields:
    """The fields of all documents, each with its postings."""

    def __init__(self, documents: Sequence[Document]) -> None:
        count = len(documents)
        # One field after the other: what is gathered for one is let go before the next.
        self.texts = Postings.of(_words(document.texts for document in documents), count)
        self.names = Postings.of(_words((document.name,) for document in documents), count)
        aliases = _words(document.aliases for document in documents)
        phrases = Collector()
        for i, document in enumerate(documents):
            if document.aliases:
                joined = {compact(alias) for alias in document.aliases}
                for phrase in joined:
                    aliases.add_word(i, phrase)
                for phrase in {*joined, compact(document.name)}:
                    phrases.add_word(i, phrase)
        self.aliases = Postings.of(aliases, count)
        self.phrases = Postings.of(phrases, count)
        codes = [compact(document.code) for document in documents]
        self.codes = Postings.of_single_words(codes)
        self.code_ends = Postings.of_single_words([code[::-1] for code in codes])


def _words(fields: Iterable[Sequence[str]]) -> Collector:
    """The words of one field of each document."""
    collector = Collector()
    for at, texts in enumerate(fields):
        for text in texts:
            collector.add(at, text)
    return collector


class SearchIndex:
    """Finds documents by code, words, aliases and text. No input raises; ties keep given order."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self._all: Bits = (1 << len(self.documents)) - 1
        self._levels = lru_cache(maxsize=256)(self._found_by)

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def fields(self) -> Fields:
        """Built when it is first needed: opening the window does not wait for it."""
        return Fields(self.documents)

    def selection(self, ids: Iterable[int]) -> Bits:
        """Positions of documents as a set that limits searches."""
        return bits_of(list(ids), len(self.documents))

    def search(self, text: str, within: Bits | None = None) -> Results:
        """Everything that matches all words of `text`, best first; all documents when it is blank.

        `within` limits the results to a selection.
        """
        return self.search_tokens(tokenize(text), within)

    def search_tokens(self, tokens: Sequence[str], within: Bits | None = None) -> Results:
        """The same for words that are already taken apart."""
        allowed = self._all if within is None else within
        if not tokens:
            return Results(self, [allowed], ())
        ranks = self._ranked(tokens, allowed)
        best = next(iter(ranks), MatchRank.ANY)
        return Results(self, list(ranks.values()), tuple(tokens), best)

    def _ranked(self, tokens: Sequence[str], allowed: Bits) -> dict[MatchRank, Bits | list[int]]:
        """The documents level by level: a set where order is as given, a list where it is finer."""
        typed = {"".join(tokens), "".join(t for t in tokens if t not in STOP_WORDS)} - {""}
        parses = [[self.levels(token) for token in parse] for parse in self.parses(tokens)]
        reached = [[0] * len(parse) for parse in parses]
        left = allowed
        ranks: dict[MatchRank, Bits | list[int]] = {}
        for level in _LEVELS:
            found = self._whole_query(level, typed) if level in _OF_WHOLE_QUERY else 0
            for parse, so_far in zip(parses, reached, strict=True):
                for at, levels in enumerate(parse):
                    if level in levels:
                        so_far[at] |= levels[level]
                if all(so_far):
                    found |= _in_all(so_far)
            found &= left
            if found:
                left ^= found
                ranks[level] = self._ordered(found, parses, typed)
        return ranks

    def _whole_query(self, level: MatchRank, typed: set[str]) -> Bits:
        """Matches of the query as one piece, spaces and signs left out."""
        found = 0
        for whole in typed:
            match level:
                case MatchRank.CODE:
                    found |= self.fields.codes.whole(whole)
                case MatchRank.CODE_START:
                    found |= self.fields.codes.starting(whole)
                case _:
                    for phrase in (whole, *stems(whole)):
                        found |= self.fields.phrases.whole(phrase)
        return found

    def parses(self, tokens: Sequence[str]) -> Iterator[Sequence[str]]:
        """The words as typed, and with two neighbors joined where such a word exists."""
        yield tokens
        fields = (self.fields.codes, self.fields.names, self.fields.aliases, self.fields.texts)
        for i in range(len(tokens) - 1):
            joined = tokens[i] + tokens[i + 1]
            if any(field.has_prefix(joined) for field in fields):
                yield [*tokens[:i], joined, *tokens[i + 2 :]]

    def levels(self, token: str) -> Mapping[MatchRank, Bits]:
        """The documents that one word finds, by how well, best first; levels without any left out.

        Remembered, because the words before the one that is being typed stay as they are.
        """
        return self._levels(token)

    def _found_by(self, token: str) -> Mapping[MatchRank, Bits]:
        fields = self.fields
        found = {
            MatchRank.CODE: fields.codes.whole(token),
            MatchRank.CODE_START: fields.codes.starting(token),
            MatchRank.CODE_END: 0,
            MatchRank.NAME_WORD: fields.names.whole(token),
            MatchRank.ALIAS_WORD: fields.aliases.whole(token),
            MatchRank.NAME_START: fields.names.starting(token),
            MatchRank.ALIAS_START: fields.aliases.starting(token),
            MatchRank.TEXT_WORD: fields.texts.whole(token),
            MatchRank.TEXT_START: fields.texts.starting(token),
            MatchRank.ANY: self._all if token in STOP_WORDS else 0,
        }
        for stem in stems(token):
            found[MatchRank.NAME_START] |= fields.names.starting(stem)
            found[MatchRank.ALIAS_START] |= fields.aliases.starting(stem)
            found[MatchRank.TEXT_START] |= fields.texts.starting(stem)
        if token.isdigit() and len(token) >= MIN_CODE_END:
            found[MatchRank.CODE_END] = fields.code_ends.starting(token[::-1])
        return {level: bits for level, bits in found.items() if bits}

    def _ordered(
        self, found: Bits, parses: list[list[Mapping[MatchRank, Bits]]], typed: set[str]
    ) -> Bits | list[int]:
        """Documents of one rank in the order they are shown: by all their words, then as given."""
        count = found.bit_count()
        if count > _FINE_RANKING_LIMIT:
            return found
        documents = list(documents_of(found))
        if count == 1:
            return documents
        weights: dict[int, int] = {}
        size = len(self.documents) // 8 + 1
        sums = [_sums_of_levels(found, parse) for parse in parses]
        for weight in sorted(set().union(*sums)):
            for by_weight in sums:
                marks = by_weight.get(weight, 0).to_bytes(size, "little")
                for at in documents:
                    if at not in weights and marks[at >> 3] >> (at & 7) & 1:
                        weights[at] = weight
        longest = 2 * max(map(len, typed), default=0)

        def order(at: int) -> tuple[bool, int]:
            name = self.documents[at].name
            # Most names are too long to be what was typed, so they need no closer look.
            return len(name) > longest or compact(name) not in typed, weights[at]

        return sorted(documents, key=order)


def _in_all(sets: Sequence[Bits]) -> Bits:
    together = sets[0]
    for bits in sets[1:]:
        together &= bits
    return together


def _sums_of_levels(found: Bits, parse: Sequence[Mapping[MatchRank, Bits]]) -> dict[int, Bits]:
    """These documents by the sum of the levels at which the words match them."""
    sums = {0: found}
    for levels in parse:
        longer: dict[int, Bits] = {}
        for total, left in sums.items():
            for level, bits in levels.items():
                if hit := left & bits:
                    longer[total + level] = longer.get(total + level, 0) | hit
                    left ^= hit
            if left:
                none = total + MatchRank.ANY + 1
                longer[none] = longer.get(none, 0) | left
        sums = longer
    return sums


def _without(rank: Bits | list[int], documents: Bits) -> Bits | list[int]:
    if isinstance(rank, int):
        return rank & ~documents
    return [document for document in rank if not documents >> document & 1]


class Results(Sequence[Hit]):
    """The hits of one search, best first; each is worked out when it is looked at.

    `best` is the level of the first; `notice` says in a sentence when these are not what was typed
    but the nearest there is; `bits` are all of them as a set.
    """

    def __init__(
        self,
        index: SearchIndex,
        ranks: Sequence[Bits | list[int]],
        tokens: tuple[str, ...],
        best: MatchRank = MatchRank.ANY,
    ) -> None:
        self.best = best
        self.notice = ""
        self.tokens = tokens
        self._index = index
        self._ranks = ranks
        self._count = sum(
            rank.bit_count() if isinstance(rank, int) else len(rank) for rank in ranks
        )
        ordered = (documents_of(rank) if isinstance(rank, int) else rank for rank in ranks)
        self._rest = chain.from_iterable(ordered)
        self._ids: list[int] = []
        self._notes: Mapping[int, str] = {}
        self._whys: Mapping[int, str] = {}
        self._hit = lru_cache(maxsize=512)(self._explained)

    @property
    def bits(self) -> Bits:
        """All documents found, as a set."""
        found = 0
        for rank in self._ranks:
            found |= rank if isinstance(rank, int) else self._index.selection(rank)
        return found

    def with_notice(self, notice: str) -> Results:
        """The same results with a notice."""
        self.notice = notice
        return self

    def headed_by(
        self,
        documents: list[int],
        notes: Mapping[int, str],
        whys: Mapping[int, str] | None = None,
    ) -> Results:
        """These documents first, with their notes and whys, then the rest of the results."""
        rest = [_without(rank, self._index.selection(documents)) for rank in self._ranks]
        results = Results(self._index, [documents, *rest], self.tokens, self.best)
        results._notes = notes
        results._whys = whys or {}
        return results

    def followed_by(self, documents: list[int], note: str) -> Results:
        """The results, then these documents, each with the note."""
        results = Results(self._index, [*self._ranks, documents], self.tokens, self.best)
        results._notes = dict.fromkeys(documents, note)
        return results

    def ended_by(self, documents: Bits) -> Results:
        """These documents after all others, each part in its order."""
        others = [_without(rank, documents) for rank in self._ranks]
        ending = [_without(rank, ~documents) for rank in self._ranks]
        results = Results(self._index, [*others, *ending], self.tokens, self.best)
        results._notes, results._whys = self._notes, self._whys
        return results

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if at < 0:
            at += self._count
        if not 0 <= at < self._count:
            raise IndexError(at)
        while len(self._ids) <= at:
            self._ids.append(next(self._rest))
        return self._hit(self._ids[at])

    def _explained(self, document: int) -> Hit:
        # Imported here: opening the window shows hits that need no explanation.
        from otcodebook.search.explain import explain

        hit = explain(self._index.documents[document], self.tokens)
        note = self._notes.get(document)
        why = note or self._whys.get(document)
        return replace(hit, why=why, note=note or "") if why else hit
