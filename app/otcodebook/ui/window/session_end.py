"""Saves the window when the desktop session ends, as closing it does.

Linux and macOS end programs with SIGTERM or SIGHUP, X11 session managers and Windows ask Qt, which
emits commitDataRequest. None of them waits for an answer to a dialog, so nothing is asked.
"""

from __future__ import annotations

import logging
import os
import signal
import sys

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication

from otcodebook.ui.window.main_window import MainWindow

_LOG = logging.getLogger(__name__)
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_PIECE = 64


class SessionEnd(QObject):
    """Watches for the end of the session on behalf of one window."""

    def __init__(self, window: MainWindow, application: QGuiApplication) -> None:
        super().__init__(window)
        self._window = window
        self._application = application
        # Direct: Windows and the session manager go on as soon as the signal has returned.
        application.commitDataRequest.connect(self._save, Qt.ConnectionType.DirectConnection)
        if sys.platform != "win32":
            self._watch_signals()

    def _watch_signals(self) -> None:
        """Lets a signal wake the event loop: a Python handler alone waits for the next event."""
        self._read_end, write_end = os.pipe()
        for end in (self._read_end, write_end):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        for name in _SIGNALS:
            # Python writes to the pipe only for signals that have a handler of its own.
            signal.signal(getattr(signal, name), lambda _number, _frame: None)
        notifier = QSocketNotifier(self._read_end, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._leave)

    def _leave(self) -> None:
        os.read(self._read_end, _PIECE)
        self._save()
        self._application.exit(0)

    def _save(self) -> None:
        # Without an argument: the session manager is not needed, and may not outlive the call.
        _LOG.info("the session ends: saving")
        self._window.save_now()
