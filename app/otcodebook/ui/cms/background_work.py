"""Longer work in a thread of its own, with progress, that can be given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from otcodebook.ui.widgets.file_work import ThreadWork

_Result = TypeVar("_Result")


class _CanceledError(Exception):
    """The user does not want it any more: nobody looks at this outcome."""


class BackgroundWork(ThreadWork[_Result]):
    """Work that gets a function to call now and then with how much is done, from 0 to 1.

    That raises to stop the work which was given up. `progress` gets the part that is done.
    """

    def __init__(
        self,
        parent: QObject,
        work: Callable[[Callable[[float], None]], _Result],
        done: Callable[[_Result], object],
        failed: Callable[[str], object],
        progress: Callable[[float], object],
    ) -> None:
        super().__init__(parent, partial(work, self._report), done, failed)
        self._progress = progress
        self._part = 0.0
        self._is_canceled = threading.Event()
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

    def _report(self, part: float) -> None:
        if self._is_canceled.is_set():
            raise _CanceledError
        self._part = part

    def _look(self) -> None:
        self._progress(self._part)
        if not self._thread.is_alive():
            self._hand_over()
