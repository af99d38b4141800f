"""What was probably meant by a word or a code that the catalog does not have.

Typed with a slip, or with the keyboard left in another layout.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile

from jellyfish import damerau_levenshtein_distance as distance
from jellyfish import jaro_winkler_similarity as similarity

_SHORTEST = 4
"""Letters of a word from which on it is compared at all."""
_LONG = 8
"""Letters of a word from which on it may have two typing errors."""
_SUGGESTIONS = 5
_CODE_SIGNS = string.digits + string.ascii_lowercase
_US = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUTS = {
    "Russian": "йцукенгшщзхъфывапролджэячсмитьбю",
    "Ukrainian": "йцукенгшщзхїфівапролджєячсмитьбю",
    "Greek": ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.",  # noqa: RUF001 (Greek accent key)
    "Hebrew": "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ",
    "Arabic": "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوز",
}
"""The letters of other layouts, key by key as on `_US`."""


def tolerance(word: str) -> int:
    """How many typing errors a word may have: 1 from 4 letters on, 2 from 8; 0 if it has digits.

    Two neighbors swapped are one error.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < _LONG else 2


def corrections(word: str, vocabularies: Sequence[Sequence[str]], *, half_typed: bool) -> list[str]:
    """The nearest known words, best first; of equally near ones the earlier vocabularies' first.

    `half_typed` compares with the beginnings of longer words too, because the word is being typed.
    """
    allowed = tolerance(word)
    if not allowed:
        return []
    ranked: dict[str, tuple[int, bool, int, int]] = {}
    for order, vocabulary in enumerate(vocabularies):
        for known in vocabulary:
            # No letters at all is more errors than any word may have.
            if known in ranked or len(known) < len(word) - allowed or known.isdigit():
                continue
            errors = _errors(word, known, allowed, half_typed=half_typed)
            if errors <= allowed:
                other_start = known[0] != word[0]
                ranked[known] = (errors, other_start, order, abs(len(known) - len(word)))
    return sorted(ranked, key=lambda known: (*ranked[known], known))[:_SUGGESTIONS]


def _errors(word: str, known: str, allowed: int, *, half_typed: bool) -> int:
    """How many typing errors lead from the known word to the typed one; exact up to `allowed`."""
    if len(known) <= len(word) + allowed:
        errors = distance(word, known)
        if errors <= allowed or not half_typed:
            return errors
    elif not half_typed:
        return allowed + 1
    return distance(word, known[: len(word)])


def nearest_codes(typed: str, is_code: Callable[[str], object]) -> list[str]:
    """The codes that are one typing error away.

    Those with two neighbors swapped come first, then those that begin alike.
    """
    # Tried one by one rather than compared with each code: a list may have a hundred thousand.
    near = {slip for slip in _one_slip_from(typed) if slip != typed and is_code(slip)}
    return sorted(
        near, key=lambda code: (not _swapped(typed, code), -_in_common(typed, code), code)
    )


def _one_slip_from(typed: str) -> Iterator[str]:
    for at in range(len(typed) + 1):
        before, after = typed[:at], typed[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for sign in _CODE_SIGNS:
            yield before + sign + after
            yield before + sign + after[1:]


def _swapped(one: str, other: str) -> bool:
    """Whether both have the same characters in another order."""
    return sorted(one) == sorted(other)


def _in_common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def words_like(typed: Iterable[str], known: Iterable[str]) -> list[str]:
    """The known words that are one or two slips from a typed one, best first; none with digits."""
    letters = [(word, tolerance(word)) for word in typed if tolerance(word)]
    near: dict[str, tuple[int, float]] = {}
    initials = {word[0] for word, _allowed in letters}
    for candidate in known:
        if candidate[:1] not in initials or not candidate.isalpha() or len(candidate) < _SHORTEST:
            continue
        for word, allowed in letters:
            if abs(len(word) - len(candidate)) > allowed:
                continue
            if (errors := distance(word, candidate)) <= allowed:
                rank = (errors, -similarity(word, candidate))
                near[candidate] = min(rank, near.get(candidate, rank))
    return sorted(near, key=lambda word: (near[word], word))[:_SUGGESTIONS]


def on_us_keys(text: str) -> list[str]:
    """What the same keys give on a US keyboard, for each layout that the letters may be from."""
    lower = text.lower()
    found: dict[str, None] = {}
    for letters in _LAYOUTS.values():
        keys = dict(zip(letters, _US, strict=False))
        foreign = [char for char in lower if char.isalpha() and not char.isascii()]
        if foreign and all(char in keys for char in foreign):
            found.setdefault("".join(keys.get(char, char) for char in lower))
    return list(found)
