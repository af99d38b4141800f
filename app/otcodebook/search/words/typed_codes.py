"""Codes as people type them: "CPT97110", "97110GO", "97110-59", "97110x2", "97110/97530"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from otcodebook.search.words.text import STOP_WORDS

_CODE = r"\d{5}|[a-z]\d{4}|\d{4}[a-z]"
_LOOKS_LIKE_CODE = re.compile(_CODE)
_PIECE = re.compile(rf"(?:cpt|hcpcs|code)?({_CODE})((?:[a-z0-9]{{2}})*?)(x\d{{1,3}}|\d{{1,2}}x)?")
_TIMES = re.compile(r"x\d{1,3}|\d{1,2}x")
_LONGEST_COUNT = 2
_ASKING = frozenset(
    (
        *("replace", "replaced", "replaces", "replacement", "instead", "old", "new", "now", "gone"),
        *("deleted", "retired", "valid", "still", "happened", "use", "used", "was", "is", "became"),
    )
)
"""Words that ask what became of a code."""
_UNIT_WORDS = frozenset(("unit", "units", "x"))


def looks_like_code(token: str) -> bool:
    """Whether a word has the form of a CPT or HCPCS code."""
    return _LOOKS_LIKE_CODE.fullmatch(token) is not None


def taken_apart(tokens: Sequence[str], is_known: Callable[[str], object]) -> list[str]:
    """The words with codes freed of what is glued to them: modifiers stand alone, counts go.

    `is_known` tells which codes and modifiers exist, in one piece and lower case. Other words stay.
    """
    apart: list[str] = []
    for token in tokens:
        match = _PIECE.fullmatch(token) if not is_known(token) else None
        if match is None:
            apart.append(token)
            continue
        code, rest, _times = match.groups()
        modifiers = [rest[at : at + 2] for at in range(0, len(rest), 2)]
        if all(map(is_known, modifiers)):
            apart += [code, *modifiers]
        else:
            apart.append(token)
    if not any(looks_like_code(token) for token in apart):
        return apart
    return [token for at, token in enumerate(apart) if not _is_count(token, apart[at + 1 : at + 2])]


def asked_about(tokens: list[str], is_gone: Callable[[str], object]) -> list[str]:
    """Only the code, where words ask what became of one: "what replaced 97003".

    `is_gone` tells which codes cannot be billed.
    """
    words = [token for token in tokens if token not in STOP_WORDS]
    named = [word for word in words if word not in _ASKING]
    return named if len(named) == 1 < len(words) and is_gone(named[0]) else tokens


def _is_count(token: str, after: Sequence[str]) -> bool:
    """Whether a word tells how many units: "x2", the 2 of "2 units", "units"."""
    if token.isdigit() and len(token) <= _LONGEST_COUNT:
        return bool(_UNIT_WORDS.intersection(after))
    return token in _UNIT_WORDS or _TIMES.fullmatch(token) is not None
