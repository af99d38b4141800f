"""Tells screen readers what changed while the focus stays where it is; silent without one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QTabWidget, QWidget

from otcodebook.search.hits import Hit
from otcodebook.ui.accessibility.speech import (
    FOLLOWED_MS,
    focus_moved,
    say,
    somebody_listens,
    tell_focus,
)

_PAUSE_MS = 500
"""Whoever is typing wants to hear the letters, not every count on the way."""


class ScreenReader(QObject):
    """Speaks for one window. Sentences wait until what is being read has ended.

    What searches find is told from `announce_searches` on: restoring what was shown is no search.
    A reader is served from the moment at which there is one: who has none pays nothing for it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last = ""
        self._is_served = False
        self.announces_searches = False

    def announce(self, sentence: str) -> None:
        """Announces what a command did, as often as it is given; nothing for no words."""
        if sentence:
            self._last = sentence
            say(sentence, self._window)

    def announce_searches(self) -> None:
        """Tells from now on what searches find, and where the focus is."""
        application = QApplication.instance()
        if not self.announces_searches and isinstance(application, QApplication):
            self.announces_searches = True
            self._serve()
            application.focusChanged.connect(self._follow_focus)

    def follow_tabs(self, tabs: QTabWidget) -> None:
        """Tells where the focus is after another tab was chosen.

        Orca takes the tab itself for the focus then, and would hear nothing of what is told there.
        """
        tabs.currentChanged.connect(
            lambda: QTimer.singleShot(FOLLOWED_MS, self, partial(self._tell_focus_in, tabs))
        )

    def _tell_focus_in(self, tabs: QTabWidget) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and focus is not tabs.tabBar() and somebody_listens():
            tell_focus(focus)

    def announce_unprompted(self, sentence: str) -> None:
        """Announces what came about by itself, unless it was said just before."""
        if sentence != self._last:
            self.announce(sentence)

    def follow_search(
        self,
        box: QLineEdit,
        rows: QAbstractItemView,
        moved: SignalInstance,
        listed: SignalInstance,
    ) -> None:
        """Tells what a search box finds, and the rows that its keys move to.

        `moved` is emitted after a key in the box moved to a row, `listed` with what is listed, in
        words, after each search.
        """
        _SearchVoice(self, box, rows, moved, listed)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        focus_moved()
        if self._serve() and isinstance(now, QAbstractItemView):
            # Qt tells of the list alone, and that only after this.
            QTimer.singleShot(0, now, partial(tell_focus, now))

    def _serve(self) -> bool:
        """Answers for the parts of the window once somebody asks; whether somebody does."""
        if not somebody_listens():
            return False
        if not self._is_served:
            self._is_served = True
            # Imported here: it costs 14 ms, and most people need no reader.
            from otcodebook.ui.accessibility.roles import install_roles

            install_roles(self._window)
        return True


def _belongs_to(pane: QWidget, part: QWidget | None) -> bool:
    """Whether it is a part of the pane, or of what the pane has opened, such as the filter."""
    while part is not None and part is not pane:
        part = part.parentWidget()
    return part is pane


def digit_by_digit(hits: Sequence[Hit[object]]) -> str:
    """The codes with their digits apart, so that no voice makes a number of them.

    The rows keep the codes whole: braille displays and screen readers with digits of their own
    want them so.
    """
    codes = [hit.document for hit in hits if hit.document.code]
    told = "; ".join(f"{' '.join(code.code)}, {code.name}" for code in codes)
    return told or "No code to read. Choose one in the Codes tab."


class _SearchVoice(QObject):
    """Reads the list that is driven from a search box, because the focus stays in the box."""

    def __init__(
        self,
        screen_reader: ScreenReader,
        box: QLineEdit,
        rows: QAbstractItemView,
        moved: SignalInstance,
        listed: SignalInstance,
    ) -> None:
        super().__init__(screen_reader)
        self._screen_reader = screen_reader
        self._box = box
        self._rows = rows
        self._listed = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._say_listed)
        listed.connect(self._wait)
        moved.connect(self._say_row)

    def _wait(self, words: str) -> None:
        if self._screen_reader.announces_searches and self._box.isVisible():
            self._listed = words
            self._pause.start()

    def _say_listed(self) -> None:
        """The count, and where Enter takes it the first row; not to who has gone elsewhere."""
        focus, pane = QApplication.focusWidget(), self._box.parentWidget()
        if pane is None or not _belongs_to(pane, focus):
            return
        if not somebody_listens():
            return
        row = self._row() if focus is self._box else ""
        self._screen_reader.announce_unprompted(
            ". ".join(part for part in (self._listed, row) if part)
        )

    def _say_row(self) -> None:
        self._screen_reader.announce(self._row())

    def _row(self) -> str:
        """What a screen reader reads of the current row; nothing where the list is not seen."""
        index = self._rows.currentIndex()
        if not index.isValid() or not self._rows.isVisible():
            return ""
        return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data())
