"""A label on as many lines as its text takes; it never gets less room than that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class WrappedLabel(QLabel):
    """Plain text that wraps. Qt alone takes such a label for one line high when room is scarce."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Shows another text."""
        super().setText(text)
        self._keep_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps to another width."""
        super().resizeEvent(event)
        self._keep_whole()

    def changeEvent(self, event: QEvent) -> None:
        """Takes the room that another size of text needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_whole()

    def _keep_whole(self) -> None:
        self.setMinimumHeight(0)  # what it has counts as needed otherwise
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))
