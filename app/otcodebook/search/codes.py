"""Search over a catalog's codes, retired codes and other professions' codes, with filters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from otcodebook.catalog.counting import is_timed
from otcodebook.catalog.fields import OWN_FAMILY_ID
from otcodebook.catalog.model import Catalog, Code, Entry, OtherProfessionCode, Retired
from otcodebook.search.hits import (
    NO_EXACT_MATCH,
    Document,
    Grade,
    MatchRank,
    MatchReason,
    Remark,
    documents_for,
    least_rank,
)
from otcodebook.search.index import SearchIndex
from otcodebook.search.results import Results
from otcodebook.search.words.postings import Bits, documents_of
from otcodebook.search.words.text import STOP_WORDS, compact, tokenize
from otcodebook.wording import listed

if TYPE_CHECKING:
    from otcodebook.progress import Progress
    from otcodebook.search.answers import AnswerSearch
    from otcodebook.search.closest import Closest
    from otcodebook.search.on_top import ListOnTop
    from otcodebook.search.terms import TermIndex, TermMatch

_CODE_LIKE = r"[a-z]?\d{3,6}[a-z]?"
_FEWEST_NAMED = 2
_NO_LETTER = "There is no letter or digit in it."
_MANY_WORDS = 3
"""From so many words on, matching all of them only in a long text may be chance."""


class CodeSearch:
    """The search of the Codes tab and of the command line; `catalog` is what it searches."""

    def __init__(self, catalog: Catalog, progress: Progress | None = None) -> None:
        self.catalog = catalog
        self._entries = tuple(catalog.entries())
        families = dict(catalog.family_names if len(catalog.families) > 1 else {})
        # The name of the only family would say nothing, a hundred thousand times.
        families.pop(OWN_FAMILY_ID, None)
        documents = documents_for(self._entries, families, progress)
        self._position = {entry.code: index for index, entry in enumerate(self._entries)}
        self._on_top = self._list_on_top(documents, progress)
        self._index: SearchIndex[Entry] = SearchIndex(documents)
        if self._on_top is not None:
            self._index.first_added = self._on_top.first
        self._selections: dict[tuple[str, bool | None], Bits] = {}
        self._note_index: SearchIndex[int] = SearchIndex(())
        # The codes come first, see Catalog.entries.
        self._others = self._index.selection(range(len(catalog.codes), len(self._entries)))

    def _list_on_top(
        self, documents: list[Document[Entry]], progress: Progress | None
    ) -> ListOnTop | None:
        """A clinic's list on top, if there is one; its words join the documents."""
        if not self.catalog.listed:
            return None
        # Imported here: most sessions have none.
        from otcodebook.search.on_top import list_on_top

        return list_on_top(self.catalog, documents, self._position, progress)

    def prepare(self, progress: Progress | None = None) -> None:
        """Builds the index now, so that the first search is as quick as the next.

        A long list needs it; the bundled codes take 40 ms at the first key and again at the third.
        """
        self._index.prepare(progress)
        # What nothing matches uses all there is.
        last = (partial(self.search, "zq"), lambda: self.answers.search("zq"))
        for build in (self._terms.prepare, *(last if self._on_top is not None else ())):
            if progress is not None:
                progress(1)
            build()

    @cached_property
    def answers(self) -> AnswerSearch:
        """The search for what explains the codes."""
        # Imported here: without a query no answer is looked for.
        from otcodebook.search.answers import AnswerSearch

        return AnswerSearch(self.catalog)

    @cached_property
    def _terms(self) -> TermIndex:
        """The terms with the codes they lead to; a catalog without terms is searched without."""
        # Imported here: without a query no term is looked for.
        from otcodebook.search.terms import TermIndex

        # The codes of a clinic's list may be many, and no term leads to them.
        known = self._on_top.first if self._on_top else len(self.catalog.codes)
        documents = enumerate(self._index.documents[:known])
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
        *,
        corrected: bool = True,
    ) -> Results[Entry]:
        """What matches `text`, best first; without a text all current codes in their order.

        `family` keeps one family's codes, `timed` the timed or the untimed ones, `only` these
        codes, which keep this order if there is no text. Retired codes and other professions' codes
        are found only without a filter; the codes to use instead come before them. If nothing is
        exact, the results are the closest there is: their `grade` and `notice` say so. `corrected`
        allows typing errors to be corrected for that.
        """
        tokens = tokenize(text)
        if not tokens and text.strip():
            return self._nothing.with_notice(_NO_LETTER, Grade.CLOSEST)
        if tokens and not text.isalpha():
            tokens = self._with_codes_apart(tokens)
        # Without a text no term is looked for: at the start their index is not built yet.
        terms = self._terms.match(tokens) if tokens else None
        led = terms if terms and terms.is_whole else None
        filtered = bool(family) or timed is not None
        if only is not None:
            within = self._within(family, timed) if filtered else None
            among = self._among(tokens, only, within, led)
            return _graded(among, tokens, led)
        if not tokens or filtered:
            found = self._index.search_tokens(tokens, self._within(family, timed), led)
            if found or not filtered:
                return _graded(found, tokens, led)
            unfiltered = len(self._index.search_tokens(tokens, terms=led))
            return found.with_notice(_without_filters(unfiltered)) if unfiltered else found
        if named := self._named(tokens):
            return self.listed([self._entries[position].code for position in named])
        if unknown := self._unknown_numbers(tokens):
            closest = self._nearest(text, tokens, terms, corrected=False)
            return closest.with_notice(f"{listed(unknown)} is not in this list.", Grade.CLOSEST)
        if exact := self._exact(tokens, terms):
            return exact
        return self._nearest(text, tokens, terms, corrected=corrected)

    def _unknown_numbers(self, tokens: Sequence[str]) -> list[str]:
        """What looks like a code beside other words and is none."""
        if len(tokens) == 1:
            return []
        # Imported here: without a query there are no codes in it.
        from otcodebook.search.words.typed_codes import looks_like_code

        like = [token for token in tokens if looks_like_code(token)]
        return [token.upper() for token in like if not self._index.matches(token)]

    def _with_codes_apart(self, tokens: list[str]) -> list[str]:
        # Imported here: without a query there are no codes in it.
        from otcodebook.search.words.typed_codes import asked_about, taken_apart

        named = self._index.fields.codes.whole
        apart = taken_apart(tokens, named)
        return asked_about(apart, lambda word: named(word) & self._others)

    @cached_property
    def _nothing(self) -> Results[Entry]:
        return Results(self._index.documents, [0])

    def _named(self, tokens: Sequence[str]) -> list[int]:
        """The codes of a query that consists of several codes, in their order."""
        words = [token for token in tokens if token not in STOP_WORDS]
        named = list(dict.fromkeys(words))
        known = [next(documents_of(self._index.fields.codes.whole(word)), -1) for word in named]
        return known if len(known) >= _FEWEST_NAMED and min(known) >= 0 else []

    def _exact(self, tokens: Sequence[str], terms: TermMatch | None) -> Results[Entry] | None:
        """What matches all words, or is called by a term in the query; None if nothing is sure."""
        led = terms if terms and terms.is_whole else None
        found = self._index.search_tokens(tokens, terms=led)
        if found and found.best > least_rank(tokens):
            return None
        found = self._with_notes(found, tokens)
        if found and found.best < MatchRank.TERM_START:
            is_less = led is not None and led.grade is Grade.GOOD
            grade = Grade.GOOD if is_less else Grade.EXACT
            return self._current_first(found, tokens).with_notice("", grade)
        sure = self._good(terms)
        if terms and sure is not None and terms.documents:
            return found.headed_by(terms.documents, terms.remarks).with_notice("", sure)
        if not found or (terms and terms.grade is Grade.CLOSEST):
            return None
        in_texts = MatchRank.TEXT_WORD <= found.best < MatchRank.ANY
        if in_texts and _telling_words(tokens) >= _MANY_WORDS:
            return None
        return self._current_first(found, tokens)

    def _good(self, terms: TermMatch | None) -> Grade | None:
        """The grade of what the terms lead to; None where it is no better than the closest."""
        if terms is None or (terms.is_whole and terms.grade is Grade.CLOSEST):
            return None
        if terms.is_whole:
            return terms.grade
        if not terms.agreed:
            return None
        led = self._index.selection(terms.documents)
        for token in terms.left:
            matches = self._index.matches(token)
            if any(bits & ~led for rank, bits in matches.items() if rank < MatchRank.TEXT_WORD):
                return None  # the word is known to another entry, which may be the better one
            if not matches and self._closest.corrections(token):
                return None  # rather a typing error
        return Grade.GOOD

    def listed(self, codes: Sequence[str], words: str = "") -> Results[Entry]:
        """These codes in their order, as exact results; unknown ones are left out.

        `words` are what named them; without any the codes themselves did.
        """
        known = [self._position[code] for code in codes if code in self._position]
        none = Results(self._index.documents, [0], tuple(tokenize(words)))
        remarks = {} if words else dict.fromkeys(known, Remark(MatchReason.CODE))
        return none.headed_by(known, remarks)

    def put_first(self, codes: Sequence[str], found: Results[Entry]) -> Results[Entry]:
        """The results with these of their codes first."""
        return found.headed_by([self._position[code] for code in codes])

    def words_like(self, text: str) -> list[str]:
        """Words of names and aliases that look like what was typed, for when nothing matches.

        They are spelled as the catalog spells them, in lower case.
        """
        return self._closest.words_like(tokenize(text))

    @cached_property
    def _closest(self) -> Closest:
        """What is offered where nothing is exact."""
        # Imported here: most searches never need it.
        from otcodebook.search.closest import Closest

        return Closest(self._index, self._terms, self._others, self.catalog.family_names)

    @cached_property
    def _of_answers(self) -> set[str]:
        """The aliases of the questions, in one piece."""
        return {compact(alias) for item in self.catalog.faq for alias in item.aliases}

    def _within(self, family: str, timed: bool | None) -> Bits:
        found = self._selections.get((family, timed))
        if found is None:
            found = self._selections[family, timed] = self._selection(family, timed)
        return found

    def _selection(self, family: str, timed: bool | None) -> Bits:
        if not family and timed is None:
            return (1 << len(self.catalog.codes)) - 1
        return self._index.selection(
            position
            for position, entry in enumerate(self._entries)
            if _passes(entry, family, timed)
        )

    def _among(
        self,
        tokens: Sequence[str],
        only: Sequence[str],
        within: Bits | None,
        terms: TermMatch | None,
    ) -> Results[Entry]:
        chosen, allowed = self._chosen(only, within)
        found = self._index.search_tokens(tokens, allowed, terms)
        return self._with_notes(found, tokens, allowed) if tokens else found.headed_by(chosen)

    def _chosen(self, only: Sequence[str], within: Bits | None) -> tuple[Sequence[int], Bits]:
        """The documents of these codes that pass the filters, in their order and as a set."""
        if self._on_top is not None and only is self._on_top.listed:
            if within is None:
                return self._on_top.rows, self._on_top.bits
            allowed = self._on_top.bits & within
            passing = set(documents_of(allowed))
            return [row for row in self._on_top.rows if row in passing], allowed
        known = (self._position[code] for code in only if code in self._position)
        within = self._within("", None) if within is None else within
        chosen = [position for position in known if within >> position & 1]
        return chosen, self._index.selection(chosen)

    def _with_notes(
        self, found: Results[Entry], tokens: Sequence[str], among: Bits | None = None
    ) -> Results[Entry]:
        """The same results, then the codes whose note has all the words."""
        if not len(self._note_index) or STOP_WORDS.issuperset(tokens):
            return found
        bits = found.bits
        noted = (hit.document.item for hit in self._note_index.search_tokens(tokens))
        more = [
            position
            for position in noted
            if not bits >> position & 1 and (among is None or among >> position & 1)
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

    def _nearest(
        self, text: str, tokens: Sequence[str], terms: TermMatch | None, *, corrected: bool
    ) -> Results[Entry]:
        """The nearest there is for words that no entry has together; `terms` are some of them."""
        typed = "".join(tokens)
        if len(tokens) == 1 and re.fullmatch(_CODE_LIKE, typed):
            return self._closest.codes(typed)
        if typed in self._of_answers or (terms and terms.is_whole and not terms.documents):
            return self._nothing  # the words are known, and an answer is all that they lead to
        if not text.isascii() and (meant := self._on_us_keys(text)):
            return self._nothing.suggesting(meant)
        found = self._index.search_tokens(tokens)
        if found.best is MatchRank.ANY:
            found = self._nothing
        if corrected and not found and (shown := self._closest.fixed(tokens, terms)):
            return self.search(shown, corrected=False).corrected(shown)
        return self._closest.most_words(tokens, found, terms)

    def _on_us_keys(self, text: str) -> str:
        """The query that the same keys give on a US keyboard, if that finds something."""
        # Imported here: few queries have other letters.
        from otcodebook.search.words.typos import on_us_keys

        for meant in on_us_keys(text):
            tokens = tokenize(meant)
            if self._exact(tokens, self._terms.match(tokens)):
                return meant
        return ""


def _asks_for(entry: Retired | OtherProfessionCode, typed: str) -> bool:
    name = entry.was if isinstance(entry, Retired) else entry.name
    return typed in map(compact, (entry.code, name, *entry.aliases))


def _passes(entry: Entry, family: str, timed: bool | None) -> bool:
    if not isinstance(entry, Code):
        return False
    if family and entry.family != family:
        return False
    return timed is None or is_timed(entry.timing) is timed


def _telling_words(tokens: Sequence[str]) -> int:
    """How many of the words say something about a service."""
    return sum(token not in STOP_WORDS for token in tokens)


def _graded(
    found: Results[Entry], tokens: Sequence[str], terms: TermMatch | None
) -> Results[Entry]:
    """The results within a filter with their grade: all words match, which may still say little."""
    unsure = found.best is MatchRank.TERM_START and terms and terms.grade is Grade.CLOSEST
    says_little = found.best > least_rank(tokens) and not _only_noted(found, tokens)
    if tokens and found and (unsure or says_little):
        return found.with_notice(NO_EXACT_MATCH, Grade.CLOSEST)
    return found


def _only_noted(found: Results[Entry], tokens: Sequence[str]) -> bool:
    """Whether nothing but the user's own notes has the words."""
    return found.best is MatchRank.ANY and not STOP_WORDS.issuperset(tokens)


def _without_filters(count: int) -> str:
    return f"Without the filters {'1 code matches' if count == 1 else f'{count:,} codes match'}."
