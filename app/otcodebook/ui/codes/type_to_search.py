"""Sends letters that are typed on other widgets of the Codes tab to its search box.

Most widgets ignore letters, and Qt hands the key on to the window, which gives it to `take`. Lists
and pages use letters themselves, so their keys are filtered before they get them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListView, QWidget

from otcodebook.ui.codes.search_edit import SearchEdit

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TYPING_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class TypeToSearch(QObject):
    """Sends letters and digits to the search box; Esc leads back to it, Enter works in the list.

    Signals:
        entered: Enter was pressed in the list.
    """

    entered = Signal()

    def __init__(self, search_edit: SearchEdit, rows: QListView) -> None:
        super().__init__(rows)
        self._search_edit = search_edit
        self._rows = rows

    def add(self, *widgets: QWidget) -> None:
        """Watches widgets that would use letters themselves."""
        for widget in widgets:
            widget.installEventFilter(self)

    def take(self, event: QKeyEvent) -> bool:
        """Types a letter or digit into the box; Esc clears it. False for every other key."""
        if event.modifiers() & ~_TYPING_MODIFIERS:
            return False
        if event.text().isalnum():
            self._search_edit.take_focus()
            QApplication.sendEvent(self._search_edit, event)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._search_edit.clear()
            self._search_edit.take_focus()
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes letters, Esc and, in the list, Enter before the watched widget gets them."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if self.take(event):
            return True
        plain = not event.modifiers() & ~_TYPING_MODIFIERS
        if watched is self._rows and plain and event.key() in _ENTER:
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)
