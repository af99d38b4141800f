"""A quiet strip above the tabs that tells of known trouble until it is closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from otcodebook.ui.look.theme import LIGHT, Colors
from otcodebook.ui.services.enums import BannerTopic
from otcodebook.ui.services.messages import BannerAction
from otcodebook.ui.widgets.wrapped_label import WrappedLabel


class Banner(QWidget):
    """Sentences with a Close button, perhaps with buttons below; hidden with nothing to tell.

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
        self._actions: dict[str, Sequence[BannerAction]] = {}
        self._buttons: list[QPushButton] = []
        self._colors = LIGHT
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        self._column = QVBoxLayout()
        self._column.addWidget(self._text)
        self._row: QHBoxLayout | None = None
        layout.addLayout(self._column, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_sentence(
        self,
        sentence: str,
        topic: BannerTopic | None = None,
        actions: Sequence[BannerAction] = (),
    ) -> None:
        """Adds a sentence to what is shown; a later one on the same topic replaces it.

        `actions` are its buttons. An empty sentence takes back what was said on the topic.
        """
        if not sentence and not self._sentences.get(topic or sentence):
            return
        self._sentences[topic or sentence] = sentence
        self._actions[topic or sentence] = actions if sentence else ()
        self._show_actions()
        shown = [shown for shown in self._sentences.values() if shown]
        self._text.setText("\n".join(shown))
        self._style()
        self.setVisible(bool(shown))
        self.sentence_added.emit(sentence)

    def clear(self) -> None:
        """Takes back all sentences."""
        self._sentences.clear()
        self._actions.clear()
        self._show_actions()
        self.hide()

    def set_colors(self, colors: Colors) -> None:
        """The colors of a warning, and the room for another text size."""
        self._colors = colors
        if not self.isHidden():
            self._style()

    def _show_actions(self) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        wanted = [action for actions in self._actions.values() for action in actions]
        if not wanted:
            return
        if self._row is None:
            self._row = QHBoxLayout()
            self._row.addStretch()
            self._column.addLayout(self._row)
        for at, action in enumerate(wanted):
            button = QPushButton(action.text)
            button.clicked.connect(action.run)
            self._row.insertWidget(at, button)
            self._buttons.append(button)

    def _style(self) -> None:
        colors = self._colors
        # Not a palette: under the window's style sheet the application's own takes its place.
        self.setStyleSheet(
            f"#banner {{ background: {colors.warning_ground};"
            f" border-bottom: 1px solid {colors.line}; }}"
            f" #bannerText {{ color: {colors.warning}; }}"
        )
        self._text.fit()
