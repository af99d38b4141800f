"""What was probably meant by a word or a code that the catalog does not have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from jellyfish import damerau_levenshtein_distance as distance
from jellyfish import jaro_winkler_similarity as similarity

_SHORTEST = 4
_LONG = 8
_SUGGESTIONS = 5
_ALIKE = 0.8
_LONGEST_SUGGESTION = 20


def tolerance(word: str) -> int:
    """How many slips a word may have: none below 4 letters or with digits, 2 from 8 letters on.

    Two neighbors swapped are one slip.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < _LONG else 2


def corrections(word: str, vocabularies: Sequence[Sequence[str]], *, half_typed: bool) -> list[str]:
    """The nearest words, best first; the earlier vocabularies weigh more.

    `half_typed` compares with the beginnings of longer words too, because the word is being typed.
    """
    allowed = tolerance(word)
    if not allowed:
        return []
    ranked: dict[str, tuple[int, bool, int, int]] = {}
    for weight, vocabulary in enumerate(vocabularies):
        for known in vocabulary:
            if known in ranked or len(known) < len(word) - allowed:
                continue
            slips = _slips(word, known, allowed, half_typed=half_typed)
            if slips <= allowed:
                other_start = known[0] != word[0]
                ranked[known] = (slips, other_start, weight, abs(len(known) - len(word)))
    return sorted(ranked, key=lambda known: (*ranked[known], known))[:_SUGGESTIONS]


def _slips(word: str, known: str, allowed: int, *, half_typed: bool) -> int:
    if len(known) <= len(word) + allowed:
        slips = distance(word, known)
        if slips <= allowed or not half_typed:
            return slips
    elif not half_typed:
        return allowed + 1
    return distance(word, known[: len(word)])


def nearest_codes(typed: str, codes: Iterable[str]) -> list[str]:
    """The codes that one slip leads to from what was typed; those that begin alike come first."""
    alike = (code for code in codes if abs(len(code) - len(typed)) <= 1)
    near = [code for code in alike if distance(typed, code) == 1]
    return sorted(near, key=lambda code: -_length_in_common(typed, code))


def _length_in_common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def words_like(typed: Iterable[str], known: Iterable[str]) -> list[str]:
    """The known words that look most like the typed ones, however far; digits look like nothing."""
    letters = [word for word in typed if len(word) >= _SHORTEST and word.isalpha()]
    near: dict[str, float] = {}
    initials = {word[0] for word in letters}
    for candidate in known:
        if candidate[0] not in initials:
            continue
        if candidate.isalpha() and _SHORTEST <= len(candidate) <= _LONGEST_SUGGESTION:
            best = max((similarity(word, candidate) for word in letters), default=0.0)
            if best >= _ALIKE:
                near[candidate] = best
    return sorted(near, key=lambda word: (-near[word], word))[:_SUGGESTIONS]
