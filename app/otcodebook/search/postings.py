"""Words with the documents that hold them, as sets of bits.

A set of documents is one whole number whose bit n stands for document n: union and intersection of
a hundred thousand documents take microseconds, and so does counting them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, repeat

from otcodebook.search.text import normalise, words

Bits = int

_LAST = "\U0010ffff"
_FREQUENT = 256
_MANY = 2048
"""From so many on, a byte for each document and a loop in C is quicker than a loop here."""
_DIGIT = bytes([*b"01", *bytes(254)])


def bits_of(documents: Sequence[int], count: int) -> Bits:
    """The set of these documents, each below `count`."""
    if len(documents) <= _MANY:
        few = bytearray(count // 8 + 1)
        for document in documents:
            few[document >> 3] |= 1 << (document & 7)
        return int.from_bytes(few, "little")
    marks = bytearray(count)
    # An assignment for each document, looped over in C.
    deque(map(marks.__setitem__, documents, repeat(1)), maxlen=0)
    marks.reverse()
    return int(marks.translate(_DIGIT), 2)


def documents_of(bits: Bits) -> Iterator[int]:
    """The documents of a set in order, worked out as they are asked for."""
    digits = bin(bits)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


class Collector:
    """Gathers the words of one field, document by document.

    A document may stand twice with a word: as a set it is the same, and looking would cost more.
    """

    def __init__(self) -> None:
        self.documents_by_word: dict[str, list[int]] = {}
        self._adders_of_piece: dict[str, list[Callable[[int], None]]] = {}

    def add(self, document: int, text: str) -> None:
        """The words of a text belong to this document."""
        adders_of_piece = self._adders_of_piece
        for piece in normalise(text).split():
            # Lists repeat themselves: what a piece consists of is worked out once.
            adders = adders_of_piece.get(piece)
            if adders is None:
                adders = [self._list(word).append for word in words(piece)]
                adders_of_piece[piece] = adders
            for add in adders:
                add(document)

    def add_word(self, document: int, word: str) -> None:
        """The same for what is one word already."""
        self._list(word).append(document)

    def _list(self, word: str) -> list[int]:
        return self.documents_by_word.setdefault(word, [])


class Postings:
    """The words of one field.

    Rare words lie in one list in the order of the words, so that the documents of a prefix are one
    slice; a word of many documents has its set ready.
    """

    def __init__(self, documents_by_word: dict[str, list[int]], count: int) -> None:
        self._count = count
        self._words = sorted(documents_by_word)
        lists: list[Sequence[int]] = [documents_by_word[word] for word in self._words]
        self._frequent = [at for at, found in enumerate(lists) if len(found) >= _FREQUENT]
        self._frequent_bits = [bits_of(lists[at], count) for at in self._frequent]
        for at in self._frequent:
            lists[at] = ()
        self._rare = list(chain.from_iterable(lists))
        self._starts = [0, *accumulate(map(len, lists))]
        self.whole = lru_cache(maxsize=512)(self._whole)
        self.starting = lru_cache(maxsize=512)(self._starting)

    def words(self) -> list[str]:
        """All words in order."""
        return self._words

    def _whole(self, word: str) -> Bits:
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
