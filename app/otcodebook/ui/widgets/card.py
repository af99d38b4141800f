"""Small parts of the results: a rounded card, labels and their colors."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from otcodebook.ui.look.theme import LIGHT, Colors
from otcodebook.ui.widgets.wrapped_label import WrappedLabel

_RADIUS = 8


class Card(QWidget):
    """A rounded ground with an edge; a marked one has the accent's edge."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._colors = LIGHT
        self._marked = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(6)

    def set_marked(self, marked: bool) -> None:
        """Gives it the accent's edge or takes it away."""
        self._marked = marked
        self.update()

    def set_card_colors(self, colors: Colors) -> None:
        """The colors to draw with."""
        self._colors = colors
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws ground and edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self._marked else 1
        edge = QColor(self._colors.accent if self._marked else self._colors.line)
        painter.setPen(QPen(edge, width))
        painter.setBrush(QColor(self._colors.ground))
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.end()


def label(name: str = "", *, wraps: bool = True) -> QLabel:
    """A label for plain text that can be selected."""
    made = WrappedLabel() if wraps else QLabel()
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def discard(*widgets: QWidget) -> None:
    """Takes widgets out of their layout and lets them go; the focus moves on to the next part."""
    for widget in widgets:
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()


def set_text_color(widget: QWidget, color: str) -> None:
    """Gives a label another color of text."""
    palette = QPalette(widget.palette())
    # On a ground of the Base role a label writes in the Text role.
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(role, QColor(color))
    widget.setPalette(palette)
