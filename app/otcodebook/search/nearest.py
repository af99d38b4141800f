"""The documents that match most of a query, for queries that none matches well as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from otcodebook.search.hits import MatchRank
from otcodebook.search.index import SearchIndex
from otcodebook.search.postings import Bits, documents_of
from otcodebook.search.text import STOP_WORDS

_MOST_CANDIDATES = 1000
"""Where more documents compete, the words are too common to choose by."""
_MOST_RESULTS = 12
_IN_TEXT = 0.4
"""The weight of a match in the texts; one in the code, the name or an alias weighs 1."""


def most_words(
    index: SearchIndex[object], tokens: Sequence[str], complete: Bits, barred: Bits
) -> list[int]:
    """The documents that match most of the words, best first; rare words weigh more.

    Only documents compete that match a word by code, name or alias, and those in `complete`, which
    match all words; never those in `barred`. At most 12 are returned, none if too many compete.
    """
    weighted: list[tuple[float, Bits, Bits]] = []
    """For each word its weight, the documents it matches well, all that it matches."""
    candidates = complete
    for token in min(index.parses(tokens), key=len):
        if token in STOP_WORDS:
            continue
        strong = weak = 0
        for rank, bits in index.matches(token).items():
            if rank <= MatchRank.ALIAS_START:
                strong |= bits
            weak |= bits
        if weak:
            weighted.append((log(1 + len(index) / weak.bit_count()), strong, weak))
            candidates |= strong
    candidates &= ~barred
    if candidates.bit_count() > _MOST_CANDIDATES:
        return []

    def score(document: int) -> float:
        return sum(
            weight * (1 if strong >> document & 1 else _IN_TEXT)
            for weight, strong, weak in weighted
            if weak >> document & 1
        )

    ordered = sorted(documents_of(candidates), key=lambda document: -score(document))
    return ordered[:_MOST_RESULTS]
