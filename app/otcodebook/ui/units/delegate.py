"""Draws the rows of a session and opens the fields in them."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from otcodebook.pages import html
from otcodebook.ui.codes.delegate import bold, code_font
from otcodebook.ui.units.columns import FIELDS, UNITS, Column, WorksheetRole
from otcodebook.ui.widgets.warning_label import paint_warning_icon
from otcodebook.ui.window.theme import LIGHT, Colors

_Index = QModelIndex | QPersistentModelIndex
_PADDING = 8
_MARK = 3
_INSET = 5
_TALL = 10_000
_LEAVING = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAP = int(_LEFT) | int(Qt.TextFlag.TextWordWrap)
_HINTS = {Column.MINUTES: "min", Column.ASSISTANT: ""}


class WorksheetDelegate(QStyledItemDelegate):
    """Fields look like boxes to type in; a wrong one has a sign, not only another color.

    Signals:
        left_by_key: a field was left with a key (the key), after its text was taken.
    """

    left_by_key = Signal(object)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._colors = LIGHT

    def set_colors(self, colors: Colors) -> None:
        """The colors to draw with."""
        self._colors = colors

    def height_for(self, name: str, width: int) -> int:
        """The height of a row whose name wraps in this width."""
        metrics = QFontMetrics(self._view.font())
        room = QRect(0, 0, max(width - 2 * _PADDING, 1), _TALL)
        wrapped = metrics.boundingRect(room, _WRAP, name).height()
        return max(wrapped + 2 * _PADDING, metrics.height() + 2 * (_PADDING + _INSET))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The view gives the sizes; this is for whoever asks."""
        return QSize(0, self.height_for("", 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground of the row, then a field or a text."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option.rect, index)
        column, text = Column(index.column()), str(index.data() or "")
        area = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.setPen(QColor(self._colors.text))
        painter.setFont(self._view.font())
        if column in FIELDS:
            self._paint_field(painter, option.rect, index, text)
        elif column in UNITS:
            painter.setFont(code_font(self._view.font()) if text != "0" else self._view.font())
            # A sign, not a blank: a cell without a number is not counted yet.
            painter.drawText(area, int(_RIGHT), text or "\N{EN DASH}")
        elif column is Column.CODE:
            painter.setFont(code_font(self._view.font()))
            painter.drawText(area, int(_LEFT), text)
        else:
            painter.drawText(area, _WRAP, text)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A line for the minutes."""
        editor = QLineEdit(parent)
        editor.setObjectName("unitsField")
        editor.setMaxLength(100)
        editor.setAlignment(_RIGHT)
        head = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        code = index.model().index(index.row(), Column.CODE).data()
        editor.setAccessibleName(f"{head} of {code}")
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Over the whole cell, and beyond it to the left when a span of times is typed."""
        rect = QRect(option.rect).adjusted(2, 2, -2, -2)
        wanted = editor.fontMetrics().horizontalAdvance("00:00-00:00") + 3 * _PADDING
        room = (
            rect.right()
            - self._view.visualRect(index.model().index(index.row(), Column.NAME)).left()
        )
        rect.setLeft(rect.right() - max(rect.width(), min(wanted, room)))
        editor.setGeometry(rect)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """The text as it was typed."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hands the text to the model, right or wrong."""
        if isinstance(editor, QLineEdit):
            model.setData(model.index(index.row(), index.column()), editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab, Up and Down take the text and lead on."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(editor, QLineEdit)
            and event.key() in _LEAVING
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.left_by_key.emit(Qt.Key(event.key()))
            return True
        return super().eventFilter(editor, event)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """The reason of a number, the times that were typed, or why an entry is wrong."""
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        why = str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")
        # Escaped: a tooltip takes a text with tags in it for rich text.
        QToolTip.showText(event.globalPos(), f"<p>{html.text(why)}</p>" if why else "", view)
        return True

    def _paint_ground(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        colors = self._colors
        chosen = self._view.hasFocus() and self._view.selectionModel().isSelected(index)
        painter.fillRect(rect, QColor(colors.accent_ground if chosen else colors.ground))
        if chosen and index.column() == 0:
            painter.fillRect(
                QRect(rect.left(), rect.top(), _MARK, rect.height()), QColor(colors.accent)
            )
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colors.line))
        if (
            self._view.hasFocus()
            and self._view.currentIndex() == index
            and (Column(index.column()) not in FIELDS)
        ):
            painter.setPen(QColor(colors.accent))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_field(self, painter: QPainter, rect: QRect, index: _Index, text: str) -> None:
        colors = self._colors
        wrong = bool(index.data(WorksheetRole.PROBLEM))
        current = self._view.hasFocus() and self._view.currentIndex() == index
        box = QRectF(rect).adjusted(4.5, _INSET + 0.5, -4.5, -_INSET - 1.5)
        edge = colors.warning if wrong else colors.accent if current else colors.edge
        painter.setPen(QPen(QColor(edge), 2 if current or wrong else 1))
        painter.setBrush(QColor(colors.warning_ground if wrong else colors.ground))
        painter.drawRoundedRect(box, 5, 5)
        inside = box.adjusted(6, 0, -6, 0)
        if wrong:
            size = QFontMetrics(self._view.font()).ascent()
            top = inside.center().y() - size / 2
            paint_warning_icon(painter, QRectF(inside.left(), top, size, size), colors)
            inside.setLeft(inside.left() + size + 4)
            painter.setFont(bold(self._view.font()))
        column = Column(index.column())
        painter.setPen(QColor(colors.text if text else colors.muted))
        shown = text or _HINTS[column]
        fitting = painter.fontMetrics().elidedText(
            shown, Qt.TextElideMode.ElideRight, int(inside.width())
        )
        painter.drawText(inside, int(_RIGHT), fitting)
