"""A document with a checklist: real check boxes in the margin of its lines.

A box drawn as a link would be one more word to a screen reader. These are controls: Tab stops at
each, Space checks it, and its name and state are spoken. The words stay in the document, where they
wrap and can be selected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QTextBlock,
    QTextListFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from otcodebook.ui.widgets.document_view import DocumentView

_LEFT_BUTTON = Qt.MouseButton.LeftButton
_PLAIN = QTextListFormat.Style.ListStyleUndefined
"""Document style of the class "checklist": a list without signs."""

_INDENT = 3
"""How far the items are indented, by that class."""
_EDGE = 3
"""What a check box leaves free around its square, for the focus ring."""


class _Gutter(QWidget):
    """The strip with the boxes. It lies over the view, not in it, whose Tab goes through links."""

    def __init__(self, view: ChecklistView) -> None:
        super().__init__()
        self._view = view

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolls the page beneath."""
        self._view.wheelEvent(event)


class _Box(QCheckBox):
    """A check box without a text of its own."""

    def __init__(self, view: ChecklistView, gutter: QWidget) -> None:
        super().__init__(gutter)
        self._view = view
        # A click leaves the keyboard where it is: in the search box, where Enter copies.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Scrolls to where it can be seen."""
        super().focusInEvent(event)
        self._view.scroll_to(self.geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter checks it too, as it follows a link."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class ChecklistView(DocumentView):
    """Shows pages whose list of the class "checklist" can be checked; it stands in a parent."""

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, accessible_name, parent)
        self._gutter = _Gutter(self)
        self._boxes: list[_Box] = []
        self._used = 0
        self._pressed = QPoint()

    def set_checklist(self, items: Sequence[str]) -> None:
        """The items of the page that is shown next; none is checked."""
        if self._gutter.parentWidget() is not self.parentWidget():
            self._gutter.setParent(self.parentWidget())
        self._gutter.hide()
        while len(self._boxes) < len(items):
            box = _Box(self, self._gutter)
            # Tab leads to the boxes, in their order, and then to the links of the page.
            QWidget.setTabOrder(self, box)
            QWidget.setTabOrder(box, self)
            self._boxes.append(box)
        self._used = len(items)
        for box in self._boxes:
            box.setChecked(False)
            box.hide()
        for box, item in zip(self._boxes, items, strict=False):
            box.setAccessibleName(item)

    def checked(self) -> list[int]:
        """The places of the checked items, from 0."""
        return [at for at, box in enumerate(self._boxes[: self._used]) if box.isChecked()]

    def scroll_to(self, place: QRect) -> None:
        """Scrolls as far as needed to see a part of what is shown, and its neighbors."""
        bar, room = self.verticalScrollBar(), place.height()
        if place.top() < room:
            bar.setValue(bar.value() + place.top() - room)
        elif place.bottom() > self.height() - 2 * room:
            bar.setValue(bar.value() + place.bottom() - self.height() + 2 * room)

    def arrange(self) -> None:
        """Puts each box before its line."""
        super().arrange()
        if not self._used or not self.isVisible():
            return
        shown = self.shown_part()
        side = self._boxes[0].sizeHint()
        for box, item in zip(self._boxes, self._items(), strict=False):
            # First, as it lays the page out so far; of a long one Qt leaves the rest for later, and
            # the place of a line that is not there yet ends the process.
            place = self._place(item).topLeft()
            first = item.layout().lineAt(0)
            if not first.isValid():
                return
            line = first.rect().translated(place).toAlignedRect().translated(-shown.topLeft())
            left = line.left() - _INDENT * round(self.document().indentWidth()) - _EDGE
            self._gutter.setGeometry(
                self.x() + shown.x() + left, self.y() + shown.y(), side.width(), shown.height()
            )
            box.setGeometry(0, line.center().y() - side.height() // 2, *side.toTuple())
            box.show()
        self._gutter.show()
        self._gutter.raise_()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Moves the boxes with the page."""
        super().moveEvent(event)
        self.arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remembers where a click begins."""
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the words of an item checks it, as on those of any check box."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        moved = (place - self._pressed).manhattanLength()
        if event.button() != _LEFT_BUTTON or moved >= QApplication.startDragDistance():
            return
        if self.has_selection() or self.anchorAt(place):
            return
        at = place + QPoint(self._frame(), self._frame())
        for box, item in zip(self._boxes, self._items(), strict=False):
            if self._place(item).contains(at):
                box.click()

    def _items(self) -> Iterator[QTextBlock]:
        """The lines of the checklist in the document."""
        block = self.document().begin()
        while block.isValid():
            found = block.textList()
            if found is not None and found.format().style() == _PLAIN:
                yield block
            block = block.next()

    def _place(self, item: QTextBlock) -> QRectF:
        """Where a line of the document is in the view."""
        frame, scrolled = self._frame(), self.verticalScrollBar().value()
        around = self.document().documentLayout().blockBoundingRect(item)
        return around.translated(frame, frame - scrolled)
