"""Shows a focus ring only to those who move by keyboard.

Qt's style sheets know `:focus`, which a click sets as well, but not the reason of a focus. So the
widget that the keyboard led to gets a property, which window.css asks for.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

KEYBOARD_FOCUS = "keyboardFocus"


class FocusRings(QObject):
    """Follows the focus in all windows of the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_away = False
        self._window: QWidget | None = None
        if isinstance(application := QApplication.instance(), QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            self._is_away = QApplication.activeWindow() is not self._window
            return
        comes_back = self._is_away or now.window() is not self._window
        self._is_away, self._window = False, now.window()
        if comes_back and now.property(KEYBOARD_FOCUS) is not None:
            return  # its window came to the front again: the ring is as it was
        # The focus moves while the button that clicked is still down.
        by_keyboard = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        if old is not None:
            mark(old, False)
        mark(now, by_keyboard)


def shows_ring(widget: QWidget) -> bool:
    """Whether the widget has the focus and the keyboard led there."""
    return widget.hasFocus() and bool(widget.property(KEYBOARD_FOCUS))


def mark(widget: QWidget, on: bool) -> None:
    """Gives the widget a ring while it has the focus, or no longer."""
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return  # what takes text always shows where the letters go
    was = widget.property(KEYBOARD_FOCUS)
    widget.setProperty(KEYBOARD_FOCUS, on)
    if bool(was) is not on:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
