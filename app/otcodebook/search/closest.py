"""What is offered where nothing is exact: corrected words, codes one slip away, similar entries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, product
from math import log

from otcodebook.catalog.model import Code, Entry
from otcodebook.search.hits import NO_EXACT_MATCH, Grade, MatchRank, MatchReason, Remark, T_co
from otcodebook.search.index import Results, SearchIndex
from otcodebook.search.numbers import looks_like_code
from otcodebook.search.postings import Bits, documents_of
from otcodebook.search.terms import TermIndex, TermMatch
from otcodebook.search.text import FILLER_WORDS, STOP_WORDS, root, tokenize
from otcodebook.search.typos import corrections, nearest_codes, words_like

_MOST_CORRECTIONS = 24
"""Combinations of corrected words that are tried."""
_FAMILY = 3
"""Characters that the codes of a neighborhood have in common: 977.., L39.."""
_MOST_RELATED = 8
_SHORTEST_START = 3
_MOST_CANDIDATES = 1000
"""Where more documents compete, the words are too common to choose by."""
_MOST_RESULTS = 12
_BY_TERM = 0.8
"""The weight of a word of a term that leads to the document; a word of its name weighs 1."""
_WHOLE_TERM = 0.5
"""How much a whole term weighs beyond its words."""
_FILLER = 0.5
_IN_TEXT = 0.4
"""The weight of a match in the texts; one in the code, the name or an alias weighs 1."""


class Closest:
    """The closest results of an index; all of them have that grade.

    `others` are the documents that cannot be billed.
    """

    def __init__(
        self,
        index: SearchIndex[Entry],
        terms: TermIndex,
        others: Bits,
    ) -> None:
        self._index = index
        self._terms = terms
        self._others = others

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
        if near:
            notice += " These are one slip away:"
        elif related:
            notice += " Related codes:"
        return none.headed_by([*near, *related], remarks).with_notice(notice, Grade.CLOSEST)

    def _related(self, typed: str, near: Sequence[int]) -> list[int]:
        """Codes that begin like this one and are not among the near ones."""
        found = self._index.fields.codes.starting(typed[:_FAMILY]) & ~self._others
        return [at for at in documents_of(found) if at not in near][:_MOST_RELATED]

    def corrections(self, token: str) -> list[str]:
        """The known words that this one is a slip away from, best first, as they are written."""
        return _nearest_words(token, self._index, self._term_words, half_typed=False)

    def fixed(self, tokens: Sequence[str], terms: TermMatch | None) -> Results[Entry] | None:
        """The results for the same words with their typing errors corrected, if there are any.

        Beside a term only the words that remain are corrected.
        """
        if terms is not None and not terms.left:
            return None
        kept = [token for token in tokens if terms and token not in terms.left]
        for shown in respelled(tokens, self._index, self._term_words, kept):
            tried = tokenize(shown)
            match = self._terms.match(tried)
            whole = match if match and match.is_whole else None
            if found := self._index.search_tokens(tried, terms=whole):
                return found.corrected(shown)
        return None

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
    choices = []
    for row, token in enumerate(tokens):
        if token in kept or token in terms or index.search_tokens((token,)):
            choices.append([token])
        else:
            half_typed = row == len(tokens) - 1
            choices.append(_nearest_words(token, index, terms, half_typed=half_typed))
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
    more than its words. At most 12 are returned, none if too many compete.
    """
    weighted: list[tuple[float, Bits, Bits, Bits]] = []
    """For each word its weight; the documents it matches well, by a term, and anyhow."""
    candidates = complete
    weights: dict[str, float] = {}
    for token in min(index.parses(tokens), key=len):
        if token in STOP_WORDS:
            continue
        strong = weak = 0
        for rank, bits in index.matches(token).items():
            if rank <= MatchRank.ALIAS_START:
                strong |= bits
            weak |= bits
        led = index.selection(terms.led_by(token)) if terms is not None else 0
        weak |= led
        if weak:
            rarity = log(1 + len(index) / weak.bit_count())
            weights[token] = rarity * (_FILLER if token in FILLER_WORDS else 1)
            weighted.append((weights[token], strong, led, weak))
            candidates |= strong | led
    bonus = {}
    if match is not None:
        candidates |= index.selection(match.documents)
        for document, remark in match.remarks.items():
            roots = {root(word) for word in tokenize(remark.alias)}
            covered = sum(weight for token, weight in weights.items() if root(token) in roots)
            bonus[document] = _WHOLE_TERM * covered
    candidates &= ~barred
    if candidates.bit_count() > _MOST_CANDIDATES:
        return []

    def score(document: int) -> float:
        return bonus.get(document, 0) + sum(
            weight
            * (1 if strong >> document & 1 else _BY_TERM if led >> document & 1 else _IN_TEXT)
            for weight, strong, led, weak in weighted
            if weak >> document & 1
        )

    ordered = sorted(documents_of(candidates), key=lambda document: -score(document))
    return ordered[:_MOST_RESULTS]
