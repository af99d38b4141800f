"""The view of a session: as tall as its rows, with fields to type in and keys to move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableView, QWidget

from otcodebook.ui.accessibility.menus import is_by_key
from otcodebook.ui.accessibility.speech import somebody_listens
from otcodebook.ui.units.worksheet.columns import FIELDS, Column, WorksheetRole
from otcodebook.ui.units.worksheet.delegate import is_clock_key

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex

    from otcodebook.ui.look.theme import Colors
    from otcodebook.ui.units.worksheet.delegate import WorksheetDelegate
    from otcodebook.ui.units.worksheet.model import WorksheetModel

    _Index = QModelIndex | QPersistentModelIndex


# Widths in digits.
_TIMES, _LEAST_TIMES = 18, 14
_NAME, _LEAST_NAME = 26, 14
_WIDE = 84


class WorksheetView(QTableView):
    """The table of the session.

    Signals:
        finished: Enter was pressed in a field whose entry is right.
        remove_requested: Delete or Backspace was pressed (the rows).
        move_requested: Alt+Up or Alt+Down was pressed (the row, and the row to go to).
        clock_requested: the clock of a row was pressed, or Ctrl+Space (the row).
        menu_requested: the menu of a row is wanted (the row, where, whether by a key).
        typed_elsewhere: a letter was typed where no field is edited (the QKeyEvent).
        left: Esc was pressed.
    """

    finished = Signal()
    remove_requested = Signal(list)
    move_requested = Signal(int, int)
    clock_requested = Signal(int)
    menu_requested = Signal(int, QPoint, bool)
    typed_elsewhere = Signal(QKeyEvent)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unitsTable")
        self.setAccessibleName("Session: codes, minutes and units")
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QTableView.EditTrigger.AnyKeyPressed
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.DoubleClicked
        )
        # Tab leaves the table; inside a field it goes to the next one.
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setDragDropMode(QTableView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(16)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._delegate: WorksheetDelegate | None = None
        self._fitted = 0

    def fill(self, model: WorksheetModel, delegate: WorksheetDelegate) -> None:
        """Gives it what it shows and what draws that."""
        self._delegate = delegate
        self.setModel(model)
        self.setItemDelegate(delegate)
        delegate.left_by_key.connect(self._leave_field)
        delegate.clock_pressed.connect(lambda: self.clock_requested.emit(self.currentIndex().row()))
        delegate.closeEditor.connect(model.drop_draft)
        self.clicked.connect(self._follow_click)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text size of the rows."""
        if self._delegate is not None:
            self._delegate.set_colors(colors)
        self.fit()

    def fit(self) -> None:
        """Gives columns and rows the room that their texts need; the name takes the rest."""
        if self._delegate is None:
            return
        head = self.horizontalHeader()
        digit = head.fontMetrics().horizontalAdvance("0")
        room = self._fitted = self.viewport().width()
        widths = self._widths(digit)
        if room - sum(widths.values()) < _NAME * digit:
            widths[Column.MINUTES] = max(
                _LEAST_TIMES * digit,
                widths[Column.MINUTES] - (_NAME * digit - (room - sum(widths.values()))),
            )
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        name_width = max(room - sum(widths.values()), _LEAST_NAME * digit)
        self.setColumnWidth(Column.NAME, name_width)
        lines = 1 + (room < _WIDE * digit)
        head.setFixedHeight(lines * head.fontMetrics().height() + 14)
        for row in range(self.model().rowCount()):
            name = self.model().index(row, Column.NAME)
            problem = str(name.data(WorksheetRole.PROBLEM) or "")
            self.setRowHeight(row, self._delegate.height_for(str(name.data()), problem, name_width))
        self.updateGeometry()

    def _widths(self, digit: int) -> dict[Column, int]:
        """The widths of all columns but the name's; long titles wrap in a narrow table."""
        metrics = self.horizontalHeader().fontMetrics()
        is_wide = self.viewport().width() >= _WIDE * digit
        assistant = "of which OTA" if is_wide else "of which"
        square = metrics.height() + 14
        return {
            Column.CODE: metrics.horizontalAdvance("0000000") + 16,
            Column.MINUTES: _TIMES * digit + 24,
            Column.ASSISTANT: metrics.horizontalAdvance(assistant) + 32,
            Column.UNITS: metrics.horizontalAdvance("Units") + 22,
            Column.CLOCK: square,
            Column.REMOVE: square,
        }

    def edit_field(self, row: int, column: Column = Column.MINUTES) -> None:
        """Opens a field to type in."""
        index = self.model().index(row, column)
        if self.state() == QTableView.State.EditingState and self.currentIndex() == index:
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        self.edit(index)

    def stop_editing(self) -> None:
        """Takes what stands in an open field as if it were left."""
        if self.state() == QTableView.State.EditingState:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen_rows(self) -> list[int]:
        """The selected rows from top to bottom."""
        return sorted({index.row() for index in self.selectionModel().selectedIndexes()})

    def sizeHint(self) -> QSize:
        """As tall as head and rows, so that the page scrolls and not the table."""
        head = max(self.horizontalHeader().minimumHeight(), 1)
        height = head + self.verticalHeader().length() + 2
        bar = self.horizontalScrollBar()
        if self.horizontalHeader().length() > self.viewport().width() > 0:
            height += bar.sizeHint().height()
        return QSize(self.horizontalHeader().fontMetrics().averageCharWidth() * 50, height)

    def minimumSizeHint(self) -> QSize:
        """As narrow as it gets: it scrolls sideways."""
        return QSize(
            self.horizontalHeader().fontMetrics().averageCharWidth() * 30, self.sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps the names to the new width."""
        super().resizeEvent(event)
        if self.viewport().width() != self._fitted:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes rows out; Enter opens a field; letters go to the search box."""
        key, current = event.key(), self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_move_key(event) and current.isValid():
            step = -1 if key == Qt.Key.Key_Up else 1
            self.move_requested.emit(current.row(), current.row() + step)
        elif is_clock_key(event) and current.isValid():
            self.clock_requested.emit(current.row())
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(self.chosen_rows())
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            column = Column(current.column())
            self.edit_field(current.row(), column if column in FIELDS else Column.MINUTES)
        elif plain and key == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text().isalpha():
            self.typed_elsewhere.emit(event)
        elif event.text().isdigit() and current.isValid() and current.column() not in FIELDS:
            # Digits are minutes wherever in the row they are typed.
            self.setCurrentIndex(current.siblingAtColumn(Column.MINUTES))
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Takes the keys that move a row from the window's actions."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and is_move_key(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        """A screen reader hears of it too, or it would go on saying what the cells held before."""
        super().dataChanged(first, last, roles)
        if somebody_listens():
            from otcodebook.ui.accessibility.cells import tell_changed

            tell_changed(self, first, last)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of the row under the mouse, or by key of the current one."""
        by_key = is_by_key(event)
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.setCurrentIndex(index)
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            place = below if by_key else event.globalPos()
            self.menu_requested.emit(index.row(), place, by_key)

    def _follow_click(self, index: QModelIndex) -> None:
        match Column(index.column()):
            case Column.MINUTES | Column.ASSISTANT:
                self.edit(index)
            case Column.CLOCK:
                self.clock_requested.emit(index.row())
            case Column.REMOVE:
                self.remove_requested.emit([index.row()])
            case _:
                pass

    def _leave_field(self, key: Qt.Key) -> None:
        """Where a key in a field leads: on to another field, or out when the entry is right."""
        current = self.currentIndex()
        row, at = current.row(), FIELDS.index(Column(current.column()))
        is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and current.data(WorksheetRole.PROBLEM):
            self.edit_field(row, FIELDS[at])
            return
        match key:
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab:
                step = 1 if key == Qt.Key.Key_Tab else -1
                row, at = divmod(row * len(FIELDS) + at + step, len(FIELDS))
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                row += 1 if key == Qt.Key.Key_Down else -1
                row = max(0, min(row, self.model().rowCount() - 1))
            case _:
                self.finished.emit()
                return
        if 0 <= row < self.model().rowCount():
            self.edit_field(row, FIELDS[at])
        else:
            self.focusNextPrevChild(key == Qt.Key.Key_Tab)


def is_move_key(event: QKeyEvent) -> bool:
    """Whether it is Alt+Up or Alt+Down, which move a row."""
    is_alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == (
        Qt.KeyboardModifier.AltModifier
    )
    return is_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
