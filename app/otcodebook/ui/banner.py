"""A quiet strip above the tabs that tells of a known trouble until it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from otcodebook.ui.theme import Tokens


class Banner(QWidget):
    """Sentences with a Close button; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAutoFillBackground(True)
        self._text = QLabel()
        self._text.setObjectName("bannerText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        close = QPushButton("Close")
        close.setAccessibleName("Close the message")
        close.clicked.connect(self.clear)
        self._sentences: list[str] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, sentence: str) -> None:
        """Adds a sentence to what is shown, once."""
        if sentence not in self._sentences:
            self._sentences.append(sentence)
        self._text.setText("\n".join(self._sentences))
        self.show()

    def clear(self) -> None:
        """Takes back everything that was told."""
        self._sentences.clear()
        self.hide()

    def set_tokens(self, tokens: Tokens) -> None:
        """The colours of a warning."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(tokens.warning_ground))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(tokens.warning))
        self.setPalette(palette)
