"""Words with the documents that hold them, as sets of bits.

A set of documents is one integer whose bit n stands for document n: union, intersection and
counting of a hundred thousand documents take microseconds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate, repeat

from otcodebook.search.words.text import compounds, normalize, plain_words

Bits = int
"""A set of documents: bit n is 1 if document n belongs to it."""
Group = Bits | Sequence[int]
"""Documents that stand together: a set where they keep the given order, otherwise a list."""

_LAST = "\U0010ffff"
_FREQUENT = 512
"""From so many documents on, the set of a word is kept ready."""
_MANY = 2048
"""From so many documents on, a byte for each and a loop in C is quicker than a loop here."""
_FEW = 8
"""Up to so many documents, taking one bit after another is quicker than writing out all bits."""
_START = 2
"""By so many first letters words are sorted apart from others."""
_DIGIT = bytes([*b"01", *bytes(254)])
"""Translates the bytes 0 and 1 to the digits "0" and "1"."""


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
    """The documents of a set in ascending order, one at a time."""
    if bits.bit_count() <= _FEW:
        while bits:
            lowest = bits & -bits
            yield lowest.bit_length() - 1
            bits ^= lowest
        return
    digits = bin(bits)[:1:-1]
    document = digits.find("1")
    while document >= 0:
        yield document
        document = digits.find("1", document + 1)


def in_all(sets: Sequence[Bits]) -> Bits:
    """The documents that are in each of these sets, of which there is one at least."""
    together = sets[0]
    for bits in sets[1:]:
        together &= bits
    return together


def without(group: Group, documents: Bits) -> Group:
    """The group but for these documents."""
    if isinstance(group, int):
        return group & ~documents
    return [document for document in group if not documents >> document & 1]


_MOST_WORDS = 512
"""For so many words, and beginnings of words, it is remembered who holds them."""
_documents = partial(array, "I")


class Collector:
    """Gathers the words of one field, document by document.

    A document may be listed twice for a word: the set is the same, and checking would cost more.
    """

    def __init__(self) -> None:
        # Arrays: the garbage collector, which all threads wait for, does not look into them.
        self._by_word: defaultdict[str, array[int]] = defaultdict(_documents)
        self._by_piece: defaultdict[str, array[int]] = defaultdict(_documents)
        self.plain: set[str] = set()
        """The words that a text holds as they are; complete after `collected`."""
        self.spellings: dict[str, str] = {}
        """Words in one piece and how they are written: "selfcare" -> "self-care"; likewise."""

    def add(self, document: int, text: str) -> None:
        """Adds the words of a text of this document."""
        by_piece = self._by_piece
        for piece in normalize(text).split():
            by_piece[piece].append(document)

    def add_word(self, document: int, word: str, spelling: str = "") -> None:
        """Adds one word of this document; `spelling` is how it is written if that differs."""
        self._by_word[word].append(document)
        if spelling:
            self.spellings.setdefault(word, spelling)

    def collected(self) -> dict[str, array[int]]:
        """The documents of each word; call it once, after everything was added."""
        # Lists repeat themselves, so each piece is taken apart only once. It is dropped right away,
        # so that hardly more memory is needed than before.
        while self._by_piece:
            piece, documents = self._by_piece.popitem()
            plain, joined = plain_words(piece), compounds(piece)
            self.plain |= plain
            self.spellings.update(joined)
            for word in plain.union(joined):
                self._by_word[word] += documents
        return self._by_word


class Postings:
    """The words of one field, and which documents hold them.

    Words of few documents lie in one array in the order of the words, so that the documents of a
    prefix are one slice; a word of many documents has its set ready.
    """

    def __init__(self, ordered: list[str], documents: Sequence[Sequence[int]], count: int) -> None:
        """`ordered` are the words in ascending order; a word may occur more than once.

        `documents` has an entry for each of them, at the same index: the numbers of the documents
        that hold it, in any order. `count` is how many documents there are in all; every number is
        below it.
        """
        self._count = count
        # A tuple: the garbage collector does not look into it again and again.
        self._words = tuple(ordered)
        lists = list(documents)
        self._frequent = [row for row, found in enumerate(lists) if len(found) >= _FREQUENT]
        self._frequent_bits = [bits_of(lists[row], count) for row in self._frequent]
        for row in self._frequent:
            lists[row] = ()
        self._rare = array("I")
        for found in lists:
            self._rare.extend(found)
        self._starts: Sequence[int] = array("I", accumulate(map(len, lists), initial=0))
        # No lru_cache: it would hold these words, which held it, until Python looks for rings.
        self._found_whole: dict[str, Bits] = {}
        self._found_starting: dict[str, Bits] = {}

    @classmethod
    def of(cls, collector: Collector, count: int) -> Postings:
        """The words that a collector gathered from `count` documents."""
        by_word = collector.collected()
        ordered = sorted(by_word)
        return cls(ordered, [by_word[word] for word in ordered], count)

    @classmethod
    def of_single_words(cls, single: Sequence[str]) -> Postings:
        """One word for each document, such as its code; empty for a document without one."""
        by_start: defaultdict[str, array[int]] = defaultdict(_documents)
        for document, word in enumerate(single):
            if word:
                by_start[word[:_START]].append(document)
        # Part by part: all threads wait while one is sorted.
        order = array("I")
        for start in sorted(by_start):
            order.extend(sorted(by_start[start], key=single.__getitem__))
        postings = cls([single[document] for document in order], (), len(single))
        # Each word has one document: no list of lists is needed to say so.
        postings._rare, postings._starts = order, range(len(order) + 1)
        return postings

    def words(self) -> Sequence[str]:
        """All words in ascending order."""
        return self._words

    def whole(self, word: str) -> Bits:
        """The documents that hold exactly this word."""
        found = self._found_whole.get(word)
        if found is None:
            first = bisect_left(self._words, word)
            found = self._between(first, bisect_right(self._words, word, first))
            _remember(self._found_whole, word, found)
        return found

    def has_prefix(self, prefix: str) -> bool:
        """Whether any word begins with this."""
        row = bisect_left(self._words, prefix)
        return row < len(self._words) and self._words[row].startswith(prefix)

    def starting(self, prefix: str) -> Bits:
        """The documents that hold a word that begins with this."""
        found = self._found_starting.get(prefix)
        if found is None:
            first = bisect_left(self._words, prefix)
            found = self._between(first, bisect_left(self._words, prefix + _LAST, first))
            _remember(self._found_starting, prefix, found)
        return found

    def _between(self, first: int, last: int) -> Bits:
        """The documents of the words from index `first` on and before `last`."""
        rare = self._rare[self._starts[first] : self._starts[last]]
        bits = bits_of(rare, self._count) if rare else 0
        begin = bisect_left(self._frequent, first)
        for known in self._frequent_bits[begin : bisect_left(self._frequent, last, begin)]:
            bits |= known
        return bits


def _remember(found: dict[str, Bits], word: str, bits: Bits) -> None:
    if len(found) >= _MOST_WORDS:
        found.clear()
    found[word] = bits
