"""A row of widgets that goes on in the next line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class FlowRow(QWidget):
    """Widgets side by side, each as wide as it wants; the last may stand at the first line's end.

    Call `fit` after a widget took another text, text size or was shown or hidden.
    """

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._parts: list[QWidget] = []
        self._at_end: QWidget | None = None

    def add(self, part: QWidget, *, at_end: bool = False, after: QWidget | None = None) -> None:
        """Adds a widget, `after` another or as the last; `at_end` it stands at the right."""
        part.setParent(self)
        at = self._parts.index(after) + 1 if after is not None else len(self._parts)
        self._parts.insert(at, part)
        if at_end:
            self._at_end = part

    def fit(self) -> None:
        """Places the widgets in the width that there is, and takes the height they need."""
        left = top = height = 0
        for part in self._parts:
            if part.isHidden():
                continue
            wanted = part.sizeHint()
            width = min(wanted.width(), max(self.width(), 1))
            if left and left + width > self.width():
                left, top, height = 0, top + height + self._gap, 0
            place = QRect(left, top, width, wanted.height())
            if part is self._at_end and top == 0:
                place.moveRight(max(self.width(), width) - 1)
            part.setGeometry(place)
            left += width + self._gap
            height = max(height, wanted.height())
        if self.minimumHeight() != top + height:
            self.setMinimumHeight(top + height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places the widgets anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def sizeHint(self) -> QSize:
        """All in one line."""
        parts = [part for part in self._parts if not part.isHidden()]
        width = sum(part.sizeHint().width() + self._gap for part in parts)
        return QSize(width, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest part that cannot be narrower; the row goes on in the next line."""
        parts = [part for part in self._parts if part is not self._at_end and not part.isHidden()]
        width = max((part.sizeHint().width() for part in parts), default=0)
        return QSize(width, self.minimumHeight())
