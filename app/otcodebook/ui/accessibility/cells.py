"""Cells of a table that changed: Qt tells a screen reader nothing of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QTableView

Index = QModelIndex | QPersistentModelIndex
_READ = (QAccessible.Event.DescriptionChanged, QAccessible.Event.NameChanged)


def place_of(table: QTableView, cell: Index) -> int:
    """The place of a cell among all that a screen reader can ask the table for.

    Qt counts a header above the columns and one beside the rows, even if that is hidden.
    """
    columns = table.model().columnCount() + 1
    return (cell.row() + 1) * columns + cell.column() + 1


def tell_changed(table: QTableView, first: Index, last: Index) -> None:
    """Has a screen reader ask again for what these cells say, which it keeps."""
    cells = QAccessible.queryAccessibleInterface(table)
    for row in range(first.row(), last.row() + 1):
        for column in range(first.column(), last.column() + 1):
            cell = cells.child(place_of(table, table.model().index(row, column)))
            if cell is not None and cell.isValid():
                for what in _READ:
                    QAccessible.updateAccessibility(QAccessibleEvent(cell, what))
