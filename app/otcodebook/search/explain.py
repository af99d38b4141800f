"""Why a document matches a query, and where: worked out for the rows that are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from otcodebook.search.hits import MIN_CODE_END, Document, Hit, MatchReason
from otcodebook.search.words.text import (
    STOP_WORDS,
    Span,
    compact,
    compact_span,
    normalize,
    spans,
    stems,
)

T = TypeVar("T")


class _Query(NamedTuple):
    """What all hits of one query have in common."""

    typed: str
    """The words in one piece."""
    wanted: tuple[str, ...]
    """The words that count, then the same words without their endings."""


@lru_cache(maxsize=16)
def _query(tokens: tuple[str, ...]) -> _Query:
    wanted = [token for token in tokens if token not in STOP_WORDS] or list(tokens)
    return _Query("".join(tokens), (*wanted, *(stem for word in wanted for stem in stems(word))))


def explain(document: Document[T], tokens: tuple[str, ...]) -> Hit[T]:
    """The hit for a document that these words found."""
    if not tokens:
        return Hit(document, MatchReason.NONE)
    typed, wanted = _query(tokens)
    code_spans, code_reason = _code_match(document.code, typed, wanted)
    name_spans = tuple(spans(document.name, wanted) or compact_span(document.name, typed))
    if code_reason is not MatchReason.NONE:
        return Hit(document, code_reason, code_spans, name_spans)
    alias = ""
    alias_spans: tuple[Span, ...] = ()
    shown = normalize(f"{document.code} {document.name}")
    missing = [token for token in wanted if token not in shown]
    if document.aliases:
        phrase = next((alias for alias in document.aliases if compact(alias) == typed), "")
        alias = phrase or (_best_alias(document.aliases, missing, typed) if missing else "")
        alias_spans = tuple(spans(alias, wanted) or compact_span(alias, typed))
    if alias:
        is_clinic = alias in document.clinic_words
        reason = MatchReason.OWN_LIST if is_clinic else MatchReason.ALIAS
    else:
        reason = MatchReason.NAME if name_spans and not missing else MatchReason.TEXT
    return Hit(document, reason, code_spans, name_spans, alias, alias_spans)


def marks(text: str, tokens: tuple[str, ...]) -> tuple[Span, ...]:
    """Where these words of a query stand in a text that they found."""
    query = _query(tokens)
    return tuple(spans(text, query.wanted) or compact_span(text, query.typed))


def _code_match(
    code: str, typed: str, wanted: Sequence[str]
) -> tuple[tuple[Span, ...], MatchReason]:
    """Where the code matches, and the reason if the whole query matches the code."""
    bare = compact(code)
    if bare and bare.startswith(typed):
        reason = MatchReason.CODE if bare == typed else MatchReason.CODE_START
        return tuple(compact_span(code, typed)), reason
    for token in wanted:
        if bare and bare.startswith(token):
            return tuple(compact_span(code, token)), MatchReason.NONE
        if token.isdigit() and len(token) >= MIN_CODE_END and code.endswith(token):
            reason = MatchReason.CODE_END if token == typed else MatchReason.NONE
            return ((len(code) - len(token), len(code)),), reason
    return (), MatchReason.NONE


def _best_alias(aliases: Sequence[str], missing: list[str], typed: str) -> str:
    """The alias that shows most of the words that code and name do not show; may be empty."""

    def shows(alias: str) -> tuple[bool, int]:
        """Whether it begins with the whole query, and how many of the missing words it has."""
        return compact(alias).startswith(typed), len(spans(alias, missing))

    best = max(aliases, key=shows, default="")
    return best if any(shows(best)) else ""
