"""A quiet strip above the tabs that tells of known trouble until it is closed."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from otcodebook.ui.widgets.wrapped_label import WrappedLabel
from otcodebook.ui.window.enums import BannerTopic
from otcodebook.ui.window.theme import LIGHT, Colors


class Banner(QWidget):
    """Sentences with a Close button; hidden while there is nothing to tell.

    Signals:
        sentence_added: another sentence is shown.
    """

    sentence_added = Signal(str)

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

    def show_sentence(self, sentence: str, topic: BannerTopic | None = None) -> None:
        """Adds a sentence to what is shown; a later one on the same topic replaces it.

        An empty sentence takes back what was said on the topic.
        """
        self._sentences[topic or sentence] = sentence
        shown = [shown for shown in self._sentences.values() if shown]
        self._text.setText("\n".join(shown))
        self._style()
        self.setVisible(bool(shown))
        self.sentence_added.emit(sentence)

    def clear(self) -> None:
        """Takes back all sentences."""
        self._sentences.clear()
        self.hide()

    def keep_only(self, topics: Collection[BannerTopic]) -> None:
        """Takes back all sentences on other topics."""
        kept = {topic: said for topic, said in self._sentences.items() if topic in topics and said}
        self._sentences = kept
        self._text.setText("\n".join(kept.values()))
        self._text.fit()
        self.setVisible(bool(kept))

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
