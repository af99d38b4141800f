"""The days on which a part of a catalog is valid: its first and its last day."""

from __future__ import annotations

from datetime import date

from otcodebook.catalog.fields import Part


class Days(Part, frozen=True):
    """The first and the last day on which something is valid; null: no such end."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first or date.min) <= day <= (self.last or date.max)

    @property
    def is_reversed(self) -> bool:
        """Whether the last day is before the first."""
        return (self.last or date.max) < (self.first or date.min)

    def overlaps(self, other: Days) -> bool:
        """Whether there is a day that lies in both."""
        first = max(self.first or date.min, other.first or date.min)
        return first <= min(self.last or date.max, other.last or date.max)


ALWAYS = Days()
"""Valid on every day: what no day is given for."""


class Dated(Part, frozen=True, kw_only=True):
    """A part of a catalog that may be valid on certain days only.

    A code, id or rule may stand several times if no day lies in two of its ranges.
    """

    valid: Days = ALWAYS
