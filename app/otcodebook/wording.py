"""How the program puts counts, lists, quotations, file names and foreign text into words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTION = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb"
_MESSAGE_LENGTH = 300
_MOST_NAMED = 5
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Patterns as text, like below: `re` compiles each when it is first used, and no start waits for it.
_DATE = r"(\d{4})-(0[1-9]|1[0-2])(?:-([0-3]\d))?"

_MARK = "\N{REPLACEMENT CHARACTER}"
UNSHOWABLE = f"[{_CONTROL}{_DIRECTION}]"
"""A pattern of control characters and those that change the reading direction, in several lines."""

UNSHOWABLE_IN_LINE = f"[{_CONTROL}\t\n\r{_DIRECTION}]"
"""The same characters, tabs and line ends: none of them belongs in a text of one line."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, such as "1 code" and "2,000 codes".

    `plural` is needed only where an "s" at the end does not make it.
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def listed(items: Sequence[str], word: str = "and") -> str:
    """Items in a sentence: "a", "a and b", "a, b and c"; empty without items."""
    return f" {word} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def short_list(items: Sequence[str], noun: str = "code") -> str:
    """The items with commas; more than five are counted instead ("149 codes")."""
    return counted(len(items), noun) if len(items) > _MOST_NAMED else ", ".join(items)


def long_date(day: date) -> str:
    """A day in American English, whatever the language of the system: "January 1, 2026"."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def as_of_text(day: str) -> str:
    """A year, month or day as a catalog has it, in American English: "2024-07" is "July 2024".

    What is no such date stays as it is.
    """
    found = re.fullmatch(_DATE, day, re.ASCII)
    if found is None:
        return day
    year, month, of_month = found.groups()
    name = _MONTHS[int(month) - 1]
    return f"{name} {int(of_month)}, {year}" if of_month else f"{name} {year}"


def quoted(text: str) -> str:
    """The text in curly quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def elided(text: str, limit: int, *, keep_end: bool = False) -> str:
    """The text in at most `limit` characters; an ellipsis stands for what was cut off.

    The beginning is kept, with `keep_end` the end.
    """
    if len(text) <= limit:
        return text
    if keep_end:
        return f"\N{HORIZONTAL ELLIPSIS}{text[len(text) - limit + 1 :].lstrip()}"
    return f"{text[: limit - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def as_displayed(text: str) -> str:
    """Foreign text as a message can quote it: one printable line of at most 300 characters.

    What cannot be shown becomes a replacement character or a question mark.
    """
    # File names and arguments may hold bytes that are no text: lone surrogates, in Python.
    unicode = text.encode("utf-8", "replace").decode("utf-8")
    shown = re.sub(UNSHOWABLE_IN_LINE, _MARK, unicode[: _MESSAGE_LENGTH + 1])
    if not shown.isprintable():
        # Spaces of other widths, and characters that Unicode has not assigned or keeps private.
        shown = "".join(
            char if char.isprintable() else " " if char.isspace() else _MARK for char in shown
        )
    return elided(shown, _MESSAGE_LENGTH)


def displayed_path(path: Path) -> str:
    """The whole path as a message can quote it."""
    return as_displayed(str(path))


def displayed_name(path: Path) -> str:
    """The file's name, without its folder, as a message can quote it."""
    return as_displayed(path.name or str(path))


def still_waiting(name: str) -> str:
    """What is said of a file whose share does not answer; without a full stop, more may follow."""
    return f"Still waiting for {name}, its drive does not answer"
