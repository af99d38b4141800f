"""The fee table and the localities that hold on a date of service, out of the store."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from msgspec import Struct

from otcodebook.cms.pairs import edition_remark
from otcodebook.cms.store import CmsStore
from otcodebook.cms.store_file import StoredPart
from otcodebook.cms.tables.editions import Quarter
from otcodebook.cms.tables.fees import Fee, FeeTable, Participation
from otcodebook.cms.tables.gpci import NATIONAL, Locality
from otcodebook.cms.tables.model import Table

_ORDER = (Participation.STANDARD, Participation.UNSTATED, Participation.APM)
"""The factor of most clinicians comes first."""


class Pricing(Struct, frozen=True):
    """What amounts are computed with.

    `table` is in use; `other` has the other conversion factor, where its file is open. `localities`
    are by key. `remarks` are sentences where an edition is not that of the day.
    """

    edition: Quarter
    table: FeeTable
    other: FeeTable | None
    localities: dict[str, Locality]
    remarks: tuple[str, ...]

    def locality(self, key: str) -> Locality | None:
        """The locality of this key, the national one for an empty key; None if it is not open."""
        return self.localities.get(key) if key else NATIONAL


def pricing(store: CmsStore, codes: Collection[str], day: date) -> Pricing | None:
    """What to compute the amounts of these codes with; None where no fee table is open.

    Raises CmsStoreError.
    """
    fees = store.choose(Table.FEES, None, day)
    if fees is None:
        return None
    parts = sorted(fees.parts, key=lambda part: _ORDER.index(part.participation))
    rows = {fee.code: fee for fee in store.fees(fees, codes)}
    tables = [_table(part, rows) for part in parts]
    gpci = store.choose(Table.LOCALITIES, None, day)
    localities = store.localities(gpci) if gpci else []
    remarks = (edition_remark(fees, day), edition_remark(gpci, day) if gpci else "")
    return Pricing(
        fees.edition,
        tables[0],
        tables[1] if len(tables) > 1 else None,
        {locality.key: locality for locality in localities},
        tuple(dict.fromkeys(filter(None, remarks))),
    )


def _table(part: StoredPart, rows: dict[str, Fee]) -> FeeTable:
    factor = Decimal(part.factor)
    return FeeTable(part.edition, part.participation, factor, rows, part.rows_read)
