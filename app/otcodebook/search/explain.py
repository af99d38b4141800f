"""Why a document matches a query, and where: worked out for the rows that are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from otcodebook.search.index import MIN_CODE_END, Document, Hit
from otcodebook.search.text import (
    STOP_WORDS,
    Span,
    compact,
    compact_span,
    normalise,
    spans,
    stems,
)


def explain(document: Document, tokens: Sequence[str]) -> Hit:
    """The hit of a document that the words have found."""
    if not tokens:
        return Hit(document, "")
    typed = "".join(tokens)
    wanted = [token for token in tokens if token not in STOP_WORDS] or list(tokens)
    wanted += [stem for token in wanted for stem in stems(token)]
    code_spans, code_why = _code_match(document.code, typed, wanted)
    name_spans = spans(document.name, wanted) or compact_span(document.name, typed)
    phrase = next((alias for alias in document.aliases if compact(alias) == typed), "")
    shown = normalise(f"{document.code} {document.name}")
    missing = [token for token in wanted if token not in shown]
    alias = phrase or (_best_alias(document.aliases, missing, typed) if missing else "")
    if code_why:
        why, alias = code_why, ""
    elif alias:
        why = f"also called {alias}"
    else:
        why = "name" if name_spans and not missing else "text"
    alias_spans = spans(alias, wanted) or compact_span(alias, typed)
    return Hit(document, why, code_spans, tuple(name_spans), alias, tuple(alias_spans))


def _code_match(code: str, typed: str, wanted: list[str]) -> tuple[tuple[Span, ...], str]:
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
