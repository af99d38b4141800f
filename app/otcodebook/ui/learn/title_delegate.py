"""Draws the titles of the FAQ and Guide lists: roomy, wrapped, marked like the rows of codes."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from otcodebook.ui.codes.delegate import paint_ground, room_for_rows
from otcodebook.ui.window.theme import LIGHT, Colors

_Index = QModelIndex | QPersistentModelIndex
_PADDING = 10
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(
    Qt.TextFlag.TextWordWrap
)
_TALL = 10_000


class TitleDelegate(QStyledItemDelegate):
    """A title on as many lines as it needs."""

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
        room = QRect(0, 0, width - 3 * _PADDING, _TALL)
        metrics = QFontMetrics(self._view.font())
        used = metrics.boundingRect(room, _FLAGS, str(index.data()))
        return QSize(width, used.height() + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground, then the title."""
        painter.save()
        paint_ground(painter, self._view, option, index, self._colors)
        painter.setFont(self._view.font())
        painter.setPen(QColor(self._colors.text))
        area = option.rect.adjusted(int(1.5 * _PADDING), _PADDING, -_PADDING, -_PADDING)
        painter.drawText(area, _FLAGS, str(index.data()))
        painter.restore()
