"""What CMS's tables hold, as far as it is kept: rows of numbers, and where they come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct

from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Participation
from otcodebook.settings import CareSetting
from otcodebook.wording import as_displayed


class Table(StrEnum):
    """CMS's tables."""

    PAIRS = "pairs"
    """NCCI's procedure-to-procedure pairs: codes that are not paid together."""

    LIMITS = "limits"
    """Medically unlikely edits (MUE): the most units of a code."""

    FEES = "fees"
    """The physician fee schedule's relative values (PPRRVU)."""

    LOCALITIES = "localities"
    """What a place costs (GPCI): factors for the relative values."""


TABLE_NAMES = {
    Table.PAIRS: "NCCI code pairs",
    Table.LIMITS: "MUE unit limits",
    Table.FEES: "Fee schedule (relative values)",
    Table.LOCALITIES: "Localities (GPCI)",
}
"""What the tables are called on screen."""


class Setting(StrEnum):
    """Which of CMS's two sets of pairs and limits holds: it depends on who bills."""

    PRACTITIONER = "practitioner"
    """Private practices of therapists and doctors."""

    HOSPITAL = "hospital"
    """Hospital outpatients, and Part B in skilled nursing facilities and home health."""


SETTING_NAMES = {
    Setting.PRACTITIONER: "private practice",
    Setting.HOSPITAL: "outpatient hospital",
}
"""What the settings are called on screen."""

SETTINGS_CHOSEN = {
    CareSetting.PRACTICE: Setting.PRACTITIONER,
    CareSetting.HOSPITAL: Setting.HOSPITAL,
}
"""Whose tables hold for what the user chose in the preferences."""


class Source(Struct, frozen=True):
    """A file on the user's disk as it was read; `member` is the file within a zip, or empty.

    size: in bytes; mtime_ns: when it was changed last.
    """

    path: str
    member: str
    size: int
    mtime_ns: int

    @property
    def name(self) -> str:
        """The name of the file that holds the table."""
        return _base_name(self.member or self.path)

    @property
    def shown(self) -> str:
        """The name as a message can quote it."""
        return as_displayed(self.name)

    @property
    def zip_name(self) -> str:
        """The name of the zip that the file stands in; empty for a bare one."""
        return self.outer_name if self.member else ""

    @property
    def outer_name(self) -> str:
        """The name of the file that the user opened: the zip, or the file itself."""
        return _base_name(self.path)


def _base_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


class PairRow(Struct, frozen=True, gc=False):
    """A pair as CMS's table has it: on a claim with both codes `column2` is the one denied.

    indicator: 0 never paid together, 1 paid with a modifier such as 59 where the services were
    truly separate, 9 the pair never counted. deletion: its last day; None while it is in force.
    """

    column1: str
    column2: str
    indicator: int
    effective: date
    deletion: date | None
    rationale: str

    def is_live(self, day: date) -> bool:
        """Whether the pair counts on this date of service."""
        is_ended = self.deletion is not None and self.deletion < day
        return self.effective <= day and not is_ended and self.indicator != NEVER_COUNTED


NEVER, WITH_MODIFIER, NEVER_COUNTED = 0, 1, 9
"""The indicators of a pair."""


class LimitRow(Struct, frozen=True, gc=False):
    """The most units of a code; `indicator` says of what, see `billing.LimitKind`.

    indicator: 1 of a claim line, 2 of the day, absolute, 3 of the day, more can be appealed.
    """

    code: str
    units: int
    indicator: int
    rationale: str


class Part(Struct, frozen=True, kw_only=True):
    """One file of a table as it was read.

    setting: None where the table has none, or where nothing says which one it is.
    edition: None where nothing says it; then `question` is a sentence that asks for it.
    number: which part of a set it is, from its name; 0 if it does not say.
    rows_read: all rows of the file; rows: those about codes that are known.
    first, last: the lowest and the highest code of the file's first column.
    newest: the latest day on which a row of the file begins to count; None without such days.
    factor, participation: the conversion factor of a fee schedule, and whose it is.
    """

    table: Table
    source: Source
    setting: Setting | None = None
    edition: Quarter | None = None
    number: int = 0
    rows_read: int = 0
    rows: tuple[Any, ...] = ()
    first: str = ""
    last: str = ""
    newest: date | None = None
    question: str = ""
    factor: Decimal | None = None
    participation: Participation = Participation.UNSTATED

    @property
    def has_settings(self) -> bool:
        """Whether CMS publishes this table for each setting apart."""
        return self.table in (Table.PAIRS, Table.LIMITS)
