"""What goes into a count of units and what comes out of it: data, no rules.

A session lives in memory only. It names codes and minutes and nothing about the patient.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from otcodebook.catalog.counting import FIRST_UNIT_MINUTES, UNIT_MINUTES
from otcodebook.errors import AppError

LONGER_PERIODS = frozenset({"7 days", "30-day period", "calendar month", "episode"})
"""The `per` of timings whose minutes are added over more than the day."""


class UnitsError(AppError):
    """A session that cannot be counted: which code or which minutes are wrong, and what to do."""


class Rule(StrEnum):
    """How the minutes of the 15-minute codes become units; which one holds, the payer says."""

    CMS = "cms"
    """The minutes of the day are pooled. Source: Claims Processing Manual, ch. 5, s. 20.2."""

    MIDPOINT = "midpoint"
    """Each code on its own: a unit is earned once more than half of its time is done."""


class Kind(StrEnum):
    """How a code is counted."""

    POOLED = "pooled"
    UNTIMED = "untimed"
    BLOCKS = "blocks"
    BAND = "band"
    UNSTATED = "unstated"


class SessionEntry(Struct, frozen=True):
    """One code of a session.

    `minutes` are whole minutes of skilled treatment, therapist and assistant together; None where
    none were given. `assistant` are those of them that the OT assistant worked without the
    therapist. Minutes that both worked side by side are the therapist's.
    """

    code: str
    minutes: int | None = None
    assistant: int = 0


class ChartRow(Struct, frozen=True):
    """One row of the 8-minute chart: `at_least` to `at_most` minutes make `units`."""

    units: int
    at_least: int
    at_most: int


class Member(Struct, frozen=True, kw_only=True):
    """One code, or a base with the add-on that shares its minutes, as it was counted.

    `codes` holds the base first. Of a 15-minute code, `whole` are the units of its whole quarter
    hours, `remainder` the minutes left over, `extra` whether these earned one more unit, `tied`
    whether that was a tie, and `takes` the code that such a unit is billed with.
    """

    codes: tuple[str, ...]
    kind: Kind
    minutes: int
    units: int
    takes: str
    whole: int = 0
    remainder: int = 0
    extra: bool = False
    tied: bool = False


class Line(Struct, frozen=True):
    """One code of the result. `units` 0: document it, do not bill it. `minutes` 0: none given.

    A base and its add-on share their minutes: here each has the part that its units stand for.
    `takes_go` tells whether the claim line may carry modifier GO, `takes_co` whether an OT
    assistant's work can put CO on it too.
    """

    code: str
    minutes: int
    units: int
    reason: str
    takes_go: bool = True
    takes_co: bool = True


class Choice(Struct, frozen=True):
    """A tie: `units` go to any so many of the codes in `among`, which are sorted.

    `given` are those that have them now: the ones chosen, else the ones entered first.
    """

    units: int
    among: tuple[str, ...]
    given: tuple[str, ...]


class UnitCount(Struct, frozen=True, kw_only=True):
    """The units of a session under one rule, with the working.

    `timed_minutes`: all 15-minute codes together, and nothing else. `treatment_minutes`: all
    minutes of the day, so without codes counted over a month or a week; the codes in
    `without_minutes` were given none and may be missing in it. `chart` is the row that the timed
    minutes fall into (Medicare's rule only). `whole_units` come from whole quarter hours,
    `remaining_units` from what is left over; together they are the units of the 15-minute codes.
    `units` is the sum over all lines.
    """

    rule: Rule
    timed_minutes: int
    treatment_minutes: int
    without_minutes: tuple[str, ...]
    chart: ChartRow | None
    whole_units: int
    remaining_units: int
    units: int
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]
    members: tuple[Member, ...]


def chart_units(minutes: int) -> int:
    """The units that so many minutes make on the 8-minute chart: 0-7 none, 8-22 one, and so on.

    Source: Claims Processing Manual, chapter 5, section 20.2.
    """
    return (minutes + UNIT_MINUTES - FIRST_UNIT_MINUTES) // UNIT_MINUTES


def chart_row(minutes: int) -> ChartRow:
    """The row of the 8-minute chart that so many minutes fall into (source as above)."""
    units = chart_units(minutes)
    first = units * UNIT_MINUTES - (UNIT_MINUTES - FIRST_UNIT_MINUTES)
    return ChartRow(units, max(first, 0), first + UNIT_MINUTES - 1)
