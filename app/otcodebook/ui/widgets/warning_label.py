"""The icon of a warning, a triangle with an exclamation mark, and the words beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from otcodebook.ui.look.icons import IconName, paint_icon
from otcodebook.ui.look.theme import LIGHT, Colors, scaled
from otcodebook.ui.widgets.card import set_text_color
from otcodebook.ui.widgets.wrapped_label import WrappedLabel


def paint_warning_icon(painter: QPainter, box: QRectF, colors: Colors) -> None:
    """Draws the icon into a square."""
    paint_icon(painter, box, IconName.WARNING, colors.warning, colors.warning_ground)


class _Sign(QWidget):
    """The icon as a widget, as tall as a line of text."""

    def __init__(self) -> None:
        super().__init__()
        self.colors = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = self.fontMetrics().height()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_warning_icon(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self.colors)
        painter.end()


class WarningLabel(QWidget):
    """A sentence with the icon before it and, in small print below, where it comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = _Sign()
        self._text = WrappedLabel()
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._origin = WrappedLabel()
        self._origin.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._origin.hide()
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self._text)
        lines.addWidget(self._origin)
        row.addLayout(lines, 1)

    def set_text(self, text: str, origin: str = "") -> None:
        """Shows a sentence; `origin` is its source and date in a few words, or empty."""
        self._text.setText(text)
        self._text.setAccessibleName(f"Check: {text}")
        self._origin.setText(origin)
        self._origin.setAccessibleName(f"Source: {origin}")
        self._origin.setVisible(bool(origin))

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def origin(self) -> str:
        """Where the sentence comes from; may be empty."""
        return self._origin.text()

    def set_colors(self, colors: Colors) -> None:
        """The colors of the icon and of the small print."""
        self._sign.colors = colors
        self._sign.updateGeometry()
        self._sign.update()
        self._origin.setFont(scaled(QApplication.font(), 0.9))
        set_text_color(self._origin, colors.muted)
