"""Codes and answers together, as the Codes tab and the command line show them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from otcodebook.catalog.model import Answer, Code, Entry, Faq, GuidePage, LookAlike
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import NO_EXACT_MATCH, Grade, Hit, MatchRank, MatchReason
from otcodebook.search.questions import Ask, PairLookup, Questions, Reply, fitting_bands
from otcodebook.search.results import Results
from otcodebook.search.words.text import STOP_WORDS, tokenize
from otcodebook.search.words.typed_codes import looks_like_code

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog

_ASKED_FIRST = (Ask.UNITS, Ask.MINUTES, Ask.LEVEL, Ask.PAIR, Ask.COMPARE, Ask.MODIFIER)
"""Questions that are answered whatever codes have these words."""
_ASKED_LAST = (Ask.GROUP, Ask.EXTRA, Ask.LENGTH, Ask.DIAGNOSIS)
"""Questions that are answered where no code, name or term has these words."""
_ANSWERS_ONLY = "No code matches, but these answers do:"
_ASKING_WORDS = STOP_WORDS - {"bill", "code", "codes", "cpt"}
"""Words that stand in most questions; "cpt" is what some of the answers are about."""
_QUESTION = re.compile(
    r"\s*(?:can|may|do|does|how|why|is|are|what|when|who|which|should|must|could)\b|.*\?\s*$", re.I
)
"""What asks rather than names a service."""
_PAIR = 2
_MOST_ANSWERS = 4
_MANY_PLACES = 8
_PLACES = 3
"""How many of the first results tell what a query is about."""


class Found(NamedTuple):
    """What a query found, in two parts that stand one above the other.

    `grade` is that of the first part; the second one may be less sure. `notice` says in a sentence
    what it is where that is not simply what was typed; `is_reply`: the sentence answers a question.
    """

    codes: Results[Entry]
    answers: Sequence[Hit[Answer]]
    answers_first: bool
    grade: Grade
    notice: str
    is_reply: bool = False

    @property
    def rows(self) -> list[Hit[Entry] | Hit[Answer]]:
        """All hits in the order in which they are shown."""
        parts = (self.answers, self.codes) if self.answers_first else (self.codes, self.answers)
        return [hit for part in parts for hit in part]

    @property
    def rows_shown(self) -> int:
        """How many rows there are."""
        return len(self.codes) + len(self.answers)

    @property
    def is_exact(self) -> bool:
        """Whether the first row is what was asked for: exact or good."""
        return self.grade is not Grade.CLOSEST


class Lookup:
    """The search for everything; `codes` is the search for codes alone, which it uses.

    `pair_lookup` answers questions on pairs before the catalog does.
    """

    def __init__(self, codes: CodeSearch, pair_lookup: PairLookup | None = None) -> None:
        self.codes = codes
        self.catalog: Catalog = codes.catalog
        self.answers = codes.answers
        self._questions = Questions(codes.catalog, partial(_resolve, codes), pair_lookup)

    def find(
        self,
        text: str,
        family: str = "",
        timed: bool | None = None,
        only: Sequence[str] | None = None,
        *,
        corrected: bool = True,
    ) -> Found:
        """What the query finds, see `CodeSearch.search`.

        Nothing but codes in a family or by their counting; among `only` some codes a question is
        answered too, and what has answers alone is told by these.
        """
        if family or timed is not None or only is not None:
            codes = self.codes.search(text, family, timed, only)
            found = Found(codes, (), False, codes.grade, codes.notice)
            is_all = family or timed is not None or not text.strip()
            return found if is_all else self._with_answers(text, found, frozenset(only or ()))
        if (reply := self._questions.reply(text, _ASKED_FIRST)) or (reply := self._pair(text)):
            return self._replied(text, reply)
        codes = self.codes.search(text, corrected=corrected)
        weak = codes.grade is Grade.CLOSEST or not codes or codes.best >= MatchRank.TEXT_WORD
        if weak and (reply := self._questions.reply(text, _ASKED_LAST)):
            return self._replied(text, reply)
        return self._together(text, self._fitted(text, codes) if weak else codes)

    def _fitted(self, text: str, codes: Results[Entry]) -> Results[Entry]:
        """The closest codes: if the first has limits of time, one that the minutes fit instead."""
        entries = [hit.document.item for hit in codes[:_MANY_PLACES]]
        fitting = fitting_bands(text, [entry for entry in entries if isinstance(entry, Code)])
        return self.codes.put_first(fitting[:1], codes) if fitting else codes

    def finds_question(self, text: str) -> bool:
        """Whether one of the FAQ's questions answers the query."""
        return self.answers.finds_question(text)

    def _pair(self, text: str) -> Reply | None:
        """What there is to say on two codes or more that are typed beside each other."""
        tokens = [token for token in tokenize(text) if token not in STOP_WORDS]
        if len(tokens) < _PAIR or not all(map(looks_like_code, tokens)):
            return None
        entries = [self.catalog.find(token.upper()) for token in dict.fromkeys(tokens)]
        codes = [entry.code for entry in entries if isinstance(entry, Code)]
        if len(codes) < _PAIR or len(codes) < len(entries):
            return None
        return self._questions.pair(codes)

    def _replied(self, text: str, reply: Reply) -> Found:
        answers = self.answers.named(reply.answers, text)
        codes = self.codes.listed(reply.codes, reply.words)
        first = reply.answers_first and bool(answers)
        if not codes and not answers:
            return self._together(text, self.codes.search(text))
        return Found(codes, answers, first, Grade.EXACT, reply.notice, bool(reply.notice))

    def _with_answers(self, text: str, found: Found, only: frozenset[str]) -> Found:
        """What was found among these codes, with the answers that stand above all codes."""
        reply = self._questions.reply(text, _ASKED_FIRST) or self._pair(text)
        if not reply and found.codes and found.is_exact:
            return found
        everywhere = self.find(text, corrected=False)
        if not everywhere.answers or not everywhere.is_exact:
            return found
        if reply:
            named = [code for code in reply.codes if code in only]
            codes = self.codes.listed(named, reply.words)
        elif not everywhere.answers_first:
            return found
        else:
            codes = self.codes.listed(())
        first = everywhere.answers_first or not codes
        return everywhere._replace(codes=codes, answers_first=first)

    def _together(self, text: str, codes: Results[Entry]) -> Found:
        """Codes and answers in their order: exact answers stand above codes that are not exact."""
        answers = self.answers.search(text)
        if answers.best > MatchRank.PHRASE and _ASKING_WORDS.issuperset(tokenize(text)):
            answers = self.answers.named(())
        if self._lead(answers, codes):
            notice = "" if codes else _ANSWERS_ONLY
            led = [hit for hit in answers if hit.reason is MatchReason.TERM]
            shown = (led if led and codes else answers)[:_MOST_ANSWERS]
            if codes.best >= MatchRank.TEXT_WORD:
                codes = codes.with_notice("", Grade.CLOSEST)
            return Found(codes, shown, True, answers.grade, notice)
        if codes and codes.grade is not Grade.CLOSEST:
            exact = answers[:_MOST_ANSWERS] if answers.grade is not Grade.CLOSEST else []
            return Found(codes, exact, False, codes.grade, codes.notice)
        notice = codes.notice
        if answers and not codes and not codes.meant:
            notice = NO_EXACT_MATCH
        asks = _QUESTION.match(text) is not None
        first = not codes.shown_for and _is_called(answers) and (asks or not _is_called(codes))
        return Found(codes, answers[:_MOST_ANSWERS], first, Grade.CLOSEST, notice)

    def _lead(self, answers: Results[Answer], codes: Results[Entry]) -> bool:
        """Whether the answers stand above the codes: they are exact, and the codes are not.

        Codes that have the words only in their texts count as not exact here, and so do those of
        which only a word begins so where an answer is called so.
        """
        if not answers or answers.grade is Grade.CLOSEST or codes.shown_for:
            return False
        if codes and codes[0].reason is MatchReason.OWN_NOTE:
            return False  # what the user wrote is what the user looks for
        if not codes or codes.grade is Grade.CLOSEST or codes.best >= MatchRank.TEXT_WORD:
            return True
        return codes.best >= MatchRank.NAME_START and answers.best <= MatchRank.PHRASE


def _is_called(found: Results[Entry] | Results[Answer]) -> bool:
    """Whether one of the first results is called by a term or an alias of the query."""
    called = (MatchReason.TERM, MatchReason.ALIAS)
    return any(hit.reason in called for hit in found[:_PLACES])


def kind_and_id(item: Entry | Answer) -> tuple[str, str]:
    """What a row is and how it is named: ("code", "97110"), ("faq", "mppr")."""
    match item:
        case Faq():
            return "faq", item.id
        case GuidePage():
            return "guide", item.id
        case LookAlike():
            return "compare", item.id
        case _:
            return "code", item.code


def _resolve(codes: CodeSearch, words: str) -> list[Code]:
    """The codes that a part of a question names, best first; none unless that is exact."""
    if not words.strip():
        return []
    found = codes.search(words, corrected=False)
    if found.grade is Grade.CLOSEST or found.best >= MatchRank.NAME_START:
        return []
    if found and found[0].reason is MatchReason.INSTEAD:
        return []  # a retired code is not silently another one
    return [hit.document.item for hit in found[:8] if isinstance(hit.document.item, Code)]
