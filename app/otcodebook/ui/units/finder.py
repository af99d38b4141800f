"""Finds the codes to add to a session: the search of the Codes tab, with the same keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from otcodebook.catalog.model import Catalog
from otcodebook.search.codes import CodeSearch
from otcodebook.search.hits import Grade
from otcodebook.ui.codes.delegate import CodeDelegate
from otcodebook.ui.codes.model import AnyHit, CodeListModel
from otcodebook.ui.codes.search_edit import SearchEdit
from otcodebook.ui.codes.view import CodeList
from otcodebook.ui.codes.words import counted, in_words
from otcodebook.ui.widgets.card import label
from otcodebook.ui.window.theme import Colors

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Finder(QWidget):
    """Search box over a list of codes.

    Signals:
        code_chosen: Enter was pressed, or a row double-clicked (the row's code).
        nothing_chosen: Enter was pressed and there is no row.
        list_told: the list was made anew (what it shows, in words).
    """

    code_chosen = Signal(str)
    nothing_chosen = Signal()
    list_told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search_edit = SearchEdit(
            "unitsSearch",
            "Add a code to the session",
            "Add: ther ex, splint, 530 \N{HORIZONTAL ELLIPSIS}",
        )
        self._search: CodeSearch | None = None
        self._stale = True
        self._notice = label("unitsSearchNotice")
        self._notice.hide()
        self.rows = CodeList("unitsCodeList", "Codes to add")
        # Tab leads from the box to the session; the box's own keys move in the list.
        self.rows.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._model = CodeListModel(self)
        self._delegate = CodeDelegate(self.rows)
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(self._delegate)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 6, 6)
        column.setSpacing(8)
        for part in (self.search_edit, self._notice, self.rows):
            column.addWidget(part)
        column.setStretchFactor(self.rows, 1)
        self.search_edit.textChanged.connect(self._refresh)
        self.search_edit.entered.connect(self.choose)
        self.search_edit.list_key_pressed.connect(self._forward_to_list)
        self.rows.doubleClicked.connect(self.choose)
        self.rows.end_requested.connect(self._model.fetch_all)
        self.rows.installEventFilter(self)
        self.search_edit.installEventFilter(self)

    def set_catalog(self, catalog: Catalog | None, search: CodeSearch | None) -> None:
        """Finds codes of another catalog; the list is filled when it is looked at."""
        self._search = search
        self._model.set_catalog(catalog)
        self._model.set_hits(())
        self._stale = True
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Fills the list if the catalog is another one since it was last looked at."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        if self._stale:
            self._stale = False
            self._refresh()

    def set_colors(self, colors: Colors, font: QFont) -> None:
        """The colors and the text size of the rows."""
        self.search_edit.fit_icons()
        self._delegate.set_colors(colors, font)
        self._fit_rows()
        self.rows.scheduleDelayedItemsLayout()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list gives letters to the box; the box leaves Ctrl+Z where it has nothing to undo."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.search_edit:
            if (
                event.type() == QEvent.Type.ShortcutOverride
                and event.matches(QKeySequence.StandardKey.Undo)
                and not self.search_edit.isUndoAvailable()
            ):
                event.ignore()
                return True
        elif event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENTER:
                self.choose()
                return True
            if event.text().isalnum() or event.key() == Qt.Key.Key_Escape:
                self.search_edit.take_focus()
                QApplication.sendEvent(self.search_edit, event)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the names whole in a narrow list."""
        super().resizeEvent(event)
        self._fit_rows()
        self.rows.scheduleDelayedItemsLayout()

    def _fit_rows(self) -> None:
        self._delegate.fit_rows(self._model.total())

    def _current(self) -> AnyHit | None:
        return self._model.hit(self.rows.currentIndex().row())

    def _refresh(self) -> None:
        text = self.search_edit.text()
        results = self._search.search(text) if self._search else None
        closest = results is not None and results.grade is Grade.CLOSEST
        self._model.set_hits(results or (), dimmed=(closest, closest))
        self._fit_rows()
        notice = results.notice if results is not None else ""
        if not results and text.strip() and not notice:
            notice = "No code matches. Try other words, or the last digits of a code."
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))
        if closest:
            self.rows.selectionModel().clear()  # nothing is exact: Down chooses
        elif results:
            index = self._model.index(0, 0)
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.rows.selectionModel().setCurrentIndex(index, select)
            self.rows.scrollToTop()
        count = len(results or ())
        self.list_told.emit(in_words(notice, counted(count) if count else ""))

    def choose(self) -> None:
        """Tells the code of the current row, as Enter does."""
        hit = self._current()
        if hit is not None:
            self.code_chosen.emit(hit.document.code)
        else:
            self.nothing_chosen.emit()

    def _forward_to_list(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.rows, event)
