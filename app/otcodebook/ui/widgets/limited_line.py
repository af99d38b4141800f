"""A line of a dialog that says when it takes only the beginning of what is typed or pasted.

Import this module late: only dialogs have such lines.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QToolTip


class LimitedLine(QLineEdit):
    """A line for at most so many letters."""

    def __init__(self, text: str, most: int) -> None:
        super().__init__(text)
        self.setMaxLength(most)
        self.inputRejected.connect(self._tell)
        self.textEdited.connect(self._forget)

    def _tell(self) -> None:
        told = f"At most {self.maxLength():,} letters. The rest was left out."
        self.setAccessibleDescription(told)
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), told, self)

    def _forget(self, text: str) -> None:
        if len(text) < self.maxLength():
            self.setAccessibleDescription("")
