"""The one way in which the parts of the window tell the user something."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from otcodebook.ui.window.enums import BannerTopic


class Messages(QObject):
    """Takes sentences from all rooms of the window; the workspace shows and speaks them.

    Signals:
        status_shown: what a command did (a sentence): in the status line, and spoken.
        banner_shown: known trouble (a sentence, its BannerTopic or None): in the banner. An empty
            sentence takes back what the banner says on the topic.
        announced: what came about by itself (a sentence): spoken, unless it was said just before.
    """

    status_shown = Signal(str)
    banner_shown = Signal(str, object)
    announced = Signal(str)

    def show_status(self, sentence: str) -> None:
        """Says what a command did, or why it did nothing."""
        self.status_shown.emit(sentence)

    def show_banner(self, sentence: str, topic: BannerTopic | None = None) -> None:
        """Tells of known trouble until it is closed or another sentence on the topic comes."""
        self.banner_shown.emit(sentence, topic)

    def clear_banner(self, topic: BannerTopic) -> None:
        """All is well again with this topic."""
        self.banner_shown.emit("", topic)

    def announce(self, sentence: str) -> None:
        """Tells screen readers alone; who sees the window sees it there."""
        self.announced.emit(sentence)
