"""The view of a session: as tall as its rows, with fields to type in and keys to move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableView, QWidget

from otcodebook.ui.units.columns import FIELDS, Column, WorksheetRole

if TYPE_CHECKING:
    from otcodebook.ui.units.delegate import WorksheetDelegate
    from otcodebook.ui.units.worksheet_model import UnitsModel
    from otcodebook.ui.window.theme import Colors


class WorksheetView(QTableView):
    """The table of the session.

    Signals:
        finished: Enter was pressed in a field whose entry is right.
        remove_requested: Delete or Backspace was pressed (the rows).
        typed_elsewhere: a letter was typed where no field is edited (the QKeyEvent).
        left: Esc was pressed.
    """

    finished = Signal()
    remove_requested = Signal(list)
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
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._delegate: WorksheetDelegate | None = None

    def fill(self, model: UnitsModel, delegate: WorksheetDelegate) -> None:
        """Gives it what it shows and what draws that."""
        self._delegate = delegate
        self.setModel(model)
        self.setItemDelegate(delegate)
        delegate.left_by_key.connect(self._leave_field)
        self.clicked.connect(self._edit_clicked)

    def set_colors(self, colors: Colors) -> None:
        """Colors and text size of the rows."""
        if self._delegate is not None:
            self._delegate.set_colors(colors)
        self.fit()

    def fit(self) -> None:
        """Gives columns and rows the room that their texts need; the name takes the rest."""
        if self._delegate is None:
            return
        metrics = self.horizontalHeader().fontMetrics()
        used = 0
        for column in Column:
            if column is Column.NAME:
                continue
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            width = metrics.horizontalAdvance(title) + 22
            if column is Column.CODE:
                width = metrics.horizontalAdvance("0000000") + 16
            self.setColumnWidth(column, width)
            used += width
        least = metrics.horizontalAdvance("0") * 14
        self.setColumnWidth(Column.NAME, max(self.viewport().width() - used, least))
        for row in range(self.model().rowCount()):
            name = self.model().index(row, Column.NAME)
            width = self.columnWidth(Column.NAME)
            self.setRowHeight(row, self._delegate.height_for(str(name.data()), width))
        self.updateGeometry()

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
        height = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 2
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
        if event.oldSize().width() != event.size().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes rows out; Enter opens a field; letters go to the search box."""
        key, current = event.key(), self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
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

    def _edit_clicked(self, index: QModelIndex) -> None:
        if Column(index.column()) in FIELDS:
            self.edit(index)

    def _leave_field(self, key: Qt.Key) -> None:
        """Where a key in a field leads: on to another field, or out when the entry is right."""
        current = self.currentIndex()
        row, at = current.row(), FIELDS.index(Column(current.column()))
        if current.data(WorksheetRole.PROBLEM):
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
