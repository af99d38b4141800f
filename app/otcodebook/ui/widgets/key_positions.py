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
    give something else without Shift. None for all others, such as the ; that a Greek keyboard has
    in the place of the Q: a Latin one may mean it. None too where the system does not tell the
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
    if focus is not None and _send(QEvent.Type.ShortcutOverride, key, event, focus):
        return _send(QEvent.Type.KeyPress, key, event, focus)
    keys = QKeySequence(event.modifiers() | key)
    for action in window.findChildren(QAction):
        if action.isEnabled() and keys in action.shortcuts():
            action.trigger()
            return True
    return focus is not None and _send(QEvent.Type.KeyPress, key, event, focus)


def _send(kind: QEvent.Type, key: Qt.Key, event: QKeyEvent, part: QWidget) -> bool:
    """Sends the key of the position in the place of another one; whether the part used it."""
    sent = QKeyEvent(kind, key, event.modifiers())
    sent.setAccepted(kind is QEvent.Type.KeyPress)
    QApplication.sendEvent(part, sent)
    return sent.isAccepted()


def _scan_code(event: QKeyEvent) -> int:
    """The scan code of the key; 0 where the system does not tell it."""
    if sys.platform == "win32":
        return event.nativeScanCode()
    if QGuiApplication.platformName() in ("xcb", "wayland"):
        return event.nativeScanCode() - _X11_OFFSET
    return 0
