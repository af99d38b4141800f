"""Draws the rows of a session and opens the fields in them."""

from __future__ import annotations

from functools import partial

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
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from otcodebook.pages import html
from otcodebook.ui.look.icons import IconName, paint_icon
from otcodebook.ui.look.row_ground import MARK, PADDING
from otcodebook.ui.look.row_text import bold, code_font
from otcodebook.ui.look.theme import LIGHT, Colors
from otcodebook.ui.units.worksheet.columns import (
    BUTTONS,
    FIELDS,
    LONGEST_ENTRY,
    Column,
    WorksheetRole,
)
from otcodebook.ui.units.worksheet.field_edit import FieldEdit
from otcodebook.ui.units.worksheet.model import WorksheetModel
from otcodebook.ui.widgets.warning_label import paint_warning_icon

_Index = QModelIndex | QPersistentModelIndex
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
_WRAP_TOP = (
    int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
)
_HINTS = {Column.MINUTES: "min", Column.ASSISTANT: ""}


class WorksheetDelegate(QStyledItemDelegate):
    """Fields look like boxes to type in; a wrong one has a sign, not only another color.

    Signals:
        left_by_key: a field was left with a key (the key), after its text was taken.
        clock_pressed: Ctrl+Space was pressed in a field, after its text was taken.
        cut_off: a field took only the beginning of what was typed or pasted (a sentence).
    """

    left_by_key = Signal(object)
    clock_pressed = Signal()
    cut_off = Signal(str)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._colors = LIGHT

    def set_colors(self, colors: Colors) -> None:
        """The colors to draw with."""
        self._colors = colors

    def height_for(self, name: str, problem: str, width: int) -> int:
        """The height of a row whose name and sentence wrap in this width."""
        metrics = QFontMetrics(self._view.font())
        height = self._wrapped(name, width - 2 * PADDING)
        if problem:
            height += self._wrapped(problem, width - 2 * PADDING - self._sign_width()) + 2
        return max(height + 2 * PADDING, metrics.height() + 2 * (PADDING + _INSET))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The view gives the sizes; this is for whoever asks."""
        return QSize(0, self.height_for("", "", 0))

    def _wrapped(self, text: str, width: int) -> int:
        metrics = QFontMetrics(self._view.font())
        return metrics.boundingRect(QRect(0, 0, max(width, 1), _TALL), _WRAP, text).height()

    def _sign_width(self) -> int:
        return QFontMetrics(self._view.font()).ascent() + 6

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground of the row, then a field or a text."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option.rect, index)
        column, text = Column(index.column()), str(index.data() or "")
        line = self._line(option.rect, index)
        area = line.adjusted(PADDING, 0, -PADDING, 0)
        painter.setPen(QColor(self._colors.text))
        painter.setFont(self._view.font())
        if column in FIELDS:
            self._paint_field(painter, line, index)
        elif column in BUTTONS:
            self._paint_button(painter, line, option, index)
        elif column is Column.UNITS:
            painter.setFont(code_font(self._view.font()) if text != "0" else self._view.font())
            # A sign, not a blank: a cell without a number is not counted yet.
            painter.drawText(area, int(_RIGHT), text or "\N{EN DASH}")
        elif column is Column.CODE:
            painter.setFont(code_font(self._view.font()))
            painter.drawText(area, int(_LEFT), text)
        else:
            self._paint_name(painter, option.rect.adjusted(PADDING, 0, -PADDING, 0), index, text)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A line for the minutes, counted with every key."""
        editor = FieldEdit(parent)
        editor.set_colors(self._colors)
        what = "Minutes" if index.column() == Column.MINUTES else "OTA minutes"
        code = index.model().index(index.row(), Column.CODE).data()
        editor.setAccessibleName(f"{what} of {code}")
        told = f"A field has at most {LONGEST_ENTRY} letters. The rest was left out"
        editor.inputRejected.connect(partial(self.cut_off.emit, told))
        model, place = index.model(), QPersistentModelIndex(index)
        if isinstance(model, WorksheetModel):
            editor.set_read(str(index.data(WorksheetRole.NUMBER) or ""))
            editor.textEdited.connect(lambda text: editor.set_read(model.draft(place, text)))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Over the cell, and no further."""
        editor.setGeometry(self._line(option.rect, index).adjusted(2, 2, -2, -2))

    def _line(self, rect: QRect, index: _Index) -> QRect:
        """Where a cell is drawn: the row, or its first line if a sentence stands beneath it."""
        line = QRect(rect)
        if index.model().index(index.row(), Column.NAME).data(WorksheetRole.PROBLEM):
            line.setHeight(self.height_for("", "", 0))
        return line

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """The text as it was typed; what is being typed is left alone, though all is told anew."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hands the text to the model, right or wrong."""
        if isinstance(editor, QLineEdit):
            model.setData(model.index(index.row(), index.column()), editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab, Up and Down take the text and lead on; Ctrl+Space starts the clock."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(editor, QLineEdit)
        ):
            leaves = event.key() in _LEAVING
            if leaves or is_clock_key(event):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                if leaves:
                    self.left_by_key.emit(Qt.Key(event.key()))
                else:
                    self.clock_pressed.emit()
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
        # Into the next cell, which is painted after it: where a screen is scaled by 150%, edges
        # lie within a pixel, and what was there before would stay as a line.
        ground = rect.adjusted(0, 0, 1, 0)
        painter.fillRect(ground, QColor(colors.accent_ground if chosen else colors.ground))
        if chosen and index.column() == 0:
            painter.fillRect(
                QRect(rect.left(), rect.top(), MARK, rect.height()), QColor(colors.accent)
            )
        # From within the cell before, for the same reason.
        line = QRect(rect.left() - 1, ground.bottom(), ground.width() + 1, 1)
        painter.fillRect(line, QColor(colors.line))
        if (
            self._view.hasFocus()
            and self._view.currentIndex() == index
            and (Column(index.column()) not in FIELDS)
        ):
            painter.setPen(QColor(colors.accent))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_name(self, painter: QPainter, area: QRect, index: _Index, name: str) -> None:
        """The name, and beneath it why the row is not counted."""
        problem = str(index.data(WorksheetRole.PROBLEM) or "")
        if not problem:
            painter.drawText(area, _WRAP, name)
            return
        top = area.adjusted(0, PADDING, 0, 0)
        painter.drawText(top, _WRAP_TOP, name)
        top.setTop(top.top() + self._wrapped(name, area.width()) + 2)
        size = QFontMetrics(self._view.font()).ascent()
        paint_warning_icon(painter, QRectF(top.left(), top.top() + 1, size, size), self._colors)
        painter.setPen(QColor(self._colors.warning))
        painter.drawText(top.adjusted(self._sign_width(), 0, 0, 0), _WRAP_TOP, problem)

    def _paint_button(
        self, painter: QPainter, line: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        colors = self._colors
        side = QFontMetrics(self._view.font()).height()
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(line).center())
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.hover))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 5, 5)
        if index.column() == Column.REMOVE:
            paint_icon(painter, box, IconName.CLOSE, colors.muted)
        elif index.data(WorksheetRole.RUNS):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent))
            inset = side * 0.22
            painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 2, 2)
        else:
            paint_icon(painter, box, IconName.CLOCK, colors.muted)

    def _paint_field(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        """A box with what was typed; the minutes that times make stand at its right end."""
        colors, font = self._colors, self._view.font()
        wrong = bool(index.data(WorksheetRole.PROBLEM))
        current = self._view.hasFocus() and self._view.currentIndex() == index
        box = QRectF(rect).adjusted(4.5, _INSET + 0.5, -4.5, -_INSET - 1.5)
        center = box.center()
        box.setHeight(min(box.height(), QFontMetrics(font).height() + 2 * PADDING))
        box.moveCenter(center)
        edge = colors.warning if wrong else colors.accent if current else colors.edge
        painter.setPen(QPen(QColor(edge), 2 if current or wrong else 1))
        painter.setBrush(QColor(colors.warning_ground if wrong else colors.ground))
        painter.drawRoundedRect(box, 5, 5)
        inside = box.adjusted(6, 0, -6, 0)
        if wrong:
            size = QFontMetrics(font).ascent()
            top = inside.center().y() - size / 2
            paint_warning_icon(painter, QRectF(inside.left(), top, size, size), colors)
            inside.setLeft(inside.left() + size + 4)
        self._paint_entry(painter, inside, index, bold(font) if wrong else font)

    def _paint_entry(self, painter: QPainter, inside: QRectF, index: _Index, font: QFont) -> None:
        typed = str(index.data(Qt.ItemDataRole.EditRole) or "")
        number = str(index.data(WorksheetRole.NUMBER) or "")
        since = str(index.data(WorksheetRole.RUNS) or "")
        column = Column(index.column())
        if column is Column.MINUTES and since:
            typed = f"{typed}+{since}-" if typed else f"{since}-"
            number = number or "\N{HORIZONTAL ELLIPSIS}"
        painter.setPen(QColor(self._colors.text if typed else self._colors.muted))
        if number:
            painter.setFont(code_font(font))
            painter.drawText(inside, int(_RIGHT), number)
            wide = painter.fontMetrics().horizontalAdvance(number) + 6
            inside = inside.adjusted(0, 0, -wide, 0)
        painter.setFont(font)
        shown = typed or _HINTS[column]
        # Of many spans the last ones are seen: they were typed last.
        fitting = painter.fontMetrics().elidedText(
            shown, Qt.TextElideMode.ElideLeft, int(inside.width())
        )
        painter.drawText(inside, int(_LEFT if number else _RIGHT), fitting)


def is_clock_key(event: QKeyEvent) -> bool:
    """Whether it is Ctrl+Space, which starts and stops the clock of a row."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() == Qt.Key.Key_Space
