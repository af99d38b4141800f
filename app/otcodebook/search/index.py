"""The search index: sorted vocabulary, postings, bisect for prefixes; ranking by set algebra.

Every word of the query must match somewhere; the order of words does not matter; each word may be
the beginning of a longer one. A document's rank is the weakest of its words' matches, so whole sets
are ranked at once; only where few documents share a rank are they compared one by one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any, overload

from msgspec import Struct

from otcodebook.search.text import (
    STOP_WORDS,
    Span,
    compact,
    compact_span,
    normalise,
    spans,
    stems,
    tokenize,
    words,
)

_LAST = "\U0010ffff"
_FINE_RANKING_LIMIT = 400
_MIN_CODE_END = 2
_NONE: frozenset[int] = frozenset()


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
    """

    document: Document
    why: str
    code_spans: tuple[Span, ...] = ()
    name_spans: tuple[Span, ...] = ()
    alias: str = ""
    alias_spans: tuple[Span, ...] = ()


class _Postings:
    """Words of one field with the documents that hold them.

    The postings of all words lie in one list in the order of the words, so that the documents of a
    prefix are one slice.
    """

    def __init__(self, documents_of: dict[str, list[int]]) -> None:
        self._words = sorted(documents_of)
        self._starts = [0]
        self._flat: list[int] = []
        for word in self._words:
            self._flat += documents_of[word]
            self._starts.append(len(self._flat))

    def whole(self, word: str) -> set[int]:
        at = bisect_left(self._words, word)
        if at == len(self._words) or self._words[at] != word:
            return set()
        return set(self._flat[self._starts[at] : self._starts[at + 1]])

    def starting(self, prefix: str) -> set[int]:
        first = bisect_left(self._words, prefix)
        last = bisect_left(self._words, prefix + _LAST, first)
        return set(self._flat[self._starts[first] : self._starts[last]])

    def has_prefix(self, prefix: str) -> bool:
        at = bisect_left(self._words, prefix)
        return at < len(self._words) and self._words[at].startswith(prefix)


class _Fields:
    """The fields of all documents, each with its postings."""

    def __init__(self, documents: Sequence[Document]) -> None:
        codes: dict[str, list[int]] = {}
        ends: dict[str, list[int]] = {}
        names: dict[str, list[int]] = {}
        aliases: dict[str, list[int]] = {}
        texts: dict[str, list[int]] = {}
        self.phrases: dict[str, list[int]] = {}
        for i, document in enumerate(documents):
            code = compact(document.code)
            if code:
                codes.setdefault(code, []).append(i)
                ends.setdefault(code[::-1], []).append(i)
            for word in words(document.name):
                names.setdefault(word, []).append(i)
            phrases = {compact(document.name), *map(compact, document.aliases)}
            for phrase in phrases:
                self.phrases.setdefault(phrase, []).append(i)
            for word in phrases.union(*map(words, document.aliases)) if document.aliases else ():
                aliases.setdefault(word, []).append(i)
            for word in words(document.text) if document.text else ():
                texts.setdefault(word, []).append(i)
        self.codes = _Postings(codes)
        self.code_ends = _Postings(ends)
        self.names = _Postings(names)
        self.aliases = _Postings(aliases)
        self.texts = _Postings(texts)


class Results(Sequence[Hit]):
    """The hits of one search, best first; each is worked out when it is looked at."""

    def __init__(self, index: SearchIndex, ids: Sequence[int], tokens: list[str]) -> None:
        self._ids = ids
        self._tokens = tokens
        self._hit = lru_cache(maxsize=512)(index.explain)

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        return self._hit(self._ids[at], tuple(self._tokens))


