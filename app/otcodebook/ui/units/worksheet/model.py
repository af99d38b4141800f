"""The table of a session: rows as they are typed, with the units beside them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from otcodebook.catalog.model import Catalog
from otcodebook.ui.units.worksheet.cells import HEADS, NUMBERS, SPOKEN_HEADS, Cells
from otcodebook.ui.units.worksheet.columns import FIELDS, LONGEST_ENTRY, Column, WorksheetRole
from otcodebook.units.model import Rule, UnitsError
from otcodebook.units.stopwatch import span_text
from otcodebook.units.validate import service
from otcodebook.units.worksheet import Offer, Row, Worksheet, WorksheetResult, evaluate

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MOST_STEPS = 200
_ROW_FORMAT = "application/x-otcodebook-units-row"


class WorksheetModel(QAbstractTableModel):
    """One session in memory, with its steps to undo. It counts anew after every change.

    While an entry is typed it is counted as a draft, which is no step to undo: `draft` counts it,
    setData takes it, and `drop_draft` forgets it. `is_unfinished` says that the draft cannot be
    read yet, so that the result is the last one before it. `now` tells the time for the clocks.

    Signals:
        changed: the rows, what is typed in them, or the choice in a tie changed.
    """

    changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._catalog: Catalog | None = None
        self._worksheet = Worksheet()
        self._steps: list[Worksheet] = []
        self._rule = Rule.CMS
        self._running: dict[str, datetime] = {}
        self.now = datetime.now
        self.is_unfinished = False
        self.result = WorksheetResult()

    @property
    def worksheet(self) -> Worksheet:
        """The session as it is typed."""
        return self._worksheet

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._steps)

    def set_catalog(self, catalog: Catalog | None) -> list[str]:
        """Counts with another catalog; returns the codes taken out because it lacks them."""
        kept = tuple(row for row in self._worksheet.rows if catalog and _counts(row.code, catalog))
        gone = [row.code for row in self._worksheet.rows if row not in kept]
        self._catalog = catalog
        self._steps.clear()
        self._replace(replace(self._worksheet, rows=kept))
        return gone

    def row_of(self, code: str) -> int:
        """The row of a code; -1 when it is not in the session."""
        return next((at for at, row in enumerate(self._worksheet.rows) if row.code == code), -1)

    def add(self, *codes: str) -> list[str]:
        """Adds the codes that are not in the session yet, as one step; returns them.

        Raises UnitsError, and adds nothing, where one of them has no units.
        """
        if self._catalog is None:
            raise UnitsError("No code list is open. Open one first.")
        for code in codes:
            service(code, self._catalog)
        new = [code for code in dict.fromkeys(codes) if self.row_of(code) < 0]
        if not new:
            return []
        first = len(self._worksheet.rows)
        rows = (*self._worksheet.rows, *map(Row, new))
        worksheet = replace(self._worksheet, rows=rows)
        result = evaluate(worksheet, self._catalog)
        self._keep_step()
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._worksheet, self.result = worksheet, result
        self.is_unfinished = False
        self.endInsertRows()
        self._tell_counted()
        return new

    def remove(self, rows: Collection[int]) -> list[str]:
        """Takes rows out; returns their codes."""
        gone = [row.code for at, row in enumerate(self._worksheet.rows) if at in rows]
        if gone:
            kept = tuple(row for at, row in enumerate(self._worksheet.rows) if at not in rows)
            for code in gone:
                self._running.pop(code, None)
            self._keep_step()
            self._replace(replace(self._worksheet, rows=kept))
        return gone

    def clear(self) -> None:
        """Takes everything out: rows, choices, modifiers."""
        if self._worksheet != Worksheet():
            self._running.clear()
            self._keep_step()
            self._replace(Worksheet())

    def move(self, row: int, to: int) -> bool:
        """Puts a row at another place; whether it went anywhere."""
        rows = list(self._worksheet.rows)
        if row == to or not 0 <= row < len(rows) or not 0 <= to < len(rows):
            return False
        rows.insert(to, rows.pop(row))
        self._keep_step()
        self._replace(replace(self._worksheet, rows=tuple(rows)))
        return True

    def set_rule(self, rule: Rule) -> None:
        """Shows the units by this method."""
        if rule is not self._rule:
            self._rule = rule
            if self._worksheet.rows:
                self._tell_rows()

    def take_offer(self, offer: Offer) -> None:
        """Types what the offer says into the minutes of its row."""
        self.setData(self.index(offer.row, Column.MINUTES), offer.typed)

    def running(self) -> list[str]:
        """The codes whose clocks run."""
        return [row.code for row in self._worksheet.rows if row.code in self._running]

    def start_clock(self, row: int) -> datetime:
        """Starts the clock of a row; returns when."""
        self._running[self._worksheet.rows[row].code] = started = self.now()
        self._tell_counted()
        return started

    def stop_clock(self, row: int) -> str:
        """Stops the clock of a row and adds its span to the minutes.

        Returns the span; empty where no minute has passed.
        """
        row_typed = self._worksheet.rows[row]
        span = span_text(self._running.pop(row_typed.code), self.now())
        typed = "+".join(filter(None, (row_typed.minutes, span)))
        if not span or not self.setData(self.index(row, Column.MINUTES), typed):
            self._tell_counted()
        return span

    def choose(self, codes: Collection[str]) -> None:
        """Gives tied units to these codes."""
        if set(codes) != set(self._worksheet.chosen):
            self._keep_step()
            self._worksheet = replace(self._worksheet, chosen=tuple(codes))
            self._count()
            self._tell_counted()

    def set_modifiers(
        self, modifiers: tuple[str, ...], line_modifiers: tuple[tuple[str, str], ...]
    ) -> None:
        """Puts modifiers on every line, and (code, modifier) pairs on single lines."""
        before = self._worksheet
        if (modifiers, line_modifiers) != (before.modifiers, before.line_modifiers):
            self._keep_step()
            self._worksheet = replace(before, modifiers=modifiers, line_modifiers=line_modifiers)
            self.changed.emit()

    def undo(self) -> None:
        """Takes the last step back; without one nothing happens."""
        if self._steps:
            self._replace(self._steps.pop())

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row for each code."""
        return 0 if parent.isValid() else len(self._worksheet.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """As many as Column has."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Minutes and OTA minutes can be typed; a row can be dragged to between two others."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled
        if Column(index.column()) in FIELDS:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Rows of this table only."""
        return [_ROW_FORMAT]

    def mimeData(self, indexes: Any) -> QMimeData:
        """The row that is dragged."""
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setData(_ROW_FORMAT, str(rows[0] if rows else -1).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Puts the dragged row where it was let go."""
        if action is not Qt.DropAction.MoveAction or not data.hasFormat(_ROW_FORMAT):
            return False
        dragged = int(bytes(data.data(_ROW_FORMAT).data()))
        last = len(self._worksheet.rows)
        to = row if row >= 0 else parent.row() if parent.isValid() else last
        self.move(dragged, to - 1 if to > dragged else to)
        # Always False: the view would take the dragged row out.
        return False

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns and, as a tooltip, what they hold."""
        if orientation != Qt.Orientation.Horizontal or section not in tuple(Column):
            return None
        title, meaning = HEADS[Column(section)]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.AccessibleTextRole:
                return title or SPOKEN_HEADS[Column(section)]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return meaning
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if section in NUMBERS else Qt.AlignmentFlag(0x1)
                return int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
            case _:
                return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, what is edited in it, why it is wrong, and its words for readers."""
        if not index.isValid():
            return None
        cell = Cells(self._worksheet, self.result, self._rule, self._catalog, self._running)
        at, column = index.row(), Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.shown(at, column)
            case Qt.ItemDataRole.EditRole:
                return cell.typed(at, column) if column in FIELDS else cell.shown(at, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return cell.spoken(at, column)
            case Qt.ItemDataRole.AccessibleDescriptionRole | Qt.ItemDataRole.ToolTipRole:
                return cell.why(at, column)
            case WorksheetRole.PROBLEM:
                return cell.problem(at, column)
            case WorksheetRole.NUMBER:
                return cell.read_number(at, column)
            case WorksheetRole.RUNS:
                return cell.runs(at)
            case _:
                return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes what was typed, right or wrong, and counts anew."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        at, column = index.row(), Column(index.column())
        if column not in FIELDS:
            return False
        self.is_unfinished = False
        after = self._with_typed(at, column, value)
        if after != self._worksheet:
            self._keep_step()
            self._worksheet = after
        self._count()
        self._tell_counted()
        return True

    def draft(self, index: _Index, text: str) -> str:
        """Counts what stands in an open field; what cannot be read leaves the last result.

        Returns the minutes that were read from times or a sum, such as "33", otherwise nothing.
        """
        at, column = index.row(), Column(index.column())
        worksheet = self._with_typed(at, column, text)
        result = self._evaluated(worksheet)
        self.is_unfinished = bool(result.problem_of(at))
        if not self.is_unfinished:
            self.result = result
        self._tell_counted()
        return Cells(worksheet, result, self._rule, self._catalog, {}).read_number(at, column)

    def drop_draft(self) -> None:
        """Counts what was taken last, after a field was left without taking its text."""
        result = self._evaluated(self._worksheet)
        if self.is_unfinished or result != self.result:
            self.is_unfinished, self.result = False, result
            self._tell_counted()

    def _with_typed(self, at: int, column: Column, value: Any) -> Worksheet:
        typed = " ".join(str(value).split())[:LONGEST_ENTRY]
        old = self._worksheet.rows[at]
        if column is Column.MINUTES:
            new = Row(old.code, typed, old.assistant)
        else:
            new = Row(old.code, old.minutes, typed)
        rows = (*self._worksheet.rows[:at], new, *self._worksheet.rows[at + 1 :])
        return replace(self._worksheet, rows=rows)

    def _keep_step(self) -> None:
        self._steps = [*self._steps[1 - _MOST_STEPS :], self._worksheet]

    def _replace(self, worksheet: Worksheet) -> None:
        self.beginResetModel()
        self._worksheet = worksheet
        self.is_unfinished = False
        self._count()
        self.endResetModel()
        self.changed.emit()

    def _count(self) -> None:
        self.result = self._evaluated(self._worksheet)

    def _evaluated(self, worksheet: Worksheet) -> WorksheetResult:
        return evaluate(worksheet, self._catalog) if self._catalog else WorksheetResult()

    def _tell_rows(self) -> None:
        last = self.index(len(self._worksheet.rows) - 1, len(Column) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def _tell_counted(self) -> None:
        if self._worksheet.rows:
            self._tell_rows()
        self.changed.emit()


def _counts(code: str, catalog: Catalog) -> bool:
    try:
        service(code, catalog)
    except UnitsError:
        return False
    return True
