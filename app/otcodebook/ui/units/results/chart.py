"""The 8-minute chart as a small picture, with the session's total marked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from otcodebook.ui.look.row_text import bold
from otcodebook.ui.look.theme import LIGHT, Colors
from otcodebook.units.model import ChartRow, chart_row
from otcodebook.units.words import total_words

_GAP = 4
_POINTER = 6
_DASH = "\N{EN DASH}"


def chart_words(minutes: int) -> str:
    """What the picture shows, in words."""
    return f"{total_words(minutes, chart_row(minutes))} {next_unit_words(minutes)}"


def next_unit_words(minutes: int) -> str:
    """When the next unit comes."""
    return f"Next unit at {chart_row(minutes).at_most + 1} timed minutes."


def chart_rows(minutes: int, most: int) -> list[ChartRow]:
    """At most so many neighboring rows of the chart, with the row of the total among them."""
    marked = chart_row(minutes).units
    first = max(0, marked - max(most - 2, 0))
    rows = [chart_row(0)]
    while len(rows) < first + most:
        rows.append(chart_row(rows[-1].at_most + 1))
    return rows[first:]


class UnitsChart(QWidget):
    """The rows of the chart side by side, as long as their minutes; a pointer shows the total."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._minutes = 0
        self._colors = LIGHT
        self.setObjectName("unitsChart")
        self.setAccessibleName("8-minute chart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_minutes(self, minutes: int) -> None:
        """Marks another total."""
        self._minutes = minutes
        self.setAccessibleDescription(chart_words(minutes))
        self.update()

    def set_colors(self, colors: Colors) -> None:
        """The colors to draw with."""
        self._colors = colors
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The pointer with its label, the bar, and the minutes beneath it."""
        line = self.fontMetrics().height()
        return QSize(40 * self.fontMetrics().averageCharWidth(), int(4.4 * line) + _POINTER + 2)

    def minimumSizeHint(self) -> QSize:
        """Narrow: fewer rows are drawn."""
        return QSize(self._widest() * 2, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the rows, the marked one filled, and the pointer at the total."""
        rows = chart_rows(self._minutes, max(2, min(7, self.width() // self._widest())))
        marked = chart_row(self._minutes)
        line = self.fontMetrics().height()
        top = line + _POINTER + 4.0
        start, end = rows[0].at_least, rows[-1].at_most + 1
        per_minute = (self.width() - 1) / (end - start)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in rows:
            left = (row.at_least - start) * per_minute
            width = (row.at_most + 1 - row.at_least) * per_minute - _GAP
            self._draw_row(painter, row, QRectF(left + 0.5, top, width, 1.9 * line), row == marked)
        # In the middle of the minute, so that 22 and 23 point to different rows.
        self._draw_pointer(painter, (self._minutes - start + 0.5) * per_minute, top - 2)
        painter.end()

    def _draw_row(self, painter: QPainter, row: ChartRow, box: QRectF, marked: bool) -> None:
        colors, center = self._colors, Qt.AlignmentFlag.AlignCenter
        painter.setPen(QPen(QColor(colors.accent if marked else colors.line), 1))
        painter.setBrush(QColor(colors.accent if marked else colors.panel))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(bold(self.font()))
        painter.setPen(QColor(colors.ground if marked else colors.text))
        painter.drawText(box, center, str(row.units))
        painter.setFont(bold(self.font()) if marked else self.font())
        painter.setPen(QColor(colors.text if marked else colors.muted))
        label = QRectF(
            box.left() - _GAP, box.bottom() + 3, box.width() + 2 * _GAP, 1.2 * box.height()
        )
        painter.drawText(
            label,
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            f"{row.at_least}{_DASH}{row.at_most}",
        )

    def _draw_pointer(self, painter: QPainter, at: float, bottom: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colors.text))
        tip = [QPointF(at, bottom), QPointF(at - _POINTER, bottom - _POINTER)]
        painter.drawPolygon(QPolygonF([*tip, QPointF(at + _POINTER, bottom - _POINTER)]))
        painter.setFont(bold(self.font()))
        painter.setPen(QColor(self._colors.text))
        text = f"{self._minutes} min"
        width = painter.fontMetrics().horizontalAdvance(text) + 2
        left = max(0.0, min(at - width / 2, self.width() - width))
        height = painter.fontMetrics().height()
        painter.drawText(
            QRectF(left, bottom - _POINTER - height, width, height),
            Qt.AlignmentFlag.AlignCenter,
            text,
        )

    def _widest(self) -> int:
        return self.fontMetrics().horizontalAdvance(f"000{_DASH}000") + 3 * _GAP
