"""Small parts of the results: a rounded card, labels, a column that keeps its labels."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from otcodebook.ui.widgets.wrapped_label import WrappedLabel
from otcodebook.ui.window.theme import LIGHT, Colors

_RADIUS = 8


class Card(QWidget):
    """A rounded ground with an edge; a marked one has the accent's edge."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._colors = LIGHT
        self._marked = False
        self._tinted = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 12, 14, 12)
        self.column.setSpacing(6)

    def set_marked(self, marked: bool) -> None:
        """Gives it the accent's edge or takes it away."""
        self._marked = marked
        self.update()

    def set_tinted(self) -> None:
        """Gives it the accent's ground."""
        self._tinted = True

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
        ground = QColor(self._colors.accent_ground if self._tinted else self._colors.ground)
        painter.setPen(QPen(ground if self._tinted else edge, width))
        painter.setBrush(ground)
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


def set_text_color(widget: QWidget, color: str) -> None:
    """Gives a label another color of text."""
    palette = QPalette(widget.palette())
    # On a ground of the Base role a label writes in the Text role.
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(role, QColor(color))
    widget.setPalette(palette)


class Texts(QWidget):
    """A column of texts; each text has a bold line and a muted one beneath it."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._colors = LIGHT
        self._strong = QFont()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)

    def set_texts(self, texts: list[tuple[str, str]]) -> None:
        """Replaces the texts."""
        while len(self._pairs) < len(texts):
            pair = (label(), label())
            pair[0].setContentsMargins(0, 6, 0, 0)
            self._pairs.append(pair)
            for part in pair:
                self._column.addWidget(part)
            self._style(pair)
        for at, pair in enumerate(self._pairs):
            shown = texts[at] if at < len(texts) else ("", "")
            for part, text in zip(pair, shown, strict=True):
                part.setText(text)
                part.setVisible(bool(text))

    def set_colors(self, colors: Colors, strong: QFont) -> None:
        """The colors, and the font of the bold lines."""
        self._colors, self._strong = colors, strong
        for pair in self._pairs:
            self._style(pair)

    def _style(self, pair: tuple[QLabel, QLabel]) -> None:
        pair[0].setFont(self._strong)
        set_text_color(pair[1], self._colors.muted)
