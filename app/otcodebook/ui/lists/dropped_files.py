"""Several files that were dropped at once: opened one after the other, each told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from otcodebook.ui.services.enums import BannerTopic
from otcodebook.ui.services.messages import Messages
from otcodebook.wording import counted, displayed_name, listed

_MOST_NAMED = 4


class DroppedFiles(QObject):
    """Has the next file opened when nothing is being opened any more.

    `open_file` opens one. Whatever becomes of a file is noted by `note_opened` and `note_failed`;
    `open_next` goes on, and tells at the end what became of them all.
    """

    def __init__(
        self, parent: QObject, open_file: Callable[[str], object], messages: Messages
    ) -> None:
        super().__init__(parent)
        self._open_file = open_file
        self._messages = messages
        self._waiting: list[str] = []
        self._count = 0
        self._current = ""
        self._opened: list[str] = []
        self._told: list[str] = []

    def start(self, paths: Sequence[str]) -> None:
        """Opens the first one; those of an earlier drop are given up."""
        self._waiting = list(paths)
        self._count = len(paths)
        self._opened, self._told = [], []
        self.open_next()

    def give_up(self) -> None:
        """The user opens another file."""
        self._waiting, self._count = [], 0

    def note_opened(self) -> None:
        """The file is shown."""
        self._opened.append(self._current)

    def note_failed(self, sentence: str) -> None:
        """The file cannot be used."""
        self._told.append(sentence)

    def open_next(self) -> None:
        """Goes on with the next one, if there is one."""
        if not self._count:
            return
        done = self._count - len(self._waiting)
        if done and len(self._opened) + len(self._told) < done:
            self._told.append(f"{self._current} was canceled.")
        if not self._waiting:
            self._tell()
            return
        path = self._waiting.pop(0)
        self._current = displayed_name(Path(path))
        place = f"File {done + 1:,} of {self._count:,}: {self._current}"
        self._messages.announce(place)
        self._open_file(path)

    def _tell(self) -> None:
        count, self._count = self._count, 0
        if self._told:
            files = counted(len(self._opened), "file")
            told = " ".join(self._told[:_MOST_NAMED])
            self._messages.show_banner(f"{files} of {count:,} opened. {told}", BannerTopic.OPENING)
        elif len(self._opened) > 1:
            named = self._opened[:_MOST_NAMED]
            more = len(self._opened) - len(named)
            names = listed([*named, f"{more:,} more"] if more else named)
            last = self._opened[-1]
            self._messages.show_status(f"Opened {names}, one after the other. {last} is shown")
