"""The search index: which documents match a query, ranked by set algebra.

What matches and in which order is described in `otcodebook.search.hits`. A document ranks as the
worst of its words does, so whole sets are ranked at once; only where few documents share a rank are
they compared one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic

from otcodebook.search.hits import MIN_CODE_END, Document, MatchRank, T_co
from otcodebook.search.results import NO_REMARKS, Results
from otcodebook.search.words.postings import Bits, Group, bits_of, documents_of, in_all
from otcodebook.search.words.text import STOP_WORDS, compact, stems, tokenize

if TYPE_CHECKING:
    from otcodebook.progress import Progress
    from otcodebook.search.fields import Fields
    from otcodebook.search.terms import TermMatch

_FINE_RANKING_LIMIT = 150
"""Up to so many documents of one rank are compared one by one."""
_MOST_WORDS = 256
"""For so many words an index remembers what they find."""
_SHORTEST_START = 3
"""Letters from which on a word may be the beginning of a longer one."""
_SURE_CODE_END = 3
"""Digits of a code's end that are one beside other words: "group of 30" is no code."""
_RANKS = tuple(MatchRank)
_OF_WHOLE_QUERY = (MatchRank.CODE, MatchRank.PHRASE, MatchRank.CODE_START)


class SearchIndex(Generic[T_co]):
    """Finds documents by code, words, aliases and text. No input raises.

    A document is named by its index in `documents`.
    """

    def __init__(self, documents: Iterable[Document[T_co]]) -> None:
        # A tuple: the garbage collector does not look into it again and again.
        self.documents = tuple(documents)
        self.first_added = len(self.documents)
        """The first of the documents that stand behind all others of their rank."""
        self._all: Bits = (1 << len(self.documents)) - 1
        # No lru_cache: it would hold the index, which held it, until Python looks for such rings.
        self._matches: dict[str, Mapping[MatchRank, Bits]] = {}

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def fields(self) -> Fields:
        """Built when first needed: opening the window does not wait for it."""
        # Imported here: without a query no word is looked for.
        from otcodebook.search.fields import Fields

        return Fields(self.documents)

    def prepare(self, progress: Progress | None = None) -> None:
        """Builds the fields now."""
        from otcodebook.search.fields import Fields

        self.fields = Fields(self.documents, progress)

    def selection(self, documents: Iterable[int]) -> Bits:
        """These documents as a set, which can limit searches."""
        return bits_of(list(documents), len(self.documents))

    def search(self, text: str, within: Bits | None = None) -> Results[T_co]:
        """Everything that matches all words of `text`, best first; all documents if it has none.

        `within` limits the results to a selection.
        """
        return self.search_tokens(tokenize(text), within)

    def search_tokens(
        self,
        tokens: Sequence[str],
        within: Bits | None = None,
        terms: TermMatch | None = None,
    ) -> Results[T_co]:
        """The same for a text that is split into words already.

        `terms` are what the terms in the text lead to; these documents get the rank it says, and
        its remarks, unless their own words rank them better.
        """
        allowed = self._all if within is None else within
        if not tokens:
            return Results(self.documents, [allowed])
        ranked = self._ranked(tokens, allowed, terms)
        best = next(iter(ranked), MatchRank.ANY)
        led = ranked.get(terms.rank) if terms else None
        remarks = NO_REMARKS
        if terms and isinstance(led, list):
            remarks = {document: terms.remarks[document] for document in led}
        return Results(self.documents, list(ranked.values()), tuple(tokens), best, remarks=remarks)

    def _ranked(
        self, tokens: Sequence[str], allowed: Bits, terms: TermMatch | None
    ) -> dict[MatchRank, Group]:
        """The documents rank by rank, best first."""
        typed = {"".join(tokens), "".join(t for t in tokens if t not in STOP_WORDS)} - {""}
        parses = [self.matching(parse) for parse in self.parses(tokens)]
        reached = [[0] * len(parse) for parse in parses]
        left = allowed
        groups: dict[MatchRank, Group] = {}
        for rank in _RANKS:
            found = self._whole_query(rank, typed) if rank in _OF_WHOLE_QUERY else 0
            for parse, so_far in zip(parses, reached, strict=True):
                for position, matches in enumerate(parse):
                    if rank in matches:
                        so_far[position] |= matches[rank]
                if all(so_far):
                    found |= in_all(so_far)
            if (
                terms
                and rank is terms.rank
                and (led := [d for d in terms.documents if left >> d & 1])
            ):
                groups[rank] = led
                left &= ~self.selection(led)
            found &= left
            if found:
                left ^= found
                groups[rank] = self._ordered(found, parses, typed)
        return groups

    def _whole_query(self, rank: MatchRank, typed: set[str]) -> Bits:
        """Matches of the query as one piece, without spaces and punctuation."""
        found = 0
        for whole in typed:
            match rank:
                case MatchRank.CODE:
                    found |= self.fields.codes.whole(whole)
                case MatchRank.CODE_START:
                    found |= self.fields.codes.starting(whole)
                case _:
                    for phrase in (whole, *stems(whole)):
                        found |= self.fields.phrases.whole(phrase)
        return found

    def parses(self, tokens: Sequence[str]) -> Iterator[Sequence[str]]:
        """The words as typed, then with two neighbors joined, for each pair that makes a word."""
        yield tokens
        fields = (self.fields.codes, self.fields.names, self.fields.aliases, self.fields.texts)
        for i in range(len(tokens) - 1):
            joined = tokens[i] + tokens[i + 1]
            if any(field.has_prefix(joined) for field in fields):
                yield [*tokens[:i], joined, *tokens[i + 2 :]]

    def matching(self, tokens: Sequence[str]) -> list[Mapping[MatchRank, Bits]]:
        """What each of these words matches beside the others, see `matches`."""
        alone = sum(token not in STOP_WORDS for token in tokens) <= 1
        return [
            self.matches(token)
            if alone or not token.isdigit() or len(token) >= _SURE_CODE_END
            else _no_code_part(self.matches(token))
            for token in tokens
        ]

    def matches(self, token: str) -> Mapping[MatchRank, Bits]:
        """The documents that one word matches, by rank, best first; no set is empty.

        A document may belong to several sets. Cached: the words before the one that is being typed
        stay the same.
        """
        found = self._matches.get(token)
        if found is None:
            if len(self._matches) >= _MOST_WORDS:
                self._matches.clear()
            found = self._matches[token] = self._found_by(token)
        return found

    def _found_by(self, token: str) -> Mapping[MatchRank, Bits]:
        fields = self.fields
        found = {
            MatchRank.CODE: fields.codes.whole(token),
            MatchRank.CODE_START: fields.codes.starting(token),
            MatchRank.CODE_END: 0,
            MatchRank.NAME_WORD: fields.names.whole(token),
            MatchRank.ALIAS_WORD: fields.aliases.whole(token),
            MatchRank.NAME_START: 0,
            MatchRank.ALIAS_START: 0,
            MatchRank.TEXT_WORD: fields.texts.whole(token),
            MatchRank.TEXT_START: 0,
            MatchRank.ANY: self._all if token in STOP_WORDS else 0,
        }
        if len(token) >= _SHORTEST_START and not token.isdigit():
            found[MatchRank.NAME_START] = fields.names.starting(token)
            found[MatchRank.ALIAS_START] = fields.aliases.starting(token)
            found[MatchRank.TEXT_START] = fields.texts.starting(token)
        for stem in stems(token):
            found[MatchRank.NAME_START] |= fields.names.starting(stem)
            found[MatchRank.ALIAS_START] |= fields.aliases.starting(stem)
            found[MatchRank.TEXT_START] |= fields.texts.starting(stem)
        if token.isdigit() and len(token) >= MIN_CODE_END:
            found[MatchRank.CODE_END] = fields.code_ends.starting(token[::-1])
        return {rank: bits for rank, bits in found.items() if bits}

    def _ordered(
        self, found: Bits, parses: list[list[Mapping[MatchRank, Bits]]], typed: set[str]
    ) -> Group:
        """Documents of one rank in the order they are shown, see the module `hits`."""
        count = found.bit_count()
        if count > _FINE_RANKING_LIMIT:
            return found
        documents = list(documents_of(found))
        if count == 1:
            return documents
        weights: dict[int, int] = {}
        size = len(self.documents) // 8 + 1
        sums = [_sums_of_ranks(found, parse) for parse in parses]
        for weight in sorted(set().union(*sums)):
            for by_weight in sums:
                marks = by_weight.get(weight, 0).to_bytes(size, "little")
                for document in documents:
                    if document not in weights and marks[document >> 3] >> (document & 7) & 1:
                        weights[document] = weight
        longest = 2 * max(map(len, typed), default=0)

        added = self.first_added

        def order(document: int) -> tuple[bool, bool, int]:
            name = self.documents[document].name
            # Most names are too long to be what was typed: they need no closer look.
            differs = len(name) > longest or compact(name) not in typed
            return differs, document >= added, weights[document]

        return sorted(documents, key=order)


def _no_code_part(matches: Mapping[MatchRank, Bits]) -> Mapping[MatchRank, Bits]:
    parts = (MatchRank.CODE_START, MatchRank.CODE_END)
    return {rank: bits for rank, bits in matches.items() if rank not in parts}


def _sums_of_ranks(found: Bits, parse: Sequence[Mapping[MatchRank, Bits]]) -> dict[int, Bits]:
    """These documents by the sum of the ranks at which the words match them."""
    sums = {0: found}
    for matches in parse:
        longer: dict[int, Bits] = {}
        for total, left in sums.items():
            for rank, bits in matches.items():
                if hit := left & bits:
                    longer[total + rank] = longer.get(total + rank, 0) | hit
                    left ^= hit
            if left:
                none = total + MatchRank.ANY + 1
                longer[none] = longer.get(none, 0) | left
        sums = longer
    return sums
