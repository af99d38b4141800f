"""The table of a session: rows as they are typed, with the units beside them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from otcodebook.catalog.model import Catalog, Code
from otcodebook.ui.units.columns import FIELDS, UNITS, Column, WorksheetRole
from otcodebook.units.model import Rule, UnitsError
from otcodebook.units.validate import service
from otcodebook.units.words import minutes_text, units_text
from otcodebook.units.worksheet import Field, Row, Worksheet, WorksheetResult, evaluate

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MOST_STEPS = 200
_MOST_TYPED = 100


_FIELD_OF = {Column.MINUTES: Field.MINUTES, Column.ASSISTANT: Field.ASSISTANT}
_RULE_OF = {Column.CMS: Rule.CMS, Column.MIDPOINT: Rule.MIDPOINT}
_HEADS = {
    Column.CODE: ("Code", "The code"),
    Column.NAME: ("Name", "What the code means"),
    Column.MINUTES: ("Minutes", "All minutes of the code: 33, 9:05-9:38, or both with a plus"),
    Column.ASSISTANT: (
        "Assistant",
        "How many of the minutes the OT assistant worked alone",
    ),
    Column.CMS: ("Medicare", "Units by Medicare's 8-minute rule"),
    Column.MIDPOINT: ("Midpoint", "Units by the per-code midpoint"),
}
_NUMBERS = tuple(Column)[Column.MINUTES :]


class UnitsModel(QAbstractTableModel):
    """One session in memory, with its steps to undo. It counts anew after every change.

    Signals:
        changed: the rows, what is typed in them, or the choice in a tie changed.
    """

    changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._catalog: Catalog | None = None
        self._worksheet = Worksheet()
        self._steps: list[Worksheet] = []
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
        self.endInsertRows()
        self._tell_counted()
        return new

    def remove(self, rows: Collection[int]) -> list[str]:
        """Takes rows out; returns their codes."""
        gone = [row.code for at, row in enumerate(self._worksheet.rows) if at in rows]
        if gone:
            kept = tuple(row for at, row in enumerate(self._worksheet.rows) if at not in rows)
            self._keep_step()
            self._replace(replace(self._worksheet, rows=kept))
        return gone

    def clear(self) -> None:
        """Takes everything out: rows, choices, modifiers."""
        if self._worksheet != Worksheet():
            self._keep_step()
            self._replace(Worksheet())

    def choose(self, codes: Collection[str]) -> None:
        """Gives tied units to these codes."""
        if set(codes) != set(self._worksheet.chosen):
            self._keep_step()
            self._worksheet = replace(self._worksheet, chosen=tuple(codes))
            self._count()
            self._tell_counted()

    def set_modifiers(self, modifiers: tuple[str, ...], own: tuple[tuple[str, str], ...]) -> None:
        """Puts modifiers on every line, and own ones on single lines."""
        if (modifiers, own) != (self._worksheet.modifiers, self._worksheet.own):
            self._keep_step()
            self._worksheet = replace(self._worksheet, modifiers=modifiers, own=own)
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
        """Minutes and assistant can be typed; the rest is read."""
        flags = super().flags(index)
        if index.isValid() and Column(index.column()) in FIELDS:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns and, as a tooltip, what they hold."""
        if orientation != Qt.Orientation.Horizontal or section not in tuple(Column):
            return None
        title, meaning = _HEADS[Column(section)]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return meaning
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if section in _NUMBERS else Qt.AlignmentFlag(0x1)
                return side | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, what is edited in it, why it is wrong, and its words for readers."""
        if not index.isValid():
            return None
        at, column = index.row(), Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(at, column)
            case Qt.ItemDataRole.EditRole:
                return self._typed(at, column) if column in FIELDS else self._shown(at, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(at, column)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._why(at, column)
            case WorksheetRole.PROBLEM:
                return self._problem(at, column)
            case _:
                return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes what was typed, right or wrong, and counts anew."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        at, column = index.row(), Column(index.column())
        if column not in FIELDS:
            return False
        typed = " ".join(str(value).split())[:_MOST_TYPED]
        if typed == self._typed(at, column):
            return True
        old = self._worksheet.rows[at]
        if column is Column.MINUTES:
            new = Row(old.code, typed, old.assistant)
        else:
            new = Row(old.code, old.minutes, typed)
        rows = (*self._worksheet.rows[:at], new, *self._worksheet.rows[at + 1 :])
        self._keep_step()
        self._worksheet = replace(self._worksheet, rows=rows)
        self._count()
        self._tell_counted()
        return True

    def _keep_step(self) -> None:
        self._steps = [*self._steps[1 - _MOST_STEPS :], self._worksheet]

    def _replace(self, worksheet: Worksheet) -> None:
        self.beginResetModel()
        self._worksheet = worksheet
        self._count()
        self.endResetModel()
        self.changed.emit()

    def _count(self) -> None:
        self.result = (
            evaluate(self._worksheet, self._catalog) if self._catalog else WorksheetResult()
        )

    def _tell_counted(self) -> None:
        last = self.index(len(self._worksheet.rows) - 1, len(Column) - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.changed.emit()

    def _typed(self, at: int, column: Column) -> str:
        row = self._worksheet.rows[at]
        return row.minutes if column is Column.MINUTES else row.assistant

    def _shown(self, at: int, column: Column) -> str:
        code = self._worksheet.rows[at].code
        if column is Column.CODE:
            return code
        if column is Column.NAME:
            entry = self._catalog.find(code) if self._catalog else None
            return entry.name if isinstance(entry, Code) else ""
        if column in FIELDS:
            # Of times the minutes are shown; what cannot be read stays as it was typed.
            number = self._number(at, column)
            return self._typed(at, column) if number is None else str(number)
        line = self.result.line(_RULE_OF[column], code)
        return "" if line is None else str(line.units)

    def _number(self, at: int, column: Column) -> int | None:
        minutes, assistant = self.result.minutes[at]
        return minutes if column is Column.MINUTES else assistant

    def _problem(self, at: int, column: Column) -> str:
        return self.result.problems.get((at, _FIELD_OF[column]), "") if column in FIELDS else ""

    def _spoken(self, at: int, column: Column) -> str:
        code, shown = self._worksheet.rows[at].code, self._shown(at, column)
        title = _HEADS[column][0]
        if column in (Column.CODE, Column.NAME):
            return shown
        if column in UNITS:
            return f"{code}, {title}: {units_text(int(shown)) if shown else 'not counted'}"
        number = self._number(at, column)
        told = minutes_text(number) if number is not None else shown
        return f"{code}, {title}: {told or 'none typed'}"

    def _why(self, at: int, column: Column) -> str:
        """The sentence that belongs to a cell: what is wrong, what was typed, or the reason."""
        if column in FIELDS:
            typed = self._typed(at, column)
            read = typed if typed != self._shown(at, column) else ""
            return self._problem(at, column) or read
        if column not in UNITS:
            return ""
        line = self.result.line(_RULE_OF[column], self._worksheet.rows[at].code)
        return line.reason if line else ""


def _counts(code: str, catalog: Catalog) -> bool:
    try:
        service(code, catalog)
    except UnitsError:
        return False
    return True
