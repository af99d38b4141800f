"""What is offered where nothing is exact: corrected words, codes one slip away, similar entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, product
from math import log
from typing import NamedTuple

from otcodebook.catalog.model import Code, Entry
from otcodebook.search.hits import NO_EXACT_MATCH, Grade, MatchRank, MatchReason, Remark, T_co
from otcodebook.search.index import SearchIndex
from otcodebook.search.results import Results
from otcodebook.search.terms import TermIndex, TermMatch
from otcodebook.search.words.postings import Bits, documents_of
from otcodebook.search.words.text import FILLER_WORDS, STOP_WORDS, tokenize
from otcodebook.search.words.typed_codes import looks_like_code
from otcodebook.search.words.typos import corrections, nearest_codes, words_like
from otcodebook.wording import listed, quoted

_MOST_CORRECTIONS = 24
"""Combinations of corrected words that are tried."""
_MOST_SLIPS = 4
"""Words with typing errors that are corrected: with more of them it is no query in English."""
_SURE_SLIP = 6
"""Letters of a word from which on a slip is corrected though nothing has all the words."""
_FAMILY = 3
"""Characters that the codes of a neighborhood have in common: 977.., L39.."""
_MOST_RELATED = 8
_MOST_FAMILIES = 3
_SHORTEST_START = 3
_MOST_CANDIDATES = 1000
"""Where more documents compete, the words are too common to choose by."""
_MOST_RESULTS = 12
_BY_NAME = 1.3
"""The weight of a word of the document's code, name or aliases."""
_BY_TERM = 0.9
"""The most that a word of the terms that lead to the document weighs."""
_WHOLE_TERM = 0.2
"""How much a whole term weighs beyond its words."""
_FILLER = 0.4
_IN_TEXT = 0.4
"""The weight of a match in the texts alone."""
_RARELY = 0.3
"""How much such a match counts where it is told how rare a word is."""
_COMMON = 0.1
"""The weight of how common a document is, see `TermIndex.commonness`."""
_LATER_TARGET = 0.8
"""How much a whole term weighs for its second target beside the first, and so on."""
_OF_CONDITION = 0.3
"""The same for a condition, which tells less than what was done."""
_OTHER_SENSE = 0.6
"""How much a word counts for what the term around it does not lead to: "button hook", "hook"."""
_SUPPLIES = ("A", "E", "L", "Q")
"""How codes of supplies begin."""
_OF_SUPPLY = 0.85
"""Supplies go after services where no device was named in full."""
_MODIFIER = 2
"""Characters of a modifier."""
_OF_MODIFIER = 0.7
"""A modifier beside other words goes after what it modifies."""


