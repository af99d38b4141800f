"""Words with the documents that hold them, as sets of bits.

A set of documents is one whole number whose bit n stands for document n: union and intersection of
a hundred thousand documents take microseconds, and so does counting them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, repeat

from otcodebook.search.text import normalize, words

Bits = int

_LAST = "\U0010ffff"
_FREQUENT = 512
_MANY = 2048
"""From so many on, a byte for each document and a loop in C is quicker than a loop here."""
_FEW = 8
"""Up to so many documents, taking one bit after the other is quicker than writing all bits out."""
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
    if bits.bit_count() <= _FEW:
        while bits:
            lowest = bits & -bits
            yield lowest.bit_length() - 1
            bits ^= lowest
        return
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
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._by_piece: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, document: int, text: str) -> None:
        """The words of a text belong to this document."""
        by_piece = self._by_piece
        for piece in normalize(text).split():
            by_piece[piece].append(document)

    def add_word(self, document: int, word: str) -> None:
        """The same for what is one word already."""
        self._by_word[word].append(document)

    def collected(self) -> dict[str, list[int]]:
        """The documents of each word; ends the gathering."""
        # Lists repeat themselves: what a piece consists of is worked out once. Each is let go at
        # once, so that hardly more memory is needed than before.
        while self._by_piece:
            piece, documents = self._by_piece.popitem()
            for word in words(piece):
                self._by_word[word] += documents
        return self._by_word


class Postings:
    """The words of one field.

    Rare words lie in one array in the order of the words, so that the documents of a prefix are one
    slice; a word of many documents has its set ready. A word may stand more than once.
    """

    def __init__(self, ordered: list[str], documents: Sequence[Sequence[int]], count: int) -> None:
        self._count = count
        self._words = ordered
        lists = list(documents)
        self._frequent = [at for at, found in enumerate(lists) if len(found) >= _FREQUENT]
        self._frequent_bits = [bits_of(lists[at], count) for at in self._frequent]
        for at in self._frequent:
            lists[at] = ()
        self._rare = array("I", chain.from_iterable(lists))
        self._starts: Sequence[int] = array("I", accumulate(map(len, lists), initial=0))
        self.whole = lru_cache(maxsize=512)(self._whole)
        self.starting = lru_cache(maxsize=512)(self._starting)

    @classmethod
    def of(cls, collector: Collector, count: int) -> Postings:
        """The words that were collected from so many documents."""
        by_word = collector.collected()
        ordered = sorted(by_word)
        return cls(ordered, [by_word[word] for word in ordered], count)

    @classmethod
    def of_single_words(cls, single: Sequence[str]) -> Postings:
        """One word for each document, such as its code; an empty one for a document without."""
        order = sorted(range(len(single)), key=single.__getitem__)
        del order[: single.count("")]
        postings = cls([single[at] for at in order], (), len(single))
        postings._rare, postings._starts = array("I", order), range(len(order) + 1)
        return postings

    def words(self) -> list[str]:
        """All words in order."""
        return self._words

    def _whole(self, word: str) -> Bits:
        """The documents that hold exactly this word."""
        first = bisect_left(self._words, word)
        return self._between(first, bisect_right(self._words, word, first))

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
