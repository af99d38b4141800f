"""What else can have the keyboard focus in the Codes tab: typing there is meant for the box."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QWidget

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
        self._unwatched: set[QWidget] = set()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch_focused)

    def add(self, *stops: QWidget) -> None:
        """These can have the focus too."""
        self._unwatched.update(stops)

    def _watch_focused(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Not before keys can go there: the first filter has PySide6 build every kind of event.
        if now in self._unwatched:
            self._unwatched.remove(now)
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Typing anywhere in the Codes tab goes to the search box; Enter and Esc work there too."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(watched, QComboBox):
            return _keeps_its_arrows(event)
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.modifiers() & ~_TYPING_MODIFIERS:
            return super().eventFilter(watched, event)
        if event.text().isalnum():
            self._search_edit.take_focus()
            QApplication.sendEvent(self._search_edit, event)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._search_edit.clear()
            self._search_edit.take_focus()
            return True
        if watched is self._rows and event.key() in _ENTER:
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)


def _keeps_its_arrows(event: QEvent) -> bool:
    """Alt+Down opens the choices of a filter, as everywhere; elsewhere it moves a favorite."""
    if not isinstance(event, QKeyEvent) or event.key() not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        return False
    event.accept()
    return True
