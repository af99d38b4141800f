"""Search over a catalog's codes, retired codes and other professions' codes, with filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from otcodebook.catalog.counting import is_timed
from otcodebook.catalog.model import Catalog, Code, Entry, OtherProfessionCode, Retired
from otcodebook.search.hits import Document, MatchRank, MatchReason, Remark
from otcodebook.search.index import Results, SearchIndex
from otcodebook.search.postings import Bits
from otcodebook.search.text import STOP_WORDS, compact, tokenize
from otcodebook.wording import quoted

if TYPE_CHECKING:
    from otcodebook.search.terms import TermIndex, TermMatch

_CODE_LIKE = re.compile(r"[a-z]?\d{3,6}[a-z]?")
_MOST_CORRECTIONS = 24
"""Combinations of corrected words that are tried."""
_MANY_WORDS = 3
"""From so many words on, matching all of them only in a long text may be chance."""


class CodeSearch:
    """The search of the Codes tab and of the command line; `catalog` is what it searches."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._entries = list(catalog.entries())
        # The name of the only family would say nothing, a hundred thousand times.
        families = catalog.family_names if len(catalog.families) > 1 else {}
        self._index: SearchIndex[Entry] = SearchIndex(
            [_document(entry, families) for entry in self._entries]
        )
        self._position = {entry.code: index for index, entry in enumerate(self._entries)}
        self._within = lru_cache(maxsize=64)(self._selection)
        self._note_index: SearchIndex[int] = SearchIndex(())
        # The codes come first, see Catalog.entries.
        self._others = self._index.selection(range(len(catalog.codes), len(self._entries)))

    def prepare(self) -> None:
        """Builds the index now, so that the first search is as quick as the next.

        A long list needs it; the bundled codes take 40 ms, which the first key can wait.
        """
        _ = self._index.fields, self._terms

    @cached_property
    def _terms(self) -> TermIndex:
        """The terms with the codes they lead to; a catalog without terms is searched without."""
        # Imported here: without a query no term is looked for.
        from otcodebook.search.terms import TermIndex

        documents = enumerate(self._index.documents[: len(self.catalog.codes)])
        named = ((row, (document.name, *document.aliases)) for row, document in documents)
        return TermIndex(self.catalog.terms, self._position, named)

    def set_notes(self, notes: Mapping[str, str]) -> None:
        """The user's own notes by code: searched too, and found after everything else."""
        noted = [self._position[code] for code in notes if code in self._position]
        self._note_index = SearchIndex(
            Document("", "", (), (notes[self._entries[position].code],), position)
            for position in noted
        )

    def search(
        self,
        text: str,
        family: str = "",
        timed: bool | None = None,
        only: Sequence[str] | None = None,
    ) -> Results[Entry]:
        """What matches `text`, best first; without a text all current codes in their order.

        `family` keeps one family's codes, `timed` the timed or the untimed ones, `only` these
        codes, which keep this order if there is no text. Retired codes and other professions' codes
        are found only without a filter; the codes to use instead come before them. If nothing
        matches, the results are the nearest there is, and their `notice` says so.
        """
        tokens = tokenize(text)
        # Without a text no term is looked for: at the start their index is not built yet.
        terms = self._terms.match(tokens) if tokens else None
        led = _complete(terms)
        if only is not None:
            return self._among(tokens, only, self._within(family, timed), led)
        filtered = bool(family) or timed is not None
        if not tokens or filtered:
            found = self._index.search_tokens(tokens, self._within(family, timed), led)
            if found or not filtered:
                return found
            unfiltered = len(self._index.search_tokens(tokens, terms=led))
            return found.with_notice(_without_filters(unfiltered)) if unfiltered else found
        found = self._index.search_tokens(tokens, terms=led)
        found = self._with_notes(found, tokens)
        if not found:
            return self._nearest(tokens, terms)
        if found.best >= MatchRank.TEXT_WORD and _telling(tokens) >= _MANY_WORDS:
            return self._most_words(tokens, found, terms)
        return self._current_first(found, tokens)

    def words_like(self, text: str) -> list[str]:
        """Words of names and aliases that look like what was typed, for when nothing matches.

        They are spelled as the catalog spells them, in lower case.
        """
        # Imported here: most searches never need it.
        from otcodebook.search.typos import words_like

        words = words_like(tokenize(text), self._single_words())
        return [self._index.fields.spelling(word) for word in words]

    @cached_property
    def _of_answers(self) -> set[str]:
        """The aliases of the questions, in one piece."""
        return {compact(alias) for item in self.catalog.faq for alias in item.aliases}

    @cached_property
    def _term_words(self) -> list[str]:
        return sorted(self._terms.words())

    def _single_words(self) -> Iterator[str]:
        """The words of names and aliases; no alias of several words in one piece."""
        fields = self._index.fields
        for word in {*fields.names.words(), *fields.aliases.words()}:
            if " " not in fields.spelling(word):
                yield word

    def _selection(self, family: str, timed: bool | None) -> Bits:
        return self._index.selection(
            position
            for position, entry in enumerate(self._entries)
            if _passes(entry, family, timed)
        )

    def _among(
        self, tokens: Sequence[str], only: Sequence[str], within: Bits, terms: TermMatch | None
    ) -> Results[Entry]:
        known = (self._position[code] for code in only if code in self._position)
        chosen = [position for position in known if within >> position & 1]
        found = self._index.search_tokens(tokens, self._index.selection(chosen), terms)
        return self._with_notes(found, tokens, chosen) if tokens else found.headed_by(chosen)

    def _with_notes(
        self, found: Results[Entry], tokens: Sequence[str], among: Sequence[int] | None = None
    ) -> Results[Entry]:
        """The same results, then the codes whose note has all the words."""
        if not len(self._note_index):
            return found
        bits = found.bits
        noted = (hit.document.item for hit in self._note_index.search_tokens(tokens))
        more = [
            position
            for position in noted
            if not bits >> position & 1 and (among is None or position in among)
        ]
        remark = Remark(MatchReason.OWN_NOTE, "in your note")
        return found.followed_by(more, remark) if more else found

    def _current_first(self, found: Results[Entry], tokens: Sequence[str]) -> Results[Entry]:
        """Puts the codes that can be billed first.

        Retired and other professions' codes come last; if one of them was asked for, the codes to
        use instead come before it.
        """
        if not self._others:
            return found
        entry = found[0].document.item
        if isinstance(entry, Code) or not _asks_for(entry, "".join(tokens)):
            return found.ended_by(self._others)
        if isinstance(entry, Retired):
            warning = f"instead of {entry.code}, retired {entry.gone}"
        else:
            warning = f"instead of {entry.code}, which is for {entry.belongs_to}"
        first = [self._position[code] for code in entry.use]
        return found.headed_by(first, dict.fromkeys(first, Remark(MatchReason.INSTEAD, warning)))

    def _nearest(self, tokens: Sequence[str], terms: TermMatch | None) -> Results[Entry]:
        """The nearest there is for words that no entry has together; `terms` are some of them."""
        typed = "".join(tokens)
        if _CODE_LIKE.fullmatch(typed):
            return self._nearest_codes(typed)
        none = self._index.search_tokens(tokens)
        if typed in self._of_answers or (terms and terms.complete and not terms.documents):
            return none  # the words are known, and an answer is all that they lead to
        if terms:
            return self._most_words(tokens, none, terms)
        return self._corrected(tokens) or self._most_words(tokens, none)

    def _nearest_codes(self, typed: str) -> Results[Entry]:
        # Imported here: most searches never need it.
        from otcodebook.search.typos import nearest_codes

        codes = {compact(e.code): e.code for e in self._entries if isinstance(e, Code)}
        near = [self._position[codes[code]] for code in nearest_codes(typed, codes)]
        none = self._index.search_tokens((typed,))
        if not near:
            return none
        shown = typed.upper()
        remark = Remark(MatchReason.INSTEAD, f"not {shown}")
        return none.headed_by(near, dict.fromkeys(near, remark)).with_notice(
            f"There is no code {shown}. These are one slip away:"
        )

    def _corrected(self, tokens: Sequence[str]) -> Results[Entry] | None:
        """The results for the same words with their typing errors corrected, if there are any."""
        # Imported here: most searches never need it.
        from otcodebook.search.typos import corrections

        fields = self._index.fields
        terms = self._term_words
        words = (fields.names.words(), fields.aliases.words(), terms, fields.texts.words())
        choices = []
        for row, token in enumerate(tokens):
            if token in terms or self._index.search_tokens((token,)):
                choices.append([token])
                continue
            near = corrections(token, words, half_typed=row == len(tokens) - 1)
            choices.append([fields.spelling(word) for word in near])
        for corrected in islice(product(*choices), _MOST_CORRECTIONS):
            # What the notice shows is what is searched for.
            shown = " ".join(corrected)
            tried = tokenize(shown)
            found = self._index.search_tokens(tried, terms=_complete(self._terms.match(tried)))
            if tried != list(tokens) and found:
                return found.with_notice(f"Showing results for {quoted(shown)}")
        return None

    def _most_words(
        self, tokens: Sequence[str], found: Results[Entry], terms: TermMatch | None = None
    ) -> Results[Entry]:
        """The entries that match most of the words, if none matches all of them well.

        What the terms among the words lead to comes first.
        """
        # Imported here: most searches never need it.
        from otcodebook.search.nearest import most_words

        near = most_words(self._index, tokens, found.bits, self._others)
        led = terms.documents if terms else []
        near = [*led, *(position for position in near if position not in led)]
        incomplete = [position for position in near if not found.bits >> position & 1]
        if not incomplete:
            return found
        remarks = dict.fromkeys(incomplete, Remark(MatchReason.SOME_WORDS))
        remarks |= terms.remarks if terms else {}
        return found.headed_by(near, remarks).with_notice("No exact match. Closest results:")