class Closest:
    """The closest results of an index; all of them have that grade.

    `others` are the documents that cannot be billed, `families` the names of the families by id.
    """

    def __init__(
        self,
        index: SearchIndex[Entry],
        terms: TermIndex,
        others: Bits,
        families: Mapping[str, str],
    ) -> None:
        self._index = index
        self._terms = terms
        self._others = others
        self._families = families

    def words_like(self, tokens: Sequence[str]) -> list[str]:
        """Single words of names and aliases that look like one of these, as they are written."""
        words = words_like(tokens, self._single_words())
        return [self._index.fields.spelling(word) for word in words]

    def codes(self, typed: str) -> Results[Entry]:
        """The codes one slip away from a number that is none, then its neighborhood."""
        known = self._index.fields.codes.whole
        near = [at for code in nearest_codes(typed, known) for at in documents_of(known(code))]
        documents = self._index.documents
        near = [at for at in near if isinstance(documents[at].item, Code)]
        none = self._index.search_tokens((typed,))
        shown = typed.upper()
        remarks = dict.fromkeys(near, Remark(MatchReason.INSTEAD, f"not {shown}"))
        notice = f"{shown} is not in this list."
        related = self._related(typed, near) if looks_like_code(typed) else []
        families = self._families_of(related)
        others = f"related codes of {families}" if families else "related codes"
        if near:
            notice += f" These are one slip away{f', then {others}' if related else ''}:"
        elif related:
            notice += f" Here are {others}:"
        return none.headed_by([*near, *related], remarks).with_notice(notice, Grade.CLOSEST)

    def _related(self, typed: str, near: Sequence[int]) -> list[int]:
        """Codes that begin like this one and are not among the near ones.

        Two digits or a letter have to do where no more is alike: 29999 is near 29125.
        """
        least = 1 if typed[0].isalpha() else 2
        for length in range(_FAMILY, least - 1, -1):
            alike = self._index.fields.codes.starting(typed[:length]) & ~self._others
            if found := [at for at in documents_of(alike) if at not in near]:
                return found[:_MOST_RELATED]
            if near:
                break
        return []

    def _families_of(self, related: Sequence[int]) -> str:
        """The names of the families of these codes, in a sentence; empty for too many."""
        entries = (self._index.documents[at].item for at in related)
        names = dict.fromkeys(
            self._families.get(entry.family, "") for entry in entries if isinstance(entry, Code)
        )
        quotations = [quoted(name) for name in names if name]
        return listed(quotations) if len(quotations) <= _MOST_FAMILIES else ""

    def corrections(self, token: str) -> list[str]:
        """The known words that this one is a slip away from, best first, as they are written."""
        return _nearest_words(token, self._index, self._term_words, half_typed=False)

    def fixed(self, tokens: Sequence[str], terms: TermMatch | None) -> str:
        """The query with its typing errors corrected, empty if that finds nothing better.

        Beside a term only the words that remain are corrected. Where nothing has all the words,
        spelled right or not, only long words are corrected, and only if all words are known then.
        """
        if terms is not None and not terms.left:
            return ""
        kept = [token for token in tokens if terms and token not in terms.left]
        tried = {
            shown: tokenize(shown)
            for shown in respelled(tokens, self._index, self._term_words, kept)
        }
        for shown, words in tried.items():
            match = self._terms.match(words)
            if self._index.search_tokens(words, terms=match if match and match.is_whole else None):
                return shown
        for shown, words in tried.items():
            slips = [old for old, new in zip(tokens, words, strict=False) if old != new]
            sure = len(words) == len(tokens) > 1 and len(min(slips, key=len)) >= _SURE_SLIP
            if sure and all(map(self._is_known, words)):
                return shown
        return ""

    def _is_known(self, word: str) -> bool:
        return word in self._term_words or bool(self._index.matches(word))

    def most_words(
        self, tokens: Sequence[str], found: Results[Entry], terms: TermMatch | None = None
    ) -> Results[Entry]:
        """The entries that match most of the words, if none matches all of them well.

        What the terms among the words lead to comes first; `found` match all words, but only in
        their texts. One or two letters are tried as the beginning of a name.
        """
        near = most_words(self._index, tokens, found.bits, self._others, self._terms, terms)
        if not near and len(tokens) == 1 and len(tokens[0]) < _SHORTEST_START:
            names = self._index.fields.names
            begun = documents_of(names.starting(tokens[0]) & ~self._others)
            near = list(islice(begun, _MOST_RESULTS))
        incomplete = [position for position in near if not found.bits >> position & 1]
        remarks = dict.fromkeys(incomplete, Remark(MatchReason.SOME_WORDS))
        remarks |= terms.remarks if terms else {}
        remarks = {position: remarks[position] for position in near if position in remarks}
        notice = NO_EXACT_MATCH if near or found else ""
        return found.headed_by(near, remarks).with_notice(notice, Grade.CLOSEST)

    @cached_property
    def _term_words(self) -> dict[str, str]:
        return self._terms.words()

    def _single_words(self) -> Iterator[str]:
        """The words of names and aliases; no alias of several words in one piece."""
        fields = self._index.fields
        for word in {*fields.names.words(), *fields.aliases.words()}:
            if " " not in fields.spelling(word):
                yield word


def respelled(
    tokens: Sequence[str],
    index: SearchIndex[T_co],
    terms: Mapping[str, str],
    kept: Collection[str] = (),
) -> Iterator[str]:
    """The query with words that nothing has replaced by known ones, best first.

    `terms` are known words beside those of the index, each with how it is written; the words in
    `kept` stay.
    What is given is written as the catalog writes it: it is shown, and searched for as shown.
    """
    known = [
        token in kept or token in terms or bool(index.search_tokens((token,))) for token in tokens
    ]
    if known.count(False) > _MOST_SLIPS:
        return
    choices = []
    for row, token in enumerate(tokens):
        half_typed = row == len(tokens) - 1
        near = [] if known[row] else _nearest_words(token, index, terms, half_typed=half_typed)
        choices.append(near or [token])
    for corrected in islice(product(*choices), _MOST_CORRECTIONS):
        shown = " ".join(corrected)
        if tokenize(shown) != list(tokens):
            yield shown


