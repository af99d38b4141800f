"""A quiet strip above the tabs that tells of known trouble until it is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from otcodebook.catalog.load import expiry_notice
from otcodebook.catalog.model import Edition
from otcodebook.ui.widgets.wrapped_label import WrappedLabel
from otcodebook.ui.window.enums import BannerTopic
from otcodebook.ui.window.messages import Messages
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


class ExpiryWatch(QObject):
    """Tells once that the edition has expired, also where that happens in an open window."""

    def __init__(self, parent: QObject, messages: Messages) -> None:
        super().__init__(parent)
        self._messages = messages
        self._edition: Edition | None = None
        self._notice = ""
        self._next_day = QTimer(self)
        self._next_day.setObjectName("nextDay")
        self._next_day.setSingleShot(True)
        self._next_day.timeout.connect(self._check)
        if isinstance(application := QGuiApplication.instance(), QGuiApplication):
            # A computer that slept over midnight: its timer may be late.
            application.applicationStateChanged.connect(self._check)

    def set_edition(self, edition: Edition | None) -> None:
        """Another edition, which is told of anew; the banner is empty."""
        self._edition, self._notice = edition, ""
        self._check()

    def _check(self) -> None:
        notice = expiry_notice(self._edition)
        if notice != self._notice:
            self._messages.show_banner(notice, BannerTopic.EDITION)
        self._notice = notice
        now = datetime.now()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
        self._next_day.start(int((midnight - now).total_seconds() + 1) * 1000)
