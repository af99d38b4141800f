"""The terms of a catalog in a query: which stand in it, and what they lead to.

A term stands in a query if all its words do, in any order and with any ending; stop words and words
such as "make" do not count. Longer terms go first and no word counts twice: "scar massage" is that
one term. Names and aliases take part as terms do, so that "sock aid and long handled shoehorn" is
covered where one is an alias and the other a term. One term with filler words around it ranks as
the term; several, or names and aliases alone, rank lower.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from math import log
from typing import NamedTuple

from otcodebook.catalog.term import TermGroup
from otcodebook.search.hits import Grade, MatchRank, MatchReason, Remark
from otcodebook.search.words.postings import Collector, Postings, documents_of
from otcodebook.search.words.text import FILLER_WORDS, STOP_WORDS, compact, root, stems, tokenize

_SHORTEST_START = 3
"""Letters of a query from which on it may be the beginning of a term."""
_LIGHT_WORDS = STOP_WORDS | frozenset(
    (
        *("do", "doing", "get", "getting", "go", "going", "make", "making", "put", "putting"),
        *("take", "taking", "use", "using"),
    )
)
"""Words that do not count, neither in a query nor in a term, unless there is no other."""

_OF_CONDITION = 0.5
"""How much a term says of a code that leads to an answer first, as conditions do."""
_LATER_TARGET = 0.6
"""How much it says of its second target beside the first, and so on."""
_SHARE = 0.7
"""The power of the share of a word's terms: a word of many meanings still says something."""

Named = tuple[int, Sequence[str]]
"""The number of a document with its name and aliases."""