class SearchIndex:
    """Finds documents by code, words, aliases and text. No input raises; ties keep given order."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = list(documents)
        self._all = frozenset(range(len(self._documents)))

    def __len__(self) -> int:
        return len(self._documents)

    @cached_property
    def _fields(self) -> _Fields:
        """Built when the first words are typed: opening the window does not wait for it."""
        return _Fields(self._documents)

    def prepare(self) -> None:
        """Builds the index now, so that the first search is as quick as the next."""
        _ = self._fields

    def search(self, text: str, within: Collection[int] | None = None) -> Results:
        """Everything that matches all words of `text`, best first; all documents when it is blank.

        `within` limits the results to these positions in the documents given at the start.
        """
        allowed: AbstractSet[int] = self._all if within is None else frozenset(within)
        tokens = tokenize(text)
        if not tokens:
            return Results(self, sorted(allowed), tokens)
        return Results(self, list(self._ranked(tokens, allowed)), tokens)

    def explain(self, at: int, tokens: tuple[str, ...]) -> Hit:
        """Why the document at this position matches the tokens, and where."""
        document = self._documents[at]
        if not tokens:
            return Hit(document, "")
        typed = "".join(tokens)
        wanted = [token for token in tokens if token not in STOP_WORDS] or list(tokens)
        wanted += [stem for token in wanted for stem in stems(token)]
        code_spans, code_why = _code_match(document.code, typed, wanted)
        name_spans = spans(document.name, wanted) or compact_span(document.name, typed)
        phrase = next((a for a in document.aliases if compact(a) == typed), "")
        shown = normalise(f"{document.code} {document.name}")
        missing = [token for token in wanted if token not in shown]
        alias = phrase or (_best_alias(document.aliases, missing, typed) if missing else "")
        if code_why:
            why, alias = code_why, ""
        elif alias:
            why = f"also called {alias}"
        else:
            why = "name" if name_spans and not missing else "text"
        alias_spans = spans(alias, wanted) or compact_span(alias, typed)
        return Hit(document, why, code_spans, tuple(name_spans), alias, tuple(alias_spans))

    def _ranked(self, tokens: list[str], allowed: AbstractSet[int]) -> Iterator[int]:
        typed = "".join(tokens)
        seen: set[int] = set()
        parses = [
            [(self._levels(token), set[int]()) for token in parse] for parse in self._parses(tokens)
        ]
        for level in Level:
            found = self._whole_query(level, typed)
            for parse in parses:
                for levels, reached in parse:
                    reached |= levels.get(level, _NONE)
                found |= set.intersection(*(reached for _, reached in parse))
            found &= allowed
            found -= seen
            seen |= found
            yield from self._ordered(found, parses)

    def _whole_query(self, level: Level, typed: str) -> set[int]:
        """Matches of the query as one piece, spaces and signs left out."""
        match level:
            case Level.CODE:
                return self._fields.codes.whole(typed)
            case Level.PHRASE:
                return set(self._fields.phrases.get(typed, ()))
            case Level.CODE_START:
                return self._fields.codes.starting(typed)
            case _:
                return set()

    def _parses(self, tokens: list[str]) -> Iterator[list[str]]:
        """The words as typed, and with two neighbours joined where such a word exists."""
        yield tokens
        fields = (self._fields.names, self._fields.aliases, self._fields.texts)
        for i in range(len(tokens) - 1):
            joined = tokens[i] + tokens[i + 1]
            if any(field.has_prefix(joined) for field in fields):
                yield [*tokens[:i], joined, *tokens[i + 2 :]]

    def _levels(self, token: str) -> dict[Level, set[int]]:
        """The documents that one word finds, by how well."""
        starts = [token, *stems(token)]
        found = {
            Level.CODE: self._fields.codes.whole(token),
            Level.CODE_START: self._fields.codes.starting(token),
            Level.NAME_WORD: self._fields.names.whole(token),
            Level.ALIAS_WORD: self._fields.aliases.whole(token),
            Level.NAME_START: set().union(*map(self._fields.names.starting, starts)),
            Level.ALIAS_START: set().union(*map(self._fields.aliases.starting, starts)),
            Level.TEXT_WORD: self._fields.texts.whole(token),
            Level.TEXT_START: set().union(*map(self._fields.texts.starting, starts)),
        }
        if token.isdigit() and len(token) >= _MIN_CODE_END:
            found[Level.CODE_END] = self._fields.code_ends.starting(token[::-1])
        if token in STOP_WORDS:
            found[Level.ANY] = set(self._all)
        return found

    def _ordered(
        self, found: set[int], parses: list[list[tuple[dict[Level, set[int]], set[int]]]]
    ) -> list[int]:
        """Documents of one rank in the order they are shown: by all their words, then as given."""
        in_order = sorted(found)
        if len(in_order) > _FINE_RANKING_LIMIT or (len(parses) == 1 and len(parses[0]) == 1):
            return in_order

        def weight(at: int) -> int:
            return min(sum(_level_of(at, levels) for levels, _ in parse) for parse in parses)

        return sorted(in_order, key=weight)


def _level_of(at: int, levels: dict[Level, set[int]]) -> int:
    return min((level for level, found in levels.items() if at in found), default=Level.ANY + 1)


def _code_match(code: str, typed: str, wanted: list[str]) -> tuple[tuple[Span, ...], str]:
    """Where the code matches, and what to call that: the code, its beginning or its end."""
    bare = compact(code)
    if bare and bare.startswith(typed):
        return tuple(compact_span(code, typed)), "code" if bare == typed else "code starts so"
    for token in wanted:
        if bare and bare.startswith(token):
            return tuple(compact_span(code, token)), ""
        if token.isdigit() and len(token) >= _MIN_CODE_END and code.endswith(token):
            return ((len(code) - len(token), len(code)),), "last digits" if token == typed else ""
    return (), ""


def _best_alias(aliases: Sequence[str], missing: list[str], typed: str) -> str:
    """The alias that shows most of the words that code and name do not show."""

    def shown(alias: str) -> tuple[bool, int]:
        return compact(alias).startswith(typed), len(spans(alias, missing))

    best = max(aliases, key=shown, default="")
    return best if any(shown(best)) else ""
