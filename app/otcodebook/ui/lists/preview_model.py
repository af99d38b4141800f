"""All rows of a list as the preview shows them: the cells, and what was done with each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from otcodebook.lists.cells.table import Row, Table, tidy
from otcodebook.lists.cells.titles import Role
from otcodebook.lists.columns import Column
from otcodebook.lists.reading import ListReading
from otcodebook.progress import Progress, told
from otcodebook.wording import as_displayed, elided

_LONGEST_CELL = 300
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowKind(StrEnum):
    """The rows that the preview can show alone."""

    ALL = "All rows"
    LEFT_OUT = "Left out"
    REPAIRED = "Repaired"
    IN_PART = "Read in part"


@dataclass(frozen=True)
class PreviewRows:
    """The rows of a file by kind; `remarks` says by line what was done with a row.

    Made in a thread: a list may have 100,000 rows.
    """

    rows: Sequence[Row]
    columns: tuple[Column, ...]
    remarks: dict[int, str]
    left_out: frozenset[int]
    of_kind: dict[RowKind, Sequence[int]]
    """The positions of the rows of each kind."""


def preview_rows(
    table: Table, reading: ListReading, progress: Progress | None = None
) -> PreviewRows:
    """Sorts the rows of a table by what was done with them."""
    left_out = {row.line: f"Left out: {row.reason}" for row in reading.left_out}
    repaired = {
        each.line: f"{as_displayed(each.before)} read as {each.after}" for each in reading.repaired
    }
    in_part: dict[int, str] = {}
    for problem in reading.unclear:
        line = int(problem.place.rpartition(" ")[2])
        in_part[line] = "; ".join(filter(None, (in_part.get(line), problem.message)))
    remarks = left_out | repaired
    for line, message in in_part.items():
        remarks[line] = "; ".join(filter(None, (remarks.get(line), message)))
    every = told(table.rows, progress)
    rows = tuple(row for row in every if row.line != reading.header_line)
    place_of = {row.line: place for place, row in enumerate(rows)} if remarks else {}
    of_kind: dict[RowKind, Sequence[int]] = {RowKind.ALL: range(len(rows))}
    for kind, lines in (
        (RowKind.LEFT_OUT, left_out),
        (RowKind.REPAIRED, repaired),
        (RowKind.IN_PART, in_part),
    ):
        of_kind[kind] = sorted(place_of[line] for line in lines if line in place_of)
    return PreviewRows(rows, reading.columns, remarks, frozenset(left_out), of_kind)


class PreviewModel(QAbstractTableModel):
    """The rows of one kind; the first column says what was done with a row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = PreviewRows((), (), {}, frozenset(), dict.fromkeys(RowKind, ()))
        self._positions: Sequence[int] = ()

    def show_rows(self, rows: PreviewRows, kind: RowKind) -> None:
        """Shows the rows of this kind."""
        self.beginResetModel()
        self._rows = rows
        self._positions = rows.of_kind[kind]
        self.endResetModel()

    @property
    def has_remarks(self) -> bool:
        """Whether anything is told of any row."""
        return bool(self._rows.remarks)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """How many rows there are of the kind that is shown."""
        return 0 if parent.isValid() else len(self._positions)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """One more than the list has."""
        return 0 if parent.isValid() else len(self._rows.columns) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cell in one line; dimmed where it is not used."""
        row = self._rows.rows[self._positions[index.row()]]
        at = index.column() - 1
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                if at < 0:
                    return self._rows.remarks.get(row.line, "")
                cell = as_displayed(tidy(row.cells[at])) if at < len(row.cells) else ""
                return elided(cell, _LONGEST_CELL)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.data(index) or "empty"
            case Qt.ItemDataRole.ForegroundRole:
                is_ignored = at >= 0 and self._rows.columns[at].role is Role.IGNORE
                if at >= 0 and (is_ignored or row.line in self._rows.left_out):
                    palette = QGuiApplication.palette()
                    return palette.color(QPalette.ColorRole.PlaceholderText)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The title of a column, and the line of a row in its file."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return f"{self._rows.rows[self._positions[section]].line:,}"
        if not section:
            return "What was done"
        return title_of(self._rows.columns, section - 1)


def title_of(columns: Sequence[Column], at: int) -> str:
    """What a column is called: by its title, else by its place."""
    return as_displayed(columns[at].title) or f"Column {at + 1}"
