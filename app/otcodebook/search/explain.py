"""Why a document matches a query, and where: worked out for the rows that are looked at."""

# No `from __future__ import annotations`: each field's would be compiled anew at every start.

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from otcodebook.search.index import MIN_CODE_END, Document, Hit
from otcodebook.search.text import (
    STOP_WORDS,
    Span,
    compact,
    compact_span,
    normalize,
    spans,
    stems,
)


class _Query(NamedTuple):
    """What all hits of one query have in common."""

    typed: str
    wanted: tuple[str, ...]
    """The words that count, and what is left of them without their endings."""


@lru_cache(maxsize=16)
def _query(tokens: tuple[str, ...]) -> _Query:
    wanted = [token for token in tokens if token not in STOP_WORDS] or list(tokens)
    return _Query("".join(tokens), (*wanted, *(stem for word in wanted for stem in stems(word))))


def explain(document: Document, tokens: tuple[str, ...]) -> Hit:
    """The hit of a document that the words have found."""
    if not tokens:
        return Hit(document, "")
    typed, wanted = _query(tokens)
    code_spans, code_why = _code_match(document.code, typed, wanted)
    name_spans = spans(document.name, wanted) or compact_span(document.name, typed)
    if code_why:
        return Hit(document, code_why, code_spans, tuple(name_spans))
    alias = ""
    alias_spans: tuple[Span, ...] = ()
    shown = normalize(f"{document.code} {document.name}")
    missing = [token for token in wanted if token not in shown]
    if document.aliases:
        phrase = next((alias for alias in document.aliases if compact(alias) == typed), "")
        alias = phrase or (_best_alias(document.aliases, missing, typed) if missing else "")
        alias_spans = tuple(spans(alias, wanted) or compact_span(alias, typed))
    by_name = "name" if name_spans and not missing else "text"
    why = f"also called {alias}" if alias else by_name
    return Hit(document, why, code_spans, tuple(name_spans), alias, alias_spans)


def _code_match(code: str, typed: str, wanted: Sequence[str]) -> tuple[tuple[Span, ...], str]:
    """Where the code matches, and what to call that: the code, its beginning or its end."""
    bare = compact(code)
    if bare and bare.startswith(typed):
        return tuple(compact_span(code, typed)), "code" if bare == typed else "code starts so"
    for token in wanted:
        if bare and bare.startswith(token):
            return tuple(compact_span(code, token)), ""
        if token.isdigit() and len(token) >= MIN_CODE_END and code.endswith(token):
            return ((len(code) - len(token), len(code)),), "last digits" if token == typed else ""
    return (), ""


def _best_alias(aliases: Sequence[str], missing: list[str], typed: str) -> str:
    """The alias that shows most of the words that code and name do not show."""

    def shown(alias: str) -> tuple[bool, int]:
        return compact(alias).startswith(typed), len(spans(alias, missing))

    best = max(aliases, key=shown, default="")
    return best if any(shown(best)) else ""
