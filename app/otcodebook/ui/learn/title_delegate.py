"""Draws the titles of the FAQ and Guide lists: roomy, wrapped, marked like the rows of codes."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from otcodebook.ui.look.row_ground import paint_ground, paint_rect, room_for_rows
from otcodebook.ui.look.row_text import bold
from otcodebook.ui.look.theme import LIGHT, Colors, scaled

_Index = QModelIndex | QPersistentModelIndex
_PADDING = 10
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_HEADING_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
_MOST_LINES = 2
_MOST_LINES_NARROW = 5
_NARROW = 34
"""Where fewer letters fit on a line, as with large text, a title takes the lines it needs."""
_UTF16 = "utf-16-le"
HEADING = int(Qt.ItemDataRole.UserRole) + 1
"""The role that tells the heading of a group from a title."""


class TitleDelegate(QStyledItemDelegate):
    """A title on one or two lines, or the heading of a group."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._colors = LIGHT

    def set_colors(self, colors: Colors) -> None:
        """The colors to draw with."""
        self._colors = colors

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As tall as the wrapped title."""
        width = max(room_for_rows(self._view), 1)
        if index.data(HEADING):
            above = 2 * _PADDING if index.row() else _PADDING // 2
            return QSize(width, QFontMetrics(self._heading_font()).height() + above + _PADDING)
        metrics = QFontMetrics(self._view.font())
        lines = len(self._lines(index, width - 3 * _PADDING))
        return QSize(width, lines * metrics.lineSpacing() + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, then the title."""
        if index.data(HEADING):
            self._paint_heading(painter, option.rect, str(index.data()))
            return
        painter.save()
        paint_ground(painter, self._view, option, index, self._colors)
        painter.setFont(self._view.font())
        painter.setPen(QColor(self._colors.text))
        area = option.rect.adjusted(int(1.5 * _PADDING), _PADDING, -_PADDING, -_PADDING)
        lines = self._lines(index, option.rect.width() - 3 * _PADDING)
        painter.drawText(area, _FLAGS, "\n".join(lines))
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, title: str) -> None:
        painter.save()
        paint_rect(painter, rect, self._colors.ground)
        painter.setFont(self._heading_font())
        painter.setPen(QColor(self._colors.muted))
        area = rect.adjusted(int(1.5 * _PADDING), 0, -_PADDING, -_PADDING // 2)
        painter.drawText(area, _HEADING_FLAGS, title)
        painter.setPen(QColor(self._colors.line))
        painter.drawLine(area.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.restore()

    def _heading_font(self) -> QFont:
        return bold(scaled(self._view.font(), 0.9))

    def _lines(self, index: _Index, width: int) -> list[str]:
        """The title in at most two lines, or more in a narrow list; an ellipsis ends the last."""
        metrics = QFontMetrics(self._view.font())
        is_narrow = width < metrics.averageCharWidth() * _NARROW
        most = _MOST_LINES_NARROW if is_narrow else _MOST_LINES
        layout = QTextLayout(str(index.data()), self._view.font())
        units = layout.text().encode(_UTF16)  # what Qt counts in
        layout.beginLayout()
        lines: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            start = 2 * line.textStart()
            if len(lines) == most - 1:
                rest = units[start:].decode(_UTF16)
                lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
                break
            end = start + 2 * line.textLength()
            lines.append(units[start:end].decode(_UTF16).rstrip())
        layout.endLayout()
        return lines or [""]
