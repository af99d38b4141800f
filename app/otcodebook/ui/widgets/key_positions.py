"""Commands by the position of their key, for layouts that have other characters there.

On a French keyboard the digits need Shift, so Ctrl and the key of the 1 give Ctrl+&. On a Greek,
Hebrew or Cyrillic one the key of the C gives another letter. Where a layout with Latin letters is
installed beside it, Qt finds the shortcut by itself; alone, it would do nothing.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

_ROWS = {2: "1234567890-=", 16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM,"}
"""The characters of a US keyboard by the scan code of the first key in the row."""
_CHARACTERS = {
    first + at: character for first, row in _ROWS.items() for at, character in enumerate(row)
}
_X11_OFFSET = 8
"""What X11 and Wayland add to the scan codes of Linux, which are those of Windows too."""
_LAST_LATIN = 0xFF
_LAST_CHARACTER = 0xFFFFFF
"""Qt's keys that are no character, such as Enter, come after all characters."""


def key_at_position(event: QKeyEvent) -> Qt.Key | None:
    """The key that a US keyboard has in this place, where the pressed one is no help.

    That is so with Ctrl for a letter that is not Latin, and for the keys of the digits where they
    give something else without Shift. None for all others, and where the system does not tell the
    position of a key (macOS, which finds the Latin letters itself).
    """
    modifiers, key = event.modifiers(), event.key()
    if not modifiers & Qt.KeyboardModifier.ControlModifier or key > _LAST_CHARACTER:
        return None
    character = _CHARACTERS.get(_scan_code(event), "")
    if not character:
        return None
    is_other_digit = character.isdigit() and not chr(key).isdigit()
    if is_other_digit and modifiers & Qt.KeyboardModifier.ShiftModifier:
        return None
    return Qt.Key(ord(character)) if is_other_digit or key > _LAST_LATIN else None


def press_by_position(window: QWidget, event: QKeyEvent) -> bool:
    """Gives a key that nobody used to whom it would be for on a US keyboard; False for none."""
    key = key_at_position(event)
    if key is None:
        return False
    focus = QApplication.focusWidget()
    pressed = QKeyEvent(QEvent.Type.ShortcutOverride, key, event.modifiers())
    pressed.ignore()
    if focus is not None and QApplication.sendEvent(focus, pressed) and pressed.isAccepted():
        QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, key, event.modifiers()))
        return True
    keys = QKeySequence(event.modifiers() | key)
    for action in window.findChildren(QAction):
        if action.isEnabled() and keys in action.shortcuts():
            action.trigger()
            return True
    return False


def _scan_code(event: QKeyEvent) -> int:
    """The scan code of the key; 0 where the system does not tell it."""
    if sys.platform == "win32":
        return event.nativeScanCode()
    if QGuiApplication.platformName() in ("xcb", "wayland"):
        return event.nativeScanCode() - _X11_OFFSET
    return 0
