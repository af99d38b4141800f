"""Puts plain text on the clipboard and makes sure that it is there."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

_TRIES = 3


def copy_text(text: str) -> bool:
    """Copies and reads back; False when another program keeps the clipboard busy."""
    clipboard = QGuiApplication.clipboard()
    for _ in range(_TRIES):
        clipboard.setText(text)
        if clipboard.text() == text:
            return True
    return False
