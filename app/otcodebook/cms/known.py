"""The codes that rows are kept for: those of the reference and of the user's list."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from otcodebook.catalog.load import load_bundled
from otcodebook.cms.tables.model import Table

if TYPE_CHECKING:
    from otcodebook.catalog.model import Catalog
    from otcodebook.cms.store import CmsStore

_CODE = re.compile("[0-9A-Z][0-9]{3}[0-9A-Z]", re.ASCII)


def known_codes(catalog: Catalog | None = None) -> frozenset[str]:
    """The numbers of all procedure codes in the reference and in this catalog.

    Codes that are retired or of other professions are among them.
    """
    found = [entry.code for entry in load_bundled().entries()]
    found += [entry.code for entry in catalog.entries()] if catalog is not None else []
    return frozenset(filter(_CODE.fullmatch, found))


def codes_without_rows(store: CmsStore, known: Collection[str]) -> frozenset[str]:
    """The codes among these whose rows were not kept in all that is stored.

    Raises CmsStoreError.
    """
    kept = _kept_everywhere(store)
    return frozenset() if kept is None else frozenset(known) - kept


def _kept_everywhere(store: CmsStore) -> frozenset[str] | None:
    """The codes that every stored part was read with; None where nothing is stored."""
    tables = [table for table in store.tables() if table.table is not Table.LOCALITIES]
    kept = store.codes_of_parts()
    sets = [kept[part.id] for table in tables for part in table.parts]
    return frozenset.intersection(*sets) if sets else None
