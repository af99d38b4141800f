"""Watches the file of the list that is shown: another program changes it, moves it or removes it.

Import this module late: most sessions have no list open.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from otcodebook.userdata.list_copy import FileState, file_state

_SOON_MS = 200
"""After a sign of life of the file: one save makes several."""
_SETTLED_MS = 800
"""For so long a file stays the same before it counts as written to its end."""
_POLL_MS = 50
_LONGEST_POLL_MS = 2000
"""How seldom the window looks whether a share has answered at last."""
_PATIENCE_S = 3.0
"""How long a drive may take to answer, in seconds, before the user hears that it does not."""


class _Seen(NamedTuple):
    """What the disk said at the last look; `state` is None for a file that is not there."""

    state: FileState | None


class FileWatch(QObject):
    """Looks at one file when the system tells of a change, and when the window comes to the front.

    Only a thread asks the disk: a share may hang. A change counts once the file has stayed the same
    for a while, so that no half-written file is taken, and a program that saves by renaming may
    leave a moment without any file.

    Signals:
        changed: the file is another one than was read.
        gone: it is not there any more, or its drive does not answer.
        back: it is there again, as it was read.
    """

    changed = Signal()
    gone = Signal()
    back = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._known: FileState | None = None
        self._pending: _Seen | None = None
        self._is_gone = False
        self._thread: threading.Thread | None = None
        self._asked = 0.0
        self._answer: list[FileState | None] = []
        self._watcher: QFileSystemWatcher | None = None
        self._soon = self._timer(_SOON_MS)
        self._settle = self._timer(_SETTLED_MS)
        self._poll = QTimer(self)
        self._poll.timeout.connect(self._take_answer)
        if isinstance(application := QGuiApplication.instance(), QGuiApplication):
            application.applicationStateChanged.connect(self._look_when_active)

    def watch(self, path: Path, known: FileState | None, *, is_gone: bool = False) -> None:
        """Watches a file that was read in this state; another one is not watched any more.

        `is_gone`: the user knows that it is not there.
        """
        if path != self._path:
            self.stop()
        self._path, self._known = path, known
        self._pending, self._is_gone = None, is_gone
        self.look()

    def stop(self) -> None:
        """Watches nothing."""
        self._path = None
        for timer in (self._soon, self._settle, self._poll):
            timer.stop()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None

    def look(self) -> None:
        """Asks the disk for the state of the file, unless the last answer is still awaited."""
        path = self._path
        if path is None or self._poll.isActive():
            return

        answer = self._answer = []

        def ask() -> None:
            answer.append(file_state(path))

        # A daemon thread: a share that is away may keep it for ever.
        self._thread = threading.Thread(target=ask, name="file watch", daemon=True)
        self._thread.start()
        self._asked = time.monotonic()
        self._poll.start(_POLL_MS)

    def _timer(self, interval: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(self.look)
        return timer

    def _look_when_active(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()

    def _take_answer(self) -> None:
        if self._thread is None or self._thread.is_alive():
            self._poll.setInterval(min(self._poll.interval() * 2, _LONGEST_POLL_MS))
            if not self._is_gone and time.monotonic() - self._asked > _PATIENCE_S:
                self._is_gone = True
                self.gone.emit()
            return
        self._poll.stop()
        found = self._answer[0]
        if found is not None:
            self._follow(self._path)
        if found == self._known and found is not None:
            self._pending = None
            if self._is_gone:
                self._is_gone = False
                self.back.emit()
        elif self._pending is None or found != self._pending.state:
            self._pending = _Seen(found)
            self._settle.start()
        elif found is not None:
            self._pending, self._known, self._is_gone = None, found, False
            self.changed.emit()
        elif not self._is_gone:
            self._is_gone = True
            self.gone.emit()

    def _follow(self, path: Path | None) -> None:
        """Has the system tell of changes: of the file, and of its folder, where others save anew.

        The disk has answered just now, so this does not wait for it.
        """
        if path is None:
            return
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(lambda _: self._soon.start())
            self._watcher.directoryChanged.connect(lambda _: self._soon.start())
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if missing := [each for each in (str(path), str(path.parent)) if each not in watched]:
            self._watcher.addPaths(missing)
            # What changed since the disk was asked told nobody.
            self._soon.start()
