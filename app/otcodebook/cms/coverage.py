"""Which codes the open parts of a table of pairs cover.

CMS cuts the table by the code in column 1, at other codes each quarter. A pair can only be ruled
out where the parts of both codes are open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from otcodebook.wording import counted

_LOWEST, _HIGHEST = "", "~"
_REAL_PART = 100_000
"""A part of CMS's has hundreds of thousands of rows. With fewer, it is somebody's extract of it."""
_CUTS = {
    1: (_LOWEST, "25441"),
    2: ("25442", "37252"),
    3: ("37253", "62322"),
    4: ("62323", _HIGHEST),
}
"""Where CMS cut the table in 2026 Q3: what an extract of a part stands for."""


class PartRange(NamedTuple):
    """The part of a table: its number (0 if unknown), its rows, its first and last code."""

    number: int
    rows: int
    first: str
    last: str

    @property
    def text(self) -> str:
        """The codes, such as "62323 to U0003"."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


def covered(parts: Iterable[PartRange]) -> list[tuple[str, str]]:
    """The stretches of codes that the parts cover; neighbors by number leave no gap."""
    stretches: list[tuple[str, str]] = []
    before = 0
    for first, last, number in sorted((*_stretch(part), part.number) for part in parts):
        if stretches and (first <= stretches[-1][1] or 0 < before == number - 1):
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], last))
        else:
            stretches.append((first, last))
        before = number
    return stretches


def missing_codes(parts: Iterable[PartRange], codes: Iterable[str]) -> list[str]:
    """Those of the codes that no part covers, in order."""
    stretches = covered(parts)
    return sorted(
        code for code in codes if not any(first <= code <= last for first, last in stretches)
    )


def parts_to_open(parts: Iterable[PartRange]) -> str:
    """The parts that are not open, by the ends of their names: "f1, f2 or f3"."""
    names = [f"f{number}" for number in _CUTS if number not in {part.number for part in parts}]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)


def ranges_text(parts: Sequence[PartRange]) -> str:
    """The codes of column 1 that are loaded: "25442 to 37252 and 62323 to U0003"."""
    ordered = sorted(parts, key=lambda part: part.first)
    return ", ".join(part.text for part in ordered)


def missing_text(parts: Sequence[PartRange], known: Collection[str]) -> str:
    """A sentence on the known codes whose part is not open; empty if there is none."""
    missing = missing_in_words(parts, known)
    return f"Not loaded: {missing}." if missing else ""


def missing_in_words(parts: Sequence[PartRange], known: Collection[str]) -> str:
    """How many known codes stand in parts that are not open, and which; empty for none."""
    missing = missing_codes(parts, known)
    if not missing:
        return ""
    stretches = covered(parts)
    gaps: list[tuple[int, str, str]] = []
    for code in missing:
        gap = sum(first <= code for first, _ in stretches)
        if not gaps or gaps[-1][0] != gap:
            gaps.append((gap, code, code))
        else:
            gaps[-1] = (gap, gaps[-1][1], code)
    spans = ", ".join(one if one == other else f"{one} to {other}" for _, one, other in gaps)
    count = counted(len(missing), "code")
    return f"{count} in other parts of the table ({spans})"


def _stretch(part: PartRange) -> tuple[str, str]:
    """The codes that a part covers.

    CMS's own parts tell by their first and last code. The few codes of an extract say nothing of
    the others, so it stands for the part that it is named after, or for the whole table.
    """
    if part.rows >= _REAL_PART:
        begins = part.number == 1 or part.first.startswith("0")
        ends = part.last[:1].isalpha()  # the codes with letters in front are the last ones
        return _LOWEST if begins else part.first, _HIGHEST if ends else part.last
    first, last = _CUTS.get(part.number, (_LOWEST, _HIGHEST))
    is_within = first <= part.first and part.last <= last
    return (first, last) if is_within else (_LOWEST, _HIGHEST)
