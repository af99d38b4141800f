"""Puts plain text on the clipboard and makes sure that it is there."""

from __future__ import annotations

import time

from PySide6.QtGui import QGuiApplication

_TRIES = 6
_PAUSE_S = 0.02
"""On Windows a program that looks at the clipboard keeps all others from it for a moment."""


def copy_text(text: str) -> bool:
    """Copies and reads back; False when another program keeps the clipboard busy."""
    clipboard = QGuiApplication.clipboard()
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE_S)
        clipboard.setText(text)
        if clipboard.text() == text:
            return True
    return False
