"""Turns text into words to search by: the same way for the catalog and for what is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_COMPOUND = re.compile(r"[^\W_]+(?:['’/&.\-][^\W_]+)+")  # noqa: RUF001 (typed apostrophe)

STOP_WORDS = frozenset(
    (
        *("a", "an", "and", "by", "for", "from", "in", "is", "my", "of", "on", "or", "the", "to"),
        *("with", "i", "do", "does", "did", "how", "what", "which", "when", "can", "we"),
        *("bill", "code", "codes", "cpt"),
    )
)
"""Words that say nothing about a service: they never exclude a result."""

FILLER_WORDS = STOP_WORDS | frozenset(
    (
        *("put", "putting", "use", "used", "using", "work", "worked", "working", "practice"),
        *("practiced", "practicing", "train", "trained", "training", "teach", "teaching", "taught"),
        *("learn", "learning", "doing", "done", "perform", "performing", "try", "trying", "help"),
        *("helping", "assist", "assisted", "assisting", "assistance", "cue", "cues", "cueing"),
        *(
            "patient",
            "patients",
            "pt",
            "pts",
            "client",
            "clients",
            "resident",
            "residents",
            "child",
        ),
        *("kid", "kids", "adult", "his", "her", "their", "him", "them", "he", "she", "they", "s"),
        *("session", "sessions", "today", "daily", "after", "before", "during", "while", "at"),
        *("as", "into", "onto", "up", "out", "down", "it", "this", "that", "was", "are", "be"),
        *("one", "handed", "left", "right", "affected", "involved", "weak", "safe", "safely"),
        *("independent", "independently", "independence", "skill", "skills", "task", "tasks"),
        *("technique", "techniques", "strategy", "strategies", "program", "treatment", "therapy"),
        *("intervention", "interventions", "goal", "goals", "new", "ot", "due", "dx", "hx"),
        *("status", "post", "test", "tests", "testing", "score", "scores", "scale", "tool"),
        *("billing", "billed", "charge", "measure", "some", "more", "min", "mod", "max", "adapted"),
        *("adaptive", "modified", "gentle", "slow", "both", "bilateral"),
    )
)
"""Words around a term that do not change what it leads to, such as "putting on a bra one handed".

Numbers, and words that name a code's kind such as "evaluation", "custom", "group" or "extra", are
not among them.
"""

MAX_TOKENS = 12
"""Words of a query that are used: nobody types more on purpose, and a pasted page stays cheap."""

_LONGEST_QUERY = 1000
"""Characters of a query that are looked at."""
_MIN_STEM = 4
"""The fewest letters that remain of a word without its ending."""
_PUNCTUATION = "".join(sign for sign in map(chr, range(33, 127)) if not sign.isalnum())


def normalize(text: str) -> str:
    """The text in lower case without accents, so that neither makes a difference."""
    if text.isascii():
        return text.lower()
    # Imported here: most texts are plain ASCII.
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokenize(text: str) -> list[str]:
    """The words of a query, in order."""
    return _words_of(normalize(text[:_LONGEST_QUERY]))[:MAX_TOKENS]


@cache
def _word() -> re.Pattern[str]:
    """A word of any script; Chinese and Japanese put no space between words: each sign is one.

    Compiled with the first query: it takes longer than painting the rows.
    """
    return re.compile(rf"(?=[{_IDEOGRAPHS}])[^\W_]|(?:(?![{_IDEOGRAPHS}])[^\W_])+")


def _words_of(plain: str) -> list[str]:
    return (_PLAIN_WORD if plain.isascii() else _word()).findall(plain)


def compact(text: str) -> str:
    """The text without anything but letters and digits: "self-care", "self care" -> "selfcare"."""
    if text.isascii() and (text.isalnum() or (text := text.replace(".", "")).isalnum()):
        return text.lower()
    return "".join(_words_of(normalize(text)))


def words(text: str) -> set[str]:
    """The words to index: each one, and compounds also in one piece ("w/c" -> w, c, wc)."""
    return plain_words(text).union(compounds(text))


def plain_words(text: str) -> set[str]:
    """The words of a text, compounds taken apart ("w/c" -> w, c)."""
    plain = normalize(text)
    bare = plain.strip(_PUNCTUATION)
    if bare.isascii() and bare.isalnum():
        return {bare}
    return set(_words_of(plain))


def compounds(text: str) -> dict[str, str]:
    """The compounds of a text in one piece, each with how it is written ("wc" -> "w/c")."""
    plain = normalize(text)
    if plain.isascii() and plain.isalnum():
        return {}
    return {compact(written): written for written in _COMPOUND.findall(plain)}


def stems(token: str) -> list[str]:
    """A typed word without its ending, to try as one more prefix; none where no ending is known.

    Endings are taken off what is typed and never off what is searched, so half-typed words match.
    """
    if not token.endswith(("s", "ing", "ed")):
        return []
    for ending in ("ings", "ing", "ies", "es", "ed", "s"):
        stem = token.removesuffix(ending)
        if stem != token and len(stem) >= _MIN_STEM and stem.isalpha():
            undoubled = stem[:-1] if stem[-1] == stem[-2] and len(stem) > _MIN_STEM else stem
            return [undoubled]
    return []


def root(word: str) -> str:
    """A word without its ending, in a form that serves comparison only.

    "shave", "shaving" and "shaved" have one root, so do "memory" and "memories". Short words and
    words with digits stay as they are.
    """
    if word in FILLER_WORDS:
        return word  # "putting" is not "putty"
    bare = next(iter(stems(word)), word)
    if len(bare) == _MIN_STEM and bare.endswith("s") and bare[-2] not in "isu":
        bare = bare[:-1]  # "bras" is too short for `stems`; "axis" and "pass" keep their ending
    shorter = bare.rstrip("eiy")
    return shorter if len(shorter) >= _MIN_STEM - 1 and bare.isalpha() else bare


Span = tuple[int, int]
"""A stretch of a text: the index of its first character and the index after its last one."""


def spans(text: str, tokens: Sequence[str]) -> list[Span]:
    """Where words of the text begin with one of the tokens, in order and apart."""
    if text.isascii():
        return [match.span() for match in _beginnings(tuple(tokens)).finditer(text.lower())]
    found: list[Span] = []
    for match in _word().finditer(text):
        word = normalize(match.group())
        same_length = len(word) == len(match.group())
        best = max((len(token) for token in tokens if word.startswith(token)), default=0)
        if best:
            found.append((match.start(), match.start() + best if same_length else match.end()))
    return found


@lru_cache(maxsize=64)
def _beginnings(tokens: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for the longest token that a word begins with."""
    longest_first = sorted(set(filter(None, tokens)), key=len, reverse=True)
    return re.compile(f"(?<![a-z0-9])(?:{'|'.join(longest_first) or '(?!)'})")


def compact_span(text: str, typed: str) -> list[Span]:
    """The beginning of the text whose compact form is `typed`, as the only span; none otherwise."""
    if not typed or not compact(text).startswith(typed):
        return []
    seen = 0
    for end, char in enumerate(text, start=1):
        seen += len(compact(char))
        if seen >= len(typed):
            return [(0, end)]
    return []
