"""Longer work in a thread of its own, with progress, that can be given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from otcodebook.errors import AppError

_Result = TypeVar("_Result")
_POLL_MS = 15
"""How often the window looks how far the thread is: about once a frame."""


class _CanceledError(Exception):
    """The user does not want it any more."""


class BackgroundWork(QObject, Generic[_Result]):
    """Runs `work` in a thread, which touches no widget, and hands over what came of it.

    `work` gets a function to call now and then with how much is done, from 0 to 1; it raises to
    stop the work that was given up. `done` gets the result, `failed` the sentence of an AppError,
    `progress` the part that is done.
    """

    def __init__(
        self,
        parent: QObject,
        work: Callable[[Callable[[float], None]], _Result],
        done: Callable[[_Result], object],
        failed: Callable[[str], object],
        progress: Callable[[float], object],
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._done = done
        self._failed = failed
        self._progress = progress
        self._part = 0.0
        self._is_canceled = threading.Event()
        self._outcome: _Result | Exception | None = None
        # A daemon thread and no QThread: a read from a share that is away may hang for ever.
        self._thread = threading.Thread(target=self._run, name="background work", daemon=True)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._look)

    def start(self) -> None:
        """Begins."""
        self._thread.start()
        self._poll.start()

    def cancel(self) -> None:
        """Gives up: nothing is handed over any more, and the thread stops at its next step."""
        self._is_canceled.set()
        self._poll.stop()
        self.deleteLater()

    def _run(self) -> None:
        try:
            self._outcome = self._work(self._report)
        except _CanceledError:
            return
        except Exception as error:
            # The window's thread raises it: only that one may open the bug dialog.
            self._outcome = error

    def _report(self, part: float) -> None:
        if self._is_canceled.is_set():
            raise _CanceledError
        self._part = part

    def _look(self) -> None:
        self._progress(self._part)
        if self._thread.is_alive():
            return
        self._poll.stop()
        self.deleteLater()
        match self._outcome:
            case AppError() as error:
                self._failed(error.user_message)
            case Exception() as bug:
                raise bug
            case result:
                self._done(result)  # type: ignore[arg-type]  # None is a result too
