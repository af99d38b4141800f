"""A row of small rounded labels that wraps where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from otcodebook.ui.window.theme import LIGHT, Colors

_GAP = 6
_PADDING = 8


class ChipRow(QWidget):
    """Shows a few short facts at a glance, such as "Timed, 15 min"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[str] = []
        self._colors = LIGHT
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, chips: list[str]) -> None:
        """Replaces the labels; screen readers hear them as one text."""
        self._chips = chips
        self.setAccessibleName(", ".join(chips))
        self.updateGeometry()
        self.update()

    def set_colors(self, colors: Colors) -> None:
        """The colors to draw with."""
        self._colors = colors
        self.update()

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped rows need."""
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def sizeHint(self) -> QSize:
        """One row as wide as all chips."""
        places = self._places(100_000)
        return QSize(places[-1].right() + 1, places[-1].bottom() + 1) if places else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """Narrow: the row wraps."""
        return QSize(0, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps to another width, which takes another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the chips as tinted texts without an edge: they are no buttons."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, chip in zip(self._places(self.width()), self._chips, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colors.accent_ground))
            painter.drawRoundedRect(QRectF(place), 4, 4)
            painter.setPen(QColor(self._colors.text))
            inside = place.adjusted(_PADDING, 0, -_PADDING, 0)
            fitting = self.fontMetrics().elidedText(
                chip, Qt.TextElideMode.ElideRight, inside.width()
            )
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, fitting)
        painter.end()

    def _places(self, width: int) -> list[QRect]:
        metrics = self.fontMetrics()
        height = metrics.height() + _PADDING // 2
        places: list[QRect] = []
        left = top = 0
        for chip in self._chips:
            wide = min(metrics.horizontalAdvance(chip) + 2 * _PADDING + 2, max(width, 1))
            if left and left + wide > width:
                left, top = 0, top + height + _GAP
            places.append(QRect(left, top, wide, height))
            left += wide + _GAP
        return places
