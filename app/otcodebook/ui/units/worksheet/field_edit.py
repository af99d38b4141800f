"""The line in which minutes are typed; what times make stands at its right end."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from otcodebook.ui.look.row_text import code_font
from otcodebook.ui.look.theme import LIGHT, Colors
from otcodebook.ui.units.worksheet.columns import LONGEST_ENTRY

_GAP = 6


class FieldEdit(QLineEdit):
    """A field of the session while it is typed in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("unitsField")
        self.setMaxLength(LONGEST_ENTRY)
        self._read = ""
        self._colors = LIGHT

    def set_colors(self, colors: Colors) -> None:
        """The colors to draw with."""
        self._colors = colors

    def set_read(self, minutes: str) -> None:
        """Shows the minutes that were read from times; nothing for a number."""
        self._read = minutes
        wide = self._read_width() + _GAP if minutes else 0
        self.setTextMargins(0, 0, wide, 0)
        self.setAlignment(
            (Qt.AlignmentFlag.AlignLeft if minutes else Qt.AlignmentFlag.AlignRight)
            | Qt.AlignmentFlag.AlignVCenter
        )
        self.setAccessibleDescription(f"{minutes} minutes" if minutes else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, and the minutes at its end."""
        super().paintEvent(event)
        if self._read:
            painter = QPainter(self)
            painter.setFont(code_font(self.font()))
            painter.setPen(QColor(self._colors.text))
            right = QRect(self.rect()).adjusted(0, 0, -_GAP - 4, 0)
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(right, end, self._read)
            painter.end()

    def _read_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._read) + 4
