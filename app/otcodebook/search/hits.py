"""What is searched and what is found: documents, hits, and how well a hit matches.

How results are ranked:

1. Every word of the query must match a document somewhere. The order of the words does not matter,
   and a word of three letters or more may be the beginning of a longer one. A number is a whole
   number or a part of a code, and so are one or two letters: "co" is no "cognitive".
2. Each match has a rank, best first:

   ===========  ==============================================================================
   CODE         is the code
   PHRASE       is the whole name or a whole alias, spaces and punctuation ignored (whole query)
   CODE_START   is the beginning of the code
   CODE_END     is the last digits of the code, two or more
   TERM         the query is a term that leads to it, perhaps with filler words around it
   NAME_WORD    is a word of the name
   ALIAS_WORD   is a word of an alias, or an alias in one piece
   NAME_START   begins a word of the name, perhaps without its own ending ("stretching")
   ALIAS_START  begins a word of an alias, likewise
   TERM_START   all words stand in one term that leads to it, or the query is made of several terms
                and aliases
   TEXT_WORD    is a word of the texts, which no row shows
   TEXT_START   begins a word of the texts, likewise
   ANY          is a stop word such as "the": it matches every document
   ===========  ==============================================================================

3. A document ranks as the worst of its words does. The query as one piece may do better: "ther ex"
   is the whole alias "ther-ex", "m54 5" is the code M54.5.
4. The documents that a term leads to keep the term's order; see the module `terms`.
5. The list as a whole has a grade, see `Grade`.
6. Few documents of one rank are compared further: those whose name is the query come first, then
   the built-in ones before those of a clinic's list, then those whose words match better in sum.
   Otherwise they keep the given order.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from msgspec import Struct

from otcodebook.catalog.model import Code, Entry, OtherProfessionCode, Retired
from otcodebook.search.words.text import STOP_WORDS, Span

if TYPE_CHECKING:
    from otcodebook.progress import Progress

T_co = TypeVar("T_co", covariant=True)

_SMALL_NUMBER = 2
"""Digits of a number that says little."""
MIN_CODE_END = 2
"""The fewest digits that are looked for at the end of codes."""


NO_EXACT_MATCH = "No exact match. Closest results:"
"""What stands over results of the grade `Grade.CLOSEST`."""


class MatchRank(IntEnum):
    """How well a match says that this is the one, best first; the module says what each means."""

    CODE = 0
    PHRASE = 1
    CODE_START = 2
    CODE_END = 3
    TERM = 4
    NAME_WORD = 5
    ALIAS_WORD = 6
    NAME_START = 7
    ALIAS_START = 8
    TERM_START = 9
    TEXT_WORD = 10
    TEXT_START = 11
    ANY = 12


class Grade(StrEnum):
    """How sure a list of results is. One list has one grade, so they are never mixed."""

    EXACT = "exact"
    """Every word of the query is a word, a beginning, a code part or a term of the entry."""

    GOOD = "good"
    """A whole term or alias of the entry stands in the query; the other words change nothing."""

    CLOSEST = "closest"
    """All else: shown dimmed, none chosen, and Enter copies nothing."""


class MatchReason(StrEnum):
    """Why a document is among the results, in the words of the command line's JSON."""

    NONE = ""
    """It was not searched for, or its code and name show the match."""
    CODE = "code"
    CODE_START = "code starts so"
    CODE_END = "last digits"
    NAME = "name"
    ALIAS = "also called"
    """The hit's alias matched."""
    TERM = "found by"
    """The hit's alias is a term of the catalog that leads here."""
    TEXT = "text"
    OWN_LIST = "in your list"
    """The hit's alias is what the clinic's list calls the code."""
    OWN_NOTE = "in your note"
    SOME_WORDS = "some of the words"
    INSTEAD = "instead"
    """It stands in for what was typed; the hit's warning says how."""


class Document(Struct, Generic[T_co], frozen=True, gc=False):
    """One thing that can be found. Any field but `item` may be empty.

    `texts` are searched but shown in no row. `item` is what the document stands for: the hits hand
    it back. `clinic_words` are those of the aliases that a clinic's list on top has for it.
    """

    code: str
    name: str
    aliases: Sequence[str]
    texts: Sequence[str]
    item: T_co
    clinic_words: Sequence[str] = ()


class Hit(Struct, Generic[T_co], frozen=True, gc=False):
    """One result: the document, why it was found, and where it matches.

    The spans lie in the document's code, in its name and in `alias`, in order and apart. `alias` is
    the alias that matched where the code and the name do not show the match, or the term; it may be
    empty.
    `warning` says, in words for the row, that the hit is not what was typed; usually empty.
    """

    document: Document[T_co]
    reason: MatchReason
    code_spans: tuple[Span, ...] = ()
    name_spans: tuple[Span, ...] = ()
    alias: str = ""
    alias_spans: tuple[Span, ...] = ()
    warning: str = ""

    @property
    def reason_text(self) -> str:
        """The reason in full, such as "also called TE"; the warning where there is one."""
        if self.warning:
            return self.warning
        if self.reason in (MatchReason.ALIAS, MatchReason.TERM):
            return f"{self.reason} {self.alias}"
        if self.reason is MatchReason.OWN_LIST:
            return f"{self.reason}: {self.alias}"
        return self.reason.value


class Remark(NamedTuple):
    """What a hit says in place of what its words would explain.

    `alias`, if any, is the alias or the term that the row shows.
    """

    reason: MatchReason
    warning: str = ""
    alias: str = ""


def least_rank(tokens: Sequence[str]) -> MatchRank:
    """The last rank that is exact for such words.

    Words such as "how to code" say nothing unless a term or an alias is called so, and a small
    number by itself is a code or a part of one.
    """
    words = [token for token in tokens if token not in STOP_WORDS]
    if not words:
        return MatchRank.TERM
    alone = len(words) == 1 and words[0].isdigit() and len(words[0]) <= _SMALL_NUMBER
    return MatchRank.CODE_END if alone else MatchRank.TEXT_START


def documents_for(
    entries: Sequence[Entry], families: dict[str, str], progress: Progress | None = None
) -> list[Document[Entry]]:
    """What can be found of these entries; `families` are the names that tell something, by id."""
    if progress is None:
        return [_document(entry, families) for entry in entries]
    # Imported here: only a long list takes long.
    from otcodebook.progress import told

    return [_document(entry, families) for entry in told(entries, progress, 0, 0.5)]


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