class TermMatch(NamedTuple):
    """What the terms in a query lead to: the documents, best first, each with its remark.

    `left` are the words that are no part of a term and no filler; with some the grade is closest.
    `agreed`: one document is what all terms in the query lead to.
    """

    rank: MatchRank
    documents: list[int]
    remarks: Mapping[int, Remark]
    grade: Grade = Grade.EXACT
    left: tuple[str, ...] = ()
    agreed: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether all words of the query are accounted for."""
        return not self.left


class TermIndex:
    """Finds terms in queries.

    `by_target` are the numbers of the documents by the targets that stand for them. A term of other
    targets is known and leads nowhere. `named` are names and aliases that may stand beside terms.
    """

    def __init__(
        self, groups: Iterable[TermGroup], by_target: Mapping[str, int], named: Iterable[Named] = ()
    ) -> None:
        self._texts: list[str] = []
        """The wordings: terms, then names and aliases."""
        self._documents: list[tuple[int, ...]] = []
        """What each wording leads to, best first."""
        self._names_code = bytearray()
        """Whether each term is what a code is about; a condition leads to an answer first."""
        for group in groups:
            found = tuple(by_target[target] for target in group.targets if target in by_target)
            self._names_code += bytes([group.targets[0] in by_target]) * len(group.terms)
            self._texts += group.terms
            self._documents += [found] * len(group.terms)
        self._terms = len(self._texts)
        """How many of the wordings are terms."""
        having: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
        for document, texts in named if self._terms else ():
            for text in dict.fromkeys(texts):
                having[text] += (document,)
        self._texts += having
        self._documents += having.values()
        whole = sorted((compact(text), row) for row, text in enumerate(self._texts[: self._terms]))
        self._whole = [key for key, _row in whole]
        """The terms in one piece, in ascending order."""
        self._whole_rows = array("I", (row for _key, row in whole))

    # What follows is built by the third letter: fewer find whole terms only.

    @cached_property
    def _root_keys(self) -> tuple[list[str], Sequence[int]]:
        """The roots of each wording, the longest first, in ascending order, and their rows."""
        keys = sorted(_root_keys(self._texts, self._terms))
        return [key for key, _row in keys], array("I", (row for _key, row in keys))

    @cached_property
    def _words(self) -> Postings:
        """The words of the terms."""
        words = Collector()
        for row, text in enumerate(self._texts[: self._terms]):
            words.add(row, text)
        return Postings.of(words, self._terms)

    def prepare(self) -> None:
        """Builds now what the third letter would build."""
        _ = self._root_keys, self._words

    def words(self) -> dict[str, str]:
        """The words of all terms, each with how it is written: "ferula" is "férula"."""
        written = {}
        for text in self._texts[: self._terms]:
            for piece in text.lower().split():
                plain = tokenize(piece)
                written.update({word: word for word in plain if piece.isascii()})
                if not piece.isascii() and len(plain) == 1:
                    written.setdefault(plain[0], piece.strip("()\"',."))
        return written

    def match(self, tokens: Sequence[str]) -> TermMatch | None:
        """What the terms in a query of these words lead to; None if there is no term in it."""
        typed = "".join(tokens)
        if not typed or not self._terms:
            return None
        rows = self._is_term(typed) or self._is_term("".join(_telling(tokens)))
        if rows:
            return self._leading([rows], MatchRank.TERM)._replace(grade=Grade.EXACT)
        if len(typed) < _SHORTEST_START:
            return None
        found, left = self._standing_in(tokens)
        has_term = any(row < self._terms for _count, rows in found for row in rows)
        longest = max((count for count, _rows in found), default=0)
        groups = [rows for _count, rows in found]
        if found and not left:
            # One alias of several words is as telling as a term; several wordings are less so
            # than one name or alias that has all their words.
            sure = len(found) == 1 and (has_term or longest > 1)
            return self._leading(groups, MatchRank.TERM if sure else MatchRank.TERM_START)
        if having := self._having(tokens):
            # A term with a further word may lead to more than the term: that is no exact match.
            begun = ("".join(tokens[:count]) for count in range(1, len(tokens)))
            grade = Grade.GOOD if any(map(self._is_term, begun)) else Grade.EXACT
            return self._leading([having], MatchRank.TERM_START)._replace(grade=grade)
        if has_term or longest > 1:
            return self._leading(groups, MatchRank.TERM_START, left)
        return None

    def _is_term(self, typed: str) -> list[int]:
        """The term that is this in one piece; at most one, as no catalog has a term twice."""
        at = bisect_left(self._whole, typed)
        return [self._whole_rows[at]] if self._whole[at : at + 1] == [typed] else []

    def _having(self, tokens: Sequence[str]) -> list[int]:
        """The terms that have all the words or their beginnings, those that begin so first."""
        words = [token for token in tokens if token not in STOP_WORDS]
        known = len("".join(words)) >= _SHORTEST_START  # a letter alone is no term's
        having = (1 << self._terms) - 1 if known else 0
        for word in words:
            matching = self._words.whole(word)
            if len(word) >= _SHORTEST_START and not word.isdigit():
                for start in (word, *stems(word)):
                    matching |= self._words.starting(start)
            having &= matching
        typed = "".join(words)
        first = bisect_left(self._whole, typed)
        begun = []
        for at in range(first, len(self._whole)) if len(typed) >= _SHORTEST_START else ():
            if not self._whole[at].startswith(typed):
                break
            begun.append(self._whole_rows[at])
        return list(dict.fromkeys([*begun, *documents_of(having)]))

    def led_by(self, word: str) -> dict[int, float]:
        """The documents that terms with this word, or with one that begins so, lead to.

        Each with how much of the word's terms speaks for it, at most 1.
        """
        having = self._words.whole(word)
        if not having and len(word) >= _SHORTEST_START and not word.isdigit():
            for start in (word, *stems(word)):
                having |= self._words.starting(start)
        sums: defaultdict[int, float] = defaultdict(float)
        for row in documents_of(having):
            share = 1.0 if self._names_code[row] else _OF_CONDITION
            for document in self._documents[row]:
                sums[document] += share
                share *= _LATER_TARGET
        most = max(1.0, *sums.values()) if sums else 1.0
        return {document: (amount / most) ** _SHARE for document, amount in sums.items()}

    @cached_property
    def commonness(self) -> Mapping[int, float]:
        """How many terms lead to each document, as a logarithm."""
        counts = Counter(found[0] for found in self._documents[: self._terms] if found)
        return {document: log(1 + count) for document, count in counts.items()}

    def wordings(
        self, tokens: Sequence[str]
    ) -> Iterator[tuple[frozenset[str], Sequence[int], bool]]:
        """All wordings in the query: their words, the documents that they lead to.

        And whether they name what was done, and not only what for.
        """
        words = _telling(tokens)
        for positions, rows in self._all_in(words).items():
            taken = frozenset(words[position] for position in positions)
            for row in rows:
                yield taken, self._documents[row], self._is_certain(row)

    def _all_in(self, words: Sequence[str]) -> dict[frozenset[int], list[int]]:
        """The wordings that consist of these words, by the positions of their words."""
        positions: dict[str, set[int]] = {}
        for position, word in enumerate(words):
            positions.setdefault(root(word), set()).add(position)
        for position, (one, other) in enumerate(pairwise(words)):
            positions.setdefault(root(one + other), {position, position + 1})
        groups: defaultdict[frozenset[int], list[int]] = defaultdict(list)
        keys, rows = self._root_keys
        for longest in positions:
            at = bisect_left(keys, longest)
            while at < len(keys) and keys[at].startswith(longest):
                roots = keys[at].split(" ")
                if roots[0] == longest and positions.keys() >= set(roots):
                    together = frozenset().union(*(positions[each] for each in roots))
                    groups[together].append(rows[at])
                at += 1
        return groups

    def _standing_in(
        self, tokens: Sequence[str]
    ) -> tuple[list[tuple[int, list[int]]], tuple[str, ...]]:
        """The wordings in the query, longest first, those for the same words together.

        With them the number of these words. The second value are the words that remain and are no
        filler.
        """
        words = _telling(tokens)
        left = set(range(len(words)))
        found: list[tuple[int, list[int]]] = []
        for taken, rows in sorted(self._all_in(words).items(), key=self._telling_most):
            if taken <= left:
                left -= taken
                # The wording as typed is the reason that is shown: "cook", not "cookies".
                rows.sort(key=lambda row: (self._texts[row].lower() not in words, row))
                found.append((len(taken), rows))
        return found, tuple(words[at] for at in sorted(left) if words[at] not in FILLER_WORDS)

    def _is_certain(self, row: int) -> bool:
        """Whether a wording names what was done, and not only what for."""
        return row >= self._terms or bool(self._names_code[row])

    def _telling_most(self, group: tuple[frozenset[int], list[int]]) -> tuple[int, bool, int]:
        """Sorts more words first, then names and aliases, then what comes first in the query."""
        positions, rows = group
        return -len(positions), min(rows) < self._terms, min(positions)

    def _leading(
        self, groups: Sequence[Sequence[int]], rank: MatchRank, left: tuple[str, ...] = ()
    ) -> TermMatch:
        """The documents of these wordings: those of most groups first, then in their order.

        They are good if the first is what all wordings lead to that lead anywhere. What was done
        goes before conditions: "sock aid after hip replacement" is the sock aid.
        """
        remarks: dict[int, Remark] = {}
        counts: Counter[int] = Counter()
        done: Counter[int] = Counter()
        """The same without what conditions lead to."""
        leading = 0
        for group in groups:
            is_done = any(map(self._is_certain, group))
            of_group: set[int] = set()
            for row in group:
                reason = MatchReason.TERM if row < self._terms else MatchReason.ALIAS
                for document in self._documents[row]:
                    of_group.add(document)
                    remarks.setdefault(document, Remark(reason, alias=self._texts[row]))
            counts.update(of_group)
            done.update(of_group if is_done else ())
            leading += bool(of_group)
        documents = sorted(remarks, key=lambda document: (-done[document], -counts[document]))
        agreed = not documents or counts[documents[0]] == leading
        grade = Grade.GOOD if agreed and not left else Grade.CLOSEST
        return TermMatch(rank, documents, remarks, grade, left, agreed)


def _root_keys(texts: Sequence[str], terms: int) -> list[tuple[str, int]]:
    """The roots of each text, longest first, with its row; the first `terms` texts are terms.

    None for a text of filler words only, nor for one of which one word remains: "hands-on".
    """
    roots: dict[str, str] = {}
    """The roots of the words so far: most words stand in several texts."""
    keys = []
    for row, text in enumerate(texts):
        tokens = [text.lower()] if text.isascii() and text.isalnum() else tokenize(text)
        words = _telling(tokens)
        if FILLER_WORDS.issuperset(words) or (
            len(words) == 1 and _is_more(tokens, is_term=row < terms)
        ):
            continue  # it says nothing inside of a longer query
        for word in words:
            if word not in roots:
                roots[word] = root(word, is_american=True)
        if len(words) == 1:
            keys.append((roots[words[0]], row))
        else:
            distinct = dict.fromkeys(map(roots.__getitem__, words))
            keys.append((" ".join(sorted(distinct, key=len, reverse=True)), row))
    return keys


def _is_more(tokens: Sequence[str], *, is_term: bool) -> bool:
    """Whether one word of it alone would be something else: "hand use" is not every "hand".

    Of a term only stop words may go: "in the tub" is "tub".
    """
    ignored = sum(token in STOP_WORDS for token in tokens) if is_term else 0
    return len(tokens) - ignored > 1


def _telling(tokens: Sequence[str]) -> list[str]:
    """The words that count."""
    return [token for token in tokens if token not in _LIGHT_WORDS] or list(tokens)