def _nearest_words(
    token: str, index: SearchIndex[T_co], terms: Mapping[str, str], *, half_typed: bool
) -> list[str]:
    fields = index.fields
    words = (fields.names.words(), fields.aliases.words(), list(terms), fields.texts.words())
    near = corrections(token, words, half_typed=half_typed)
    return [terms.get(word) or fields.spelling(word) for word in near]


class _Evidence(NamedTuple):
    """What one word says: its weight, and the documents it speaks for.

    `strong` by their code, name or aliases, `led` by terms, `any` at all.
    """

    weight: float
    strong: Bits
    led: Mapping[int, float]
    any: Bits

    def of(self, document: int) -> float:
        """What the word says of a document."""
        if not self.any >> document & 1:
            return 0
        by_name = _BY_NAME if self.strong >> document & 1 else 0
        return self.weight * max(by_name, _BY_TERM * self.led.get(document, 0), _IN_TEXT)


def _evidence(index: SearchIndex[object], token: str, terms: TermIndex | None) -> _Evidence:
    whole = begun = found = 0
    for rank, bits in index.matches(token).items():
        if rank <= MatchRank.ALIAS_WORD:
            whole |= bits
        elif rank <= MatchRank.ALIAS_START:
            begun |= bits
        found |= bits
    strong = whole or begun
    led = terms.led_by(token) if terms is not None else {}
    by_term = index.selection(led)
    by_term_only = sum(share for document, share in led.items() if not strong >> document & 1)
    in_text_only = (found & ~strong & ~by_term).bit_count()
    amount = strong.bit_count() + by_term_only + _RARELY * in_text_only
    weight = log(1 + len(index) / max(amount, 1)) * (_FILLER if token in FILLER_WORDS else 1)
    return _Evidence(weight, strong, led, found | by_term)


def most_words(
    index: SearchIndex[object],
    tokens: Sequence[str],
    complete: Bits,
    barred: Bits,
    terms: TermIndex | None = None,
    match: TermMatch | None = None,
) -> list[int]:
    """The documents that match most of the words, best first; rare words weigh more.

    Only documents compete that match a word by code, name, alias or term, and those in `complete`,
    which match all words; never those in `barred`. A whole term in the query, see `match`, weighs
    more than its words, and what many terms lead to is a little likelier. At most 12 are returned,
    none if too many compete.
    """
    said: dict[str, _Evidence] = {}
    candidates = complete
    for token in min(index.parses(tokens), key=len):
        evidence = _evidence(index, token, terms) if token not in STOP_WORDS else None
        if evidence and evidence.any:
            said[token] = evidence
            candidates |= evidence.strong | index.selection(evidence.led)
    if match is not None:
        candidates |= index.selection(match.documents)
    candidates &= ~barred
    if candidates.bit_count() > _MOST_CANDIDATES:
        return []
    competing = list(documents_of(candidates))
    scores = _scores(competing, said, tokens, terms if match else None)
    if terms is not None:
        for document in competing:
            scores[document] += _COMMON * terms.commonness.get(document, 0)
            code = index.documents[document].code
            if len(code) == _MODIFIER:
                scores[document] *= _OF_MODIFIER
            elif code.startswith(_SUPPLIES):
                scores[document] *= _OF_SUPPLY
    return sorted(competing, key=lambda document: -scores[document])[:_MOST_RESULTS]


def _scores(
    competing: Sequence[int],
    said: Mapping[str, _Evidence],
    tokens: Sequence[str],
    terms: TermIndex | None,
) -> dict[int, float]:
    """What the words say of each document, and the terms that stand among them."""
    scores: dict[int, float] = defaultdict(float)
    within: defaultdict[str, set[int]] = defaultdict(set)
    for words, documents, certain in terms.wordings(tokens) if terms is not None else ():
        covered = _WHOLE_TERM * sum(said[word].weight for word in words if word in said)
        covered *= 1 if certain else _OF_CONDITION
        for word in words if len(words) > 1 else ():
            within[word].update(documents)
        for document in documents:
            scores[document] = max(scores[document], covered)
            covered *= _LATER_TARGET
    for document in competing:
        for word, evidence in said.items():
            sense = 1 if document in within.get(word, (document,)) else _OTHER_SENSE
            scores[document] += sense * evidence.of(document)
    return scores
