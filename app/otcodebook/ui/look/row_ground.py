"""The ground of a row: chosen, under the mouse, reached by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from otcodebook.ui.look.focus_rings import shows_ring
from otcodebook.ui.look.theme import Colors

_Index = QModelIndex | QPersistentModelIndex
PADDING = 8
"""Room around the text of a row."""
MARK = 3
"""The width of the bar that marks a chosen row."""


def room_for_rows(view: QAbstractItemView) -> int:
    """The width of the rows: of the view without its frame and scroll bar.

    The viewport knows it too, but asking for it makes PySide6 build every class of widget there is,
    which takes longer than all the rows do.
    """
    bar = view.verticalScrollBar()
    return view.contentsRect().width() - (bar.width() if bar.isVisible() else 0)


def paint_rect(painter: QPainter, rect: QRect, color: str) -> None:
    """Fills the rectangle: `fillRect` would make PySide6 build all of Qt's named gradients."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRect(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def is_hovered(view: QAbstractItemView, option: QStyleOptionViewItem) -> bool:
    """Whether the mouse rests on the row."""
    if not view.underMouse():
        return False
    # Imported here: it brings all enums of styles, and no mouse is over most lists.
    from PySide6.QtWidgets import QStyle

    return bool(option.state & QStyle.StateFlag.State_MouseOver)


def paint_ground(
    painter: QPainter,
    view: QAbstractItemView,
    option: QStyleOptionViewItem,
    index: _Index,
    colors: Colors,
) -> None:
    """Ground of a row: tinted with a bar where it is chosen, fainter under the mouse.

    The current row has a ring if the keyboard led to its list.
    """
    rect = option.rect
    chosen = view.selectionModel().isSelected(index)
    hover = colors.hover if is_hovered(view, option) else colors.ground
    paint_rect(painter, rect, colors.selection if chosen else hover)
    if chosen:
        mark = QRect(rect.left(), rect.top(), MARK, rect.height())
        paint_rect(painter, mark, colors.accent)
    painter.setPen(QColor(colors.line))
    painter.drawLine(rect.left() + PADDING + MARK, rect.bottom(), rect.right(), rect.bottom())
    if shows_ring(view) and view.currentIndex() == index:
        painter.setPen(QColor(colors.accent))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
