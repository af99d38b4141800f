"""A quiet strip above the tabs that tells of a known trouble until it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from otcodebook.ui.widgets.wrapped_label import WrappedLabel
from otcodebook.ui.window.theme import LIGHT, Colors


class Banner(QWidget):
    """Sentences with a Close button; hidden while there is nothing to tell.

    Signals:
        told: a sentence was added.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = WrappedLabel()
        self._text.setObjectName("bannerText")
        close = QPushButton("Close")
        close.setAccessibleName("Close the message")
        close.clicked.connect(self.clear)
        self._sentences: dict[str, str] = {}
        self._colors = LIGHT
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, sentence: str, about: str = "") -> None:
        """Adds a sentence to what is shown; a later one about the same thing takes its place.

        An empty one takes back what was told about the thing.
        """
        self._sentences[about or sentence] = sentence
        told = [told for told in self._sentences.values() if told]
        self._text.setText("\n".join(told))
        self._style()
        self.setVisible(bool(told))
        self.told.emit(sentence)

    def clear(self) -> None:
        """Takes back everything that was told."""
        self._sentences.clear()
        self.hide()

    def set_colors(self, colors: Colors) -> None:
        """The colors of a warning, and the room for another text size."""
        self._colors = colors
        if not self.isHidden():
            self._style()

    def _style(self) -> None:
        colors = self._colors
        # Not a palette: under the window's style sheet the application's own takes its place.
        self.setStyleSheet(
            f"#banner {{ background: {colors.warning_ground};"
            f" border-bottom: 1px solid {colors.line}; }}"
            f" #bannerText {{ color: {colors.warning}; }}"
        )
        self._text.fit()
