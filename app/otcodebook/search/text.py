"""How text becomes words to search by: the same for what is searched and for what is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_ORIGINAL_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[a-z0-9]+(?:['’/&.\-][a-z0-9]+)+")  # noqa: RUF001 (typed apostrophe)

STOP_WORDS = frozenset(
    (
        *("a", "an", "and", "by", "for", "from", "in", "is", "my", "of", "on", "or", "the", "to"),
        *("with", "i", "do", "does", "did", "how", "what", "which", "when", "can", "we"),
        *("bill", "code", "codes", "cpt"),
    )
)
"""Words that say nothing about a service: they never exclude a result."""

MAX_TOKENS = 12
"""Words of a query that count; nobody types more on purpose, and a pasted page stays cheap."""

_MIN_STEM = 4
_PUNCTUATION = "".join(sign for sign in map(chr, range(33, 127)) if not sign.isalnum())


def normalize(text: str) -> str:
    """Lower case without accents, so that case and accents make no difference."""
    if text.isascii():
        return text.lower()
    # Imported here: most text is plain.
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokenize(text: str) -> list[str]:
    """The words of a query, in order."""
    return _WORD.findall(normalize(text[:1000]))[:MAX_TOKENS]


def compact(text: str) -> str:
    """The text with all but letters and digits removed: "self-care", "self care" -> "selfcare"."""
    if text.isascii() and (text.isalnum() or (text := text.replace(".", "")).isalnum()):
        return text.lower()
    return "".join(_WORD.findall(normalize(text)))


def words(text: str) -> set[str]:
    """The words to index: each by itself, and compounds also in one piece ("w/c" -> w, c, wc)."""
    plain = normalize(text)
    bare = plain.strip(_PUNCTUATION)
    if bare.isascii() and bare.isalnum():
        return {bare}
    return {*_WORD.findall(plain), *map(compact, _COMPOUND.findall(plain))}


def stems(token: str) -> list[str]:
    """What is left of a typed word without its ending, to be tried as further prefixes.

    Endings are taken off what is typed, never off what is searched: so a word half typed is found.
    """
    for ending in ("ings", "ing", "ies", "es", "ed", "s"):
        stem = token.removesuffix(ending)
        if stem != token and len(stem) >= _MIN_STEM and stem.isalpha():
            undoubled = stem[:-1] if stem[-1] == stem[-2] and len(stem) > _MIN_STEM else stem
            return [undoubled]
    return []


Span = tuple[int, int]


def spans(text: str, tokens: Sequence[str]) -> list[Span]:
    """Where words of the text begin with one of the tokens: (start, end) pairs, in order."""
    if text.isascii():
        return [match.span() for match in _beginnings(tuple(tokens)).finditer(text.lower())]
    found: list[Span] = []
    for match in _ORIGINAL_WORD.finditer(text):
        word = normalize(match.group())
        same_length = len(word) == len(match.group())
        best = max((len(token) for token in tokens if word.startswith(token)), default=0)
        if best:
            found.append((match.start(), match.start() + best if same_length else match.end()))
    return found


@lru_cache(maxsize=64)
def _beginnings(tokens: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the longest token that a word begins with."""
    longest_first = sorted(set(filter(None, tokens)), key=len, reverse=True)
    return re.compile(f"(?<![a-z0-9])(?:{'|'.join(longest_first) or '(?!)'})")


def compact_span(text: str, typed: str) -> list[Span]:
    """The stretch of the text that the compact form of what was typed covers from its start."""
    if not typed or not compact(text).startswith(typed):
        return []
    seen = 0
    for end, char in enumerate(text, start=1):
        seen += len(compact(char))
        if seen >= len(typed):
            return [(0, end)]
    return []
