"""Shows the last good copy of the remembered list where the list itself cannot be read.

Import this module late: most sessions use the built-in codes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from otcodebook.ui.lists.list_opening import LoadedList
from otcodebook.ui.lists.loader import CatalogLoader
from otcodebook.userdata.list_copy import FileContents, ListCopy, forget_copy, keep_copy, last_copy
from otcodebook.wording import displayed_name, long_date

_PATIENCE_MS = 3000
"""How long the user waits for a list without an answer: long for a disk, short for a person."""
_READING_S = 0.08
"""How long the window waits for the copy, in seconds: most are read by then."""
_CLOSING_S = 0.08
"""How long a closing window waits for a copy to be written, in seconds."""


class ListCopies(QObject):
    """Keeps a copy of the list in use, and opens it when the list is away.

    `folder` is the user's own; `make_loader` makes a loader of its own for the copy, as the list
    may still be waited for.

    Signals:
        opened: the copy is ready to be shown (a LoadedList, and a sentence on what it is).
        failed: there is no copy, or it cannot be used either (the sentence on the list).
    """

    opened = Signal(object, str)
    failed = Signal(str)

    def __init__(
        self, parent: QObject, folder: Path, make_loader: Callable[[], CatalogLoader]
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._make_loader = make_loader
        self._loader: CatalogLoader | None = None
        self._thread: threading.Thread | None = None
        self._path = Path()
        self._reason = ""
        self._copy: ListCopy | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PATIENCE_MS)
        self._wait.timeout.connect(self._show_meanwhile)

    def wait_for(self, path: Path) -> None:
        """This list is being read: after a while its copy is shown until it is there."""
        self._path = path
        self._wait.start()

    def settle(self, path: Path, contents: FileContents) -> None:
        """This list was read and is shown: it is what the copy is of from now on."""
        self.give_up()
        self._run(partial(keep_copy, self._folder, path, contents))

    def show(self, sentence: str) -> None:
        """The list that is waited for cannot be read, as the sentence says: shows its copy."""
        self._wait.stop()
        if self._copy is None:
            self._open(sentence)

    def show_instead(self, path: Path, sentence: str) -> None:
        """Shows the copy of this list instead of the list, which has lost something."""
        self.give_up()
        self._path = path
        self._open(sentence)

    def give_up(self) -> None:
        """The list is no longer waited for."""
        self._wait.stop()
        self._copy = None
        if self._loader is not None:
            self._loader.cancel()

    def finish(self) -> None:
        """Gives up, and waits a moment for what is being copied."""
        self.give_up()
        if self._thread is not None:
            self._thread.join(_CLOSING_S)

    def forget(self) -> None:
        """The list is no longer in use."""
        self.give_up()
        self._run(partial(forget_copy, self._folder))

    def _run(self, work: Callable[[], None]) -> None:
        """Works on the copy when what was begun before is done."""
        before = self._thread

        def run() -> None:
            if before is not None:
                before.join()
            work()

        # A daemon thread: the disk of the user may hang too.
        self._thread = threading.Thread(target=run, name="list copy", daemon=True)
        self._thread.start()

    def _show_meanwhile(self) -> None:
        name = displayed_name(self._path)
        self._open(f"{name} is still being opened, its drive does not answer.")

    def _open(self, reason: str) -> None:
        self._reason = reason
        self._copy = last_copy(self._folder, self._path)
        if self._copy is None:
            self.failed.emit(reason)
            return
        if self._loader is None:
            self._loader = self._make_loader()
            self._loader.opened.connect(self._hand_over)
            self._loader.failed.connect(lambda _: self.failed.emit(self._reason))
        self._loader.reopen(str(self._copy.path), patience=_READING_S)

    def _hand_over(self, opened: LoadedList) -> None:
        if self._copy is not None:
            told = f"You see the copy of {_moment(self._copy.when)}."
            self.opened.emit(opened, f"{self._reason} {told}")


def _moment(when: datetime) -> str:
    """A time of the day in American English: "January 1, 2026, 2:05 PM"."""
    half = "AM" if when.hour < 12 else "PM"
    return f"{long_date(when.date())}, {when.hour % 12 or 12}:{when:%M} {half}"
