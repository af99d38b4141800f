"""The editions of CMS's tables: each is a quarter of a year, and ends with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, Self

from otcodebook.wording import long_date

_MONTHS_A_QUARTER = 3
_VERSION_ZERO = 1994
"""NCCI's version 32.3 is the last quarter of 2026."""
_MONTHS = {"jan": 1, "apr": 2, "jul": 3, "oct": 4}

_TYPED = re.compile(r"(20\d\d)(?:[-_ ]?q([1-4]))?", re.IGNORECASE | re.ASCII)
_NAMED = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)[-_ ]?q(?P<quarter>[1-4])(?!\d)"),
    re.compile(r"(?<![a-z0-9])q(?P<quarter>[1-4])[-_ ]?(?P<year>20\d\d)(?!\d)"),
    re.compile(r"(?<![a-z0-9])v(?P<version>\d\d)(?P<minor>[0-3])r\d"),
    re.compile(r"eff[-_ ]?(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>20\d\d)"),
    re.compile(r"(?<![a-z0-9])rvu(?P<short>\d\d)(?P<letter>[a-d])(?![a-z])"),
    re.compile(
        r"(?:pprrvu(?P<short>\d\d)|(?P<year>20\d\d))[-_ ]?(?P<name>jan|apr|jul|oct)(?![a-z]{4})"
    ),
)


class Quarter(NamedTuple):
    """A quarter of a year, the edition of a table; as a string "2026Q4".

    `number` 0 is the whole year, "2026": the edition of the localities.
    """

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}" if self.number else str(self.year)

    @property
    def words(self) -> str:
        """How it is named in a sentence: "2026 Q4"."""
        return f"{self.year} Q{self.number}" if self.number else str(self.year)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, max(_MONTHS_A_QUARTER * self.number - 2, 1), 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The quarter, or the year, after it."""
        if not self.number:
            return Quarter(self.year + 1, 0)
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @classmethod
    def containing(cls, day: date) -> Self:
        """The quarter in which the day lies."""
        return cls(day.year, (day.month - 1) // _MONTHS_A_QUARTER + 1)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """What a user types, such as "2026Q4", "2026 q4" or "2026"; None if it is no edition."""
        found = _TYPED.fullmatch(text.strip())
        return cls(int(found[1]), int(found[2] or 0)) if found else None

    def ended_text(self, day: date) -> str:
        """The sentence for a day after the edition's last one; empty up to that day."""
        if day <= self.last:
            return ""
        return f"This table ended on {long_date(self.last)}: open the new one."


def quarters_named(name: str) -> set[Quarter]:
    """The quarters that the name of a file says, in any of CMS's ways; mostly one or none."""
    return set(_named(name.casefold()))


def _named(name: str) -> Iterator[Quarter]:
    for pattern in _NAMED:
        for match in pattern.finditer(name):
            said = match.groupdict()
            if "version" in said:
                yield Quarter(_VERSION_ZERO + int(said["version"]), int(said["minor"]) + 1)
            elif "letter" in said:
                yield Quarter(2000 + int(said["short"]), "abcd".index(said["letter"]) + 1)
            elif "name" in said:
                yield Quarter(int(said["year"] or f"20{said['short']}"), _MONTHS[said["name"]])
            elif "month" in said:
                if said["day"] == "01" and int(said["month"]) in (1, 4, 7, 10):
                    yield Quarter(int(said["year"]), int(said["month"]) // _MONTHS_A_QUARTER + 1)
            else:
                yield Quarter(int(said["year"]), int(said["quarter"]))