def _asks_for(entry: Retired | OtherProfessionCode, typed: str) -> bool:
    name = entry.was if isinstance(entry, Retired) else entry.name
    return typed in map(compact, (entry.code, name, *entry.aliases))


def _passes(entry: Entry, family: str, timed: bool | None) -> bool:
    if not isinstance(entry, Code):
        return False
    if family and entry.family != family:
        return False
    return timed is None or is_timed(entry.timing) is timed


def _telling(tokens: Sequence[str]) -> int:
    """How many of the words say something about a service."""
    return sum(token not in STOP_WORDS for token in tokens)


def _complete(terms: TermMatch | None) -> TermMatch | None:
    """The terms of a query if no other word stands in it."""
    return terms if terms and terms.complete else None


def _without_filters(count: int) -> str:
    return f"Without the filters {'1 code matches' if count == 1 else f'{count:,} codes match'}."


def _document(entry: Entry, families: dict[str, str]) -> Document[Entry]:
    match entry:
        case Code():
            family = families.get(entry.family, "")
            texts = (entry.summary, entry.patient, family, *entry.documentation)
            return Document(entry.code, entry.name, entry.aliases, texts, entry)
        case Retired():
            return Document(entry.code, entry.was, entry.aliases, (entry.note,), entry)
        case OtherProfessionCode():
            texts = (entry.belongs_to, entry.note)
            return Document(entry.code, entry.name, entry.aliases, texts, entry)
