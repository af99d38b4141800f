"""The terms of a catalog in a query: which stand in it, and what they lead to.

A term stands in a query if all its words do, in any order and with any ending; stop words do not
count. Longer terms go first and no word counts twice: "scar massage" is that one term. Names and
aliases take part as terms do, so that "sock aid and long handled shoehorn" is covered where one is
an alias and the other a term; what rests on names and aliases alone ranks lower.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from otcodebook.search.hits import MatchRank, MatchReason, Remark
from otcodebook.search.text import FILLER_WORDS, STOP_WORDS, compact, root, tokenize

_SHORTEST_START = 3
"""Letters of a query from which on it may be the beginning of a term."""
_MOST_BEGUN = 4
"""Terms that a beginning may lead to."""


class Wording(NamedTuple):
    """A term, name or alias, and the numbers of the documents it leads to, best first."""

    text: str
    documents: Sequence[int]
    is_term: bool = True


class TermMatch(NamedTuple):
    """What the terms in a query lead to: the documents, best first, each with its remark.

    `complete` is false if words remain that are no part of a term and no filler.
    """

    rank: MatchRank
    documents: list[int]
    remarks: Mapping[int, Remark]
    complete: bool = True


class TermIndex:
    """Finds the terms in a query. Of equal words the wording that comes first leads."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        self._wordings = list(wordings)
        self._by_root: defaultdict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        """Ways in which a wording may stand in a query, as roots; by the longest of these."""
        whole: defaultdict[str, list[int]] = defaultdict(list)
        for row, wording in enumerate(self._wordings):
            words = _telling(tokenize(wording.text))
            if wording.is_term:
                whole[compact(wording.text)].append(row)
            if FILLER_WORDS.issuperset(words):
                continue  # it says nothing inside of a longer query
            ways = {frozenset(map(root, words))}
            if len(words) == 2:
                ways.add(frozenset((root("".join(words)),)))
            for way in ways:
                self._by_root[max(way, key=len)].append((way, row))
        self._whole = dict(whole)
        self._sorted = sorted(whole)

    def words(self) -> set[str]:
        """The words of all terms, as they are written."""
        terms = (wording.text for wording in self._wordings if wording.is_term)
        return {word for term in terms for word in tokenize(term)}

    def match(self, tokens: Sequence[str]) -> TermMatch | None:
        """What the terms in a query of these words lead to; None if there is no term in it."""
        typed = "".join(tokens)
        if not typed:
            return None
        rows = self._whole.get(typed) or self._whole.get("".join(_telling(tokens)))
        if rows:
            return self._leading([rows], MatchRank.TERM)
        found, incomplete = self._standing_in(tokens)
        has_term = any(self._wordings[row].is_term for rows in found for row in rows)
        if found and not incomplete:
            return self._leading(found, MatchRank.TERM if has_term else MatchRank.TERM_START)
        if begun := self._begun(typed):
            return self._leading([begun], MatchRank.TERM_START)
        if has_term:
            return self._leading(found, MatchRank.TERM_START, complete=False)
        return None

    def _begun(self, typed: str) -> list[int]:
        """The first terms that begin with what was typed."""
        if len(typed) < _SHORTEST_START:
            return []
        first = bisect_left(self._sorted, typed)
        after = islice(self._sorted, first, first + _MOST_BEGUN)
        return [row for key in after if key.startswith(typed) for row in self._whole[key]]

    def _standing_in(self, tokens: Sequence[str]) -> tuple[list[list[int]], bool]:
        """The wordings in the query, longest first, those for the same words together.

        The second value tells whether words remain that are no filler.
        """
        words = _telling(tokens)
        places: dict[str, set[int]] = {}
        for place, word in enumerate(words):
            places.setdefault(root(word), set()).add(place)
        for place, (one, other) in enumerate(pairwise(words)):
            places.setdefault(root(one + other), {place, place + 1})
        groups: defaultdict[frozenset[int], list[int]] = defaultdict(list)
        for key in places:
            for way, row in self._by_root.get(key, ()):
                if way <= places.keys():
                    groups[frozenset().union(*(places[each] for each in way))].append(row)
        left = set(range(len(words)))
        found: list[list[int]] = []
        for taken, rows in sorted(groups.items(), key=self._telling_most):
            if taken <= left:
                left -= taken
                found.append(sorted(rows))
        return found, any(words[place] not in FILLER_WORDS for place in left)

    def _telling_most(self, group: tuple[frozenset[int], list[int]]) -> tuple[int, bool, int]:
        """Sorts more words first, then names and aliases, then what comes first in the query."""
        places, rows = group
        return -len(places), all(self._wordings[row].is_term for row in rows), min(places)

    def _leading(
        self, groups: Sequence[Sequence[int]], rank: MatchRank, *, complete: bool = True
    ) -> TermMatch:
        """The documents of these wordings: those of most groups first, then in their order."""
        remarks: dict[int, Remark] = {}
        counts: Counter[int] = Counter()
        for group in groups:
            of_group: set[int] = set()
            for wording in map(self._wordings.__getitem__, group):
                reason = MatchReason.TERM if wording.is_term else MatchReason.ALIAS
                of_group.update(wording.documents)
                for document in wording.documents:
                    remarks.setdefault(document, Remark(reason, alias=wording.text))
            counts.update(of_group)
        documents = sorted(remarks, key=lambda document: -counts[document])
        return TermMatch(rank, documents, remarks, complete)


def _telling(tokens: Sequence[str]) -> list[str]:
    """The words that are no stop words; all if there is no other."""
    return [token for token in tokens if token not in STOP_WORDS] or list(tokens)


def wordings_of(
    names: Iterable[tuple[int, str, Sequence[str]]], terms: Iterable[Wording]
) -> Iterator[Wording]:
    """The terms, then names and aliases with the documents that have them."""
    yield from terms
    having: defaultdict[str, list[int]] = defaultdict(list)
    for document, name, aliases in names:
        for text in dict.fromkeys((name, *aliases)):
            having[text].append(document)
    for text, documents in having.items():
        yield Wording(text, documents, is_term=False)
