"""A label on as many lines as its text takes; it never gets less room than that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class WrappedLabel(QLabel):
    """Plain text that wraps. Qt alone takes such a label for one line high when room is scarce.

    After a change of its font, `fit` is to be called.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Shows another text."""
        super().setText(text)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps to another width."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Takes the room that its text needs."""
        self.setMinimumHeight(0)  # what it has counts as needed otherwise
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))
