"""The most units of a code, as the open table of limits (MUE) has it, in words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from msgspec import Struct

from otcodebook.catalog.billing import LimitKind
from otcodebook.cms.pairs import edition_remark
from otcodebook.cms.store import CmsStore
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.model import LimitRow, Setting, Table
from otcodebook.wording import counted

KINDS = {1: LimitKind.LINE, 2: LimitKind.DAY, 3: LimitKind.APPEAL}
"""What CMS's adjudication indicators mean."""


class LimitAnswer(Struct, frozen=True):
    """The limits of codes in an edition; `remark` where it is not that of the day, else empty."""

    edition: Quarter
    setting: Setting
    limits: dict[str, LimitRow]
    remark: str


def answer_limits(
    store: CmsStore, codes: Collection[str], day: date, setting: Setting
) -> LimitAnswer | None:
    """The limits of these codes on a date of service; None where no table is open.

    A code without a limit in the table is not among them. Raises CmsStoreError.
    """
    table = store.choose(Table.LIMITS, setting, day)
    if table is None:
        return None
    limits = {row.code: row for row in store.limits(table, codes)}
    return LimitAnswer(table.edition, setting, limits, edition_remark(table, day))


def limit_text(row: LimitRow) -> str:
    """The limit in words: per line; per day, absolute; or per day, more can be appealed."""
    units = counted(row.units, "unit")
    match KINDS[row.indicator]:
        case LimitKind.LINE:
            return f"{units} per claim line"
        case LimitKind.DAY:
            return f"{units} a day, absolute"
        case LimitKind.APPEAL:
            return f"{units} a day; more can be appealed with reasons"
