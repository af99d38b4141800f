"""Words with the documents that hold them, as sets of bits.

A set of documents is one whole number whose bit n stands for document n: union and intersection of
a hundred thousand documents take microseconds, and so does counting them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat

Bits = int

_LAST = "\U0010ffff"
_FREQUENT = 256
_DIGIT = bytes([*b"01", *bytes(254)])


def bits_of(documents: Iterable[int], count: int) -> Bits:
    """The set of these documents, each below `count`."""
    marks = bytearray(count)
    # An assignment for each document, looped over in C.
    deque(map(marks.__setitem__, documents, repeat(1)), maxlen=0)
    marks.reverse()
    return int(marks.translate(_DIGIT), 2) if count else 0


def documents_of(bits: Bits) -> Iterator[int]:
    """The documents of a set in order, worked out as they are asked for."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


class Postings:
    """The words of one field.

    Rare words lie in one list in the order of the words, so that the documents of a prefix are one
    slice; a word of many documents has its set ready.
    """

    def __init__(self, documents_by_word: dict[str, list[int]], count: int) -> None:
        self._count = count
        self._words = sorted(documents_by_word)
        self._starts = [0]
        self._rare: list[int] = []
        self._frequent: list[int] = []
        self._frequent_bits: list[Bits] = []
        for at, documents in enumerate(map(documents_by_word.__getitem__, self._words)):
            if len(documents) < _FREQUENT:
                self._rare += documents
            else:
                self._frequent.append(at)
                self._frequent_bits.append(bits_of(documents, count))
            self._starts.append(len(self._rare))
        self.starting = lru_cache(maxsize=512)(self._starting)

    def words(self) -> list[str]:
        """All words in order."""
        return self._words

    def whole(self, word: str) -> Bits:
        """The documents that hold exactly this word."""
        at = bisect_left(self._words, word)
        if at == len(self._words) or self._words[at] != word:
            return 0
        return self._between(at, at + 1)

    def has_prefix(self, prefix: str) -> bool:
        """Whether any word begins so."""
        at = bisect_left(self._words, prefix)
        return at < len(self._words) and self._words[at].startswith(prefix)

    def _starting(self, prefix: str) -> Bits:
        """The documents that hold a word that begins so."""
        first = bisect_left(self._words, prefix)
        return self._between(first, bisect_left(self._words, prefix + _LAST, first))

    def _between(self, first: int, last: int) -> Bits:
        rare = self._rare[self._starts[first] : self._starts[last]]
        bits = bits_of(rare, self._count) if rare else 0
        begin = bisect_left(self._frequent, first)
        for known in self._frequent_bits[begin : bisect_left(self._frequent, last, begin)]:
            bits |= known
        return bits
