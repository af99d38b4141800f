"""The search box: keeps the focus while its keys drive the list."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QToolButton


class SearchEdit(QLineEdit):
    """A line for a query.

    Signals:
        list_key_pressed: a key that belongs to the list (the QKeyEvent).
        entered: Enter was pressed.
        copy_requested: Ctrl+C was pressed while no text was selected here.
        units_requested: Ctrl+U was pressed.
        undo_requested: Ctrl+Z was pressed, and it is not for what was typed here.

    `undo_comes_first` says that the user's last step was taken elsewhere: Ctrl+Z undoes that, until
    something is typed again.
    """

    list_key_pressed = Signal(QKeyEvent)
    entered = Signal()
    copy_requested = Signal()
    units_requested = Signal()
    undo_requested = Signal()

    def __init__(self, name: str, accessible_name: str, hint: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(hint)
        self.setMaxLength(1000)
        # A file dropped here is meant for the window.
        self.setAcceptDrops(False)
        self.undo_comes_first = False
        self._is_offered = False
        self.textChanged.connect(self._offer_clearing)
        self.textEdited.connect(self._on_typed)
        self.selectionChanged.connect(self._on_selected)

    def take_focus(self) -> None:
        """Focuses the box with its text selected, so that typing replaces it."""
        self.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._is_offered = False

    def offer_replacing(self) -> None:
        """Selects the query so that the next letter starts a new one; the focus stays where it is.

        It is not the user who selected it: Ctrl+C still copies the code.
        """
        self.selectAll()
        self._is_offered = True

    def _on_typed(self) -> None:
        self.undo_comes_first = False

    def _on_selected(self) -> None:
        self._is_offered = False

    def _offer_clearing(self) -> None:
        # Not before there is something to clear: the button loads Qt's icon themes.
        if not self.isClearButtonEnabled():
            self.setClearButtonEnabled(True)
            for button in self.findChildren(QToolButton):
                button.setAccessibleName("Clear the search")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down and the page keys go to the list; Esc clears; Enter and commands are told."""
        # Read here, not at the top: Qt's enums cost a tenth of the start, and no key is down yet.
        qt = QtCore.Qt
        plain = not event.modifiers() & ~qt.KeyboardModifier.KeypadModifier
        list_keys = [qt.Key.Key_Up, qt.Key.Key_Down, qt.Key.Key_PageUp, qt.Key.Key_PageDown]
        if not self.text():
            list_keys += [qt.Key.Key_Home, qt.Key.Key_End]
        if plain and event.key() in list_keys:
            self.list_key_pressed.emit(event)
        elif plain and event.key() in (qt.Key.Key_Return, qt.Key.Key_Enter):
            self.entered.emit()
        elif plain and event.key() == qt.Key.Key_Escape:
            self.clear()
        elif event.matches(QKeySequence.StandardKey.Copy) and not self._has_users_selection():
            # The box takes the key from the window's action even when it has nothing to copy.
            self.copy_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and self._leaves_undo():
            self.undo_requested.emit()
        elif event.matches(QKeySequence.StandardKey.DeleteCompleteLine):
            # On X11 that is Ctrl+U, and the box takes it from the window's action; Esc clears.
            self.units_requested.emit()
        else:
            if event.matches(QKeySequence.StandardKey.SelectAll):
                self._is_offered = False
            super().keyPressEvent(event)

    def _has_users_selection(self) -> bool:
        return self.hasSelectedText() and not self._is_offered

    def _leaves_undo(self) -> bool:
        return self.undo_comes_first or not self.isUndoAvailable()
