"""Work on a file in a thread of its own: a share that is away holds up nothing.

Import this module late: most sessions neither export nor import.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from otcodebook.errors import AppError
from otcodebook.memory import return_freed_memory
from otcodebook.wording import displayed_name, still_waiting

_Result = TypeVar("_Result")

_PATIENCE_S = 0.08
"""How long the window waits for a disk, in seconds: most files are done, and nobody notices."""
_POLL_MS = 15
"""How often the window looks how far the thread is: about once a frame."""
_TOLD_AFTER = 1000 // _POLL_MS
"""After so many looks, about a second, the user reads why nothing happens."""


class ThreadWork(QObject, Generic[_Result]):
    """Runs `work` in a thread, which touches no widget, and hands over what came of it.

    `done` gets the result, `failed` the sentence of an AppError. A child class says when the window
    looks, by its timer.
    """

    def __init__(
        self,
        parent: QObject,
        work: Callable[[], _Result],
        done: Callable[[_Result], object],
        failed: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._done = done
        self._failed = failed
        self._outcome: _Result | Exception | None = None
        # A daemon thread and no QThread: a read from a share that is away may hang for ever.
        self._thread = threading.Thread(target=self._run, name="thread work", daemon=True)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)

    def _run(self) -> None:
        return_freed_memory()
        try:
            self._outcome = self._work()
        except Exception as error:
            # The window's thread raises it: only that one may open the bug dialog.
            self._outcome = error

    def _hand_over(self) -> None:
        self._poll.stop()
        self.deleteLater()
        match self._outcome:
            case AppError() as error:
                self._failed(error.user_message)
            case Exception() as bug:
                raise bug
            case result:
                self._done(result)  # type: ignore[arg-type]  # None is a result too


class FileWork(ThreadWork[_Result]):
    """Reads or writes one file.

    What is done at once, as on any disk of this computer, is handed over before `start` returns.
    """

    _looks = 0

    def start(
        self, path: Path, waiting: Callable[[str], object], patience: float = _PATIENCE_S
    ) -> None:
        """Begins; the path gives the file its name. `patience` is how long to wait, in seconds.

        `waiting` is told what the window waits for, where that takes a second.
        """
        self._thread.start()
        self._thread.join(patience)
        if not self._thread.is_alive():
            self._hand_over()
            return
        sentence = (
            f"{still_waiting(displayed_name(path))}. You can work on, or choose another place"
        )
        self._poll.timeout.connect(lambda: self._look(sentence, waiting))
        self._poll.start()

    def _look(self, sentence: str, waiting: Callable[[str], object]) -> None:
        self._looks += 1
        if not self._thread.is_alive():
            self._hand_over()
        elif self._looks == _TOLD_AFTER:
            waiting(sentence)
