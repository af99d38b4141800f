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


class Level(IntEnum):
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


class Document(Struct, frozen=True):
    """One thing to be found. `item` is handed back in its hits."""

    code: str
    name: str
    aliases: Sequence[str]
    text: str
    item: Any


class Hit(Struct, frozen=True):
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
        codes, names, aliases, texts = Collector(), Collector(), Collector(), Collector()
        phrases: dict[str, list[int]] = {}
        for i, document in enumerate(documents):
            if document.code:
                codes.add_word(i, compact(document.code))
            names.add(i, document.name)
            if document.text:
                texts.add(i, document.text)
            if document.aliases:
                joined = {compact(alias) for alias in document.aliases}
                for phrase in joined:
                    aliases.add_word(i, phrase)
                for phrase in {*joined, compact(document.name)}:
                    phrases.setdefault(phrase, []).append(i)
                aliases.add(i, " ".join(document.aliases))
        count = len(documents)
        by_code = codes.documents_by_word
        self.codes = Postings(by_code, count)
        self.code_ends = Postings({code[::-1]: found for code, found in by_code.items()}, count)
        self.names = Postings(names.documents_by_word, count)
        self.aliases = Postings(aliases.documents_by_word, count)
        self.texts = Postings(texts.documents_by_word, count)
        self.phrases = phrases


class SearchIndex:
    """Finds documents by code, words, aliases and text. No input raises; ties keep given order."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self._all: Bits = (1 << len(self.documents)) - 1

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
        best = next(iter(ranks), Level.ANY)
        return Results(self, list(ranks.values()), tuple(tokens), best)

    def _ranked(self, tokens: Sequence[str], allowed: Bits) -> dict[Level, Bits | list[int]]:
        """The documents level by level: a set where order is as given, a list where it is finer."""
        typed = {"".join(tokens), "".join(t for t in tokens if t not in STOP_WORDS)} - {""}
        parses = [[self.levels(token) for token in parse] for parse in self.parses(tokens)]
        reached = [[0] * len(parse) for parse in parses]
        left = allowed
        ranks: dict[Level, Bits | list[int]] = {}
        for level in Level:
            found = 0
            for whole in typed:
                found |= self._whole_query(level, whole)
            for parse, so_far in zip(parses, reached, strict=True):
                together = left
                for at, levels in enumerate(parse):
                    so_far[at] |= levels.get(level, 0)
                    together &= so_far[at]
                found |= together
            found &= left
            if found:
                left &= ~found
                ranks[level] = self._ordered(found, parses, typed)
        return ranks

    def _whole_query(self, level: Level, typed: str) -> Bits:
        """Matches of the query as one piece, spaces and signs left out."""
        match level:
            case Level.CODE:
                return self.fields.codes.whole(typed)
            case Level.PHRASE:
                same = self.fields.phrases.get(typed, ())
                singular = (self.fields.phrases.get(stem, ()) for stem in stems(typed))
                return self.selection(chain(same, *singular))
            case Level.CODE_START:
                return self.fields.codes.starting(typed)
            case _:
                return 0

    def parses(self, tokens: Sequence[str]) -> Iterator[Sequence[str]]:
        """The words as typed, and with two neighbours joined where such a word exists."""
        yield tokens
        fields = (self.fields.codes, self.fields.names, self.fields.aliases, self.fields.texts)
        for i in range(len(tokens) - 1):
            joined = tokens[i] + tokens[i + 1]
            if any(field.has_prefix(joined) for field in fields):
                yield [*tokens[:i], joined, *tokens[i + 2 :]]

    def levels(self, token: str) -> dict[Level, Bits]:
        """The documents that one word finds, by how well."""
        fields = self.fields
        found = {
            Level.CODE: fields.codes.whole(token),
            Level.CODE_START: fields.codes.starting(token),
            Level.NAME_WORD: fields.names.whole(token),
            Level.ALIAS_WORD: fields.aliases.whole(token),
            Level.NAME_START: fields.names.starting(token),
            Level.ALIAS_START: fields.aliases.starting(token),
            Level.TEXT_WORD: fields.texts.whole(token),
            Level.TEXT_START: fields.texts.starting(token),
        }
        for stem in stems(token):
            found[Level.NAME_START] |= fields.names.starting(stem)
            found[Level.ALIAS_START] |= fields.aliases.starting(stem)
            found[Level.TEXT_START] |= fields.texts.starting(stem)
        if token.isdigit() and len(token) >= MIN_CODE_END:
            found[Level.CODE_END] = fields.code_ends.starting(token[::-1])
        if token in STOP_WORDS:
            found[Level.ANY] = self._all
        return found

    def _ordered(
        self, found: Bits, parses: list[list[dict[Level, Bits]]], typed: set[str]
    ) -> Bits | list[int]:
        """Documents of one rank in the order they are shown: by all their words, then as given."""
        if found.bit_count() > _FINE_RANKING_LIMIT:
            return found

        size = len(self.documents) // 8 + 1
        tables = [
            [
                [
                    (level, (bits & found).to_bytes(size, "little"))
                    for level, bits in sorted(levels.items())
                    if bits & found
                ]
                for levels in parse
            ]
            for parse in parses
        ]

        def weight(at: int) -> tuple[bool, int]:
            sums = (sum(_level_of(at, table) for table in parse) for parse in tables)
            return not _is_one_of(self.documents[at].name, typed), min(sums)

        return sorted(documents_of(found), key=weight)


def _is_one_of(name: str, typed: set[str]) -> bool:
    """Whether the name is what was typed; most are too long to look closer."""
    return any(len(name) <= 2 * len(whole) for whole in typed) and compact(name) in typed


def _level_of(at: int, table: list[tuple[Level, bytes]]) -> int:
    byte, bit = divmod(at, 8)
    return next((level for level, marks in table if marks[byte] >> bit & 1), Level.ANY + 1)


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
        best: Level = Level.ANY,
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
