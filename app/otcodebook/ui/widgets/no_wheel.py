"""Fields that leave the mouse wheel to the page around them.

Such a page is scrolled with the pointer over its fields: Qt's own would change their value.
"""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit


class NoWheelComboBox(QComboBox):
    """A choice that the wheel does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page is scrolled."""
        event.ignore()


class NoWheelDateEdit(QDateEdit):
    """A date that the wheel does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page is scrolled."""
        event.ignore()
