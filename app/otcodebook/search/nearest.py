"""The documents that match most of a query, for queries that none matches well as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from otcodebook.search.index import MatchRank, SearchIndex
from otcodebook.search.postings import Bits, documents_of
from otcodebook.search.text import STOP_WORDS

_MOST_CANDIDATES = 1000
_MOST_RESULTS = 12
_IN_TEXT = 0.4
"""What a word in the text counts against the same word in the name or an alias."""


def most_words(index: SearchIndex, tokens: Sequence[str], strict: Bits, barred: Bits) -> list[int]:
    """The documents that match the most telling words, best first; rare words tell more.

    Only documents compete that match a word by code, name or alias, and those in `strict`; never
    those in `barred`.
    """
    telling: list[tuple[float, Bits, Bits]] = []
    candidates = strict
    for token in min(index.parses(tokens), key=len):
        if token in STOP_WORDS:
            continue
        strong = weak = 0
        for level, bits in index.levels(token).items():
            if level <= MatchRank.ALIAS_START:
                strong |= bits
            weak |= bits
        if weak:
            telling.append((log(1 + len(index) / weak.bit_count()), strong, weak))
            candidates |= strong
    candidates &= ~barred
    if candidates.bit_count() > _MOST_CANDIDATES:
        return []

    def score(at: int) -> float:
        return sum(
            weight * (1 if strong >> at & 1 else _IN_TEXT)
            for weight, strong, weak in telling
            if weak >> at & 1
        )

    return sorted(documents_of(candidates), key=lambda at: -score(at))[:_MOST_RESULTS]
