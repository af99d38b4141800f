"""The list model: the hits of a search, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from otcodebook.catalog import Catalog, Code, Elsewhere, Entry, Retired
from otcodebook.counting import counting_label
from otcodebook.search.index import Hit

_BATCH = 256
_ROOT = QModelIndex()


class Role(IntEnum):
    """What a row has beyond Qt's own roles."""

    HIT = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2


class CodeListModel(QAbstractListModel):
    """Hits as rows, handed to the view in batches so that a very long list costs no more."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._hits: Sequence[Hit] = ()
        self._shown = 0
        self._catalog: Catalog | None = None

    def set_catalog(self, catalog: Catalog | None) -> None:
        """The catalogue that names the families of the rows."""
        self._catalog = catalog

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Replaces all rows."""
        self.beginResetModel()
        self._hits = hits
        self._shown = min(len(hits), _BATCH)
        self.endResetModel()

    def total(self) -> int:
        """How many hits there are, shown or not yet."""
        return len(self._hits)

    def entry(self, row: int) -> Entry | None:
        """The entry of a row; None outside the list."""
        if not 0 <= row < self._shown:
            return None
        entry: Entry = self._hits[row].document.item
        return entry

    def row_of(self, code: str) -> int:
        """The row of a code among those shown; -1 when it is not there."""
        rows = range(self._shown)
        return next((row for row in rows if self._hits[row].document.code == code), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """The rows handed to the view so far."""
        return 0 if parent.isValid() else self._shown

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether hits remain that the view does not have yet."""
        return not parent.isValid() and self._shown < len(self._hits)

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        """Hands the next batch to the view."""
        last = min(self._shown + _BATCH, len(self._hits))
        if last > self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, last - 1)
            self._shown = last
            self.endInsertRows()

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Code and name, what the delegate draws, and the row's full text for screen readers."""
        if not index.isValid() or not 0 <= index.row() < self._shown:
            return None
        hit = self._hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{hit.document.code} {hit.document.name}"
            case Qt.ItemDataRole.AccessibleTextRole:
                also = f"also called {hit.alias}" if hit.alias else ""
                parts = (hit.document.code, hit.document.name, self._detail(hit), also)
                return ", ".join(part for part in parts if part)
            case Role.HIT:
                return hit
            case Role.DETAIL:
                return self._detail(hit)
            case _:
                return None

    def _detail(self, hit: Hit) -> str:
        """The second line of a row: family and counting, or why it is no code to bill."""
        match hit.document.item:
            case Code() as code if self._catalog is not None:
                family = self._catalog.family_names.get(code.family, "")
                parts = (family, counting_label(code.timing))
                return " \N{MIDDLE DOT} ".join(part for part in parts if part)
            case Retired() as entry:
                return f"Retired, {entry.gone}. Use {_any_of(entry.use)}"
            case Elsewhere() as entry:
                return f"For {entry.belongs_to}. OT: {_any_of(entry.use)}"
            case _:
                return ""


def _any_of(codes: Sequence[str]) -> str:
    return ", ".join(codes) if codes else "none"
